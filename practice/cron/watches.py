"""The watches of the exam: their rows, and in plain code which posts each of them finds."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

REGISTRY = Path(__file__).resolve().parent.parent / "registry"
MAIL, HOOK = "NEWS_MAIL_DESK", "NEWS_HOOK_DESK"
BOTH = f"{MAIL} | {HOOK}"
COUNCILS = {"practice-council-190", "practice-council-231"}


@dataclass(frozen=True, slots=True)
class Read:
    """A post as an archive keeps it. words: title, teaser and body, a line each at least."""

    source: str
    language: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One watch. finds: whether its search finds a post."""

    watch: str
    query: str
    finds: Callable[[Read], bool]
    mode: str = "at once"
    carriers: str = HOOK
    quiet: str = ""
    cap: int | None = None

    @property
    def edits(self) -> bool:
        return "edits" in self.mode

    @property
    def removals(self) -> bool:
        return "removals" in self.mode

    def told_until(self, at: datetime) -> datetime:
        """What was found before this is told by now: a digest is due at seven, a weekly one on Mondays."""
        if self.mode.startswith("at once"):
            return at + timedelta(seconds=1)
        due = at.replace(hour=7, minute=0, second=0, microsecond=0)
        due -= timedelta(days=1) if due > at else timedelta(0)
        return due - timedelta(days=due.weekday() if self.mode.startswith("weekly") else 0)

    @property
    def sinks(self) -> list[str]:
        """The sinks of its carriers."""
        return [name.removeprefix("NEWS_").split("_")[0].lower() for name in self.carriers.split(" | ")]


def _says(words: str) -> Callable[[Read], bool]:
    pattern = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    return lambda post: bool(pattern.search(post.words))


def _titled(words: str) -> Callable[[Read], bool]:
    return lambda post: words in post.words.partition("\n")[0].lower()


def _of(*sources: str) -> Callable[[Read], bool]:
    return lambda post: post.source in sources


ROWS = (
    Row("everything", "level:national level:council level:affiliate level:local level:retirees", lambda _: True,
        cap=100),
    Row("contracts", "contract", _says("contract(?:s|ed|ing)?"), carriers=MAIL),
    Row("national", "source:practice-national", _of("practice-national"), "at once, edits, removals"),
    Row("councils", "source:practice-council-190 source:practice-council-231", _of(*COUNCILS),
        "daily, edits, removals", BOTH),
    Row("locals", "level:local", lambda post: post.source.startswith("practice-local-"), "weekly", BOTH),
    Row("capped", "source:practice-local-9420", _of("practice-local-9420"), cap=3),
    Row("night", "staff OR crews", _says("staff|crews?"), carriers=MAIL, quiet="20:00-06:00 UTC", cap=100),
    Row("bargaining", 'title:"bargaining update"', _titled("bargaining update"), carriers=BOTH),
    Row("spanish", "language:es", lambda post: post.language == "es", carriers=MAIL),
    Row("nothing", "zeppelin", _says("zeppelins?"), carriers=BOTH),
)  # fmt: skip


def write_registry(folder: Path) -> None:
    """The practice web's own rows, with these watches. Raises OSError."""
    shutil.copytree(REGISTRY, folder)
    with (folder / "watches.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["watch", "query", "mode", "carriers", "quiet", "cap", "note"])
        writer.writerows([row.watch, row.query, row.mode, row.carriers, row.quiet, row.cap, ""] for row in ROWS)
