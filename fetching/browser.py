"""Pages that are empty without a browser: rendered for the rows that ask for it, never for others.

A row's hint {"browser": true} asks. The page is fetched like any other first, so that guard, robots.txt, pace,
redirects and size limits hold; only an empty shell is handed to the browser, which is kept from the network: whatever
the page wants besides is fetched here, by the same rules (fetching.rendering). The browser is an optional extra; its
packages are looked for when a row first asks, and imported then.
"""

from __future__ import annotations

import asyncio
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.http import HtmlResponse

from errors import ParseError
from fetching import meta
from fetching.refusals import Refused
from items import VISIT_ENDED
from parsing import challenges
from parsing.documents import tree
from parsing.state import is_shell

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from fetching.rendering import Rendering
    from items import VisitReport

#: what to install, as docs/operating.md tells; pyproject.toml has it as the extra "browser"
EXTRA = "scrapy-playwright>=0.0.48,<0.1"
#: written into response.flags of a page that a browser rendered
RENDERED = "rendered"


class BrowserRows:
    """Hands empty shells to a browser where the row asks for it. Raises Refused (`no_browser`) where there is none."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._one_at_a_time = asyncio.Lock()  # a page takes a hundred megabytes while it is open
        self._rendering: Rendering | None = None
        self._forgetting: set[asyncio.Future[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BrowserRows:
        found = cls(crawler)
        crawler.signals.connect(found.visit_ended, VISIT_ENDED)
        crawler.signals.connect(found.closed, signals.spider_closed)
        return found

    def process_request(self, request: Request) -> None:
        if not self._is_asked(request):
            return
        if not self._is_installed:
            sentence = f"The row asks for a browser, which is an extra: pip install '{EXTRA}'."
            raise Refused("hard", "no_browser", sentence)
        # The shell stays the same for years while what is shown in it changes, so it is never asked conditionally.
        request.meta[meta.CONDITIONAL], request.meta[meta.FORCE] = False, True

    async def process_response(self, request: Request, response: Response) -> Response:
        """The page as a browser shows it, where it is an empty shell; any other answer as it came."""
        if not self._is_asked(request) or not _is_empty_page(response):
            return response
        async with self._one_at_a_time:
            html = await self._browser.render(request, response)
        headers = {name: value for name, value in response.headers.items() if name.lower() != b"content-type"}
        return HtmlResponse(
            response.url,
            status=response.status,
            headers={**headers, b"Content-Type": [b"text/html; charset=utf-8"]},
            body=html.encode("utf-8", "replace"),
            flags=[*response.flags, RENDERED],
            request=request,
            ip_address=response.ip_address,
            encoding="utf-8",
        )

    def _is_asked(self, request: Request) -> bool:
        if meta.ROBOTS in request.meta or meta.BESIDE in request.meta or request.method != "GET":
            return False
        registry = getattr(self.crawler.spider, "registry", None)
        channel = registry.channels.get(request.meta.get(meta.CHANNEL)) if registry is not None else None
        return channel is not None and channel.hint.get("browser") is True

    @cached_property
    def _is_installed(self) -> bool:
        return find_spec("scrapy_playwright") is not None

    @property
    def _browser(self) -> Rendering:
        if self._rendering is None:
            from fetching.rendering import Rendering  # imports Playwright, which no other run need carry

            self._rendering = Rendering(self.crawler)
        return self._rendering

    def visit_ended(self, report: VisitReport) -> None:
        """Forget what the browser keeps of a visit: cookies, storage, cache."""
        if self._rendering is not None:
            # Who tells of the end does not wait for those who hear of it, so the work is begun here and kept.
            forgetting = asyncio.ensure_future(self._rendering.forget(report.channel_id))
            self._forgetting.add(forgetting)
            forgetting.add_done_callback(self._forgetting.discard)

    async def closed(self) -> None:
        """End the browser with the crawl."""
        if self._rendering is not None:
            await asyncio.gather(*self._forgetting, return_exceptions=True)
            await self._rendering.close()


def _is_empty_page(response: Response) -> bool:
    """Whether an answer is a page that shows nothing without scripts, and no challenge, which is not worked around."""
    kind = (response.headers.get("Content-Type") or b"").lower()
    if response.status != 200 or b"html" not in kind or not response.body:
        return False
    if challenges.verdict(response.status, dict(response.headers.to_unicode_dict()), response.body):
        return False
    if b"<script" not in response.body.lower():
        return False
    try:
        return is_shell(tree(response.body, kind.decode("latin-1"), response.url))
    except ParseError:
        return False
