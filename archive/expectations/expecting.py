"""What a source's posts of a week say beside its own past: a verdict in a word and a sentence with figures. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from statistics import mean, median

from archive.expectations.rhythm import (
    BREAKS,
    BROKEN_OFF,
    BY_CHANCE,
    BY_CHANCE_IN_SERIES,
    MANY_WEEKS,
    NEWEST_DAYS,
    WEEK,
    Pauses,
    Rhythm,
    are_usual,
    chance_of,
    in_quiet_season,
    is_even,
    least_of,
    monday,
    pauses_of,
    quiet_days,
    rhythm_of,
    series_of,
    silence,
    span_of,
    unevenness,
    without_holes,
)  # fmt: skip
from archive.expectations.standing import Standing

#: counts so likely need no second look
MAY_BE_CHANCE = 0.2
THIS_WEEK = "this week"
#: verdicts, the best first
ORDER = ("well", "quiet", "thin", "silent", "blocked", "never")
#: Weeks of a record, at the most: forty years. Older days are typing errors more often than posts.
MOST_WEEKS = 2100
#: a week below what is usual is quiet where chance makes so few in less than so many weeks
NOT_RARE, NOT_RARE_IN_SERIES = 0.3, 0.05
#: a pause longer by no more than so many days than nine of ten pauses is nothing to speak of
FEW_DAYS = 3
#: posts that a site may say it has more than we hold (edits, hidden posts), and the part of all that they may be
FEW_LACKING, PART_LACKING = 10, 0.1


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a source. days: local day -> posts of that day; since: the day on which it was first read."""

    days: Mapping[date, int]
    today: date
    since: date | None = None
    #: whether its past was walked to the end
    walked: bool = False
    #: how many posts the site says it has, and how many of them we hold; None where it says nothing
    reported: int | None = None
    held: int | None = None
    #: whether one of the channels that say so has a past that was not walked to its end
    to_walk: bool = False
    #: what stands in the way of its channels now; None if nothing does
    standing: Standing | None = None
    #: the Monday before which its days were left out, since they say nothing of the newest weeks; None: all are there
    begins: date | None = None
    #: what is to be told beside the verdict and does not touch it: an address that is dead while others give its posts
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """One row of `expectations`, but for the source. week: its Monday."""

    week: date
    expected: float | None
    collected: int
    verdict: str
    sentence: str
    reported_by_site: int | None = None


@dataclass(frozen=True, slots=True)
class _Week:
    """A week as the judgement sees it."""

    monday: date
    #: the last day that counts: its Sunday, or today
    until: date
    collected: int
    #: posts of the whole weeks before, oldest first, those around New Year left out
    ordinary: Sequence[int]
    #: how many of the newest of them follow one another, no week around New Year between them
    in_a_row: int
    rhythm: Rhythm
    pauses: Pauses
    last_post: date | None

    @property
    def is_running(self) -> bool:
        return self.until < self.monday + timedelta(days=6)

    @property
    def pause(self) -> int | None:
        """Days since the last post, those around New Year not counted."""
        if self.last_post is None:
            return None
        return (self.until - self.last_post).days - quiet_days(self.last_post, self.until)


@dataclass(frozen=True, slots=True)
class Past:
    """A record's days with posts, oldest first, and its posts by week, each from where the record has no hole; counts
    go from the first week that it reaches back to up to the running one, and are empty where there is none."""

    days: Sequence[date]
    counts: Mapping[date, int]


def past_of(record: Record) -> Past:
    """The record by weeks."""
    days = _sound_days(record)
    starts = [day for day in (days[0] if days else None, record.since) if day is not None and day <= record.today]
    last = monday(record.today)
    if not starts:
        return Past((), {last: 0} if record.standing else {})  # never read, which is to be told
    first = max(monday(min(starts)), last - WEEK * MOST_WEEKS, record.begins or date.min).toordinal()
    counts = [0] * ((last.toordinal() - first) // 7 + 1)
    for day in days:
        number = (day.toordinal() - first) // 7
        if number >= 0:
            counts[number] += record.days[day]
    return Past(days, {date.fromordinal(first + 7 * number): count for number, count in enumerate(counts)})


def judge(record: Record, since: date | None = None, past: Past | None = None) -> Iterator[Judged]:
    """The weeks of a source from `since` on (a Monday; None: from the first), oldest first.

    The running week is provisional, and what the site says it has is told of it alone. What stands in the way now is
    told of each week since it began.
    """
    before: tuple[str, str] | None = None
    for week in _weeks(past or past_of(record), record.today, None if since is None else since - WEEK):
        found = verdict, sentence = _by_counts(week)
        if week.is_running and before is not None:
            verdict, sentence = _worse_last_week(week, found, before)
        before = found
        if since is not None and week.monday < since:
            continue
        is_now = monday(record.today) == week.monday
        if is_now and (told := lacking(record.reported, record.held, record.to_walk)):
            # A past that nobody walked yet is work to do, and no fault of the source's or ours.
            counted = (verdict, sentence)
            verdict, sentence = (verdict, f"{sentence} {told}") if record.to_walk else _worse(("thin", told), counted)
        standing = record.standing
        if standing is not None and (is_now or (standing.since is not None and standing.since <= week.until)):
            verdict, sentence = _beside(standing, verdict, sentence)
        if is_now and record.remark:
            sentence = f"{sentence} {record.remark}"
        reported = record.reported if is_now else None
        yield Judged(week.monday, week.rhythm.expected, week.collected, verdict, sentence, reported)


def _worse_last_week(week: _Week, now: tuple[str, str], last: tuple[str, str]) -> tuple[str, str]:
    """What the whole week before said, while too few posts of the running one speak against it."""
    passed = (week.until - week.monday).days + 1
    is_back = week.collected >= max((week.rhythm.expected or 0) * passed / 7, 1)
    if is_back or ORDER.index(last[0]) <= ORDER.index(now[0]) or THIS_WEEK not in last[1]:
        return now
    return last[0], f"{last[1].replace(THIS_WEEK, 'last week')} {_came(week.collected)} so far {THIS_WEEK}."


def _weeks(past: Past, today: date, since: date | None) -> Iterator[_Week]:
    """The weeks to judge, each with what was known at its end."""
    days, counts = past.days, past.counts
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    first, in_a_row = min(counts, default=None), 0
    ordinary: list[int] = []
    known, pauses = 0, pauses_of((), 0)
    for week, count in counts.items():
        if since is None or week >= since:
            until = min(week + timedelta(days=6), today)
            if (reached := bisect_right(days, until)) != known:  # many weeks bring no post
                known = reached
                before = gaps[max(known - NEWEST_DAYS, 0) : max(known - 1, 0)]
                pauses = pauses_of(before, max(before, default=0))
            last = days[known - 1] if known else None
            rhythm = rhythm_of(ordinary)
            yield _Week(week, until, count, tuple(ordinary[-MANY_WEEKS - 8 :]), in_a_row, rhythm, pauses, last)
        if in_quiet_season(week):
            in_a_row = 0
        elif week != first:  # which began before the record did
            ordinary.append(count)
            in_a_row += 1


def _sound_days(record: Record) -> Sequence[date]:
    """The days with posts, oldest first, up to today, from which on the record has no hole."""
    days = sorted(day for day, count in record.days.items() if count > 0 and day <= record.today)
    return without_holes(days, record.since, record.walked)


# ---- by counts -------------------------------------------------------------------------------------------------------
def _by_counts(week: _Week) -> tuple[str, str]:
    """What a week's posts and the pause at its end say."""
    pause, silent_after = week.pause, silence(week.pauses)
    if pause is None:
        return "quiet", "No post is known of it yet."
    if silent_after is not None and pause > silent_after:
        whole = (week.until - week.last_post).days if week.last_post else pause
        return "silent", f"No post for {whole} days; its longest pause until then was {_days(week.pauses.longest)}."
    if week.rhythm.expected is None:
        return _unknown(week, pause)
    if thin := _thin(week):
        return "thin", thin
    if broken := _broken_off(week):
        return broken
    if week.collected == 0 and pause > week.pauses.usual + FEW_DAYS:
        return "quiet", f"No post for {_days(pause)}; its longest pause until then was {_days(week.pauses.longest)}."
    few = week.collected < week.rhythm.low and chance_of(week.collected, week.rhythm.expected) < NOT_RARE
    if few and not week.is_running:
        return "quiet", _against_usual(week.collected, 1, week)
    return "well", _against_usual(week.collected, 1, week)


def _unknown(week: _Week, pause: int) -> tuple[str, str]:
    """Too little is known to say what is usual."""
    told = f"{_came(week.collected)} {_when(week)}; too little is known of it to say how many are usual."
    return ("well" if week.collected or pause < 28 else "quiet"), told


def _thin(week: _Week) -> str | None:
    """The sentence where far fewer posts came than ever in so many weeks, and chance does not explain it.

    Only whole weeks are counted: a running one says what the one before it said.
    """
    expected, span = week.rhythm.expected, span_of(week.rhythm.expected)
    if expected is None or span is None or week.is_running or in_quiet_season(week.monday):
        return None
    ordinary, in_a_row = [*week.ordinary, week.collected], week.in_a_row + 1
    # What was usual before the span: a thin week must not make itself the rule.
    came = sum(ordinary[-span:])
    if chance_of(came, expected * span) > MAY_BE_CHANCE:
        return None
    least, before = least_of(ordinary[:-span], span), rhythm_of(ordinary[:-span])
    if least is None or before.expected is None or in_a_row < span or came >= least:
        return None
    uneven = unevenness(ordinary[:-span])
    if chance_of(int(came / uneven), before.expected * span / uneven) > BY_CHANCE:
        return None
    return _against_usual(came, span, replace(week, rhythm=before))


def _broken_off(week: _Week) -> tuple[str, str] | None:
    """The verdict where a series of even weeks broke off, whatever was usual before it began.

    A campaign that is over looks alike, so it is thin only where the series was even and two weeks show it.
    """
    weeks = [*week.ordinary[-week.in_a_row :]] if week.in_a_row else []
    if week.is_running or in_quiet_season(week.monday):
        return None
    weeks.append(week.collected)
    for span in BREAKS:
        came, series = weeks[-span:], series_of(weeks[:-span])
        if not series or max(came) * 2 >= median(series):
            continue
        expected = mean(series) * span
        if sum(came) > BROKEN_OFF * expected or chance_of(sum(came), expected) > (
            BY_CHANCE_IN_SERIES if span > 1 else NOT_RARE_IN_SERIES
        ):
            continue
        over = THIS_WEEK if span == 1 else f"in the {span} weeks up to {THIS_WEEK}"
        usual = f"{min(series)} to {max(series)}" if min(series) < max(series) else f"{max(series)}"
        told = f"{_came(sum(came))} {over}, after {len(series)} weeks in a row with {usual} each."
        return ("thin" if span > 1 and is_even(series) else "quiet"), told
    return None


def _against_usual(came: int, span: int, week: _Week) -> str:
    rhythm, when = week.rhythm, _when(week)
    over = "" if span == 1 else f" in the {span} weeks up to"
    if span > 1 or rhythm.high == 0 or (rhythm.expected or 0) < 1:
        return f"{_came(came)}{over} {when} where {are_usual((rhythm.expected or 0) * span)}."
    usual = f"{rhythm.low} to {rhythm.high}" if rhythm.low < rhythm.high else f"{rhythm.high}"
    return f"{_came(came)} {when} where {usual} are usual."


def _when(week: _Week) -> str:
    return f"so far {THIS_WEEK}" if week.is_running else THIS_WEEK


# ---- by what is known now --------------------------------------------------------------------------------------------
def _beside(standing: Standing, verdict: str, sentence: str) -> tuple[str, str]:
    """What stands in the way, beside what the counts say, which are no wonder where nothing is read at all.

    A standing that says quiet is a pause of the operator's, and nothing is expected then.
    """
    if standing.verdict in ("never", "blocked", "quiet"):
        return standing.verdict, standing.sentence
    return _worse((standing.verdict, standing.sentence), (verdict, sentence))


def _worse(one: tuple[str, str], other: tuple[str, str]) -> tuple[str, str]:
    """The worse verdict; the first one's sentence leads, and the other's is told behind it if it is a trouble too."""
    verdict = max(one[0], other[0], key=ORDER.index)
    return verdict, f"{one[1]} {other[1]}" if ORDER.index(other[0]) > 1 else one[1]


def lacking(reported: int | None, held: int | None, to_walk: bool) -> str | None:
    """The sentence where a site says that it has far more posts than we hold. The figures are those of Record."""
    if reported is None or held is None or reported - held <= max(FEW_LACKING, PART_LACKING * reported):
        return None
    why = " Its past was not walked to the end yet." if to_walk else ""
    return f"The site says that it has {_posts(reported)}; {held:,} {'is' if held == 1 else 'are'} kept.{why}"


def _came(count: int) -> str:
    """How many posts came, at the beginning of a sentence."""
    return f"{_posts(count)} came" if count else "No post came"


def _posts(count: int) -> str:
    return f"{count:,} post" if count == 1 else f"{count:,} posts"


def _days(count: int) -> str:
    return f"{count} day" if count == 1 else f"{count} days"
