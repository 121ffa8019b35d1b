"""Holders of office: presidents and secretary-treasurers of the union or of one of its bodies. Nobody else is named.

A name counts only right beside its office and its body, or with its office where a data file knows the officer. Who
held an office once, and who is vice president, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from parsing.finding.bodies import Bodies, Span
from parsing.finding.tokens import Tokens, is_capital

_TITLES = {
    ("president",): "president",
    ("presidente",): "president",
    ("presidenta",): "president",
    ("secretary", "-", "treasurer"): "secretary-treasurer",
    ("secretary", "treasurer"): "secretary-treasurer",
    ("secretario", "-", "tesorero"): "secretary-treasurer",
    ("secretaria", "-", "tesorera"): "secretary-treasurer",
    ("secretaria", "tesorera"): "secretary-treasurer",
    ("secretario", "tesorero"): "secretary-treasurer",
}
_FIRST_WORDS = frozenset(words[0] for words in _TITLES)
_NOT_NOW = frozenset(
    "vice former past late retired ex deputy assistant then expresidente exvicepresidente vicepresidente - de".split()
)
_PARTICLES = frozenset("de la del van von der al el bin".split())
#: capitals that are no part of a name
_NO_NAME = frozenset(
    """afscme local council president secretary treasurer executive director union chapter district the and of emeritus
    elect pro tem board state county city says said will statement on in at for today""".split()
)
_NAME = re.compile(r"[^\W\d_][^\W\d_'’-]*(?:['’-][^\W\d_]+)*\Z")
_MOST_WORDS = 4


def offices_in(bodies: Bodies, tokens: Tokens, spans: Sequence[Span]) -> Iterator[tuple[int, str, str | None]]:
    """Where each stands, how it is printed, and the source whose office it is."""
    for span in spans:
        if span.own or span.source_id:
            yield from _behind(tokens, span)
            yield from _before(tokens, span)
            yield from _of(tokens, span)
    yield from _known(bodies, tokens)


def _behind(tokens: Tokens, span: Span) -> Iterator[tuple[int, str, str | None]]:
    """ "AFSCME President Jane Roe", "Council 31's president, Jane Roe"."""
    at = span.last
    if tokens.at(at) in ("'", "’") and tokens.at(at + 1).casefold() == "s":
        at += 2
    if tokens.at(at) == "International":
        at += 1
    length = _title_at(tokens, at)
    if not length or _was(tokens, span.first):
        return
    behind = at + length
    behind += tokens.at(behind) == ","
    last = _name_at(tokens, behind)
    if last:
        yield span.first, tokens.printed(span.first, last), span.source_id


def _before(tokens: Tokens, span: Span) -> Iterator[tuple[int, str, str | None]]:
    """ "Jane Roe, president of AFSCME Local 88"."""
    at = _skip_back(tokens, span.first)
    for length in (3, 2, 1):
        first = at - length
        if first > 0 and _title_at(tokens, first) == length and tokens.at(first - 1) == ",":
            start = _name_ending(tokens, first - 1)
            if start is not None:
                yield start, tokens.printed(start, span.last), span.source_id
            return


def _of(tokens: Tokens, span: Span) -> Iterator[tuple[int, str, str | None]]:
    """ "el presidente de AFSCME, Lee Saunders", "the president of Council 5, Jane Roe"."""
    at = _skip_back(tokens, span.first)
    for length in (3, 2, 1):
        first = at - length
        if first < 0 or at == span.first or _title_at(tokens, first) != length:
            continue
        if tokens.at(first - 1) == "," or _was(tokens, first):
            return
        behind = span.last + (tokens.at(span.last) == ",")
        last = _name_at(tokens, behind)
        if last:
            yield first, tokens.printed(first, last), span.source_id
        return


def _known(bodies: Bodies, tokens: Tokens) -> Iterator[tuple[int, str, str | None]]:
    """ "President Lee Saunders", where nobody says of what, and the officer is known by name."""
    for at in range(len(tokens.words)):
        length = _title_at(tokens, at) if is_capital(tokens.words[at]) else 0
        if not length or _was(tokens, at):
            continue
        known, called = bodies.officers.at(tokens, at + length) if at + length < len(tokens.words) else (0, ())
        office = _TITLES[tuple(word.casefold() for word in tokens.words[at : at + length])]
        if known and tokens.at(at - 1) != "AFSCME" and any(one.office == office for one in called):
            yield at, tokens.printed(at, at + length + known), called[0].source_id


def _title_at(tokens: Tokens, at: int) -> int:
    """How many words an office has at a place; 0 where there is none."""
    if at < 0 or tokens.at(at).casefold() not in _FIRST_WORDS:
        return 0
    for length in (3, 2, 1):
        if tuple(word.casefold() for word in tokens.words[at : at + length]) in _TITLES:
            return length
    return 0


def _was(tokens: Tokens, at: int) -> bool:
    return tokens.at(at - 1).casefold() in _NOT_NOW


def _skip_back(tokens: Tokens, at: int) -> int:
    """The place before "of the" and "de la"."""
    if tokens.at(at - 1).casefold() in ("the", "la", "el", "los") and tokens.at(at - 2).casefold() in ("of", "de"):
        return at - 2
    return at - 1 if tokens.at(at - 1).casefold() in ("of", "de", "del") else at


def _name_at(tokens: Tokens, at: int) -> int:
    """The place behind a person's name that begins here; 0 where there is none."""
    last, capitals = at, 0
    while last < at + _MOST_WORDS + 2:
        word = tokens.at(last)
        if is_capital(word) and word.casefold() not in _NO_NAME and _NAME.match(word):
            capitals += 1
        elif not (last > at and (word.casefold() in _PARTICLES or (word == "." and len(tokens.at(last - 1)) == 1)
                                 or (word == "-" and tokens.touches(last)))):  # fmt: skip
            break
        last += 1
    while last > at and not is_capital(tokens.at(last - 1)):
        last -= 1
    return last if 2 <= capitals <= _MOST_WORDS else 0


def _name_ending(tokens: Tokens, last: int) -> int | None:
    """Where a person's name begins that ends before this place; None where there is none."""
    for words in range(_MOST_WORDS + 2, 1, -1):
        first = last - words
        if (
            first >= 0
            and (tokens.begins(first) or not is_capital(tokens.at(first - 1)))
            and _name_at(tokens, first) == last
        ):
            return first
    return None
