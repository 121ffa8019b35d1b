"""The number of a page in a list's address: as a parameter, in the path, in a file name, as an offset or a token."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from parsing.words import word_set

_PAGE_NAMES = re.compile(
    r"(?!page_?id$)(?:(?:\w{1,20}[_-]){0,3}(?:page|paged|pg|pagina|pageno|pagenum|currentpage|p|pn)|page\w{0,10}"
    r"|e-page-\w{1,12}|"
    r"query-\d{1,4}-page|current_?page)"
)
_OFFSET_NAMES = word_set(
    """
    start offset startrow limitstart skip from begin first startat startindex start_row pagestart sr row
    """
)
_TOKEN_NAMES = word_set(
    """
    updated-max before cursor after max_id pagetoken token offset-time older
    """
)
_PATH_NUMBER = re.compile(
    r"[/;](?:page|paged|pages|pagina|p|pg|pn|pageno|pagenum|seite|previous|pageid)[/:=_,.-]?(\d{1,5})/?$", re.IGNORECASE
)
_LAST_NUMBER = re.compile(r"/(\d{1,4})/?$")
_FILE_NUMBER = re.compile(r"(?:[_-]?page[_-]?|[_-]|)(\d{1,3})(\.(?:html?|php|aspx?))$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """An address taken apart: the list without its page number, the number or token, and the way it is said."""

    host: str
    path: str
    parameters: frozenset[tuple[str, str]]
    #: how the page is said: query:name, path, last, file, offset:name, token:name; '' for the first page
    way: str = ""
    number: int | None = None
    token: str | None = None
    #: for Drupal's "page=0,3": which pager of the page the number belongs to, with those of the others
    others: tuple[int, ...] = ()


def page_number(url: str) -> int:
    """The page an address stands for, counted from 0 as far as its way of counting is known; 0 for a first page."""
    place = place_of(url)
    if place.number is None or place.way in {"last", "file"}:
        return 1 if place.token else 0  # a number at the end of a path may as well be a part of its name
    if place.others:
        return max(place.others)
    return place.number if place.way in {"query:page"} or place.way.startswith("offset") else max(0, place.number - 1)


def place_of(url: str) -> Place:
    """Take an address apart."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removeprefix("www.")
    path = unquote(parts.path)
    kept: list[tuple[str, str]] = []
    way: str = ""
    number: int | None = None
    token: str | None = None
    others: tuple[int, ...] = ()
    for name, value in parse_qsl(parts.query.replace("?", "&"), keep_blank_values=True)[:60]:
        key = name.lower()
        if not way and _PAGE_NAMES.fullmatch(key) and re.fullmatch(r"\d{1,6}(?:,\d{1,6}){0,8}", value):
            way = f"query:{key}"
            others = tuple(int(one) for one in value.split(",")) if "," in value else ()
            number = max(others) if others else int(value)
        elif not way and (key in _OFFSET_NAMES or key in _TOKEN_NAMES) and value:
            is_count = re.fullmatch(r"\d{1,7}", value) and key in _OFFSET_NAMES
            way = f"offset:{key}" if is_count else f"token:{key}"
            number, token = (int(value), None) if is_count else (None, value)
        else:
            kept.append((key, value))
    if not way:
        path, way, number = _path_number(path)
    return Place(host, path.rstrip("/").lower() or "", frozenset(kept), way, number, token, others)


def _path_number(path: str) -> tuple[str, str, int | None]:
    found = _PATH_NUMBER.search(path)
    if found:
        return path[: found.start()], "path", int(found[1])
    found = _LAST_NUMBER.search(path)
    # a number alone at the end is a page only beside the same path without it; a year is none
    if (
        found
        and not re.fullmatch(r"(?:19|20)\d\d", found[1])
        and not re.search(r"/(?:node|content|19\d\d|20\d\d)(?:/|$)", path[: found.start()])
    ):
        return path[: found.start()], "last", int(found[1])
    found = _FILE_NUMBER.search(path)
    if found:
        return path[: found.start()] + found[2], "file", int(found[1])
    return path, "", None


def readings_of(url: str) -> list[Place]:
    """The page's own address taken apart; a number at its end may also be no page but a part of the list's name."""
    here = place_of(url)
    if here.way not in {"last", "file"}:
        return [here]
    return [here, Place(here.host, unquote(urlsplit(url).path).rstrip("/").lower(), here.parameters)]


def axis(url: str, next_url: str) -> tuple[str, int]:
    """What leads from a page to its next one: the way in which pages are said, and which of several numbers moves."""
    here, there = place_of(url), place_of(next_url)
    return there.way, moved(here, there)


def moved(here: Place, there: Place) -> int:
    """Which of several pagers in one parameter a link moves: the position whose number differs from the page's own."""
    if not there.others:
        return 0
    mine = [*here.others, *[0] * len(there.others)] if here.others else [here.number or 0, *[0] * len(there.others)]
    return next((at for at, number in enumerate(there.others) if number != mine[at]), 0)


def file_stem(path: str) -> str:
    """A path without page number and ending; `/news/`, `/news/index.html` and `/news/index-2.html` have one stem."""
    stem = re.sub(r"(?:[_-]?(?:page)?[_-]?\d{1,4})?\.(?:html?|php|aspx?)$", "", path)
    return re.sub(r"/(?:index|default)?$", "", stem)
