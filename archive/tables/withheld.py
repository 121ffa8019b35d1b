"""Tables of what is withheld: the tombstones, and by what withheld posts are known again without a word of theirs.

The words themselves are moved to a private file beside the archive (archive/withholding/vault.py), which no page reads.
"""

from __future__ import annotations

from archive.tables.shapes import Column as C
from archive.tables.shapes import Index, Table

WITHHOLDINGS = Table(
    "withholdings",
    "Decisions to withhold posts, those that were taken back included.",
    (
        C("id", "TEXT PRIMARY KEY", "The decision; by this name its words stand in the private file."),
        C("withheld_at", "TEXT NOT NULL", "When it was made."),
        C("reason", "TEXT NOT NULL", "Why, in the words of the operator; readers see it."),
        C("requested_by", "TEXT", "Who asked for it, as the operator wants it shown; NULL where that is not told."),
        C("with_story", "INTEGER NOT NULL DEFAULT 0", "1 if all printings of the story are withheld, later ones too."),
        C("undone_at", "TEXT", "When it was taken back; NULL while it holds."),
    ),
    by_key=True,
)

WITHHELD = Table(
    "withheld",
    "Tombstones: posts that are withheld now. Of each its number, its source and its days stay, and none of its words.",
    (
        C("item_id", "INTEGER PRIMARY KEY REFERENCES item_rows(id)", "The item."),
        C("withholding_id", "TEXT NOT NULL REFERENCES withholdings(id)", "The decision."),
        C("withheld_at", "TEXT NOT NULL", "When it was withheld; later than the decision for what came in since."),
        C("was_shown", "INTEGER NOT NULL", "1 if readers could see it before; 0 for what was out of sight anyway."),
    ),
    indexes=(Index("withheld_withholding", "(withholding_id)", "What does this decision withhold?"),),
)

WITHHELD_MARKS = Table(
    "withheld_marks",
    "Internal: hashes of the addresses and ids of withheld posts, by which a crawl knows them again.",
    (
        C("mark", "TEXT PRIMARY KEY", "SHA-256 of the address, or of the platform's id."),
        C("item_id", "INTEGER NOT NULL REFERENCES item_rows(id)", "The withheld item."),
    ),
    indexes=(Index("withheld_marks_item", "(item_id)", "All marks of an item."),),
    by_key=True,
)

WITHHOLDING_NOW = Table(
    "withholding_now",
    "Internal: has a row only within the transaction that withholds words or gives them back. Words that may never"
    " change may change then; every other change of them is refused.",
    (C("id", "INTEGER PRIMARY KEY CHECK (id = 1)", "Always 1."),),
)

KEPT_BACK = (WITHHOLDINGS, WITHHELD, WITHHELD_MARKS, WITHHOLDING_NOW)

#: the condition under which triggers that keep words as they are let them change
NOT_NOW = "NOT EXISTS (SELECT 1 FROM withholding_now)"
