"""A post's title, as its page prints it and without the site's name; and the element that prints it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from itertools import islice
from typing import cast

from lxml import etree

from parsing.counters import without_signs
from parsing.dates.grammar import DATE
from parsing.pages.about import fold
from parsing.pages.head import Head
from parsing.pages.headings import Heading, printed, slug_share, smaller_headings, visible_headings
from parsing.pages.rows import rows_behind
from parsing.pages.site_names import (
    COLON,
    SEPARATOR,
    home_names,
    is_only_site,
    names_of_site,
    resembles_host,
    without_edges,
    without_site,
)
from parsing.pages.structured import Structured
from parsing.pages.words import LIST_NAMES
from parsing.rendering import BLOCKS, SKIPPED
from parsing.text import one_line, plain

_HEADINGS = frozenset({"h1", "h2", "h3"})
_IN_ARTICLE = frozenset({"article", "main"})
#: of an address's words, what a heading says that is its post's, and what one says that is not
_IS_SLUG, _NO_SLUG = 0.7, 0.2
#: elements that are looked at to see which of two headings the text follows
_MOST_ELEMENTS = 5_000


@dataclass(frozen=True, slots=True)
class Title:
    """A post's title. heading: the element that prints it. origin: where the words were read, as in
    items.Item.field_origins; "title" is the page's own `<title>`.
    """

    text: str | None = None
    heading: etree._Element | None = None
    origin: str | None = None


def find_title(root: etree._Element, head: Head, structured: Structured, url: str) -> Title:
    """The title of the page's post.

    The heading on the page has the last word on spelling; what machines are told says which heading it is. Without such
    agreement the first h1 is taken, and without one what machines are told, the site's name cut off.
    """
    told = _told(head, structured)
    found = _find(root, told, names_of_site(structured), url)
    return replace(found, text=_in_small_letters(root, found.text, told)) if _is_shouted(found.text) else found


def _find(root: etree._Element, told: Mapping[str, str], names: list[str], url: str) -> Title:
    hints = home_names(root, url)
    headings = [one for one in visible_headings(root, url) if not is_only_site(one[0], names, url)]
    best = _agreed(headings, list(told), [*names, *hints], url)
    if best is not None:
        best = _of_address(best, headings, url) or _under_section(best, headings, root, url) or best
        best = _other_part(best, root, told, url) or best
        return Title(once(best[0]), best[1], "structure")
    bare = {shorter: origin for title, origin in told.items() if (shorter := without_site(title, names, url, hints))}
    own = {title: origin for title, origin in bare.items() if not is_only_site(title, [*names, *hints], url)}
    first = [one for one in headings if one[1].tag == "h1"]
    if own:  # a heading that names the section is none of the post, where its title is told
        first = [one for one in first if not _is_section(one[0])]
    said = _printed_part(root, told, lambda part: is_only_site(part, [*names, *hints], url))
    if said is not None and first and _is_strange(first[0][0], told) and _is_alone(said):
        return said
    if len(first) == 1 or (first and not bare):
        return Title(once(first[0][0]), first[0][1], "structure")
    inner = [one for one in headings if one[1].tag == "h2" and _is_in_article(one[1])]
    told_title = said or next((Title(once(one), printed(root, one), origin) for one, origin in own.items()), None)
    return told_title or (Title(once(inner[0][0]), inner[0][1], "structure") if len(inner) == 1 else Title())


def _told(head: Head, structured: Structured) -> dict[str, str]:
    """What machines are told as the title, each wording with where it was first read."""
    headline, name = structured.told("headline"), structured.told("name")
    meta = structured.first_meta("og:title", "twitter:title", "dc.title", "dc:title", "title")
    given = (headline or name, (meta, "meta"), (head.title, "title"))
    found: dict[str, str] = {}
    for title, origin in (one for one in given if one):
        if title and (text := one_line(plain(title)) if "&" in title or "<" in title else title):
            found.setdefault(without_edges(without_signs(text)), origin)
    return found


def once(title: str) -> str:
    """A title that stands twice in its element or its line, for two widths of screen or by a theme's slip, once."""
    parts = SEPARATOR.split(title)
    if len(parts) > 1 and fold(parts[0]) and all(fold(part) == fold(parts[0]) for part in parts):
        return parts[0].strip()
    words = title.split()
    half = len(words) // 2
    is_double = half >= 3 and len(words) % 2 == 0 and list(map(fold, words[:half])) == list(map(fold, words[half:]))
    return " ".join(words[:half]) if is_double else title


# ---- a heading that machines confirm -------------------------------------------------------------------------------


def _agreed(headings: list[Heading], told: list[str], names: list[str], url: str) -> Heading | None:
    """The heading that says what machines are told: the same words first, then one that they begin or end with."""
    sites = {fold(name) for name in names}
    candidates = [(text, element, fold(text)) for text, element in headings if fold(text) and fold(text) not in sites]
    candidates.sort(key=lambda one: one[1].tag != "h1")
    for title in told:
        wanted = fold(title)
        for text, element, folded in candidates:
            if folded == wanted:
                return text, element
    for title in told:
        wanted = fold(title)
        fitting = [
            (text, element)
            for text, element, folded in candidates
            if len(folded) > 3 and (_is_part(text, title) or (len(wanted) > 20 and folded.startswith(wanted)))
        ]
        if fitting:
            return _best_part(fitting, title, url)
    return None


def _best_part(fitting: list[Heading], title: str, url: str) -> Heading:
    """Of the headings that are a part of a title the post's; the other is the site's name, a rubric or a repetition."""
    heads = [one for one in fitting if fold(title).startswith(fold(one[0]))]
    tails = [one for one in fitting if one not in heads]
    led = _followed_by_text(heads[0][1], tails[0][1]) if heads and tails else None

    def rank(one: Heading) -> tuple[bool, bool, bool, bool, bool, int]:
        text, element = one
        return (
            slug_share(text, url) >= _IS_SLUG,
            not (heads and tails and resembles_host(text, url)),
            _is_in_article(element),
            led is not None and (led is heads[0][1]) == (one in heads),
            one in heads,
            len(fold(text)),
        )

    return max(fitting, key=rank)


def _other_part(best: Heading, root: etree._Element, told: Iterable[str], url: str) -> Heading | None:
    """The other part of a title where the page prints it, not as a heading, and the text follows it."""
    folded = fold(best[0])
    if any(fold(title) == folded for title in told) or slug_share(best[0], url) >= _IS_SLUG:
        return None
    for title in told:
        for before, behind in _halves(title):
            other = behind if fold(before) == folded else before if fold(behind) == folded else ""
            element = printed(root, other) if len(other.split()) >= 2 and not resembles_host(other, url) else None
            if element is None or element.tag in _HEADINGS or not _is_alone(Title(other, element)):
                continue
            if _followed_by_text(best[1], element) is element:
                return one_line(element.text) or other, element
    return None


def _halves(title: str) -> list[tuple[str, str]]:
    """What stands before and behind each separator and colon of a title."""
    cuts = [*SEPARATOR.finditer(title), *COLON.finditer(title)]
    return [(title[: cut.start()].strip(), title[cut.end() :].strip()) for cut in cuts[:40]]


def _is_part(heading: str, title: str) -> bool:
    """Whether a heading is a whole part of a title that is parted by separators: "Heading | Site", "Site: Heading"."""
    folded = fold(heading)
    return any(folded in map(fold, halves) for halves in _halves(title))


def _followed_by_text(one: etree._Element, other: etree._Element) -> etree._Element:
    """Which of two headings has more text behind it that is no link, up to the other or to the end of the page."""
    root = one.getroottree().getroot()
    sizes: dict[etree._Element | None, int] = {one: 0, other: 0, None: 0}
    current: etree._Element | None = None
    for element in islice(root.iter(etree.Element), _MOST_ELEMENTS):
        current = element if element is one or element is other else current
        if element.tag not in SKIPPED and element.tag not in ("a", "h1", "h2", "h3"):
            sizes[current] += len((element.text or "").strip())
        sizes[current] += len((element.tail or "").strip())
    return max((one, other), key=lambda heading: sizes[heading])


def _of_address(best: Heading, headings: list[Heading], url: str) -> Heading | None:
    """A heading that says the words of the address, where the one that machines confirm says none: it is a rubric."""
    if slug_share(best[0], url) > _NO_SLUG:
        return None
    return next((one for one in headings if slug_share(one[0], url) >= _IS_SLUG), None)


def _under_section(best: Heading, headings: list[Heading], root: etree._Element, url: str) -> Heading | None:
    """The one heading under that of a section that has the day in the next line; None where there are several."""
    if not _is_section(best[0]):
        return None
    others = [one for one in (*headings, *smaller_headings(root, url)) if one[1] is not best[1]]
    dated = [one for one in others if any(_is_day(row) for row in islice(rows_behind(one[1], None), 2))]
    return dated[0] if len(dated) == 1 and not _is_day(dated[0][0]) else None


def _is_section(text: str) -> bool:
    return "-".join(text.casefold().split()) in LIST_NAMES


def _is_day(line: str) -> bool:
    return len(line) <= 100 and bool(DATE.search(line)) and len(DATE.sub("", line).split()) <= 6


# ---- a title without a heading -------------------------------------------------------------------------------------


def _printed_part(root: etree._Element, told: Iterable[str], is_site: Callable[[str], bool]) -> Title | None:
    """What the page prints as a line of a title that machines are told, whole or in parts: no site's name is known."""
    for title in told:
        whole = printed(root, title) if len(title.split()) >= 2 and not is_site(title) else None
        if whole is not None:
            return Title(one_line(whole.text) or title, whole, "structure")
        parts = [*SEPARATOR.split(title), *(half for halves in _halves(title) for half in halves)]
        said = {part: None for part in sorted(parts, key=len, reverse=True)[:12] if len(part.split()) >= 2}
        found = [one for one in (printed(root, part) for part in said if not is_site(part)) if one is not None]
        if found:
            best = reduce(_followed_by_text, found)
            return Title(one_line(best.text), best, "structure")
    return None


def _is_strange(heading: str, told: Iterable[str]) -> bool:
    """Whether a heading shares less than half of its words with everything that machines are told: the site's name."""
    words = set(re.findall(r"\w+", heading.casefold()))
    return all(2 * len(words & set(re.findall(r"\w+", title.casefold()))) < len(words) for title in told)


def _is_alone(found: Title) -> bool:
    """Whether a line has a block of the page for itself; the last of a row of crumbs has none."""
    around = (found.heading, *islice(found.heading.iterancestors(), 4)) if found.heading is not None else ()
    block = next((one for one in around if one.tag in BLOCKS), None)
    if block is None or any(one.tag == "a" for one in around):
        return False
    return fold("".join(islice(cast("Iterable[str]", block.itertext()), 50))) == fold(found.text)


def _is_in_article(element: etree._Element) -> bool:
    return any(around.tag in _IN_ARTICLE for around in element.iterancestors())


# ---- spelling ------------------------------------------------------------------------------------------------------


def _is_shouted(title: str | None) -> bool:
    return title is not None and title.isupper() and len(title.split()) >= 2


def _in_small_letters(root: etree._Element, title: str | None, told: Iterable[str]) -> str | None:
    """The spelling of the same words that is not all capitals, if the page prints it or machines are told it."""
    element = printed(root, title, _is_mixed) if title else None
    if element is not None:
        return one_line(element.text)
    cuts = (part for one in told for part in (one, *SEPARATOR.split(one)))
    return next((part.strip() for part in cuts if fold(part) == fold(title) and _is_mixed(part)), title)


def _is_mixed(text: str) -> bool:
    return not text.isupper() and not text.islower()
