"""What leads to further spaces of Open Atrium: `/spaces`, `/content`, links under a council's host. Discovery only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from items import Moment
from parsing.lists import read_list
from parsing.lists.addresses import address_signs, same_page
from parsing.lists.boxes import Line, read_boxes, walk
from parsing.text import one_line
from parsing.urls import absolute

_NODE_PATH = re.compile(r"(?:^|/)node/(\d{1,10})(?:/view)?/?(?:[?#]|$)")
_MAX_SPACES = 3000


@dataclass(frozen=True, slots=True)
class Section:
    """One list of a space, as its filter form or a directory names it. is_shown: the list that the page shows."""

    name: str
    number: str | None = None
    url: str | None = None
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """A space (council, local, committee) with the sections that are open to visitors."""

    name: str
    url: str
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One row of `/content`: a public node of the installation and when it was last changed (not: published)."""

    url: str
    title: str | None
    changed: Moment | None


def spaces_of(tree: etree._Element, url: str) -> tuple[Space, ...]:
    """The spaces that `/spaces` lists, each with links to its sections, whose addresses lie under the space's own."""
    spaces: dict[str, tuple[str, list[Section]]] = {}
    current: str | None = None
    for name, address in _content_links(tree, url):
        if current is not None and _lies_under(address, current):
            sections = spaces[current][1]
            if not any(same_page(address, section.url or "") for section in sections):
                sections.append(Section(name, node_of(address), address))
        elif address not in spaces and len(spaces) < _MAX_SPACES:
            spaces[address] = (name, [])
            current = address
        else:
            current = address if address in spaces else None
    return tuple(Space(name, address, tuple(sections)) for address, (name, sections) in spaces.items())


def changes_of(tree: etree._Element, url: str, zone: ZoneInfo, today: date | None = None) -> tuple[Change, ...]:
    """The rows of `/content`. Its dates are those of the last change, of publication only for posts never edited."""
    page = read_list(tree, url, zone, today)
    return tuple(
        Change(entry.url, entry.title, entry.published) for entry in page.entries if entry.url and entry.is_main
    )


def sub_spaces(tree: etree._Element, url: str) -> tuple[Space, ...]:
    """Spaces under this page's own that its links lead into: `/local-118/news` under a council's host."""
    own = urlsplit(url).path.strip("/").split("/")[0] if _has_space_path(url) else ""
    found: dict[str, Space] = {}
    for link in tree.iter("a"):
        address = absolute(url, link.get("href") or "")
        if not address or address_signs(address, url).foreign:
            continue
        parts = [part for part in urlsplit(address).path.split("/") if part]
        if (
            len(parts) >= 3
            and parts[1] in {"news", "blog", "calendar-events", "content"}
            and parts[0] not in {own, "node"}
        ):
            root = address[: address.index(f"/{parts[0]}/")] + f"/{parts[0]}"
            found.setdefault(root, Space(parts[0], root))
    return tuple(found.values())


def _has_space_path(url: str) -> bool:
    return len([part for part in urlsplit(url).path.split("/") if part]) >= 2


def _content_links(tree: etree._Element, url: str) -> Iterator[tuple[str, str]]:
    """Links outside of menus and footers, in order, with names, without functions and pagers."""
    for line in walk(read_boxes(tree, url)):
        if _is_chrome(line):
            continue
        for piece in line.pieces:
            name = one_line(piece.text)
            if piece.kind != "link" or not piece.href or not name or name.isdigit():
                continue
            if address_signs(piece.href, url).role not in {"function", "social", "self", "file"}:
                yield name, piece.href.split("#")[0]


def _is_chrome(line: Line) -> bool:
    above = line.element.iterancestors() if line.element is not None else ()
    return any(parent.tag in {"nav", "footer", "header"} for parent in above)


def _lies_under(address: str, space: str) -> bool:
    one, other = urlsplit(address), urlsplit(space)
    return one.netloc == other.netloc and one.path.rstrip("/").startswith(other.path.rstrip("/") + "/")


def node_of(address: str | None) -> str | None:
    found = _NODE_PATH.search(urlsplit(address).path) if address else None
    return found[1] if found else None
