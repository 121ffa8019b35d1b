"""The calendar: a month of events, and what comes next."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl

from web.agenda import clock, coming, month_of, months_around
from web.answering import page_answer
from web.happenings import source_named
from web.page_thread import in_one_thread
from web.site import NAME
from web.weeks import read_month


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """One page."""
    return [(r"^/events$", events_page)]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """The hour of an event, for templates."""
    env.filters["clock"] = clock


@in_one_thread
async def events_page(datasette: Any, request: Any) -> Any:
    """A month (`month`, by default this one) and the events to come; of one source with `source`."""
    db, today = datasette.get_database(NAME), datetime.now(UTC).date()
    source_id = (request.args.get("source") or "")[:100]
    name = await source_named(db, source_id) if source_id else None
    source = source_id if name else None
    month = await month_of(db, read_month(request.args.get("month")) or today.replace(day=1), source)
    next_ones = await coming(db, source)
    also = urlencode({"source": source}) if source else ""
    context = {
        "month": month,
        "coming": next_ones,
        "around": await months_around(db, month.first, source) if not month.count else (None, None),
        "today": today,
        "source_id": source,
        "source_name": name,
        "also": f"&{also}" if also else "",
        "file": datasette.urls.path(f"/sources/{source}.ics" if source else "/events.ics"),
    }
    return await page_answer(datasette, request, "events.html", context)
