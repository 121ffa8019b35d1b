"""Values of the judgement whether two items carry the same writing, and the words for its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

#: `Judgement.because`: those of JOINING join, the others keep apart
WHY = {
    "same_words": "The words are the same, but for quotes, dashes and spaces.",
    "few_changes": "The words are the same but for a few, and those are none by which forms and series differ.",
    "adapted": "The longer one is made up mostly of the shorter one.",
    "opening": "The shorter one is the opening of the longer one.",
    "link": "One points to the other and carries its title, its opening or most of its words.",
    "title_and_day": "They are short, with the same telling title on the same day.",
    "language": "They are in different languages.",
    "series": "Their titles name different days, numbers or issues, as those of a series do.",
    "form": "They are one form with other days, numbers or names in it.",
    "years": "They are a year or most of one apart, as yearly posts are.",
    "days": "They are short notices of different days.",
    "round_up": "One gathers several posts and holds the other one among them.",
    "passage": "They share a passage, as a report and the statement that it quotes do.",
    "too_short": "There are too few telling words to know.",
    "other_words": "They share too few words.",
}
JOINING = frozenset({"same_words", "few_changes", "adapted", "opening", "link", "title_and_day"})

Role = Literal["same", "retitled", "adapted", "excerpt"]


@dataclass(frozen=True, slots=True)
class Writing:
    """All of one item that the judgement looks at; nothing about when it came to us.

    level: that of the source. url: canonical. day: the local day of publication where it is known exactly.
    links: canonical addresses that it points to as its source: links of its text, its target, its canonical hint.
    """

    source_id: str
    level: str
    url: str
    title: str | None
    teaser: str | None
    body: str | None
    language: str | None
    kind: str | None
    day: date | None
    links: frozenset[str]
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether two items carry the same writing. likeness: share of the shorter one's words found in the longer one.

    because: a word of WHY. evidence: one sentence with figures.
    """

    same: bool
    likeness: float
    because: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a printing made of its story's original. likeness: share of the original's words that it carries.

    because: a sentence.
    """

    role: Role
    likeness: float
    words_added: int
    words_left_out: int
    because: str
