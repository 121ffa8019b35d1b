"""What enrichments share: a name, a version of their code, the rules that they find by.

They read wordings and not items, so that words which a hundred sites carry are read once. So they have no number among
the pipelines: `crawl_log` runs them at the end of a crawl, and `scrapy enrich` over everything.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from archive.changes import Words
from archive.enriching.facts import Fact


class Enrichment:
    """A step that finds facts in words. version: to be raised when its code finds other facts than before."""

    name = ""
    version = 0

    def __init__(self, rules: object) -> None:
        self.made_of = hashlib.blake2b(repr((self.version, rules)).encode(), digest_size=16).hexdigest()

    def find(self, words: Words, source_ids: frozenset[str]) -> Sequence[Fact]:
        """Facts in these words, which items of these sources show."""
        raise NotImplementedError
