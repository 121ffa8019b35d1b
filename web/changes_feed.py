"""Edits and removals as Atom (RFC 4287): one entry for each change, under an id that stays. Pure."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable

from web.atom import Feed, add_link, add_text, document
from web.changes import Change
from web.differences import Paragraph
from web.words import excerpt

#: characters of a difference in an entry; the page has all of it
_LONGEST = 2000
_MARKS = {"left_out": ("[-", "-]"), "added": ("[+", "+]")}


def changes_atom(feed: Feed, changes: Iterable[Change], item_pages: str) -> bytes:
    """Write a feed. item_pages: the absolute address before an item's id."""
    return document(feed, [_entry(change, feed.authority, item_pages) for change in changes])


def _entry(change: Change, authority: str, item_pages: str) -> ET.Element:
    row = change.row
    entry = ET.Element("{http://www.w3.org/2005/Atom}entry")
    add_text(entry, "id", f"tag:{authority}:changes/{change.key}")
    add_text(entry, "title", f"{change.word.capitalize()}: {row['title'] or '(no title)'}")
    add_link(entry, "alternate", f"{item_pages}{row['item_id']}", "text/html")
    author = ET.SubElement(entry, "{http://www.w3.org/2005/Atom}author")
    add_text(author, "name", row["source"] or row["source_id"])
    add_text(entry, "published", row["at"])
    add_text(entry, "updated", row["at"])
    for term in (row["source_id"], change.what):
        ET.SubElement(entry, "{http://www.w3.org/2005/Atom}category", {"term": term})
    if change.what == "edit":
        text = plain(change.difference)
    elif change.what == "event":
        text = "Until then: {}. Now: {}. {}".format(*change.told, row["url"])
    else:
        text = f"{row['evidence']} {row['url']}"
    add_text(entry, "summary", excerpt(text, _LONGEST))
    return entry


def plain(difference: Iterable[Paragraph]) -> str:
    """A difference in one line of plain text: [-left out-], [+added+]."""
    words: list[str] = []
    for paragraph in difference:
        words += [f"({paragraph.label})"] if paragraph.label else []
        for piece in paragraph.pieces:
            opens, closes = _MARKS.get(piece.kind, ("", ""))
            words.append("…" if piece.kind == "gap" else f"{opens}{piece.text}{closes}")
    return " ".join(words)
