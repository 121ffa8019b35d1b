"""The parts of a digest, before they are written as text or HTML: who stands where, how many, and the subject. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from archive.telling import Entry
from archive.telling.around import Group
from watch.digests.times import period_in_words
from watch.told import Told
from watch.writing import plain

#: signs of a subject at the most; mail programs show fewer
_SUBJECT = 140
_LEVELS = ("national", "council", "affiliate", "local", "retirees")
LEVEL_WORD = {"national": "national union", "council": "council", "affiliate": "affiliate", "local": "local",
              "retirees": "retirees"}  # fmt: skip
#: stories of one council from which on they stand under their topics
_MANY = 4
#: topics of the overview
_TOPICS = 6


@dataclass(frozen=True, slots=True)
class Topic:
    """Stories of one council on one topic; label None where they are few, or have none."""

    label: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Council:
    """New stories of a council and its locals, or of who stands for itself."""

    name: str
    level: str | None
    topics: tuple[Topic, ...]

    @property
    def count(self) -> int:
        """How many stories."""
        return sum(len(topic.entries) for topic in self.topics)


@dataclass(frozen=True, slots=True)
class Digest:
    """period: in words. counts: such as ["12 new stories", "3 edits"]. topics: labels with the stories they have."""

    subject: str
    period: str
    counts: tuple[str, ...]
    topics: tuple[tuple[str, int], ...]
    councils: tuple[Council, ...]
    changes: tuple[Entry, ...]


def digest_of(told: Told) -> Digest:
    """A digest's parts in their order."""
    new = [one for one in told.entries if one.what == "new"]
    changes = [one for one in told.entries if one.what != "new"]
    period = period_in_words(told.watch, told.around.period) if told.around.period else ""
    counts = counts_of(told)
    labels = Counter(label for one in new for label in told.around.topics.get(one.item_id, ()))
    return Digest(
        _subject(told, new, counts, labels, period),
        period,
        tuple(counts),
        tuple(labels.most_common(_TOPICS)),
        tuple(_councils(told, new)),
        tuple(sorted(changes, key=lambda one: (one.what, one.found_at, one.match_id))),
    )


def counts_of(told: Told) -> list[str]:
    """How many new stories, edits and removals, those beyond the cap with them; none of what there is none of."""
    numbers = Counter(one.what for one in told.entries) + Counter(told.around.beyond)
    words = (("new", "new story", "new stories"), ("edited", "edit", "edits"), ("removed", "removal", "removals"))
    return [
        f"{numbers[what]:,} {one if numbers[what] == 1 else many}" for what, one, many in words if numbers[what] > 0
    ]


def _subject(told: Told, new: list[Entry], counts: list[str], labels: Counter[str], period: str) -> str:
    """The watch, the counts, what most of it is about, and when: one line. Of one story alone its title."""
    first, rest = (counts[0], counts[1:]) if counts else ("nothing new", [])
    if len(told.entries) == 1 and not told.more and new:
        # The period stands in front, so that a long title cannot push it out.
        line = f"{told.watch.id}, {period}: {plain(new[0].title) or '(no title)'} – {plain(new[0].source)}"
    else:
        about = _about(new, labels) if new else ""
        line = f"{told.watch.id}: {', '.join([first + about, *rest])}{f': {period}' if period else ''}"
    line = plain(line)
    return line if len(line) <= _SUBJECT else line[: _SUBJECT - 1].rstrip() + "…"


def _about(new: list[Entry], labels: Counter[str]) -> str:
    """ " on bargaining and contracts", " of Council 5", or nothing: only what holds for most of the stories."""
    sources = {one.source_id: one.source for one in new}
    if labels:
        label, count = labels.most_common(1)[0]
        if count * 2 > len(new):
            return f" on {label[:1].lower()}{label[1:]}" if label[1:2].islower() else f" on {label}"
    return f" of {next(iter(sources.values()))}" if len(sources) == 1 else ""


def _councils(told: Told, new: Iterable[Entry]) -> list[Council]:
    by_group: dict[Group, list[Entry]] = {}
    for one in new:
        group = told.around.groups.get(one.source_id) or Group(one.source, one.level)
        by_group.setdefault(group, []).append(one)
    councils = [Council(group.name, group.level, tuple(_topics(told, many))) for group, many in by_group.items()]
    return sorted(councils, key=lambda one: (_LEVELS.index(one.level) if one.level in _LEVELS else 9, one.name.lower()))


def _topics(told: Told, entries: list[Entry]) -> list[Topic]:
    """Under their first topics, the most frequent one first, those of none last; few stories stand together."""
    by_label: dict[str, list[Entry]] = {}
    for one in sorted(entries, key=lambda one: (one.day or "", one.match_id), reverse=True):
        by_label.setdefault(next(iter(told.around.topics.get(one.item_id, ())), ""), []).append(one)
    if len(entries) < _MANY or len(by_label) == 1:
        return [Topic(None, tuple(one for many in by_label.values() for one in many))]
    ordered = sorted(by_label.items(), key=lambda pair: (not pair[0], -len(pair[1]), pair[0]))
    return [Topic(label or "Other topics", tuple(many)) for label, many in ordered]


def own_name(entry: Entry, council: Council) -> str:
    """The source of a story, where the heading names its council."""
    return "" if entry.source == council.name else plain(entry.source)
