"""The sitemap: for robots that are let in, so that they need not walk through searches. robots.txt names it."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Response

from web.answering import absolute
from web.page_thread import in_one_thread
from web.plugins.frame import PLACES
from web.site import NAME
from web.sitemaps import IDS_IN_FILE, index, last_change, pages

_MORE_PLACES = ("/", "/about/codebook", "/about/glossary")
_ITEMS = """select id, first_seen_at, status_at, updated_at, {noindex} as noindex from item_rows
    where id > :low and id <= :high and shown = 1 order by id"""


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The index and its files."""
    return [
        (r"^/sitemap\.xml$", sitemap_index),
        (r"^/sitemaps/pages\.xml$", sitemap_of_pages),
        (r"^/sitemaps/items-(?P<number>\d{1,9})\.xml$", sitemap_of_items),
    ]


@hookimpl
def block_robots_extra_lines(datasette: Any, request: Any) -> list[str]:
    """Where the sitemap is, for the robots.txt of datasette-block-robots."""
    return [f"Sitemap: {absolute(datasette, request, '/sitemap.xml')}"]


@in_one_thread
async def sitemap_index(datasette: Any, request: Any) -> Any:
    """One file for our own pages, and one for each range of ids that has begun."""
    last = (await datasette.get_database(NAME).execute("select max(id) from item_rows")).first()[0] or 0
    files = [f"items-{number}.xml" for number in range(-(-last // IDS_IN_FILE))]
    before = absolute(datasette, request, "/sitemaps/")
    return _xml(index(f"{before}{name}" for name in ("pages.xml", *files)))


@in_one_thread
async def sitemap_of_pages(datasette: Any, request: Any) -> Any:
    """Home, what the navigation leads to (but for searches and tables, which have no end), sources."""
    rows = (await datasette.get_database(NAME).execute("select id from sources order by id")).rows
    places = [path for path, _ in PLACES if path not in ("/search", f"/{NAME}")]
    before = absolute(datasette, request, "/sources/")
    ours = [absolute(datasette, request, path) for path in (*_MORE_PLACES, *places)]
    return _xml(pages((address, None) for address in (*ours, *(f"{before}{row[0]}" for row in rows))))


@in_one_thread
async def sitemap_of_items(datasette: Any, request: Any) -> Any:
    """The items of one range of ids. Ranges never move, since ids never change."""
    low, db = int(request.url_vars["number"]) * IDS_IN_FILE, datasette.get_database(NAME)
    # A post whose own page asks not to be listed is not handed to search engines by us; its number stays in the range.
    passed_on = "noindex" if "noindex" in await db.table_columns("item_rows") else "0"
    sql = _ITEMS.format(noindex=passed_on)
    rows = (await db.execute(sql, {"low": low, "high": low + IDS_IN_FILE})).rows
    if not rows:
        raise NotFound("sitemap")
    before = absolute(datasette, request, "/items/")
    return _xml(pages((f"{before}{row['id']}", last_change(row)) for row in rows if not row["noindex"]))


def _xml(text: str) -> Any:
    return Response(text, headers={"Cache-Control": "max-age=3600"}, content_type="application/xml; charset=utf-8")
