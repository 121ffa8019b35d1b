"""Pages for what went wrong: one sentence for the reader; the traceback of an error of ours goes to the log."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

log = logging.getLogger(__name__)

_SENTENCES = {
    400: "The address asks for something that cannot be done.",
    403: "This is not open to readers.",
    404: "There is nothing at this address. It may have been mistyped, or it never existed here.",
    500: "Something went wrong on our side. It has been written to the log.",
}
_TITLES = {400: "That did not work", 403: "Not open", 404: "Not found", 500: "An error of ours"}
#: Datasette reads numbers in addresses without a net, such as _next=x; and what SQLite cannot take as a number or as
#: SQL can only be the reader's, since nothing is written.
_OF_ADDRESSES = (ValueError, OverflowError, sqlite3.IntegrityError, sqlite3.ProgrammingError)
_TOO_LONG = "The database needed longer for this than a page may take. Ask for less: a filter, a smaller limit."


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """Takes the place of Datasette's own handler, which prints every 404 with all variables to the terminal."""
    outcome = yield
    outcome.force_result([_answer(datasette, request, exception)])


def _answer(datasette: Any, request: Any, exception: Exception) -> Callable[[], Awaitable[Any]]:
    async def answer() -> Any:
        status, sentence = read_error(exception, bool(request.query_string))
        if status == 500:
            log.error("%s %s failed", request.method, request.path, exc_info=exception)
        if request.path.endswith(".json"):
            return Response.json({"ok": False, "error": sentence, "status": status}, status=status)
        context = {"title": _TITLES.get(status, _TITLES[400]), "sentence": sentence, "status": status}
        page = await datasette.render_template("error.html", context, request=request)
        return Response.html(page, status=status)

    return answer


def read_error(exception: Exception, has_arguments: bool) -> tuple[int, str]:
    """Status and sentence. What the reader sent comes back only where it is SQL that the reader wrote."""
    if isinstance(exception, DatasetteError):
        if exception.title == "SQL Interrupted":
            return 400, _TOO_LONG
        # Datasette calls it 500 when it is asked to sort by a column that is not there.
        return 400 if exception.status >= 500 else exception.status, str(exception.message)
    if isinstance(exception, Base400):
        return exception.status, _SENTENCES.get(exception.status, _SENTENCES[400])
    if isinstance(exception, _OF_ADDRESSES) and has_arguments:
        return 400, _SENTENCES[400]
    return 500, _SENTENCES[500]
