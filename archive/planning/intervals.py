"""When a channel is due again: a pure function of what is known of it and of the visit that has just ended.

Three bounds hold whatever else is said. No channel is asked more often than every ten minutes. Each is asked at least
once in twenty hours, so that a cron that runs once a day reaches all of them every day (edits, removals and statuses
are seen by daily visits); only a wait that a server asked for, and troubles that need a person, may last longer. And
nobody is given up: what fails for years is asked once a week.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from wishes import NO_WISHES, Wishes

LEAST, MOST = timedelta(minutes=10), timedelta(hours=20)
#: A channel is asked four times in the usual gap between its posts, so that a post is seen well within that gap.
TIMES_A_GAP = 4
#: the first visits are for learning, and for whoever tries a new row; they come as often as somebody runs `collect`
LEARNING = 3
#: while no rhythm is known, and after so many visits that told none
UNKNOWN, TOLD_NOTHING = timedelta(hours=6), 30
#: how soon a visit goes on that left pages unread
MORE = timedelta(minutes=20)
#: Intervals are cut by up to so large a part, so that channels that were read at once drift apart.
SPREAD = 0.15
#: a document of which so large a part was new may lose posts between two visits; then half of it may turn over
MUCH_IS_NEW, MAY_TURN_OVER = 0.25, 0.5
#: the first span after a failure, doubled with each further one, and the longest
SOFT, HARD, BLOCKED = (timedelta(minutes=30), MOST), (timedelta(hours=6), timedelta(days=7)), (
    timedelta(hours=12), timedelta(days=7),
)  # fmt: skip
#: a wait that a server asks for is kept up to this
LONGEST_WAIT = timedelta(days=30)
#: a document is read in full, whatever its server says of change, after so many visits that were not, or so long
FULL_AFTER_VISITS, FULL_AFTER = 12, timedelta(days=7)

#: troubles of the kind that a site means: it refuses us, or somebody else stands there
MEANT = frozenset("challenge forbidden robots parked hijacked moved private".split())
#: called hard, and yet each visit may bring posts or costs nothing
MENDING = frozenset("too_few our_fault no_browser no_posts".split())
#: the run ended first: such a visit says nothing, and the channel stays as due as it was
CUT_SHORT = frozenset(("bounded", "interrupted"))


@dataclass(frozen=True, slots=True)
class Visited:
    """One visit, as the plan sees it. posts: how many its first document showed; new: how many were not known."""

    channel_id: str
    at: datetime
    outcome: str
    reason: str
    posts: int = 0
    new: int = 0
    wishes: Wishes = NO_WISHES


@dataclass(frozen=True, slots=True)
class Plan:
    """When a channel is due, and what that rests on.

    why: in words, as the plan is printed. interval: the span that was planned. gap: the usual span between two posts,
    None while it is not known. failures: in a row. wait_until: until then the host asked to be left alone. since_full:
    visits since its documents came whole; full_at: when that was. liar: its validators stayed while its posts changed.
    every, skip_hours, skip_days: what its feed asked when it was last read; see Wishes.
    """

    channel_id: str
    due_at: datetime
    why: str
    interval: timedelta = UNKNOWN
    gap: timedelta | None = None
    visits: int = 0
    failures: int = 0
    last_at: datetime | None = None
    wait_until: datetime | None = None
    since_full: int = 0
    full_at: datetime | None = None
    liar: bool = False
    every: float | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


def next_plan(before: Plan | None, visited: Visited, gap: timedelta | None = None) -> Plan:
    """The plan after a visit. before: the one that led to it; None for the first visit. gap: see Plan."""
    at = visited.at.astimezone(UTC).replace(second=0, microsecond=0)  # a cron counts in minutes
    before = before or Plan(visited.channel_id, at, "It was not visited yet.")
    if visited.reason in CUT_SHORT:
        return replace(before, due_at=min(before.due_at, at), why="The last run ended before it was read.")
    failed = visited.outcome in ("soft", "hard")
    plan = replace(
        before,
        gap=gap,
        visits=before.visits + 1,
        failures=before.failures + 1 if failed else 0,
        last_at=at,
        wait_until=_wait_until(visited, at),
        since_full=0 if _is_full(visited) else before.since_full + 1,
        full_at=at if _is_full(visited) else before.full_at,
        liar=before.liar or (visited.wishes.unlike and visited.new > 0),
    )
    wishes = visited.wishes
    if visited.posts or wishes.every or wishes.skip_hours or wishes.skip_days:  # else its feed was not read this time
        plan = replace(plan, every=wishes.every, skip_hours=wishes.skip_hours, skip_days=wishes.skip_days)
    interval, why = _after_failure(plan, visited) if failed else _after_success(before, plan, visited)
    due_at = at + interval
    if plan.visits < LEARNING:
        due_at, why = at, f"It is new: {plan.visits} of the first {LEARNING} visits are done."
    if plan.wait_until is not None and plan.wait_until > due_at:
        interval, due_at = plan.wait_until - at, plan.wait_until
        why = f"Its host asks to be left alone for {span(visited.wishes.wait or 0)}."
    return replace(plan, due_at=due_at, interval=interval, why=why)


def full_is_due(plan: Plan, now: datetime) -> bool:
    """Whether the next visit asks without conditions: a server may go on saying "not modified" of what was."""
    if plan.visits == 0:
        return False
    waited = plan.full_at is None or now - plan.full_at >= FULL_AFTER
    return plan.liar or plan.since_full >= FULL_AFTER_VISITS or waited


def overdue(plan: Plan, now: datetime) -> float:
    """How overdue a channel is, in intervals of its own: after a week of downtime the lively ones come first."""
    return (now - plan.due_at) / max(plan.interval, LEAST)


# ---- a visit that went well ------------------------------------------------------------------------------------------
def _after_success(before: Plan, plan: Plan, visited: Visited) -> tuple[timedelta, str]:
    interval, why = _by_rhythm(plan)
    for wish, said in _asked_for(plan, visited.wishes):
        # A post is to be seen within the usual gap, so a wish may stretch the interval up to that and no further.
        stretched = min(wish, plan.gap or MOST, MOST)
        if stretched > interval:
            interval, why = stretched, f"{said} asks for {span(wish.total_seconds())} between readings."
    fast = _turns_over(before, visited, plan)
    if fast is not None and fast < interval:
        part = f"{visited.new} of {visited.posts} posts in it were new"
        interval, why = fast, f"{part}, so that some might be missed if it were asked less often."
    if visited.wishes.more and interval > MORE:
        interval, why = MORE, "Pages are left to read."
    interval = _spread(min(max(interval, LEAST), MOST), visited)
    return _past_skips(interval, plan), why


def _by_rhythm(plan: Plan) -> tuple[timedelta, str]:
    if plan.gap is None:
        known_nothing = plan.visits > TOLD_NOTHING
        return (MOST, "Few posts come, so once a day is enough.") if known_nothing else (
            UNKNOWN, "How often posts come is not known yet.",
        )  # fmt: skip
    interval = plan.gap / TIMES_A_GAP
    often = f"Posts come about every {span(plan.gap.total_seconds())}"
    if interval >= MOST:
        return MOST, f"{often}; it is asked once a day."
    return interval, f"{often}."


def _asked_for(plan: Plan, wishes: Wishes) -> Iterator[tuple[timedelta, str]]:
    for seconds, who in ((wishes.fresh_for, "Its server"), (plan.every, "Its feed")):
        if seconds:
            yield timedelta(seconds=seconds), who


def _turns_over(before: Plan, visited: Visited, plan: Plan) -> timedelta | None:
    """How soon half of a short fast document may have turned over, by what was new since the visit before."""
    if before.last_at is None or not visited.posts or plan.last_at is None:
        return None
    share = min(visited.new / visited.posts, 1.0)
    elapsed = plan.last_at - before.last_at
    return elapsed * (MAY_TURN_OVER / share) if share >= MUCH_IS_NEW and elapsed > timedelta(0) else None


def _past_skips(interval: timedelta, plan: Plan) -> timedelta:
    """The interval moved on past the hours and days that the feed asks to leave out, as far as the day allows."""
    if plan.last_at is None or not (plan.skip_hours or plan.skip_days):
        return interval
    begun = plan.last_at

    def is_left_out(more: timedelta) -> bool:
        when = begun + more
        return when.hour in plan.skip_hours or when.weekday() in plan.skip_days

    step = timedelta(minutes=10)
    later = interval
    while is_left_out(later) and later + step <= MOST:
        later += step
    earlier = interval
    while is_left_out(later) and is_left_out(earlier) and earlier - step >= LEAST:
        earlier -= step
    return next((one for one in (later, earlier) if not is_left_out(one)), interval)


# ---- a visit that failed ---------------------------------------------------------------------------------------------
def _after_failure(plan: Plan, visited: Visited) -> tuple[timedelta, str]:
    first, most = SOFT
    if visited.reason in MEANT:
        first, most = BLOCKED
    elif visited.outcome == "hard" and visited.reason not in MENDING:
        first, most = HARD
    interval = min(first * 2 ** min(plan.failures - 1, 20), most)
    times = "The last visit failed" if plan.failures == 1 else f"The last {plan.failures:,} visits failed"
    # Never longer than it was meant: a daily cron must still find it due.
    return max(_spread(interval, visited), LEAST), f"{times} ({visited.reason})."


def _wait_until(visited: Visited, at: datetime) -> datetime | None:
    wait = visited.wishes.wait
    if not wait or wait <= 0:
        return None
    seconds = min(wait, LONGEST_WAIT.total_seconds())
    # Spread the other way here, and rounded up: nobody who asks for a wait is asked before it is over.
    return at + timedelta(minutes=1 + seconds * (1 + 0.1 * _chance(visited)) // 60)


def _is_full(visited: Visited) -> bool:
    return visited.wishes.in_full and not visited.wishes.not_modified and visited.outcome not in ("soft", "hard")


def _spread(interval: timedelta, visited: Visited) -> timedelta:
    minutes = interval * (1 - SPREAD * _chance(visited)) // timedelta(minutes=1)
    return max(timedelta(minutes=minutes), min(interval, LEAST))


def _chance(visited: Visited) -> float:
    """From 0 to 1 (below it), the same for the same visit: no two hosts, and no two archives, come due together."""
    said = f"{visited.channel_id} {visited.at.isoformat()}".encode()
    return int.from_bytes(sha256(said).digest()[:4]) / 2**32


def span(seconds: float) -> str:
    """A span as people say it: "40 minutes", "6 hours", "12 days"."""
    for size, word in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * size or size == 60:
            count = round(seconds / size)
            return f"{max(count, 1):,} {word if count > 1 else word[:-1]}"
    raise AssertionError("the last size takes all")
