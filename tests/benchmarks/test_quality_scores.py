"""What a reading is worth: the figures of `make quality`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from benchmarks.quality_reading import COLUMNS, PAGES, bytes_of, read, truths
from benchmarks.quality_scores import BARS, Figures, Reading, Truth, judge
from benchmarks.quality_tables import Bar, Section, bars_of, table

POST = Truth(
    "a", "https://a.example/a", "hand", True, "UTC", "A vote", date(2025, 3, 14), True, "They voted on Friday.", "",
    None, "news", "en", (), None,
)  # fmt: skip
EVENT = {
    "starts_at": "2025-05-17T09:00:00-05:00",
    "ends_at": None,
    "venue": "Hall",
    "street_address": "4 Quarry Road, Fairmont",
    "registration_url": None,
}
RIGHT = Reading(True, "A vote", date(2025, 3, 14), "day", "They voted on Friday.", None, "news", "en", None, 1.0)


def of(reading: Reading, truth: Truth = POST) -> Figures:
    return judge("r", [truth], {truth.name: reading}, COLUMNS)


def test_a_right_reading_has_no_fault() -> None:
    figures = of(RIGHT)
    assert not figures.faults
    assert {name: figures.share(name) for name in BARS} == {
        "recall": 1,
        "foreign": 0,
        "title": 1,
        "day": 1,
        "wrong_day": 0,
        "body": 1,
    }


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"post": False}, "recall"),
        ({"title": "A vote | Local 404"}, "title"),
        ({"title": None}, "title"),
        ({"day": None}, "day"),
        ({"day": date(2025, 3, 15)}, "day"),
        ({"day": date(2025, 3, 1), "precision": "month"}, "day"),
        ({"language": "es"}, "language"),
        ({"kind": None}, "kind"),
        ({"author": "admin"}, "author"),
    ],
)  # fmt: skip
def test_what_is_wrong_counts_in_its_column(change: dict[str, object], column: str) -> None:
    figures = of(replace(RIGHT, **change))
    assert figures.share(column) == 0
    assert column in {fault[1] for fault in figures.faults}


def test_a_wrong_day_is_worse_than_none_and_a_month_without_a_day_is_not_wrong() -> None:
    assert of(replace(RIGHT, day=None)).share("wrong_day") == 0
    assert of(replace(RIGHT, day=date(2025, 3, 1), precision="month")).share("wrong_day") == 0
    assert of(replace(RIGHT, day=date(2025, 4, 1), precision="month")).share("wrong_day") == 1
    assert of(replace(RIGHT, day=date(2024, 1, 1), precision="year")).share("wrong_day") == 1
    assert of(replace(RIGHT, day=date(2025, 1, 1), precision="year")).share("wrong_day") == 0
    assert of(replace(RIGHT, day=date(2025, 3, 13))).share("wrong_day") == 1


def test_a_day_that_the_page_does_not_say_is_wrong_when_guessed_and_not_missed() -> None:
    unsaid = replace(POST, said=False)
    assert of(replace(RIGHT, day=None), unsaid).share("day") is None
    assert of(replace(RIGHT, day=date(2026, 1, 1)), unsaid).share("wrong_day") == 1


def test_a_page_that_is_no_post_counts_only_when_taken_for_one() -> None:
    other = Truth("b", "https://a.example/b", "hand", False)
    both = judge("r", [POST, other], {"a": RIGHT, "b": Reading(post=True)}, COLUMNS)
    assert (both.share("recall"), both.share("foreign")) == (1, 0.5)
    assert judge("r", [POST, other], {"a": RIGHT, "b": Reading(post=False)}, COLUMNS).share("foreign") == 0


def test_events_count_by_field_and_times_by_instant() -> None:
    truth = replace(POST, event=EVENT)
    got = {"starts_at": "2025-05-17T14:00:00+00:00", "venue": "hall", "street_address": "4 Quarry Road\nFairmont"}
    assert of(replace(RIGHT, event=got), truth).counts["event"] == (3, 3)
    assert of(replace(RIGHT, event=got | {"starts_at": "2025-05-17T09:00:00+00:00"}), truth).counts["event"] == (2, 3)
    assert of(RIGHT, truth).counts["event"] == (0, 3)


def test_words_that_may_stand_in_a_body_cost_nothing() -> None:
    truth = replace(POST, may="Hall, 4 Quarry Road")
    assert of(RIGHT, truth).share("body") == 1
    assert of(replace(RIGHT, body="They voted on Friday. Hall, 4 Quarry Road"), truth).share("body") == 1
    share = of(replace(RIGHT, body="They voted on Friday. Share this on every network there is"), truth).share("body")
    assert share is not None and share < 0.7


def test_a_page_without_a_reading_counts_as_all_wrong() -> None:
    figures = judge("r", [POST], {}, COLUMNS)
    assert (figures.share("recall"), figures.share("title"), figures.share("body")) == (0, 0, 0)


def test_bars_hold_or_fall_short_and_say_so() -> None:
    bars = bars_of({"recall": 0.99, "foreign": 0.02, "title": None}, BARS)
    verdicts = {bar.what: bar.line().rsplit("  ", 1)[1].strip() for bar in bars}
    assert verdicts[BARS["recall"][2]] == "holds"
    assert verdicts[BARS["foreign"][2]] == "falls short"
    assert verdicts[BARS["title"][2]] == "not measured"
    assert [bar.holds for bar in bars[:3]] == [True, False, True]
    assert "falls short" in Section("x", bars=[Bar("y", 0.1, "least", 0.2)]).text(with_faults=False)


def test_tables_are_aligned() -> None:
    assert table([("", "ms"), ("ours", "5.0"), ("another", "12.5")]) == [
        "             ms",
        "  ours      5.0",
        "  another  12.5",
    ]


def test_a_page_with_nothing_in_it_is_read_as_no_post() -> None:
    assert read(b"", POST).post is False


def test_packed_pages_are_unpacked() -> None:
    packed = next(path for path in sorted(PAGES.glob("*.gz")))
    assert b"<" in bytes_of(packed.name.removesuffix(".html.gz"))
    assert len(truths()) == len(list(PAGES.glob("*.json")))
