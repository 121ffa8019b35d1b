"""The name of a site, in the words of its titles: to take it off a post's title, or to know a title for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import cast
from urllib.parse import urlsplit

from lxml import etree

from parsing.pages.about import fold
from parsing.pages.structured import Structured
from parsing.text import one_line

#: what parts a title from its site's name, with blanks on both sides or without
SEPARATOR = re.compile(r"\s{1,5}(?:[|»«›·•–—\-~]|::|//|&raquo;)\s{1,5}|\s{0,5}[|»]\s{0,5}")
#: a colon parts a sentence as well; it counts only where more is known of the one or the other side
COLON = re.compile(r":\s{1,5}")
#: what is left over of a name that is not there: ": Title", "Title |"
_EDGES = re.compile(r"^\s*(?:[|»«›·•–—\-~:]|::|//)\s+|\s+(?:[|»«›·•–—\-~:]|::|//)\s*$|^[|»:]\s*|\s*[|»]$")
_LINKS = etree.XPath(".//a[@href] | ancestor::a[@href]")
_NO_NAMES = frozenset(
    {"home", "homepage", "inicio", "start", "back", "backtohome", "returnhome", "logo", "here", "main"}
)
#: links of a page that are asked whether they lead home, and those that do whose words are kept
_MOST_LINKS, _MOST_NAMES = 150, 4
#: letters of a name that a host may have for its own
_LONG_LABEL = 5


def names_of_site(structured: Structured) -> list[str]:
    """What the site calls itself where machines are told."""
    given = (structured.first_meta("og:site_name", "application-name"), structured.site_name)
    return [name for name in given if name]


def names_site(title: str, structured: Structured, url: str) -> bool:
    """Whether a title is the site's name and nothing else."""
    return is_only_site(title, names_of_site(structured), url)


def is_only_site(title: str, names: Iterable[str], url: str) -> bool:
    """Likewise, of names that are known."""
    folded, label = fold(title), _label(url)
    return folded in map(fold, names) or (len(label) > 3 and folded == label)


def without_site(title: str, names: Iterable[str], url: str, hints: Iterable[str] = ()) -> str:
    """A title without the name of the site before or behind it; as it is where neither end is known for one.

    names: what the site tells machines. hints: names of less weight, as of home_names.
    """
    title = without_edges(title)
    told = {fold(name) for name in names if fold(name)}
    known = told | {fold(name) for name in hints if fold(name)}
    for separators in (list(SEPARATOR.finditer(title)), list(COLON.finditer(title))):
        if not separators:
            continue
        last, first = separators[-1], separators[0]
        bar = last[0].strip() in ("|", "»")
        if is_site(title[last.end() :], known, url) or (bar and not told):
            rest = title[: last.start()].strip()
        elif is_site(title[: first.start()], known, url):
            rest = title[first.end() :].strip()
        else:
            continue
        return rest if len(fold(rest)) > 2 else title
    for name in sorted(known, key=len, reverse=True):
        # the name itself may hold a separator: "Local 4 - Public Works: Title"
        for cut in (*SEPARATOR.finditer(title), *COLON.finditer(title)):
            if fold(title[: cut.start()]) == name and len(fold(title[cut.end() :])) > 2:
                return title[cut.end() :].strip()
            if fold(title[cut.end() :]) == name and len(fold(title[: cut.start()])) > 2:
                return title[: cut.start()].strip()
    return title


def without_edges(title: str) -> str:
    """A title without a separator at its beginning or end, where an empty name stood."""
    bare = _EDGES.sub("", title).strip()
    return bare if fold(bare) else title


def is_site(part: str, known: set[str], url: str) -> bool:
    """Whether a part of a title is the site's name: as it says itself, or as its host's name has it."""
    folded = fold(part)
    if folded in known or any(len(folded) > 3 and name.endswith(folded) for name in known):
        return True
    label = _label(url)
    if len(label) < 3:
        return False
    return (folded in label and len(folded) >= max(4, 0.6 * len(label))) or _initials(part) == label


def resembles_host(part: str, url: str) -> bool:
    """Whether a part of a title begins with the host's name: "Local 4 - Public Works" at local4.example."""
    label = _label(url)
    return len(label) >= _LONG_LABEL and fold(part).startswith(label)


def leads_home(element: etree._Element, url: str) -> bool:
    """Whether an element is in a link to the front page or holds one."""
    return any(_is_home(link, url) for link in cast("list[etree._Element]", _LINKS(element))[:3])


def _is_home(link: etree._Element, url: str) -> bool:
    if link.get("rel") == "home":
        return True
    href = (link.get("href") or "")[:2000].strip()
    if href[:1] == "/" and href[1:2].isalnum():
        return False  # most links of a page: a path of its own
    try:
        address = urlsplit(href)
        own = not address.netloc or address.hostname == urlsplit(url).hostname
    except ValueError:
        return False
    return own and address.path in ("", "/") and not address.query and bool(address.path or not address.fragment)


def home_names(root: etree._Element, url: str) -> list[str]:
    """The words of the first links to the front page, or of the pictures in them: the site's name, if not "Home"."""
    found: list[str] = []
    for link in islice(root.iter("a"), _MOST_LINKS):
        if link.get("href") is None or not _is_home(link, url):
            continue
        words = one_line("".join(islice(cast("Iterable[str]", link.itertext()), 20))[:200])
        picture = next((image.get("alt") for image in link.iter("img") if image.get("alt")), None)
        for name in (words, one_line((picture or "")[:200])):
            if name and fold(name) not in _NO_NAMES and len(fold(name)) > 2:
                found.append(name)
    return found[:_MOST_NAMES]


def _label(url: str) -> str:
    return fold((urlsplit(url).hostname or "").removeprefix("www.").split(".")[0])


def _initials(text: str) -> str:
    return "".join(word[0] for word in re.findall(r"\w+", text.casefold()) if word not in ("of", "the", "and", "for"))
