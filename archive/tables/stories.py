"""Tables of what posts have in common: sketches of wordings, pairs of printings, each printing's part in its story."""

from __future__ import annotations

from archive.tables.shapes import Column as C
from archive.tables.shapes import Index, Table

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
    indexes=(
        Index(
            "stories_travelled",
            "(source_count DESC, item_count DESC, first_published_at) WHERE source_count > 1",
            "Which stories were carried by most sources, in all or in a period?",
        ),
        Index("stories_merged", "(merged_into) WHERE merged_into IS NOT NULL", "Which stories turned out to be this?"),
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

POINTINGS = Table(
    "pointings",
    "Internal: addresses of known sources to which an item points as the place of its writing, or that it only links.",
    (
        C("url", "TEXT NOT NULL", "The canonical address."),
        C("item_id", _ITEM, "The item that points there."),
        C("manner", "TEXT NOT NULL", "canonical: its page names it; said: its text says so; link: it only links it."),
    ),
    ("PRIMARY KEY (url, item_id)",),
    (Index("pointings_item", "(item_id)", "Where does this item point?"),),
    by_key=True,
)

STORY_RULINGS = Table(
    "story_rulings",
    "Rulings of data/rules/stories.csv as the stories were told last.",
    (
        C("ruling", "TEXT NOT NULL", "apart: the item at url is not of the story at other; same: both are of one."),
        C("url", "TEXT NOT NULL", "The canonical address of the item."),
        C("other", "TEXT NOT NULL", "The canonical address of the other one."),
        C("note", "TEXT", "Why, in the words of whoever ruled it."),
    ),
    ("PRIMARY KEY (ruling, url, other)",),
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

ALTERNATES = Table(
    "alternates",
    "Internal: addresses that a post names as itself in another language.",
    (
        C("item_id", _ITEM, "The item."),
        C("url", "TEXT NOT NULL", "The canonical address."),
        C("language", "TEXT NOT NULL", "The language that it names."),
        C("said", "TEXT NOT NULL", "What says so: hreflang, or the words of a link."),
    ),
    ("PRIMARY KEY (item_id, url)",),
    (Index("alternates_url", "(url)", "Who names this address as its translation?"),),
    by_key=True,
)

TOLD = (STORIES, SKETCHES, POINTINGS, STORY_RULINGS, STORY_PAIRS, PRINTING_ROWS, TRANSLATIONS, ALTERNATES)
