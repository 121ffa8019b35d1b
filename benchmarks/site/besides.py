"""What stands beside made-up posts: addresses, readings, topics, places, bodies, events, what went missing, runs."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import sqlite_utils

from benchmarks.site.posts import LAST, LIVE_SINCE, Post
from registry import Registry

ROOT = Path(__file__).resolve().parents[2]
Rows = Iterator[tuple[object, ...]]
#: by name, so that a table may get further columns
_COLUMNS = {
    "addresses": "addresses (url, item_id, first_seen_at)",
    "appearances": "appearances (item_id, channel_id, first_seen_at, last_seen_at, unread)",
    "revision_rows": "revision_rows (id, item_id, seen_at, text_id, hash, difference, because, fetched_sha256)",
    "status_changes": "status_changes (id, item_id, at, before, status, reason, evidence)",
    "topics": "topics (topic, label, label_es, about, position, item_count)",
    "item_topics": "item_topics (item_id, topic, enrichment, version, evidence)",
    "item_places": "item_places (item_id, place, state, enrichment, version)",
    "mentions": "mentions (item_id, name, kind, source_id, enrichment, version)",
    "tags": "tags (id, tag)",
    "tag_rows": "tag_rows (item_id, tag_id, first_seen_at, gone_at)",
    "link_targets": "link_targets (id, url)",
    "link_rows": "link_rows (item_id, target_id, first_seen_at, gone_at, position, text, is_file)",
    "picture_rows": "picture_rows (item_id, target_id, first_seen_at, gone_at, position, caption, alt)",
    "field_origins": "field_origins (item_id, field, origin)",
    "printing_rows": "printing_rows (item_id, words_added, words_left_out, because)",
    "events": (
        "events (item_id, starts_at, ends_at, all_day, timezone, rrule, status, venue, street_address, "
        "registration_url)"
    ),
    "occurrences": "occurrences (item_id, starts_at, ends_at)",
    "crawls": (
        "crawls (id, started_at, ended_at, outcome, exit_code, sentence, arguments, version, channels_due, "
        "visits_ok, visits_unchanged, visits_empty, visits_soft, visits_hard, requests, received_bytes, "
        "items_new, items_revised, items_enriched, items_same)"
    ),
    "visits": (
        "visits (id, channel_id, crawl_id, last_crawl_id, started_at, ended_at, last_at, visit_count, "
        "outcome, reason, sentence, requests, received_bytes, items_seen, items_new, items_revised, "
        "foreign_links)"
    ),
}


def besides(
    db: sqlite_utils.Database,
    posts: Sequence[Post],
    numbers: Sequence[int],
    registry: Registry,
    now: datetime,
    runs: int,
) -> None:
    """Write it all. numbers: of the posts, in their order."""
    made = _Made(posts, numbers, registry, now, runs)
    for table, rows in made.tables().items():
        first = next(rows, None)
        if first is None:
            continue
        statement = f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(first))})"
        db.conn.execute(statement, first)
        db.conn.executemany(statement, rows)
    db.conn.execute(
        "UPDATE topics SET item_count = (SELECT count(*) FROM item_topics WHERE item_topics.topic = topics.topic)"
    )
    db.conn.execute(
        "UPDATE item_rows SET status = x.status, status_at = x.at FROM status_changes AS x"
        " WHERE x.item_id = item_rows.id"
    )


class _Made:
    """The rows of each table, made up from the posts."""

    def __init__(
        self, posts: Sequence[Post], numbers: Sequence[int], registry: Registry, now: datetime, runs: int
    ) -> None:
        self.posts, self.numbers, self.registry, self.now, self.runs = posts, numbers, registry, now, runs
        self.sources = list(registry.sources)
        self.channels = {one.source_id: one.id for one in registry.channels.values()}
        self.topics = _rows(ROOT / "data" / "rules" / "topics.csv")
        self.places = _rows(ROOT / "data" / "gazetteer" / "places.csv")

    def tables(self) -> dict[str, Rows]:
        """Table with its columns -> rows."""
        return {
            _COLUMNS["addresses"]: self._addresses(),
            _COLUMNS["appearances"]: self._appearances(),
            _COLUMNS["revision_rows"]: self._revisions(),
            _COLUMNS["status_changes"]: self._statuses(),
            _COLUMNS["topics"]: self._topics(),
            _COLUMNS["item_topics"]: self._item_topics(),
            _COLUMNS["item_places"]: self._item_places(),
            _COLUMNS["mentions"]: self._mentions(),
            _COLUMNS["tags"]: ((number, f"tag {number}") for number in range(1, 3001)),
            _COLUMNS["tag_rows"]: self._tags(),
            _COLUMNS["link_targets"]: (
                (number, f"https://www.example.org/page/{number}") for number in range(1, 50_001)
            ),
            _COLUMNS["link_rows"]: self._links(),
            _COLUMNS["picture_rows"]: self._pictures(),
            _COLUMNS["field_origins"]: self._origins(),
            _COLUMNS["printing_rows"]: self._printings(),
            _COLUMNS["events"]: self._events(),
            _COLUMNS["occurrences"]: self._occurrences(),
            _COLUMNS["crawls"]: self._crawls(),
            _COLUMNS["visits"]: self._visits(),
        }

    def _pairs(self) -> Iterator[tuple[int, Post]]:
        return zip(self.numbers, self.posts, strict=True)

    def _seen(self, post: Post) -> str:
        return f"{max(post.day, LIVE_SINCE)}T23:59:59Z"

    def _addresses(self) -> Rows:
        for number, post in self._pairs():
            yield f"https://{post.source}.example/node/{number}", number, self._seen(post)

    def _appearances(self) -> Rows:
        for number, post in self._pairs():
            channel = self.channels.get(post.source)
            if channel:
                yield (
                    number,
                    channel,
                    self._seen(post),
                    f"{LAST}T04:00:00Z",
                    int(number % 400 == 0),
                )

    def _revisions(self) -> Rows:
        chance = random.Random(21)
        edited = len(self.posts)
        for number, post in self._pairs():
            hashed = f"{number * 2654435761 % 2**64:032x}"
            yield (number, number, self._seen(post), post.text + 1, hashed, None, "first", None)
            if chance.random() < 0.03:
                edited += 1
                at = LIVE_SINCE + timedelta(days=chance.randrange((LAST - LIVE_SINCE).days))
                difference = "[…] the committee [-will vote-] {+voted+} on the agreement, and members [-may-] {+did+}."
                yield (edited, number, f"{at}T15:{edited % 60:02}:00Z", post.text + 1, hashed, difference, "edited",
                       f"{edited:064x}")  # fmt: skip

    def _statuses(self) -> Rows:
        chance, change = random.Random(22), 0
        for number, post in self._pairs():
            if post.day < LIVE_SINCE and chance.random() < 0.02:
                change += 1
                at = LIVE_SINCE + timedelta(days=chance.randrange((LAST - LIVE_SINCE).days))
                status = chance.choice(("gone", "gone", "withdrawn", "moved"))
                yield (change, number, f"{at}T16:{change % 60:02}:00Z", "here", status, "gone",
                       "The page answered 404 on 3 visits over 9 days.")  # fmt: skip

    def _topics(self) -> Rows:
        for place, row in enumerate(self.topics):
            yield row["topic"], row["label"], row["label_es"], row["about"], place, 0

    def _item_topics(self) -> Rows:
        chance = random.Random(23)
        names = [row["topic"] for row in self.topics]
        weights = [1 / (place + 2) for place in range(len(names))]
        for number, _ in self._pairs():
            for topic in set(chance.choices(names, weights, k=chance.choice((0, 1, 1, 2, 3)))):
                yield number, topic, "topics", 1, "contract talks | tentative agreement"

    def _item_places(self) -> Rows:
        chance = random.Random(24)
        for number, _ in self._pairs():
            for _ in range(chance.choice((0, 0, 1, 1, 2))):
                row = self.places[min(chance.randrange(len(self.places)), chance.randrange(len(self.places)))]
                yield number, row["place"], row["state"], "places", 1

    def _mentions(self) -> Rows:
        chance = random.Random(25)
        for number, _ in self._pairs():
            for _ in range(chance.choice((0, 1, 1, 2))):
                source = chance.choice(self.sources)
                yield number, self.registry.sources[source].name, "body", source, "mentions", 1

    def _tags(self) -> Rows:
        chance = random.Random(26)
        for number, post in self._pairs():
            for _ in range(chance.choice((0, 1, 2))):
                yield number, min(int(chance.paretovariate(0.5)), 3000), self._seen(post), None

    def _links(self) -> Rows:
        chance = random.Random(27)
        for number, post in self._pairs():
            if number % 2:
                yield number, chance.randint(1, 50_000), self._seen(post), None, 0, "Read more", int(number % 20 == 1)

    def _pictures(self) -> Rows:
        chance = random.Random(28)
        for number, post in self._pairs():
            if number % 3 == 0:
                yield number, chance.randint(1, 50_000), self._seen(post), None, 0, None, "Members at a rally"

    def _origins(self) -> Rows:
        for number, _ in self._pairs():
            yield number, "body", "structure"
            yield number, "title", "api"

    def _printings(self) -> Rows:
        counts = Counter(post.story for post in self.posts)
        for number, post in self._pairs():
            if counts[post.story] > 1:
                yield number, 0, 0, "Its words are those of the original."

    def _event_days(self) -> Iterator[tuple[int, date]]:
        chance = random.Random(29)
        for number, post in self._pairs():
            if post.kind in ("event", "training"):
                yield number, post.day + timedelta(days=chance.randint(1, 60))

    def _events(self) -> Rows:
        for number, day in self._event_days():
            yield (number, f"{day}T23:00:00Z", f"{day}T23:59:00Z", 0, "America/Chicago", None, None, "Union hall",
                   "1 Main Street", None)  # fmt: skip

    def _occurrences(self) -> Rows:
        for number, day in self._event_days():
            yield number, f"{day}T23:00:00Z", f"{day}T23:59:00Z"

    def _crawls(self) -> Rows:
        for run in range(1, self.runs + 1):
            at = self.now - timedelta(hours=12 * (self.runs - run))
            yield (run, f"{at:%Y-%m-%dT%H:%M:%SZ}", f"{at + timedelta(minutes=20):%Y-%m-%dT%H:%M:%SZ}", "finished", 0,
                   "Every channel that was due was visited.", "{}", "0.1.0", 200, 60, 120, 10, 6, 4, 900, 40_000_000,
                   90, 4, 20, 3_000)  # fmt: skip

    def _visits(self) -> Rows:
        chance, visit, every = random.Random(30), 0, list(self.registry.channels.values())
        for run in range(1, self.runs + 1, 8):
            at = f"{self.now - timedelta(hours=12 * (self.runs - run)):%Y-%m-%dT%H:%M:%SZ}"
            for channel in every:
                visit += 1
                outcome = chance.choices(("ok", "unchanged", "soft", "hard"), (40, 50, 6, 4))[0]
                reason, told = ("read", "It was read.") if outcome != "hard" else ("gone", "The address is gone.")
                figures = (4, 50_000, 20, 1, 0, 2)
                yield visit, channel.id, run, run, at, at, at, 1, outcome, reason, told, *figures


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
