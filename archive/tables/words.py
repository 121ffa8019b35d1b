"""Tables of the words that posts use, as printed: from them a search that found nothing is told what was meant.

The full-text index holds stems, which nobody wants to read ("negoti"), and asking it for all of them takes seconds.
"""

from __future__ import annotations

from archive.tables.shapes import Column as C
from archive.tables.shapes import Table

WORDS = Table(
    "words",
    "Internal: the words of titles, teasers and first paragraphs, each with the number of wordings that use it.",
    (
        C("word", "TEXT PRIMARY KEY", "The word in small letters."),
        C("text_count", "INTEGER NOT NULL", "How many wordings use it."),
    ),
    by_key=True,
)

WORDS_COUNTED = Table(
    "words_counted",
    "Internal: how far the words are counted; one row.",
    (
        C("id", "INTEGER PRIMARY KEY CHECK (id = 1)", "Always 1."),
        C("text_id", "INTEGER NOT NULL", "The last wording that was counted."),
    ),
)

FOR_SEARCH = (WORDS, WORDS_COUNTED)
