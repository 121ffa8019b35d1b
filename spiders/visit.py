"""A visit to one channel while it runs: what is still open, what was seen, how it ends."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from errors import VisitError
from items import Outcome, Validators, VisitReport
from registry import Channel, Source


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
    cursor: str | None = None
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
    ended: bool = False

    def fail(self, error: VisitError) -> None:
        """Note why the visit fails; the first reason counts."""
        if self.failure is None:
            self.failure = (error.outcome, error.reason, str(error))  # type: ignore[assignment]

    @property
    def idle(self) -> bool:
        """Nothing is open: every request was answered and every item passed the pipelines."""
        return self.open_requests == 0 and self.open_items == 0

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
            items_seen=self.items_seen,
            foreign_links=self.foreign_links,
            reported_by_site=self.reported_by_site,
            # A page whose loss we know of must be asked for again, so a visit that lost any forgets its validators.
            validators=list(self.validators.values()) if whole and not self.pages_put_off else [],
            cursor=self.cursor,
        )

    def _verdict(self) -> tuple[Outcome, str, str]:
        if self.failure and not self.items_seen:
            return self.failure
        if self.unchanged and not self.items_seen and not self.pages_read:
            return "unchanged", "not_modified", "Nothing changed since the last visit."
        told = [f"{self.items_seen} posts seen"]
        if self.pages_read:
            told.append(f"{self.pages_read} pages read")
        if self.pages_put_off:
            told.append(f"{self.pages_put_off} pages left for the next run")
        told += [f"{count} pages not read ({reason})" for reason, count in sorted(self.lost_pages.items())]
        if self.ways:
            told.append(f"read by {' and '.join(dict.fromkeys(self.ways))}")
        sentence = "; ".join(told) + "."
        if self.failure:
            return self.failure[0], self.failure[1], f"{sentence} Then: {self.failure[2]}"
        if not self.items_seen and not self.unchanged:
            return "empty", "no_posts", "The channel answered, and no post was found in it."
        return "ok", "read", sentence
