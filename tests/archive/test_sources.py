import json
from dataclasses import replace
from datetime import date

import sqlite_utils

from archive.keeping import keep
from archive.sources import sync_registry
from registry import Channel, Registry, Watch
from tests.builders import DAY, NOW, REGISTRY, SITES, item, one, registry, rows, source

Database = sqlite_utils.Database


def test_every_row_of_the_registry_is_in_the_archive(db: Database) -> None:
    assert rows(db, "SELECT id, level, states, parent_id, timezone FROM sources ORDER BY id") == [
        ("council-900", "council", "WI MN", None, "America/Chicago"),
        ("local-1", "local", "WI", "council-900", "America/Chicago"),
        ("national", "national", "US", None, "America/New_York"),
    ]
    assert rows(db, "SELECT source_id FROM source_states WHERE state = 'WI'") == [("council-900",), ("local-1",)]
    assert one(db, "SELECT canonical_url FROM channels WHERE id = 'national-news'") == "https://national.example/news"


def test_a_registry_that_did_not_change_writes_nothing(db: Database) -> None:
    before = list(db.conn.iterdump())
    assert sync_registry(db, REGISTRY, NOW + DAY) == 0
    assert list(db.conn.iterdump()) == before


def test_a_changed_row_is_brought_up_to_date_and_no_other(db: Database) -> None:
    changed = replace(
        REGISTRY, sources={**REGISTRY.sources, "local-1": replace(REGISTRY.sources["local-1"], name="Local One")}
    )
    assert sync_registry(db, changed, NOW + DAY) == 1
    assert rows(db, "SELECT name, first_seen_at FROM sources WHERE id = 'local-1'") == [
        ("Local One", "2026-03-02T15:30:00Z")
    ]


def test_rows_that_leave_the_registry_are_closed_and_keep_their_items(db: Database) -> None:
    keep(db, item(of="local-1"), SITES)
    smaller = registry(source("council-900", states=("WI",)), source("national", level="national"))
    sync_registry(db, smaller, NOW + DAY)
    closed = "SELECT id, closed_at FROM sources WHERE closed_at IS NOT NULL"
    assert rows(db, closed) == [("local-1", "2026-03-03T15:30:00Z")]
    assert rows(db, "SELECT id FROM channels WHERE closed_at IS NOT NULL") == [("local-1-news",)]
    assert rows(db, "SELECT source_id FROM items") == [("local-1",)]
    assert rows(db, "SELECT state FROM source_states WHERE source_id = 'council-900'") == [("WI",)]
    assert sync_registry(db, smaller, NOW + 2 * DAY) == 0, "closed once"
    sync_registry(db, REGISTRY, NOW + 3 * DAY)
    assert rows(db, closed) == []


def test_a_parent_may_stand_below_its_child(db: Database) -> None:
    child, parent = source("local-5", parent="council-5"), source("council-5")
    sync_registry(db, registry(child, parent), NOW)
    assert one(db, "SELECT parent_id FROM sources WHERE id = 'local-5'") == "council-5"


def test_channels_and_watches_keep_what_their_rows_say(db: Database) -> None:
    row = Channel(
        "x-news", "x", "listing", "https://x.example/list", {"older": ["/á"]}, date(2020, 1, 2), None, "unchecked"
    )
    watch = Watch("wages", '"minimum wage"', "daily", ("MAIL", "SLACK"), "22-7", 5, None)
    made = registry(source("x"), channels=(row,))
    sync_registry(db, Registry(made.sources, made.channels, {"wages": watch}, made.sites), NOW)
    hint, since, until = rows(db, "SELECT hint, since, until FROM channels WHERE id = 'x-news'")[0]
    assert (json.loads(str(hint)), since, until) == ({"older": ["/á"]}, "2020-01-02", None)
    assert rows(db, "SELECT query, mode, carriers, quiet, cap FROM watches") == [
        ('"minimum wage"', "daily", "MAIL SLACK", "22-7", 5)
    ]
