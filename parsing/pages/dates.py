"""Every date that a page says of its post, with where it was read: what parsing.dates.choose decides among.

Never a candidate: dates of modification, of other posts, of comments, of the visit, of events told in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from items import Moment
from parsing.dates import date_in_address, find_dates
from parsing.pages.date_lines import changed_lines, dates_in_lines
from parsing.pages.place import Place, read_date
from parsing.pages.structured import Structured
from parsing.pages.times import times_of

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


def candidates_of(
    place: Place, structured: Structured, title: str | None, url: str, zone: ZoneInfo, today: date | None
) -> tuple[Moment, ...]:
    """All candidates for the day of publication, the most trusted origins first. today: as for parse_date."""
    found: list[Moment | None] = [
        read_date(structured.text("datePublished", "dateCreated"), zone, "json_ld"),
        *(read_date(structured.meta.get(name), zone, "meta") for name in _PUBLISHED_META if name in structured.meta),
        *_doubtful(structured, zone, today),
        *(
            read_date(structured.first_item(name), zone, "time")
            for name in _PUBLISHED_ITEMS
            if name in structured.items
        ),
        *times_of(place, zone),
        *dates_in_lines(place, zone, today),
        date_in_address(url, zone),
        *(find_dates(title, zone, "title")[:1] if title else ()),
    ]
    return tuple(dict.fromkeys(moment for moment in found if moment is not None))


def updated_at(structured: Structured, place: Place, zone: ZoneInfo) -> datetime | None:
    """When the page says that it was changed; only where it says so to the minute."""
    said = (
        structured.text("dateModified"),
        structured.first_meta(*_MODIFIED_META),
        structured.first_item(*_MODIFIED_ITEMS),
    )
    for text in (*said, *changed_lines(place.opening)):
        moment = read_date(text, zone, "meta")
        if moment is not None and moment.precision == "minute":
            return moment.at
    return None


def _doubtful(structured: Structured, zone: ZoneInfo, today: date | None) -> Iterator[Moment | None]:
    for name in _DOUBTFUL_META:
        moment = read_date(structured.meta.get(name), zone, "meta")
        if moment is not None and moment.on != today:
            yield moment
