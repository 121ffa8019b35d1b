"""The site reads differences as the archive writes them, whatever the words; its own reader never loses any."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.changes import Words
from archive.differing import difference, read_difference
from web.differences import Piece, paragraphs

SIGNS = st.text(st.sampled_from(list("ab [-]{+}\\…¶\n.")), max_size=60)


def test_pieces_come_out_as_left_out_added_and_gap() -> None:
    (first, second) = paragraphs("[title] [-Old-] {+New+} name\n\n[…] is \\[-kept\\-] here")
    assert (first.label, first.pieces) == (
        "title",
        (Piece("left_out", "Old"), Piece("added", "New"), Piece("same", "name")),
    )
    assert second.pieces == (Piece("gap", ""), Piece("same", "is [-kept-] here"))


def test_a_blank_line_inside_a_piece_parts_nothing() -> None:
    (only,) = paragraphs("{+one\n\ntwo+} three")
    assert only.pieces == (Piece("added", "one\n\ntwo"), Piece("same", "three"))


@given(SIGNS, SIGNS)
def test_it_reads_what_the_archive_writes_as_the_archive_reads_it(before: str, after: str) -> None:
    written = difference(Words(None, None, before), Words(None, None, after))
    here = [(piece.kind, piece.text) for one in paragraphs(written) if not one.label for piece in one.pieces]
    if not any(one.label for one in paragraphs(written)):
        assert here == [(piece.kind, piece.text) for piece in read_difference(written)]


@given(SIGNS)
def test_any_text_is_read(text: str) -> None:
    for one in paragraphs(text):
        assert all(piece.kind == "gap" or piece.text.strip() for piece in one.pieces)
