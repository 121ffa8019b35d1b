"""Groups: records of a page that look alike and stand together, with the heading over them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from statistics import median

from lxml import etree

from parsing.lists.lines import Read
from parsing.lists.records import Block, Record, element_of
from parsing.words import block_kind

#: tags whose siblings are alike by their tag alone
_ROW_TAGS = frozenset({"li", "article", "tr", "dt", "dd"})


@dataclass(slots=True, eq=False)
class Group:
    """Records that are alike and stand together, with the heading over them."""

    records: list[Record]
    heading: str | None = None
    #: a date that is printed over the group and holds for its records
    heading_read: Read | None = None
    zone: str = ""
    order: int = 0
    #: the blocks it stands in, outermost first
    path: tuple[int, ...] = ()
    points: float = 0.0
    signs: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str | None:
        return block_kind(self.heading)


def find_groups(page: Block) -> list[Group]:
    """All groups of the page, good and bad, in its order."""
    groups: list[Group] = []
    _collect(page, None, "", (), groups)
    for order, group in enumerate(groups):
        group.order = order
    return groups


def _collect(block: Block, heading: Read | None, zone: str, path: tuple[int, ...], groups: list[Group]) -> None:
    path = (*path, id(block))
    zone = zone or block.zone
    if zone == "main" and block.zone:
        zone = block.zone
    heading = block.heading or heading
    opened: Group | None = None
    parts = _without_kickers(block.parts)
    for at, part in enumerate(parts):
        over = _read_before(parts, at)
        if isinstance(part, Record):
            if opened is not None and _fits(opened, part):
                opened.records.append(part)
            else:
                near = over or heading
                opened = Group([part], near.text if near else None, near, zone, path=path)
                groups.append(opened)
        elif isinstance(part, Block):
            before = len(groups)
            _collect(part, over or heading, zone, path, groups)
            alone = len(groups) == before + 1 and part.heading is None
            if alone and opened is not None and over is None and _goes_on(opened, groups[before]):
                opened.records.extend(groups.pop().records)
            else:
                opened = groups[-1] if alone else None  # the next row or column may go on with it
        elif part.code in "HB" or _is_year(part):
            opened = None


def _without_kickers(parts: list[Record | Block | Read]) -> list[Record | Block | Read]:
    """Cards, some of which have a rubric over the title ("News") that reads like a block's heading: records all."""
    kicked = [part for part in parts if isinstance(part, Block) and _kicked(part)]
    cards = [part for part in parts if isinstance(part, Record) and part.box is not None]
    if not kicked or len(kicked) + len(cards) < 3:
        return parts
    return [_kicked(part) or part if isinstance(part, Block) else part for part in parts]


def _kicked(block: Block) -> Record | None:
    """The one record under a heading without heading mark-up, as the card that holds both."""
    if block.heading is None or block.heading.line.level or block.heading.words > 3 or block.box is None:
        return None
    records = [part for part in block.parts if isinstance(part, Record)]
    if len(records) != 1 or any(isinstance(part, Block) for part in block.parts):
        return None
    return replace(records[0], reads=[block.heading, *records[0].reads], box=block.box)


def _read_before(parts: list[Record | Block | Read], at: int) -> Read | None:
    """A heading, or a short line, right before a part."""
    for part in reversed(parts[max(0, at - 4) : at]):
        if not isinstance(part, Read):
            return None
        if _is_year(part):
            return part
        if part.code in "XIANSM" and not part.line.level:
            continue
        if part.code in "HB" or (part.code == "D" and part.line.level):
            return part
        return part if _may_be_heading(part) else None
    return None


def _is_year(read: Read) -> bool:
    return read.code == "N" and re.fullmatch(r"(?:19|20)\d\d", read.text.strip()) is not None


def _may_be_heading(read: Read) -> bool:
    is_short = read.code == "T" and read.words <= 6 and not read.text.endswith((".", "?", "!", ":"))
    return is_short and not read.hrefs and read.list_href is None and not re.search(r"[|•·]", read.text)


def _fits(group: Group, record: Record) -> bool:
    """Whether a record is of the make of the group's others."""
    last = group.records[-1]
    if last.make == record.make and (last.box is None) == (record.box is None):
        return True
    if last.box is None and record.box is None:
        return _is_closed(last) and _is_closed(record)
    if last.box is None or record.box is None:
        return False
    one, other = last.box.chain[0], record.box.chain[0]
    if one.tag != other.tag:
        return False
    if one.tag in _ROW_TAGS or (_class_signature(one) and _class_signature(one) == _class_signature(other)):
        return True
    return bool(last.target and record.target and last.has_text and record.has_text)


def _is_closed(record: Record) -> bool:
    """Whether an entry has text and ends in a link to read more of it, titled or not."""
    return record.has_text and record.target is not None and record.has_read_more


def _goes_on(group: Group, other: Group) -> bool:
    """Whether a row or column of a grid goes on with the one before it."""
    if group.zone != other.zone or not all(_fits(group, record) for record in other.records):
        return False
    one, two = _profile(group.records), _profile(other.records)
    # bare links of very different length are a menu and a list
    return one[:3] == two[:3] and (one[0] or max(one[3], two[3]) <= 2 * min(one[3], two[3]) + 2)


def _profile(records: list[Record]) -> tuple[bool, bool, bool, float]:
    """What most of the records have: text, date, picture; and the length of their titles."""
    return (
        share_of(record.has_text for record in records) >= 0.5,
        share_of(record.is_dated for record in records) >= 0.5,
        share_of(any(read.pictures for read in record.reads) for record in records) >= 0.5,
        median(record.words for record in records),
    )


def _class_signature(element: etree._Element) -> str:
    """Classes without numbers and marks of position, which differ from row to row."""
    names = (element.get("class") or "").lower().split()
    kept = [
        name for name in names if not re.search(r"\d|odd|even|first|last|status-|category-|tag-|format-|has-", name)
    ]
    return " ".join(sorted(kept))


def share_of(values: object) -> float:
    found = [bool(value) for value in values]  # type: ignore[attr-defined]
    return sum(found) / len(found) if found else 0.0


def nearest_to(groups: list[Group], elements: list[etree._Element]) -> Group | None:
    """The group that a pager belongs to: deepest common element, before the pager, weightiest."""
    if not groups or not elements:
        return None
    pager = max(elements, key=_path)  # of two pagers, over and under the list, the lower one
    above = list(pager.iterancestors())
    depth = {element: len(above) - at for at, element in enumerate(above)}

    def closeness(group: Group) -> tuple[int, bool, float]:
        element = place_of_record(group.records[0])
        shared = 0
        while element is not None:
            if element in depth:
                shared = depth[element]
                break
            element = element.getparent()
        before = _comes_before(place_of_record(group.records[-1]), pager, shared)
        return shared, before, group.points + min(len(group.records), 20) / 2

    return max(groups, key=closeness)


def place_of_record(record: Record) -> etree._Element | None:
    """An element where the record stands."""
    element = element_of(record)
    if element is not None:
        return element
    return next((read.line.element for read in record.reads if read.line.element is not None), None)


def _comes_before(one: etree._Element | None, other: etree._Element, shared: int) -> bool:
    """Whether an element stands before another in the page, by the paths to both."""
    if one is None:
        return False
    mine, theirs = _path(one), _path(other)
    return mine < theirs


def _path(element: etree._Element) -> list[int]:
    path: list[int] = []
    parent = element.getparent()
    while parent is not None:
        path.append(parent.index(element))
        element, parent = parent, parent.getparent()
    return path[::-1]


def outline(groups: list[Group]) -> list[str]:
    """One line for each group, to see why it was taken or left: for tests and for `scrapy explain`."""
    return [
        f"{group.points:5.1f} {group.zone or '-':7} {len(group.records):3} {group.heading or ''!s:.40} | "
        f"{(group.records[0].head.text if group.records[0].head else '')!s:.40} | {', '.join(group.signs)}"
        for group in groups
    ]


def same_list(groups: list[Group], main: Group) -> list[Group]:
    """The main group and those that are one list with it: a lead story over it, a grid under it, no new heading."""
    found = []
    for group in groups:
        shorter = min(len(group.path), len(main.path))
        nested = group.path[:shorter] == main.path[:shorter]
        if group is main or (nested and group.zone == main.zone and group.heading == main.heading):
            found.append(group)
    return found
