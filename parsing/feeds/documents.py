"""A feed's XML made fit for feedparser, and feedparser made safe: no file, no network, no bomb, no deadly item."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

import feedparser
from lxml import etree

from errors import ParseError

_CONTROLS = bytes(n for n in (*range(32), 127) if n not in (9, 10, 13))
_ROOT = re.compile(r"<(rss|feed|rdf:RDF|RDF|channel|[a-z0-9]{1,10}:(?:feed|rss))(?=[\s>/])", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|body|head)(?=[\s>])", re.IGNORECASE)
_OTHER_XML = re.compile(r"<(urlset|sitemapindex|opml|svg|Error|soap:Envelope)(?=[\s>])")
_DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)
_SUBSET = re.compile(r"<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)[^>]{0,10000}>|\]\s{0,50}>", re.IGNORECASE)
_ITEM_END = re.compile(r"</((?:[a-z0-9]{1,10}:)?(?:item|entry))\s*>", re.IGNORECASE)
_ITEM = re.compile(r"<((?:[a-z0-9]{1,10}:)?(?:item|entry))(?=[\s>])", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{0,31});")
_BARE = re.compile(r"&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{0,31};)")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_PREFIX = re.compile(r"</?([A-Za-z][\w.-]{0,30}):[A-Za-z]|\s([A-Za-z][\w.-]{0,30}):[A-Za-z][\w.-]{0,40}\s?=")
#: entries of one document; a feed may suddenly carry a whole archive, and must not carry a million
MAX_ENTRIES = 5_000
#: and elements, markup in CDATA aside: feedparser takes some 20 microseconds for each
MAX_MARKS = 60_000
#: modules of feeds by their usual prefixes, for documents that forget to declare them
_MODULES = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "atom": "http://www.w3.org/2005/Atom",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}

#: what feedparser itself raises on odd input (feedparser#304, #305, #378 and their like)
_FAILURES = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    LookupError,
    RecursionError,
)


def well_formed(text: str, url: str) -> tuple[str, bool]:
    """The XML of a feed without what breaks parsers, and whether it broke off in the middle.

    Raises ParseError where the document is no feed.
    """
    text = text.encode("utf-8", "ignore").translate(None, _CONTROLS).decode("utf-8")
    text = re.sub("[\ufffe\uffff]", "", text)
    root = _ROOT.search(text, 0, 20_000)
    other = _OTHER_XML.search(text, 0, 20_000)
    page = _HTML.search(text, 0, 20_000)
    if root is None or (other and other.start() < root.start()) or (page and page.start() < root.start()):
        raise ParseError(f"{url} is no feed but {_kind(page, other)}", text)
    text = text[_start(text, root.start()) :]
    text, partial = _completed(text, root[1], url)
    if not _is_xml(text):
        text = _rebuilt(_declared(_mended(text)), url)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + text, partial


def parse_xml(text: str, url: str, content_type: str | None) -> dict[str, Any]:
    """What feedparser reads in a document: keys feed, entries, version.

    An entry that feedparser fails on is left out, the others stay. Raises ParseError where nothing is read at all.
    """
    kind = (content_type or "").partition(";")[0].strip() or "application/xml"
    headers = {"content-type": f"{kind}; charset=utf-8", "content-location": url}
    try:
        parsed = _feedparser(text, headers)
    except _FAILURES:
        parsed = _one_by_one(text, headers)
    if not parsed["entries"] and not parsed.get("version") and not parsed["feed"].get("title"):
        raise ParseError(f"{url} holds no feed that can be read", text)
    return parsed


def _feedparser(text: str, headers: dict[str, str]) -> dict[str, Any]:
    parsed = feedparser.parse(
        io.BytesIO(text.encode("utf-8")),  # bytes or text alone could be taken for a file's name or an address
        response_headers=headers,
        sanitize_html=False,  # every text is made plain by us; its sanitiser is slow, and fails on odd markup
        resolve_relative_uris=False,
    )
    # plain dicts: feedparser's own answers "updated" with the date of publication where there is none
    entries = [dict(entry) for entry in parsed.entries]
    return {"feed": dict(parsed.feed), "entries": entries, "version": parsed.get("version")}


def _one_by_one(text: str, headers: dict[str, str]) -> dict[str, Any]:
    first = _ITEM.search(text)
    if not first:
        return {"feed": {}, "entries": [], "version": None}
    head = text[: first.start()]
    root = _ROOT.search(head)
    closing = _closing(head, root[1] if root else "rss")
    result: dict[str, Any] = {"feed": {}, "entries": [], "version": None}
    for item in _items(text):
        try:
            parsed = _feedparser(head + item + closing, headers)
        except _FAILURES:
            continue
        result = {**parsed, "entries": result["entries"] + parsed["entries"]}
    return result


def _items(text: str) -> Iterator[str]:
    at = 0
    for end in _ITEM_END.finditer(text):
        start = _ITEM.search(text, at, end.start())
        if start:
            yield text[start.start() : end.end()]
        at = end.end()


def _kind(page: re.Match[str] | None, other: re.Match[str] | None) -> str:
    if other:
        return "a sitemap" if other[1] in ("urlset", "sitemapindex") else f"a document of kind {other[1]}"
    return "an HTML page" if page else "something else"


def _start(text: str, root: int) -> int:
    """Where the feed's own element begins: prolog, style sheets, doctype and its entities are left out whole."""
    doctype = _DOCTYPE.search(text, 0, root)
    if not doctype:
        return root
    # an internal subset may declare entities whose text looks like the root; the root stands behind the last of it
    last = max((found.end() for found in _SUBSET.finditer(text, doctype.end(), doctype.end() + 200_000)), default=0)
    found = _ROOT.search(text, max(last, root)) if last > root else None
    return found.start() if found else root


def _completed(text: str, root: str, url: str) -> tuple[str, bool]:
    """A document that broke off, or carries too much, cut behind a complete entry and closed; with True."""
    closed = re.search(rf"</{re.escape(root)}\s*>", text[-3000:], re.IGNORECASE) or f"</{root}>" in text
    first = _ITEM.search(text)
    last, marks, bounded = first.start() if first else 0, 0, True
    for number, end in enumerate(_ITEM_END.finditer(text)):
        marks += _CDATA.sub("", text[last : end.end()]).count("<")
        if number >= MAX_ENTRIES or marks > MAX_MARKS:
            bounded = False
            break
        last = end.end()
    if bounded and _CDATA.sub("", text[last:]).count("<") > MAX_MARKS - marks:
        raise ParseError(f"{url} is a feed with more elements than any feed has", text)
    if closed and bounded:
        return text, False
    return text[: last or len(text)] + _closing(text[: first.start() if first else len(text)], root), True


def _closing(head: str, root: str) -> str:
    opened = head.lower().rfind("<channel")
    in_channel = root.lower() == "rss" and opened >= 0 and "</channel" not in head.lower()[opened:]
    return ("</channel>" if in_channel else "") + f"</{root}>"


def _is_xml(text: str) -> bool:
    """Whether the strict parser that feedparser uses will read the document; its other one is slow on hostile input."""
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(text.encode("utf-8"), True)
    except expat.ExpatError:
        return False
    return True


def _declared(text: str) -> str:
    """The document with every prefix that it uses declared on its root."""
    root = _ROOT.search(text)
    if not root:
        return text
    used = {found[1] or found[2] for found in _PREFIX.finditer(text)} - {"xml", "xmlns"}
    missing = [prefix for prefix in sorted(used)[:50] if f"xmlns:{prefix}" not in text[:20_000]]
    names = "".join(f' xmlns:{prefix}="{_MODULES.get(prefix.lower(), "urn:" + prefix)}"' for prefix in missing)
    return text[: root.end()] + names + text[root.end() :]


def _rebuilt(text: str, url: str) -> str:
    """The document as libxml2 recovers it: open elements closed, stray marks left out. Raises ParseError."""
    if _is_xml(text):
        return text
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    rebuilt = etree.tostring(root, encoding="unicode") if root is not None else ""
    if not _is_xml(rebuilt):
        raise ParseError(f"{url} is a feed that is too broken to be read", text)
    return rebuilt


def _mended(text: str) -> str:
    """Bare ampersands and HTML's named entities, the usual reasons for XML that is none, outside of CDATA."""
    parts: list[str] = []
    at = 0
    while at < len(text):
        opening = text.find("<![CDATA[", at)
        if opening < 0:
            parts.append(_mend(text[at:]))
            break
        end = text.find("]]>", opening)
        end = len(text) if end < 0 else end + 3
        parts += [_mend(text[at:opening]), text[opening:end]]
        at = end
    return "".join(parts)


def _mend(text: str) -> str:
    return _BARE.sub("&amp;", _NAMED.sub(_entity, text))


def _entity(found: re.Match[str]) -> str:
    """XML's own five entities as they are, HTML's as their characters, others as the words that they look like."""
    if found[1] in _XML_NAMES:
        return found[0]
    character = html.unescape(found[0])
    return character if character != found[0] else f"&amp;{found[1]};"
