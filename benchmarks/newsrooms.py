"""Made-up posts by the thousand, for measurements of the archive: own posts, printings, series, form texts, teasers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from items import Fetched, Item, Moment
from parsing.urls import Site, Sites
from registry import Channel, Registry, Source

ZONE = ZoneInfo("America/New_York")
SOURCES = 150
#: of a hundred posts: printings of a story of another source, posts of a dated series, form texts, teasers alone
PRINTED, SERIES, FORMS, TEASERS = 40, 10, 5, 5
#: how many sites carry a story
CARRIED_BY = 40
START = datetime(2005, 1, 3, 15, tzinfo=UTC)
_SYLLABLES = (
    "ba be bo da de di fa ga ha jo ka ke la le li ma me mi mo na ne no pa pe ra re ri ro sa se ta te ti to va ve"
).split()


def registry() -> Registry:
    """So many sources, the first of them national, each with one channel."""
    rows = [_source(number) for number in range(SOURCES)]
    channels = [Channel(f"{row.id}-news", row.id, "listing", f"{row.homepage}news") for row in rows]
    sites = Sites.of(Site(row.id, row.homepage, (), None, ()) for row in rows)
    return Registry({row.id: row for row in rows}, {one.id: one for one in channels}, {}, sites)


def _source(number: int) -> Source:
    level = "council" if number else "national"
    home = f"https://site-{number}.example/"
    return Source(
        f"site-{number}", f"Site {number}", level, None, ("WI",), home, (), "en", "America/New_York", None, None, None
    )


@lru_cache(maxsize=1)
def _vocabulary() -> list[str]:
    chance = random.Random(1)
    return ["".join(chance.choices(_SYLLABLES, k=chance.choice((1, 2, 2, 3, 3)))) for _ in range(12_000)]


def words(chance: random.Random, count: int) -> str:
    """So many words, a few of them often and most of them seldom, as in a language."""
    vocabulary = _vocabulary()
    return " ".join(vocabulary[int(len(vocabulary) * chance.random() ** 3)] for _ in range(count))


def text(seed: str, count: int) -> str:
    """A text of so many words in paragraphs; the same for the same seed."""
    chance = random.Random(seed)
    return "\n\n".join(words(chance, min(60, count - at)).capitalize() + "." for at in range(0, count, 60))


@lru_cache(maxsize=4_000)
def _story(number: int) -> tuple[str, str]:
    seed = f"story {number}"
    return text(f"{seed} title", 8)[:-1], text(seed, 250)


def posts(first: int, beyond: int) -> Iterator[Item]:
    """Posts by their numbers; each is the same whenever it is asked for."""
    for number in range(first, beyond):
        yield post(number)


def post(number: int) -> Item:
    """One post: what it is depends on its number alone."""
    chance = random.Random(number)
    what, at = number * 37 % 100, START + timedelta(minutes=10 * number)
    source = chance.randrange(1, SOURCES)
    title, body = text(f"title {number}", 7)[:-1], text(f"body {number}", chance.randrange(80, 400))
    teaser: str | None = body[:160].rsplit(" ", 1)[0]
    if what < PRINTED:
        title, body, teaser = _printing(number // (CARRIED_BY * 100 // PRINTED), chance)
    elif what < PRINTED + SERIES:
        title = f"Bargaining update, {at:%B} {at.day}"
        fixed, news = text(f"series {source}", 60), text(f"news {number}", 60)
        body = f"Session {number} took place on {at:%B} {at.day}. {fixed} {news}"
    elif what < PRINTED + SERIES + FORMS:
        body = f"The meeting of unit {number} is on {at:%B} {at.day} at {number % 12} o'clock. {text('form', 90)}"
    elif what < PRINTED + SERIES + FORMS + TEASERS:
        return _item(number, source, at, title, teaser, None)
    return _item(number, source, at, title, teaser, body)


def _printing(story: int, chance: random.Random) -> tuple[str, str, str]:
    """A story as most sites print it: as it is, under a title of their own, with a paragraph before, or cut."""
    title, body = _story(story)
    manner = chance.random()
    if manner > 0.9:
        title = words(chance, 6).capitalize()
    elif manner > 0.8:
        body = f"{words(chance, 40).capitalize()}.\n\n{body}"
    elif manner > 0.75:
        body = body[: len(body) // 2]
    return title, body, _story(story)[1][:160].rsplit(" ", 1)[0]


def _item(number: int, source: int, at: datetime, title: str, teaser: str | None, body: str | None) -> Item:
    address = f"https://site-{source}.example/news/{number}"
    return Item(
        channel_id=f"site-{source}-news",
        url=address,
        title=title,
        teaser=teaser,
        body=body,
        published=Moment.of_instant(at, ZONE, "json_ld"),
        language="en",
        kind="news",
        fetched=Fetched(address, at, f"{number:064x}"),
        seen_at=at + timedelta(hours=2),
    )
