"""Whatever comes in whatever order, and wherever a run is killed: nothing is lost, nothing is told without a match,
nothing is told twice but an attempt in doubt, and of those one for each kill."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import sqlite_utils
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.telling import Attempted
from tests.builders import NOW, fresh_archive
from tests.watch.room import HOUR, begun, crawl, post, tell, watch
from watch.carriers import Carriers
from watch.told import Told, Written

WATCHES = (
    watch("all", "notice", cap=500, carriers=("MAIL", "HOOK")),
    watch("strikes", "strike", cap=500),
    watch("daily", "strike OR lunch", mode="daily", cap=500),
    watch("mn", "strike level:local", cap=500),
)
SOURCES = ("council-900", "local-1", "national")
WORDS = ("strike", "lunch", "picnic")
#: which of them each watch wants, said without the code under test
WANTS = {
    "all": lambda words, sources: True,
    "strikes": lambda words, sources: words == "strike",
    "daily": lambda words, sources: words in ("strike", "lunch"),
    "mn": lambda words, sources: words == "strike" and "local-1" in sources,
}


class KilledError(BaseException):
    """The end of a process, at one place."""


@dataclass
class Sink(Carriers):
    """A carrier that takes everything, and may be where the process dies: before its yes, or behind it."""

    taken: list[Told] = field(default_factory=list)
    dies_before: int = -1
    dies_behind: int = -1

    def hand_over(self, name: str, told: Told, written: Written, at: Any) -> Attempted:
        if len(self.taken) == self.dies_before:
            self.dies_before = -1
            raise KilledError
        self.taken.append(told)
        if len(self.taken) == self.dies_behind:
            raise KilledError
        return Attempted(True, "Taken.")


def dying(db: sqlite_utils.Database, steps: int) -> None:
    """Have SQLite break off whatever it does after so many steps, as the end of the process would."""
    left = [steps]

    def step() -> int:
        left[0] -= 1
        return int(left[0] <= 0)

    db.conn.set_progress_handler(step, 200)


prints = st.tuples(st.integers(1, 6), st.sampled_from(SOURCES))
kills = st.one_of(
    st.none(),
    st.tuples(st.sampled_from(["before", "behind"]), st.integers(0, 6)),
    st.tuples(st.just("sql"), st.integers(1, 60)),
)
runs = st.lists(st.tuples(st.lists(prints, max_size=4), kills), min_size=1, max_size=7)


@settings(max_examples=25, deadline=None)
@given(runs, st.lists(st.sampled_from(WORDS), min_size=6, max_size=6))
def test_nothing_is_lost_nothing_doubled_but_in_doubt_and_nothing_without_a_match(
    play: list[tuple[list[tuple[int, str]], Any]], words: list[str]
) -> None:
    db, sink = fresh_archive(), Sink()
    known = begun(db, *WATCHES)
    printed: dict[int, set[str]] = {}
    killed = 0
    for number, (posts, kill) in enumerate(play, 1):
        at = NOW + number * HOUR
        crawl(db, at, [post(story, words[story - 1], at, of=source) for story, source in posts])
        for story, source in posts:
            printed.setdefault(story, set()).add(source)
        killed += _tell_and_die(db, known, at, sink, kill)
    end = NOW + timedelta(days=2)
    tell(db, known, end, sink)
    tell(db, known, end + timedelta(days=1), sink)

    told = Counter((one.watch.id, one.carrier, entry.title) for one in _once(sink.taken) for entry in one.entries)
    wanted = {
        (name, carrier, f"Notice {story}")
        for one in WATCHES
        for name, carrier in ((one.id, carrier) for carrier in one.carriers)
        for story, sources in printed.items()
        if WANTS[name](words[story - 1], sources)
    }
    assert {(name, carrier, title.replace("\x02", "").replace("\x03", "")) for name, carrier, title in told} == wanted
    assert set(told.values()) <= {1}
    repeats = len(sink.taken) - len({one.id for one in sink.taken})
    assert repeats <= killed
    seen: set[str] = set()
    for one in sink.taken:
        assert one.possible_repeat or one.id not in seen, "a repeat says that it may be one"
        seen.add(one.id)
    assert db.conn.execute("SELECT count(*) FROM to_watch").fetchone() == (0,)


def _once(taken: list[Told]) -> list[Told]:
    return list({one.id: one for one in taken}.values())


def _tell_and_die(db: sqlite_utils.Database, known: Any, at: Any, sink: Sink, kill: Any) -> int:
    """One telling, killed where it is wanted; returns 1 if it was."""
    how, where = kill or ("", 0)
    sink.dies_before = len(sink.taken) + where if how == "before" else -1
    sink.dies_behind = len(sink.taken) + where + 1 if how == "behind" else -1
    if how == "sql":
        dying(db, where)
    try:
        tell(db, known, at, sink)
    except (KilledError, sqlite3.OperationalError):
        return 1
    finally:
        db.conn.set_progress_handler(None, 0)
    return 0
