"""What a survey of a site has found so far, and the values that go in and out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from parsing.discovery.candidates import Candidate
from parsing.discovery.choice import Way
from parsing.discovery.signs import Platform
from parsing.discovery.ways import Answer, Ground
from parsing.urls import Sites


@dataclass(frozen=True, slots=True)
class Probe:
    """A document that the survey wants. task: how its answer is read; why: for people; part: a word for the channel;
    about: the way that a sample or a further page belongs to."""

    address: str
    task: str
    why: str
    part: str = "news"
    about: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found at an address, in words, and why it was looked at. works: whether it shows posts."""

    what: str
    address: str
    why: str
    works: bool = True


@dataclass(frozen=True, slots=True)
class Space:
    """A part of a shared installation that is a body's own site, such as a local below its council."""

    name: str
    home: str
    number: str | None = None


@dataclass(frozen=True, slots=True)
class ApiRoot:
    """What the root of a WordPress API says. types: bases of the site's own types of posts."""

    address: str
    name: str | None = None
    timezone: str | None = None
    offset: float | None = None
    types: tuple[str, ...] = ()
    #: False where the root does not list its routes, so that the types must be asked for
    knows_types: bool = True


@dataclass(frozen=True, slots=True)
class ProposedChannel:
    """A channel as a row would have it, but for the ids. part: a word for the id; why: what was read there."""

    family: str
    address: str
    part: str
    hint: Mapping[str, Any]
    why: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a survey comes to. asked_home: the address asked, home: the one that answered; failure: why nothing can be
    proposed, in a sentence."""

    asked_home: str
    home: str
    platform: Platform
    name: str | None
    language: str
    language_why: str
    timezone: str
    timezone_why: str
    channels: tuple[ProposedChannel, ...]
    findings: tuple[Finding, ...]
    spaces: tuple[Space, ...]
    failure: str | None = None


@dataclass(slots=True)
class Notes:
    """The state of one survey.

    feeds, lists, calendars, sitemaps: addresses that the pages read so far point to. mapped: what the sitemap holds.
    doubtful: lists whose entries print no days and are still to be sampled, by address.
    """

    asked_home: str
    home: str
    sites: Sites
    source_id: str
    today: date
    zone: ZoneInfo
    #: a space beside the site itself: its lists are read, what an installation has only once is not asked again
    is_space: bool = False
    robots: str = ""
    platform: Platform = field(default_factory=lambda: Platform(None, "the home page was not read"))
    root: etree._Element | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    api: ApiRoot | None = None
    api_declared: str | None = None
    feeds: list[Candidate] = field(default_factory=list)
    lists: list[Candidate] = field(default_factory=list)
    #: where a splash page leads on
    entrances: list[Candidate] = field(default_factory=list)
    calendars: list[Candidate] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)
    #: the address of an index of sitemaps
    index: str | None = None
    mapped: list[str] = field(default_factory=list)
    spaces: list[Space] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    doubtful: dict[str, Way] = field(default_factory=dict)
    #: by address of a doubtful way, whether the pages sampled behind it were posts
    sampled: dict[str, list[bool]] = field(default_factory=dict)
    #: addresses of lists whose second page was read, only to compare
    deeper: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)
    failure: Answer | None = None
    asked: dict[str, Probe] = field(default_factory=dict)
    answered: dict[str, Answer] = field(default_factory=dict)
    calendar_zones: list[str] = field(default_factory=list)
    page_zones: list[str] = field(default_factory=list)
    offsets: list[tuple[datetime, timedelta]] = field(default_factory=list)
    feed_titles: list[str] = field(default_factory=list)

    @property
    def ground(self) -> Ground:
        """What counts as the site."""
        return Ground(self.sites, self.source_id, self.home, self.zone, self.today)

    def has(self, kind: str) -> bool:
        """Whether a way of a kind shows posts."""
        return any(way.kind == kind for way in self.ways)

    def may_ask(self, address: str) -> bool:
        """Whether an address is the site's own, so that asking it is no intrusion on somebody else."""
        return self.sites.is_within(self.source_id, address)
