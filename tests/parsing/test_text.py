"""Plain text from markup of every make; what is cleaned once stays as it is."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.text import fingerprint, has_words, one_line, plain, tidy, word_count
from tests.patience import within


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("  Workers\u00a0win \t raises ", "Workers win raises"),
        ("Two\nlines\r\nare one", "Two lines are one"),
        ("Zero\u200bwidth and soft\u00adhyphen", "Zerowidth and softhyphen"),
        ("N\x00UL and \x1b[31mcolour", "NUL and [31mcolour"),
        ("e\u0301 is one letter", "é is one letter"),
        ("\u202eturned\u202c round", "turned round"),
        ("half a pair \ud83d here", "half a pair here"),
        ("\ue9c1 icon fonts show boxes", "icon fonts show boxes"),
        ("", None),
        (" \u200b\n ", None),
        (None, None),
    ],
)
def test_one_line_drops_what_nobody_sees_and_joins_the_rest(given_text, expected):
    assert one_line(given_text) == expected


def test_tidy_keeps_paragraphs_and_at_most_one_blank_line():
    assert tidy(" one \n\n\n\n two\t words \u2028three\r\n- four  \n\n") == "one\n\ntwo words\nthree\n- four"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One <b>bold</b> word.</p><p>Two.</p>", "One bold word.\n\nTwo."),
        ("<div>Line<br>broken<br/><br/>then parted</div>", "Line\nbroken\n\nthen parted"),
        ("<p>We want:</p><ul><li>raises</li><li>rest</li></ul><p>Now.</p>", "We want:\n\n- raises\n- rest\n\nNow."),
        ("<ul><li>outer<ul><li>inner</li></ul></li><li>last</li></ul>", "- outer\n- inner\n- last"),
        ("<ul><li><p>in a paragraph</p></li></ul>", "- in a paragraph"),
        ("<blockquote><p>We won.</p></blockquote><p>said she</p>", "We won.\n\nsaid she"),
        ("<p>She said <q>never</q>.</p>", "She said “never”."),
        ("<table><tr><th>Step</th><th>Pay</th></tr><tr><td>1</td><td>$20</td></tr></table>", "Step | Pay\n1 | $20"),
        ("<table><tr><td><p>A layout</p><p>of one cell</p></td></tr></table>", "A layout\n\nof one cell"),
        ("<table><tr><td>x</td><td><table><tr><td>y</td></tr></table></td></tr></table>", "x\n\ny"),
        ("<p>the 22<sup>nd</sup> of May</p>", "the 22nd of May"),
        ("<script>var a = '<p>no</p>';</script><style>p{}</style><p>yes</p>", "yes"),
        ("<p>seen<span style='display: none'>unseen</span></p><p hidden>nor this</p>", "seen"),
        ("<figure><img src=a.jpg alt='A march'><figcaption>A march</figcaption></figure><p>Text</p>", "Text"),
        ("<figure><table><tr><td>a</td><td>b</td></tr></table></figure>", "a | b"),
        ("<p class=MsoNormal>Word <o:p></o:p>markup</p>", "Word markup"),
        ("<pre>kept\n  lines</pre>", "kept\nlines"),
        ("<p>one\nsource\nline</p>", "one source line"),
        ("<form><label>Name</label><input value=x><button>Send</button></form><p>Text</p>", "Name\n\nText"),
    ],
)
def test_plain_reads_markup_as_a_person_would(markup, expected):
    assert plain(markup) == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("AT&T and R&D", "AT&T and R&D"),
        ("Workers&rsquo; rights &amp; wages", "Workers’ rights & wages"),
        ("Nurses &amp;amp; aides", "Nurses & aides"),
        ("&lt;p&gt;escaped once&lt;/p&gt;", "escaped once"),
        ("&amp;lt;p&amp;gt;escaped&amp;nbsp;twice&amp;lt;/p&amp;gt;", "escaped twice"),
        ("pay < rent and rent > pay", "pay < rent and rent > pay"),
        ("write to <steward@example.org>", "write to <steward@example.org>"),
        ("I <3 my union", "I <3 my union"),
        ("see https://example.org/?a=1&copy=2", "see https://example.org/?a=1&copy=2"),
        ("<em>Win</em> for all", "Win for all"),
        ("<![CDATA[<p>wrapped</p>]]>", "wrapped"),
    ],
)
def test_f13_escaped_twice_or_marked_up_becomes_one_clean_text(given_text, expected):
    assert plain(given_text) == expected


def test_f8_cdata_tricks_are_only_text():
    assert plain("<![CDATA[<!h<!h<") is None
    assert plain("before <![CDATA[<b>in</b>]]]]><![CDATA[>after") == "before in]]>after"


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 10_000 + "deep" + "</div>" * 10_000,
        "<table><tr><td>" * 4_000 + "deep",
        "<b " * 300_000,
        "<p>" + "<!--" * 300_000,
        "a" + "\u0301\u0327" * 200_000,
        "&#38;" + "#38;" * 200_000,
        "<p style='" + "display:none;" * 100_000 + "'>x</p>",
        "<table>" + "<tr><td>a<td>b" * 50_000,
        "x" * 3_000_000,
    ],
    ids=["nested", "tables", "open tags", "comments", "accents", "entities", "style", "rows", "long"],
)
def test_f16_hostile_text_is_read_in_bounded_time(hostile):
    began = time.process_time()
    plain(hostile)
    one_line(hostile)
    assert within(began, 2)


def test_words_are_counted_without_marks():
    assert word_count("- We won: 3.5 percent, at last!\n\nStep | Pay") == 8
    assert word_count(None) == 0


def test_whether_a_text_has_so_many_words_is_told_as_they_are_counted() -> None:
    for text in ("- We won: 3.5 percent, at last!\n\nStep | Pay", "one", "", None):
        assert [has_words(text, least) for least in range(12)] == [word_count(text) >= least for least in range(12)]


def test_the_fingerprint_sees_words_and_not_typography():
    assert fingerprint("We’re in", "“Yes” – all\u00a0of us…") == fingerprint("We're in", '"Yes" - all of\n\nus...')
    assert fingerprint("Raises", "3 percent") != fingerprint("Raises", "4 percent")
    assert fingerprint("Nurses win", None) != fingerprint("Nurses Win", None)
    assert fingerprint("a", "b") != fingerprint("ab", "")


@settings(deadline=None)
@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    assert one_line(one_line(text)) == one_line(text)
    assert tidy(tidy(text)) == tidy(text)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<li>", "<br>", "&amp;", "lt;", "&lt;", "b>", "\n", " ", "é", "word", "- ", "<b"]
        )
    )
)
def test_plain_twice_is_once(pieces):
    text = plain("".join(pieces))
    assert plain(text) == text


@settings(deadline=None)
@given(st.text())
def test_plain_twice_is_once_for_any_text(text):
    once = plain(text)
    assert plain(once) == once
    assert once is None or once.encode("utf-8")
