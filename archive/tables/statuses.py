"""Tables of what went missing: changes of status with their evidence, and sources that are held for review."""

from __future__ import annotations

from archive.tables.shapes import Column as C
from archive.tables.shapes import Index, Table

STATUS_CHANGES = Table(
    "status_changes",
    "Each change of an item's status, with the evidence: what was asked and what answered.",
    (
        C("id", "INTEGER PRIMARY KEY", "Number of the change."),
        C("item_id", "INTEGER NOT NULL REFERENCES item_rows(id)", "The item."),
        C("at", "TEXT NOT NULL", "When the status changed."),
        C("before", "TEXT NOT NULL", "The status that it had."),
        C("status", "TEXT NOT NULL", "The status that it has since."),
        C("reason", "TEXT NOT NULL", "Why, in a word."),
        C("evidence", "TEXT NOT NULL", "Why, in a sentence: which answers, how many, over how many days."),
        C("url", "TEXT", "The address that answered last."),
    ),
    indexes=(
        Index("status_changes_item", "(item_id, at)", "What became of this item?"),
        Index("status_changes_at", "(at)", "What went missing lately?"),
    ),
)

HOLDS = Table(
    "holds",
    "Sources that are frozen until a person has looked: their site moved to another domain, or somebody else's site"
    " stands under their name. Nothing is taken from there meanwhile.",
    (
        C("source_id", "TEXT PRIMARY KEY REFERENCES sources(id)", "The source."),
        C("reason", "TEXT NOT NULL", "moved or hijacked."),
        C("detail", "TEXT NOT NULL", "What was seen, in a sentence."),
        C("url", "TEXT", "Where the site leads now."),
        C("since", "TEXT NOT NULL", "When that was first seen."),
        C("last_at", "TEXT NOT NULL", "When that was last seen."),
        C("seen_count", "INTEGER NOT NULL", "On how many visits it was seen."),
        C("ended_at", "TEXT", "When it was over: the registry was changed, or the site was itself again."),
        C("channel_id", "TEXT REFERENCES channels(id)", "The channel whose visit saw it last."),
    ),
)

LOST = (STATUS_CHANGES, HOLDS)
