"""Posts that are only a pointer, on lists and on pages; files as posts and files as forms; blocks of others' headlines."""

from __future__ import annotations

import pytest

from items import Link
from parsing.lists import ListEntry, list_home
from parsing.lists.pointers import is_form, is_protected, watch_address
from parsing.pages import Page, read_page
from parsing.pages.pointers import pointer_in
from tests.parsing.saved_lists import TODAY, ZONE
from tests.parsing.saved_lists import read as read_listing

NEWS = "https://local9.example/news"
LONG = (
    "The county brought its first written offer on wages to the table, and the team read it aloud in the break room. "
    "Stewards of all three shifts meet at the hall to weigh it, and whoever has a question may bring it along."
)


def listed(inner: str, url: str = NEWS) -> tuple[ListEntry, ...]:
    return read_listing(f"<html><body><h1>News</h1>{inner}</body></html>", url).entries


def rows(*entries: tuple[str, str, str], head: str = "") -> str:
    return (
        head
        + "<ul>"
        + "".join(f"<li>{day} <a href='{href}'>{title}</a></li>" for day, href, title in entries)
        + "</ul>"
    )


OUT = ("May 3, 2025", "https://ledger.example/2025/05/03/paper-on-the-strike", "The paper on our strike vote")
OTHER = ("May 2, 2025", "https://gazette.example/2025/05/02/board-hears-cooks", "The board hears the cooks of the hall")
OWN = ("May 1, 2025", "/news/our-own-report-on-the-vote", "Our own report on the vote")
WIRE = tuple(
    (f"May {day}, 2025", f"https://wire.example/2025/05/a-story-of-day-{day}", f"A story of the wire on day {day}")
    for day in (3, 2, 1)
)


def test_a_link_out_of_the_sources_own_stream_has_an_anchor_here() -> None:
    found = listed(rows(OUT, OTHER, OWN))
    assert [(entry.points_out, entry.anchor, entry.kind) for entry in found] == [
        (True, "#2025-05-03-the-paper-on-our-strike-vote", "clipping"),
        (True, "#2025-05-02-the-board-hears-the-cooks-of-the-hall", "clipping"),
        (False, None, None),
    ]


@pytest.mark.parametrize(
    ("inner", "url", "kept"),
    [
        (rows(OUT, OTHER, ("April 2, 2025", "https://daily.example/2025/04/cooks-want-more", "Cooks want more, says the daily")), NEWS, True),
        (rows(*WIRE, head="<h2>Labor Wire</h2>"), NEWS, False),
        (rows(*WIRE, head="<h2>In the News</h2>"), NEWS, True),
        (rows(*WIRE), "https://local9.example/press-clippings", True),
        (rows(*WIRE), NEWS, False),
        (rows(OUT, OWN) + f"<aside>{rows(*WIRE, head='<h2>AFL-CIO Blog Feed</h2>')}</aside>", NEWS, True),
    ],
)  # fmt: skip
def test_a_list_of_one_other_site_is_that_sites_feed_unless_the_page_says_that_it_collects_clippings(
    inner: str, url: str, kept: bool
) -> None:
    found = [entry for entry in listed(inner, url) if entry.points_out]
    assert bool(found) is kept
    assert not any("wire" in (entry.url or "") for entry in found) or "/press" in url or "In the News" in inner


def test_an_undated_promotion_among_dated_posts_is_no_clipping() -> None:
    promotion = ("", "https://benefits.example/save-on-your-next-phone-plan", "Save on your next phone plan today")
    assert not [
        entry
        for entry in listed(rows(OUT, OWN, promotion, OTHER))
        if "benefits" in (entry.url or "") and entry.points_out
    ]


def test_a_title_that_leads_elsewhere_and_a_day_that_leads_home_are_a_post_with_a_target() -> None:
    inner = "".join(
        f"<div><h3><a href='https://ledger.example/{at}-what-the-paper-says'>What the paper says, part {word}</a></h3>"
        f"<p><a href='/notes/{at}-part-{word}'>May {at}, 2025</a></p><p>{LONG}</p></div>"
        for at, word in ((7, "seven"), (6, "six"), (5, "five"))
    )
    first = listed(inner)[0]
    assert (first.url, first.target, first.kind, first.points_out) == (
        "https://local9.example/notes/7-part-seven", "https://ledger.example/7-what-the-paper-says", "clipping", False,
    )  # fmt: skip


def test_files_with_a_day_are_posts_and_forms_are_none() -> None:
    files = (
        ("May 9, 2025", "/f/1.pdf", "Tentative agreement, article by article"),
        ("May 8, 2025", "/f/2.pdf", "Constitution and By-Laws (PDF)"),
        ("May 7, 2025", "/f/3.pdf", "Grievance form"),
        ("May 6, 2025", "/f/4.pdf", "Letter to the senate (pdf)"),
    )
    page = read_listing(f"<h1>News</h1>{rows(*files)}", NEWS)
    assert [(entry.title, entry.file) for entry in page.entries] == [
        ("Tentative agreement, article by article", "https://local9.example/f/1.pdf"),
        ("Letter to the senate (pdf)", "https://local9.example/f/4.pdf"),
    ]
    assert [(address, reason) for address, reason, _ in page.refused] == [
        ("https://local9.example/f/2.pdf", "form"),
        ("https://local9.example/f/3.pdf", "form"),
    ]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Constitution", True), ("Scholarship application", True), ("Union authorization card (PDF)", True),
        ("Nomination Form", True), ("W-9", True), ("Formulario de inscripción", True),
        ("Reform of the pension board", False), ("A card from the cooks", False), ("What forms a union", False),
        ("Newsletter of May", False), ("Information for retirees", False), ("Update on the contract", False),
    ],
)  # fmt: skip
def test_forms_are_told_by_their_names(title: str, expected: bool) -> None:
    assert is_form(title, "https://local9.example/f/1.pdf") is expected


def test_a_protected_post_is_told_by_its_title_and_by_what_stands_for_its_text() -> None:
    assert is_protected("Protected: Strike fund", "There is no excerpt because this is a protected post.")
    assert is_protected("Protegido: Fondo", "Este contenido está protegido por contraseña.")
    assert not is_protected("Protected: the right to strike", LONG)
    assert not is_protected("Strike fund", "This content is password protected.")
    assert not is_protected("Private: who pays", None)


def page_of(inner: str, title: str = "Cooks in the paper") -> Page:
    html = f"<html><head><title>{title} - Local 9</title></head><body><main><h1>{title}</h1><p>May 1, 2025</p>{inner}</main></body></html>"
    return read_page(html.encode(), f"{NEWS}/cooks-in-the-paper", None, ZONE, TODAY)


@pytest.mark.parametrize(
    ("inner", "kind", "target"),
    [
        ("<p><a href='https://ledger.example/a'>The Ledger has the story</a></p>", "clipping", "https://ledger.example/a"),
        (f"<p>{LONG}</p><p><a href='https://ledger.example/a'>Read the full story at the Ledger</a></p>", "clipping", "https://ledger.example/a"),
        (f"<p>{LONG}</p><p>Read more at <a href='https://ledger.example/a'>the Ledger</a>.</p>", "clipping", "https://ledger.example/a"),
        (f"<p>{LONG}</p><p>Source: <a href='https://ledger.example/a'>The Ledger</a></p>", "clipping", "https://ledger.example/a"),
        (f"<p>{LONG}</p><p>Lea la nota completa <a href='https://ledger.example/a'>aquí</a></p>", "clipping", "https://ledger.example/a"),
        ("<div><iframe src='https://www.youtube.com/embed/q1w2'></iframe></div>", "video", "https://www.youtube.com/watch?v=q1w2"),
        ("<p>Watch!</p><iframe src='https://player.vimeo.com/video/77'></iframe>", "video", "https://vimeo.com/77"),
        (f"<p>{LONG} {LONG}</p><iframe src='https://www.youtube.com/embed/q1w2'></iframe>", None, None),
        (f"<p>{LONG}</p><p>The <a href='https://ledger.example/a'>Ledger</a> was there, and so were we.</p>", None, None),
        (f"<p>{LONG * 4}</p><p><a href='https://ledger.example/a'>Read the full study</a></p>", None, None),
        ("<p>The hall is closed on Monday, see <a href='/news/hours'>our hours</a>.</p>", None, None),
        ("<p>Sign up: <a href='https://docs.google.com/forms/d/1'>here</a></p>", None, None),
        ("<p>Follow us <a href='https://www.facebook.com/local9'>there</a></p>", None, None),
    ],
)  # fmt: skip
def test_a_page_that_is_only_a_pointer_says_where_it_leads(inner: str, kind: str | None, target: str | None) -> None:
    found = page_of(inner)
    assert (found.kind, found.target) == (kind, target)
    assert found.not_a_post is None


def test_the_markup_of_feeds_and_apis_is_read_alike() -> None:
    markup = f"<p>{LONG}</p><p><a href='https://ledger.example/a'>Read the whole story in the Ledger</a></p>"
    text = f"{LONG}\n\nRead the whole story in the Ledger"
    assert pointer_in(markup, text, NEWS) == ("clipping", "https://ledger.example/a")
    assert pointer_in("<p>https://youtu.be/q1w2</p>", "https://youtu.be/q1w2", NEWS) == (
        "video", "https://www.youtube.com/watch?v=q1w2",
    )  # fmt: skip
    assert (
        pointer_in("<p>" * 5000 + "<a href='javascript:alert(1)'>Read the full story</a>", "Read the full story", NEWS)
        is None
    )


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("https://local9.example/news?page=3", "https://local9.example/news"),
        ("https://local9.example/news/page/2/", "https://local9.example/news"),
        ("https://local9.example/news?offset=1700000000000", "https://local9.example/news"),
        ("https://local9.example/news/#top", "https://local9.example/news"),
        ("https://local9.example/archive/2019.html", "https://local9.example/archive/2019.html"),
        ("https://local9.example/other?page=3", "https://local9.example/other?page=3"),
        ("https://local9.example/index.php?p=3", "https://local9.example/index.php?p=3"),
    ],
)
def test_entries_stand_at_the_lists_first_page_however_far_back_they_drifted(address: str, home: str) -> None:
    assert list_home(address, [NEWS, "https://local9.example/"]) == home


@pytest.mark.parametrize(
    ("player", "page"),
    [
        ("https://www.youtube-nocookie.com/embed/a1?start=3", "https://www.youtube.com/watch?v=a1"),
        ("https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2Fx%2Fvideos%2F1%2F", "https://www.facebook.com/x/videos/1/"),
        ("https://videos.example/a.mp4", "https://videos.example/a.mp4"),
    ],
)  # fmt: skip
def test_a_player_leads_to_the_page_of_its_video(player: str, page: str) -> None:
    assert watch_address(player) == page


def test_a_film_among_dated_sections_says_where_it_is_and_a_report_with_a_film_is_a_report() -> None:
    def section(day: int, text: str) -> str:
        return f"<div><h3>Part {day} of the story of the hall</h3><p>May {day}, 2025</p><p>{text}</p><iframe src='https://www.youtube.com/embed/x{day}'></iframe></div>"

    found = listed(section(9, "Watch it.") + section(8, f"{LONG} {LONG}") + section(7, "Watch it again."))
    assert [(entry.kind, entry.target) for entry in found] == [
        ("video", "https://www.youtube.com/watch?v=x9"), (None, None), ("video", "https://www.youtube.com/watch?v=x7"),
    ]  # fmt: skip


def test_links_of_a_pointer_are_links_all_the_same() -> None:
    found = page_of("<p><a href='https://ledger.example/a'>The Ledger has the story</a></p>")
    assert Link("https://ledger.example/a", "The Ledger has the story") in found.links
