"""Values of the archive in a reader's words: dates and how exact they are, safe links, paragraphs, snippets.

Knows the language of the page (web/labels.py) and nothing else of the request.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from markupsafe import Markup, escape

from web.labels import language, t

#: What FTS5 puts around a hit; control characters cannot occur in a kept text.
HIT_START, HIT_END = "\x02", "\x03"

_HIT = re.compile(f"{HIT_START}([^{HIT_START}{HIT_END}]*){HIT_END}")
_MONTHS = list(calendar.month_name)  # English: this site sets no locale; index 0 is empty
_MESES = ["", *"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()]

#: How we know a date; the words behind `published_from`.
ORIGINS = {
    "feed": "from the feed",
    "api": "from the site’s posts API",
    "json_ld": "from the page’s structured data",
    "meta": "from the page’s meta data",
    "time": "from the page’s time mark",
    "text": "as printed on the page",
    "list": "as printed in the list of posts",
    "address": "from the post’s address",
    "sitemap": "from the sitemap",
    "neighbours": "from posts entered before and after it",
    "story": "from other printings of the same story",
}


@dataclass(frozen=True, slots=True)
class Dateline:
    """A date as shown. day: the words; exactness: how exact, in a few words; machine: for <time datetime>, or None."""

    day: str
    exactness: str
    machine: str | None = None


def dateline(item: Mapping[str, Any]) -> Dateline:
    """When an item was published, from its published_* columns and first_seen_at; a bound is never shown as a day."""
    on, precision = as_day(item["published_on"]), item["published_precision"]
    if on and precision in ("minute", "day"):
        return Dateline(long_day(on), t("to the minute" if precision == "minute" else "to the day"), on.isoformat())
    if on and precision == "month":
        return Dateline(month_of(on), t("month only"), f"{on.year:04d}-{on.month:02d}")
    if on and precision == "year":
        return Dateline(str(on.year), t("year only"), f"{on.year:04d}")
    seen = as_day(item["first_seen_at"])
    latest = as_day(item["published_latest"])
    # That a post was there when we first saw it is no news of its date.
    return _bounded(as_day(item["published_earliest"]), latest if latest != seen else None, seen)


def _bounded(earliest: date | None, latest: date | None, seen: date | None) -> Dateline:
    if earliest and latest:
        return Dateline(
            t("{first} to {last}", first=long_day(earliest), last=long_day(latest)), t("between these days")
        )
    if earliest:
        return Dateline(t("after {day}", day=long_day(earliest)), t("no day given"))
    if latest:
        return Dateline(t("before {day}", day=long_day(latest)), t("no day given"))
    return Dateline(t("undated"), t("first seen {day}", day=long_day(seen)) if seen else t("no day given"))


def long_day(day: date) -> str:
    """June 4, 2024; 4 de junio de 2024."""
    if language.get() == "es":
        return f"{day.day} de {_MESES[day.month]} de {day.year}"
    return f"{_MONTHS[day.month]} {day.day}, {day.year}"


def month_of(day: date) -> str:
    """June 2024; junio de 2024."""
    if language.get() == "es":
        return f"{_MESES[day.month]} de {day.year}"
    return f"{_MONTHS[day.month]} {day.year}"


def time_of(when: str) -> str:
    """A month or a year of an address ("2024-06", "2024") in words: June 2024, 2024."""
    day = as_day(f"{when}-01") if len(when) == 7 else None
    return month_of(day) if day else when


def month_name(day: date, letters: int | None = None) -> str:
    """April, Apr; abril, abr."""
    return (_MESES if language.get() == "es" else _MONTHS)[day.month][:letters]


def as_day(text: str | None) -> date | None:
    """The day at the beginning of an ISO date or instant; None for None or anything else."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def instant(text: str | None, zone: str | None = None) -> str:
    """A UTC instant of the archive in words, in the given zone where it is known: "June 4, 2024, 3:05 PM EDT"."""
    try:
        at = datetime.fromisoformat((text or "").replace("Z", "+00:00"))
    except ValueError:
        return text or ""
    local = at.astimezone(_zone(zone))
    return f"{long_day(local.date())}, {_hour(local)} {local:%Z}"


def timed(text: str | None, zone: str | None = None) -> Markup:
    """The same as an element that also holds the exact instant, for machines and for who points at it."""
    if _at(text, None) is None:
        return escape(text or "")
    return Markup('<time datetime="{0}" title="{0}">{1}</time>').format(text, instant(text, zone))


def span(event: Mapping[str, Any], zone: str | None) -> str:
    """When an event is, in its zone: "June 4, 2024, 3:00 PM to 5:00 PM CDT"; whole days as days."""
    start, end = _at(event["starts_at"], zone), _at(event["ends_at"], zone)
    if start is None:
        return ""
    first = long_day(start.date())
    if event["all_day"]:
        if end is None or end.date() <= start.date():
            return first
        return t("{first} to {last}", first=first, last=long_day(end.date()))
    begins = f"{first}, {_hour(start)}"
    if end is None or end <= start:
        return f"{begins} {start:%Z}"
    if end.date() == start.date():
        return t("{first} to {last}", first=begins, last=f"{_hour(end)} {end:%Z}")
    return t("{first} to {last}", first=f"{begins} {start:%Z}", last=f"{long_day(end.date())}, {_hour(end)} {end:%Z}")


def _hour(at: datetime) -> str:
    hour = f"{at:%I:%M %p}".removeprefix("0")
    return hour.replace("AM", "a.\u00a0m.").replace("PM", "p.\u00a0m.") if language.get() == "es" else hour


def _at(text: str | None, zone: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat((text or "").replace("Z", "+00:00")).astimezone(_zone(zone))
    except (ValueError, OverflowError):
        return None


def _zone(name: str | None) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def web_address(text: str | None) -> str | None:
    """The text if it is an address that a page of ours may link to (http or https, with a host), else None."""
    try:
        parts = urlsplit(text or "")
    except ValueError:
        return None
    is_safe = parts.scheme in ("http", "https") and parts.netloc and not re.search(r"[\s\x00-\x1f]", text or "")
    return text if is_safe else None


def original_of(item: Mapping[str, Any]) -> str | None:
    """Where a link to the original may lead; None where somebody else's page is known to stand there now, or somebody
    else's site at the addresses of its whole source."""
    return None if item["status"] == "hijacked" or item["is_foreign"] else web_address(item["url"])


def host_of(text: str | None) -> str:
    """The host of an address, for people; '' where there is none."""
    try:
        return (urlsplit(text or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def marked(text: str | None) -> Markup:
    """A snippet as HTML: everything escaped first, then the hits marked."""
    safe = _HIT.sub(r"<mark>\1</mark>", str(escape(text or "")))
    return Markup(safe.replace(HIT_START, "").replace(HIT_END, ""))


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a body: kind "paragraph", with one line, or "list", with one line for each entry."""

    kind: str
    lines: tuple[str, ...]


def blocks(body: str | None) -> list[Block]:
    """A kept body (paragraphs parted by a blank line, "- " before list lines) as parts to be set in type."""
    result: list[Block] = []
    for chunk in re.split(r"\n[ \t]*\n", (body or "").strip()):
        for line in filter(None, map(str.strip, chunk.split("\n"))):
            kind = "list" if line.startswith("- ") else "paragraph"
            text = line.removeprefix("- ")
            if kind == "list" and result and result[-1].kind == "list":
                result[-1] = Block("list", (*result[-1].lines, text))
            else:
                result.append(Block(kind, (text,)))
    return result


def excerpt(text: str | None, length: int = 300) -> str:
    """The beginning of a text in one line, cut at a blank, with an ellipsis where something was cut."""
    line = " ".join((text or "").split())
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    return (cut.rpartition(" ")[0].rstrip(",;:–—-") or cut) + "…"


def width(cell: Any) -> str:
    """How much room a cell of a table needs: "short" stays in one line, "long" and "longer" get a wider column."""
    text = Markup(cell).striptags() if isinstance(cell, Markup) else str(cell)
    if len(text) <= 32:
        return "short"
    return "longer" if len(text) > 160 else "long"


def plural(count: int, one: str, many: str | None = None) -> str:
    """ "1 post", "1,234 posts"."""
    return f"{count:,} {t(one if count == 1 else many or one + 's')}"


def about(count: float) -> str:
    """A mean as people say it: "about 3"."""
    return t("fewer than one") if count < 0.95 else t("about {count}", count=f"{int(count + 0.5):,}")


def short_number(count: int) -> str:
    """A number for a small place: 87, 1.2k, 12k, 1.2m."""
    for size, letter in ((1_000_000, "m"), (1_000, "k")):
        if count >= size:
            return (
                f"{count / size:.1f}".removesuffix(".0") + letter if count < 10 * size else f"{count // size}{letter}"
            )
    return str(count)
