"""Where messages arrive: a real mail server and a real webhook on loopback, which note what they get.

Both hand what came to one `Office`. It can hold an answer back, so that a sender is killed with its message taken and
the yes not yet heard.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from errors import InputError
from practice.cron.watches import ROWS

SITE = "https://news.practice.example"
#: seconds for which an answer is held at the most
PATIENCE = 30
_ITEM = re.compile(re.escape(SITE) + r"/items/(\d+)")
_WHAT = {"New": "new", "Edited": "edited"}
_DIGESTS = {row.watch for row in ROWS if not row.mode.startswith("at once")}


@dataclass(frozen=True, slots=True)
class Received:
    """One message as it arrived. entries: what is told of which item; more: how many it only counts.

    call: the number of the call of cron that sent it; at: that call's clock; marked: it says that it may be a repeat.
    """

    id: str
    carrier: str
    watch: str
    marked: bool
    call: int
    at: datetime
    entries: tuple[tuple[str, int], ...]
    more: int
    is_digest: bool


@dataclass(slots=True)
class Office:
    """All that arrived, in order. Before a call `begin` says which one; `hold` is the message that gets no answer."""

    received: list[Received] = field(default_factory=list)
    call: int = 0
    at: datetime | None = None
    hold: int | None = None
    arrived: int = 0
    held: threading.Event = field(default_factory=threading.Event)
    dead: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, call: int, at: datetime, hold: int | None) -> None:
        with self._lock:
            self.call, self.at, self.hold, self.arrived = call, at, hold, 0
            self.held.clear()
            self.dead.clear()

    def take(self, **told: Any) -> None:
        """Note a message; returns when its sender may be answered."""
        with self._lock:
            assert self.at is not None
            self.received.append(Received(call=self.call, at=self.at, **told))
            self.arrived += 1
            is_held = self.arrived == self.hold
        if is_held:
            self.held.set()
            self.dead.wait(PATIENCE)


@contextlib.contextmanager
def sinks() -> Iterator[tuple[Office, dict[str, str]]]:
    """A mail server and a webhook, with the environment that names them. Raises InputError without aiosmtpd."""
    office = Office()
    hook = _hook(office)
    threading.Thread(target=hook.serve_forever, daemon=True).start()
    try:
        with _mail_server(office) as post:
            people = "from=archive@practice.example&to=desk@practice.example"
            yield (
                office,
                {
                    "NEWS_MAIL_DESK": f"mailto://127.0.0.1:{post}/?mode=insecure&{people}",
                    "NEWS_HOOK_DESK": f"json://127.0.0.1:{hook.server_address[1]}/desk",
                },
            )
    finally:
        office.dead.set()
        hook.shutdown()
        hook.server_close()


@contextlib.contextmanager
def _mail_server(office: Office) -> Iterator[int]:
    """A mail server on a free port, in a thread of its own; gives the port. Raises InputError without aiosmtpd."""
    try:
        from aiosmtpd.smtp import SMTP
    except ImportError:
        raise InputError("The mail server of this exam is aiosmtpd, a tool of developers: `make install`.") from None
    loop = asyncio.new_event_loop()  # aiosmtpd's own controller cannot take a free port

    def connected() -> Any:
        return SMTP(_Mail(office), loop=loop, hostname="mail.practice.example")

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    listening = asyncio.run_coroutine_threadsafe(loop.create_server(connected, "127.0.0.1", 0), loop).result(10)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(_close(listening), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _close(listening: asyncio.Server) -> None:
    """Close a server, and end what its connections left behind."""
    listening.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


class _Mail:
    """What aiosmtpd asks for each message."""

    def __init__(self, office: Office) -> None:
        self.office = office

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        await asyncio.to_thread(self.office.take, **read_mail(message))
        return "250 Taken"


def read_mail(message: EmailMessage) -> dict[str, Any]:
    """What a mail tells: a digest by its links to posts, another one by its subject and its only link."""
    part = message.get_body(("plain",))
    text = part.get_content() if part else ""
    items = list(dict.fromkeys(int(number) for number in _ITEM.findall(text)))
    word, colon, _ = str(message["Subject"]).partition(":")
    watch = str(message["X-Watch"])
    is_digest = watch in _DIGESTS
    what = "digest" if is_digest else _WHAT.get(word, "removed") if colon else "test"
    more = re.search(r"^And ([\d,]+) more", text, re.MULTILINE)
    return {
        "id": str(message["Message-ID"]).strip("<>"),
        "carrier": "mail",
        "watch": watch,
        "marked": message["X-Possible-Repeat"] == "yes",
        "entries": tuple((what, item) for item in (items if is_digest else items[:1])),
        "more": int(more[1].replace(",", "")) if more else 0,
        "is_digest": is_digest,
    }


def _hook(office: Office) -> ThreadingHTTPServer:
    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            told = body["told"]
            office.take(
                id=self.headers["Idempotency-Key"],
                carrier="hook",
                watch=told["watch"],
                marked=self.headers["X-Possible-Repeat"] == "yes",
                entries=tuple((entry["what"], int(entry["item_id"])) for entry in told["entries"]),
                more=told["more"],
                is_digest=told["what"] == "digest",
            )
            with contextlib.suppress(OSError):  # its sender may be dead by now
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", 0), Hook)
