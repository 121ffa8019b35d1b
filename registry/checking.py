"""Turns a row's cells into values and refuses what cannot be meant, with a word on what to do."""

from __future__ import annotations

import difflib
import json
import re
import zoneinfo
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from errors import ParseError
from parsing.urls.parts import split
from parsing.urls.sites import address_of
from registry.cells import Row
from registry.rows import FAMILIES, LEVELS, Channel, Source, Watch
from registry.watching import read_cap, read_carriers, read_manner, read_query, read_quiet

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_STATE = re.compile(r"[A-Z]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SCHEME = re.compile(r"https?://", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,10}")

#: Keys of a hint that are read somewhere, and what they hold. Further ones are free, but no near misses of these.
HINTS: Mapping[str, str] = {
    "group": "number of the space (Open Atrium)",
    "section": "number of the section whose list it is (Open Atrium)",
    "older": "list of paths or addresses where the same list is or was found",
    "lists": "list of addresses of list pages, for when nothing better answers",
    "feed": "address of the feed of the same posts",
    "sitemaps": "list of addresses of sitemaps of the same posts",
    "fold_case": "true where the host answers paths in any letter case",
    "anchored": "true where paragraphs under headings are posts without pages of their own",
    "pager": "which of several pagers of the page is the list's, counted from 0",
    "block": "heading, or list of headings, of the blocks that are the list",
    "kind": "the kind of all posts of the list",
    "pages": "how page numbers stand in the list's addresses, a pattern with {n}",
    "browser": "true where pages are empty without a browser, which is an extra",
    "make": "the software of the site, for people",
}


def source_of(row: Row) -> Source:
    return Source(
        id=_id(row, "source"),
        name=row.needed("name"),
        level=_one_of(row, "level", LEVELS) if row.text("level") else None,
        number=row.text("number"),
        states=_matching(row, "states", _STATE, "two capital letters"),
        homepage=_address(row, "homepage"),
        hosts=_hosts(row),
        language=_language(row),
        timezone=_timezone(row),
        parent=row.text("parent"),
        installation=_id(row, "installation") if row.text("installation") else None,
        note=row.text("note"),
    )


def channel_of(row: Row) -> Channel:
    since, until = _day(row, "since"), _day(row, "until")
    if since and until and until < since:
        raise row.wrong("until", f"{until} lies before since, {since}.")
    return Channel(
        id=_id(row, "channel"),
        source_id=row.needed("source"),
        family=_one_of(row, "family", FAMILIES),
        address=_address(row, "address"),
        hint=_hint(row),
        since=since,
        until=until,
        note=row.text("note"),
    )


def watch_of(row: Row) -> Watch:
    # Before anything repeats the cell in a message: somebody may have written a private address into it.
    _checked(row, "carriers", read_carriers, [name.strip() for name in (row.text("carriers") or "").split("|") if name])
    carriers = row.several("carriers")
    for column, check in (("query", read_query), ("mode", read_manner), ("quiet", read_quiet), ("cap", read_cap)):
        _checked(row, column, check, row.needed(column) if column == "query" else row.text(column))
    return Watch(
        id=_id(row, "watch"),
        query=row.needed("query"),
        mode=row.text("mode"),
        carriers=carriers,
        quiet=row.text("quiet"),
        cap=read_cap(row.text("cap")),
        note=row.text("note"),
    )


def _checked(row: Row, column: str, check: Callable[[Any], object], written: Any) -> None:
    try:
        check(written)
    except ParseError as error:
        raise row.wrong(column, f"{error}.") from None


def nearest(name: str, known: Iterable[str]) -> str:
    """A tail for a sentence: the known name that was perhaps meant."""
    found = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean {found[0]}?" if found else ""


def _id(row: Row, column: str) -> str:
    written = row.needed(column)
    if not _ID.fullmatch(written):
        problem = f"{written!r} is no id; use small letters, digits and single hyphens, as in council-4."
        raise row.wrong(column, problem)
    return written


def _one_of(row: Row, column: str, known: tuple[str, ...]) -> str:
    written = row.needed(column)
    if written not in known:
        raise row.wrong(column, f"{written!r} is not one of {', '.join(known)}.{nearest(written, known)}")
    return written


def _matching(row: Row, column: str, pattern: re.Pattern[str], wanted: str) -> tuple[str, ...]:
    entries = row.several(column)
    for entry in entries:
        if not pattern.fullmatch(entry):
            raise row.wrong(column, f"{entry!r} must be {wanted}; part several by ' | '.")
    return entries


def _address(row: Row, column: str) -> str:
    written = row.needed(column)
    if not _SCHEME.match(written):
        raise row.wrong(column, f"{written!r} is no address; it must begin with http:// or https://.")
    if re.search(r"\s", written):
        raise row.wrong(column, f"{written!r} has a space in it; write %20 or remove it.")
    try:
        split(written)
    except ParseError as error:
        raise row.wrong(column, f"cannot be read: {error}.") from None
    return written


def _hosts(row: Row) -> tuple[str, ...]:
    entries = row.several("hosts")
    for entry in entries:
        if re.search(r"[\s()?#]|://", entry):
            raise row.wrong("hosts", f"{entry!r} must be a host or host/space, without https:// and remarks.")
        try:
            split(address_of(entry))
        except ParseError as error:
            raise row.wrong("hosts", f"{entry!r} cannot be read: {error}.") from None
    return entries


def _language(row: Row) -> str | None:
    written = row.text("language")
    if written and not _LANGUAGE.fullmatch(written):
        raise row.wrong("language", f"{written!r} is no language tag such as en or es.")
    return written


def _timezone(row: Row) -> str:
    written = row.needed("timezone")
    try:
        zoneinfo.ZoneInfo(written)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        hint = nearest(written, zoneinfo.available_timezones())
        problem = f"{written!r} is no time zone; use an IANA name such as America/New_York.{hint}"
        raise row.wrong("timezone", problem) from None
    return written


def _day(row: Row, column: str) -> date | None:
    written = row.text(column)
    try:
        if written and not re.fullmatch(r"\d{4}-\d\d-\d\d", written):
            raise ValueError
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise row.wrong(column, f"{written!r} is no day; write YYYY-MM-DD.") from None


def _hint(row: Row) -> dict[str, Any]:
    written = row.text("hint")
    if not written:
        return {}
    try:
        hint = json.loads(written)
    except (ValueError, RecursionError) as error:
        problem = f'is no JSON ({error}); write an object such as {{"group": "8920"}}, quotation marks doubled for CSV.'
        raise row.wrong("hint", problem) from None
    if not isinstance(hint, dict):
        raise row.wrong("hint", f"{written!r} is JSON, but no object; put it in braces under a key.")
    for key in hint:
        meant = difflib.get_close_matches(key, HINTS, n=1, cutoff=0.8)
        if key not in HINTS and meant:
            raise row.wrong("hint", f"the key {key!r} looks like a slip of {meant[0]!r}; correct it.")
    return {key: _hint_value(row, key, value) for key, value in hint.items()}


def _hint_value(row: Row, key: str, value: Any) -> Any:
    holds, wanted = _CHECKS.get(key, (lambda value: True, ""))
    if not holds(value):
        raise row.wrong("hint", f"{key} must be {wanted}, not {value!r}.")
    return str(value) if key in {"group", "section"} else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | str) and not isinstance(value, bool) and _NUMBER.fullmatch(str(value)) is not None


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and _SCHEME.match(value) is not None


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


_CHECKS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "group": (_is_number, "a number"),
    "section": (_is_number, "a number"),
    "older": (_are_texts, "a list of addresses"),
    "lists": (_are_texts, "a list of addresses"),
    "sitemaps": (_are_texts, "a list of addresses"),
    "feed": (_is_address, "an address"),
    "fold_case": (_is_bool, "true or false"),
    "anchored": (_is_bool, "true or false"),
    "browser": (_is_bool, "true or false"),
}
