"""Posts whose page is nothing but a pointer: a link to a report elsewhere, a video with hardly a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import cast

from lxml import etree

from errors import ParseError
from parsing.documents import tree
from parsing.lists.addresses import address_signs
from parsing.lists.pointers import is_tool, watch_address
from parsing.pages.article import looks_like_junk
from parsing.rendering import BLOCKS
from parsing.urls import absolute

#: words beside a link or a video up to which it is the post, and of an excerpt that a link to the whole closes
_BESIDE_LINK, _BESIDE_VIDEO, _EXCERPT = 12, 40, 160
#: closing lines of excerpts, in whole
_READ_THERE = re.compile(
    r"(?:click (?:here )?(?:to |for )|please )?(?:read|see|view|find|continue|get|leer?|lea|vea|contin[úu]e)\b.{0,30}"
    r"\b(?:full|whole|entire|complete|rest|more|original|here|complet[oa]|original|m[áa]s|aqu[íi]|reading|leyendo)\b.{0,90}"
    r"|(?:full|original|complete) (?:story|article|report|text|post)\b.{0,90}"
    r"|(?:source|via|from|fuente)\s?[:–—-]\s?.{2,90}|(?:originally|first) published (?:in|by|at|on)\b.{2,90}",
    re.IGNORECASE,
)
_FRAMES = ("iframe", "video", "embed", "source")
_PLAYER = re.compile(
    r"(?:youtube(?:-nocookie)?\.com/(?:embed|v)/|youtu\.be/|player\.vimeo\.com/video/|facebook\.com/plugins/video"
    r"|dailymotion\.com/embed|wistia\.(?:com|net)/|brightcove\.|vidyard\.com|\.mp4(?:\?|$))"
)
#: characters of a short post's mark-up that are looked at
_MAX_MARKUP = 100_000
_ADDRESS = re.compile(r"https?://\S+")
#: links that are looked at; reports elsewhere that an excerpt may name beside the one it is from
_MOST_LINKS, _MOST_REPORTS = 300, 3
_SIGNS = " »>→[]()."
_OTHERS = frozenset({"nav", "aside", "footer", "header", "form"})


def pointer_of(container: etree._Element | None, text: str, url: str) -> tuple[str, str] | None:
    """("clipping" or "video", where it leads) for a post that is only a pointer, else None.

    container: the element of the post's text. text: as read from it, perhaps without a closing line of links.
    """
    if container is None or (words := _words(text)) > _EXCERPT:
        return None
    parent = container.getparent()
    if container.tag in ("p", "blockquote") and parent is not None:
        container = parent  # the closing line stands beside the one paragraph of prose
    videos = list(dict.fromkeys(_videos(container, url)))
    outside = _outside(container, text, url)
    shown = [watch_address(one.url) for one in outside if one.is_video]
    if words <= _BESIDE_VIDEO and (videos or shown) and len({*videos, *shown}) <= 2:
        return "video", (videos or shown)[0]
    reports = {one.url: one for one in outside if not one.is_video and not is_tool(one.url)}
    closing = [one for one in reports.values() if _READ_THERE.fullmatch(one.line)]
    if videos or not reports:
        return None
    if len(closing) == 1 and len(reports) <= _MOST_REPORTS:
        return "clipping", closing[0].url
    only = next(iter(reports.values()))
    beside = words - _words(only.text) if only.text in text else words
    return ("clipping", only.url) if len(reports) == 1 and beside <= _BESIDE_LINK else None


def pointer_in(markup: str, text: str | None, url: str) -> tuple[str, str] | None:
    """The same for the mark-up of a post as feeds and APIs carry it. text: what was read from it."""
    if _words(text or "") > _EXCERPT or not ("href" in markup or "src" in markup or "http" in markup):
        return None
    try:
        container = tree(f"<div>{markup[:_MAX_MARKUP]}</div>")
    except ParseError:
        return None
    return pointer_of(container, text or "", url)


def _videos(container: etree._Element, url: str) -> Iterable[str]:
    for frame in islice(container.iter(*_FRAMES), 20):
        if any(around.tag in _OTHERS for around in frame.iterancestors()):
            continue
        source = frame.get("src") or frame.get("data-src") or frame.get("data-lazy-src") or ""
        address = absolute(url, source) if source else None
        if address and _PLAYER.search(address):
            yield watch_address(address)


@dataclass(frozen=True, slots=True)
class _Out:
    """A link out of the post's site: its words, and the line that it stands in."""

    url: str
    text: str
    line: str
    is_video: bool


def _outside(container: etree._Element, text: str, url: str) -> list[_Out]:
    """Links to other sites than the page's, each address once; not to social sites, not of bars, shares and forms."""
    found: dict[str, _Out] = {}
    for link in islice(container.iter("a"), _MOST_LINKS):
        address = absolute(url, link.get("href") or "") if link.get("href") else None
        if address and address not in found and not _is_beside(link, container):
            words = _line(link)
            found[address] = _Out(address, words, _line(_block_of(link, container)).strip(_SIGNS) or words, False)
    for bare in islice(_ADDRESS.finditer(text), 10):
        address = bare[0].rstrip(".,;)")
        found.setdefault(address, _Out(address, address, address, False))
    outs: list[_Out] = []
    for one in found.values():
        signs = address_signs(one.url, url)
        if signs.foreign and signs.role not in {"social", "file"}:
            outs.append(replace(one, is_video=signs.kind == "video"))
    return outs


def _is_beside(link: etree._Element, container: etree._Element) -> bool:
    for around in link.iterancestors():
        if around is container:
            return False
        if around.tag in _OTHERS or looks_like_junk(around):
            return True
    return False


def _block_of(link: etree._Element, container: etree._Element) -> etree._Element:
    """The nearest block around a link; the link itself where that is the whole post."""
    for around in link.iterancestors():
        if around is container:
            break
        if around.tag in BLOCKS:
            return around
    return link


def _line(element: etree._Element) -> str:
    return " ".join("".join(cast("Iterable[str]", element.itertext()))[:2_000].split())


def _words(text: str) -> int:
    return len(_ADDRESS.sub(" ", text).split())
