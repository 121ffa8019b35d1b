"""Fills an archive with made-up posts by SQL, since the archive's own door takes two hours for a million.

What the end of a run writes (shares, words, summaries, statistics) is written by the archive's own rooms.
"""

from __future__ import annotations

import random
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlite_utils

from archive.database import close_archive, open_archive
from archive.sources import sync_registry
from archive.stories.shares import count_shares
from archive.summaries import count_summaries
from archive.tables.shares import MARK_ALL
from archive.vocabulary import count_words
from benchmarks.site.besides import besides
from benchmarks.site.posts import FIRST, LAST, LIVE_SINCE, Post, stories
from benchmarks.site.vocabulary import vocabulary
from registry import Registry, load

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
RUNS = 400
_DAY_BITS = 24
_EPOCH = date(1970, 1, 1)

Say = Callable[[str], None]


def fill(path: Path, count: int, say: Say) -> None:
    """Make an archive of so many posts at a path where none is."""
    db = open_archive(path)
    registry = load(ROOT / "data" / "registry")
    sync_registry(db, registry, datetime(2008, 1, 1, tzinfo=UTC))
    made = _schema_aside(db)
    for pragma in ("foreign_keys = OFF", "synchronous = OFF", "cache_size = -400000", "journal_mode = OFF"):
        db.conn.execute(f"PRAGMA {pragma}")
    order = sorted(registry.sources, key=lambda one: (one != "national", one))
    with_posts = [order[0], *random.Random(3).sample(order[1:], len(order) - 9)]
    db.conn.execute("BEGIN")
    posts = _writings(db, count, with_posts, say)
    numbers = _numbered(posts)
    _items(db, posts, numbers, registry)
    say("what stands beside the posts")
    besides(db, posts, numbers, registry, NOW, RUNS)
    _expectations(db, posts, with_posts)
    db.conn.execute("COMMIT")
    say("indexes")
    for statement in made:
        db.conn.execute(statement)
    say("the full-text index")
    db.conn.execute("INSERT INTO search(search) VALUES ('rebuild')")
    db.conn.execute("PRAGMA journal_mode = WAL")
    _end_of_run(db, say)
    close_archive(db)


def _schema_aside(db: sqlite_utils.Database) -> list[str]:
    """Drop indexes and triggers; gives the statements that make them again."""
    rows = db.conn.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type"
    ).fetchall()
    for kind, name, _ in rows:
        db.conn.execute(f"DROP {kind} {name}")
    return [sql for _, _, sql in rows]


def _writings(db: sqlite_utils.Database, count: int, sources: Sequence[str], say: Say) -> list[Post]:
    """Write texts and stories as they are made up; gives all posts."""
    posts: list[Post] = []
    counters: Counter[int] = Counter()

    def texts() -> Iterator[tuple[object, ...]]:
        number, told = 0, 0
        for story in stories(count, sources, vocabulary()):
            posts.extend(story.posts)
            for one in story.writings:
                number += 1
                day = (one.last - _EPOCH).days
                counters[day] += 1
                words = len((one.body or "").split())
                yield (
                    number,
                    f"{number:032x}",
                    (day << _DAY_BITS) + counters[day],
                    one.title,
                    one.teaser,
                    one.body,
                    words,
                )
            if len(posts) - told >= count // 10:
                told = len(posts)
                say(f"{told:,} posts made up")

    db.conn.executemany(
        "INSERT INTO texts (id, hash, search_id, title, teaser, body, word_count) VALUES (?, ?, ?, ?, ?, ?, ?)", texts()
    )
    return posts


def _numbered(posts: Sequence[Post]) -> array[int]:
    """A number for each post: of the walk through the past at random, since many sites are walked side by side; of
    those that came in later by their days."""
    chance = random.Random(5)
    past = [place for place, post in enumerate(posts) if post.day < LIVE_SINCE]
    chance.shuffle(past)
    live = [place for place, post in enumerate(posts) if post.day >= LIVE_SINCE]
    live.sort(key=lambda place: (posts[place].day, posts[place].second))
    numbers = array("q", bytes(8 * len(posts)))
    for number, place in enumerate([*past, *live], 1):
        numbers[place] = number
    return numbers


_ITEM = (
    "INSERT INTO item_rows (id, source_id, url, text_id, author, kind, kind_because, language, published_at,"
    " published_precision, published_from, published_earliest, published_latest, published_on, updated_at,"
    " first_seen_at, last_seen_at, last_read_at, story_id, role, likeness, backfill, fetched_url, fetched_at,"
    " fetched_sha256, sorted_at, to_match, told_text_id, installation, external_id) VALUES ("
    + ", ".join("?" * 30)
    + ")"
)


def stamp(day: date, second: int) -> str:
    """An instant as the archive writes it."""
    return f"{day.isoformat()}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"


def _items(db: sqlite_utils.Database, posts: Sequence[Post], numbers: Sequence[int], registry: Registry) -> None:
    homes = {one.id: one.homepage for one in registry.sources.values()}
    order = sorted(range(len(posts)), key=numbers.__getitem__)
    db.conn.executemany(_ITEM, (_item(posts[place], numbers[place], homes) for place in order))
    first: dict[int, tuple[int, str]] = {}
    counts: Counter[int] = Counter()
    for place, post in enumerate(posts):
        counts[post.story] += 1
        if post.role == "original":
            first[post.story] = (numbers[place], stamp(post.day, post.second))
    db.conn.executemany(
        "INSERT INTO stories (id, original_item_id, item_count, source_count, first_published_at)"
        " VALUES (?, ?, ?, ?, ?)",
        ((number, first[number][0], counts[number], counts[number], first[number][1]) for number in sorted(first)),
    )


def _item(post: Post, number: int, homes: dict[str, str]) -> tuple[object, ...]:
    at = stamp(post.day, post.second)
    url = f"{homes[post.source]}news/{post.day.year}/{post.day.month:02}/post-{number}"
    is_past = post.day < LIVE_SINCE
    seen = stamp(LIVE_SINCE, 4 * 3600) if is_past else stamp(post.day, min(post.second + 3000, 86_399))
    earliest = latest = None
    on: str | None = post.day.isoformat()
    published: str | None = at
    if post.precision == "bounded":
        earliest, latest = stamp(post.day - timedelta(days=9), 0), at
        published = on = None
    elif post.precision == "month":
        on = f"{on[:7]}-01" if on else None
        published = f"{on}T06:00:00Z"
    kept = min(published or at, seen)
    origin = "neighbours" if published is None else "api" if post.precision == "minute" else "list"
    likeness = 1.0 if post.role in ("original", "same") else 0.8
    return (
        number, post.source, url, post.text + 1, None if number % 3 else "Communications staff", post.kind, "otherwise",
        post.language, published, post.precision, origin, earliest, latest, on, None, seen, stamp(LAST, 4 * 3600), seen,
        post.story, post.role, likeness, int(is_past), url, seen, f"{number:064x}", kept, 0, post.text + 1,
        "unionhall" if number % 2 else None, str(number),
    )  # fmt: skip


def _expectations(db: sqlite_utils.Database, posts: Iterable[Post], sources: Sequence[str]) -> None:
    """What came of each source in each of some nine hundred weeks, beside its mean of a year."""
    came: Counter[tuple[str, date]] = Counter()
    for post in posts:
        came[post.source, post.day - timedelta(days=post.day.weekday())] += 1
    rows = []
    for source in sources:
        week, before = FIRST - timedelta(days=FIRST.weekday()), [0] * 52
        while week <= LAST:
            usual, got = sum(before) / 52, came[source, week]
            word = "well" if got >= usual * 0.5 else "quiet" if got or usual < 3 else "thin"
            sentence = f"{got} posts came this week; about {usual:.1f} are usual."
            rows.append((source, week.isoformat(), round(usual, 1), got, None, word, sentence))
            before = [*before[1:], got]
            week += timedelta(days=7)
    db.conn.executemany("INSERT INTO expectations VALUES (?, ?, ?, ?, ?, ?, ?)", rows)


def _end_of_run(db: sqlite_utils.Database, say: Say) -> None:
    db.conn.execute("PRAGMA foreign_keys = ON")
    say("shares of sources")
    db.conn.execute(MARK_ALL)
    count_shares(db)
    say("words, for suggestions")
    count_words(db)
    say("summaries")
    count_summaries(db)
