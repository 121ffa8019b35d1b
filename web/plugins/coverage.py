"""What came of each source in each week beside what is usual: a map, and what it says in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from datasette import hookimpl

from web.answering import page_answer
from web.asking import whole_number
from web.coverage import WEEKS, coverage
from web.page_thread import in_one_thread
from web.site import NAME
from web.verdicts import VERDICTS
from web.weeks import monday, read_day


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """One page."""
    return [(r"^/coverage$", coverage_page)]


@in_one_thread
async def coverage_page(datasette: Any, request: Any) -> Any:
    """Sources by week, trouble first. `until`: a day of the last week shown; `page`: of sources."""
    day = read_day(request.args.get("until"))
    page = whole_number(request.args.get("page"), 1, 10_000) or 1
    found = await coverage(datasette.get_database(NAME), monday(day) if day else None, page)
    last = found.weeks[-1] if found.weeks else None
    is_newest = last is None or found.newest is None or last >= found.newest
    context = {
        "map": found,
        "verdicts": VERDICTS.values(),
        "until": last.isoformat() if last and not is_newest else "",
        "earlier": last - timedelta(weeks=WEEKS) if last else None,
        "later": None if is_newest or last is None else last + timedelta(weeks=WEEKS),
    }
    return await page_answer(datasette, request, "coverage.html", context)
