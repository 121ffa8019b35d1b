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
        self._answers: dict[tuple[int, str], Response] = {}

    # ---- what subclasses say ------------------------------------------------------------------------------------
    def all_posts(self) -> tuple[Post, ...]:
        """Every post of every day, as it was when it first appeared."""
        raise NotImplementedError

    def changes(self) -> tuple[Change, ...]:
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
        edits = {change.key: change for change in self.changes()} if day > 1 else {}
        return tuple(_changed(post, edits.get(post.key)) for post in self.posts if post.since <= day)

    def current(self, day: int) -> tuple[Post, ...]:
        """The posts that a visitor can read on the day, newest first."""
        lost = {one.key for one in self.changes() if one.what in GONE} if day > 1 else set()
        return tuple(
            sorted((post for post in self.known(day) if post.key not in lost), key=lambda p: p.at, reverse=True)
        )

    def lost(self, day: int) -> dict[str, Change]:
        """Address -> how it went, on the day."""
        by_key = {post.key: post for post in self.posts}
        return {by_key[one.key].url: one for one in self.changes() if day > 1 and one.key and one.what in GONE}

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


def _changed(post: Post, change: Change | None) -> Post:
    if change is None:
        return post
    if change.what == "edited":
        return replace(post, piece=writer.reworked(post.piece, f"{post.key}/edit", post.source))
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
