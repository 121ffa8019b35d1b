"""Boxes to records and blocks, bottom up: a box with one head is a record, a box with several is a block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsing.lists.boxes import Box, Line, walk
from parsing.lists.cutting import cut, is_head
from parsing.lists.headless import without_heads
from parsing.lists.lines import LineReader, Read
from parsing.lists.records import Block, Part, Record
from parsing.lists.splits import split
from parsing.words import is_call, is_more

#: zones that are never part of an entry
_APART = frozenset({"nav", "footer", "header", "form", "aside"})


def find_blocks(page: Box, reader: LineReader) -> Block:
    """The whole page as one block of blocks."""
    parts = _analyse(page, reader)
    if len(parts) == 1 and isinstance(parts[0], Block):
        return parts[0]
    return Block(list(parts), box=page)


def _analyse(box: Box, reader: LineReader) -> list[Part]:
    """Lines where the box holds no entry, one Record where it holds one, one Block where it holds more."""
    if box.link is not None:
        return _linked_card(box, reader)
    parts: list[Part] = []
    for part in box.parts:
        if isinstance(part, Line):
            parts.extend(reader.read(line) for line in split(part, reader.may_be_post))
        else:
            parts.extend(_analyse(part, reader))
    found = _settle(parts, box)
    if box.zone in _APART:
        return [Block(list(found), zone=box.zone, box=box)]
    if box.zone and len(found) == 1 and isinstance(found[0], Block):
        found[0].zone = found[0].zone or box.zone
    return found


def _linked_card(box: Box, reader: LineReader) -> list[Part]:
    """A box inside one link: an entry whatever it holds, if the link may lead to a post."""
    href = box.link.href if box.link else None
    if not reader.may_be_post(href):
        reads = [reader.read(line) for line in walk(box)]
        for read in reads:
            read.target, read.code, read.level = None, read.code if read.code in "TDNI" else "S", 0
        return list(reads)
    reads = [reader.read(line, in_link=True) for line in walk(box)]
    text = " ".join(read.text for read in reads if read.text)
    if href is not None and (is_more(text) or is_call(text)):
        return [reader.wrapped_link(reads, href, text)]
    head = _card_head(reads)
    return [Record(reads, "k", head, href, box)]


def _card_head(reads: Sequence[Read]) -> Read | None:
    for wanted in ("H", "B"):
        for read in reads:
            if read.code == wanted and (read.words > 1 or len(reads) < 3):
                return read
    texts = [read for read in reads if read.code == "T" and read.words and read.line.part != "caption"]
    if len(texts) >= 2 and texts[0].words <= 2:
        second = texts[1]
        is_title = second.words <= 20 and not second.text.endswith((".", "…"))
        if is_title and (len(texts) >= 3 or second.words <= 12):
            return second  # the first is a rubric
    return texts[0] if texts and texts[0].words <= 25 else None


def _settle(parts: list[Part], box: Box) -> list[Part]:
    """What a box comes to, given its parts in order."""
    if not any(is_head(part) or isinstance(part, Block) for part in parts):
        return without_heads(parts, box)
    found = cut(parts)
    records = [part for part in found if isinstance(part, Record)]
    blocks = [part for part in found if isinstance(part, Block)]
    if not records and not blocks:
        return found
    if records and not blocks and _is_menu(found, records):
        return [Block(found, zone=box.zone or "nav", box=box)]
    if len(records) == 1 and not blocks:
        return _one_record(found, records[0], box)
    others = [part for part in found if not isinstance(part, Block)]
    if len(blocks) == 1 and all(isinstance(part, Read) and part.code in "XA" for part in others):
        return [blocks[0] if blocks[0].box else replace(blocks[0], box=box)]
    return [Block(found, box=box)]


def _is_menu(found: list[Part], records: list[Record]) -> bool:
    """Bare links among at least as many links to lists and functions of the site."""
    if not all(record.make == "l" and not record.has_text and not record.is_dated for record in records):
        return False
    reads = [
        read
        for part in found
        for read in (part.reads if isinstance(part, Record) else [part])
        if isinstance(read, Read)
    ]
    functions = sum(1 for read in reads if (read.list_href or read.code == "C") and read.words <= 6)
    return functions >= max(2, len(records))


def _one_record(found: list[Part], record: Record, box: Box) -> list[Part]:
    """A box with one entry is that entry, whole."""
    is_line = record.box is None and len(record.reads) == 1 and len(found) == 1
    if is_line and record.head is not None and not record.is_weak and record.make != "k":
        return [record.head]  # still a line: a heading or a link in wrappers of its own
    reads: list[Read] = []
    for part in found:
        reads.extend(part.reads if isinstance(part, Record) else [part] if isinstance(part, Read) else [])
    return [replace(record, reads=reads, box=box)]
