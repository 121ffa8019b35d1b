"""Reads the folder of the registry and sees that its rows fit together."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar

from errors import InputError, ParseError, RegistryError
from parsing.urls import Site, Sites, Stream, canonical
from parsing.urls.parts import split
from parsing.urls.sites import address_of
from registry.cells import Row, read_rows
from registry.checking import channel_of, nearest, source_of, watch_of
from registry.rows import Channel, Registry, Source


class _Named(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_Named)


def load(directory: Path | str) -> Registry:
    """Read sources.csv, channels.csv and (where it is there) watches.csv of a folder.

    Raises RegistryError with file, line, column and what to do for a row that is wrong or does not fit the others;
    InputError where the folder is missing. Asking twice for files that did not change reads them once.
    """
    folder = Path(directory)
    if not folder.is_dir():
        raise InputError(f"There is no registry folder {folder}; set REGISTRY_DIR to the one that holds sources.csv.")
    return _load(folder, tuple(_stamp(folder / name) for name in ("sources.csv", "channels.csv", "watches.csv")))


@lru_cache(maxsize=8)
def _load(folder: Path, stamps: tuple[object, ...]) -> Registry:
    source_rows = list(read_rows(folder / "sources.csv"))
    channel_rows = list(read_rows(folder / "channels.csv"))
    watch_rows = list(read_rows(folder / "watches.csv")) if (folder / "watches.csv").exists() else []
    sources = _by_id(source_rows, source_of, "source")
    channels = _by_id(channel_rows, channel_of, "channel")
    watches = _by_id(watch_rows, watch_of, "watch")
    _check_parents(source_rows, sources)
    _check_channels(channel_rows, channels, sources)
    sites = _sites(source_rows, sources, channels)
    return Registry(sources, channels, watches, sites)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file does."""
    try:
        known = path.stat()
    except OSError:
        return None
    return known.st_mtime_ns, known.st_size, known.st_ino


def _by_id(rows: list[Row], read: Callable[[Row], R], column: str) -> dict[str, R]:
    found: dict[str, R] = {}
    lines: dict[str, int] = {}
    for row in rows:
        value = read(row)
        if value.id in found:
            raise row.wrong(column, f"{value.id!r} stands already in line {lines[value.id]}; ids are given once.")
        found[value.id], lines[value.id] = value, row.line
    return found


def _check_parents(rows: list[Row], sources: dict[str, Source]) -> None:
    for row, source in zip(rows, sources.values(), strict=True):
        if source.parent and source.parent not in sources:
            hint = nearest(source.parent, sources)
            raise row.wrong("parent", f"{source.parent!r} is the id of no source.{hint}")
        seen, above = {source.id}, source.parent
        while above:
            if above in seen:
                raise row.wrong("parent", f"{source.id!r} would be above itself; correct one parent of the circle.")
            seen.add(above)
            above = sources[above].parent


def _check_channels(rows: list[Row], channels: dict[str, Channel], sources: dict[str, Source]) -> None:
    places: dict[tuple[str, str], str] = {}
    for row, channel in zip(rows, channels.values(), strict=True):
        if channel.source_id not in sources:
            hint = nearest(channel.source_id, sources)
            problem = f"{channel.source_id!r} is the id of no source; add its row to sources.csv first.{hint}"
            raise row.wrong("source", problem)
        if channel.id in sources:
            raise row.wrong("channel", f"{channel.id!r} is the id of a source; add a word, as in {channel.id}-news.")
        place = (channel.family, channel.address)
        if place in places and channel.until is None:
            raise row.wrong("address", f"{places[place]} reads the same address; one channel is enough.")
        if channel.until is None:
            places[place] = channel.id


def _sites(rows: list[Row], sources: dict[str, Source], channels: dict[str, Channel]) -> Sites:
    streams: dict[str, list[Stream]] = {source_id: [] for source_id in sources}
    for channel in channels.values():
        streams[channel.source_id].append(_stream(channel))
    found = [
        Site(source.id, source.homepage, source.hosts, source.installation, tuple(streams[source.id]))
        for source in sources.values()
    ]
    try:
        sites = Sites.of(found)
    except ParseError as error:
        raise RegistryError("sources.csv", 1, "homepage", f"the addresses do not fit together: {error}.") from None
    _check_hosts(rows, sources, sites)
    return sites


def _stream(channel: Channel) -> Stream:
    hint = channel.hint
    return Stream(
        address=channel.address,
        family=channel.family,
        group=hint.get("group"),
        section=hint.get("section"),
        older=tuple(hint.get("older", ())),
        fold_case=hint.get("fold_case", False),
    )


def _check_hosts(rows: list[Row], sources: dict[str, Source], sites: Sites) -> None:
    """Every other host or space of a source must lead to its own home, to no one else's."""
    for row, source in zip(rows, sources.values(), strict=True):
        home = canonical(source.homepage, sites)
        for entry in source.hosts:
            found = canonical(address_of(entry), sites)
            if found != home and split(found).text() != split(home).text():
                owner = sites.owner(found) or found
                raise row.wrong("hosts", f"{entry!r} leads to {owner}; a host or space can show one site only.")
