"""A retirees' site without feed and without lists: its posts are found by the sitemap that robots.txt names.

Vices: an index of sitemaps, one of them a gzip file; `lastmod` is the time of the last build for most pages; pages say
their day in different ways (JSON-LD, a meta tag, a line of text) and two say none; a removed story answers 200 with
an apology.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import date, timedelta

from practice import alike, newsroom, writer
from practice.dice import Dice
from practice.shapes import CENTRAL, Change, NonPost, Post, Says, now
from practice.site import Page, Site, body_html, render
from practice.wire import Request, Response, html, xml

SOURCE = "practice-retirees-190"
HOME = "https://www.fpw190retirees.example"
SAYS: dict[str, Says] = {"none": "nothing", "text": "day"}
WAYS = ("json_ld", "meta", "text", "json_ld", "text")


class SitemapOnly(Site):
    """www.fpw190retirees.example."""

    name = SOURCE
    hosts = ("www.fpw190retirees.example", "fpw190retirees.example")
    cache = "dated"
    robots = f"User-agent: *\nDisallow: /members/\nSitemap: {HOME}/sitemap_index.xml\n"

    def all_posts(self) -> tuple[Post, ...]:
        union = "Retiree Chapter 190"
        drafts = newsroom.own_news(
            SOURCE, union, 17, date(2020, 9, 1), CENTRAL, new=2, author="The Retiree Desk", later=(3,)
        )
        drafts += newsroom.copies(SOURCE, union, 5)
        drafts += newsroom.scholarships(SOURCE, union, range(2024, 2027), CENTRAL)
        drafts += alike.greetings(SOURCE, (2023, 2024, 2025), CENTRAL)
        drafts += alike.meeting_notices(SOURCE, union, (date(2026, 2, 2), date(2026, 3, 2)), CENTRAL)
        drafts += alike.printings(SOURCE, union, drafts, "late")
        posts = []
        for number, draft in enumerate(drafts):
            way = "none" if number in {4, 9} else Dice(draft.key).pick(WAYS)
            slug = writer.slug(draft.piece.title, 60)
            url = f"{HOME}/stories/{draft.at.year}/{slug}"
            says = SAYS.get(way, "minute")
            posts.append(newsroom.publish(draft, SOURCE, url, CENTRAL, says, notes={"way": way}))
        return tuple(posts)

    def changes(self) -> tuple[Change, ...]:
        own = [post for post in self.posts if "/own-" in post.key and post.since == 1]
        return (
            *self.arrivals(),
            Change("soft_gone", SOURCE, own[-3].key),
            Change("edited", SOURCE, own[-2].key),
        )

    def non_posts(self) -> tuple[NonPost, ...]:
        return (
            NonPost(f"{HOME}/members/directory", "behind a path that robots.txt closes"),
            NonPost(f"{HOME}/about", "a page about the chapter"),
            NonPost(f"{HOME}/contact", "a page of addresses"),
            NonPost(f"{HOME}/stories/2019/never-written", "a soft 404"),
        )

    def pages(self, day: int) -> Mapping[str, Page]:
        posts = self.current(day)
        half = len(posts) // 2
        parts = {"/sitemap-stories-1.xml.gz": posts[:half], "/sitemap-stories-2.xml": posts[half:]}
        pages: dict[str, Page] = {
            "/": html(render("sitemap/plain.html", title="Retiree Chapter 190", text=WELCOME)),
            "/about": html(render("sitemap/plain.html", title="About", text="We meet on the first Monday for pie.")),
            "/contact": html(render("sitemap/plain.html", title="Contact", text="Ring 555-0190 on weekday mornings.")),
            "/members/directory": html(render("sitemap/plain.html", title="Directory", text="For members only.")),
            "/sitemap_index.xml": xml(render("sitemap/index.xml", parts=[*parts, "/sitemap-pages.xml"], home=HOME)),
            "/sitemap-pages.xml": _sitemap([(f"{HOME}/", ""), (f"{HOME}/about", ""), (f"{HOME}/contact", "")]),
        }
        for path, part in parts.items():
            pages[path] = _sitemap([(post.url, _lastmod(post, at, day)) for at, post in enumerate(part)], path)
        for post in posts:
            text = render("sitemap/story.html", post=post, body=body_html(post), title=post.title)
            pages[post.url.removeprefix(HOME)] = html(text, Last_Modified=self.stamp(post)["Last-Modified"])
        return pages

    def not_found(self, request: Request) -> Response:
        text = "We could not find that page. It may have been moved or is no longer available."
        return html(
            render("sitemap/plain.html", title="Sorry!", text=text), 200 if "/stories/" in request.path else 404
        )


WELCOME = "Forty years of service, and still on the march. Use the search box to find our stories."


def _lastmod(post: Post, at: int, day: int) -> str:
    """The time of the build for two in three; the rest have the day on which they were published."""
    return (now(day) - timedelta(hours=9)).isoformat() if at % 3 else post.at.date().isoformat()


def _sitemap(urls: list[tuple[str, str]], path: str = "") -> Response:
    text = render("sitemap/sitemap.xml", urls=urls)
    if path.endswith(".gz"):
        return Response(200, gzip.compress(text.encode(), 6, mtime=0), "application/x-gzip")
    return xml(text, "application/xml")
