"""How cells of tables are shown: items, sources and channels lead to their pages, links that leave the site say so."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from datasette import hookimpl
from markupsafe import Markup

from web.words import web_address

_LINK = Markup('<a href="{}">{}</a>')
_AWAY = Markup('<a href="{}" rel="external nofollow noopener">{}</a>')
_ITEM_COLUMNS = {"item_id", "original_item_id"}
_ITEM_TABLES = {"items", "latest_posts", "item_rows", None}
_LONGEST_ADDRESS = 80


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, datasette: Any) -> Markup | None:
    """None leaves a cell to Datasette, which escapes it."""
    plain = value["value"] if isinstance(value, dict) else value
    if isinstance(plain, int) and _is_item(column, table, row):
        return _LINK.format(datasette.urls.path(f"/items/{plain}"), plain)
    if isinstance(plain, str) and column in ("source_id", "parent_id") and not isinstance(value, dict):
        return _LINK.format(datasette.urls.path(f"/sources/{quote(plain, safe='')}"), plain)
    if isinstance(plain, str) and web_address(plain):
        shown = plain if len(plain) <= _LONGEST_ADDRESS else plain[: _LONGEST_ADDRESS - 1] + "…"
        return _AWAY.format(plain, shown)
    return None


def _is_item(column: str, table: str | None, row: Any) -> bool:
    """Whether a number is an item's: by its column, or as the id of a row that is an item."""
    if column in _ITEM_COLUMNS:
        return True
    return column == "id" and table in _ITEM_TABLES and {"source_id", "url"} <= set(row.keys())
