"""Topics of a text, by phrases in a data file. Every topic comes with the words that led to it.

What a title says counts at once, and so does what the first words of the text say. Further down a topic has to come up
in two paragraphs, or in two wordings: a post that ends with a word on health care is not about health care.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from errors import ParseError
from parsing.phrases import Phrase, folded, phrases_of

COLUMNS = ("topic", "label", "label_es", "about", "phrases", "except")
#: paragraphs that are looked at, and letters of all of them
_PARAGRAPHS, _LETTERS = 80, 60_000
#: words of a text that count as its beginning
_OPENING = 60
#: what a topic needs, and what a hit is worth there
_ENOUGH, _AT_ONCE = 2, 2
#: topics of one text; who writes of everything writes of nothing
MOST_TOPICS = 8
_MOST_EVIDENCE, _LONGEST_EVIDENCE = 3, 80
#: words whose phrases are remembered
_REMEMBERED = 30_000
_NAME = re.compile(r"[a-z][a-z0-9_-]*\Z")


@dataclass(frozen=True, slots=True)
class Topic:
    """One row. passed_over: phrases that hold words of the topic and mean something else."""

    name: str
    label: str
    label_es: str
    about: str
    phrases: tuple[Phrase, ...]
    passed_over: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class TopicFound:
    """A topic with the words that led to it, parted by " | "."""

    topic: str
    evidence: str


@dataclass(slots=True)
class _Hits:
    weight: int = 0
    seen: set[tuple[int, str]] = field(default_factory=set)
    words: dict[str, None] = field(default_factory=dict)


class Topics:
    """All topics of a file, with their phrases by the words that these begin with."""

    def __init__(self, rows: Iterable[Topic]) -> None:
        self.rows = tuple(rows)
        self._exact: dict[str, list[tuple[str, Phrase, bool]]] = {}
        self._stems: dict[str, list[tuple[str, Phrase, bool]]] = {}
        for topic in self.rows:
            for phrases, counts in ((topic.phrases, True), (topic.passed_over, False)):
                for phrase in phrases:
                    for start in phrase.starts:
                        index = self._stems if start.endswith("*") else self._exact
                        index.setdefault(start.removesuffix("*"), []).append((topic.name, phrase, counts))
        self._lengths = sorted({len(stem) for stem in self._stems})
        self._known: dict[str, tuple[tuple[str, Phrase, bool], ...]] = {}

    def starting(self, word: str) -> tuple[tuple[str, Phrase, bool], ...]:
        """Phrases that may begin with this word: topic, phrase, whether it counts or is passed over."""
        found = self._known.get(word)
        if found is None:
            made = list(self._exact.get(word, ()))
            for length in self._lengths:
                if length <= len(word):
                    made += self._stems.get(word[:length], ())
            found = tuple(made)
            if len(self._known) < _REMEMBERED:
                self._known[word] = found
        return found


def find_topics(topics: Topics, title: str | None, text: str | None) -> tuple[TopicFound, ...]:
    """The topics of a text, those with most evidence first. text: the body, or the teaser where there is none."""
    hits: dict[str, _Hits] = {}
    read = 0
    paragraphs = [part for part in (text or "")[:_LETTERS].split("\n") if part.strip()][:_PARAGRAPHS]
    for number, part in enumerate([title, *paragraphs]):
        line = folded([part])
        for topic, words, at in _found(topics, line):
            is_early = number == 0 or read + line.count(" ", 0, at) <= _OPENING
            _count(hits.setdefault(topic, _Hits()), number, words, _AT_ONCE if is_early else 1)
        if number:
            read += line.count(" ") - 3
    enough = sorted(
        ((-found.weight, topic) for topic, found in hits.items() if found.weight >= _ENOUGH),
    )[:MOST_TOPICS]
    return tuple(TopicFound(topic, _evidence(hits[topic].words)) for _, topic in enough)


def _found(topics: Topics, line: str) -> list[tuple[str, str, int]]:
    """What phrases find in a folded line: topic, words, and where; without what lies in what is passed over."""
    found: list[tuple[str, str, int, int]] = []
    over: list[tuple[str, int, int]] = []
    at = 0
    for word in line.split():
        at = line.index(" " + word + " ", at)
        for topic, phrase, counts in topics.starting(word):
            if met := phrase.pattern.match(line, at):
                if counts:
                    found.append((topic, met[0], at, met.end()))
                else:
                    over.append((topic, at, met.end()))
    return [
        (topic, " ".join(one for one in words.split() if one not in "^$"), start)
        for topic, words, start, end in found
        if not any(topic == other and first <= start and end <= last for other, first, last in over)
    ]


def _count(hits: _Hits, paragraph: int, words: str, worth: int) -> None:
    if (paragraph, words) in hits.seen:
        return
    hits.seen.add((paragraph, words))
    hits.weight += worth
    hits.words[words] = None


def _evidence(words: Iterable[str]) -> str:
    return " | ".join(word[:_LONGEST_EVIDENCE] for word in list(words)[:_MOST_EVIDENCE])


def read_topics(text: str) -> Topics:
    """The topics of a file. Raises ParseError with line and column for a row that is wrong."""
    lines = csv.DictReader(text.splitlines(), strict=True)
    found: dict[str, Topic] = {}
    try:
        if tuple(lines.fieldnames or ()) != COLUMNS:
            raise ParseError(f"line 1: the columns must be {','.join(COLUMNS)}")
        for row in lines:
            topic = _topic(row, lines.line_num)
            if topic.name in found:
                raise ParseError(f"line {lines.line_num}, column topic: {topic.name!r} stands in an earlier line")
            found[topic.name] = topic
    except csv.Error as error:
        raise ParseError(f"line {lines.line_num}: {error}") from None
    return Topics(found.values())


def _topic(row: dict[str, str | None], line: int) -> Topic:
    if None in row:
        raise ParseError(f"line {line}: there are more cells than columns; put quotes round a cell with a comma")
    cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
    for column in COLUMNS[:-1]:
        if not cells[column]:
            raise ParseError(f"line {line}, column {column}: is empty")
    if not _NAME.match(cells["topic"]):
        raise ParseError(f"line {line}, column topic: {cells['topic']!r} must be small letters, digits, - and _")
    phrases = {}
    for column in ("phrases", "except"):
        try:
            phrases[column] = phrases_of(cells[column])
        except ParseError as error:
            raise ParseError(f"line {line}, column {column}: {error}") from None
    return Topic(
        cells["topic"], cells["label"], cells["label_es"], cells["about"], phrases["phrases"], phrases["except"]
    )
