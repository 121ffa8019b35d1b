"""XML sitemaps and their indexes, plain or gzipped, with the news extension; and lists of addresses as text.

Source: sitemaps.org protocol 0.9; lastmod is a hint only, for half of all systems print the time of rendering there.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from lxml import etree

from errors import ParseError
from items import Moment, Origin
from parsing.dates import candidate, without_shared
from parsing.documents import decode
from parsing.text import one_line
from parsing.urls import absolute

#: the protocol allows 50,000 addresses and 50 MB; what is beyond is not read
MAX_PAGES = 50_000
_MAX_BYTES = 52_428_800
_UTC = ZoneInfo("UTC")
_ROOT = re.compile(rb"<(?:[A-Za-z0-9]{1,12}:)?(urlset|sitemapindex)(?=[\s>])", re.IGNORECASE)
_LINE = re.compile(r"https?://\S+")


#: in names of sitemaps that common systems make: what they list
_OF_POSTS = re.compile(r"post|news|blog|article|stor(?:y|ies)|press|release|noticia|statement|update|bulletin", re.I)
_OF_NO_POSTS = re.compile(
    r"(?:^|[^a-z])(?:categor(?:y|ies)|(?:post_)?tags?|taxonom(?:y|ies)|authors?|users?|images?|attachments?|products?"
    r"|portfolio|elementor\w*|locations?|e-landing-page)(?:[^a-z]|$)",
    re.I,
)
_OF_PAGES = re.compile(r"(?:^|[^a-z])pages?(?:[^a-z=]|$)", re.I)


def is_sitemap(body: bytes) -> bool:
    """Whether a document is a sitemap or an index of sitemaps, by its root; compressed ones and lines of text aside."""
    return bool(_ROOT.search(body[:20_000].replace(b"\0", b"")))


def sitemaps_of_robots(body: bytes) -> list[str]:
    """The addresses of sitemaps that a robots.txt names, absolute ones only, in order."""
    lines = body[:512_000].decode("utf-8", "replace").splitlines()
    named = [value for line in lines for name, _, value in [line.partition(":")] if name.strip().lower() == "sitemap"]
    found = [absolute(value.strip(), "") for value in named if _LINE.match(value.strip())]
    return list(dict.fromkeys(address for address in found if address))


def worth_of_sitemap(url: str) -> int:
    """What the name of a sitemap in an index promises: 2 posts, 1 unknown, 0 pages of record, -1 no posts.

    Only the file's own name counts: every sitemap of a blog at /blog/ has that word in its address.
    """
    name = url.partition("://")[2].partition("/")[2].rpartition("/")[2] or url
    if _OF_NO_POSTS.search(name):
        return -1
    if _OF_PAGES.search(name):
        return 0
    return 2 if _OF_POSTS.search(name) else 1


@dataclass(frozen=True, slots=True)
class SitemapPage:
    """One address. lastmod: when it may have changed (origin "sitemap"), flagged "modified", or "build" where most
    pages of the sitemap share it. title, published: of a news sitemap.
    """

    url: str
    lastmod: Moment | None = None
    title: str | None = None
    published: Moment | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists: pages, or, if it is an index, further sitemaps. partial: it broke off or was too long."""

    pages: tuple[SitemapPage, ...] = ()
    sitemaps: tuple[str, ...] = ()
    partial: bool = False


def read_sitemap(body: bytes, url: str, zone: ZoneInfo = _UTC) -> Sitemap:
    """Read a sitemap or an index of sitemaps.

    zone: for dates without one. Raises ParseError for HTML, feeds, other XML, broken compression, empty documents.
    """
    body, whole = _unpacked(body, url)
    if not body.strip():
        raise ParseError(f"{url} is empty, no sitemap")
    if not _ROOT.search(body[:20_000].replace(b"\0", b"")):
        return _from_lines(body, url)
    found = _from_xml(body, url, zone)
    return Sitemap(_flagged(found.pages), found.sitemaps, found.partial or not whole)


def _flagged(pages: tuple[SitemapPage, ...]) -> tuple[SitemapPage, ...]:
    """The pages with what speaks against their dates: half of all systems print the time of rendering."""
    changed = without_shared([page.lastmod for page in pages])
    published = without_shared([page.published for page in pages])
    return tuple(
        replace(page, lastmod=_as_change(lastmod), published=said)
        for page, lastmod, said in zip(pages, changed, published, strict=True)
    )


def _as_change(moment: Moment | None) -> Moment | None:
    return moment if moment is None or moment.flag else replace(moment, flag="modified")


def _unpacked(body: bytes, url: str) -> tuple[bytes, bool]:
    """The document, unzipped if need be, and whether it is whole; a bomb is cut at the protocol's size."""
    for _ in range(2):  # a .gz file may be served compressed once more
        if body[:2] != b"\x1f\x8b":
            return body[:_MAX_BYTES], len(body) <= _MAX_BYTES
        unzip = zlib.decompressobj(wbits=31)
        try:
            body = unzip.decompress(body, _MAX_BYTES)
        except zlib.error as error:
            raise ParseError(f"{url} is compressed and cannot be unpacked ({error})") from None
        if unzip.unconsumed_tail or not unzip.eof:
            return body, False
    return body[:_MAX_BYTES], True


def _from_xml(body: bytes, url: str, zone: ZoneInfo) -> Sitemap:
    pages: list[SitemapPage] = []
    sitemaps: list[str] = []
    partial = False
    parser = etree.iterparse(
        io.BytesIO(body), events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for _, element in parser:
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if name not in ("url", "sitemap"):
                continue
            if address := _address(element, url):
                if name == "sitemap":
                    sitemaps.append(address)
                else:
                    pages.append(_page(element, address, zone))
            element.clear()
            while element.getprevious() is not None and element.getparent() is not None:
                del element.getparent()[0]
            if len(pages) + len(sitemaps) >= MAX_PAGES:
                partial = True
                break
    except etree.XMLSyntaxError as error:
        if not pages and not sitemaps:
            raise ParseError(f"{url} is a sitemap that cannot be read ({error})") from None
        partial = True
    partial = partial or (b"</urlset" not in body[-200:].lower() and b"</sitemapindex" not in body[-200:].lower())
    return Sitemap(tuple(_once(pages)), tuple(dict.fromkeys(sitemaps)), partial)


def _from_lines(body: bytes, url: str) -> Sitemap:
    """One address a line, as the protocol allows; anything else is no sitemap."""
    text = decode(body[:_MAX_BYTES], "text/plain; charset=utf-8")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines or not all(_LINE.fullmatch(line) for line in lines[:100]):
        kind = "an HTML page" if "<html" in text[:5_000].lower() else "something else"
        raise ParseError(f"{url} is no sitemap but {kind}", text)
    pages = [SitemapPage(address) for line in lines[:MAX_PAGES] if (address := absolute(url, line))]
    return Sitemap(tuple(_once(pages)), partial=len(lines) > MAX_PAGES)


def _page(element: etree._Element, address: str, zone: ZoneInfo) -> SitemapPage:
    news = _child(element, "news")
    title = _text(news, "title") if news is not None else None
    published = _moment(_text(news, "publication_date"), zone, "sitemap") if news is not None else None
    return SitemapPage(address, _moment(_text(element, "lastmod"), zone, "sitemap"), title, published)


def _address(element: etree._Element, url: str) -> str | None:
    text = _text(element, "loc")
    return absolute(url, text) if text and len(text) <= 4_000 else None


def _text(element: etree._Element, name: str) -> str | None:
    child = _child(element, name)
    return one_line(child.text) if child is not None else None


def _child(element: etree._Element, name: str) -> etree._Element | None:
    for child in element:
        if isinstance(child.tag, str) and etree.QName(child).localname == name:
            return child
    return None


def _moment(text: str | None, zone: ZoneInfo, origin: Origin) -> Moment | None:
    return candidate(text, zone, origin)


def _once(pages: list[SitemapPage]) -> list[SitemapPage]:
    first: dict[str, SitemapPage] = {}
    for page in pages:
        first.setdefault(page.url, page)
    return list(first.values())
