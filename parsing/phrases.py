"""A small language in which rules of thumb stand in data files, so that people can read, question and mend them.

A cell of phrases holds alternatives parted by " | ". A phrase is words, looked for in a text without regard to case,
accents and punctuation:

    bargaining update        these words in a row
    negotiation*             any ending
    call * senator           up to three words between
    (call email write) your  one of these words
    local #                  a number
    ^ statement, minutes $   at the beginning, at the end (of the text, of one tag, of one part of an address)
    contract update :        a colon counts; other punctuation does not

Everything is compiled to one expression without nested repeats, so its time grows with the text and not beyond.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from errors import ParseError

#: words of one part of a text that are looked at; rules judge beginnings
MOST_WORDS = 400
_TOKEN = re.compile(r"\w+|[:\[\]()]")
_GAP = r"(?: [^\s^$]+){0,3}"
_GROUP = re.compile(r"\(([^()|]+)\)|(\S+)")


def folded(parts: Iterable[str | None]) -> str:
    """Texts as phrases are looked for in them: words in small letters, each part between "^" and "$"."""
    made = []
    for part in parts:
        words = _words(part or "")[:MOST_WORDS]
        if words:
            made.append(f" ^ {' '.join(words)} $")
    return "".join(made) + " " if made else ""


def compiled(cell: str) -> re.Pattern[str] | None:
    """The expression of a cell of phrases; None for an empty one. Raises ParseError for a phrase that is none."""
    phrases = [phrase.strip() for phrase in cell.split(" | ")]
    if phrases == [""]:
        return None
    return re.compile("|".join(_pattern(phrase) for phrase in phrases))


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of a cell. starts: the words that it may begin with, where any ending fits with a star behind."""

    starts: tuple[str, ...]
    pattern: re.Pattern[str]


def phrases_of(cell: str) -> tuple[Phrase, ...]:
    """The phrases of a cell one by one, for many cells at once over long texts, where `compiled` would be slow.

    Each is to be matched at the space before a word that it starts with. Raises ParseError for a phrase that is none,
    and for one that does not begin with a word.
    """
    phrases = [phrase.strip() for phrase in cell.split(" | ")]
    return () if phrases == [""] else tuple(Phrase(_starts(one), re.compile(_pattern(one))) for one in phrases)


def _starts(phrase: str) -> tuple[str, ...]:
    first = _GROUP.match(phrase)
    group, word = first.groups() if first else (None, "")
    if not group and word in ("", "*", "#"):
        raise ParseError(f"{phrase!r} must begin with a word")
    return tuple(_words(one)[0] + "*" * one.endswith("*") if _words(one) else one for one in (group or word).split())


def found_in(pattern: re.Pattern[str] | None, text: str) -> str | None:
    """The words of a folded text that a cell's phrases name first, or None."""
    found = pattern.search(text) if pattern else None
    return " ".join(word for word in found[0].split() if word not in "^$") if found else None


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFD", text[: MOST_WORDS * 40].casefold())
    return _TOKEN.findall("".join(char for char in plain if not unicodedata.combining(char)))


def _pattern(phrase: str) -> str:
    tokens = [found.groups() for found in _GROUP.finditer(phrase)]
    if not any(group or _words(word) for group, word in tokens):
        raise ParseError(f"{phrase!r} holds no word to look for")
    # The space behind the last word is only looked at, so that phrases may follow one another.
    return "".join(_piece(group, word, phrase) for group, word in tokens) + "(?= )"


def _piece(group: str | None, word: str, phrase: str) -> str:
    if group:
        return f" (?:{'|'.join(_word(one, phrase) for one in group.split())})"
    if word == "*":
        return _GAP
    if word in "^$":
        return re.escape(f" {word}")
    return f" {_word(word, phrase)}"


def _word(word: str, phrase: str) -> str:
    if word == "#":
        return r"\d\w*"
    stem = _words(word.removesuffix("*"))
    if len(stem) != 1:
        raise ParseError(f"{word!r} in {phrase!r} is no single word; write its parts with spaces between")
    return re.escape(stem[0]) + (r"\w*" if word.endswith("*") else "")
