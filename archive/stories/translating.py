"""Pure: do two posts say the same in two languages? They are linked then, and stay two stories.

One of them names the other as itself in its language; or they came on one day, and two signs of different sort agree:
what stands in them (a picture, a link), their numbers, the names in their texts, their addresses, the hour of an event.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

#: characters of a text that are looked at
_LOOKED_AT = 20_000
#: words of a text whose numbers and names are a sign, and how much longer the longer text may be
_ENOUGH_WORDS, _LONGER = 40, 2.5
#: how many numbers, and how many names, two texts must share, and which part of the smaller set
_FEWEST_NUMBERS, _FEWEST_NAMES, _SHARE = 3, 4, 0.6
#: signs of different sort that must agree
_FEWEST_SIGNS = 2
_NUMBER = re.compile(r"\d[\d.,:]{0,15}")
_NAME = re.compile(r"(?<![.!?:;\n\"“”¡¿-])[ \t]([^\W\d_][\w'’-]{2,40})")
#: pictures that stand on every post, and links that do: a site's front, its forms
_OF_THE_SITE = re.compile(r"logo|default|placeholder|banner|icon|avatar|share|blank", re.I)
#: parts of an address that only say its language
_LANGUAGE_PART = re.compile(
    r"(?<=[/_-])(?:en|es|fr|pt|zh|vi|ko|tl|ht|pl|ru|ar|so|english|espa[nñ]ol|spanish|ingles|french|francais)(?=[/_.-]|$)"
    r"|(?:^|(?<=[?&]))lang(?:uage)?=\w{2,5}",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Post:
    """All that the judgement may look at. addresses: canonical ones. alternates: address -> what says that it is this
    post in another language. day: of publication, where one is known exactly. starts_at: of an event."""

    item_id: int
    source_id: str
    parent_id: str | None
    language: str | None
    url: str
    addresses: frozenset[str] = frozenset()
    alternates: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None
    text: str = ""
    pictures: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    starts_at: str | None = None


def why_translation(one: Post, other: Post) -> str | None:
    """What shows that two posts say the same in two languages, in a sentence; None where nothing does.

    Symmetric. Only posts of one source, or of sources that belong together, and only of two known languages.
    """
    if one.item_id > other.item_id:
        one, other = other, one
    if not one.language or not other.language or one.language == other.language or not _together(one, other):
        return None
    for this, that in ((one, other), (other, one)):
        for address in sorted(this.alternates):
            if address in that.addresses or address == that.url:
                return f"Item {this.item_id} names item {that.item_id} as itself in {that.language}: " + (
                    f"{this.alternates[address]}."
                )
    if one.day is None or one.day != other.day:
        return None
    signs = _signs(one, other)
    if len(signs) < _FEWEST_SIGNS:
        return None
    return f"Both came on {one.day.isoformat()}, in {one.language} and {other.language}, with {', '.join(signs)}."


def _together(one: Post, other: Post) -> bool:
    """One source, or a body with one that belongs to it, or two that belong to one."""
    family = {one.source_id, one.parent_id} & {other.source_id, other.parent_id}
    return bool(family - {None})


def _signs(one: Post, other: Post) -> list[str]:
    """The signs that agree, at most one of each sort."""
    found = []
    if {name for name in one.pictures & other.pictures if not _OF_THE_SITE.search(name)}:
        found.append("the same picture")
    elif {url for url in one.links & other.links if _is_deep(url)}:
        found.append("the same link")
    if one.url != other.url and _without_language(one.url) == _without_language(other.url):
        found.append("addresses that differ by the language alone")
    if one.starts_at and one.starts_at == other.starts_at:
        found.append("the same hour of the event")
    lengths = sorted((len(one.text.split()), len(other.text.split())))
    if lengths[0] >= _ENOUGH_WORDS and lengths[1] <= _LONGER * lengths[0]:
        if agree(numbers(one.text), numbers(other.text), _FEWEST_NUMBERS):
            found.append("the same numbers")
        if agree(names(one.text), names(other.text), _FEWEST_NAMES):
            found.append("the same names")
    return found


def agree(one: frozenset[str], other: frozenset[str], fewest: int) -> bool:
    """Whether two sets share enough: a least number, and the greater part of the smaller set."""
    shared = len(one & other)
    return shared >= fewest and shared >= _SHARE * min(len(one), len(other))


def numbers(text: str) -> frozenset[str]:
    """Numbers of two digits or more, without what parts their thousands."""
    found = (re.sub(r"[.,:]", "", match) for match in _NUMBER.findall(text[:_LOOKED_AT]))
    return frozenset(number for number in found if len(number) >= 2)


def names(text: str) -> frozenset[str]:
    """Words that begin with a capital within a sentence, without accents; what all of our posts name is none."""
    found = {_plain(word) for word in _NAME.findall(text[:_LOOKED_AT]) if word[0].isupper()}
    return frozenset(found - {"afscme", "union"})


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in folded if letter.isalnum())


def _is_deep(url: str) -> bool:
    """Whether a link leads to one document, and not to a site's front or one of its forms."""
    path = url.partition("://")[2].partition("/")[2].partition("?")[0].rstrip("/")
    return path.count("/") >= 1 and not _OF_THE_SITE.search(url)


def _without_language(url: str) -> str:
    bare = _LANGUAGE_PART.sub("", url.lower().partition("://")[2])
    return re.sub(r"[/_.?&-]+", "/", bare).strip("/")
