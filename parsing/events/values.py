"""Values of events as JSON and attributes of markup give them; a value of a wrong type is as good as absent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from errors import ParseError
from parsing.dates import parse_date
from parsing.events.spans import YEARS, first_moment, last_moment
from parsing.text import one_line, plain

Status = Literal["confirmed", "tentative", "cancelled"]


def status_in(text: str) -> Status | None:
    low = text.lower()
    if "cancel" in low:
        return "cancelled"
    if "postpone" in low:
        return "tentative"
    return "confirmed" if re.search(r"scheduled|movedonline", low) else None


def whole_days(start: datetime, end: datetime | None, zone: ZoneInfo) -> tuple[datetime, datetime]:
    first: date = start.astimezone(zone).date()
    return first_moment(first, zone), last_moment(max(first, end.astimezone(zone).date() if end else first), zone)


def iso_instant(text: str | None, zone: ZoneInfo) -> datetime | None:
    """An ISO date or time as an instant in UTC; local times are in the zone. None for absurd ones."""
    try:
        value = datetime.fromisoformat((text or "").strip().replace(" ", "T", 1)[:40])
        instant = (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return instant if instant.year in YEARS else None


def said_instant(text: str | None, zone: ZoneInfo) -> datetime | None:
    """A date in words, where somebody wrote one into a field for machines."""
    try:
        return parse_date(text[:200], zone, "json_ld").at if text else None
    except ParseError:
        return None


def joined_parts(node: Mapping[str, Any], *keys: str) -> str | None:
    parts = [one_line(plain(string(node.get(key)))) for key in keys]
    return ", ".join(dict.fromkeys(part for part in parts if part))[:300] or None


def string(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def number(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and re.fullmatch(r"\d{1,12}", value, re.ASCII):
        return int(value)
    return value if isinstance(value, int) and 0 <= value < 10**12 else None
