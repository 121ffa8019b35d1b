"""Tables of what posts have in common: sketches of wordings, pairs of printings, each printing's part in its story."""

from __future__ import annotations

from archive.shapes import Column as C
from archive.shapes import Index, Table

_ITEM = "INTEGER NOT NULL REFERENCES item_rows(id)"

STORIES = Table(
    "stories",
    "The items that carry the same writing.",
    (
        C("id", "INTEGER PRIMARY KEY", "Number of the story; it never changes."),
        C("original_item_id", "INTEGER REFERENCES item_rows(id)", "The first printing."),
        C("item_count", "INTEGER NOT NULL DEFAULT 1", "How many items carry it."),
        C("source_count", "INTEGER NOT NULL DEFAULT 1", "How many sources carry it."),
        C("first_published_at", "TEXT", "When it was first published."),
        C("merged_into", "INTEGER REFERENCES stories(id)", "The story that this one turned out to be."),
    ),
)

SKETCHES = Table(
    "sketches",
    "Internal: a few hashes of runs of words for each wording. Wordings that share one may be the same writing.",
    (
        C("hash", "INTEGER NOT NULL", "The hash."),
        C("text_id", "INTEGER NOT NULL REFERENCES texts(id)", "The wording."),
    ),
    ("PRIMARY KEY (hash, text_id)",),
    by_key=True,
)

STORY_PAIRS = Table(
    "story_pairs",
    "Pairs of items that were found to carry the same writing; a story is what such pairs connect. Of a story that many"
    " carry, as many pairs are kept as connect it.",
    (
        C("item_id", _ITEM, "The item with the lower number."),
        C("other_item_id", _ITEM, "The other one."),
        C("likeness", "REAL NOT NULL", "How much of the shorter writing stands in the longer one, from 0 to 1."),
        C("because", "TEXT NOT NULL", "Why they count as the same writing, in a word."),
        C("evidence", "TEXT NOT NULL", "The same in a sentence."),
    ),
    ("PRIMARY KEY (item_id, other_item_id)",),
    (Index("story_pairs_other", "(other_item_id)", "The pairs of an item, from its other end."),),
    by_key=True,
)

PRINTING_ROWS = Table(
    "printing_rows",
    "What an item changed of its story's original. Readers use the view printings.",
    (
        C("item_id", "INTEGER PRIMARY KEY REFERENCES item_rows(id)", "The item."),
        C("words_added", "INTEGER NOT NULL", "How many words it has that the original lacks."),
        C("words_left_out", "INTEGER NOT NULL", "How many words of the original it lacks."),
        C("because", "TEXT NOT NULL", "Why it has its role, in a sentence."),
    ),
)

TRANSLATIONS = Table(
    "translations",
    "Posts that say the same in two languages: linked, and each in its own story.",
    (
        C("item_id", _ITEM, "The item with the lower number."),
        C("other_item_id", _ITEM, "The other one."),
        C("because", "TEXT NOT NULL", "What shows it, in a sentence."),
    ),
    ("PRIMARY KEY (item_id, other_item_id)",),
    (Index("translations_other", "(other_item_id)", "The translations of an item, from its other end."),),
    by_key=True,
)

TOLD = (STORIES, SKETCHES, STORY_PAIRS, PRINTING_ROWS, TRANSLATIONS)
