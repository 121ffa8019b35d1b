"""Calendars: iCalendar files, the API of The Events Calendar, and calendar pages that carry their entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

from scrapy.http import Response

from errors import ParseError, VisitError
from items import Item
from parsing.atrium.events import calendar_entries
from parsing.documents import tree
from parsing.events import CalendarEntry, read_ical
from parsing.events.json import read_tribe_page
from spiders.base import Brought, Family, content_type_of, proof_of

#: Pages of an API's calendar that a visit reads: "next month" has no end.
PAGES = 40
#: How far back a plain visit asks for events, so that one that was moved or cancelled late is seen.
LOOK_BACK = timedelta(days=60)
EVER = "1990-01-01"


class Calendar(Family):
    """One calendar; what it is shows in its first bytes."""

    name = "calendar"

    def start(self) -> Iterable[Brought]:
        yield self.ask(self.first_page(), self.take_calendar)

    def first_page(self) -> str:
        """The address to ask. The API of The Events Calendar tells of coming events only, unless given a day."""
        address = self.channel.address
        if "/tribe/events/" not in address or urlsplit(address).query:
            return address
        since = EVER if self.crawl.backfill else (self.today - LOOK_BACK).isoformat()
        return f"{address}?{urlencode({'per_page': 50, 'start_date': since})}"

    def take_calendar(self, response: Response, number: int = 1) -> Iterator[Brought]:
        """Events as items of kind `event`; their pages are read for the words."""
        if self.document(response) is None:
            return
        entries, next_url = self.entries_in(response)
        self.visit.ways.append("calendar")
        for entry in entries:
            yield from self.take(item_of_calendar_entry(self, entry, response))
        if next_url and number < PAGES:
            yield self.ask(next_url, self.take_calendar, number=number + 1)

    def entries_in(self, response: Response) -> tuple[Iterable[CalendarEntry], str | None]:
        """The entries of any of the three makes, and the next page. Raises VisitError where it is none of them."""
        start = response.body.lstrip(b"\xef\xbb\xbf \r\n\t")[:200]
        try:
            if start.startswith(b"BEGIN:VCALENDAR"):
                return read_ical(response.body, self.zone, self.today), None
            if start.startswith(b"{"):
                page = read_tribe_page(response.body, response.url, self.zone)
                return page.entries, page.next_url
            return calendar_entries(tree(response.body, content_type_of(response), response.url), self.zone), None
        except ParseError as error:
            raise VisitError("soft", "unreadable", f"{response.url} is no calendar that can be read: {error}") from None


def item_of_calendar_entry(family: Family, entry: CalendarEntry, response: Response) -> Item:
    """An event as an item. Its day is the event's, never the post's: published stays open."""
    return Item(
        channel_id=family.channel.id,
        url=entry.url or f"{response.url.partition('#')[0]}#{entry.external_id or entry.title}",
        anchored=entry.url is None,
        title=entry.title,
        teaser=entry.teaser,
        body=entry.body,
        kind="event",
        published=entry.published,
        candidates=(entry.published,) if entry.published else (),
        event=entry.event,
        external_id=entry.external_id,
        fetched=proof_of(response, family.crawl.now),
    )
