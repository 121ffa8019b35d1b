"""A survey of a site, without any network: what it asks, what it concludes."""

import json
from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.discovery import Answer, Conclusion, Probe, Survey
from parsing.urls import Site, Sites
from tests.server import Reply
from tests.sites_of_makes import (
    MAKES,
    XML,
    MadeSite,
    article,
    menu,
    nothing,
    page,
    rows,
    rss,
    sitemap,
    stories,
    wordpress,
)

HOME = "http://127.0.0.5:8123"
TODAY = date(2026, 11, 21)


def survey_of(site: MadeSite, home: str = "") -> tuple[Conclusion, list[Probe]]:
    """Answer a survey from a map of pages until it wants no more."""
    home = home or f"{site.home}/"
    survey = Survey(home, Sites.of([Site("x", home)]), "x", TODAY, ZoneInfo("America/New_York"))
    if "/robots.txt" in site.pages:
        survey.hear_robots(site.pages["/robots.txt"].bytes().decode())
    asked: list[Probe] = []
    while probes := survey.wanted():
        asked += probes
        assert len(asked) < 80, "the survey does not end"
        for probe in probes:
            survey.take(probe, site.answer(probe.address))
    return survey.conclude(), asked


def channels_of(site: MadeSite, home: str = "") -> list[tuple[str, str]]:
    found, _ = survey_of(site, home)
    return sorted((one.family, one.address.removeprefix(site.home)) for one in found.channels)


@pytest.mark.parametrize("make", MAKES.values(), ids=MAKES.keys())
def test_a_site_of_any_make_gets_the_channels_that_show_all_its_posts(make: Callable[[str], MadeSite]) -> None:
    site = make(HOME)
    found, asked = survey_of(site)
    assert found.failure is None
    assert channels_of(site) == sorted(site.expected)
    assert len(asked) <= 40
    assert all(probe.address.startswith(HOME) for probe in asked), "somebody else was asked"


@pytest.mark.parametrize("make", MAKES.values(), ids=MAKES.keys())
def test_nothing_is_asked_twice(make: Callable[[str], MadeSite]) -> None:
    _, asked = survey_of(make(HOME))
    pairs = [(probe.task == "sample", probe.address) for probe in asked]
    assert len(pairs) == len(set(pairs))


def test_the_channel_of_an_api_knows_the_other_ways_for_the_day_it_fails() -> None:
    found, _ = survey_of(wordpress(HOME))
    assert dict(found.channels[0].hint) == {"feed": f"{HOME}/feed/", "lists": [f"{HOME}/news/"]}


def test_a_feed_that_carries_fewer_posts_than_the_list_is_the_channel_and_the_list_its_hint() -> None:
    found, _ = survey_of(MAKES["a feed that nobody declares"](HOME))
    assert [one.family for one in found.channels] == ["feed"]
    assert found.channels[0].hint["lists"] == [f"{HOME}/what-is-new"]


def test_a_list_of_open_atrium_keeps_the_numbers_that_its_pager_shows() -> None:
    found, _ = survey_of(MAKES["open atrium"](HOME))
    assert found.channels[0].hint == {"group": "500", "section": "501"}
    assert [(space.home, space.name) for space in found.spaces] == [(f"{HOME}/local-9", "AFSCME Local 9")]


def test_a_home_with_a_path_means_that_space_only() -> None:
    found, asked = survey_of(MAKES["open atrium"](HOME), f"{HOME}/local-9")
    assert [(one.address, dict(one.hint)) for one in found.channels] == [
        (f"{HOME}/local-9/news", {"group": "600", "section": "601"})
    ]
    assert found.name == "AFSCME Local 9"
    assert not any(probe.address == f"{HOME}/news" for probe in asked)


def test_what_a_site_says_of_itself_is_concluded_with_its_reason() -> None:
    found, _ = survey_of(wordpress(HOME))
    assert (found.name, found.timezone, found.timezone_why) == (
        "AFSCME Local 901", "America/Chicago", "its posts API names it"
    )  # fmt: skip
    found, _ = survey_of(MAKES["static without days"](HOME))
    assert (found.timezone, found.timezone_why) == ("America/New_York", "assumed")
    found, _ = survey_of(MAKES["spanish"](HOME))
    assert (found.language, found.language_why) == ("es", "its words")


def test_a_site_without_news_is_told_so_in_words() -> None:
    found, _ = survey_of(nothing(HOME))
    assert not found.channels
    assert found.failure and "No way to posts was found" in found.failure


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (
            Answer("a", "a", 0, reason="dns", failure="x.example: its name could not be resolved."),
            "could not be resolved",
        ),
        (Answer("a", "a", 500, b"<html><body>oops</body></html>"), "500"),
        (Answer("a", "a", 200, b""), "answer"),
        (Answer("a", "a", 200, b"%PDF-1.4 \x00\x00\x00"), ""),
    ],
)
def test_a_home_that_does_not_answer_ends_the_survey_at_once(answer: Answer, word: str) -> None:
    survey = Survey(f"{HOME}/", Sites.of([Site("x", f"{HOME}/")]), "x", TODAY, ZoneInfo("America/New_York"))
    [probe] = survey.wanted()
    survey.take(probe, answer)
    if word:
        assert survey.wanted() == []
    found = survey.conclude()
    assert found.failure and word in found.failure


def test_a_survey_that_was_never_asked_anything_says_so() -> None:
    survey = Survey(f"{HOME}/", Sites.of([Site("x", f"{HOME}/")]), "x", TODAY, ZoneInfo("America/New_York"))
    found = survey.conclude()
    assert found.failure and "was not asked" in found.failure


def made(front: str, **more: Reply) -> MadeSite:
    site = MadeSite(HOME)
    site.add("/", front)
    site.pages.update(more)
    return site


def test_a_feed_of_comments_an_empty_feed_and_a_feed_of_others_are_no_ways() -> None:
    site = made(
        page(
            "Local 2",
            "<main><h1>Local 2</h1></main>",
            "<link rel=alternate type='application/rss+xml' href='/c.xml'>"
            "<link rel=alternate type='application/rss+xml' href='/empty.xml'>"
            "<link rel=alternate type='application/rss+xml' href='/others.xml'>",
        )
    )
    listed = [(f"https://elsewhere.example/{one.slug}", one) for one in stories(5)]
    site.add("/c.xml", rss("Comments on: Local 2", HOME, [(f"{HOME}/{one.slug}", one) for one in stories(3)]), XML)
    site.add("/empty.xml", rss("Local 2", HOME, []), XML)
    site.add("/others.xml", rss("Local 2", HOME, listed), XML)
    found, _ = survey_of(site)
    assert not found.channels
    told = {one.address.removeprefix(HOME): one.what for one in found.findings if not one.works}
    assert "comments" in told["/c.xml"]
    assert "without entries" in told["/empty.xml"]
    assert "lead elsewhere, most to elsewhere.example" in told["/others.xml"]


def test_a_page_that_answers_every_address_makes_no_feeds_and_no_lists() -> None:
    front = page("Local 3", f"{menu(('/news', 'News'))}<main><h1>Local 3</h1><p>Call us.</p></main>")

    class Everything(MadeSite):
        def answer(self, address: str) -> Answer:
            return Answer(address, address, 200, front.encode(), "text/html")

    found, asked = survey_of(Everything(HOME))
    assert not found.channels
    assert len(asked) < 25


def test_a_hub_leads_to_the_lists_behind_it() -> None:
    name = "Local 4"
    site = made(page(name, f"{menu(('/newsroom', 'Newsroom'))}<main><h1>{name}</h1></main>"))
    site.add(
        "/newsroom",
        page(
            name,
            f"{menu(('/newsroom', 'Newsroom'))}<main><h1>Newsroom</h1><p>Pick one.</p><a href='/newsroom/press-releases'>Press Releases</a><a href='/newsroom/statements'>Statements</a></main>",
        ),
    )
    for section, found in (("press-releases", stories(7)), ("statements", stories(7, first=20))):
        listed = [(f"/newsroom/{section}/{one.slug}", one) for one in found]
        site.add(f"/newsroom/{section}", page(name, f"{menu()}<main><h1>{section}</h1>{rows(listed)}</main>"))
        for path, story in listed:
            site.add(path, article(story, name))
    assert channels_of(site) == [("listing", "/newsroom/press-releases"), ("listing", "/newsroom/statements")]


def test_a_rubric_of_a_list_is_not_a_channel_of_its_own() -> None:
    name, found = "Local 6", stories(12)
    nav = menu(("/news", "News"), ("/news/category/bargaining", "Bargaining Updates"))
    site = made(page(name, f"{nav}<main><h1>{name}</h1></main>"))
    listed = [(f"/news/{one.slug}", one) for one in found]
    site.add("/news", page(name, f"{nav}<main><h1>News</h1>{rows(listed)}</main>"))
    site.add("/news/category/bargaining", page(name, f"{nav}<main><h1>Bargaining</h1>{rows(listed[1::3])}</main>"))
    for path, story in listed:
        site.add(path, article(story, name, nav))
    assert channels_of(site) == [("listing", "/news")]


def test_a_sitemap_in_parts_is_read_where_its_posts_are() -> None:
    name = "Local 8"
    site = made(page(name, f"{menu()}<main><h1>{name}</h1></main>"))
    listed = [(f"/{one.slug}/", one) for one in stories(9)]
    index = "".join(f"<sitemap><loc>{HOME}/{one}-sitemap.xml</loc></sitemap>" for one in ("page", "post", "category"))
    site.add(
        "/sitemap.xml", f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{index}</sitemapindex>", XML
    )
    site.add("/page-sitemap.xml", sitemap([f"{HOME}/about/", f"{HOME}/contact/"]), XML)
    site.add("/post-sitemap.xml", sitemap([HOME + path for path, _ in listed]), XML)
    site.add("/category-sitemap.xml", sitemap([f"{HOME}/category/news/"]), XML)
    for path, story in listed:
        site.add(path, article(story, name))
    assert channels_of(site) == [("sitemap", "/post-sitemap.xml")]


def test_a_type_of_posts_that_only_a_sitemap_shows_gets_its_own_channel() -> None:
    site = MAKES["hugo"](HOME)
    press = [f"{HOME}/press/{one.slug}/" for one in stories(5, first=60)]
    site.add("/robots.txt", f"Sitemap: {HOME}/sitemap_index.xml", "text/plain")
    index = "".join(f"<sitemap><loc>{HOME}/{one}-sitemap.xml</loc></sitemap>" for one in ("post", "press", "page"))
    site.add(
        "/sitemap_index.xml",
        f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{index}</sitemapindex>",
        XML,
    )
    site.add("/post-sitemap.xml", sitemap(site.posts), XML)
    site.add("/press-sitemap.xml", sitemap(press), XML)
    site.add(
        "/page-sitemap.xml", sitemap([f"{HOME}/what-we-do-for-members/", f"{HOME}/how-to-reach-us-by-phone/"]), XML
    )
    for path, story in zip(press, stories(5, first=60), strict=True):
        site.add(path.removeprefix(HOME), article(story, "Local 12"))
    assert channels_of(site) == [("feed", "/index.xml"), ("sitemap", "/press-sitemap.xml")]


def test_types_of_posts_are_asked_for_where_the_root_does_not_name_them() -> None:
    site = wordpress(HOME)
    root = json.loads(site.pages["/wp-json/"].bytes())
    del root["routes"]
    site.add("/wp-json/", json.dumps(root), "application/json")
    kinds = {"post": {"rest_base": "posts"}, "page": {"rest_base": "pages", "hierarchical": True},
             "hotline": {"rest_base": "hotlines", "hierarchical": False}, "team": {"rest_base": "team"}, "odd": 7}  # fmt: skip
    site.add("/wp-json/wp/v2/types", json.dumps(kinds), "application/json")
    hotlines = [
        {"id": 900 + number, "date_gmt": f"{one.day}T10:00:00", "date": f"{one.day}T04:00:00", "status": "publish", "type": "hotline",
         "link": f"{HOME}/hotline/{one.slug}/", "title": {"rendered": one.title}, "content": {"rendered": f"<p>{one.body[0]}</p>"}}
        for number, one in enumerate(stories(4, first=70))
    ]  # fmt: skip
    site.add("/wp-json/wp/v2/hotlines", json.dumps(hotlines), "application/json", X_WP_Total="4", X_WP_TotalPages="1")
    found, asked = survey_of(site)
    assert [(one.part, one.address) for one in found.channels] == [
        ("news", f"{HOME}/wp-json/wp/v2/posts"),
        ("hotlines", f"{HOME}/wp-json/wp/v2/hotlines"),
    ]
    assert not any("team" in probe.address for probe in asked)


def test_the_api_of_a_whole_site_is_no_way_to_a_part_of_it() -> None:
    site = wordpress(HOME)
    listed = [(f"/retirees/{one.slug}/", one) for one in stories(5, first=80)]
    site.add(
        "/retirees",
        page(
            "Retirees | Local 901",
            f"<main><h1>Retirees</h1>{rows(listed)}</main>",
            "<link rel='https://api.w.org/' href='/wp-json/'>",
        ),
    )
    for path, story in listed:
        site.add(path, article(story, "Local 901"))
    assert channels_of(site, f"{HOME}/retirees") == [("listing", "/retirees")]


def test_a_feed_of_open_atrium_is_no_channel_since_it_holds_what_was_promoted() -> None:
    site = MAKES["open atrium"](HOME)
    front = site.pages["/"].bytes().decode()
    site.add("/", front.replace("</head>", "<link rel=alternate type='application/rss+xml' href='/rss.xml'></head>"))
    site.add("/rss.xml", rss("Council 190", HOME, [(f"{HOME}/news/{one.slug}", one) for one in stories(2)]), XML)
    found, _ = survey_of(site)
    assert [one.family for one in found.channels] == ["openatrium"]


def test_a_feed_given_as_a_home_is_told_to_be_none() -> None:
    site = MAKES["hugo"](HOME)
    found, _ = survey_of(site, f"{HOME}/index.xml")
    assert found.failure and "no page but data" in found.failure


def test_an_answer_that_no_reader_survives_ends_nothing() -> None:
    survey = Survey(f"{HOME}/", Sites.of([Site("x", f"{HOME}/")]), "x", TODAY, ZoneInfo("America/New_York"))
    [probe] = survey.wanted()
    survey.fail(probe, "our reader failed on it")
    assert "our reader failed" in (survey.conclude().failure or "")


@pytest.mark.parametrize(
    "door",
    [
        "<frameset cols='20%,80%'><frame src='/menu.htm'><frame src='/main.htm'></frameset>",
        "<meta http-equiv=Refresh content='0; URL=main.htm'>",
        "<center><a href='/main.htm'><img src='/logo.gif' alt='Enter'></a></center>",
    ],
    ids=["frames", "refresh", "splash"],
)
def test_a_home_that_is_only_a_door_is_gone_through(door: str) -> None:
    site = made(f"<html><head><title>Local 7</title></head>{door}</html>")
    listed = [(f"/stories/{one.slug}.htm", one) for one in stories(6)]
    site.add("/menu.htm", "<html><body><a href='/main.htm'>Home</a></body></html>")
    site.add("/main.htm", page("Local 7", "<a href='/news.htm'>News</a><h1>Welcome</h1><p>Call us.</p>"))
    site.add("/news.htm", page("News", f"<h1>News</h1>{rows(listed)}"))
    for path, story in listed:
        site.add(path, article(story, "Local 7"))
    assert channels_of(site) == [("listing", "/news.htm")]


def test_a_blog_in_a_folder_is_read_by_the_api_of_its_own_platform() -> None:
    name, found = "Local 44", stories(8)
    site = made(page(name, f"{menu(('/blog/', 'Blog'))}<main><h1>{name}</h1></main>"))
    listed = [(f"{HOME}/blog/{one.slug}/", one) for one in found]
    declared = f"<link rel='https://api.w.org/' href='{HOME}/blog/wp-json/'>"
    site.add("/blog/", page(f"Blog | {name}", f"<main><h1>Blog</h1>{rows(listed)}</main>", declared))
    site.add(
        "/blog/wp-json/",
        json.dumps({"name": "Blog", "namespaces": ["wp/v2"], "routes": {"/wp/v2/posts": {}}}),
        "application/json",
    )
    collection = [
        {"id": number, "date_gmt": f"{one.day}T10:00:00", "date": f"{one.day}T04:00:00", "status": "publish", "type": "post",
         "link": url, "title": {"rendered": one.title}} for number, (url, one) in enumerate(listed)
    ]  # fmt: skip
    site.add(
        "/blog/wp-json/wp/v2/posts", json.dumps(collection), "application/json", X_WP_Total="8", X_WP_TotalPages="1"
    )
    assert channels_of(site) == [("wordpress", "/blog/wp-json/wp/v2/posts")]


def test_a_blog_on_another_host_of_the_same_domain_is_the_sites_own() -> None:
    listed = [(f"https://blog.local45.example.org/{one.slug}", one) for one in stories(7)]
    doors = menu(("https://blog.local45.example.org/", "Blog"), ("https://elsewhere.example.com/news", "News"))
    pages = {
        "https://www.local45.example.org/": page("Local 45", doors),
        "https://blog.local45.example.org/": page("Blog", f"<main><h1>Blog</h1>{rows(listed)}</main>"),
        **{url: article(story, "Local 45") for url, story in listed},
    }

    class TwoHosts(MadeSite):
        def answer(self, address: str) -> Answer:
            return Answer(
                address, address, 200 if address in pages else 404, pages.get(address, "no").encode(), "text/html"
            )

    site = TwoHosts("https://www.local45.example.org")
    found, asked = survey_of(site)
    assert [one.address for one in found.channels] == ["https://blog.local45.example.org/"]
    assert not [probe for probe in asked if "elsewhere" in probe.address]


def test_a_home_page_that_goes_on_page_by_page_is_the_list_behind_a_feed() -> None:
    name, found = "Local 31", stories(23)
    listed = [(f"/posts/{one.slug}/", one) for one in found]
    head = "<link rel=alternate type='application/rss+xml' href='/rss.xml'>"
    site = made(page(name, f"<main>{rows(listed[:10])}<a href='/index-2.html' rel=prev>Older posts</a></main>", head))
    site.add(
        "/index-2.html", page(name, f"<main>{rows(listed[10:20])}<a href='/index-3.html'>Older posts</a></main>", head)
    )
    site.add("/rss.xml", rss(name, HOME, [(HOME + path, one) for path, one in listed[:10]]), XML)
    found_there, _ = survey_of(site)
    assert [(one.family, dict(one.hint)) for one in found_there.channels] == [("feed", {"lists": [f"{HOME}/"]})]


def test_a_list_none_of_whose_pages_is_a_post_is_no_channel() -> None:
    name = "Local 10"
    nav = menu(("/updates", "Updates"))
    site = made(page(name, f"{nav}<main><h1>{name}</h1></main>"))
    listed = [(f"/updates/{one.slug}", one) for one in stories(6)]
    site.add("/updates", page(name, f"{nav}<main><h1>Updates</h1>{rows(listed, dated=False)}</main>"))
    found, asked = survey_of(site)  # the pages behind it are all 404
    assert [probe for probe in asked if probe.task == "sample"]
    assert not found.channels


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["<a href='/news'>News</a>", "<link rel=alternate type='application/rss+xml' href='//'>", "<body class='page-node-",
             "<a href='http://[::1'>News</a>", "og_group_ref_target_id=", "<div><h2>Latest</h2>", "</main>", "<ul><li>", "\x00",
             "<script type='application/ld+json'>{\"@graph\":[[[[", "<a href='/feed'>RSS</a>", "<base href='javascript:x'>",
             "<a href='?page=2'>Blog</a>", "<time datetime='2026-99-99T99:99:99-99:99'>", "é" * 50, "<h1>", "&#0;"]
        ),
        max_size=12,
    ),
    st.binary(max_size=60),
)  # fmt: skip
def test_any_home_page_ends_in_a_conclusion(pieces: list[str], junk: bytes) -> None:
    body = "".join(pieces).encode() + junk
    survey = Survey(f"{HOME}/", Sites.of([Site("x", f"{HOME}/")]), "x", TODAY, ZoneInfo("America/New_York"))
    asked = 0
    while probes := survey.wanted():
        asked += len(probes)
        assert asked < 80
        for probe in probes:
            survey.take(probe, Answer(probe.address, probe.address, 200, body, "text/html"))
    found = survey.conclude()
    assert found.failure or found.channels
    assert all(one.address.startswith(HOME) for one in found.channels)
