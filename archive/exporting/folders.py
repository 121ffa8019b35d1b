"""A folder for each export: filled under a name that nobody takes for whole, then renamed in one step.

A folder that stands is never written again. The same rows make the same files, so that an export of what was exported
before is found to be there already; another one of the same day gets the next number.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from errors import ArchiveError, InputError

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
_PART = re.compile(r"\.news-.*\.part-(\d+)")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class About:
    """What is said of the whole: whose it is, how it is cited."""

    title: str
    program: str
    licence: str
    licence_url: str
    rights: str

    def cite(self, version: str, posts: int, sources: int) -> str:
        """A line to cite the whole by."""
        return f"{self.title}, version {version}: {posts:,} posts of {sources:,} sources."


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a folder; tables: rows of each table in it, none for files that describe."""

    path: str
    bytes: int
    sha256: str
    tables: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placed:
    """A finished folder. is_new: False where the same stood there already."""

    path: Path
    manifest: dict[str, Any]
    is_new: bool


class Folder:
    """A folder in the making. path: what is going to stand; scratch: what is thrown away at the end."""

    def __init__(self, parent: Path, temporary: Path) -> None:
        self.parent, self.path, self.scratch = parent, temporary / "whole", temporary / "scratch"
        self.path.mkdir(parents=True)
        self.scratch.mkdir()

    def place(
        self, day: str, endings: tuple[str, ...], fill: Callable[[str], tuple[dict[str, Entry], dict[str, Any]]]
    ) -> Placed:
        """Give the folder its name and version.

        endings: what stands in its name behind the version. fill: given a version, completes the files and returns
        those that make the export what it is, and the manifest without them. Raises ArchiveError where what stands
        there already was changed since.
        """
        for number in count(1):
            version = day if number == 1 else f"{day}.{number}"
            name = "-".join(filter(None, ("news", version, *endings)))
            standing = self.parent / name
            entries, manifest = fill(version)
            if standing.exists():
                before = _read_manifest(standing)
                if _same(before, entries):
                    check_folder(standing)
                    return Placed(standing, before, is_new=False)
                continue
            self._finish(manifest, entries)
            self.path.rename(standing)
            return Placed(standing, manifest, is_new=True)
        raise AssertionError("there is always another number")

    def _finish(self, manifest: dict[str, Any], entries: Mapping[str, Entry]) -> None:
        described = {path.name: entry_of(path) for path in sorted(self.path.iterdir()) if path.name not in entries}
        files = [*entries.values(), *described.values()]
        manifest["files"] = [_as_json(one) for one in files]
        write_json(self.path / MANIFEST, manifest)
        sums = [*files, entry_of(self.path / MANIFEST)]
        lines = "".join(f"{one.sha256}  {one.path}\n" for one in sorted(sums, key=lambda one: one.path))
        (self.path / SUMS).write_text(lines, encoding="ascii")
        for path in self.path.iterdir():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _same(manifest: Mapping[str, Any], entries: Mapping[str, Entry]) -> bool:
    before = {one.get("path"): one.get("sha256") for one in manifest.get("files", []) if one.get("tables")}
    return before == {name: entry.sha256 for name, entry in entries.items()}


def _as_json(entry: Entry) -> dict[str, Any]:
    made: dict[str, Any] = {"path": entry.path, "bytes": entry.bytes, "sha256": entry.sha256}
    return {**made, "rows": sum(entry.tables.values()), "tables": dict(entry.tables)} if entry.tables else made


def entry_of(path: Path, tables: Mapping[str, int] | None = None) -> Entry:
    """A finished file with its size and hash."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while part := file.read(_AT_ONCE):
            digest.update(part)
            size += len(part)
    return Entry(path.name, size, digest.hexdigest(), tables or {})


def write_json(path: Path, value: object) -> None:
    """JSON that people can read."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


@contextmanager
def new_folder(parent: Path) -> Iterator[Folder]:
    """A folder to fill; whatever happens, nothing unfinished stays. Raises InputError where it cannot be made."""
    temporary = parent / f".news-export.part-{os.getpid()}"
    try:
        parent.mkdir(parents=True, exist_ok=True)
        _sweep(parent)
        folder = Folder(parent, temporary)
    except OSError as error:
        raise _cannot(parent, error) from None
    try:
        yield folder
    except OSError as error:
        raise _cannot(parent, error) from None
    except ArchiveError as error:
        if str(temporary) not in str(error):
            raise
        # SQLite speaks of a file that nobody knows: say what the operator asked for.
        raise InputError(f"The export cannot be written to {parent}: {str(error).partition(': ')[2]}") from None
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _cannot(parent: Path, error: OSError) -> InputError:
    why = error.strerror or type(error).__name__
    return InputError(
        f"The export cannot be written to {parent}: {why}. Make room or rights there, or name another --to."
    )


def _sweep(parent: Path) -> None:
    """Throw away what runs left that were killed; those of living processes stay."""
    for path in parent.glob(".news-*.part-*"):
        found = _PART.fullmatch(path.name)
        if found and not _is_alive(int(found[1])):
            shutil.rmtree(path, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        read = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        read = None
    if not isinstance(read, dict) or not isinstance(read.get("files"), list):
        raise InputError(f"{folder} has no {MANIFEST} that can be read, so it is no finished export of this program.")
    return read


def check_folder(folder: Path, tell: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    """The manifest of an export whose files are as they were written.

    tell: hears each file's name. Raises ArchiveError that names every file that is not, InputError where there is no
    manifest.
    """
    manifest = _read_manifest(folder)
    wrong: list[str] = []
    for one in manifest["files"]:
        name = str(one.get("path")) if isinstance(one, dict) else ""
        tell(name)
        wrong += _wrong_with(folder, name, one)
    if wrong:
        raise ArchiveError(f"{folder} is not as it was exported: {'; '.join(wrong)}. Take it from where it came again.")
    return manifest


def _wrong_with(folder: Path, name: str, told: Any) -> list[str]:
    if not _PLAIN_NAME.fullmatch(name):
        return [f"the manifest names {name[:80]!r}, which is no file of an export"]
    try:
        found = entry_of(folder / name)
    except OSError as error:
        return [f"{name} cannot be read ({error.strerror})"]
    if found.bytes != told.get("bytes"):
        return [f"{name} has {found.bytes:,} bytes and should have {told.get('bytes')}"]
    return [] if found.sha256 == told.get("sha256") else [f"{name} has other bytes than it had"]


def content_of(manifest: Mapping[str, Any]) -> dict[str, int]:
    """Rows of each table of an export."""
    return {name: rows for one in manifest["files"] for name, rows in one.get("tables", {}).items()}
