"""The objects of a page's JSON-LD scripts, whatever their arrays, graphs and small mistakes; bounded."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from lxml import etree

from parsing.pages.about import Node

_MAX_SCRIPT, _MAX_SCRIPTS, _MAX_NODES, _MAX_DEPTH = 400_000, 30, 600, 6
_WRAPPER = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",\s{0,200}([}\]])")


def json_nodes(root: etree._Element) -> Iterator[Node]:
    """All objects with a type, those of graphs included; not those that are values of a list or a breadcrumb."""
    count = 0
    scripts = (one for one in root.iter("script") if "ld+json" in (one.get("type") or "").lower())
    for script in islice(scripts, _MAX_SCRIPTS):
        for node in _flatten(_load(script.text), 0):
            yield node
            count += 1
            if count >= _MAX_NODES:
                return


def _load(text: str | None) -> Any:
    """A JSON document with the usual blemishes mended; None where it stays unreadable."""
    if not text or len(text) > _MAX_SCRIPT:
        return None
    text = _WRAPPER.sub("", text).strip()
    for mended in (text, _TRAILING_COMMA.sub(r"\1", text.replace("\n", " ")), html.unescape(text)):
        try:
            return json.loads(mended, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _flatten(value: Any, depth: int) -> Iterator[Node]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for one in value[:_MAX_NODES]:
            yield from _flatten(one, depth + 1)
    elif isinstance(value, Mapping):
        if "@type" in value:
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(key), list | Mapping):
                yield from _flatten(value[key], depth + 1)
