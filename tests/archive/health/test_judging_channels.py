"""Which channels and sources are in trouble, and that one cause is one finding. No archive is needed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from archive.health.channels import ChannelState, SourceState, judge_sources, kind_of
from archive.health.finding import worst_first
from archive.health.kinds import KINDS
from archive.times import stamp
from items import REASONS
from tests.builders import NOW


def channel(source: str = "local-1", **given: Any) -> ChannelState:
    """A channel that has failed for five days."""
    defaults: dict[str, Any] = {
        "channel_id": f"{source}-news",
        "source_id": source,
        "address": f"https://{source}.example/news",
        "host": f"{source}.example",
        "reason": "no_posts",
        "sentence": f"https://{source}.example/news showed 0 posts where 7 are usual.",
        "since": stamp(NOW - timedelta(days=5)),
        "failed": 3,
        "visit_id": 12,
        "crawl_id": 7,
        "last_good_at": stamp(NOW - timedelta(days=6)),
        "posts": 29,
    }
    return ChannelState(**{**defaults, **given})


def source(source_id: str = "local-1", **given: Any) -> SourceState:
    return SourceState(
        **{"source_id": source_id, "name": source_id.title(), "homepage": f"https://{source_id}.example/", **given}
    )


def kinds(*findings: Any) -> list[str]:
    return [one.kind for one in worst_first(findings)]


@pytest.mark.parametrize(
    "reason", sorted(set(REASONS) - {"read", "not_modified", "same_bytes", "bounded", "interrupted"})
)
def test_every_reason_of_a_failed_visit_becomes_a_finding_in_time(reason: str) -> None:
    young, old = (channel(reason=reason, since=stamp(NOW - timedelta(days=days))) for days in (0, 5))
    kind = kind_of(old, NOW)
    assert kind in KINDS
    assert kind_of(young, NOW) in (None, kind)


@pytest.mark.parametrize("reason", ["timeout", "dns", "connect", "server_error", "retry_later", "robots_unreachable"])
def test_what_may_pass_is_given_three_days(reason: str) -> None:
    assert kind_of(channel(reason=reason, since=stamp(NOW - timedelta(days=2, hours=23))), NOW) is None
    assert kind_of(channel(reason=reason, since=stamp(NOW - timedelta(days=3))), NOW) is not None


@pytest.mark.parametrize(
    ("reason", "kind"),
    [("no_posts", "redesign"), ("too_few", "redesign"), ("challenge", "challenge"), ("forbidden", "blocked"),
     ("robots", "robots_closed"), ("parked", "parked"), ("gone", "unreachable"), ("not_a_feed", "unreadable")],
)  # fmt: skip
def test_what_says_all_by_itself_is_told_at_once(reason: str, kind: str) -> None:
    assert kind_of(channel(reason=reason, since=stamp(NOW)), NOW) == kind


def test_a_channel_that_was_never_read_is_told_as_that_unless_the_site_says_why() -> None:
    assert kind_of(channel(reason="gone", last_good_at=None), NOW) == "never_read"
    assert kind_of(channel(reason="challenge", last_good_at=None), NOW) == "challenge"


def test_the_finding_has_its_figures_its_address_and_a_next_step() -> None:
    (found,) = judge_sources([source()], [channel()], NOW)
    assert found.key == "redesign/local-1" and found.since == "2026-02-25T15:30:00Z"
    assert "0 posts where 7 are usual" in found.sentence
    (piece,) = found.evidence
    for told in ("https://local-1.example/news", "3 visits", "visit 12", "crawl 7", "29 posts", "February 24, 2026"):
        assert told in piece, told
    assert "`scrapy propose https://local-1.example/`" in found.next_step


def test_a_dead_address_beside_a_thin_week_is_one_finding() -> None:
    beside = channel(is_beside=True, reason="gone", sentence="The feed answered 410.")
    (found,) = judge_sources([source(verdict="thin", sentence="1 post came where 9 are usual.")], [beside], NOW)
    assert found.kind == "dead_address"
    assert "What came: 1 post came where 9 are usual." in found.evidence


def test_two_channels_of_a_source_in_trouble_are_one_finding_under_the_worse() -> None:
    second = channel(channel_id="local-1-blog", reason="timeout", address="https://local-1.example/blog")
    (found,) = judge_sources([source()], [second, channel()], NOW)
    assert found.kind == "redesign" and set(found.channels) == {"local-1-news", "local-1-blog"}
    assert len(found.evidence) == 2


def test_sixty_domains_of_one_installation_that_are_down_are_one_finding() -> None:
    names = [f"local-{number}" for number in range(60)]
    sources = [source(name, installation="the-hall") for name in names]
    found = judge_sources(sources, [channel(name, reason="timeout") for name in names], NOW)
    (one,) = found
    assert one.subject == "the-hall" and one.kind == "unreachable" and len(one.sources) == 60
    assert one.sentence.startswith("60 sources of the-hall") and len(one.evidence) <= 12
    assert one.evidence[-1] == "And 49 more."


def test_two_sources_on_one_host_share_a_finding_and_others_keep_theirs() -> None:
    shared = [channel(name, reason="timeout", host="shared.example") for name in ("local-1", "local-2")]
    found = judge_sources([source("local-1"), source("local-2"), source("local-3")], [*shared, channel("local-3")], NOW)
    assert sorted((one.kind, one.subject) for one in found) == [
        ("redesign", "local-3"),
        ("unreachable", "shared.example"),
    ]


def test_different_troubles_of_one_host_stay_apart() -> None:
    both = [
        channel("local-1", reason="timeout", host="h.example"),
        channel("local-2", reason="no_posts", host="h.example"),
    ]
    assert kinds(*judge_sources([source("local-1"), source("local-2")], both, NOW)) == ["redesign", "unreachable"]


def test_a_hold_speaks_before_its_channel() -> None:
    held = source(
        hold="moved", hold_detail="It redirects.", hold_since="2026-02-20T00:00:00Z", hold_url="https://new.example/"
    )
    (found,) = judge_sources([held], [channel(reason="moved", sentence="a redirects to b")], NOW)
    assert found.kind == "moved" and "https://new.example/" in found.next_step
    (without_visit,) = judge_sources([held], [], NOW)
    assert without_visit.key == found.key and "It redirects." in without_visit.sentence


@pytest.mark.parametrize("verdict", ["well", "quiet", "never", "blocked"])
def test_a_verdict_that_is_no_trouble_by_itself_makes_none(verdict: str) -> None:
    assert judge_sources([source(verdict=verdict, sentence="No post for 9 days.")], [], NOW) == ()


@pytest.mark.parametrize("verdict", ["thin", "silent"])
def test_a_source_that_fell_silent_is_told_with_what_came(verdict: str) -> None:
    told = source(verdict=verdict, sentence="No post for 90 days.", expected=3.5, last_post_at="2025-12-02T00:00:00Z")
    (found,) = judge_sources([told], [], NOW)
    assert found.kind == verdict
    assert found.evidence == (
        "Its newest post is of December 2, 2025; 0 posts so far this week, where about 4 are usual.",
    )


def test_a_past_that_is_still_to_be_walked_is_told_for_information_with_the_command_that_walks_it() -> None:
    first, second = (source(name, to_walk="The site says that it has 59 posts.") for name in ("local-1", "local-2"))
    (one,) = judge_sources([first], [], NOW)
    assert one.kind == "past_not_walked" and not one.is_trouble and "59 posts" in one.sentence
    assert "`scrapy collect local-1 --backfill`" in one.next_step
    (both,) = judge_sources([first, second], [], NOW)
    assert both.sources == ("local-1", "local-2") and len(both.evidence) == 2
    assert "2 sources" in both.sentence and "`scrapy collect --all --backfill`" in both.next_step
    assert kinds(*judge_sources([first], [channel()], NOW)) == ["redesign"], "a trouble is told alone"


def test_what_sites_say_is_cut_and_in_one_line() -> None:
    (found,) = judge_sources([source()], [channel(sentence="x\n" * 5000 + "{name} {0} \x00")], NOW)
    assert len(found.sentence) <= 600 and "\n" not in found.sentence


def test_the_worst_stands_first_and_none_has_a_kind_without_weight() -> None:
    weights = [kind.weight for kind in KINDS.values()]
    assert weights == sorted(weights, reverse=True)
    assert all(kind.about.endswith(".") and kind.next_step.endswith((".", "?")) for kind in KINDS.values())
