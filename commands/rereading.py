"""Reads the archive anew from its captures: the same families and pipelines as in a crawl, and no network."""

from __future__ import annotations

import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import sqlite_utils
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from archive.captures import Capture, CaptureRules, Document, read_capture
from archive.database import close_archive, open_archive
from archive.enriching import enrich_new, prepare
from archive.lock import run_lock
from archive.numbers.bounding import bound
from archive.rereading import Reread, mark_read, reread
from archive.stories import tell
from archive.stories.shares import count_shares
from archive.stories.translations import link_translations
from archive.times import instant, stamp
from archive.to_reread import Choice, count_documents, documents
from archive.vocabulary import count_words
from commands.clock import run_clock
from commands.doors import path_in, root
from errors import ArchiveError, InputError, ParseError
from items import Item
from pipelines.captures import capture_rules
from pipelines.enrichments import enrichments, labels
from registry import Registry, story_rulings
from spiders.rereading import Kept, Rereader

#: pipelines between the crawl's log and the store: they make an item what it is
FIRST, LAST = 100, 899
#: seconds between two words on how far it is; corrections that are shown one by one
SAY_EVERY, MOST_SHOWN = 2.0, 20


@dataclass(slots=True)
class Done:
    """What a run did. examples: the first corrections."""

    dry_run: bool = False
    documents: int = 0
    left: int = 0
    seconds: float = 0.0
    posts: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)
    examples: list[Reread] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)


def read_anew(settings: BaseSettings, rows: Registry, choice: Choice, *, dry_run: bool, quiet: bool) -> Done:
    """Read what is chosen. Raises InputError, LockedError, ArchiveError. A run that is stopped goes on next time."""
    path = path_in(settings, "ARCHIVE_PATH")
    if not path.exists():
        raise InputError(f"There is no archive {path} yet; `scrapy collect` makes it.")
    rules = capture_rules(settings, path_in(settings, "CAPTURES_DIR"))
    with run_lock(path):
        db = open_archive(path)
        try:
            run = _Run(db, settings, rows, rules, stamp(run_clock(settings)), dry_run=dry_run, quiet=quiet)
            return run.go(choice)
        finally:
            close_archive(db)


class _Run:
    def __init__(
        self,
        db: sqlite_utils.Database,
        settings: BaseSettings,
        rows: Registry,
        rules: CaptureRules,
        now: str,
        *,
        dry_run: bool,
        quiet: bool,
    ) -> None:
        self.db, self.settings, self.rows, self.rules, self.now = db, settings, rows, rules, now
        self.reader = Rereader(rows, settings.getint("DOWNLOAD_MAXSIZE"))
        self.pipelines = list(_pipelines(settings, rows))
        self.done, self.stopped = Done(dry_run=dry_run), False
        self.shows = not quiet and sys.stderr.isatty()
        self.began = self.said = time.monotonic()

    def go(self, choice: Choice) -> Done:
        """All documents, then what the end of a crawl does for the posts that changed."""
        total = count_documents(self.db, choice)
        with _stoppable(self):
            for group in documents(self.db, choice):
                if self.stopped:
                    break
                self._document(group)
                self.done.documents += 1
                self._say(total)
        self.done.left = total - self.done.documents
        if self.done.changed and not self.done.dry_run:
            self._look_back()
        self.done.seconds = time.monotonic() - self.began
        return self.done

    def _document(self, group: list[Capture]) -> None:
        one = group[0]
        channel = self.rows.channels.get(one.channel_id)
        if channel is None:
            self.done.troubles[f"The channel {one.channel_id} has left the registry."] += 1
            return
        try:
            document = read_capture(self.db, self.rules.folder, one)
        except ArchiveError as error:
            self.done.troubles[str(error)] += 1
            return
        found = self.reader.read(channel, _kept(one, document))
        ended = Counter(outcome.ended for item in found.items if (outcome := self._item(item, group)) is not None)
        self.done.posts += ended
        unfound = len(group) - ended.total()
        if unfound > 0:  # what no longer reads like the post leaves it as it is
            self.done.posts["not_found"] += unfound
        if not self.done.dry_run:
            mark_read(self.db, group, self.rules.read_by or "")

    def _item(self, item: Item, group: list[Capture]) -> Reread | None:
        """What became of a post that the readers found; None where it is none of the group's."""
        tidied: Any = item
        for process in self.pipelines:
            tidied = process(tidied)
        if not isinstance(tidied, Item):
            return None
        try:
            outcome = reread(
                self.db, tidied, group, self.rows.sites, self.now, self.rules.read_by or "", dry_run=self.done.dry_run
            )
        except ParseError:
            return None
        if outcome is not None and outcome.ended == "corrected":
            self.done.changed.add(outcome.item_id)
            if len(self.done.examples) < MOST_SHOWN:
                self.done.examples.append(outcome)
        return outcome

    def _look_back(self) -> None:
        """Stories, bounds, counts and facts of what changed, as at the end of a crawl."""
        rulings = story_rulings(path_in(self.settings, "STORY_RULINGS"), self.rows.sites)
        found = enrichments(self.settings, self.rows, lambda path: root() / path)
        link_translations(self.db, self.done.changed)
        told = tell(self.db, rulings, self.rows.sites)
        bound(self.db, self.done.changed | told.changed)
        count_shares(self.db)
        count_words(self.db)
        prepare(self.db, found, labels(found))
        enrich_new(self.db, found)

    def _say(self, total: int) -> None:
        now = time.monotonic()
        if self.shows and now - self.said > SAY_EVERY:
            self.said = now
            told = f"{self.done.documents:,} of {total:,} documents read, {self.done.posts['corrected']:,} posts differ"
            print(told, file=sys.stderr, flush=True)


def _kept(one: Capture, document: Document) -> Kept:
    return Kept(
        document.url,
        document.status,
        document.headers,
        document.body,
        instant(one.fetched_at),
        one.taker or "",
        document.redirected_from,
        document.entry,
    )


def _pipelines(settings: BaseSettings, rows: Registry) -> Iterator[Any]:
    """The steps that a crawl takes between its log and its store, in order."""
    crawler = SimpleNamespace(settings=settings, spider=SimpleNamespace(registry=rows))
    chosen = sorted((number, name) for name, number in settings.getdict("ITEM_PIPELINES").items() if number is not None)
    for number, name in chosen:
        if FIRST <= number <= LAST:
            kind = load_object(name)
            yield (kind.from_crawler(crawler) if hasattr(kind, "from_crawler") else kind()).process_item


@contextmanager
def _stoppable(run: _Run) -> Iterator[None]:
    """Ctrl-C ends the run behind the document that is being read."""

    def stop(*_: object) -> None:
        run.stopped = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
