"""Builds `Sites`: tables by host out of what each source's row and channels say.

The order matters, since each step reads addresses by the tables of the steps before: usual hosts, then what software
answers there, then homes and other places of the same site, then the lists whose ids are known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar
from urllib.parse import unquote, urljoin

from parsing.urls import atrium as url_atrium
from parsing.urls.forms import Site, Sites, Stream, canonical, is_ip, under
from parsing.urls.parts import Parts, split
from parsing.urls.rules import HostRules

T = TypeVar("T")
ATRIUM = "openatrium"
WORDPRESS = "wordpress"


def assemble(sites: tuple[Site, ...]) -> Sites:
    """The tables of all sites. Raises ParseError for a home, host or channel address that is none."""
    tables = Sites(usual=_usual_hosts(sites))
    tables = replace(tables, rules=_software(sites, tables))
    homes = {site.source_id: _located(site.home, tables) for site in sites}
    tables = replace(tables, aliases=_aliases(sites, homes, tables))
    homes = {site.source_id: _located(site.home, tables) for site in sites}
    tables = replace(tables, rules=_with_lists(sites, homes, tables))
    return replace(
        tables,
        homes=_owners(sites, homes, tables),
        installations=_installations(sites, homes, tables),
        hosts={site.source_id: frozenset(_hosts(site, homes[site.source_id], tables)) for site in sites},
    )


def address_of(entry: str) -> str:
    """The address behind an entry of a row's hosts: "host" or "host/space"."""
    return f"//{entry.strip()}"


def _located(address: str, tables: Sites) -> Parts:
    return split(canonical(address, tables))


def _usual_hosts(sites: tuple[Site, ...]) -> dict[str, tuple[str, str]]:
    """By each host as it may be written, the scheme and host that is used. A home at the root of a host speaks for the
    host before homes at a path, these before channels, these before other hosts of a site."""
    homes = [split(site.home) for site in sites]
    spoken = [home for home in homes if home.path == "/"] + [home for home in homes if home.path != "/"]
    spoken += [split(stream.address) for site in sites for stream in site.streams]
    entries = [split(address_of(entry)) for site in sites for entry in site.hosts]
    spoken += [entry for entry in entries if ":" not in entry.host and not is_ip(entry.host)]  # these say no scheme
    usual: dict[str, tuple[str, str]] = {}
    for parts in spoken:
        if not any(spelling in usual for spelling in _spellings(parts.host)):
            usual.update(dict.fromkeys(_spellings(parts.host), (parts.scheme, parts.host)))
    return usual


def _spellings(host: str) -> tuple[str, ...]:
    """A host with and without www; an address of numbers has one spelling."""
    if is_ip(host):
        return (host,)
    return (host, host.removeprefix("www.") if host.startswith("www.") else f"www.{host}")


def _software(sites: tuple[Site, ...], tables: Sites) -> dict[str, HostRules]:
    """By host, what software answers there: that of the channels on it, or that of its installation."""
    atrium_installations = {site.installation for site in sites if site.installation and _families(site) & {ATRIUM}}
    atrium: set[str] = set()
    wordpress: set[str] = set()
    folding: set[str] = set()
    for site in sites:
        here = [split(site.home).host, *(split(address_of(entry)).host for entry in site.hosts)]
        if site.installation in atrium_installations or _families(site) == {ATRIUM}:
            atrium.update(here)
        for stream in site.streams:
            host = split(stream.address).host
            atrium.update({host} if stream.family == ATRIUM else ())
            wordpress.update({host} if stream.family == WORDPRESS else ())
            folding.update({host} if stream.fold_case else ())
    known = {
        group: {tables.usual.get(host, ("", host))[1] for host in hosts}
        for group, hosts in (("atrium", atrium), ("wordpress", wordpress), ("folding", folding))
    }
    return {
        host: HostRules(
            open_atrium=host in known["atrium"],
            wordpress=host in known["wordpress"] and host not in known["atrium"],
            fold_case=host in known["folding"] or host in known["atrium"],
        )
        for host in set().union(*known.values())
    }


def _families(site: Site) -> set[str]:
    return {stream.family for stream in site.streams}


def _aliases(
    sites: tuple[Site, ...], homes: dict[str, Parts], tables: Sites
) -> dict[str, tuple[tuple[str, Parts], ...]]:
    """By host, path prefixes and the home that stands for each. Homes stand for themselves, so that a home below
    another site's old host keeps its place."""
    found: dict[str, dict[str, Parts]] = defaultdict(dict)
    for home in homes.values():
        found[home.host][home.path.rstrip("/")] = home
    for site in sites:
        for entry in site.hosts:
            place = _located(address_of(entry), tables)
            found[place.host].setdefault(place.path.rstrip("/"), homes[site.source_id])
    return {host: tuple(_longest_first(prefixes)) for host, prefixes in found.items()}


def _with_lists(sites: tuple[Site, ...], homes: dict[str, Parts], tables: Sites) -> dict[str, HostRules]:
    """The rules with the parameters that channels' own addresses bear, and the ids of the lists that are known."""
    keep: dict[str, set[str]] = defaultdict(set)
    lists: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for site in sites:
        for stream in site.streams:
            keep[_located(stream.address, tables).host].update(_names(stream.address))
            for host, path, own in _own_ids(stream, homes[site.source_id], tables):
                lists[host].setdefault(path, own)
    return {
        host: replace(
            tables.rules.get(host, HostRules()), keep=frozenset(keep.get(host, ())), lists=lists.get(host, {})
        )
        for host in {*tables.rules, *keep, *lists}
    }


def _names(address: str) -> Iterator[str]:
    """Names of the parameters in a channel's address that are not read by a rule of their own."""
    for one in (split(address).query or "").split("&"):
        name = unquote(one.partition("=")[0]).lower()
        if name and name not in {"page", "paged"} and not name.startswith(("og_", "oa_")):
            yield name


def _own_ids(stream: Stream, home: Parts, tables: Sites) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Host, path and own ids of a stream's list, of its older places, and of the home page of its space."""
    own = {url_atrium.GROUP: stream.group, url_atrium.SECTION: stream.section}
    known = {name: value for name, value in own.items() if value}
    if not known:
        return
    for address in (stream.address, *(urljoin(home.text(), older) for older in stream.older)):
        place = _located(address, tables)
        yield place.host, place.path, known
    if stream.group:
        yield home.host, home.path, {url_atrium.GROUP: stream.group}


def _owners(sites: tuple[Site, ...], homes: dict[str, Parts], tables: Sites) -> dict[str, tuple[tuple[str, str], ...]]:
    """By host, path prefixes and their source. A host without any home belongs to the only source that has a channel
    there; where others have homes, the folder of the channel's address does."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for source_id, home in homes.items():
        found[home.host].setdefault(home.path.rstrip("/"), source_id)
    guests: dict[tuple[str, str], set[str]] = defaultdict(set)
    for site in sites:
        for stream in site.streams:
            place = _located(stream.address, tables)
            if not any(under(place.path, prefix) for prefix in found.get(place.host, ())):
                folder = place.path.rpartition("/")[0] if place.host in found else ""
                guests[place.host, folder].add(site.source_id)
    for (host, prefix), guest in guests.items():
        if len(guest) == 1:
            found[host].setdefault(prefix, next(iter(guest)))
    return {host: tuple(_longest_first(prefixes)) for host, prefixes in found.items()}


def _installations(sites: tuple[Site, ...], homes: dict[str, Parts], tables: Sites) -> dict[str, str]:
    """By host, the installation that its source's row names; of its channels' hosts, those that run the same
    software."""
    found = {}
    for site in sites:
        if not site.installation:
            continue
        places = [homes[site.source_id].host]
        places += [_located(address_of(entry), Sites(usual=tables.usual)).host for entry in site.hosts]
        places += [_located(stream.address, tables).host for stream in site.streams if stream.family == ATRIUM]
        found.update(dict.fromkeys(places, site.installation))
    return found


def _hosts(site: Site, home: Parts, tables: Sites) -> Iterator[str]:
    """The source's own hosts; of a host/space entry only the space is its own."""
    yield home.host
    yield from (split(address_of(entry)).host for entry in site.hosts if "/" not in entry.strip().rstrip("/"))
    yield from (_located(stream.address, tables).host for stream in site.streams)


def _longest_first(prefixes: dict[str, T]) -> Iterable[tuple[str, T]]:
    return sorted(prefixes.items(), key=lambda entry: len(entry[0]), reverse=True)
