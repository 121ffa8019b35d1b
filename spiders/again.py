"""Looking again at posts whose pages were read before: those that are due by the archive's plan, within a budget.

One channel of a source does it in a crawl, after its new posts, and never with more than a share of what it may ask.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal

from scrapy import Request
from scrapy.http import Response

from errors import ParseError, VisitError
from items import Item, LookedAgain, Missed
from known import DueAgain
from parsing.urls import canonical

if TYPE_CHECKING:
    from spiders.base import Brought, Family

#: The part of the pages that a visit may still ask for which older posts may take.
SHARE = 4
#: So many pages that a sitemap gives one time of change were not edited then by anybody.
MOST_AT_ONCE = 3
#: Names of the methods that take pages of posts.
TAKERS = ("take_page", "take_again")
#: Reasons for which a page's answer says something of the post, and not of the host.
_OF_THE_POST = {"gone", "forbidden", "parked"}


def pages_again(family: Family) -> Iterator[Request]:
    """Requests for pages that are due, at the end of a visit that looks for what is new."""
    crawl, visit = family.crawl, family.visit
    if visit.asked_again or crawl.force or visit.past.active or visit.frozen or family.source.id in crawl.looked_again:
        return
    visit.asked_again = True
    most = min(visit.again_left, max(visit.pages_left // SHARE, 1 if visit.pages_left > 0 else 0))
    if most <= 0:
        return
    crawl.looked_again.add(family.source.id)
    for one in (*_changed(family), *_absent(family), *crawl.known.due_again(family.source.id, crawl.now, 2 * most)):
        if most > 0 and (request := _request(family, one)) is not None:
            most -= 1
            yield request


def _changed(family: Family) -> list[DueAgain]:
    """Pages that a sitemap says were changed, the latest first; many at one time are the making of the sitemap."""
    changed = family.visit.changed
    times = Counter(changed.values())
    told = [url for url, at in changed.items() if times[at] <= MOST_AT_ONCE]
    return [DueAgain(url) for url in sorted(told, key=changed.__getitem__, reverse=True)]


def _absent(family: Family) -> Iterator[DueAgain]:
    """Posts that the channel leaves out between others: only their pages can tell whether they are gone."""
    if family.visit.unchanged or family.visit.failure is not None or not family.visit.shown:
        return
    shown = {address for _, address in family.visit.shown}
    for url in family.crawl.known.absent(family.channel.id, family.crawl.now, shown):
        yield DueAgain(url, None, True)


def _request(family: Family, due: DueAgain) -> Request | None:
    try:
        address = canonical(due.url, family.sites)
    except ParseError:
        return None
    if address in family.crawl.asked_pages or not family._may_read(address):
        return None
    family.crawl.asked_pages.add(address)
    family.visit.pages_left -= 1
    return asked_in(family, due, taker_of(family, due))


def asked_in(family: Family, due: DueAgain, taker: Callable[..., AsyncIterator[Any]]) -> Request:
    """The request for a page that was read before."""
    request = family._request(due.url, taker, 0, not due.in_doubt, {})
    request.meta["again"] = True
    return request


def taker_of(family: Family, due: DueAgain) -> Callable[..., AsyncIterator[Any]]:
    """What takes the answer for a page that was read before."""

    async def take_again(response: Response) -> AsyncIterator[Brought | LookedAgain]:
        ended, found = _without_words(response, due), False
        async for brought in family.take_page(response) if ended is None else _nothing():
            if isinstance(brought, Request):  # what a page in doubt is compared with
                brought.meta["again"] = True
            elif isinstance(brought, Item):
                found = True
                family.visit.items_seen -= 1  # the visit did not find it
                family.visit.pages_again += 1
            elif family.visit.frozen and not (isinstance(brought, Missed) and brought.reason == "foreign"):
                ended = "lost"  # what a stranger's site says of the source's posts is no news of them
                continue
            yield brought
        if ended is not None:
            yield LookedAgain(due.url, ended, family.crawl.now)
        if not (found or ended == "unchanged") or not _has_validators(family, response):
            family.visit.validators.pop(response.request.url, None)

    return take_again


async def _nothing() -> AsyncIterator[Any]:
    """No output."""
    return
    yield


def _without_words(response: Response, due: DueAgain) -> Literal["unchanged", "lost"] | None:
    """How the look ended where there is nothing to read: "unchanged", "lost", or None where the page is to be read."""
    from spiders.base import refuse_if_unsound

    if response.status == 304 or "same" in response.flags:
        return "unchanged"
    try:
        refuse_if_unsound(response)
    except VisitError as error:
        return None if error.reason in _OF_THE_POST else "lost"
    is_as_read = not due.in_doubt and due.sha256 == hashlib.sha256(response.body).hexdigest()
    return "unchanged" if is_as_read else None


def _has_validators(family: Family, response: Response) -> bool:
    """Whether the server gave something to ask it by; a hash alone is kept with the words anyway."""
    kept = family.visit.validators.get(response.request.url if response.request else "")
    return kept is not None and bool(kept.etag or kept.last_modified)


def is_again(source: Any) -> bool:
    """Whether an answer or a failure is that of a page that was looked at again."""
    request = source if isinstance(source, Request) else getattr(source, "request", None)
    return request is not None and bool(request.meta.get("again"))
