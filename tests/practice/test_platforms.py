"""Each make of site has the manners and vices of its platform."""

import gzip
import html
import json
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

from practice.platforms.atrium_nodes import SPACES
from practice.shapes import Post
from practice.truth import truth
from practice.wire import Request, Response
from practice.world import World

COUNCIL = "https://www.council190.example"
WORDPRESS = "https://www.council231.example"


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def ask(world: World, url: str, day: int = 1) -> Response:
    parts = urlsplit(url)
    request = Request("GET", parts.netloc, parts.path or "/", parts.query, {}, parts.scheme == "https")
    return world.by_host[parts.netloc].answer(request, day)


def text(world: World, url: str) -> str:
    return ask(world, url).body.decode()


def posts_of(source: str) -> list[Post]:
    return sorted(truth(1).of(source), key=lambda post: post.at, reverse=True)


# ---- Open Atrium ---------------------------------------------------------------------------------------------------
def panes(page: str) -> tuple[list[str], list[str]]:
    """The rows of the featured pane and of the list pane."""
    first, _, second = page.partition("view-id-news ")
    return re.findall(r'class="views-row', first), re.findall(r'class="views-row', second)


def test_featured_posts_stand_on_every_page_of_an_atrium_list_even_behind_the_last(world: World) -> None:
    counts = [panes(text(world, f"{COUNCIL}/news?page={number}")) for number in range(8)]
    assert all(len(featured) == 2 for featured, _ in counts)
    assert [len(rows) for _, rows in counts] == [10, 10, 10, 10, 10, 2, 0, 0]


def test_an_atrium_list_says_no_day_and_few_titles(world: World) -> None:
    page = text(world, f"{COUNCIL}/news").partition("view-id-news ")[2].partition("radix-layouts-sidebar")[0]
    assert 1 <= page.count("<h3>") <= 4
    without_titles = re.sub(r"<h3>.*?</h3>", "", page)
    assert not re.search(r"\b\d+, 20\d\d\b", without_titles)


def test_the_pager_of_an_atrium_list_writes_its_long_addresses_and_they_work(world: World) -> None:
    page = text(world, f"{COUNCIL}/news")
    (following,) = set(re.findall(r'pager-next"><a href="([^"]+)"', page))
    address = following.replace("&amp;", "&")
    query = parse_qs(urlsplit(address).query)
    assert query["og_group_ref_target_id"] == [str(SPACES[0].group)] and query["page"] == ["1"]
    assert panes(text(world, f"{COUNCIL}{address}"))[1]


def test_a_node_has_many_addresses_and_its_number_in_the_body_class(world: World) -> None:
    post = next(post for post in posts_of("practice-local-9015") if post.event is None)
    assert len(post.addresses) >= 7
    for address in (post.url, *post.addresses):
        assert f"page-node-{post.number} " in text(world, address), address


def test_addresses_that_look_like_feeds_are_pages(world: World) -> None:
    post = posts_of("practice-council-190")[0]
    answer = ask(world, f"{COUNCIL}/node/{post.number}/rss/1?page=2")
    assert answer.status == 200 and answer.body.lstrip().startswith(b"<!DOCTYPE html>")


def test_numbers_grow_with_the_time_of_entry_over_all_spaces() -> None:
    spaces = {space.source for space in SPACES}
    posts = [post for post in truth(2).posts if post.source in spaces]
    ordered = sorted(posts, key=lambda post: post.number or 0)
    assert [p.entered_at or p.at for p in ordered] == sorted(p.entered_at or p.at for p in posts)


def test_one_node_of_the_council_stands_in_the_list_of_a_local_under_its_own_address(world: World) -> None:
    pages = "".join(text(world, f"https://www.local9015.example/news-new?page={number}") for number in range(3))
    shared = [post for post in posts_of("practice-council-190") if post.url in pages]
    assert [post.key for post in shared] == ["practice-council-190/own-9"]


def test_a_renamed_node_gets_a_new_alias_and_keeps_the_old_one(world: World) -> None:
    (change,) = [change for change in truth(2).changes if change.what == "renamed"]
    post = next(post for post in truth(2).posts if post.key == change.key)
    assert change.to and change.to != post.url
    for address in (post.url, change.to):
        page = html.unescape(ask(world, address, 2).body.decode())
        assert post.title in page and f"page-node-{post.number} " in page
    assert change.to.rsplit("/", 1)[1] in text_of_list(world, 2)


def text_of_list(world: World, day: int) -> str:
    return "".join(ask(world, f"{COUNCIL}/news?page={number}", day).body.decode() for number in range(6))


def test_a_mangled_copy_of_the_page_number_does_not_count(world: World) -> None:
    page = text(world, "https://www.local9015.example/news-new")
    (following,) = set(re.findall(r'pager-next"><a href="([^"]+)"', page))
    assert "amp;amp;page=0" in following
    second = text(world, f"https://www.local9015.example{following.replace('&amp;', '&')}")
    assert panes(second)[1] and second.partition("view-id-news ")[2] != page.partition("view-id-news ")[2]


def test_the_months_of_a_calendar_never_end(world: World) -> None:
    address = f"{WORDPRESS}/events/"
    for _ in range(30):
        page = text(world, address)
        address = re.findall(r'href="([^"]+tribe-bar-date=[^"]+)"', page)[0]
    assert address.endswith("2028-10-01")


def test_a_calendar_page_and_its_ical_file_tell_the_same_events(world: World) -> None:
    page = text(world, f"{COUNCIL}/calendar")
    (export,) = re.findall(r'type="text/calendar" title="Calendar" href="([^"]+)"', page)
    ical = ask(world, COUNCIL + export.replace("&amp;", "&").replace("%20", " ")).body.decode()
    numbers = set(re.findall(r'data-eid="(\d+)"', page))
    assert numbers == set(re.findall(r"UID:calendar\.(\d+)\.", ical)) and len(numbers) == 11
    assert "RRULE:" in ical and "VALUE=DATE:" in ical
    assert "BEGIN:VEVENT" not in ask(world, f"{COUNCIL}/calendar/ /export.ics").body.decode()


def test_the_renamed_theme_has_no_class_of_the_platform_but_tells_the_number(world: World) -> None:
    post = posts_of("practice-local-9420")[3]
    answer = ask(world, post.url)
    page = answer.body.decode()
    assert not re.search(r"page-node|views-|pane-|field-name", page)
    assert f'<link rel="shortlink" href="/node/{post.number}">' in page
    assert answer.headers["Link"] == f'</node/{post.number}>; rel="shortlink"'


# ---- WordPress -----------------------------------------------------------------------------------------------------
def api(world: World, query: str) -> tuple[Response, Any]:
    answer = ask(world, f"{WORDPRESS}/wp-json/wp/v2/{query}")
    return answer, json.loads(answer.body)


def test_the_posts_api_pages_and_counts(world: World) -> None:
    wanted = [post for post in posts_of("practice-council-231") if post.notes["type"] == "post"]
    answer, rows = api(world, "posts?per_page=20&page=3")
    # a post behind a password is counted and listed by the real API, too
    assert answer.headers["X-WP-Total"] == str(len(wanted) + 1) and answer.headers["X-WP-TotalPages"] == "3"
    assert len(rows) == len(wanted) + 1 - 40
    everything = [row for page in (1, 2, 3) for row in api(world, f"posts?per_page=20&page={page}")[1]]
    open_rows = [row for row in everything if not row["content"]["protected"]]
    assert {row["link"] for row in open_rows} == {post.url for post in wanted}
    by_link = {row["link"]: row for row in open_rows}
    for post in wanted:
        row = by_link[post.url]
        assert (row["id"], row["date_gmt"]) == (post.number, f"{post.at:%Y-%m-%dT%H:%M:%S}")


def test_the_posts_api_refuses_what_the_real_one_refuses(world: World) -> None:
    assert api(world, "posts?per_page=101")[1]["code"] == "rest_invalid_param"
    assert api(world, "posts?per_page=100&page=9")[1]["code"] == "rest_post_invalid_page_number"
    assert api(world, "sermons")[1]["code"] == "rest_no_route"
    fields = api(world, "posts?_fields=id,link")[1]
    assert {name for row in fields for name in row} == {"id", "link"}


def test_the_api_also_answers_by_parameter_and_old_short_addresses_redirect(world: World) -> None:
    by_parameter = json.loads(ask(world, f"{WORDPRESS}/?rest_route=/wp/v2/posts&per_page=5").body)
    assert [row["id"] for row in by_parameter] == [row["id"] for row in api(world, "posts?per_page=5")[1]]
    post = next(post for post in posts_of("practice-council-231") if post.notes["type"] == "post")
    assert ask(world, f"{WORDPRESS}/?p={post.number}").headers["Location"] == post.url


def test_the_second_local_keeps_its_api_closed_and_its_feed_open(world: World) -> None:
    home = "https://www.local9077.example"
    assert ask(world, f"{home}/wp-json/wp/v2/posts").status == 401
    feed = ElementTree.fromstring(ask(world, f"{home}/feed/").body)
    assert len(feed.findall("channel/item")) == 10 and feed.findtext("channel/language") == "es-ES"


def test_the_events_api_gives_coming_events_unless_asked_for_the_past(world: World) -> None:
    base = f"{WORDPRESS}/wp-json/tribe/events/v1/events"
    coming, every = (json.loads(ask(world, url).body) for url in (base, f"{base}?start_date=2000-01-01&per_page=50"))
    events = [post for post in truth(1).of("practice-council-231") if post.event]
    assert {row["url"] for row in every["events"]} == {post.url for post in events}
    assert 0 < coming["total"] < every["total"] == len(events)


# ---- the others ----------------------------------------------------------------------------------------------------
def test_the_national_feed_teases_and_its_build_date_says_nothing(world: World) -> None:
    body = text(world, "https://www.fpw-national.example/rss/blog")
    feed = ElementTree.fromstring(body)
    items = feed.findall("channel/item")
    titles = [item.findtext("title") or "" for item in items]
    assert len(items) == 20 and any(title.endswith(" ") for title in titles)
    assert all((item.findtext("pubDate") or "").endswith("-0500") for item in items)
    assert feed.findtext("channel/lastBuildDate") == "Thu, 20 Jan 2020 05:00:00 +0000"
    days = [item.findtext("guid") for item in items]
    newest = [post.url for post in posts_of("practice-national") if post.notes["list"] == "blog"][:20]
    assert set(days) == set(newest) and days != newest
    assert all(len(re.sub("<.*?>", "", item.findtext("description") or "").split()) < 60 for item in items)


def test_national_lists_put_the_page_number_last_in_the_path(world: World) -> None:
    found = [re.findall(r'<h2><a href="([^"]+)"', text(world, f"https://www.fpw-national.example/blog{tail}"))
             for tail in ("", "/2", "/3", "/4", "/5")]  # fmt: skip
    blog = [post for post in posts_of("practice-national") if post.notes["list"] == "blog"]
    assert [f"https://www.fpw-national.example{path}" for page in found for path in page] == [post.url for post in blog]


def test_the_sitemap_index_leads_to_a_gzip_file_and_to_every_story(world: World) -> None:
    home = "https://www.fpw190retirees.example"
    parts = re.findall(r"<loc>([^<]+)</loc>", text(world, f"{home}/sitemap_index.xml"))
    found: set[str] = set()
    for part in parts:
        body = ask(world, part).body
        found |= set(
            re.findall(r"<loc>([^<]+)</loc>", (gzip.decompress(body) if part.endswith(".gz") else body).decode())
        )
    assert {post.url for post in posts_of("practice-retirees-190")} <= found
    assert not any(post.url in text(world, f"{home}/") for post in posts_of("practice-retirees-190"))


def test_offsets_lead_through_the_whole_blog_once(world: World) -> None:
    home, path, seen = "https://www.local9501.example", "/blog", []
    while path:
        page = text(world, home + path)
        seen += re.findall(r'href="([^"]+)" class="BlogList-item-title"', page)
        path = next(iter(re.findall(r'href="([^"]+)">Older Posts', page)), "")
    assert [home + one for one in seen] == [post.url for post in posts_of("practice-local-9501")]


def test_counters_grow_with_every_visit_and_nothing_else_does(world: World) -> None:
    url = posts_of("practice-local-9333")[0].url
    first, second = text(world, url), text(world, url)
    assert first != second
    assert re.sub(r"Hits: \d+", "", first) == re.sub(r"Hits: \d+", "", second)


def test_the_old_table_is_windows_1252_and_does_not_say_so(world: World) -> None:
    answer = ask(world, "http://www.local9588.example/news.htm")
    assert answer.content_type == "text/html"
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode("utf-8")
    assert "’" in answer.body.decode("cp1252")


def test_the_feed_only_site_lists_its_posts_nowhere_else(world: World) -> None:
    home = "https://www.local9130.example"
    posts = posts_of("practice-local-9130")
    feed = text(world, f"{home}/feed.xml")
    assert all(post.url in feed for post in posts)
    assert not any(post.url.removeprefix(home) in text(world, f"{home}/") for post in posts)


def test_the_full_text_feed_carries_whole_posts_and_json_feed_is_json(world: World) -> None:
    atom = text(world, "https://www.council318.example/atom.xml")
    newest = posts_of("practice-council-318")[0]
    assert newest.blocks[-1].text.split(".")[0] in atom
    feed = json.loads(text(world, "https://www.united-desks.example/feed.json"))
    assert {item["url"] for item in feed["items"]} == {post.url for post in posts_of("practice-united-desks")}
