"""Enrichment: which bodies a text names, and who speaks for them by office."""

from __future__ import annotations

from collections.abc import Sequence

from archive.changes import Words
from archive.enriching.facts import MentionFact
from parsing.finding import Bodies, Gazetteer, at_home, find_mentions
from pipelines.enrichment import Enrichment


class Mentions(Enrichment):
    """Bodies of the registry by name and number, and offices."""

    name = "mentions"
    version = 1

    def __init__(self, bodies: Bodies, gazetteer: Gazetteer, made_of: object) -> None:
        super().__init__(made_of)
        self.bodies, self.gazetteer = bodies, gazetteer

    def find(self, words: Words, source_ids: frozenset[str]) -> Sequence[MentionFact]:
        found = find_mentions(self.bodies, self.gazetteer, words.title, words.body or words.teaser)
        known = (at_home(one, self.bodies, source_ids) for one in found)
        once = {one.name: MentionFact(one.name, one.kind, one.source_id) for one in known}
        return list(once.values())
