"""Tokens as an expression of FTS5. Every word reaches FTS5 inside quotes, so nothing a reader types is FTS5 syntax."""

from __future__ import annotations

import re

from parsing.questions.tokens import Token

#: FTS5's own parser gives up at about a hundred brackets; a person needs two or three.
MAX_DEPTH = 6
# Endings by which the Porter stemmer may shorten a word to less than the letters before the star: without them
# `negotiat*` would miss "negotiations", which the index holds as "negoti". Each ending only adds words that begin so.
_ENDINGS = ("e", "ed", "d", "es", "s", "er", "r", "ing", "ng", "g", "tion", "ion", "on", "n", "y")
_SHORTEST_STEM = 4


def expression(tokens: list[Token]) -> str:
    """An FTS5 expression, always valid; '' where there is no word to look for."""
    return _Parser(tokens).whole()


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

    def __init__(self, tokens: list[Token]) -> None:
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
