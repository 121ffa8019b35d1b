"""Which dates of a page are its post's: those that are none are kept with what speaks against them."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from parsing.pages import Page, read_page
from tests.patience import within

NEW_YORK = ZoneInfo("America/New_York")
TODAY = date(2026, 11, 21)
HERE = "https://union.example.org/news/a-post-of-five-words"
PROSE = "".join(
    f"<p>In shop {number} the stewards read the draft aloud, and whoever had a question put it on the board for the "
    "next talk with the employer, which begins after lunch.</p>"
    for number in range(5)
)
CARD = (
    "<div class='{0}'><h3><a href='/news/other'>Another post of the week</a></h3>"
    "<time itemprop='datePublished' datetime='2026-10-01'>October 1, 2026</time></div>"
)


def read(body: str, head: str = "", url: str = HERE, today: date | None = TODAY) -> Page:
    html = f"<!DOCTYPE html><html lang='en'><head><title>A post of five words</title>{head}</head>{body}</html>"
    return read_page(html.encode(), url, "text/html; charset=utf-8", NEW_YORK, today)


def article(before: str = "", after: str = "", title: str = "A post of five words", text: str = PROSE) -> str:
    """A post with lines before and after its text, in a theme's usual frame."""
    return f"<body><main><article><h1>{title}</h1>{before}<div class='text'>{text}</div>{after}</article></main></body>"


def on(page: Page) -> str | None:
    return page.published.on.isoformat() if page.published else None


def flags(page: Page) -> set[tuple[str, str | None]]:
    return {(moment.on.isoformat(), moment.flag) for moment in page.candidates}


@pytest.mark.parametrize("word", ["Saturday, November 21, 2026", "Nov 21, 2026 10:15 AM", "Today is November 21, 2026"])
def test_d1_the_day_of_the_visit_on_top_of_the_page_is_kept_apart(word):
    page = read(f"<body><div>{word}</div><div><h1>A post of five words</h1><div>{PROSE}</div></div></body>")
    assert page.published is None
    assert flags(page) <= {("2026-11-21", "visit")}


def test_the_day_of_the_visit_does_not_hide_the_posts_own():
    line = "<p class='when'>Friday, June 7, 2024</p>"
    page = read(
        f"<body><div>Saturday, November 21, 2026</div><div><h1>A post of five words</h1>{line}<div>{PROSE}</div></div></body>"
    )
    assert on(page) == "2024-06-07"


def test_a_post_of_today_that_says_so_is_of_today():
    assert on(read(article("<p>Posted on November 21, 2026</p>"))) == "2026-11-21"


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("<meta property='article:published_time' content='0001-01-01T00:00:00Z'>", "0001-01-01"),
        ("<meta property='article:published_time' content='1970-01-01T00:00:00+00:00'>", "1970-01-01"),
        (
            '<script type="application/ld+json">{"@type": "Article", "datePublished": "1680-05-01"}</script>',
            "1680-05-01",
        ),
    ],
)
def test_d3_an_absurd_date_is_kept_and_flagged(said, day):
    page = read(article(), said)
    assert page.published is None and flags(page) == {(day, "absurd")}


def test_d3_a_printed_machine_default_gives_way_to_the_address():
    page = read(
        article("<p>January 01, 0001</p>"), url="https://union.example.org/news/2024/june/04/a-post-of-five-words/"
    )
    assert on(page) == "2024-06-04" and ("0001-01-01", "absurd") in flags(page)


def test_d3_an_absurd_attribute_does_not_hide_the_words_beside_it():
    page = read(article("<time datetime='0001-01-01T00:00:00'>June 4, 2024</time>"))
    assert on(page) == "2024-06-04"


def test_d7_modified_is_kept_as_modified_and_published_stays_open():
    page = read(article("<p>Updated On: Jun 13, 2017 (08:57:00)</p>"))
    assert page.published is None and flags(page) == {("2017-06-13", "modified")}
    assert page.updated_at == datetime(2017, 6, 13, 12, 57, tzinfo=UTC)


def test_d7_the_day_of_publication_is_trusted_before_the_day_on_which_a_draft_was_begun():
    head = (
        "<meta name='dcterms.created' content='2024-05-01'><meta name='dcterms.issued' content='2024-06-04'>"
        '<script type="application/ld+json">{"@type": "Article", "dateCreated": "2024-04-30"}</script>'
    )
    page = read(article("<p>June 4, 2024</p>"), head)
    assert on(page) == "2024-06-04"


@pytest.mark.parametrize("name", ["related", "box7"])
def test_microdata_of_other_posts_is_not_the_posts(name):
    cards = f"<section>{CARD.format(name) * 3}</section>"
    assert read(article(after=cards)).published is None
    assert on(read(article("<span itemprop='datePublished'>June 4, 2024</span>", cards))) == "2024-06-04"


def test_rdfa_of_comments_is_not_the_posts():
    comments = (
        "<div id='comments'><div about='/comment/5#comment-5' typeof='sioc:Post sioct:Comment'>"
        "<span property='dc:date dc:created' content='2025-01-05T10:00:00-05:00'>Sun, 01/05/2025 - 10:00</span>"
        "<div>Well done, all of you in the shops.</div></div></div>"
    )
    node = "<div about='/node/5' typeof='sioc:Item foaf:Document'>{0}<div property='content:encoded'>{1}</div></div>{2}"
    mine = "<span property='dc:date dc:created' content='2024-06-04T10:00:00-04:00'>Tue, 06/04/2024 - 10:00</span>"
    shell = "<body><div id='main'><h1>A post of five words</h1>{0}</div></body>"
    assert on(read(shell.format(node.format(mine, PROSE, comments)))) == "2024-06-04"
    assert read(shell.format(node.format("", PROSE, comments))).published is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<p>COLUMBUS, Ohio – March 4, 2019 – Members of the local met the mayor.</p>", "2019-03-04"),
        ("<p>COLUMBUS, Ohio, March 4, 2019 — Members of the local met the mayor.</p>", "2019-03-04"),
        ("<p>For Immediate Release: Wednesday, February 26, 2020</p>", "2020-02-26"),
        ("<p>For Immediate Release<br>February 26, 2020</p>", "2020-02-26"),
        ("<p>FOR IMMEDIATE RELEASE — February 26, 2020</p>", "2020-02-26"),
        ("<p>Originally posted Feb 14, 2012</p>", "2012-02-14"),
        ("<p>Publicado el 3 de diciembre de 2022</p>", "2022-12-03"),
        ("<p>On March 3, 2024 members voted to strike.</p>", None),
        ("<p>The vote of March 3, 2024 – the first in years – was close.</p>", None),
        ("<p>Rally: Saturday, March 7, 2026, 9:00 am - 11:00 am</p>", None),
        ("<p>Posted Jan 18</p>", None),
        ("<p>© 2019 Local 9</p>", None),
    ],
)
def test_datelines_are_read_and_days_in_sentences_are_not(line, day):
    assert on(read(article(text=line + PROSE))) == day


def test_a_year_that_is_not_printed_is_not_made_up_and_the_day_is_kept():
    page = read(article("<p>Posted on Jan 18</p>"))
    assert page.published is None and flags(page) == {("2026-01-18", "year")}
    assert on(read(article("<p>Posted on Monday, June 9</p>"))) == "2025-06-09"


@pytest.mark.parametrize(
    ("other", "day"), [("26/06/2020", "2020-06-05"), ("06/26/2020", "2020-05-06"), ("", "2020-05-06")]
)
def test_d5_days_in_numbers_are_read_as_the_page_shows_they_must(other, day):
    cards = f"<aside><p>Also: <a href='/x'>the picnic</a> {other}</p></aside>"
    assert on(read(article("<p>Posted 05/06/2020</p>", cards))) == day


def test_the_day_in_a_title_counts_only_where_nothing_else_says_it():
    assert on(read(article(title="Bargaining Update, June 6, 2024"))) == "2024-06-06"
    told = read(article("<p>Posted June 7, 2024</p>", title="Bargaining Update, June 6, 2024"))
    assert on(told) == "2024-06-07"
    assert read(article(title="Bargaining Update, June 6")).published is None


def test_a_year_in_the_address_that_lags_is_no_date():
    page = read(
        article("<p>January 14, 2026</p>"), url="https://union.example.org/press/releases/2025/a-post-of-five-words"
    )
    assert on(page) == "2026-01-14"


@pytest.mark.parametrize(
    ("after", "day"),
    [
        ("<p class='x'>Posted: October 7, 2024</p>", "2024-10-07"),
        ("<div>Filed under News, 6/9/2025</div>", "2025-06-09"),
        ("<footer>Posted Jul 1, 2025 | Local 909</footer>", "2025-07-01"),
        ("<p class=end>Added 07-Oct-2024</p>", "2024-10-07"),
        ("<p>Added to the agenda on October 7, 2024</p>", None),
        ("<p>October 7, 2024</p>", None),
        ("<p>Copyright 2019 Local 909. Last change of this site: November 20, 2025.</p>", None),
        ("<h2>Also</h2><p>Posted: October 7, 2024</p>", None),
        ("<p>Posted: October 7, 2024</p><p>Posted: October 9, 2024</p>", None),
    ],
)
def test_a_line_behind_the_text_dates_it_only_where_it_says_posted_and_is_alone(after, day):
    assert on(read(article(after=after))) == day


def test_a_badge_of_parts_is_one_date():
    badge = "<div><span>Jul</span><span>22</span><span>2025</span></div>"
    assert (
        on(read(f"<body><main><div>{badge}<h2>A post of five words</h2><div>{PROSE}</div></div></main></body>"))
        == "2025-07-22"
    )


@pytest.mark.parametrize(
    "mark",
    [
        "<abbr class='published dtstart' title='2025-08-09'>August 9, 2025</abbr>",
        "<time itemprop='startDate' datetime='2025-08-09T10:00'>August 9, 2025</time>",
    ],
)
def test_the_start_of_an_event_is_no_day_of_publication_whatever_it_is_marked_as(mark):
    assert read(article(f"<div>When: {mark} at the lake</div>")).published is None


@pytest.mark.parametrize(("path", "day"), [("2025/11", "2025-11-04"), ("2025/10", "2025-10-01"), ("news", None)])
def test_a_printed_day_without_a_year_gets_the_year_of_an_address_of_its_month(path, day):
    page = read(article("<p>November 4</p>"), url=f"https://union.example.org/{path}/a-post-of-five-words/")
    assert on(page) == day


def test_a_labelled_line_is_believed_before_a_bare_one():
    lines = "<p>May 30, 2024</p><p>Posted on June 4, 2024</p>"
    assert on(read(article(lines))) == "2024-06-04"


def test_lines_that_breaks_part_are_lines():
    page = read(
        "<body><table><tr><td><h2>A post of five words</h2></td></tr><tr><td>Posted On: May 15, 2025<br><br>"
        + "Ballots in the election of officers were counted at the hall on the day before. " * 12
        + "</td></tr></table></body>"
    )
    assert on(page) == "2025-05-15"


@pytest.mark.parametrize(
    "piece", ["Posted ", "A, ", "June 4, ", "– ", "<br>", "<span>4</span>", "<p>Posted on 5/6/7</p>"]
)
def test_f16_pages_of_repeated_pieces_are_dated_in_bounded_time(piece):
    began = time.process_time()
    read(article(piece * 3_000, piece * 3_000))
    assert within(began, 2)


@pytest.mark.parametrize(
    "line", ["When: <b>June 4, 2024</b> at the lake", "Updated <span>June 4, 2024</span> by the web committee"]
)
def test_a_part_of_a_line_is_read_with_its_line(line):
    assert read(article(f"<p>{line}</p>")).published is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Irene Kowal, Jun 18, 2024", "2024-06-18"),
        ("Columbus, June 18, 2024", "2024-06-18"),
        ("General Meeting, June 18, 2024", None),
        ("Annual Picnic, June 18, 2024", None),
        ("Irene Kowal spoke on, June 18, 2024", None),
        ("Irene Kowal, June 18, 2024 at the hall", None),
        ("Asamblea General, 18 de junio de 2024", None),
    ],
)
def test_a_name_and_a_day_are_a_by_line_and_what_takes_place_is_none(line, day):
    assert on(read(article(f"<p>{line}</p>"))) == day
