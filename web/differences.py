"""Differences of two wordings as the archive writes them ([-left out-], {+added+}, […]) as pieces for a page. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"\\(?P<sign>-\]|\+\}|.)|\[-|-\]|\{\+|\+\}|\[…\]|\n\n", re.DOTALL)
_OPENS = {"[-": "left_out", "{+": "added"}
_CLOSES = {"left_out": "-]", "added": "+}"}
_LABELS = {"[title] ": "title", "[rewritten] ": "rewritten"}


@dataclass(frozen=True, slots=True)
class Piece:
    """kind: "same", "left_out", "added" or "gap"; the text of a gap is empty."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """label: "title", "rewritten" or ""; a rewritten one has one piece, the sentence that says so."""

    label: str
    pieces: tuple[Piece, ...]


def paragraphs(difference: str | None) -> list[Paragraph]:
    """What the column `difference` of the view revisions holds; anything else comes out as plain words."""
    return [Paragraph(label, tuple(_pieces(part))) for label, part in map(_labelled, _parts(difference or "")) if part]


def _parts(text: str) -> list[str]:
    """The paragraphs of a difference: blank lines inside a piece part nothing."""
    cuts, kind = [0], "same"
    for found in _TOKEN.finditer(text):
        kind = _next(kind, found)
        if found[0] == "\n\n" and kind == "same":
            cuts += [found.start(), found.end()]
    cuts.append(len(text))
    return [text[start:end].strip() for start, end in zip(cuts[::2], cuts[1::2], strict=True)]


def _labelled(part: str) -> tuple[str, str]:
    for mark, label in _LABELS.items():
        if part.startswith(mark):
            return label, part.removeprefix(mark)
    return "", part


def _next(kind: str, found: re.Match[str]) -> str:
    """The kind of what follows a sign."""
    if kind == "same":
        return _OPENS.get(found[0], "same")
    return "same" if found[0] == _CLOSES[kind] else kind


def _pieces(part: str) -> list[Piece]:
    made: list[Piece] = []
    kept: list[str] = []
    kind, at = "same", 0

    def flush() -> None:
        text = "".join(kept)
        kept.clear()
        if text.strip():
            made.append(Piece(kind, text.strip()))

    for found in _TOKEN.finditer(part):
        kept.append(part[at : found.start()])
        at = found.end()
        following = _next(kind, found)
        if found["sign"] is not None:
            kept.append(found["sign"])
        elif following != kind:
            flush()
            kind = following
        elif found[0] == "[…]" and kind == "same":
            flush()
            made.append(Piece("gap", ""))
        else:
            kept.append(found[0])
    kept.append(part[at:])
    flush()
    return made
