"""The general reader for pages of unknown make: trafilatura, its result as plain text of our own form."""

from __future__ import annotations

import copy
import logging
from typing import cast

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from parsing.rendering import render
from parsing.text import tidy

#: elements of a page beyond which the reader takes longer than one page may
MAX_ELEMENTS = 12_000
_HTML_NAMES = {"list": "ul", "item": "li", "head": "h2", "quote": "blockquote", "row": "tr", "cell": "td", "lb": "br"}
_COUNT = etree.XPath("count(//*)")

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it logs every poor page; our own reasons say more


def general_text(root: lxml_html.HtmlElement) -> str | None:
    """The main text of a page as paragraphs; None where nothing is found or the page is too large. root: unchanged."""
    if cast("float", _COUNT(root)) > MAX_ELEMENTS:
        return None
    try:
        document = trafilatura.bare_extraction(
            copy.deepcopy(root),
            fast=True,
            include_comments=False,
            include_tables=True,
            with_metadata=False,
        )
    except (ValueError, TypeError, AttributeError, IndexError, KeyError, RecursionError, etree.LxmlError):
        return None  # the library's own failure on odd markup; the page's structure still speaks
    body = getattr(document, "body", None)
    if body is None:
        return None
    for element in body.iter():
        if element.tag in _HTML_NAMES:
            element.tag = _HTML_NAMES[element.tag]
    return tidy(render(body))
