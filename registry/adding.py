"""Adds rows to the files of the registry, so that they are whole before and after, whatever happens between."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from errors import InputError
from registry.reading import load
from registry.rows import COLUMNS, LIST_MARK, Channel, Registry, Source, Watch

R = TypeVar("R", Source, Channel, Watch)


def append(
    directory: Path | str,
    sources: Iterable[Source] = (),
    channels: Iterable[Channel] = (),
    watches: Iterable[Watch] = (),
) -> tuple[list[Source], list[Channel], list[Watch]]:
    """Add the rows that are not there yet and return those that were added.

    A row whose id is known, or a channel whose family and address are, is left as it stands. All rows are checked
    together with the old ones first: RegistryError, and nothing is written, if they do not fit. Files that are missing
    begin with their columns. Raises InputError where the folder cannot be written.
    """
    folder = Path(directory)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".adding-") as work:
            return _append(folder, Path(work), list(sources), list(channels), list(watches))
    except OSError as error:
        raise InputError(f"The registry in {folder} cannot be written ({error.strerror}); nothing was added.") from None


def _append(
    folder: Path, work: Path, sources: list[Source], channels: list[Channel], watches: list[Watch]
) -> tuple[list[Source], list[Channel], list[Watch]]:
    for name in COLUMNS:
        if (folder / name).exists():
            shutil.copyfile(folder / name, work / name)
        else:
            (work / name).write_text(",".join(COLUMNS[name]) + "\n", encoding="utf-8")
    known = load(work)
    new_sources = [one for one in _once(sources) if one.id not in known.sources]
    new_channels = [one for one in _once(channels) if not _has(known, one)]
    new_watches = [one for one in _once(watches) if one.id not in known.watches]
    _add_lines(work / "sources.csv", [_source_cells(one) for one in new_sources])
    _add_lines(work / "channels.csv", [_channel_cells(one) for one in new_channels])
    _add_lines(work / "watches.csv", [_watch_cells(one) for one in new_watches])
    load(work)
    for name in COLUMNS:  # sources first: a channel must never stand without its source
        if not (folder / name).exists() or (folder / name).read_bytes() != (work / name).read_bytes():
            _move(work / name, folder / name)
    return new_sources, new_channels, new_watches


def remove_watch(directory: Path | str, watch: str) -> str | None:
    """Take a watch's row out of watches.csv; returns its line as it stood, None where there is no such row.

    All other lines stay as they are. Raises InputError where the folder cannot be written.
    """
    folder = Path(directory)
    try:
        with _alone(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".adding-") as work:
            if watch not in load(folder).watches:
                return None
            text = (folder / "watches.csv").read_text(encoding="utf-8-sig")
            kept, taken = _without(text, watch)
            (Path(work) / "watches.csv").write_text(kept, encoding="utf-8")
            _move(Path(work) / "watches.csv", folder / "watches.csv")
            return taken
    except OSError as error:
        raise InputError(f"The registry in {folder} cannot be written ({error.strerror}); nothing changed.") from None


def _without(text: str, watch: str) -> tuple[str, str]:
    """A file without the line of a watch, and that line. Cells hold no line ends, so a line is a row."""
    lines = text.splitlines(keepends=True)
    place = next(csv.reader(lines[:1])).index("watch")
    for number, line in enumerate(lines[1:], 1):
        cells = next(csv.reader([line]), [])
        if len(cells) > place and cells[place].strip() == watch:
            return "".join(lines[:number] + lines[number + 1 :]), line.rstrip("\r\n")
    raise InputError(f"The row of {watch!r} runs over several lines; take it out by hand.")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other process adds rows to the folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _move(new: Path, old: Path) -> None:
    with new.open("rb") as file:
        os.fsync(file.fileno())
    new.chmod(old.stat().st_mode & 0o777 if old.exists() else 0o644)
    new.replace(old)


def _once(rows: Sequence[R]) -> list[R]:
    return list({row.id: row for row in reversed(rows)}.values())[::-1]


def _has(known: Registry, channel: Channel) -> bool:
    return channel.id in known.channels or any(
        (one.family, one.address) == (channel.family, channel.address) and one.until is None
        for one in known.channels.values()
    )


def _add_lines(path: Path, rows: list[Sequence[str]]) -> None:
    """Put rows after the last line, in the order of the file's own columns."""
    if not rows:
        return
    text = path.read_text(encoding="utf-8-sig")
    order = next(csv.reader(io.StringIO(text)))
    places = [COLUMNS[path.name].index(column.strip()) for column in order]
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows([row[place] for place in places] for row in rows)
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(("" if text.endswith("\n") else "\n") + lines.getvalue())


def _source_cells(one: Source) -> tuple[str, ...]:
    return (
        one.id,
        one.name,
        one.level or "",
        one.number or "",
        LIST_MARK.join(one.states),
        one.homepage,
        LIST_MARK.join(one.hosts),
        one.language or "",
        one.timezone,
        one.parent or "",
        one.installation or "",
        one.note or "",
    )


def _channel_cells(one: Channel) -> tuple[str, ...]:
    hint = json.dumps(dict(one.hint), ensure_ascii=False) if one.hint else ""
    since, until = (day.isoformat() if day else "" for day in (one.since, one.until))
    return (one.id, one.source_id, one.family, one.address, hint, since, until, one.note or "")


def _watch_cells(one: Watch) -> tuple[str, ...]:
    cap = "" if one.cap is None else str(one.cap)
    return (one.id, one.query, one.mode or "", LIST_MARK.join(one.carriers), one.quiet or "", cap, one.note or "")
