"""What the newest posts of a source lack or have too much of, beside its own past. Pure.

Each of these was kept for years by others before somebody noticed: fields that a redesign took away, menus in place of
texts, lists in place of posts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from archive.health.finding import Finding, count, made

#: so many of the newest posts are held against those before them, which must be so many
NEWEST, FEWEST_NEW, FEWEST_BEFORE = 12, 6, 12
#: A field is usual where so many of the posts before have it, and thin where no more than so many of the newest have.
USUAL_SHARE, THIN_SHARE = 0.7, 0.25
#: Bodies of fewer words say nothing: notices are short and alike.
FEWEST_WORDS = 30
#: So many posts, and this share of all, with one and the same text; or with so many other titles in their text.
SAME_TEXT, SAME_SHARE = 5, 0.3
TITLES_IN, LIST_SHARE, TITLE_WORDS = 5, 0.5, 4
#: A paragraph on this share of the posts is none of theirs; it is too much where it is so much of the middle post.
ON_MOST, BOILER_SHARE, FEWEST_BODIES, PARAGRAPH_WORDS = 0.7, 0.5, 10, 6
#: Pages that could not be read lately: so many, this share of all, and so much more than before.
FAILED_PAGES, FAILED_SHARE, FAILED_BEFORE = 5, 0.5, 0.15


@dataclass(frozen=True, slots=True)
class Post:
    """As much of a post as is needed here; has_day: an exact one is known, or at least a month."""

    item_id: int
    url: str
    title: str | None
    body: str | None
    has_day: bool
    #: the same kind of post by origin: those of a calendar have no text of their own
    is_event: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """How many pages of posts were read and how many could not be: lately, and before that."""

    read: int = 0
    failed: int = 0
    read_before: int = 0
    failed_before: int = 0
    examples: tuple[str, ...] = ()


def judge_posts(source_id: str, name: str, posts: Sequence[Post], pages: Pages) -> Iterator[Finding]:
    """The findings of a source's newest posts, which come newest first."""
    news = [post for post in posts if not post.is_event]
    wrong = _wrong(news)
    same = wrong if wrong[0] else _boilerplate(news)  # a list on every post is the same on every post, too
    for kind, sentence, evidence in (_thin_fields(news), same, _failing(pages)):
        if kind:
            yield made(kind, source_id, f"{name}: {sentence}", evidence=evidence, sources=[source_id])


_Judged = tuple[str | None, str, list[str]]
_NOTHING: _Judged = (None, "", [])


def _thin_fields(posts: Sequence[Post]) -> _Judged:
    newest, before = posts[:NEWEST], posts[NEWEST:]
    if len(newest) < FEWEST_NEW or len(before) < FEWEST_BEFORE:
        return _NOTHING
    told = []
    for field, has in (
        ("title", lambda post: bool(post.title)),
        ("text", lambda post: bool(post.body)),
        ("day", lambda post: post.has_day),
    ):
        now, then = sum(map(has, newest)), sum(map(has, before)) / len(before)
        if then >= USUAL_SHARE and now <= THIN_SHARE * len(newest):
            told.append(f"{now} of its {len(newest)} newest posts have a {field}, where {then:.0%} had one before")
    if not told:
        return _NOTHING
    return "field_thin", f"{'; '.join(told)}.", _examples(newest)


def _wrong(posts: Sequence[Post]) -> _Judged:
    read = [post for post in posts if post.body and len(post.body.split()) >= FEWEST_WORDS]
    if len(read) < SAME_TEXT:
        return _NOTHING
    text, times = Counter(post.body for post in read).most_common(1)[0]
    same = [post for post in read if post.body == text]
    if times >= SAME_TEXT and times >= SAME_SHARE * len(read) and len({post.title for post in same}) == times:
        return "wrong_text", f"{count(times, 'post')} with different titles carry the same text.", _examples(same)
    titles = {post.title for post in read if post.title and len(post.title.split()) >= TITLE_WORDS}
    lists = [post for post in read if sum(title in (post.body or "") for title in titles - {post.title}) >= TITLES_IN]
    if len(lists) >= SAME_TEXT and len(lists) >= LIST_SHARE * len(read):
        told = f"The texts of {count(len(lists), 'post')} are lists with the titles of other posts."
        return "wrong_text", told, _examples(lists)
    return _NOTHING


def _boilerplate(posts: Sequence[Post]) -> _Judged:
    parts = [[part for part in (post.body or "").split("\n\n") if part] for post in posts if post.body]
    parts = parts[: 2 * NEWEST]
    if len(parts) < FEWEST_BODIES or len({tuple(one) for one in parts}) <= len(parts) / 2:
        return _NOTHING
    on = Counter(part for one in parts for part in set(one) if len(part.split()) >= PARAGRAPH_WORDS)
    common = {part for part, times in on.items() if times >= ON_MOST * len(parts)}
    shares = [
        sum(len(part.split()) for part in one if part in common) / max(sum(len(part.split()) for part in one), 1)
        for one in parts
    ]
    if median(shares) < BOILER_SHARE:
        return _NOTHING
    told = f"{median(shares):.0%} of the text of its newest posts is the same on nearly all of them."
    return "boilerplate", told, [f"On nearly all: “{part[:150]}”" for part in sorted(common)[:3]]


def _failing(pages: Pages) -> _Judged:
    seen, before = pages.read + pages.failed, pages.read_before + pages.failed_before
    if pages.failed < FAILED_PAGES or pages.failed < FAILED_SHARE * seen or not before:
        return _NOTHING
    if pages.failed_before > FAILED_BEFORE * before:
        return _NOTHING
    told = f"{pages.failed} of {seen} pages of new posts could not be read"
    return "pages_fail", f"{told}, where it was {pages.failed_before} of {before} before.", list(pages.examples)


def _examples(posts: Sequence[Post]) -> list[str]:
    return [f"Post {post.item_id}: {post.url}" for post in posts[:5]]
