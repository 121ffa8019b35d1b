"""axe-core over our own pages in a real browser: no violation of WCAG 2.2 AA, light and dark, English and Spanish."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from web.plugins.frame import PLACES

AXE = Path(__file__).parent / "axe"
SCRIPTS = {
    "/axe/axe.min.js": gzip.decompress((AXE / "axe.min.js.gz").read_bytes()),
    "/axe/run.js": (AXE / "run.js").read_bytes(),
}
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PAGES = [
    "/", "/?lang=es", "/?lang=en", "/about/codebook", "/about/glossary", "/nothing/here", "/search?q=paragraph",
    "/items/1", "/archive/items?_size=5", *(path for path, _ in PLACES),
]  # fmt: skip
SECONDS = 120.0

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed; the pages are judged where one is")


class Judge:
    """The site with axe in each of its pages, and a place that takes what it finds and says which page is next."""

    def __init__(self, app: Any, pages: list[str]) -> None:
        self.app, self.left = app, list(pages)
        self.found: list[tuple[str, dict[str, Any]]] = []
        self.is_done = threading.Event()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] in SCRIPTS:
            await _answer(send, SCRIPTS[scope["path"]], b"text/javascript")
        elif scope["type"] == "http" and scope["path"] == "/axe/found":
            await self._take(await _body(receive), send)
        else:
            await self._page(scope, receive, send)

    async def _take(self, body: bytes, send: Any) -> None:
        self.found.append((self.left.pop(0), json.loads(body)))
        await _answer(send, (self.left[0] if self.left else "").encode(), b"text/plain")
        if not self.left:
            self.is_done.set()

    async def _page(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
        scripts = b'<script src="/axe/axe.min.js"></script><script type="module" src="/axe/run.js"></script>'

        async def with_axe(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message["headers"] if pair[0].lower() != b"content-length"]
                message = {**message, "headers": kept}
            elif message["type"] == "http.response.body":
                message = {**message, "body": message.get("body", b"").replace(b"</body>", scripts + b"</body>")}
            await send(message)

        await self.app(scope, receive, with_axe)


async def _body(receive: Any) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


async def _answer(send: Any, body: bytes, kind: bytes) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def judge(site: Any) -> Iterator[tuple[Judge, str]]:
    """A running server, and its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    judging = Judge(site.app(), PAGES)
    server = uvicorn.Server(uvicorn.Config(judging, log_level="warning", lifespan="on"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
    thread.start()
    yield judging, f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)
    listener.close()


@pytest.mark.parametrize(("scheme", "width"), [(1, 1200), (0, 500)], ids=["light and wide", "dark and narrow"])
def test_axe_finds_no_violation_on_our_pages(judge: tuple[Judge, str], tmp_path: Path, scheme: int, width: int) -> None:
    judging, address = judge
    command = [
        str(BROWSER), "--headless", "--disable-gpu", "--no-first-run", f"--user-data-dir={tmp_path}",
        f"--window-size={width},1600", f"--blink-settings=preferredColorScheme={scheme}", "--remote-debugging-port=0",
        *(["--no-sandbox"] if os.geteuid() == 0 else []), address + PAGES[0],
    ]  # fmt: skip
    browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        assert judging.is_done.wait(SECONDS), f"judged {len(judging.found)} pages, then nothing of {judging.left[:1]}"
    finally:
        browser.terminate()
        browser.wait(20)
    assert [page for page, _ in judging.found] == PAGES
    assert {result["isDark"] for _, result in judging.found} == {scheme == 0}
    keys = {"toSearch": True, "leftAlone": True, "shown": True}
    assert [(page, result["keys"]) for page, result in judging.found if result["keys"] != keys] == []
    assert all(result["passes"] > 10 for _, result in judging.found)
    assert [(page, one) for page, result in judging.found for one in result["violations"]] == []
