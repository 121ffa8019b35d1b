"""Events as calendar files that a calendar program subscribes to: all, a source's, a search's, one item's."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Response

from web.happenings import WITH_A_TIME, source_named, times_of_all, times_of_items
from web.icalendar_file import MOST_TIMES, CalendarFile, calendar_file
from web.page_thread import in_one_thread
from web.searching import find, read_search
from web.site import NAME
from web.tombstones import tombstone_of


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """One address for each calendar file."""
    return [
        (r"^/events\.ics$", all_events),
        (r"^/sources/(?P<source>[a-z0-9-]{1,100})\.ics$", source_events),
        (r"^/search\.ics$", search_events),
        (r"^/items/(?P<id>\d{1,18})\.ics$", item_event),
    ]


@in_one_thread
async def all_events(datasette: Any, request: Any) -> Any:
    """The events of all sources, the next first of all."""
    return _file(datasette, request, "events", "Events", await times_of_all(datasette.get_database(NAME)))


@in_one_thread
async def source_events(datasette: Any, request: Any) -> Any:
    """The events of one source."""
    db, source_id = datasette.get_database(NAME), request.url_vars["source"]
    name = await source_named(db, source_id)
    if name is None:
        raise NotFound("source")
    return _file(datasette, request, source_id, name, await times_of_all(db, source_id))


@in_one_thread
async def search_events(datasette: Any, request: Any) -> Any:
    """The events that a search finds, among its newest posts; an empty search finds none."""
    db, asked = datasette.get_database(NAME), read_search(request.args, size=MOST_TIMES)
    found: list[int] = []
    if asked.question.asks:
        events = replace(asked.narrowed("kind", *WITH_A_TIME), sort="newest", show="printings", after=None)
        found = [hit.item_id for hit in (await find(db, events)).hits]
    rows = await times_of_items(db, found) if found else []
    return _file(datasette, request, "search", f"Search: {asked.title()}", rows)


@in_one_thread
async def item_event(datasette: Any, request: Any) -> Any:
    """One event, all its times."""
    item_id = int(request.url_vars["id"])
    rows = await times_of_items(datasette.get_database(NAME), [item_id])
    if not rows and (withheld := await tombstone_of(datasette.get_database(NAME), item_id)):
        return Response.text(f"{withheld.sentence}\n", status=410, headers={"X-Robots-Tag": "noindex"})
    if not rows:
        raise NotFound("event")
    return _file(datasette, request, f"event-{item_id}", rows[0]["title"] or "Event", rows)


def _file(datasette: Any, request: Any, name: str, title: str, rows: list[Any]) -> Any:
    """A calendar file as an answer, with an ETag, so that a program that asks every hour costs a few bytes."""
    config = datasette.plugin_config("news-site") or {}
    pages = str(datasette.absolute_url(request, datasette.urls.path("/items/")))
    about = CalendarFile(f"{datasette.metadata('title')}: {title}", config["feed_authority"].partition(",")[0], pages)
    body = calendar_file(about, rows)
    headers = {
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        "Cache-Control": "max-age=300",
        "Content-Disposition": f'inline; filename="{name}.ics"',
    }
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response("", status=304, headers=headers)
    return Response(body, headers=headers, content_type="text/calendar; charset=utf-8")
