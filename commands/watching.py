"""What `scrapy watch` does, an action each: shows, adds, tries, tells and removes watches."""

from __future__ import annotations

import argparse
import secrets
from collections.abc import Sized
from dataclasses import asdict
from typing import Any

import sqlite_utils

import registry
from archive.lock import run_lock
from archive.sources import sync_registry
from archive.telling import begin_attempt, carrier_standings, end_attempt, open_test, standings, traces
from archive.telling.making import delivery_id
from commands.clock import run_clock
from commands.desk import Desk
from commands.previewing import preview_watch
from commands.telling import place_of, tell, teller_of, zone_of
from commands.writing import Paper, inert
from errors import InputError
from registry import Registry, Watch
from registry.watching import ATOM, Manner, read_cap, read_carriers, read_manner, read_query, read_quiet
from watch.carriers import Carriers
from watch.composing import compose
from watch.saved import saved
from watch.told import Told


def list_watches(desk: Desk, _: list[str], __: argparse.Namespace) -> int:
    """All watches, what waits, and whether their carriers work."""
    rows, carriers = desk.rows(), Carriers()
    known: dict[str, Any] = {}
    tried: dict[str, Any] = {}
    if desk.path.exists():
        with desk.archive(writable=False) as db:
            known, tried = standings(db), carrier_standings(db)
    names = sorted({name for watch in rows.watches.values() for name in watch.carriers if name != ATOM})
    troubles = {name: carriers.trouble(name) for name in names}
    if desk.as_json:
        desk.print_json({
            "watches": [{**asdict(one), **(asdict(known[one.id]) if one.id in known else {})}
                        for one in rows.watches.values()],
            "carriers": [{"carrier": name, "here": troubles[name] or "well",
                          **(asdict(tried[name]) if name in tried else {})} for name in names],
        })  # fmt: skip
        return 0
    if not rows.watches:
        print(
            'There are no watches yet. `scrapy watch add strikes "strike OR lockout" --to NEWS_MAIL_STAFF` makes one.'
        )
        return 0
    for one in rows.watches.values():
        _print_watch(desk.paper, one, known.get(one.id))
    desk.paper.heading("Carriers")
    for name in names:
        _print_carrier(desk.paper, name, troubles[name], tried.get(name))
    if not names:
        desk.paper.line("Only feeds.")
    return 0


def _print_watch(paper: Paper, one: Watch, standing: Any) -> None:
    manner = read_manner(one.mode).cell
    paper.title(f"{one.id}  {one.query}")
    quiet = f"quiet {one.quiet}" if one.quiet else ""
    paper.line(f"{manner} to {', '.join(one.carriers)}", quiet, f"at most {one.cap}" if one.cap else "")
    if standing is None:
        paper.line("It begins with the next run of `scrapy collect`.")
        return
    last = f"last on {standing.last_sent_at}" if standing.last_sent_at else ""
    paper.line(
        f"since {standing.began_at}", f"{standing.sent:,} sent", last,
        f"{standing.waiting:,} found and waiting" if standing.waiting else "",
        f"{standing.unsent:,} not sent yet" if standing.unsent else "",
    )  # fmt: skip


def _print_carrier(paper: Paper, name: str, trouble: str | None, standing: Any) -> None:
    if trouble:
        paper.line(name, trouble, style="yellow")
    if standing is None:
        if not trouble:
            paper.line(name, "ready; nothing was sent so far. `scrapy watch test` tries it.")
        return
    if standing.failing_since:
        again = f"tried again from {standing.next_attempt_at}" if standing.next_attempt_at else "tried by the next run"
        paper.line(
            name, f"FAILING since {standing.failing_since} ({standing.failures} attempts; {again};"
            f" {standing.unsent} messages wait): {standing.sentence}", style="red",
        )  # fmt: skip
    elif not trouble:
        paper.line(name, f"well, last message {standing.sent_at}")


def show_watch(desk: Desk, names: list[str], _: argparse.Namespace) -> int:
    """One watch and its newest messages."""
    one = desk.watch(_only(names, "show"))
    known: dict[str, Any] = {}
    told: list[Any] = []
    if desk.path.exists():
        with desk.archive(writable=False) as db:
            known, told = standings(db), traces(db, one.id)
    place = place_of(desk.settings)
    feed = place.search(one.query, ".atom")
    if desk.as_json:
        desk.print_json({**asdict(one), "feed": feed, "standing": asdict(known[one.id]) if one.id in known else None,
                         "messages": [asdict(trace) for trace in told]})  # fmt: skip
        return 0
    _print_watch(desk.paper, one, known.get(one.id))
    desk.paper.line(f"Atom feed: {feed}" if feed else "Set SITE_ADDRESS to see the address of its feed.")
    desk.paper.line(one.note or "")
    if told:
        desk.paper.heading("Newest messages")
    for trace in told:
        doubt = "possible repeat" if trace.in_doubt else ""
        more = f"and {trace.more} more" if trace.more else ""
        desk.paper.line(
            trace.sent_at or trace.created_at, trace.state, trace.carrier, trace.what, trace.title, more, doubt
        )
        if trace.state not in ("sent", "pending"):
            desk.paper.line(trace.sentence or "", indent=6)
    return 0


def add_watch(desk: Desk, words: list[str], opts: argparse.Namespace) -> int:
    """Append a row, and let the watch begin now."""
    if len(words) != 2:
        raise InputError('Say a name and a search in quotes: scrapy watch add strikes "strike OR lockout" --to NAME.')
    asked = read_manner(opts.mode)  # a mode may be written as in the file: "daily, edits"
    manner = Manner(asked.mode, asked.edits or opts.edits, asked.removals or opts.removals)
    cap = None if opts.cap is None else read_cap(str(opts.cap))
    one = Watch(
        words[0], read_query(words[1]), manner.cell, read_carriers(tuple(opts.to or ())),
        opts.quiet if read_quiet(opts.quiet) else None, cap, opts.note,
    )  # fmt: skip
    _, _, added = registry.append(desk.folder, watches=[one])
    if not added:
        raise InputError(f"There is a watch named {one.id!r} already; `scrapy watch show {one.id}` shows it.")
    if desk.path.exists():
        with desk.archive(writable=True) as db:
            sync_registry(db, desk.rows(), run_clock(desk.settings))
    if desk.as_json:
        desk.print_json(asdict(one))
        return 0
    print(f"Added {one.id} to {desk.folder / 'watches.csv'}; what is first seen from now on is news to it.")
    for name in one.carriers:
        trouble = Carriers().trouble(name) if name != ATOM else None
        print(f"  {trouble}" if trouble else "", end="\n" if trouble else "")
    print(f"`scrapy watch test {one.id}` tries its carriers; `scrapy watch remove {one.id}` takes it away again.")
    return 0


def remove_watch(desk: Desk, names: list[str], _: argparse.Namespace) -> int:
    """Take a row out; what was told stays known."""
    one = desk.watch(_only(names, "remove"))
    line = registry.remove_watch(desk.folder, one.id)
    if desk.path.exists():
        with desk.archive(writable=True) as db:
            sync_registry(db, desk.rows(), run_clock(desk.settings))
    if desk.as_json:
        desk.print_json({"removed": one.id, "row": line})
    else:
        print(f"Removed {one.id}; it tells nobody any more. To undo it, put this line back:\n{inert(line)}")
    return 0


def test_watch(desk: Desk, names: list[str], _: argparse.Namespace) -> int:
    """Send a test message to each carrier of a watch now, quiet hours or not."""
    one = saved(desk.watch(_only(names, "test")), zone_of(desk.settings))
    place, now, carriers = place_of(desk.settings), run_clock(desk.settings), Carriers()
    came = {}
    with desk.archive(writable=True) as db:
        sync_registry(db, desk.rows(), now)
        for name in one.carriers:
            delivery = delivery_id(place.host, one.id, name, f"test {secrets.token_hex(16)}")
            told = Told(delivery, one, "test", place, carrier=name)
            open_test(db, delivery, one.id, name, now)
            begin_attempt(db, delivery, now)
            came[name] = carriers.hand_over(name, told, compose(told), now)
            end_attempt(db, delivery, name, came[name], now)
    if desk.as_json:
        desk.print_json({"watch": one.id, "carriers": {name: asdict(answer) for name, answer in came.items()}})
    for name, answer in came.items() if not desk.as_json else ():
        print(f"{name}: {'sent' if answer.taken else 'NOT sent'}. {answer.sentence}")
    if not came:
        print(f"{one.id} tells by its feed alone: {place.search(one.query, '.atom') or 'SITE_ADDRESS is not set'}")
    return 0 if all(answer.taken for answer in came.values()) else 1


def tell_watches(desk: Desk, names: list[str], opts: argparse.Namespace) -> int:
    """Tell what is new, as `collect` does at its end; with --dry-run only print it."""
    if names:
        raise InputError("`scrapy watch tell` tells all watches; it takes no name.")
    rows = desk.rows()
    if not desk.path.exists():
        raise InputError(f"There is no archive {desk.path} yet; `scrapy collect` makes it.")
    with run_lock(desk.path), desk.archive(writable=True) as db:
        sync_registry(db, rows, run_clock(desk.settings))
        if opts.dry_run:
            return _rehearse(desk, db, rows)
        account = tell(desk.settings, db, rows)
    if desk.as_json:
        desk.print_json(asdict(account))
    else:
        print("\n".join(account.lines()) or f"Nothing to tell to {_counted(rows.watches)}.")
    return 1 if account.troubles else 0


def _counted(watches: Sized) -> str:
    return "1 watch" if len(watches) == 1 else f"{len(watches)} watches"


def _rehearse(desk: Desk, db: sqlite_utils.Database, rows: Registry) -> int:
    would = teller_of(desk.settings, db, rows).rehearse()
    if desk.as_json:
        desk.print_json([{"carrier": one.carrier, "quiet": one.quiet, "subject": one.written.subject,
                          "text": one.written.text, **one.written.data} for one in would])  # fmt: skip
        return 0
    for one in would:
        again = " (possible repeat)" if one.told.possible_repeat else ""
        quiet = " when its quiet hours are over" if one.quiet else ""
        desk.paper.title(f"To {one.carrier}, watch {one.told.watch.id}{quiet}{again}: {one.written.subject}")
        for line in one.written.text.splitlines():
            desk.paper.line(line, indent=4)
    print(f"{len(would)} {'message' if len(would) == 1 else 'messages'} would be sent; nothing was sent or written.")
    return 0


def _only(names: list[str], action: str) -> str:
    if len(names) != 1:
        raise InputError(f"Name one watch: scrapy watch {action} NAME; `scrapy watch list` shows them.")
    return names[0]


#: the first word of `scrapy watch`, and what it does
ACTIONS = {
    "list": list_watches,
    "show": show_watch,
    "add": add_watch,
    "remove": remove_watch,
    "test": test_watch,
    "tell": tell_watches,
    "preview": preview_watch,
}
