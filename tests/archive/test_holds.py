"""Sources that are held: how a hold begins, what it says, and by what it ends."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlite_utils

from archive.crawls import begin_crawl, record_visits
from archive.keeping import keep
from archive.missing.holds import is_held
from archive.sources import sync_registry
from registry import Registry
from tests.builders import DAY, NOW, REGISTRY, SITES, item, one, registry, report, rows, source

Database = sqlite_utils.Database
MOVED = "https://council-900.example/news redirects to https://elsewhere.example/, which is not the source's."


def visit(db: Database, days: float, channel: str = "council-900-news", **given: Any) -> None:
    at = NOW + days * DAY
    told = report(channel, started_at=at, ended_at=at + timedelta(seconds=2), **given)
    record_visits(db, begin_crawl(db, at), [told])


def moved(db: Database, days: float) -> None:
    visit(db, days, outcome="hard", reason="moved", sentence=MOVED)


def test_n18_a_site_that_moved_to_another_domain_is_held_and_its_items_stay_as_they_are(db: Database) -> None:
    keep(db, item(), SITES)
    for days in (1, 2, 3):
        moved(db, days)
    assert rows(db, "SELECT reason, url, since, last_at, seen_count, ended_at FROM holds") == [
        ("moved", "https://elsewhere.example/", "2026-03-03T15:30:02Z", "2026-03-05T15:30:02Z", 3, None)
    ]
    assert one(db, "SELECT detail FROM holds") == MOVED, "readers see it; what to do is for who runs the archive"
    assert rows(db, "SELECT status, url FROM items") == [("here", "https://council-900.example/news/post-1")]
    assert rows(db, "SELECT hold, held_since FROM source_health WHERE channel_id = 'council-900-news'") == [
        ("moved", "2026-03-03T15:30:02Z")
    ]


def test_the_same_visit_twice_is_one(db: Database) -> None:
    moved(db, 1)
    moved(db, 1)
    assert one(db, "SELECT seen_count FROM holds") == 1


@pytest.mark.parametrize("outcome", ["ok", "unchanged", "empty"])
def test_u11_a_hold_ends_by_itself_when_the_site_is_itself_again(db: Database, outcome: str) -> None:
    visit(db, 1, outcome="hard", reason="hijacked", sentence="https://council-900.example/news shows a casino.")
    assert is_held(db, "council-900")
    visit(db, 2, outcome="soft", reason="timeout", sentence="No answer.")
    assert is_held(db, "council-900"), "no answer tells nothing"
    visit(db, 3, outcome=outcome, reason="read")
    assert not is_held(db, "council-900")
    assert one(db, "SELECT ended_at FROM holds") == "2026-03-05T15:30:02Z"
    assert rows(db, "SELECT DISTINCT hold FROM source_health") == [(None,)]
    visit(db, 4, outcome="hard", reason="hijacked", sentence="https://council-900.example/news shows a casino.")
    assert rows(db, "SELECT since, seen_count, ended_at FROM holds") == [("2026-03-06T15:30:02Z", 1, None)]


def test_another_source_that_is_well_ends_no_hold_of_this_one(db: Database) -> None:
    moved(db, 1)
    visit(db, 2, "local-1-news")
    assert (is_held(db, "council-900"), is_held(db, "local-1")) == (True, False)


def changed(**given: Any) -> Registry:
    return registry(
        source("council-900", states=("WI", "MN"), **given),
        source("local-1", level="local", parent="council-900"),
        source("national", level="national", timezone="America/New_York", states=("US",)),
    )


@pytest.mark.parametrize("given", [{"homepage": "https://elsewhere.example/"}, {"hosts": ("elsewhere.example",)}])
def test_a_person_who_writes_the_new_place_into_the_registry_ends_the_hold(db: Database, given: dict[str, Any]) -> None:
    moved(db, 1)
    sync_registry(db, changed(**given), NOW + 2 * DAY)
    assert not is_held(db, "council-900")


def test_a_registry_that_stays_or_changes_in_other_ways_ends_no_hold(db: Database) -> None:
    moved(db, 1)
    sync_registry(db, REGISTRY, NOW + 2 * DAY)
    sync_registry(db, changed(note="Telephoned them."), NOW + 3 * DAY)
    assert is_held(db, "council-900")


def test_a_new_channel_of_the_source_ends_the_hold(db: Database) -> None:
    moved(db, 1)
    channel = REGISTRY.channels["council-900-news"]
    more = replace(channel, id="council-900-blog", address="https://council-900.example/blog")
    sync_registry(db, registry(*REGISTRY.sources.values(), channels=(*REGISTRY.channels.values(), more)), NOW + 2 * DAY)
    assert not is_held(db, "council-900")
