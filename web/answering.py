"""What the plugins send: pages of templates, feeds and files with an ETag, so that who asks every hour costs little."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

from datasette.utils.asgi import Response
from jinja2 import Environment, Template

from web.atom import Feed, atom

#: what may stand in the query of an address as it is (RFC 3986, 3.4)
_OF_A_QUERY = "%!$&'()*+,;=:@/?-._~"


class _AtOnce(Template):
    """A template that is filled in one go. Datasette's may wait in the middle, for which each piece of text and each
    name is handed through a generator that could; ours have all they need, and take a third of the time."""

    async def render_async(self, *args: Any, **kwargs: Any) -> str:
        """What Datasette calls."""
        return self.render(*args, **kwargs)


_environments: WeakKeyDictionary[Environment, Environment] = WeakKeyDictionary()


def _template(datasette: Any, name: str) -> Template:
    given = datasette.jinja_env
    if given not in _environments:
        ours = given.overlay(enable_async=False)
        ours.template_class = _AtOnce
        _environments[given] = ours
    return _environments[given].get_template(name)


async def page_answer(datasette: Any, request: Any, template: str, context: dict[str, Any]) -> Any:
    """A page, which caches may keep for a moment; or 304 where the reader has it already."""
    page = await datasette.render_template(_template(datasette, template), context, request=request)
    # Weak: the same page goes out packed and plain.
    mark = f'W/"{hashlib.sha256(page.encode("utf-8", "replace")).hexdigest()[:32]}"'
    headers = {"Cache-Control": f"max-age={datasette.setting('default_cache_ttl')}", "ETag": mark}
    if mark in request.headers.get("if-none-match", ""):
        return Response("", status=304, headers=headers)
    return Response.html(page, headers=headers)


def without_empty(request: Any) -> Any | None:
    """A redirect to the same page without the arguments that say nothing, as a form sends them for fields left empty;
    None where there are none. So that what a reader bookmarks and passes on is the question alone.
    """
    said = request.query_string.split("&")
    kept = [piece for piece in said if not (piece.endswith("=") and piece.count("=") == 1)]
    if len(kept) == len(said):
        return None
    query = quote("&".join(kept), safe=_OF_A_QUERY, encoding="latin-1")  # as it came: Datasette reads it as Latin-1
    # Relative to itself, so that it holds behind a proxy and below another path, too.
    page = request.path.rpartition("/")[2]
    return Response.redirect(f"{page}?{query}" if query else page)


def feed_of(datasette: Any, request: Any, name: str, title: str, page: str) -> Feed:
    """What a feed says of itself. name: tells it from others of this site; page: the page that shows the same."""
    config = datasette.plugin_config("news-site") or {}
    site = datasette.metadata("title")
    return Feed(
        name,
        f"{site}: {title}",
        absolute(datasette, request, page),
        absolute(datasette, request, request.full_path),
        config["feed_authority"],
    )


def atom_answer(datasette: Any, request: Any, feed: Feed, rows: list[Any]) -> Any:
    """An Atom feed of posts."""
    body = atom(feed, rows, absolute(datasette, request, "/items/"))
    return tagged(request, body, "application/atom+xml; charset=utf-8")


def tagged(request: Any, body: bytes, content_type: str, seconds: int = 60) -> Any:
    """Bytes as an answer, or 304 where the reader has them already."""
    headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"', "Cache-Control": f"max-age={seconds}"}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response("", status=304, headers=headers)
    return Response(body, headers=headers, content_type=content_type)


def absolute(datasette: Any, request: Any, path: str) -> str:
    """An address of this site in full."""
    return str(datasette.absolute_url(request, datasette.urls.path(path)))
