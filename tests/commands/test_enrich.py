"""`scrapy enrich`: reads what waits, says what it did, keeps what it had done, and refuses what makes no sense."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import registry
from archive.database import close_archive, open_archive
from archive.keeping import keep
from archive.sources import sync_registry
from items import Item
from tests.builders import NOW

ROOT = Path(__file__).resolve().parents[2]
Scrapy = Callable[..., "subprocess.CompletedProcess[str]"]
Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def archive(surroundings: dict[str, str]) -> Path:
    """Three posts of two councils of the real registry, two with the same words."""
    surroundings["NEWS_REGISTRY_DIR"] = "data/registry"
    path = Path(surroundings["NEWS_ARCHIVE_PATH"])
    rows = registry.load(ROOT / "data" / "registry")
    db = open_archive(path)
    sync_registry(db, rows, NOW)
    body = (
        "COLUMBUS, Ohio – Members ratified a contract, said AFSCME President Lee Saunders. Council 31 sent its thanks."
    )
    for source, number in (("council-31", 1), ("council-5", 1), ("council-5", 2)):
        channel = next(one for one in rows.channels.values() if one.source_id == source)
        url = f"{rows.sources[source].homepage}news/post-{number}"
        text = body if number == 1 else "The office is closed on Friday."
        keep(db, Item(channel.id, url, title=f"Post {number}", body=text, addresses=(url,), seen_at=NOW), rows.sites)
    close_archive(db)
    return path


def test_what_waits_is_read_once_for_every_wording(archive: Path, scrapy: Scrapy, ask: Ask) -> None:
    done = scrapy("enrich", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert (told["items"], told["texts"], told["more_to_do"]) == (3, 2, False)
    assert ask("SELECT DISTINCT topic FROM item_topics") == [("bargaining",)]
    assert ask("SELECT DISTINCT place, state FROM item_places") == [("Columbus", "OH")]
    assert set(ask("SELECT item_id, name, kind, source_id FROM mentions")) == {
        (item, *fact)
        for item in (1, 2)
        for fact in (("AFSCME President Lee Saunders", "office", "national"), ("Council 31", "body", "council-31"))
    }
    assert "Nothing is left to read" in scrapy("enrich").stdout


def test_a_changed_list_of_topics_is_read_for_topics_alone(
    archive: Path, scrapy: Scrapy, ask: Ask, tmp_path: Path
) -> None:
    scrapy("enrich")
    rules = tmp_path / "topics.csv"
    rules.write_text("topic,label,label_es,about,phrases,except\noffice,Offices,Oficinas,Hours.,office,\n")
    done = scrapy("enrich", "topics", TOPIC_RULES=str(rules))
    assert "Read 2 wordings of 3 posts" in done.stdout and "topics (version 2)" in done.stdout
    assert ask("SELECT item_id, topic, evidence, version FROM item_topics") == [(3, "office", "office", 2)]
    assert ask("SELECT topic, item_count FROM topics") == [("office", 1)]


def test_a_limit_that_is_reached_leaves_the_rest_for_later(archive: Path, scrapy: Scrapy, ask: Ask) -> None:
    done = scrapy("enrich", "--minutes", "0.0000001")
    assert done.returncode == 0
    scrapy("enrich")
    assert ask("SELECT count(*) FROM to_enrich") == [(0,)]


@pytest.mark.parametrize(
    ("words", "settings", "said"),
    [
        (["weather"], {}, "There is no enrichment 'weather'; there are topics, mentions, places."),
        ([], {"TOPIC_RULES": "data/none.csv"}, "Point TOPIC_RULES to where it is."),
        ([], {"ARCHIVE_PATH": "data/none.db"}, "There is no archive"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    archive: Path, scrapy: Scrapy, words: list[str], settings: dict[str, str], said: str
) -> None:
    done = scrapy("enrich", *words, **settings)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_an_older_archive_gets_its_queue_filled(archive: Path, scrapy: Scrapy, ask: Ask) -> None:
    with sqlite3.connect(archive) as db:
        db.executescript("DROP TRIGGER found_enter; DROP TRIGGER found_change; DROP TABLE to_enrich; DROP TABLE topics;"
                         "DELETE FROM _sqlite_migrations WHERE name = 'm013_what_is_found'")  # fmt: skip
    assert "Read 2 wordings of 3 posts" in scrapy("enrich").stdout
    assert ask("SELECT count(*) FROM sqlite_master WHERE name LIKE 'found_%'") == [(2,)]
