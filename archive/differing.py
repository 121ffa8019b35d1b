"""Pure: what changed between two wordings, word by word, as one line of text that people read and programs parse.

The grammar, from top to bottom:

    difference = [ "[title] " piece... ] paragraph...          parted by blank lines
    piece      = plain words | "[-" words left out "-]" | "{+" words added "+}" | "[…]"
    "[…]"      = words that are the same in both, or that are too many to show
    "[rewritten]" at the start of a paragraph: most of the text is new; a sentence with figures follows, and no pieces

A backslash in front of "\\", "[", "{", "-]" or "+}" says that the text itself has that sign. `read_difference` is the
inverse. Time and length are bounded: the search for what is the same gives up after so many differences.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from archive.changes import Words
from parsing.text import word_count

#: words shown around a change
CONTEXT = 6
#: differences after which a search gives up, and words that it looks at
MOST_STEPS, MOST_WORDS = 300, 20_000
#: with less than this share of the words in common, a text counts as rewritten; shorter ones are shown anyway
IN_COMMON, SHOWN_ANYWAY = 0.3, 60
#: characters of a difference; words of one part that was left out or added
LONGEST, LONGEST_PART = 12_000, 150

Kind = Literal["same", "left_out", "added", "gap"]

GAP, TITLE, REWRITTEN = "[…]", "[title] ", "[rewritten] "
_ESCAPED = re.compile(r"\\|\[|\{|-\]|\+\}")
_TOKEN = re.compile(r"\\(-\]|\+\}|.)|\[-|-\]|\{\+|\+\}|\[…\]|\n\n", re.DOTALL)
_FOLD = str.maketrans(
    {**dict.fromkeys("‘’‚‛′´`ʼ", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of one kind. break_before: a new paragraph begins with it."""

    kind: Kind
    text: str
    break_before: bool = False


@dataclass(slots=True)
class _Change:
    left_out: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)


def difference(before: Words, after: Words) -> str:
    """What changed from one wording to the other: the title first, then the changed places with words around them."""
    parts = []
    if (before.title or "") != (after.title or ""):
        pieces = _pieces(_words(before.title), _words(after.title))
        parts.append(TITLE + _written(pieces or [("left_out", _words(before.title)), ("added", _words(after.title))]))
    told = _of_bodies(before.body or "", after.body or "")
    return _bounded("\n\n".join([*parts, told] if told else parts))


def read_difference(text: str) -> list[Piece]:
    """The pieces of a difference, escapes undone; "[title]" and "[rewritten]" stand as plain words."""
    pieces: list[Piece] = []
    kind: Kind = "same"
    kept: list[str] = []
    at, broken = 0, False

    def flush() -> None:
        nonlocal broken
        words = "".join(kept).strip()
        kept.clear()
        if words:
            pieces.append(Piece(kind, words, broken and bool(pieces)))
            broken = False

    for found in _TOKEN.finditer(text):
        kept.append(text[at : found.start()])
        at, sign = found.end(), found[0]
        if found[1]:
            kept.append(found[1])
            continue
        opens = {"[-": "left_out", "{+": "added"}.get(sign) if kind == "same" else None
        closes = (sign == "-]" and kind == "left_out") or (sign == "+}" and kind == "added")
        if opens or closes:
            flush()
            kind = opens or "same"  # type: ignore[assignment]
        elif sign == GAP:
            flush()
            pieces.append(Piece("gap", "", broken and bool(pieces)))
            broken = False
        elif sign == "\n\n" and kind == "same":
            flush()
            broken = True
        else:
            kept.append(sign)
    kept.append(text[at:])
    flush()
    return pieces


# ---- bodies ---------------------------------------------------------------------------------------------------------
def _of_bodies(before: str, after: str) -> str:
    if before == after:
        return ""
    one, other = _words(before), _words(after)
    common = sum((Counter(map(_fold, one)) & Counter(map(_fold, other))).values())
    longest = max(len(one), len(other), 1)
    pieces = _pieces(one, other) if common >= longest * IN_COMMON or longest <= SHOWN_ANYWAY else None
    if pieces is None:
        counts = f"{word_count(before)} words before, {word_count(after)} words now"
        return f"{REWRITTEN}The text was rewritten: {counts}; {100 * common // longest} % of the words are in both."
    return _written(pieces)


def _words(text: str | None) -> list[str]:
    """Words, with a mark of their own where a paragraph ends."""
    return [word for word in re.split(r"(\n\n)|\s+", text or "") if word]


def _fold(word: str) -> str:
    return word.translate(_FOLD)


def _pieces(one: list[str], other: list[str]) -> list[tuple[Kind, list[str]]] | None:
    """Runs of words that are the same, left out and added; None where the search gave up."""
    a, b = [_fold(word) for word in one], [_fold(word) for word in other]
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    inner = _walk(a[start : len(a) - end], b[start : len(b) - end])
    if inner is None:
        return None
    steps: list[tuple[Kind, str]] = [("same", word) for word in other[:start]]
    x, y = start, start
    for kind in inner:
        steps.append((kind, one[x] if kind == "left_out" else other[y]))
        x, y = x + (kind != "added"), y + (kind != "left_out")
    steps += [("same", word) for word in other[len(b) - end :]]
    return _in_runs(steps)


def _walk(a: list[str], b: list[str]) -> list[Kind] | None:
    """The shortest way from one list to the other (E. Myers, 1986), given up after MOST_STEPS differences."""
    if not a or not b:
        return [*_repeated("left_out", len(a)), *_repeated("added", len(b))]
    if len(a) + len(b) > 2 * MOST_WORDS:
        return None
    reach, traces = {1: 0}, []
    for steps in range(min(MOST_STEPS, len(a) + len(b)) + 1):
        traces.append(dict(reach))
        for k in range(-steps, steps + 1, 2):
            down = k == -steps or (k != steps and reach[k - 1] < reach[k + 1])
            x = reach[k + 1] if down else reach[k - 1] + 1
            y = x - k
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
            reach[k] = x
            if x >= len(a) and y >= len(b):
                return _back(traces, len(a), len(b))
    return None


def _repeated(kind: Kind, count: int) -> list[Kind]:
    return [kind] * count


def _back(traces: list[dict[int, int]], x: int, y: int) -> list[Kind]:
    """The way that a search found, from its end to its start and turned round."""
    way: list[Kind] = []
    for steps in range(len(traces) - 1, -1, -1):
        reach, k = traces[steps], x - y
        down = k == -steps or (k != steps and reach[k - 1] < reach[k + 1])
        before_k = k + 1 if down else k - 1
        before_x = reach[before_k] if steps else 0
        before_y = before_x - before_k if steps else 0
        while x > before_x and y > before_y:
            way.append("same")
            x, y = x - 1, y - 1
        if steps:
            way.append("added" if down else "left_out")
            x, y = before_x, before_y
    return way[::-1]


def _in_runs(steps: list[tuple[Kind, str]]) -> list[tuple[Kind, list[str]]]:
    """Runs; a word or two that are the same between changes belong to the change, what is left out comes first."""
    runs = [(kind, [word for _, word in group]) for kind, group in groupby(steps, key=lambda step: step[0])]
    merged: list[_Change | list[str]] = []
    for at, (kind, words) in enumerate(runs):
        lone = kind == "same" and len(words) <= 2 and 0 < at < len(runs) - 1 and "\n\n" not in words
        if kind == "same" and not lone:
            merged.append(words)
            continue
        last = merged[-1] if merged else None
        if not isinstance(last, _Change):
            last = _Change()
            merged.append(last)
        if kind != "added":
            last.left_out.extend(words)
        if kind != "left_out":
            last.added.extend(words)
    out: list[tuple[Kind, list[str]]] = []
    for run in merged:
        if isinstance(run, list):
            out.append(("same", run))
            continue
        if run.left_out:
            out.append(("left_out", run.left_out))
        if run.added:
            out.append(("added", run.added))
    return out


# ---- writing --------------------------------------------------------------------------------------------------------
def _written(pieces: list[tuple[Kind, list[str]]]) -> str:
    """Pieces as text: of what is the same only the words beside a change."""
    out: list[str] = []
    for at, (kind, words) in enumerate(pieces):
        if kind == "same":
            out += _context(words, is_first=at == 0, is_last=at == len(pieces) - 1)
        else:
            signs = ("[-", "-]") if kind == "left_out" else ("{+", "+}")
            out.append(signs[0] + " ".join(_escape(word) for word in _shortened(words)) + signs[1])
    lines = " ".join(out).replace(" \n\n ", "\n\n").split("\n\n")
    return "\n\n".join(line.strip() for line in lines if line.strip() not in ("", GAP))


def _context(words: list[str], *, is_first: bool, is_last: bool) -> Iterator[str]:
    head = [] if is_first else words[:CONTEXT]
    tail = [] if is_last else words[-CONTEXT:]
    if len(head) + len(tail) >= len(words) and not (is_first and is_last):
        head, tail, gap = words if not is_first else [], words if is_first else [], False
    else:
        gap = True
    yield from (word if word == "\n\n" else _escape(word) for word in head)
    if gap and words:
        middle = words[len(head) : len(words) - len(tail)]
        yield from ([GAP, "\n\n", GAP] if "\n\n" in middle and head and tail else [GAP])
    yield from (word if word == "\n\n" else _escape(word) for word in tail)


def _shortened(words: list[str]) -> list[str]:
    """Without the marks of paragraphs, and not longer than a reader will read."""
    plain = [word if word != "\n\n" else "¶" for word in words]
    if len(plain) <= LONGEST_PART:
        return plain
    return [*plain[: LONGEST_PART // 2], f"(… {len(plain) - LONGEST_PART} words …)", *plain[-LONGEST_PART // 2 :]]


def _escape(word: str) -> str:
    return _ESCAPED.sub(lambda found: f"\\{found[0]}", word)


def _bounded(text: str) -> str:
    """Cut between pieces, so that what is left can be read."""
    if len(text) <= LONGEST:
        return text
    cut = text[:LONGEST]
    at = max(cut.rfind("-] "), cut.rfind("+} "))
    return f"{cut[: at + 2]} {GAP}" if at > 0 else f"{REWRITTEN}The change is too large to be shown."
