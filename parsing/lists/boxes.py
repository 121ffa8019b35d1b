"""A page as boxes and lines: what a reader sees stacked, without tag names, classes and wrappers that change nothing.

A Box is a block element, a Line a run of text, links and pictures between two breaks, a Piece a part of a line.
Elements that hold a single box are folded into it, so div, section, li and td around the same words read the same.
What a visitor cannot see or type into (scripts, forms' fields, hidden parts) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from parsing.lists.zones import SKIPPED, is_unseen, zone_of
from parsing.urls import absolute
from parsing.words import word_set, words_of

INLINE = word_set(
    """
    a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark nobr picture q rt ruby s
    samp small source span strike strong sub sup time tt u var wbr
    """
)
_BOLD = frozenset({"b", "strong"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
#: boxes inside one another; deeper ones are read as part of the last
MAX_DEPTH = 100
#: lines of a page; what follows is not read. The longest honest lists have some thousand
MAX_LINES = 5_000
#: characters of one piece; a longer one is cut, a list needs no more
MAX_PIECE = 20_000


@dataclass(slots=True, eq=False)
class Piece:
    """A part of a line: `text`, a `link` (empty text where it is stretched over a card), an `image` or a `frame`."""

    kind: str
    text: str
    href: str | None = None
    bold: bool = False
    #: machine-readable time of a <time> element or an attribute that holds one
    when: str | None = None
    #: rel, title and aria-label of the link, as written
    rel: str = ""
    label: str = ""


@dataclass(slots=True, eq=False)
class Line:
    """Pieces between two breaks. level: 1 to 6 in a heading, 0 else. part: caption, quote, item, term, cell or ''."""

    pieces: list[Piece] = field(default_factory=list)
    level: int = 0
    part: str = ""
    element: etree._Element | None = None


@dataclass(slots=True, eq=False)
class Box:
    """A block element with its boxes and lines in order. chain: it and the elements folded into it, outermost first."""

    chain: list[etree._Element]
    parts: list[Box | Line] = field(default_factory=list)
    #: nav, header, footer, aside, form, main or '' where the element says nothing
    zone: str = ""
    #: the address, where a link is wrapped around the whole box
    link: Piece | None = None


def read_boxes(root: etree._Element, url: str) -> Box:
    """The visible page as a tree of boxes. root: from parsing.documents.tree; it is not changed. Never fails."""
    body = root.find("body")
    top = body if body is not None else root
    return _Reader(top, _base(root, url)).read()


def walk(box: Box) -> Iterator[Line]:
    """All lines in the order of the page."""
    stack: list[Box | Line] = [box]
    while stack:
        part = stack.pop()
        if isinstance(part, Line):
            yield part
        else:
            stack.extend(reversed(part.parts))


def _base(root: etree._Element, url: str) -> str:
    for element in root.iter("base"):
        return absolute(url, element.get("href") or "") or url
    return url


class _Reader:
    """One pass over the elements, with a stack of open boxes and of what the open inline elements mean."""

    def __init__(self, top: etree._Element, base: str) -> None:
        self.top, self.base = top, base
        self.hrefs: dict[str, str | None] = {}
        self.outer = _around_blocks(top)
        self.all_words = sum(map(len, top.itertext()))
        self.root = Box([top])
        self.open: list[Box] = [self.root]
        self.line: Line | None = None
        self.lines = 0
        self.ways: list[_Way] = [_Way()]

    def read(self) -> Box:
        events = etree.iterwalk(self.top, events=("start", "end"))
        for event, element in events:
            if self.lines > MAX_LINES:
                break
            if event == "start":
                if element is not self.top and is_unseen(element):
                    events.skip_subtree()
                    self.ways.append(_Way(unseen=True))
                    continue
                self._start(element)
            else:
                self._end(element)
        self._close_line()
        return _fold(self.root)

    def _start(self, element: etree._Element) -> None:
        way = self.ways[-1].into(element, self)
        self.ways.append(way)
        tag = element.tag
        if element is self.top:
            pass
        elif tag == "br":
            # inside a heading or a link a break only wraps the words
            if way.level or (way.link and not way.block_link):
                self._add(Piece("text", " ", way.href, way.bold))
            else:
                self._close_line()
        elif tag in {"img", "iframe", "video"}:
            self._close_line() if tag != "img" else None
            self._add(_picture(element, way, self))
        elif tag == "hr":
            self._rule(element)
        elif way.is_box:
            self._open_box(element, way)
        elif tag == "a" and way.link is not None:
            self._add(Piece("link", "", way.href, way.bold, rel=way.link.rel, label=way.link.label))
        self._text(element.text)

    def _end(self, element: etree._Element) -> None:
        way = self.ways.pop()
        if way.is_box and element is not self.top:
            self._close_line()
            if way.opened:
                self.open.pop()
        if element is not self.top:
            self._text(element.tail)

    def _open_box(self, element: etree._Element, way: _Way) -> None:
        self._close_line()
        if len(self.open) >= MAX_DEPTH:
            return
        box = Box([element], zone=zone_of(element, self.all_words))
        if element.tag == "a":
            box.link = way.link
        self.open[-1].parts.append(box)
        self.open.append(box)
        way.opened = True

    def _text(self, text: str | None) -> None:
        if not text:
            return
        way = self.ways[-1]
        if way.unseen or (self.line is None and not text.strip()):
            return
        words = " ".join(text[:MAX_PIECE].split())
        words = (" " if text[:1].isspace() else "") + words + (" " if words and text[-1:].isspace() else "")
        link = way.link
        self._add(
            Piece(
                "link" if way.href else "text", words, way.href, way.bold, way.when,
                link.rel if link else "", link.label if link else "",
            )
        )  # fmt: skip

    def _add(self, piece: Piece) -> None:
        way = self.ways[-1]
        if self.line is None:
            self.lines += 1
            self.line = Line(level=way.level, part=way.part, element=way.block)
            self.open[-1].parts.append(self.line)
        self.line.pieces.append(piece)

    def _rule(self, element: etree._Element) -> None:
        self._close_line()
        self.open[-1].parts.append(Line(part="rule", element=element))

    def _close_line(self) -> None:
        self.line = None


@dataclass(slots=True)
class _Way:
    """What the open elements say about the text inside them."""

    link: Piece | None = None
    bold: bool = False
    level: int = 0
    part: str = ""
    when: str | None = None
    block: etree._Element | None = None
    block_link: bool = False
    is_box: bool = False
    opened: bool = False
    unseen: bool = False

    @property
    def href(self) -> str | None:
        return self.link.href if self.link else None

    def into(self, element: etree._Element, reader: _Reader) -> _Way:
        """The same inside the element."""
        tag = str(element.tag)
        is_box = tag not in INLINE or element in reader.outer
        way = _Way(self.link, self.bold, self.level, self.part, self.when, self.block, self.block_link, is_box)
        if is_box:
            way.block = element
        if tag == "a":
            way.link, way.block_link = _link(element, reader), is_box
        elif tag in _BOLD or (tag == "span" and "bold" in (element.get("style") or "")):
            way.bold = True
        elif tag in _HEADINGS or element.get("role") == "heading":
            way.level = _HEADINGS.get(tag) or _aria_level(element)
        way.part = _PARTS.get(tag, way.part)
        way.when = _when(element) or (None if is_box else way.when)
        return way


_PARTS = {
    "figcaption": "caption",
    "caption": "caption",
    "blockquote": "quote",
    "li": "item",
    "dt": "term",
    "button": "button",
}


def _aria_level(element: etree._Element) -> int:
    given = element.get("aria-level") or ""
    return int(given) if given in {"1", "2", "3", "4", "5", "6"} else 2


def _when(element: etree._Element) -> str | None:
    """A machine-readable time: <time datetime>, or content/data attributes that begin like one. It holds for the
    element's own words and inline elements, not for boxes inside it."""
    if "modified" in (element.get("itemprop") or "").lower() or "modified" in (element.get("property") or ""):
        return None
    for name in ("datetime", "content", "data-date", "data-start", "data-datetime", "data-time"):
        value = element.get(name)
        if value and re.match(r"\s*\d{4}-\d\d(?:-\d\d)?", value):
            return value.strip()[:60]
    return None


def _link(element: etree._Element, reader: _Reader) -> Piece:
    raw = element.get("href") or ""
    if raw not in reader.hrefs:
        reader.hrefs[raw] = absolute(reader.base, raw) if raw.strip() else None
    label = element.get("aria-label") or element.get("title") or ""
    return Piece("link", "", reader.hrefs[raw], rel=element.get("rel") or "", label=" ".join(label.split())[:500])


def _picture(element: etree._Element, way: _Way, reader: _Reader) -> Piece:
    if element.tag == "img":
        return Piece("image", " ".join((element.get("alt") or "").split())[:500], way.href)
    source = element.get("src") or element.get("data-src") or ""
    return Piece(
        "frame", " ".join((element.get("title") or "").split())[:500], absolute(reader.base, source) if source else None
    )


def _around_blocks(top: etree._Element) -> set[etree._Element]:
    """Inline elements that hold block elements, so that they are blocks themselves."""
    found: set[etree._Element] = set()
    for link in top.iter("a"):
        parts = _stacked_parts(link)
        if parts:
            found.update(parts)
            _mark(link, found)
    for element in top.iter(etree.Element):
        if element.tag in INLINE or element.tag in SKIPPED:
            continue
        _mark(element.getparent(), found)
    return found


def _mark(element: etree._Element | None, found: set[etree._Element]) -> None:
    while element is not None and element.tag in INLINE and element not in found:
        found.add(element)
        element = element.getparent()


def _stacked_parts(link: etree._Element) -> list[etree._Element]:
    """Title, day and text of a card that are spans of its link, stacked by style sheets alone; else nothing."""
    parts = [part for part in link if isinstance(part.tag, str) and "".join(map(str, part.itertext())).strip()]
    if len(parts) < 2 or (link.text or "").strip() or any((part.tail or "").strip() for part in link):
        return []
    if not all(part.tag in {"span", "time", "strong", "b", "em", "small", "font"} for part in parts):
        return []
    texts = [" ".join("".join(map(str, part.itertext())).split()) for part in parts]
    if any(text[0].islower() for text in texts) or max(map(words_of, texts)) < 6:
        return []
    return parts


def _fold(box: Box) -> Box:
    """Fold wrappers: a box that holds nothing but one box becomes that box. Empty boxes and blank lines go."""
    order: list[Box] = [box]
    for one in order:
        order.extend(part for part in one.parts if isinstance(part, Box))
    for one in reversed(order):
        parts: list[Box | Line] = []
        for part in one.parts:
            if isinstance(part, Line):
                if part.part == "rule" or any(piece.text.strip() or piece.kind != "text" for piece in part.pieces):
                    parts.append(part)
            elif part.parts or part.link is not None:
                parts.append(part)
        one.parts = parts
        only = parts[0] if len(parts) == 1 else None
        if isinstance(only, Box) and (not one.zone or not only.zone) and (one.link is None or only.link is None):
            one.chain = one.chain + only.chain
            one.parts, one.zone, one.link = only.parts, one.zone or only.zone, one.link or only.link
    return box
