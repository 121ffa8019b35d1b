"""How much speaks for one form that was filled in twice: the words that stand in place of others, weighed.

A day or a number in place of another one weighs much, and most in the first words of a short text; prose in place of
prose weighs little. Every distinct replacement counts once: a text that says "1,300" for "1,200" throughout is one
correction. What a local body puts in place of "AFSCME" is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from archive.sameness.comparing_words import Stretch
from archive.sameness.shingles import Words
from archive.sameness.telling_words import BODIES, COUNTS, MONTHS, OWN, WEEKDAYS, class_of

#: weight of a replacement by what is replaced. A form has one for each of its blanks; see `allowance` for the scale.
WEIGHTS = {"year": 4.0, "day": 3.0, "named": 3.0, "name": 1.6, "number": 1.2}
PROSE = 0.3
#: the first words of a text; what is replaced there weighs more
_OPENING = 30
_EARLY = 1.5
#: longer stretches on both sides are passages that were rewritten, and no blanks
_BLANK = 8
#: words of a rewritten passage that weigh as much as 1
_PASSAGE = 15
#: the last part of a long text, where each body tells of itself
_CLOSING = 0.85
_LONG = 150
#: from this likeness on, another spelling of the same name
_SPELLING = 0.75
#: words around a number that say that a body counts its own, and how near they stand
_OF_A_BODY = frozenset("our ours we us local locals chapter here nuestro nuestra nuestros nuestras local".split())
_NEAR = 8
#: different days, numbers and names of a text that tells of one event
_TOLD = 3
#: so many words that are the same make up for a weight of 1
WORDS_PER_WEIGHT = 150


def weight_of(stretches: Sequence[Stretch], one: Words, other: Words) -> float:
    """How much the replaced words speak for two texts of one form, and against one text that was edited."""
    total = 0.0
    seen: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for stretch in stretches:
        if not stretch.replaced:
            continue
        sides = one.normal[stretch.start : stretch.end], other.normal[stretch.other_start : stretch.other_end]
        if sides in seen:
            continue
        seen.add(sides)
        total += _weight(stretch, one, other)
    return total


def one_number(stretches: Sequence[Stretch], one: Words, other: Words) -> tuple[str, str] | None:
    """The number that stands in place of another one, where nothing else was replaced; None otherwise.

    A number that measures: no day and no number of a body or an issue. None too for what a body counts of itself
    ("412 of our members"), for that is a blank, unless the text names the body by its number, which a form would have
    filled in too; and where no name stands in the text, for that may be anybody's.
    """
    replaced = [stretch for stretch in stretches if stretch.replaced]
    sides = {(one.normal[s.start : s.end], other.normal[s.other_start : s.other_end]) for s in replaced}
    if len(sides) != 1 or replaced[0].size != 1 or replaced[0].other_size != 1:
        return None
    if any({class_of(one, s.start), class_of(other, s.other_start)} != {"number"} for s in replaced):
        return None
    near = {word for s in replaced for word in _around(one, s.start)}
    told = _told(one, 0, len(one))
    if near & _OF_A_BODY and not _names_its_body(one):
        return None
    if not ("name" in told or _names_its_body(one)) or sum(map(len, told.values())) < _TOLD:
        return None
    return one.normal[replaced[0].start], other.normal[replaced[0].other_start]


def _around(words: Words, at: int) -> tuple[str, ...]:
    """The words near that one in its sentence."""
    start = max((place for place in words.starts if place <= at), default=0)
    end = min((place for place in words.starts if place > at), default=len(words))
    return words.normal[max(start, at - _NEAR) : min(end, at + 1 + _NEAR)]


def _names_its_body(words: Words) -> bool:
    """Whether a number follows the word for a body: "Local 12"."""
    pairs = zip(words.normal, words.normal[1:], strict=False)
    return any(word in BODIES and number.isdigit() for word, number in pairs)


def _weight(stretch: Stretch, one: Words, other: Words) -> float:
    few, many = sorted((stretch.size, stretch.other_size))
    if _is_dateline(stretch, one, other):
        return 0.0
    closing = stretch.start > _CLOSING * len(one) and stretch.other_start > _CLOSING * len(other)
    place = 0.5 if closing and min(len(one), len(other)) >= _LONG else 1.0
    if few > _BLANK or many > 4 * few + 6:
        return (0.5 if _at_an_end(stretch, one, other) else place) * few / _PASSAGE
    if few == many == 1 and _is_spelling(one.normal[stretch.start], other.normal[stretch.other_start]):
        return 0.2
    early = _EARLY if min(stretch.start, stretch.other_start) < _OPENING else 1.0
    return place * early * _blanks(stretch, one, other) + PROSE * few / 4


def _at_an_end(stretch: Stretch, one: Words, other: Words) -> bool:
    """Whether both texts begin or end there, where a local body puts words of its own."""
    if not stretch.start and not stretch.other_start:
        return True
    return stretch.end == len(one) and stretch.other_end == len(other)


def _blanks(stretch: Stretch, one: Words, other: Words) -> float:
    """The weights of what both sides tell, each in place of the like on the other side."""
    sides = _told(one, stretch.start, stretch.end), _told(other, stretch.other_start, stretch.other_end)
    both = [name for name in WEIGHTS if name in sides[0] and name in sides[1] and sides[0][name] != sides[1][name]]
    if both:
        return sum(WEIGHTS[name] for name in both)
    return WEIGHTS["number"] if sides[0] and sides[1] and sides[0] != sides[1] else 0.0


def _told(words: Words, start: int, end: int) -> dict[str, set[str]]:
    """What some words tell, by its class; names of the union and its own tell nothing."""
    told: dict[str, set[str]] = {}
    for at in range(start, end):
        name = class_of(words, at)
        if name and words.normal[at] not in OWN:
            told.setdefault(name, set()).add(words.normal[at])
    return told


def _is_dateline(stretch: Stretch, one: Words, other: Words) -> bool:
    """Whether each text begins with a place of its own, of which one at least is in capitals, as datelines are."""
    if stretch.start or stretch.other_start or max(stretch.size, stretch.other_size) > 6:
        return False
    words = (*one.printed[: stretch.end], *other.printed[: stretch.other_end])
    return any(len(word) > 3 and word.isupper() and word.casefold() not in OWN for word in words)


def _is_spelling(one: str, other: str) -> bool:
    """Whether one word is another spelling of the other: typing errors, "Jon" and "John"."""
    if any(word[0].isdigit() or word in MONTHS or word in WEEKDAYS or word in COUNTS for word in (one, other)):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _SPELLING
