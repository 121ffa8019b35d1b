"""A local's blog in the manner of Squarespace: `?offset=` pagination, `?format=rss`, days in the address.

Vices: a reprint names the national union's page as its canonical one; two posts that moved here from an older blog
say when they were first posted; tags; every page has a JSON twin that is no post. On the second day the whole site
moves to another domain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from email.utils import format_datetime

from practice import alike, newsroom, writer
from practice.shapes import PACIFIC, Change, NonPost, Post
from practice.site import Page, Site, body_html, render
from practice.wire import Request, Response, as_json, html, redirect, xml

SOURCE = "practice-local-9501"
HOST, NEW_HOST = "www.local9501.example", "www.local9501-united.example"
HOME = f"https://{HOST}"
PER_PAGE = 9


class Squarespace(Site):
    """www.local9501.example, later www.local9501-united.example."""

    name = SOURCE
    hosts = (HOST, "local9501.example", NEW_HOST)
    cache = "weak"
    robots = "User-agent: *\nCrawl-delay: CRAWL_DELAY\nDisallow: /config\nDisallow: /*?format=json\nAllow: /\n"

    def all_posts(self) -> tuple[Post, ...]:
        union = "Local 9501"
        drafts = newsroom.own_news(SOURCE, union, 16, date(2021, 2, 1), PACIFIC, author="Communications Team")
        drafts += newsroom.copies(SOURCE, union, 6)
        drafts += alike.printings(SOURCE, union, drafts, "curly", "late")
        drafts += [*alike.greetings(SOURCE, (2025,), PACIFIC), alike.copied_round_up(SOURCE)]
        drafts.append(alike.memorial_scholarship(SOURCE, union, date(2026, 3, 9), PACIFIC))
        drafts.sort(key=lambda draft: draft.at)
        posts, by_key = [], {story.key: story for story in newsroom.national_stories()}
        for number, draft in enumerate(drafts):
            day = draft.at.astimezone(PACIFIC).date()
            url = f"{HOME}/blog/{day.year}/{day.month}/{day.day}/{writer.slug(draft.piece.title, 45)}"
            first = date(2012, 2, 14 + number) if number < 2 else None
            story = by_key.get(draft.story or "") if "/late-" in draft.key else None
            canonical = newsroom.story_address(story) if story else ""
            notes = {
                "canonical": canonical,
                "first": f"{first:%b %d, %Y}" if first else "",
                "tag": "Safety" if number % 3 else "Contract",
            }
            may = (f"Originally posted {notes['first']}",) if first else ()
            also = (first,) if first else ()
            posts.append(newsroom.publish(draft, SOURCE, url, PACIFIC, "minute", also=also, may=may, notes=notes))
        return tuple(posts)

    def changes(self) -> tuple[Change, ...]:
        return (Change("moved_away", SOURCE, to=f"https://{NEW_HOST}/"),)

    def non_posts(self) -> tuple[NonPost, ...]:
        return (
            NonPost(f"{HOME}/blog/tag/Safety", "a list of a tag"),
            NonPost(f"{HOME}/about-us", "a page about the local"),
            NonPost(f"https://{NEW_HOST}/blog", "a domain that nobody has reviewed"),
        )

    def respond(self, request: Request, day: int) -> Response:
        """From the second day on every address of the old domain leads to the new one."""
        if day > 1 and request.host != NEW_HOST:
            query = f"?{request.query}" if request.query else ""
            return redirect(f"https://{NEW_HOST}{request.path}{query}")
        if day == 1 and request.host == NEW_HOST:
            return html("<!DOCTYPE html><title>Coming soon</title><h1>Coming soon</h1>", 404)
        return super().respond(request, day)

    def pages(self, day: int) -> Mapping[str, Page]:
        posts = self.current(day)
        pages: dict[str, Page] = {
            "/": html(render("squarespace/home.html", title="Local 9501", post=posts[0])),
            "/about-us": html(render("squarespace/about.html", title="About Us")),
            "/blog": lambda request: _blog(posts, request),
        }
        for tag in ("Safety", "Contract"):
            tagged = [post for post in posts if post.notes["tag"] == tag]
            pages[f"/blog/tag/{tag}"] = lambda request, tagged=tagged: _blog(tagged, request)  # type: ignore[misc]
        for post in posts:
            page = html(render("squarespace/item.html", post=post, body=body_html(post), title=post.title))
            pages[post.url.removeprefix(HOME)] = page
        return pages


def _blog(posts: Sequence[Post], request: Request) -> Response:
    """Posts older than `offset` (milliseconds since 1970), or the same as a feed or as JSON."""
    offset = request.number("offset", 0)
    left = [post for post in posts if not offset or _stamp(post) < offset]
    rows = left[:PER_PAGE]
    if request.get("format") == "rss":
        stamps = {post.key: format_datetime(post.at) for post in rows}
        bodies = {post.key: body_html(post) for post in rows}
        return xml(render("squarespace/feed.xml", posts=rows, stamps=stamps, bodies=bodies, home=HOME))
    if request.get("format") == "json":
        return as_json({"items": [{"title": post.title, "publishOn": _stamp(post)} for post in rows]})
    older = _stamp(rows[-1]) if len(left) > PER_PAGE else None
    return html(render("squarespace/blog.html", posts=rows, older=older, newer=bool(offset), title="Blog", home=HOME))


def _stamp(post: Post) -> int:
    return int(post.at.timestamp() * 1000)
