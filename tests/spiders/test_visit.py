"""What a visit says of itself when it is over."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from errors import VisitError
from items import REASONS, Validators
from known import Usual
from registry import Channel, Source
from spiders.visit import Visit

NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
SOURCE = Source(
    id="local-7",
    name="Local 7",
    level="local",
    number="7",
    states=("OH",),
    homepage="https://www.local7.example/",
    hosts=("www.local7.example",),
    language="en",
    timezone="America/New_York",
    parent=None,
    installation=None,
    note="",
)
CHANNEL = Channel(
    id="local-7-news",
    source_id="local-7",
    family="feed",
    address="https://www.local7.example/feed/",
    hint={},
    since=None,
    until=None,
    note="",
)


def visit() -> Visit:
    made = Visit(CHANNEL, SOURCE, NOW, pages_left=10)
    made.validators["https://www.local7.example/feed/"] = Validators("https://www.local7.example/feed/", etag='"1"')
    return made


def test_a_visit_that_read_posts_is_ok_and_keeps_its_validators() -> None:
    made = visit()
    made.items_seen, made.pages_read = 3, 2
    report = made.report(NOW)
    assert (report.outcome, report.reason) == ("ok", "read")
    assert "3 posts seen" in report.sentence and "2 pages read" in report.sentence
    assert [validators.etag for validators in report.validators] == ['"1"']


def test_a_visit_that_put_pages_off_forgets_its_validators() -> None:
    made = visit()
    made.items_seen, made.pages_put_off = 3, 4
    assert made.report(NOW).validators == []
    assert "4 pages left" in made.report(NOW).sentence


def test_a_visit_that_lost_a_page_or_an_item_forgets_its_validators() -> None:
    lost_page, lost_item = visit(), visit()
    lost_page.items_seen = lost_item.items_seen = 3
    lost_page.lost_pages["timeout"] += 1
    lost_item.items_lost = 1
    assert lost_page.report(NOW).validators == lost_item.report(NOW).validators == []


def test_an_answer_without_posts_is_empty_and_not_well() -> None:
    assert (visit().report(NOW).outcome, visit().report(NOW).reason) == ("empty", "no_posts")


@pytest.mark.parametrize("ending", ["interrupted", "bounded"])
def test_what_was_not_found_because_the_run_was_ending_says_nothing_of_the_channel(ending: str) -> None:
    """A run that was stopped as it began was seen to call a site redesigned that it had not asked."""
    used = replace(visit(), usual=Usual(seen=58, visited=True))
    assert used.report(NOW).reason == "no_posts"
    led_nowhere = replace(visit(), led_nowhere=["Its sitemap answered 404."])
    for cut in (visit(), used, led_nowhere):
        report = cut.report(NOW, ending)
        assert (report.outcome, report.reason) == ("soft", ending) and "next run goes on" in report.sentence
        assert report.validators == []
    forbidden = visit()
    forbidden.fail(VisitError("hard", "forbidden", "It answered 403."))
    assert forbidden.report(NOW, ending).reason == "forbidden", "what the site said itself counts"
    read = replace(visit(), items_seen=3)
    assert read.report(NOW, ending).outcome == "ok"


def test_nothing_changed_is_told_as_such() -> None:
    made = visit()
    made.unchanged = True
    assert made.report(NOW).outcome == "unchanged"


def test_the_first_reason_of_a_failure_counts_and_what_was_seen_is_told_too() -> None:
    made = visit()
    made.items_seen = 2
    made.fail(VisitError("soft", "timeout", "Page 2 did not come within 60 s."))
    made.fail(VisitError("hard", "gone", "Page 3 is gone."))
    report = made.report(NOW)
    assert (report.outcome, report.reason) == ("soft", "timeout")
    assert "2 posts seen" in report.sentence and "Page 2" in report.sentence and "Page 3" not in report.sentence


@pytest.mark.parametrize("seen", [0, 5])
def test_every_verdict_has_a_reason_from_the_list(seen: int) -> None:
    made = visit()
    made.items_seen = seen
    assert made.report(NOW).reason in REASONS
