"""The JSON literals that a page carries for its own scripts, as values; bounded in number and size."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, cast
from urllib.parse import unquote

from lxml import etree

from parsing.state.packed import flight_rows, is_turbo, unpacked

#: characters of JSON that are read on one page, scripts and attributes, and attempts at literals inside of scripts
_MOST, _SCRIPTS, _ATTRIBUTES, _ATTEMPTS = 6_000_000, 200, 20, 24
#: a shorter literal holds settings, and no posts
_LEAST = 60
#: what at least one of stands in the source of a page with embedded state; searched before the tree is
_MARKS = (
    "{&quot;", "application/json", "JSON.parse(", "streamController",
)  # fmt: skip
_LITERAL = re.compile(r"=(?: ?\{| \[|'[\[{])")
_UNDERLINED = ("__next_f", "__NUXT", "_STATE__", "__remixContext")
_NOT_CONTENT = ("ld+json", "importmap", "speculationrules", "manifest")
#: a name, or a property of one, to which a literal in JSON's own spelling is given
_GIVEN = re.compile(
    r"""(?<![\w$.])(?:[A-Za-z_$][\w$]{0,60})(?:\.[A-Za-z_$][\w$]{0,60}|\[["'][\w$-]{1,60}["']\]){0,4}\s{0,5}=\s{0,5}"""
    r"""(?:(?P<call>JSON\.parse\(\s{0,5}(?P<uri>decodeURIComponent\(\s{0,5})?)(?=["'])|(?=\{\s{0,20}"|\[\s{0,20}[\[{"]))"""
)
_PUSHED = re.compile(r"__next_f\s{0,3}=|__next_f\.push\(\s{0,3}(?=\[\s{0,3}1\s{0,3},)")
_STREAMED = re.compile(r"\.enqueue\(\s{0,3}(?=\")")
_SINGLE = re.compile(r"'((?:[^'\\]|\\.)*+)'", re.DOTALL)
_HEX = re.compile(r"\\x([0-9a-fA-F]{2})")
_UNDEFINED = re.compile(r"(?<=[:,\[])\s?(?:undefined|NaN|-?Infinity|new Date\((?=\d))(?=\s?[,}\]])")
_WITH_JSON = etree.XPath("//body/descendant-or-self::*[@*[starts-with(., '{') or starts-with(., '[')]]")
_DECODER = json.JSONDecoder(strict=False)


def may_hold_state(source: str) -> bool:
    """Whether a page's text bears any mark of embedded state; quick, and true too often rather than too seldom."""
    if _LITERAL.search(source) or any(mark in source for mark in _MARKS):
        return True
    return "__" in source and any(mark in source for mark in _UNDERLINED)


def state_of(root: etree._Element) -> list[Any]:
    """All values that a page's scripts and attributes hold as JSON, in the order of the page."""
    reader = _Reader()
    found: list[Any] = []
    for script in islice(root.iter("script"), _SCRIPTS):
        kind, text = (script.get("type") or "").lower(), script.text or ""
        if any(word in kind for word in _NOT_CONTENT) or (len(text) < _LEAST and "__next_f" not in text):
            continue
        found += reader.document(text) if "json" in kind else reader.code(text)
    rows = flight_rows("".join(reader.flight))
    found += list(rows)
    for element in cast("list[etree._Element]", _WITH_JSON(root))[:_ATTRIBUTES]:
        for value in list(element.attrib.values())[:20]:
            text = str(value)
            if text[:1] in "{[" and len(text) >= _LEAST:
                found += reader.document(text)
    return found


class _Reader:
    """Reads literals as long as its allowance of characters lasts, so that no page is read twice over and over."""

    def __init__(self) -> None:
        self.left, self.attempts = _MOST, _ATTEMPTS
        self.flight: list[str] = []

    def document(self, text: str) -> Iterator[Any]:
        """A text that is JSON and nothing else."""
        text = text.strip().removeprefix("<!--").removesuffix("-->").strip()
        if text[:2] in ("{&", "[&") or text[:7] == "[{&quot":
            text = html.unescape(text)
        value = self._load(text)
        if value is not None:
            yield unpacked(value)

    def code(self, text: str) -> Iterator[Any]:
        """The literals in a script that are given to a name, pushed or streamed."""
        if "__next_f" in text:
            self._pushed(text)
            return
        if ".enqueue(" in text:
            yield from self._streamed(text)
        at = 0
        for found in _GIVEN.finditer(text):
            if found.start() < at or self.attempts <= 0:
                continue
            if found["call"]:
                value, at = self._quoted(text, found.end(), bool(found["uri"]))
            else:
                value, at = self._literal(text, found.end())
            if value is not None:
                yield unpacked(value)

    def _pushed(self, text: str) -> None:
        for found in _PUSHED.finditer(text):
            value, _ = self._literal(text, found.end(), counts=False)
            if isinstance(value, list) and len(value) > 1 and isinstance(value[1], str):
                self.flight.append(value[1])

    def _streamed(self, text: str) -> Iterator[Any]:
        for found in _STREAMED.finditer(text):
            value, _ = self._literal(text, found.end())
            packed = self._load(value.strip()) if isinstance(value, str) else None
            if is_turbo(packed):
                yield unpacked(packed)

    def _load(self, text: str) -> Any:
        if len(text) < _LEAST or not self._spend(len(text)):
            return None
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            return None

    def _literal(self, text: str, start: int, counts: bool = True) -> tuple[Any, int]:
        """The JSON value that begins at a place, and where it ends; (None, start) where there is none."""
        self.attempts -= counts
        if self.left < 0:
            return None, start
        for mended in (text, None):
            if mended is None:
                if "undefined" not in text or not self._spend(len(text) - start):
                    break
                mended = text[:start] + _UNDEFINED.sub("null", text[start:])
            try:
                value, end = _DECODER.raw_decode(mended, start)
            except (ValueError, RecursionError):
                if not self._spend(len(text)):  # to say where it failed, the parser counts the lines before
                    break
                continue
            self._spend(end - start)
            return value, end if mended is text else start
        return None, start

    def _quoted(self, text: str, start: int, encoded: bool) -> tuple[Any, int]:
        """The value of JSON.parse("…") or JSON.parse('…')."""
        self.attempts -= 1
        if not self._spend(len(text) - start):
            return None, start
        if text[start] == '"':
            try:
                inner, end = _DECODER.raw_decode(_HEX.sub(r"\\u00\1", text[start:].replace("\\'", "'")), 0)
            except (ValueError, RecursionError):
                return None, start
        else:
            found = _SINGLE.match(text, start)
            if found is None:
                return None, start
            inner, end = _plain_string(found[1]), len(found[0])
        if not isinstance(inner, str):
            return None, start
        return self._load(unquote(inner) if encoded else inner), start + end

    def _spend(self, characters: int) -> bool:
        self.left -= characters
        return self.left >= 0


def _plain_string(inner: str) -> str | None:
    """What stands between single quotes in a script, its escapes undone."""
    spelt = _HEX.sub(r"\\u00\1", inner.replace("\\'", "'"))
    spelt = re.sub(r'(\\\\|\\")|"', lambda found: found[1] or '\\"', spelt)
    try:
        value = json.loads(f'"{spelt}"', strict=False)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, str) else None
