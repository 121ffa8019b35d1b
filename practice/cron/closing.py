"""Asked of an archive when days are over: does `health` name the planted troubles, does a backup come back?"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from practice.cron.playing import World
from practice.truth import truth

#: what the truth does to a site -> kinds of findings that say so
NAMED: Mapping[str, frozenset[str]] = {
    "redesign": frozenset({"redesign"}),
    "challenge": frozenset({"challenge"}),
    "dead_feed": frozenset({"dead_address", "unreachable"}),
    "moved_away": frozenset({"moved"}),
    "lapsed": frozenset({"hijacked"}),
}
#: what is seen only when weeks have passed, or harms nobody since the posts are found again: it may be named
MAY_BE: Mapping[str, frozenset[str]] = {
    "thin": frozenset({"thin", "silent"}),
    "readdressed": frozenset({"thin", "redesign", "pages_fail"}),
}


def health(world: World, day: int, at: datetime) -> tuple[list[str], list[str]]:
    """What `scrapy health` finds: its lines, and a sentence for each planted trouble that it does not name, and for
    each that it names and nobody planted. That runs are killed again and again is a trouble that the exam plants."""
    came = world.scrapy("health", "--json", at=at)
    if came.returncode not in (0, 1):
        return [], [f"scrapy health ended with {came.returncode}: {came.stderr.strip()[-300:]}"]
    found = json.loads(came.stdout)["findings"]
    planted = {change.source: change.what for change in truth(day).changes if change.key is None}
    seen: dict[str, set[str]] = {}
    missed = []
    for finding in found:
        kind, sources = finding["kind"], finding["sources"]
        if not finding["weight"]:
            continue  # it is told for information: nothing is wrong
        if kind == "runs_killed" and any(call.killed for call in world.calls):
            continue
        for source in sources or [""]:
            what = planted.get(source, "")
            seen.setdefault(source, set()).add(kind)
            if kind not in NAMED.get(what, MAY_BE.get(what, frozenset())):
                missed.append(f"health names {kind} of {source or 'the runs'}, which nobody planted.")
    missed += [
        f"health does not name the {what} of {source}."
        for source, what in planted.items()
        if what in NAMED and not seen.get(source, set()) & NAMED[what]
    ]
    return [_line(finding) for finding in found], missed


def _line(finding: Mapping[str, Any]) -> str:
    return f"{finding['kind']:13} {', '.join(finding['sources']) or '-'}: {finding['sentence'][:150]}"


def backup_and_back(world: World, at: datetime) -> tuple[list[str], list[str]]:
    """Back an archive up, bring it back elsewhere, compare all rows; what it says, and what is wrong."""
    made = world.scrapy("backup", "--json", at=at)
    if made.returncode:
        return [], [f"scrapy backup ended with {made.returncode}: {made.stderr.strip()[-300:]}"]
    there = world.folder / "restored" / "archive.db"
    there.parent.mkdir()
    back = world.scrapy(
        "restore", "latest", "--from", str(world.folder / "backups"), "--yes", "--json", at=at, archive=there
    )
    if back.returncode:
        return [], [f"scrapy restore ended with {back.returncode}: {back.stderr.strip()[-300:]}"]
    told, before, after = json.loads(made.stdout)["digest"], rows_hash(world.archive), rows_hash(there)
    missed = [] if json.loads(back.stdout)["digest"] == told else ["restore says another hash than backup."]
    missed += [] if before == after else [f"The restored archive has other rows: {after[:16]}, not {before[:16]}."]
    return [f"Backup and restored archive: {told[:32]}…, counted by hand {before[:16]}… and {after[:16]}…"], missed


def rows_hash(path: Path) -> str:
    """A hash over all that SQLite would write out of an archive, but its planner's statistics. Raises sqlite3.Error."""
    found = hashlib.sha256()
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        for line in connection.iterdump():
            if "sqlite_stat" in line[:40] or line.startswith("ANALYZE"):
                continue  # made anew whenever an archive is closed; no word of them is the archive's
            found.update(line.encode("utf-8", "surrogateescape"))
    return found.hexdigest()
