"""A browser without a network: it shows a page that was fetched, and what the page asks for is fetched by us.

Imported only where a row asks for a browser and scrapy-playwright is there. Every request of the page is answered from
Scrapy's own downloader, behind the same guard, robots.txt, pace and size limits; the browser itself is started with a
dead proxy and no name resolution, so that what could pass by the interception leads nowhere.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError
from scrapy import Request
from scrapy.http.request import NO_CALLBACK
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.page import PageMethod

from fetching import meta
from fetching.agent import UserAgent
from fetching.failures import DOWNLOAD_ERRORS
from fetching.refusals import Refused
from parsing.urls import host_of, registrable

if TYPE_CHECKING:
    from playwright.async_api import Page, Route
    from playwright.async_api import Request as Wanted
    from scrapy.crawler import Crawler
    from scrapy.http import Response

#: Seconds for one page from first to last, and for what it goes on asking for once it is there.
SECONDS, SETTLING = 60.0, 30.0
#: Requests of one page, and bytes of all their answers together.
MOST_REQUESTS, MOST_BYTES = 60, 12 * 1024 * 1024
#: Characters of the page as shown that are handed on.
MOST_HTML = 8_000_000
#: What may be asked of the page's own site, and of others that its scripts come from.
_OWN = frozenset({"script", "xhr", "fetch", "document"})
_FOREIGN = frozenset({"script", "xhr", "fetch"})
#: No proxy listens on the discard port, and no name leads anywhere; loopback, too, must pass by the proxy.
_ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--disable-gpu",
    "--disable-dev-shm-usage",
)


@dataclass(slots=True)
class _Allowance:
    """What a page may still ask for. shell: the page itself, handed to its first navigation."""

    shell: Response
    channel: str | None
    requests: int = MOST_REQUESTS
    size: int = MOST_BYTES
    shown: bool = False
    refused: list[str] = field(default_factory=list)


class Rendering:
    """One browser for a crawl, one context for a visit, one page at a time."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.agent = UserAgent.from_crawler(crawler).agent
        self._handler: Any = None

    async def render(self, request: Request, shell: Response) -> str:
        """The HTML of a page after its scripts ran. Raises Refused (`no_browser`, `timeout`, `broken`, `too_large`)."""
        try:
            handler = await self._started()
            shown = await asyncio.wait_for(handler.download_request(self._page_request(request, shell)), SECONDS)
        except TimeoutError:
            sentence = f"{shell.url} was not shown by the browser within {SECONDS:.0f} s."
            raise Refused("soft", "timeout", sentence) from None
        except PlaywrightError as error:
            raise self._why(shell.url, error) from None
        if len(shown.text) > MOST_HTML:
            raise Refused("hard", "too_large", f"{shell.url} as a browser shows it is larger than the size limit.")
        html: str = shown.text
        return html

    async def forget(self, channel_id: str) -> None:
        """Close the context of a visit, with its cookies and storage."""
        wrapper = self._handler.context_wrappers.get(channel_id) if self._handler is not None else None
        if wrapper is not None:
            with suppress(PlaywrightError):
                await wrapper.context.close()

    async def close(self) -> None:
        """End the browser."""
        if self._handler is not None:
            await self._handler.close()

    async def _started(self) -> Any:
        if self._handler is None:
            handler = ScrapyPlaywrightDownloadHandler(self.crawler)
            path = str(self.crawler.settings.get("BROWSER_PATH") or "")
            handler.config.launch_options = {
                "args": list(_ARGUMENTS),
                # Chromium's own sandbox cannot be had by root, as whom containers often run.
                "chromium_sandbox": os.geteuid() != 0,
                **({"executable_path": path} if path else {}),
            }
            handler.config.max_pages_per_context = 1
            handler.config.target_closed_max_retries = 0
            await handler._launch()  # the signal that would do it was sent when the engine started
            self._handler = handler
        return self._handler

    def _page_request(self, request: Request, shell: Response) -> Request:
        allowance = _Allowance(shell, request.meta.get(meta.CHANNEL))

        async def prepare(page: Page, _: Request) -> None:
            # Registered last, it is asked first: nothing of the page passes by it.
            await page.route("**", lambda route, wanted: self._answer(route, wanted, allowance))

        facts = {
            "playwright": True,
            "playwright_context": allowance.channel or "page",
            "playwright_context_kwargs": {
                "user_agent": self.agent,
                "service_workers": "block",
                "accept_downloads": False,
                "permissions": [],
            },
            "playwright_page_init_callback": prepare,
            "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded", "timeout": SECONDS * 1000},
            "playwright_page_methods": [PageMethod(_settle)],
        }
        headers = {"User-Agent": self.agent}
        return Request(shell.url, meta=facts, headers=headers, callback=NO_CALLBACK, dont_filter=True)

    async def _answer(self, route: Route, wanted: Wanted, allowance: _Allowance) -> None:
        """Answer one request of the page: the page itself, something fetched for it, or nothing."""
        with suppress(PlaywrightError):  # the page may be gone by now
            if wanted.is_navigation_request() and wanted.frame.parent_frame is None:
                if allowance.shown:
                    await route.abort()
                    return
                allowance.shown = True
                kind = (allowance.shell.headers.get("Content-Type") or b"text/html").decode("latin-1")
                await route.fulfill(status=200, content_type=kind, body=allowance.shell.body)
                return
            answer = await self._fetched(wanted, allowance)
            if answer is None:
                await route.abort()
                return
            headers = {"Access-Control-Allow-Origin": wanted.headers.get("origin", "*")}
            kind = (answer.headers.get("Content-Type") or b"").decode("latin-1")
            await route.fulfill(status=answer.status, headers=headers, content_type=kind or None, body=answer.body)

    async def _fetched(self, wanted: Wanted, allowance: _Allowance) -> Response | None:
        """What the page asked for, by the rules of every request; None for what is not fetched for it."""
        if not self._may_be_asked(wanted, allowance):
            return None
        allowance.requests -= 1
        request = Request(
            wanted.url,
            headers={"Accept": wanted.headers.get("accept", "*/*")},
            meta={
                meta.CHANNEL: allowance.channel,
                meta.CONDITIONAL: False,
                meta.FORCE: True,
                meta.BESIDE: True,
                "download_timeout": SETTLING,
                "download_maxsize": allowance.size,
            },
            callback=NO_CALLBACK,
            dont_filter=True,
        )
        engine = self.crawler.engine
        assert engine is not None
        try:
            answer: Response = await engine.download_async(request)
        except DOWNLOAD_ERRORS as error:
            allowance.refused.append(f"{wanted.url}: {error}")
            return None
        allowance.size -= len(answer.body)
        return answer

    def _may_be_asked(self, wanted: Wanted, allowance: _Allowance) -> bool:
        """Only reading, and only what a page's words may depend on; pictures, styles, sounds and fonts never."""
        if wanted.method != "GET" or allowance.requests <= 0 or allowance.size <= 0:
            return False
        if not wanted.url.startswith(("http://", "https://")):
            return False
        own = registrable(host_of(wanted.url)) == registrable(host_of(allowance.shell.url))
        return wanted.resource_type in (_OWN if own else _FOREIGN)

    def _why(self, url: str, error: PlaywrightError) -> Refused:
        """A failure of the browser in words; without a page it could not be started."""
        what = " ".join(str(error.message).split())[:200]
        if self._handler is None or not hasattr(self._handler, "browser"):
            sentence = f"The browser could not be started ({what}); set BROWSER_PATH to a Chromium."
            return Refused("hard", "no_browser", sentence)
        return Refused("soft", "broken", f"{url} could not be shown by the browser ({what}).")


async def _settle(page: Page) -> None:
    """Wait until the page has asked for nothing for a moment; one that never rests is taken as it is."""
    with suppress(PlaywrightError):
        await page.wait_for_load_state("networkidle", timeout=SETTLING * 1000)
