"""The environment of the rivals, made once from its lock, and what they said of the pages."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.quality_scores import Reading

HERE = Path(__file__).resolve().parent
LOCK = HERE / "rivals.lock"
FOLDER = HERE.parent / "build" / "quality-venv"
#: seconds for pip, and for all readers over all pages
INSTALLING, READING = 600, 1800
#: which columns a rival fills
COLUMNS: dict[str, set[str]] = {
    "trafilatura fast": {"title", "day", "body"},
    "trafilatura": {"title", "day", "body"},
    "readability-lxml": {"title", "body"},
    "newspaper4k": {"title", "day", "body"},
    "htmldate": {"day"},
}


class NoRivalsError(Exception):
    """Says in a sentence why the rivals cannot be compared here."""


def python(folder: Path = FOLDER) -> Path:
    """The rivals' Python, installed if need be. Raises NoRivalsError, without a network for instance."""
    here = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp, wanted = folder / "lock.sha256", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if here.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return here
    print(f"Installing the rivals into {folder} (once, about 150 MB) ...", file=sys.stderr, flush=True)
    pip = [
        str(here),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--no-deps",
        "--retries",
        "1",
        "-r",
        str(LOCK),
    ]
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True, timeout=INSTALLING)
        subprocess.run(
            pip,
            check=True,
            capture_output=True,
            timeout=INSTALLING,
            env={**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        )
    except subprocess.CalledProcessError as error:
        last = (error.stderr or b"").decode(errors="replace").strip().splitlines()[-1:]
        raise NoRivalsError(f"they could not be installed ({' '.join(last) or 'no reason was given'})") from None
    except (subprocess.TimeoutExpired, OSError) as error:
        raise NoRivalsError(f"they could not be installed ({error})") from None
    stamp.write_text(wanted, encoding="utf-8")
    return here


def readings(pages: Path) -> dict[str, dict[str, Reading]]:
    """Rival -> page -> what it read. Raises NoRivalsError."""
    here = python()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "rivals.json"
        try:
            subprocess.run([str(here), str(HERE / "rivals.py"), str(pages), str(out)], check=True, timeout=READING)
            told = json.loads(out.read_text(encoding="utf-8"))
        except (subprocess.SubprocessError, OSError, ValueError) as error:
            raise NoRivalsError(f"they could not be run ({error})") from None
    return {name: {page: reading_of(words) for page, words in pages_of.items()} for name, pages_of in told.items()}


def reading_of(words: Mapping[str, Any]) -> Reading:
    """A rival's answer as a reading; a day that is none is no day."""
    try:
        day = date.fromisoformat(words.get("day") or "")
    except ValueError:
        day = None
    return Reading(title=words.get("title"), day=day, body=words.get("body"), milliseconds=words["ms"])
