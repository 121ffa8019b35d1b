"""A visit to one channel while it runs: what is still open, what was seen, how it ends."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from errors import VisitError
from items import CalendarRead, Outcome, Validators, VisitReport
from registry import Channel, Source
from spiders.comparing import comparison
from spiders.sampling import directory_of
from spiders.walks import Past


@dataclass(slots=True)
class Visit:
    """Counts and verdict of one visit. The ledger opens and closes it; the family fills it."""

    channel: Channel
    source: Source
    started_at: datetime
    #: posts' pages that may still be asked for
    pages_left: int
    open_requests: int = 0
    open_items: int = 0
    requests: int = 0
    received_bytes: int = 0
    items_seen: int = 0
    pages_read: int = 0
    #: pages known of but left for the next run
    pages_put_off: int = 0
    foreign_links: int = 0
    reported_by_site: int | None = None
    #: how many posts of those that the site counts the channel is known to have, where that was asked
    known_of_site: int | None = None
    #: the ways into the past, each with how far it has come
    past: Past = field(default_factory=Past)
    #: further ways, as names of the family's methods, in the order in which they are tried
    stages_left: list[str] = field(default_factory=list)
    #: whether the channel's own document said that nothing changed
    unchanged: bool = False
    #: the ways that gave posts, in order: "api", "feed", "list", ...
    ways: list[str] = field(default_factory=list)
    failure: tuple[Outcome, str, str] | None = None
    #: reasons why single pages were not read, counted
    lost_pages: Counter[str] = field(default_factory=Counter)
    items_lost: int = 0
    validators: dict[str, Validators] = field(default_factory=dict)
    #: (way, canonical address) that lists and feeds showed in this visit
    shown: set[tuple[str, str]] = field(default_factory=set)
    #: canonical addresses of all posts that were kept, whatever way gave them
    posts: set[str] = field(default_factory=set)
    #: way -> canonical addresses of the posts that it gave and that were kept
    kept: dict[str, set[str]] = field(default_factory=dict)
    #: sentences of ways beside the first one that led nowhere
    led_nowhere: list[str] = field(default_factory=list)
    #: addresses of a sitemap that were not asked for, since none of their like was a post
    unasked: int = 0
    #: the channel showed far more at once than it ever does: its past, and no news
    is_flood: bool = False
    #: set by a calendar's family when it has read all of it
    calendar: CalendarRead | None = None
    ended: bool = False

    def keep(self, way: str | None, url: str) -> None:
        """Note a post that was kept, and the way that gave it."""
        self.posts.add(url)
        if way is not None:
            self.kept.setdefault(way, set()).add(url)

    def drop(self, url: str) -> None:
        """A post that was announced turned out to be none."""
        for urls in (self.posts, *self.kept.values()):
            urls.discard(url)

    def shown_directories(self) -> Counter[str]:
        """Directories of the posts that lists, feeds and APIs showed, with how many."""
        return Counter(directory_of(address) for way, address in self.shown if way != "sitemap")

    def fail(self, error: VisitError) -> None:
        """Note why the visit fails; the first reason counts."""
        if self.failure is None:
            self.failure = (error.outcome, error.reason, str(error))  # type: ignore[assignment]

    @property
    def idle(self) -> bool:
        """Nothing is open: every request was answered and every item passed the pipelines."""
        return self.open_requests == 0 and self.open_items == 0

    @property
    def posts_seen(self) -> int:
        """How many posts were seen, one that several ways gave counted once."""
        return len(self.posts) or self.items_seen

    def report(self, ended_at: datetime) -> VisitReport:
        """The visit as a row: outcome, reason and a sentence for people."""
        outcome, reason, sentence = self._verdict()
        whole = outcome in ("ok", "unchanged", "empty") and not self.items_lost and not self.lost_pages
        return VisitReport(
            channel_id=self.channel.id,
            started_at=self.started_at,
            ended_at=ended_at,
            outcome=outcome,
            reason=reason,
            sentence=sentence,
            requests=self.requests,
            received_bytes=self.received_bytes,
            items_seen=self.posts_seen,
            foreign_links=self.foreign_links,
            reported_by_site=self.reported_by_site,
            ways={way: len(urls) for way, urls in sorted(self.kept.items()) if urls},
            # A page whose loss we know of must be asked for again, so a visit that lost any forgets its validators.
            validators=list(self.validators.values()) if whole and not self.pages_put_off else [],
            cursor=self.past.text(over=not self.stages_left) if self.past.active and self.past.was_moved else None,
            calendar=self.calendar if outcome in ("ok", "unchanged") and not self.items_lost else None,
        )

    def _verdict(self) -> tuple[Outcome, str, str]:
        if self.failure and not self.posts_seen:
            return self.failure
        if self.unchanged and not self.posts_seen and not self.pages_read:
            return "unchanged", "not_modified", "Nothing changed since the last visit."
        told = [f"{self.posts_seen} posts seen"]
        if self.pages_read:
            told.append(f"{self.pages_read} pages read")
        if self.pages_put_off:
            told.append(f"{self.pages_put_off} pages left for the next run")
        told += [f"{count} pages not read ({reason})" for reason, count in sorted(self.lost_pages.items())]
        if self.ways:
            told.append(f"read by {' and '.join(dict.fromkeys(self.ways))}")
        if self.unasked:
            told.append(f"{self.unasked} addresses of the sitemap not asked, since none of their like was a post")
        sentence = " ".join(["; ".join(told) + ".", *comparison(self)])
        if self.failure:
            return self.failure[0], self.failure[1], f"{sentence} Then: {self.failure[2]}"
        if not self.posts_seen and not self.unchanged:
            if self.led_nowhere:
                return "soft", "not_a_feed", self.led_nowhere[0]
            return "empty", "no_posts", "The channel answered, and no post was found in it."
        return "ok", "read", sentence
