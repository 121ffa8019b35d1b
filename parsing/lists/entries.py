"""A record's lines to an entry's fields: title, teaser, day, author, address, anchor, kind."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from lxml import etree

from items import Event, Moment
from parsing.dates import candidate, is_day_first
from parsing.events.times import read_when
from parsing.lists.addresses import AddressSigns, address_signs
from parsing.lists.blocks import Group
from parsing.lists.lines import Read, author_of
from parsing.lists.numbers import page_number
from parsing.lists.pointers import watch_address
from parsing.lists.records import Record
from parsing.lists.tails import without_tail
from parsing.lists.texts import body_of, name_untitled, teaser_of, texts_of, title_of
from parsing.lists.years import with_years
from parsing.words import (
    byline,
    dates_in,
    has_year,
    is_training,
    leading_date,
    words_of,
)

_PLATFORM_ID = re.compile(r"^(?:node|post)-(\d{1,10})$")
#: words beside a film up to which an entry is the film
_LITTLE_TEXT = 40
_CHANGED = re.compile(r"\W*(?:last )?(?:updated|modified|changed|edited|actualizado|modificado)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of one entry, before it is known whether its group is the main list."""

    url: str | None
    title: str | None
    teaser: str | None
    body: str | None
    published: Moment | None
    kind: str | None
    anchor: str | None
    external_id: str | None
    author: str | None
    is_foreign: bool
    #: whether the list prints the year; without it the day is the last such one
    has_year: bool = True
    event: Event | None = None
    #: a document that is all there is behind the entry
    file: str | None = None
    #: where the entry's title leads, if its own page is linked beside it: a pointer with a page of its own
    target: str | None = None


def drafts_of(group: Group, page_url: str, zone: ZoneInfo, today: date | None, limit: int = 2000) -> list[Draft]:
    """The entries of a group of posts, in its order, no more than the limit."""
    group.records = group.records[:limit]
    ids = _steady_ids(group.records)
    is_event = _is_event_group(group, page_url)
    if len(group.records) > 1 and group.records[-1].target is None:
        group.records[-1] = without_tail(group.records)
    name_untitled(group.records)
    _link_dated(group.records, page_url)
    drafts: list[Draft] = []
    clock = _Clock(zone, today, _year_of(group.heading), page_url, _is_day_first(group))
    for record, anchor in zip(group.records, ids, strict=True):
        signs = address_signs(record.target, page_url) if record.target else None
        drafts.append(_draft(record, anchor, group, signs, is_event, clock))
    dates = with_years([one.published for one in drafts], zone, today, page_number(page_url) == 0)
    drafts = [replace(draft, published=published) for draft, published in zip(drafts, dates, strict=True)]
    return [draft for draft in drafts if draft.title or draft.teaser or draft.body]


def _link_dated(records: list[Record], page_url: str) -> None:
    """Dated paragraphs, most of which hold one link that leads to a post of this site: that is the entry's page."""
    links: list[str | None] = []
    for record in records:
        hrefs = {href for read in record.reads for href in read.hrefs}
        posts = [
            href for href in hrefs if (signs := address_signs(href, page_url)).role == "post" and not signs.foreign
        ]
        links.append(posts[0] if record.make == "d" and len(hrefs) == len(posts) == 1 else None)
    found = [link for link in links if link]
    if len(found) < 2 or len(found) < 0.6 * len(records) or len(set(found)) < len(found):
        return
    for record, link in zip(records, links, strict=True):
        record.target = record.target or link


def _year_of(heading: str | None) -> int | None:
    found = re.fullmatch(r"\W*((?:19|20)\d\d)\W*", heading or "")
    return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class _Clock:
    zone: ZoneInfo
    today: date | None
    #: the year that is the heading of the group
    year: int | None = None
    page_url: str = ""
    #: the list's dates in numbers prove that the day comes first
    day_first: bool = False


def _draft(
    record: Record, own_id: str | None, group: Group, signs: AddressSigns | None, is_event: bool, clock: _Clock
) -> Draft:
    title = title_of(record)
    kind = _kind(record, group, signs, is_event, title)
    published = (
        None
        if kind in {"event", "training"} or (signs and signs.foreign and group.zone == "aside")
        else _published(record, clock)
    )
    if published is None and group.heading_read is not None and group.heading_read.code == "D" and kind is None:
        published = _read_date(group.heading_read, clock)
    texts = texts_of(record, title)
    teaser = teaser_of(texts)
    is_file = signs is not None and signs.role == "file"
    anchor = own_id or anchor_of(published, title or teaser)
    if record.target is not None and signs is not None and not is_file:
        own_page = _permalink(record, clock.page_url) if signs.foreign else None
        return Draft(
            own_page or record.target, title, teaser, None, published, kind,
            anchor if signs.foreign and not own_page else None,
            _external_id(record, signs), _author(record), signs.foreign and not own_page, _says_year(record),
            _event(record, group, clock) if kind in {"event", "training"} else None,
            target=record.target if own_page else None,
        )  # fmt: skip
    body = body_of(record, texts)
    video = _film(record) if kind == "video" else None
    if video and words_of(body or "") > _LITTLE_TEXT:
        kind, video = None, None  # a report with a film in it
    return Draft(
        None, title, teaser, body or title, published, kind, anchor, _external_id(record, None), _author(record), False,
        file=record.target if is_file else None, target=video,
    )  # fmt: skip


def _permalink(record: Record, page_url: str) -> str | None:
    """The entry's own page, where the title leads elsewhere and the day or a sign beside it leads home."""
    for read in record.reads:
        if read is record.head or read.code not in "DSN":
            continue
        for href in read.hrefs:
            signs = address_signs(href, page_url)
            if not signs.foreign and signs.role in {"post", "unknown"}:
                return href
    return None


# ---- day and author ----------------------------------------------------------------------------------------------


def _published(record: Record, clock: _Clock) -> Moment | None:
    """The day the list prints; of those that it prints the first that can be one."""
    found: Moment | None = None
    for moment in _dates(record, clock):
        if moment is not None and moment.flag != "absurd":
            return moment
        found = found or moment
    return found


def _dates(record: Record, clock: _Clock) -> Iterator[Moment | None]:
    """Machine-readable ones, those on a line of their own, those before the title or the text."""
    for read in record.reads:
        if read.when and not _is_of_no_post(read):
            yield _parse(read.when, clock)
    for wanted in ("D", "S"):
        for read in record.reads:
            if read.code == wanted and not _is_of_no_post(read):
                yield _read_date(read, clock)
    for read in record.reads:
        if read.rest and (found := dates_in(read.rest)):
            yield _parse(_with_year(found[0], clock), clock)
    for read in record.reads:
        # a day inside a linked title is the title's: weekly updates bear days that are not those of their posting
        is_title = read is record.head and read.target is not None and not read.rest
        if read.code in "THBL" and not is_title and (lead := leading_date(read.text)):
            yield _parse(lead[0], clock)
    leaf = _leaf(record, clock.year)
    yield _parse(leaf, clock) if leaf else None


def _is_of_no_post(read: Read) -> bool:
    """A date under a picture, or of the last change, is not the day of publication."""
    return read.line.part == "caption" or bool(_CHANGED.match(read.text))


def _read_date(read: Read, clock: _Clock) -> Moment | None:
    found = dates_in(read.text)
    said = next((one for one in found if has_year(one)), found[0] if found else None)
    relative = next((one for one in found if one["relative"]), None)
    if relative is not None and len(found) > 1 and not has_year(found[-1]):
        said = found[-1]  # "Yesterday, November 20": the day itself says more
    if said is None:
        return None
    return _parse(_with_year(said, clock), clock) or _parse(read.text, clock)


def _with_year(said: re.Match[str], clock: _Clock) -> str:
    """A day as printed, with the year that stands over the list where it prints none itself."""
    return said[0] if has_year(said) or clock.year is None else f"{said[0].strip(' ,')}, {clock.year}"


def _leaf(record: Record, year: int | None) -> str | None:
    """A calendar leaf, "May" over "22" (and a year): together a date. "11-18" is one only under the year."""
    parts = [read.text for read in record.reads if read.code == "N"][:3]
    numbers = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})", parts[0]) if len(parts) == 1 else None
    if numbers and year:
        return f"{year}-{int(numbers[1]):02}-{int(numbers[2]):02}"
    if len(parts) == 2 and year:
        parts.append(str(year))
    return " ".join(parts) if len(parts) >= 2 and re.search(r"[^\W\d_]{3}", " ".join(parts)) else None


def _parse(text: str, clock: _Clock) -> Moment | None:
    return candidate(text, clock.zone, "list", clock.today, clock.day_first)


def _is_day_first(group: Group) -> bool:
    return is_day_first(" ".join(read.text[:200] for record in group.records for read in record.reads[:12]))


def _says_year(record: Record) -> bool:
    found = [one for read in record.reads if read.code in "DS" or read.rest for one in dates_in(read.text)]
    return not found or any(has_year(one) and not one["relative"] for one in found)


def _author(record: Record) -> str | None:
    for read in record.reads:
        if read.code in "DS" and (name := author_of(read.line.pieces) or byline(read.text)):
            return name
    return None


# ---- kind and identity -------------------------------------------------------------------------------------------


_CALENDAR = re.compile(
    r"(?:/|[?&]action=)(?:(?:event-)?calendars?|calendario|calendar-of-events|eventos|agenda)(?=[/?&#]|$)", re.I
)


def _is_event_group(group: Group, page_url: str) -> bool:
    if group.kind in {"event", "training"}:
        return True
    timed = sum(1 for record in group.records if any(read.code == "W" for read in record.reads))
    if timed > 0.5 * len(group.records):
        return True
    # the days on a calendar's own page are those of events, whatever heading a month of it has
    dated = sum(1 for record in group.records if any(read.code in "DN" for read in record.reads))
    in_middle = group.kind is None and group.zone in {"", "main"}
    return in_middle and dated > 0.5 * len(group.records) and bool(_CALENDAR.search(page_url))


def _kind(record: Record, group: Group, signs: AddressSigns | None, is_event: bool, title: str | None) -> str | None:
    if signs is not None and signs.kind not in (None, "event"):
        return signs.kind
    if is_event or (signs is not None and signs.kind == "event"):
        return "training" if group.kind == "training" or is_training(title) else "event"
    return "video" if record.target is None and _film(record) else None


def _film(record: Record) -> str | None:
    """Where a film that is shown in an entry can be seen."""
    frames = (piece.href for read in record.reads for piece in read.pictures if piece.kind == "frame" and piece.href)
    return next((watch_address(href) for href in frames if re.search(r"youtu|vimeo", href)), None)


def _event(record: Record, group: Group, clock: _Clock) -> Event | None:
    """The time of an event as the list prints it, leaf, day and hours put together; None without a sure day."""
    said = [read.text for read in record.reads if read.code in "NDW"]
    if record.head is not None and record.head.rest:
        said.append(record.head.rest)
    is_upcoming = bool(re.search(r"upcoming|coming up|next|pr[óo]xim", group.heading or "", re.IGNORECASE))
    span = read_when(" ".join(said), clock.zone, clock.today, is_upcoming) if said else None
    if span is None:
        return None
    register = re.compile(r"regist|rsvp|sign up|reserv|inscr|ticket", re.IGNORECASE)
    calls = (read.target or read.list_href for read in record.reads if read.code == "C" and register.search(read.text))
    return Event(span.starts_at, span.ends_at, span.all_day, clock.zone.key, registration_url=next(calls, None))


def _external_id(record: Record, signs: AddressSigns | None) -> str | None:
    """The platform's number: in the address, in a read-more link beside it, or as the element's id."""
    if signs is not None and signs.external_id:
        return signs.external_id
    for read in record.reads:
        for href in (*read.hrefs, read.more):
            found = re.search(r"/node/(\d{1,10})(?:/view)?/?$", href or "")
            if found:
                return found[1]
    if record.box is not None:
        for element in record.box.chain:
            for name in ((element.get("id") or ""), *(element.get("class") or "").split()):
                number = _PLATFORM_ID.match(name)
                if number:
                    return number[1]
    return None


def _steady_ids(records: list[Record]) -> list[str | None]:
    """For each record the id of its element as an anchor; none where ids only count rows, for they move on."""
    ids = [_id_of(record) for record in records]
    numbers = [int(found[1]) if one and (found := re.search(r"(\d+)$", one)) else None for one in ids]
    known = [number for number in numbers if number is not None]
    start = known[0] if known else None
    counts = len(known) == len(records) and start in {0, 1} and known == list(range(start, start + len(known)))
    if counts:
        return [None] * len(records)
    often = {one for one, count in Counter(ids).items() if count > 1}
    return [f"#{one}" if one and one not in often else None for one in ids]


def _id_of(record: Record) -> str | None:
    elements: list[etree._Element] = list(record.box.chain) if record.box else []
    for read in record.reads[:4]:
        element = read.line.element
        if element is not None:
            elements += [element, *element.iter("a")]
    for element in elements:
        name = (element.get("id") or (element.get("name") if element.tag == "a" else None) or "").strip()
        if name and len(name) <= 100 and not re.search(r"\s|^(?:main|content|page|body|wrapper|container|top)$", name):
            return name
    return None


def anchor_of(published: Moment | None, text: str | None) -> str:
    """ "#2024-05-22-title-in-plain-letters": steady as long as the day and the first words stay."""
    plain = unicodedata.normalize("NFKD", (text or "").lower()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))[:10]
    day = [published.on.isoformat()] if published else []
    return "#" + "-".join([*day, *words])
