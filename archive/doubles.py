"""One post that its site shows under two addresses: a module links it by another route than the list does.

Two pages of one source are one post where they give the same title and the same words, of some length, of the same day,
and their addresses share the name or the number of the post. A yearly notice of one wording keeps its days apart.

When a site gives all its posts new addresses, the words alone must do: a post met at an address that is new to us, with
the title, the words and the day of one that was not seen in this run any more, is that one. Of a teaser, which has no
words yet, the addresses must share the post's name.
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
from parsing.text import has_words

#: words of a body from which on two posts do not come to have the same by chance
ENOUGH_WORDS = 40
#: words of a name in an address that is a post's own; shorter ones are "minutes" and "index"
_NAME_WORDS = 3
#: letters of a title from which on two posts of one day do not come to have the same by chance
_LONG_TITLE = 12
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
    if not found and words.body is None:
        return _teased_before(db, brought)
    if item.anchored or item.event is not None or not words.title or not has_words(words.body, ENOUGH_WORDS):
        return set()
    rows = db.conn.execute(
        "SELECT DISTINCT i.id, i.url, i.published_on, i.published_precision, i.last_seen_at"
        " FROM revision_rows AS r JOIN item_rows AS i ON i.id = r.item_id"
        " WHERE r.hash = ? AND i.source_id = ? AND i.merged_into IS NULL LIMIT ?",
        [words.fingerprint, keys.source_id, _MOST],
    ).fetchall()
    day = local_day(item.published, brought.zone) if item.published else None
    ids = set().union(*(ids_of(db, item_id) for item_id in found), {keys.identity} if keys.identity else set())
    is_new = not any(_was_read(db, item_id) for item_id in found)
    return {
        item_id
        for item_id, url, on, precision, last_seen_at in rows
        if item_id not in found
        and (
            are_one(url, keys.url, (on, day))
            or (is_new and last_seen_at < brought.seen_at and _same_exact_day(brought, on, precision, url))
        )
        and not rivals(ids, ids_of(db, item_id))
    }


def _was_read(db: sqlite_utils.Database, item_id: int) -> bool:
    row = db.conn.execute("SELECT last_read_at FROM item_rows WHERE id = ?", [item_id]).fetchone()
    return row is not None and row[0] is not None


def _teased_before(db: sqlite_utils.Database, brought: Brought) -> set[int]:
    """The one post that was known under another address with the teaser's title, day and name; no other was seen."""
    item, keys, words = brought.item, brought.keys, brought.words
    title = _folded(words.title)
    if item.anchored or item.event is not None or item.published is None or len(title) < _LONG_TITLE:
        return set()
    name = name_of(keys.url)
    rows = db.conn.execute(
        "SELECT i.id, i.url, i.published_on, i.published_precision, t.title FROM item_rows AS i"
        " JOIN texts AS t ON t.id = i.text_id WHERE i.shown = 1 AND i.published_on IS NOT NULL"
        " AND substr(i.published_on, 1, 7) = ? AND i.source_id = ? AND i.published_on = ? AND i.last_seen_at < ?"
        " LIMIT 200",
        [item.published.on.isoformat()[:7], keys.source_id, item.published.on.isoformat(), brought.seen_at],
    ).fetchall()
    ids = {keys.identity} if keys.identity else set()
    found = {
        item_id
        for item_id, url, on, precision, known in rows
        if _folded(known) == title
        and _same_exact_day(brought, on, precision, url)
        and (name.is_telling and name.slug == name_of(url).slug)
        and not rivals(ids, ids_of(db, item_id))
    }
    return found if len(found) == 1 else set()


def _same_exact_day(brought: Brought, on: str | None, precision: str, url: str) -> bool:
    """Whether a known post bears the day of the one that was met, both exact, and neither is a part of a page."""
    published = brought.item.published
    if (
        published is None
        or "#" in url
        or "#" in brought.keys.url
        or urlsplit(url).query != urlsplit(brought.keys.url).query
    ):
        return False
    exact = {"minute", "day"}
    return precision in exact and published.precision in exact and on == local_day(published, brought.zone)


def _folded(text: str | None) -> str:
    return "".join(letter for letter in (text or "").casefold() if letter.isalnum())
