"""Tables of posts that bear a platform's number and no date: where they stand in lists, and what bounds them."""

from __future__ import annotations

from archive.tables.shapes import Column as C
from archive.tables.shapes import Index, Table

LIST_PLACES = Table(
    "list_places",
    "Where a list showed an item last. A post out of place for its number is dated back, or kept on top.",
    (
        C("channel_id", "TEXT NOT NULL REFERENCES channels(id)", "The list."),
        C("item_id", "INTEGER NOT NULL REFERENCES item_rows(id)", "The item."),
        C("seen_at", "TEXT NOT NULL", "The visit that found it there."),
        C("place", "INTEGER NOT NULL", "Its place in that visit: a thousand for each page, counted from the top."),
    ),
    ("PRIMARY KEY (channel_id, item_id)",),
    (Index("list_places_item", "(item_id)", "In which lists does this item stand?"),),
    by_key=True,
)

BOUNDS = Table(
    "bounds",
    "Why an undated item has its published_earliest and published_latest: the numbers before and after it.",
    (
        C("item_id", "INTEGER PRIMARY KEY REFERENCES item_rows(id)", "The item."),
        C("earliest", "TEXT", "It was not entered before this instant; NULL where nothing says so."),
        C("earliest_because", "TEXT", "The numbers that say it, or the original of its story."),
        C("latest", "TEXT", "It was entered by this instant; NULL where only our own first sight of it says so."),
        C("latest_because", "TEXT", "The numbers that say it."),
    ),
)

NUMBERED = (LIST_PLACES, BOUNDS)
