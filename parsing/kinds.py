"""What kind of post an item is, by rules in a data file: the first rule that applies decides and is named.

The rules stand in data/rules/kinds.csv; their phrases are those of parsing.phrases.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from errors import ParseError
from items import BY_NO_RULE
from parsing.phrases import compiled, folded, found_in

COLUMNS = ("rule", "kind", "field", "phrases", "unless", "note")
FIELDS = ("title", "tags", "address", "opening")
#: words of a teaser or body that count as its opening
_OPENING = 60
_NAME = re.compile(r"[a-z][a-z0-9_-]*\Z")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: posts in whose field stand the phrases, and none of the exceptions, are of this kind.

    A rule without phrases applies to every post.
    """

    name: str
    kind: str
    field: str
    phrases: re.Pattern[str] | None
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind with its reason: "statement-title: statement on", or BY_NO_RULE for a rule without phrases."""

    kind: str
    because: str


def read_rules(text: str) -> tuple[Rule, ...]:
    """The rules of a file, in their order. Raises ParseError with line and column for a row that is wrong."""
    lines = csv.DictReader(text.splitlines(), strict=True)
    rules: dict[str, Rule] = {}
    try:
        if tuple(lines.fieldnames or ()) != COLUMNS:
            raise ParseError(f"line 1: the columns must be {','.join(COLUMNS)}")
        for row in lines:
            rule = _rule(row, lines.line_num)
            if rule.name in rules:
                raise ParseError(f"line {lines.line_num}, column rule: {rule.name!r} stands in an earlier line already")
            rules[rule.name] = rule
    except csv.Error as error:
        raise ParseError(f"line {lines.line_num}: {error}") from None
    return tuple(rules.values())


def kind_of(
    rules: Sequence[Rule],
    *,
    title: str | None,
    text: str | None = None,
    tags: Sequence[str] = (),
    url: str = "",
    rubric: str | None = None,
) -> Kind | None:
    """The kind by the first rule that applies; None where none does.

    text: the body, or the teaser where there is none. url: its folders count, not the slug, which repeats the title.
    rubric: a line that the page printed over the text, such as "For immediate release"; the opening begins with it.
    """
    fields = {
        "title": folded([title]),
        "tags": folded(tags),
        "address": folded(_folders(url)),
        "opening": folded([" ".join(f"{rubric or ''} {(text or '')[:1000]}".split()[:_OPENING])]),
    }
    for rule in rules:
        if rule.phrases is None:
            return Kind(rule.kind, BY_NO_RULE)
        found = found_in(rule.phrases, fields[rule.field])
        if found and not found_in(rule.unless, fields[rule.field]):
            return Kind(rule.kind, f"{rule.name}: {found}")
    return None


def kind_with_time(rules: Sequence[Rule], title: str | None) -> Kind:
    """The kind of a post that has a time: a training where its title says so, else an event."""
    found = kind_of(rules, title=title)
    return found if found and found.kind == "training" else Kind("event", "event")


def _folders(url: str) -> list[str]:
    try:
        path = urlsplit(url).path
    except ValueError:
        return []
    return [unquote(part) for part in path.strip("/").split("/")[:-1]]


def _rule(row: dict[str, str | None], line: int) -> Rule:
    cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
    if None in row:
        raise ParseError(f"line {line}: there are more cells than columns; put quotes round a cell with a comma")
    for column in ("rule", "kind"):
        if not _NAME.match(cells[column]):
            raise ParseError(f"line {line}, column {column}: {cells[column]!r} must be small letters, digits, - and _")
    if cells["field"] not in FIELDS:
        raise ParseError(f"line {line}, column field: {cells['field']!r} is none of {', '.join(FIELDS)}")
    patterns = {}
    for column in ("phrases", "unless"):
        try:
            patterns[column] = compiled(cells[column])
        except ParseError as error:
            raise ParseError(f"line {line}, column {column}: {error}") from None
    return Rule(cells["rule"], cells["kind"], cells["field"], patterns["phrases"], patterns["unless"])
