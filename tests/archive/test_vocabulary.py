import sqlite_utils

from archive.keeping import keep
from archive.vocabulary import count_words, words_of
from tests.builders import SITES, item

Database = sqlite_utils.Database


def counts(db: Database) -> dict[str, int]:
    return {row["word"]: row["text_count"] for row in db.query("select * from words")}


def test_each_wording_is_counted_once_however_often_it_is_asked(db: Database) -> None:
    keep(db, item(1, title="Nurses strike", teaser=None, body="Nurses, nurses and NURSES’ aides."), SITES)
    assert count_words(db) == 1
    assert counts(db) == {"nurses": 1, "strike": 1, "and": 1, "aides": 1}
    assert count_words(db) == 0
    keep(db, item(2, title="Nurses win", teaser=None, body="A contract."), SITES)
    assert count_words(db) == 1
    assert counts(db)["nurses"] == 2
    assert counts(db)["win"] == 1


def test_a_page_of_nonsense_brings_few_words_and_no_long_ones() -> None:
    words = words_of("x" * 5_000, None, " ".join(f"w{chr(97 + n % 26)}{chr(97 + n // 26)}q" for n in range(600)))
    assert len(words) <= 300
    assert max(map(len, words)) <= 24
    assert words_of(None, None, None) == set()
