"""The REST API of WordPress over objects that a real one gave: paging, totals, choices, fields and errors."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from practice.wire import Request, Response, as_json

Objects = Callable[[str], Any]


def route(request: Request) -> str | None:
    """What follows /wp-json, or the value of ?rest_route=; None for any other address."""
    if request.path == "/wp-json" or request.path.startswith("/wp-json/"):
        return request.path.removeprefix("/wp-json").rstrip("/") or "/"
    return request.get("rest_route").rstrip("/") or "/" if request.all("rest_route") else None


def answer(request: Request, path: str, objects: Objects) -> Response:
    """The answer to a route below /wp-json."""
    if path == "/":
        return as_json(objects(""))
    match = re.fullmatch(r"/wp/v2/([\w-]+)(?:/(\d+))?", path)
    rows = objects(match[1]) if match else None
    if match is None or rows is None:
        return _error("rest_no_route", "No route was found matching the URL and request method.", 404)
    if isinstance(rows, dict):
        return as_json(rows)
    if match[2]:
        found = next((row for row in rows if row["id"] == int(match[2])), None)
        return as_json(found) if found else _error("rest_post_invalid_id", "Invalid post ID.", 404)
    return _collection(request, rows, path)


def _collection(request: Request, rows: list[dict[str, Any]], path: str) -> Response:
    wanted = request.get("per_page", "10")
    if not wanted.isdigit() or not 1 <= int(wanted) <= 100:
        return _error("rest_invalid_param", "Invalid parameter(s): per_page", 400)
    size, page = int(wanted), request.number("page", 1)
    chosen = _sorted(request, [row for row in rows if _matches(request, row)])
    pages = -(-len(chosen) // size)
    if page > max(pages, 1) or page < 1:
        return _error(
            "rest_post_invalid_page_number",
            "The page number requested is larger than the number of pages available.",
            400,
        )
    start = request.number("offset", (page - 1) * size)
    fields = [name for value in request.all("_fields") for name in value.split(",")]
    part = [_only(row, fields) for row in chosen[start : start + size]]
    headers = {"X-WP-Total": str(len(chosen)), "X-WP-TotalPages": str(pages)}
    if page < pages:
        query = urlencode({"per_page": size, "page": page + 1})
        headers["Link"] = f'<https://{request.host}/wp-json{path}?{query}>; rel="next"'
    return as_json(part, headers=headers)


def _matches(request: Request, row: dict[str, Any]) -> bool:
    """The choices that crawlers make: by time, by number, by slug, by word."""
    gmt, local = row.get("modified_gmt") or "", row.get("date") or ""
    for name, value, sign in (
        ("after", local, 1),
        ("before", local, -1),
        ("modified_after", gmt, 1),
        ("modified_before", gmt, -1),
    ):
        asked = request.get(name)
        if (
            asked
            and value
            and sign * (_plain(value) > _plain(asked)) + (sign < 0) * (_plain(value) < _plain(asked)) <= 0
        ):
            return False
    include = {one for value in request.all("include") + request.all("include[]") for one in value.split(",")}
    exclude = {one for value in request.all("exclude") + request.all("exclude[]") for one in value.split(",")}
    number, slug = str(row["id"]), request.get("slug")
    return (not include or number in include) and number not in exclude and slug in {"", row.get("slug")}


def _plain(stamp: str) -> str:
    try:
        return datetime.fromisoformat(stamp).replace(tzinfo=None).isoformat()
    except ValueError:
        return stamp


def _sorted(request: Request, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by = {"id": "id", "modified": "modified_gmt", "slug": "slug"}.get(request.get("orderby"), "date")
    if not rows or by not in rows[0]:
        return rows
    return sorted(rows, key=lambda row: (row[by], row["id"]), reverse=request.get("order", "desc") != "asc")


def _only(row: dict[str, Any], fields: list[str]) -> dict[str, Any]:
    if not fields:
        return row
    names = {name.strip().split(".")[0] for name in fields}
    return {name: value for name, value in row.items() if name in names}


def _error(code: str, message: str, status: int) -> Response:
    return as_json({"code": code, "message": message, "data": {"status": status}}, status)
