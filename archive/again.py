"""When the page of a post is looked at again: a plan that thins out with the post's age, and what brings it forward."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import sqlite_utils

from archive.finding import item_at
from archive.times import instant, stamp
from archive.transactions import transaction
from archive.withheld_marks import is_withheld
from errors import ParseError
from items import LookedAgain
from parsing.urls import Sites, canonical

#: How a look at a page ended: its text was read, the server said that nothing changed, its words were held, it could
#: not be read as that post, no answer came; or nothing was asked, and a channel gave the whole text, or tells of a
#: change, or the story's original does.
Ended = Literal["read", "unchanged", "held", "missed", "lost", "carried", "told", "original"]

#: Ages of a post, in days, at which its page is read again, each with what is found at that age.
PLAN: tuple[tuple[int, str], ...] = (
    (1, "Slips of the pen are mended on the day after."),
    (3, "Results and numbers are filled in once they are known."),
    (8, "Corrections that somebody asked for."),
    (17, "Times and places of what was announced."),
    (35, "Posts that are taken down when they are over."),
    (70, "Outcomes, added below."),
    (150, "Pages that were tidied away."),
    (365, "The first yearly look."),
)
#: Older posts are read once a year, to see whether they are still there.
YEARLY = timedelta(days=365)
#: A post that was some weeks or months old when it was first read is verified once, in so many days.
VERIFIED_UNTIL, VERIFIED_IN = timedelta(days=200), (timedelta(days=8), timedelta(days=18))
#: A look that the plan would put this close to the last one is left out.
CLOSEST = timedelta(hours=6)
#: By so much of the time until it a look is put off or brought forward, each address by a share of its own.
SPREAD = 0.2
#: In doubt: three misses over seven days make a status, three readings over fourteen days a cut.
AFTER = {"missed": timedelta(days=2.5), "held": timedelta(days=7.1), "lost": timedelta(days=1)}
#: A post that is known to be gone comes back now and then.
AFTER_STATUS = timedelta(days=60)
#: Printings of an edited original are looked at within so long.
AFTER_ORIGINAL = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the plan looks at. born: when it was published, or the latest that is known of that, or the first sight.

    carried: a channel gives the whole text each time anyway; is_pointer: a clipping or the like, its text is elsewhere;
    first: its page was read for the first time.
    """

    url: str
    born: datetime
    carried: bool = False
    is_pointer: bool = False
    status: str = "here"
    first: bool = False


def next_look(facts: Facts, now: datetime, ended: Ended) -> datetime | None:
    """When the page is due to be looked at again, after a look ended at `now`; None where that is of no use."""
    if facts.is_pointer or "#" in facts.url or (facts.carried and ended not in ("missed", "lost")):
        return None
    if ended == "told":
        return now
    share = share_of(facts.url)
    if ended == "original":
        return now + AFTER_ORIGINAL * share
    if ended == "missed" and facts.status not in ("here", "moved"):
        return now + AFTER_STATUS * (1 + share)
    if ended in AFTER:
        return now + AFTER[ended] * (1 + SPREAD * share)
    age = max(now - facts.born, timedelta())
    due = _by_age(age, now, share)
    if facts.first and age <= VERIFIED_UNTIL:
        return min(due, now + VERIFIED_IN[0] + (VERIFIED_IN[1] - VERIFIED_IN[0]) * share)
    return due


def _by_age(age: timedelta, now: datetime, share: float) -> datetime:
    for days, _ in PLAN:
        wait = timedelta(days=days) - age
        if wait >= max(CLOSEST, age * 0.2):
            return now + wait + wait * SPREAD * (share - 1 / 3)
    # The first time the years are spread evenly, so that a past that was walked in a week is not due in a week.
    return now + YEARLY * (0.5 + share)


def share_of(url: str) -> float:
    """A share from 0 to 1 that is an address's own, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(url.encode("utf-8", "replace"), digest_size=4).digest(), "big") / 2**32


# ---- rows -----------------------------------------------------------------------------------------------------------
_FACTS = (
    "SELECT i.url, coalesce(i.published_at, i.published_latest, i.first_seen_at), i.first_seen_at,"
    " i.target IS NOT NULL OR coalesce(i.kind, '') = 'clipping', i.status,"
    " EXISTS (SELECT 1 FROM appearances AS a WHERE a.item_id = i.id AND a.carried_mark IS NOT NULL)"
    " AND NOT EXISTS (SELECT 1 FROM addresses AS d WHERE d.url = i.fetched_url AND d.item_id = i.id),"
    " i.last_read_at, i.look_again_at FROM item_rows AS i WHERE i.id = ?"
)


def plan(db: sqlite_utils.Database, item_id: int, now: str, ended: Ended) -> bool:
    """Write when the item's page is due, within the caller's transaction. now: a stamp. Returns whether it changed."""
    url, born, first_seen_at, is_pointer, status, carried, read_at, before = db.conn.execute(
        _FACTS, [item_id]
    ).fetchone()
    if read_at is None:
        return False  # it still waits to be read for the first time
    if ended == "carried" and before is not None and before <= now:
        return False  # its page was asked for, whatever the channel gives
    first = before is None and ended == "read"
    facts = Facts(url, instant(min(born, first_seen_at)), bool(carried), bool(is_pointer), status, first)
    due = next_look(facts, instant(now), ended)
    after = stamp(due) if due else None
    if ended in ("told", "original") and before is not None and after is not None:
        after = min(before, after)
    if after == before:
        return False
    db.conn.execute("UPDATE item_rows SET look_again_at = ? WHERE id = ?", [after, item_id])
    return True


def plan_printings(db: sqlite_utils.Database, item_id: int, now: str) -> None:
    """The original of a story was edited: its other printings may follow, and are looked at soon."""
    for (other,) in db.conn.execute(
        "SELECT m.id FROM stories AS s JOIN item_rows AS m ON m.story_id = s.id"
        " WHERE s.original_item_id = ? AND m.id != ? AND m.look_again_at > ?",
        [item_id, item_id, now],
    ).fetchall():
        plan(db, other, now, "original")


def look(db: sqlite_utils.Database, looked: list[LookedAgain], sites: Sites) -> None:
    """Plan the next looks after pages that brought no words: unchanged, lost, or missed. Raises ArchiveError."""
    with transaction(db):
        for one in looked:
            try:
                item_id = item_at(db, canonical(one.url, sites))
            except ParseError:
                continue
            if item_id is not None and not is_withheld(db, item_id):
                plan(db, item_id, stamp(one.seen_at), one.ended)


def plan_all(db: sqlite_utils.Database) -> None:
    """A plan for the pages of an archive that had none: each as if it had been planned when it was last read."""
    rows = db.conn.execute(
        "SELECT id, last_read_at FROM item_rows WHERE last_read_at IS NOT NULL AND look_again_at IS NULL"
    ).fetchall()
    for item_id, read_at in rows:
        plan(db, item_id, read_at, "read")
