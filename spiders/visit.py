"""A visit to one channel while it runs: what is still open, what was seen, how it ends."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime

from scrapy.http import Response
from twisted.python.failure import Failure

from errors import VisitError
from fetching.wishing import wishes_of, wishes_of_failure
from items import CalendarRead, Front, Outcome, Validators, VisitReport
from known import Usual
from registry import Channel, Source
from spiders.comparing import comparison
from spiders.dead_ways import dead_way
from spiders.sampling import directory_of
from spiders.shrinking import added, shrunk
from spiders.walks import Past
from wishes import NO_WISHES, Wishes

CUT_SHORT = "The run ended before this visit did; the next run goes on."


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
    #: older pages that may still be looked at again, those that were, and whether it was asked which are due
    again_left: int = 0
    #: pages that a sitemap says were changed since they were read, and when
    changed: dict[str, datetime] = field(default_factory=dict)
    pages_again: int = 0
    asked_again: bool = False
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
    #: whether the channel's own address answered; way, reason and words of its failure where another way was asked
    own_answered: bool = False
    own_lost: tuple[str, str, str] | None = None
    #: addresses of a sitemap that were not asked for, since none of their like was a post
    unasked: int = 0
    #: the channel showed far more at once than it ever does: its past, and no news
    is_flood: bool = False
    #: further pages of its lists, as asked: no sitemap makes posts of them
    list_pages: set[str] = field(default_factory=set)
    #: set by a calendar's family when it has read all of it
    calendar: CalendarRead | None = None
    #: the channel's document was found to be another owner's: nothing of the visit is taken
    frozen: bool = False
    #: whether its first document was looked at: is it still the source's?
    judged: bool = False
    #: domain -> known posts whose addresses lead there
    led_away: dict[str, set[str]] = field(default_factory=dict)
    #: whether a document of it was compared with the addresses that are known
    looked: bool = False
    #: what earlier visits showed, and whether a person accepts what this one shows
    usual: Usual = field(default_factory=Usual)
    accepted: bool = False
    #: way -> what its first document showed, of the ways that the channel itself begins with
    front: dict[str, Front] = field(default_factory=dict)
    #: the walks that such ways are; further ones are those of the past
    opening: set[str] = field(default_factory=set)
    went_further: bool = False
    #: entries of those documents that were not known before
    fresh: int = 0
    #: what servers and feeds said about when to come again
    wishes: Wishes = NO_WISHES
    ended: bool = False

    def take_answer(self, response: Response) -> None:
        """Count an answer, and hear what it says about the next visit."""
        self.requests += 1
        self.received_bytes += len(response.body)
        self.wishes = self.wishes.also(wishes_of(response))

    def take_failure(self, failure: Failure) -> None:
        """Hear for how long a host that gave no answer wants to be left alone."""
        self.wishes = self.wishes.also(wishes_of_failure(failure))

    def show_front(self, way: str, front: Front, fresh: int = 0) -> None:
        """Note what the first document of a way shows."""
        self.front[way] = added(self.front.get(way), front)
        self.fresh += fresh

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

    def report(self, ended_at: datetime, ending: str | None = None) -> VisitReport:
        """The visit as a row: outcome, reason and a sentence for people. ending: why the run is ending meanwhile."""
        outcome, reason, sentence = self._with_dead_way(*self._verdict())
        if ending and self.failure is None and outcome not in ("ok", "unchanged"):
            # What was not found, since no more was asked, says nothing of the channel.
            outcome, reason, sentence = "soft", ending, CUT_SHORT
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
            front=self.front if outcome == "ok" else {},
            ways={way: len(urls) for way, urls in sorted(self.kept.items()) if urls},
            # A page whose loss we know of must be asked for again, so a visit that lost any forgets its validators.
            validators=list(self.validators.values()) if whole and not self.pages_put_off else [],
            cursor=self.past.text(over=not self.stages_left) if self.past.active and self.past.was_moved else None,
            calendar=self.calendar if outcome in ("ok", "unchanged") and not self.items_lost else None,
            wishes=replace(self.wishes, more=self.pages_put_off > 0 and self.pages_read > 0),
        )

    def _with_dead_way(self, outcome: Outcome, reason: str, sentence: str) -> tuple[Outcome, str, str]:
        """The same where the channel's own address lives; else a good visit names it, and an empty one fails."""
        dead = dead_way(self) if outcome in ("ok", "unchanged", "empty") else None
        if dead is None:
            return outcome, reason, sentence
        return ("soft" if outcome == "empty" else outcome), dead[0], f"{dead[1]} {sentence}"

    def _verdict(self) -> tuple[Outcome, str, str]:
        if self.failure and not self.posts_seen:
            outcome, reason, sentence = self.failure
            return ("hard" if reason == "no_posts" and self.usual.alarms else outcome), reason, sentence
        if self.unchanged and not self.posts_seen and self.pages_read <= self.pages_again:
            return "unchanged", "not_modified", "Nothing changed since the last visit."
        told = [f"{self.posts_seen} posts seen"]
        if self.pages_read:
            told.append(f"{self.pages_read} pages read")
        if self.pages_again:
            told.append(f"{self.pages_again} of them older ones, looked at again")
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
        alarm = None if self.unchanged else shrunk(self.front, self.usual, self.posts_seen, self.fresh, self.accepted)
        if alarm:
            # Once may be the site's own slip, which mends itself; twice in a row needs a person.
            seen = f" {sentence}" if self.posts_seen else ""
            return ("hard" if self.usual.alarms else "soft"), alarm[0], f"{self.channel.address} {alarm[1]}.{seen}"
        if not self.posts_seen and not self.unchanged:
            if self.led_nowhere:
                return "soft", "not_a_feed", self.led_nowhere[0]
            return "empty", "no_posts", "The channel answered, and no post was found in it."
        return "ok", "read", sentence
