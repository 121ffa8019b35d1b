"""`scrapy collect` on posts that lead elsewhere, files and other pages that are no posts: what is kept, what is never asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server import Reply, Server

HOME = "https://www.hall.example"
SOURCES = """source,name,level,number,states,homepage,hosts,language,timezone,parent,installation,note
hall,Hall (practice),council,1,WI,https://www.hall.example/,,en,America/Chicago,,,
union,Union (practice),national,,US,https://www.union.example/,,en,America/New_York,,,
"""
TEXT = (
    "The county brought its first written offer on wages to the table, and the team read it aloud in the break room. "
    "Stewards of all three shifts meet at the hall to weigh it, and whoever has a question may bring it along."
)
OWN = f"<html><head><title>{{title}} - Hall</title></head><body><h1>{{title}}</h1><p>May 1, 2026</p><p>{TEXT}</p></body></html>"
Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        running.reply("/robots.txt", Reply("User-agent: *\nDisallow:\n", content_type="text/plain"))
        yield running


@pytest.fixture
def collect(tmp_path: Path, surroundings: dict[str, str], scrapy: Any, server: Server) -> Callable[[str, str], None]:
    """Write a registry with one channel of a family at a path, and collect it."""

    def run(family: str, path: str) -> None:
        home = tmp_path / "registry"
        home.mkdir(exist_ok=True)
        (home / "sources.csv").write_text(SOURCES)
        head = "channel,source,family,address,hint,since,until,note\n"
        (home / "channels.csv").write_text(f"{head}hall-news,hall,{family},{HOME}{path},,,,\n")
        (home / "watches.csv").write_text("watch,query,mode,carriers,quiet,cap,note\n")
        surroundings["NEWS_REGISTRY_DIR"] = str(home)
        ended = scrapy("collect", "hall", PRACTICE_WEB=server.url("").rstrip("/"))
        assert ended.returncode in (0, 1) and "Traceback" not in ended.stderr, ended.stdout + ended.stderr

    return run


def asked_hosts(server: Server) -> set[str]:
    return {seen.host.partition(":")[0] for seen in server.seen}


ENTRIES = (
    (
        "05/09/26",
        "https://gazette.example/2026/05/09/cooks-ask-for-more.html?utm_source=hall",
        "Gazette: cooks ask for more",
    ),
    ("05/08/26", "/news/a-raise-for-the-cooks-of-the-hall", "A raise for the cooks of the hall"),
    ("05/07/26", "https://www.youtube.com/watch?v=abc123", "Our president speaks at the rally"),
    ("05/06/26", "https://www.union.example/blog/a-story-of-the-whole-union", "A story of the whole union"),
    ("05/05/26", "/files/newsletter-may.pdf", "Newsletter for May"),
    ("05/04/26", "/files/scholarship.pdf", "Scholarship application form"),
    ("05/03/26", "https://www.facebook.com/hall", "See all our pictures on Facebook"),
    ("05/02/26", "/news/a-vote-at-the-garage-on-friday", "A vote at the garage on Friday"),
)


def test_a_list_keeps_what_leads_elsewhere_where_it_stands_and_never_asks_for_it(
    server: Server, collect: Callable[[str, str], None], ask: Ask
) -> None:
    rows = "".join(f"<tr><td>{day}</td><td><a href='{href}'>{title}</a></td></tr>" for day, href, title in ENTRIES)
    server.reply("/news", Reply(f"<html><body><h1>News</h1><table>{rows}</table></body></html>"))
    for _, href, title in ENTRIES:
        if "/news/" in href or "union.example" in href:
            server.reply(href.removeprefix("https://www.union.example"), Reply(OWN.format(title=title)))
    for _ in range(2):
        collect("listing", "/news")
    found = {row[0]: row[1:] for row in ask("select title, url, kind, target, published_on, source_id from items")}
    assert found["Gazette: cooks ask for more"] == (
        f"{HOME}/news#2026-05-09-gazette-cooks-ask-for-more", "clipping",
        "https://gazette.example/2026/05/09/cooks-ask-for-more.html?utm_source=hall", "2026-05-09", "hall",
    )  # fmt: skip
    assert found["Our president speaks at the rally"][1:3] == ("video", "https://www.youtube.com/watch?v=abc123")
    assert found["A story of the whole union"][:1] == ("https://www.union.example/blog/a-story-of-the-whole-union",)
    assert found["A story of the whole union"][4] == "union"
    assert found["Newsletter for May"][0] == f"{HOME}/news#2026-05-05-newsletter-for-may"
    assert found["A raise for the cooks of the hall"][0].endswith("/news/a-raise-for-the-cooks-of-the-hall")
    assert "Scholarship application form" not in found and "See all our pictures on Facebook" not in found
    assert len(found) == 6
    assert ask("select reason from rejected where url like '%scholarship%'") == [("form",)]
    assert asked_hosts(server) <= {"www.hall.example", "www.union.example"}
    assert not server.asked("/files/newsletter-may.pdf") and not server.asked("/files/scholarship.pdf")


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Hall</title><link>{home}/</link>
<item><title>Gazette: cooks ask for more</title><link>https://gazette.example/2026/05/09/cooks.html</link>
<guid isPermaLink="false">{home}/?p=41</guid><pubDate>Sat, 09 May 2026 15:00:00 GMT</pubDate><description>A good read.</description></item>
<item><title>The county board on channel nine</title><link>http://tv.example//board/2026</link><guid>http://tv.example//board/2026</guid>
<pubDate>Fri, 08 May 2026 15:00:00 GMT</pubDate><description>&lt;p&gt;They had little to say.&lt;/p&gt;</description></item>
<item><title>A raise for the cooks</title><link>{home}/news/a-raise-for-the-cooks</link><guid>{home}/news/a-raise-for-the-cooks</guid>
<pubDate>Thu, 07 May 2026 15:00:00 GMT</pubDate><description>Short.</description></item>
</channel></rss>"""


def test_a_feed_keeps_what_leads_elsewhere_at_its_guid_or_at_the_home_page(
    server: Server, collect: Callable[[str, str], None], ask: Ask
) -> None:
    server.reply("/feed", Reply(FEED.format(home=HOME), content_type="application/rss+xml"))
    server.reply("/news/a-raise-for-the-cooks", Reply(OWN.format(title="A raise for the cooks")))
    for _ in range(2):
        collect("feed", "/feed")
    found = {row[0]: row[1:] for row in ask("select title, url, kind, target from items")}
    assert found["Gazette: cooks ask for more"] == (
        f"{HOME}/?p=41", "clipping", "https://gazette.example/2026/05/09/cooks.html",
    )  # fmt: skip
    assert found["The county board on channel nine"] == (
        f"{HOME}/#2026-05-08-the-county-board-on-channel-nine", "clipping", "http://tv.example//board/2026",
    )  # fmt: skip
    assert len(found) == 3 and found["A raise for the cooks"][2] is None
    assert asked_hosts(server) == {"www.hall.example"}
    assert (
        ask("select count(*) from revisions where item_id in (select id from items where target is not null)")[0][0]
        <= 2
    )


def test_the_posts_api_tells_pointers_and_a_story_of_a_known_source_is_none(
    server: Server, collect: Callable[[str, str], None], ask: Ask
) -> None:
    def post(number: int, title: str, content: str, link: str | None = None) -> dict[str, Any]:
        return {
            "id": number, "date_gmt": "2026-05-09T15:00:00", "link": link or f"{HOME}/2026/05/post-{number}/", "type": "post",
            "title": {"rendered": title}, "content": {"rendered": content}, "excerpt": {"rendered": ""}, "status": "publish",
        }  # fmt: skip

    posts = [
        post(
            1,
            "Cooks in the paper",
            f"<p>{TEXT}</p><p><a href='https://gazette.example/x'>Read the full story in the Gazette</a></p>",
        ),
        post(2, "Our new film", "<figure><iframe src='https://www.youtube.com/embed/q1w2?rel=0'></iframe></figure>"),
        post(
            3,
            "National story",
            f"<p>{TEXT}</p><p><a href='https://www.union.example/blog/x'>Read the full story</a></p>",
        ),
        post(4, "A report", f"<p>{TEXT * 4}</p><p><a href='https://gazette.example/y'>Read the full study</a></p>"),
        post(5, "Elsewhere", "<p>See there.</p>", "https://gazette.example/z"),
    ]
    server.reply("/wp-json/wp/v2/posts", Reply(json.dumps(posts), content_type="application/json"))
    film = "<iframe src='https://www.youtube.com/embed/q1w2?rel=0'></iframe>"
    server.reply(
        "/2026/05/post-2",
        Reply(f"<!DOCTYPE html><title>Our new film - Hall</title><h1>Our new film</h1><div>{film}</div>"),
    )
    server.reply(
        "/2026/05/post-2/",
        Reply(f"<!DOCTYPE html><title>Our new film - Hall</title><h1>Our new film</h1><div>{film}</div>"),
    )
    collect("wordpress", "/wp-json/wp/v2/posts")
    found = {row[0]: row[1:] for row in ask("select title, kind, target, url from items")}
    assert found["Cooks in the paper"][:2] == ("clipping", "https://gazette.example/x")
    assert found["Our new film"][:2] == ("video", "https://www.youtube.com/watch?v=q1w2")
    assert found["National story"][1] is None and found["National story"][0] != "clipping"
    assert found["A report"][1] is None and found["A report"][0] != "clipping"
    assert found["Elsewhere"][1:] == ("https://gazette.example/z", f"{HOME}/?p=5")
    assert asked_hosts(server) == {"www.hall.example"}
