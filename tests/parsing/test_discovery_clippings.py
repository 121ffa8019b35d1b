"""Pages of press clippings are channels of their own: they show posts of the site that stand elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from parsing.discovery import Conclusion, Probe, Survey
from parsing.urls import Site, Sites
from tests.sites_of_makes import MadeSite, Story, hugo, menu, page, stories, two_lists, wordpress

HOME = "http://127.0.0.5:8123"
PAPERS = ("https://www.tribune.example/a/", "http://daily.example/story?id=", "https://news.valley.example/")


def surveyed(site: MadeSite) -> tuple[Conclusion, list[Probe]]:
    home = f"{site.home}/"
    zone = ZoneInfo("America/New_York")
    survey = Survey(home, Sites.of([Site("x", home)]), "x", date(2026, 11, 21), zone)
    asked: list[Probe] = []
    while probes := survey.wanted():
        asked += probes
        for probe in probes:
            survey.take(probe, site.answer(probe.address))
    return survey.conclude(), asked


def clippings(found: list[Story], papers: tuple[str, ...] = PAPERS, dated: bool = True) -> str:
    links = [f"<a href='{papers[at % len(papers)]}{400 + at}'>{one.title}</a>" for at, one in enumerate(found)]
    days = [f"{one.day:%m/%d/%y}: " if dated else "" for one in found]
    return "".join(f"<p>{day}{link}</p>" for day, link in zip(days, links, strict=True))


def add_clippings(site: MadeSite, path: str, label: str, words: str) -> None:
    """A page of clippings that the site's home page links."""
    site.add(path, page(label, f"{menu()}<h1>{label}</h1>{words}"))
    home = site.pages["/"]
    body = home.bytes().decode().replace("</main>", f"</main><p><a href='{path}'>{label}</a></p>")
    site.add("/", body.replace("</nav>", f"<a href='{path}'>{label}</a></nav>"))


@pytest.mark.parametrize("make", [two_lists, hugo, wordpress])
@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/InTheNews.html", "In The News"),
        ("/clips-12.html", "Press Clippings"),
        ("/prensa/recortes", "Recortes de prensa"),
    ],
)
def test_a_page_of_dated_reports_elsewhere_is_a_channel(make: Callable[[str], MadeSite], path: str, label: str) -> None:
    site = make(HOME)
    expected = {*site.expected, ("listing", path)}
    add_clippings(site, path, label, clippings(stories(12, first=40)))
    found, asked = surveyed(site)
    assert {(one.family, one.address.removeprefix(HOME)) for one in found.channels} == expected
    assert next(one for one in found.channels if one.address == HOME + path).part == "clippings"
    assert all(one.address.startswith(HOME) for one in asked), "the papers are never asked"


@pytest.mark.parametrize(
    "words",
    [
        clippings(stories(12, first=40), dated=False),
        clippings(stories(2, first=40)),
        clippings(stories(12, first=40), papers=PAPERS[:1]),
    ],
    ids=["undated links", "two of them", "the feed of one other site"],
)
def test_links_without_days_and_feeds_of_another_site_are_no_channel(words: str) -> None:
    site = two_lists(HOME)
    add_clippings(site, "/links", "Latest from our friends", words)
    found, _ = surveyed(site)
    assert {(one.family, one.address.removeprefix(HOME)) for one in found.channels} == set(site.expected)


def test_two_pages_of_the_same_reports_are_one_channel() -> None:
    site = two_lists(HOME)
    reports = stories(12, first=40)
    add_clippings(site, "/in-the-news", "In the news", clippings(reports))
    add_clippings(site, "/media-coverage", "Media coverage", clippings(reports[:8]))
    found, _ = surveyed(site)
    addresses = {one.address.removeprefix(HOME) for one in found.channels}
    assert "/in-the-news" in addresses and "/media-coverage" not in addresses
