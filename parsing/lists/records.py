"""Records and blocks: the entries that a page shows, and what holds them together.

A Record is everything that belongs to one entry: one head (a heading, a link, a read-more link, a date) with the lines
around it. A Block is a run of records with what is printed over them. Tags and classes do not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from parsing.lists.boxes import Box
from parsing.lists.lines import Read
from parsing.words import dates_in, leading_date, words_of


@dataclass(slots=True, eq=False)
class Record:
    """The lines of one entry.

    make: h1-h6, b, l (heads), k (a linked card), m (read-more only), d (date only), i (picture only).
    """

    reads: list[Read]
    make: str
    head: Read | None = None
    target: str | None = None
    #: the box that holds this entry and nothing else; None where it is a part of a flat run
    box: Box | None = None
    #: its text opens with words in bold that are its title, as in its neighbours
    has_run_in_title: bool = False

    @property
    def is_bare(self) -> bool:
        """Nothing but a head."""
        return len([read for read in self.reads if read.code not in "XINSA"]) <= 1

    @property
    def has_text(self) -> bool:
        behind = words_of(self.head.behind) if self.head and self.head.code == "L" else 0
        return behind >= 6 or any(read.words >= 6 for read in self.texts())

    def texts(self) -> list[Read]:
        """Its lines of text: those behind the head, for what stands before it is a rubric or belongs to nobody."""
        start = self.reads.index(self.head) + 1 if self.head in self.reads else 0
        return [read for read in self.reads[start:] if read is not self.head and read.code in "TB"]

    @property
    def is_dated(self) -> bool:
        if self.make == "d" or any(read.code in "DW" or (read.when and read.code != "T") for read in self.reads):
            return True
        return bool(self.head and (leading_date(self.head.text) or dates_in(self.head.rest)))

    @property
    def has_read_more(self) -> bool:
        """A read-more link to the entry's own page; "Learn more" is what promotions say."""
        for read in self.reads:
            if read.more and (self.target is None or read.more == self.target):
                shown = "".join(piece.text for piece in read.line.pieces).lower()[-60:]
                if re.search(r"\bread\b|\bleer\b|\bcontinue\b", shown):
                    return True
                return not re.search(r"\blearn\b|\bmore info|conozca|\bhere\b", shown)
        return False

    @property
    def strength(self) -> int:
        """How much it is an entry in its own right, 0 to 5."""
        return 2 * (self.target is not None) + 2 * self.is_dated + self.has_text

    @property
    def words(self) -> int:
        if self.head is None:
            return words_of(self.reads[0].picture_text) if self.make == "i" else 0
        return words_of(self.head.linked_text) if self.head.code == "L" else self.head.words

    @property
    def is_weak(self) -> bool:
        return self.make in "md"


@dataclass(slots=True, eq=False)
class Block:
    """Records and blocks in order, with the line printed over them."""

    parts: list[Record | Block | Read] = field(default_factory=list)
    heading: Read | None = None
    zone: str = ""
    box: Box | None = None

    def records(self) -> list[Record]:
        """Its own records, not those of inner blocks."""
        return [part for part in self.parts if isinstance(part, Record)]

    def all_records(self) -> list[Record]:
        """Its records and those of inner blocks, in order."""
        found: list[Record] = []
        for part in self.parts:
            if isinstance(part, Record):
                found.append(part)
            elif isinstance(part, Block):
                found.extend(part.all_records())
        return found


Part = Read | Record | Block


def element_of(record: Record) -> etree._Element | None:
    """The element that holds the entry and nothing else, outermost; None where it is part of a flat run."""
    return record.box.chain[0] if record.box else None
