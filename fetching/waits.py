"""How long a server asks us to wait. Pure."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

#: Seconds. Servers have asked for years, which is a mistake; nobody means more than a day within one run.
LONGEST = 86_400.0
#: From one run to another they may mean a month.
LONGEST_BETWEEN = 30 * LONGEST


def retry_after(value: str | None, date: str | None, now: datetime, longest: float = LONGEST) -> float | None:
    """Seconds that a Retry-After header asks for, from 0 to `longest`; None where it is absent or says nothing.

    value: seconds or an HTTP-date. date: the Date header, against which a date is counted, since the server's clock may
    be wrong; now (aware) where there is none.
    """
    text = (value or "").strip()
    if not text:
        return None
    try:
        return min(max(float(text), 0.0), longest) if float(text) == float(text) else None
    except ValueError:
        pass
    until = http_date(text)
    if until is None:
        return None
    since = http_date(date or "") or now
    return min(max((until - since).total_seconds(), 0.0), longest)


def back_off(tries: int, longest: float) -> float:
    """Seconds to wait where a server says 429 and not for how long: 2, 4, 8 ... with jitter, at most `longest`."""
    return min(2.0 * 2.0**tries, longest) * random.uniform(0.5, 1.0)


def in_words(seconds: float) -> str:
    """A span as people say it: "90 seconds", "5 minutes", "2 hours"."""
    for size, word in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {word}"
    return f"{seconds:.0f} seconds"


def http_date(text: str) -> datetime | None:
    """The instant of an HTTP-date, aware; None for what is none."""
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
