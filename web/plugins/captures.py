"""The bytes of one item as a WARC file, where the site shows full texts to this machine alone."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Response

from web.captured import WHY_NOT, warc_of
from web.site import NAME


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Asked before Datasette's own."""
    return [(r"^/items/(?P<id>\d{1,18})\.warc$", warc)]


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Words that the page of an item reads, and whether the site hands out bytes."""
    env.globals["why_not_kept"] = WHY_NOT
    env.globals["hands_out_captures"] = lambda: getattr(datasette, "captures", None) is not None


async def warc(datasette: Any, request: Any) -> Any:
    """The item's records. 404 where none are kept, and wherever the site may be reached from outside."""
    folder = getattr(datasette, "captures", None)
    item_id = int(request.url_vars["id"])
    db = datasette.get_database(NAME)
    shown = (await db.execute("select 1 from items where id = :id", {"id": item_id})).first()
    data = await warc_of(db, folder, item_id) if folder is not None and shown else None
    if data is None:
        raise NotFound("No bytes of this post can be had here.")
    headers = {
        "Content-Disposition": f'attachment; filename="newsarchive-{item_id}.warc.gz"',
        "X-Robots-Tag": "noindex",
        "Cache-Control": "private, no-store",
    }
    # The body is packed by its format and not for the way: a Content-Encoding would make browsers unpack it.
    return Response(data, content_type="application/gzip", headers=headers)
