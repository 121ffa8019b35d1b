"""All sources, one source, and its newest posts as a feed."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import NotFound

from web.answering import atom_answer, feed_of, page_answer, without_empty
from web.asking import narrower, read_search, whole_number
from web.happenings import source_named
from web.page_thread import in_one_thread
from web.reading import listed
from web.site import NAME
from web.sources import LEVELS, POSTS, SORTS, Asked, newest_of, source_page, sources_found
from web.timeline import timeline
from web.verdicts import VERDICTS, verdict

IN_FEED = 50
_LONGEST = 200
_SOURCE = "(?P<source>[a-z0-9-]{1,100})"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The list, a page for each source, its feed."""
    return [
        (r"^/sources$", all_sources),
        (rf"^/sources/{_SOURCE}\.atom$", source_feed),
        (rf"^/sources/{_SOURCE}$", one_source),
    ]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """A verdict's words, for templates."""
    env.filters["verdict"] = verdict


@in_one_thread
async def all_sources(datasette: Any, request: Any) -> Any:
    """Every source with its verdict; searchable, sortable."""
    if clean := without_empty(request):
        return clean
    asked = Asked(
        q=(request.args.get("q") or "")[:_LONGEST],
        level=_one_of(request.args.get("level"), LEVELS),
        state=(request.args.get("state") or "").strip().upper()[:2],
        verdict=_one_of(request.args.get("verdict"), tuple(VERDICTS)),
        sort=_one_of(request.args.get("sort"), SORTS) or SORTS[0],
        page=whole_number(request.args.get("page"), 1, 10_000) or 1,
    )
    found = await sources_found(datasette.get_database(NAME), asked)
    context = {"asked": asked, "found": found, "levels": LEVELS, "sorts": SORTS, "verdicts": VERDICTS.values()}
    return await page_answer(datasette, request, "sources.html", context)


def _one_of(text: str | None, allowed: tuple[str, ...]) -> str:
    return text if text in allowed else ""


@in_one_thread
async def one_source(datasette: Any, request: Any) -> Any:
    """Timeline, shares, gaps, channels and newest posts of one source."""
    db, source_id = datasette.get_database(NAME), request.url_vars["source"]
    page = await source_page(db, source_id)
    if page is None:
        raise NotFound("source")
    numbers = await newest_of(db, source_id, POSTS)
    rows = await listed(db, numbers)
    context = {
        "page": page,
        "source": page.source,
        "now": page.now,
        "timeline": timeline(page.months),
        "narrowed": narrower(datasette.urls.path, read_search({"source": source_id})),
        "posts": [rows[number] for number in numbers if number in rows],
    }
    return await page_answer(datasette, request, "source.html", context)


@in_one_thread
async def source_feed(datasette: Any, request: Any) -> Any:
    """The newest posts of one source as Atom."""
    db, source_id = datasette.get_database(NAME), request.url_vars["source"]
    name = await source_named(db, source_id)
    if name is None:
        raise NotFound("source")
    numbers = await newest_of(db, source_id, IN_FEED)
    rows = await listed(db, numbers)
    feed = feed_of(datasette, request, f"sources/{source_id}", name, f"/sources/{source_id}")
    return atom_answer(datasette, request, feed, [rows[number] for number in numbers if number in rows])
