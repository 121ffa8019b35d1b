"""The words of a list's entry: its title, its teaser, and the whole text of a post without a page of its own."""

from __future__ import annotations

import re

from parsing.counters import without_signs
from parsing.lists.lines import Read
from parsing.lists.links import is_tally
from parsing.lists.records import Record
from parsing.text import tidy
from parsing.words import (
    is_attribution,
    is_date_line,
    is_more,
    is_quotation,
    leading_date,
    words_of,
)

#: words of a link from which on it is the teaser itself and no title
_LONG_TITLE = 25
#: characters that are kept of a teaser and of a post without a page of its own
_MAX_TEASER, _MAX_BODY = 3_000, 200_000
_GLUED_MORE = re.compile(
    r"\s*(?:\(|\[)?(?:(?:read|learn|see) more|continue reading|more|leer m[áa]s|seguir leyendo)\s*(?:\.{3}|…|»|›"
    r"|>{1,3}|→|\]|\))+\s*$"
    r"|(?<=[.…\]!?])\s*(?:read|learn) more$|(?<=[.…\]!?])\s*(?:leer m[áa]s|continue reading)$",
    re.IGNORECASE,
)


def title_of(record: Record) -> str | None:
    """The entry's title, without the sign of a permalink; a counter of comments or reactions is none."""
    title = _title_of(record)
    return without_signs(title) if title and not is_tally(title) else None


def _title_of(record: Record) -> str | None:
    head = record.head
    if head is not None:
        text = _title_text(head)
        if (head.code in "LT" or record.make == "k") and words_of(text) > _LONG_TITLE:
            return None
        return tidy(_GLUED_MORE.sub("", text)) if not is_more(text) else None
    if record.make == "i":
        return tidy(record.reads[0].picture_text)
    for read in record.reads:
        if read.opening and (record.make == "d" or record.has_run_in_title):
            return tidy(read.opening)
        if record.make == "d" and read.line.part == "term" and read.code == "T" and leading_date(read.text):
            return tidy(_without_lead(read.text))  # `<dt>June 4, 2024 - Title</dt><dd>...`
        named = _named_by_link(read)
        if named:
            return named
    return None


def _title_text(head: Read) -> str:
    """The words of a head without a date beside them; of a line that is more than its link, the link's words."""
    if head.code == "L" or (
        head.linked_text and (is_date_line(head.rest) or is_tally(head.rest) or not words_of(head.rest))
    ):
        return head.linked_text or head.text
    return _without_lead(head.text) if head.code in "HBL" else head.text


def name_untitled(records: list[Record]) -> None:
    """Where entries have no head, but most begin with a short line that is no sentence: that line is their title."""
    untitled = [record for record in records if record.head is None and record.make == "m"]
    opened = [record for record in untitled if any(read.opening for read in record.reads)]
    if len(opened) >= 2 and len(opened) >= 0.6 * len(untitled):
        for record in opened:
            record.has_run_in_title = True
        return
    firsts = [_first_line(record) for record in records if record.head is None and record.make == "m"]
    if len([first for first in firsts if first is not None]) < 0.6 * len(firsts):
        return
    for record in records:
        if record.head is None and record.make == "m":
            record.head = _first_line(record)


def _first_line(record: Record) -> Read | None:
    """The first of several text lines, if it may be a title."""
    texts = [read for read in record.reads if read.code == "T" and read.line.part not in {"caption", "quote"}]
    first = texts[0] if len(texts) >= 2 else None
    ends = (".", ":", "…", ",", ";", "”")
    return first if first and 2 <= first.words <= 20 and not first.text.endswith(ends) else None


def _named_by_link(read: Read) -> str | None:
    """The title in a label for screen readers: "Read more about Title"."""
    found = re.match(
        r"(?:(?:read|learn|see) (?:the )?(?:more|rest|full story)(?: about| of| on)?|continue reading|more about"
        r"|leer m[áa]s(?: sobre| de)?|more)"
        r"[\s:–—-]+(.{8,300})",
        read.label,
        re.IGNORECASE,
    )
    title = found[1].strip(" \"'“”") if found else ""
    return tidy(title) if words_of(title) >= 2 else None


def texts_of(record: Record, title: str | None) -> list[tuple[Read, str]]:
    """The entry's lines of text without title, date, by-line, captions and calls."""
    found: list[tuple[Read, str]] = []
    start = record.reads.index(record.head) if record.head in record.reads else 0
    for read in record.reads[start:]:
        if read is record.head and title is not None:
            behind = read.behind.lstrip(" -–—:|•·,")
            if read.code == "L" and words_of(behind) >= 4 and not is_date_line(behind):
                found.append((read, _without_lead(behind)))
            continue
        if read.code not in "THBL" or read.line.part in {"caption", "button"} or not read.words:
            continue
        text = tidy(_GLUED_MORE.sub("", _without_lead(read.text) if record.make == "d" else read.text))
        if text and title and text.startswith(title) and read.opening:
            text = text[len(title) :].lstrip(" .:–—-") or None
        if text and text.casefold() != (title or "").casefold() and (not found or text != found[-1][1]):
            found.append((read, text))
    return found


def teaser_of(texts: list[tuple[Read, str]]) -> str | None:
    """The paragraphs without what others said: quotations and who is named under them, unless there is nothing else."""
    plain: list[str] = []
    after_quote = False
    for read, text in texts:
        is_quote = read.line.part == "quote" or is_quotation(text)
        if not is_quote and not (after_quote and is_attribution(text)):
            plain.append(text)
        after_quote = is_quote
    return _shorten("\n\n".join(plain or [text for _, text in texts]), _MAX_TEASER)


def body_of(record: Record, texts: list[tuple[Read, str]]) -> str | None:
    """All paragraphs, list items marked and close together."""
    body = ""
    was_item = False
    for read, text in texts:
        is_item = _is_list_item(read, record)
        body += ("\n" if is_item and was_item else "\n\n") + (f"- {text}" if is_item else text)
        was_item = is_item
    return _shorten(body, _MAX_BODY)


def _is_list_item(read: Read, record: Record) -> bool:
    """Whether a line stands in a list inside the entry, not in the one that the entry is an item of."""
    element = read.line.element
    if read.line.part != "item" or element is None or record.box is None:
        return False
    inside = [element, *element.iterancestors()]
    edge = next((at for at, one in enumerate(inside) if one is record.box.chain[-1]), 0)
    return any(one.tag == "li" for one in inside[:edge])


def _without_lead(text: str) -> str:
    found = leading_date(text)
    if found is None:
        return text
    rest = text.lstrip("([ ")[found.end() :].lstrip(" )]-–—:|•·.,")
    return rest or text


def _shorten(text: str, limit: int) -> str | None:
    text = text.strip()
    return (text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " …") or None
