"""Pagers: where the next page of a list is and how many pages it has, read from the links and their addresses.

A link belongs to a pager if its address is the page's own with another page number in it: as a parameter, as the last
part of the path, as an offset or a token. So a link to another list is never taken for the next page, whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from parsing.lists.numbers import Place, file_stem, moved, place_of, readings_of
from parsing.lists.shapes import Said, shape_of
from parsing.urls import absolute

_NEXT = re.compile(
    r"(?:go to (?:the )?)?(?:(?:view |see |read )?(?:next|older|earlier)(?: \d{1,4})?(?: (?:page|posts?|entries|entry"
    r"|articles?|results|set|items?|news|stories|releases|records|updates|announcements|bulletins|blogs|headlines))?"
    r"|previous (?:\d{1,4} )?(?:posts|entries|articles|stories)|load more(?: \w+)?|more (?:posts|news"
    r"|stories|articles|results|entries|items)|show more"
    r"(?: \w+)?|siguientes?(?: p[áa]gina)?|p[áa]gina siguiente|anteriores|entradas (?:m[áa]s )?antiguas"
    r"|m[áa]s antigu[oa]s|cargar m[áa]s|"
    r"ver m[áa]s(?: \w+)?|weiter|suivante?|page suivante|pr[óo]xim[oa]s?(?: p[áa]gina)?|seguinte|see more(?: \w+)?"
    r"|view more(?: \w+)?)",
    re.IGNORECASE,
)
_OLDER = re.compile(
    r"(?:next(?: page| posts?| entries)?|older(?: posts?| entries| news| stories| articles?| items)?|previous posts"
    r"|siguiente(?: p[áa]gina)?|p[áa]gina siguiente|entradas (?:m[áa]s )?antiguas|m[áa]s antigu[oa]s)",
    re.IGNORECASE,
)
_NEXT_SIGNS = re.compile(r"[>›»→▶►❯]{1,2}")
_LAST_SIGNS = re.compile(r"(?:last|[úu]ltim[oa]|end)(?: page| p[áa]gina)?|[»⟩]\|?|>>|>\||»»", re.IGNORECASE)
_OF = re.compile(r"\b(?:page|p[áa]gina)\s+(\d{1,5})\s+(?:of|de)\s+(\d{1,5})\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?:(?:go to )?page |p[áa]gina )?(\d{1,5})", re.IGNORECASE)
_MAX_LINKS = 4000
_MAX_PAGES = 100_000


@dataclass(slots=True, eq=False)
class Pager:
    """One pager of a page: the addresses of its pages by number, its element, and what it says of itself."""

    here: Place
    links: list[tuple[etree._Element, str, str, Place]] = field(default_factory=list)
    next_url: str | None = None
    pages: int | None = None
    #: which of the page's pagers it is (Drupal counts them in one parameter)
    index: int = 0

    def values(self) -> frozenset[str]:
        """Values of the parameters that its addresses carry beside the page number."""
        return frozenset(value for _, _, _, place in self.links for _, value in place.parameters)

    @property
    def elements(self) -> list[etree._Element]:
        return [element for element, _, _, _ in self.links]


def find_pagers(root: etree._Element, url: str, first_url: str | None = None) -> list[Pager]:
    """All pagers of the page's own lists, in the order of the page.

    root: as given by parsing.documents.tree. first_url: the first page of the list, where another page is looked at.
    """
    heres = readings_of(url)
    base = next((absolute(url, element.get("href") or "") or url for element in root.iter("base")), url)
    by_key: dict[tuple[object, ...], Pager] = {}
    first_pages: list[tuple[etree._Element, str, str, Place]] = []
    for element in _links(root):
        href = element.get("href") or ""
        address = absolute(base, href)
        if address is None:
            continue
        text = _text_of(element)
        for here in heres:
            place = _page_of_same_list(address, here, text, element)
            if place is not None:
                which = moved(here, place)
                if not place.way:
                    first_pages.append((element, text, address, place))
                else:
                    key = (here, place.way, which, frozenset(place.parameters))
                    by_key.setdefault(key, Pager(here, index=which)).links.append((element, text, address, place))
                break
    if not by_key and first_pages:
        by_key[()] = Pager(heres[0])
    for pager in by_key.values():
        pager.links.extend(first_pages)
    pagers = [_read(pager, url) for pager in by_key.values()]
    _say_of(root, pagers)
    if not any(pager.next_url for pager in pagers):
        shape = _by_shape(root, base, heres[0], url, first_url)
        further = shape if shape and shape.next_url else _trusted_next(root, base, heres[0], url) or shape
        pagers.extend([further] if further and (further.next_url or not pagers) else [])
    return pagers


def _by_shape(root: etree._Element, base: str, here: Place, url: str, first_url: str | None) -> Pager | None:
    """A pager whose addresses are of no known grammar, but move evenly."""
    found: list[tuple[etree._Element, str, str]] = []
    told: list[tuple[str, Said]] = []
    for element in _links(root):
        text = _text_of(element)
        said = _said(element, text)
        if said.number is None and not said.is_next and not said.is_previous:
            continue
        address = absolute(base, element.get("href") or "")
        if address is not None and place_of(address).host == here.host:
            found.append((element, text, address))
            told.append((address, said))
    shape = shape_of(told, url, first_url)
    if shape is None:
        return None
    links = [
        (*found[at], Place(here.host, here.path, here.parameters, shape.where, number)) for at, number in shape.links
    ]
    return Pager(here, links, None if shape.next_at is None else _strip(found[shape.next_at][2]), shape.pages)


def _said(element: etree._Element, text: str) -> Said:
    words = [text, element.get("aria-label") or "", element.get("title") or ""]
    rel = (element.get("rel") or "").lower().split()
    number = _NUMBER.fullmatch(text.strip(" \t[]()|·…"))
    is_next = "next" in rel or any(_is_next(one) for one in words if one.strip())
    is_previous = "prev" in rel or bool(_PREVIOUS.fullmatch(text.strip()))
    return Said(int(number[1]) if number else None, is_next, is_previous and not is_next)


def _trusted_next(root: etree._Element, base: str, here: Place, url: str) -> Pager | None:
    """A next page whose address has no number that we know of: taken where rel=next or plain words say so.

    It must lie under the list's own path, or be the list itself with other parameters.
    """
    for element in _links(root):
        rel = (element.get("rel") or "").lower().split()
        text = _text_of(element)
        if "next" not in rel and not _OLDER.fullmatch(text.strip(" \t\n«»‹›→←>.…|[]()·<-–—↓")):
            continue
        address = absolute(base, element.get("href") or "")
        place = place_of(address) if address else None
        if address is None or place is None or place.host != here.host or _strip(address) == _strip(url):
            continue
        if place.way or not (place.path == here.path or ("next" in rel and place.path.startswith(f"{here.path}/"))):
            continue
        token = Place(place.host, place.path, place.parameters, "token:next", None, address)
        return Pager(here, [(element, text, address, token)], _strip(address))
    return None


def _page_of_same_list(address: str, here: Place, text: str, element: etree._Element) -> Place | None:
    """The address taken apart if it is another page of the list that the page itself is of; else None."""
    place = place_of(address)
    if place.host != here.host:
        return None
    says = _says_page(text, element)
    if not place.way:
        # the first page again, without a number: known by what the link says
        return place if here.way and place.path == here.path and says and _compatible(place, here) else None
    if place.way == "last" and not (says and (here.way in {"last", ""})):
        return None
    if place.way == "file" and not says:
        return None
    same = place.path == here.path or (place.way == "file" and file_stem(place.path) == file_stem(here.path))
    if not same and place.way.startswith("token") and place.path.endswith("/search") and says:
        same = True  # Blogger pages its home through /search?updated-max=
    if not same or not _compatible(place, here):
        return None
    return place if says or place.way.startswith("query:page") else None


def _says_page(text: str, element: etree._Element) -> bool:
    core = text.strip(" \t[]()|·…")
    rel = (element.get("rel") or "").lower().split()
    if "next" in rel or "prev" in rel:
        return True
    if _NUMBER.fullmatch(core):
        return True
    return bool(_is_next(core) or _is_last(core) or _PREVIOUS.fullmatch(core))


_PREVIOUS = re.compile(
    r"[\W_]*(?:(?:previous|prev|newer|first|back|anterior|m[áa]s recientes?|entradas (?:m[áa]s )?recientes"
    r"|primer[ao]|start|begin)"
    r"(?: \d{1,4})?(?: page| posts?| entries| p[áa]gina| news| articles| items| results| stories| records)?)?[\W_]*",
    re.IGNORECASE,
)


def _is_next(text: str) -> bool:
    core = text.strip(" \t\n«»‹›→←>.…|[]()·<-–—↓")
    return bool(_NEXT.fullmatch(core)) if core else bool(_NEXT_SIGNS.fullmatch(text.strip()))


def _compatible(place: Place, here: Place) -> bool:
    """Whether no parameter that both addresses have differs: it would be another list. More parameters may be added."""
    mine, theirs = dict(here.parameters), dict(place.parameters)
    return all(mine[name] == value for name, value in theirs.items() if name in mine)


def _read(pager: Pager, url: str) -> Pager:
    here = pager.here
    numbered = _numbered(pager)
    zero_based = _is_zero_based(pager, numbered, here)
    current = _own_number(here, pager)
    pager.next_url = _next_by_words(pager, url, current)
    ahead = sorted(
        (number, address)
        for number, text, address in numbered
        if number is not None and number > current and not (here.way == "file" and text and _PREVIOUS.fullmatch(text))
    )
    if pager.next_url is None and ahead:
        pager.next_url = _strip(ahead[0][1]) if _strip(ahead[0][1]) != _strip(url) else None
    pager.pages = _count(
        numbered, current, next((place.way for _, _, _, place in pager.links if place.way), here.way), zero_based
    )
    return pager


def _count(numbered: list[tuple[int | None, str, str]], current: int, way: str, zero_based: bool) -> int | None:
    """How many pages the numbers and the link to the last page tell of; None where only "next" is offered."""
    telling = [number for number, text, _ in numbered if number is not None and (text.isdigit() or _is_last(text))]
    if not telling:
        return None
    pages = max([*telling, current]) + (1 if zero_based else 0)
    if way.startswith("offset"):
        step = min((number for number, _, _ in numbered if number), default=0)
        pages = max(telling) // step + 1 if step else 0
    return pages if 0 < pages <= _MAX_PAGES else None


def _is_last(text: str) -> bool:
    return bool(_LAST_SIGNS.fullmatch(text.strip()) or _LAST_SIGNS.fullmatch(text.strip(" «»‹›→←>.…<-–—")))


def _numbered(pager: Pager) -> list[tuple[int | None, str, str]]:
    found = []
    for _, text, address, place in pager.links:
        number = place.others[pager.index] if place.others and pager.index < len(place.others) else place.number
        found.append((number, re.sub(r"(?i)^(?:page|p[áa]gina)\s+(?=\d)", "", text.strip(" []()|·")), address))
    return found


def _own_number(here: Place, pager: Pager) -> int:
    if here.others:
        return here.others[pager.index] if pager.index < len(here.others) else 0
    if here.number is not None:
        return here.number if pager.index == 0 else 0
    zero = any(place.number == 1 and text.strip(" []()|·") == "2" for _, text, _, place in pager.links)
    offset = any(place.way.startswith("offset") for _, _, _, place in pager.links)
    return 0 if zero or offset or _drupal_like(pager) else 1


def _drupal_like(pager: Pager) -> bool:
    """Only a "next" link with page=1 from the first page: counting began at 0."""
    numbers = {place.number for _, _, _, place in pager.links if place.number is not None}
    return (
        pager.links[0][3].way == "query:page" and 1 in numbers and not any(text == "1" for _, text, _, _ in pager.links)
    )


def _is_zero_based(pager: Pager, numbered: list[tuple[int | None, str, str]], here: Place) -> bool:
    for number, text, _ in numbered:
        if number is not None and text.isdigit():
            return int(text) == number + 1
    return _drupal_like(pager) if not here.way else pager.links[0][3].way == "query:page" and here.way == "query:page"


def _next_by_words(pager: Pager, url: str, current: int) -> str | None:
    """The link that says it is the next page, if its number or token says the same."""
    for element, text, address, place in pager.links:
        words = [text, element.get("aria-label") or "", element.get("title") or ""]
        rel = (element.get("rel") or "").lower().split()
        if "next" not in rel and not any(_is_next(one) for one in words if one.strip()):
            continue
        number = place.others[pager.index] if place.others and pager.index < len(place.others) else place.number
        # some generators number their pages from the oldest on, so that "older" leads to a smaller number
        falls = pager.here.way == place.way == "file" and number not in (None, current)
        if place.token is not None or falls or (number is not None and number > current):
            if place.token is not None and place.token == pager.here.token:
                continue
            return _strip(address) if _strip(address) != _strip(url) else None
    return None


def _links(root: etree._Element) -> Iterable[etree._Element]:
    for count, element in enumerate(root.iter("a", "link")):
        if count > _MAX_LINKS:
            return
        if element.tag == "link" and "next" not in (element.get("rel") or "").lower().split():
            continue
        if element.get("href"):
            yield element


def _text_of(element: etree._Element) -> str:
    text = " ".join("".join(map(str, element.itertext())).split())[:80] if element.tag == "a" else "next"
    if text:
        return text
    label = element.get("aria-label") or element.get("title") or ""
    picture = next(iter(element.iter("img")), None)
    return label or ((picture.get("alt") or "") if picture is not None else "")


def _say_of(root: etree._Element, pagers: list[Pager]) -> None:
    """ "Page 2 of 14" near a pager gives the number of pages."""
    if len(pagers) != 1:
        return
    parent = pagers[0].elements[0].getparent()
    for _ in range(3):
        if parent is None:
            return
        found = _OF.search("".join(map(str, parent.itertext()))[:2000])
        if found:
            pagers[0].pages = max(pagers[0].pages or 0, min(int(found[2]), _MAX_PAGES))
            return
        parent = parent.getparent()


def _strip(address: str) -> str:
    return address.split("#")[0]
