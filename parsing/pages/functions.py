"""Pages that do something instead of telling it: calendars, forms, streams of changes, galleries, maps, doors, shells.

Each is told by its structure and its address; class names are evidence beside these and never the only one. A page that
machines are told to be an article is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from parsing.pages.function_words import (
    CALENDAR_NAMES,
    CHANGED,
    CLOCK,
    COMMENTS_PATH,
    COMMENTS_QUERY,
    FEED_PATH,
    FEED_QUERY,
    FORM_NAMES,
    GALLERY_NAMES,
    MAP_NAMES,
    MEMBERS,
    MEMBERS_NAMES,
    MONTH_TITLE,
    SEARCH_FIELDS,
    SENT,
)
from parsing.pages.words import FILE_NAME

Refusal = tuple[str, str]

#: words of its own up to which a page is hardly a text
FEW, VERY_FEW = 40, 15
#: and up to which a page may still be a form with an explanation
FORM_WORDS = 120
#: words of one row of a stream of changes; words that a shell may show nonetheless, its name for instance
_WORDS_OF_ROW, _SHELL_WORDS = 25, 5
_MIN_ROWS, _MIN_PICTURES, _MIN_FIELDS = 4, 6, 3
_LONGEST_MONTH_SURE = 28
_BESIDE = frozenset({"nav", "aside", "footer", "header"})
_BESIDE_ROLES = frozenset({"navigation", "complementary", "contentinfo", "banner", "search"})
_UNSEEN = frozenset({"script", "style", "noscript", "template", "head"})
_TYPED_IN = frozenset({"", "text", "email", "tel", "number", "date", "url", "checkbox", "radio"})
_MAP = re.compile(
    r"(?:google\.[a-z.]{2,6}/maps|maps\.google\.|openstreetmap\.org|mapbox\.com|arcgis\.com|bing\.com/maps)"
)
_MOST_ELEMENTS = 20_000
#: characters of a page's source, and of its middle's text, that are searched
_MOST_SOURCE, _MOST_TEXT = 1_000_000, 300_000
#: characters of a page's few words that are searched
_MOST_SAID = 4_000
#: what every time of day holds
_MINUTES = re.compile(r":(?<=\d:)[0-5]\d")
#: a day's number with the spaces around it
_LONGEST_NUMBER = 200
_DAY = re.compile(r"[1-9]|[12]\d|3[01]")


@dataclass(eq=False)
class Look:
    """What a refusal may look at. words: of the article's text as read. dated: the page tells a day of publication.

    article: machines are told that the page is an article. event: it is one event.
    """

    root: etree._Element
    source: str
    classes: frozenset[str]
    title: str | None
    url: str
    text: str
    dated: bool
    article: bool
    event: bool

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def path(self) -> str:
        return urlsplit(self.url).path.lower()

    @property
    def name(self) -> str:
        """The last part of the path, without what says the kind of file."""
        return re.sub(r"\.\w{2,5}$", "", self.path.rstrip("/").rsplit("/", 1)[-1])

    def is_named(self, names: frozenset[str]) -> bool:
        """Whether the address ends with one of these names, or a short title is made of nothing else."""
        title = "-".join(re.findall(r"[^\W_]+", (self.title or "").casefold()))
        return self.name in names or title in names

    @cached_property
    def middle(self) -> Middle:
        """What stands in the page's middle, counted."""
        return Middle.of(self)

    def content(self) -> Iterator[etree._Element]:
        """Elements of the page's middle: not those of bars, headers and footers that say what they are."""
        body = self.root.find("body")
        stack = [body if body is not None else self.root]
        for _ in range(_MOST_ELEMENTS):
            if not stack:
                return
            element = stack.pop()
            if not isinstance(element.tag, str) or element.tag in _UNSEEN or element.tag in _BESIDE:
                continue
            if element.attrib and element.get("role") in _BESIDE_ROLES:
                continue
            yield element
            stack.extend(reversed(element))


def function_refusal(look: Look) -> Refusal | None:
    """(reason, sentence) for a page that is a function of its site and no post; else None."""
    return _by_address(look) or (None if look.article else _by_structure(look))


def _by_address(look: Look) -> Refusal | None:
    """Addresses of feeds, comments and attachments that answer with a page: the post, if any, stands elsewhere."""
    query = urlsplit(look.url).query.lower()
    if FEED_PATH.search(look.path) or FEED_QUERY.search(query):
        return "feed", "The address is that of a feed, and what answers is a page."
    if COMMENTS_PATH.search(look.path) or COMMENTS_QUERY.search(query):
        return "comments", "The address is that of comments on a post."
    if "attachment" in look.classes or re.search(r"(?:^|&)attachment_id=\d", query):
        return "attachment", "The platform calls the page an attachment."
    return None


def _by_structure(look: Look) -> Refusal | None:
    checks: tuple[Callable[[Look], Refusal | None], ...] = (
        _activity, _attachment, _member, _calendar, _form, _map, _gallery, _shell,
    )  # fmt: skip
    for check in checks:
        refusal = check(look)
        if refusal:
            return refusal
    return None


def _activity(look: Look) -> Refusal | None:
    """Rows of a time of day, a link to something, and what somebody did to it."""
    source = look.source[:_MOST_SOURCE]
    # what each of them holds is counted first, which is many times as fast
    lower = source.lower()
    most = lower.count(" ago") + lower.count("hace ") + sum(1 for _ in islice(_MINUTES.finditer(source), _MIN_ROWS))
    if most < _MIN_ROWS or len(list(islice(CLOCK.finditer(source), _MIN_ROWS))) < _MIN_ROWS:
        return None
    text = look.middle.text
    clocks, changes = len(CLOCK.findall(text)), len(CHANGED.findall(text))
    is_dense = min(changes, look.middle.links) >= 0.6 * clocks and len(text.split()) <= _WORDS_OF_ROW * clocks
    if clocks >= _MIN_ROWS and is_dense:
        return "activity", f"The page tells of {clocks} changes by the time of day and links to what was changed."
    return None


def _attachment(look: Look) -> Refusal | None:
    """A picture that leads to its own file, under the name of the file."""
    if look.words >= VERY_FEW or look.dated:
        return None
    pictures = [one for one in look.content() if one.tag == "img"]
    if len(pictures) != 1 or not (
        look.title and (FILE_NAME.fullmatch(look.title) or re.search(r"\d{3}|_", look.title))
    ):
        return None
    parent = pictures[0].getparent()
    href = (parent.get("href") or "") if parent is not None and parent.tag == "a" else ""
    if re.search(r"\.(?:jpe?g|png|gif|webp)(?:\?|$)", href, re.IGNORECASE):
        return "attachment", f"The page only shows a picture: {look.title}"
    return None


def _member(look: Look) -> Refusal | None:
    """Doors: a form for a password and hardly a word, or a few words that say that one has to log in."""
    if look.dated:
        return None
    if look.words < FEW and MEMBERS.search(look.text[:_MOST_SAID]):
        return "member", f"The page's few words say that it is for members: {look.text[:120]}"
    has_door = any(one.get("type") == "password" for one in look.content() if one.tag == "input")
    if has_door and (look.is_named(MEMBERS_NAMES) or look.words < VERY_FEW):
        return "member", "The page is a form to log in."
    return None


def _calendar(look: Look) -> Refusal | None:
    """A grid of a month's days, or an address of a calendar; a page that is one event is neither."""
    if look.event:
        return None
    is_month = bool(look.title and MONTH_TITLE.fullmatch(look.title.strip()))  # which reads like a date
    if is_month or (look.is_named(CALENDAR_NAMES) and not look.dated):
        return "calendar", f"Its address or title names a calendar: {look.title or look.name}"
    is_brief = look.words < 3 * FEW and len((look.title or "").split()) <= 4
    if is_brief and not look.dated and look.middle.days >= _LONGEST_MONTH_SURE:
        return "calendar", "The page shows the days of a month in a row."
    return None


def _form(look: Look) -> Refusal | None:
    """Fields to fill in, under a name that forms bear; what stands on every page (search, comments) is no such form."""
    if look.dated or look.words > FORM_WORDS:
        return None
    if look.words < FEW and SENT.search(look.text[:_MOST_SAID]):
        return "form", f"The page's few words answer a form that was sent: {look.text[:120]}"
    fields = sum(1 for one in look.content() if _is_field(one))
    is_bare = look.words < VERY_FEW and fields >= 2 * _MIN_FIELDS and look.name.count("-") < 3
    if fields >= _MIN_FIELDS and (look.is_named(FORM_NAMES) or is_bare):
        return "form", f"The page is a form of {fields} fields: {look.title or look.name}"
    return None


def _map(look: Look) -> Refusal | None:
    if look.event or look.dated or look.words >= FEW or len((look.title or "").split()) > 4:
        return None
    is_map = any(_MAP.search(one.get("src") or "") for one in look.content() if one.tag in ("iframe", "img", "object"))
    if is_map or (look.is_named(MAP_NAMES) and look.words < VERY_FEW):
        return "map", "The page shows a map and hardly a word."
    return None


def _gallery(look: Look) -> Refusal | None:
    if look.dated or look.words >= FEW or len((look.title or "").split()) > 4:
        return None
    pictures = sum(1 for one in look.content() if one.tag == "img")
    if look.is_named(GALLERY_NAMES) or (pictures >= _MIN_PICTURES and look.words < VERY_FEW):
        return "gallery", f"The page shows {pictures} pictures and hardly a word."
    return None


def _shell(look: Look) -> Refusal | None:
    """Scripts, and nothing that a visitor without them would see."""
    if look.words >= FEW or look.dated or next(look.root.iter("script"), None) is None:
        return None
    if any(one.tag in ("img", "iframe", "video", "audio", "object", "embed", "form") for one in look.content()):
        return None
    if len(look.middle.text.split()) < _SHELL_WORDS:
        return "shell", "The page is a shell that scripts fill; without them it holds no text."
    return None


def _is_field(element: etree._Element) -> bool:
    """A field that a visitor fills in, not one to search, to comment, or that only machines see."""
    if element.tag in ("select", "textarea"):
        return not SEARCH_FIELDS.search(_names(element))
    if element.tag != "input" or (element.get("type") or "").lower() not in _TYPED_IN:
        return False
    form = next(element.iterancestors("form"), None)
    if form is not None and any(SEARCH_FIELDS.search(_names(one)) for one in islice(form.iter("textarea"), 5)):
        return False
    return not SEARCH_FIELDS.search(_names(element))


def _names(element: etree._Element) -> str:
    return f"{element.get('name') or ''} {element.get('id') or ''} {element.get('placeholder') or ''}"[:300]


@dataclass(slots=True, eq=False)
class Middle:
    """The words and links of a page's middle, and how many days of a month stand there in a row."""

    text: str
    links: int
    days: int

    @classmethod
    def of(cls, look: Look) -> Middle:
        pieces: list[str] = []
        links, left = 0, _MOST_TEXT
        for element in look.content():
            links += element.tag == "a"
            for piece in (element.text, *(child.tail for child in element)):
                if piece and left > 0:
                    pieces.append(piece[:left])
                    left -= len(piece)
        return cls(" ".join(" ".join(pieces).split()), links, _days_in_a_row(look))


def _days_in_a_row(look: Look) -> int:
    """How far the page's lines count from 1 on, one day each."""
    wanted = 1
    for element in look.content():
        for text in (element.text, *(child.tail for child in element)):
            number = text.strip() if text and len(text) < _LONGEST_NUMBER else ""
            if len(number) <= 2 and _DAY.fullmatch(number) and int(number) == wanted:
                wanted += 1
    return wanted - 1
