"""Which of the dates that were found is the day of publication. Pure: the same candidates give the same answer.

Trust, best first (a date of modification never is a candidate):

    rank  origin            why
    1     feed, api         the system's own field for it, one value for one post
    2     json_ld           the same field, as themes and plugins print it
    3     meta              article:published_time and its like
    4     time              a <time> element of the post's head
    5     text              a byline or a platform's date line beside the title
    6     list              the date beside the link on a list
    7     address           a permalink is made on the day of publication, and cannot follow a correction
    8     sitemap           only the news extension's publication date comes as a candidate
    9     title             weekly updates bear the day they are about; it may be off by a day
    10    neighbours, story bounds that others computed

Rules, in order:
    1. Nothing from before 1932 or after 2100 counts.
    2. What lies more than a day ahead of `now` is no day of publication where text, list, address or title say it (they
       name events); a system's own future date is kept, but only where nothing else is known.
    3. A day beats a month, a month beats a year, whoever says it.
    4. The best rank wins, unless no other candidate has its day and at least two of different origins agree on an
       earlier one: then the best of those. So a build or import time does not outvote page and address.
    5. Of the candidates with the winner's day the one exact to the minute is taken, the best rank first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from items import Moment, Origin

_ORDER: tuple[tuple[Origin, ...], ...] = (
    ("feed", "api"),
    ("json_ld",),
    ("meta",),
    ("time",),
    ("text",),
    ("list",),
    ("address",),
    ("sitemap",),
    ("title",),
    ("neighbours", "story"),
)
_RANK = {origin: rank for rank, origins in enumerate(_ORDER) for origin in origins}
_COARSENESS = {"minute": 0, "day": 0, "month": 1, "year": 2}
_SYSTEMS = frozenset({"feed", "api", "json_ld", "meta", "time", "sitemap"})
_FIRST_YEAR, _LAST_YEAR = 1932, 2100


def choose(candidates: Iterable[Moment], now: datetime) -> Moment | None:
    """The day of publication among candidates, by the table and rules above; None if none of them can be it.

    now: aware, the crawl's clock. A date read from a title is returned with the origin "text".
    """
    known = [one for one in candidates if _FIRST_YEAR <= one.on.year <= _LAST_YEAR]
    limit = now + timedelta(days=1)
    past = [one for one in known if one.at <= limit]
    chosen = _best(past) or _first([one for one in known if one.origin in _SYSTEMS])
    if chosen is None:
        return None
    return replace(chosen, origin="text") if chosen.origin == "title" else chosen


def _best(candidates: list[Moment]) -> Moment | None:
    if not candidates:
        return None
    finest = min(_COARSENESS[one.precision] for one in candidates)
    ranked = sorted(
        (one for one in candidates if _COARSENESS[one.precision] == finest), key=lambda one: _RANK[one.origin]
    )
    winner = ranked[0]
    if not any(_agree(winner, other) for other in ranked if other.origin != winner.origin):
        winner = _outvoting(winner, ranked) or winner
    exact = [one for one in ranked if one.on == winner.on and one.precision == "minute"]
    return exact[0] if exact else winner


def _outvoting(winner: Moment, ranked: list[Moment]) -> Moment | None:
    """The best candidate of an earlier day that two different origins agree on."""
    for one in ranked[1:]:
        others = [other for other in ranked if other.origin not in (one.origin, winner.origin)]
        if one.on < winner.on and any(_agree(one, other) for other in others):
            return one
    return None


def _agree(one: Moment, other: Moment) -> bool:
    """The same day, or the next where a zone was assumed."""
    return abs((one.on - other.on).days) <= 1


def _first(candidates: list[Moment]) -> Moment | None:
    return min(candidates, key=lambda one: (_COARSENESS[one.precision], _RANK[one.origin]), default=None)
