"""Reads the word files of the practice web and speaks by them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from practice.dice import Dice

WORDS = Path(__file__).parent / "words"


@functools.cache
def rules(language: str) -> dict[str, list[str]]:
    """The rules of words/LANGUAGE.txt: name -> ways to say it."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (WORDS / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            current = found.setdefault(line[1:-1], [])
        elif line.strip() and not line.startswith("#"):
            current.append(line)
    return found


class Speaker:
    """Says rules of one language on one topic, with words that stay the same within one piece."""

    def __init__(self, language: str, topic: str, words: Mapping[str, str], dice: Dice) -> None:
        self._rules, self._topic, self._words, self._dice = rules(language), topic, words, dice
        self._said: dict[str, set[str]] = {}

    def say(self, name: str) -> str:
        """One sentence or phrase of a rule; no line of a rule comes twice in a piece while others are left."""
        lines = self._lines(name)
        said = self._said.setdefault(name, set())
        if said.issuperset(lines):
            said.clear()
        line = self._dice.pick([line for line in lines if line not in said])
        said.add(line)
        return self._expand(line)

    def sentence(self, name: str) -> str:
        """A rule said with a capital first letter."""
        text = " ".join(self.say(name).split())
        return capital(text.replace(" de el ", " del ").replace(" a el ", " al ").replace(" De el ", " Del "))

    def _lines(self, name: str) -> list[str]:
        lines = self._rules.get(f"{self._topic}.{name}", []) + self._rules.get(name, [])
        if not lines:
            raise KeyError(f"the words know no rule {name!r}")
        return lines

    def _expand(self, text: str) -> str:
        out: list[str] = []
        at = 0
        while at < len(text):
            if text[at] == "{":
                end = _closing(text, at)
                out.append(self._choose(text[at + 1 : end]))
                at = end + 1
            elif text[at] == "$":
                end = at + 1
                while end < len(text) and (text[end].isalnum() or text[end] == "_"):
                    end += 1
                out.append(self.word(text[at + 1 : end]))
                at = end
            else:
                out.append(text[at])
                at += 1
        return "".join(out)

    def _choose(self, inside: str) -> str:
        choices = _split(inside)
        if len(choices) > 1:
            return self._expand(self._dice.pick(choices))
        if inside in self._words:
            return self._words[inside]
        if inside.endswith("_cap"):
            return capital(self.say(inside.removesuffix("_cap")))
        return self.say(inside)

    def word(self, name: str) -> str:
        """A word that stays the same within the piece. Raises KeyError for one that was not set."""
        if name in self._words:
            return self._words[name]
        if name.removesuffix("_cap") in self._words:
            return capital(self._words[name.removesuffix("_cap")])
        if name.lower() in self._words:
            return capital(self._words[name.lower()])
        raise KeyError(f"the words know no ${name}")


def capital(text: str) -> str:
    """The first letter raised, whatever quotation mark stands before it."""
    for at, letter in enumerate(text):
        if letter.isalpha():
            return text[:at] + letter.upper() + text[at + 1 :]
        if letter.isdigit():
            break
    return text


def _closing(text: str, start: int) -> int:
    depth = 0
    for at in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
    raise ValueError(f"a brace is not closed in {text!r}")


def _split(text: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if letter == "|" and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]
