"""What a reading is worth against the truth of its page: pure figures, no reader, no disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from practice.comparing import fold, word_f1

EVENT_FIELDS = ("starts_at", "ends_at", "venue", "street_address", "registration_url")
#: at or above, at or below; what a bar asks
LEAST, MOST = "least", "most"
#: of design: what, sense, value, in words
BARS: dict[str, tuple[str, float, str]] = {
    "recall": (LEAST, 0.99, "posts taken for posts"),
    "foreign": (MOST, 0.01, "of what was taken, no posts"),
    "title": (LEAST, 0.99, "titles exact"),
    "day": (LEAST, 0.98, "day right where the page says it"),
    "wrong_day": (MOST, 0.005, "wrong day"),
    "body": (LEAST, 0.96, "body word F1, mean"),
}


@dataclass(frozen=True, slots=True)
class Truth:
    """What an archivist would note of a page. said: the page tells its day somewhere."""

    name: str
    url: str
    make: str
    post: bool
    zone: str = "America/New_York"
    title: str = ""
    day: date | None = None
    said: bool = False
    body: str = ""
    #: what may stand in the body as well, such as the lines of an event's place
    may: str = ""
    author: str | None = None
    kind: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    event: Mapping[str, str | None] | None = None

    @classmethod
    def of(cls, name: str, told: Mapping[str, Any]) -> Truth:
        """From the JSON beside a page. Raises KeyError and ValueError where it is incomplete."""
        if told.get("not_a_post"):
            return cls(name, told["url"], told["make"], False)
        return cls(
            name,
            told["url"],
            told["make"],
            True,
            told["zone"],
            told["title"],
            date.fromisoformat(told["day"]),
            told["said"],
            told["body"],
            told.get("may", ""),
            told["author"],
            told["kind"],
            told["language"],
            tuple(told["tags"]),
            told.get("event"),
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a page; None where it does not say, or cannot."""

    post: bool | None = None
    title: str | None = None
    day: date | None = None
    #: day, month or year: how much of the day is meant
    precision: str = "day"
    body: str | None = None
    author: str | None = None
    kind: str | None = None
    language: str | None = None
    event: Mapping[str, str | None] | None = None
    milliseconds: float = 0.0


@dataclass(slots=True)
class Figures:
    """Counts over all pages of one reader; (right, of how many) by column, body scores and times by page."""

    reader: str
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    bodies: dict[str, float] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)
    #: page, column, what was got, what was wanted
    faults: list[tuple[str, str, str, str]] = field(default_factory=list)

    def count(self, column: str, right: bool, name: str = "", got: object = None, wanted: object = None) -> None:
        """Note one judgement; a wrong one with what stood there."""
        done, of = self.counts.get(column, (0, 0))
        self.counts[column] = (done + right, of + 1)
        if not right:
            self.faults.append((name, column, _short(got), _short(wanted)))

    def share(self, column: str) -> float | None:
        """Of a column, between 0 and 1; "foreign" and "wrong_day" are shares of what is wrong."""
        if column == "body":
            return sum(self.bodies.values()) / len(self.bodies) if self.bodies else None
        right, of = self.counts.get(column, (0, 0))
        if not of:
            return None
        return 1 - right / of if column in {"foreign", "wrong_day"} else right / of

    def worst(self, count: int = 5) -> list[tuple[str, float]]:
        """The pages with the poorest bodies."""
        return sorted(self.bodies.items(), key=lambda pair: (pair[1], pair[0]))[:count]


def judge(reader: str, truths: Iterable[Truth], readings: Mapping[str, Reading], columns: set[str]) -> Figures:
    """Compare a reader with the truth, in the columns that it can fill."""
    figures = Figures(reader)
    for truth in truths:
        reading = readings.get(truth.name, Reading())
        if reading.milliseconds:
            figures.times[truth.name] = reading.milliseconds
        if "recall" in columns:
            _judge_post(figures, truth, reading)
        if truth.post:
            _judge_words(figures, truth, reading, columns)
            _judge_day(figures, truth, reading, columns)
            _judge_event(figures, truth, reading, columns)
    return figures


def _judge_post(figures: Figures, truth: Truth, reading: Reading) -> None:
    if truth.post:
        figures.count("recall", reading.post is True, truth.name, "no post", "a post")
    if reading.post:
        figures.count("foreign", truth.post, truth.name, "a post", "no post")


def _judge_words(figures: Figures, truth: Truth, reading: Reading, columns: set[str]) -> None:
    if "title" in columns:
        figures.count("title", fold(reading.title or "") == fold(truth.title), truth.name, reading.title, truth.title)
    if "body" in columns:
        texts = (truth.body, f"{truth.body}\n\n{truth.may}")
        figures.bodies[truth.name] = max(word_f1(text, reading.body or "") for text in texts)
    for column in ("language", "kind", "author"):
        wanted, got = getattr(truth, column), getattr(reading, column)
        if column in columns and (wanted or column == "author"):
            right = fold(got or "").lower() == fold(wanted or "").lower()
            figures.count(column, right, truth.name, got, wanted)


def _judge_day(figures: Figures, truth: Truth, reading: Reading, columns: set[str]) -> None:
    if "day" not in columns:
        return
    right = reading.day == truth.day and reading.precision == "day"
    if truth.said:
        figures.count("day", right, truth.name, reading.day, truth.day)
    figures.count("wrong_day", not _wrong(truth, reading), truth.name, reading.day, truth.day)


def _wrong(truth: Truth, reading: Reading) -> bool:
    """A month or a year without a day is not wrong where it holds the day."""
    if reading.day is None or truth.day is None or reading.day == truth.day:
        return False
    if reading.precision == "day" or reading.day.year != truth.day.year:
        return True
    return reading.precision == "month" and reading.day.month != truth.day.month


def _judge_event(figures: Figures, truth: Truth, reading: Reading, columns: set[str]) -> None:
    if "event" not in columns or truth.event is None:
        return
    got = reading.event or {}
    for name in EVENT_FIELDS:
        wanted = truth.event.get(name)
        if wanted:
            figures.count("event", _same(name, wanted, got.get(name)), truth.name, got.get(name), wanted)


def _same(name: str, wanted: str, got: str | None) -> bool:
    if not got:
        return False
    if name in {"starts_at", "ends_at"}:
        return datetime.fromisoformat(wanted) == datetime.fromisoformat(got)
    if name == "street_address":  # how the parts are joined is taste
        return word_f1(wanted, got) > 0.99
    return fold(wanted).rstrip("/").lower() == fold(got).rstrip("/").lower()


def _short(value: object) -> str:
    text = "nothing" if value is None else " ".join(str(value).split())
    return text if len(text) <= 90 else f"{text[:87]}..."
