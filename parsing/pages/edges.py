"""The first and the last lines of a post's text: its title again, by-lines, dates, rubrics, marks that end a release.

What such a line is follows from its whole wording; where it could be the post's as well, from the line behind it.
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from errors import ParseError
from parsing.dates import parse_date
from parsing.dates.grammar import DATE
from parsing.pages.boilerplate_words import ABOUT, END_MARK, FOOT, RELEASE_ENDS
from parsing.pages.bylines import byline

#: how many paragraphs from the beginning the title may stand
_HEAD = 8
#: lines that are cut at the head or the tail; no page has more of them
_MOST_LINES = 12
#: words of the shortest sentence, of one that may be told of a sender, and of the text before a repeated title
_SENTENCE, _STORY, _BEFORE_REPEAT = 4, 15, 8
#: words of a line with which a text can begin
_TEXT_LINE = 9
_ENDS = (".", "!", "?", "…")
#: "Irene Kowal", before or behind a date
_NAME = re.compile(r"[A-ZÁÉÍÓÚÑ][\w'’-]+(?: [A-ZÁÉÍÓÚÑ]\.)?(?: [A-ZÁÉÍÓÚÑ][\w'’-]+){1,2}")
_PLACE = re.compile(
    r"\b(?:hall|center|centre|park|library|school|church|street|building|office|room|plaza|hotel|capitol|election|meeting"
    r"|rally|picket|march|training|deadline|sal[óo]n|centro|parque)\b",
    re.IGNORECASE,
)
#: a day without its year, as a date line of a post
_YEARLESS = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}"
    r"|(?:lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo),? \d{1,2} de [a-z]{4,10}",
    re.IGNORECASE,
)
#: the union's unit alone
_UNIT = re.compile(
    r"(?:afscme )?(?:local|council|district council|dc|chapter|lodge|unit|retirees?) #?\d{1,5}", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:last )?(?:posted|published|updated|modified|created|added|date|dated|publicado|fecha|actualizado)\b",
    re.IGNORECASE,
)
#: the sender's street, as the line after the text
_STREET = re.compile(
    r"(?:P\.?O\.? Box )?\d{1,5} (?:[NSEW]\.? )?[A-Z][\w.' -]{1,40}\b"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Ln|Way|Place|Pl|Court|Ct|Parkway|Pkwy|Highway|Hwy|Suite|Floor)\b"
    r"[^!?:]{0,80}"
)


def without_head(paragraphs: list[str], title: str | None, author: str | None, zone: ZoneInfo) -> list[str]:
    """Cut title, byline, date and rubric from the first paragraphs, as long as nothing else came."""
    paragraphs = _from_title(paragraphs, title)
    for _ in range(_MOST_LINES):
        if not paragraphs:
            break
        first, _, rest = paragraphs[0].partition("\n")
        following = rest or (paragraphs[1] if len(paragraphs) > 1 else "")
        if not following or not _is_head(first, following, title, author, zone):
            break
        paragraphs = [rest.strip(), *paragraphs[1:]] if rest.strip() else paragraphs[1:]
    return paragraphs


def _from_title(paragraphs: list[str], title: str | None) -> list[str]:
    """Begin with the paragraph that is the title, if only short lines stand before it: rubric, date, author."""
    for number, paragraph in enumerate(paragraphs[:_HEAD]):
        if same(paragraph, title) and len(paragraphs) > number + 1:
            return paragraphs[number:]
        if len(paragraph.split()) > 14 or paragraph.endswith((".", "!", "?")):
            break
    return paragraphs


def _is_head(line: str, following: str, title: str | None, author: str | None, zone: ZoneInfo) -> bool:
    core = line.strip(" |•·*#–—-")
    if not core or same(core, title):
        return True
    if len(core) > 160:
        return False
    if (author and fold(core) in (fold(author), fold(f"by {author}"))) or byline(core) or ABOUT.fullmatch(core):
        return True
    if is_date(core, zone):
        return True
    behind = following.partition("\n")[0]
    begins = len(behind.split()) >= _TEXT_LINE or is_sentence(behind) or is_date(behind, zone)
    return begins and _is_rubric(core)


def _is_rubric(core: str) -> bool:
    """Whether a line before prose is a unit, a day without its year, an impossible day, or a name with a day."""
    if _UNIT.fullmatch(core) or _YEARLESS.fullmatch(core):
        return True
    if not DATE.search(core):
        return False
    rest = DATE.sub(" ", core).strip(" ,|•·–—-/()")
    return not rest or (bool(_NAME.fullmatch(rest)) and not _PLACE.search(rest))


def is_date(line: str, zone: ZoneInfo) -> bool:
    """Whether a line is a date and nothing else but labels."""
    try:
        parse_date(line, zone)
    except ParseError:
        return False
    return True


def without_foot(paragraphs: list[str], title: str | None) -> list[str]:
    """Cut behind the last prose from where the page speaks of itself: the mark that ends a release and its sender, the
    title once more in a box of rights, the foot of a mailing.
    """
    words, told = 0, False
    for number, paragraph in enumerate(paragraphs):
        first = paragraph.partition("\n")[0].strip(" *|•·")
        is_foot = (
            RELEASE_ENDS.fullmatch(paragraph.partition("\n")[0].strip())
            or (len(first) < 300 and FOOT.fullmatch(first))
            or (words >= _BEFORE_REPEAT and len(first.split()) > 1 and same(first, title))
        )
        if told and is_foot and not any(is_story(one) for one in paragraphs[number + 1 :]):
            return paragraphs[:number]
        words += len(paragraph.split())
        told = told or (is_sentence(paragraph) and not same(paragraph, title))
    return paragraphs


def without_tail(paragraphs: list[str], zone: ZoneInfo) -> list[str]:
    """Cut from the last paragraphs what tells of the post, and marks of its end."""
    for _ in range(_MOST_LINES):
        before, _, last = paragraphs[-1].rpartition("\n") if paragraphs else ("", "", "")
        core = last.strip(" |•·")
        about = len(core) < 200 and ABOUT.fullmatch(core) and not core.endswith((".", "!", "?"))
        street = len(paragraphs) > 1 and not before and _STREET.fullmatch(core) and is_story(paragraphs[-2])
        dated = len(core) < 100 and _LABEL.match(core) and is_date(core, zone)
        if len(paragraphs) < 2 or not (END_MARK.fullmatch(core) or about or dated or street):
            break
        paragraphs = [*paragraphs[:-1], before.strip()] if before.strip() else paragraphs[:-1]
    return paragraphs


def is_sentence(paragraph: str) -> bool:
    """Whether a paragraph ends as sentences do and is no mere word."""
    return len(paragraph.split()) >= _SENTENCE and paragraph.rstrip("”\"'’)» ").endswith(_ENDS)


def is_story(paragraph: str) -> bool:
    """Whether a paragraph tells something: sentences, and not the wording of a foot."""
    return len(paragraph.split()) >= _STORY and is_sentence(paragraph) and not FOOT.fullmatch(paragraph.split("\n")[0])


def same(text: str, title: str | None) -> bool:
    """Whether a text is the title, but for case and signs."""
    if not title or len(text) > 2 * len(title) + 20:  # asked of every paragraph, so the long ones cost nothing
        return False
    return fold(text) == fold(title)


def fold(text: str) -> str:
    """Letters and digits alone, in small letters."""
    return "".join(character for character in text.casefold() if character.isalnum())
