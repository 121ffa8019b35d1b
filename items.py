"""What spiders bring: posts, rejections, reports of visits; and the small values they are made of.

Times are aware datetimes in UTC, days are dates in the source's own zone, unknown is None and never an empty string.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from received import Received
from wishes import NO_WISHES, Wishes

Precision = Literal["minute", "day", "month", "year"]
#: "title" is a candidate only: `parsing.dates.choose` returns such a date as "text", so nothing is published_from it
Origin = Literal[
    "feed", "api", "json_ld", "meta", "time", "text", "list", "address", "sitemap", "neighbours", "story", "title"
]
#: What speaks against a date as the day of publication; such dates are kept and looked up, and (but for `future`) never
#: chosen. Each word is explained in docs/data-dictionary.md.
Flag = Literal["absurd", "build", "future", "modified", "occasion", "visit", "year"]
Outcome = Literal["ok", "unchanged", "empty", "soft", "hard"]

#: Why a visit ended as it did; one word each, explained in docs/data-dictionary.md. Visits store no other word.
REASONS: dict[str, str] = {
    "read": "The channel answered and was read.",
    "not_modified": "The server said that nothing changed (304).",
    "same_bytes": "The answer was byte for byte the one read last.",
    "no_posts": "The channel answered, and no post was found in it.",
    "too_few": "The channel showed far fewer posts than are usual, or less of them; it may have been redesigned.",
    "bounded": "The run reached its limit of minutes or requests first; the next run goes on.",
    "interrupted": "The run was stopped by hand or by a signal; the next run goes on.",
    "dns": "The name of the host could not be resolved.",
    "connect": "No connection could be made.",
    "tls": "The certificate or the encryption was refused.",
    "timeout": "The answer did not come within the time limit.",
    "broken": "The answer broke off or could not be decoded.",
    "too_large": "The answer was larger than the size limit.",
    "redirects": "Too many redirects, or one that leads nowhere.",
    "moved": "A redirect leads to a host that is not the source's; held for review.",
    "private": "The address leads to a private or reserved network; refused.",
    "robots": "robots.txt does not allow the address.",
    "robots_unreachable": "robots.txt could not be read, so the host is closed for this run.",
    "slow_host": "The host asks for a longer Crawl-delay than a run keeps; it is visited less often.",
    "retry_later": "The server asked to come back later (429 or 503).",
    "gone": "The address is gone (404 or 410).",
    "forbidden": "The server refused the address (401 or 403).",
    "server_error": "The server failed (5xx).",
    "status": "An answer with a status that is no success.",
    "no_browser": "The row asks for a browser, and the extra for it is missing or cannot be started.",
    "challenge": "A challenge page for browsers came instead of the document; it is not worked around.",
    "parked": "A parking or sales page came instead of the site.",
    "hijacked": "Somebody else's site stands under the source's name; nothing is taken from it.",
    "strange": "The channel shows nothing by which its source would be known; nothing was taken this time.",
    "empty_body": "A successful answer without a body.",
    "not_a_feed": "HTML or something else came where a feed, an API or a sitemap is due.",
    "unreadable": "The document could not be read.",
    "our_fault": "The reader failed; this is an error of ours and is reported as one.",
}

#: Ways by which a channel shows its posts.
WAYS: dict[str, str] = {
    "api": "The posts API of the platform.",
    "feed": "The feed, with the pages that it names or that its platform makes.",
    "list": "The list pages.",
    "archive": "Lists by year or month.",
    "sitemap": "The sitemaps.",
    "calendar": "The calendar.",
    "page": "A link on the page of another post.",
}

#: `Item.kind_because` where no rule for kinds applied but the last, which takes every post
BY_NO_RULE = "otherwise"

#: `Item.place` counts so many for each page of a list, more than any page has entries
PLACES_OF_A_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as a source says it: an instant, how exact it is, and where it was read.

    at: aware, UTC; for precisions coarser than a minute the start of that day, month or year in the source's zone.
    on: the local day (the first one of a month or year). doubt: 0 for the best signal of its origin, more for lesser
    ones, up to 9. flag: what speaks against it as the day of publication.
    """

    at: datetime
    precision: Precision
    origin: Origin
    on: date
    doubt: int = 0
    flag: Flag | None = None

    @classmethod
    def of_instant(cls, at: datetime, zone: ZoneInfo, origin: Origin) -> Moment:
        """An instant exact to the minute or better. Raises ValueError for a naive datetime."""
        if at.tzinfo is None:
            raise ValueError("a Moment needs an aware datetime")
        return cls(at.astimezone(UTC), "minute", origin, at.astimezone(zone).date())

    @classmethod
    def of_day(cls, day: date, zone: ZoneInfo, origin: Origin, precision: Precision = "day") -> Moment:
        """A day, month or year without a time of day."""
        start = datetime.combine(day, time(), tzinfo=zone)
        return cls(start.astimezone(UTC), precision, origin, day)


@dataclass(frozen=True, slots=True)
class Event:
    """When and where an event is; only on items of kind `event` and `training`."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    all_day: bool = False
    timezone: str | None = None
    rrule: str | None = None
    status: Literal["confirmed", "tentative", "cancelled"] | None = None
    venue: str | None = None
    street_address: str | None = None
    registration_url: str | None = None
    #: (start, end) of each repetition that is known, in order; bounded by the reader.
    occurrences: tuple[tuple[datetime, datetime | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Fetched:
    """The proof behind an item: what was fetched, when, and the SHA-256 of its bytes; and these, if at hand."""

    url: str
    at: datetime
    sha256: str
    received: Received | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a post: where it is, and what is said of it. The picture itself is not kept."""

    url: str
    caption: str | None = None
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a post's text. is_file: it leads to a document (PDF, spreadsheet, ...) and not to a page."""

    url: str
    text: str | None = None
    is_file: bool = False


@dataclass(frozen=True, slots=True)
class Alternate:
    """An address that a post names as itself in another language. said: what says so, in words."""

    url: str
    language: str
    said: str


@dataclass(slots=True)
class Item:
    """One post as a spider brings it. What a channel does not say stays None; the archive keeps what it knew.

    url is absolute and may be dirty; the pipelines make it canonical. body is plain text: paragraphs parted by a
    blank line, "- " before list lines, without title, byline, captions and contact lines; None until it was read.
    """

    channel_id: str
    url: str
    title: str | None = None
    teaser: str | None = None
    body: str | None = None
    author: str | None = None
    kind: str | None = None
    #: why it is of that kind: what said it ("list", "feed", "page", "event"), a rule and the words it found
    #: ("memorial: in memoriam"), or BY_NO_RULE
    kind_because: str | None = None
    #: the line over the text that calls it a release; only the rules for kinds read it
    rubric: str | None = None
    language: str | None = None
    target: str | None = None  # where a clipping or a video leads; that address is never fetched
    #: the address that its page names as its own (rel=canonical): a hint at the place of the writing, no identity
    canonical: str | None = None
    pictures: tuple[Picture, ...] = ()
    links: tuple[Link, ...] = ()
    alternates: tuple[Alternate, ...] = ()  # itself in other languages, as its page says
    tags: tuple[str, ...] = ()  # tags and categories as the site gives them
    #: where each field was read: {"title": "json_ld", "body": "feed"}; values as in `Origin`, and "structure"
    field_origins: Mapping[str, str] = field(default_factory=dict)
    #: by which way the channel showed it: one of WAYS
    way: str | None = None
    #: its place in a list that shows the newest first, a thousand for each page; None where the way has no such order
    place: int | None = None
    published: Moment | None = None
    #: every date that was found, the chosen one among them
    candidates: tuple[Moment, ...] = ()
    updated_at: datetime | None = None
    event: Event | None = None
    #: the platform's own number or id; with `installation` (a host, or the registry's name) it is the identity
    external_id: str | None = None
    installation: str | None = None
    #: further addresses of the same post: asked for, redirected to, given as its own page address
    addresses: tuple[str, ...] = ()
    #: those of them that redirect for good (301, 308) to the page that was read: a known post has moved
    moved_from: tuple[str, ...] = ()
    #: a post without a page of its own (a dated paragraph, one part of a page): its anchor is part of its address
    anchored: bool = False
    fetched: Fetched | None = None
    #: set by the base of the spiders
    seen_at: datetime | None = None
    #: set by the pipelines: the source that the item belongs to
    source_id: str | None = None
    #: found by walking the past, so that no watch takes it for news
    backfill: bool = False
    noindex: bool = False  # its page asks search engines not to list it


#: fields of an item that say where they were read
TOLD_FIELDS = ("title", "teaser", "body", "author", "pictures", "links", "tags")


def origins_of(item: Item) -> dict[str, str]:
    """Where each field that has a value was read: as the item itself says, else by the way that showed it."""
    way = {"archive": "list", "page": "structure"}.get(item.way or "list", item.way or "list")
    return {name: item.field_origins.get(name, way) for name in TOLD_FIELDS if getattr(item, name)}


@dataclass(slots=True)
class Rejected:
    """An address that is no post, or none that may be read, with the reason in a word and a sentence."""

    channel_id: str
    url: str
    reason: str
    detail: str
    seen_at: datetime | None = None


@dataclass(slots=True)
class Missed:
    """A known item whose page could not be read as that item: the evidence for a status, which the archive draws.

    url: the address that was asked; final_url: another one that answered. reason: one of MISS_REASONS in
    archive/missing/statuses.py; status: of HTTP.
    """

    channel_id: str
    url: str
    reason: str
    detail: str
    status: int | None = None
    final_url: str | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LookedAgain:
    """A known post's page was asked for again and brought no words.

    unchanged: the server, or the bytes it sent, said that nothing changed; lost: no answer that says anything;
    missed: it could not be read as that post.
    """

    url: str
    ended: Literal["unchanged", "lost", "missed"]
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask it later whether an address changed; sent back to the letter."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    #: of the decoded body, for servers that lie or give nothing
    body_sha256: str | None = None
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Front:
    """What the first document of a way showed: its entries, and how many of them bear a title and a day."""

    posts: int
    titled: int = 0
    dated: int = 0


@dataclass(frozen=True, slots=True)
class CalendarRead:
    """A calendar was read in full at a time: it showed all its events up to `until`.

    until: None where it answered that nothing changed, so that what it did not show before it does not show now.
    """

    at: datetime
    until: datetime | None = None


@dataclass(slots=True)
class VisitReport:
    """One visit to one channel, when it is over and all that it brought is kept."""

    channel_id: str
    started_at: datetime
    ended_at: datetime
    outcome: Outcome
    reason: str
    sentence: str
    requests: int = 0
    received_bytes: int = 0
    items_seen: int = 0
    #: links that a block shows to hosts that are no known source: counted, not kept
    foreign_links: int = 0
    reported_by_site: int | None = None  # how many posts the site itself says it has
    #: how many posts each way showed, a post that two ways show counted in both
    ways: Mapping[str, int] = field(default_factory=dict)
    front: Mapping[str, Front] = field(default_factory=dict)  # what the first document of each way showed
    #: written only now, after the items: a page that was fetched and then lost would never be asked for again
    validators: list[Validators] = field(default_factory=list)
    #: where a paused walk through the past goes on, or that it came to its end; "" forgets it, None leaves it alone
    cursor: str | None = None
    #: the channel is a calendar that was read in full; what it no longer shows of the time to come is withdrawn
    calendar: CalendarRead | None = None
    wishes: Wishes = NO_WISHES  # what servers and feeds said about when to come again


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """What a host said when it was asked for robots.txt. status 0: it did not answer."""

    host: str
    asked_at: datetime
    status: int
    body: bytes
    sentence: str


#: Signals that spiders and fetching send and pipelines hear (Scrapy's signal manager; argument names in brackets).
VISIT_ENDED = object()  # [report: VisitReport]
ROBOTS_READ = object()  # [answer: RobotsAnswer]
LOOKED_AGAIN = object()  # [looked: LookedAgain]
WALKED_ON = object()  # [channel_id: str, cursor: str]: all that the walk showed before this cursor is kept
