"""Rich text as content systems keep it, turned into plain HTML: HTML, Markdown, trees and lists of blocks.

Trees are read by their shape: what holds nothing but runs of text is a paragraph. Their own words for kinds of blocks
only say whether it is a heading, a list's line or a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import islice
from typing import Any

from parsing.state.markdown import looks_like_markdown, markdown_html
from parsing.state.walk import read_text

_MOST, _DEPTH, _CHARACTERS = 20_000, 30, 1_000_000
_HTML = re.compile(
    r"<(?:/?(?:p|div|h[1-6]|ul|ol|li|br|a|b|i|em|strong|span|section|article|table|figure|blockquote|img|u)\b|!--)",
    re.IGNORECASE,
)
_CHILDREN = ("children", "nodes", "content", "innerBlocks", "items", "blocks", "ops", "rows", "columns", "slices")
#: where objects of unknown make keep words, asked in the order in which the object itself has them
_TEXTS = frozenset(
    """html rendered raw markdown value text content body document root nodes children blocks json data primary items
    copy richtext richText rich_text paragraphs description fields attributes props childMarkdownRemark childMdx
    contentHtml bodyHtml quote columns sections slices innerBlocks""".split()
)
_NO_TEXT = re.compile(
    r"image|img|picture|photo|gallery|video|embed|iframe|asset|button|form|divider|hr|thematic|spacer|ad|advert|file|map|"
    r"carousel|newsletter|signup|related|share|script|style|toc|code|atomic|audio|figcaption|caption|social|author|cta"
)
_INLINE_WORDS = """
    text span link hyperlink entryhyperlink assethyperlink autolink linebreak hardbreak strong em a b i u s mark bold
    italic underline small sub sup abbr cite tab mention emoji br softbreak inlinecode strikethrough font delete
"""
_INLINE = frozenset(_INLINE_WORDS.split())
_TAGS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre table tbody tr td th em strong b i".split())
_BREAKS = frozenset({"linebreak", "hardbreak", "br", "softbreak"})
_ITEMS = re.compile(r"(?:(?:un)?ordered|o|bullet(?:ed)?|number(?:ed)?|check)?listitem|li|taskitem")
_LISTS = re.compile(r"(?:(?:un)?ordered|bullet(?:ed)?|number(?:ed)?|check|task)list|[uo]l|list")
_QUOTES = re.compile(r"block_?quote|quote|pullquote")
_HEADINGS = re.compile(r"(?:heading|header|h)(?P<level>[1-6]|one|two|three|four|five|six)?")
_LEVELS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}


def html_of(value: Any, most: int = _MOST) -> str:
    """A value as HTML, paragraph by paragraph; empty where it holds no words. Texts of unknown make are escaped.

    most: nodes that are read.
    """
    return "".join(_Writer(most).blocks(value, 0))[:_CHARACTERS]


class _Writer:
    """Writes as many nodes as its allowance has."""

    def __init__(self, most: int) -> None:
        self.left = most

    def blocks(self, value: Any, depth: int) -> Iterator[str]:
        self.left -= 1
        if self.left < 0 or depth > _DEPTH:
            return
        if isinstance(value, str):
            yield from self._string(value, depth)
        elif isinstance(value, list):
            yield from self._list(value, depth)
        elif isinstance(value, dict):
            yield from self._node(value, depth)

    def _string(self, text: str, depth: int) -> Iterator[str]:
        text = text[:_CHARACTERS].strip()
        if text[:1] in ("{", "[") and (value := read_text(text)) is not None:
            yield from self.blocks(value, depth + 1)
        elif _HTML.search(text):
            yield text if _is_block(text) else f"<p>{text}</p>"
        elif looks_like_markdown(text):
            yield markdown_html(text)
        else:
            for part in re.split(r"\n\s{0,20}\n", text):
                if part.strip():
                    yield f"<p>{'<br>'.join(escape(line, quote=False) for line in part.strip().splitlines())}</p>"

    def _list(self, value: list[Any], depth: int) -> Iterator[str]:
        if len(value) > 3 and value[0] == "$" and isinstance(value[1], str):  # an element as React writes it down
            yield from self._element(value[1], value[3], depth)
        elif len(value) > 1 and isinstance(value[0], str) and isinstance(value[1], dict) and len(value[0]) < 20:
            yield from self._tagged(value[0].lower(), value[2:], depth)
        elif value and all(self._is_inline(one) for one in value) and any(isinstance(one, dict) for one in value):
            yield f"<p>{self._inline(value, depth)}</p>"
        else:
            for one in value:
                yield from self.blocks(one, depth + 1)

    def _element(self, tag: str, props: Any, depth: int) -> Iterator[str]:
        children = props.get("children") if isinstance(props, dict) else None
        raw = props.get("dangerouslySetInnerHTML") if isinstance(props, dict) else None
        if isinstance(raw, dict) and isinstance(raw.get("__html"), str):
            yield raw["__html"][:_CHARACTERS]
        elif tag not in ("script", "style", "nav", "footer", "button", "form", "svg", "img"):
            inner = children if isinstance(children, list) and children[:1] != ["$"] else [children]
            yield from self._tagged(tag.lower(), inner, depth)

    def _tagged(self, tag: str, children: list[Any], depth: int) -> Iterator[str]:
        name = tag if tag in _TAGS else ""
        opening, closing = (f"<{name}>", f"</{name}>") if name else ("", "")
        yield opening
        for one in children:
            if isinstance(one, str):
                yield escape(one, quote=False)
            else:
                yield from self.blocks(one, depth + 1)
        yield closing

    def _node(self, node: dict[str, Any], depth: int) -> Iterator[str]:
        kind, inner = _kind(node), _children(node)
        if kind and _NO_TEXT.fullmatch(kind.removesuffix("block")):
            return
        if isinstance(inner, list) and not kind and any(isinstance(one, dict) and "insert" in one for one in inner[:3]):
            yield from self._inserts(inner)
        elif self._is_inline(node):
            yield f"<p>{self._inline(node, depth)}</p>"
        elif isinstance(inner, list) and _LISTS.fullmatch(kind):
            yield from self._nested(kind, node, inner, depth)
        elif isinstance(inner, list) and inner and all(self._is_inline(one) for one in inner):
            yield _wrapped(_tag(kind, node), self._inline(inner, depth))
        elif (text := _own_text(node)) is not None and not isinstance(inner, list):
            yield _wrapped(_tag(kind, node), text if _HTML.search(text) else escape(text, quote=False))
        elif isinstance(inner, list) and (kind or set(node) <= {"children", "nodes", "content", "blocks", "root"}):
            yield from self._nested(kind, node, inner, depth)
        else:
            yield from self._unknown(node, depth)

    def _nested(self, kind: str, node: dict[str, Any], inner: list[Any], depth: int) -> Iterator[str]:
        tag = _tag(kind, node)
        tag = "" if tag == "p" else tag
        yield f"<{tag}>" if tag else ""
        for one in inner:
            if tag in ("ul", "ol") and isinstance(one, str):
                yield f"<li>{one if _HTML.search(one) else escape(one, quote=False)}</li>"
            elif tag in ("ul", "ol") and isinstance(one, dict) and not _kind(one):
                yield "<li>"
                yield from self._unknown(one, depth + 1)
                yield "</li>"
            else:
                yield from self.blocks(one, depth + 1)
        yield f"</{tag}>" if tag else ""

    def _unknown(self, node: dict[str, Any], depth: int) -> Iterator[str]:
        """An object of unknown make: one reading of a text that it holds in several, else all of its texts."""
        for name in ("html", "rendered", "raw", "markdown", "document", "root"):
            if isinstance(node.get(name), str | dict) and node[name]:
                yield from self.blocks(node[name], depth + 1)
                return
        for key, value in islice(node.items(), 60):
            if (key in _TEXTS or key.lower() in _TEXTS) and isinstance(value, str | list | dict):
                yield from self.blocks(value, depth + 1)

    def _inserts(self, inner: list[Any]) -> Iterator[str]:
        """Runs of text in which line ends part the paragraphs."""
        text = "".join(one["insert"] for one in inner if isinstance(one, dict) and isinstance(one.get("insert"), str))
        yield from (f"<p>{escape(line, quote=False)}</p>" for line in text.split("\n") if line.strip())

    def _is_inline(self, node: Any) -> bool:
        if isinstance(node, str):
            return not _is_block(node)
        if not isinstance(node, dict):
            return False
        kind = _kind(node)
        if kind in _INLINE:
            return True
        has_children = isinstance(_children(node), list)
        marks = {"key", "spans", "depth", "inlineStyleRanges", "data"}
        return not kind and not has_children and isinstance(node.get("text"), str) and not (marks & node.keys())

    def _inline(self, node: Any, depth: int) -> str:
        """Runs of text as one; links are kept."""
        self.left -= 1
        if self.left < 0 or depth > _DEPTH:
            return ""
        if isinstance(node, str):
            return node if _HTML.search(node) else escape(node, quote=False)
        if isinstance(node, list):
            return "".join(self._inline(one, depth + 1) for one in node)
        if not isinstance(node, dict):
            return ""
        if _kind(node) in _BREAKS:
            return "<br>"
        inner, text = _children(node), _own_text(node)
        words = self._inline(inner, depth + 1) if isinstance(inner, list) else escape(text or "", quote=False)
        target = _target(node)
        return f'<a href="{escape(target)}">{words}</a>' if target and words else words


def _kind(node: dict[str, Any]) -> str:
    """The node's own word for what it is, small letters without signs; empty where it has none."""
    for name in ("type", "nodeType", "_type", "style", "tagName", "tag", "name", "object", "blockType", "__typename"):
        word = node.get(name)
        if not isinstance(word, str) or not word or len(word) > 60:
            continue
        if word == "element" or (name == "_type" and word == "block"):
            continue
        return re.sub(r"[^a-z0-9]", "", word.lower().removeprefix("core/"))
    return ""


def _children(node: dict[str, Any]) -> Any:
    data = node.get("data")
    for name in _CHILDREN:
        if isinstance(node.get(name), list):
            return node[name]
        if isinstance(data, dict) and isinstance(data.get(name), list):
            return data[name]
    return None


def _own_text(node: dict[str, Any]) -> str | None:
    data, text_data, attributes = node.get("data"), node.get("textData"), node.get("attributes")
    for holder, name in ((node, "text"), (node, "value"), (text_data, "text"), (data, "text"), (attributes, "content")):
        if isinstance(holder, dict) and isinstance(holder.get(name), str):
            return str(holder[name])[:_CHARACTERS]
    return None


def _tag(kind: str, node: dict[str, Any]) -> str:
    if node.get("listItem") or _ITEMS.fullmatch(kind):
        return "li"
    if _LISTS.fullmatch(kind):
        return "ul"
    if _QUOTES.fullmatch(kind):
        return "blockquote"
    if found := _HEADINGS.fullmatch(kind):
        holders = (node.get("attrs"), node.get("data"), node.get("headingData"), node)
        said = next((one["level"] for one in holders if isinstance(one, dict) and isinstance(one.get("level"), int)), 3)
        level = _LEVELS.get(found["level"] or "") or int(found["level"] or said)
        return f"h{min(max(level, 2), 6)}"
    return {"table": "table", "tablerow": "tr", "tr": "tr", "tablecell": "td", "td": "td", "tableheadercell": "td",
            "tableheader": "td", "th": "td"}.get(kind, "p")  # fmt: skip


def _target(node: dict[str, Any]) -> str | None:
    """Where a link leads: http and https only, and addresses on the site."""
    holders: list[Any] = [node, node.get("data"), node.get("attrs"), node.get("fields"), node.get("properties")]
    marks = node.get("marks")
    holders += [one.get("attrs") for one in marks[:6] if isinstance(one, dict)] if isinstance(marks, list) else []
    for holder in holders:
        for name in ("href", "uri", "url") if isinstance(holder, dict) else ():
            target = holder.get(name)
            if isinstance(target, str) and re.match(r"https?://|/(?!/)", target):
                return target[:3000]
    return None


def _wrapped(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag}>" if inner.strip() else ""


def _is_block(text: str) -> bool:
    return bool(re.search(r"<(?:p|div|h[1-6]|ul|ol|section|article|table|blockquote|figure)\b", text, re.I))
