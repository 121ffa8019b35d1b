"""Section "pairs": which posts carry the same writing, over the labelled pairs of tests/quality/pairs, beside rivals.

A story is what judged pairs connect, so the section also connects all posts of the set by all candidates that their
sketches give, and counts the wrong pairs in what comes out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from archive.sameness import Writing, same_writing
from archive.sameness.shingles import containment, runs_of, sketch, words_of
from benchmarks.labelled_pairs import HELD_OUT, Labels, Pair, labels
from benchmarks.quality_scores import LEAST, MOST
from benchmarks.quality_tables import Bar, Section, percent

Judge = Callable[[Writing, Writing], bool]
#: of the design; near misses and wrong pairs of components are shares of all near misses and of all joined pairs
BARS = {"precision": 0.99, "recall": 0.97, "candidates": 0.99}


@dataclass(frozen=True, slots=True)
class Judged:
    """Labelled pairs beside a judge's word on each."""

    pairs: tuple[tuple[Pair, bool], ...]

    @property
    def precision(self) -> float | None:
        joined = [pair.same for pair, said in self.pairs if said]
        return sum(joined) / len(joined) if joined else None

    @property
    def recall(self) -> float:
        wanted = [said for pair, said in self.pairs if pair.same]
        return sum(wanted) / len(wanted)

    @property
    def merged(self) -> int:
        """Near misses that were taken for the same."""
        return sum(said and not pair.same for pair, said in self.pairs)

    @property
    def faults(self) -> list[str]:
        return [
            f"{'missed' if pair.same else 'merged'} ({pair.family}): {pair.one.url} and {pair.other.url}: "
            f"{same_writing(pair.one, pair.other).evidence}"
            for pair, said in self.pairs
            if pair.same != said
        ]


def judged(pairs: Iterable[Pair], judge: Judge) -> Judged:
    """What a judge makes of the pairs."""
    return Judged(tuple((pair, judge(pair.one, pair.other)) for pair in pairs))


def ours(one: Writing, other: Writing) -> bool:
    return same_writing(one, other).same


def by_containment(one: Writing, other: Writing) -> bool:
    """A rival: four fifths of the shorter one's runs stand in the longer one."""
    return containment(_words(one), _words(other)) >= 0.8


def by_jaccard(one: Writing, other: Writing) -> bool:
    """A rival: half of all runs stand in both."""
    runs = runs_of(_words(one)), runs_of(_words(other))
    return len(runs[0] & runs[1]) >= 0.5 * len(runs[0] | runs[1])


def sketched(one: Writing, other: Writing) -> bool:
    """Whether the two are candidates."""
    return not sketch_of(one).isdisjoint(sketch_of(other))


def sketch_of(writing: Writing) -> frozenset[int]:
    return sketch(writing.title, writing.teaser, writing.body)


def components(posts: Iterable[Writing]) -> list[list[Writing]]:
    """Stories: posts connected by all candidate pairs that are judged the same."""
    posts = list(posts)
    holders: dict[int, list[int]] = defaultdict(list)
    for at, post in enumerate(posts):
        for hashed in sketch_of(post):
            holders[hashed].append(at)
    root = list(range(len(posts)))
    for one, other in sorted({pair for held in holders.values() for pair in combinations(held, 2)}):
        if ours(posts[one], posts[other]):
            old, new = root[one], root[other]
            root = [new if each == old else each for each in root]
    found: dict[int, list[Writing]] = defaultdict(list)
    for at, post in enumerate(posts):
        found[root[at]].append(post)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Connected:
    """Pairs of posts within one story as we tell them: right and wrong ones; and pairs that belong together."""

    right: int
    wrong: int
    wanted: int
    faults: tuple[str, ...]


def connected(labelled: Labels) -> Connected:
    """Pairs over components, where one wrong join ties all printings of two stories."""
    right = wrong = 0
    faults = []
    for story in components(labelled.story_of):
        for one, other in combinations(story, 2):
            if labelled.story_of[one] == labelled.story_of[other]:
                right += 1
            else:
                wrong += 1
                faults.append(f"tied by others: {one.url} and {other.url}")
    sizes = Counter(labelled.story_of.values())
    return Connected(right, wrong, sum(size * (size - 1) // 2 for size in sizes.values()), tuple(faults))


def section(labelled: Labels | None = None) -> Section:
    """The judgement over the labelled pairs. Raises OSError and ValueError where the files are broken."""
    labelled = labelled or labels()
    judges = {"ours": ours, "containment .8": by_containment, "jaccard .5": by_jaccard}
    by = {name: judged(labelled.pairs, judge) for name, judge in judges.items()}
    met = judged([pair for pair in labelled.pairs if pair.same], sketched)
    whole = connected(labelled)
    misses = sum(not pair.same for pair in labelled.pairs)
    made = Section(f"Pairs: {len(labelled.pairs)} labelled pairs, {misses} of them near misses")
    made.rows = _rows(by)
    made.notes = [
        f"connected: {whole.right + whole.wrong} pairs within stories, {whole.wrong} of them wrong",
        f"most hashes of a sketch: {max(len(sketch_of(post)) for post in labelled.story_of)}",
    ]
    mine = by["ours"]
    made.bars = [
        Bar("pairs: precision", mine.precision, LEAST, BARS["precision"]),
        Bar("pairs: recall", mine.recall, LEAST, BARS["recall"]),
        Bar("near misses that were merged", mine.merged / misses, MOST, 0.0),
        Bar("connected: precision", whole.right / max(1, whole.right + whole.wrong), LEAST, BARS["precision"]),
        Bar("connected: recall", whole.right / whole.wanted, LEAST, BARS["recall"]),
        Bar("candidates found by sketches", met.recall, LEAST, BARS["candidates"]),
    ]
    held = judged(labels(HELD_OUT).pairs, ours)
    made.notes.append(
        f"held out: {len(held.pairs)} pairs, recall {percent(held.recall)}, {held.merged} near misses merged"
    )
    made.faults = [
        *held.faults,
        *mine.faults,
        *whole.faults,
        *(f"no candidate: {p.other.url}" for p, said in met.pairs if not said),
    ]
    return made


def _rows(by: dict[str, Judged]) -> list[Sequence[str]]:
    families: dict[str, list[int]] = defaultdict(list)
    for at, (pair, _) in enumerate(by["ours"].pairs):
        families[f"{'same' if pair.same else 'apart'}: {pair.family}"].append(at)
    rows: list[Sequence[str]] = [("right", "pairs", *by)]
    for family, places in sorted(families.items(), reverse=True):
        right = [percent(sum(_right(each.pairs[at]) for at in places) / len(places)) for each in by.values()]
        rows.append((family, str(len(places)), *right))
    rows.append(("precision", "", *(percent(each.precision) for each in by.values())))
    rows.append(("recall", "", *(percent(each.recall) for each in by.values())))
    rows.append(("near misses merged", "", *(str(each.merged) for each in by.values())))
    return rows


def _right(told: tuple[Pair, bool]) -> bool:
    return told[0].same == told[1]


def _words(writing: Writing) -> tuple[str, ...]:
    return words_of(writing.body or writing.teaser).normal
