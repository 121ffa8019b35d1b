"""Feed documents: RSS, Atom and RDF through feedparser, and JSON Feed; each entry as it says itself, and no more.

Whether an entry carries the whole text or a teaser is decided by the entry: only a whole text becomes its body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from errors import ParseError
from items import Link, Moment, Picture
from parsing.documents import decode
from parsing.feeds.dates import candidates, changed_at, modified_date, published_dates, unless_flagged
from parsing.feeds.documents import MAX_ENTRIES, parse_xml, well_formed
from parsing.feeds.json import read_json
from parsing.feeds.parts import enclosures_of, parts_of
from parsing.feeds.skips import skipped
from parsing.feeds.texts import texts_of
from parsing.languages import language_code
from parsing.pages.bylines import people, person
from parsing.pages.cleanup import clean_teaser
from parsing.pages.pointers import pointer_in
from parsing.pages.tags import each_once
from parsing.text import one_line, plain
from parsing.urls import absolute

_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10080, "monthly": 43200, "yearly": 525600}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. What the feed does not say is None.

    url: absolute, http or https. guid: None if it is empty or another entry with another address has it too.
    body: plain text, only where the feed carries the whole post. updated_at: aware, UTC.
    """

    url: str | None
    guid: str | None = None
    title: str | None = None
    teaser: str | None = None
    body: str | None = None
    author: str | None = None
    published: Moment | None = None
    #: every date that the entry bears, the flagged ones too
    candidates: tuple[Moment, ...] = ()
    updated_at: datetime | None = None
    tags: tuple[str, ...] = ()
    #: of an entry that carries the whole post, and what it encloses
    pictures: tuple[Picture, ...] = ()
    links: tuple[Link, ...] = ()
    #: ("clipping" or "video", where it leads) of an entry that is only a pointer
    pointer: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed document. partial: it broke off; its complete entries are here.

    next_url: its next page, or the archive before it (RFC 5005). generator: the software that made it. skip_hours,
    skip_days (UTC; 0 is Monday): when it asks not to be read.
    """

    title: str | None
    language: str | None
    entries: tuple[Entry, ...]
    partial: bool = False
    next_url: str | None = None
    self_url: str | None = None
    ttl_minutes: int | None = None
    generator: str | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


def read_feed(body: bytes, url: str, content_type: str | None, zone: ZoneInfo) -> Feed:
    """Read RSS, Atom, RDF or JSON Feed.

    url: where the document came from, the base of relative links. zone: the source's, for dates without one.
    Raises ParseError where the document is no feed (HTML, a sitemap, another JSON) or is empty.
    """
    text = decode(body, content_type).strip()
    if not text:
        raise ParseError(f"{url} is empty, no feed")
    feed = _json_feed(text, url, zone) if text[0] in "{[" else _xml_feed(text, url, content_type, zone)
    return replace(feed, entries=_without_doubled_guids(feed.entries))


def _xml_feed(text: str, url: str, content_type: str | None, zone: ZoneInfo) -> Feed:
    text, partial = well_formed(text, url)
    parsed = parse_xml(text, url, content_type)
    head = parsed["feed"]
    atom = str(parsed.get("version") or "").startswith("atom")
    raw = [one for one in parsed["entries"][:MAX_ENTRIES] if isinstance(one, Mapping)]
    dates = published_dates([_stamp(one, atom) for one in raw], zone)
    entries = tuple(_entry(one, url, zone, published) for one, published in zip(raw, dates, strict=True))
    links = [link for link in head.get("links") or () if isinstance(link, Mapping)]
    skip_hours, skip_days = skipped(text)
    return Feed(
        title=_line(head.get("title")),
        language=language_code(_string(head.get("language"))),
        entries=entries,
        partial=partial,
        next_url=_link(links, "next", url) or _link(links, "prev-archive", url),
        self_url=_link(links, "self", url),
        ttl_minutes=_ttl(head),
        generator=_line(head.get("generator")),
        skip_hours=skip_hours,
        skip_days=skip_days,
    )


def _entry(raw: Mapping[str, Any], url: str, zone: ZoneInfo, published: Moment | None) -> Entry:
    guid = one_line(_string(raw.get("id")))
    title = _line(raw.get("title"))
    author = person(_string(raw.get("author"))) or people(
        _string(one.get("name")) for one in raw.get("authors") or () if isinstance(one, Mapping)
    )
    contents = [_string(one.get("value")) for one in raw.get("content") or () if isinstance(one, Mapping)]
    summary = _string(raw.get("summary"))
    teaser, body = texts_of(summary, contents, title, author, zone)
    modified = modified_date(one_line(_string(raw.get("updated"))) or "", published, zone)
    tags = (_string(tag.get("label") or tag.get("term")) for tag in raw.get("tags") or () if isinstance(tag, Mapping))
    address = _address(raw, guid, url)
    markup = max([*contents, summary], key=len)
    pictures, links = parts_of(markup, body, address or url, enclosures_of(raw))
    return Entry(
        url=address,
        guid=guid,
        title=title,
        teaser=teaser,
        body=body,
        author=author,
        published=unless_flagged(published),
        candidates=candidates(published, modified),
        updated_at=changed_at(modified),
        tags=each_once(tags),
        pictures=pictures,
        links=links,
        pointer=pointer_in(markup, body or teaser, url),
    )


def _address(raw: Mapping[str, Any], guid: str | None, url: str) -> str | None:
    """The entry's own page: what FeedBurner wrapped, the link, the alternate, a guid that is an address."""
    links = [link for link in raw.get("links") or () if isinstance(link, Mapping)]
    alternates = [link.get("href") for link in links if link.get("rel") in (None, "alternate")]
    for given in (raw.get("feedburner_origlink"), raw.get("link"), *alternates):
        if isinstance(given, str) and given.strip() and (found := absolute(url, given)):
            return found
    return absolute(url, guid) if guid and re.match(r"https?://", guid, re.IGNORECASE) else None


def _stamp(raw: Mapping[str, Any], atom: bool) -> str:
    """The text of an entry's date of publication. RSS and RDF write it as dc:date too; Atom's `updated` is no such."""
    stamp = _string(raw.get("published")) or ("" if atom else _string(raw.get("updated")))
    return one_line(stamp) or ""


def _without_doubled_guids(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """A guid that stands on entries with different addresses identifies none of them."""
    addresses: dict[str, set[str | None]] = {}
    for one in entries:
        if one.guid:
            addresses.setdefault(one.guid, set()).add(one.url)
    return tuple(replace(one, guid=None) if one.guid and len(addresses[one.guid]) > 1 else one for one in entries)


def _link(links: Iterable[Mapping[str, Any]], rel: str, url: str) -> str | None:
    for link in links:
        if link.get("rel") == rel and isinstance(link.get("href"), str) and (found := absolute(url, link["href"])):
            return found
    return None


def _ttl(head: Mapping[str, Any]) -> int | None:
    """Minutes between changes, by `ttl` or the syndication module; None where it is not said or absurd."""
    given = _string(head.get("ttl")).strip()
    if given.isdigit() and 0 < int(given[:9]) <= 525600:
        return int(given[:9])
    period = _PERIODS.get(_string(head.get("sy_updateperiod")).strip().lower())
    often = _string(head.get("sy_updatefrequency")).strip()
    return max(period // int(often), 1) if period and often.isdigit() and 0 < int(often[:6]) <= 1440 else period


def _json_feed(text: str, url: str, zone: ZoneInfo) -> Feed:
    document = read_json(text, url)
    entries = []
    dates = published_dates([one_line(one.published) or "" for one in document.entries[:MAX_ENTRIES]], zone)
    for one, published in zip(document.entries[:MAX_ENTRIES], dates, strict=True):
        title, author = _line(one.title), people(one.authors)
        teaser, body = texts_of(one.summary, [one.content], title, author, zone)
        modified = modified_date(one_line(one.updated) or "", published, zone)
        address = absolute(url, one.url) if one.url else None
        pictures, links = parts_of(one.content, body, address or url, one.enclosures)
        entries.append(
            Entry(
                url=address,
                guid=one_line(one.guid),
                title=title,
                teaser=teaser or clean_teaser(plain(one.summary)),
                body=body,
                author=author,
                published=unless_flagged(published),
                candidates=candidates(published, modified),
                updated_at=changed_at(modified),
                tags=each_once(one.tags),
                pictures=pictures,
                links=links,
            )
        )
    return Feed(
        title=_line(document.title),
        language=language_code(document.language),
        entries=tuple(entries),
        next_url=absolute(url, document.next_url) if document.next_url else None,
        self_url=absolute(url, document.self_url) if document.self_url else None,
    )


def _line(value: Any) -> str | None:
    return one_line(plain(value)) if isinstance(value, str) else None


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""
