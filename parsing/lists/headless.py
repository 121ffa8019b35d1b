"""Runs of lines without a heading or a link of their own: teasers that end in "read more", paragraphs under dates."""

from __future__ import annotations

from dataclasses import replace

from parsing.lists.boxes import Box
from parsing.lists.lines import Read
from parsing.lists.records import Block, Part, Record
from parsing.words import leading_date, words_of

_TITLE_WORDS = 20


def without_heads(parts: list[Part], box: Box) -> list[Part]:
    """Teasers that end in a read-more link, or paragraphs that begin with a date; else just lines."""
    reads = [part for part in parts if isinstance(part, Read)]
    found = by_more(reads) or by_date(reads, at_least=1) or _by_linked_date(reads) or _by_picture(reads)
    records = [part for part in found if isinstance(part, Record)]
    if not records:
        return parts
    if len(records) == 1:
        return [replace(records[0], reads=reads, box=box)]
    return [Block(list(found), box=box)]


def by_more(reads: list[Read]) -> list[Part]:
    """Each read-more link closes an entry. One alone, without a word before it, belongs to what is around its box."""
    targets = {read.more for read in reads if read.more}
    if not targets or (len(targets) == 1 and not any(read.code in "TDI" for read in reads)):
        return []
    if len(targets) == 1:
        return [Record(reads, "m", None, targets.pop())]
    found: list[Part] = []
    open_reads: list[Read] = []
    for at, read in enumerate(reads):
        open_reads.append(read)
        following = reads[at + 1] if at + 1 < len(reads) else None
        if read.more and not (following and following.more == read.more and following.code == "M"):
            found.append(Record(open_reads, "m", None, read.more))
            open_reads = []
    return found + list(open_reads)


def by_date(reads: list[Read], at_least: int) -> list[Part]:
    """Each date that opens a line begins an entry without a page of its own; a short line before it is its title."""
    starts = [at for at, read in enumerate(reads) if _opens_with_date(read) and _text_follows(reads, at)]
    if len(starts) < at_least or not starts:
        return []
    if at_least > 1 and sum(1 for read in reads[: starts[0]] if read.code == "T" and read.words > 25) > 2:
        return []
    titled = [at for at in starts if at > 0 and _may_be_title(reads[at - 1])]
    shift = 1 if len(titled) == len(starts) and starts[0] == 1 else 0
    begins = [at - shift for at in starts]
    found: list[Part] = list(reads[: begins[0]])
    for begin, end in zip(begins, [*begins[1:], len(reads)], strict=True):
        dated = reads[begin + shift]
        head = reads[begin] if shift or dated.target else None
        found.append(Record(reads[begin:end], "d", head, dated.target))
    return found


def _may_be_title(read: Read) -> bool:
    is_short = read.code == "T" and 2 <= read.words <= _TITLE_WORDS and read.line.part not in {"caption", "quote"}
    return is_short and not read.text.endswith((".", ",", ";", ":", "…"))


def _opens_with_date(read: Read) -> bool:
    if read.code == "D":
        return True
    return read.code == "T" and leading_date(read.text) is not None


def _text_follows(reads: list[Read], at: int) -> bool:
    if reads[at].code == "T":
        return True
    for read in reads[at + 1 :]:
        if read.code == "D":
            return False
        if read.code == "T" and read.words >= 3:
            return True
    return False


def _by_linked_date(reads: list[Read]) -> list[Part]:
    """Entries of which the list shows nothing but the day, as the link."""
    return [Record([read], "d", read, read.target) for read in reads if read.code == "D" and read.target]


def _by_picture(reads: list[Read]) -> list[Part]:
    """Text beside a linked picture, or pictures whose own text is that of a title; and no other link."""
    targets = {read.image_href for read in reads if read.image_href}
    has_text = any(read.code == "T" and read.words >= 3 and read.line.part != "caption" for read in reads)
    if len(targets) == 1 and has_text:
        return [Record(reads, "m", None, targets.pop())]
    named = [read for read in reads if read.image_href and words_of(read.picture_text) >= 4]
    others = [read for read in reads if read.code not in "XS" and read not in named]
    if len({read.image_href for read in named}) < 2 or others:
        return []
    return [Record([read], "i", None, read.image_href) for read in named]
