"""Every date that a page says of its post, with where it was read: what parsing.dates.choose decides among.

Never a candidate: dates of modification, of other posts, of comments, of the visit, of events told in the text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from lxml import etree

from errors import ParseError
from items import Moment, Origin
from parsing.article import looks_like_junk
from parsing.date_grammar import HINT
from parsing.dates import date_in_address, find_dates, parse_date
from parsing.rendering import BLOCKS, SKIPPED, is_hidden
from parsing.structured import Structured
from parsing.text import one_line, plain

_PUBLISHED_META = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "dcterms.created",
    "dcterms.issued",
    "dcterms.date",
    "dc.date.issued",
    "dc.date.created",
    "citation_publication_date",
    "publication_date",
    "publish-date",
    "publishdate",
    "publish_date",
    "pubdate",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "shareaholic:article_published_time",
)
#: these hold the day on which the page was rendered as often as the post's
_DOUBTFUL_META = ("date", "dc.date", "dc.terms.date", "creation_date", "article:date")
_MODIFIED_META = (
    "article:modified_time",
    "og:updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
)
_PUBLISHED_ITEMS = ("datepublished", "datecreated", "created", "pubdate")
_MODIFIED_ITEMS = ("datemodified", "modified", "updated")

_AROUND = frozenset({"nav", "aside", "footer"})
#: words behind the title, and elements before it, among which a date line belongs to the post
_WORDS_BETWEEN, _BEFORE = 60, 4
#: lines at the head of the text in which a date may open it
_OPENING_LINES = 6
_MAX_LINE = 160
_CHANGED = re.compile(
    r"\W{0,3}(?:last |page )?(?:updated|modified|edited|revised|changed|actualizad[oa]|modificad[oa])", re.IGNORECASE
)
_POSTED = re.compile(r"\W{0,3}(?:posted|published|publicad[oa]|released|issued|by|por|date|fecha)\b", re.IGNORECASE)
_CHANGES = ("updated", "modified")
_TIMES = etree.XPath("//time | //abbr[@title and contains(@class, 'published')]")
_RELATIVE_MARK = etree.XPath("//*[contains(concat(' ', @class, ' '), ' oa-date ')]")


def candidates_of(
    root: etree._Element,
    structured: Structured,
    heading: etree._Element | None,
    container: etree._Element | None,
    opening: str,
    title: str | None,
    url: str,
    zone: ZoneInfo,
    today: date | None,
) -> tuple[Moment, ...]:
    """All candidates for the day of publication, the most trusted origins first.

    heading: the element of the title; container: of the article's text; either may be unknown. opening: the first
    lines of the article's text, before it is cleaned. today: as for parse_date.
    """
    found: list[Moment | None] = [
        _read(structured.text("datePublished", "dateCreated"), zone, "json_ld"),
        *(_read(structured.meta.get(name), zone, "meta") for name in _PUBLISHED_META if name in structured.meta),
        *_doubtful(structured, zone, today),
        *(_read(structured.first_item(name), zone, "time") for name in _PUBLISHED_ITEMS if name in structured.items),
        *_times(root, heading, container, zone),
        *_lines(root, heading, container, opening, zone, today),
        date_in_address(url, zone),
        *(find_dates(title, zone, "title")[:1] if title else ()),
    ]
    return tuple(dict.fromkeys(moment for moment in found if moment is not None))


def updated_at(structured: Structured, opening: str, zone: ZoneInfo) -> datetime | None:
    """When the page says that it was changed; only where it says so to the minute. opening: as for candidates_of."""
    said = (
        structured.text("dateModified"),
        structured.first_meta(*_MODIFIED_META),
        structured.first_item(*_MODIFIED_ITEMS),
    )
    for text in (*said, *_changed_lines(opening)):
        moment = _read(text, zone, "meta")
        if moment is not None and moment.precision == "minute":
            return moment.at
    return None


def _changed_lines(opening: str) -> list[str]:
    return [line for line in opening.split("\n")[:_OPENING_LINES] if len(line) <= _MAX_LINE and _CHANGED.match(line)]


def _read(text: str | None, zone: ZoneInfo, origin: Origin, today: date | None = None) -> Moment | None:
    line = one_line(text)
    if not line:
        return None
    try:
        return parse_date(line, zone, origin, today)
    except ParseError:
        return None


def _doubtful(structured: Structured, zone: ZoneInfo, today: date | None) -> Iterator[Moment | None]:
    for name in _DOUBTFUL_META:
        moment = _read(structured.meta.get(name), zone, "meta")
        if moment is not None and moment.on != today:
            yield moment


def _times(
    root: etree._Element, heading: etree._Element | None, container: etree._Element | None, zone: ZoneInfo
) -> Iterator[Moment | None]:
    """The `<time>` elements of the post's own head or foot. One that says it is of a change is none."""
    home = _home_of(heading, container)
    elements = [one for one in cast("list[etree._Element]", _TIMES(root))[:100] if _is_of_post(one, home, container)]
    elements.sort(key=lambda one: -_shared_depth(one, heading))
    published = [one for one in elements if _says(one, ("published", "pubdate", "posted", "created"))]
    others = [one for one in elements if not _says(one, _CHANGES)]
    for element in published[:1] or others[:1]:
        said = element.get("datetime") or element.get("title")
        yield _read(said, zone, "time") or _read(plain(element), zone, "time")


def _shared_depth(element: etree._Element, heading: etree._Element | None) -> int:
    """How deep in the page the smallest element around a date and the title lies: the deeper, the closer they are."""
    if heading is None:
        return 0
    around = list(heading.iterancestors())
    for one in element.iterancestors():
        if one in around:
            return len(around) - around.index(one)
    return 0


def _says(element: etree._Element, words: tuple[str, ...]) -> bool:
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('property') or ''}".lower()
    return (element.get("pubdate") is not None and "pubdate" in words) or any(word in names for word in words)


def _home_of(heading: etree._Element | None, container: etree._Element | None) -> etree._Element | None:
    """The smallest element around title and text: what a post's own date stands in."""
    if heading is None or container is None:
        return heading.getparent() if heading is not None else container
    around = {container, *container.iterancestors()}
    return next((one for one in heading.iterancestors() if one in around), None)


def _is_of_post(element: etree._Element, home: etree._Element | None, container: etree._Element | None) -> bool:
    """Whether a date stands in the post's own frame: not in its text, nor in side bars, lists of others, comments."""
    inside_home = home is None
    for around in element.iterancestors():
        if around is home:
            inside_home = True
        if around is container and not _opens(element, around):
            return False
        if around is home or around.tag == "body":
            break
        if around.tag in _AROUND and around is not home and not _is_own_footer(around, container):
            return False
        if around is not container and looks_like_junk(around) and not _is_meta(around):
            return False
        if around is not home and _is_card(around):
            return False
    return inside_home


def _is_card(element: etree._Element) -> bool:
    """Whether an element is a card of another post: a linked heading with what belongs to it."""
    return any(next(heading.iter("a"), None) is not None for heading in element.iter("h2", "h3", "h4", "h5"))


def _opens(element: etree._Element, container: etree._Element) -> bool:
    """Whether nothing but short lines stands before an element in its container."""
    words = 0
    for one in container.iter():
        if one is element:
            return True
        words += len((one.text or "").split()) if isinstance(one.tag, str) and one.tag not in SKIPPED else 0
        if words > _WORDS_BETWEEN:
            return False
    return False


def _is_own_footer(element: etree._Element, container: etree._Element | None) -> bool:
    """Whether a footer is the article's own, as themes print a post's date below it."""
    parent = element.getparent()
    return element.tag == "footer" and parent is not None and (parent.tag == "article" or container in list(parent))


def _is_meta(element: etree._Element) -> bool:
    """Whether a name that marks lines beside the text marks the post's own date line."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return any(word in names for word in ("meta", "byline", "posted", "date", "footer", "info"))


def _lines(
    root: etree._Element,
    heading: etree._Element | None,
    container: etree._Element | None,
    opening: str,
    zone: ZoneInfo,
    today: date | None,
) -> Iterator[Moment | None]:
    """Dates in lines of their own beside the title, at the head of the text, or behind it with a word like "Posted"."""
    for mark in cast("list[etree._Element]", _RELATIVE_MARK(root))[:3]:
        if heading is not None and not _near(mark, heading):
            continue
        yield _read(plain(mark), zone, "text", today)
        return
    changed = {one_line(plain(one)) for one in cast("list[etree._Element]", _TIMES(root))[:100] if _says(one, _CHANGES)}
    for line in _beside(heading, container):
        if line in changed:
            continue
        moment = _read_line(line, zone)
        if moment is not None and not (moment.on == today and not _labelled(line)):
            yield moment
            return
    yield _dateline([line for line in opening.split("\n") if line.strip() and line not in changed], zone)


def _read_line(line: str, zone: ZoneInfo) -> Moment | None:
    """A line that is a date, or says at its beginning that a date follows; not one that tells of a change."""
    if _CHANGED.match(line):
        return None
    moment = _read(line, zone, "text")
    if moment is None and _POSTED.match(line):
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
    for element in _following(heading) if heading is not None else ():
        if element is container or (container is not None and container in element.iterancestors()):
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


def _dateline(lines: list[str], zone: ZoneInfo) -> Moment | None:
    """A date that opens the text: a line of its own, a press release's, or the dateline of the first paragraph."""
    for line in lines[:_OPENING_LINES]:
        moment = (_read_line(line, zone) if len(line) <= _MAX_LINE else None) or _opening(line, zone)
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
