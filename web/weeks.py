"""Weeks and months in addresses, read forgivingly: nonsense is taken for nothing said. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

#: Addresses reach no further, so that going back and forth ends somewhere.
FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)


def read_day(text: str | None) -> date | None:
    """A day as YYYY-MM-DD within the bounds; None for anything else."""
    try:
        day = date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None


def read_month(text: str | None) -> date | None:
    """The first day of a month given as YYYY-MM, or of the month of a day; None for anything else."""
    found = re.match(r"\s*([0-9]{4})-([0-9]{1,2})(?![0-9])", text or "")
    return read_day(f"{found[1]}-{int(found[2]):02}-01") if found else None


def monday(day: date) -> date:
    """The Monday that begins the week of a day, as the archive counts weeks."""
    return day - timedelta(days=day.weekday())


def month_after(first: date, count: int = 1) -> date | None:
    """The first day of the month so many months later; None beyond the bounds."""
    months = first.year * 12 + first.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, 1) if FIRST.year <= year <= LAST.year else None
