"""What a message tells, as values. Whoever writes messages gets a Told and gives a Written; nothing else passes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlencode

from archive.telling import Entry
from archive.telling.around import Around
from watch.saved import Saved


@dataclass(frozen=True, slots=True)
class Place:
    """Where readers reach the site and the operator.

    site: the site's address without a slash at its end, None where it has none. contact: a mail address or page.
    """

    site: str | None = None
    contact: str | None = None

    def item(self, item_id: int) -> str | None:
        """The page of a post."""
        return f"{self.site}/items/{item_id}" if self.site else None

    def story(self, story_id: int) -> str | None:
        """The page of a story."""
        return f"{self.site}/stories/{story_id}" if self.site else None

    def page(self, path: str) -> str | None:
        """Any page of the site, by its path."""
        return f"{self.site}{path}" if self.site else None

    def search(self, query: str, kind: str = "") -> str | None:
        """The page of a search, the newest first, or its feed (kind ".atom")."""
        asked = {"q": query} if kind else {"q": query, "sort": "newest"}
        return f"{self.site}/search{kind}?{urlencode(asked)}" if self.site else None

    @property
    def host(self) -> str:
        """What stands behind the @ of an id."""
        rest = (self.site or "").split("://")[-1].split("/")[0].split("@")[-1].split(":")[0].strip("[]")
        return rest if rest and all(sign.isalnum() or sign in ".-" for sign in rest) else "news-archive.invalid"


@dataclass(frozen=True, slots=True)
class Told:
    """One message before it is written.

    what: new, edited, removed (one entry), digest (one or more) or test (none). more: matches beyond the cap, which are
    only counted. due_at: when a digest was due. possible_repeat: an attempt of unknown outcome went before.
    """

    id: str
    watch: Saved
    what: str
    place: Place
    entries: tuple[Entry, ...] = ()
    more: int = 0
    due_at: datetime | None = None
    possible_repeat: bool = False
    #: the carrier, by the name of its variable, and a mail's way to be taken off the list
    carrier: str = ""
    #: what stands around the entries of a digest
    around: Around = field(default_factory=Around)

    def with_around(self, around: Around) -> Told:
        """The same with what stands around it."""
        return replace(self, around=around)


@dataclass(frozen=True, slots=True)
class Written:
    """A message as it goes out. subject: one line. data: the same for programs, for webhooks."""

    subject: str
    text: str
    html: str
    data: dict[str, object] = field(default_factory=dict)
