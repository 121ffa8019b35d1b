"""Compares an archive with the truth of the practice web and prints a table.

    python -m practice check ARCHIVE.db [--day 2] [--newest 10] [--json] [--list]

Below the table of posts it says how stories are told, and from the second day on what became of posts and sources.
Exit code 0 where every bar of design is met, 1 where one is missed, 2 where the file is no archive.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from practice.comparing import Compared, Found, compare, match
from practice.comparing_days import DAY_BARS, Beside, compare_days
from practice.comparing_stories import STORY_BARS, compare_stories
from practice.shapes import DAYS, Truth
from practice.truth import truth

#: name -> (least or most, value, what it is)
Bars = dict[str, tuple[str, float, str]]
BARS: Bars = {
    "recall": ("least", 0.99, "posts found"),
    "foreign": ("most", 0.01, "items that are no posts"),
    "title": ("least", 0.99, "titles exact"),
    "day": ("least", 0.98, "day right where the site says it"),
    "wrong_day": ("most", 0.005, "wrong day"),
    "read": ("least", 0.99, "bodies read"),
    "body": ("least", 0.98, "body word F1"),
    "events": ("least", 0.99, "events with start and end right"),
    "bounds": ("most", 0.0, "undated posts outside of their bounds"),
}
HEAD = ("source", "truth", "found", "wrong", "title", "day", "off", "read", "body F1", "events")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m practice check", description="Compare an archive with the truth.")
    parser.add_argument("archive", type=Path)
    parser.add_argument("--day", type=int, choices=DAYS, default=1, help="the day that was last collected")
    parser.add_argument("--newest", type=int, metavar="N", help="look only for the N newest posts of each source")
    parser.add_argument("--json", action="store_true", help="print all figures and addresses as JSON")
    parser.add_argument("--list", action="store_true", help="name every address that is missing, wrong or differs")
    parser.add_argument("--sites", type=int, metavar="N", help="compare with the N sites of `practice --sites N`")
    given = parser.parse_args(arguments)
    try:
        found, beside = read(given.archive), read_beside(given.archive)
    except (sqlite3.Error, OSError) as error:
        print(f"{given.archive} cannot be read as an archive: {error}.", file=sys.stderr)
        return 2
    true = _truth_of(given)
    results = compare(true, found, given.newest)
    total = Compared.sum("all", results)
    matched = match(true, found)[0]
    stories = compare_stories(true, matched, beside.originals)
    days = compare_days(true, matched, beside)
    further = [(stories.rates(), STORY_BARS)] if stories else []
    missed = misses(total) + [
        line for rates, bars in (*further, (days.rates(), DAY_BARS)) for line in _misses(rates, bars)
    ]
    if given.json:
        told = _as_json(results, total, missed)
        told |= {"stories": stories and stories.rates(), "days": days.rates()}
        print(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        _print_table([*results, total], with_list=given.list)
        print(total.of_bounds() or "Every post has a date.")
        print("\n".join([*(stories.lines() if stories else ["Stories: not told yet."]), *days.lines()]))
        if given.list:
            print("\n".join([*(stories.faults if stories else []), *days.faults]))
        single = [f"{one.source} ({', '.join(below(one))})" for one in results if below(one)]
        print("\n".join(missed) if missed else "Every bar is met.")
        print(f"Below a bar on their own: {'; '.join(single)}." if single else "", end="\n" if single else "")
    return 1 if missed else 0


def _truth_of(given: argparse.Namespace) -> Truth:
    if not given.sites:
        return truth(given.day)
    from practice.many import Many

    with tempfile.TemporaryDirectory() as folder:
        return Many(given.sites, Path(folder)).truth()


def read(archive: Path) -> list[Found]:
    """The archive's items with their events. Raises sqlite3.Error where it is no archive, OSError without a file."""
    if not archive.is_file():
        raise FileNotFoundError("there is no such file")
    with sqlite3.connect(f"{archive.resolve().as_uri()}?mode=ro", uri=True) as connection:
        connection.row_factory = sqlite3.Row
        events = {row["item_id"]: dict(row) for row in connection.execute("select * from events")}
        revisions = dict(connection.execute("select item_id, count(*) from revisions group by item_id").fetchall())
        rows = connection.execute("select * from items").fetchall()
    return [Found.of(dict(row), events.get(row["id"]), revisions.get(row["id"], 0)) for row in rows]


def read_beside(archive: Path) -> Beside:
    """What the archive tells of stories, statuses, holds and verdicts. Raises sqlite3.Error, OSError."""
    with sqlite3.connect(f"{archive.resolve().as_uri()}?mode=ro", uri=True) as connection:
        there = {name for (name,) in connection.execute("select name from sqlite_master")}

        def rows(table: str, sql: str) -> list[Any] | None:
            return connection.execute(sql).fetchall() if table in there else None

        originals = rows("stories", "select id, original_item_id from stories where merged_into is null")
        changes = rows("status_changes", "select count(*) from status_changes")
        holds = rows("holds", "select source_id, reason from holds where ended_at is null")
        verdicts = rows("expectations", "select source_id, verdict from expectations order by week desc")
    return Beside(
        None if originals is None else dict(originals),
        None if changes is None else changes[0][0],
        None if holds is None else dict(holds),
        None if verdicts is None else _newest(verdicts),
    )


def _newest(rows: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The verdicts of each source's two newest weeks. rows: source and verdict, newest first."""
    found: dict[str, list[str]] = {}
    for source, verdict in rows:
        found.setdefault(source, []).append(verdict)
    return {source: verdicts[:2] for source, verdicts in found.items()}


def misses(total: Compared) -> list[str]:
    """A sentence for each bar that is not reached."""
    return _misses(total.rates(), BARS)


def _misses(rates: Mapping[str, float | None], bars: Bars) -> list[str]:
    def shown(value: float | None) -> str:
        return f"{value:.0f}" if value and value > 1 else f"{value:.2%}"

    return [
        f"Missed: {what} {shown(rates[name])}, at {sense} {bar:.1%} wanted."
        for name, (sense, bar, what) in bars.items()
        if name in _below(rates, bars)
    ]


def below(result: Compared) -> list[str]:
    """The names of the bars that are not reached."""
    return _below(result.rates(), BARS)


def _below(rates: Mapping[str, float | None], bars: Bars) -> list[str]:
    values = {name: value for name, value in rates.items() if value is not None}
    return [
        name
        for name, (sense, bar, _) in bars.items()
        if name in values and (values[name] < bar if sense == "least" else values[name] > bar)
    ]


def _as_json(results: Sequence[Compared], total: Compared, missed: list[str]) -> dict[str, Any]:
    rows = [{"source": one.source, **one.rates(), **one.lists()} for one in results]
    return {"sources": rows, "total": {**total.rates(), **total.lists()}, "missed": missed}


def _print_table(results: Sequence[Compared], *, with_list: bool) -> None:
    rows = [HEAD, *(_cells(one) for one in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for row in rows:
        first, *others = (
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *others]))
    print()
    if with_list:
        for name, lines in results[-1].lists().items():
            for line in lines:
                print(f"{name}: {line}")
        print()


def _cells(one: Compared) -> tuple[str, ...]:
    rates = one.rates()
    return (
        one.source,
        str(one.wanted),
        str(one.found),
        str(len(one.wrong)),
        _percent(rates["title"]),
        _percent(rates["day"]),
        str(len(one.wrong_day)),
        _percent(rates["read"]),
        _percent(rates["body"]),
        _percent(rates["events"]),
    )


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"
