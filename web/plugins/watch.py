"""How to be told of a search: its feeds, and what an operator needs to make a watch of it. It changes nothing."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl

from web.answering import absolute, page_answer
from web.asking import read_search
from web.page_thread import in_one_thread
from web.watching import wish_of


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The page."""
    return [(r"^/watch$", watch)]


@in_one_thread
async def watch(datasette: Any, request: Any) -> Any:
    """A search, by the same arguments as the search page."""
    asked = read_search(request.args)
    asks = asked.question.asks
    address = asked.address(sort=None, show=None)
    context = {
        "asked": asked,
        "asks": asks,
        "title_of_search": asked.title(),
        "wish": wish_of(asked) if asks else None,
        "search": datasette.urls.path(f"/search?{address}"),
        "atom": absolute(datasette, request, f"/search.atom?{address}"),
        "json_feed": absolute(datasette, request, f"/search.json?{address}"),
    }
    return await page_answer(datasette, request, "watch.html", context)
