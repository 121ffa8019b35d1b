"""Dates in lines of their own: beside the title, at the head of the text, behind a word like "Posted"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import cast
from zoneinfo import ZoneInfo

from lxml import etree

from items import Moment
from parsing.dates import find_dates
from parsing.dates.grammar import HINT
from parsing.pages.place import Place, read_date
from parsing.pages.times import texts_of_changes
from parsing.rendering import BLOCKS, SKIPPED, is_hidden
from parsing.text import one_line, plain

_AROUND = frozenset({"nav", "aside", "footer"})
#: words behind the title, and elements before it, among which a date line belongs to the post
_WORDS_BETWEEN, _BEFORE = 60, 4
#: lines at the head of the text in which a date may open it
_OPENING_LINES = 6
_MAX_LINE = 160
_CHANGED = re.compile(
    r"\W{0,3}(?:last |page )?(?:updated|modified|edited|revised|changed|actualizad[oa]|modificad[oa])", re.IGNORECASE
)
_POSTED = re.compile(
    r"\W{0,3}(?:posted|published|publicad[oa]|released|issued|submitted|by|por|date|fecha)\b", re.IGNORECASE
)
#: hours from and to, and what says of an event when it is
_HOURS = re.compile(
    r"(?::\d\d|\d\s?[ap]\.?m\.?)\s?(?:[ap]\.?m\.?)?\s?(?:-|–|—|to|a|until)\s?\d{1,2}(?::\d\d|\s?[ap]\.?m)"
    r"|\d @ \d|all day|todo el d[ií]a"
    r"|^\W{0,3}(?:when|where|starts?|begins?|ends?|deadline|rsvp|cu[áa]ndo|empieza)\b",
    re.IGNORECASE,
)
_OA_DATE = etree.XPath("//*[contains(@class, 'oa-date')]")


def dates_in_lines(place: Place, zone: ZoneInfo, today: date | None) -> Iterator[Moment | None]:
    """Dates in lines of their own beside the title, at the head of the text, or behind a word like "Posted"."""
    marks = cast("list[etree._Element]", _OA_DATE(place.root)) if "oa-date" in place.source else []
    for mark in marks[:3]:
        named = "oa-date" in (mark.get("class") or "").split()
        if named and (place.heading is None or _near(mark, place.heading)):
            yield read_date(plain(mark), zone, "text", today)
            return
    changed = texts_of_changes(place.root)
    for line in _beside(place.heading, place.container):
        if line in changed:
            continue
        moment = _read_line(line, zone, place.is_event, today)
        if moment is not None and not (moment.on == today and not _labelled(line)):
            yield moment
            return
    lines = [line for line in place.opening.split("\n") if line.strip() and line not in changed]
    yield _dateline(lines, zone, place.is_event)


def _read_line(line: str, zone: ZoneInfo, is_event: bool = False, today: date | None = None) -> Moment | None:
    """A line that is a date, or says at its beginning that a date follows; not one of a change or of an event.

    today: only a line that says "Posted" or "By" may leave its year out.
    """
    said = bool(_POSTED.match(line))
    if _CHANGED.match(line) or _HOURS.search(line) or (is_event and not said):
        return None
    moment = read_date(line, zone, "text", today if said else None)
    if moment is None and said:
        moment = next(iter(find_dates(line, zone, "text")), None)
    return moment


def _near(mark: etree._Element, heading: etree._Element) -> bool:
    """Whether a date's mark shares one of the title's nearest frames: a list's rows have dates of their own."""
    frames = list(heading.iterancestors())[:5]
    return any(around in frames for around in list(mark.iterancestors())[:5])


def _labelled(line: str) -> bool:
    """Whether a line says what its date is for; a bare date of today may be that of the visit."""
    words = line.lower()
    return any(word in words for word in ("post", "publi", "by ", "por ", "release", "submitted", "written", "dated"))


def _beside(heading: etree._Element | None, container: etree._Element | None) -> Iterator[str]:
    """Short lines with a date around the title: those behind it until the prose begins, then those just before it."""
    words = 0
    inside = heading is not None and container is not None and container in list(heading.iterancestors())
    for element in _following(heading) if heading is not None else ():
        if not inside and (element is container or (container is not None and container in element.iterancestors())):
            break
        text = _text_of(element)
        if text and len(text) <= _MAX_LINE and HINT.search(text):
            yield text
        words += len(text.split()) if text and element.tag in BLOCKS else 0
        if words > _WORDS_BETWEEN:
            break
    anchor = heading if heading is not None else container
    before = (text for element in _preceding(anchor) if (text := _text_of(element))) if anchor is not None else ()
    for text in itertools.islice(before, _BEFORE):
        if len(text) <= _MAX_LINE and HINT.search(text):
            yield text


def _following(heading: etree._Element) -> Iterator[etree._Element]:
    """Elements behind the title in document order, until a frame of others begins."""
    for around in (heading, *list(heading.iterancestors())[:4]):
        for sibling in around.itersiblings():
            if around.tag == "body" or sibling.tag in _AROUND:
                continue
            yield from (one for one in sibling.iter() if isinstance(one.tag, str))


def _preceding(heading: etree._Element) -> Iterator[etree._Element]:
    """Elements before the title, the nearest first, in the frames that hold the title and little more."""
    for around in (heading, *list(heading.iterancestors())[:2]):
        if around.tag in ("body", "main"):
            return
        for sibling in around.itersiblings(preceding=True):
            if not isinstance(sibling.tag, str) or sibling.tag in _AROUND or sibling.tag == "header":
                return
            yield from (one for one in sibling.iter() if isinstance(one.tag, str))


def _text_of(element: etree._Element) -> str | None:
    """The text of an element that holds no blocks."""
    if element.tag in SKIPPED or is_hidden(element) or element.tag in ("html", "body"):
        return None
    if any(child.tag in BLOCKS for child in element):
        return None
    return one_line("".join(cast("Iterable[str]", element.itertext()))[:1000])


def _dateline(lines: list[str], zone: ZoneInfo, is_event: bool) -> Moment | None:
    """A date that opens the text: a line of its own, a press release's, or the dateline of the first paragraph."""
    for line in lines[:_OPENING_LINES]:
        moment = _read_line(line, zone, is_event) if len(line) <= _MAX_LINE else None
        if moment is None and not is_event:
            moment = _opening(line, zone)
        if moment is not None:
            return moment
    return None


def _opening(line: str, zone: ZoneInfo) -> Moment | None:
    """ "WASHINGTON, June 4, 2024 – Members ..." or "(June 4, 2024) ...": a date set off by a dash or brackets."""
    head, dash, _ = line[:90].partition("–")
    if not dash:
        head, dash, _ = line[:90].partition("—")
    if not dash:
        head, dash, _ = line[:90].partition(" - ")
    if not dash and line.startswith("("):
        head, dash, _ = line[1:60].partition(")")
    if not dash or not HINT.search(head):
        return None
    found = find_dates(head, zone, "text")
    return found[0] if len(found) == 1 and len(head.split()) <= 8 else None


def changed_lines(opening: str) -> list[str]:
    """Lines at the head of a text that say when it was changed."""
    return [line for line in opening.split("\n")[:_OPENING_LINES] if len(line) <= _MAX_LINE and _CHANGED.match(line)]
