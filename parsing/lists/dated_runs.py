"""Flat runs in which each entry opens with its day: bold titles with text, links out and plain paragraphs by turns."""

from __future__ import annotations

from dataclasses import replace

from parsing.lists.lines import Read
from parsing.lists.records import Part, Record
from parsing.words import leading_date

#: entries from which on days that open the lines are the rule of a run
_ENOUGH = 3


def by_opening_day(parts: list[Part]) -> list[Part]:
    """The run cut wherever a head opens with a day; nothing where that is not the rule of the run.

    Paragraphs between two of them belong to the one before. It is no rule if heads without a day are as many, or if
    there is nothing to part: heads of one sort without a paragraph under them are entries as they are.
    """
    starts = [at for at, part in enumerate(parts) if _opens(part)]
    if len(starts) < _ENOUGH:
        return []
    inside = [part for part in parts[starts[0] :] if _is_head(part) and not _opens(part)]
    if 2 * len(inside) > len(starts) or any(not isinstance(part, Read | Record) for part in parts[starts[0] :]):
        return []
    if any(isinstance(part, Read) and part.code == "H" for part in inside):
        return []
    sorts = {_sort(parts[at]) for at in starts}
    followed = any(at + 1 < len(parts) and _is_text(parts[at + 1]) for at in starts if isinstance(parts[at], Record))
    if (len(sorts) < 2 and not followed) or sorts == {"d"}:
        return []
    found: list[Part] = list(parts[: starts[0]])
    for begin, end in zip(starts, [*starts[1:], len(parts)], strict=True):
        own, behind = _own(parts[begin + 1 : end])
        found += [_entry(parts[begin], own), *behind]
    return found


def _is_head(part: Part) -> bool:
    return isinstance(part, Record) or (isinstance(part, Read) and part.code in "HBL")


def _is_text(part: Part) -> bool:
    return isinstance(part, Read) and part.code == "T"


def _opens(part: Part) -> bool:
    """Whether an entry begins here: a head, or a record, the first words of which are its day."""
    if isinstance(part, Record):
        return part.box is not None and bool(part.reads) and part.make in "bld" and _is_dated(part.reads[0])
    return isinstance(part, Read) and part.code in "BL" and _is_dated(part)


def _is_dated(read: Read) -> bool:
    return read.code in "BLT" and leading_date(read.text) is not None


def _sort(part: Part) -> str:
    if isinstance(part, Record):
        return "d" if part.make == "d" else "record"
    return part.code if isinstance(part, Read) else ""


def _own(parts: list[Part]) -> tuple[list[Read], list[Part]]:
    """The lines that belong to the entry before them, and what stands behind a rule or an entry without a day."""
    own: list[Read] = []
    for at, part in enumerate(parts):
        if not isinstance(part, Read) or part.code in "XA":
            return own, list(parts[at:])
        own.append(part)
    return own, []


def _entry(start: Part, own: list[Read]) -> Record:
    """One entry; all are of one make, so that they stay one list."""
    more = next((read.more for read in own if read.more), None)
    if isinstance(start, Record):
        return replace(
            start,
            make="d" if start.make == "d" else "b",
            reads=[*start.reads, *own],
            box=None,
            target=start.target or more,
        )
    assert isinstance(start, Read)
    return Record([start, *own], "b", start, start.target or start.more or more)
