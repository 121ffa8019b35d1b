"""One post that its site shows under two addresses: a module links it by another route than the list does.

Two pages of one source are one post where they give the same title and the same words, of some length, of the same day,
and their addresses share the name or the number of the post. A yearly notice of one wording keeps its days apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

import sqlite_utils

from archive.bringing import Brought
from archive.dating import local_day
from archive.finding import ids_of
from archive.identity import rivals
from parsing.text import word_count

#: words of a body from which on two posts do not come to have the same by chance
ENOUGH_WORDS = 40
#: words of a name in an address that is a post's own; shorter ones are "minutes" and "index"
_NAME_WORDS = 3
#: readings with the same words that are looked at
_MOST = 20
#: parameters that name a post by its number
_NUMBERED = frozenset({"id", "p", "nid", "aid", "article", "articleid", "article_id", "newsid", "news_id", "storyid"})
_NUMBER_FIRST = re.compile(r"(\d{1,10})(?:[-_:.](.*))?", re.DOTALL)
_EXTENSION = re.compile(r"\.(?:html?|php|aspx?|cfm|jsp|shtml)$")


@dataclass(frozen=True, slots=True)
class Name:
    """What an address calls its post: the number before the name or in a parameter, and the name itself."""

    number: str | None
    slug: str

    @property
    def is_telling(self) -> bool:
        """Whether no other post will have the same name."""
        return len(re.findall(r"[^\W\d_]+", self.slug)) >= _NAME_WORDS


def name_of(url: str) -> Name:
    """The name of a post in an address: its last part, "480-the-title.html", or a parameter "id=480:the-title"."""
    parts = urlsplit(url)
    for key, value in parse_qsl(parts.query)[:20]:
        found = _NUMBER_FIRST.fullmatch(value.lower()) if key.lower() in _NUMBERED else None
        if found:
            return Name(found[1].lstrip("0"), found[2] or "")
    last = _EXTENSION.sub("", unquote(parts.path).lower().rstrip("/").rpartition("/")[2])
    found = _NUMBER_FIRST.fullmatch(last)
    if found and not re.fullmatch(r"(?:19|20)\d\d", found[1]):  # a year before the name numbers no post
        return Name(found[1].lstrip("0"), found[2] or "")
    return Name(None, last)


def are_one(one: str, other: str, days: tuple[str | None, str | None]) -> bool:
    """Whether two addresses of pages with the same title and text are those of one post. days: as YYYY-MM-DD, if known.

    The same in either order.
    """
    if "#" in one or "#" in other or (days[0] and days[1] and days[0] != days[1]):
        return False
    if urlsplit(one).path == urlsplit(other).path and urlsplit(one).netloc == urlsplit(other).netloc:
        return False  # what differs is the query, and that tells instances of one page apart
    first, second = name_of(one), name_of(other)
    if first.number and second.number and first.number != second.number:
        return False
    same_slug = first.slug == second.slug and first.is_telling
    same_number = first.number is not None and first.number == second.number
    if days[0] is None or days[1] is None:
        return same_slug and same_number
    return same_slug or same_number


def doubles_of(db: sqlite_utils.Database, brought: Brought, found: set[int]) -> set[int]:
    """Items beside those found that turn out to be the post that was read, under another address of its source."""
    item, keys, words = brought.item, brought.keys, brought.words
    if item.anchored or item.event is not None or not words.title or word_count(words.body) < ENOUGH_WORDS:
        return set()
    rows = db.conn.execute(
        "SELECT DISTINCT i.id, i.url, i.published_on FROM revision_rows AS r JOIN item_rows AS i ON i.id = r.item_id"
        " WHERE r.hash = ? AND i.source_id = ? AND i.merged_into IS NULL LIMIT ?",
        [words.fingerprint, keys.source_id, _MOST],
    ).fetchall()
    day = local_day(item.published, brought.zone) if item.published else None
    ids = set().union(*(ids_of(db, item_id) for item_id in found), {keys.identity} if keys.identity else set())
    return {
        item_id
        for item_id, url, on in rows
        if item_id not in found and are_one(url, keys.url, (on, day)) and not rivals(ids, ids_of(db, item_id))
    }
