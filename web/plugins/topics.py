"""Topics: the list, one topic with its months, newest posts and sources, and its months as CSV."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import NotFound

from web.answering import page_answer
from web.charting import csv_answer
from web.page_thread import in_one_thread
from web.site import NAME
from web.topics import months_of, read_topic, topics


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """All topics, one of them, and its months."""
    one = r"^/topics/(?P<topic>[a-z0-9_-]{1,60})"
    return [(r"^/topics$", all_topics), (rf"{one}$", topic), (rf"{one}\.csv$", topic_file)]


@in_one_thread
async def all_topics(datasette: Any, request: Any) -> Any:
    """What the posts are about."""
    return await page_answer(datasette, request, "topics.html", {"topics": await topics(datasette.get_database(NAME))})


@in_one_thread
async def topic(datasette: Any, request: Any) -> Any:
    """One topic."""
    found = await read_topic(datasette.get_database(NAME), request.url_vars["topic"])
    if found is None:
        raise NotFound("topic")
    return await page_answer(datasette, request, "topic.html", {"topic": found})


@in_one_thread
async def topic_file(datasette: Any, request: Any) -> Any:
    """Posts on a topic by month, as CSV."""
    name = request.url_vars["topic"]
    found = await months_of(datasette.get_database(NAME), name)
    if found is None:
        raise NotFound("topic")
    return csv_answer(found.csv(), f"topic-{name}-by-month")
