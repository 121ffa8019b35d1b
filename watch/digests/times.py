"""Days and times of digests in words; and which time a digest tells of. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from archive.telling import Entry
from archive.telling.around import Coming, Period
from archive.times import a_day, instant
from watch.saved import Saved


def period_of(watch: Saved, due_at: datetime, entries: Sequence[Entry] = ()) -> Period:
    """The day or week before a digest was due. What was found earlier, and waited for it, makes it longer."""
    local = due_at.astimezone(watch.zone)
    back = timedelta(days=7 if watch.manner.mode == "weekly" else 1)
    since = datetime.combine(local.date() - back, local.time(), watch.zone).astimezone(UTC)
    return Period(min([since, *(instant(one.found_at) for one in entries)]), due_at)


def next_due(watch: Saved, now: datetime) -> datetime | None:
    """When the next digest is due; None for a watch that tells at once."""
    for hours in range(1, 24 * 9):
        due = watch.last_due(now + timedelta(hours=hours))
        if due is not None and due > now:
            return due
    return None


def period_in_words(watch: Saved, period: Period) -> str:
    """A day as newspapers name theirs (that on which it is told), "week of" its first day, or from when to when."""
    since, until = (at.astimezone(watch.zone) for at in (period.since, period.until))
    # What ends at midnight does not tell of the day that begins there.
    first, last = since.date(), (until - timedelta(seconds=1)).date()
    length = until.replace(tzinfo=None) - since.replace(tzinfo=None)
    if length <= timedelta(days=1):
        return f"{last:%A}, {a_day(last)}"
    if length == timedelta(days=7) and watch.manner.mode == "weekly":
        return f"week of {a_day(first)}"
    return f"{a_day(first, with_year=first.year != last.year)} to {a_day(last)}"


def since_in_words(text: str | None) -> str:
    """ "since March 3, 2026", of an instant or a day; nothing where it cannot be read."""
    try:
        return f"since {a_day(date.fromisoformat((text or '')[:10]))}"
    except ValueError:
        return ""


def when_in_words(event: Coming) -> str:
    """ "Saturday, November 28, 9:00 AM CST"; a day alone where it has no hours."""
    start, end = _local(event.starts_at, event.zone), _local(event.ends_at, event.zone)
    if start is None:
        return "day unknown"
    shown = f"{start:%A}, {a_day(start, with_year=False)}"
    if event.is_all_day:
        last = end - timedelta(seconds=1) if end else start
        return f"{shown} to {a_day(last, with_year=False)}" if last.date() > start.date() else shown
    hour = f"{start:%I:%M %p}".removeprefix("0")
    return f"{shown}, {hour} {start.tzname() or ''}".rstrip()


def _local(text: str | None, zone: str | None) -> datetime | None:
    try:
        return instant(text or "").astimezone(ZoneInfo(zone or "UTC"))
    except (ValueError, OverflowError, OSError):  # no time, no zone of that name, or one beyond all calendars
        return None
