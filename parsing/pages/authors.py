"""Who wrote a post, by its page: what machines are told, else what is marked as author, else a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import cast

from lxml import etree

from parsing.pages.article import text_length
from parsing.pages.bylines import byline, person, signature
from parsing.pages.place import Place, home_of
from parsing.pages.rows import joined_text, rows_behind
from parsing.pages.site_names import names_site
from parsing.pages.structured import Structured
from parsing.rendering import BLOCKS, is_hidden
from parsing.text import one_line, plain

#: an attribute that marks an author, as the words of a class, an id, a relation or a property
_MARK = re.compile(r"(?:^|[\s_-])(?:author|byline|creator|autor)(?:$|[\s_-])", re.IGNORECASE)
#: and one that only has to do with one: pictures, biographies, lists
_BESIDE = re.compile(r"bio|box|avatar|image|photo|desc|social|posts|archive|link-wrap|related|comment", re.IGNORECASE)
_MARKED = etree.XPath(
    "//*[@rel='author' or contains(@class, 'author') or contains(@class, 'byline') or contains(@class, 'creator')"
    " or @itemprop='author' or @data-hook='author' or @data-hook='user-name']"
)
_MAX_LENGTH = 120
#: lines and characters at the head of the text among which a by-line may stand
_OPENING_LINES, _OPENING = 6, 200
#: a label that says who wrote, with or without the name
_LABEL = re.compile(
    r"\s{0,9}(?:(?:post |article )?author|autora?|written by|words(?: by)?|escrito por|story by)"
    r"(?:\s?:|(?=\s*$)|(?<=by)\s)\s{0,9}(\S)?",
    re.IGNORECASE,
)
#: elements that are asked for such a label, and labels that are followed
_MOST_ELEMENTS, _MOST_LABELS = 3_000, 20
#: characters of an element that is read whole for a byline
_SMALL = 3_000
#: lines behind the title and the text that are looked at
_MOST_LINES = 200
_NO_BYLINE = frozenset({"nav", "footer", "script", "style", "form", "aside"})


def author_of(place: Place, structured: Structured) -> tuple[str | None, str | None]:
    """(the author as people write it, where it was read); None where the page names none, or only an account.

    Systems tell machines the site's own name for want of another; a by-line on the page is then nearer.
    """
    first: tuple[str | None, str | None] = (None, None)
    for name, origin in _candidates(place, structured):
        if name and not names_site(name, structured, ""):
            return name, origin
        first = first if first[0] else (name, origin if name else None)
    return first


def _candidates(place: Place, structured: Structured) -> Iterator[tuple[str | None, str]]:
    """Who may be the author, the surest first, with where it was read."""
    yield structured.author() or (None, "meta")
    microdata = "microdata" if "itemprop" in place.source else "rdfa"
    yield person(structured.first_item("author", "creator")), microdata
    yield _marked(place), "structure"
    yield _printed(place), "text"


def _printed(place: Place) -> str | None:
    """The author in a line beside title and text, or behind a label that stands once on the page."""
    rows = [*rows_behind(place.heading, place.container), *place.opening[:800].split("\n")[:_OPENING_LINES]]
    common = {word for word in re.findall(r"[^\W\d_]+", place.opening) if word.islower()}
    for line in rows:
        if name := byline(line) or signature(line, common):
            return name
    lines = islice(_lines(place), _MOST_LINES)
    return next((name for name in map(byline, lines) if name), None) or _labelled(place)


def _labelled(place: Place) -> str | None:
    """The one name that the page prints behind "Author:" or "Written by:", wherever that stands."""
    names: set[str] = set()
    elements = islice(place.root.iter("p", "div", "li", "span", "td", "dt", "b", "strong"), _MOST_ELEMENTS)
    found = ((element, _LABEL.match((element.text or "")[:60])) for element in elements)
    for element, label in islice((one for one in found if one[1] is not None), _MOST_LABELS):
        if label is None or is_hidden(element):
            continue
        holder = element if label[1] or len(element) else element.getparent()
        line = joined_text(holder) if holder is not None and text_length(holder) <= _MAX_LENGTH else None
        if name := byline(line):
            names.add(name)
    return names.pop() if len(names) == 1 else None


def _marked(place: Place) -> str | None:
    """The first element beside the text that is marked as the author's."""
    if not any(sign in place.source for sign in ("author", "byline", "creator")):
        return None
    home = home_of(place)
    for element in islice(cast("list[etree._Element]", _MARKED(place.root)), 60):
        names = f"{element.get('class') or ''} {element.get('rel') or ''} {element.get('itemprop') or ''}"
        marked = _MARK.search(f"{names} {element.get('data-hook') or ''}")
        if not marked or _BESIDE.search(names) or is_hidden(element) or text_length(element) > _MAX_LENGTH:
            continue
        if home is not None and not _is_inside(element, home, place.container):
            continue
        line = joined_text(element)
        name = byline(line) or person(line)
        if name and len(name.split()) <= 8:
            return name
    return None


def _is_inside(element: etree._Element, home: etree._Element, container: etree._Element | None) -> bool:
    """Within the post's frame, and not in the middle of its text, in a list of others or in comments."""
    inside = False
    for around in element.iterancestors():
        inside = inside or around is home
        if around.tag in ("nav", "aside") or (around is not home and "comment" in (around.get("class") or "")):
            return False
        if around is container and container is not home and not _opens(element, container):
            return False
    return inside


def _opens(element: etree._Element, container: etree._Element) -> bool:
    """Whether little stands before an element in the text's own: there a by-line is the post's, and no quotation's."""
    before = 0
    for one in container.iter():
        if one is element:
            return True
        if isinstance(one.tag, str) and one is not container:
            before += len((one.text or "").strip())
        before += len((one.tail or "").strip()) if one is not container else len((one.text or "").strip())
        if before > _OPENING:
            return False
    return False


def _lines(place: Place) -> Iterator[str]:
    """Short lines behind the title and behind the text."""
    heading, container = place.heading, place.container
    if heading is not None:
        for around in (heading, *list(heading.iterancestors())[:3]):
            for sibling in around.itersiblings():
                if sibling is not container and sibling.tag not in _NO_BYLINE and around.tag != "body":
                    yield from _first_lines(sibling)
    if container is not None:
        for sibling in islice(container.itersiblings(), 4):
            yield from _groups(sibling)


def _first_lines(element: etree._Element) -> Iterator[str]:
    """The lines at the head of an element; of a large one only its first small groups are looked at."""
    if not isinstance(element.tag, str):
        return
    if text_length(element) <= _SMALL:
        yield from (plain(element) or "")[:600].split("\n")[:6]
        return
    for group in islice(element.iter(*BLOCKS), 12):
        if text_length(group) <= _MAX_LENGTH and (line := one_line(" ".join(cast("Iterable[str]", group.itertext())))):
            yield line


def _groups(element: etree._Element) -> Iterator[str]:
    """Lines of a small element, and each of its groups of lines as one: "by" and the name may stand in two."""
    if not isinstance(element.tag, str) or text_length(element) > 600:
        return
    for group in islice(element.iter(*BLOCKS), 60):
        line = one_line(" ".join(cast("Iterable[str]", group.itertext())))
        if line and len(line) <= _MAX_LENGTH:
            yield line
