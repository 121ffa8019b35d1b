"""Bytes to text to an element tree, whatever the server says about them, within bounds of size, depth and time."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import cast

from lxml import etree
from lxml import html as lxml_html
from w3lib import encoding as w3lib_encoding

from errors import ParseError

#: bytes of a document that are read; the rest is cut off
MAX_BYTES = 16_000_000
#: characters and elements that a page may have after scripts and embedded data are gone
MAX_CHARACTERS = 2_000_000
MAX_ELEMENTS = 31_000
#: elements inside one another that the walks and the readers behind them are meant for
MAX_DEPTH = 250

#: Python's names of the encodings that browsers know. Others (punycode, unicode_escape, utf-7) are traps or slow.
_ENCODING_NAMES = """
    ascii utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256
    cp1257 cp1258 cp866 cp874 iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8
    iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic gbk gb2312 gb18030
    big5 big5hkscs euc_jp shift_jis cp932 iso2022_jp euc_kr cp949
"""
_ENCODINGS = frozenset(_ENCODING_NAMES.split())
#: control characters, which libxml2 would cut a text at
_CONTROLS = bytes(n for n in (*range(32), 127) if n not in (9, 10, 12, 13))
#: data: addresses and endless attribute values; nothing of a post stands in them
_LONG_VALUE = re.compile(
    r"""=\s*(?:"[^"<>]{4000,}+"|'[^'<>]{4000,}+'|"[^"]{20000,}+"|'[^']{20000,}+'|data:[^\s"'<>]{1000,}+)"""
)
_OPENING = re.compile(r"<(?:!--|(script|style|svg|noscript|template)(?=[\s>]))", re.IGNORECASE)
#: what the beginning of a script with embedded state bears, in lower case
_STATE = ("application/json", "__next", "__nuxt", "_state__", "_data__", "__remixcontext", "json.parse(", '={"', '= {"')
_INLINE = re.compile(
    r"</?(?:span|font|b|i|u|s|strong|em|small|big|ins|del|code|tt|label|sub|sup|o:p)(?=[\s/>])[^<>]*+>", re.IGNORECASE
)
_NESTING = re.compile(
    r"</?(?:div|section|article|main|aside|header|footer|nav|blockquote|center|form|fieldset|ul|ol|dl|li|dd|dt|table|tbody|"
    r"thead|tfoot|tr|td|th|figure|details|object|[a-z]++-[a-z-]++)(?=[\s/>])[^<>]*+>",
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"</?a(?=[\s/>])[^<>]*+>", re.IGNORECASE)


def decode(body: bytes, content_type: str | None) -> str:
    """Text of a document of unknown encoding; never fails.

    A byte order mark wins. Then UTF-8, if the bytes are valid UTF-8 and not all ASCII: no other encoding looks so by
    chance, and servers name a wrong one more often than not. Then the header, the document's own word, UTF-8 with
    single bytes of Windows-1252 among it. Source: faults F3, F4.
    """
    body = body[:MAX_BYTES]
    encoding, mark = w3lib_encoding.read_bom(body)
    if encoding:
        return body[len(mark) :].decode(encoding, "replace")
    if _looks_utf16(body):
        return body.decode("utf-16-le" if body[1:2] == b"\0" else "utf-16-be", "replace")
    said = _known(w3lib_encoding.http_content_type_encoding(content_type)) or _known(
        w3lib_encoding.html_body_declared_encoding(body)
    )
    if said and said.startswith(("utf-16", "utf-32")):
        said = "utf-8"  # without a mark and without its NUL bytes it cannot be what it says
    if not body.isascii() or not said:
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError as error:
            if said in (None, "utf-8", "ascii") or len(body) - error.start < 4:
                return body.decode("utf-8", _WESTERN)
    return body.decode(said or "utf-8", "replace")


def tree(body: bytes | str, content_type: str | None = None, url: str = "") -> lxml_html.HtmlElement:
    """The root element of an HTML page, of bounded size and depth. Comments are gone, scripts stay.

    Raises ParseError for a page without any element. url: only for the error and the tree's base address.
    """
    text = _shorten(decode(body, content_type) if isinstance(body, bytes) else body)
    if not text or text.isspace():
        raise ParseError(f"the page {url or 'given'} is empty")
    root = _parse(text, url)
    if root is None:
        raise ParseError(f"the page {url or 'given'} holds no HTML", text)
    if 'id="S:' in text:
        _show_streamed(root)
    return root


def _show_streamed(root: lxml_html.HtmlElement) -> None:
    """Parts of a page that were sent after its frame: hidden boxes, which a script puts in their place at once."""
    for box in root.iter("div"):
        if box.get("hidden") is not None and (box.get("id") or "").startswith("S:"):
            del box.attrib["hidden"]


def _parse(text: str, url: str) -> lxml_html.HtmlElement | None:
    root, too_deep = _parse_once(text, url)
    if root is None or not (too_deep or _depth_exceeds(root)):
        return _prune(root)
    # beyond the parser's own limit it drops all that follows; paragraphs cannot nest, so the words are saved
    flat = _NESTING.sub("<p>", _INLINE.sub(" ", text))
    root, too_deep = _parse_once(flat, url)
    if too_deep or (root is not None and _depth_exceeds(root)):
        root, _ = _parse_once(_ANCHOR.sub(" ", flat), url)
    return _prune(root)


#: the same class for all elements, which lxml's own parser asks a function in Python for, element by element
_ONE_CLASS = etree.ElementDefaultClassLookup(element=lxml_html.HtmlElement)


def _parse_once(text: str, url: str) -> tuple[lxml_html.HtmlElement | None, bool]:
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        clean = text.encode("utf-8", "ignore").translate(None, _CONTROLS)
        root = lxml_html.document_fromstring(clean, parser=parser, base_url=url or None)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None, False
    last = parser.error_log.last_error
    return root, last is not None and last.type_name == "ERR_RESOURCE_LIMIT"


_TOO_MANY = etree.XPath(f"(//*)[{MAX_ELEMENTS}]")
_VERY_DEEP = etree.XPath("boolean(" + "/".join(["*"] * MAX_DEPTH) + ")")


def _depth_exceeds(root: lxml_html.HtmlElement) -> bool:
    """Whether elements nest deeper than the limit; asked in C by a path of that many steps."""
    return bool(_VERY_DEEP(root))


def _prune(root: lxml_html.HtmlElement | None) -> lxml_html.HtmlElement | None:
    """Cut off what follows the last element that the readers are meant for."""
    if root is None:
        return None
    found = cast("list[lxml_html.HtmlElement]", _TOO_MANY(root))
    node: etree._Element | None = found[0] if found else None
    kept = 0
    while node is not None:
        parent = node.getparent()
        if parent is not None:
            del parent[parent.index(node) + kept :]
        node, kept = parent, 1
    return root


def _shorten(text: str) -> str:
    """A long page without what holds no words: embedded data, styles, comments, scripts that are no structured data."""
    if len(text) < 200_000:
        return text
    text = _LONG_VALUE.sub("=''", text)
    if len(text) > 400_000:
        text = "".join(_without_code(text))
    return text[:MAX_CHARACTERS]


def _without_code(text: str) -> Iterator[str]:
    """What stands between scripts, styles, drawings and comments; scripts of structured data stay.

    Scanned by hand: a regular expression would look for the end of each of a million open comments anew.
    """
    lower, at, unclosed = text.lower(), 0, set[str]()
    for opening in _OPENING.finditer(text):
        tag = (opening[1] or "--").lower()
        if opening.start() < at or tag in unclosed:
            continue
        ending = "-->" if tag == "--" else f"</{tag}"
        end = lower.find(ending, opening.end())
        if end < 0:
            unclosed.add(tag)
            continue
        end = lower.find(">", end) + 1 or len(text)
        if tag == "script" and _is_data(lower[opening.end() : opening.end() + 300], end - opening.end()):
            continue
        yield text[at : opening.start()]
        at = end
    yield text[at:]


def _is_data(beginning: str, length: int) -> bool:
    """Whether a script holds structured data, or the state that a page of scripts is shown from."""
    if "ld+json" in beginning:
        return length < 300_000
    return length < 2_000_000 and any(mark in beginning for mark in _STATE)


@lru_cache(maxsize=256)
def _known(name: str | None) -> str | None:
    """Python's own name of an encoding that browsers know, Latin-1 read as they read it; else None."""
    if not name:
        return None
    try:
        found = codecs.lookup(w3lib_encoding.resolve_encoding(name) or name).name
    except (LookupError, ValueError):
        return None
    return found if found in _ENCODINGS else None


def _looks_utf16(body: bytes) -> bool:
    """UTF-16 without a mark: every other byte of the first ones is NUL."""
    head = body[:64]
    if len(head) < 8 or b"\0" not in head:
        return False
    even, odd = head[::2].count(0), head[1::2].count(0)
    return max(even, odd) > 0.7 * len(head) / 2 and min(even, odd) == 0


def _western(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are no UTF-8 as Windows-1252, one by one."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_WESTERN = "western"
codecs.register_error(_WESTERN, _western)
