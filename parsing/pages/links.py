"""The links of a post's text, and the documents that are attached to it; not menus, shares, terms and other posts.

A link is one of the text if its words are: what the reader of the text left out, this one leaves out too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import cast
from urllib.parse import urlsplit

from lxml import etree

from items import Link
from parsing.pages.article import looks_like_junk
from parsing.pages.beside import Beside
from parsing.pages.picture_sources import is_image_path
from parsing.pages.place import Place, home_of
from parsing.text import one_line
from parsing.urls import absolute

MOST_LINKS = 200
_MAX_LOOKED_AT = 600
_MAX_TEXT, _MAX_ADDRESS = 300, 2_000
#: characters of a text in which words of links are looked for
_MAX_BODY = 300_000
_FILE = re.compile(
    r"\.(?:pdf|docx?|dotx?|xlsx?|xlsm|pptx?|ppsx?|odt|ods|odp|rtf|csv|ics|zip|epub|pages|numbers|key|pub|txt)$"
    r"|/file/\d{1,10}/download$",
    re.IGNORECASE,
)
_FILE_TYPE = re.compile(r"application/(?:pdf|msword|vnd\.|rtf|zip)|text/(?:csv|calendar)", re.IGNORECASE)
#: boxes in which no post keeps what is attached to it
_OUTSIDE = frozenset({"nav", "aside", "form", "header"})


def links_of(place: Place, body: str | None, base: str) -> tuple[Link, ...]:
    """Links in a page's text, and documents in its frame. body: the text as kept. base: for relative addresses."""
    container, frame = place.container, home_of(place)
    if container is None:  # a document may be all that the post holds
        return (
            each_once(_attached(islice(frame.iter("a"), _MAX_LOOKED_AT), frame, frame, base))
            if frame is not None
            else ()
        )
    found = list(links_in(container, body, base))
    if frame is not None and frame is not container and frame.tag not in ("body", "html"):
        found += _attached(islice(frame.iter("a"), _MAX_LOOKED_AT), frame, container, base)
    else:
        beside = (link for one in islice(container.itersiblings(), 3) for link in one.iter("a"))
        found += _attached(islice(beside, _MAX_LOOKED_AT), frame, container, base)
    return each_once(found)


def links_in(container: etree._Element, body: str | None, base: str) -> Iterator[Link]:
    """Links of an element whose words stand in the text, and documents whose words may stand beside it."""
    words = " ".join((body or "")[:_MAX_BODY].split())
    is_beside = Beside(container, looks_like_junk)
    for link in islice(container.iter("a"), _MAX_LOOKED_AT):
        text = _text(link)
        if not ((text and text[:80] in words) or _is_file(link)):
            continue
        address = None if is_beside(link) else _address(link, base)
        if address:
            yield Link(address, text, _is_file(link))


def each_once(links: Iterable[Link]) -> tuple[Link, ...]:
    """Each address once, with the first words that it has."""
    chosen: dict[str, Link] = {}
    for link in links:
        known = chosen.get(link.url)
        is_better = known is not None and known.text is None and link.text is not None
        if is_better or (known is None and len(chosen) < MOST_LINKS):
            chosen[link.url] = link
    return tuple(chosen.values())


def is_file(address: str) -> bool:
    """Whether an address alone says that a document is behind it."""
    return bool(_FILE.search(address.partition("#")[0].partition("?")[0]))


def _is_file(link: etree._Element) -> bool:
    given = (link.get("href") or "")[:_MAX_ADDRESS].strip()
    named = is_file(given) or _FILE.search((link.get("download") or "")[:200])
    return bool(named or _FILE_TYPE.match(link.get("type") or ""))


def _text(link: etree._Element) -> str | None:
    text = one_line("".join(islice(cast("Iterable[str]", link.itertext()), 50))[: 2 * _MAX_TEXT])
    return text[:_MAX_TEXT] if text else None


def _address(link: etree._Element, base: str) -> str | None:
    """Where a link leads; None for places on this page, pictures and other schemes."""
    given = (link.get("href") or "").strip()
    if not given or given.startswith("#") or len(given) > _MAX_ADDRESS:
        return None
    address = absolute(base, given)
    if address is None or address.partition("#")[0] == base.partition("#")[0]:
        return None
    return None if is_image_path(urlsplit(address).path) else address


def _attached(
    links: Iterable[etree._Element], frame: etree._Element | None, container: etree._Element, base: str
) -> Iterator[Link]:
    """Documents beside the text: a field of files, a box of downloads."""
    for link in links:
        address = _address(link, base) if _is_file(link) else None
        if address is None:
            continue
        found = Link(address, _text(link), True)
        for around in link.iterancestors():
            if around is frame or around is container:
                yield found
                break
            if around.tag in _OUTSIDE or (frame is None and around.tag == "body"):
                break
        else:
            yield found
