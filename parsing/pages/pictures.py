"""The pictures of a post with what is said of them; not logos, authors' faces, buttons, pixels, other posts' pictures.

Structure comes first: where a picture stands, its size, what it links to. Names of classes and files are further
evidence, each with bounds, since a post may be about a logo.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from items import Picture
from parsing.pages.beside import Beside
from parsing.pages.links import is_file
from parsing.pages.picture_sources import address_of, is_image_path, same_picture
from parsing.pages.place import Place, home_of
from parsing.pages.structured import Structured
from parsing.rendering import is_hidden
from parsing.text import one_line
from parsing.urls import absolute

MOST_PICTURES = 50
_MAX_LOOKED_AT = 300
_MAX_CAPTION, _MAX_ALT = 600, 300
#: pixels of a side below which a picture is a sign and no picture
_SIGN = 64
_BESIDE_WORDS = """
    share sharing sharedaddy addtoany a2a addthis social related relatedposts yarpp recommended recent latest popular
    newsletter subscribe signup sidebar comment comments respond nav navbar navigation menu pagination pager author
    byline avatar gravatar bio logo brand branding icon icons emoji sponsor sponsors advert advertisement ads ad promo
    cta donate cookie popup modal footer search breadcrumb breadcrumbs
"""
#: words of a class or an id that say of a box that it is beside the post
_BESIDE = frozenset(_BESIDE_WORDS.split())
_BESIDE_TAGS = frozenset({"nav", "aside", "footer", "form", "dialog", "button"})
_BESIDE_ROLES = frozenset({"navigation", "complementary", "contentinfo", "search", "banner", "dialog", "toolbar"})
#: words of a file's name that are never a picture's, and those that are none unless something is said of it
_NEVER = frozenset("spacer sprite emoji smiley smilies gravatar avatar favicon 1x1".split())
#: and these, where the name says hardly anything else: "loading.gif" is none, "loading-dock-rally.jpg" is one
_HOLDERS = frozenset("pixel blank transparent loader loading spinner placeholder lazy".split())
_SIGNS = frozenset({"logo", "logos", "icon", "icons", "button", "btn", "badge", "arrow", "bullet", "divider"})
_NEVER_HOSTS = re.compile(
    r"(?:^|\.)(?:gravatar\.com|s\.w\.org|stats\.wp\.com|pixel\.wp\.com|doubleclick\.net|google-analytics\.com"
    r"|facebook\.com|scorecardresearch\.com|feedburner\.com|feeds\.feedburner\.com|list-manage\.com)$"
)
_TAGS = ("img", "amp-img")
_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|svg|avif|bmp|tiff?)|(?:IMG|DSC|DSCN|image|photo)[_ -]?\d+", re.IGNORECASE
)
_PIXELS = re.compile(r"(?:^|;)\s*(?:max-)?(?:width|height)\s*:\s*(\d{1,5})px", re.IGNORECASE)
_WORDS = re.compile(r"[a-z0-9]+")


def pictures_of(place: Place, structured: Structured, base: str) -> tuple[Picture, ...]:
    """The pictures of a page's post in its order: in the text, between title and text, and as JSON-LD says.

    base: what relative addresses rest on. What Open Graph names counts only where nothing else is found.
    """
    told = _told(structured, base)
    found: list[Picture] = []
    if "<img" in place.source or "<amp-img" in place.source or "<IMG" in place.source:
        keys = {same_picture(picture.url) for picture in told}
        meta = structured.first_meta("og:image", "og:image:url", "og:image:secure_url", "twitter:image")
        if meta and (address := absolute(base, meta[:2000])):
            keys.add(same_picture(address))
        found = list(_found(place, base, keys))
    return once((*_lead(told, found), *found) or _fallback(structured, base))


def pictures_in(container: etree._Element, base: str) -> tuple[Picture, ...]:
    """The pictures in a post's text, for feeds and APIs that bring nothing else."""
    inside = list(islice(container.iter(*_TAGS), _MAX_LOOKED_AT))
    return once(_read(inside, container, base, ()))


def once(pictures: Iterable[Picture]) -> tuple[Picture, ...]:
    """Each picture once, whatever its size, with what any of its places says of it."""
    chosen: dict[str, Picture] = {}
    for one in pictures:
        known = chosen.get(key := same_picture(one.url))
        if known is not None:
            one = replace(known, caption=known.caption or one.caption, alt=known.alt or one.alt)
        elif len(chosen) >= MOST_PICTURES:
            continue
        chosen[key] = one
    return tuple(chosen.values())


def _found(place: Place, base: str, known: set[str]) -> Iterator[Picture]:
    """Pictures before the text within the post's frame, then those in the text."""
    container, frame = place.container, home_of(place)
    if container is None:  # a flyer may be all that the post shows
        if frame is not None and place.heading is not None:
            images = islice(frame.iter(*_TAGS), _MAX_LOOKED_AT)
            behind = [one for one in images if _is_behind(one, place.heading)]
            yield from _read(behind, frame, base, ())
        return
    inside = list(islice(container.iter(*_TAGS), _MAX_LOOKED_AT))
    if frame is not None and frame is not container:
        way = {one.getparent(): one for one in (container, *container.iterancestors())}
        is_narrow = frame.tag == "article"
        after_title = set(place.heading.itersiblings()) if place.heading is not None else set()
        before = []
        for image in islice(frame.iter(*_TAGS), _MAX_LOOKED_AT):
            if container in image.iterancestors() or not _is_before(image, way):
                continue
            address = address_of(image, base)
            is_told = address is not None and same_picture(address) in known
            if is_narrow or is_told or not after_title.isdisjoint((image, *image.iterancestors())):
                before.append(image)
        yield from _read(before, frame, base, way)
    yield from _read(inside, container, base, ())


def _is_behind(image: etree._Element, heading: etree._Element) -> bool:
    """Whether a picture stands behind the title, in its element or in one around it."""
    around = {
        one: child for child, one in zip((heading, *heading.iterancestors()), heading.iterancestors(), strict=False)
    }
    return heading in image.iterancestors() or not _is_before(image, around)


def _is_before(image: etree._Element, way: Mapping[Any, etree._Element]) -> bool:
    """Whether an element stands before the text's. way: parent -> child, from the root to the text's element."""
    child = image
    for around in image.iterancestors():
        if around in way:
            return around.index(child) < around.index(way[around])
        child = around
    return False


def _read(
    images: list[etree._Element], scope: etree._Element, base: str, way: Iterable[etree._Element | None]
) -> Iterator[Picture]:
    """Those of an element's pictures that are the post's. way: elements around the text, which are never beside it."""
    is_beside = Beside(scope, _says_beside, way)
    cards = _cards(images, scope, base)
    for image in images:
        address = address_of(image, base)
        if address is None or is_beside(image):
            continue
        caption = _caption(image, scope)
        if (caption or not (image in cards or _is_sign(image, address))) and not _is_never(image, address):
            yield Picture(address, caption, _alt(image))


def _says_beside(element: etree._Element) -> bool:
    if element.tag in _BESIDE_TAGS or element.get("role") in _BESIDE_ROLES or is_hidden(element):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:400].lower()
    return len(names) > 1 and not _BESIDE.isdisjoint(re.split(r"[\s_-]+", names))


def _cards(images: list[etree._Element], scope: etree._Element, base: str) -> set[etree._Element]:
    """Pictures that lead to other pages of the site, where several do: cards of other posts."""
    host = urlsplit(base).hostname
    cards = set()
    for image in images:
        link = next((one for one in islice(image.iterancestors(), 6) if one.tag == "a"), None)
        address = absolute(base, (link.get("href") or "")[:2000]) if link is not None and link is not scope else None
        parts = urlsplit(address) if address else None
        if parts is None or parts.hostname != host or "attachment" in parts.path:
            continue
        if not is_image_path(parts.path) and not is_file(parts.path):
            cards.add(image)
    return cards if len(cards) > 1 else set()


def _is_never(image: etree._Element, address: str) -> bool:
    """Faces, pixels and place-holders, by host, name or size."""
    parts = urlsplit(address)
    if _NEVER_HOSTS.search(parts.hostname or ""):
        return True
    sides = _sides(image)
    if sides and min(sides) <= 2:
        return True
    path = parts.path.lower()
    words = _words_of(path)[:-1]
    is_holder = len(words) <= 2 and not _HOLDERS.isdisjoint(words)
    return is_holder or "/emoji/" in path or "/smilies/" in path or not _NEVER.isdisjoint(words)


def _is_sign(image: etree._Element, address: str) -> bool:
    """Small pictures, and those that call themselves a logo, a button or an icon."""
    sides = _sides(image)
    if sides and min(sides) <= _SIGN:
        return True
    path = urlsplit(address).path.lower()
    if path.endswith((".svg", ".ico")):
        return True
    signs = _SIGNS.intersection(_words_of(path)) | _SIGNS.intersection(
        _WORDS.findall((image.get("alt") or "")[:300].lower())
    )
    drawn = path.endswith((".gif", ".png")) or bool(sides and max(sides) <= 200)
    return bool(signs & {"logo", "logos"}) or (bool(signs) and drawn)


def _words_of(path: str) -> list[str]:
    return _WORDS.findall(path.rpartition("/")[2][:200])


def _sides(image: etree._Element) -> list[int]:
    """Width and height in pixels, as far as the markup says them."""
    given = [(image.get(name) or "").strip().removesuffix("px") for name in ("width", "height")]
    sides = [int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 6]
    style = image.get("style")
    return sides + [int(one) for one in _PIXELS.findall(style[:500])] if style else sides


def _alt(image: etree._Element) -> str | None:
    alt = one_line((image.get("alt") or "")[: 2 * _MAX_ALT])
    return alt[:_MAX_ALT] if alt and not _FILE_NAME.fullmatch(alt) else None


def _caption(image: etree._Element, scope: etree._Element) -> str | None:
    """What the page prints as the picture's caption: by figure, by reference, by WordPress's older box, by class."""
    described = image.get("aria-describedby")
    for around in islice(image.iterancestors(), 6):
        if around.tag == "figure" or around.tag == "dl":
            given = next(around.iter("figcaption" if around.tag == "figure" else "dd"), None)
            if given is not None:
                return caption_line(given)
        elif around.tag in ("div", "p", "span", "td", "table") and around is not scope:
            said = (one for one in islice(around.iter(), 60) if _says_caption(one, described))
            given = next((one for one in said if next(one.iter(*_TAGS), None) is None), None)
            if given is not None and _is_only(image, around):
                return caption_line(given)
        if around is scope:
            break
    return None


def _says_caption(element: etree._Element, described: str | None) -> bool:
    if described and element.get("id") == described:
        return True
    return "caption" in (element.get("class") or "")[:300].lower()


def _is_only(image: etree._Element, around: etree._Element) -> bool:
    """Whether a box has one picture, and perhaps the same for browsers without scripts."""
    others = (one for one in islice(around.iter(*_TAGS), 5) if one is not image)
    return all(next(one.iterancestors("noscript"), None) is not None for one in others)


def caption_line(element: etree._Element) -> str | None:
    """The words of a small element on one line, breaks as blanks."""
    pieces: list[str] = []
    for one in islice(element.iter(), 200):
        if one.tag in ("br", "p", "div", "li"):
            pieces.append(" ")
        if one.text and one.tag not in ("script", "style"):
            pieces.append(one.text)
        if one.tail and one is not element:
            pieces.append(one.tail)
    line = one_line("".join(pieces)[: 4 * _MAX_CAPTION])
    return line[:_MAX_CAPTION] if line else None


def _told(structured: Structured, base: str) -> list[Picture]:
    """The picture that JSON-LD, microdata or RDFa gives to the article."""
    for node in (structured.article, structured.marked):
        for value in _values(node.get("image") if node else None):
            if isinstance(value, Mapping) and "url" not in value and "contentUrl" not in value:
                value = structured.by_id.get(str(value.get("@id")), value)
            is_node = isinstance(value, Mapping)
            given = (value.get("url") or value.get("contentUrl") or value.get("@id")) if is_node else value
            given = next(iter(_values(given)), None)
            address = absolute(base, given[:2000]) if isinstance(given, str) and given.strip() else None
            if address and not _is_default(address):
                caption = value.get("caption") if is_node else None
                line = one_line(caption[:_MAX_CAPTION]) if isinstance(caption, str) else None
                return [Picture(address, line)]
    return []


def _values(value: Any) -> list[Any]:
    return value[:3] if isinstance(value, list) else [] if value is None else [value]


def _lead(told: list[Picture], found: list[Picture]) -> list[Picture]:
    """What machines are told, unless the page shows the same picture, whose place then says where it belongs."""
    shown = {same_picture(picture.url) for picture in found}
    return [picture for picture in told if same_picture(picture.url) not in shown]


def _fallback(structured: Structured, base: str) -> Iterable[Picture]:
    given = structured.first_meta("og:image:secure_url", "og:image", "og:image:url", "twitter:image")
    address = absolute(base, given[:2000]) if given else None
    if not address or _is_default(address):
        return ()
    alt = structured.first_meta("og:image:alt", "twitter:image:alt")
    return (Picture(address, None, alt[:_MAX_ALT] if alt else None),)


def _is_default(address: str) -> bool:
    """Whether a picture that only machines are told of is the site's own: its logo, a card for sharing."""
    words = set(_words_of(urlsplit(address).path.lower()))
    return not words.isdisjoint(_NEVER | _SIGNS | {"default", "share", "sharing", "social", "og", "opengraph"})
