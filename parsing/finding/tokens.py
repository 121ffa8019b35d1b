"""A text as words and signs with their places, and names looked up in it word by word, in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

#: letters of a text that are looked at
MOST_LETTERS = 60_000
#: words with what joins their parts: "D.C", "O'Fallon", "afscme.org"; the s of "Ohio's" stands apart
_TOKEN = re.compile(r"[^\W_]+(?:[.&](?=[^\W_])[^\W_]+|['’](?![sS]\b)(?=[^\W_])[^\W_]+)*|\n+|[^\w\s]|_")
#: ends of a sentence or a line
STOPS = frozenset('.!?:;•|"“”()')

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words and signs of a text; before the first and behind the last stands nothing ("")."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def at(self, place: int) -> str:
        """The word at a place; "" outside."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def printed(self, first: int, last: int) -> str:
        """The text from one word to before another, on one line."""
        return " ".join(self.text[self.starts[first] : self.ends[last - 1]].split())

    def touches(self, place: int) -> bool:
        """Whether no space stands before the word at a place."""
        return 0 < place < len(self.words) and self.ends[place - 1] == self.starts[place]

    def begins(self, place: int) -> bool:
        """Whether a sentence or a line begins at a place."""
        before = self.at(place - 1)
        return not before or before in STOPS or before[0] == "\n"


def tokens_of(title: str | None, text: str | None) -> Tokens:
    """The words of a title and a text, a line end between them."""
    whole = "\n".join(part for part in ((title or "")[:1_000], (text or "")[:MOST_LETTERS]) if part)
    found = [(match[0], match.start(), match.end()) for match in _TOKEN.finditer(whole)]
    words, starts, ends = zip(*found, strict=True) if found else ((), (), ())
    return Tokens(whole, words, starts, ends)


def words_of(name: str) -> tuple[str, ...]:
    """A name as it is looked up."""
    return tuple(_TOKEN.findall(name))


def is_capital(word: str) -> bool:
    """Whether a word begins with a capital letter."""
    return word[:1].isupper()


class Names(Generic[V]):
    """Names of several words with what they stand for; the longest one at a place is found. Capitals count.

    A name is also found where it is printed in capitals alone.
    """

    def __init__(self, rows: Iterable[tuple[str, V]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], list[V]]]] = {}
        for name, value in rows:
            plain = words_of(name)
            for words in dict.fromkeys((plain, tuple(word.upper() for word in plain))):
                if words:
                    self._add(words, value)
        for found in self._by_first.values():
            found.sort(key=lambda one: -len(one[0]))

    def _add(self, words: tuple[str, ...], value: V) -> None:
        rows = self._by_first.setdefault(words[0], [])
        for known, values in rows:
            if known == words:
                values.append(value)
                return
        rows.append((words, [value]))

    def at(self, tokens: Tokens, place: int) -> tuple[int, Sequence[V]]:
        """The longest name at a place: how many words it has, and what it stands for; 0 where there is none."""
        rows = self._by_first.get(tokens.words[place])
        for words, values in rows or ():
            if tokens.words[place : place + len(words)] == words:
                return len(words), values
        return 0, ()
