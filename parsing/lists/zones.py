"""What of a page a visitor sees at all, and which part of it an element says it is."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from parsing.words import word_set

#: elements that say what part of the page they are; roles say the same
_ZONES = {"nav": "nav", "footer": "footer", "aside": "aside", "form": "form", "header": "header", "main": "main"}
_ROLES = {
    "navigation": "nav",
    "menu": "nav",
    "menubar": "nav",
    "tablist": "nav",
    "contentinfo": "footer",
    "complementary": "aside",
    "search": "form",
    "banner": "header",
    "main": "main",
    "dialog": "hidden",
    "alertdialog": "hidden",
}
_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\d{4})", re.IGNORECASE
)
SKIPPED = word_set(
    """
    script style noscript template svg math canvas object embed select datalist input textarea head meta link title
    audio map progress meter dialog rp rt option base param
    """
)


def is_unseen(element: etree._Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in SKIPPED:
        return True
    attributes = element.attrib
    if not attributes:
        return False
    if _ROLES.get(attributes.get("role", "")) == "hidden":
        return True
    style = attributes.get("style")
    if ("hidden" in attributes and attributes["hidden"] != "until-found") or (style and _HIDDEN.search(style)):
        # the panels of tabs are hidden until one is chosen, and yet are content
        return attributes.get("role") != "tabpanel"
    return False


def zone_of(element: etree._Element, all_words: int) -> str:
    zone = _ROLES.get(element.get("role") or "") or _ZONES.get(str(element.tag), "")
    if zone in {"header", "footer"} and _inside_content(element):
        return ""
    if zone in {"nav", "aside"} and _inside_content(element) and len(list(islice(element.iter("a"), 4))) < 4:
        return ""  # the way on to a post, or what is said about it, within its own card
    if zone in {"form", "header", "aside"} and sum(map(len, element.itertext())) > 0.5 * all_words:
        return ""  # some systems wrap the whole page into one form
    return zone


def _inside_content(element: etree._Element) -> bool:
    return any(parent.tag in {"article", "section", "li", "td"} for parent in element.iterancestors())
