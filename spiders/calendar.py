"""Calendars: iCalendar files, the API of The Events Calendar, and calendar pages that carry their entries.

Where the API is closed or gone, its calendar file is asked for, then the page with the list of its events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urljoin, urlsplit

from scrapy.http import Response

from errors import ParseError, VisitError
from items import CalendarRead, Event, Item
from parsing.atrium.events import calendar_entries
from parsing.atrium.numbers import calendar_links
from parsing.documents import tree
from parsing.events import CalendarEntry, read_ical
from parsing.events.json import events_of_page
from parsing.events.registering import is_same_page
from parsing.events.tribe import read_tribe_page
from parsing.urls import canonical
from spiders.base import Brought, Family, content_type_of
from spiders.proving import proof_of
from spiders.shrinking import front_of

#: Pages of an API's calendar that a visit reads: "next month" has no end.
PAGES = 40
#: Calendar files that a page names and that are read beside it.
MOST_FILES = 2
#: How far back a plain visit asks for events, so that one that was moved or cancelled late is seen.
LOOK_BACK = timedelta(days=60)
EVER = "1990-01-01"
#: the end of the time that an API's calendar shows
FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shown:
    """What one document of a calendar shows. until: how far into the future surely all of it; None if not sure."""

    entries: tuple[CalendarEntry, ...]
    next_url: str | None = None
    until: datetime | None = None
    #: calendar files that the page names
    files: tuple[str, ...] = ()


class Calendar(Family):
    """One calendar; what it is shows in its first bytes."""

    name = "calendar"

    def start(self) -> Iterable[Brought]:
        yield self.ask(self.first_page(), self.take_calendar, otherwise=self.without_api if self.is_api else None)

    @property
    def is_api(self) -> bool:
        return "/tribe/events/" in self.channel.address

    def first_page(self) -> str:
        """The address to ask. The API of The Events Calendar tells of coming events only, unless given a day."""
        address = self.channel.address
        if not self.is_api or "start_date" in urlsplit(address).query:
            return address
        since = EVER if self.crawl.backfill else (self.today - LOOK_BACK).isoformat()
        joint = "&" if urlsplit(address).query else "?"
        return f"{address}{joint}{urlencode({'per_page': 50, 'start_date': since})}"

    def without_api(self, error: Exception) -> Iterator[Brought]:
        """Switched off or behind a log-in (401, 404): the plug-in's calendar file."""
        address = self.channel.hint.get("ical") or urljoin(self._root(), "events/?ical=1")
        yield self.ask(address, self.take_calendar, otherwise=self.without_file)

    def without_file(self, error: Exception) -> Iterator[Brought]:
        """Neither API nor file: the page that lists the events."""
        yield self.ask(self.channel.hint.get("list") or urljoin(self._root(), "events/"), self.take_calendar)

    def _root(self) -> str:
        return self.channel.address.partition("wp-json")[0].partition("?")[0]

    def take_calendar(self, response: Response, number: int = 1) -> Iterator[Brought]:
        """Events as items of kind `event`; their pages are read for the words."""
        if self.document(response) is None:
            if number == 1 and not self.is_api:  # what it did not show before it does not show now
                self.visit.calendar = CalendarRead(self.crawl.now)
            return
        shown = self.shown_in(response)
        self.visit.ways.append("calendar")
        items = list(items_of_calendar(self, shown.entries, response))
        if number == 1:
            self.visit.show_front("calendar", front_of(items))
        fresh = {("calendar", item.url) for item in items} - self.visit.shown
        self.visit.shown |= fresh
        for item in items:
            yield from self.take(item)
        for address in shown.files:
            yield self.ask(address, self.take_file_beside, otherwise=lambda error: ())
        # A calendar has a next page for ever; it is at its end where a page shows no event that was not shown before.
        if shown.next_url and fresh and number < PAGES:
            yield self.ask(shown.next_url, self.take_calendar, number=number + 1)
        elif shown.until and not shown.next_url:
            self.visit.calendar = CalendarRead(self.crawl.now, shown.until)

    def take_file_beside(self, response: Response) -> Iterator[Brought]:
        """The file of a calendar whose page was read: it tells when an event was entered, and how it repeats."""
        if self.document(response) is None:
            return
        try:
            entries = read_ical(response.body, self.zone, self.today)
        except ParseError:
            return
        for item in items_of_calendar(self, entries, response):
            if not item.anchored:
                yield from self.take(item)

    def shown_in(self, response: Response) -> Shown:
        """What any of the three makes shows. Raises VisitError where it is none of them."""
        start = response.body.lstrip(b"\xef\xbb\xbf \r\n\t")[:200]
        try:
            if start[:15].upper() == b"BEGIN:VCALENDAR":
                entries = read_ical(response.body, self.zone, self.today)
                return Shown(entries, until=last_sure(entries))
            if start.startswith(b"{"):
                page = read_tribe_page(response.body, response.url, self.zone)
                return Shown(page.entries, page.next_url, FOR_EVER)
            if "/tribe/events/" in response.url:
                raise ParseError("a page came where the API answers")
            root = tree(response.body, content_type_of(response), response.url)
            entries = calendar_entries(root, self.zone)
            files = calendar_links(root, response.url)[:MOST_FILES] if entries else ()
            entries = entries or events_of_page(root, response.url, self.zone)
        except ParseError as error:
            raise VisitError("soft", "unreadable", f"{response.url} is no calendar that can be read: {error}") from None
        if len(entries) == 1 and is_same_page(entries[0].url or "", response.url):
            raise VisitError("hard", "no_posts", f"{response.url} is the page of one event, and no calendar.")
        own = tuple(address for address in files if self.sites.is_within(self.source.id, address))
        return Shown(entries, until=last_sure(entries), files=own)


def last_sure(entries: tuple[CalendarEntry, ...]) -> datetime | None:
    """Up to when a file or page surely shows all events of its calendar: the start of the last one in it.

    None where their number looks like a limit (10, 25, 50 ...): then the rest was cut off, in an order unknown.
    """
    if len(entries) >= 10 and len(entries) % 5 == 0:
        return None
    return max((entry.event.starts_at for entry in entries if entry.event.starts_at), default=None)


def items_of_calendar(family: Family, entries: Iterable[CalendarEntry], response: Response) -> Iterator[Item]:
    """Events as items, each found again by the id that its calendar gives it, where that is one id of one event."""
    entries = tuple(entries)
    uses = Counter(entry.uid for entry in entries if entry.uid)
    for entry in entries:
        item = item_of_calendar_entry(family, entry, response)
        if item.external_id is None and entry.uid and uses[entry.uid] == 1:
            item.external_id, item.installation = entry.uid, f"calendars of {family.source.id}"
        yield item


def item_of_calendar_entry(family: Family, entry: CalendarEntry, response: Response) -> Item:
    """An event as an item. Its day is the event's, never the post's: published stays open.

    An entry whose page stands on a host of nobody's (Eventbrite, Zoom) has none of its own; that is where one signs up.
    """
    url, event = entry.url, entry.event
    if url and not _is_ours(family, url):
        url, event = None, replace(event, registration_url=event.registration_url or url)
    return Item(
        channel_id=family.channel.id,
        url=url or f"{response.url.partition('#')[0]}#{entry.external_id or entry.title or _day(event)}",
        anchored=url is None,
        title=entry.title,
        teaser=entry.teaser,
        body=entry.body,
        kind="event",
        way="calendar",
        published=entry.published,
        candidates=(entry.published,) if entry.published else (),
        updated_at=entry.updated_at,
        event=event,
        external_id=entry.external_id,
        fetched=proof_of(response, family.crawl.now),
    )


def _is_ours(family: Family, url: str) -> bool:
    """Whether a page stands on the ground of a known source, or of this one."""
    try:
        owner = family.sites.owner(canonical(url, family.sites))
    except ParseError:
        return False
    return owner is not None or family.sites.is_within(family.source.id, url)


def _day(event: Event) -> str:
    return f"{event.starts_at:%Y-%m-%dT%H%M}" if event.starts_at else "event"
