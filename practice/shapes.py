"""The values that the practice web is made of: posts and what each site says of them, and what is no post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from practice.writer import Block, Piece

#: the most exact date that a visitor can read anywhere on the site; "nothing" leaves an archive with bounds
Says = Literal["minute", "day", "month", "year", "nothing"]
Role = Literal["original", "same", "retitled", "adapted", "excerpt", "translation"]

EASTERN = ZoneInfo("America/New_York")
CENTRAL = ZoneInfo("America/Chicago")
PACIFIC = ZoneInfo("America/Los_Angeles")

#: the days that the practice web can show
DAYS = (1, 2, 3, 4)
#: noon of the first day of the practice web; each further one is a week later
FIRST_DAY = datetime(2026, 4, 13, 16, 0, tzinfo=UTC)


def now(day: int) -> datetime:
    """The practice web's own clock on its day 1, 2, ..."""
    return FIRST_DAY + timedelta(days=7 * (day - 1))


@dataclass(frozen=True, slots=True)
class EventTruth:
    """When and where; aware UTC instants. occurrences: the starts of all repetitions."""

    starts_at: datetime
    ends_at: datetime | None
    zone: str
    all_day: bool = False
    venue: str | None = None
    street_address: str | None = None
    occurrences: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """One public post as it really is, with what its site lets a visitor know.

    key: source and a word, never changes; url: the address an archive should keep; at: the true moment;
    entered_at: when it was entered, if that is not when it is dated; also: days that count as right beside `at`'s.
    """

    key: str
    source: str
    url: str
    piece: Piece
    at: datetime
    zone: ZoneInfo
    says: Says
    kind: str = "news"
    author: str | None = None
    number: int | None = None
    story: str | None = None
    role: Role | None = None
    event: EventTruth | None = None
    addresses: tuple[str, ...] = ()
    entered_at: datetime | None = None
    also: tuple[date, ...] = ()
    #: False where only a teaser is public
    whole: bool = True
    #: False where archives may differ on whether it is a post at all; found or not, it counts neither way
    required: bool = True
    #: lines that its page shows with the body and that an archive may keep or cut
    may: tuple[str, ...] = ()
    #: the address of the original, where its page links to it as its source
    link: str | None = None
    #: names of groups of posts that look alike; two of one group that carry different stories must stay apart
    near: tuple[str, ...] = ()
    #: the practice day on which it is first there
    since: int = 1
    #: free words for its own site's templates, such as a category or a slug
    notes: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def day(self) -> date:
        """The local day of publication."""
        return self.at.astimezone(self.zone).date()

    @property
    def local(self) -> datetime:
        return self.at.astimezone(self.zone)

    @property
    def title(self) -> str:
        return self.piece.title

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.piece.blocks

    @property
    def language(self) -> str:
        return self.piece.language


@dataclass(frozen=True, slots=True)
class NonPost:
    """A public address that is no post, and why. status: what it answers; since: its first practice day."""

    url: str
    why: str
    status: int = 200
    since: int = 1


@dataclass(frozen=True, slots=True)
class Change:
    """What a day did to a post or a site.

    what: new, edited, cosmetic, renamed (a new title, which the platform gives a further address), gone (404),
    withdrawn (403), soft_gone, home (redirect to the home page), moved (redirect within the site), back;
    for sites: redesign, challenge, dead_feed, moved_away, thin, readdressed, lapsed.
    day: from which practice day on; until: the day on which it holds no more.
    """

    what: str
    source: str
    key: str | None = None
    to: str | None = None
    day: int = 2
    until: int | None = None

    def holds(self, day: int) -> bool:
        return self.day <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is true on one day."""

    day: int
    posts: tuple[Post, ...]
    non_posts: tuple[NonPost, ...]
    changes: tuple[Change, ...]

    def of(self, source: str) -> tuple[Post, ...]:
        return tuple(post for post in self.posts if post.source == source)
