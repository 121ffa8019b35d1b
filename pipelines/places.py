"""Enrichment: which states and places a text names."""

from __future__ import annotations

from collections.abc import Sequence

from archive.changes import Words
from archive.enriching.facts import PlaceFact
from parsing.finding import Gazetteer, find_places
from pipelines.enrichment import Enrichment


class Places(Enrichment):
    """Places of data/gazetteer/."""

    name = "places"
    version = 1

    def __init__(self, gazetteer: Gazetteer, made_of: object) -> None:
        super().__init__(made_of)
        self.gazetteer = gazetteer

    def find(self, words: Words, source_ids: frozenset[str]) -> Sequence[PlaceFact]:
        found = find_places(self.gazetteer, words.title, words.body or words.teaser)
        return [PlaceFact(one.place, one.state) for one in found]
