"""Redirects: followed within a source's own hosts, held for review where they lead to somebody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urljoin, urlsplit

from w3lib.url import safe_url_string

from fetching import meta
from fetching.addresses import objection_to_url
from fetching.refusals import Refused
from parsing.urls import registrable

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_FOR_GOOD = frozenset((301, 308))
_UNSEEN = dict.fromkeys((*range(32), 127))


class RedirectWithinSource:
    """Turns a redirect into a request, which passes guard, robots and pace like any other, or into Refused.

    Reasons: `moved` (to a foreign registrable domain), `private`, `redirects` (no target, a loop, too many, or a target
    that is no web address). A robots.txt may be redirected to any public host.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.limit = crawler.settings.getint("REDIRECT_MAX_TIMES")
        self.allow_loopback = crawler.settings.getbool("ALLOW_PRIVATE_HOSTS")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RedirectWithinSource:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        if response.status not in _REDIRECTS or request.meta.get("dont_redirect"):
            return response
        target = self._target(request, response)
        if meta.ROBOTS not in request.meta and not self._is_own(request, target):
            sentence = f"{request.url} redirects to {target}, which is not the source's; held for review."
            raise Refused("hard", "moved", sentence, response.status)
        return self._follow(request, response, target)

    def _target(self, request: Request, response: Response) -> str:
        """The absolute address that the answer leads to. Raises Refused if there is none that may be asked."""
        location = response.headers.get("Location")
        if not location or not location.strip():
            self._refuse(request, response, "redirects without saying where to")
        text = _text(location).translate(_UNSEEN).strip()
        try:
            target: str = safe_url_string(urljoin(request.url, text))
            scheme = urlsplit(target).scheme
        except ValueError:
            self._refuse(request, response, f"redirects to {text[:200]!r}, which is no address")
        if scheme not in ("http", "https"):
            self._refuse(request, response, f"redirects to {text[:200]!r}; only http and https are followed")
        objection = objection_to_url(target, self.allow_loopback)
        if objection:
            sentence = f"{request.url} redirects to {target[:200]}. {objection}"
            raise Refused("hard", "private", sentence, response.status)
        chain = [*request.meta.get(meta.REDIRECT_URLS, ()), request.url]
        if len(chain) > request.meta.get(meta.REDIRECT_LIMIT, self.limit):
            self._refuse(request, response, f"redirects for the {len(chain)}th time in a row, to {target}")
        if chain.count(target) > 1:  # once more may be meant: some answer in another way the second time
            self._refuse(request, response, f"redirects in a circle, to {target}")
        return target

    def _is_own(self, request: Request, target: str) -> bool:
        """Whether the target is on a host of the request's source, or of the domain that was asked."""
        if registrable(urlsplit(target).netloc) == registrable(urlsplit(request.url).netloc):
            return True
        registry = getattr(self.crawler.spider, "registry", None)
        if registry is None:
            return False
        channel = registry.channels.get(request.meta.get(meta.CHANNEL))
        return channel is not None and bool(registry.sites.is_within(channel.source_id, target))

    def _follow(self, request: Request, response: Response, target: str) -> Request:
        facts = dict(request.meta)
        facts.pop("download_slot", None)  # the slot of the host that redirected
        headers = request.headers.copy()
        for name in facts.pop(meta.CONDITIONS, ()):
            headers.pop(name, None)  # they were for the address that redirected
        facts.pop(meta.KNOWN, None)
        facts[meta.REDIRECT_URLS] = [*facts.get(meta.REDIRECT_URLS, ()), request.url]
        if response.status in _FOR_GOOD:
            facts[meta.MOVED] = [*facts.get(meta.MOVED, ()), request.url]
        if urlsplit(target).netloc != urlsplit(request.url).netloc:
            for name in ("Authorization", "Cookie", "Host"):
                headers.pop(name, None)
        followed = request.replace(url=target, meta=facts, headers=headers, dont_filter=True)
        if response.status == 303 and request.method not in ("GET", "HEAD"):
            followed = followed.replace(method="GET", body=b"")
        return followed

    @staticmethod
    def _refuse(request: Request, response: Response, what: str) -> NoReturn:
        raise Refused("soft", "redirects", f"{request.url} {what}.", response.status)


def _text(location: bytes) -> str:
    try:
        return location.decode("utf-8")
    except UnicodeDecodeError:
        return location.decode("latin-1")
