"""An element tree as readable text. One walk without recursion, so that depth costs nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

_SKIPPED_TAGS = """
    script style noscript template head title svg math iframe object embed canvas select option datalist button input
    textarea audio video picture map figcaption progress meter dialog rp rt
"""
_BLOCK_TAGS = """
    address article aside blockquote body caption center dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5
    h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
#: never text of a post
SKIPPED = frozenset(_SKIPPED_TAGS.split())
BLOCKS = frozenset(_BLOCK_TAGS.split())
_LISTS = frozenset({"ul", "ol", "menu"})
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
#: a cell longer than this makes its table a layout, read block by block
_LONG_CELL = 300
_MAX_CELLS = 20_000

#: stands for a line drawn across; a control character, so that cleaning a text takes it out
RULE = "\n\n\x1d"

#: around the words of a link to another page, where asked for; noncharacters, so that cleaning a text takes them out
LINK_BEGINS, LINK_ENDS = "\ufdd0", "\ufdd1"

#: says of an element below the root that it is no part of the text
Skip = Callable[[etree._Element], bool]


class _Page:
    """What was written so far: finished blocks, each with the gap before it, and the open line."""

    def __init__(self, marks_links: bool) -> None:
        self.parts: list[str] = []
        self.line: list[str] = []
        self.mark = ""
        self.in_list = False
        self.lists_open = 0
        self.marks_links = marks_links

    def break_off(self, tag: str) -> None:
        """Leave an element out; a block still parts what stands around it."""
        if tag in BLOCKS:
            self.close()

    def close(self) -> None:
        """End the open block."""
        if not self.line:
            return
        text = _squeeze("".join(self.line))
        self.line.clear()
        if not text:
            return
        marked = bool(self.mark)
        if self.parts:
            self.parts.append("\n" if marked and self.in_list else "\n\n")
        self.parts.append(self.mark + text)
        self.mark, self.in_list = "", marked


def render(root: etree._Element, skip: Skip | None = None, marks_links: bool = False) -> str:
    """Text of an element without its tail: blocks parted by blank lines, `<br>` a line end, "- " before list items.

    marks_links: LINK_BEGINS and LINK_ENDS around links to other pages; one may begin in one line and end in another.
    """
    page = _Page(marks_links)
    stack: list[tuple[etree._Element, Iterator[etree._Element]]] = []
    if not _enter(page, root, None):
        stack.append((root, iter(root)))
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            _leave(page, element)
            if stack and element.tail:
                page.line.append(_flow(element.tail))
        elif _enter(page, child, skip):
            if child.tail:
                page.line.append(_flow(child.tail))
        else:
            stack.append((child, iter(child)))
    page.close()
    return "".join(page.parts)


def is_hidden(element: etree._Element) -> bool:
    """Whether the markup itself says that nobody is to see the element."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and bool(_HIDDEN.search(style[:2000]))


def is_other_page(address: str | None) -> bool:
    """Whether an address as written can be that of another page."""
    return address is not None and address != "" and not address.startswith(("#", "mailto:", "tel:"))


def _enter(page: _Page, element: etree._Element, skip: Skip | None) -> bool:
    """Begin an element; True if it is dealt with whole (skipped, empty or a table of data)."""
    tag = element.tag
    if not isinstance(tag, str) or tag in SKIPPED:
        return True
    if element.attrib and is_hidden(element):
        return True
    if skip is not None and skip(element):
        page.break_off(tag)
        return True
    if tag == "br":
        page.line.append("\n")
        return True
    if tag in BLOCKS:
        page.close()
        if tag == "hr":
            page.parts.append(RULE)
        elif tag == "li":
            page.mark = "- "
        elif tag in _LISTS:
            page.lists_open += 1
        elif tag == "table":
            rows = _data_rows(element)
            if rows:
                page.line.append("\n".join(rows))
                page.close()
                return True
    elif tag == "q":
        page.line.append("“")
    elif tag == "a" and page.marks_links and is_other_page(element.get("href")):
        page.line.append(LINK_BEGINS)
    if element.text:
        page.line.append(element.text if tag == "pre" else _flow(element.text))
    return False


def _leave(page: _Page, element: etree._Element) -> None:
    tag = element.tag
    if tag in BLOCKS:
        page.close()
        if tag == "hr":
            page.parts.append(RULE)
        elif tag == "li":
            page.mark = ""
        elif tag in _LISTS:
            page.lists_open -= 1
            page.in_list = page.in_list and page.lists_open > 0
    elif tag == "q":
        page.line.append("”")
    elif tag == "a" and page.marks_links and is_other_page(element.get("href")):
        page.line.append(LINK_ENDS)


def _flow(text: str) -> str:
    """Line ends of the source are spaces; those of `<br>` are added later."""
    return text.replace("\n", " ").replace("\r", " ") if "\n" in text or "\r" in text else text


def _squeeze(text: str) -> str:
    if "\n" not in text:
        return " ".join(text.split())
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _data_rows(table: etree._Element) -> list[str]:
    """The rows of a table that holds data, cells parted by " | "; empty for a layout, which is read block by block."""
    if table.get("role") == "presentation" or next(table.iterdescendants("table"), None) is not None:
        return []
    rows: list[str] = []
    width = cells_seen = 0
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row.iterchildren("td", "th"):
            cells_seen += 1
            text = " ".join(render(cell).split()) if len(cell) else " ".join((cell.text or "").split())
            if len(text) > _LONG_CELL or cells_seen > _MAX_CELLS:
                return []
            if text:
                cells.append(text)
        width = max(width, len(cells))
        if cells:
            rows.append(" | ".join(cells))
    return rows if width > 1 else []
