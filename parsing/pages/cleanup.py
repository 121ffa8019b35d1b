"""Lines of a page's text that are no part of the post: shares, notices, contact lines of press releases, other posts.

Works on plain text, so that it serves pages, feeds and APIs of every make alike. A line goes only where its whole
wording says what it is; where a phrase stands in stories too, its place decides (the head or the tail of the text).
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from errors import ParseError
from parsing.dates import parse_date
from parsing.pages.boilerplate_words import (
    ABOUT,
    COMMENTS,
    CONTACT,
    CUT,
    END_MARK,
    FIRST_ON,
    NEVER,
    OTHERS,
    PROTECTED,
    READ_MORE,
)
from parsing.pages.bylines import byline
from parsing.text import one_line, tidy

_PHONE = re.compile(r"(?:\(\d{3}\)|\b\d{3})[\s.\-–/]{0,2}\d{3}[\s.\-–]\d{4}\b")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}|\[email[\s\u00a0]protected\]", re.IGNORECASE)
#: how many paragraphs from the edges a contact block may begin
_HEAD, _TAIL = 8, 12
#: characters at the end of a text in which its cut is looked for
_END = 700
#: lines that are cut at the head or the tail; no page has more of them
_MOST_HEAD_LINES = 12
#: characters of the longest heading; words of a post before which no comments can begin
_MAX_HEADING, _ENOUGH_BEFORE = 200, 25


def clean_body(
    text: str | None, title: str | None = None, author: str | None = None, zone: ZoneInfo | None = None
) -> str | None:
    """A post's text without the lines around it; None if nothing is left.

    text: paragraphs parted by blank lines. title and author: lines that repeat them are cut at the head.
    zone: for dates in lines of their own at the head; any zone serves.
    """
    text = tidy(_unprotected(text)) if text else None
    if not text:
        return None
    paragraphs = _without_others(text.split("\n\n"))
    paragraphs = [kept for paragraph in paragraphs if (kept := _without_chrome(paragraph))]
    paragraphs = _without_contacts(paragraphs)
    paragraphs = _without_head(paragraphs, title, author, zone or ZoneInfo("UTC"))
    return tidy("\n\n".join(_without_tail(paragraphs)))


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


def _unprotected(text: str) -> str:
    lower = text.lower()
    return PROTECTED.sub("", text) if any(word in lower for word in ("protected", "protegid", "javascript")) else text


def _without_chrome(paragraph: str) -> str:
    kept = [line for line in paragraph.split("\n") if not _is_chrome(line)]
    return "\n".join(kept)


def _is_chrome(line: str) -> bool:
    core = line.removeprefix("- ").strip(" |•·»«›‹→←:")
    return not core or (len(core) < 500 and bool(NEVER.fullmatch(core)))


def _without_others(paragraphs: list[str]) -> list[str]:
    """Cut where the page goes on with comments or other posts: at such a heading, if nothing of this one can follow."""
    last_prose = max((number for number, one in enumerate(paragraphs) if _is_prose(one)), default=-1)
    before = 0
    for number, paragraph in enumerate(paragraphs):
        heading = paragraph.strip(" :-–—|#") if len(paragraph) < _MAX_HEADING else ""
        if heading and before >= _ENOUGH_BEFORE and COMMENTS.fullmatch(heading):
            return paragraphs[:number]
        is_late = number * 2 >= len(paragraphs) - 1 and number > last_prose
        if heading and is_late and OTHERS.fullmatch(heading):
            return paragraphs[:number]
        before += len(paragraph.split())
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
        has_address = bool(_PHONE.search(paragraph) or _MAIL.search(paragraph))
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


def _without_head(paragraphs: list[str], title: str | None, author: str | None, zone: ZoneInfo) -> list[str]:
    """Cut title, byline, date and rubric from the first paragraphs, as long as nothing else came."""
    paragraphs = _from_title(paragraphs, title)
    for _ in range(_MOST_HEAD_LINES):
        if not paragraphs:
            break
        first, _, rest = paragraphs[0].partition("\n")
        if not _is_head(first, title, author, zone) or (len(paragraphs) == 1 and not rest):
            break
        paragraphs = [rest.strip(), *paragraphs[1:]] if rest.strip() else paragraphs[1:]
    return paragraphs


def _from_title(paragraphs: list[str], title: str | None) -> list[str]:
    """Begin with the paragraph that is the title, if only short lines stand before it: rubric, date, author."""
    for number, paragraph in enumerate(paragraphs[:_HEAD]):
        if title and _fold(paragraph) == _fold(title) and len(paragraphs) > number + 1:
            return paragraphs[number:]
        if len(paragraph.split()) > 14 or paragraph.endswith((".", "!", "?")):
            break
    return paragraphs


def _is_head(line: str, title: str | None, author: str | None, zone: ZoneInfo) -> bool:
    core = line.strip(" |•·*#–—-")
    if not core or (title and _fold(core) == _fold(title)):
        return True
    if len(core) > 160:
        return False
    if (author and _fold(core) in (_fold(author), _fold(f"by {author}"))) or byline(core) or ABOUT.fullmatch(core):
        return True
    return _is_date(core, zone)


def _is_date(line: str, zone: ZoneInfo) -> bool:
    try:
        parse_date(line, zone)
    except ParseError:
        return False
    return True


def _without_tail(paragraphs: list[str]) -> list[str]:
    for _ in range(_MOST_HEAD_LINES):
        before, _, last = paragraphs[-1].rpartition("\n") if paragraphs else ("", "", "")
        core = last.strip(" |•·")
        about = len(core) < 200 and ABOUT.fullmatch(core) and not core.endswith((".", "!", "?"))
        if len(paragraphs) < 2 or not (END_MARK.fullmatch(core) or about):
            break
        paragraphs = [*paragraphs[:-1], before.strip()] if before.strip() else paragraphs[:-1]
    return paragraphs


def _fold(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
