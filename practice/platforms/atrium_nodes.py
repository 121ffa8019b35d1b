"""What stands on the shared Open Atrium installation: spaces, their posts and events, and one counter of numbers."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from practice import alike, newsroom, writer
from practice.dice import Dice
from practice.newsroom import Draft
from practice.shapes import CENTRAL, EventTruth, Post, Says, now
from practice.site import when
from practice.writer import Piece

STOP_WORDS = frozenset(("a", "an", "the", "to", "for", "is", "in", "of", "on", "and", "at", "by", "with", "from"))
VENUES = (
    ("Union Hall", "118 Foundry Street, Alder Creek"),
    ("Grange Room", "9 Orchard Lane, Tamarack"),
    ("Old Mill Branch Library", "77 River Road, Quarry Hill"),
    ("Council Office", "2400 Meridian Avenue, Suite 12, Winslow Landing"),
)


@dataclass(frozen=True, slots=True)
class Space:
    """One group: a council or local. host is its own domain, if it has one; group and section are node numbers."""

    source: str
    slug: str
    title: str
    union: str
    group: int
    section: int
    host: str | None = None
    parent: str | None = None
    #: path of its news list, newest alias first
    lists: tuple[str, ...] = ("news",)

    @property
    def home(self) -> str:
        """The address under which its own list links its posts."""
        return f"https://{self.host}" if self.host else f"https://{COUNCIL_HOST}/{self.slug}"


COUNCIL_HOST = "www.council190.example"
SHARED_HOST = "unionhall.example"
SPACES = (
    Space(
        "practice-council-190",
        "council-190",
        "FPW Council 190",
        "Council 190",
        4110,
        4114,
        COUNCIL_HOST,
        None,
        ("news", "news-0"),
    ),
    Space(
        "practice-local-9012",
        "local-9012-library-workers",
        "FPW Local 9012",
        "Local 9012",
        21877,
        21880,
        None,
        "council-190",
    ),
    Space(
        "practice-local-9015",
        "local-9015",
        "FPW Local 9015",
        "Local 9015",
        35530,
        35533,
        "www.local9015.example",
        "council-190",
        ("news-new", "news"),
    ),
)


@functools.cache
def nodes() -> tuple[Post, ...]:
    """All posts and events of all spaces, each with its node number; a number is given when a node is entered."""
    council, library, transit = SPACES
    posts = [*_council(council), *_local(library, 9, 6), *_local(transit, 6, 12)]
    posts.sort(key=lambda post: (post.entered_at or post.at, post.key))
    dice, number = Dice("unionhall/numbers"), 118_000
    numbered = []
    for post in posts:
        number += dice.between(2, 60)
        numbered.append(_addressed(post, number))
    return tuple(numbered)


def space_of(source: str) -> Space:
    return next(space for space in SPACES if space.source == source)


def alias(title: str) -> str:
    """Drupal's slug as the platform sets it up: without stop words, an apostrophe parts, cut at 50 on a word."""
    words = [word for word in writer.slug(title.replace("'", " "), 400).split("-") if word not in STOP_WORDS]
    return writer.slug(" ".join(words), 50)


def _council(space: Space) -> list[Post]:
    source, union = space.source, space.union
    drafts = newsroom.own_news(
        source, union, 20, date(2021, 3, 1), CENTRAL, author="Council 190 Staff", new=3, later=(3, 4)
    )
    drafts += newsroom.copies(source, union, 13, new=2)
    drafts += newsroom.weekly_updates(source, union, date(2026, 1, 14), 12, CENTRAL, new=3)
    drafts += newsroom.scholarships(source, union, range(2023, 2027), CENTRAL)
    drafts += alike.printings(source, union, drafts, "closing", "linked")
    drafts += alike.greetings(source, (2025,), CENTRAL) + newsroom.later_copies(source, union)
    posts = [_post(draft, space) for draft in drafts]
    # one post is entered late and dated back; one opens with the day in a release line
    posts[7] = replace(posts[7], entered_at=posts[7].at + timedelta(days=70))
    line = when(posts[11].local, "For Immediate Release: %A, %B %-d, %Y")
    posts[11] = replace(posts[11], says="day", may=(line,), notes={**posts[11].notes, "release": line})
    return posts + _events(space, 7)


def _local(space: Space, own: int, copied: int) -> list[Post]:
    drafts = newsroom.own_news(space.source, space.union, own, date(2022, 1, 10), CENTRAL, new=1, words=(60, 200))
    drafts += newsroom.copies(space.source, space.union, copied, new=1, first=date(2022, 1, 1))
    notices = (date(2026, 2, 17), date(2026, 3, 17)) if copied > 6 else (date(2026, 3, 19),)
    drafts += alike.meeting_notices(space.source, space.union, notices, CENTRAL)
    drafts += alike.greetings(space.source, (2025,), CENTRAL) if copied < 7 else []
    if copied > 6:
        drafts += alike.printings(space.source, space.union, drafts, "curly", "closing")
        drafts.append(alike.memorial_scholarship(space.source, space.union, date(2026, 3, 4), CENTRAL))
    return [_post(draft, space) for draft in drafts] + _events(space, 2)


def _post(draft: Draft, space: Space) -> Post:
    # no list and no page prints a day; only the title of a weekly update says one
    says: Says = "day" if draft.kind == "bargaining_update" else "nothing"
    may = ("Read more on the national blog",) if draft.role == "excerpt" and not draft.link else ()
    return newsroom.publish(draft, space.source, "", CENTRAL, says, may=may, notes={"section": space.lists[0]})


def _events(space: Space, count: int) -> list[Post]:
    """Meetings and trainings, past and to come; one repeats every four weeks, one lasts the whole day."""
    dice = Dice(f"{space.source}/events")
    posts = []
    for number in range(count):
        key = f"{space.source}/event-{number}"
        # the last ones are conventions years ahead, so that something is always to come
        far = 420 * (number - 4) if number > 4 else 0
        start = now(1) + timedelta(days=dice.pick([-200, -90, -30, 12, 26, 45, 70, 160]) + 9 * number + far)
        local = start.astimezone(CENTRAL).replace(hour=dice.between(9, 18), minute=dice.pick([0, 30]))
        event = _event(key, local, all_day=number == 3, repeats=5 if number == 2 else 0)
        entered = min(start - timedelta(days=21), now(1) - timedelta(days=2, hours=number))
        piece = _event_piece(key, space.union, number, local)
        notes = {"section": "calendar-events"}
        posts.append(Post(key, space.source, "", piece, entered, CENTRAL, "nothing", "event", event=event, notes=notes))
    return posts


def _event_piece(key: str, union: str, number: int, local: datetime) -> Piece:
    piece = writer.event_notice(key, union)
    if number == 2:
        return replace(piece, title=f"{union} General Membership Meeting")
    return replace(piece, title=f"{union} {piece.title}: {writer.TOWNS[(number * 7 + local.day) % len(writer.TOWNS)]}")


def _event(key: str, local: datetime, *, all_day: bool, repeats: int) -> EventTruth:
    venue, street = Dice(key).pick(VENUES)
    start = local.replace(hour=0, minute=0) if all_day else local
    starts = [start + timedelta(days=28 * n) for n in range(repeats or 1)]  # wall-clock steps keep the hour
    end = None if all_day else start + timedelta(minutes=90)
    return EventTruth(
        start.astimezone(UTC),
        end.astimezone(UTC) if end else None,
        str(CENTRAL),
        all_day,
        venue,
        street,
        tuple(one.astimezone(UTC) for one in starts),
    )


def _addressed(post: Post, number: int) -> Post:
    """The post with its number and every address that answers with it."""
    space = space_of(post.source)
    slug = _slug(post)
    section = post.notes["section"]
    url = f"{space.home}/{section}/{slug}"
    shared = f"https://{SHARED_HOST}/{space.slug}"
    others = [f"{shared}/{section}/{slug}", f"{space.home}/content/{number}", f"{shared}/content/{number}"]
    for host in (COUNCIL_HOST, SHARED_HOST, space.host or COUNCIL_HOST):
        others += [f"https://{host}/node/{number}", f"https://{host}/node/{number}/view"]
    if space.host:
        others.append(f"https://{COUNCIL_HOST}/{space.slug}/{section}/{slug}")
    others += [f"{space.home}/{old}/{slug}" for old in space.lists[1:] if section == space.lists[0]]
    return replace(
        post, number=number, url=url, addresses=tuple(dict.fromkeys(others)), notes={**post.notes, "slug": slug}
    )


def _slug(post: Post) -> str:
    """The alias of the title; yearly posts of one title get -0, -1, ... as Drupal makes them."""
    slug = alias(post.title)
    if "/scholarship-" in post.key:
        again = int(post.key[-4:]) - 2024
        return slug if again < 0 else f"{slug}-{again}"
    return slug


def of_space(posts: Iterable[Post], space: Space) -> list[Post]:
    return [post for post in posts if post.source == space.source]
