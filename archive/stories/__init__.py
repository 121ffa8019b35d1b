"""Tells stories: at the end of a run every item that is new or changed is asked which story it carries.

A story is what pairs of like writings connect, so the outcome depends on what the archive holds and on no order. Work
is done in short transactions, each of which leaves a sound archive; what is not done yet keeps `to_match = 1`, so a run
that is killed is finished by the next. Where nothing changed nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import sqlite_utils

from archive.stories.numbering import Numbering
from archive.stories.pairing import Pairing, drop_pairs, drop_unmet, pairs_of
from archive.stories.partition import Sets, all_but_the_largest, allowed, components
from archive.stories.pointing import point, sites_of
from archive.stories.roles import Roles
from archive.stories.rulings import Heard, hear, take_rulings
from archive.stories.sketching import tell_wordings, texts_of
from archive.stories.writings import Writings
from archive.transactions import transaction
from parsing.urls import Sites
from registry import Ruling

#: items of one transaction; a killed run loses the work on so many
AT_ONCE = 100
Progress = Callable[[int, int], None]

_WAITING = "SELECT id FROM item_rows WHERE to_match = 1 ORDER BY id LIMIT ?"
_BATCH = (
    "SELECT i.told_text_id, i.story_id, iif(i.shown = 1 AND i.merged_into IS NULL"
    " AND coalesce(t.title, t.teaser, t.body) IS NOT NULL, i.text_id, NULL)"
    " FROM item_rows AS i JOIN texts AS t ON t.id = i.text_id WHERE i.id = ?"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it. judged: pairs that were compared; changed: items whose bounds are to be looked at again."""

    items: int = 0
    judged: int = 0
    changed: frozenset[int] = frozenset()
    #: addresses of rulings of which the archive knows no item
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class _Work:
    """One transaction's worth: the items, what they were told with before and are now, what they take apart."""

    before: dict[int, int | None] = field(default_factory=dict)
    after: dict[int, int | None] = field(default_factory=dict)
    #: stories whose pairs are not those they were
    torn: set[int] = field(default_factory=set)
    #: items that may have got new neighbours
    ask: set[int] = field(default_factory=set)

    @property
    def told(self) -> list[int]:
        return sorted(item_id for item_id, text_id in self.after.items() if text_id is not None)


def tell(
    db: sqlite_utils.Database,
    rulings: Iterable[Ruling] | None = None,
    sites: Sites | None = None,
    progress: Progress | None = None,
) -> Told:
    """Ask every waiting item which story it carries, and settle all stories that this touches.

    rulings: of data/rules/stories.csv; None: as heard last. sites: what the registry says of addresses; None: what the
    archive knows of it. progress: told after each step how many items are done and how many wait. Raises ArchiveError.
    """
    with transaction(db):
        if rulings is not None:
            take_rulings(db, rulings)
        heard = hear(db)
    teller = _Teller(db, sites or sites_of(db), heard)
    done, waiting = 0, _waiting(db) if progress else 0
    # First those that rulings set apart: of them all pairs must be known before others are asked.
    ruled = sorted({*heard.apart_items, *heard.same, *(other for _, other in heard.apart)})
    some = [item_id for item_id in ruled if _waits(db, item_id)]
    while some or (some := [item_id for (item_id,) in db.conn.execute(_WAITING, [AT_ONCE])]):
        with transaction(db):
            teller.tell(some)
        done += len(some)
        some = []
        if progress:
            progress(done, max(waiting - done, 0))
    return Told(done, teller.judged, frozenset(teller.roles.changed), heard.unknown)


def tell_anew(db: sqlite_utils.Database) -> None:
    """Have all items asked again from the beginning, as after a change of the rules of sameness. Stories keep their
    numbers as far as they stay what they are. `tell` does the work."""
    with transaction(db):
        for table in ("sketches", "story_pairs"):
            db.conn.execute(f"DELETE FROM {table}")
        db.conn.execute("UPDATE item_rows SET told_text_id = NULL, to_match = 1 WHERE merged_into IS NULL")


def _waiting(db: sqlite_utils.Database) -> int:
    return int(db.conn.execute("SELECT count(*) FROM item_rows WHERE to_match = 1").fetchone()[0])


def _waits(db: sqlite_utils.Database, item_id: int) -> bool:
    return bool(db.conn.execute("SELECT to_match FROM item_rows WHERE id = ?", [item_id]).fetchone()[0])


class _Teller:
    def __init__(self, db: sqlite_utils.Database, sites: Sites, heard: Heard) -> None:
        self.db, self.sites, self.heard = db, sites, heard
        self.writings = Writings(db)
        self.roles = Roles(db, self.writings)
        self.numbering = Numbering(db)
        self.judged = 0

    def tell(self, item_ids: Sequence[int]) -> None:
        """Tell some items, within the caller's transaction."""
        work = self._take(item_ids)
        self._heed_crossings(work)
        sets = Sets()
        fragments = [self._unfold(story_id, sets) for story_id in sorted(work.torn)]
        for story_id in sorted(self._ruled_stories() - work.torn):
            self._unfold(story_id, sets)
        for item_id in work.told:
            sets.add(item_id)
        asked = {*work.told, *work.ask, *(one for some in fragments for one in all_but_the_largest(some))}
        pairing = Pairing(self.db, sets, self.heard, self.writings)
        for item_id in sorted(asked):
            pairing.ask(item_id)
        self.judged += pairing.judged
        self._settle(sets, work)
        rows = [(item_id,) for item_id in item_ids]
        self.db.conn.executemany("UPDATE item_rows SET to_match = 0 WHERE id = ?", rows)

    # ---- what changed ------------------------------------------------------------------------------------------
    def _take(self, item_ids: Sequence[int]) -> _Work:
        work = _Work()
        for item_id in item_ids:
            before, story_id, after = self.db.conn.execute(_BATCH, [item_id]).fetchone()
            work.before[item_id], work.after[item_id] = before, after
            if story_id is not None:
                work.torn.add(story_id)
            self.writings.forget(item_id)
        drop_pairs(self.db, item_ids)
        point(self.db, item_ids, self.sites)
        return work

    def _heed_crossings(self, work: _Work) -> None:
        """Bring the sketches in step, and what hashes joined that are too common now, or are so no longer."""
        crossed = tell_wordings(self.db, work.before, work.after)
        if crossed.common:
            ends = drop_unmet(self.db, self._items_of(texts_of(self.db, crossed.common)), self.heard)
            work.torn |= self._stories_of(ends)
        if crossed.rare:
            work.ask |= self._items_of(texts_of(self.db, crossed.rare))

    def _items_of(self, text_ids: Iterable[int]) -> set[int]:
        asked = "SELECT id FROM item_rows WHERE told_text_id = ?"
        return {item_id for text_id in text_ids for (item_id,) in self.db.conn.execute(asked, [text_id])}

    def _stories_of(self, item_ids: Iterable[int]) -> set[int]:
        asked = "SELECT story_id FROM item_rows WHERE id = ? AND story_id IS NOT NULL"
        return {story_id for item_id in item_ids for (story_id,) in self.db.conn.execute(asked, [item_id])}

    def _ruled_stories(self) -> set[int]:
        """Stories of items that rulings set apart, and of all that is paired with them."""
        apart = self.heard.apart_items
        others = {end for pair in pairs_of(self.db, apart) for end in pair}
        return self._stories_of(apart | others | {other for _, other in self.heard.apart})

    def _members(self, story_id: int) -> list[int]:
        asked = "SELECT id FROM item_rows WHERE story_id = ? AND told_text_id IS NOT NULL ORDER BY id"
        return [item_id for (item_id,) in self.db.conn.execute(asked, [story_id])]

    def _unfold(self, story_id: int, sets: Sets) -> list[list[int]]:
        """Put a story's members into the sets one by one, joined as far as their pairs join them; gives the parts."""
        members, apart = self._members(story_id), self.heard.apart_items
        core = [item_id for item_id in members if item_id not in apart]
        inside = set(core)
        pairs = [pair for pair in pairs_of(self.db, core) if inside.issuperset(pair)]
        for item_id in members:
            sets.add(item_id)
        for pair in pairs:
            sets.join(*pair)
        return components(core, pairs)

    # ---- what comes of it --------------------------------------------------------------------------------------
    def _settle(self, sets: Sets, work: _Work) -> None:
        groups = [self._whole(group) for group in self._after_rulings(sets)]
        fresh = set(work.told)
        self.roles.leave(item_id for item_id, text_id in work.after.items() if text_id is None)
        for story_id, members in self.numbering.assign(groups, work.torn):
            self.roles.settle(story_id, members, fresh)

    def _after_rulings(self, sets: Sets) -> list[list[int]]:
        """The sets with those items joined that rulings set apart, by the pairs that count."""
        apart = self.heard.apart_items
        if not apart:
            return sets.groups()

        def node(item_id: int) -> int:
            (story_id,) = self.db.conn.execute("SELECT story_id FROM item_rows WHERE id = ?", [item_id]).fetchone()
            return sets.find(item_id if item_id in sets or story_id is None else -story_id)

        pairs = {(node(one), node(other)) for one, other in pairs_of(self.db, apart)}
        rulings = [(node(one), node(other)) for one, other in self.heard.apart]
        for pair in allowed(pairs, rulings):
            sets.join(*pair)
        return sets.groups()

    def _whole(self, group: Sequence[int]) -> list[int]:
        """Items of a group, whole stories replaced by their members."""
        found = [item_id for item_id in group if item_id > 0]
        for item_id in group:
            if item_id < 0:
                found += self._members(-item_id)
        return sorted(found)
