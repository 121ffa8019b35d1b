"""The registry as a page for readers: docs/sources.md."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from registry.rows import FAMILIES, LEVELS, Channel, Registry, Source

_HEADINGS = {
    "national": "National",
    "council": "Councils",
    "affiliate": "Affiliates",
    "local": "Locals",
    "retirees": "Retirees",
    None: "Without a level",
}
_INTRODUCTION = """\
# Sources

The bodies whose news the archive collects, as the rows of `data/registry/` name them. This page is built from the
rows: `python -m registry > docs/sources.md`. `data/README.md` explains the columns."""


def page(registry: Registry) -> str:
    """The whole page as Markdown, the same for the same rows."""
    channels: dict[str, list[Channel]] = defaultdict(list)
    for channel in registry.channels.values():
        channels[channel.source_id].append(channel)
    parts = [_INTRODUCTION, "\n".join(_counts(registry, channels))]
    for level in (*LEVELS, None):
        sources = [source for source in registry.sources.values() if source.level == level]
        if sources:
            parts.append("\n".join(_level(_HEADINGS[level], sources, channels)))
    return "\n\n".join(parts) + "\n"


def _counts(registry: Registry, channels: dict[str, list[Channel]]) -> Iterator[str]:
    levels = Counter(source.level for source in registry.sources.values())
    silent = sum(not channels[source_id] for source_id in registry.sources)
    yield f"{len(registry.sources)} sources, {silent} of them without a channel; {len(registry.channels)} channels."
    yield ""
    yield from _table(
        ("level", "sources", "with channels"),
        (
            (
                str(level),
                str(levels[level]),
                str(sum(bool(channels[one.id]) for one in registry.sources.values() if one.level == level)),
            )
            for level in LEVELS
        ),
    )
    yield ""
    families = Counter(channel.family for channel in registry.channels.values())
    yield from _table(("family", "channels"), ((family, str(families[family])) for family in FAMILIES))


def _level(heading: str, sources: list[Source], channels: dict[str, list[Channel]]) -> Iterator[str]:
    yield f"## {heading} ({len(sources)})"
    yield ""
    rows = (_source_cells(source, channels[source.id]) for source in sources)
    yield from _table(("source", "name", "states", "home", "parent", "channels", "note"), rows)


def _source_cells(source: Source, channels: list[Channel]) -> tuple[str, ...]:
    listed = "<br>".join(f"[{channel.id}]({channel.address}): {channel.family}" for channel in channels)
    home = source.homepage.partition("://")[2].rstrip("/")
    return (
        f"`{source.id}`",
        source.name,
        ", ".join(source.states),
        f"[{home}]({source.homepage})",
        f"`{source.parent}`" if source.parent else "",
        listed or "none",
        source.note or "",
    )


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield _line(heads)
    yield _line(tuple("---" for _ in heads))
    yield from (_line(row) for row in rows)


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
