"""What the registry holds: sources, channels, watches, as values."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from errors import UnknownNameError
from parsing.urls import Sites

LEVELS = ("national", "council", "affiliate", "local", "retirees")
FAMILIES = ("openatrium", "wordpress", "national", "feed", "sitemap", "listing", "calendar")

#: The columns of each file, in their order. Lists inside a cell are parted by " | ".
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "sources.csv": (
        "source", "name", "level", "number", "states", "homepage", "hosts", "language", "timezone", "parent",
        "installation", "note",
    ),
    "channels.csv": ("channel", "source", "family", "address", "hint", "since", "until", "note"),
    "watches.csv": ("watch", "query", "mode", "carriers", "quiet", "cap", "note"),
}  # fmt: skip
LIST_MARK = " | "


@dataclass(frozen=True, slots=True)
class Source:
    """A union body that publishes; one row of sources.csv. What the row leaves open is None or empty."""

    id: str
    name: str
    #: one of LEVELS
    level: str | None
    #: as the union writes it: "31", "1199C", "1303-397"
    number: str | None
    #: postal codes of US states and territories; "US" for all of them
    states: tuple[str, ...]
    homepage: str
    #: other hosts, or host/space, that show the same site
    hosts: tuple[str, ...]
    #: BCP 47, the main one of the site
    language: str | None
    #: IANA name; dates without a zone are read in it
    timezone: str
    #: id of the source it belongs to
    parent: str | None
    #: name that it shares with all hosts that are one system with its own
    installation: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Channel:
    """One address where a source publishes; one row of channels.csv."""

    id: str
    source_id: str
    #: one of FAMILIES
    family: str
    address: str
    #: what its family is told: docs/data-dictionary.md and data/README.md name the keys
    hint: Mapping[str, Any] = field(default_factory=dict, hash=False)
    #: first and last day on which the channel is read; None: no bound
    since: date | None = None
    until: date | None = None
    note: str | None = None

    def is_open(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or self.until >= day)


@dataclass(frozen=True, slots=True)
class Watch:
    """A saved search and whom to tell; one row of watches.csv."""

    id: str
    #: in the language of the search page
    query: str
    #: when it tells, and whether edits and removals too; registry.watching reads it
    mode: str | None
    #: names of environment variables, or "atom"; never an address
    carriers: tuple[str, ...]
    #: hours with their zone in which it tells nobody
    quiet: str | None
    #: most messages of one telling (at once), or stories of one message (daily, weekly)
    cap: int | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Registry:
    """All rows by id, in the order of the files, and what they say of addresses."""

    sources: dict[str, Source]
    channels: dict[str, Channel]
    watches: dict[str, Watch]
    sites: Sites

    def select(self, names: Iterable[str] = (), day: date | None = None) -> list[Channel]:
        """The channels that names ask for, each once, in the order of the file; without names all open ones.

        names: ids of sources (all their channels that are open on `day`) and of channels (also closed ones, since
        they are asked for by name). day: today, where it is not given. Raises UnknownNameError with the nearest ids.
        """
        on = day or datetime.now(UTC).date()
        wanted = set(names)
        for name in wanted:
            if name not in self.sources and name not in self.channels:
                raise UnknownNameError("source or channel", name, self.nearest(name))
        return [
            channel
            for channel in self.channels.values()
            if channel.id in wanted or (channel.is_open(on) and (not wanted or channel.source_id in wanted))
        ]

    def nearest(self, name: str, most: int = 3) -> list[str]:
        """Ids of sources and channels that look like a name; sources first."""
        lowered = name.strip().lower().replace(" ", "-").replace("_", "-")
        ids = [*self.sources, *self.channels]
        close = difflib.get_close_matches(lowered, ids, n=most, cutoff=0.6)
        holding = sorted((known for known in ids if lowered and lowered in known), key=len)
        return list(dict.fromkeys([*close[:1], *holding, *close]))[:most]
