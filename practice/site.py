"""What all sites of the practice web share: hosts, posts with their days, pages rendered once per day."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from practice import writer
from practice.newsroom import SOURCE_LINE
from practice.shapes import Change, NonPost, Post, now
from practice.wire import Cache, Request, Response, finish, html, http_date, plain, redirect

Page = Response | Callable[[Request], Response]

TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(template: str, **values: Any) -> str:
    return TEMPLATES.get_template(template).render(**values)


def body_html(post: Post, heading: str = "h3", quote: str = "blockquote") -> Markup:
    """A body as clean markup; each platform adds its own noise around it."""
    out, before = [], ""
    for block in post.blocks:
        if before == "li" != block.kind:
            out.append("</ul>")
        if block.kind == "li" != before:
            out.append("<ul>")
        text = escape(block.text)
        tag = {"p": "p", "h": heading, "li": "li"}.get(block.kind)
        out.append(f"<{tag}>{text}</{tag}>" if tag else f"<{quote}><p>{text}</p></{quote}>")
        before = block.kind
    if before == "li":
        out.append("</ul>")
    if post.link:
        out.append(f'<p><a href="{escape(post.link)}">{SOURCE_LINE}</a></p>')
    return Markup("\n".join(str(one) for one in out))


class Site:
    """One web site (or one system behind many hosts). Subclasses fill `pages`."""

    name: str
    hosts: tuple[str, ...]
    cache: Cache = "none"
    #: what the first host answers over plain http: redirect, same, or refuse https instead
    plain_http = "redirect"
    robots: str | None = None

    def __init__(self) -> None:
        self.crawl_delay = 0.1
        self._pages: dict[int, Mapping[str, Page]] = {}
        self._current: dict[int, tuple[Post, ...]] = {}
        self._in_force: dict[int, tuple[Change, ...]] = {}

    # ---- what subclasses say ------------------------------------------------------------------------------------
    def all_posts(self) -> tuple[Post, ...]:
        """Every post of every day, as it was when it first appeared."""
        raise NotImplementedError

    def changes(self) -> tuple[Change, ...]:
        """What happens on which day; `arrivals` tells the new posts."""
        return ()

    def non_posts(self) -> tuple[NonPost, ...]:
        return ()

    def pages(self, day: int) -> Mapping[str, Page]:
        """Path (without final slash, "/" for the home page) -> answer."""
        raise NotImplementedError

    # ---- what they share ----------------------------------------------------------------------------------------
    @functools.cached_property
    def posts(self) -> tuple[Post, ...]:
        return self.all_posts()

    def known(self, day: int) -> tuple[Post, ...]:
        """All posts that were ever public up to the day, with the words of the day."""
        changes: dict[str | None, list[Change]] = {}
        for change in self.in_force(day):
            changes.setdefault(change.key, []).append(change)
        return tuple(
            functools.reduce(_changed, changes.get(post.key, ()), post) for post in self.posts if post.since <= day
        )

    def arrivals(self) -> tuple[Change, ...]:
        """The posts that are new on a later day."""
        return tuple(Change("new", post.source, post.key, day=post.since) for post in self.posts if post.since > 1)

    def in_force(self, day: int) -> tuple[Change, ...]:
        """The changes that hold on the day, oldest first."""
        if day not in self._in_force:
            holding = (one for one in self.changes() if one.holds(day))
            self._in_force[day] = tuple(sorted(holding, key=lambda one: one.day))
        return self._in_force[day]

    def current(self, day: int) -> tuple[Post, ...]:
        """The posts that a visitor can read on the day, newest first."""
        if day not in self._current:
            lost = {one.key for one in self.in_force(day) if one.what in GONE}
            left = (post for post in self.known(day) if post.key not in lost)
            self._current[day] = tuple(sorted(left, key=lambda post: post.at, reverse=True))
        return self._current[day]

    def lost(self, day: int) -> dict[str, Change]:
        """Address -> how it went, on the day."""
        by_key = {post.key: post for post in self.posts}
        return {by_key[one.key].url: one for one in self.in_force(day) if one.key and one.what in GONE}

    def answer(self, request: Request, day: int) -> Response:
        """The finished answer to a request."""
        insecure = self._transport(request)
        if insecure is not None:
            return insecure
        response = self._robots() if request.path == "/robots.txt" else self.respond(request, day)
        return finish(request, response, self.cache_of(request), now(day))

    def respond(self, request: Request, day: int) -> Response:
        """The answer before validators and compression; by default the page of that path."""
        if day not in self._pages:
            self._pages[day] = self.pages(day)
        pages = self._pages[day]
        page = pages.get(request.path) or pages.get(request.path.rstrip("/") or "/")
        if page is None:
            return self.not_found(request)
        return page(request) if callable(page) else page

    def not_found(self, request: Request) -> Response:
        return html("<!DOCTYPE html><title>Not Found</title><h1>Not Found</h1><p>Nothing is here.</p>", 404)

    def cache_of(self, request: Request) -> Cache:
        """How a conditional request for an address is answered."""
        return self.cache

    def stamp(self, post: Post) -> dict[str, str]:
        """Last-Modified of a page that shows one post."""
        return {"Last-Modified": http_date(post.at)}

    def _transport(self, request: Request) -> Response | None:
        if self.plain_http == "only" and request.secure:
            return Response(drop=True)
        if self.plain_http == "redirect" and not request.secure and request.path != "/robots.txt":
            return redirect(replace(request, secure=True).url)
        return None

    def _robots(self) -> Response:
        if self.robots is None:
            return plain("not found", 404)
        if self.robots.startswith("<!DOCTYPE"):
            return html(self.robots)
        return plain(self.robots.replace("CRAWL_DELAY", f"{self.crawl_delay:g}"))


GONE = frozenset({"gone", "withdrawn", "soft_gone", "home"})


def _changed(post: Post, change: Change) -> Post:
    if change.what == "edited":
        seed = f"{post.key}/edit" if change.day == 2 else f"{post.key}/edit-{change.day}"
        return replace(post, piece=writer.reworked(post.piece, seed, post.source))
    if change.what == "cosmetic":
        return replace(post, piece=writer.cosmetic(post.piece))
    if change.what == "renamed" and change.to:
        notes = {**post.notes, "slug": change.to.rstrip("/").rsplit("/", 1)[-1]}
        piece = replace(post.piece, title=writer.renamed(post.title))
        return replace(post, piece=piece, addresses=(*post.addresses, change.to), notes=notes)
    if change.what == "moved" and change.to:
        notes = {**post.notes, "slug": change.to.rstrip("/").rsplit("/", 1)[-1]}
        return replace(post, url=change.to, addresses=(*post.addresses, post.url), notes=notes)
    return post


def when(at: datetime, form: str) -> str:
    """A date in a site's own form; %-d and %-m work on every machine."""
    day = form.replace("%-d", str(at.day)).replace("%-m", str(at.month)).replace("%-I", str(at.hour % 12 or 12))
    return at.strftime(day)


TEMPLATES.filters["when"] = when
