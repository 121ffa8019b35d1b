"""What was fetched, read and judged: does it show posts of this site, and which.

Pure. Each reader takes an answer and gives a Way, or raises ParseError with the reason in words; nothing is a way
because of its address alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urldefrag, urlsplit
from zoneinfo import ZoneInfo

from lxml import etree

from errors import ParseError
from items import Moment
from parsing.atrium import calendar_entries
from parsing.discovery.candidates import is_comments_feed
from parsing.discovery.choice import Shown, Way
from parsing.discovery.links import is_within
from parsing.events import CalendarEntry, read_ical, read_tribe_events
from parsing.feeds import Entry, read_feed
from parsing.lists import ListEntry, looks_like_post, read_list
from parsing.pages import read_page
from parsing.sitemaps import Sitemap, read_sitemap
from parsing.urls import Sites, canonical
from parsing.wordpress import read_posts

#: posts of one way that are compared
MAX_POSTS = 400
#: dated reports elsewhere that make a page one of clippings, and how many for each post of its own: a list of posts
#: with some reports among them is the list of its posts, which its feed has as well
CLIPPINGS, _OF_CLIPPINGS = 3, 4
#: characters of a page's text that make it more than a stub
_ENOUGH_TEXT = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """A document as fetched. url: where it came from after redirects; headers: names in lower case; status 0 and
    `failure`, a sentence with its reason in a word, where there was no answer."""

    asked: str
    url: str
    status: int
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    failure: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether a document came that may be read."""
        return 200 <= self.status < 300 and bool(self.body.strip()) and not self.failure


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the search takes place: the provisional site, the address under which everything must lie, zone and day."""

    sites: Sites
    source_id: str
    scope: str
    zone: ZoneInfo
    today: date

    def owns(self, url: str) -> bool:
        """Whether an address is of this site and, where the home has a path, below it."""
        return self.sites.is_within(self.source_id, url) and is_within(url, self.scope)

    def holds_most(self, own: int, of: int) -> bool:
        """Whether so many own posts make a way that of this part of the site, where the home is only a part."""
        return own * 2 >= of or not urlsplit(self.scope).path.strip("/")

    def shown(self, url: str, title: str | None, moment: Moment | None, anchored: bool = False) -> Shown | None:
        """One post for comparison; None if its address is none."""
        try:
            key = canonical(url, self.sites, keep_anchor=anchored)
        except ParseError:
            return None
        return Shown(url, key, fold(title), moment.on if moment else None)


def fold(title: str | None) -> str:
    """A title for comparison: small letters and digits only."""
    return re.sub(r"[\W_]+", " ", title or "").strip().casefold()


def feed_way(answer: Answer, ground: Ground, part: str) -> Way:
    """A feed with posts of this site."""
    feed = read_feed(answer.body, answer.url, answer.content_type, ground.zone)
    if is_comments_feed(feed.title, answer.asked):
        raise ParseError("a feed of comments, which are no posts")
    if not feed.entries:
        raise ParseError("a feed without entries")
    linked = [entry for entry in feed.entries if entry.url and ground.owns(entry.url)]
    shown = _distinct(ground.shown(entry.url or "", entry.title, entry.published) for entry in linked)
    if not shown:
        raise ParseError(f"a feed whose {len(feed.entries)} entries all lead elsewhere{_whither(feed.entries)}")
    if not ground.holds_most(len(linked), len(feed.entries)):
        raise ParseError(f"a feed of the whole site, of which little lies below {ground.scope}")
    full = sum(bool(entry.body) for entry in linked) * 2 > len(linked)
    why = f"a feed with {_posts(shown)}{', texts included' if full else ''}"
    return Way("feed", "feed", answer.url, part, shown, why, feed.title, next_url=feed.next_url)


def api_way(answer: Answer, ground: Ground, part: str, address: str) -> Way:
    """The posts API of a WordPress site. address: of the collection, without paging."""
    total, pages = _number(answer, "x-wp-total"), _number(answer, "x-wp-totalpages")
    posts = read_posts(answer.body, answer.url, ground.zone, total=total, pages=pages)
    shown = _distinct(
        ground.shown(post.url, post.title, post.published) for post in posts.items if post.url and ground.owns(post.url)
    )
    if not shown:
        raise ParseError(f"a posts API without posts below {ground.scope}")
    if not ground.holds_most(len(shown), len(posts.items)):
        raise ParseError(f"the posts API of the whole site, of which little lies below {ground.scope}")
    known = posts.total if posts.total is not None else len(shown)
    why = f"a posts API with {known:,} posts{_newest(shown)}"
    whole = known <= len(posts.items)
    return Way("api", "wordpress", address, part, shown, why, total=posts.total, whole=whole)


def list_way(answer: Answer, root: etree._Element, ground: Ground, part: str, family: str = "listing") -> Way:
    """A page that lists posts of this site, or events where its entries are such."""
    page = read_list(root, answer.url, ground.zone, ground.today, {})
    entries = [entry for entry in page.entries if _is_own(entry, ground)]
    main = [entry for entry in entries if entry.is_main] or entries
    events = [entry for entry in main if entry.kind in {"event", "training"}]
    posts = [entry for entry in main if entry.kind not in {"event", "training"}]
    is_calendar = len(events) > len(posts)
    chosen, what = (events, "event") if is_calendar else (posts, "post")
    shown = _distinct(_entry_shown(entry, answer.url, ground) for entry in chosen)
    clippings = [entry for entry in page.entries if entry.points_out and entry.published is not None]
    if len(clippings) >= CLIPPINGS and len(clippings) > _OF_CLIPPINGS * len(shown):
        shown = _distinct([*shown, *(_clipping_shown(entry, answer.url, ground) for entry in clippings)])
        is_calendar, what = False, "outside report"
    if not shown:
        raise ParseError("a page on which no list of posts was found")
    why = f"a page that lists {_posts(shown, what)}"
    kind, named = ("calendar", "calendar") if is_calendar else ("list", part)
    return Way(kind, family, answer.url, named, shown, why, next_url=page.next_url)  # type: ignore[arg-type]


def sitemap_of(answer: Answer) -> Sitemap:
    """A sitemap or an index of sitemaps. Raises ParseError for anything else, and for an empty one."""
    sitemap = read_sitemap(answer.body, answer.url)
    if not (sitemap.pages or sitemap.sitemaps):
        raise ParseError("a sitemap without addresses")
    return sitemap


def sitemap_way(answer: Answer, sitemap: Sitemap, ground: Ground, part: str) -> Way:
    """A sitemap that names pages which may be posts."""
    pages = [page for page in sitemap.pages if looks_like_post(page.url) and ground.owns(page.url)]
    shown = _distinct(ground.shown(page.url, page.title, page.published or page.lastmod) for page in pages[:MAX_POSTS])
    if not shown:
        raise ParseError(f"a sitemap whose {len(sitemap.pages)} addresses are no posts")
    why = f"a sitemap with {len(pages):,} addresses that may be posts"
    return Way("sitemap", "sitemap", answer.url, part, shown, why, total=len(pages))


def calendar_way(answer: Answer, ground: Ground, root: etree._Element | None = None) -> Way:
    """A calendar: iCalendar, the API of The Events Calendar, or a page (its root) that carries its entries."""
    start = answer.body.lstrip(b"\xef\xbb\xbf \r\n\t")[:200]
    entries: Iterable[CalendarEntry]
    whole = False
    if start.startswith(b"BEGIN:VCALENDAR"):
        entries, what = read_ical(answer.body, ground.zone, ground.today), "a calendar file"
    elif start.startswith(b"{"):
        entries, what = read_tribe_events(answer.body, answer.url, ground.zone), "the API of an events calendar"
        whole = True
    elif root is not None:
        entries, what = calendar_entries(root, ground.zone), "a page that carries its calendar"
    else:
        raise ParseError("no calendar")
    entries = tuple(entries)
    if len(entries) == 1 and _is_of_one(answer.url, entries[0].url):
        raise ParseError("the calendar file of one event")
    shown = _distinct(
        ground.shown(entry.url or f"{answer.url}#{entry.external_id or entry.title}", entry.title, None, not entry.url)
        for entry in entries
        if entry.url is None or ground.owns(entry.url)
    )
    if not shown:
        raise ParseError("a calendar without events")
    return Way(
        "calendar", "calendar", answer.url, "calendar", shown, f"{what} with {len(shown)} events", site_wide=whole
    )


def _is_of_one(address: str, page: str | None) -> bool:
    """Whether a calendar file lies at its one event's own page: /event/x/?ical=1, /event/x/ical/."""
    return page is not None and urlsplit(page).path.strip("/") != "" and address.startswith(page.rstrip("/"))


def is_post_page(answer: Answer, ground: Ground) -> tuple[bool, str]:
    """Whether a page that a list leads to is a post, and what was found there, in words."""
    try:
        page = read_page(answer.body, answer.url, answer.content_type, ground.zone, ground.today, {})
    except ParseError as error:
        return False, str(error)
    if page.not_a_post:
        return False, page.not_a_post[1]
    if page.title and (page.published or page.event or len(page.body or "") >= _ENOUGH_TEXT):
        return True, f"it reads as a post: {page.title[:80]!r}"
    return False, "a page without a title, or with hardly any text and no date"


def _is_own(entry: ListEntry, ground: Ground) -> bool:
    return entry.url is None or ground.owns(entry.url)


def _entry_shown(entry: ListEntry, page_url: str, ground: Ground) -> Shown | None:
    if entry.url:
        return ground.shown(entry.url, entry.title, entry.published)
    return ground.shown(f"{urldefrag(page_url).url}{entry.anchor}", entry.title, entry.published, anchored=True)


def _clipping_shown(entry: ListEntry, page_url: str, ground: Ground) -> Shown | None:
    """A report elsewhere, which stands on the page and is never asked for: one report on two pages is one post."""
    target = ground.shown(entry.url or "", entry.title, entry.published)
    return replace(target, url=f"{urldefrag(page_url).url}{entry.anchor}") if target else None


def _distinct(shown: Iterable[Shown | None]) -> tuple[Shown, ...]:
    """Each post once, in order, bounded."""
    found: dict[str, Shown] = {}
    for one in shown:
        if one is not None:
            found.setdefault(one.key, one)
            if len(found) >= MAX_POSTS:
                break
    return tuple(found.values())


def _whither(entries: Iterable[Entry]) -> str:
    """The host that most entries lead to, for a person who may know it as the site's new one."""
    hosts = Counter(urlsplit(entry.url).netloc for entry in entries if entry.url)
    return f", most to {hosts.most_common(1)[0][0]}" if hosts else ""


def _number(answer: Answer, header: str) -> int | None:
    value = answer.headers.get(header, "").strip()
    return int(value) if value.isdigit() and len(value) < 10 else None


def _posts(shown: tuple[Shown, ...], what: str = "post") -> str:
    return f"{len(shown)} {what}{'' if len(shown) == 1 else 's'}{_newest(shown)}"


def _newest(shown: tuple[Shown, ...]) -> str:
    newest = max((one.on for one in shown if one.on), default=None)
    return f", the newest of {newest}" if newest else ""
