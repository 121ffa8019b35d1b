"""Where on a page its post is; what the readers of dates and authors share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from lxml import etree

from items import Moment, Origin
from parsing.dates import candidate
from parsing.text import one_line


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a page its post is. source: the page as text. heading: the element of the title; container: of the
    article's text; either may be unknown. opening: the first lines of that text, before it is cleaned.
    """

    root: etree._Element
    source: str
    heading: etree._Element | None
    container: etree._Element | None
    opening: str
    #: an event prints its own day; only a line that says "Posted" is then one of publication
    is_event: bool = False
    #: the page's dates in numbers prove that the day comes first
    day_first: bool = False
    #: the last lines of the text
    closing: str = ""


def read_date(
    text: str | None, zone: ZoneInfo, origin: Origin, today: date | None = None, doubt: int = 0, day_first: bool = False
) -> Moment | None:
    """As parse_date, with None for what is no date, and what no post can bear flagged. doubt: as in Moment."""
    line = one_line(text)
    moment = candidate(line, zone, origin, today, day_first) if line else None
    return replace(moment, doubt=doubt) if moment is not None and doubt else moment


def home_of(place: Place) -> etree._Element | None:
    """The smallest element around title and text: what a post's own date and by-line stand in."""
    heading, container = place.heading, place.container
    if heading is None or container is None:
        return heading.getparent() if heading is not None else container
    around = {container, *container.iterancestors()}
    return next((one for one in heading.iterancestors() if one in around), None)
