"""Our own pages: home, one item, the feed of the latest posts. Searches have a plugin of their own."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Response

from web import words
from web.answering import atom_answer, feed_of, page_answer
from web.parts import READ_FROM
from web.reading import newest, numbers, reading, troubles
from web.site import NAME

NEWEST_ON_HOME = 30
IN_FEED = 50
TROUBLES_ON_HOME = 6


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Asked before Datasette's own, so that / is ours."""
    return [
        (r"^/$", home),
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
    return await page_answer(datasette, request, "home.html", context)


async def item(datasette: Any, request: Any) -> Any:
    """The reading page of one item. Merged ids lead to the item that stayed."""
    item_id = int(request.url_vars["id"])
    found = await reading(datasette.get_database(NAME), item_id)
    if found is None:
        raise NotFound("item")
    if isinstance(found, int):
        return Response.redirect(datasette.urls.path(f"/items/{found}"), status=301)
    return await page_answer(datasette, request, "item.html", {"read": found, "item": found.item})


async def item_row(datasette: Any, request: Any) -> Any:
    """Datasette has no row pages for views; the item's page is what a reader wants there."""
    return Response.redirect(datasette.urls.path(f"/items/{int(request.url_vars['id'])}"))


async def latest_feed(datasette: Any, request: Any) -> Any:
    """The newest posts of all sources as Atom."""
    rows = await newest(datasette.get_database(NAME), IN_FEED)
    return atom_answer(datasette, request, feed_of(datasette, request, "latest", "Latest posts", "/"), rows)
