"""Pagers of no known grammar: told by what their links have in common with the page's own address.

An address is looked at as a frame with one number in it. Links that say of themselves that they are pages, by a number
or by words, and that share one frame with the page's own address, are its pager if the numbers move evenly: the second
page is one step from the first, the third two. So it does not matter what a site calls its pages or where it puts them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from parsing.lists.numbers import file_stem
from parsing.words import word_set

#: segments at the end of a path and parameters that are looked at
_MAX_SEGMENTS, _MAX_PARAMETERS = 4, 20
#: a number that the second page of a list may bear where nothing but a word says that it is one
_SECOND, _MAX_OFFSET = (1, 2), 200
#: their numbers are those of years, days, things, and sizes of pages
_NEVER = word_set(
    """
    year month day date yr mo week id nid aid cat category tag topic author user article post story item event
    limit size per view sort order lang language version v y m d anio mes dia
    """
)
_WORDS_OF_PAGES = word_set("p pg page pages pagina seite sida start offset from skip row begin index list next older")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAMED = re.compile(r"(?P<name>[a-z][a-z_-]{0,19})(?P<mark>[:=,.~]|)(?P<number>\d{1,6})", re.IGNORECASE)
_TAIL = re.compile(r"(?P<stem>.{1,200}?)(?P<mark>[-_,.:=~+]{1,2})(?P<number>\d{1,5})(?P<ending>\.[a-z]{3,5})?", re.I)
_MATRIX = re.compile(r";(?P<name>[\w-]{1,20})=(?P<number>\d{1,6})")


@dataclass(frozen=True, slots=True)
class Spot:
    """A number in an address, and the address without it. where: what stands around the number, "#" in its place."""

    stem: str
    parameters: frozenset[tuple[str, str]]
    where: str
    number: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a link says of the page behind it. number: the number it shows; is_next, is_previous: its words."""

    number: int | None
    is_next: bool
    is_previous: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A link of the page. at: its place among the links given."""

    at: int
    said: Said
    spot: Spot


@dataclass(frozen=True, slots=True)
class Shape:
    """A pager. links: (place among the links given, the number in its address); next_at: the next page's place."""

    where: str
    links: tuple[tuple[int, int], ...]
    next_at: int | None
    pages: int | None


def shape_of(links: Sequence[tuple[str, Said]], url: str, first_url: str | None = None) -> Shape | None:
    """The pager that the links of a page make; None where they make none, or one without a next page.

    links: (absolute address, what the link says) of links on the page's host. url: the page's own address. first_url:
    that of the list's first page, where it is known: then the number in which the two differ needs no way back.
    """
    here = {(spot.stem, spot.where): spot for spot in spots_of(url)}
    plain, frames = _frame(url), [_frame(address) for address, _ in links]
    groups: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for at, (address, said) in enumerate(links):
        for spot in spots_of(address):
            own = here.get((spot.stem, spot.where))
            frame = own.parameters if own else plain[1]
            if (own or spot.stem == plain[0]) and _agree(frame, spot.parameters):
                groups[spot.stem, spot.where].append(Told(at, said, spot))
    for key, group in sorted(groups.items(), key=lambda one: -len(one[1])):
        own = here.get(key)
        first = own and (own.stem, own.parameters)  # the list without a number
        bare = [said for (_, said), frame in zip(links, frames, strict=True) if frame == first]
        if first_url and first == _frame(first_url):
            bare.append(Said(1, False, True))
        if found := _shape(key[1], group, bare, own.number if own else None):
            return found
    return None


def spots_of(url: str) -> Iterator[Spot]:
    """The numbers of an address that may be those of a page, each with the address around it."""
    path, every = _apart(url)
    for name, value in every:
        digits = value or name  # a query may be nothing but the number
        key = name if value else ""
        if re.fullmatch(r"\d{1,6}", digits) and not _is_never(key.rstrip(":")):
            yield Spot(_stem(path), every - {(name, value)}, f"?{key}=#", int(digits))
    if (found := _MATRIX.search(path)) and not _is_never(found["name"]):
        rest = path[: found.start()] + path[found.end() :]
        yield Spot(_stem(rest), every, f";{found['name']}=#", int(found["number"]))
    for rest, where, number in _in_path(path.split(";")[0]):
        yield Spot(_stem(rest), every, where, number)


def _in_path(path: str) -> Iterator[tuple[str, str, int]]:
    """(the path without the number, what stands around it, the number)."""
    segments = [one for one in path.split("/") if one]
    for at in range(max(0, len(segments) - _MAX_SEGMENTS), len(segments)):
        before, one, after = segments[:at], segments[at], segments[at + 1 :]
        word = before[-1] if before else ""
        if one.isdecimal() and len(one) <= 5:
            if _YEAR.fullmatch(one) or _YEAR.search(word) or _is_never(word):
                continue
            yield "/".join(["", *before, *after]), "/#", int(one)
            if word.replace("-", "").replace("_", "").isalpha():
                yield "/".join(["", *before[:-1], *after]), f"/{word}/#", int(one)
        elif (named := _NAMED.fullmatch(one)) and not _is_never(named["name"]):
            where = f"/{named['name']}{named['mark']}#"
            yield "/".join(["", *before, *after]), where, int(named["number"])
        if (tail := _TAIL.fullmatch(one)) and not _YEAR.fullmatch(tail["number"]):
            name = tail["stem"]
            if _YEAR.fullmatch(name[-4:]):
                continue  # a month
            number, ending = int(tail["number"]), tail["ending"] or ""
            yield "/".join(["", *before, name + ending, *after]), f"/*{tail['mark']}#{ending}", number
            if name in _WORDS_OF_PAGES:
                yield "/".join(["", *before, *after]), f"/{name}{tail['mark']}#{ending}", number


def _frame(url: str) -> tuple[str, frozenset[tuple[str, str]]]:
    """The address without scheme, host, ending and order of parameters."""
    path, every = _apart(url)
    return _stem(path), every


def _apart(url: str) -> tuple[str, frozenset[tuple[str, str]]]:
    """Path and parameters; parts of the path that are a name and a value are parameters too."""
    parts = urlsplit(url)
    segments = unquote(parts.path).lower().split("/")
    pairs = [one.partition(":") for one in segments if ":" in one.strip(":")][:_MAX_PARAMETERS]
    asked = parse_qsl(parts.query, keep_blank_values=True)[:_MAX_PARAMETERS]
    path = "/".join(one for one in segments if ":" not in one.strip(":"))
    named = {(f"{name}:", value) for name, _, value in pairs}
    return path, frozenset({*named, *((name.lower(), value) for name, value in asked)})


def _stem(path: str) -> str:
    path = path.rstrip("/")
    return file_stem(path) if re.search(r"/(?:index|default)(?:\.\w{3,5})?$", path) else re.sub(r"\.\w{3,5}$", "", path)


def _is_never(name: str) -> bool:
    return name in _NEVER or name.endswith(("id", "cat", "category"))


def _agree(mine: frozenset[tuple[str, str]], theirs: frozenset[tuple[str, str]]) -> bool:
    own = dict(mine)
    return all(own[name] == value for name, value in theirs if name in own)


def _shape(where: str, group: list[Told], bare: list[Said], own: int | None) -> Shape | None:
    """The pager that links of one frame make. bare: what links to the frame without a number say. own: the page's."""
    numbers = {one.said.number: one.spot.number for one in group if one.said.number}
    if _is_month(set(numbers)):
        return None
    pace = _pace(numbers, where)
    current = own if own is not None else pace[1] if pace else 0
    by_words = [one for one in group if one.said.is_next or one.said.is_previous]
    ahead = _by_words(by_words, bare, current, own, where, bool(pace))
    if ahead is None and pace and (current - pace[1]) % pace[0] == 0:
        further = [one for one in group if one.said.number and one.spot.number > current]
        ahead = min(further, key=lambda one: one.spot.number, default=None)
    if ahead is None and not (pace and own is not None):
        return None
    told = tuple((one.at, one.spot.number) for one in group)
    return Shape(where, told, ahead.at if ahead else None, max(numbers) if pace and len(numbers) > 1 else None)


def _pace(numbers: dict[int, int], where: str) -> tuple[int, int] | None:
    """(step, number of the first page) where the numbers in addresses follow the numbers shown, else None."""
    shown = sorted(numbers)
    if not shown:
        return None
    if len(shown) == 1:
        one, number = shown[0], numbers[shown[0]]
        if number in (one, one - 1):
            return 1, number - one + 1
        return (number, 0) if one == 2 and (number in _SECOND or _says_page(where)) else None
    step, rest = divmod(numbers[shown[1]] - numbers[shown[0]], shown[1] - shown[0])
    first = numbers[shown[0]] - step * (shown[0] - 1)
    even = all(numbers[one] == first + step * (one - 1) for one in shown)
    return (step, first) if step > 0 and not rest and even and first in (0, 1, step) else None


def _by_words(
    said: list[Told], bare: list[Said], current: int, own: int | None, where: str, is_paced: bool
) -> Told | None:
    """The next page by a word. On a first page its number must be that of a second one; behind it, the way back too."""
    ahead = [one for one in said if one.spot.number > current]
    if not ahead:
        return None
    best = min(ahead, key=lambda one: (not one.said.is_next, one.spot.number))
    number = best.spot.number
    if is_paced:
        return best
    if own is None:
        is_second = number in _SECOND or (number <= _MAX_OFFSET and (where.startswith("?") or _says_page(where)))
        return best if is_second else None
    back = {one.spot.number for one in said if one.spot.number < own}
    steps_back = own - max(back) if back else None
    if steps_back == number - own or any(one.is_previous or one.number == 1 for one in bare):
        return best
    return None


def _says_page(where: str) -> bool:
    name = re.search(r"[a-z]+", where)
    return name is not None and name[0] in _WORDS_OF_PAGES


def _is_month(numbers: set[int]) -> bool:
    """Whether the numbers are the days of a month: a calendar is no pager."""
    return len(numbers) >= 24 and numbers <= set(range(1, 32)) and max(numbers) >= 28 and {8, 15, 22, 27} <= numbers
