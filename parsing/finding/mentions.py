"""Bodies and holders of office that a text names.

A body is a source of ours only where that is certain: by a name of its own; by a council's number; for a local, whose
number may be given twice in the country, by its number with its council, its affiliate or its state beside it. Other
unions have locals and councils, too; a name of theirs before the number makes it theirs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from parsing.finding.bodies import Bodies, Called, Span
from parsing.finding.gazetteer import Gazetteer
from parsing.finding.offices import offices_in
from parsing.finding.places import At, placed
from parsing.finding.tokens import Tokens, is_capital

#: bodies and offices of one text
MOST_MENTIONS = 24
LONGEST_NAME = 120
_NUMBER = re.compile(r"\d{1,4}[A-Z]{0,2}\Z")
_OWN = frozenset({"AFSCME", "AFSCME's"})
#: capitals that may stand before "Local 88" at the beginning of a sentence
_MAY_OPEN = frozenset(
    """the at in of our for and with from by as to on when while after before join meet support thank welcome
    congratulations members workers brothers sisters employees el la los las de del en miembros""".split()
)
#: letters of an abbreviation with a dot
_SHORT = 4
#: words behind a council's number that make it a number of something else
_COUNTS = frozenset("votes vote to percent members-elect seats th st nd rd".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A body or an office. kind: "body" or "office"; source_id where it is certainly a source of ours.

    number: of a local that may become certain by the source that prints the text; see `at_home`.
    """

    name: str
    kind: str
    source_id: str | None = None
    number: str | None = None


def find_mentions(bodies: Bodies, gazetteer: Gazetteer, title: str | None, text: str | None) -> tuple[Mention, ...]:
    """Bodies and offices of a text, each once, in the order of the text."""
    tokens, places = placed(gazetteer, title, text)
    spans = bodies_in(bodies, tokens, places)
    named = [(span.first, _mention(tokens, span)) for span in spans if span.is_body]
    held = [(first, Mention(name, "office", source_id)) for first, name, source_id in offices_in(bodies, tokens, spans)]
    found: dict[tuple[str, str], Mention] = {}
    for _, mention in sorted((*named, *held), key=lambda one: one[0]):
        key = mention.kind, _key(mention)
        known = found.get(key)
        if known is None or (mention.kind == "body" and len(mention.name) > len(known.name)):
            found[key] = mention
    return _most(found.values())


def at_home(mention: Mention, bodies: Bodies, source_ids: Collection[str]) -> Mention:
    """The mention as it is in a text that only these sources print: "Local 88" on its own council's site is clear.

    Nothing is clear by the house of a text that several families print.
    """
    if mention.number is None or not source_ids:
        return mention
    family = frozenset.intersection(*(bodies.family(one) for one in source_ids))
    fitting = [body for body in bodies.locals.get(mention.number, ()) if body.id in family]
    return replace(mention, source_id=fitting[0].id) if len(fitting) == 1 else mention


def bodies_in(bodies: Bodies, tokens: Tokens, places: Sequence[At]) -> list[Span]:
    """Bodies of a text with where they stand; AFSCME alone is there for the offices only."""
    found: list[Span] = []
    places_ending = {one.last: one for one in places}
    at = 0
    while at < len(tokens.words):
        span = _named(bodies, tokens, at) or _numbered(bodies, tokens, at, places_ending)
        if span is None:
            at += 1
            continue
        found.append(span)
        at = span.last
    return [_settled(bodies, tokens, span, found, places) for span in found]


def _named(bodies: Bodies, tokens: Tokens, at: int) -> Span | None:
    length, called = bodies.names.at(tokens, at)
    if length:
        fitting = {one.source_id for one in called if not _speaks_against(one, tokens)}
        # Letters with a number behind are the affiliate's own local, which the number tells of.
        if len(fitting) == 1 and not _number_at(tokens, at + length, ("Local", "LOCAL")):
            return Span(at, at + length, fitting.pop(), own=True)
    if tokens.words[at] in _OWN and not _is_numbered_on(tokens, at + 1):
        return Span(at, at + 1, "national", own=True, is_body=False)
    return None


def _speaks_against(called: Called, tokens: Tokens) -> bool:
    return any(one in tokens.text for one in called.unless)


def _is_numbered_on(tokens: Tokens, at: int) -> bool:
    """Whether a council, local or chapter with its number follows, perhaps behind one or two words of its name."""
    return any(_kind_at(tokens, at + step) is not None for step in range(3) if _joined(tokens, at, step))


def _joined(tokens: Tokens, at: int, words: int) -> bool:
    return all(is_capital(tokens.at(at + step)) for step in range(words))


def _kind_at(tokens: Tokens, at: int) -> tuple[str, int, int] | None:
    """A kind of body at a place, with the places of its number and behind it: council, local or chapter."""
    word = tokens.at(at)
    lowered = word.casefold()
    if not is_capital(word):
        return None
    if word == "DC" or lowered == "council":
        kind, number = "council", at + 1
    elif lowered == "district" and tokens.at(at + 1).casefold() == "council":
        kind, number = "district", at + 2
    elif lowered == "local":
        kind, number = "local", at + 1
        number += tokens.at(number).casefold() in ("union", "unión")
    elif lowered in ("retiree", "retirees") and tokens.at(at + 1).casefold() == "chapter":
        kind, number = "chapter", at + 2
    else:
        return None
    if tokens.at(number) == "#":
        number += 1
    elif tokens.at(number).casefold() == "no":
        number += 2 if tokens.at(number + 1) == "." else 1
    last = _behind_number(tokens, number)
    return (kind, number, last) if last else None


def _number_at(tokens: Tokens, at: int, words: tuple[str, ...]) -> bool:
    return tokens.at(at) in words and _NUMBER.match(tokens.at(at + 1)) is not None


def _behind_number(tokens: Tokens, at: int) -> int:
    """The place behind a body's number; 0 where there is none, or a number of something else."""
    if not _NUMBER.match(tokens.at(at)):
        return 0
    after = tokens.at(at + 1)
    if after == "-" and tokens.touches(at + 1):
        sub = tokens.at(at + 2)
        return at + 3 if len(tokens.at(at)) >= 3 and len(sub) == 3 and sub.isdigit() else 0
    if after in ("%", ":", ",") and tokens.touches(at + 2) and tokens.at(at + 2)[:1].isdigit():
        return 0
    return 0 if after == "%" or after.casefold() in _COUNTS else at + 1


def _numbered(bodies: Bodies, tokens: Tokens, at: int, places: Mapping[int, At]) -> Span | None:
    found = _kind_at(tokens, at)
    if found is None:
        return None
    kind, number_at, last = found
    number = tokens.printed(number_at, last).upper()
    first, own, is_foreign = _lead(bodies, tokens, at, places)
    if is_foreign:
        return None
    if kind in ("council", "district"):
        return _council(bodies, tokens, Span(first, last, None, own=own), kind, number)
    if kind == "chapter":
        fitting = [body for body in bodies.chapters.get(number, ()) if own]
        return Span(first, last, fitting[0].id if len(fitting) == 1 else None, own=own) if own else None
    return Span(first, last, None, number, own)


def _council(bodies: Bodies, tokens: Tokens, span: Span, kind: str, number: str) -> Span | None:
    """A council by its number. Painters and carpenters have district councils, too."""
    fitting = bodies.councils.get(number, [])
    if kind == "district" or "DC" in tokens.words[span.first : span.last]:
        fitting = [body for body in fitting if span.own or "District Council" in body.name]
    if len(fitting) == 1:
        return replace(span, source_id=fitting[0].id, own=True)
    return span if span.own else None


def _lead(bodies: Bodies, tokens: Tokens, at: int, places: Mapping[int, At]) -> tuple[int, bool, bool]:
    """What stands before the kind of a body: where its name begins, whether it is ours, whether it is another union's.

    "AFSCME Florida Council 79", "OAPSE/AFSCME Local 4", "Oregon AFSCME Local 88" are ours, "SEIU Local 73" is not.
    """
    first, own = at, False
    while first > 0:
        word = tokens.at(first - 1)
        if word in _OWN or word == "AFSCME" or _is_short_name(bodies, tokens, first - 1):
            first, own = first - 1, True
        elif first in places:
            first = places[first].first
        elif word in ("/", "-", "–") and tokens.touches(first - 1) and is_capital(tokens.at(first - 2)):
            first -= 1
        elif is_capital(word) and _ours_before(bodies, tokens, first):
            first, own = first - 1, True
        else:
            break
    if tokens.at(first) in ("/", "-", "–"):
        return first, own, not own
    before = tokens.at(first - 1)
    if not before or not is_capital(before) or own:
        return first, own, False
    return first, own, before.casefold() not in _MAY_OPEN


def _is_short_name(bodies: Bodies, tokens: Tokens, at: int) -> bool:
    length, _ = bodies.names.at(tokens, at)
    return length == 1


def _ours_before(bodies: Bodies, tokens: Tokens, first: int) -> bool:
    """Whether one word of a name is left before "AFSCME": "AFSCME Florida Council 79"."""
    return tokens.at(first - 2) in _OWN and tokens.at(first - 1).isalpha()


def _settled(bodies: Bodies, tokens: Tokens, span: Span, spans: Sequence[Span], places: Sequence[At]) -> Span:
    """A local with the source that it certainly is."""
    if span.number is None:
        return span
    rows = bodies.locals.get(span.number, [])
    above = _above(tokens, span, spans) or _called(bodies, tokens, span)
    if above is not None:
        family = bodies.family(above)
        fitting = [body for body in rows if body.id == above or (body.id in family and body.parent == above)]
        return replace(span, source_id=fitting[0].id if len(fitting) == 1 else None, number=None, own=True)
    states = _states(tokens, span, places)
    fitting = [body for body in rows if states and states <= set(body.states)]
    if len(fitting) == 1:
        return replace(span, source_id=fitting[0].id, number=None)
    return replace(span, number=None) if states else span


def _above(tokens: Tokens, span: Span, spans: Sequence[Span]) -> str | None:
    """The council or affiliate beside a local: "DC 37 Local 372", "Local 34 of AFSCME Council 5", "(Council 5)"."""
    for other in spans:
        if other.source_id is None or not other.is_body or other.number is not None:
            continue
        between = tokens.words[other.last : span.first] or tokens.words[span.last : other.first]
        nearness = max(span.first - other.last, other.first - span.last)
        if nearness == 0 or (0 < nearness <= 2 and set(between) <= set(", ( of de / - ' ’ s S".split())):
            return other.source_id
    return None


def _called(bodies: Bodies, tokens: Tokens, span: Span) -> str | None:
    """The affiliate whose letters open a local's name: "OCSEA Local 11"."""
    for at in range(span.first, span.last):
        length, called = bodies.names.at(tokens, at)
        if length == 1 and len({one.source_id for one in called}) == 1:
            return called[0].source_id
    return None


def _states(tokens: Tokens, span: Span, places: Sequence[At]) -> set[str]:
    """The states beside a body: those of its own sentence, else those of the whole text."""
    first, last = span.first, span.last
    while first > 0 and not _ends_sentence(tokens, first - 1):
        first -= 1
    while last < len(tokens.words) and not _ends_sentence(tokens, last):
        last += 1
    beside = {one.place.state for one in places if first <= one.first < last}
    return beside or {one.place.state for one in places}


def _ends_sentence(tokens: Tokens, at: int) -> bool:
    """Whether a sentence or a line ends with this sign; the dot of "Minn." ends none."""
    word = tokens.words[at]
    if word == ".":
        before = tokens.at(at - 1)
        return not (is_capital(before) and len(before) <= _SHORT)
    return word in ("!", "?") or word[0] == "\n"


def _mention(tokens: Tokens, span: Span) -> Mention:
    name = tokens.printed(span.first, span.last)[:LONGEST_NAME]
    return Mention(name, "body", span.source_id, span.number)


def _key(mention: Mention) -> str:
    if mention.kind == "office":
        return mention.name.casefold()
    return mention.source_id or re.sub(r"\W+", " ", mention.name.casefold().replace("afscme", "")).strip()


def _most(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Those that are kept: names once each, sources of ours before others where there are too many."""
    once = {(one.name, one.kind): one for one in mentions}
    ordered = sorted(once.values(), key=lambda one: one.source_id is None)[:MOST_MENTIONS]
    return tuple(one for one in once.values() if one in ordered)
