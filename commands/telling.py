"""Tells watches, after a run of `collect` or alone: the clock, the settings, and a stop that loses nothing."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import sqlite_utils
from scrapy.settings import BaseSettings

from commands.clock import run_clock
from errors import InputError, ParseError
from registry import Registry
from registry.watching import read_zone
from watch.telling import Account, Teller
from watch.told import Place


def tell(settings: BaseSettings, db: sqlite_utils.Database, rows: Registry) -> Account:
    """Tell watches what is new, under the run's lock. A signal ends it between two messages.

    Raises InputError for a setting that cannot be meant, ArchiveError.
    """
    if not rows.watches and not _anything_open(db):
        return Account()
    with _stoppable() as stopped:
        teller = teller_of(settings, db, rows)
        teller.stop = lambda: bool(stopped)
        return teller.tell()


def teller_of(settings: BaseSettings, db: sqlite_utils.Database, rows: Registry) -> Teller:
    """A teller by the settings. Raises InputError."""
    return Teller(db, rows, run_clock(settings), place_of(settings), zone_of(settings))


def place_of(settings: BaseSettings) -> Place:
    """Where readers reach the site and the operator. Raises InputError for an address that is none."""
    site = str(settings.get("SITE_ADDRESS") or "").strip().rstrip("/")
    if site:
        try:
            parts = urlsplit(site)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query and not parts.fragment
        except ValueError:
            good = False
        if not good or any(sign.isspace() or sign in "<>\"'" for sign in site):
            raise InputError(f"SITE_ADDRESS must be a web address such as https://news.example.org, not {site!r}.")
    contact = " ".join(str(settings.get("CONTACT") or "").split())
    return Place(site or None, contact or None)


def zone_of(settings: BaseSettings) -> ZoneInfo:
    """The zone of watches that name none. Raises InputError."""
    try:
        return read_zone(str(settings.get("WATCH_ZONE") or "UTC"))
    except ParseError as error:
        raise InputError(f"WATCH_ZONE: {error}.") from None


def _anything_open(db: sqlite_utils.Database) -> bool:
    """Whether something waits though no watch is left: it is to be given up, with a word why."""
    asked = "SELECT 1 FROM deliveries WHERE state NOT IN ('sent', 'dropped') LIMIT 1"
    return db.conn.execute(asked).fetchone() is not None


@contextmanager
def _stoppable() -> Iterator[list[int]]:
    """A list that is not empty once a stop was asked for. The message under way is finished and recorded first."""
    asked: list[int] = []

    def note(number: int, _: Any) -> None:
        asked.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
