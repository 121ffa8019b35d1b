"""What families share that walk by several ways: beginning a way or taking it up again, following it, ending it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from errors import ParseError, VisitError
from items import Item
from parsing.urls import canonical, is_raw
from spiders.base import Answer, Brought, Family, OtherWay
from spiders.shrinking import front_of
from spiders.walks import LASTING, STALE_PAGES_BESIDE_ALL, Step

#: A first visit looks so far down a list or an API; the past is the work of --backfill.
NEWEST_PAGES = 3
#: A later visit goes on so far while it meets nothing that is known: so much may have come since the last one.
PAGES_WITHOUT_ONE_KNOWN = 20


class Walking(Family):
    """A family whose channels are walked document by document, each way for itself."""

    #: way -> name of the method that takes its documents
    takers: ClassVar[dict[str, str]] = {}

    # ---- asking ------------------------------------------------------------------------------------------------
    def begin(
        self, way: str, url: str, *, number: int = 1, key: str | None = None, otherwise: OtherWay | None = None
    ) -> Iterator[Request]:
        """A request for the first document of a way, or for the one where an earlier run left it."""
        step = self.visit.past.begin(way, url, number, key)
        if step is not None:
            if not self.visit.went_further and step.number == 1:
                self.visit.opening.add(step.walk.key)
            yield self.ask_step(step, otherwise=otherwise if step.number == 1 else self.past_the_end)

    def follow(self, step: Step, url: str) -> Iterator[Request]:
        """A request for the next document of a way. An error behind the first one ends the way and no more."""
        following = step.walk.follow(url, step.number + 1)
        if following is not None:
            yield self.ask_step(following, otherwise=self.past_the_end)

    def ask_step(self, step: Step, *, otherwise: OtherWay | None = None) -> Request:
        """The request for one document of a way.

        Walks of the past ask without conditions: that the newest page did not change says nothing of the rest.
        """
        taker: Answer = getattr(self, self.takers[step.walk.way])
        request = self.ask(step.url, taker, otherwise=otherwise, number=step.number)
        request.meta["step"] = step
        if self.walks_past:
            request.meta["force"] = True
            # Only first documents are asked again by plain visits, so only theirs are worth remembering.
            request.meta["conditional"] = step.number == 1 and request.meta["conditional"]
        return request

    @property
    def walks_past(self) -> bool:
        """Whether this visit walks to the first post; else it looks at the newest ones."""
        return self.visit.past.active

    def step_of(self, response: Response, way: str) -> Step:
        """The step that a response answers; the first one of a way that was asked for without a walk."""
        step: Step | None = response.meta.get("step")
        if step is None:
            url = response.request.url if response.request is not None else response.url
            begun = self.visit.past.begin(way, url, key=f"{way} {url} #{len(self.visit.past.walks)}")
            assert begun is not None
            step = response.meta["step"] = begun
        return step

    # ---- ends --------------------------------------------------------------------------------------------------
    def leave(self, error: Exception) -> Iterator[Brought]:
        """A second way that leads nowhere takes nothing from the first."""
        self.visit.led_nowhere.append(str(error))
        yield from ()

    def past_the_end(self, error: Exception) -> Iterator[Brought]:
        """Behind the last page many sites answer 404 or worse. Only what may pass is a trouble of the visit."""
        if getattr(error, "reason", "unreadable") not in LASTING:
            raise error
        yield from ()

    def goes_on(self, step: Step, items: Iterable[Item]) -> bool:
        """Whether the page after this one is worth a request, by what this one showed."""
        self.visit.ways.append(step.walk.way)
        walk, addresses = step.walk, {address: item for item in items if (address := self.address_of(item))}
        unknown = {address for address, item in addresses.items() if not self._is_known(address, item)}
        walk.fresh += len(unknown)
        if step.number == 1 and walk.key in self.visit.opening:
            self.visit.show_front(walk.way, front_of(self.front_items(addresses.values())), len(unknown))
        ahead = walk.shows(frozenset(addresses))
        self.visit.shown.update((walk.way, address) for address in addresses)
        if self.walks_past:
            walk.known_pages = 0 if unknown else walk.known_pages + 1
            return ahead and not (self.visit.past.has_all and walk.known_pages >= STALE_PAGES_BESIDE_ALL)
        if not unknown or not ahead:
            return False
        again = self.crawl.known.visited_before(self.channel.id)
        return step.number < (PAGES_WITHOUT_ONE_KNOWN if again and len(unknown) == len(addresses) else NEWEST_PAGES)

    def front_items(self, items: Iterable[Item]) -> Iterable[Item]:
        """Those entries of a first document that every visit asks for."""
        return items

    def address_of(self, item: Item) -> str | None:
        """The canonical address of an item that a page shows; None where it has none."""
        try:
            return canonical(item.url, self.sites, keep_anchor=item.anchored)
        except ParseError:
            return None

    def is_beside(self, address: str) -> bool:
        """Whether an address is nobody's, and stands beside the part of a host that the source's home is.

        A node's number says nothing of its place.
        """
        is_part = bool(urlsplit(self.source.homepage).path.strip("/"))
        return is_part and self.sites.owner(address) is None and not is_raw(address)

    def _is_known(self, address: str, item: Item) -> bool:
        known = self.crawl.known
        return known.rejected(address) or known.item(address, item.external_id, item.installation) is not None

    # ---- one way after the other -------------------------------------------------------------------------------
    def further(self) -> Iterator[Brought]:
        """What comes once all that was asked is answered: the ways that an earlier run left, then the other ways."""
        self.visit.went_further = True
        if not self.walks_past:
            return
        past = self.visit.past
        for key, rest in list(past.resting.items()):
            if rest.way in self.takers:
                yield from self.begin(rest.way, rest.at, key=key, otherwise=self.leave)
            past.resting.pop(key, None)
        asked = False
        while not asked and self.visit.stages_left:
            stage = getattr(self, self.visit.stages_left.pop(0))
            for request in stage():
                asked = True
                yield request


def is_lasting(error: Exception) -> bool:
    """Whether an error will be the same tomorrow."""
    return isinstance(error, ParseError) or (isinstance(error, VisitError) and error.reason in LASTING)
