"""Every CSV that leaves the site goes through web/spreadsheets.py, Datasette's own exports included."""

from __future__ import annotations

import codecs
from collections.abc import Awaitable, Callable, Iterable
from types import SimpleNamespace
from typing import Any

from datasette import hookimpl
from datasette.views import base

from web.spreadsheets import HarmlessCsv, csv_line


class _Writer:
    """What Datasette takes from the module csv; `write` of its files is to be awaited, and so is what this gives."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def writerow(self, cells: Iterable[Any]) -> Any:
        return self._file.write(csv_line(cells))


# A thousand posts with their texts are two megabytes, and to write them took longer than to find them.
base.csv = SimpleNamespace(writer=_Writer)


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """Rewrites answers to addresses that end in .csv; errors, which are pages, stay as they are."""

    def wrap(app: Any) -> Any:
        async def wrapped(scope: dict[str, Any], receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
            if scope["type"] == "http" and scope["path"].endswith(".csv"):
                send = _Rewriter(send).send
            await app(scope, receive, send)

        return wrapped

    return wrap


#: bytes that are rewritten and sent together
_AT_ONCE = 16_384


class _Rewriter:
    """Stands between Datasette and the socket for one answer."""

    def __init__(self, send: Callable[[Any], Awaitable[None]]) -> None:
        self._send = send
        self._csv: HarmlessCsv | None = None
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._waiting: list[bytes] = []
        self._bytes = 0

    async def send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = self._start(message)
        elif message["type"] == "http.response.body" and self._csv:
            is_last = not message.get("more_body", False)
            self._waiting.append(message.get("body", b""))
            self._bytes += len(self._waiting[-1])
            if not is_last and self._bytes < _AT_ONCE:
                return  # Datasette sends row by row, which costs more than the rows
            text = self._csv.feed(self._decoder.decode(b"".join(self._waiting), is_last))
            text += self._csv.finish() if is_last else ""
            self._waiting, self._bytes = [], 0
            message = {**message, "body": text.encode("utf-8")}
        await self._send(message)

    def _start(self, message: dict[str, Any]) -> dict[str, Any]:
        """Datasette sends CSV as plain text unless a download is asked for; say what it is, and begin to rewrite."""
        headers = [(name.lower(), value) for name, value in message["headers"]]
        kind = dict(headers).get(b"content-type", b"")
        if message["status"] != 200 or not kind.startswith((b"text/plain", b"text/csv")):
            return message
        self._csv = HarmlessCsv()
        kept = [pair for pair in headers if pair[0] not in (b"content-length", b"content-type")]
        return {**message, "headers": [*kept, (b"content-type", kind)]}
