"""`scrapy watch preview`: a watch's message in the browser, made of the archive as it is; sends and records nothing."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import webbrowser
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from archive.telling.around import Period
from archive.transactions import troubles_told
from commands.clock import run_clock
from commands.desk import Desk
from commands.telling import place_of, zone_of
from errors import InputError
from watch.composing import compose
from watch.previewing import Preview, Previewer
from watch.saved import saved

#: files that may be overwritten; a preview put over anything else would be a slip of the hand
_ENDINGS = (".html", ".htm", ".txt")


def preview_watch(desk: Desk, names: list[str], opts: argparse.Namespace) -> int:
    """Show the message of what waits, or of a time, without sending it."""
    one = saved(desk.watch(_only(names)), zone_of(desk.settings))
    if opts.to and len(opts.to) > 1:
        raise InputError("A preview goes into one file; give --to once.")
    now = run_clock(desk.settings)
    period = _period(opts, one.zone, now)
    with desk.archive(writable=False) as db, troubles_told(db):
        previewer = Previewer(db, one, place_of(desk.settings), now)
        shown = previewer.of_now() if period is None else previewer.of_period(period)
    if shown.told is None:
        return _nothing(desk, shown)
    written = compose(shown.told)
    if desk.as_json:
        desk.print_json({"watch": one.id, "which": shown.which, "subject": written.subject, "text": written.text,
                         "html": written.html, "told": written.data})  # fmt: skip
        return 0
    desk.paper.title(written.subject)
    desk.paper.line(shown.which, indent=0)
    if opts.text and not opts.to:
        print(f"\n{written.text}", end="")
        return 0
    path = _write(one.id, written.text if opts.text else written.html, opts)
    opened = not opts.to and _has_screen() and webbrowser.open(path.as_uri())
    print(f"{'Opened' if opened else 'Written to'} {path}; nothing was sent or recorded.")
    return 0


def _nothing(desk: Desk, shown: Preview) -> int:
    if desk.as_json:
        desk.print_json({"which": shown.which, "told": None})
    else:
        print(shown.which)
    return 0


def _period(opts: argparse.Namespace, zone: ZoneInfo, now: datetime) -> Period | None:
    """The time that the options ask for. Raises InputError."""
    text = opts.day or opts.since
    if opts.day and opts.since:
        raise InputError("--day shows one day and --since all from a day on; give one of them.")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
        since = datetime.combine(day, time(), zone)
        until = datetime.combine(day + timedelta(days=1), time(), zone) if opts.day else now
        ended = since.timestamp() < now.timestamp()
    except (ValueError, OverflowError):
        raise InputError(f"{text!r} is no day; write it as in 2026-11-16.") from None
    if not ended:
        raise InputError(f"{text} has not begun yet in {zone.key}.")
    return Period(since, until)


def _write(name: str, text: str, opts: argparse.Namespace) -> Path:
    """A file that only this user can read. Raises InputError."""
    try:
        if not opts.to:
            handle, chosen = tempfile.mkstemp(prefix=f"watch-{name}-", suffix=".txt" if opts.text else ".html")
            path = Path(chosen)
        else:
            path = Path(opts.to[0]).expanduser().absolute()
            if path.exists() and path.suffix.lower() not in _ENDINGS:
                raise InputError(f"{path} is there already and is none of {', '.join(_ENDINGS)}; name another file.")
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        where = opts.to[0] if opts.to else tempfile.gettempdir()
        raise InputError(f"The preview cannot be written to {where}: {error.strerror}.") from None
    return path


def _has_screen() -> bool:
    """Whether a browser with a window can open: not from cron, a pipe, or a terminal of a machine without a screen."""
    if not sys.stdout.isatty():
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _only(names: list[str]) -> str:
    if len(names) != 1:
        raise InputError("Name one watch: scrapy watch preview NAME; `scrapy watch list` shows them.")
    return names[0]
