"""The registry is the list of spiders: each channel's id names one, bound to its row."""

from __future__ import annotations

import builtins
from pathlib import Path

from scrapy import Request, Spider
from scrapy.settings import BaseSettings
from scrapy.utils.conf import closest_scrapy_cfg

import registry
from errors import UnknownNameError
from spiders.collecting import CollectSpider


class RegistryLoader:
    """Scrapy's spider loader over data/registry (`scrapy list`, `scrapy crawl CHANNEL`, `scrapy check`)."""

    def __init__(self, settings: BaseSettings) -> None:
        self.directory = Path(closest_scrapy_cfg()).parent / settings["REGISTRY_DIR"]

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> RegistryLoader:
        return cls(settings)

    def list(self) -> list[str]:
        """Ids of all channels, closed ones too."""
        return sorted(registry.load(self.directory).channels)

    def load(self, spider_name: str) -> type[Spider]:
        """The collecting spider, bound to one channel. Raises KeyError as Scrapy expects of a loader."""
        try:
            registry.load(self.directory).select([spider_name])
        except UnknownNameError as error:
            raise KeyError(str(error)) from None
        return type("ChannelSpider", (CollectSpider,), {"name": spider_name})

    def find_by_request(self, request: Request) -> builtins.list[str]:
        """Channels of the source that an address belongs to."""
        known = registry.load(self.directory)
        owner = known.sites.owner(request.url)
        return [channel.id for channel in known.channels.values() if channel.source_id == owner]
