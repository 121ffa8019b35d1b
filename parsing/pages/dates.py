"""Every date that a page says of its post, with where it was read: what parsing.dates.choose decides among.

Dates of a change and of the visit are kept and flagged. Never read: dates of other posts, of comments, of events told
in the text, years of copyright lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from items import Moment, Origin
from parsing.dates import DOUBTFUL, date_in_address, title_date, trust_of
from parsing.pages.date_lines import changed_lines, dates_in_lines
from parsing.pages.place import Place, read_date
from parsing.pages.structured import Structured
from parsing.pages.times import marked_dates, times_of

#: names of meta elements with their doubt, the surest first
_PUBLISHED_META: tuple[tuple[int, str], ...] = (
    (0, "article:published_time article:published og:published_time og:article:published_time article.published"),
    (0, "datepublished shareaholic:article_published_time parsely-pub-date sailthru.date citation_publication_date"),
    (1, "publication_date publish-date publishdate publish_date pubdate dcterms.issued dc.date.issued"),
    (2, "dcterms.date dcterms.created dc.date.created datecreated citation_date"),
    # these hold the day on which the page was rendered as often as the post's
    (DOUBTFUL, "date dc.date dc.terms.date creation_date article:date"),
)
_MODIFIED_META = (
    "article:modified_time",
    "og:updated_time",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
)
_MODIFIED_ITEMS = ("datemodified", "modified", "updated")


def candidates_of(
    place: Place, structured: Structured, title: str | None, url: str, zone: ZoneInfo, today: date | None
) -> tuple[Moment, ...]:
    """All candidates for the day of publication, the most trusted origins first, and flagged ones: absurd, of the
    visit, of a change. today: as for parse_date.
    """
    address = date_in_address(url, zone)
    found: list[Moment | None] = [
        read_date(structured.text("datePublished"), zone, "json_ld"),
        read_date(structured.text("dateCreated"), zone, "json_ld", doubt=DOUBTFUL),
        *_metas(structured, zone, today),
        *marked_dates(place, zone),
        *times_of(place, zone),
        *_with_years(dates_in_lines(place, zone, today), address, zone),
        address,
        title_date(title, zone, place.day_first),
        *(replace(moment, flag="modified") for moment in _modified(structured, place, zone)),
    ]
    return tuple(dict.fromkeys(moment for moment in found if moment is not None))


def _with_years(moments: Iterable[Moment | None], address: Moment | None, zone: ZoneInfo) -> Iterator[Moment | None]:
    """Printed days without a year get that of the address, where its month is theirs: "November 4" at /2025/11/."""
    for one in moments:
        if one is None or one.flag != "year" or address is None or address.on.month != one.on.month:
            yield one
        elif address.precision == "month" or address.on.day == one.on.day:
            yield replace(Moment.of_day(_in_year(one.on, address.on.year), zone, one.origin), doubt=one.doubt)
        else:
            yield one


def _in_year(day: date, year: int) -> date:
    """The same day of another year; of the 29th of February, the day before."""
    return day.replace(year=year, day=min(day.day, 28)) if day.month == 2 else day.replace(year=year)


def updated_at(candidates: Iterable[Moment]) -> datetime | None:
    """When the page says that it was changed; only where it says so to the minute."""
    changes = [one for one in candidates if one.flag == "modified" and one.precision == "minute"]
    return min(changes, key=trust_of).at if changes else None


def _modified(structured: Structured, place: Place, zone: ZoneInfo) -> Iterator[Moment]:
    said = (
        (structured.text("dateModified"), "json_ld"),
        (structured.first_meta(*_MODIFIED_META), "meta"),
        (structured.first_item(*_MODIFIED_ITEMS), "time"),
        *((line, "text") for line in changed_lines(place.opening)),
    )
    for text, origin in said:
        moment = read_date(text, zone, cast("Origin", origin), day_first=place.day_first)
        if moment is not None and moment.flag is None:
            yield moment


def _metas(structured: Structured, zone: ZoneInfo, today: date | None) -> Iterator[Moment | None]:
    for doubt, names in _PUBLISHED_META:
        for name in names.split():
            moment = read_date(structured.meta.get(name), zone, "meta", doubt=doubt)
            is_visit = doubt == DOUBTFUL and moment is not None and moment.on == today
            yield replace(moment, flag=moment.flag or "visit") if moment is not None and is_visit else moment
