"""What is wrong and what to do: a page, its JSON, and a feed for operators."""

from __future__ import annotations

import json
from typing import Any

from datasette import hookimpl

from web.answering import feed_of, page_answer, tagged
from web.happenings import source_named
from web.health import for_programs, health, latest_findings
from web.health_feed import health_atom
from web.page_thread import in_one_thread
from web.site import NAME

IN_FEED = 50


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The page and its two other forms."""
    return [(r"^/health$", health_page), (r"^/health\.json$", health_json), (r"^/health\.atom$", health_feed)]


async def _source(datasette: Any, request: Any) -> tuple[str | None, str | None]:
    """Id and name of the source that is asked for; what is not there is not asked for."""
    source_id = (request.args.get("source") or "")[:100]
    name = await source_named(datasette.get_database(NAME), source_id) if source_id else None
    return (source_id, name) if name else (None, None)


@in_one_thread
async def health_page(datasette: Any, request: Any) -> Any:
    """What is wrong, the worst first; of one source with `source`."""
    source_id, name = await _source(datasette, request)
    context = {
        "health": await health(datasette.get_database(NAME), source_id),
        "source_id": source_id,
        "source_name": name,
        "feed": datasette.urls.path("/health.atom"),
    }
    return await page_answer(datasette, request, "health.html", context)


async def health_json(datasette: Any, request: Any) -> Any:
    """The same for programs."""
    source_id, _ = await _source(datasette, request)
    told = for_programs(await health(datasette.get_database(NAME), source_id))
    return tagged(request, json.dumps(told, indent=2).encode(), "application/json; charset=utf-8")


@in_one_thread
async def health_feed(datasette: Any, request: Any) -> Any:
    """What began or ended last."""
    feed = feed_of(datasette, request, "health", "Health", "/health")
    found = await latest_findings(datasette.get_database(NAME), IN_FEED)
    return tagged(request, health_atom(feed, found), "application/atom+xml; charset=utf-8")
