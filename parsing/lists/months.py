"""The months beside the one that a page shows: the links by which calendars lead from month to month, without end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qsl, unquote, urlsplit

from lxml import etree

from parsing.dates.words import MONTHS
from parsing.lists.archives import FIRST_YEAR, MAX_LINKS, month_in
from parsing.urls import absolute

_FIRST_DAY = re.compile(r"((?:19|20)\d\d([-/])\d\d?)\2(?:01|1)(?![\d/-])")
_BESIDE = re.compile(
    r"(?:(?:go to |view )?(?:the )?(?:previous|prev|next|last|following|earlier|later|anterior|siguiente|pr[óo]ximo)"
    r"(?: month| mes| events)?|mes (?:anterior|siguiente|pr[óo]ximo))",
    re.IGNORECASE,
)
_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_NAME = re.compile(rf"(?:{_NAMES})\.?(?:,? (?:de )?(?:19|20)\d\d)?", re.IGNORECASE)
_AT_THE_END = re.compile(
    rf"/(?:month/)?(?:(?:19|20)\d\d[/_.-]?(?:\d\d?|{_NAMES})|(?:\d\d?|{_NAMES})[/_.-](?:19|20)\d\d)$", re.IGNORECASE
)
_SIGNS = " \t\n«»‹›→←◄►◀▶<>|[]()·-–—…"


def months_around(root: etree._Element, url: str, today: date) -> tuple[str | None, str | None]:
    """The addresses of the month before and of the month after the one that a page shows, as far as it links to them.

    root: from parsing.documents.tree. url: the page's address; where it names no month, the page shows that of today.
    The month after is None where it is yet to come. No address is made up.
    """
    own = _month_of(url)
    at = own or 12 * today.year + today.month - 1
    before = after = None
    for address in _links(root, url):
        month = _month_of(address)
        if month is None or month < 12 * FIRST_YEAR or not _is_same_calendar(address, url, own is not None):
            continue
        if month == at - 1:
            before = before or address
        elif month == at + 1 and month <= 12 * today.year + today.month - 1:
            after = after or address
    return before, after


def _links(root: etree._Element, url: str) -> Iterator[str]:
    """Addresses of links that name a month, or say that they lead to the one before or after."""
    for count, element in enumerate(root.iter("a", "link")):
        if count > MAX_LINKS:
            return
        words = [" ".join("".join(map(str, element.itertext())).split())[:60]] if element.tag == "a" else []
        words += [(element.get(name) or "")[:60] for name in ("aria-label", "title")]
        rel = set((element.get("rel") or "").lower().split())
        said = any(one.strip(_SIGNS) == "" or _says_month(one.strip(_SIGNS)) for one in words if one)
        address = absolute(url, element.get("href") or "") if said or rel & {"prev", "next"} else None
        if address:
            yield address.partition("#")[0]


def _says_month(text: str) -> bool:
    return bool(_BESIDE.fullmatch(text) or _NAME.fullmatch(text))


def _month_of(url: str) -> int | None:
    """The month that an address ends in or has among its parameters, counted from the year 0."""
    found = month_in(_FIRST_DAY.sub(r"\1", unquote(url)))
    return None if found is None else 12 * found[0] + found[1] - 1


def _is_same_calendar(address: str, url: str, has_month: bool) -> bool:
    """Whether two addresses differ in nothing but the month; one of the two may have none."""
    here, there = urlsplit(url), urlsplit(address)
    if here.netloc.lower() != there.netloc.lower():
        return False
    mine, theirs = dict(parse_qsl(here.query)), dict(parse_qsl(there.query))
    fixed = {name: value for name, value in mine.items() if not re.search(r"\d", value)}
    if any(theirs.get(name) != value for name, value in fixed.items()):
        return False
    return _without_month(here.path) == _without_month(there.path)


def _without_month(path: str) -> str:
    """A path without the month at its end."""
    plain = re.sub(r"/(?:index|default)?(?:\.\w{3,5})?$", "", unquote(path).lower()).rstrip("/")
    return _AT_THE_END.sub("", _FIRST_DAY.sub(r"\1", plain))
