"""Tables of what is found in posts: topics, bodies, places."""

from __future__ import annotations

from archive.tables.shapes import Column as C
from archive.tables.shapes import Index, Table

_ITEM = "INTEGER NOT NULL REFERENCES item_rows(id)"

ITEM_TOPICS = Table(
    "item_topics",
    "Topics of an item, from a list that is kept by hand.",
    (
        C("item_id", _ITEM, "The item."),
        C("topic", "TEXT NOT NULL", "The topic."),
        C("enrichment", "TEXT NOT NULL", "The step that found it."),
        C("version", "INTEGER NOT NULL", "That step's version."),
        C(
            "evidence",
            "TEXT",
            "Some of the words that led to it, parted by |; small letters, no accents.",
        ),
    ),
    ("PRIMARY KEY (item_id, topic, enrichment)",),
    (
        Index("item_topics_topic", "(topic, item_id)", "All items on a topic."),
        Index("item_topics_item", "(item_id, topic)", "The topics of many items, to be counted: without the evidence."),
    ),
    by_key=True,
)

MENTIONS = Table(
    "mentions",
    "Bodies and holders of office that an item names. Persons are named with their office alone: presidents and"
    " secretary-treasurers of the union and its bodies.",
    (
        C("item_id", _ITEM, "The item."),
        C("name", "TEXT NOT NULL", "The name as printed."),
        C("kind", "TEXT NOT NULL", "body or office."),
        C("source_id", "TEXT REFERENCES sources(id)", "The source that is meant, where that is certainly one of ours."),
        C("enrichment", "TEXT NOT NULL", "The step that found it."),
        C("version", "INTEGER NOT NULL", "That step's version."),
    ),
    ("PRIMARY KEY (item_id, name, enrichment)",),
    (Index("mentions_source", "(source_id) WHERE source_id IS NOT NULL", "Who writes about this body?"),),
    by_key=True,
)

ITEM_PLACES = Table(
    "item_places",
    "States and places that an item names.",
    (
        C("item_id", _ITEM, "The item."),
        C("place", "TEXT NOT NULL", "The place by its usual name; the state itself where that is named."),
        C("state", "TEXT NOT NULL", "The US state in which it lies, by its two letters."),
        C("enrichment", "TEXT NOT NULL", "The step that found it."),
        C("version", "INTEGER NOT NULL", "That step's version."),
    ),
    ("PRIMARY KEY (item_id, place, state, enrichment)",),
    (
        Index("item_places_state", "(state, item_id)", "All items on a state."),
        Index("item_places_place", "(place, item_id)", "All items on a place."),
    ),
    by_key=True,
)

TOPICS = Table(
    "topics",
    "The topics, as data/rules/topics.csv names them.",
    (
        C("topic", "TEXT PRIMARY KEY", "The topic, in one word."),
        C("label", "TEXT NOT NULL", "What readers see."),
        C("label_es", "TEXT NOT NULL", "The same in Spanish."),
        C("about", "TEXT NOT NULL", "What belongs to it, in a sentence."),
        C("position", "INTEGER", "Its place in the list; NULL for one that the list no longer has."),
        C("item_count", "INTEGER NOT NULL DEFAULT 0", "How many items have it; kept in step as they are read."),
    ),
    by_key=True,
)

ENRICHMENTS = Table(
    "enrichments",
    "The steps that find facts in words, and how far each has read. New and changed items are read at the end of every"
    " run; after a change of rules `scrapy enrich` reads all wordings again, from next_text on.",
    (
        C("name", "TEXT PRIMARY KEY", "The step."),
        C("version", "INTEGER NOT NULL", "Its version; it counts up when the code or the rules change."),
        C("made_of", "TEXT NOT NULL", "Internal: fingerprint of its code's number and its rules."),
        C("next_text", "INTEGER", "Internal: wordings above this number are still to be read again; NULL: none is."),
        C("last_text", "INTEGER", "Internal: the last wording that is to be read again."),
    ),
    by_key=True,
)

TO_ENRICH = Table(
    "to_enrich",
    "Internal: items whose words are new or changed since facts were looked for in them. Triggers put them here.",
    (C("item_id", "INTEGER PRIMARY KEY REFERENCES item_rows(id)", "The item."),),
)

FOUND = (TOPICS, ENRICHMENTS, TO_ENRICH)

_WAIT = "INSERT INTO to_enrich (item_id)"
_ONCE = "ON CONFLICT (item_id) DO NOTHING"
#: what a change of an item must touch so that facts are looked for again
_READ_OF = ("text_id", "shown", "source_id", "merged_into")

FOUND_TRIGGERS = (
    f"CREATE TRIGGER IF NOT EXISTS found_enter AFTER INSERT ON item_rows BEGIN {_WAIT} VALUES (new.id) {_ONCE}; END",
    f"CREATE TRIGGER IF NOT EXISTS found_change AFTER UPDATE OF {', '.join(_READ_OF)} ON item_rows "
    f"WHEN {' OR '.join(f'new.{name} IS NOT old.{name}' for name in _READ_OF)} BEGIN "
    f"{_WAIT} VALUES (new.id) {_ONCE}; "
    f"{_WAIT} SELECT new.merged_into WHERE new.merged_into IS NOT NULL {_ONCE}; END",
)
#: for archives that are older than the table: everything is to be read
WAIT_ALL = f"{_WAIT} SELECT id FROM item_rows WHERE true {_ONCE}"
