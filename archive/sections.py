"""Posts without a page of their own, found again after their title was edited: their address is made of day and title.

A section of a page that is edited in place keeps its item, and its edit makes a revision, where the day is the same and
most of the words are.
"""

from __future__ import annotations

import re
from collections import Counter

import sqlite_utils

from archive.bringing import Brought
from archive.changes import Words
from archive.dating import local_day

#: an anchor that was made of a day and the first words of a title
_MADE = re.compile(r"#\d{4}-\d\d-\d\d-")
#: shares of the words of two sections that both have: of the longer body, of both titles together
SAME_BODY, SAME_TITLE = 0.6, 0.5
#: sections of one page and one day that are compared
MOST = 50
_WORD = re.compile(r"\w+")


def section_again(db: sqlite_utils.Database, brought: Brought) -> int | None:
    """The item that a sighting is of though its address is new: a section of the same page and day with nearly the same
    words, which this crawl has not met under its own address. None where there is none, or more than one."""
    item, url = brought.item, brought.keys.url
    page = url.partition("#")[0]
    if not item.anchored or item.published is None or not _MADE.match(url[len(page) :]):
        return None
    rows = db.conn.execute(
        "SELECT i.id, i.url, i.target, t.title, t.teaser, t.body FROM item_rows AS i"
        " JOIN texts AS t ON t.id = i.text_id WHERE i.url > ? AND i.url < ? AND i.published_on = ?"
        " AND i.last_seen_at < ? AND i.merged_into IS NULL LIMIT ?",
        [f"{page}#", f"{page}$", local_day(item.published, brought.zone), brought.seen_at, MOST],
    ).fetchall()
    found = [
        row[0]
        for row in rows
        if _MADE.match(row[1][len(page) :])
        and (row[2] or None) == (item.target or None)
        and same_section(Words(*row[3:]), brought.words)
    ]
    return found[0] if len(found) == 1 else None


def same_section(known: Words, given: Words) -> bool:
    """Whether two wordings are one section before and after a small edit. Numbers in titles tell weekly updates of one
    wording apart, so they must be the same."""
    if _numbers(known.title) != _numbers(given.title):
        return False
    titles = _share(known.title, given.title)
    if known.body is None and given.body is None:
        return titles >= SAME_TITLE and (known.teaser == given.teaser or not (known.teaser and given.teaser))
    return titles >= SAME_TITLE and _share(known.body, given.body, of_longer=True) >= SAME_BODY


def _share(one: str | None, other: str | None, *, of_longer: bool = False) -> float:
    """Words that two texts have in common, as a share of all words of both, or of the longer one."""
    first, second = (Counter(_WORD.findall((text or "").casefold())) for text in (one, other))
    whole = max(first.total(), second.total()) if of_longer else (first | second).total()
    return (first & second).total() / whole if whole else 1.0


def _numbers(title: str | None) -> list[str]:
    return re.findall(r"\d+", title or "")
