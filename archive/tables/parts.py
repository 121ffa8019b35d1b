"""Tables of what stands in a post beside its words: pictures, links, tags; and where each of its fields was read.

Addresses and tags are kept once each, since a national story stands on a hundred sites with the same links.
"""

from __future__ import annotations

from archive.tables.shapes import Column as C
from archive.tables.shapes import Index, Table

_ITEM = "INTEGER NOT NULL REFERENCES item_rows(id)"
_TARGET = "INTEGER NOT NULL REFERENCES link_targets(id)"

#: what all three have in common: nothing leaves, so that it stays known what a post once showed
FIRST_SEEN = C("first_seen_at", "TEXT NOT NULL", "When the item was first read with it.")
GONE = C("gone_at", "TEXT", "Since when the item is read without it; NULL while it is there.")
POSITION = C("position", "INTEGER NOT NULL", "Its place in the post, from 0.")
CAPTION = C("caption", "TEXT", "What the page prints as its caption.")
ALT = C("alt", "TEXT", "What the page says of it for those who cannot see it.")
LINK_TEXT = C("text", "TEXT", "The words of the link.")
IS_FILE = C("is_file", "INTEGER NOT NULL DEFAULT 0", "1 if it leads to a document: a PDF, a spreadsheet, a calendar.")

LINK_TARGETS = Table(
    "link_targets",
    "Every address of a picture or a link in a post, each once.",
    (
        C("id", "INTEGER PRIMARY KEY", "Number of the address; it means nothing."),
        C("url", "TEXT NOT NULL UNIQUE", "The address."),
    ),
)

PICTURE_ROWS = Table(
    "picture_rows",
    "The pictures of items, their addresses kept in link_targets. Readers use the view item_pictures.",
    (
        C("item_id", _ITEM, "The item."),
        C("target_id", _TARGET, "Where the picture is."),
        FIRST_SEEN,
        GONE,
        POSITION,
        CAPTION,
        ALT,
    ),
    ("PRIMARY KEY (item_id, target_id, first_seen_at)",),
    (Index("picture_rows_target", "(target_id)", "Which items show this picture?"),),
    by_key=True,
)

LINK_ROWS = Table(
    "link_rows",
    "The links in items' texts, their addresses kept in link_targets. Readers use the view item_links.",
    (
        C("item_id", _ITEM, "The item."),
        C("target_id", _TARGET, "Where the link leads."),
        FIRST_SEEN,
        GONE,
        POSITION,
        LINK_TEXT,
        IS_FILE,
    ),
    ("PRIMARY KEY (item_id, target_id, first_seen_at)",),
    (Index("link_rows_target", "(target_id)", "Who links to this address?"),),
    by_key=True,
)

TAGS = Table(
    "tags",
    "Every tag and category that a site gives to a post, each spelling once.",
    (
        C("id", "INTEGER PRIMARY KEY", "Number of the tag; it means nothing."),
        C("tag", "TEXT NOT NULL UNIQUE", "The tag as the site writes it."),
    ),
)

TAG_ROWS = Table(
    "tag_rows",
    "The tags and categories of items, their words kept in tags. Readers use the view item_tags.",
    (
        C("item_id", _ITEM, "The item."),
        C("tag_id", "INTEGER NOT NULL REFERENCES tags(id)", "The tag that it bears."),
        FIRST_SEEN,
        GONE,
    ),
    ("PRIMARY KEY (item_id, tag_id)",),
    (Index("tag_rows_tag", "(tag_id)", "Which items bear this tag?"),),
    by_key=True,
)

FIELD_ORIGINS = Table(
    "field_origins",
    "Where each field of an item was read, as it is now.",
    (
        C("item_id", _ITEM, "The item."),
        C("field", "TEXT NOT NULL", "title, teaser, body, author, pictures, links or tags."),
        C("origin", "TEXT NOT NULL", "Where it was read, in a word."),
    ),
    ("PRIMARY KEY (item_id, field)",),
    by_key=True,
)

PARTS = (LINK_TARGETS, PICTURE_ROWS, LINK_ROWS, TAGS, TAG_ROWS, FIELD_ORIGINS)
