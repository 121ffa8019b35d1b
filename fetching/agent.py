"""Who we say we are: the project's name, its version, and where a webmaster reaches its operator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.settings import SETTINGS_PRIORITIES

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class UserAgent:
    """Sets User-Agent when the crawl begins, so that `-s CONTACT=...` counts; a USER_AGENT given by hand goes first."""

    def __init__(self, agent: str) -> None:
        self.agent = agent

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> UserAgent:
        settings = crawler.settings
        if (settings.getpriority("USER_AGENT") or 0) > SETTINGS_PRIORITIES["project"]:
            return cls(settings["USER_AGENT"])
        contact = " ".join(str(settings.get("CONTACT") or "").split())
        named = f"{settings['BOT_NAME']}/{settings['VERSION']}"
        return cls(f"{named} (+{contact})" if contact else named)

    def process_request(self, request: Request) -> None:
        request.headers.setdefault("User-Agent", self.agent)
