"""What a survey asks next, in steps from what a site declares to what is only usual. Pure: notes in, probes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from parsing.discovery import usual
from parsing.discovery.candidates import lists_of_addresses
from parsing.discovery.choice import Way, covers, is_apart
from parsing.discovery.notes import ApiRoot, Notes, Probe
from parsing.discovery.signs import OPEN_ATRIUM, WORDPRESS

#: how many addresses of each task are asked at the most
_MOST = {"feed": 14, "list": 12, "api": 6, "root": 2, "calendar": 4, "sitemap": 7, "sample": 8, "next": 4}
#: of a list whose entries print no days so many pages are read, to see whether they are posts
SAMPLES = 2
_SPACE_LISTS, _API_LISTS, _ALL_LISTS = 3, 5, 10
#: posts asked of an API: as many as it gives at once, since they are compared with what lists show
API_POSTS = {"per_page": 100, "orderby": "date", "order": "desc", "_fields": "id,date,date_gmt,link,title,type,status"}


def wanted(notes: Notes) -> list[Probe]:
    """The next documents to fetch, marked as asked; empty when there is nothing left to ask."""
    if not notes.asked:
        return _fresh(notes, [Probe(notes.asked_home, "home", "the home page")])
    if notes.failure:
        return []
    for step in _STEPS:
        probes = _fresh(notes, step(notes))
        if probes:
            return probes
    return []


def _fresh(notes: Notes, probes: Iterable[Probe]) -> list[Probe]:
    """Those that were not asked before, as far as the limit of each task goes."""
    found = []
    for probe in probes:
        key = key_of(probe)
        asked = sum(one.task == probe.task for one in notes.asked.values())
        if key not in notes.asked and asked < _MOST.get(probe.task, 1) and notes.may_ask(probe.address):
            notes.asked[key] = probe
            found.append(probe)
    return found


def key_of(probe: Probe) -> str:
    """What tells one probe from another. A page may be asked as a list and again as a sample of another list."""
    return f"{'sample ' if probe.task == 'sample' else ''}{bare(probe.address)}"


def bare(address: str) -> str:
    """An address without scheme, www. and final slash, to see whether it was asked."""
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"


# ---- the steps, in order ---------------------------------------------------------------------------------------
def _declared(notes: Notes) -> Iterator[Probe]:
    """What the pages read so far declare: posts API, feeds, calendars, the spaces of an installation."""
    if notes.platform.name == WORDPRESS or notes.api_declared:
        yield from _roots(notes, "the platform has a posts API")
    if notes.api:
        yield from _collections(notes.api)
    if notes.platform.name != OPEN_ATRIUM:  # its feed holds what editors promoted; its lists hold everything
        yield from (Probe(one.address, "feed", one.why, one.part) for one in notes.feeds)
    yield from (Probe(one.address, "calendar", one.why, "calendar") for one in notes.calendars)


def _roots(notes: Notes, why: str) -> Iterator[Probe]:
    """The API's root at one address after the other."""
    for root in usual.api_roots(notes.home, notes.api_declared):
        if notes.api is None:
            yield Probe(root, "root", why)
            if bare(root) not in notes.answered:
                return


def _collections(api: ApiRoot) -> Iterator[Probe]:
    if not api.knows_types:
        yield Probe(usual.api_address(api.address, "wp/v2/types"), "types", "its own types of posts")
    for base in ("posts", *api.types):
        address = usual.asking(usual.api_address(api.address, f"wp/v2/{base}"), **API_POSTS)
        yield Probe(
            address, "api", f"its collection {base!r}", "news" if base == "posts" else base.lower().replace("_", "-")
        )
    events = usual.api_address(api.address, "tribe/events/v1/events")
    yield Probe(events, "calendar", "where the usual plug-in for events answers", "calendar")


def _list_pages(notes: Notes) -> Iterator[Probe]:
    """Lists by their links. Beside a posts API a few are enough: only what is no post there can be missing."""
    most = _SPACE_LISTS if notes.is_space else _API_LISTS if notes.has("api") else _ALL_LISTS
    yield from (Probe(one.address, "list", one.why, one.part) for one in notes.lists[:most])


def _splash(notes: Notes) -> Iterator[Probe]:
    """A home page that shows nothing itself may only be the door: a frameset, a page that sends on, a splash."""
    if not (notes.ways or notes.lists or notes.feeds):
        yield from (Probe(one.address, "list", one.why, one.part) for one in notes.entrances)


def _usual_feeds(notes: Notes) -> Iterator[Probe]:
    """Where no feed is declared: the addresses of the platform, of each list, of any generator."""
    platform = notes.platform.name
    if notes.has("api") or platform == OPEN_ATRIUM:
        return
    feeds = [way for way in notes.ways if way.kind == "feed"]
    for way in _own_lists(notes)[:4]:
        if not any(covers(feed, way) == "yes" for feed in feeds):
            addresses = usual.feeds_of_list(platform, way.address)
            yield from (Probe(one, "feed", f"the usual feed of {way.address}", way.part) for one in addresses[:2])
    if feeds:
        return
    for address in usual.feeds_of_platform(platform, notes.home):
        yield Probe(address, "feed", f"the usual feed of {platform}")
    if platform is None and not _answers_everything(notes):
        yield from _roots(notes, "some sites hide that they have a posts API")
        yield from (Probe(one, "feed", "a usual address of feeds") for one in usual.feeds_of_any(notes.home))


def _sitemaps(notes: Notes) -> Iterator[Probe]:
    if notes.platform.name == OPEN_ATRIUM:  # the distribution has none
        return
    named = usual.sitemaps_in(notes.robots, notes.home)
    if named:
        yield from (Probe(one, "sitemap", "robots.txt names it") for one in named)
    elif not (notes.mapped or notes.sitemaps):
        for address in usual.sitemaps_of(notes.home):
            yield Probe(address, "sitemap", "the usual address of sitemaps")
            if bare(address) not in notes.answered:
                return
    yield from (Probe(one, "sitemap", "a part of the sitemap") for one in usual.likeliest_first(notes.sitemaps)[:3])


def _mapped_lists(notes: Notes) -> Iterator[Probe]:
    """Directories of the sitemap in which no way has shown a post so far."""
    seen = [post.url for way in notes.ways if way.kind != "sitemap" for post in way.posts]
    for one in lists_of_addresses(notes.mapped, seen, notes.home):
        yield Probe(one.address, "list", one.why, one.part)


def _spaces(notes: Notes) -> Iterator[Probe]:
    if notes.platform.name == OPEN_ATRIUM and not notes.is_space:
        yield Probe(usual.spaces_page(notes.home), "spaces", "the list of spaces")


def _samples(notes: Notes) -> Iterator[Probe]:
    """Pages behind ways that print no days: are they posts? A list that agrees with a feed or an API need not be asked,
    a sitemap only where there is nothing better."""
    trusted = [way for way in notes.ways if way.kind in {"api", "feed"}]
    lists = any(way.kind == "list" and not way.is_home for way in notes.ways)
    for address, way in notes.doubtful.items():
        if way.kind == "sitemap" and (trusted or lists) and not is_apart(way, notes.ways):
            continue
        if any(covers(one, way) == "yes" for one in trusted):
            continue
        for post in [post for post in way.posts if "#" not in post.url][:SAMPLES]:
            yield Probe(post.url, "sample", f"a page that {address} leads to", way.part, address)


def _further_pages(notes: Notes) -> Iterator[Probe]:
    """Where two lists share nothing, the second page of each may show that it holds the other."""
    lists = _own_lists(notes)
    for way in lists:
        lonely = any(other is not way and covers(way, other) == "unknown" for other in lists)
        if lonely and way.next_url and way.address not in notes.deeper:
            yield Probe(way.next_url, "next", f"the second page of {way.address}", way.part, way.address)


_STEPS: tuple[Callable[[Notes], Iterable[Probe]], ...] = (
    _declared,
    _list_pages,
    _splash,
    _usual_feeds,
    _sitemaps,
    _mapped_lists,
    _samples,
    _further_pages,
    _spaces,
)


def _own_lists(notes: Notes) -> list[Way]:
    return [way for way in notes.ways if way.kind == "list" and not way.is_home]


def _answers_everything(notes: Notes) -> bool:
    """Whether a site answers addresses that cannot exist with its home page, so that trying more of them is vain."""
    home = notes.answered.get(bare(notes.asked_home))
    if home is None:
        return False
    wrong = [one for key, one in notes.answered.items() if one.is_sound and notes.asked[key].task in {"feed", "root"}]
    return sum(one.body == home.body for one in wrong if one is not home) >= 2
