"""Three sites that static site generators made: a feed and nothing else, a full-text feed, a JSON feed with lists.

Vices: www.local9130.example has no list at all, and on the second day its feed is a challenge page for browsers;
www.council318.example repeats its posts in month, tag and category archives; www.united-desks.example loses its feed
on the second day, and a post it took back leads to the home page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from practice import newsroom, writer
from practice.generated import Generated
from practice.newsroom import Draft
from practice.shapes import CENTRAL, EASTERN, PACIFIC, Change, NonPost, Post
from practice.site import Page
from practice.wire import Request, Response, html, redirect

#: the day on which a new form of permalinks gave every post of council 318 another address
READDRESSED = 3

CHALLENGE = """<!DOCTYPE html><html lang="en-US">
<head><title>Just a moment...</title><meta http-equiv="refresh" content="390"></head>
<body><div class="main-wrapper"><h1>www.local9130.example</h1><p>Checking if the site connection is secure</p>
<noscript>Enable JavaScript and cookies to continue</noscript>
<form id="challenge-form" action="/?__cf_chl_f_tk=x" method="POST"></form>
</div></body></html>"""


class FromGenerator(Generated):
    """What the three share: posts with an address by rule."""

    home: str
    zone: ZoneInfo

    def drafts(self) -> list[Draft]:
        raise NotImplementedError

    def path_of(self, day: date, slug: str) -> str:
        """The path of a post. day: in UTC, the clock of the machine that builds the site."""
        raise NotImplementedError

    def all_posts(self) -> tuple[Post, ...]:
        posts = []
        for draft in sorted(self.drafts(), key=lambda one: one.at):
            slug = writer.slug(draft.piece.title, 70)
            path = self.path_of(draft.at.date(), slug)
            url = f"{self.home}{path}"
            posts.append(newsroom.publish(draft, self.name, url, self.zone, "minute", notes={"slug": slug}))
        return tuple(posts)


def _readdressed(path: str) -> str:
    """/2024/05/06/some-slug/ becomes /news/some-slug.html."""
    return f"/news/{path.strip('/').rsplit('/', 1)[-1]}.html"


def _rewritten(page: Page, moved: Mapping[str, str]) -> Page:
    if not isinstance(page, Response):
        return page
    body = page.body
    for old, new in moved.items():
        body = body.replace(f"/{old}/".encode(), f"/{new}".encode())
    return replace(page, body=body)


class PelicanFeed(FromGenerator):
    """www.local9130.example: an RSS feed of summaries, the pages it names, and a home page that names none."""

    name = "practice-local-9130"
    snapshot_name = "local-9130"
    home = "https://www.local9130.example"
    hosts = ("www.local9130.example", "local9130.example")
    zone = CENTRAL
    cache = "strong"
    robots = "User-agent: *\nDisallow: /drafts/\n"

    def drafts(self) -> list[Draft]:
        own = newsroom.own_news(self.name, "Local 9130", 17, date(2022, 2, 1), CENTRAL, author="Press Committee")
        return own + newsroom.copies(self.name, "Local 9130", 5)

    def path_of(self, day: date, slug: str) -> str:
        return f"/posts/{slug}.html"

    def changes(self) -> tuple[Change, ...]:
        return (Change("challenge", self.name),)

    def non_posts(self) -> tuple[NonPost, ...]:
        return (NonPost(f"{self.home}/pages/stewards.html", "a page"), NonPost(f"{self.home}/", "the home page"))

    def pages(self, day: int) -> Mapping[str, Page]:
        pages = dict(super().pages(day))
        return pages | {"/feed.xml": html(CHALLENGE)} if day > 1 else pages


class HexoFullText(FromGenerator):
    """www.council318.example: an Atom feed with the whole text of the newest posts, lists for the rest."""

    name = "practice-council-318"
    snapshot_name = "council-318"
    home = "https://www.council318.example"
    hosts = ("www.council318.example", "council318.example")
    zone = EASTERN
    cache = "strong"
    robots = "User-agent: *\nAllow: /\n"

    def drafts(self) -> list[Draft]:
        union = "Council 318"
        own = newsroom.own_news(self.name, union, 18, date(2022, 5, 1), EASTERN, author="Council 318 Staff", new=2)
        return (
            own
            + newsroom.copies(self.name, union, 5, new=1)
            + newsroom.scholarships(self.name, union, range(2026, 2027), EASTERN)
        )

    def path_of(self, day: date, slug: str) -> str:
        return f"/{day:%Y/%m/%d}/{slug}/"

    def changes(self) -> tuple[Change, ...]:
        own = [post for post in self.posts if "/own-" in post.key and post.since == 1]
        return (
            *self.arrivals(),
            Change("edited", self.name, own[-1].key),
            Change("gone", self.name, own[-3].key),
            Change("readdressed", self.name, day=READDRESSED),
        )

    def known(self, day: int) -> tuple[Post, ...]:
        """From the day on which the form of addresses changed, each post that is left stands at a new one."""
        lost = {change.key for change in self.in_force(day) if change.what == "gone"}
        return tuple(
            replace(post, url=f"{self.home}{new}", addresses=(*post.addresses, post.url))
            if day >= READDRESSED and post.key not in lost
            else post
            for post in super().known(day)
            for new in (_readdressed(post.url.removeprefix(self.home)),)
        )

    def pages(self, day: int) -> Mapping[str, Page]:
        """The same pages with other addresses in them; the old ones lead nowhere."""
        pages = super().pages(day)
        if day < READDRESSED:
            return pages
        moved = {post.url.removeprefix(self.home).strip("/"): _readdressed(post.url.removeprefix(self.home)).strip("/")
                 for post in self.posts}  # fmt: skip
        return {
            f"/{moved.get(path.strip('/'), path.strip('/'))}": _rewritten(page, moved) for path, page in pages.items()
        }

    def non_posts(self) -> tuple[NonPost, ...]:
        return (NonPost(f"{self.home}/archives/", "a list"), NonPost(f"{self.home}/about/", "a page"))


class EleventyLists(FromGenerator):
    """www.united-desks.example: a JSON feed and numbered lists."""

    name = "practice-united-desks"
    snapshot_name = "united-desks"
    home = "https://www.united-desks.example"
    hosts = ("www.united-desks.example", "united-desks.example")
    zone = PACIFIC
    cache = "strong"

    def drafts(self) -> list[Draft]:
        own = newsroom.own_news(self.name, "United Desks", 16, date(2022, 8, 1), PACIFIC, author="United Desks")
        return own + newsroom.copies(self.name, "United Desks", 4)

    def path_of(self, day: date, slug: str) -> str:
        return f"/stories/{slug}/"

    def changes(self) -> tuple[Change, ...]:
        own = [post for post in self.posts if "/own-" in post.key]
        return (Change("dead_feed", self.name), Change("home", self.name, own[-2].key))

    def non_posts(self) -> tuple[NonPost, ...]:
        return (NonPost(f"{self.home}/stories/", "a list"), NonPost(f"{self.home}/contact/", "a page"))

    def respond(self, request: Request, day: int) -> Response:
        if day > 1 and request.path == "/feed.json":
            return html("<!DOCTYPE html><title>Gone</title><h1>410 Gone</h1>", 410)
        if request.url.rstrip("/") in {url.rstrip("/") for url in self.lost(day)}:
            return redirect(f"{self.home}/", 302)
        return super().respond(request, day)
