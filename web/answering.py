"""What the plugins send: pages of templates, feeds and files with an ETag, so that who asks every hour costs little."""

from __future__ import annotations

import hashlib
from typing import Any

from datasette.utils.asgi import Response

from web.atom import Feed, atom


async def page_answer(datasette: Any, request: Any, template: str, context: dict[str, Any]) -> Any:
    """A page, which caches may keep for a moment; or 304 where the reader has it already."""
    page = await datasette.render_template(template, context, request=request)
    # Weak: the same page goes out packed and plain.
    mark = f'W/"{hashlib.sha256(page.encode("utf-8", "replace")).hexdigest()[:32]}"'
    headers = {"Cache-Control": f"max-age={datasette.setting('default_cache_ttl')}", "ETag": mark}
    if mark in request.headers.get("if-none-match", ""):
        return Response("", status=304, headers=headers)
    return Response.html(page, headers=headers)


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
