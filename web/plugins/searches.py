"""The search page, its counts and its timeline. No text of any kind is an error."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.utils.asgi import Response

from web import searching
from web.answering import absolute, page_answer, without_empty
from web.asking import PAGE_SIZE, Search, chips, narrower, read_search, whole_number
from web.facets import LABELS, MOST, SHOWN, facets_of, is_quick
from web.happenings import WITH_A_TIME
from web.options import options
from web.page_thread import in_one_thread
from web.reading import choices
from web.sampling import MOST_SAMPLED, draw
from web.searching import TOO_LONG, Page, Size, find
from web.shown import rows_of
from web.site import NAME
from web.suggesting import suggestions
from web.timeline import drawn_bars, table_rows, timeline

_NO_COUNTS: dict[str, Any] = {"facets": None, "timeline": None, "is_later": False}
_KNOWN_TO_TABLES = ("source", "level", "state", "kind", "year")


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """The selects of the form, and the rows of a timeline."""
    env.filters["options"] = options
    for function in (drawn_bars, table_rows):
        env.filters[function.__name__] = function


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The page, and the counts that may follow by a second request."""
    return [
        (r"^/search$", search),
        (r"^/search/counts$", counts),
        (r"^/search/timeline\.csv$", timeline_file),
    ]


@in_one_thread
async def search(datasette: Any, request: Any) -> Any:
    """Every question is an address."""
    if clean := without_empty(request):
        return clean
    db, asked = datasette.get_database(NAME), read_search(request.args)
    sample = whole_number(request.args.get("sample"), 1, MOST_SAMPLED)
    seed = whole_number(request.args.get("seed"), 0, 10**9) or 0
    asks = asked.question.asks
    if sample and asks:
        drawn = await draw(db, asked, sample, seed)
        found = Page(drawn.hits, total=drawn.posts, stories=drawn.units, note=drawn.note)
    else:
        sample, drawn = None, None
        found = await find(db, asked) if asks else Page()
    hits = await rows_of(db, found.hits)
    context = {
        "asked": asked,
        "asks": asks,
        "found": found,
        "hits": hits,
        "sample": sample,
        "seed": seed,
        "drawn": drawn,
        "chips": chips(asked),
        "choices": await choices(db),
        "leads": _places(datasette, request, asked, found, hits, sample, seed),
        "suggestions": await suggestions(db, asked)
        if asks and not hits and not asked.after and found.note != TOO_LONG
        else [],
        **(await _counts(datasette, asked, found.size, only_quick=True) if hits and not sample else _NO_COUNTS),
    }
    return await page_answer(datasette, request, "search.html", context)


@in_one_thread
async def counts(datasette: Any, request: Any) -> Any:
    """Counts and timeline of a search: a page of its own, or the part that a script puts into the search page."""
    asked = read_search(request.args)
    context = {"asked": asked, "asks": asked.question.asks, "page": datasette.urls.path(f"/search?{asked.address()}")}
    context |= await _counts(datasette, asked, None, only_quick=False)
    name = "_search_counts.html" if request.args.get("part") else "search_counts.html"
    return await page_answer(datasette, request, name, context)


@in_one_thread
async def timeline_file(datasette: Any, request: Any) -> Any:
    """Posts by month as CSV; of those whose month is unknown, by year."""
    asked = read_search(request.args)
    counted = await facets_of(datasette.get_database(NAME), asked) if asked.question.asks else None
    out = io.StringIO()
    csv.writer(out).writerows([("month", "posts"), *(counted.months if counted else [])])
    headers = {"Cache-Control": "max-age=60", "Content-Disposition": 'attachment; filename="posts-by-month.csv"'}
    note = counted.note if counted else TOO_LONG if asked.question.asks else None
    if note:  # nothing else than data is in the file itself
        headers["X-Note"] = note
    return Response(out.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


async def _counts(datasette: Any, asked: Search, size: Size | None, *, only_quick: bool) -> dict[str, Any]:
    """What the templates need for facets and timeline. is_later: a second request is to bring them."""
    if not asked.question.asks:
        return _NO_COUNTS
    if only_quick and not (size and is_quick(asked, size)):
        return {
            **_NO_COUNTS,
            "is_later": True,
            "counts_address": datasette.urls.path(f"/search/counts?{asked.address()}"),
        }
    counted = await facets_of(datasette.get_database(NAME), asked, size)
    chosen = {one.name for one in asked.question.filters if not one.excluded}
    return {
        "facets": counted,
        # the head of the page said "many" only
        "says_posts": not only_quick and counted and counted.posts > searching.COUNTED,
        "facet_labels": {name: label for name, label in LABELS.items() if name not in chosen},
        "facets_shown": SHOWN,
        "facets_most": MOST,
        "timeline": timeline(counted.months) if counted else None,
        "narrowed": narrower(datasette.urls.path, asked),
        "timeline_file": datasette.urls.path(f"/search/timeline.csv?{asked.address()}"),
        "is_later": False,
    }


def _tables(datasette: Any, asked: Search) -> dict[str, Any]:
    """The same question of Datasette's named queries, which know words and five filters."""
    known: dict[str, str] = {"q": asked.question.text} if asked.match else {}
    fields = dict.fromkeys(_KNOWN_TO_TABLES, "")
    said = [one for one in asked.question.filters if one.name in fields and not one.excluded and len(one.values) == 1]
    known |= {**fields, **{one.name: one.values[0] for one in said}}
    address = datasette.urls.query(NAME, "search_posts" if asked.match else "filter_posts")
    return {
        "table": f"{address}?{urlencode(known)}",
        "rows_json": f"{address}.json?{urlencode({**known, '_shape': 'array'})}",
        "is_wider": len(said) < len(asked.question.filters),
    }


def _places(
    datasette: Any, request: Any, asked: Search, found: Page, hits: list[Any], sample: int | None, seed: int
) -> dict[str, Any]:
    """The addresses that a search page leads to; None where one has no use."""
    path = datasette.urls.path

    def to(place: str, **changes: Any) -> str:
        return str(path(f"{place}?{asked.address(**changes)}"))

    numbers = {"sample": str(sample), "seed": str(seed)} if sample else {}
    return {
        "canonical": absolute(datasette, request, f"/search?{asked.address(**numbers)}"),
        "next": to("/search", next=found.next) if found.next else None,
        "first": to("/search") if asked.after else None,
        "best": to("/search", sort=None) if asked.match else None,
        "newest": to("/search", sort="newest" if asked.match else None),
        "stories": to("/search", show=None),
        "printings": to("/search", show="printings"),
        "atom": to("/search.atom", sort=None),
        "watch": to("/watch", sort=None, show=None),
        "json_feed": to("/search.json", sort=None),
        "calendar": to("/search.ics", sort=None, show=None)
        if any(row["kind"] in WITH_A_TIME for _, row in hits)
        else None,
        "csv": to("/search.csv", **numbers),
        "corpus_csv": to("/search/corpus.csv"),
        "corpus_ndjson": to("/search/corpus.ndjson"),
        "corpus_about": to("/search/corpus.json"),
        **_tables(datasette, asked),
        "sample": to("/search", sample="100", seed="1"),
        "sample_again": to("/search", sample=str(sample), seed=str(seed + 1)) if sample else None,
        "all": to("/search"),
        "page_size": PAGE_SIZE,
    }
