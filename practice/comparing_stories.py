"""Which items of an archive share a story, compared with which posts do."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from practice.comparing import Found
from practice.shapes import Post, Truth
from practice.telling import are_near_miss, original_of, part_of, role_of, roles_of

#: name -> (least or most, value, what it is)
STORY_BARS: dict[str, tuple[str, float, str]] = {
    "precision": ("least", 0.99, "pairs joined that carry one story"),
    "recall": ("least", 0.97, "pairs of one story joined"),
    "near": ("most", 0.0, "near misses merged"),
    "originals": ("least", 0.97, "originals right"),
    "roles": ("least", 0.97, "roles right"),
}


@dataclass(slots=True)
class Stories:
    """The figures of all stories together. pairs: (right, joined, wanted); the others: (right, of)."""

    pairs: tuple[int, int, int] = (0, 0, 0)
    near_misses: tuple[int, int] = (0, 0)
    originals: tuple[int, int] = (0, 0)
    roles: tuple[int, int] = (0, 0)
    faults: list[str] = field(default_factory=list)

    def rates(self) -> dict[str, float | None]:
        """Shares between 0 and 1, near misses as their number; None where there is nothing to count."""
        right, joined, wanted = self.pairs
        return {
            "precision": right / joined if joined else None,
            "recall": right / wanted if wanted else None,
            "near": float(self.near_misses[0]),
            "originals": self.originals[0] / self.originals[1] if self.originals[1] else None,
            "roles": self.roles[0] / self.roles[1] if self.roles[1] else None,
        }

    def lines(self) -> list[str]:
        right, joined, wanted = self.pairs
        return [
            f"Stories: {joined} pairs joined, {right} of them right; {wanted} pairs wanted.",
            f"Near misses merged: {self.near_misses[0]} of {self.near_misses[1]}. "
            f"Originals right: {self.originals[0]} of {self.originals[1]}. "
            f"Roles right: {self.roles[0]} of {self.roles[1]}.",
        ]


def compare_stories(
    truth: Truth, matched: Mapping[str, Found], originals: Mapping[int, int | None] | None
) -> Stories | None:
    """None where the archive tells of no stories yet. originals: story -> its original item; None where not told."""
    if originals is None or not any(item.story_id for item in matched.values()):
        return None
    posts = [post for post in truth.posts if post.key in matched]
    made = Stories()
    _count_pairs(made, posts, matched)
    wanted: dict[str, list[Post]] = defaultdict(list)
    for post in posts:
        wanted[part_of(post)].append(post)
    for name, members in wanted.items():
        if len(members) > 1 and any(role_of(post) == "original" for post in members):
            _count_story(made, name, {post: roles_of(post, truth) for post in members}, matched, originals)
    return made


def _count_pairs(made: Stories, posts: list[Post], matched: Mapping[str, Found]) -> None:
    right = joined = wanted = near = near_joined = 0
    for one, other in itertools.combinations(posts, 2):
        story = matched[one.key].story_id
        together = story is not None and story == matched[other.key].story_id
        same, missed = part_of(one) == part_of(other), are_near_miss(one, other)
        right, joined, wanted = right + (together and same), joined + together, wanted + same
        near, near_joined = near + missed, near_joined + (together and missed)
        if together != same:
            word = "near miss joined" if missed else "joined" if together else "apart"
            made.faults.append(f"{word}: {one.url} and {other.url}")
    made.pairs, made.near_misses = (right, joined, wanted), (near_joined, near)


def _count_story(
    made: Stories,
    name: str,
    members: Mapping[Post, frozenset[str]],
    matched: Mapping[str, Found],
    originals: Mapping[int, int | None],
) -> None:
    """The original of a story, and the roles of those joined with it. members: with the roles that are right."""
    first = matched[original_of(list(members)).key]
    found = originals.get(first.story_id) if first.story_id else None
    made.originals = (made.originals[0] + (found == first.id), made.originals[1] + 1)
    if found != first.id:
        made.faults.append(f"original: {name} is told to be item {found}, and is {first.id} ({first.url})")
    for post, right in members.items():
        item = matched[post.key]
        if item.story_id is None or item.story_id != first.story_id:
            continue
        made.roles = (made.roles[0] + (item.role in right), made.roles[1] + 1)
        if item.role not in right:
            made.faults.append(f"role: {item.url}: {item.role} for {' or '.join(sorted(right))}")
