"""A small site of the right make behind every row of a registry, so that each row is proven to be read by its family.

    with practice.server.running(handler=everywhere(registry.load("data/registry"))) as server:
        ...  # collect with PRACTICE_WEB=server.base_url; then compare with truth_of(channel)

Nothing of a row is special-cased: what a channel answers follows from its family, its address and its hint.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from practice import everywhere_pages as pages
from practice import writer
from practice.dice import Dice
from practice.server import Handler
from practice.shapes import Post, Says, now
from practice.wire import Request, Response, finish, html
from registry import Channel, Registry, Source

POSTS = 4
#: who speaks in the posts; real bodies are given addresses here, never words
UNION = "the Practice Local"

#: how the makes of general families build the address of a post; the list's own folder where nothing is said
PATHS = {
    "squarespace": "{list}/{day:%Y}/{day.month}/{day.day}/{slug}",
    "wix": "/post/{slug}",
    "weebly": "{list}/{slug}",
    "joomla": "{list}/{number}-{slug}",
    "unionactive": "/index.cfm?zone=/unionactive/view_article.cfm&HomeID={number}",
    "laborweb": "/index.cfm?action=article&articleID={guid}",
    "static": "/{slug}.html",
    "drupal": "{list}/{slug}",
}


class Everywhere:
    """All rows of one registry as sites. Call it with a request and a day. posts: others than its own, by channel."""

    def __init__(self, registry: Registry, posts: Mapping[str, tuple[Post, ...]] | None = None) -> None:
        self.channels = {one.id: one for one in registry.channels.values()}
        rows = registry.sources
        self.posts = posts or {one.id: _posts(one, rows[one.source_id]) for one in self.channels.values()}
        self._pages: dict[tuple[str, str], pages.Answer] = {}
        for channel in self.channels.values():
            for url, answer in pages.of(channel, self.posts[channel.id]).items():
                self._pages.setdefault(_key(url), answer)

    def truth_of(self, channel: Channel) -> tuple[Post, ...]:
        """The posts that stand on a channel, newest first. Their addresses are as the site links them."""
        return self.posts[channel.id]

    def __call__(self, request: Request, day: int) -> Response:
        full = self._pages.get(_key(request.url)) if request.query else None
        answer = full or self._pages.get(_key(request.url.partition("?")[0]))
        response = answer(request) if answer else html("<!DOCTYPE html><title>Not found</title><h1>Not found</h1>", 404)
        return finish(request, response, "strong", now(day))


def everywhere(registry: Registry) -> Handler:
    """The handler for `practice.server.running`; its `truth_of(channel)` tells what should be found."""
    return Everywhere(registry)


def _key(url: str) -> tuple[str, str]:
    """Host without www, and path with its parameters, final slash aside."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    path = parts.path.rstrip("/").lower()
    return host, f"{path}?{parts.query}" if parts.query else path


def _posts(channel: Channel, source: Source) -> tuple[Post, ...]:
    """Four posts of the channel, newest first, one every nine days."""
    dice = Dice(f"everywhere/{channel.id}")
    start = now(1) - timedelta(days=dice.between(1, 8), minutes=dice.between(5, 300))
    made = [_post(channel, source, number, start - timedelta(days=9 * number)) for number in range(POSTS)]
    return tuple(made)


def _post(channel: Channel, source: Source, number: int, at: datetime) -> Post:
    zone, key = ZoneInfo(source.timezone), f"{channel.id}/{number}"
    spanish = source.language == "es"
    piece = writer.noticia(key, UNION, 90) if spanish else writer.article(key, UNION, 90)
    slug = f"{writer.slug(piece.title, 60)}-{Dice(key).below(900) + 100}"
    local = at.astimezone(zone)
    node = 900_000 + Dice(key).below(90_000)
    url = address_of(channel, slug, local, node)
    says: Says = "nothing" if channel.family == "openatrium" else "day"
    return Post(key, source.id, url, piece, at, zone, says, number=node, notes={"slug": slug})


def address_of(channel: Channel, slug: str, day: datetime, number: int) -> str:
    """The address that a channel's platform gives a post. day: local; number: of the post within its site."""
    folder = urlsplit(channel.address).path.rstrip("/")
    if channel.family == "openatrium":
        last = folder.rsplit("/", 1)[-1]
        path = (
            f"{folder}/{slug}"
            if (last and "-" not in last) or "news" in last or "update" in last
            else f"{folder}/news/{slug}"
        )
    elif channel.family == "wordpress":
        path = f"{folder.partition('/wp-json')[0]}/{day:%Y/%m}/{slug}/"
    elif channel.family == "national":
        path = f"/{folder.strip('/').removeprefix('rss/').replace('press-releases', f'press/releases/{day:%Y}')}/{slug}"
    elif channel.hint.get("anchored"):
        path = f"{folder}#{slug}"
    else:
        guid = f"{number:08X}-5E3F-4A2B-9C1D-{number * 977:012X}"
        folder = folder if "." not in folder.rsplit("/", 1)[-1] else folder.rsplit("/", 1)[0]
        form = PATHS.get(str(channel.hint.get("make", "")), "{list}/{slug}")
        path = form.format(list=folder, slug=slug, day=day, number=number, guid=guid)
    return urljoin(channel.address, path)
