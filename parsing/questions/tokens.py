"""A reader's text cut into tokens: words, phrases, brackets, AND, OR, NOT, columns, operators; each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from parsing.questions.values import NAMES

#: Longer questions are cut; a person types fewer, and FTS5 pays for each word.
MAX_LENGTH = 2_000
MAX_WORDS = 48
MAX_TOKENS = 4 * MAX_WORDS
#: The columns of the index.
COLUMNS = ("title", "teaser", "body")

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
# C0 and C1 controls, lone surrogates and non-characters: none can be part of a word, some end a C string.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TOKEN = re.compile(r'"(?P<phrase>[^"]*)"?(?P<star>\*?)|(?P<bracket>[()])|(?P<word>[^\s"()]+)')
_OPERATOR = re.compile(r"(?P<name>[^\W\d_]{2,12}):(?!//)")


@dataclass(frozen=True, slots=True)
class Token:
    """kind: "words", "(", ")", "AND", "OR", "NOT", "field" (a column before words), "operator" (a filter before its
    value) or "unknown" (what looks like an operator, and is read as words too). start, end: its place in the text."""

    kind: str
    text: str = ""
    is_prefix: bool = False
    is_quoted: bool = False
    start: int = 0
    end: int = 0


def tidy(text: str) -> str:
    """The text in one line, composed (NFC), with straight quotes, without control characters, cut to MAX_LENGTH."""
    line = _UNPRINTABLE.sub(" ", text[: MAX_LENGTH * 2]).translate(_QUOTES)
    return " ".join(unicodedata.normalize("NFC", line).split())[:MAX_LENGTH].rstrip()


def tokens(text: str) -> Iterator[Token]:
    """Cut a tidied text into tokens, at most MAX_TOKENS, at most MAX_WORDS of them words."""
    words = 0
    for count, token in enumerate(chain.from_iterable(map(_read_token, _TOKEN.finditer(text)))):
        words += token.kind == "words"
        if words > MAX_WORDS or count >= MAX_TOKENS:
            return
        yield token


def has_word(text: str) -> bool:
    """Whether the index's tokenizer finds at least one word in the text (letters and digits of any script)."""
    return any(character.isalnum() for character in text)


def _read_token(match: re.Match[str]) -> Iterator[Token]:
    start, end = match.span()
    if match["bracket"]:
        yield Token(match["bracket"], start=start, end=end)
    elif match["word"] is None:
        if has_word(match["phrase"]):
            yield Token("words", match["phrase"], bool(match["star"]), is_quoted=True, start=start, end=end)
    else:
        yield from _read_word(match["word"], match.string[end : end + 1], start)


def _read_word(word: str, following: str, start: int) -> Iterator[Token]:
    """A run of characters without blanks: an operator, or signs that open a word, and the word."""
    end = start + len(word)
    if word in ("AND", "OR", "NOT"):
        yield Token(word, start=start, end=end)
        return
    if word.startswith("-") and (has_word(word) or following in ('"', "(")):
        yield Token("NOT", start=start, end=start + 1)
        word = word[1:]
    named = _OPERATOR.match(word)
    name = named["name"].lower() if named else ""
    if named and (name in COLUMNS or name in NAMES):
        yield Token("field" if name in COLUMNS else "operator", name, start=end - len(word), end=end)
        word = word[named.end() :]
    elif named and named["name"].isascii() and named["name"].islower() and has_word(word[named.end() :]):
        yield Token("unknown", name, start=end, end=end)
    if has_word(word):
        yield Token("words", word, word.endswith("*"), start=end - len(word), end=end)
