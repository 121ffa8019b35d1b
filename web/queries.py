"""What a reader typed, turned into a question that FTS5 accepts. Pure: text in, text out.

The language is small and forgiving: words (all must occur), "a phrase", OR, AND, NOT or a leading minus, a final *,
`title:`, `teaser:` or `body:` before a word, a phrase or brackets. Whatever does not fit is read as plain words or left
out; no text of any kind is an error. Every word reaches FTS5 inside quotes, so nothing a reader types is FTS5 syntax.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

#: Longer questions are cut; a person types fewer, and FTS5 pays for each word.
MAX_LENGTH = 2_000
MAX_WORDS = 48
#: FTS5's own parser gives up at about a hundred brackets; a person needs two or three.
MAX_DEPTH = 6
MAX_TOKENS = 4 * MAX_WORDS
#: The columns of the index.
COLUMNS = ("title", "teaser", "body")
#: A query that is valid and matches nothing.
NOTHING = '""'

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
# C0 and C1 controls, lone surrogates and non-characters: none can be part of a word, some end a C string.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TOKEN = re.compile(r'"(?P<phrase>[^"]*)"?(?P<star>\*?)|(?P<bracket>[()])|(?P<word>[^\s"()]+)')
_FIELD = re.compile(rf"(?P<field>{'|'.join(COLUMNS)}):", re.IGNORECASE)
# Endings by which the Porter stemmer may shorten a word to less than the letters before the star: without them
# `negotiat*` would miss "negotiations", which the index holds as "negoti". Each ending only adds words that begin so.
_ENDINGS = ("e", "ed", "d", "es", "s", "er", "r", "ing", "ng", "g", "tion", "ion", "on", "n", "y")
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Question:
    """match: an FTS5 expression, always valid."""

    match: str


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "words", "(", ")", "AND", "OR", "NOT", "field"
    text: str = ""
    is_prefix: bool = False


def read_question(text: str | None) -> Question | None:
    """Read any text as a question.

    Returns None where the text holds no word to look for (empty, signs only, exclusions only: see `explain_nothing`).
    """
    parser = _Parser(list(_tokens(tidy(text or ""))))
    expression = parser.whole()
    return Question(expression) if expression else None


def explain_nothing(text: str | None) -> str | None:
    """One sentence on why a text that is not blank gave no question; None for a blank one."""
    tidied = tidy(text or "")
    if not tidied:
        return None
    if any(token.kind == "words" for token in _tokens(tidied)):
        return "Say also what to look for: a search cannot consist of exclusions only."
    return "There is no word in that to look for. Try a word, a “phrase in quotes”, or a beginning such as organiz*."


def tidy(text: str) -> str:
    """The text in one line, composed (NFC), with straight quotes, without control characters, cut to MAX_LENGTH."""
    line = _UNPRINTABLE.sub(" ", text[: MAX_LENGTH * 2]).translate(_QUOTES)
    return " ".join(unicodedata.normalize("NFC", line).split())[:MAX_LENGTH].rstrip()


def fts_query(text: str | None) -> str:
    """`read_question` for SQL: always a valid MATCH expression, one that finds nothing where nothing was asked."""
    question = read_question(text)
    return question.match if question else NOTHING


def _tokens(text: str) -> Iterator[_Token]:
    """Cut a tidied text into tokens, at most MAX_TOKENS, at most MAX_WORDS of them words."""
    words = 0
    for count, token in enumerate(chain.from_iterable(map(_read_token, _TOKEN.finditer(text)))):
        words += token.kind == "words"
        if words > MAX_WORDS or count >= MAX_TOKENS:
            return
        yield token


def _read_token(match: re.Match[str]) -> Iterator[_Token]:
    if match["bracket"]:
        yield _Token(match["bracket"])
    elif match["word"] is None:
        if _has_word(match["phrase"]):
            yield _Token("words", match["phrase"], bool(match["star"]))
    else:
        yield from _read_word(match["word"], match.string[match.end() : match.end() + 1])


def _read_word(word: str, following: str) -> Iterator[_Token]:
    """A run of characters without blanks: an operator, or signs that open a word, and the word."""
    if word in ("AND", "OR", "NOT"):
        yield _Token(word)
        return
    if word.startswith("-") and (_has_word(word) or following in ('"', "(")):
        yield _Token("NOT")
        word = word[1:]
    field = _FIELD.match(word)
    if field:
        yield _Token("field", field["field"].lower())
        word = word[field.end() :]
    if _has_word(word):
        yield _Token("words", word, word.endswith("*"))


def _has_word(text: str) -> bool:
    """Whether the index's tokenizer finds at least one word in the text (letters and digits of any script)."""
    return any(character.isalnum() for character in text)


def _quoted(text: str, is_prefix: bool) -> str:
    """Words as an FTS5 phrase. The tokenizer drops the signs inside; a quote cannot occur, the lexer cut there."""
    bare = text.rstrip("*").strip()
    if not is_prefix:
        return f'"{bare}"'
    beginning = f'"{bare}" *'
    last = re.split(r"[\W_]+", bare)[-1]
    if len(last) < _SHORTEST_STEM or not last.isalpha():
        return beginning
    spelled_out = " OR ".join(f'"{bare}{ending}"' for ending in _ENDINGS)
    return f"({beginning} OR {spelled_out})"


def _joined(operator: str, expressions: list[str]) -> str:
    """Those expressions that say something, in brackets if there is more than one."""
    present = [expression for expression in expressions if expression]
    return present[0] if len(present) == 1 else operator.join(f"({expression})" for expression in present)


class _Parser:
    """Recursive descent over tokens; what does not fit is skipped, so that it always comes to an end with a result.

    FTS5's NOT takes two sides, so the exclusions of a run of words are gathered and put once behind its words.
    """

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0

    def whole(self) -> str:
        """The whole question; a closing bracket that none opened parts it as a blank would."""
        parts = [self.alternatives(0)]
        while self.peek() == ")":
            self.at += 1
            parts.append(self.alternatives(0))
        return _joined(" AND ", parts)

    def alternatives(self, depth: int) -> str:
        """Runs of words parted by OR, up to a closing bracket or the end; '' where there is nothing to find."""
        runs = [self.run(depth)]
        while self.peek() == "OR":
            self.at += 1
            runs.append(self.run(depth))
        return _joined(" OR ", runs)

    def run(self, depth: int) -> str:
        """Words and brackets that must all occur, less those behind NOT."""
        wanted: list[str] = []
        unwanted: list[str] = []
        while self.peek() not in ("", "OR", ")"):
            is_unwanted = False
            while self.peek() in ("AND", "NOT"):
                is_unwanted = is_unwanted or self.peek() == "NOT"
                self.at += 1
            operand = self.operand(depth)
            if operand:
                (unwanted if is_unwanted else wanted).append(operand)
        if not wanted:
            return ""
        found = " AND ".join(wanted)
        return f"({found}) NOT ({' OR '.join(unwanted)})" if unwanted else found

    def operand(self, depth: int) -> str:
        """A word, a phrase or a bracket, with a column before it or without."""
        field = ""
        while self.peek() == "field":
            field = f"{self.tokens[self.at].text} : "
            self.at += 1
        if self.peek() == "words":
            token = self.tokens[self.at]
            self.at += 1
            return f"{field}{_quoted(token.text, token.is_prefix)}"
        if self.peek() == "(":
            self.at += 1
            if depth >= MAX_DEPTH:
                return ""
            inner = self.alternatives(depth + 1)
            if self.peek() == ")":
                self.at += 1
            return f"{field}({inner})" if inner else ""
        return ""

    def peek(self) -> str:
        """The kind of the next token, '' at the end."""
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""
