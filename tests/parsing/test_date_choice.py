"""The decider: whom it trusts, why, and what never counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from items import Flag, Moment, Origin
from parsing.dates import candidate, choose, decide, is_day_first, parse_date, trust_of, without_shared
from parsing.dates.choice import FIRST_YEAR, LAST_YEAR, TRUST

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def moment(origin, day, clock=None, doubt=0, flag=None, precision="day"):
    on = date.fromisoformat(day)
    if clock is None:
        made = Moment.of_day(on, NEW_YORK, origin, precision)
    else:
        made = Moment.of_instant(datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=NEW_YORK), NEW_YORK, origin)
    return replace(made, doubt=doubt, flag=flag)


DAYS = st.one_of(*[st.dates(date(2024, 6, 1), date(2024, 6, 6))] * 4, st.dates(date(1900, 1, 1), date(2110, 1, 1)))
CANDIDATES = st.builds(
    lambda origin, on, hour, precision, doubt, flag: replace(
        Moment.of_instant(datetime(on.year, on.month, on.day, hour, tzinfo=NEW_YORK), NEW_YORK, origin)
        if precision == "minute"
        else Moment.of_day(on.replace(day=1) if precision == "month" else on, NEW_YORK, origin, precision),
        doubt=doubt,
        flag=flag,
    ),
    st.sampled_from(["feed", "feed", "text", "text", "address", *get_args(Origin)]),
    DAYS,
    st.integers(0, 23),
    st.sampled_from(["minute", "day", "day", "month"]),
    st.sampled_from([0, 0, 0, 1, 2, 5, 9]),
    st.sampled_from([None, None, None, None, *get_args(Flag)]),
)


def test_every_origin_has_its_place_in_the_table_with_a_reason():
    placed = [origin for origins, _ in TRUST for origin in origins]
    assert sorted(placed) == sorted(get_args(Origin)) and all(len(why) > 10 for _, why in TRUST)


@pytest.mark.parametrize(
    ("candidates", "day", "because"),
    [
        ([], None, "no date was found"),
        ([moment("meta", "2024-06-04", flag="modified")], None, "no date that was found can be it"),
        ([moment("text", "2024-06-04")], "2024-06-04", "only"),
        ([moment("text", "2024-06-04"), moment("list", "2024-06-04")], "2024-06-04", "agree"),
        ([moment("text", "2024-06-04"), moment("list", "2024-06-07")], "2024-06-04", "text is trusted most"),
        (
            [moment("feed", "2026-11-20"), moment("text", "2024-06-04"), moment("address", "2024-06-04")],
            "2024-06-04",
            "feed has a later day alone",
        ),
        ([moment("feed", "2027-06-04")], "2027-06-04", "lies ahead"),
    ],
)
def test_a_choice_says_why(candidates, day, because):
    choice = decide(candidates, NOW)
    assert (choice.moment and choice.moment.on.isoformat()) == day and because in choice.because


@pytest.mark.parametrize("flag", sorted(set(get_args(Flag)) - {"future"}))
def test_d3_d4_d7_what_is_flagged_never_counts_and_never_votes(flag):
    flagged = moment("feed", "2024-06-04", "10:00", flag=flag)
    assert choose([flagged], NOW) is None
    assert choose([flagged, moment("title", "2024-06-09")], NOW).on.isoformat() == "2024-06-09"
    three = [moment("feed", "2026-01-01"), moment("text", "2024-06-04"), replace(flagged, origin="address")]
    assert choose(three, NOW).on.isoformat() == "2026-01-01"


def test_d2_what_lay_ahead_when_it_was_seen_first_stays_so_when_its_day_has_come():
    event = moment("text", "2026-12-24", flag="future")
    assert choose([event], NOW + timedelta(days=90)) is None
    assert choose([replace(event, origin="feed")], NOW + timedelta(days=90)).flag == "future"


def test_d7_the_lesser_signals_of_systems_come_behind_what_is_printed():
    begun = moment("json_ld", "2024-04-30", doubt=5)
    assert choose([begun, moment("address", "2024-06-04")], NOW).origin == "address"
    assert choose([begun, moment("title", "2024-06-04")], NOW).on.isoformat() == "2024-04-30"
    assert (
        choose([moment("meta", "2024-06-01", doubt=2), moment("meta", "2024-06-04")], NOW).on.isoformat()
        == "2024-06-04"
    )


def test_d8_of_two_that_are_trusted_alike_the_earlier_one_is_taken():
    assert choose([moment("feed", "2024-06-09"), moment("feed", "2024-06-04")], NOW).on.isoformat() == "2024-06-04"


def test_d9_dates_after_2038_are_dates():
    later = datetime(2045, 1, 1, tzinfo=UTC)
    assert choose([moment("feed", "2039-06-04", "10:00")], later).at == datetime(2039, 6, 4, 14, tzinfo=UTC)


@settings(deadline=None, max_examples=400)
@given(st.lists(CANDIDATES, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_does_not_matter(candidates, chance):
    shuffled = list(candidates)
    chance.shuffle(shuffled)
    assert decide(candidates, NOW) == decide(shuffled, NOW)


@settings(deadline=None, max_examples=300)
@given(st.lists(CANDIDATES, min_size=1, max_size=8), CANDIDATES)
def test_a_less_trusted_candidate_that_agrees_never_changes_the_day(candidates, other):
    chosen = choose(candidates, NOW)
    assume(chosen is not None and chosen.origin != "text")  # "text" may have been read from a title
    agreeing = replace(other, on=chosen.on, at=chosen.at, precision=chosen.precision, flag=None)
    assume(trust_of(agreeing) > trust_of(chosen))
    assert choose([*candidates, agreeing], NOW).on == chosen.on


@settings(deadline=None)
@given(st.lists(CANDIDATES, max_size=8))
def test_what_is_chosen_was_found_and_can_be_it(candidates):
    chosen = choose(candidates, NOW)
    if chosen is not None:
        assert FIRST_YEAR <= chosen.on.year <= LAST_YEAR and chosen.flag in (None, "future")
        assert any((one.at, one.on) == (chosen.at, chosen.on) for one in candidates)


@pytest.mark.parametrize(
    ("clocks", "flagged"),
    [
        (["10:00:00"] * 5, True),
        (["10:00:00", "10:00:01", "10:00:02", "10:00:02", "10:00:04"], True),
        (["10:00:00", "10:01:00", "10:02:00"], False),
        (["10:00:00"] * 2, False),
        (["10:00:00"] * 4 + [None] * 4, False),
    ],
)
def test_d4_a_time_that_most_entries_share_is_that_of_the_building(clocks, flagged):
    moments = [moment("feed", "2024-06-04", clock) if clock else None for clock in clocks]
    found = without_shared(moments)
    assert {one.flag for one in found if one} == ({"build"} if flagged else {None})
    assert without_shared(found) == found


def test_d4_days_without_a_time_may_be_shared():
    assert without_shared([moment("feed", "2024-06-04")] * 9) == [moment("feed", "2024-06-04")] * 9


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("26/06/2020 and 05/06/2020", True),
        ("06/26/2020 and 05/06/2020", False),
        ("26/06/2020 and 06/26/2020", False),
        ("05/06/2020", False),
        ("call 26-06-20, version 26.6.11, 126/06/2020", False),
        ("13.06.2024", True),
        ("Actualizado el 20/11/2026.", True),
        ("version 20.11.2026.4", False),
    ],
)
def test_d5_the_order_of_day_and_month_is_proved_or_american(text, first):
    assert is_day_first(text) is first


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("January 01, 0001", date(1, 1, 1)),
        ("12/31/9999", date(9999, 12, 31)),
        ("1970-01-01T00:00:00Z", date(1970, 1, 1)),
    ],
)
@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Pacific/Guam", "UTC"])
def test_d3_an_absurd_day_is_a_flagged_candidate_in_any_zone(text, day, zone):
    found = candidate(text, ZoneInfo(zone), "meta")
    assert found and (found.on, found.flag) == (day, "absurd") and found.at.tzinfo is UTC


def test_what_is_no_date_is_no_candidate():
    assert candidate(None, NEW_YORK, "meta") is None and candidate("0000-00-00", NEW_YORK, "meta") is None


@settings(deadline=None)
@given(st.text(max_size=120) | st.from_regex(r"[0-9/:.,\- ]{1,40}", fullmatch=True), st.booleans())
def test_any_text_is_a_candidate_or_none(text, day_first):
    found = candidate(text, ZoneInfo("Pacific/Guam"), "meta", TODAY, day_first)
    assert found is None or found.at.utcoffset() == timedelta()


def test_a_year_that_only_the_day_of_reading_tells_is_flagged():
    assert parse_date("Jan 18", NEW_YORK, today=TODAY).flag == "year"
    for said in ("Monday, June 9", "Yesterday, November 20", "3 days ago", "June 4, 2024"):
        assert parse_date(said, NEW_YORK, today=TODAY).flag is None, said
