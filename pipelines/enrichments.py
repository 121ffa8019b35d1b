"""All enrichments, with the files that they find by: the one list that crawls and `scrapy enrich` share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from scrapy.settings import BaseSettings

from archive.enriching.facts import Label
from pipelines.enrichment import Enrichment
from pipelines.mentions import Mentions
from pipelines.places import Places
from pipelines.topics import Topics
from registry import Registry, finding

NAMES = ("topics", "mentions", "places")


def enrichments(settings: BaseSettings, rows: Registry, at: Callable[[str], Path]) -> tuple[Enrichment, ...]:
    """The enrichments in the order of NAMES. at: gives the path that a setting says.

    Raises InputError that says which file, line and column is wrong.
    """
    topics, names, places = (at(settings[name]) for name in ("TOPIC_RULES", "BODY_NAMES", "GAZETTEER_DIR"))
    gazetteer, bodies = finding.gazetteer(places), finding.bodies(rows, finding.short_names(names))
    of_places = finding.printed(places / "states.csv", places / "places.csv")
    return (
        Topics(finding.topic_rules(topics), finding.printed(topics)),
        Mentions(bodies, gazetteer, (of_places, finding.printed(names), tuple(bodies.rows.values()))),
        Places(gazetteer, of_places),
    )


def labels(found: Iterable[Enrichment]) -> list[Label]:
    """The topics as readers see them, where topics are among these enrichments."""
    return [label for one in found if isinstance(one, Topics) for label in one.labels()]
