"""Times as the tables write them, and back; days in the words of sentences."""

from __future__ import annotations

from datetime import UTC, date, datetime

_EPOCH = date(1970, 1, 1).toordinal()


def stamp(at: datetime) -> str:
    """An instant as `2026-06-04T15:30:00Z`, to the second. Raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("the archive keeps aware times only")
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def stamp_or_none(at: datetime | None) -> str | None:
    """The same for what may be unknown."""
    return None if at is None else stamp(at)


def instant(text: str) -> datetime:
    """What `stamp` wrote, read back."""
    return datetime.fromisoformat(text)


def instant_or_none(text: str | None) -> datetime | None:
    """The same for what may be unknown."""
    return None if text is None else instant(text)


def day_number(text: str) -> int:
    """Days since 1970 of a day or an instant as text; 0 for what lies before."""
    return max(date.fromisoformat(text[:10]).toordinal() - _EPOCH, 0)


def a_day(day: date, *, with_year: bool = True) -> str:
    """A day as sentences have it, and as the pages write it: May 3, 2026."""
    return f"{day:%B} {day.day}{f', {day.year}' if with_year else ''}"
