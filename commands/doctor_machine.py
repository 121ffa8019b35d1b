"""What `scrapy doctor` looks at around the archive: program, libraries, settings, rows, disk, rights, site."""

from __future__ import annotations

import http.client
import ipaddress
import os
import re
import shutil
import socket
import sqlite3
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

from packaging.markers import Marker
from scrapy.settings import BaseSettings

import registry
from archive.disk import size
from archive.health.checks import Check, ok
from archive.health.runs import LEAST_FREE, LEAST_SHARE
from commands.doors import check_settings, path_in, root
from errors import NewsError

PYTHON, SQLITE = (3, 11), (3, 37, 0)  # STRICT tables came with 3.37
FEWEST_INODES = 10_000
#: Files of ours that were being written when a program ended; older than this nobody writes them any more.
STALE = 24 * 3600
_LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)(?: *; *([^\\\n]+))?", re.MULTILINE)
#: seconds in which a site on this machine answers
SITE_PATIENCE = 5
_LOOSE = ("'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:", "data:")


def machine_checks(settings: BaseSettings) -> Iterator[Check]:
    """The checks that need no archive."""
    yield from _program()
    yield _libraries()
    yield _encoding()
    yield _settings(settings)
    yield _rows(settings)
    yield from _disk(path_in(settings, "ARCHIVE_PATH"))
    yield _rights(settings)
    yield _leftovers(settings)
    yield _site(str(settings.get("SITE_ADDRESS") or ""))


def _program() -> Iterator[Check]:
    told = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < PYTHON:
        yield Check(
            "python", "broken", f"Python {told} is too old; 3.11 or newer is needed.", "`make install` with it."
        )
    else:
        yield ok("python", f"Python {told}.")
    with sqlite3.connect(":memory:") as db:
        options = {row[0] for row in db.execute("PRAGMA compile_options")}
    db.close()
    if sqlite3.sqlite_version_info < SQLITE or "ENABLE_FTS5" not in options:
        yield Check("sqlite", "broken", f"SQLite {sqlite3.sqlite_version} is too old or lacks full-text search (FTS5).",
                    "Use a Python with SQLite 3.37 or newer and FTS5.")  # fmt: skip
    elif any(option in ("THREADSAFE=0", "OMIT_WAL") for option in options):
        yield Check("sqlite", "broken", "SQLite was built without threads or without a write-ahead log.",
                    "Use another Python.")  # fmt: skip
    else:
        yield ok("sqlite", f"SQLite {sqlite3.sqlite_version} with full-text search.")


def _libraries() -> Check:
    """What is installed against the lock file."""
    try:
        text = (root() / "requirements.lock").read_text(encoding="utf-8")
    except OSError:
        return Check("libraries", "warning", "requirements.lock cannot be read.", "Take it from the release.")
    wrong = []
    known = {name: wanted for name, wanted, where in _LOCKED.findall(text) if not where or Marker(where).evaluate()}
    for name, wanted in known.items():
        try:
            there = metadata.version(name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{name} {wanted} is missing")
            continue
        if there != wanted:
            wrong.append(f"{name} is {there}, not {wanted}")
    if wrong:
        more = f", and {len(wrong) - 5} more" if len(wrong) > 5 else ""
        return Check("libraries", "warning", f"Libraries differ from the lock: {', '.join(wrong[:5])}{more}.",
                     "`make install` puts the locked ones in place.")  # fmt: skip
    return ok("libraries", f"{len(known)} libraries are those of the lock.")


def _encoding() -> Check:
    files = sys.getfilesystemencoding().lower()
    if files.replace("-", "") != "utf8":
        return Check(
            "encoding", "warning", f"File names are written in {files}.", "Set LC_ALL=C.UTF-8, or PYTHONUTF8=1."
        )
    locale = next(
        (f"{name}={os.environ[name]}" for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), None
    )
    return ok("encoding", f"UTF-8 for files; locale {locale or 'C (nothing is set)'}.")


def _settings(settings: BaseSettings) -> Check:
    try:
        check_settings(settings)
    except NewsError as error:
        return Check("settings", "broken", str(error), "docs/settings.md lists all settings.")
    own = sorted(name for name in os.environ if name.startswith("NEWS_"))
    contact = "" if settings.get("CONTACT") else " CONTACT is not set, so public hosts are asked at half rate."
    return ok("settings", f"{len(own)} of ours in the environment, all known.{contact}")


def _rows(settings: BaseSettings) -> Check:
    try:
        rows = registry.load(path_in(settings, "REGISTRY_DIR"))
        registry.kind_rules(path_in(settings, "KIND_RULES"))
        registry.story_rulings(path_in(settings, "STORY_RULINGS"), rows.sites)
    except NewsError as error:
        return Check("registry", "broken", str(error), "Mend the row; no run starts before.")
    return ok("registry", f"{len(rows.sources):,} sources and {len(rows.channels):,} channels, every row sound.")


def _disk(archive: Path) -> Iterator[Check]:
    folder = archive.parent
    if not folder.is_dir():
        yield Check("disk", "warning", f"There is no directory {folder} yet.", "`scrapy collect` makes it.")
        return
    usage, inodes = shutil.disk_usage(folder), os.statvfs(folder)
    told = f"{size(usage.free)} of {size(usage.total)} are free on the disk of {folder}."
    if usage.free < LEAST_FREE or usage.free < LEAST_SHARE * usage.total:
        yield Check("disk", "broken", told, "Make room, or move the archive and set ARCHIVE_PATH.")
    elif inodes.f_files and inodes.f_favail < FEWEST_INODES:
        yield Check("disk", "broken", f"Only {inodes.f_favail:,} files more can be made on the disk of {folder}.",
                    "Remove small files there; `df -i` shows the disk.")  # fmt: skip
    else:
        yield ok("disk", told)
    yield _writable(archive)


def _writable(archive: Path) -> Check:
    try:
        with tempfile.TemporaryFile(dir=archive.parent) as file:
            file.write(b"x")
    except OSError as error:
        return Check("writable", "broken", f"{archive.parent} cannot be written ({error.strerror}).",
                     "Give this user the right to write it: SQLite makes files beside the archive.")  # fmt: skip
    for ending in ("", "-wal", "-shm", ".lock"):
        file_there = archive.with_name(archive.name + ending)
        if file_there.exists() and not os.access(file_there, os.W_OK):
            return Check("writable", "broken", f"{file_there} cannot be written by this user.",
                         "`chown` it to the user that collects; was `scrapy` run as root once?")  # fmt: skip
    return ok("writable", f"{archive.parent} can be written.")


def _rights(settings: BaseSettings) -> Check:
    """The archive is a private research copy: its files are for its user, or for a group that was chosen."""
    if open_ones := _open_to_others(settings):
        names, told = " ".join(map(str, open_ones)), ", ".join(map(str, open_ones))
        sentence = f"Every user of this machine can read {told}; full texts are a private copy."
        step = f"`scrapy doctor --fix`, which is `chmod o-rwx {names}`."
        return Check("rights", "warning", sentence, step, "rights")
    return ok("rights", "The private files are closed to other users of this machine.")


def _open_to_others(settings: BaseSettings) -> list[Path]:
    archive, found = path_in(settings, "ARCHIVE_PATH"), []
    private = [archive, *(archive.with_name(archive.name + ending) for ending in ("-wal", "-shm"))]
    private += [path_in(settings, name) for name in ("CAPTURES_DIR", "BACKUP_DIR") if settings.get(name)]
    for path in private:
        with suppress(OSError):
            if path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH) and _is_reachable(path):
                found.append(path)
    return found


def close_to_others(settings: BaseSettings) -> str:
    """Take the rights of all other users off the private files; what the group may stays. Gives a sentence."""
    closed = 0
    for path in _open_to_others(settings):
        with suppress(OSError):  # it is another user's; the check says so again
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~stat.S_IRWXO)
            closed += 1
    return f"Closed to other users of this machine: {closed} of the files and folders that are private."


def _is_reachable(path: Path) -> bool:
    """Whether others may walk down to it: a directory that is closed to them closes what is in it."""
    return all(above.stat().st_mode & stat.S_IXOTH for above in path.absolute().parents)


def leftovers(settings: BaseSettings) -> list[Path]:
    """Files of ours that a program which ended left half written."""
    archive, found = path_in(settings, "ARCHIVE_PATH"), list[Path]()
    places = [(archive.parent, archive.name)]
    if settings.get("METRICS_FILE"):
        file = path_in(settings, "METRICS_FILE")
        places.append((file.parent, file.name))
    if settings.get("BACKUP_DIR"):
        places.append((path_in(settings, "BACKUP_DIR"), archive.stem))
    for folder, name in places:
        with suppress(OSError):
            for file in folder.iterdir():
                ours = file.name.lstrip(".").startswith(name) and file.name.endswith((".tmp", ".part"))
                if ours and file.is_file() and not file.is_symlink() and time.time() - file.stat().st_mtime > STALE:
                    found.append(file)
    return sorted(set(found))


def _leftovers(settings: BaseSettings) -> Check:
    found = leftovers(settings)
    if not found:
        return ok("leftovers", "No file was left half written.")
    told = f"{len(found)} files were left half written, such as {found[0]}."
    return Check("leftovers", "warning", told, "`scrapy doctor --fix` removes them.", "leftovers")


def remove_leftovers(settings: BaseSettings) -> str:
    """Remove them. Gives a sentence."""
    removed = 0
    for file in leftovers(settings):
        with suppress(OSError):
            file.unlink()
            removed += 1
    return f"Removed {removed} file{' that was' if removed == 1 else 's that were'} half written."


# ---- the site --------------------------------------------------------------------------------------------------------
def _site(address: str) -> Check:
    """What reaches readers: a proxy in between may drop or weaken the headers that the site sends."""
    parts = urlsplit(address)
    if not address:
        return ok("site", "SITE_ADDRESS is not set, so no site was asked.")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return Check("site", "broken", f"SITE_ADDRESS is no web address: {address!r}.", "docs/settings.md explains it.")
    if not _is_loopback(parts.hostname):
        return ok("site", f"{address} is not on this machine, so it was not asked.")
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=SITE_PATIENCE)
    try:
        connection.request("GET", parts.path or "/", headers={"User-Agent": "afscme-news-archive doctor"})
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
    except (OSError, http.client.HTTPException):
        return Check("site", "warning", f"No site answers at {address}.", "`scrapy serve`, or change SITE_ADDRESS.")
    finally:
        connection.close()
    missing = _weak(headers)
    if answer.status >= 500:
        return Check("site", "broken", f"{address} answers {answer.status}.", "See the log of `scrapy serve`.")
    if missing:
        return Check("site", "warning", f"{address} sends weaker headers than the site makes: {'; '.join(missing)}.",
                     "Look at the proxy before it: it must pass these headers on as they are.")  # fmt: skip
    return ok("site", f"{address} answers {answer.status}, its security headers whole.")


def _weak(headers: dict[str, str]) -> list[str]:
    """What is wrong with the headers that a page came with."""
    found = []
    policy = headers.get("content-security-policy", "")
    parts = {words[0]: words[1:] for part in policy.split(";") if (words := part.split())}
    if not policy:
        found.append("no Content-Security-Policy")
    for name in ("default-src", "script-src", "frame-ancestors"):
        if policy and name not in parts:
            found.append(f"Content-Security-Policy without {name}")
    scripts = parts.get("script-src", parts.get("default-src", []))
    loose = [word for word in scripts if word in _LOOSE]
    if loose:
        found.append(f"scripts are allowed from {' '.join(loose)}")
    if headers.get("x-content-type-options", "").lower() != "nosniff":
        found.append("no X-Content-Type-Options: nosniff")
    if not headers.get("referrer-policy"):
        found.append("no Referrer-Policy")
    return found


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        pass
    try:
        return host == "localhost" and all(
            ipaddress.ip_address(found[4][0]).is_loopback for found in socket.getaddrinfo(host, None)
        )
    except OSError:
        return False
