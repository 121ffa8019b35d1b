"""Bounds what strangers ask of the tables: a few at once, a few waiting, 429 with Retry-After for the others."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl

from web.site import NAME
from web.strangers import Busy, Gate, is_file, is_for_tables, of_strangers

#: as web/datasette.yaml has them, where it says nothing
AT_ONCE, WAITING, PATIENCE = 2, 6, 3.0
_SENTENCE = (
    "Too many questions are asked of the tables just now. Come again in {seconds} seconds; the pages of the site are"
    " open meanwhile."
)
Send = Callable[[dict[str, Any]], Awaitable[None]]


@hookimpl(tryfirst=True)  # the innermost: what is refused gets the headers of all answers, too
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Stands before Datasette."""
    given = (datasette.plugin_config("news-site") or {}).get("strangers", {})
    sizes = (given.get("at_once", AT_ONCE), given.get("waiting", WAITING), given.get("patience", PATIENCE))
    pages, files = Gate(*sizes), Gate(*sizes)

    def wrap(app: Any) -> Any:
        async def wrapped(scope: dict[str, Any], receive: Any, send: Send) -> None:
            path = _path(scope) if scope["type"] == "http" else ""
            if not path or not is_for_tables(path, scope.get("query_string", b"").decode("latin-1"), NAME):
                await app(scope, receive, send)
                return
            try:
                async with (files if is_file(path) else pages).place():
                    token = of_strangers.set(True)
                    try:
                        await app(scope, receive, send)
                    finally:
                        of_strangers.reset(token)
            except Busy as busy:
                await _refuse(send, busy.seconds, is_json=path.endswith(".json"))

        return wrapped

    return wrap


def _path(scope: dict[str, Any]) -> str:
    """The path as Datasette reads it: as it was sent."""
    raw = scope.get("raw_path")
    path = raw.decode("latin-1") if raw else str(scope["path"])
    return path.partition("?")[0]


async def _refuse(send: Send, seconds: int, *, is_json: bool) -> None:
    sentence = _SENTENCE.format(seconds=seconds)
    told = {"ok": False, "error": sentence, "status": 429}
    body = json.dumps(told) if is_json else f"{sentence}\n"
    kind = b"application/json; charset=utf-8" if is_json else b"text/plain; charset=utf-8"
    headers = [(b"content-type", kind), (b"retry-after", str(seconds).encode()), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": body.encode()})
