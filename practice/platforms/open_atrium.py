"""Drupal 7 with Open Atrium, shared by a council and its locals: one system, several hosts, many addresses a node.

Vices: lists without dates and mostly without titles; featured posts on every page number; a list with junk parameters
of its own; pages behind the last one that answer 200; addresses that look like feeds and are HTML; blocks with
headlines of others; an activity stream; validators that change whenever anything is saved anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from practice.platforms import atrium_pages as pages
from practice.platforms.atrium_nodes import COUNCIL_HOST, SHARED_HOST, SPACES, Space, alias, nodes, of_space
from practice.shapes import Change, NonPost, Post
from practice.site import Site
from practice.wire import Request, Response
from practice.writer import renamed

COUNCIL = SPACES[0].source


class OpenAtrium(Site):
    """unionhall.example, www.council190.example and www.local9015.example."""

    name = "unionhall"
    hosts = (COUNCIL_HOST, "council190.example", "www.local9015.example", "local9015.example", SHARED_HOST)
    cache = "drupal"
    plain_http = "same"
    robots = (
        "User-agent: *\nAllow: /misc/*.css$\nDisallow: /includes/\nDisallow: /admin/\n"
        "Disallow: /search/\nDisallow: /user/login/\n"
    )

    def all_posts(self) -> tuple[Post, ...]:
        return nodes()

    def changes(self) -> tuple[Change, ...]:
        own = [post for post in of_space(self.posts, SPACES[0]) if "/own-" in post.key and post.since == 1]
        library = [post for post in of_space(self.posts, SPACES[1]) if "/own-" in post.key]
        return (
            *self.arrivals(),
            Change("edited", COUNCIL, own[-1].key),
            Change("cosmetic", COUNCIL, own[-3].key),
            Change("renamed", COUNCIL, own[-4].key, f"https://{COUNCIL_HOST}/news/{alias(renamed(own[-4].title))}"),
            Change("gone", COUNCIL, own[-2].key, until=3),
            Change("back", COUNCIL, own[-2].key, day=3),
            Change("edited", COUNCIL, own[-6].key, day=3),
            Change("withdrawn", SPACES[1].source, library[2].key),
        )

    def non_posts(self) -> tuple[NonPost, ...]:
        council = f"https://{COUNCIL_HOST}"
        first = min(post.number or 0 for post in self.posts)
        return (
            NonPost(f"{council}/tier-1-sites", "an activity stream with relative dates"),
            NonPost(f"{council}/node/{first}/rss/", "HTML behind an address that looks like a feed"),
            NonPost(f"{council}/file/12", "the stub of a file"),
            NonPost(f"{council}/content", "the platform's table of contents"),
            NonPost(f"{council}/spaces", "the map of spaces"),
            NonPost(f"{council}/calendar", "a calendar"),
            NonPost(f"{council}/join", "a form"),
            NonPost(f"{council}/news/draft-not-ready", "an unpublished post", 403),
        )

    def respond(self, request: Request, day: int) -> Response:
        where = self._where(request)
        if where is None:
            return pages.missing(request)
        space, tail = where
        scene = pages.Scene(space, request, self.current(day), day)
        return self._by_section(scene, tail) or self._by_node(scene, tail, day) or pages.missing(request)

    def _where(self, request: Request) -> tuple[Space, str] | None:
        """The space that an address names, and what is left of its path."""
        first, _, rest = request.path.strip("/").partition("/")
        named = next((space for space in SPACES if space.slug == first), None)
        if named:
            return named, rest
        host = request.host if request.host.startswith(("www.", SHARED_HOST)) else f"www.{request.host}"
        own = next((space for space in SPACES if space.host == host), None)
        if own or first in {"", "node", "content", "spaces", "tier-1-sites"}:
            return own or SPACES[0], request.path.strip("/")
        return None

    def _by_section(self, scene: pages.Scene, tail: str) -> Response | None:
        if tail in scene.space.lists:
            return pages.news_list(scene)
        fixed: dict[str, Callable[[pages.Scene], Response]] = {
            "": pages.home,
            "calendar": pages.calendar,
            "calendar/ /export.ics": pages.ical,
            "tier-1-sites": pages.activity,
            "content": pages.contents,
            "spaces": pages.spaces,
            "rss.xml": pages.promoted,
            "join": pages.form,
            "file/12": pages.file_stub,
            "news/draft-not-ready": pages.denied,
        }
        return fixed[tail](scene) if tail in fixed else None

    def _by_node(self, scene: pages.Scene, tail: str, day: int) -> Response | None:
        found = find(scene.posts, scene.space, tail)
        if found:
            return pages.node(scene, found)
        lost = find(self.known(day), scene.space, tail)
        how = next((one.what for one in self.in_force(day) if lost and one.key == lost.key), "")
        return pages.denied(scene) if how == "withdrawn" else None


@dataclass(frozen=True, slots=True)
class _Path:
    section: str
    rest: str


def find(posts: Sequence[Post], space: Space, tail: str) -> Post | None:
    """The node behind a path: by number, or by alias within its space (under any of the section's aliases)."""
    path = _Path(*(tail.split("/", 1) if "/" in tail else (tail, "")))
    if path.section in {"node", "content"}:
        number = path.rest.split("/")[0]
        return next((post for post in posts if str(post.number) == number), None)
    sections = {path.section} | (set(space.lists) if path.section in space.lists else set())
    return next(
        (
            post
            for post in posts
            if post.source == space.source and post.notes["section"] in sections and path.rest in _slugs(post)
        ),
        None,
    )


def _slugs(post: Post) -> set[str]:
    """The alias of today and those of earlier titles, which stay alive."""
    return {post.notes["slug"], post.url.rsplit("/", 1)[-1]}
