"""The states as a grid and a table, one state, and both as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Response

from parsing.questions.values import STATES
from web.answering import page_answer
from web.by_state import LATELY, by_state, figures, read_state, years_of_state
from web.charting import csv_answer
from web.page_thread import in_one_thread
from web.site import NAME


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """All states, one of them by its two letters, and files of both."""
    return [
        (r"^/states$", states),
        (r"^/states\.csv$", states_file),
        (r"^/states/(?P<code>[A-Za-z]{2})$", state),
        (r"^/states/(?P<code>[A-Z]{2})\.csv$", state_file),
    ]


@in_one_thread
async def states(datasette: Any, request: Any) -> Any:
    """Where the sources are, and how much came of each state lately."""
    found = by_state(await figures(datasette.get_database(NAME)))
    return await page_answer(datasette, request, "states.html", {"found": found, "days": LATELY})


@in_one_thread
async def states_file(datasette: Any, request: Any) -> Any:
    """The table of the states as CSV."""
    found = by_state(await figures(datasette.get_database(NAME)))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["state", "name", "sources", "posts", f"posts_in_{LATELY}_days"])
    for row in (*found.states, *found.quiet, *found.territories, found.everywhere):
        writer.writerow([row.code, row.name, row.sources, row.posts, row.lately])
    return csv_answer(out.getvalue(), "states")


@in_one_thread
async def state(datasette: Any, request: Any) -> Any:
    """One state: its sources, their newest posts, what is their own."""
    code = request.url_vars["code"]
    if code.upper() not in STATES:
        raise NotFound("state")
    if code != code.upper():
        return Response.redirect(datasette.urls.path(f"/states/{code.upper()}"), status=301)
    page = await read_state(datasette.get_database(NAME), code)
    context = {"code": code, "name": STATES[code], "page": page, "days": LATELY}
    return await page_answer(datasette, request, "state.html", context)


@in_one_thread
async def state_file(datasette: Any, request: Any) -> Any:
    """Posts of a state by year, own and carried, as CSV."""
    code = request.url_vars["code"]
    found = await years_of_state(datasette.get_database(NAME), code)
    if found is None:
        raise NotFound("state")
    return csv_answer(found.csv(), f"posts-{code}-by-year")
