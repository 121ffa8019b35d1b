"""Takes an answer into the notes of a survey: by the task of its probe, never by its address alone. Pure."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from lxml import etree

from errors import ParseError
from parsing.challenges import verdict
from parsing.discovery import usual, ways
from parsing.discovery.api import collection_address, declared_root, read_root, read_types
from parsing.discovery.asking import bare, key_of
from parsing.discovery.atrium import hint_of, spaces_in
from parsing.discovery.candidates import Candidate, calendars_of, entrances_of, feeds_of, lists_of, part_of
from parsing.discovery.choice import Way
from parsing.discovery.links import is_within, links_of
from parsing.discovery.notes import Finding, Notes, Probe
from parsing.discovery.signs import OPEN_ATRIUM, WORDPRESS, platform_of
from parsing.discovery.ways import Answer
from parsing.discovery.zone import names_in_data, names_in_ical, offsets_in
from parsing.documents import decode, tree
from parsing.lists.addresses import address_signs

#: a page with fewer posts may be a hub whose links lead to the lists
_FEW = 3
#: further lists that a hub may name
_OF_A_HUB = 4


def take(notes: Notes, probe: Probe, answer: Answer) -> None:
    """Read an answer and note what it shows, or why it shows nothing."""
    notes.answered[key_of(probe)] = answer
    try:
        _refuse_if_unsound(answer)
        _READERS[probe.task](notes, probe, answer)
    except ParseError as error:
        if probe.task == "home":
            notes.failure = replace(answer, failure=answer.failure or _without_text(error))
        if probe.task == "sample" and answer.status:
            notes.sampled.setdefault(probe.about, []).append(False)
        _note(notes, probe, _without_text(error), works=False)


def _without_text(error: ParseError) -> str:
    """The problem alone; the text that an error carries is for logs."""
    return str(error).removesuffix(f": {error.text!r}") if error.text else str(error)


def fail(notes: Notes, probe: Probe, sentence: str) -> None:
    """Note that an answer could not be read by a fault of ours."""
    answer = Answer(probe.address, probe.address, 0, reason="our_fault", failure=sentence)
    notes.answered[key_of(probe)] = answer
    if probe.task == "home":
        notes.failure = answer
    _note(notes, probe, sentence, works=False)


def _refuse_if_unsound(answer: Answer) -> None:
    strange = verdict(answer.status, dict(answer.headers), answer.body) if answer.status else None
    if answer.failure or strange:
        raise ParseError(answer.failure or (strange[1] if strange else ""))
    if not answer.is_sound:
        raise ParseError(f"it answered {answer.status}" if answer.status >= 300 else "an empty answer")


def _home(notes: Notes, probe: Probe, answer: Answer) -> None:
    root = _page(answer)
    markup = decode(answer.body, answer.content_type)
    notes.home = _settled(notes.asked_home, answer.url)
    notes.root, notes.headers = root, answer.headers
    notes.platform = platform_of(root, markup, answer.headers)
    notes.api_declared = declared_root(root, answer.url, answer.headers)
    notes.page_zones += names_in_data(markup)
    notes.offsets += offsets_in(markup)
    _look_around(notes, root, answer.url)
    _keep_new(notes.lists, lists_of(root, answer.url, notes.home))
    notes.entrances = entrances_of(root, answer.url, notes.home)
    if notes.platform.name == OPEN_ATRIUM:
        notes.spaces += spaces_in(root, answer.url, notes.home)
    with contextlib.suppress(ParseError):  # a home page need not list anything
        _read_list(notes, probe, answer, root, is_home=True)


def _list(notes: Notes, probe: Probe, answer: Answer) -> None:
    if bare(answer.url) == bare(notes.home):
        raise ParseError("it leads back to the home page")
    root, markup = _page(answer), decode(answer.body, answer.content_type)
    if notes.platform.name in {None, "Drupal"}:  # a home page of blocks may hide what the lists' pagers show
        seen = platform_of(root, markup, answer.headers)
        notes.platform = seen if seen.name else notes.platform
    notes.api_declared = notes.api_declared or declared_root(root, answer.url, answer.headers)
    _look_around(notes, root, answer.url)
    notes.offsets += offsets_in(markup)
    try:
        way = _read_list(notes, probe, answer, root)
    except ParseError:
        _keep_new(notes.lists, lists_of(root, answer.url, notes.home, _OF_A_HUB))
        raise
    if len(way.posts) < _FEW:
        _keep_new(notes.lists, lists_of(root, answer.url, notes.home, _OF_A_HUB))


def _read_list(notes: Notes, probe: Probe, answer: Answer, root: etree._Element, is_home: bool = False) -> Way:
    """The list of a page as a way, doubtful until sampled where nothing on it is dated. A calendar comes as one."""
    atrium = notes.platform.name == OPEN_ATRIUM
    if not is_home:
        with contextlib.suppress(ParseError):
            return _keep(notes, probe, ways.calendar_way(replace(answer, body=b""), notes.ground, root))
    way = ways.list_way(answer, root, notes.ground, probe.part, "openatrium" if atrium else "listing")
    hint = hint_of(root, answer.url, answer.headers.get("link")) if atrium and not is_home else {}
    way = replace(way, is_home=is_home, hint=hint, address=notes.home if is_home else way.address)
    dated = sum(post.on is not None for post in way.posts) * 2 >= len(way.posts)
    if not dated and "section" not in hint and way.kind == "list":
        notes.doubtful[way.address] = way
    return _keep(notes, probe, way)


def _feed(notes: Notes, probe: Probe, answer: Answer) -> None:
    way = ways.feed_way(answer, notes.ground, probe.part)
    notes.offsets += offsets_in(decode(answer.body, answer.content_type))
    notes.feed_titles += [way.title] if way.title else []
    depth = len([one for one in urlsplit(probe.address).path.split("/") if one])
    at_root = depth <= len([one for one in urlsplit(notes.home).path.split("/") if one]) + 1
    _keep(notes, probe, replace(way, site_wide=notes.platform.name == WORDPRESS and at_root))


def _root(notes: Notes, probe: Probe, answer: Answer) -> None:
    notes.api = read_root(answer.body, probe.address)
    _note(notes, probe, "the root of a posts API")


def _types(notes: Notes, probe: Probe, answer: Answer) -> None:
    if notes.api:
        notes.api = replace(notes.api, types=read_types(answer.body), knows_types=True)
        _note(notes, probe, f"its own types of posts: {', '.join(notes.api.types) or 'none'}")


def _api(notes: Notes, probe: Probe, answer: Answer) -> None:
    address = collection_address(probe.address)
    way = ways.api_way(answer, notes.ground, probe.part, address)
    is_posts = address.rstrip("/").endswith("/wp/v2/posts")
    _keep(notes, probe, replace(way, site_wide=is_posts))


def _calendar(notes: Notes, probe: Probe, answer: Answer) -> None:
    notes.calendar_zones += names_in_ical(decode(answer.body, answer.content_type))
    notes.page_zones += names_in_data(answer.body[:20_000].decode("utf-8", "replace"))
    _keep(notes, probe, ways.calendar_way(answer, notes.ground))


def _sitemap(notes: Notes, probe: Probe, answer: Answer) -> None:
    sitemap = ways.sitemap_of(answer)
    notes.sitemaps += [one for one in sitemap.sitemaps if notes.may_ask(one)]
    notes.mapped += [page.url for page in sitemap.pages[:5_000] if is_within(page.url, notes.home)]
    if sitemap.sitemaps and not sitemap.pages:
        notes.index = notes.index or answer.url
        _note(notes, probe, f"an index of {len(sitemap.sitemaps)} sitemaps")
        return
    way = ways.sitemap_way(answer, sitemap, notes.ground, probe.part)
    likeliest = sorted(way.posts, key=lambda post: -address_signs(post.url, notes.home).points)
    way = replace(way, posts=tuple(likeliest))
    notes.doubtful[way.address] = way
    _keep(notes, probe, way)


def _sample(notes: Notes, probe: Probe, answer: Answer) -> None:
    """One page behind a doubtful way: if it is a post, the way is trusted; if all samples are none, it is dropped."""
    notes.offsets += offsets_in(decode(answer.body, answer.content_type))
    is_post, what = ways.is_post_page(answer, notes.ground)
    notes.sampled.setdefault(probe.about, []).append(is_post)
    _note(notes, probe, what, works=is_post)


def _next(notes: Notes, probe: Probe, answer: Answer) -> None:
    """The second page of a list: its posts are added to those of the first, to compare lists by more of them."""
    more = ways.list_way(answer, _page(answer), notes.ground, probe.part)
    for at, way in enumerate(notes.ways):
        if way.address == probe.about and way.kind == "list":
            known = {post.key for post in way.posts}
            added = tuple(post for post in more.posts if post.key not in known)
            notes.ways[at] = replace(way, posts=way.posts + added)
    notes.deeper.add(probe.about)


def _spaces(notes: Notes, probe: Probe, answer: Answer) -> None:
    found = spaces_in(_page(answer), answer.url, notes.home)
    known = {bare(space.home) for space in notes.spaces}
    notes.spaces += [space for space in found if bare(space.home) not in known]
    _note(notes, probe, f"spaces listed: {len(found)}")


_READERS: dict[str, Callable[[Notes, Probe, Answer], None]] = {
    "home": _home,
    "list": _list,
    "feed": _feed,
    "root": _root,
    "types": _types,
    "api": _api,
    "calendar": _calendar,
    "sitemap": _sitemap,
    "sample": _sample,
    "next": _next,
    "spaces": _spaces,
}


# ---- small steps -----------------------------------------------------------------------------------------------
def _page(answer: Answer) -> etree._Element:
    """The tree of a page. Raises ParseError for what is none."""
    start = answer.body[:2_000].lower()
    if (b"<?xml" in start and b"<html" not in start) or start.lstrip()[:1] in {b"{", b"["}:
        raise ParseError("what came is no page but data, such as a feed")
    root: etree._Element = tree(answer.body, answer.content_type, answer.url)
    return root


def _look_around(notes: Notes, root: etree._Element, url: str) -> None:
    """Feeds and calendars that a page declares or links to."""
    _keep_new(notes.feeds, feeds_of(root, url))
    if notes.platform.name == "LaborWeb":
        of_rubrics = ((link, usual.feed_of_category(link.url)) for link in links_of(root, url))
        found = [Candidate(feed, part_of(link.text, ""), "the feed of a rubric") for link, feed in of_rubrics if feed]
        _keep_new(notes.feeds, found[:6])
    _keep_new(notes.calendars, calendars_of(root, url))


def _settled(asked: str, final: str) -> str:
    """The home: where the answer came from. A host that shows its home below a path is still the whole host."""
    scheme, host, path, _, _ = urlsplit(final)
    if urlsplit(asked).path in {"", "/"}:
        path = "/"
    return urlunsplit((scheme, host, path or "/", "", ""))


def _keep_new(known: list[Candidate], found: Iterable[Candidate]) -> None:
    addresses = {bare(one.address) for one in known}
    known += [one for one in found if bare(one.address) not in addresses]


def _keep(notes: Notes, probe: Probe, way: Way) -> Way:
    """Note a way that works, each address once."""
    if not any(one.kind == way.kind and bare(one.address) == bare(way.address) for one in notes.ways):
        notes.ways.append(way)
    notes.findings.append(Finding(way.why, way.address, probe.why))
    return way


def _note(notes: Notes, probe: Probe, what: str, works: bool = True) -> None:
    notes.findings.append(Finding(what, probe.address, probe.why, works))
