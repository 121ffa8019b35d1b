"""Where a page says that its site publishes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from parsing.discovery import usual
from parsing.discovery.candidates import calendars_of, feeds_of, lists_of, lists_of_addresses, part_of
from parsing.discovery.links import is_under, links_of
from parsing.documents import tree

HOME = "https://www.local9.example/"


def page(markup: str) -> HtmlElement:
    return tree(f"<html><body>{markup}</body></html>")


def test_declared_feeds_come_first_and_those_of_comments_never() -> None:
    found = feeds_of(
        page(
            "<a href='/press/feed/'>RSS</a>"
            "<link rel=alternate type='application/rss+xml' title='Local 9 » Feed' href='/feed/'>"
            "<link rel=alternate type='application/rss+xml' title='Local 9 » Comments Feed' href='/comments/feed/'>"
            "<link rel='alternate' type='application/feed+json' href='feed.json'>"
            "<link rel='alternate' hreflang='es' href='/es/'>"
        ),
        HOME,
    )
    assert [one.address for one in found] == [f"{HOME}feed/", f"{HOME}feed.json", f"{HOME}press/feed/"]


def test_calendars_are_declared_linked_or_offered_to_subscribe() -> None:
    found = calendars_of(
        page(
            "<link rel=alternate type='text/calendar' href='/events/?ical=1'>"
            "<a href='webcal://www.local9.example/cal.ics'>Subscribe</a><a href='/news'>News</a>"
        ),
        HOME,
    )
    assert [one.address for one in found] == [f"{HOME}events/?ical=1", f"{HOME}cal.ics"]


def test_lists_are_found_by_the_words_of_menus_in_english_and_spanish() -> None:
    found = lists_of(
        page(
            "<nav><a href='/'>Home</a><a href='/about'>About</a><a href='/noticias/'>Noticias</a>"
            "<a href='/our-blog'>Blog</a><a href='/x7'>Press Releases</a><a href='/contact'>Contact</a>"
            "<a href='https://facebook.com/x'>News on Facebook</a><a href='/events'>Events</a></nav>"
        ),
        HOME,
        HOME,
    )
    assert {one.address: one.part for one in found} == {
        f"{HOME}noticias/": "news",
        f"{HOME}our-blog": "blog",
        f"{HOME}x7": "press",
        f"{HOME}events": "calendar",
    }


def test_lists_without_a_link_of_their_own_are_found_by_the_posts_below_them() -> None:
    found = lists_of(
        page(
            "<h3><a href='/voices/2026/05/we-won-the-vote-at-last'>We won the vote at last</a></h3>"
            "<h3><a href='/voices/2026/04/nurses-ask-for-safe-staffing'>Nurses ask for safe staffing</a></h3>"
        ),
        HOME,
        HOME,
    )
    assert [one.address for one in found] == [f"{HOME}voices/"]


def test_a_list_that_is_found_by_its_posts_has_the_address_that_the_page_links() -> None:
    rows = "".join(f"<h3><a href='/dispatch/2026/we-won-vote-number-{n}'>We won vote number {n}</a></h3>" for n in "12")
    found = lists_of(page(f"<a href='/dispatch'>Dispatch</a>{rows}"), HOME, HOME)
    assert [one.address for one in found] == [f"{HOME}dispatch"]


def test_posts_are_no_lists_though_their_titles_speak_of_news() -> None:
    found = lists_of(
        page("<a href='/2026/05/01/good-news-for-all-members-of-the-city'>Good news for all members of the city</a>"),
        HOME,
        HOME,
    )
    assert found == []


def test_only_what_lies_below_a_home_with_a_path_is_its_own() -> None:
    found = lists_of(
        page("<a href='/local-9/news'>News</a><a href='/news'>Council News</a>"), f"{HOME}local-9", f"{HOME}local-9"
    )
    assert [one.address for one in found] == [f"{HOME}local-9/news"]


@pytest.mark.parametrize(
    ("address", "scope", "within"),
    [
        ("http://local9.example/news", "https://www.local9.example/", True),
        ("https://www.local9.example/space/news", "https://www.local9.example/space", True),
        ("https://www.local9.example/spaceship", "https://www.local9.example/space", False),
        ("https://other.example/space/news", "https://www.local9.example/space", False),
    ],
)
def test_below_means_below_a_whole_part_of_the_path(address: str, scope: str, within: bool) -> None:
    assert is_under(address, scope) is within


def test_further_pages_of_a_list_are_no_lists_of_their_own() -> None:
    found = lists_of(page("<a href='/index-2.html' rel=next>Older posts</a><a href='/?page=3'>News 3</a>"), HOME, HOME)
    assert found == []


def test_directories_of_a_sitemap_suggest_lists() -> None:
    urls = [f"{HOME}stories/the-long-story-of-strike-number-{number}" for number in range(5)] + [
        f"{HOME}about",
        f"{HOME}a/b",
    ]
    assert [one.address for one in lists_of_addresses(urls, [], HOME)] == [f"{HOME}stories/"]
    assert lists_of_addresses(urls, urls[:1], HOME) == []


def test_the_word_for_a_channel_comes_from_label_or_path() -> None:
    assert part_of("Press Releases", "/x") == "press"
    assert part_of("", "https://x.example/the-blog/") == "blog"
    assert part_of("Comunicados", "/noticias") == "press"
    assert part_of("", "https://x.example/p3.html") == "news"


def test_sitemaps_are_read_from_robots_and_posts_come_first() -> None:
    robots = "User-agent: *\nDisallow:\nSITEMAP: https://www.local9.example/map.xml # all\nSitemap: /two.xml\nSitemap: ftp://x/y"
    assert usual.sitemaps_in(robots, HOME) == [f"{HOME}map.xml", f"{HOME}two.xml"]
    ordered = usual.likeliest_first([f"{HOME}page-sitemap.xml", f"{HOME}wp-sitemap-posts-post-1.xml", f"{HOME}a.xml"])
    assert ordered == [f"{HOME}wp-sitemap-posts-post-1.xml", f"{HOME}a.xml", f"{HOME}page-sitemap.xml"]
    assert usual.names_posts(f"{HOME}post-sitemap.xml") and not usual.names_posts(f"{HOME}post_tag-sitemap.xml")


def test_addresses_of_an_api_are_made_for_both_kinds_of_roots() -> None:
    assert usual.api_address("https://x.example/wp-json/", "wp/v2/posts") == "https://x.example/wp-json/wp/v2/posts"
    root = "https://x.example/index.php?rest_route=/"
    assert usual.api_address(root, "wp/v2/posts") == "https://x.example/index.php?rest_route=/wp/v2/posts"
    assert usual.asking(usual.api_address(root, "wp/v2/posts"), per_page=5).endswith(
        "rest_route=/wp/v2/posts&per_page=5"
    )


def test_feeds_of_lists_follow_the_platform() -> None:
    assert usual.feeds_of_list("Squarespace", "https://x.example/blog") == ["https://x.example/blog?format=rss"]
    assert usual.feeds_of_list("Joomla", "https://x.example/news/") == ["https://x.example/news/?format=feed&type=rss"]
    assert usual.feeds_of_list("NationBuilder", "https://x.example/news/") == ["https://x.example/news.rss"]
    assert usual.feeds_of_platform("Open Atrium", HOME) == []
    assert usual.feed_of_category("http://x.example/index.cfm?action=cat&categoryID=A") == (
        "http://x.example/index.cfm?action=catfeed&categoryID=A"
    )
    assert usual.feed_of_category("http://x.example/news") is None


def test_usual_addresses_lie_below_a_home_with_a_path() -> None:
    assert usual.feeds_of_platform("WordPress", "https://x.example/retirees")[0] == "https://x.example/retirees/feed/"
    assert usual.sitemaps_of("https://x.example/retirees")[0] == "https://x.example/sitemap.xml"


@given(st.text(alphabet=st.sampled_from("<>a/'\"= hrefnews:.?#&; \x00é"), max_size=300))
def test_any_page_gives_candidates_that_are_addresses(markup: str) -> None:
    root = page(f"<a href='/news'>News</a>{markup}")
    for found in (feeds_of(root, HOME), calendars_of(root, HOME), lists_of(root, HOME, HOME)):
        assert all(one.address.startswith(("http://", "https://")) for one in found)
    assert len(links_of(root, HOME)) <= 3000
