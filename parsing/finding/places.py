"""States and places that a text names.

The best evidence is a place with its state behind a comma, above all in the line of place and day that opens a release
("COLUMBUS, Ohio –"). A well-known name counts alone, unless it may be a person's, a newspaper's, a street's or a
river's. Any other counts where its state stands elsewhere in the text and a word such as "in" before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from parsing.finding.gazetteer import Gazetteer, Known
from parsing.finding.tokens import Tokens, is_capital, tokens_of

#: places of one text, those that are named most
MOST_PLACES = 16
_DASHES = frozenset("–—-―")
_BEFORE = frozenset("in near from outside around across throughout downtown en desde".split())
#: what makes another thing of the name before it
_MAKES_OTHER = frozenset(
    """river avenue ave street st boulevard blvd road rd drive lane way room hotel hall parkway turnpike times post
    tribune globe herald journal star sun inquirer news press chronicle dispatch daily register gazette examiner review
    courier bulletin magazine monument day tea bears cubs lions tigers packers vikings yankees valley lake college
    bay""".split()
)
#: what may stand behind the name of a state or a place without making a person of it
_OF_A_PLACE = frozenset(
    """state city county department dept senate house legislature general assembly governor gov attorney supreme council
    afscme afl workers employees university tech public board capitol federation association democrats republicans
    democratic republican medicaid secretary school schools community medical health local locals police fire zoo
    library transit airport mayor lawmakers union unions district division office chapter teamsters sen rep
    superintendent housing water parks""".split()
)
_NEAR = frozenset("the greater north south east west northern southern eastern western central".split())
_TITLES = frozenset("mr mrs ms dr gov sen rep mayor judge brother sister president commissioner st".split())
_SAYS = frozenset("said says told added explained noted who whose".split())
#: capitals that may stand before the name of a place which people bear, too
_MAY_PRECEDE = frozenset(
    """in at from near the of and for to downtown greater north south east west northern southern eastern western
    central afscme en de across around outside serving""".split()
)
_DAYS = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday""".split()
)
_NO_PLACE = frozenset("university college hospital council local department center centre court act union".split())
_POSTAL_WORDS = frozenset(("IN", "OR", "ME", "OK", "HI", "OH", "PA", "MA", "LA", "DE", "AL", "MO", "ID", "CO"))


@dataclass(frozen=True, slots=True)
class Place:
    """A state, or a place in it, by its usual name."""

    place: str
    state: str


@dataclass(frozen=True, slots=True)
class At:
    """A place with where it stands: its first word and the one behind its last."""

    first: int
    last: int
    place: Place
    is_state: bool = False


def find_places(gazetteer: Gazetteer, title: str | None, text: str | None) -> tuple[Place, ...]:
    """States and places of a text, those that are named most first, in the order of the text."""
    counts = Counter(one.place for one in placed(gazetteer, title, text)[1])
    return tuple(place for place, _ in counts.most_common(MOST_PLACES))


@lru_cache(maxsize=2)
def placed(gazetteer: Gazetteer, title: str | None, text: str | None) -> tuple[Tokens, list[At]]:
    """The words of a text and the places among them; mentions ask for the same ones."""
    tokens = tokens_of(title, text)
    return tokens, places_in(gazetteer, tokens)


def places_in(gazetteer: Gazetteer, tokens: Tokens) -> list[At]:
    """All places of a text with where they stand, in order."""
    certain: list[At] = []
    open_ones: list[tuple[int, int, Sequence[Known]]] = []
    at = 0
    while at < len(tokens.words):
        found = _one(gazetteer, tokens, at)
        if isinstance(found, At):
            certain.append(found)
            at = found.last
        elif found is not None:
            open_ones.append(found)
            at = found[1]
        else:
            at += 1
    return sorted((*certain, *_settled(tokens, certain, open_ones)), key=lambda one: one.first)


def _one(gazetteer: Gazetteer, tokens: Tokens, at: int) -> At | tuple[int, int, Sequence[Known]] | None:
    """What stands at a place: a certain one, a name that needs its state elsewhere, or nothing."""
    word = tokens.words[at]
    if not is_capital(word):
        return _unlisted(gazetteer, tokens, at) if word in _BEFORE else None
    length, known = gazetteer.names.at(tokens, at)
    if not length:
        return _opening(gazetteer, tokens, at)
    last = at + length
    if known[0].name == "Washington":
        return _washington(gazetteer, tokens, at)
    behind = _behind(gazetteer, tokens, last) if not known[0].is_state or known[0].name == "New York" else None
    if behind is not None:
        return At(at, behind[1], Place(known[0].name, behind[0]))
    if _is_other(tokens, at, last, known[0]):
        return None
    if len(known) == 1 and known[0].alone:
        return At(at, last, Place(known[0].name, known[0].state), known[0].is_state)
    opens = _is_date_line(tokens, at, last)
    return (at, last, known) if opens or tokens.at(at - 1).casefold() in _BEFORE else None


def _settled(
    tokens: Tokens, certain: Sequence[At], open_ones: Sequence[tuple[int, int, Sequence[Known]]]
) -> Iterator[At]:
    """Names that several states share, where one of these is named elsewhere."""
    states = {one.place.state for one in certain}
    for first, last, known in open_ones:
        fitting = {one.state for one in known} & states
        if len(fitting) == 1:
            yield At(first, last, Place(known[0].name, fitting.pop()))


def _behind(gazetteer: Gazetteer, tokens: Tokens, at: int) -> tuple[str, int] | None:
    """The state behind a comma, and where it ends: ", Ohio", ", Ill.", ", MN"."""
    if tokens.at(at) != "," or not tokens.at(at + 1):
        return None
    length, codes = gazetteer.behind_comma.at(tokens, at + 1)
    if not length:
        return None
    last = at + 1 + length
    word, after = tokens.at(at + 1), tokens.at(last)
    # In capitals "SALEM, OR ELSE" is no place in Oregon.
    if word in _POSTAL_WORDS and tokens.at(at - 1).isupper() and after[:1].isalpha():
        return None
    if after.casefold() in _MAKES_OTHER or (after == "County"):
        return None
    return codes[0], last


def _washington(gazetteer: Gazetteer, tokens: Tokens, at: int) -> At | None:
    """The state only where it is called so; the city with D.C.; as a line of place and day the city. Else nobody."""
    last = at + 1
    before, after = tokens.at(at - 1), tokens.at(last)
    behind = _behind(gazetteer, tokens, last)
    if behind is not None and behind[0] == "DC":
        return At(at, behind[1], Place("Washington", "DC"))
    if after in ("D.C", "DC"):
        return At(at, last + 1, Place("Washington", "DC"))
    if after.casefold() == "state" and tokens.at(last + 1).casefold() != "university":
        return At(at, last + 1, Place("Washington", "WA"), is_state=True)
    if before.casefold() in ("eastern", "western", "southwest") and not is_capital(after):
        return At(at, last, Place("Washington", "WA"), is_state=True)
    if tokens.words[at].isupper() and _is_date_line(tokens, at, last):
        return At(at, last, Place("Washington", "DC"))
    return None


def _opening(gazetteer: Gazetteer, tokens: Tokens, at: int) -> At | None:
    """A place that no list knows, with its state, as it opens a line: "MANKATO, Minn. –"."""
    if not _begins_line(tokens, at):
        return None
    last = at + 1
    while last < at + 3 and is_capital(tokens.at(last)):
        last += 1
    behind = _behind(gazetteer, tokens, last)
    if behind is None:
        return None
    after = behind[1] + (tokens.at(behind[1]) == ".")
    if tokens.at(after) not in _DASHES and tokens.at(after) != "(":
        return None
    return At(at, behind[1], Place(_plain(tokens.printed(at, last)), behind[0]))


def _unlisted(gazetteer: Gazetteer, tokens: Tokens, at: int) -> At | None:
    """A place that no list knows, with its state: "in Mankato, Minnesota"."""
    first = last = at + 1
    while last < first + 4 and (is_capital(tokens.at(last)) or _is_short(tokens, first, last)):
        last += 1
    behind = _behind(gazetteer, tokens, last)
    words = [word.casefold() for word in tokens.words[first:last] if word != "."]
    if last == first or behind is None or gazetteer.names.at(tokens, first)[0]:
        return None
    if any(word in _DAYS or word in _NO_PLACE or not word.isalpha() for word in words):
        return None
    return At(first, behind[1], Place(_plain(tokens.printed(first, last)), behind[0]))


def _is_short(tokens: Tokens, first: int, at: int) -> bool:
    """Whether the dot of "St." stands here."""
    return at > first and tokens.at(at) == "." and tokens.at(at - 1) in ("St", "Ft", "Mt")


def _is_date_line(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a name opens a line and a dash follows it."""
    return _begins_line(tokens, first) and (tokens.at(last) in _DASHES or tokens.at(last) == "(")


def _begins_line(tokens: Tokens, at: int) -> bool:
    before = tokens.at(at - 1)
    return not before or before[0] == "\n"


def _is_other(tokens: Tokens, first: int, last: int, known: Known) -> bool:
    """Whether the name is that of something else: a street, a newspaper, a county, a person."""
    after = tokens.at(last)
    if is_capital(after) and after.casefold() in _MAKES_OTHER:
        return True
    if after.casefold() == "county" and "County" not in known.name:
        return True
    behind = tokens.at(last + 1).casefold()
    if known.is_state and (after.casefold() == "city" or (after.casefold() == "university" and behind == "of")):
        return True
    if after.casefold() == "free" and behind == "press":
        return True
    if known.also != "person":
        return False
    return _is_person(tokens, first, last) or not (known.is_state or _is_like_a_place(tokens, first, last))


def _is_like_a_place(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words around a name are such as stand around a city: "in Dallas", "the Dallas contract"."""
    before, after = tokens.at(first - 1).casefold(), tokens.at(last).casefold()
    return before in _BEFORE or before in _NEAR or after in _OF_A_PLACE or _is_date_line(tokens, first, last)


def _is_person(tokens: Tokens, first: int, last: int) -> bool:
    before, after = tokens.at(first - 1), tokens.at(last)
    if after.casefold() in _SAYS or before.casefold() in _SAYS:
        return True
    if before == "." and tokens.at(first - 2).casefold() in _TITLES:
        return True
    if before.casefold() in _BEFORE and not is_capital(after):
        return False
    if is_capital(before) and before.casefold() not in _MAY_PRECEDE:
        return True
    if is_capital(after) and after.casefold() not in _OF_A_PLACE:
        return True
    return after == "," and before.casefold() not in _BEFORE


def _plain(name: str) -> str:
    """A name that was printed in capitals, as others are."""
    return name.title() if name.isupper() else name
