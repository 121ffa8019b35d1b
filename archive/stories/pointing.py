"""Where an item points as the place of its writing: its page's canonical address, what its text says, its links."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from urllib.parse import urlsplit

import sqlite_utils

from errors import ParseError
from parsing.urls import Site, Sites, canonical

#: manners of pointing, the strongest first
MANNERS = ("canonical", "said", "link")
#: addresses of one item that are kept
MOST = 60
#: letters of a text that are searched for a word on where it comes from, at its beginning and at its end
_SEARCHED = 4_000
_SAID = re.compile(
    r"\b(?=[cefoprv])(?:"  # one look at most words instead of six
    r"(?:originally|first|previously)\s+(?:appeared|published|posted|printed|ran|run|written|released)"
    r"|(?:re-?published|re-?printed|re-?posted|cross-?posted|excerpted)\s+(?:here\s+)?(?:from|with|by)"
    r"|via\s+the|courtesy\s+of|(?:original|full)\s+(?:version|article|story|post)\s+(?:is|was|can|appeared)"
    r")\b",
    re.IGNORECASE,
)
#: around such a word, the letters in which the link may stand
_BEFORE, _AFTER = 80, 220
_SHORTEST_LINK = 3
#: shorter names of sources are words like others
_SHORTEST_NAME = 4
#: where a name has parts, each of which may stand for it: "HGEA/AFSCME Local 152", "Clerks United, Local 5"
_PARTS = re.compile(r"\s*[,/()]\s*")
_WWW = r"(?:https?://)?(?:www\.)?"
#: behind the name of a whole: what makes it the name of a part
_OF_A_PART = r"(?!\s+(?:council|local|district|chapter|retirees?)\b)"


def sites_of(db: sqlite_utils.Database) -> Sites:
    """What the archive's own rows of sources say of addresses, where the registry is not at hand."""
    rows = db.conn.execute("SELECT id, homepage, hosts, installation FROM sources WHERE closed_at IS NULL ORDER BY id")
    found = [Site(name, home, tuple((hosts or "").split()), installation) for name, home, hosts, installation in rows]
    try:
        return Sites.of(found)
    except ParseError:  # rows of a registry that is being changed
        return Sites.of([])


def point(db: sqlite_utils.Database, item_ids: Collection[int], sites: Sites) -> None:
    """Write anew where these items point; items that are not shown any more point nowhere."""
    names = _Names(db)
    for item_id in item_ids:
        known = dict(db.conn.execute("SELECT url, manner FROM pointings WHERE item_id = ?", [item_id]).fetchall())
        found = _points(db, item_id, sites, names)
        if found == known:
            continue
        db.conn.execute("DELETE FROM pointings WHERE item_id = ?", [item_id])
        rows = [(url, item_id, manner) for url, manner in found.items()]
        db.conn.executemany("INSERT INTO pointings (url, item_id, manner) VALUES (?, ?, ?)", rows)


def pointed_at(db: sqlite_utils.Database, item_id: int) -> set[int]:
    """Items to which an item points, and items that point to it."""
    there = "SELECT a.item_id FROM pointings AS p JOIN addresses AS a ON a.url = p.url WHERE p.item_id = ?"
    here = "SELECT p.item_id FROM addresses AS a JOIN pointings AS p ON p.url = a.url WHERE a.item_id = ?"
    return {other for (other,) in db.conn.execute(f"{there} UNION {here}", [item_id, item_id]) if other != item_id}


class _Names:
    """The sources' names and hosts, by which a text may say where it comes from without a link."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self.db = db
        #: (name, pattern, source, home page)
        self.known: list[tuple[str, re.Pattern[str], str, str]] | None = None

    def named(self, window: str, own: str) -> list[tuple[str, str]]:
        """(source, home page) of the sources that are named in some words, the one whose words they are left out."""
        if self.known is None:
            rows = self.db.conn.execute("SELECT id, homepage, name FROM sources WHERE closed_at IS NULL ORDER BY id")
            self.known = list(_told_apart(rows.fetchall()))
        found = [one for one in self.known if one[0] in window and one[1].search(window)]
        # "AFSCME Council 5" names the council and not the whole union.
        longest = [one for one in found if not any(one[0] in other[0] and one[0] != other[0] for other in found)]
        return list(dict.fromkeys((source, home) for _, _, source, home in longest if source != own))


def _told_apart(rows: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, re.Pattern[str], str, str]]:
    """The names of each source that no other one bears: the whole name, its parts, and a host of its own."""
    bearers: dict[str, set[tuple[str, str]]] = {}
    for source, home, name in rows:
        parts = urlsplit(home)
        host = (parts.hostname or "").removeprefix("www.") if parts.path in ("", "/") else ""
        for one in {name, *_PARTS.split(name), host}:
            if len(one.strip()) >= _SHORTEST_NAME:
                bearers.setdefault(one.strip().casefold(), set()).add((source, home))
    for one, of in bearers.items():
        if len(of) == 1:
            source, home = next(iter(of))
            yield one, re.compile(rf"(?<![\w.-]){_WWW}{re.escape(one)}(?!\w){_OF_A_PART}"), source, home


def _points(db: sqlite_utils.Database, item_id: int, sites: Sites, names: _Names) -> dict[str, str]:
    row = db.conn.execute(
        "SELECT i.url, i.canonical_url, i.target, coalesce(t.body, t.teaser, ''), i.source_id FROM item_rows AS i"
        " JOIN texts AS t ON t.id = i.text_id WHERE i.id = ? AND i.shown = 1",
        [item_id],
    ).fetchone()
    if row is None:
        return {}
    own, hint, target, text, source_id = row
    found: dict[str, str] = {hint: "canonical"} if hint else {}
    windows = list(_windows(text))
    named = [one for window in windows for one in names.named(window, source_id)]
    for url, manner in _links(db, item_id, windows, {one for one, _ in named}, sites):
        found.setdefault(url, manner)
        if manner == "said" and found[url] == "link":
            found[url] = manner
    linked = {sites.owner(url) for url, manner in found.items() if manner == "said"}
    found.update((home, "said") for source, home in named if source not in linked and home not in found)
    there = _canonical(target, sites) if target else None
    if there is not None:
        found.setdefault(there, "link")
    found.pop(own, None)
    return dict(sorted(found.items(), key=lambda one: (MANNERS.index(one[1]), one[0]))[:MOST])


def _links(
    db: sqlite_utils.Database, item_id: int, windows: list[str], named: set[str], sites: Sites
) -> Iterator[tuple[str, str]]:
    """The links of a text that lead to known sources: only there can the writing stand in the archive.

    windows: what stands around words such as "originally appeared"; named: the sources that are named there.
    """
    rows = db.conn.execute(
        "SELECT t.url, r.text FROM link_rows AS r JOIN link_targets AS t ON t.id = r.target_id"
        " WHERE r.item_id = ? AND r.gone_at IS NULL AND r.is_file = 0",
        [item_id],
    ).fetchall()
    for address, words in rows:
        url = _canonical(address, sites)
        owner = sites.owner(url) if url is not None else None
        if url is not None and owner is not None:
            yield url, "said" if owner in named or _is_said(address, words or "", windows) else "link"


def _windows(text: str) -> Iterator[str]:
    """The surroundings of words such as "originally appeared on", within their line."""
    for part in dict.fromkeys((text[:_SEARCHED], text[-_SEARCHED:])):
        for found in _SAID.finditer(part):
            before = part[max(found.start() - _BEFORE, 0) : found.start()].rpartition("\n")[2]
            after = part[found.start() : found.end() + _AFTER].partition("\n")[0]
            yield (before + after).casefold()


def _is_said(address: str, words: str, windows: Iterable[str]) -> bool:
    line = words.strip().casefold()
    if _SAID.search(words[:_SEARCHED]):
        return True
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    return any((len(line) >= _SHORTEST_LINK and line in window) or (host and host in window) for window in windows)


def _canonical(address: str, sites: Sites) -> str | None:
    try:
        return canonical(address, sites)
    except (ParseError, ValueError):
        return None
