"""Objects of content systems read as posts: their title, address, days, words, whatever the system calls them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from parsing.state.richtext import html_of
from parsing.text import one_line, plain

#: names of properties, in small letters without signs, the most telling first
_TITLES = "headline title posttitle articletitle entrytitle newstitle pagetitle heading name subject label".split()
_ADDRESSES = """
    fullurl url permalink canonicalurl posturl articleurl pageurl weburl link href path uri fullpath fullslug urlpath
    pathname route
""".split()
_SLUGS = "slug postslug urlslug seoslug slugname uid handle urlkey currentslug".split()
_IDS = "id postid articleid newsid entryid contentid nid".split()
_PUBLISHED = """
    datepublished publishdate publicationdate originalpublishdate dateofpublication displaydate publishedat
    publisheddate publishedon publisheddatetime publishon publishedtime publishtime publishat publishedtimestamp
    pubdate postdate postedon postedat dateposted posteddate newsdate articledate releasedate releasedat published fecha
    date day firstpublishedat firstpublisheddate firstpublicationdate
""".split()
_CREATED = "createdat created datecreated createddate createdon dateadded addedon timestamp time".split()
_MODIFIED = """
    updatedat modified modifiedat datemodified lastmodified updated lastpublicationdate lastpublisheddate
""".split()
_STARTS = "startdate startsat starttime startdatetime start eventdate begindate eventstart datestart".split()
_TEASERS = """
    excerpt summary description teaser dek deck standfirst lead lede intro introduction subtitle subheadline abstract
    shortdescription blurb snippet synopsis preview metadescription
""".split()
_BODIES = """
    articlebody bodyhtml contenthtml posthtml body content richcontent richtext html text markdown maincontent bodytext
    fulltext bodycopy postcontent story copy rawcontent article blocks sections slices contentblocks components modules
    children description details message
""".split()
_AUTHORS = "byline author authors authorname creator writer writtenby postedby".split()
_TERMS = "tags categories topics category keywords terms".split()
_TYPES = "typename posttype contenttype type template doctype component acffclayout kind".split()
_NAMES = "displayname fullname name title label node nodes edges attributes data fields".split()
#: objects in objects that hold what systems keep apart from number and days
_WRAPPER_WORDS = """
    attributes fields data node frontmatter content sys post article story item source document acf properties page meta
    entry
"""
_WRAPPERS = frozenset(_WRAPPER_WORDS.split())
_SIGNS = frozenset([*_TITLES[:7], *_SLUGS, *_PUBLISHED, *_CREATED])
_PARTS = """
    rendered current url path href pathname raw text value iso $date date formatted datetime _seconds seconds en en-US
    en_us default es
""".split()
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif|mp4|mp3|css|js|woff2?)(?:[?#]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """What one object says. Texts are on one line; body is the value as found, for parsing.state.richtext.

    address: as written, perhaps relative; slug: without any path. published, created, modified, starts: as written.
    """

    title: str
    address: str | None = None
    slug: str | None = None
    number: str | None = None
    published: str | None = None
    created: str | None = None
    modified: str | None = None
    starts: str | None = None
    teaser: str | None = None
    body: Any = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kind: str = ""
    #: names of its properties, to tell objects of one make
    shape: frozenset[str] = frozenset()


def record_of(value: Mapping[str, Any], refs: Mapping[str, Any] | None = None) -> Record | None:
    """An object as a record; None for one without a title. refs: objects of a cache by their keys."""
    if not _may_be(value):
        return None
    found = _view(value)
    title = _text(found, _TITLES)
    if not title or len(title) > 500:
        return None
    return Record(
        title=title,
        address=next((one for one in _strings(found, _ADDRESSES) if _is_address(one)), None),
        slug=next((one.strip("/") for one in _strings(found, _SLUGS) if re.fullmatch(r"[^\s<>?#]{1,300}", one)), None),
        number=next((one for one in _strings(found, _IDS) if len(one) <= 80), None),
        published=_day(found, _PUBLISHED),
        created=_day(found, _CREATED),
        modified=_day(found, _MODIFIED),
        starts=_day(found, _STARTS),
        teaser=_text(found, _TEASERS),
        body=next((found[name] for name in _BODIES if isinstance(found.get(name), str | list | dict)), None),
        authors=tuple(islice(_names((found.get(name) for name in _AUTHORS), refs or {}), 10)),
        tags=tuple(dict.fromkeys(islice(_names((found.get(name) for name in _TERMS), refs or {}), 30))),
        kind=next((one.lower() for one in _strings(found, _TYPES) if len(one) <= 60), ""),
        shape=frozenset(islice(value, 60)),
    )  # fmt: skip


def body_html(record: Record) -> str:
    """The words of a record as HTML; empty where it has none."""
    return html_of(record.body) if record.body is not None else ""


def _may_be(value: Mapping[str, Any]) -> bool:
    """Whether an object has a title, at once or one object deeper; quick."""
    if any(_fold(name) in _TITLE_SET for name in islice(value, 80)):
        return True
    return any(isinstance(one, dict) and _fold(name) in _WRAPPERS for name, one in islice(value.items(), 80))


_TITLE_SET = frozenset(_TITLES)
#: nodes of rich text that a title or teaser has at the most
_SHORT = 100


def _fold(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").lstrip("$@") if len(name) < 40 else name


def _view(value: Mapping[str, Any], depth: int = 0) -> dict[str, Any]:
    """An object's properties by folded names, those of the objects that it wraps among them; its own come first."""
    found: dict[str, Any] = {}
    for name, one in islice(value.items(), 120):
        if one not in (None, "", [], {}):
            found.setdefault(_fold(str(name)), one)
    for name in list(found) if depth < 3 else ():
        one = found[name]
        if name in _WRAPPERS and isinstance(one, dict):
            inner = _view(one, depth + 1)
            if _SIGNS & inner.keys():
                for key, part in inner.items():
                    if key not in found or key == name:
                        found[key] = part
    return found


def _text(found: Mapping[str, Any], names: Iterable[str]) -> str | None:
    """The first property that holds words, on one line."""
    for name in names:
        value = found.get(name)
        if isinstance(value, str):
            text = value[:5_000]
        elif isinstance(value, list | dict):
            part = _part(value) if isinstance(value, dict) else None
            text = part[:5_000] if part else html_of(value, _SHORT)[:5_000]
        else:
            continue
        line = one_line(plain(text)) if "<" in text or "&" in text else one_line(text)
        if line and not line.startswith(("{", "[", "$")):
            return line
    return None


def _strings(found: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        value = found.get(name)
        if isinstance(value, dict):
            value = _address_part(value) if name in _ADDRESSES else _part(value)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value) if abs(value) < 10**18 else None
        if isinstance(value, str) and value.strip() and len(value) < 3_000:
            yield value.strip()


def _address_part(value: dict[str, Any]) -> str | None:
    base, path = value.get("base"), value.get("path")
    return base.rstrip("/") + path if isinstance(base, str) and isinstance(path, str) else _part(value)


def _part(value: dict[str, Any]) -> str | None:
    """The text of an object that says one thing, as {"rendered": "…"} does."""
    for name in _PARTS:
        one = value.get(name)
        if isinstance(one, str) and one.strip():
            return one
        if isinstance(one, int | float) and not isinstance(one, bool):
            return str(int(one)) if abs(one) < 10**15 else None
    return None


def _is_address(text: str) -> bool:
    if re.search(r"[\s<>{}\"]", text) or _PICTURE.search(text) or text in ("/", "#"):
        return False
    return bool(re.match(r"https?://|/(?!/)", text, re.IGNORECASE) or re.fullmatch(r"[\w%.~-]+(?:/[\w%.~-]+)+/?", text))


def _day(found: Mapping[str, Any], names: Iterable[str]) -> str | None:
    """The first property that may be a day or an instant, as text."""
    for name in names:
        value = found.get(name)
        if isinstance(value, dict):
            value = _part(value)
        if isinstance(value, bool):
            continue
        if isinstance(value, int | float) and 10**8 < value < 10**14:
            return str(int(value))
        if isinstance(value, str) and 4 < len(value.strip()) <= 80 and re.search(r"\d", value):
            return value.strip()
    return None


def _names(values: Iterable[Any], refs: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    """Names of people or terms, given as texts, objects or references to objects."""
    for value in values:
        if isinstance(value, str):
            if (line := one_line(value[:200])) and not line.startswith(("{", "$", "http")):
                yield line
        elif isinstance(value, list) and depth < 4:
            yield from _names(value[:20], refs, depth + 1)
        elif isinstance(value, dict) and depth < 4:
            if isinstance(value.get("__ref"), str):
                value = refs.get(value["__ref"]) or {}
            folded = {_fold(str(name)): one for name, one in islice(value.items(), 40)}
            first, last = folded.get("firstname"), folded.get("lastname")
            if isinstance(first, str) and isinstance(last, str):
                yield f"{first} {last}"
                continue
            yield from _names([next((folded[key] for key in _NAMES if folded.get(key)), None)], refs, depth + 1)
