"""Facts of words: each wording is read once, every item has its facts, and work that was stopped goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from sqlite_utils import Database

from archive.changes import Words
from archive.enriching import Enriched, enrich_again, enrich_new, prepare, standings
from archive.enriching.facts import Fact, Label, MentionFact, PlaceFact, TopicFact
from archive.keeping import keep
from archive.merging import merge
from archive.transactions import transaction
from tests.builders import SITES, item, one, rows

LABELS = (Label("wages", "Wages", "Salarios", "Pay."), Label("strikes", "Strikes", "Huelgas", "Strikes."))


@dataclass
class Reader:
    """A finder that notes what it read: the topic wages in all that speaks of wages, a body for one house alone."""

    name: str = "topics"
    made_of: str = "1"
    word: str = "wages"
    read: list[str] = field(default_factory=list)

    def find(self, words: Words, source_ids: frozenset[str]) -> Sequence[Fact]:
        self.read.append(words.title or "")
        if self.name == "mentions":
            return [MentionFact("Local 1", "body", "local-1" if len(source_ids) == 1 else None)]
        if self.name == "places":
            return [PlaceFact("Ohio", "OH")]
        return [TopicFact("wages", self.word)] if self.word in (words.body or "") else []


def enrich(db: Database, *finders: Reader, most: int | None = None) -> Enriched:
    prepare(db, finders, LABELS)
    return enrich_new(db, finders, most)


def copies(db: Database, *sources: str) -> None:
    for source in sources:
        keep(db, item(1, of=source, title="One story", teaser=None, body="Fair wages for all."), SITES)


def counted(db: Database) -> None:
    """The number beside each topic is that of its items."""
    assert rows(db, "SELECT topic, item_count FROM topics ORDER BY topic") == rows(
        db,
        "SELECT t.topic, (SELECT count(*) FROM item_topics AS i WHERE i.topic = t.topic) FROM topics AS t ORDER BY 1",
    )


def test_words_that_two_sources_carry_are_read_once_and_both_items_have_the_facts(db: Database) -> None:
    copies(db, "council-900", "national")
    reader = Reader()
    assert enrich(db, reader) == Enriched(items=2, texts=1, left=0)
    assert reader.read == ["One story"]
    assert rows(db, "SELECT item_id, topic, evidence, version FROM item_topics") == [
        (1, "wages", "wages", 1), (2, "wages", "wages", 1),
    ]  # fmt: skip
    counted(db)


def test_a_third_printing_gets_a_copy_and_nothing_is_read(db: Database) -> None:
    copies(db, "council-900", "national")
    enrich(db, Reader())
    copies(db, "local-1")
    reader = Reader()
    assert enrich(db, reader) == Enriched(items=1, texts=0, left=0)
    assert reader.read == []
    assert one(db, "SELECT count(*) FROM item_topics WHERE topic = 'wages'") == 3
    counted(db)


def test_a_second_run_over_the_same_words_writes_nothing(db: Database) -> None:
    copies(db, "council-900", "national")
    finders = Reader(), Reader("mentions"), Reader("places")
    enrich(db, *finders)
    before = db.conn.total_changes
    assert enrich(db, *finders) == Enriched()
    assert db.conn.total_changes == before


def test_what_was_clear_by_the_house_is_open_again_when_another_house_prints_it(db: Database) -> None:
    copies(db, "council-900")
    enrich(db, Reader("mentions"))
    assert rows(db, "SELECT item_id, source_id FROM mentions") == [(1, "local-1")]
    copies(db, "national")
    enrich(db, Reader("mentions"))
    assert rows(db, "SELECT item_id, source_id FROM mentions") == [(1, None), (2, None)]


def test_facts_follow_the_words_when_these_are_edited(db: Database) -> None:
    copies(db, "council-900")
    enrich(db, Reader())
    keep(db, item(1, title="One story", teaser=None, body="Fair pay for all who work in the county."), SITES)
    assert enrich(db, Reader()).items == 1
    assert rows(db, "SELECT * FROM item_topics") == []
    counted(db)


def test_an_item_that_another_one_became_keeps_no_facts_of_its_own(db: Database) -> None:
    copies(db, "council-900")
    keep(db, item(2, body="Fair wages again."), SITES)
    enrich(db, Reader())
    with transaction(db):
        merge(db, 1, 2)
    enrich(db, Reader())
    assert rows(db, "SELECT item_id FROM item_topics") == [(1,)]
    counted(db)


def test_a_run_that_stops_leaves_the_rest_for_the_next(db: Database) -> None:
    for number in range(1, 6):
        keep(db, item(number), SITES)
    reader = Reader()
    assert enrich(db, reader, most=2) == Enriched(items=2, texts=2, left=3)
    assert enrich(db, reader) == Enriched(items=3, texts=3, left=0)
    assert sorted(reader.read) == sorted(f"Post number {number}" for number in range(1, 6))


def test_an_error_in_the_middle_loses_nothing(db: Database) -> None:
    class Broken(Reader):
        def find(self, words: Words, source_ids: frozenset[str]) -> Sequence[Fact]:
            if len(self.read) == 2:
                raise RuntimeError("pulled the plug")
            return super().find(words, source_ids)

    for number in range(1, 5):
        keep(db, item(number), SITES)
    with pytest.raises(RuntimeError):
        enrich(db, Broken())
    assert rows(db, "SELECT * FROM item_topics") == []
    assert enrich(db, Reader()).items == 4
    assert one(db, "SELECT count(*) FROM item_topics") == 4
    counted(db)


def test_after_a_change_of_rules_everything_is_read_again_with_a_new_version(db: Database) -> None:
    copies(db, "council-900", "national")
    keep(db, item(2, body="A strike at noon."), SITES)
    enrich(db, Reader(), Reader("places"))
    changed = Reader(made_of="2", word="strike"), Reader("places")
    assert enrich(db, *changed) == Enriched(), "the end of a run reads what is new alone"
    assert [(one.version, one.waiting) for one in standings(db, changed)] == [(2, 2), (1, 0)]
    assert enrich_again(db, changed) == Enriched(items=3, texts=2, left=0)
    assert changed[1].read == [], "what did not change is not read again"
    assert rows(db, "SELECT item_id, evidence, version FROM item_topics") == [(3, "strike", 2)]
    counted(db)
    assert enrich_again(db, changed) == Enriched()


def test_reading_again_goes_on_where_it_was_stopped(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.enriching.AT_ONCE", 2)
    for number in range(1, 8):
        keep(db, item(number), SITES)
    enrich(db, Reader())
    changed = Reader(made_of="2")
    prepare(db, [changed])
    assert enrich_again(db, [changed], lambda done, waiting: done >= 4).left == 3
    assert len(changed.read) == 4
    enrich_again(db, [changed])
    assert sorted(changed.read) == sorted(f"Post number {number}" for number in range(1, 8)), "each once"
    assert one(db, "SELECT DISTINCT version FROM item_topics") == 2


def test_an_enrichment_that_is_new_reads_what_the_others_have_read(db: Database) -> None:
    copies(db, "council-900", "national")
    enrich(db, Reader())
    both = Reader(), Reader("places")
    prepare(db, both)
    assert enrich_again(db, both).items == 2
    assert (both[0].read, both[1].read) == ([], ["One story"])


def test_everything_can_be_read_again_by_name(db: Database) -> None:
    copies(db, "council-900")
    enrich(db, Reader())
    reader = Reader()
    prepare(db, [reader], again=["topics"])
    assert enrich_again(db, [reader]) == Enriched(items=1, texts=1, left=0)
    assert one(db, "SELECT version FROM enrichments") == 1


def test_topics_have_names_for_readers_and_one_without_items_leaves_with_its_row(db: Database) -> None:
    copies(db, "council-900")
    enrich(db, Reader())
    assert rows(db, "SELECT topic, label_es, position FROM topics ORDER BY position") == [
        ("wages", "Salarios", 0), ("strikes", "Huelgas", 1),
    ]  # fmt: skip
    prepare(db, [Reader()], [Label("courts", "Courts", "Tribunales", "Courts.")])
    assert rows(db, "SELECT topic, position FROM topics ORDER BY topic") == [("courts", 0), ("wages", None)]
