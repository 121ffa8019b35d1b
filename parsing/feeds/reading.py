"""Feed documents: RSS, Atom and RDF through feedparser, and JSON Feed; each entry as it says itself, and no more.

Whether an entry carries the whole text or a teaser is decided by the entry: only a whole text becomes its body.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from errors import ParseError
from items import Moment
from parsing.dates import parse_date
from parsing.documents import decode
from parsing.feeds.documents import MAX_ENTRIES, parse_xml, well_formed
from parsing.feeds.json import read_json
from parsing.feeds.texts import texts_of
from parsing.languages import language_code
from parsing.pages.bylines import people, person
from parsing.pages.cleanup import clean_teaser
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
    updated_at: datetime | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed document. partial: it broke off; its complete entries are here. next_url: its next page (RFC 5005)."""

    title: str | None
    language: str | None
    entries: tuple[Entry, ...]
    partial: bool = False
    next_url: str | None = None
    self_url: str | None = None
    ttl_minutes: int | None = None


def read_feed(body: bytes, url: str, content_type: str | None, zone: ZoneInfo) -> Feed:
    """Read RSS, Atom, RDF or JSON Feed.

    url: where the document came from, the base of relative links. zone: the source's, for dates without one.
    Raises ParseError where the document is no feed (HTML, a sitemap, another JSON) or is empty.
    """
    text = decode(body, content_type).strip()
    if not text:
        raise ParseError(f"{url} is empty, no feed")
    feed = _json_feed(text, url, zone) if text[0] in "{[" else _xml_feed(text, url, content_type, zone)
    return replace(feed, entries=_without_doubled_guids(_without_build_times(feed.entries)))


def _xml_feed(text: str, url: str, content_type: str | None, zone: ZoneInfo) -> Feed:
    text, partial = well_formed(text, url)
    parsed = parse_xml(text, url, content_type)
    head = parsed["feed"]
    atom = str(parsed.get("version") or "").startswith("atom")
    raw = [one for one in parsed["entries"][:MAX_ENTRIES] if isinstance(one, Mapping)]
    stamps = [_stamp(one, atom) for one in raw]
    day_only = _are_days(stamps)
    entries = tuple(
        _entry(one, url, zone, _moment(stamp, zone, day_only)) for one, stamp in zip(raw, stamps, strict=True)
    )
    links = [link for link in head.get("links") or () if isinstance(link, Mapping)]
    return Feed(
        title=_line(head.get("title")),
        language=language_code(_string(head.get("language"))),
        entries=entries,
        partial=partial,
        next_url=_link(links, "next", url),
        self_url=_link(links, "self", url),
        ttl_minutes=_ttl(head),
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
    tags = (_line(tag.get("term")) for tag in raw.get("tags") or () if isinstance(tag, Mapping))
    return Entry(
        url=_address(raw, guid, url),
        guid=guid,
        title=title,
        teaser=teaser,
        body=body,
        author=author,
        published=published,
        updated_at=_updated(raw, published, zone),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag))[:50],
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


def _moment(stamp: str, zone: ZoneInfo, day_only: bool) -> Moment | None:
    """A date of publication; the printed day without its hour where the feed's clock cannot be trusted."""
    if not stamp:
        return None
    try:
        moment = parse_date(stamp, zone, "feed")
        printed = parse_date(_OFFSET.sub("", stamp), zone, "feed").on
    except ParseError:
        return None
    if day_only or (moment.precision == "minute" and _is_out_of_season(stamp, moment, zone)):
        return Moment.of_day(printed, zone, "feed")
    return moment


#: an offset or a zone's name at the end of a stamp
_OFFSET = re.compile(r"\s*(?:[+\-−]\d\d:?\d\d|Z|UT|UTC|GMT|[ECMPA][SD]T)$")
_FIXED = re.compile(r"(?:\s|:\d\d)([+-])(\d\d):?(\d\d)$")
_CLOCK = re.compile(r"(\d\d):(\d\d)(?::(\d\d))?")


def _is_out_of_season(stamp: str, moment: Moment, zone: ZoneInfo) -> bool:
    """Whether a summer instant bears the zone's winter offset: some systems print one offset all year, so that the hour
    is doubtful and the printed day is not. Source: the national feeds, which print -0500 in July.
    """
    found = _FIXED.search(stamp)
    if not found:
        return False
    offset = timedelta(hours=int(found[2]), minutes=int(found[3])) * (-1 if found[1] == "-" else 1)
    local = moment.at.astimezone(zone)
    summer = local.dst() or timedelta()
    return bool(summer) and offset == (local.utcoffset() or timedelta()) - summer and offset != timedelta()


def _are_days(stamps: list[str]) -> bool:
    """Whether all entries bear one full hour that is midnight somewhere: the feed knows days and no times.

    Source: LaborWeb prints 05:00:00 GMT always, which is midnight in the east and the day before in the west.
    """
    clocks = [found for stamp in stamps if (found := _CLOCK.search(stamp))]
    hours = {(found[1], found[2], found[3] or "00") for found in clocks}
    days = {stamp[:16] for stamp in stamps}
    if len(hours) != 1 or len(days) < 3:
        return False
    hour, minute, second = hours.pop()
    return (minute, second) == ("00", "00") and int(hour) in (0, 4, 5, 6, 7, 8, 9, 10)


def _updated(raw: Mapping[str, Any], published: Moment | None, zone: ZoneInfo) -> datetime | None:
    stamp = one_line(_string(raw.get("updated")))
    if not stamp:
        return None
    try:
        moment = parse_date(stamp, zone, "feed")
    except ParseError:
        return None
    return moment.at if moment.precision == "minute" and moment != published else None


def _without_build_times(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Entries without the date that most of them share to the second: that is when the feed was built, not they."""
    exact = [one.published.at for one in entries if one.published and one.published.precision == "minute"]
    if len(exact) < 3:
        return entries
    (most, count), *_ = Counter(exact).most_common(1)
    near = sum(1 for at in exact if abs(at - most) <= timedelta(seconds=len(exact)))
    if near < 0.8 * len(entries) or (count < 2 and len(exact) < 5):
        return entries
    limit = timedelta(seconds=len(exact))
    return tuple(
        replace(one, published=None) if one.published and abs(one.published.at - most) <= limit else one
        for one in entries
    )


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
    for one in document.entries[:MAX_ENTRIES]:
        title, author = _line(one.title), people(one.authors)
        teaser, body = texts_of(one.summary, [one.content], title, author, zone)
        published = _moment(one.published, zone, False)
        entries.append(
            Entry(
                url=absolute(url, one.url) if one.url else None,
                guid=one_line(one.guid),
                title=title,
                teaser=teaser or clean_teaser(plain(one.summary)),
                body=body,
                author=author,
                published=published,
                updated_at=_updated({"updated": one.updated}, published, zone),
                tags=tuple(tag for tag in map(one_line, one.tags) if tag),
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
