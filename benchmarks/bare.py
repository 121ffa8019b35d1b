"""The rival: Scrapy as it comes, fetching the same addresses and doing nothing with them.

`python -m benchmarks.bare FILE [--conditional]`; FILE has one address a line. Concurrency is ours, so that only the
work differs: 128 in all, one for each host, no delay.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess

ADDRESSES = Path(sys.argv[1]).read_text(encoding="utf-8").split() if len(sys.argv) > 1 else []
HEADERS = {"If-None-Match": '"1"'} if "--conditional" in sys.argv else {}


class Bare(scrapy.Spider):
    """Asks; ignores the answers."""

    name = "bare"
    handle_httpstatus_list = [304]  # noqa: RUF012  Scrapy's own way to declare it

    async def start(self) -> AsyncIterator[Any]:
        for address in ADDRESSES:
            yield scrapy.Request(address, headers=HEADERS)

    def parse(self, response: scrapy.http.Response) -> None:
        """Nothing: this is the ceiling."""


if __name__ == "__main__":
    process = AsyncCrawlerProcess(
        {
            "CONCURRENT_REQUESTS": 128,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": 0,
            "ROBOTSTXT_OBEY": False,
            "TELNETCONSOLE_ENABLED": False,
            "REMOTE_CONTROL_ENABLED": False,
            "LOG_LEVEL": "ERROR",
        }
    )
    process.crawl(Bare)
    process.start()
