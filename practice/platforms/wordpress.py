"""The two WordPress sites: pages, feeds and API objects of a real WordPress, served as WordPress serves them.

www.council231.example has its posts API open, post types of its own and a calendar plug-in; its events are answered
by templates, since the plug-in was not at hand. www.local9077.example writes in Spanish and answers 401 for its API.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from practice.generated import Generated
from practice.platforms import wordpress_api, wordpress_events
from practice.platforms import wordpress_posts as posts_of
from practice.shapes import Change, NonPost, Post
from practice.site import Page
from practice.wire import Cache, Request, Response, as_json, html, redirect


class WordPress(Generated):
    """What both share: final slashes, short addresses, robots.txt of the snapshot."""

    home: str
    #: what the first path of `?rest_route=` and /wp-json/ answers
    open_api = True

    def respond(self, request: Request, day: int) -> Response:
        route = wordpress_api.route(request)
        if route is not None:
            return self.api(request, route, day)
        number = request.get("p")
        if request.path == "/" and number:
            found = next((post for post in self.current(day) if str(post.number) == number), None)
            return redirect(found.url) if found else self.not_found(request)
        if request.query.startswith(("paged=", "feed=")) and request.path.rstrip("/").endswith("feed"):
            return self._page(f"{request.path.rstrip('/')}/?{request.query}", day) or self.not_found(request)
        page = self._page(request.path, day, request)
        if page is not None and page.status == 200 and not request.path.endswith("/") and "." not in request.path:
            return redirect(f"{self.home}{request.path}/")
        return page or self.not_found(request)

    def cache_of(self, request: Request) -> Cache:
        """Feeds carry both validators; pages a weak ETag, if anything; the API nothing."""
        if "/feed" in request.path:
            return "strong"
        return "none" if wordpress_api.route(request) else self.cache

    def _page(self, path: str, day: int, request: Request | None = None) -> Response | None:
        if day not in self._pages:
            self._pages[day] = self.pages(day)
        page = self._pages[day].get(path) or self._pages[day].get(path.rstrip("/") or "/")
        if page is None or isinstance(page, Response):
            return page
        return page(request) if request else None

    def _robots(self) -> Response:
        return self._page("/robots.txt", 1) or super()._robots()

    def not_found(self, request: Request) -> Response:
        return html(
            "<!doctype html><title>Page not found</title><h1>Nothing here</h1><p>It looks like nothing was found.</p>",
            404,
        )

    def api(self, request: Request, route: str, day: int) -> Response:
        raise NotImplementedError


class Council231(WordPress):
    """www.council231.example."""

    name = "practice-council-231"
    snapshot_name = "council-231"
    home = "https://www.council231.example"
    hosts = ("www.council231.example", "council231.example")
    cache = "weak"

    def all_posts(self) -> tuple[Post, ...]:
        return (*posts_of.council_posts(self.home), *posts_of.council_events(self.home))

    def changes(self) -> tuple[Change, ...]:
        own = [post for post in self.posts if "/own-" in post.key and post.since == 1]
        moved = own[-4]
        return (
            *self.arrivals(),
            Change("edited", self.name, own[-1].key),
            Change("cosmetic", self.name, own[-2].key),
            Change("gone", self.name, own[-5].key),
            Change("moved", self.name, moved.key, moved.url.rstrip("/") + "-corrected/"),
        )

    def non_posts(self) -> tuple[NonPost, ...]:
        return (
            NonPost(f"{self.home}/about/", "a page"),
            NonPost(f"{self.home}/members/", "a page for members"),
            NonPost(f"{self.home}/category/bargaining/", "a list of a category"),
            NonPost(f"{self.home}/author/staff/", "a list of an author"),
            NonPost(f"{self.home}/2024/03/strike-fund-figures/", "a post behind a password"),
            NonPost(f"{self.home}/?p=90", "a draft", 404),
            NonPost(f"{self.home}/events/", "a calendar"),
        )

    def pages(self, day: int) -> Mapping[str, Page]:
        return {**super().pages(day), **wordpress_events.pages(self.current(day), self.home, day)}

    def respond(self, request: Request, day: int) -> Response:
        """A post whose slug was corrected redirects from its old address."""
        for change in self.in_force(day):
            post = next((one for one in self.posts if one.key == change.key), None)
            if change.what == "moved" and post and change.to and request.url.rstrip("/") == post.url.rstrip("/"):
                return redirect(change.to)
        return super().respond(request, day)

    def api(self, request: Request, route: str, day: int) -> Response:
        if route.startswith("/tribe/events/v1"):
            return wordpress_events.api(request, self.current(day), self.home, day)
        return wordpress_api.answer(request, route, lambda name: self._objects(name, day))

    def _objects(self, name: str, day: int) -> Any:
        """The API's objects as the real WordPress gave them; None where it has no such collection."""
        page = self._page(f"/wp-json/wp/v2/{name}" if name else "/wp-json", day)
        return json.loads(page.body) if page else None


class Local9077(WordPress):
    """www.local9077.example."""

    name = "practice-local-9077"
    snapshot_name = "local-9077"
    home = "https://www.local9077.example"
    hosts = ("www.local9077.example", "local9077.example")
    open_api = False

    def all_posts(self) -> tuple[Post, ...]:
        return tuple(posts_of.local_posts(self.home))

    def changes(self) -> tuple[Change, ...]:
        own = [post for post in self.posts if post.since == 1]
        return (*self.arrivals(), Change("edited", self.name, own[-2].key))

    def non_posts(self) -> tuple[NonPost, ...]:
        return (
            NonPost(f"{self.home}/contacto/", "a page"),
            NonPost(f"{self.home}/noticias/", "a list"),
            NonPost(f"{self.home}/strike-fund-figures/", "a post behind a password"),
            NonPost(f"{self.home}/wp-json/wp/v2/posts", "an API that is closed", 401),
        )

    def api(self, request: Request, route: str, day: int) -> Response:
        error = {"code": "rest_not_logged_in", "message": "You are not currently logged in.", "data": {"status": 401}}
        return as_json(error, 401)


def content_of(post: Post) -> str:
    """The body as an editor stored it: block markup for newer posts, bare paragraphs for older ones."""
    out: list[str] = []
    blocks = post.at.year >= 2023
    for block in post.blocks:
        text = block.text.replace("&", "&amp;").replace("<", "&lt;")
        tag, name = {"h": ("h2", "heading"), "li": ("li", ""), "quote": ("blockquote", "quote")}.get(
            block.kind, ("p", "paragraph")
        )
        if block.kind == "li":
            line = f"<li>{text}</li>"
            joined = bool(out) and out[-1].endswith("</li></ul>")
            out.append(out.pop().removesuffix("</ul>") + line + "</ul>" if joined else f"<ul>{line}</ul>")
            continue
        inner = f"<p>{text}</p>" if block.kind == "quote" else text
        marked = f"<{tag}>{inner}</{tag}>"
        out.append(
            f"<!-- wp:{name} -->\n{marked}\n<!-- /wp:{name} -->" if blocks else (text if block.kind == "p" else marked)
        )
    if post.kind == "clipping":
        out.append('<p><a href="http://valley-times.example/2025/news">' + posts_of.CLIPPED + "</a></p>")
    return "\n\n".join(out)
