"""Our own pages: home, search, one item, and their feeds. Everything else of the site is Datasette."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Response

from web import words
from web.atom import Feed, atom
from web.happenings import WITH_A_TIME
from web.parts import READ_FROM
from web.queries import explain_nothing
from web.reading import choices, listed, newest, numbers, reading, troubles
from web.searching import FILTERS, Search, find, read_search
from web.site import NAME

NEWEST_ON_HOME = 30
IN_FEED = 50
TROUBLES_ON_HOME = 6


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Asked before Datasette's own, so that / is ours."""
    return [
        (r"^/$", home),
        (r"^/search$", search),
        (r"^/search\.atom$", search_feed),
        (r"^/latest\.atom$", latest_feed),
        (r"^/items/(?P<id>\d{1,18})$", item),
        (rf"^/{NAME}/items/(?P<id>\d{{1,18}})$", item_row),
    ]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """The words of web/words.py, for templates."""
    for function in (
        words.dateline, words.instant, words.long_day, words.as_day, words.web_address, words.host_of, words.marked,
        words.blocks, words.excerpt, words.span, words.plural, words.width,
    ):  # fmt: skip
        env.filters[function.__name__] = function
    env.globals["origins"] = words.ORIGINS
    env.globals["read_from"] = READ_FROM


async def home(datasette: Any, request: Any) -> Any:
    """What this is, a search box, the newest posts, the archive in numbers, trouble in plain words."""
    db = datasette.get_database(NAME)
    told = await troubles(db)
    context = {
        "posts": await newest(db, NEWEST_ON_HOME),
        "numbers": await numbers(db),
        "troubles": told,
        "troubles_shown": told.rows[:TROUBLES_ON_HOME],
        "description": datasette.metadata("description"),
        "feed": datasette.urls.path("/latest.atom"),
    }
    return await _page(datasette, request, "home.html", context)


async def search(datasette: Any, request: Any) -> Any:
    """Every question is an address; no text of any kind is an error."""
    db = datasette.get_database(NAME)
    asked = read_search(request.args)
    question = _question(asked)
    is_asked = bool(asked.match or asked.filters)
    found = await find(db, asked) if is_asked else None
    hits = await _with_rows(db, found.hits) if found else []
    context = {
        "asked": asked,
        "is_asked": is_asked,
        "why_nothing": explain_nothing(asked.text) if asked.match is None else None,
        "found": found,
        "hits": hits,
        "choices": await choices(db),
        "feed": datasette.urls.path(f"/search.atom?{urlencode(question)}") if is_asked else None,
        "exports": _exports(datasette, asked) if is_asked else None,
        "calendar": datasette.urls.path(f"/search.ics?{urlencode(question)}")
        if any(row["kind"] in WITH_A_TIME for _, row in hits)
        else None,
        "next_page": f"?{urlencode({**question, 'sort': asked.sort, 'after': found.next})}"
        if found and found.next
        else None,
        "other_sort": f"?{urlencode({**question, 'sort': 'newest' if asked.sort == 'best' else 'best'})}",
    }
    return await _page(datasette, request, "search.html", context)


async def item(datasette: Any, request: Any) -> Any:
    """The reading page of one item. Merged ids lead to the item that stayed."""
    item_id = int(request.url_vars["id"])
    found = await reading(datasette.get_database(NAME), item_id)
    if found is None:
        raise NotFound("item")
    if isinstance(found, int):
        return Response.redirect(datasette.urls.path(f"/items/{found}"), status=301)
    return await _page(datasette, request, "item.html", {"read": found, "item": found.item})


async def item_row(datasette: Any, request: Any) -> Any:
    """Datasette has no row pages for views; the item's page is what a reader wants there."""
    return Response.redirect(datasette.urls.path(f"/items/{int(request.url_vars['id'])}"))


async def latest_feed(datasette: Any, request: Any) -> Any:
    """The newest posts of all sources as Atom."""
    rows = await newest(datasette.get_database(NAME), IN_FEED)
    return _feed(datasette, request, "latest", "Latest posts", "/", rows)


async def search_feed(datasette: Any, request: Any) -> Any:
    """The newest posts that a search finds, as Atom."""
    db = datasette.get_database(NAME)
    asked = read_search(request.args)
    latest = Search(asked.text, asked.match, "newest", asked.filters, size=IN_FEED)
    rows = []
    if asked.match or asked.filters:
        rows = [row for _, row in await _with_rows(db, (await find(db, latest)).hits)]
    query = urlencode(_question(asked))
    title = " · ".join(filter(None, [asked.text, *asked.filters.values()])) or "Empty search"
    return _feed(datasette, request, f"search?{query}", f"Search: {title}", f"/search?{query}", rows)


def _feed(datasette: Any, request: Any, name: str, title: str, page: str, rows: list[Any]) -> Any:
    """A feed as an answer, with an ETag, so that a feed reader that asks every hour costs a few bytes."""

    def absolute(path: str) -> str:
        return str(datasette.absolute_url(request, datasette.urls.path(path)))

    config = datasette.plugin_config("news-site") or {}
    site = datasette.metadata("title")
    feed = Feed(name, f"{site}: {title}", absolute(page), absolute(request.full_path), config["feed_authority"])
    body = atom(feed, rows, absolute("/items/"))
    headers = {"ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"', "Cache-Control": "max-age=60"}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response("", status=304, headers=headers)
    return Response(body, headers=headers, content_type="application/atom+xml; charset=utf-8")


async def _with_rows(db: Any, hits: list[Any]) -> list[tuple[Any, Any]]:
    rows = await listed(db, [hit.item_id for hit in hits])
    return [(hit, rows[hit.item_id]) for hit in hits if hit.item_id in rows]


def _question(asked: Search) -> dict[str, str]:
    """The search as arguments of an address, without where in its answer the reader is."""
    return {**({"q": asked.text} if asked.text else {}), **asked.filters}


def _exports(datasette: Any, asked: Search) -> dict[str, str]:
    """The same question as CSV and JSON, by Datasette's named query, and the table itself."""
    query = "search_posts" if asked.match else "filter_posts"
    fields = {**dict.fromkeys(FILTERS, ""), **_question(asked)}
    address = datasette.urls.query(NAME, query)
    return {
        "CSV": f"{address}.csv?{urlencode({**fields, '_size': 'max', '_dl': 'on'})}",
        "JSON": f"{address}.json?{urlencode({**fields, '_shape': 'array'})}",
        "table": f"{address}?{urlencode(fields)}",
    }


async def _page(datasette: Any, request: Any, template: str, context: dict[str, Any]) -> Any:
    seconds = datasette.setting("default_cache_ttl")
    page = await datasette.render_template(template, context, request=request)
    return Response.html(page, headers={"Cache-Control": f"max-age={seconds}"})
