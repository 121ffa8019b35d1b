"""Feeds of any make: RSS, Atom, RDF and JSON Feed."""

from __future__ import annotations

from parsing.feeds.reading import Entry, Feed, read_feed

__all__ = ["Entry", "Feed", "read_feed"]
