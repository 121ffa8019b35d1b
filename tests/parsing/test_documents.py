"""Bytes of any encoding and pages of any depth become a bounded tree."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import ParseError
from parsing.documents import MAX_ELEMENTS, decode, tree
from parsing.text import plain
from tests.patience import within

WORDS = "Año nuevo: “unión” – victoria"


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (WORDS.encode(), None),
        (WORDS.encode(), "text/html; charset=utf-8"),
        (WORDS.encode(), "text/html; charset=iso-8859-1"),
        (b'<meta charset="windows-1252">' + WORDS.encode(), None),
        (WORDS.encode("cp1252"), "text/html; charset=utf-8"),
        (WORDS.encode("cp1252"), "text/html; charset=ISO-8859-1"),
        (b'<meta charset="iso-8859-1">' + WORDS.encode("cp1252"), None),
        (WORDS.encode("cp1252"), None),
        (WORDS.encode("utf-16"), None),
        (WORDS.encode("utf-16"), "text/html; charset=utf-8"),
        (WORDS.encode("utf-16-le"), "text/html"),
        (WORDS.encode("utf-16-be"), "text/html"),
        (b"\xef\xbb\xbf" + WORDS.encode(), "text/html; charset=iso-8859-1"),
        (WORDS.encode(), "text/html; charset=punycode"),
        (WORDS.encode(), "text/html; charset=no-such-thing"),
        (WORDS.encode(), 'text/html; charset="'),
        (b'<?xml version="1.0" encoding="UTF-16"?>' + WORDS.encode(), None),
    ],
)
def test_f3_bytes_header_and_prolog_that_disagree_give_no_mojibake(body, header):
    assert decode(body, header).endswith(WORDS)


def test_a_single_stray_byte_does_not_spoil_a_utf8_page():
    assert decode("Año “x” ".encode() + b"\x92s " + "José".encode(), "text/html; charset=utf-8") == "Año “x” ’s José"


def test_other_alphabets_are_read_by_what_the_server_says():
    assert decode("профсоюз".encode("koi8-r"), "text/html; charset=koi8-r") == "профсоюз"
    assert decode("組合".encode("shift_jis"), "text/html; charset=shift_jis") == "組合"


def test_f4_control_characters_do_not_cut_a_page():
    page = b"<p>before\x00\x08\x0b after\xef\xbf\xbf end</p>"
    assert "before after" in (plain(tree(page)) or "")


@pytest.mark.parametrize("body", [b"", b" \n ", b"\x00\x00", b"<!-- only this -->"])
def test_an_empty_page_is_a_parse_error(body):
    with pytest.raises(ParseError):
        tree(body, "text/html", "https://example.org/")


@pytest.mark.parametrize("tag", ["div", "span", "b", "table><tr><td", "blockquote", "x-box", "font", "ul><li"])
def test_f16_ten_thousand_levels_keep_their_words_in_bounded_time(tag):
    began = time.process_time()
    page = tree(f"<title>T</title><p>start</p>{f'<{tag}>' * 10_000}deep</p><p>after</p>".encode())
    text = plain(page)
    assert within(began, 2)
    assert text is not None and all(word in text for word in ("start", "deep", "after"))
    assert page.findtext(".//title") == "T"


def test_links_outlive_unclosed_tags():
    page = tree(("<font><span>" * 3000 + "<p><a href='/post'>A post</a></p>").encode())
    assert [a.get("href") for a in page.iter("a")] == ["/post"]


@pytest.mark.parametrize(
    "body",
    [
        b"<p class='" + b"x" * 5_000_000 + b"'>kept</p>",
        b'<img src="data:image/png;base64,' + b"A" * 6_000_000 + b'"><p>kept</p>',
        b'<p title="' + b"<b>" * 1_500_000 + b'">kept</p>',
        b"<style>" + b"p{} " * 1_500_000 + b"</style><p>kept</p>",
        b"<!--" + b" " * 5_000_000 + b"--><p>kept</p>",
    ],
    ids=["attribute", "picture", "tags in attribute", "style", "comment"],
)
def test_f16_megabytes_of_nothing_do_not_push_the_words_out(body):
    began = time.process_time()
    assert plain(tree(body)) == "kept"
    assert within(began, 2)


@pytest.mark.parametrize(
    "piece", [b"<div ", b"<!--", b"<script>", b"<style>", b"<b>x</b>", b"<a-a-a-", b"='", b'="x', b"<![CDATA["]
)
def test_f16_repeated_pieces_are_read_in_bounded_time(piece):
    body = b"<p>hello</p>" + piece * (8_000_000 // len(piece))
    began = time.process_time()
    try:
        page = tree(body)
    except ParseError:
        pass
    else:
        assert sum(1 for _ in page.iter()) <= MAX_ELEMENTS + 10
    assert within(began, 2)


@settings(deadline=None)
@given(st.binary(max_size=2000), st.sampled_from([None, "text/html", "text/html; charset=utf-16", "x; charset=gbk"]))
def test_any_bytes_give_a_tree_or_a_parse_error(body, header):
    assert isinstance(decode(body, header), str)
    try:
        page = tree(body, header, "https://example.org/")
    except ParseError:
        return
    plain(page)
