"""What `propose` prints: findings in plain words, rows aligned, the lines to remove to undo."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from parsing.discovery import Conclusion, Finding
from registry import Channel, Source
from registry.rows import COLUMNS, LIST_MARK
from spiders.proposal import Proposal
from spiders.proposing import Surveyed

#: findings of one kind that are printed one by one
_MOST = 40


def found(conclusion: Conclusion, surveyed: Surveyed) -> str:
    """What was looked at and what came of it."""
    lines = [f"{conclusion.home}  {conclusion.name or ''}".rstrip()]
    lines.append(f"  platform   {conclusion.platform.name or 'unknown'}: {conclusion.platform.why}")
    lines.append(f"  language   {conclusion.language}: {conclusion.language_why}")
    lines.append(f"  time zone  {conclusion.timezone}: {conclusion.timezone_why}")
    works = [finding for finding in conclusion.findings if finding.works]
    others = [finding for finding in conclusion.findings if not finding.works]
    if works:
        lines += ["", "Shows posts, or leads to them:", *_lines(works)]
    if others:
        lines += ["", "Looked at in vain:", *_lines(others)]
    lines.append("")
    lines.append(f"{_count(surveyed.requests, 'address')} asked.")
    if surveyed.cut_short:
        lines[-1] += " A limit ended the search; --minutes and --requests raise it."
    return "\n".join(lines)


def rows_in_words(proposal: Proposal) -> str:
    """The rows that would be added, one cell a line, and what is there already."""
    parts = ["", *proposal.notes]
    if proposal.is_new:
        parts += ["", "Row for sources.csv:", _aligned(cells(proposal.source))]
    for channel in proposal.channels:
        parts += ["", "Row for channels.csv:", _aligned(cells(channel))]
    for below in proposal.below:
        parts.append(rows_in_words(below))
    return "\n".join(parts)


def told_of_spaces(proposal: Proposal, wanted: bool) -> str:
    """The spaces of the host, and how to add them; nothing where it has none."""
    if not proposal.spaces:
        return ""
    written = {below.source.homepage.rstrip("/") for below in proposal.below}
    lines = [f"\n{_count(len(proposal.spaces), 'space')} on this host:"]
    for space in proposal.spaces:
        without = "  (no posts found; no row)" if wanted and space.home.rstrip("/") not in written else ""
        lines.append(f"  {space.home}  {space.name}{without}")
    if not wanted:
        lines.append("They are not written; --spaces adds each as a source below this one.")
    return "\n".join(lines) + "\n\n"


def as_dict(conclusion: Conclusion | None, surveyed: Surveyed, proposal: Proposal | None) -> dict[str, Any]:
    """The same for programs."""
    assert conclusion is not None
    sources, channels = proposal.rows() if proposal else ([], [])
    return {
        "home": conclusion.home,
        "platform": asdict(conclusion.platform),
        "name": conclusion.name,
        "language": conclusion.language,
        "timezone": conclusion.timezone,
        "timezone_why": conclusion.timezone_why,
        "requests": surveyed.requests,
        "cut_short": surveyed.cut_short,
        "findings": [asdict(finding) for finding in conclusion.findings],
        "spaces": [asdict(space) for space in conclusion.spaces],
        "sources": [cells(one) for one in sources],
        "channels": [cells(one) for one in channels],
        "there_already": list(proposal.there_already) if proposal else [],
        "notes": list(proposal.notes) if proposal else [],
    }


def undo(directory: Path, sources: Iterable[Source], channels: Iterable[Channel]) -> list[str]:
    """The lines that were just written, each with its file and number."""
    lines = []
    for name, ids in (("sources.csv", [one.id for one in sources]), ("channels.csv", [one.id for one in channels])):
        with (directory / name).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            for cells in reader:
                if cells and cells[0] in ids:
                    lines.append(f"{directory / name}, line {reader.line_num}: {cells[0]}")
    return lines


def _count(number: int, what: str) -> str:
    plural = "" if number == 1 else "es" if what.endswith("s") else "s"
    return f"{number:,} {what}{plural}"


def _lines(findings: list[Finding]) -> list[str]:
    shown = [f"  {finding.address}\n      {finding.what} ({finding.why})" for finding in findings[:_MOST]]
    if len(findings) > _MOST:
        shown.append(f"  ... and {len(findings) - _MOST} more; --json prints them all")
    return shown


def cells(row: Source | Channel) -> dict[str, str]:
    """A row as the file has it, by column; its fields stand in the order of the columns."""
    name = "sources.csv" if isinstance(row, Source) else "channels.csv"
    values = (getattr(row, one.name) for one in fields(row))
    return {column: _cell(value) for column, value in zip(COLUMNS[name], values, strict=True)}


def _cell(value: Any) -> str:
    if isinstance(value, tuple):
        return LIST_MARK.join(value)
    if isinstance(value, Mapping):
        return json.dumps(dict(value), ensure_ascii=False) if value else ""
    return "" if value is None else str(value)


def _aligned(row: Mapping[str, str]) -> str:
    width = max(len(column) for column in row)
    return "\n".join(f"  {column:<{width}}  {cell}" for column, cell in row.items() if cell)
