"""What an archive says of the days: statuses, revisions, holds and verdicts, compared with what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from practice import telling
from practice.comparing import Found
from practice.shapes import Post, Truth

#: name -> (least or most, value, what it is)
DAY_BARS: dict[str, tuple[str, float, str]] = {
    # older posts are looked at again on a decaying plan, so some of what happens to them is seen later
    "statuses": ("least", 0.75, "statuses right where something happened"),
    "false_alarms": ("most", 0.0, "posts said to be lost that are here, or too early"),
    "edits": ("least", 0.75, "edited posts with exactly their revisions"),
    "false_revisions": ("most", 0.0, "posts with a revision that was no edit"),
    "holds": ("least", 1.0, "sources held as they should be"),
    "verdicts": ("least", 1.0, "verdicts right"),
}
Part = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Beside:
    """What an archive keeps beside its items; None where it does not tell yet.

    originals: story -> item; changes: how many changes of status; holds: source -> reason, of those that last;
    verdicts: source -> verdicts of its two newest weeks, newest first; the newest week may have only begun.
    """

    originals: Mapping[int, int | None] | None = None
    changes: int | None = None
    holds: Mapping[str, str] | None = None
    verdicts: Mapping[str, Sequence[str]] | None = None


@dataclass(slots=True)
class Days:
    """Each figure is (right, of), alarms are (false, of); None where the archive does not tell yet."""

    statuses: Part | None = None
    false_alarms: Part | None = None
    edits: Part | None = None
    false_revisions: Part | None = None
    holds: Part | None = None
    verdicts: Part | None = None
    faults: list[str] = field(default_factory=list)

    def rates(self) -> dict[str, float | None]:
        """Shares between 0 and 1, false ones as their number."""
        rates: dict[str, float | None] = {}
        for name in DAY_BARS:
            part: Part | None = getattr(self, name)
            rates[name] = None if not part or not part[1] else part[0] if "false" in name else part[0] / part[1]
        return rates

    def lines(self) -> list[str]:
        def told(name: str) -> str:
            part: Part | None = getattr(self, name)
            return "not told yet" if part is None else f"{part[0]} of {part[1]}"

        return [
            f"Statuses right where something happened: {told('statuses')}; false alarms: {told('false_alarms')}.",
            f"Edited posts with exactly their revisions: {told('edits')}; "
            f"others with a revision too many: {told('false_revisions')}.",
            f"Holds right: {told('holds')}. Verdicts right: {told('verdicts')}.",
        ]


def compare_days(truth: Truth, matched: Mapping[str, Found], beside: Beside) -> Days:
    """The figures of the truth's day; of an archive that saw each day so far once."""
    made = Days()
    posts = [post for post in truth.posts if post.key in matched and post.required]
    if truth.day > 1:
        _count_statuses(made, truth, posts, matched, beside)
        _count_revisions(made, truth, posts, matched)
    if beside.holds is not None and (truth.day == 1 or beside.changes or beside.holds):
        _count_holds(made, telling.holds(truth), beside.holds)
    if beside.verdicts:
        _count_verdicts(made, telling.verdicts(truth), beside.verdicts)
    return made


def _count_statuses(made: Days, truth: Truth, posts: list[Post], matched: Mapping[str, Found], beside: Beside) -> None:
    if not beside.changes and all(matched[post.key].status in {None, "here"} for post in posts):
        return
    right = telling.statuses(truth)
    touched = {change.key for change in truth.changes if change.what in telling.LOST | {"withdrawn", "moved"}}
    well = alarms = 0
    for post in posts:
        item = matched[post.key]
        is_right = item.status in right[post.key]
        well += is_right and post.key in touched
        alarms += not is_right and (post.key not in touched or item.status != "here")
        if not is_right:
            made.faults.append(f"status: {item.url}: {item.status} for {' or '.join(sorted(right[post.key]))}")
    count = sum(post.key in touched for post in posts)
    made.statuses, made.false_alarms = (well, count), (alarms, len(posts) - count)


def _count_revisions(made: Days, truth: Truth, posts: list[Post], matched: Mapping[str, Found]) -> None:
    wanted = telling.revisions(truth)
    right = edited = false = others = 0
    for post in posts:
        item, count = matched[post.key], wanted[post.key]
        if not item.revisions:
            continue  # its words were never read
        if count > 1:
            edited, right = edited + 1, right + (item.revisions == count)
        else:
            others, false = others + 1, false + (item.revisions != 1)
        if item.revisions != count:
            made.faults.append(f"revisions: {item.url}: {item.revisions} for {count}")
    made.edits, made.false_revisions = (right, edited), (false, others)


def _count_holds(made: Days, wanted: Mapping[str, str], found: Mapping[str, str]) -> None:
    sources = wanted.keys() | found.keys()
    wrong = sorted(source for source in sources if wanted.get(source) != found.get(source))
    made.holds = (len(sources) - len(wrong), len(sources))
    made.faults += [f"hold: {source}: {found.get(source)} for {wanted.get(source)}" for source in wrong]


def _count_verdicts(made: Days, wanted: Mapping[str, frozenset[str]], found: Mapping[str, Sequence[str]]) -> None:
    """A trouble may show in the week just begun or in the one before; who has none must be well in the newest."""
    wrong = []
    for source, right in wanted.items():
        newest = found.get(source, ())[: 1 if right <= telling.WELL else 2]
        if not right.intersection(newest):
            wrong.append(source)
    made.verdicts = (len(wanted) - len(wrong), len(wanted))
    for one in wrong:
        told = ", ".join(found.get(one, ())) or None
        made.faults.append(f"verdict: {one}: {told} for {' or '.join(sorted(wanted[one]))}")
