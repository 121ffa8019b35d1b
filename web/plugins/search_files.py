"""A search as feeds and files: Atom, JSON Feed, CSV, and the whole of it as a corpus. Nothing is cut in silence."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import AsgiStream, Response

from web.answering import absolute, atom_answer, feed_of, tagged
from web.asking import Search, read_search, whole_number
from web.collecting_hits import all_hits
from web.exporting import Shape, about, csv_lines, json_lines, lines, shows_bodies
from web.json_feed import json_feed
from web.page_thread import in_one_thread
from web.sampling import MOST_SAMPLED, draw
from web.searching import TOO_LONG, find
from web.shown import rows_of
from web.site import NAME

IN_FEED = 50


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """One address for each form of a search."""
    return [
        (r"^/search\.atom$", search_atom),
        (r"^/search\.json$", search_json),
        (r"^/search\.csv$", search_csv),
        (r"^/search/corpus\.csv$", corpus_csv),
        (r"^/search/corpus\.ndjson$", corpus_ndjson),
        (r"^/search/corpus\.json$", corpus_about),
    ]


@in_one_thread
async def search_atom(datasette: Any, request: Any) -> Any:
    """The newest posts that a search finds, as Atom."""
    asked, rows = await _newest(datasette, request)
    return atom_answer(datasette, request, _feed(datasette, request, asked), rows)


@in_one_thread
async def search_json(datasette: Any, request: Any) -> Any:
    """The same as JSON Feed."""
    asked, rows = await _newest(datasette, request)
    body = json_feed(_feed(datasette, request, asked), rows, absolute(datasette, request, "/items/"))
    return tagged(request, body, "application/feed+json; charset=utf-8")


async def search_csv(datasette: Any, request: Any) -> Any:
    """The posts of a search, without texts; of a sample (`sample`, `seed`) with empty columns for coders."""
    asked = read_search(request.args)
    db = datasette.get_database(NAME)
    sample = whole_number(request.args.get("sample"), 1, MOST_SAMPLED)
    if sample and asked.question.asks:
        seed = whole_number(request.args.get("seed"), 0, 10**9) or 0
        drawn = await draw(db, asked, sample, seed)
        if drawn.note and not drawn.hits:
            return _come_again()
        name = f"{_file_name(asked)}-sample-{seed}"
        return _stream(db, [hit.item_id for hit in drawn.hits], Shape(for_coders=True), name, "csv", drawn.note)
    found = await all_hits(db, asked)
    if found.is_nothing_in_time:
        return _come_again()
    return _stream(db, [item for item, _ in found.items], Shape(), _file_name(asked), "csv", found.note)


async def corpus_csv(datasette: Any, request: Any) -> Any:
    """All posts of a search with their texts, as CSV."""
    return await _corpus(datasette, request, "csv")


async def corpus_ndjson(datasette: Any, request: Any) -> Any:
    """The same as NDJSON."""
    return await _corpus(datasette, request, "ndjson")


async def corpus_about(datasette: Any, request: Any) -> Any:
    """What the corpus of a search holds: its side file."""
    db, asked = datasette.get_database(NAME), read_search(request.args)
    found = await all_hits(db, asked)
    if found.is_nothing_in_time:
        return _come_again()
    newest = (await db.execute("select max(ended_at), max(id) from crawls where ended_at is not null")).first()
    search = {
        "query": asked.question.text,
        "filters": [[one.name, one.excluded, list(one.values)] for one in asked.question.filters],
        "address": absolute(datasette, request, f"/search?{asked.address()}"),
        "csv": absolute(datasette, request, f"/search/corpus.csv?{asked.address()}"),
        "ndjson": absolute(datasette, request, f"/search/corpus.ndjson?{asked.address()}"),
        "rows_stand_for": asked.show,
        "codebook": absolute(datasette, request, "/about/codebook"),
        "archive": {"collected_at": newest[0] if newest else None, "crawl": newest[1] if newest else None},
    }
    told = about(found, Shape(has_body=await shows_bodies(db)), search)
    return Response(
        json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "replace").decode("utf-8"),
        headers={"Cache-Control": "max-age=60"},
        content_type="application/json; charset=utf-8",
    )


async def _corpus(datasette: Any, request: Any, form: str) -> Any:
    db, asked = datasette.get_database(NAME), read_search(request.args)
    found = await all_hits(db, asked)
    if found.is_nothing_in_time:
        return _come_again()
    shape = Shape(has_body=await shows_bodies(db))
    side = absolute(datasette, request, f"/search/corpus.json?{asked.address()}")
    ids = [item for item, _ in found.items]
    return _stream(db, ids, shape, f"{_file_name(asked)}-corpus", form, found.note, side)


def _come_again() -> Any:
    """Instead of a file without rows, which would say that there are none."""
    return Response.text(f"{TOO_LONG}\n", status=503, headers={"Retry-After": "10", "Cache-Control": "no-store"})


def _stream(
    db: Any, ids: Sequence[int], shape: Shape, name: str, form: str, note: str | None, side: str | None = None
) -> Any:
    """A file row by row: only some hundred rows are held at a time. How many there are is said before the first."""
    columns = list(shape.columns)

    async def write(writer: Any) -> None:
        if form == "csv":
            await writer.write(csv_lines([], columns, with_header=True))
        async for rows in lines(db, ids, shape):
            await writer.write(
                csv_lines(rows, columns, with_header=False) if form == "csv" else json_lines(rows, columns)
            )

    headers = {
        "Content-Disposition": f'attachment; filename="{name}-{len(ids)}-rows.{form}"',
        "X-Row-Count": str(len(ids)),
        "Cache-Control": "max-age=60",
        **({"X-Note": note} if note else {}),
        **({"Link": f'<{side}>; rel="describedby"; type="application/json"'} if side else {}),
    }
    kind = "text/csv" if form == "csv" else "application/x-ndjson"
    return AsgiStream(write, headers=headers, content_type=f"{kind}; charset=utf-8")


async def _newest(datasette: Any, request: Any) -> tuple[Search, list[Any]]:
    """A search with the newest of what it finds, as feeds want it: whichever order the page has."""
    asked = replace(read_search(request.args, IN_FEED), sort="newest", after=None)
    db = datasette.get_database(NAME)
    hits = (await find(db, asked)).hits if asked.question.asks else []
    return asked, [row for _, row in await rows_of(db, hits)]


def _feed(datasette: Any, request: Any, asked: Search) -> Any:
    query = asked.address(sort=None)
    return feed_of(datasette, request, f"search?{query}", f"Search: {asked.title()}", f"/search?{query}")


def _file_name(asked: Search) -> str:
    return "-".join(["search", *re.findall(r"[a-z0-9]+", asked.title().lower())])[:60]
