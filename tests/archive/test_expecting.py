"""What a source's own past says of a week: tables of plain cases, and what must hold for any past."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.expectations.expecting import ORDER, Judged, Record, judge
from archive.expectations.rhythm import (
    Pauses,
    are_usual,
    chance_of,
    monday,
    quiet_days,
    rhythm_of,
    silence,
    without_holes,
)
from archive.expectations.standing import Channel, Hold, Standing, standing_of, told_beside
from benchmarks.quality_verdicts import days_to_notice, false_alarms

TODAY = date(2026, 6, 10)  # a Wednesday
DAY = timedelta(days=1)


def every(days: float, until: date, count: int = 60) -> dict[date, int]:
    """A post every so many days, the newest on `until`."""
    return dict(Counter(until - timedelta(days=round(days * number)) for number in range(count)))


def now(days: dict[date, int], **given_: object) -> Judged:
    """The running week."""
    record = Record(days, **{"today": TODAY, "walked": True, **given_})  # type: ignore[arg-type]
    return list(judge(record))[-1]


@pytest.mark.parametrize(
    ("apart", "silent_for", "verdict"),
    [
        (1, 0, "well"), (1, 4, "well"), (1, 9, "quiet"), (1, 13, "thin"), (1, 15, "silent"), (1, 41, "silent"),
        (7, 5, "well"), (7, 12, "quiet"), (7, 30, "quiet"), (7, 45, "silent"),
        (30, 28, "well"), (30, 40, "quiet"), (30, 80, "quiet"), (30, 110, "silent"),
        (180, 21, "well"), (180, 170, "well"), (180, 300, "quiet"), (180, 600, "silent"),
    ],
)  # fmt: skip
def test_a_pause_is_judged_by_what_the_source_ever_did(apart: int, silent_for: int, verdict: str) -> None:
    assert now(every(apart, TODAY - timedelta(days=silent_for))).verdict == verdict


def test_sentences_carry_figures() -> None:
    steady = every(1, TODAY - timedelta(days=41))
    assert now(steady).sentence == "No post for 41 days; its longest pause until then was 1 day."
    five = {monday(TODAY) - timedelta(days=7 * week + day): 1 for week in range(1, 40) for day in (1, 2, 3, 5, 6)}
    last_week = monday(TODAY) - timedelta(days=7)
    few = {day: count for day, count in five.items() if day < last_week} | {last_week: 3}
    row = next(row for row in judge(Record(few, TODAY, walked=True)) if row.week == last_week)
    assert (row.verdict, row.collected, row.expected) == ("quiet", 3, 5.0)
    assert row.sentence == "3 posts came this week where 5 are usual."


def test_a_mean_is_told_in_round_words() -> None:
    assert [are_usual(mean) for mean in (0.0, 0.94, 0.95, 2.5, 2.68, 1234.4)] == [
        "fewer than one is usual", "fewer than one is usual", "about one is usual", "about 3 are usual",
        "about 3 are usual", "about 1,234 are usual",
    ]  # fmt: skip


def test_one_post_where_ten_are_usual_is_thin() -> None:
    start = monday(TODAY) - timedelta(days=7 * 60)
    ten = {start + timedelta(days=number): 2 for number in range(7 * 59) if (start + DAY * number).weekday() < 5}
    row = now(ten | {monday(TODAY) - DAY: 1})
    assert row.verdict == "thin" and "1 post came" in row.sentence and "10 are usual" in row.sentence
    assert now(ten | {monday(TODAY) - DAY: 1, TODAY: 10}).verdict == "well", "it is back"


def weeks(*counts: int, until: date = TODAY) -> dict[date, int]:
    """Posts of weeks in a row, spread over their working days; the last one is the whole week before `until`."""
    found: dict[date, int] = {}
    for number, count in enumerate(reversed(counts)):
        for post in range(count):
            day = monday(until) - timedelta(days=7 * (number + 1)) + DAY * (post % 5)
            found[day] = found.get(day, 0) + 1
    return found


SELDOM = (1, 0, 0, 0) * 12


def test_a_series_that_breaks_off_is_thin_though_the_half_year_before_knew_none_of_it() -> None:
    past = weeks(*SELDOM, 5, 6, 5, 5, 6, 5, 6, 1, 1)
    row = now(past)
    assert row.verdict == "thin", row
    assert row.sentence == (
        "2 posts came in the 2 weeks up to last week, after 7 weeks in a row with 5 to 6 each. No post came so far this"
        " week."
    )
    assert now(past | {TODAY - DAY: 2, TODAY: 2}).verdict == "well", "it is back"
    assert now(weeks(*SELDOM, 5, 6, 5, 5, 6, 5, 6, 1)).verdict == "quiet", "one week alone may be a holiday"
    assert now(weeks(*SELDOM, 5, 6, 5, 5, 6, 5, 6, 5, 6)).verdict == "well"
    assert now(weeks(*SELDOM, 5, 6, 5, 5, 6, 5, 6, *[0, 1, 0] * 9)).verdict in ("well", "quiet"), "that is the rule now"


def test_the_end_of_an_uneven_campaign_is_no_trouble() -> None:
    assert now(weeks(*SELDOM, 3, 9, 4, 8, 12, 6, 9, 1, 1)).verdict in ("well", "quiet")


def test_who_posts_twice_a_year_is_well_between() -> None:
    rare = every(182, TODAY - timedelta(days=100), 8)
    assert {row.verdict for row in judge(Record(rare, TODAY, walked=True))} <= {"well", "quiet"}


def test_a_monday_does_not_hide_what_the_week_before_said() -> None:
    start = date(2026, 6, 8)  # a Monday
    steady = weeks(*(10,) * 60, 1, until=start)
    rows = list(judge(Record(steady, start, walked=True)))
    assert [row.verdict for row in rows[-2:]] == ["thin", "thin"]
    assert rows[-1].sentence.startswith("1 post came last week where 10 are usual.")
    assert rows[-1].collected == 0
    alone = list(judge(Record(steady, start, walked=True), since=start))
    assert alone == rows[-1:], "the running week alone is judged as it is with the others"


def test_a_dead_address_beside_living_ones_is_told_and_changes_no_verdict() -> None:
    fine = Channel("https://a.example/", visited=True, last_good=TODAY, beside="The feed is gone.")
    told = told_beside([fine, channel()])
    assert told == "1 of its 2 addresses is dead: The feed is gone."
    row = now(every(1, TODAY), standing=standing_of([fine, channel()], None, TODAY), remark=told)
    assert row.verdict == "well" and row.sentence.endswith("is dead: The feed is gone.")


def test_who_pauses_unevenly_or_is_young_is_given_more_time_before_it_is_silent() -> None:
    steady = Pauses(longest=9, usual=8, mean=7, spread=0.5, count=50)
    after = silence(steady)
    assert after is not None and 35 <= after <= 56
    uneven, young = silence(replace(steady, spread=8)), silence(replace(steady, longest=40, count=5))
    assert uneven is not None and uneven > after
    assert young is not None and young > 40, "longer than it ever was quiet, and by more where little is known"
    assert silence(replace(steady, count=4)) is None


def test_a_campaign_is_no_rhythm() -> None:
    steady = every(3.5, date(2026, 6, 8), 60)
    campaign = steady | {date(2026, 4, 14) + DAY * number: 8 for number in range(7)}
    usual, with_campaign = now(steady), now(campaign)
    assert usual.expected is not None and with_campaign.expected is not None
    assert with_campaign.expected < 1.5 * usual.expected
    assert with_campaign.verdict == "well"


def test_nobody_is_blamed_for_the_days_around_new_year() -> None:
    daily = every(1, date(2025, 12, 19), 300)
    assert now(daily, today=date(2026, 1, 3)).verdict in ("well", "quiet")
    assert now(daily, today=date(2026, 1, 25)).verdict == "silent"


def test_of_too_few_posts_nothing_is_expected_and_it_says_so() -> None:
    row = now({TODAY - DAY: 1}, since=TODAY - DAY * 5)
    assert row.expected is None and "too little is known" in row.sentence and row.verdict == "well"


def test_a_post_kept_on_top_for_years_makes_no_long_pause() -> None:
    days = every(2, TODAY - DAY, 10) | {date(2015, 3, 1): 1}
    assert now(days, since=TODAY - DAY, walked=False).week == monday(TODAY)
    rows = list(judge(Record(days, TODAY, since=TODAY - DAY, walked=False)))
    assert rows[0].week >= date(2026, 5, 1), "before the hole nothing is claimed"
    assert next(judge(Record(days, TODAY, since=TODAY - DAY, walked=True))).week == monday(date(2015, 3, 1))
    assert without_holes(sorted(days), None, False) == sorted(days)


def test_the_sites_own_count_far_above_ours_is_thin() -> None:
    steady = every(7, TODAY - DAY)
    row = now(steady, reported=3000, held=60)
    assert row.verdict == "thin" and "3,000 posts; 60 are kept" in row.sentence and row.reported_by_site == 3000
    assert now(steady, reported=64, held=60).verdict == "well"


def test_a_past_that_was_not_walked_yet_makes_no_source_thin_and_is_told() -> None:
    steady = every(7, TODAY - DAY)
    row = now(steady, reported=59, held=31, walked=False, to_walk=True)
    assert row.verdict == "well" and row.reported_by_site == 59
    assert row.sentence.endswith("59 posts; 31 are kept. Its past was not walked to the end yet.")
    silent = now(every(1, TODAY - timedelta(days=41)), reported=3000, held=60, walked=False, to_walk=True)
    assert silent.verdict == "silent" and "not walked" in silent.sentence, "a trouble beside it stays one"


@pytest.mark.parametrize("standing", ["never", "blocked", "silent", "thin"])
def test_what_stands_in_the_way_is_told_since_it_began_and_not_before(standing: str) -> None:
    began = TODAY - timedelta(days=9)
    record = Record(every(7, TODAY - DAY), TODAY, standing=Standing(standing, "It is so.", began), walked=True)
    rows = list(judge(record))
    assert [row.verdict for row in rows[-3:]] == ["well", standing, standing]
    assert rows[-1].sentence == "It is so."


# ---- standing --------------------------------------------------------------------------------------------------------
def channel(reason: str | None = None, days: int = 0, **given_: object) -> Channel:
    since = TODAY - DAY * days if reason else None
    good = {"visited": True, "last_good": TODAY - DAY * days, "failed": 1 if reason else 0}
    told = f"It is {reason}." if reason else None
    return Channel("https://a.example/", reason=reason, sentence=told, failing_since=since, **{**good, **given_})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("channels", "verdict"),
    [
        ([], None),
        ([channel()], None),
        ([channel(), channel()], None),
        ([channel("challenge")], "blocked"),
        ([channel("robots"), channel("forbidden")], "blocked"),
        ([channel("challenge"), channel()], "thin"),
        ([channel("gone")], "silent"),
        ([channel("no_posts")], "thin"),
        ([channel("too_few"), channel("too_few")], "thin"),
        ([channel("timeout")], None),
        ([channel("timeout", days=4)], "silent"),
        ([channel(visited=False, last_good=None)], "never"),
        ([channel("dns", last_good=None)], "never"),
        ([channel(last_good=None)], "never"),
        ([channel(), channel("gone", is_calendar=True)], None),
        ([channel("gone", is_calendar=True)], "silent"),
    ],
)
def test_what_stands_in_the_way_of_a_source(channels: list[Channel], verdict: str | None) -> None:
    found = standing_of(channels, None, TODAY)
    assert (found.verdict if found else None) == verdict


def test_a_source_on_hold_says_so() -> None:
    found = standing_of([channel()], Hold("moved", "It leads to other.example.", date(2026, 5, 3)), TODAY)
    assert found == Standing(
        "blocked", "Held for review since May 3, 2026 (moved): It leads to other.example.", date(2026, 5, 3)
    )


def test_a_trouble_that_lasts_says_how_long() -> None:
    found = standing_of([channel("challenge", days=8, failed=12)], None, TODAY)
    assert found is not None and "for 12 visits, since June 2, 2026" in found.sentence


@pytest.mark.parametrize("real", [False, True])
def test_sources_with_which_nothing_is_wrong_are_hardly_ever_called_thin_or_silent(real: bool) -> None:
    wrong = [false_alarms(rate, real, each=6) for rate in (0.25, 1, 5)]
    assert sum(one.thin for one in wrong) / 3 < 0.008 and sum(one.silent for one in wrong) / 3 < 0.008


def test_who_falls_silent_or_brings_half_is_told_in_time() -> None:
    assert days_to_notice(5, 0.0, each=7)[3] <= 21 and days_to_notice(1, 0.0, each=7)[3] <= 56
    assert days_to_notice(3, 0.5, each=7)[5] <= 56


# ---- for any past ----------------------------------------------------------------------------------------------------
pasts = st.dictionaries(st.integers(0, 900).map(lambda ago: TODAY - DAY * ago), st.integers(1, 6), max_size=120)


@settings(max_examples=60, deadline=None)
@given(pasts, st.integers(0, 6), st.integers(1, 9))
def test_more_posts_in_a_week_never_make_its_verdict_worse(past: dict[date, int], weekday: int, more: int) -> None:
    week = monday(TODAY) - timedelta(days=7)
    past = {day: count for day, count in past.items() if day < week + timedelta(days=7)}
    day = week + DAY * weekday
    before = {row.week: row for row in judge(Record(past, TODAY, since=date(2023, 1, 1), walked=True))}[week]
    richer = Record({**past, day: past.get(day, 0) + more}, TODAY, since=date(2023, 1, 1), walked=True)
    after = {row.week: row for row in judge(richer)}[week]
    assert after.collected == before.collected + more
    assert ORDER.index(after.verdict) <= ORDER.index(before.verdict), (before, after)


@settings(max_examples=60, deadline=None)
@given(pasts, st.one_of(st.none(), st.integers(0, 900).map(lambda ago: TODAY - DAY * ago)), st.booleans())
def test_any_past_gives_every_week_once_with_a_sentence(
    past: dict[date, int], since: date | None, walked: bool
) -> None:
    record = Record(past, TODAY, since=since, walked=walked)
    rows = list(judge(record))
    weeks = [row.week for row in rows]
    assert weeks == sorted(set(weeks)) and all(week.weekday() == 0 for week in weeks)
    assert all(row.sentence.endswith(".") and row.verdict in ORDER for row in rows)
    if rows:
        assert rows[-1].week == monday(TODAY)
        middle = weeks[len(weeks) // 2]
        assert list(judge(record, since=middle)) == rows[len(weeks) // 2 :], "a part is judged as the whole is"
    if walked:
        assert sum(row.collected for row in rows) == sum(past.values())


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 30))
def test_the_last_years_of_a_lively_source_say_what_its_whole_past_says(seed: int, silent_for: int) -> None:
    chance = Random(seed)
    often, end = chance.uniform(0.6, 1), TODAY - DAY * silent_for
    past = {end - DAY * ago: chance.randint(1, 3) for ago in range(2500) if chance.random() < often}
    begins = monday(TODAY) - timedelta(days=7 * 156)
    part = {day: count for day, count in past.items() if day >= begins}
    newest = monday(TODAY) - timedelta(days=7)
    whole = list(judge(Record(past, TODAY, since=date(2019, 1, 1), walked=True), since=newest))
    assert list(judge(Record(part, TODAY, since=date(2019, 1, 1), walked=True, begins=begins), since=newest)) == whole


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), max_size=200))
def test_what_is_usual_lies_within_what_was(counts: list[int]) -> None:
    rhythm = rhythm_of(counts)
    if rhythm.expected is not None:
        assert 0 < rhythm.expected <= max(counts)
        assert 0 <= rhythm.low <= rhythm.high <= max(counts)


def test_days_around_new_year_are_counted_across_years() -> None:
    assert quiet_days(date(2025, 12, 1), date(2026, 1, 31)) == 15
    assert quiet_days(date(2025, 12, 31), date(2026, 1, 2)) == 2
    assert quiet_days(date(2026, 2, 1), date(2026, 12, 1)) == 0
    assert quiet_days(date(2023, 12, 1), date(2026, 2, 1)) == 45


def test_chances_are_chances() -> None:
    assert chance_of(0, 5) == pytest.approx(0.0067, abs=1e-4)
    assert chance_of(100, 5) == pytest.approx(1)
    assert 0 <= chance_of(3, 5000) < 1e-9
