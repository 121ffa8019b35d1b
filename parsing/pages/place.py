"""Where on a page its post is; what the readers of dates and authors share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from lxml import etree

from errors import ParseError
from items import Moment, Origin
from parsing.dates import parse_date
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


def read_date(text: str | None, zone: ZoneInfo, origin: Origin, today: date | None = None) -> Moment | None:
    """As parse_date, with None for what is no date."""
    line = one_line(text)
    if not line:
        return None
    try:
        return parse_date(line, zone, origin, today)
    except ParseError:
        return None
