"""Who writes what and when: the stories of the national union, and what councils and locals make of them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from practice import writer
from practice.dice import Dice
from practice.shapes import EASTERN, Post, Role, Says, now
from practice.writer import Piece

UNION = "Federated Public Workers"
SHORT = "FPW"
HOME = "https://www.fpw-national.example"
#: the words of the link to the original under what was cut
SOURCE_LINE = "Read the whole story from our national union"
LAST_DAY = now(1).date()


@dataclass(frozen=True, slots=True)
class Draft:
    """A piece with its moment, before any site gave it an address."""

    key: str
    piece: Piece
    at: datetime
    kind: str = "news"
    author: str | None = None
    story: str | None = None
    role: Role | None = None
    since: int = 1
    link: str | None = None
    near: tuple[str, ...] = ()


def publish(draft: Draft, source: str, url: str, zone: ZoneInfo, says: Says, **more: Any) -> Post:
    """A draft at its address. more: what else a Post has."""
    if draft.link:
        more["may"] = (*more.get("may", ()), SOURCE_LINE)
    return Post(
        draft.key,
        source,
        url,
        draft.piece,
        draft.at,
        zone,
        says,
        kind=draft.kind,
        author=draft.author,
        story=draft.story,
        role=draft.role,
        since=draft.since,
        link=draft.link,
        near=draft.near,
        **more,
    )


def moments(seed: str, count: int, first: date, last: date, zone: ZoneInfo) -> list[datetime]:
    """`count` working hours between two days, oldest first, denser towards the end; UTC, each on a day of its own."""
    dice = Dice(f"{seed}/moments")
    span = (last - first).days
    days: set[date] = set()
    while len(days) < count:
        part = dice.below(1000) / 1000
        day = last - timedelta(days=int(span * part * part))
        days.add(day if day.weekday() < 5 else day - timedelta(days=2))
    return [_at(day, zone, dice) for day in sorted(days)]


def _at(day: date, zone: ZoneInfo, dice: Dice) -> datetime:
    clock = time(dice.between(9, 16), dice.between(0, 59))
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def fresh(seed: str, count: int, zone: ZoneInfo, since: int = 2) -> list[datetime]:
    """`count` moments in the week before a later day of the practice web."""
    dice = Dice(f"{seed}/fresh" if since == 2 else f"{seed}/fresh-{since}")
    before = now(since - 1).date()
    days = [before + timedelta(days=1 + number * 5 // max(count, 1)) for number in range(count)]
    return [_at(day, zone, dice) for day in days]


def own_news(
    source: str,
    union: str,
    count: int,
    first: date,
    zone: ZoneInfo,
    *,
    write: Callable[..., Piece] = writer.article,
    author: str | None = None,
    new: int = 0,
    words: tuple[int, int] = (80, 420),
    later: Sequence[int] = (),
) -> list[Draft]:
    """News that the source wrote itself; `new` more of them on the second day, and one on each day of `later`."""
    dice = Dice(f"{source}/own")
    times = [(at, 1) for at in moments(source, count, first, LAST_DAY - timedelta(days=1), zone)]
    times += [(at, 2) for at in fresh(source, new, zone)]
    times += [(at, day) for day in later for at in fresh(source, 1, zone, day)]
    drafts = []
    for number, (at, since) in enumerate(times):
        key = f"{source}/own-{number}"
        drafts.append(Draft(key, write(key, union, dice.between(*words)), at, author=author, since=since))
    return drafts


@functools.cache
def national_stories() -> tuple[Draft, ...]:
    """The blog of the national union, oldest first; the last six appear on later days."""
    dice = Dice("national/blog")
    times = [(at, 1) for at in moments("national/blog", 44, date(2019, 2, 1), LAST_DAY - timedelta(days=3), EASTERN)]
    times += [
        (at, day) for day, count in ((2, 3), (3, 2), (4, 1)) for at in fresh("national/blog", count, EASTERN, day)
    ]
    drafts = []
    for number, (at, since) in enumerate(times):
        key = f"national/story-{number}"
        author = dice.pick([f"{SHORT} Staff", f"{SHORT} Staff", "Marisol Quandt", "Teodor Ashgrove", None])
        piece = writer.article(key, UNION, dice.between(140, 600))
        drafts.append(Draft(key, piece, at, author=author, story=key, role="original", since=since))
    return tuple(drafts)


def copies(source: str, union: str, count: int, *, new: int = 0, first: date = date(2021, 1, 1)) -> list[Draft]:
    """What a source reprints of the national union: mostly the same, some retitled, introduced or cut."""
    dice = Dice(f"{source}/copies")
    old = [story for story in national_stories() if story.since == 1 and story.at.date() >= first]
    chosen = dice.sample(old, count) + [story for story in national_stories() if story.since == 2][:new]
    drafts = []
    for story in chosen:
        role: Role = dice.pick(["same", "same", "same", "same", "retitled", "adapted", "excerpt"])
        later = story.at + timedelta(hours=dice.between(3, 90) if story.since == 1 else 2)
        drafts.append(copy_of(story, f"{source}/{story.key.rsplit('/')[-1]}", union, role, later))
    return sorted(drafts, key=lambda draft: draft.at)


def copy_of(story: Draft, key: str, union: str, role: Role, at: datetime) -> Draft:
    """One reprint of a national story in the given role."""
    piece = story.piece
    if role == "retitled":
        piece = replace(piece, title=f"{SHORT} Now: {Dice(key).pick(RETITLED)} {piece.title}")
    elif role == "adapted":
        piece = writer.with_introduction(piece, key, union)
    elif role == "excerpt":
        piece = writer.excerpt(piece)
    at = min(at, now(1) - timedelta(hours=20)) if story.since == 1 else at
    return Draft(key, piece, max(at, story.at), "news", f"{SHORT} Staff", story.key, role, story.since)


def later_copies(source: str, union: str) -> list[Draft]:
    """The first national story of the third and of the fourth day, as it is."""
    found = {story.since: story for story in reversed(national_stories()) if story.since > 2}
    return [
        copy_of(story, f"{source}/{story.key.rsplit('/')[-1]}", union, "same", story.at + timedelta(hours=2))
        for story in found.values()
    ]


def story_address(story: Draft) -> str:
    """Where the national union printed one of its stories."""
    slug = writer.slug(story.piece.title.replace("'", ""))
    number = int(story.key.rsplit("-", 1)[1])
    if number % 17 == 5:
        slug = f"copy-of-{writer.slug(national_stories()[number - 1].piece.title)}"
    elif number % 17 == 9:
        slug = f"{slug.split('-')[0]}-{'-'.join(slug.split('-')[2:5])}-members-speak"
    return f"{HOME}/blog/{slug}"


RETITLED = ("News from across the country:", "Why it matters:", "Solidarity:", "Read this:")


def weekly_updates(source: str, union: str, first: date, count: int, zone: ZoneInfo, new: int = 0) -> list[Draft]:
    """Bargaining updates of one Wednesday after another; each says its day in the title."""
    drafts = []
    for number in range(count + new):
        day = first + timedelta(days=7 * number)
        piece = writer.bargaining_update(source, number + 1, day, union)
        at = datetime.combine(day, time(18, 30), tzinfo=zone).astimezone(UTC)
        draft = Draft(f"{source}/update-{number}", piece, at, "bargaining_update", f"{union} Staff", near=("updates",))
        drafts.append(replace(draft, since=1 if number < count else 2 + number - count))
    return drafts


def scholarships(source: str, union: str, years: range, zone: ZoneInfo) -> list[Draft]:
    """One call a year under one title."""
    drafts = []
    for year in years:
        at = datetime(year, 2, 2 + year % 9, 10, 15, tzinfo=zone).astimezone(UTC)
        piece = writer.scholarship(f"{source}/{year}", union)
        drafts.append(Draft(f"{source}/scholarship-{year}", piece, at, near=("scholarships",)))
    return drafts
