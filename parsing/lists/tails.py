"""What stands behind the last post of a page that holds its posts itself: the page's own last lines.

Sections without a box around them end where the next one begins; behind the last one nothing begins any more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from parsing.lists.lines import Read
from parsing.lists.records import Record
from parsing.words import words_of

#: how last lines of pages begin or what they hold, and no post's
_FOOT = re.compile(
    r"(?:©|\(c\)\s|copyright\b|all rights reserved|todos los derechos)"
    r"|^(?:this )?(?:page|site|web ?site|web page)\b.{0,40}\b(?:last )?(?:was |is )?(?:updated|changed|modified"
    r"|maintained|designed|built|created|hosted|managed|powered)\b"
    r"|^(?:last|page|site) (?:updated|changed|modified|update)\b|^(?:visitors?|hits|page views)\b\W{0,3}\d"
    r"|^you are visitor\b|\bbest viewed (?:in|at|with)\b|^(?:powered|designed|hosted|maintained|built) by\b"
    r"|\bwebmaster\b"
    r"|^site (?:by|built|design)\b|^(?:back|return) to (?:top|home)\b|^(?:volver arriba|p[áa]gina actualizada)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b\d{1,6} [^.!?]{3,60}\b(?:street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|ln|suite|highway|hwy"
    r"|way|plaza)\b"
    r"|\b[A-Z]{2} \d{5}(?:-\d{4})?\b|\bp\.?\s?o\.? box \d",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?…”\"')]\s*$")
_TEXT = frozenset("THBL")


def without_tail(records: Sequence[Record]) -> Record:
    """The last of several records of one page, without the lines at its end that belong to the page.

    A line across the page ends it where such lines end the others; else what is worded like the foot of a page, and
    lines that are no sentences in a box that the others do not have.
    """
    last = records[-1]
    reads = _before_rule(last.reads, records[:-1])
    homes = {_home(read) for record in records for read in record.reads if read.code in _TEXT and record is not last}
    homes |= {_home(read) for read in reads[:3]}
    while len(reads) > 2 and _is_foot(reads[-1], homes):
        reads = reads[:-1]
    if len(reads) < len(last.reads):
        last.reads = reads
    return last


def _before_rule(reads: list[Read], others: Sequence[Record]) -> list[Read]:
    """The lines before the last rule, where in other records nothing stands behind a rule."""
    at = max((number for number, read in enumerate(reads) if read.code == "X"), default=0)
    if not at or not others:
        return reads
    for record in others:
        codes = [read.code for read in record.reads]
        if "X" in codes and any(code in _TEXT for code in codes[codes.index("X") + 1 :]):
            return reads  # rules stand inside of entries here
    ended = sum(any(read.code == "X" for read in record.reads) for record in others)
    return reads[:at] if ended * 2 >= len(others) or _are_short(reads[at + 1 :]) else reads


def _are_short(reads: Sequence[Read]) -> bool:
    return all(read.words <= 12 or _FOOT.search(read.text) for read in reads)


def _is_foot(read: Read, homes: set[etree._Element | None]) -> bool:
    """Whether a line is one of the page's last: by its words, as a row of links, or as a note in a box of its own."""
    if read.code == "X":
        return True
    if _FOOT.search(read.text) or _is_row_of_links(read):
        return True
    if read.code not in "TSL" or _SENTENCE.search(read.text):
        return False
    return bool(_PLACE.search(read.text)) or (_home(read) not in homes and read.line.part not in {"item", "quote"})


def _is_row_of_links(read: Read) -> bool:
    """Two short links or more and nothing between them but signs: "Home | Officers | Write us"."""
    texts = [piece for piece in read.line.pieces if piece.text.strip()]
    linked = [piece for piece in texts if piece.kind == "link"]
    beside = sum(words_of(piece.text) for piece in texts if piece.kind != "link")
    return len(linked) >= 2 and not beside and all(words_of(piece.text) <= 3 for piece in linked)


def _home(read: Read) -> etree._Element | None:
    """The box around the element that holds the line."""
    element = read.line.element
    return element.getparent() if element is not None else None
