"""Is a strange document still its source's? Two known posts are asked for before anybody says that a site was taken.

A feed whose posts all rolled off, a redesign, or a page that names nobody may look like somebody else's site. Where
one of the source's own posts still answers at its address, it is the source's. Where neither does, a document that
bears signs of another owner begins a hold at once, and one that merely bears nothing of the source at the second visit.

    first document ── strange ──> post ── strange or gone ──> another post ── strange or gone ──> hijacked, or strange
          └─────── its own <───────┴─────────────────────────────┘

Known posts that lead to another domain one by one are counted here, too: several of them hold the source.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from errors import ParseError, VisitError
from items import Missed
from known import DueAgain
from parsing.documents import decode
from parsing.text import plain, words_of
from parsing.urls import canonical, is_raw, registrable
from spiders.again import asked_in, taker_of
from spiders.losing import Strange, asked_url, foreign_at, missed

if TYPE_CHECKING:
    from spiders.base import Brought, Family

Told = Literal["own", "foreign", "lost", "unclear"]

#: So many posts are asked for.
PROBES = 2
#: So many known posts of one visit that lead to one other domain, and the source has moved there.
ENOUGH_LED_AWAY = 3
#: Reasons of a last visit that had the same doubt.
_DOUBTED = frozenset({"strange", "hijacked"})
#: Characters of two pages that are compared, and the share of words from which on they are one.
_LOOKED_AT, _ALIKE = 300_000, 0.8
_LEADS_TO = re.compile(r"redirects to (https?://[^\s<>\"',]{1,2000})")


@dataclass(slots=True)
class Probe:
    """A strange document, with the request that it answers, and what was found at the addresses of known posts."""

    request: Request
    response: Response
    error: Strange
    posts: list[str]
    found: list[Told] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)


def begin(family: Family, request: Request, error: Strange) -> Iterator[Brought]:
    """The first question after a strange document; where there is nobody to ask, what follows from it alone."""
    request.meta["error"] = error  # it is not read to its end
    newest = [url for url in error.posts if _may_be_asked(family, url)]
    posts = list(dict.fromkeys([*newest[:1], *newest[len(newest) // 2 :], *newest]))[:PROBES]
    probe = Probe(request, error.response, error, posts)
    if not posts:
        _conclude(family, probe)
    yield _ask(family, probe)


def _may_be_asked(family: Family, url: str) -> bool:
    """Whether a post has a page of its own on its source's ground, that was read before."""
    if "#" in url or is_raw(url) or not family.sites.is_within(family.source.id, url):
        return False
    known = family.crawl.known.item(url)
    return known is not None and known.has_body


def _ask(family: Family, probe: Probe) -> Request:
    async def take_probe(response: Response) -> AsyncIterator[Brought]:
        told, why = await _told(family, response)
        if told == "foreign" and not probe.error.foreign.telling and _is_alike(response, probe.response):
            told = "unclear"  # one page at all addresses that sells nothing: a wall, works, or a log-in
        probe.found.append(told)
        if told == "own" and not probe.error.foreign.much:
            async for brought in _taken_up(probe, response):
                yield brought
            return
        if told == "foreign":
            probe.missed.append(missed(family, response, "foreign", f"What stands there is not the source's: {why}."))
        if told in ("foreign", "lost") and len(probe.found) < len(probe.posts):
            yield _ask(family, probe)
            return
        try:
            _conclude(family, probe)
        except VisitError:
            for brought in (*probe.missed, *_others(family, probe)) if family.visit.frozen else ():
                yield brought
            raise

    return family._request(probe.posts[len(probe.found)], take_probe, 10, False, {})


def _is_alike(one: Response, other: Response) -> bool:
    """Whether two answers show the same words, but for a few."""
    first, second = (words_of(plain(decode(each.body, _content_type(each))[:_LOOKED_AT])) for each in (one, other))
    return len(first & second) >= _ALIKE * max(len(first), len(second))


def _content_type(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")


async def _told(family: Family, response: Response) -> tuple[Told, str]:
    """What stands at a known post's address, and why that is not the source's."""
    from spiders.base import refuse_if_unsound

    try:
        refuse_if_unsound(response)
    except VisitError as error:
        if error.reason == "parked":
            return "foreign", str(error)
        return ("lost", str(error)) if error.reason == "gone" else ("unclear", str(error))
    known = family.crawl.known.item(canonical(asked_url(response), family.sites))
    try:
        page = await family._read(response)
    except ParseError:
        page = None
    if page is not None and known is not None and family.crawl.known.reads_as(known.item_id, page.title, page.body):
        return "own", ""
    why = foreign_at(family, response)
    return ("own", "") if why is None else ("foreign", why)


async def _taken_up(probe: Probe, response: Response) -> AsyncIterator[Brought]:
    """What the strange document brings, now that it is known to be the source's."""
    if response.request is not None:  # what goes wrong now has the other ways that the document had
        response.request.meta["otherwise"] = probe.request.meta.get("otherwise")
        if "step" in probe.request.meta:
            response.request.meta["step"] = probe.request.meta["step"]
    outputs: Any = probe.request.meta["then"](probe.response, **probe.request.meta["facts"])
    if hasattr(outputs, "__aiter__"):
        async for brought in outputs:
            yield brought
    else:
        for brought in outputs or ():
            yield brought


def _conclude(family: Family, probe: Probe) -> None:
    """Raise what the visit comes to: hijacked where all speaks for it, else strange."""
    foreign, again = probe.error.foreign, family.visit.usual.failed in _DOUBTED
    asked = bool(probe.found) and all(told in ("foreign", "lost") for told in probe.found)
    if (asked and (foreign.telling or again)) or (not probe.posts and foreign.telling and again):
        family.visit.frozen = True
        beside = f" {_count(probe)}" if probe.found else ""
        url = probe.response.url
        raise VisitError("hard", "hijacked", f"{url} shows somebody else's site: {foreign.why}.{beside}")
    raise VisitError("soft", "strange", str(probe.error))


def _count(probe: Probe) -> str:
    gone, foreign = probe.found.count("lost"), probe.found.count("foreign")
    return f"Of {len(probe.found)} known posts {foreign} show another site's page, and {gone} are gone."


def _others(family: Family, probe: Probe) -> Iterator[Request]:
    """Requests for further posts of a site that was taken: the first time the newest, later those that are due."""
    visit, known = family.visit, family.crawl.known
    most = visit.again_left if not visit.asked_again else 0
    visit.asked_again = True
    if visit.usual.failed == "hijacked":
        due = known.due_again(family.source.id, family.crawl.now, most)
    else:
        due = [DueAgain(url, None, True) for url in probe.error.posts if _may_be_asked(family, url)][:most]
    for one in due:
        if one.url not in probe.posts:
            yield asked_in(family, one, taker_of(family, DueAgain(one.url, None, True)))


# ---- posts that lead to another domain one by one --------------------------------------------------------------------
def note_led_away(family: Family, request: Request, reason: str, sentence: str) -> None:
    """Count a known post whose address leads to another domain. Raises VisitError once there are several."""
    found = _LEADS_TO.search(sentence) if reason == "moved" else None
    if found is None:
        return
    asked = (request.meta.get("redirect_urls") or [request.url])[0]
    try:
        known = family.crawl.known.item(canonical(asked, family.sites))
    except ParseError:
        return
    if known is None or not known.has_body:
        return
    domain = registrable(urlsplit(found[1]).netloc)
    away = family.visit.led_away.setdefault(domain, set())
    away.add(known.url)
    if len(away) >= ENOUGH_LED_AWAY:
        raise VisitError("hard", "moved", f"{len(away)} of its posts lead to another domain: {sentence}")
