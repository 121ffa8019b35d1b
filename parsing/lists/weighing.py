"""Which groups of a page are posts and which are menus, quick links, promotions and other chrome.

Each sign for or against a group's being posts has a weight; the sum decides, and the signs are kept, so that a decision
can be explained. The weights were set on the generated pages of tests/parsing/list_pages.py and list_themes.py.
"""

from __future__ import annotations

import re
from collections import Counter
from statistics import median
from urllib.parse import urlsplit

from parsing.lists.addresses import AddressSigns
from parsing.lists.archives import CALENDARS, month_in
from parsing.lists.blocks import Group, share_of
from parsing.lists.lines import LineReader
from parsing.lists.records import Record, element_of
from parsing.words import block_kind, is_month

#: what a pager right at a group adds
PAGER_POINTS = 2.0
#: points from which a group is taken for posts; see `weigh` for the weights
ENOUGH = 3.5
_ZONE_POINTS = {"nav": -6.0, "header": -5.0, "footer": -4.0, "form": -5.0, "aside": -0.5}
_POST_CLASSES = re.compile(
    r"(?:^|\s)(?:hentry|h-entry|type-post|node-teaser|views-row|blog-post|post-\d+|entry)(?:\s|$)", re.IGNORECASE
)
_POST_TYPES = re.compile(r"schema\.org/(?:\w*Article|BlogPosting|\w*Event|Report|Blog\b)", re.IGNORECASE)


def weigh(group: Group, reader: LineReader, is_expected: bool = False) -> None:
    """Set the group's points and signs. is_expected: a hint says that unlinked, undated paragraphs are posts here."""
    records = group.records
    signs = [reader.signs(record.target) for record in records if record.target]
    unlinked = 1 - len(signs) / len(records)
    dated = share_of(record.is_dated for record in records)
    found: list[tuple[str, float]] = [
        ("zone", _ZONE_POINTS.get(group.zone, 0.0)),
        ("promotion", -4.0 * (len(records) == 1 and _is_promotion(records[0]))),
        ("heading", {"news": 2.0, "event": 2.0, "training": 2.0, "chrome": -4.0}.get(group.kind or "", 0.0)),
        ("dated", 3.0 * (dated >= 0.5)),
        ("mark-up", _markup_points(records)),
        ("titles", _title_points(records, dated >= 0.5)),
        ("whole", 1.0 * (len(records) >= 3 and share_of(map(_is_whole, records)) >= 0.8)),
        ("texts", 1.5 * (share_of(record.has_text for record in records) >= 0.5)),
        ("pictures", 0.5 * (share_of(any(read.pictures for read in record.reads) for record in records) >= 0.5)),
        ("read more", 1.5 * (share_of(record.has_read_more for record in records) >= 0.5)),
        ("addresses", _address_points(signs, dated >= 0.5) if unlinked < 0.5 else 0.0),
        ("single", _single_points(records, signs, dated >= 0.5, _is_of_a_month(group, reader.page_url))),
        ("bare", -1.0 * (share_of(record.is_bare for record in records) >= 0.9)),
        ("menu", -3.0 * (dated < 0.5 and _is_among_functions(records))),
        ("months", -6.0 * (share_of(bool(record.head and is_month(record.head.text)) for record in records) >= 0.5)),
    ]
    if not is_expected and (unlinked < 0.5 or dated >= 0.5):
        # among entries with links or dates, what has neither is a promotion or a note
        kept = {id(record) for record in (*_sections(records, dated), *(one for one in records if one.is_dated))}
        group.records = [record for record in records if record.target or id(record) in kept]
    group.records = _without_strangers(group.records, reader)
    if unlinked >= 0.5 and not is_expected:
        found.append(("no link", 0.0 if dated >= 0.5 else -6.0))
    if is_expected:
        found.append(("expected", 4.0))
    group.signs = [f"{name} {points:+.1f}" for name, points in found if points]
    group.points = sum(points for _, points in found)


def _sections(records: list[Record], dated: float) -> list[Record]:
    """Records without a day among dated ones of the same make, none of them with a page: posts that were entered
    without one. Only between two dated ones: before and behind them stand a page's standing notes.
    """
    if dated < 0.5 or any(record.target for record in records):
        return []
    days = [at for at, record in enumerate(records) if record.is_dated]
    makes = {record.make for record in records if record.is_dated}
    return [
        record
        for record in records[days[0] : days[-1]]
        if record.make in makes
        and record.head is not None
        and record.head.words >= 3
        and record.has_text
        and not _is_promotion(record)
    ]


def _without_strangers(records: list[Record], reader: LineReader) -> list[Record]:
    """The records without promotions that look like them, but lack what they have or invite where they do not."""
    others = len(records) - 1
    if others < 2:
        return records
    dated = sum(record.is_dated for record in records)
    reading = sum(record.has_read_more for record in records)
    inviting = sum(map(_invites, records))
    directories = Counter(reader.signs(record.target).directory for record in records if record.target)

    def is_stranger(record: Record) -> bool:
        if record.target is None:
            return False
        if _is_promotion(record) and not record.is_dated and directories[reader.signs(record.target).directory] == 1:
            return True
        if reader.signs(record.target).points >= 2:
            return False
        if (not record.is_dated and dated >= 0.8 * others) or (not record.has_read_more and reading >= 0.8 * others):
            return True
        return inviting == 1 and _invites(record) and reader.signs(record.target).points <= 0

    return [record for record in records if not is_stranger(record)]


def _is_promotion(record: Record) -> bool:
    """Whether the title speaks of benefits, savings, signing up and the like."""
    return record.head is not None and block_kind(record.head.text) == "chrome"


def _invites(record: Record) -> bool:
    return any(read.code == "C" or (read.more and not record.has_read_more) for read in record.reads)


def _is_of_a_month(group: Group, page_url: str) -> bool:
    """Whether the page is that of one month, by the heading over the group or by the address: it may hold one post."""
    segments = urlsplit(page_url).path.lower().split("/")
    if group.kind in {"event", "training", "chrome"} or any(segment in CALENDARS for segment in segments):
        return False
    return is_month(group.heading or "") or month_in(page_url) is not None


def _single_points(records: list[Record], signs: list[AddressSigns], dated: bool, of_a_month: bool) -> float:
    """One entry alone may be a promotion, or the page itself: a date, or an address like a post's, speaks for it."""
    if len(records) > 1:
        return 0.0
    if not signs:
        head = records[0].head
        is_post = of_a_month and dated and records[0].has_text and head is not None and head.words >= 2
        return -1.0 if is_post else -5.0
    return -1.0 if dated or (signs and signs[0].points >= 2) else -3.0


def _is_among_functions(records: list[Record]) -> bool:
    """Bare links among others to lists and functions of the site: a menu."""
    if share_of(record.has_text for record in records) >= 0.3:
        return False
    others = sum(1 for record in records for read in record.reads if read.list_href or read.code == "C")
    return others >= 0.25 * len(records)


def _markup_points(records: list[Record]) -> float:
    points = 0.0
    if share_of(record.make[0] == "h" or bool(record.head and record.head.code == "H") for record in records) >= 0.5:
        points += 1.0
    elements = [element for element in map(element_of, records) if element is not None]
    if elements and len(elements) >= 0.5 * len(records):
        telling = [
            element
            for element in elements
            if element.tag == "article"
            or _POST_CLASSES.search(element.get("class") or "")
            or _POST_TYPES.search(element.get("itemtype") or "")
        ]
        points += 1.5 * (len(telling) >= 0.5 * len(elements))
    return points


def _is_whole(record: Record) -> bool:
    """A title, a text and a link to read more."""
    return record.head is not None and record.has_text and record.has_read_more


def _title_points(records: list[Record], dated: bool) -> float:
    counts = [record.words or _most_words(record) for record in records]
    middle = median(counts)
    if middle >= 12:
        return 3.0  # sentences: no menu has them
    if middle < 3:
        return -1.0 if dated else -2.0
    return min(2.0, 0.5 * (middle - 2))


def _most_words(record: Record) -> int:
    return max((read.words for read in record.texts()), default=0)


def _address_points(signs: list[AddressSigns], dated: bool) -> float:
    middle = median(min(one.points, 3) for one in signs)
    points = float(middle)
    if middle <= 1 and not dated:
        points -= 2.0
    directories = [one.directory for one in signs]
    most = max(Counter(directories).values())
    if len(signs) >= 3 and most >= 0.8 * len(signs) and "/" in directories[0].rstrip("/"):
        points += 1.0
    files = share_of(one.role == "file" for one in signs)
    return points - (3.0 if files > 0.6 and not dated else 0.0)
