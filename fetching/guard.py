"""Lets nothing out of the public web: every request before it is queued, every name when it is resolved."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from scrapy.resolver import CachingThreadedResolver
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import DNSLookupError

from fetching.addresses import IPAddress, is_local_name, objection_to, objection_to_host, objection_to_url
from fetching.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy import Request
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase

#: Verdicts on hosts that are kept; then the memory is emptied. Links to more hosts than this are an attack.
_VERDICTS = 20_000

#: Names whose answer was refused, with the sentence; Twisted reports such a name as one that was not found.
_refused_names: dict[str, str] = {}


class AddressGuard:
    """Refuses addresses that are not http or https, carry credentials, or name a private host; redirects included."""

    def __init__(self, allow_loopback: bool) -> None:
        self.allow_loopback = allow_loopback
        self._verdicts: dict[str, str | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AddressGuard:
        return cls(crawler.settings.getbool("ALLOW_PRIVATE_HOSTS"))

    def process_request(self, request: Request) -> None:
        """Raises Refused (reason `private`)."""
        parts = urlparse_cached(request)
        if parts.scheme not in ("http", "https") or "@" in parts.netloc:
            raise Refused("hard", "private", objection_to_url(request.url, self.allow_loopback) or "")
        netloc = parts.netloc
        try:
            verdict = self._verdicts[netloc]
        except KeyError:
            if len(self._verdicts) > _VERDICTS:
                self._verdicts.clear()
            verdict = self._verdicts[netloc] = objection_to_url(request.url, self.allow_loopback)
        if verdict:
            raise Refused("hard", "private", verdict)


class PublicResolver(CachingThreadedResolver):
    """Scrapy's caching resolver that gives no address of a private network.

    What it answers is what is connected to, so a name that changes its answer between check and use gains nothing.
    Loopback is given only with ALLOW_PRIVATE_HOSTS.
    """

    allow_loopback = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> PublicResolver:
        resolver: PublicResolver = super().from_crawler(crawler, reactor)
        resolver.allow_loopback = crawler.settings.getbool("ALLOW_PRIVATE_HOSTS")
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """The IPv4 address of a name (or the literal itself); fails with DNSLookupError for what may not be asked."""
        objection = objection_to_host(name, self.allow_loopback)
        if objection:
            return succeed(objection).addCallback(self._refuse, name)
        if is_local_name(name):
            return succeed("127.0.0.1")
        if ":" in name:
            return succeed(name)  # an IPv6 literal, which the threaded look-up cannot read
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, answer: str, name: str) -> str:
        address: IPAddress = ipaddress.ip_address(answer)
        objection = objection_to(address, self.allow_loopback)
        if objection:
            self._refuse(f"The name {name} leads to {answer}, which {objection}; it was not asked.", name)
        _refused_names.pop(name, None)
        return answer

    @staticmethod
    def _refuse(sentence: str, name: str) -> str:
        if len(_refused_names) > _VERDICTS:
            _refused_names.clear()
        _refused_names[name] = sentence
        raise DNSLookupError(sentence)


def refusal_of_name(host: str) -> Refused | None:
    """What the resolver had against a name that it just reported as not found; None if the name is simply unknown."""
    sentence = _refused_names.get(host)
    return Refused("hard", "private", sentence) if sentence else None
