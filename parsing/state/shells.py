"""Whether a page shows nothing itself: what it bears in its own HTML beside menus and footers is hardly a sentence.

Words of links do not count: menus are made of them, whatever elements a theme builds its frame of.
"""

from __future__ import annotations

from lxml import etree

from parsing.rendering import render

#: words beside menus, header, footer and links; more is a page that shows something
_FEW = 45
_FRAME = frozenset({"a", "nav", "header", "footer", "aside", "form", "dialog"})
_FRAME_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "dialog", "alert", "search"})


def is_shell(root: etree._Element, few: int = _FEW) -> bool:
    """Whether a page's HTML is an empty shell. few: words that it may still show, "Loading" and a motto."""
    body = root.find("body")
    return body is None or len(render(body, _is_frame).split()) <= few


def _is_frame(element: etree._Element) -> bool:
    return element.tag in _FRAME or element.get("role") in _FRAME_ROLES
