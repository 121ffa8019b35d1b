"""Boxes around a field in which readers leave an address: "Get our letter", "Sign up for updates", a form for comments.

They are no text of a post, however short it is: beside a greeting of ten words such a box is most of what is there.
What a box is follows from its field and from its words, all of which invite to fill it in; never from its size alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from parsing.pages.article import text_length
from parsing.pages.blocks import name_of_box
from parsing.rendering import BLOCKS, SKIPPED

#: characters of the longest box; fields of a page, and elements of a box, that are looked at
_MOST_TEXT, _MOST_FIELDS, _MOST_ELEMENTS = 600, 20, 150
#: words from which on a line must speak of what the box is for
_ENOUGH_WORDS = 4
_FIELDS = frozenset({"text", "email", "tel", ""})
_NAMES = frozenset({"h2", "h3", "h4", "h5", "h6", "legend", "label", "button", "b", "strong", "option"})
_INVITES = re.compile(
    r"newsletter|mailing list|e-?mail|inbox|subscri|sign(?:ing)?[- ]?up|\bupdates\b|\balerts\b"
    r"|our (?:letter|bulletin|list)|(?:your|an) (?:address|name|number)"
    r"|stay (?:in touch|connected|informed)|keep (?:in touch|you informed)"
    r"|suscr[ií]|bolet[ií]n|correo|su (?:direcci[óo]n|nombre|n[úu]mero)|mant[ée]n(?:gase|te) (?:al d[ií]a|informad)",
    re.IGNORECASE,
)
#: small print behind the field
_SMALL_PRINT = re.compile(
    r"privacy|unsubscribe|opt[ -]out|spam|consent|(?:never|not|don.t) (?:share|sell)|required|rates may apply|recaptcha"
    r"|privacidad|compart|obligatori",
    re.IGNORECASE,
)


def sign_ups(root: etree._Element, heading: etree._Element | None) -> frozenset[etree._Element]:
    """The boxes around the page's fields, each the largest element that holds nothing else; none holds the title.

    heading: the element of the title. Empty where the title is not known: then nothing says what the page is about.
    """
    if heading is None:
        return frozenset()
    title = {heading, *heading.iterancestors()}
    boxes = (_box_of(field, title) for field in islice(_fields(root), _MOST_FIELDS))
    return frozenset(box for box in boxes if box is not None)


def _box_of(field: etree._Element, title: set[etree._Element]) -> etree._Element | None:
    """The element that begins with the box's own heading, else the smallest one with a line that invites."""
    box: etree._Element | None = None
    for around in field.iterancestors():
        size = text_length(around)
        if around in title or around.tag in ("body", "html") or size > _MOST_TEXT:
            break
        only_wraps = box is not None and size == text_length(box)
        if box is not None and not only_wraps and (_is_whole(box) and name_of_box(around) is None):
            break
        if only_wraps or _only_invites(around, field):
            box = around
            if name_of_box(around) is not None and not only_wraps and _is_whole(around):
                break
    return box


def _is_whole(box: etree._Element) -> bool:
    """Whether a box has a line of words, and not only the field's label and button."""
    return any(
        len(_own_text(element).split()) >= _ENOUGH_WORDS
        for element in islice(box.iter(), _MOST_ELEMENTS)
        if isinstance(element.tag, str) and element.tag not in _NAMES and element.tag not in SKIPPED
    )


def _fields(root: etree._Element) -> Iterator[etree._Element]:
    for field in root.iter("input", "textarea"):
        if field.tag == "textarea" or (field.get("type") or "").lower() in _FIELDS:
            yield field


def _only_invites(box: etree._Element, field: etree._Element) -> bool:
    """Whether each line of a box invites to fill in the field; behind it small print may stand. One must invite."""
    invited = behind = False
    for element in islice(box.iter(), _MOST_ELEMENTS):
        behind = behind or element is field
        if not isinstance(element.tag, str) or element.tag in SKIPPED:
            continue
        line = _own_text(element)
        if _INVITES.search(line):
            invited = True
        elif (
            len(line.split()) >= _ENOUGH_WORDS
            and element.tag not in _NAMES
            and not (behind and _SMALL_PRINT.search(line))
        ):
            return False
    return invited


def _own_text(element: etree._Element) -> str:
    """The words of a block without those of blocks in it; of an inline element nothing, for its block has them."""
    if element.tag not in BLOCKS and element.tag not in _NAMES:
        return ""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in BLOCKS and child.tag not in SKIPPED:
            pieces.append("".join(map(str, child.itertext())))
        pieces.append(child.tail or "")
    return " ".join(" ".join(pieces).split())
