"""What is wrong as Atom (RFC 4287): an entry for each finding, which says so when it is over. Pure."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable

from web.atom import Feed, add_link, add_text, document
from web.health import Shown

_ATOM = "{http://www.w3.org/2005/Atom}"


def health_atom(feed: Feed, findings: Iterable[Shown]) -> bytes:
    """Write a feed; what is over is updated once more under its old id, so that a reader shows that."""
    return document(feed, [_entry(one, feed) for one in findings])


def _entry(one: Shown, feed: Feed) -> ET.Element:
    row = one.row
    entry = ET.Element(f"{_ATOM}entry")
    add_text(entry, "id", f"tag:{feed.authority}:health/{row['id']}")
    over = "Over: " if row["ended_at"] else ""
    add_text(entry, "title", f"{over}{one.label}: {one.sources[0][1] if len(one.sources) == 1 else row['subject']}")
    add_link(entry, "alternate", f"{feed.page}#finding-{row['id']}", "text/html")
    author = ET.SubElement(entry, f"{_ATOM}author")
    add_text(author, "name", "The archive")
    add_text(entry, "published", row["first_seen_at"])
    add_text(entry, "updated", row["ended_at"] or row["first_seen_at"])
    for term in (one.label, one.grade):
        ET.SubElement(entry, f"{_ATOM}category", {"term": term})
    add_text(entry, "summary", " ".join([row["sentence"], *one.evidence, f"To do: {row['next_step']}"]))
    return entry
