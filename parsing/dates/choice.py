"""Which of the dates that were found is the day of publication. Pure: the same candidates give the same answer.

Whom to trust, best first, stands in TRUST. Rules, in order:

    1. What is flagged absurd, build, modified, occasion, visit or year (a year that was assumed) never counts, nor does
       anything from before 1932 or after 2100.
    2. What lies more than a day ahead of `now`, or was flagged as future when it was first seen, is no day of
       publication where text, list, address or title say it (they name events); a system's own future date is taken,
       and flagged, only where nothing else is known.
    3. A day beats a month, a month beats a year, whoever says it.
    4. The best trusted wins, and of one origin the signal of least doubt; of two alike the earlier one, for a date that
       jumps with each edit was right at first. Unless nobody else has its day and at least two of different origins
       agree on one that is earlier by more than a day: then that one. So a build or import time does not outvote page
       and address.
    5. Of the candidates with the winner's day the one exact to the minute is taken, the best trusted first.

So the order of the candidates does not matter, and a less trusted one that agrees never changes the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeAlias

from items import Moment, Origin

#: (origin, why it stands where it stands), the most trusted first; those in one tuple are trusted alike
TRUST: tuple[tuple[tuple[Origin, ...], str], ...] = (
    (("feed", "api"), "the system's own field for it, one value for one post"),
    (("json_ld",), "the same field, as themes and plugins print it"),
    (("meta",), "article:published_time and its like, filled by hand or by plugin"),
    (("time",), "a time element of the post's head, or an itemprop: markup that a theme may put anywhere"),
    (("text",), "a line that is printed for people, with a zone and an order of day and month to be assumed"),
    (("list",), "the date beside the link on a list, which may be another entry's"),
    (("address",), "a permalink is made on the day of publication, and cannot follow a correction"),
    (("sitemap",), "the publication date of the news extension"),
    ((), "a system's lesser signals (see DOUBTFUL): the day on which a draft was begun, or a page rendered"),
    (("title",), "weekly updates bear the day that they are about, which may be off by a day"),
    (("neighbours", "story"), "computed from others"),
)
RANK: dict[Origin, int] = {origin: rank for rank, (origins, _) in enumerate(TRUST) for origin in origins}
#: from this doubt on a signal comes behind what is printed, whatever its origin
DOUBTFUL = 5
_LESSER = next(rank for rank, (origins, _) in enumerate(TRUST) if not origins)
#: AFSCME was chartered in 1932; nothing older is its news, and what is dated after 2100 was typed wrong
FIRST_YEAR, LAST_YEAR = 1932, 2100
#: how far ahead of the clock a date may lie: zones, and clocks that are wrong
AHEAD = timedelta(days=1)

_COARSENESS = {"minute": 0, "day": 0, "month": 1, "year": 2}
_SYSTEMS = frozenset({"feed", "api", "json_ld", "meta", "time", "sitemap"})
_NEVER = frozenset({"absurd", "build", "modified", "occasion", "visit", "year"})

_Key: TypeAlias = tuple[int, int, date, datetime, str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """The day of publication, or None, and why it is that one, in a sentence."""

    moment: Moment | None
    because: str


def choose(candidates: Iterable[Moment], now: datetime) -> Moment | None:
    """The day of publication among candidates; None if none of them can be it. Arguments as for `decide`."""
    return decide(candidates, now).moment


def decide(candidates: Iterable[Moment], now: datetime) -> Choice:
    """The day of publication among candidates, by the table and rules above, and the rule that settled it.

    now: aware, the crawl's clock. A date read from a title is returned with the origin "text", a future one with the
    flag "future".
    """
    all_of_them = list(candidates)
    known = [one for one in all_of_them if _can_count(one)]
    past = [one for one in known if not is_future(one, now)]
    choice = _best(past) or _of_the_future([one for one in known if one.origin in _SYSTEMS])
    if choice is None:
        return Choice(None, "no date was found" if not all_of_them else "no date that was found can be it")
    moment = choice.moment
    if moment is not None and moment.origin == "title":
        return replace(choice, moment=replace(moment, origin="text"))
    return choice


def is_future(moment: Moment, now: datetime) -> bool:
    """Whether a date lay ahead when it was first seen, or lies ahead now."""
    return moment.flag == "future" or moment.at > now + AHEAD


def flagged(moment: Moment, now: datetime) -> Moment:
    """The candidate with what its day alone says against it: that it is absurd, or lies ahead of `now`."""
    if moment.flag is not None:
        return moment
    if not FIRST_YEAR <= moment.on.year <= LAST_YEAR:
        return replace(moment, flag="absurd")
    return replace(moment, flag="future") if is_future(moment, now) else moment


def trust_of(moment: Moment) -> int:
    """Its place in the order of trust: tens for the origin, ones for the signal; 0 is the best."""
    return _rank(moment) * 10 + min(moment.doubt, 9)


def _can_count(moment: Moment) -> bool:
    return moment.flag not in _NEVER and FIRST_YEAR <= moment.on.year <= LAST_YEAR


def _rank(moment: Moment) -> int:
    own = RANK[moment.origin]
    return max(own, _LESSER) if moment.doubt >= DOUBTFUL else own


def _key(moment: Moment) -> _Key:
    return _rank(moment), moment.doubt, moment.on, moment.at, moment.precision, moment.origin


def _best(candidates: list[Moment]) -> Choice | None:
    if not candidates:
        return None
    finest = min(_COARSENESS[one.precision] for one in candidates)
    ranked = sorted((one for one in candidates if _COARSENESS[one.precision] == finest), key=_key)
    winner, because = ranked[0], "it is the only date"
    if any(one.on != winner.on for one in ranked):
        because = f"of those that were found, {winner.origin} is trusted most"
    elif len(ranked) > 1:
        because = "all that were found agree"
    if not any(_agree(winner, other) for other in ranked if other.origin != winner.origin):
        outvoting = _outvoting(winner, ranked)
        if outvoting:
            because = f"{winner.origin} has a later day alone, and two others agree on an earlier one"
            winner = outvoting
    exact = [one for one in ranked if one.on == winner.on and one.precision == "minute"]
    return Choice(exact[0] if exact else winner, because)


def _outvoting(winner: Moment, ranked: list[Moment]) -> Moment | None:
    """The best candidate of a day, earlier by more than one, that two different origins agree on."""
    for one in ranked[1:]:
        others = (other for other in ranked if other.origin not in (one.origin, winner.origin))
        if (
            (winner.on - one.on).days > 1
            and one.origin != winner.origin
            and any(one.on == other.on for other in others)
        ):
            return one
    return None


def _agree(one: Moment, other: Moment) -> bool:
    """The same day, or the next where a zone was assumed."""
    return abs((one.on - other.on).days) <= 1


def _of_the_future(candidates: list[Moment]) -> Choice | None:
    if not candidates:
        return None
    first = min(candidates, key=lambda one: (_COARSENESS[one.precision], *_key(one)))
    return Choice(replace(first, flag="future"), "it lies ahead, and nothing else is known")
