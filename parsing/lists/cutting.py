"""Flat runs of lines, records and blocks, cut into entries: at headings, links, read-more links or dates."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median

from parsing.lists.dated_runs import by_opening_day
from parsing.lists.headless import by_date, by_more
from parsing.lists.lines import BOLD_LEVEL, LINK_LEVEL, Read
from parsing.lists.records import Block, Part, Record
from parsing.words import block_kind

#: levels of heads that are records already, below a link on a line of its own
_RECORD_LEVEL, _WEAK_LEVEL = 8, 9
_HEADS = frozenset("HBL")


def is_head(part: Part) -> bool:
    return isinstance(part, Record) or (isinstance(part, Read) and part.code in _HEADS)


def _level(part: Part) -> int:
    if isinstance(part, Record):
        return _WEAK_LEVEL if part.is_weak else _RECORD_LEVEL
    return part.level if isinstance(part, Read) else 0


def cut(parts: list[Part]) -> list[Part]:
    """Cut a run at its highest heads, and what stands under each of them at the next lower ones."""
    levels = [_level(part) for part in parts if is_head(part)]
    if not levels:
        return _dated_runs(parts)
    top = min(levels)
    if top >= BOLD_LEVEL and (dated := by_opening_day(parts)):
        return dated
    if top >= _RECORD_LEVEL and all(isinstance(part, Record) or not is_head(part) for part in parts):
        return _records_in_a_row(parts)
    first = next(at for at, part in enumerate(parts) if is_head(part) and _level(part) == top)
    before, chunks = parts[:first], _chunks(parts[first:], top)
    lead = _trailing(before)
    if lead:
        before = before[: -len(lead)]
        chunks = _move_leads(chunks, lead)
    found: list[Part] = (_untitled_before(before, chunks[0]) or list(cut(before))) if before else []
    for chunk in chunks:
        found.extend(_decide(chunk))
    return found


def _chunks(parts: list[Part], top: int) -> list[list[Part]]:
    chunks: list[list[Part]] = []
    for part in parts:
        if is_head(part) and _level(part) == top:
            chunks.append([part])
        else:
            chunks[-1].append(part)
    return chunks


def _trailing(parts: list[Part]) -> list[Part]:
    """Dates, pictures and rules right before a head: they may belong to it."""
    found: list[Part] = []
    for part in reversed(parts):
        if isinstance(part, Read) and part.code in "DINX":
            found.insert(0, part)
        else:
            break
    while found and isinstance(found[0], Read) and found[0].code == "X":
        found.pop(0)
    return found


def _move_leads(chunks: list[list[Part]], lead: list[Part]) -> list[list[Part]]:
    """The first head has its date or picture before it, so the others have theirs there too."""
    codes = {part.code for part in lead if isinstance(part, Read)}
    moved: list[list[Part]] = []
    carried = lead
    for at, chunk in enumerate(chunks):
        taken: list[Part] = []
        if at + 1 < len(chunks):
            taken = [part for part in _trailing(chunk[1:]) if isinstance(part, Read) and part.code in codes | {"X"}]
            taken = taken if any(isinstance(part, Read) and part.code in codes for part in taken) else []
            if len(taken) > len(lead) + 2:
                taken = taken[-len(lead) :]
        rest = chunk[: len(chunk) - len(taken)]
        moved.append([rest[0], *carried, *rest[1:]])
        carried = taken
    return moved


def _records_in_a_row(parts: list[Part]) -> list[Part]:
    """Records that are boxes already. Lines between them belong to the one before where that is the rule of the row."""
    records = [part for part in parts if isinstance(part, Record)]
    weak = [record for record in records if record.is_weak]
    strong = [record for record in records if not record.is_weak]
    is_pair = len(strong) == 1 and len(weak) == 1 and not any(isinstance(part, Block) for part in parts)
    if is_pair and not _are_two(strong[0], weak[0]):
        return [_joined(strong[0], weak[0], parts)]
    if _are_one(strong) and not any(isinstance(part, Block) for part in parts):
        return [_joined(strong[0], strong[1], parts)]
    bare = [record for record in strong if record.is_bare]
    followed = _followed(parts)
    if len(records) < 2 or len(bare) < 0.8 * len(strong) or len(followed) < 0.5 * len(records):
        return parts
    found: list[Part] = []
    for part in parts:
        before = found[-1] if found else None
        if isinstance(part, Read) and part.code in "TDWSMIN" and isinstance(before, Record) and part.level == 0:
            found[-1] = replace(before, reads=[*before.reads, part], box=None)
        else:
            found.append(part)
    return found


def _are_one(strong: list[Record]) -> bool:
    """Whether linked cards side by side are the parts of one post, its picture, title and teaser: all lead to it."""
    return len(strong) > 1 and all(one.make == "k" for one in strong) and len({one.target for one in strong}) == 1


def _are_two(record: Record, weak: Record) -> bool:
    """Whether a teaser that ends in "read more" is a post beside the titled one, not its text: it leads elsewhere."""
    if weak.make != "m" or record.target is None or weak.target is None:
        return False
    return _page_of(record.target) != _page_of(weak.target) and weak.has_read_more and weak.has_text and record.has_text


def _page_of(address: str) -> str:
    return address.partition("#")[0].rstrip("/")


def _followed(parts: list[Part]) -> list[Part]:
    pairs = pairwise(parts)
    return [one for one, other in pairs if isinstance(one, Record) and isinstance(other, Read) and other.code in "TDWM"]


def _joined(record: Record, weak: Record, parts: list[Part]) -> Record:
    reads: list[Read] = []
    for part in parts:
        reads.extend(part.reads if isinstance(part, Record) else [part] if isinstance(part, Read) else [])
    return replace(record, reads=reads, target=record.target or weak.target)


def _dated_runs(parts: list[Part]) -> list[Part]:
    """Lines and blocks without a head: dated paragraphs among them are entries if there are several."""
    found: list[Part] = []
    run: list[Read] = []
    for part in [*parts, None]:
        if isinstance(part, Read):
            run.append(part)
            continue
        found.extend(_by_more_or_date(run))
        run = []
        if part is not None:
            found.append(part)
    return found


def _by_more_or_date(run: list[Read]) -> list[Part]:
    if len({read.more for read in run if read.more}) > 1:
        return by_more(run)
    return by_date(run, at_least=2) or list(run)


def _decide(chunk: list[Part]) -> list[Part]:
    """A head and what stands under it: one entry, or the heading of a block, or both."""
    head, rest = chunk[0], chunk[1:]
    inner = cut(rest) if rest else []
    if isinstance(head, Record):
        return [head, *inner]
    assert isinstance(head, Read)
    own: list[Read] = []
    while inner and isinstance(inner[0], Read):
        own.append(inner.pop(0))  # type: ignore[arg-type]
    if not own and not inner:
        return [_record(head, [])] if head.target or head.code == "L" else [head]
    if len(inner) > 1 and _closes(inner[0], head) and all(_is_untitled(part) for part in inner[1:]):
        return [_swallow(_record(head, own), inner[:1]), *inner[1:]]
    records = [part for part in inner if isinstance(part, Record)]
    blocks = [part for part in inner if isinstance(part, Block)]
    entries = records + [record for block in blocks for record in block.all_records()]
    record = _record(head, own)
    if not entries:
        return _alone(head, record, inner)
    if _is_title(head, record, entries):
        return [_swallow(record, inner)]
    if record.strength >= 3 and block_kind(head.text) != "chrome" and (head.target or record.is_dated):
        return [record, Block(inner)]
    if head.code == "L":
        return [record, *inner]
    return [Block([*own, *inner], heading=head)]


def _closes(part: Part, head: Read) -> bool:
    """Whether a teaser with a read-more link is that of the linked title over it."""
    return isinstance(part, Record) and part.make == "m" and head.target is not None and part.target == head.target


def _is_untitled(part: Part) -> bool:
    return isinstance(part, Record) and part.make == "m" and part.has_text and part.has_read_more


def _untitled_before(before: list[Part], chunk: list[Part]) -> list[Part]:
    """A teaser with its read-more link over the first title of a flat list whose entries end in such links."""
    head, reads = chunk[0], [part for part in before if isinstance(part, Read)]
    target = head.target if isinstance(head, Read) else None
    closed = any(isinstance(part, Read) and part.more and part.more == target for part in chunk[1:])
    if not closed or len(reads) < len(before) or not reads or not reads[-1].more:
        return []
    found = by_more(reads)
    return found if found and all(_is_untitled(part) for part in found) else []


def _alone(head: Read, record: Record, inner: list[Part]) -> list[Part]:
    """A head under which stands no other."""
    if head.code in "HB" and head.target is None and record.target is None:
        texts = [read for read in record.reads if read is not head and read.code in "TDW"]
        if not texts:
            return [*record.reads, *inner]
        split = by_date([read for read in record.reads if read is not head], at_least=2)
        if len([part for part in split if isinstance(part, Record)]) > 1:
            return [Block([*split, *inner], heading=head)]
    return [record, *inner]


def _is_title(head: Read, record: Record, entries: list[Record]) -> bool:
    """Whether a head over other heads is the title of one entry that holds them all."""
    linked = head.target is not None
    kind = block_kind(head.text) if not linked else None
    strengths = [entry.strength for entry in entries]
    if len(entries) == 1:
        return _is_title_of_one(head, record, entries[0], kind)
    if kind and head.words <= 5 and not record.is_dated:
        return False
    strong = median(strengths)
    if strong >= 3:
        return False
    unlinked = sum(1 for entry in entries if entry.target is None)
    if linked or record.is_dated:
        inner_words = median(entry.words for entry in entries)
        has_own = record.has_text or record.is_dated
        return has_own or unlinked == len(entries) or head.words > max(3, inner_words)
    if record.target is not None and record.has_text:
        return all(entry.is_bare for entry in entries)
    return False


def _is_title_of_one(head: Read, record: Record, entry: Record, kind: str | None) -> bool:
    if kind and head.words <= 5 and not (record.is_dated or record.has_text):
        return False
    if head.target is not None:
        same = entry.target in (None, head.target) or entry.is_weak
        return same or entry.is_bare or head.words > 3
    if entry.is_weak:
        return True
    if entry.make[0] in "hbk" and entry.strength >= 2:
        return False
    return entry.is_bare or (record.has_text and not entry.is_dated)


def _swallow(record: Record, inner: list[Part]) -> Record:
    reads = list(record.reads)
    target = record.target
    stack: list[Part] = list(reversed(inner))
    while stack:
        part = stack.pop()
        if isinstance(part, Read):
            reads.append(part)
        elif isinstance(part, Record):
            target = target or part.target
            reads.extend(part.reads)
        else:
            stack.extend(reversed([*([part.heading] if part.heading else []), *part.parts]))
    return replace(record, reads=reads, target=target)


def _record(head: Read, own: list[Read]) -> Record:
    target = head.target or head.more or next((read.more for read in own if read.more), None)
    target = target or next((read.image_href for read in own if read.image_href), None)
    make = f"h{head.level}" if head.code == "H" else "b" if head.level == BOLD_LEVEL else "l"
    assert head.level <= LINK_LEVEL
    return Record([head, *own], make, head, target)
