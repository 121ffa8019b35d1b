"""Enrichment: what a text is about, from a list that is kept by hand."""

from __future__ import annotations

from collections.abc import Sequence

from archive.changes import Words
from archive.enriching.facts import Label, TopicFact
from parsing.finding import Topics as Rules
from parsing.finding import find_topics
from pipelines.enrichment import Enrichment


class Topics(Enrichment):
    """Topics by the phrases of data/rules/topics.csv."""

    name = "topics"
    version = 1

    def __init__(self, rules: Rules, made_of: object) -> None:
        super().__init__(made_of)
        self.rules = rules

    def find(self, words: Words, source_ids: frozenset[str]) -> Sequence[TopicFact]:
        found = find_topics(self.rules, words.title, words.body or words.teaser)
        return [TopicFact(one.topic, one.evidence) for one in found]

    def labels(self) -> list[Label]:
        """The topics as readers see them, in the order of the list."""
        return [Label(one.name, one.label, one.label_es, one.about) for one in self.rules.rows]
