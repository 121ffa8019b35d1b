"""The posts that a page's state lists, as records with addresses; and how many pages it says the list has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from parsing.state.records import Record, record_of
from parsing.state.walk import Spot, spots
from parsing.urls import absolute

#: groups that are weighed, records of one group, of all groups, and of the page
_GROUPS, _RECORDS, _READ, _MOST = 400, 2_000, 6_000, 2_000
_ENOUGH_TEXT = 40
#: what arrays are called that hold no posts, and types of objects that are none
_NO_POSTS = re.compile(
    r"menu|nav|navigation|breadcrumb|categor|tag|author|user|member|staff|people|team|media|image|photo|file|asset|attachment|"
    r"product|comment|sponsor|partner|location|social|job|faq|redirect|route|translation|locale|language|setting|option|"
    r"footer|header|filter|facet|taxonom|topic|term|form|field|widget|block|plugin|script|style|person|profile|office|venue",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"related|popular|trending|recommend|mostread|similar|sidebar", re.IGNORECASE)
_EVENTS = re.compile(r"events?$|eventos?$|calendar", re.IGNORECASE)
_NEXT = frozenset({"next", "nextpage", "nextpageurl", "nexturl", "nextlink", "nexthref", "nextpagelink", "nextpath"})
_PAGES = frozenset({"totalpages", "pagecount", "pagestotal", "lastpage", "numpages", "numberofpages", "maxpages"})
_PAGE_OF = re.compile(r"/(?:page|p|pagina)/\d+$|/\d{1,4}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Posts:
    """Records of a list, each with an absolute address or with words of its own; next_url and pages where the state
    tells them."""

    main: tuple[Record, ...] = ()
    beside: tuple[Record, ...] = ()
    next_url: str | None = None
    pages: int | None = None


@dataclass(slots=True)
class _Group:
    name: str
    records: list[Record]

    @property
    def worth(self) -> float:
        dated = sum(bool(one.published or one.starts) for one in self.records)
        return (len(self.records) + dated) * (0.3 if _BESIDE.search(self.name) else 1)


def posts_of(values: list[Any], url: str, links: Iterable[str] = ()) -> Posts:
    """The posts among the values of a page's state. links: absolute addresses that the page itself links, which tell
    where an object that only has a slug stands."""
    groups: list[_Group] = []
    singles: list[Record] = []
    paths: list[str] = []
    next_url: str | None = None
    pages: int | None = None
    all_spots = list(spots(values))
    refs = _refs(all_spots)
    left = _READ
    for spot in all_spots:
        if isinstance(spot.value, dict):
            paths += [one for one in islice(spot.value.values(), 60) if isinstance(one, str) and one[:1] == "/"][:10]
            next_url = next_url or _next_in(spot.value, url)
            pages = pages or _pages_in(spot.value)
        if left > 0 and len(groups) < _GROUPS and (group := _group_of(spot, refs)):
            groups.append(group)
            left -= len(group.records)
        elif left > 0 and isinstance(spot.value, dict) and (one := record_of(spot.value, refs)):
            singles.append(one)
            left -= 1
    placer = _Placer(url, [*links, *(urljoin(url, path) for path in paths[:20_000])])
    posts = [_placed(group, placer) for group in groups]
    posts = [group for group in posts if group.records]
    if not posts:
        return Posts()
    best = max(posts, key=lambda group: group.worth)
    likely = _like(best, [placer.placed(one) for one in singles])
    main = _distinct([*best.records, *likely])
    beside = _distinct(one for group in posts if group is not best for one in group.records)
    known = {_key(one) for one in main}
    rest = tuple(one for one in beside if _key(one) not in known)
    return Posts(tuple(main[:_MOST]), rest[:_MOST], next_url, pages)


def _placed(group: _Group, placer: _Placer) -> _Group:
    """The group with its records placed; empty where they are no posts."""
    placed = [one for record in group.records if (one := placer.placed(record)) is not None]
    return _Group(group.name, placed if _are_posts(group.name, placed) else [])


def _group_of(spot: Spot, refs: Mapping[str, Any]) -> _Group | None:
    """Objects of one array, or of one object that keeps them by their keys."""
    parts = spot.value if isinstance(spot.value, list) else list(islice(spot.value.values(), _RECORDS))
    objects = [one for one in parts[:_RECORDS] if isinstance(one, dict)]
    if not objects or (isinstance(spot.value, dict) and len(objects) < 2):
        return None
    name = next((one for one in reversed(spot.names) if one not in ("edges", "nodes", "items", "data", "results")), "")
    records = [record for one in objects if (record := record_of(one, refs))]
    if isinstance(spot.value, dict):  # a cache of objects of all makes
        kinds = Counter(record.kind for record in records if record.published and not _NO_POSTS.search(record.kind))
        records = [record for record in records if record.kind in kinds]
    enough = len(records) >= 3 or len(records) * 2 >= len(objects)
    return _Group(name, records) if records and enough else None


def _are_posts(name: str, records: list[Record]) -> bool:
    if not records or _NO_POSTS.search(name):
        return False
    kinds = Counter(record.kind for record in records).most_common(1)[0][0]
    if kinds and _NO_POSTS.fullmatch(kinds.rpartition("_")[2].rstrip("s")):
        return False
    dated = sum(bool(one.published or one.starts) for one in records)
    told = sum(len(one.teaser or "") >= _ENOUGH_TEXT or one.body is not None for one in records)
    if dated * 10 >= len(records) * 6:
        return True
    made = sum(bool(one.created) for one in records)
    return len(records) >= 2 and (told * 10 >= len(records) * 6) and bool(made * 2 >= len(records) or _named(records))


def _named(records: list[Record]) -> bool:
    """Whether addresses have the words of the titles in them, as those of posts do, and titles are no single words."""
    like = 0
    for one in records:
        words = re.findall(r"[a-z0-9]+", one.title.casefold())
        path = unquote(urlsplit(one.address or "").path).casefold()
        like += len(words) >= 3 and sum(word in path for word in words) * 2 >= len(words)
    return like * 10 >= len(records) * 6


def _like(best: _Group, singles: Iterable[Record | None]) -> Iterator[Record]:
    """Objects outside the best group that are posts of the same make: the one that is set on top of the list."""
    kinds = {one.kind for one in best.records if one.kind}
    folders = {_folder(one.address) for one in best.records if one.address}
    shape = frozenset.intersection(*(one.shape for one in best.records[:20]))
    for one in singles:
        if one is None or not one.address or not (one.published or one.starts):
            continue
        if _folder(one.address) in folders and (one.kind in kinds or len(shape & one.shape) * 10 >= len(shape) * 7):
            yield one


def _folder(address: str | None) -> str:
    parts = urlsplit(address or "")
    return parts.netloc + re.sub(r"\d+", "0", parts.path.rstrip("/").rpartition("/")[0])


class _Placer:
    """Gives records their absolute addresses. One that only has a slug stands where a link or a path with that slug
    leads, else below the page that lists it; on a home page nothing is guessed."""

    def __init__(self, url: str, addresses: Iterable[str]) -> None:
        self.url = url
        self.by_last: dict[str, str] = {}
        for address in islice(addresses, 20_000):
            path = urlsplit(address).path.rstrip("/")
            if path.count("/") >= 1 and not re.search(r"\.(?:json|js|css|png|jpe?g|webp|svg)$", path):
                self.by_last.setdefault(unquote(path.rpartition("/")[2]).casefold(), address)
        parts = urlsplit(url)
        self.folder = _PAGE_OF.sub("", parts.path.rstrip("/"))

    def placed(self, record: Record) -> Record | None:
        """The record with its address; None for one without address that has no day and words of its own."""
        address = self._address(record)
        if address is None and not (record.published and record.body is not None):
            return None
        if address is not None and address.rstrip("/") == self.url.split("#")[0].rstrip("/"):
            return None
        return replace(record, address=address)

    def _address(self, record: Record) -> str | None:
        given = record.address
        if given and not given.startswith(("/", "http")):
            given = f"/{given}"
        if given:
            return absolute(self.url, given)
        slug = record.slug
        if not slug:
            return None
        known = self.by_last.get(slug.rpartition("/")[2].casefold())
        if known:
            return known
        if "/" in slug:
            return absolute(self.url, f"/{slug}")
        return absolute(self.url, f"{self.folder}/{slug}") if self.folder else None


def _refs(all_spots: list[Spot]) -> dict[str, Any]:
    """Objects that a cache keeps by names such as "Author:3"."""
    found: dict[str, Any] = {}
    for spot in all_spots:
        if isinstance(spot.value, dict):
            for name, one in islice(spot.value.items(), 5_000):
                if ":" in name and isinstance(one, dict) and len(found) < 20_000:
                    found.setdefault(name, one)
    return found


def _next_in(value: dict[str, Any], url: str) -> str | None:
    for name, one in islice(value.items(), 60):
        if name.lower().replace("_", "") not in _NEXT or not isinstance(one, str) or not 1 < len(one) < 2_000:
            continue
        if re.match(r"https?://|/(?!/)|\?", one):
            address = absolute(url, one)
            here, there = urlsplit(url), urlsplit(address or "")
            base = _PAGE_OF.sub("", here.path.rstrip("/"))
            if address and there.netloc == here.netloc and there.path.startswith(base) and address != url:
                return address
    return None


def _pages_in(value: dict[str, Any]) -> int | None:
    for name, one in islice(value.items(), 60):
        is_count = isinstance(one, int) and not isinstance(one, bool)
        if is_count and name.lower().replace("_", "") in _PAGES and 0 < one < 5_000:
            return int(one)
    return None


def is_event(record: Record) -> bool:
    """Whether a record is of an event: it says when it starts, and is called one or has no other day."""
    return bool(record.starts) and (bool(_EVENTS.search(record.kind)) or not record.published)


def _key(record: Record) -> str:
    return record.address or f"{record.published} {record.title}"


def _distinct(records: Iterable[Record]) -> list[Record]:
    found: dict[str, Record] = {}
    for one in records:
        found.setdefault(_key(one), one)
    return list(found.values())
