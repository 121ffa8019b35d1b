"""Facts that are found in words, as the archive keeps them, and what finds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from archive.changes import Words


@dataclass(frozen=True, slots=True)
class TopicFact:
    """A topic with the words that led to it."""

    topic: str
    evidence: str | None


@dataclass(frozen=True, slots=True)
class MentionFact:
    """A body or an office. kind: body or office; source_id where it is certainly a source of ours."""

    name: str
    kind: str
    source_id: str | None


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A place with the two letters of its state."""

    place: str
    state: str


Fact = TopicFact | MentionFact | PlaceFact


@dataclass(frozen=True, slots=True)
class Kind:
    """Where facts of one sort are kept: the table and its columns for them."""

    table: str
    columns: tuple[str, ...]


#: by the name of the enrichment that finds them
KINDS = {
    "topics": Kind("item_topics", ("topic", "evidence")),
    "mentions": Kind("mentions", ("name", "kind", "source_id")),
    "places": Kind("item_places", ("place", "state")),
}


@dataclass(frozen=True, slots=True)
class Label:
    """A topic as readers see it."""

    topic: str
    label: str
    label_es: str
    about: str


class Finder(Protocol):
    """An enrichment: finds facts in words, and nothing else tells it anything but whose words they are."""

    @property
    def name(self) -> str:
        """A key of KINDS."""

    @property
    def made_of(self) -> str:
        """Changes with the code and the rules, so that everything is read again."""

    def find(self, words: Words, source_ids: frozenset[str]) -> Sequence[Fact]:
        """Facts in these words, which the items of these sources show."""
