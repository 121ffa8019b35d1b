"""The canonical address of a page, and whose page it is.

`canonical` gives one spelling to the many addresses of one page; `Sites` holds what the registry knows of hosts.
Both are pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import urljoin

from errors import ParseError
from parsing.urls import atrium as url_atrium
from parsing.urls import rules as url_rules
from parsing.urls.parts import Parts, clean, registrable, split, tidy_path, tidy_query
from parsing.urls.rules import HostRules

__all__ = ["Site", "Sites", "Stream", "absolute", "canonical", "host_of", "registrable"]

_UPPER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_ESCAPE = re.compile(r"%[0-9a-f]{2}")
_MAIL = re.compile(r"[^\s/@?#:]+@[^\s/@?#:]+\.\w+")
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
#: How often an alias may lead to a home that lies under another alias.
_HOPS = 8


@dataclass(frozen=True, slots=True)
class Stream:
    """What a channel tells about addresses on its host.

    address: the channel's own; its parameters mean something there. group, section: the ids of its list. older: further
    paths of the home's host, or addresses, under which the same list is or was found. fold_case: the host answers paths
    in any letter case.
    """

    address: str
    family: str = ""
    group: str | None = None
    section: str | None = None
    older: tuple[str, ...] = ()
    fold_case: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """One source's place on the web: its home, the hosts (or host/space) that show the same site, its channels."""

    source_id: str
    home: str
    hosts: tuple[str, ...] = ()
    installation: str | None = None
    streams: tuple[Stream, ...] = ()


@dataclass(frozen=True, eq=False)
class Sites:
    """What is known of all hosts. Build it with `Sites.of`; an empty one knows nothing and still makes canonical."""

    #: host as written -> scheme and usual host
    usual: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    #: usual host -> (path prefix, scheme, host and path prefix that replace it), longest prefix first
    aliases: Mapping[str, tuple[tuple[str, Parts], ...]] = field(default_factory=dict)
    #: usual host -> (path prefix, source), longest prefix first
    homes: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    rules: Mapping[str, HostRules] = field(default_factory=dict)
    installations: Mapping[str, str] = field(default_factory=dict)
    #: source -> its usual hosts, those of its channels among them
    hosts: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, sites: Iterable[Site]) -> Sites:
        """Put the sites together. Where two sources share a home, the first one owns it. Raises ParseError."""
        from parsing.urls.sites import assemble  # it reads addresses by the functions below

        return assemble(tuple(sites))

    def owner(self, canonical_url: str) -> str | None:
        """The source whose home is the longest prefix of a canonical address, else the only one with a channel on
        its host, else None."""
        _, _, rest = canonical_url.partition("://")
        host, slash, path = re.split(r"[?#]", rest, maxsplit=1)[0].partition("/")
        for prefix, source_id in self.homes.get(host, ()):
            if under(slash + path, prefix):
                return source_id
        return None

    def is_within(self, source_id: str, url: str) -> bool:
        """Whether an address lies on a host of the source, or at least under one of its registered domains."""
        try:
            host = split(canonical(url, self)).host
        except ParseError:
            return False
        known = self.hosts.get(source_id, frozenset())
        return host in known or registrable(host) in {registrable(one) for one in known}

    def installation(self, url: str) -> str:
        """The system that answers at an address: the registry's name for it, else its usual host. Raises ParseError."""
        host = split(canonical(url, self)).host
        return self.installations.get(host, host)

    def knows(self, url: str) -> bool:
        """Whether the address belongs to a source of the registry."""
        try:
            return self.owner(canonical(url, self)) is not None
        except ParseError:
            return False


def canonical(url: str, sites: Sites, keep_anchor: bool = False) -> str:
    """The one address under which a page is known.

    https unless the registry knows the host by http or a port says otherwise; the site's usual host; without tracking,
    junk and first-page parameters, the rest sorted; without final slash. keep_anchor: keep "#anchor", for a post that
    has no page of its own. Twice is once. Raises ParseError for what is no http or https address.
    """
    return _canonical(url, sites, keep_anchor)


@lru_cache(maxsize=4096)
def _canonical(url: str, sites: Sites, keep_anchor: bool) -> str:
    parts = split(url)
    anchor = _anchor(parts.fragment) if keep_anchor else None
    parts = Parts(*usual_host(parts.scheme, parts.host, sites), parts.path, parts.query)
    for _ in range(_HOPS):
        settled = _place(_settle(parts, sites), sites)
        if settled == parts:
            break
        parts = settled
    return replace(parts, fragment=anchor).text()


def absolute(base: str, href: str) -> str | None:
    """The address that a link on the page `base` leads to, cleaned, its anchor kept; None if it is not of the web.

    A link that begins with "www." lacks its scheme and is read as a host, as its writer meant it.
    """
    try:
        text = clean(href)
        if _OTHER_SCHEME.match(text) or _MAIL.fullmatch(text):
            return None
        if text.lower().startswith(("www.", "http://", "https://")):
            return split(text).text()
        return split(urljoin(split(base).text(), text.replace("\\", "/"))).text()
    except (ParseError, ValueError):
        return None


def host_of(url: str) -> str:
    """The host of an address in lower case, with its port if that is not the default one. Raises ParseError."""
    return split(url).host


def usual_host(scheme: str, host: str, sites: Sites) -> tuple[str, str]:
    """The scheme and host under which a site is known. An unknown host keeps its name and is asked by https, unless
    it is an IP address or has a port of its own."""
    found = sites.usual.get(host)
    if found:
        return found
    plain_name = ":" not in host and "." in host and not is_ip(host)
    return "https" if plain_name else scheme, host


def is_ip(host: str) -> bool:
    """Whether a host, with or without port, is an IP address."""
    return host.startswith("[") or host.partition(":")[0].replace(".", "").isdigit()


def _settle(parts: Parts, sites: Sites) -> Parts:
    """Path and query as the rules of the host have them."""
    rules = sites.rules.get(parts.host, _NO_RULES)
    query = parts.query or ""
    found = url_rules.parameters(url_atrium.separate(query) if rules.open_atrium else query, tidy_query)
    path, found = url_rules.coldfusion(parts.path, found)
    atrium = rules.open_atrium and not url_rules.is_other_software(path)
    if atrium:
        path = tidy_path(url_atrium.path_of(path, found))
    if rules.fold_case:
        path = fold(path)
    path = url_rules.tidy_ending(path, rules)
    found = url_atrium.meaningful(found, path, rules) if atrium else url_rules.general(found, rules)
    return replace(parts, path=path, query="&".join(sorted({one.text() for one in found})) or None)


def _place(parts: Parts, sites: Sites) -> Parts:
    """Where the site's home is, for an address under one of its other hosts or spaces."""
    for prefix, home in sites.aliases.get(parts.host, ()):
        if under(parts.path, prefix):
            path = home.path.rstrip("/") + parts.path[len(prefix) :] or "/"
            return Parts(home.scheme, home.host, path, parts.query)
    return parts


def fold(path: str) -> str:
    """A path in lower case, its escapes in upper case as they must be."""
    return _ESCAPE.sub(lambda found: found[0].upper(), path.translate(_UPPER))


def under(path: str, prefix: str) -> bool:
    """Whether a path is the prefix or lies below it; prefixes have no final slash, the root's is empty."""
    return path.startswith(prefix) and path[len(prefix) :][:1] in {"", "/"}


def _anchor(fragment: str | None) -> str | None:
    """An anchor that points into the page, not at words to mark or at a mailer."""
    if not fragment or ":~:" in fragment or fragment.lower().startswith(tuple(url_rules.TRACKER_PREFIXES)):
        return None
    return fragment


_NO_RULES = HostRules()
