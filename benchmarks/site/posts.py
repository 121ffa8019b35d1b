"""Made-up posts of eighteen years: who publishes, when, what kind, and which stories many carry. Values only."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.site.vocabulary import Vocabulary

FIRST, LAST = date(2008, 1, 1), date(2026, 3, 1)
#: posts from this day on came in one by one, those before by one walk through the past
LIVE_SINCE = date(2025, 9, 1)
KINDS = (
    ("news", 60), ("statement", 8), ("bargaining_update", 9), ("press_release", 8), ("action", 4), ("event", 4),
    ("training", 1), ("newsletter", 2), ("clipping", 2), ("endorsement", 1), ("obituary", 1),
)  # fmt: skip
#: of a thousand stories so many travel; those have two carriers at least, and some a hundred
_TRAVELS = 70
_ROLES = (("same", 70), ("retitled", 10), ("adapted", 12), ("excerpt", 8))


@dataclass(frozen=True, slots=True)
class Writing:
    """Words that stand on one site or on many; last: the day of the last printing, by which the index has them."""

    title: str
    teaser: str | None
    body: str | None
    last: date


@dataclass(frozen=True, slots=True)
class Post:
    """One post. text: its place among the writings; story: number of its story; role: what it is in that."""

    source: str
    day: date
    second: int
    text: int
    story: int
    role: str
    kind: str
    language: str
    precision: str


@dataclass(frozen=True, slots=True)
class Story:
    """One story with all its posts and the wordings that they have."""

    posts: list[Post]
    writings: list[Writing]


def stories(count: int, sources: Sequence[str], vocabulary: Vocabulary, seed: int = 11) -> Iterator[Story]:
    """Stories until they have so many posts. sources: the national one first."""
    chance = random.Random(seed)
    made = number = texts = 0
    while made < count:
        number += 1
        story = _story(chance, number, texts, sources, vocabulary, count - made)
        made += len(story.posts)
        texts += len(story.writings)
        yield story


def _story(
    chance: random.Random, number: int, first_text: int, sources: Sequence[str], vocabulary: Vocabulary, most: int
) -> Story:
    day = _day(chance)
    spanish = chance.random() < 0.05
    kind = _one_of(chance, KINDS)
    travels = chance.randrange(1000) < _TRAVELS and most > 1
    carriers = min(1 + int(chance.paretovariate(0.75)), 120, len(sources) - 1, most) if travels else 1
    first = sources[0] if travels and chance.random() < 0.7 else _source(chance, sources)
    others = [one for one in chance.sample(sources, carriers) if one != first][: carriers - 1]
    body = None if chance.random() < 0.04 else vocabulary.text(chance, _length(chance), spanish)
    title = vocabulary.title(chance, spanish)
    words = [(title, _teaser(body) or title, body)]
    placed = [(first, day, 0, "original")]
    for other in others:
        role = _one_of(chance, _ROLES)
        if role != "same":
            words.append(_changed(chance, vocabulary, words[0], role, spanish))
        later = min(day + timedelta(days=min(int(chance.expovariate(0.4)), 60)), LAST)
        placed.append((other, later, 0 if role == "same" else len(words) - 1, role))
    language = "es" if spanish else "en"
    posts = [
        Post(source, at, chance.randrange(12 * 3600, 23 * 3600), first_text + text, number, role, kind, language,
             _precision(chance))
        for source, at, text, role in placed
    ]  # fmt: skip
    last = {text: max(at for _, at, of, _ in placed if of == text) for _, _, text, _ in placed}
    return Story(posts, [Writing(*three, last[place]) for place, three in enumerate(words)])


def _day(chance: random.Random) -> date:
    """More in later years, few at weekends."""
    days = (LAST - FIRST).days
    while True:
        day = FIRST + timedelta(days=int(days * chance.random() ** 0.6))
        if day.weekday() < 5 or chance.random() < 0.2:
            return day


def _source(chance: random.Random, sources: Sequence[str]) -> str:
    """A few publish much, most of them little."""
    return sources[min(chance.randrange(len(sources)), chance.randrange(len(sources)))]


def _length(chance: random.Random) -> int:
    return max(40, min(int(chance.lognormvariate(5.3, 0.6)), 1_500))


def _precision(chance: random.Random) -> str:
    drawn = chance.random()
    return "minute" if drawn < 0.75 else "day" if drawn < 0.95 else "month" if drawn < 0.97 else "bounded"


def _teaser(body: str | None) -> str | None:
    return body[:180].rsplit(" ", 1)[0].replace("\n\n", " ") if body else None


def _changed(
    chance: random.Random, vocabulary: Vocabulary, words: tuple[str, str, str | None], role: str, spanish: bool
) -> tuple[str, str, str | None]:
    title, teaser, body = words
    if role == "retitled":
        return vocabulary.title(chance, spanish), teaser, body
    if role == "adapted":
        return title, teaser, f"{vocabulary.text(chance, 40, spanish)}\n\n{body or ''}"
    return title, teaser, f"{chance.choice(('More', 'Read on', 'Details'))}: {(body or '')[: len(body or '') // 3]}"


def _one_of(chance: random.Random, weighted: Sequence[tuple[str, int]]) -> str:
    return chance.choices([one for one, _ in weighted], [weight for _, weight in weighted])[0]
