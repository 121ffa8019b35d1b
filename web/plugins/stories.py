"""Stories: which travelled furthest, how one travelled, what its printings changed; and its rows as CSV."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Response

from web import stories
from web.answering import page_answer, without_empty
from web.assets import CHARTS, asset
from web.charting import csv_answer
from web.page_thread import apart, in_one_thread
from web.site import NAME
from web.word_changes import MOST_WORDS, is_cut, word_changes


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The list, one story, its files, and what one printing changed."""
    one = r"^/stories/(?P<id>\d{1,18})"
    return [
        (r"^/stories$", all_stories),
        (rf"{one}$", story),
        (rf"{one}\.csv$", printings_file),
        (rf"{one}/days\.csv$", days_file),
        (rf"{one}/printings/(?P<item>\d{{1,18}})$", changes),
    ]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """What the templates of charts and stories need."""
    env.globals["asset"] = asset
    env.globals["charts_library"] = CHARTS
    env.globals["story_roles"] = stories.ROLES
    env.globals["story_levels"] = stories.LEVELS


@in_one_thread
async def all_stories(datasette: Any, request: Any) -> Any:
    """The stories that travelled, the furthest or the newest first."""
    if clean := without_empty(request):
        return clean
    db = datasette.get_database(NAME)
    wanted = stories.read_wanted(request.args, await stories.last_collect(db))
    found, has_more = await stories.find_stories(db, wanted)
    is_plain = wanted == stories.Wanted()

    def page(number: int) -> str:
        said = {"period": wanted.period, "level": wanted.level, "page": str(number) if number > 1 else ""}
        said["order"] = wanted.order if wanted.order != "furthest" else ""
        asked = urlencode({name: value for name, value in said.items() if value})
        return str(datasette.urls.path(f"/stories?{asked}" if asked else "/stories"))

    context = {
        "wanted": wanted,
        "found": found,
        "periods": [(key, words) for key, (words, _) in stories.PERIODS.items()]
        + [(year, year) for year in await stories.years_of(db)],
        "newest": await stories.newest_stories(db) if is_plain and found else [],
        "next": page(wanted.page + 1) if has_more and wanted.page < stories.LAST_PAGE else None,
        "previous": page(wanted.page - 1) if wanted.page > 1 else None,
        "is_bounded": bool(wanted.level),
        "looked_at": stories.LOOKED_AT,
    }
    return await page_answer(datasette, request, "stories.html", context)


@in_one_thread
async def story(datasette: Any, request: Any) -> Any:
    """One story. A number that was merged leads to the story that stayed."""
    found = await stories.read_story(datasette.get_database(NAME), int(request.url_vars["id"]))
    if found is None:
        raise NotFound("story")
    if isinstance(found, int):
        return Response.redirect(datasette.urls.path(f"/stories/{found}"), status=301)
    return await page_answer(datasette, request, "story.html", {"story": found})


@in_one_thread
async def printings_file(datasette: Any, request: Any) -> Any:
    """All printings of a story as CSV."""
    story_id = int(request.url_vars["id"])
    rows = await stories.printings_of(datasette.get_database(NAME), story_id, stories.ROWS_IN_FILE)
    if not rows:
        raise NotFound("story")
    out = io.StringIO()
    csv.writer(out).writerows([stories.COLUMNS, *([row[name] for name in stories.COLUMNS] for row in rows)])
    return csv_answer(out.getvalue(), f"story-{story_id}")


@in_one_thread
async def days_file(datasette: Any, request: Any) -> Any:
    """What the chart of a story shows, as CSV."""
    story_id = int(request.url_vars["id"])
    found = await stories.days_of(datasette.get_database(NAME), story_id)
    if found is None:
        raise NotFound("story")
    return csv_answer(found.csv(), f"story-{story_id}-days")


@in_one_thread
async def changes(datasette: Any, request: Any) -> Any:
    """What one printing changed in the words of its story's original."""
    db = datasette.get_database(NAME)
    story_id, item_id = int(request.url_vars["id"]), int(request.url_vars["item"])
    found = await stories.words_of(db, story_id, item_id)
    if found is None:
        raise NotFound("printing")
    original, printing = found
    context = {
        "story_id": story_id,
        "has_texts": await stories.has_bodies(db),
        "original": original,
        "printing": printing,
        "title": await apart(word_changes, original["title"], printing["title"]),
        "body": await apart(word_changes, original["body"], printing["body"]),
        "is_cut": is_cut(original["body"]) or is_cut(printing["body"]),
        "most_words": MOST_WORDS,
    }
    return await page_answer(datasette, request, "story_changes.html", context)
