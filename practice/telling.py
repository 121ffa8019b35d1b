"""What the truth says of stories, statuses, revisions, holds and verdicts on a day."""

from __future__ import annotations

from collections import Counter

from practice.shapes import Change, Post, Truth

EDITS = frozenset({"edited", "renamed"})
LOST = frozenset({"gone", "soft_gone", "home"})
HERE = frozenset({"here"})
WELL = frozenset({"well", "quiet"})
TROUBLED = frozenset({"thin", "silent", "blocked"})
NOT_WELL = TROUBLED | {"quiet", "never"}
ANY = NOT_WELL | {"well"}
#: an address counts as gone after so many visits that found it so, one of them a day of the practice web
VISITS_UNTIL_GONE = 3


def part_of(post: Post) -> str:
    """The name of the story that a post carries: alone it is its own; a translation is a story of its language."""
    story = post.story or post.key
    return story if post.language == "en" else f"{story}/{post.language}"


def role_of(post: Post) -> str:
    """The role within the story of `part_of`: of the printings of one translation the first one is the original."""
    if post.role == "translation":
        return "original" if post.key.startswith("national/") else "same"
    return post.role or "original"


def roles_of(post: Post, truth: Truth) -> frozenset[str]:
    """The roles that are right on the day: once the original is edited, its copies of before differ from it."""
    edited = {change.key for change in truth.changes if change.what in EDITS}
    right = role_of(post)
    return frozenset({right, "adapted"} if right != "original" and {post.story, post.key} & edited else {right})


def original_of(posts: list[Post]) -> Post:
    """The original of one story's posts. Raises StopIteration where it is not among them."""
    return next(post for post in posts if role_of(post) == "original")


def are_near_miss(one: Post, other: Post) -> bool:
    """Whether two posts of different stories were made to look alike: of one group, or one quotes the other."""
    return part_of(one) != part_of(other) and bool(_groups(one) & _groups(other))


def _groups(post: Post) -> frozenset[str]:
    return frozenset((*post.near, post.story or post.key))


def statuses(truth: Truth) -> dict[str, frozenset[str]]:
    """Post key -> the statuses that are right on the day. A single visit that found nothing proves nothing yet."""
    by_source = {change.source: change for change in truth.changes if change.key is None}
    right: dict[str, frozenset[str]] = {}
    for post in truth.posts:
        trouble = by_source.get(post.source)
        right[post.key] = {
            "lapsed": HERE | {"hijacked"},
            "readdressed": HERE | {"moved"},
        }.get(trouble.what if trouble else "", HERE)
    right |= {change.key: found for change in truth.changes if change.key and (found := _status(change, truth.day))}
    return right


def _status(change: Change, day: int) -> frozenset[str] | None:
    visits = day - change.day + 1
    if change.what in LOST:
        return frozenset({"gone"}) if visits >= VISITS_UNTIL_GONE else HERE
    if change.what == "withdrawn":
        return frozenset({"withdrawn"}) if visits > 1 else HERE | {"withdrawn"}
    return HERE | {"moved"} if change.what == "moved" else None


def revisions(truth: Truth) -> dict[str, int]:
    """Post key -> how many revisions a crawl of each day should have: the first reading and each real edit since."""
    since = {post.key: post.since for post in truth.posts}
    edits = Counter(
        change.key for change in truth.changes if change.what in EDITS and change.key and change.day > since[change.key]
    )
    return {key: 1 + edits[key] for key in since}


def holds(truth: Truth) -> dict[str, str]:
    """Source -> why it is frozen on the day."""
    reasons = {"moved_away": "moved", "lapsed": "hijacked"}
    return {change.source: reasons[change.what] for change in truth.changes if change.what in reasons}


def verdicts(truth: Truth) -> dict[str, frozenset[str]]:
    """Source -> the verdicts that are right on the day; without a planted trouble a source is well, or quiet."""
    right = dict.fromkeys((post.source for post in truth.posts), WELL)
    for change in truth.changes:
        if change.what == "thin":
            right[change.source] = frozenset({"thin", "quiet" if change.day == truth.day else "silent"})
        elif change.what in PLANTED:
            right[change.source] = PLANTED[change.what]
    return right


#: a dead feed beside lists that are read harms nobody, so archives may differ on it
PLANTED: dict[str, frozenset[str]] = {
    "redesign": TROUBLED,
    "challenge": frozenset({"blocked"}),
    "dead_feed": ANY,
    "moved_away": NOT_WELL,
    "lapsed": NOT_WELL,
}
