"""The pieces of a line put together: as one text, and as the links that stand in it."""

from __future__ import annotations

import re

from parsing.counters import is_counter
from parsing.lists.boxes import Piece
from parsing.words import is_comments, is_date, is_more, words_of


def joined(pieces: list[Piece]) -> str:
    """Text of the pieces on one line. Elements that touch are parted where their words would run together."""
    text = ""
    for piece in pieces:
        if piece.kind not in {"text", "link"} or not piece.text:
            continue
        before, after = text[-1:], piece.text[:1]
        if (
            before
            and not before.isspace()
            and (after.isupper() or after.isdigit())
            and (before.islower() or before in ".!?…)»0123456789")
        ):
            text += " "
        text += piece.text
    return " ".join(text.split())


#: pieces that a count of comments is made of at the most
_TALLY = 8
#: places inside a post's own page
_IN_POST = re.compile(
    r"#(?:more-\d+|comments?|respond|reply|disqus_thread|comment-\d+|comment-form|reactions?|likes?|share)$"
)


def link_groups(pieces: list[Piece]) -> list[tuple[str | None, str, str]]:
    """Neighbouring pieces of one link together: address (None where it is none to fetch), text, label."""
    groups: list[tuple[str | None, list[Piece]]] = []
    for piece in pieces:
        if piece.kind not in {"link", "image"} or (piece.kind == "image" and piece.href is None):
            if piece.kind == "text" and piece.text.strip():
                groups.append((None, []))
            continue
        href = _IN_POST.sub("", piece.href) if piece.href else None
        if groups and groups[-1][0] == href and groups[-1][1] and not _is_apart(piece, groups[-1][1]):
            groups[-1][1].append(piece)
        else:
            groups.append((href, [piece]))
    return [
        (href, joined(_without_date_pieces(found)), next((piece.label for piece in found if piece.label), ""))
        for href, found in groups
        if found and not (all(piece.kind == "image" for piece in found))
    ]


def is_tally(text: str) -> bool:
    """Whether a line or link counts what readers did with a post, or invites them to do it."""
    return is_comments(text) or is_counter(text.strip(" ()[]|•·"))


def _is_apart(piece: Piece, before: list[Piece]) -> bool:
    """Whether a piece behind others that lead to the same page counts comments or says "Read more": a second link."""
    words = joined(before[:_TALLY])
    if not words:
        return False
    return is_tally(piece.text) or is_tally(words) or (is_more(piece.text) and words_of(piece.text) > 1)


def _without_date_pieces(pieces: list[Piece]) -> list[Piece]:
    """A link's pieces without those that are a date in an element of its own: `<a>Title <time>May 3</time></a>`."""
    others = [piece for piece in pieces if not is_date(piece.text.strip())]
    return others if any(words_of(piece.text) for piece in others) else pieces
