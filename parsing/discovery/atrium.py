"""What only Open Atrium shows: the numbers by which a list is known, and the spaces below a host. Pure.

Numbers are read by parsing.atrium; spaces are told by the grammar of their addresses, which no theme renames.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from parsing.atrium import numbers_of
from parsing.discovery.links import Link, is_under, links_of
from parsing.discovery.notes import Space

#: sections that spaces come with, by the aliases seen; a number follows where an alias was taken
_SECTION = re.compile(
    r"(?:news|blog|local-news|afscme-news|updates|calendar|calendar-events|events|documents|discussions|tasks|resources|"
    r"about-us|contact-us|members?)(?:-new|-\d{1,3})?"
)
_BODY = re.compile(r"\b(?:local|council|chapter|retirees?|district|afscme|union|sub-?chapter)\b", re.IGNORECASE)
_MOST_SPACES = 400


def hint_of(root: etree._Element, url: str, link_header: str | None = None) -> dict[str, Any]:
    """The numbers of the group and the section whose list a page shows: {"group": "8920", "section": "13483"}."""
    found = numbers_of(root, url, link_header)
    return {name: value for name, value in (("group", found.group), ("section", found.section)) if value}


def spaces_in(root: etree._Element, url: str, home: str) -> list[Space]:
    """The spaces that a page links to, each with its name: addresses below the home that have sections of their own,
    and on the installation's own list of spaces those that carry a body's name."""
    links = [link for link in links_of(root, url) if is_under(link.url, home) and not urlsplit(link.url).query]
    sections: Counter[str] = Counter()
    for link in links:
        above, _, last = urlsplit(link.url).path.rstrip("/").rpartition("/")
        if _SECTION.fullmatch(last.lower()) and _depth(above) > _depth(urlsplit(home).path):
            sections[above.lower()] += 1
    is_list = urlsplit(url).path.rstrip("/").endswith("/spaces")
    found: dict[str, Space] = {}
    for link in [*links, *_implied(sections, home)]:
        path = urlsplit(link.url).path.rstrip("/")
        named = is_list and not link.in_menu and bool(_BODY.search(link.text)) and _depth(path) <= 2
        if path.lower() in sections or (named and _depth(path) > _depth(urlsplit(home).path)):
            space = Space(link.text or _title(path), urljoin(home, path))
            if path.lower() not in found and len(found) < _MOST_SPACES:
                found[path.lower()] = space
    return list(found.values())


def _implied(sections: Counter[str], home: str) -> Iterator[Link]:
    """Spaces whose sections are linked though they are not themselves."""
    for path in sections:
        yield Link(urljoin(home, path), _title(path), False)


def _depth(path: str) -> int:
    return len([segment for segment in path.split("/") if segment])


def _title(path: str) -> str:
    """A name made of the last part of a path: "local-328" becomes "Local 328"."""
    return " ".join(word.capitalize() for word in re.split(r"[-_]+", path.rstrip("/").rpartition("/")[2]) if word)
