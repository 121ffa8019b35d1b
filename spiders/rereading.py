"""Reading kept bytes again: a document becomes the response that it was, and its family reads it as in a crawl.

No request is made: what a family asks for besides is passed over. It knows nothing of what is kept, so it takes the
document for what it says; whether that is better than what is known the archive decides.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from errors import ParseError, VisitError
from fetching import meta
from fetching.compression import UnpackMiddleware
from fetching.refusals import Refused
from items import Item, Rejected
from known import NothingKnown
from registry import Channel, Registry
from spiders.base import Crawl, Family
from spiders.families import family_named
from spiders.reading import PageReader
from spiders.visit import Visit

#: methods of families that read documents with posts; no other name is called, whatever a file says
TAKERS = frozenset(
    ("take_page", "take_feed", "take_posts", "take_list", "take_calendar", "take_file_beside", "take_sitemap")
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as it was received. at: when; taker: the method that read it; entry: what a list had said."""

    url: str
    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes
    at: datetime
    taker: str
    redirected_from: tuple[str, ...] = ()
    entry: Item | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What the readers of today find in a document. refused: why it is no post by them, or cannot be read."""

    items: tuple[Item, ...] = ()
    refused: str | None = None


class Rereader:
    """Reads documents of all channels, in this process."""

    def __init__(self, registry: Registry, max_size: int) -> None:
        self.registry, self.reader, self.unpack = registry, PageReader(0), UnpackMiddleware(max_size)

    def read(self, channel: Channel, kept: Kept) -> Found:
        """The items of one document. Never raises for what a document is."""
        if kept.taker not in TAKERS:
            return Found(refused=f"no reader takes it as {kept.taker!r}")
        family = self._family(channel, kept.at)
        taker = getattr(family, kept.taker, None)
        if taker is None:
            return Found(refused=f"the family {channel.family} has no {kept.taker}")
        try:
            response = self._response(channel, kept)
            brought = asyncio.run(_all_of(taker(response, **self._facts(kept))))
        except (VisitError, ParseError, Refused) as error:
            return Found(refused=str(error))
        items = tuple(self._stamped(one, family, response, kept) for one in brought if isinstance(one, Item))
        refusals = [one.detail for one in brought if isinstance(one, Rejected)]
        return Found(items, None if items or not refusals else refusals[0])

    def _family(self, channel: Channel, at: datetime) -> Family:
        crawl = Crawl(self.registry, NothingKnown(), at, self.reader)
        visit = Visit(channel, self.registry.sources[channel.source_id], at, pages_left=0)
        return family_named(channel.family)(visit, crawl)

    def _facts(self, kept: Kept) -> Mapping[str, Any]:
        return {"entry": kept.entry} if kept.taker == "take_page" else {}

    def _response(self, channel: Channel, kept: Kept) -> Response:
        """The answer, unpacked as a crawl unpacks it. Raises Refused for bytes that cannot be."""
        facts = {
            meta.CHANNEL: channel.id,
            "source_id": channel.source_id,
            "facts": {},
            "conditional": False,
            **({meta.REDIRECT_URLS: list(kept.redirected_from)} if kept.redirected_from else {}),
        }
        request = Request(kept.url, meta=facts, dont_filter=True)
        headers: dict[str, list[str]] = {}
        for name, value in kept.headers:
            headers.setdefault(name, []).append(value)
        plain = Response(kept.url, kept.status, headers, kept.body, request=request)
        response = self.unpack.process_response(request, plain)
        kind = responsetypes.from_args(headers=response.headers, url=response.url, body=response.body)
        return response.replace(cls=kind, request=request)

    def _stamped(self, item: Item, family: Family, response: Response, kept: Kept) -> Item:
        """With what the spider of a crawl adds."""
        item.seen_at = kept.at
        step = response.meta.get("step")
        if item.way is None and step is not None:
            item.way = step.walk.way
        if item.external_id and not item.installation:
            item.installation = family.installation or self.registry.sites.installation(item.url)
        return item


async def _all_of(outputs: Any) -> list[Any]:
    if inspect.isasyncgen(outputs):
        return [one async for one in outputs]
    return list(outputs or ())
