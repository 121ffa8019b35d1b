"""Our own pages: home, the feed of the latest posts. Searches, items and others have plugins of their own."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl

from web import words
from web.answering import atom_answer, feed_of, page_answer
from web.front import newest_stories, tiles, verdicts, week
from web.page_thread import in_one_thread
from web.reading import newest, numbers, troubles
from web.site import NAME

NEWEST_ON_HOME = 15
IN_FEED = 50
TROUBLES_ON_HOME = 6


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Asked before Datasette's own, so that / is ours."""
    return [
        (r"^/$", home),
        (r"^/latest\.atom$", latest_feed),
    ]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """The words of web/words.py, for templates."""
    for function in (
        words.dateline, words.instant, words.timed, words.long_day, words.month_of, words.month_name,
        words.as_day, words.web_address, words.host_of, words.marked, words.blocks, words.excerpt, words.span,
        words.plural, words.about, words.short_number, words.width, words.original_of,
    ):  # fmt: skip
        env.filters[function.__name__] = function
    env.globals["origins"] = words.ORIGINS


@in_one_thread
async def home(datasette: Any, request: Any) -> Any:
    """What this is, a search box, the newest stories, the week in numbers, trouble in plain words, the states."""
    db = datasette.get_database(NAME)
    grid = await tiles(db)
    context = {
        "stories": await newest_stories(db, NEWEST_ON_HOME),
        "week": await week(db),
        "numbers": await numbers(db),
        "troubles": await troubles(db),
        "troubled": await verdicts(db),
        "troubles_most": TROUBLES_ON_HOME,
        "tiles": grid,
        "has_states": any(tile.sources for tile in grid),
        "description": datasette.metadata("description"),
        "feed": datasette.urls.path("/latest.atom"),
    }
    return await page_answer(datasette, request, "home.html", context)


@in_one_thread
async def latest_feed(datasette: Any, request: Any) -> Any:
    """The newest posts of all sources as Atom."""
    rows = await newest(datasette.get_database(NAME), IN_FEED)
    return atom_answer(datasette, request, feed_of(datasette, request, "latest", "Latest posts", "/"), rows)
