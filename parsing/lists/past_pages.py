"""The one page from which a site leads to all that is past: "Archives", "Past months", "Archivo"."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import etree

from parsing.lists.addresses import address_signs
from parsing.lists.archives import CALENDARS, MAX_LINKS
from parsing.lists.numbers import place_of
from parsing.urls import absolute
from parsing.words import word_set

_ARCHIVES = word_set("archive archives archived archivo archivos")
_PAST = word_set("past old older earlier previous prior anteriores anterior pasados pasadas antiguas")
#: of what there may be a past; alone "previous" and "older" lead to the next page of a list
_OF_WHAT = word_set(
    """
    news stories headlines articles years months announcements releases everything noticias meses publicaciones
    comunicados años artículos
    """
)
_OF_ARCHIVES = _OF_WHAT | word_set("posts blog press updates year month date entradas blogs")
_FILL = word_set(
    "our the all of see view more full complete site and for by in from a los las de del la el nuestras ver todo"
)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019]s)?")
_SIGNS = re.compile(r"[\d(\[]")
_FEW_WORDS = 6


def past_page(root: etree._Element, url: str) -> str | None:
    """The address of the page that a list names its archive in plain words; None without such a link.

    root: from parsing.documents.tree. url: the list's address. No pager, file, calendar, anchor or other host is taken.
    A link that says "archive" goes before one that says "older news".
    """
    best: tuple[int, str] | None = None
    host = urlsplit(url).netloc.lower().removeprefix("www.")
    for count, element in enumerate(root.iter("a")):
        if count > MAX_LINKS:
            break
        text = "".join(map(str, element.itertext()))[:80]
        rank = _rank(text)
        if not rank or (best and best[0] >= rank):
            continue
        address = (absolute(url, element.get("href") or "") or "").partition("#")[0]
        if address and urlsplit(address).netloc.lower().removeprefix("www.") == host and _may_be(address, url):
            best = rank, address
    return best[1] if best else None


def names_the_past(text: str) -> bool:
    """Whether the words of a link are those of an archive, never of a post."""
    return _rank(text) > 0


def _rank(text: str) -> int:
    """How sure the words of a link are: 2 names an archive, 1 what is older, 0 neither."""
    words = _WORD.findall(text.casefold())
    if not 1 <= len(words) <= _FEW_WORDS or _SIGNS.search(text):
        return 0
    told = [word for word in words if word not in _FILL]
    if any(word in _ARCHIVES for word in told):
        return 2 if all(word in _ARCHIVES | _PAST | _OF_ARCHIVES for word in told) else 0
    past, of_what = (any(word in some for word in told) for some in (_PAST, _OF_WHAT))
    return int(past and of_what and all(word in _PAST | _OF_WHAT for word in told))


def _may_be(address: str, url: str) -> bool:
    """Whether an address may be such a page: not this page, no further page of it, no file, no calendar."""
    signs, parts = address_signs(address, url), urlsplit(address)
    if signs.role in {"file", "social", "function"} or any(part in CALENDARS for part in parts.path.lower().split("/")):
        return False
    same = (parts.path.rstrip("/"), parts.query) == (urlsplit(url).path.rstrip("/"), urlsplit(url).query)
    return not same and bool(parts.path.strip("/") or parts.query) and place_of(address).way in {"", "last", "file"}
