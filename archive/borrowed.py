"""A number that a page shows and that is another post's: two installations on one host, a template with a fixed one.

A platform's number is the strongest key there is, so it takes much to overrule it: another address, another title and
another text, all three. A post that is renamed keeps most of its words, one that is rewritten keeps its address.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import islice

import sqlite_utils

from archive.bringing import Brought
from archive.changes import Words
from archive.finding import item_at
from archive.rows import read_row, read_words
from parsing.urls import is_raw

#: shorter bodies are announcements of the text to come, and are replaced whole
_FEWEST_WORDS = 20
#: words of a body that are compared
_MOST_WORDS = 3_000
#: letters of a title that are compared
_LONGEST_TITLE = 500
#: words in a row that two posts do not share by chance
_RUN = 3
#: the share of the shorter body that two versions of one post have in common at least
_SHARED_BODY = 1 / 3
#: the share of the shorter title that two titles of one post have in common at least
_SHARED_TITLE = 1 / 2


def without_borrowed_number(db: sqlite_utils.Database, brought: Brought) -> Brought:
    """The sighting without its number where that is the number of another post, which stands at another address."""
    keys = brought.keys
    if keys.identity is None or "#" in keys.url or is_raw(keys.url):
        return brought
    row = db.conn.execute(
        "SELECT item_id FROM identities WHERE installation = ? AND external_id = ?", keys.identity
    ).fetchone()
    if row is None:
        return brought
    here = {found for address in keys.addresses if (found := item_at(db, address)) is not None}
    other = read_row(db, row[0])
    if other.id in here or "#" in other.url or is_raw(other.url):
        return brought  # the address says the same as the number, or the number was all that was known
    words = brought.words
    if words.body is None and len(here) == 1:
        words = read_words(db, read_row(db, min(here)).text_id)
    if not are_two(words, read_words(db, other.text_id)):
        return brought
    return replace(brought, keys=replace(keys, identity=None))


def are_two(one: Words, other: Words) -> bool:
    """Whether these are surely words of two posts: few words of the titles and few phrases of the bodies are shared.

    The same in either order. False where one of them lacks a title or a body of some length.
    """
    titles = tuple(_words((words.title or "")[:_LONGEST_TITLE]) for words in (one, other))
    bodies = tuple(_words(words.body) for words in (one, other))
    if not all(titles) or min(map(len, bodies)) < _FEWEST_WORDS:
        return False
    first, second = (_phrases(words) for words in bodies)
    return _shared(set(titles[0]), set(titles[1])) < _SHARED_TITLE and _shared(first, second) < _SHARED_BODY


def _words(text: str | None) -> list[str]:
    found = re.finditer(r"\w+", (text or "").casefold())
    return [word[0] for word in islice(found, _MOST_WORDS)]


def _phrases(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def _shared(one: Collection[object], other: Collection[object]) -> float:
    """The share of the smaller set that is in the other one too."""
    return sum(1 for each in one if each in other) / min(len(one), len(other))
