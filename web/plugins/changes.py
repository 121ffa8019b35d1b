"""Edits and removals by week, and the newest of them as a feed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl

from web.answering import absolute, feed_of, page_answer, tagged
from web.asking import whole_number
from web.changes import MOST_PAGES, by_day, latest_changes, newest_day, week_of_changes
from web.changes_feed import changes_atom
from web.happenings import source_named
from web.page_thread import in_one_thread
from web.site import NAME
from web.weeks import monday, read_day


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The page and its feed."""
    return [(r"^/changes$", changes_page), (r"^/changes\.atom$", changes_feed)]


async def _source(datasette: Any, request: Any) -> tuple[str | None, str | None]:
    """Id and name of the source that is asked for; what is not there is not asked for."""
    source_id = (request.args.get("source") or "")[:100]
    name = await source_named(datasette.get_database(NAME), source_id) if source_id else None
    return (source_id, name) if name else (None, None)


@in_one_thread
async def changes_page(datasette: Any, request: Any) -> Any:
    """A week of changes, by default the newest one that has any. `week`: a day of it; `source`; `page`."""
    db = datasette.get_database(NAME)
    source_id, name = await _source(datasette, request)
    day = read_day(request.args.get("week")) or await newest_day(db)
    page = whole_number(request.args.get("page"), 1, MOST_PAGES) or 1
    week = await week_of_changes(db, monday(day), source_id, page) if day else None
    also = urlencode({"source": source_id}) if source_id else ""
    context = {
        "week": week,
        "days": by_day(week.changes) if week else [],
        "source_id": source_id,
        "source_name": name,
        "also": f"&{also}" if also else "",
        "feed": datasette.urls.path("/changes.atom" + (f"?{also}" if also else "")),
    }
    return await page_answer(datasette, request, "changes.html", context)


@in_one_thread
async def changes_feed(datasette: Any, request: Any) -> Any:
    """The newest changes as Atom; of one source with `source`."""
    source_id, name = await _source(datasette, request)
    query = f"?{urlencode({'source': source_id})}" if source_id else ""
    title = f"Changes of {name}" if name else "Edits and removals"
    feed = feed_of(datasette, request, f"changes{query}", title, f"/changes{query}")
    changes = await latest_changes(datasette.get_database(NAME), source_id)
    body = changes_atom(feed, changes, absolute(datasette, request, "/items/"))
    return tagged(request, body, "application/atom+xml; charset=utf-8")
