"""Reads what topics, mentions and places are found by: data/rules/topics.csv and bodies.csv, data/gazetteer/."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from errors import InputError, ParseError
from parsing.finding import (
    Bodies,
    Body,
    Gazetteer,
    ShortName,
    Topics,
    read_gazetteer,
    read_short_names,
    read_topics,
)
from registry.rows import Registry

V = TypeVar("V")


@lru_cache(maxsize=2)
def topic_rules(path: Path) -> Topics:
    """The topics of a file. Raises InputError that says which file, line and column is wrong."""
    return _read(path, read_topics, "TOPIC_RULES")


@lru_cache(maxsize=2)
def short_names(path: Path) -> tuple[ShortName, ...]:
    """Short names of bodies, and their officers. Raises InputError as above."""
    return _read(path, read_short_names, "BODY_NAMES")


@lru_cache(maxsize=2)
def gazetteer(folder: Path) -> Gazetteer:
    """The gazetteer of a folder with states.csv and places.csv. Raises InputError as above."""
    states = _read(folder / "states.csv", str, "GAZETTEER_DIR")
    return _read(folder / "places.csv", lambda places: read_gazetteer(states, places), "GAZETTEER_DIR", folder)


def bodies(rows: Registry, names: tuple[ShortName, ...]) -> Bodies:
    """What mentions know of the registry's sources."""
    known = [Body(row.id, row.name, row.level, row.number, row.states, row.parent) for row in rows.sources.values()]
    return Bodies(known, names)


def printed(*paths: Path) -> tuple[str, ...]:
    """What stands in files, to see whether they changed. Raises InputError as above."""
    return tuple(_read(path, str, "the setting") for path in paths)


def _read(path: Path, read: Callable[[str], V], setting: str, named: Path | None = None) -> V:
    try:
        return read(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} could not be read: {error.strerror}. Point {setting} to where it is.") from None
    except (ParseError, UnicodeDecodeError) as error:
        raise InputError(f"{named or path}, {error}.") from None
