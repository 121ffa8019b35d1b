"""parsing.lists.archives: lists by year and month, of links and menus, and of nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.documents import tree
from parsing.lists.archives import archives_of

TODAY = date(2026, 3, 4)
CASES = {
    "years at the root": ("<a href=/2019/>2019</a><a href=/2018/>2018</a>", ["/2019/", "/2018/"]),
    "months with counts": (
        "<a href=/2019/05/>May 2019 (12)</a><a href=/2019/04/>April 2019</a>", ["/2019/05/", "/2019/04/"],
    ),
    "month and year in one": (
        "<a href=/news/archives/05-2019>05/2019</a><a href=/news/archives/12-2018>December 2018</a>",
        ["/news/archives/05-2019", "/news/archives/12-2018"],
    ),
    "a month by its name": ("<a href=/news/archives/may-2019/>May 2019</a>", ["/news/archives/may-2019/"]),
    "parameters": ("<a href='?year=2019'>2019</a><a href='?year=2018'>2018</a>", ["/news?year=2019", "/news?year=2018"]),
    "a year under the list": ("<a href=/news/2019>2019</a>", ["/news/2019"]),
    "a menu of addresses": (
        "<select><option>Archive<option value=/2019/05/>mayo de 2019<option value=/2019/04/>abril 2019</select>",
        ["/2019/05/", "/2019/04/"],
    ),
    "a form that asks by GET": (
        "<form action=/news><select name=year><option>All<option value=2019>2019<option value=2018>2018</select></form>",
        ["/news?year=2019", "/news?year=2018"],
    ),
    "a menu of addresses in a form that posts": (
        "<form method=post><select name=y><option value='News.aspx?year=2019'>2019<option value='News.aspx?year=2018'>2018</select></form>",
        ["/News.aspx?year=2019", "/News.aspx?year=2018"],
    ),
    "a form that posts": ("<form method=post><select name=year><option value=2019>2019</select></form>", []),
    "years take their months in": ("<a href=/news/2019>2019</a><a href=/news/2019/05>May 2019</a>", ["/news/2019"]),
    "calendars": ("<a href=/calendar/2019/05>May 2019</a><a href=/events/2019/>2019</a><a href=/events/2018/>2018</a>", []),
    "years to come": ("<a href=/2027/>2027</a><a href=/2028/>2028</a>", []),
    "a day": ("<a href=/2019/05/03>May 3, 2019</a><a href=/2019/05/04>May 2019</a>", []),
    "a post of that name": ("<a href=/news/2019>Our year 2019</a><a href=/news/2019/contract-won>2019</a>", []),
    "one year of something else": ("<a href=/convention/2018>2018</a>", []),
    "words and address differ": ("<a href=/2019/>2018</a><a href=/2018/>2017</a>", []),
    "a year in the name of a page beside the list": ("<a href=/news2024.html>2024</a>", ["/news2024.html"]),
    "the words of the link say of what": (
        "<a href=/2024news.htm>2024 News</a><a href=/archive-2023.html>News of 2023</a><a href=/old_news_2022.php>Older</a>",
        ["/2024news.htm", "/archive-2023.html", "/old_news_2022.php"],
    ),
    "a year page of the list's own name": ("<a href=/news-2022.html>Archive for 2022</a>", ["/news-2022.html"]),
    "a folder of archives": ("<a href=/archive/headlines2021.html>2021</a>", ["/archive/headlines2021.html"]),
    "months in names of pages": (
        "<a href=archives/08-2024.html>August</a><a href=archives/news_2024_07.html>July 2024</a>",
        ["/archives/08-2024.html", "/archives/news_2024_07.html"],
    ),
    "a year in the name of another page": (
        "<a href=/minutes2024.html>2024</a><a href=/convention-2023.html>2023</a><a href=/staff/news2022.html>2022</a>", [],
    ),
    "a post with a year in its name": ("<a href=/news2024-contract-won.html>Contract won in 2024</a>", []),
    "words of a page of a year that say another": ("<a href=/news2024.html>2023</a>", []),
    "another host": ("<a href=https://y.org/2019/>2019</a><a href=https://y.org/2018/>2018</a>", []),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_archives_are_found_where_words_and_address_agree(name: str) -> None:
    markup, expected = CASES[name]
    found = archives_of(tree(f"<html><body>{markup}"), "https://x.org/news", TODAY)
    assert [one.url.removeprefix("https://x.org") for one in found] == expected


@pytest.mark.parametrize(
    ("url", "markup", "expected"),
    [
        ("/news/archive/2019", "<a href=/news/archive/2019/05>May 2019</a><a href=/news/archive/2019/04>April 2019</a>",
         ["/news/archive/2019/05", "/news/archive/2019/04"]),
        ("/stories/2019/", "<a href=/stories/2019/05/>May (3)</a><a href=/stories/2019/04/>Apr.</a>",
         ["/stories/2019/05/", "/stories/2019/04/"]),
        ("/past?year=2019", "<a href='/past?year=2019&month=5'>05</a><a href='/past?year=2019&month=12'>12 (40)</a>",
         ["/past?year=2019&month=12", "/past?year=2019&month=5"]),
        ("/archivo/2019.html", "<a href=/archivo/mayo-2019.html>mayo de 2019</a>", ["/archivo/mayo-2019.html"]),
        ("/news/2019", "<a href=/news/2018/05>May 2018</a><a href=/news/2019>2019</a><a href=/news/2019/07/04>4</a>", []),
        ("/news/2019", "<a href='/news/2019?page=5'>5</a>", []),
    ],
)  # fmt: skip
def test_the_archive_of_a_year_leads_to_its_months_though_every_page_offers_all_years(
    url: str, markup: str, expected: list[str]
) -> None:
    years = "<a href=/news/archive/2020>2020</a><a href=/news/archive/2019>2019</a>"
    found = archives_of(tree(f"<html><body>{markup}{years}"), f"https://x.org{url}", TODAY, inside=2019)
    assert [one.url.removeprefix("https://x.org") for one in found] == expected


def test_they_come_newest_first_and_say_up_to_when_they_reach() -> None:
    page = "<a href=/2018/12/>December 2018</a><a href=/2019/02/>February 2019</a><a href=/2017/>2017</a><a href=/2016/>2016</a>"
    found = archives_of(tree(page), "https://x.org/", TODAY)
    assert [one.last_day for one in found] == [
        date(2019, 2, 28),
        date(2018, 12, 31),
        date(2017, 12, 31),
        date(2016, 12, 31),
    ]


@pytest.mark.parametrize("own", ["updates", "whats-going-on", "el-martillo"])
@given(year=st.integers(1995, 2025), sign=st.sampled_from(["", "-", "_"]), before=st.booleans())
def test_the_years_of_a_list_of_any_name_bear_that_name(own: str, year: int, sign: str, before: bool) -> None:
    name = f"{year}{sign}{own}" if before else f"{own}{sign}{year}"
    found = archives_of(tree(f"<a href={name}.html>{year}</a>"), f"https://x.org/union/{own}.html", TODAY)
    assert [(one.url, one.year, one.month) for one in found] == [(f"https://x.org/union/{name}.html", year, None)]


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=60)), max_size=30))
def test_any_links_give_archives_of_this_host_and_no_error(links: list[tuple[str, str]]) -> None:
    from lxml import etree

    root = etree.Element("body")
    for text, href in links:
        clean = "".join(sign for sign in text if sign.isprintable() and not 0xD800 <= ord(sign) < 0xE000)
        where = "".join(sign for sign in href if sign.isprintable() and not 0xD800 <= ord(sign) < 0xE000)
        etree.SubElement(root, "a", href=where).text = clean
    assert all(one.year <= TODAY.year for one in archives_of(root, "https://x.org/news", TODAY))
