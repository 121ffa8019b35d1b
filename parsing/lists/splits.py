"""Lines that are several entries side by side, parted by style sheets alone: `<a>Title</a><a>Title</a>`."""

from __future__ import annotations

from collections.abc import Callable

from parsing.lists.boxes import Line, Piece
from parsing.words import is_date_line, is_more, words_of

#: words of a link from which on it may be an entry by itself; menus have fewer
_ENOUGH = 4


def split(line: Line, may_be_post: Callable[[str | None], bool]) -> list[Line]:
    """The line itself, or one line for each of its links, where it is nothing but links with long texts or pictures.

    Dates between the links go with the one before them.
    """
    if line.level or len(line.pieces) < 2:
        return [line]
    runs: list[list[Piece]] = []
    for piece in line.pieces:
        if piece.href and may_be_post(piece.href) and (not runs or _href_of(runs[-1]) not in (None, piece.href)):
            runs.append([piece])
        elif runs:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    hrefs = [_href_of(run) for run in runs]
    if len(runs) < 2 or len(set(hrefs)) < len(runs) or not all(_is_entry(run) for run in runs):
        return [line]
    return [Line(run, line.level, line.part, line.element) for run in runs]


def _href_of(run: list[Piece]) -> str | None:
    return next((piece.href for piece in run if piece.href), None)


def _is_entry(run: list[Piece]) -> bool:
    """A link of several words, or a picture with such a text; beside it nothing but a date or signs."""
    linked = " ".join(piece.text for piece in run if piece.href)
    beside = " ".join(piece.text for piece in run if not piece.href and piece.kind == "text").strip(" \t|•·,;–—-")
    return words_of(linked) >= _ENOUGH and not is_more(linked) and (not words_of(beside) or is_date_line(beside))
