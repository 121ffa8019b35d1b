"""Lines of a page's text that are no part of the post: shares, notices, contact lines of press releases, other posts.

Works on plain text, so that it serves pages, feeds and APIs of every make alike. A line goes only where its whole
wording says what it is; where a phrase stands in stories too, its place decides (the head or the tail of the text).
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from parsing.pages.boilerplate_words import (
    COMMENTS,
    CONTACT,
    CUT,
    FIRST_ON,
    NEVER,
    OTHERS,
    PROTECTED,
    READ_MORE,
)
from parsing.pages.edges import is_sentence, same, without_foot, without_head, without_tail
from parsing.text import one_line, tidy

_PHONE = re.compile(r"(?:(?:\(\d{3}\)|\b\d{3})[\s.\-–/]{0,2}|\b)\d{3}[\s.\-–]\d{4}\b")
#: stands for an address that the page protects; a noncharacter, so that cleaning a text takes it out
_HID = "\ufdd2"
#: what an address that is gone leaves at the end of a short line
_ORPHAN = re.compile(rf"[\s:]*{_HID}[\s{_HID}.!]*$")
_WORDS_OF_AN_ORPHAN = 15
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}|\[email[\s\u00a0]protected\]", re.IGNORECASE)
#: how many paragraphs from the edges a contact block may begin
_HEAD, _TAIL = 8, 12
#: characters at the end of a text in which its cut is looked for
_END = 700
#: characters of the longest heading; words of a post before which no comments can begin
_MAX_HEADING, _ENOUGH_BEFORE = 200, 25


def clean_body(
    text: str | None, title: str | None = None, author: str | None = None, zone: ZoneInfo | None = None
) -> str | None:
    """A post's text without the lines around it; None if nothing is left.

    text: paragraphs parted by blank lines. title and author: lines that repeat them are cut at the head.
    zone: for dates in lines of their own at the head; any zone serves.
    """
    text = tidy(text) if text else None
    if not text:
        return None
    zone = zone or ZoneInfo("UTC")
    paragraphs = _without_others(_unprotected(text, _HID).split("\n\n"), title)
    paragraphs = [kept for paragraph in paragraphs if (kept := _without_chrome(paragraph))]
    paragraphs = _without_contacts(paragraphs)
    paragraphs = without_head(paragraphs, title, author, zone)
    paragraphs = without_tail(without_foot(paragraphs, title), zone)
    return tidy("\n\n".join(paragraphs))


def clean_teaser(text: str | None) -> str | None:
    """A teaser on one line, its "read more" cut off; an ellipsis stays where the text was cut."""
    line = one_line(_unprotected(text)) if text else None
    if not line:
        return None
    head, end = line[:-_END], line[-_END:]
    end = FIRST_ON.sub("", end).strip()
    shorter = READ_MORE.sub("", end)
    cut = shorter != end or CUT.search(end)
    line = (head + CUT.sub("", shorter)).rstrip()
    if not line:
        return None
    return line if not cut or line.endswith((".", "!", "?", "”", '"')) else f"{line}…"


def is_cut(text: str) -> bool:
    """Whether a text ends as excerpts do: with an ellipsis, "Read more" or "appeared first on"."""
    end = text[-_END:].rstrip()
    return bool(FIRST_ON.search(end) or CUT.search(end) or (READ_MORE.search(end) and not end.endswith(".")))


def without_footer(text: str | None) -> str | None:
    """A text without the "appeared first on" line that WordPress adds to feeds."""
    return tidy(text[:-_END] + FIRST_ON.sub("", text[-_END:])) if text else None


def _unprotected(text: str, instead: str = "") -> str:
    lower = text.lower()
    if not any(word in lower for word in ("protected", "protegid", "javascript")):
        return text
    return PROTECTED.sub(instead, text)


def _without_chrome(paragraph: str) -> str:
    kept = [line for line in paragraph.split("\n") if not _is_chrome(line)]
    text = "\n".join(kept)
    if _HID in text and len(text.split()) <= _WORDS_OF_AN_ORPHAN and not CONTACT.fullmatch(text):
        return "" if _ORPHAN.search(text) else text
    return text


def _is_chrome(line: str) -> bool:
    core = line.removeprefix("- ").strip(" |•·»«›‹→←:")
    return not core or (len(core) < 500 and bool(NEVER.fullmatch(core)))


def _without_others(paragraphs: list[str], title: str | None) -> list[str]:
    """Cut where the page goes on with comments or other posts: at such a heading, if nothing of this one can follow."""
    last_prose = max((number for number, one in enumerate(paragraphs) if _is_prose(one)), default=-1)
    before, told = 0, False
    for number, paragraph in enumerate(paragraphs):
        heading = paragraph.strip(" :-–—|#") if len(paragraph) < _MAX_HEADING else ""
        if heading and (before >= _ENOUGH_BEFORE or told) and COMMENTS.fullmatch(heading):
            return paragraphs[:number]
        is_late = number * 2 >= len(paragraphs) - 1 and number > last_prose
        if heading and is_late and OTHERS.fullmatch(heading):
            return paragraphs[:number]
        before += len(paragraph.split())
        told = told or (is_sentence(paragraph) and not same(paragraph, title))
    return paragraphs


def _is_prose(paragraph: str) -> bool:
    """A paragraph of sentences and not of titles."""
    return len(paragraph.split()) > 45 and paragraph.rstrip("”\"'’) ").endswith((".", "!", "?"))


def _without_contacts(paragraphs: list[str]) -> list[str]:
    """Cut contact blocks of press releases: a line that says "contact", and the names and numbers that follow."""
    kept: list[str] = []
    number = 0
    while number < len(paragraphs):
        paragraph = paragraphs[number]
        near_edge = number < _HEAD or number >= len(paragraphs) - _TAIL
        if near_edge and CONTACT.fullmatch(paragraph.split("\n")[0].strip("*# -")):
            end = _end_of_contact(paragraphs, number)
            if end > number:
                number = end
                continue
        kept.append(paragraph)
        number += 1
    return kept


def _end_of_contact(paragraphs: list[str], start: int) -> int:
    """Index behind a contact block, or start if there is neither a number nor an address in it."""
    end, reachable = start, False
    while end < len(paragraphs) and end - start < 8:
        paragraph = paragraphs[end]
        has_address = _HID in paragraph or bool(_PHONE.search(paragraph) or _MAIL.search(paragraph))
        if end > start and not has_address and not _is_name(paragraph):
            break
        if has_address and len(paragraph.split()) > 40:  # a sentence of the story with a number in it
            break
        if end > start and has_address and len(paragraph.split()) > 14:
            break
        reachable = reachable or has_address
        end += 1
    only_line = paragraphs[start].strip().endswith(":") or len(paragraphs[start].split()) <= 6
    return end if reachable or (only_line and PROTECTED.search(paragraphs[start])) else start


def _is_name(paragraph: str) -> bool:
    """A short line of capitalised words, as names and offices are."""
    words = paragraph.split()
    return (
        len(words) <= 6
        and not paragraph.endswith((".", "!", "?", ":"))
        and words[0][:1].isupper()
        and len(paragraph) < 60
    )
