"""Titles and by-lines on pages of any make: without the site's name, without signs, wherever a page prints them."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.documents import tree
from parsing.lists import read_list
from parsing.pages import Page, read_page
from parsing.pages.bylines import byline, signature
from tests.parsing.mutations import rename_classes, wrap_blocks

NEW_YORK = ZoneInfo("America/New_York")
PAGES = Path(__file__).parent.parent / "quality" / "pages"
TITLE = "Clerks win new desks"
PROSE = "".join(
    f"<p>In room {n} the clerks measured every desk twice, and whoever had a bad chair wrote it down for the talk.</p>"
    for n in range(4)
)


def read(html: str, url: str = "https://u.example/post/17") -> Page:
    return read_page(html.encode(), url, "text/html; charset=utf-8", NEW_YORK, date(2026, 11, 21))


def page(title: str, body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head><body>{body}</body></html>"


@pytest.mark.parametrize(
    "sign",
    [
        "<a class=headerlink href='#d'>¶</a>",
        "<a href='#d'>#</a>",
        "<a href='#d' aria-label='Direct link'>\u200b</a>",
        "<a href='#d'><span>Permalink to this headline</span></a>",
        " <a href='#d'>🔗</a>",
        " <a href='/node/17/edit'>edit</a>",
        " ¶",
    ],
)
def test_the_sign_that_links_a_heading_to_itself_is_no_part_of_a_title(sign: str) -> None:
    assert read(page(f"{TITLE} - Docs", f"<main><h1 id=d>{TITLE}{sign}</h1>{PROSE}</main>")).title == TITLE


def test_a_title_that_is_a_link_as_a_whole_stays_whole() -> None:
    assert read(page("", f"<main><h1><a href='#d'>{TITLE}</a></h1>{PROSE}</main>")).title == TITLE


@settings(max_examples=60, deadline=None)
@given(
    site=st.sampled_from(["Local 404 - Public Works", "Council of Desks", "Union of Chairs and Tables"]),
    mark=st.sampled_from([": ", " - ", " | ", " » ", " – ", " :: "]),
    is_first=st.booleans(),
    tag=st.sampled_from(["h1", "h2", "h3", "div"]),
    banner=st.sampled_from(["<h1>{}</h1>", "<h2>{}</h2>", "<div>{}</div>", "<p><a href='/'>{}</a></p>"]),
)
def test_the_sites_name_goes_at_either_end_and_whatever_parts_it(
    site: str, mark: str, is_first: bool, tag: str, banner: str
) -> None:
    title = f"{site}{mark}{TITLE}" if is_first else f"{TITLE}{mark}{site}"
    body = f"{banner.format(site)}<p>Office 555-0100</p><div><{tag}>{TITLE}</{tag}>{PROSE}</div>"
    assert read(page(title, body)).title == TITLE


@pytest.mark.parametrize("title", [f": {TITLE}", f"{TITLE} |", f"- {TITLE}", f"» {TITLE}"])
def test_a_separator_with_nothing_on_its_other_side_goes(title: str) -> None:
    body = f"<div><h1>Untitled Blog</h1></div><div><div>{TITLE}</div><div>13th August 2025</div>{PROSE}</div>"
    assert read(page(title, body)).title == TITLE
    assert read(page(title, f"<div>{PROSE}</div>")).title == TITLE


def test_a_heading_stays_the_title_where_the_head_and_the_crumbs_word_it_differently() -> None:
    crumbs = "<div><a href='/'>Home</a> » <span>Desk contract of 2025</span></div>"
    found = read(page("Desk contract of 2025 | Union", f"{crumbs}<main><h1>{TITLE}</h1>{PROSE}</main>"))
    assert found.title == TITLE


def test_under_a_section_the_title_is_the_one_heading_with_a_day() -> None:
    body = f"<h1>News</h1><div><h2>{TITLE}</h2><p>06/16/2025</p>{PROSE}<h3>At a glance</h3>{PROSE}</div>"
    assert read(page("News - Local 9", body)).title == TITLE


def test_a_heading_with_the_words_of_the_address_beats_a_rubric() -> None:
    body = f"<h1>From the President</h1><div><h2>{TITLE}</h2>{PROSE}</div>"
    assert read(page("From the President - Local 9", body), "https://u.example/clerks-win-new-desks").title == TITLE


@pytest.mark.parametrize("line", ["<b><font size=5>{}</font></b>", "<strong>{}</strong>", "<big>{}</big>", "{}"])
@pytest.mark.parametrize("told", ["New Page 14", "District 4 News", "LOCAL 2190"])
def test_under_a_title_that_all_pages_share_the_line_above_the_day_is_the_title(line: str, told: str) -> None:
    body = (
        "<p align=center><font size=6><b>LOCAL 2190</b></font></p><p><a href=a.htm>Home</a> <a href=b.htm>News</a></p>"
        f"<p>{line.format(TITLE)}</p><p><i>February 3, 2025</i></p>{PROSE}"
    )
    assert read(page(told, body)).title == TITLE


def test_a_title_in_capitals_is_spelled_as_the_page_prints_it() -> None:
    body = f"<table><tr><td><font size=+2>{TITLE}</font></td></tr><tr><td>{PROSE}</td></tr></table>"
    assert read(page(f"LOCAL 909 :: {TITLE.upper()}", body)).title == TITLE
    assert read(page(TITLE.upper(), f"<h1>{TITLE.upper()}</h1>{PROSE}")).title == TITLE.upper()
    told = f"<meta property='og:title' content='{TITLE}'>"
    assert read(page(TITLE.upper(), f"<h1>{TITLE.upper()}</h1>{PROSE}", told)).title == TITLE
    assert read(page(TITLE.upper(), f"<h1>{TITLE.upper()}</h1><div>{TITLE}</div>{PROSE}")).title == TITLE


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Posted June 4, 2024 by Public Affairs", "Public Affairs"),
        ("Posted on 6/4/2024 3:05 pm by Ann Roe", "Ann Roe"),
        ("Words: Ann Roe", "Ann Roe"),
        ("Written by: Ann Roe", "Ann Roe"),
        ("Post author: Ann Roe", "Ann Roe"),
        ("Story by Ann Roe, photos by Bob Moe", "Ann Roe"),
        ("Published June 4, 2024 by Ann Roe - 3 min read", "Ann Roe"),
        ("By AFSCME StaffNovember 5, 2025", "AFSCME Staff"),
        ("By Local 412", "Local 412"),
        ("Photo by Ann Roe", None),
        ("Photos: Ann Roe", None),
        ("By popular demand, the picnic is back", None),
        ("By Friday we need all signatures", None),
        ("Posted June 4, 2024 by jroe42", None),
        ("by ann@union.example", None),
        ("Posted by www.union.example", None),
    ],
)
def test_a_by_line_names_people_and_offices_and_no_accounts(line: str, expected: str | None) -> None:
    assert byline(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Research Department | April 15, 2024", "Research Department"),
        ("Ann Roe, Jun 18, 2024", "Ann Roe"),
        ("May 20, 2024 · Curtis O'Bloom-Hale", "Curtis O'Bloom-Hale"),
        ("Walt Jessup Mon Aug 17 18:05:00 EDT 2009", "Walt Jessup"),
        ("News | Ann Roe | June 4, 2024", "Ann Roe"),
        ("Local 412 | June 4, 2024", "Local 412"),
        ("Press Release | June 4, 2024", None),
        ("Contract Campaign | June 4, 2024", None),
        ("Desk Talks | June 4, 2024", None),
        ("COLUMBUS, Ohio, June 4, 2024", None),
        ("Membership Meeting, June 4, 2024", None),
        ("Ann Roe", None),
    ],
)
def test_a_name_and_a_day_alone_are_a_signature_and_a_rubric_is_none(line: str, expected: str | None) -> None:
    assert signature(line, {"desk", "talks"}) == expected


@pytest.mark.parametrize(
    "line",
    [
        "<div><span>Ann Roe</span><span>November 5, 2025</span></div>",
        "<b>Ann Roe</b> <i>Nov 5, 2025</i><br>",
        "<div><span>November 5, 2025</span><span>·</span><span>Ann Roe</span></div>",
        "<address>By <a href='/author/ann'>Ann Roe</a></address>",
        "<table><tr><td>Author:</td><td>Ann Roe</td></tr></table>",
        "<p>Ann Roe | November 5, 2025</p>",
    ],
)
def test_the_author_is_read_in_lines_of_any_make(line: str) -> None:
    assert read(page(TITLE, f"<div><h1>{TITLE}</h1>{line}<div>{PROSE}</div></div>")).author == "Ann Roe"


def test_a_printed_by_line_beats_the_sites_own_name_told_to_machines() -> None:
    head = "<meta property='og:site_name' content='Local 404'><meta property='article:author' content='Local 404'>"
    body = f"<article><h1>{TITLE}</h1>{{}}<div>{PROSE}</div></article>"
    assert read(page(TITLE, body.format("<p>By Ann Roe</p>"), head)).author == "Ann Roe"
    assert read(page(TITLE, body.format(""), head)).author == "Local 404"


def _known() -> list[Path]:
    return [path for path in sorted(PAGES.glob("*.json")) if "title" in json.loads(path.read_text("utf-8"))][::3]


@pytest.mark.parametrize("path", _known(), ids=lambda path: path.stem)
def test_no_theme_changes_a_title(path: Path) -> None:
    truth = json.loads(path.read_text("utf-8"))
    plain, packed = path.with_suffix(".html"), path.with_suffix(".html.gz")
    html = (plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes())).decode("utf-8", "replace")
    assert read(wrap_blocks(rename_classes(html)), truth["url"]).title == read(html, truth["url"]).title


TITLES = [
    "Plow drivers win a contract",
    "Library staff file for an election",
    "Retirees plan the picnic",
    "Nurses ask for help at the county home",
]
ROWS = {
    "reactions first": "<div><a href='/{s}#reactions'>{n} reactions</a></div><div><a href='/{s}'>{t}</a></div>"
    "<div>by <a href='/users/{m}'>Ann Roe</a></div><p>Some text that says more than the title of the post does.</p>",
    "same address": "<a href='/{s}'>{n} reactions</a><br><a href='/{s}'>{t}</a><br>June {n}, 2024",
    "run together": "<a href='/c/x'>Talks</a><a href='/{s}'>{t}</a><a href='/{s}#comments'>0 Comments</a>"
    "<a href='/{s}'>Read more</a>",
    "minutes": "<a href='/{s}'>3 min read</a><h3><a href='/{s}'>{t}</a></h3><span>June {n}, 2024</span>",
    "sign": "<h2>{t}<a href='#p{n}'>¶</a></h2><span>June {n}, 2024</span><p>Text of the post in a few words. More.</p>",
}


@pytest.mark.parametrize("make", ROWS)
def test_counters_and_names_in_a_row_are_no_titles(make: str) -> None:
    rows = "".join(
        f"<div class=row>{ROWS[make].format(t=title, s='_'.join(title.lower().split()), n=n + 2, m=n % 2)}</div>"
        for n, title in enumerate(TITLES)
    )
    html = f"<html><body><nav><a href='/'>Home</a></nav><div><h1>News</h1><div>{rows}</div></div></body></html>"
    found = read_list(tree(html), "https://u.example/news", NEW_YORK, date(2026, 11, 21))
    assert [entry.title for entry in found.entries] == TITLES
