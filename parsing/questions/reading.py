"""A reader's text, and the arguments of an address beside it, read as a question. Pure: text in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from parsing.questions.matching import expression
from parsing.questions.tokens import Token, has_word, tidy, tokens
from parsing.questions.values import NAMES, read_value

#: A query that is valid and matches nothing.
NOTHING = '""'
MAX_FILTERS = 24
_ALL_OF = ("has", "before", "after")  # two of these narrow; two of any other are alternatives
_NO_OR = "Filters such as state: hold for the whole question, whatever stands around them."


@dataclass(frozen=True, slots=True)
class Filter:
    """What a post must be (or must not, where excluded). Any of the values will do.

    name: one of NAMES, but for `is`. spans: where it stands in the text of the question; none for an argument.
    """

    name: str
    values: tuple[str, ...]
    excluded: bool = False
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question.

    text: as typed, made tidy. match: an FTS5 expression, always valid; None without words to look for.
    filters: all of which must hold. words: the words and phrases asked for, without those that are excluded.
    remarks: sentences on what was not understood. why_nothing: a sentence where a text is there and asks nothing.
    """

    text: str = ""
    match: str | None = None
    filters: tuple[Filter, ...] = ()
    words: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    why_nothing: str | None = None

    @property
    def asks(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.match or self.filters)

    def without(self, unwanted: Filter) -> str:
        """The text without what a filter was read from."""
        text = self.text
        for start, end in sorted(unwanted.spans, reverse=True):
            text = f"{text[:start]} {text[end:]}"
        return " ".join(text.split())


def read_question(text: str | None, given: Mapping[str, Iterable[str]] | None = None) -> Question:
    """Read any text as a question.

    given: filters that come apart from the text, by name; several values of one are alternatives, as in the text.
    """
    tidied = tidy(text or "")
    reader = _Reader()
    for token in tokens(tidied):
        reader.take(token)
    reader.end()
    match = expression(reader.rest) or None
    beside = _beside(given or {}, reader.remarks)
    filters = (*_merged(reader.filters), *beside)[:MAX_FILTERS]
    asked_nothing = bool(tidied) and match is None and not filters
    why = _why_nothing(reader.rest) if asked_nothing and not reader.remarks else None
    return Question(tidied, match, filters, tuple(_wanted(reader.rest)), tuple(dict.fromkeys(reader.remarks))[:6], why)


def fts_query(text: str | None) -> str:
    """The words of a question for SQL: a valid MATCH expression, one that finds nothing where no word was asked for."""
    return read_question(text).match or NOTHING


class _Reader:
    """Takes filters out of a run of tokens; what is left in `rest` is for the index of words."""

    def __init__(self) -> None:
        self.rest: list[Token] = []
        self.filters: list[Filter] = []
        self.remarks: list[str] = []
        self._waiting: Token | None = None  # an operator whose value is still to come
        self._group: list[Token] | None = None  # the values of an operator in brackets
        self._excluded, self._from = False, 0
        self._last = ""  # the filter that ended just before

    def take(self, token: Token) -> None:
        """The next token."""
        if self._group is not None:
            self._in_group(token)
        elif self._waiting is not None:
            self._value(token)
        elif token.kind == "operator":
            self._begin(token)
        elif token.kind == "unknown":
            self.remarks.append(f"There is no operator “{token.text}:”; it was looked for as a word.")
        elif token.kind == "OR" and self._last:
            self.rest.append(replace(token, text=self._last))  # it may stand between two filters of one name
            self._last = ""
        else:
            if token.kind != "OR" and self.rest and self.rest[-1].kind == "OR" and self.rest[-1].text:
                self.rest.pop()
                self.remarks.append(_NO_OR)
            self.rest.append(token)
            self._last = ""

    def end(self) -> None:
        """No more tokens."""
        if self._group is not None and self._waiting is not None:
            self._close([value.text for value in self._group], self._waiting, self._group[-1:] or [self._waiting])
        elif self._waiting is not None:
            self.remarks.append(f"{self._waiting.text}: needs a value behind it.")

    def _begin(self, token: Token) -> None:
        self._excluded, self._from = False, token.start
        while self.rest and self.rest[-1].kind in ("NOT", "AND", "OR"):
            before = self.rest.pop()
            self._from = before.start if before.kind != "OR" or before.text else self._from
            self._excluded = self._excluded or before.kind == "NOT"
            if before.kind == "OR" and before.text != NAMES[token.text]:
                self.remarks.append(_NO_OR)
        self._waiting = token

    def _value(self, token: Token) -> None:
        waiting = self._waiting
        assert waiting is not None
        if token.kind == "words":
            values = [token.text] if token.is_quoted else token.text.split(",")
            self._close(values, waiting, [token])
        elif token.kind == "(":
            self._group = []
        else:
            self.remarks.append(f"{waiting.text}: needs a value behind it.")
            self._waiting = None
            self.take(token)

    def _in_group(self, token: Token) -> None:
        assert self._group is not None
        assert self._waiting is not None
        if token.kind == ")":
            self._close([value.text for value in self._group], self._waiting, [token])
        elif token.kind == "words":
            self._group.append(token)

    def _close(self, values: list[str], operator: Token, last: list[Token]) -> None:
        self._waiting = self._group = None
        spans = ((self._from, max(operator.end, last[-1].end)),)
        read = _filters(NAMES[operator.text], values, self.remarks)
        self.filters += [replace(one, excluded=self._excluded, spans=spans) for one in read]
        self._last = NAMES[operator.text]


def _filters(name: str, values: Iterable[str], remarks: list[str]) -> list[Filter]:
    """The filters that some values of one name mean, alternatives in one; what means nothing goes to the remarks."""
    found: dict[str, list[str]] = {}
    for value in values:
        if not has_word(value):
            continue
        read = read_value(name, value)
        if isinstance(read, str):
            remarks.append(read)
        else:
            found.setdefault(read[0], []).extend(read[1])
    if name in _ALL_OF:
        return [Filter(real, (value,)) for real, many in found.items() for value in dict.fromkeys(many)]
    return [Filter(real, tuple(dict.fromkeys(many))[:MAX_FILTERS]) for real, many in found.items()]


def _beside(given: Mapping[str, Iterable[str]], remarks: list[str]) -> list[Filter]:
    found: list[Filter] = []
    for name, values in given.items():
        if name in NAMES:
            found += _filters(NAMES[name], [tidy(value) for value in values], remarks)
    return found


def _merged(filters: list[Filter]) -> list[Filter]:
    """Filters of one name in one text are alternatives, but for those that narrow and those that exclude."""
    merged: dict[object, Filter] = {}
    for number, one in enumerate(filters):
        key: object = number if one.excluded or one.name in _ALL_OF else one.name
        before = merged.get(key)
        if before:
            values = tuple(dict.fromkeys((*before.values, *one.values)))[:MAX_FILTERS]
            one = replace(before, values=values, spans=(*before.spans, *one.spans))
        merged[key] = one
    return list(merged.values())


def _wanted(rest: list[Token]) -> Iterable[str]:
    """Words and phrases that are asked for; of those behind NOT only brackets are taken by mistake."""
    before = ""
    for token in rest:
        if token.kind == "words" and before != "NOT":
            yield token.text.rstrip("*").strip()
        before = token.kind if token.kind != "field" else before


def _why_nothing(rest: list[Token]) -> str:
    if any(token.kind == "words" for token in rest):
        return "Say also what to look for: a search cannot consist of exclusions only."
    return "There is no word in that to look for. Try a word, a “phrase in quotes”, or a beginning such as organiz*."
