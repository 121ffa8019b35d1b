"""What one printing changed in the words of another, word by word. Pure; time and length are bounded."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

#: words of each text that are compared; a longer one is compared up to here, and the page says so
MOST_WORDS = 2_500
#: words of an unchanged passage that stay to be seen at each of its ends
CONTEXT = 12
BREAK = "¶"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words. kind: same, left_out, added, gap (unchanged words that are not shown) or break (a paragraph)."""

    kind: str
    text: str = ""


def word_changes(before: str | None, after: str | None) -> list[Piece]:
    """The second text beside the first, as pieces in reading order; nothing where both are the same."""
    first, second = _words(before), _words(after)
    if first == second:
        return []
    pieces: list[Piece] = []
    # Words that come up everywhere start no match of a long text; without that a hostile one would take seconds.
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=True)
    changes = matcher.get_opcodes()
    for place, (kind, begin, end, new_begin, new_end) in enumerate(changes):
        if kind == "equal":
            pieces += _unchanged(first[begin:end], is_first=place == 0, is_last=place == len(changes) - 1)
            continue
        pieces += _pieces("left_out", [word for word in first[begin:end] if word != BREAK])
        pieces += _pieces("added", second[new_begin:new_end])
    return pieces


def is_cut(text: str | None) -> bool:
    """Whether a text is so long that only its beginning is compared."""
    return len((text or "").split()) > MOST_WORDS


def _words(text: str | None) -> list[str]:
    paragraphs = [part.split() for part in (text or "").split("\n") if part.strip()]
    words = [word for part in paragraphs for word in (*part, BREAK)][:-1]
    return words[:MOST_WORDS]


def _unchanged(words: list[str], *, is_first: bool, is_last: bool) -> list[Piece]:
    head, tail = 0 if is_first else CONTEXT, 0 if is_last else CONTEXT
    if len(words) <= head + tail + 3:
        return _pieces("same", words)
    ending = words[len(words) - tail :] if tail else []
    return [*_pieces("same", words[:head]), Piece("gap"), *_pieces("same", ending)]


def _pieces(kind: str, words: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    run: list[str] = []
    for word in [*words, BREAK]:
        if word != BREAK:
            run.append(word)
            continue
        if run:
            pieces.append(Piece(kind, " ".join(run)))
        pieces.append(Piece("break"))
        run = []
    return pieces[:-1]
