import sqlite_utils

from archive.troubles import note_troubles
from tests.builders import DAY, NOW, rows

Database = sqlite_utils.Database
NEWS, OTHER = "council-900-news", "local-1-news"


def test_a_trouble_is_told_once_and_again_after_each_full_week(db: Database) -> None:
    told = [on for on in range(16) if note_troubles(db, {NEWS: "timeout"}, (), NOW + on * DAY)]
    assert told == [0, 7, 14]
    assert rows(db, "SELECT since FROM troubles") == [("2026-03-02T15:30:00Z",)]


def test_a_trouble_that_comes_back_is_a_new_one(db: Database) -> None:
    note_troubles(db, {NEWS: "timeout"}, (), NOW)
    assert note_troubles(db, {}, [NEWS], NOW + DAY) == []
    assert rows(db, "SELECT * FROM troubles") == []
    assert note_troubles(db, {NEWS: "dns"}, (), NOW + 2 * DAY) == [NEWS]


def test_each_channel_has_troubles_of_its_own(db: Database) -> None:
    note_troubles(db, {NEWS: "timeout"}, [OTHER], NOW)
    assert note_troubles(db, {OTHER: "dns", NEWS: "tls"}, (), NOW + DAY) == [OTHER]
    assert dict(rows(db, "SELECT channel_id, reason FROM troubles")) == {NEWS: "tls", OTHER: "dns"}
