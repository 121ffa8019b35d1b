"""Pages of known posts that are not those posts any more: what an answer says of the post that was asked for.

    answer ─┬─ refused, gone, or no post by its own words ─────────────────────────────> Missed
            ├─ redirected ─┬─ to the home page or a list, or to another post ──────────> Missed
            │              └─ to a page that carries the post ─────────────────────────> Item, which has moved
            └─ other words under its address ─┬─ of another owner, or spam ────────────> Missed
                                              ├─ as an impossible address gives them ──> Missed
                                              └─ else the post was rewritten ──────────> Item

Of posts whose page was never read a failing page says only that they cannot be read: they are rejected.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from scrapy.http import Response

from errors import ParseError, VisitError
from fetching import meta
from items import Item, Missed, Rejected
from known import KnownItem
from parsing.documents import decode
from parsing.foreign import ENOUGH_POSTS, Foreign, Own, foreign_document, foreign_page, shows_elsewhere
from parsing.text import words_of
from parsing.urls import canonical

if TYPE_CHECKING:
    from parsing.pages import Page
    from spiders.base import Family

#: What a page says of itself -> what that says of a known post at whose address it stands.
_SAYS = {
    "gone": "soft_gone",
    "forbidden": "forbidden",
    "password": "password",
    "member": "password",
    "draft": "draft",
}
_LISTS = frozenset({"list", "tag", "search", "author", "calendar", "activity", "front"})
#: Pages that stand in place of a site which a host has not set up or has switched off: nobody has taken it over.
_UNFINISHED = re.compile(r"nginx|apache|default|suspended|coming soon|future home|hosting", re.IGNORECASE)
#: Posts that a channel must have shown before anybody can miss them.
FEWEST_POSTS = 2
#: Posts by which a channel's document is recognised.
_REMEMBERED = 60
#: Share of words that two error pages have in common; they may print the address that was asked.
_ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class Doubt:
    """A page at a known post's address whose words are other ones, until an impossible address was asked as well."""

    response: Response
    page: Page
    entry: Item | None


def known_post(family: Family, response: Response, entry: Item | None) -> KnownItem | None:
    """The known item whose page was asked for, if its page was ever read."""
    try:
        address = canonical(asked_url(response), family.sites)
    except ParseError:
        return None
    number, installation = (entry.external_id, entry.installation) if entry else (None, None)
    known = family.crawl.known.item(address, number, installation)
    return known if known is not None and (known.has_body or known.last_read_at is not None) else None


def asked_url(response: Response) -> str:
    """The address that was asked before any redirect."""
    redirected: list[str] = response.meta.get(meta.REDIRECT_URLS) or [response.url]
    return redirected[0]


def lost(family: Family, response: Response, known: KnownItem | None, reason: str, detail: str) -> Iterator[
    Rejected | Missed
]:  # fmt: skip
    """What a page that is no post says: of a known post that it is missing, of others that they are none."""
    word = _landing(family, response) or _SAYS.get(reason) if known is not None else None
    if word is None and known is not None and _is_redirected(family, response):
        word = "list" if reason in _LISTS else "other" if reason != "unreadable" else None
    if word == "soft_gone" and response.status in (404, 410):
        word = "gone"
    if known is None or word is None:
        yield from family.rejections(response, reason, detail)
        return
    yield missed(family, response, word, detail)


def landed_nowhere(family: Family, response: Response) -> Missed | None:
    """The miss of a known post whose address leads to the home page or to a channel's list; None where it does not."""
    word = _landing(family, response) if 200 <= response.status < 300 else None
    if word is None:
        return None
    if family.visit.frozen:
        return missed(family, response, "foreign", f"The address leads to somebody else's site now: {response.url}")
    where = "the home page" if word == "home" else "a list of posts"
    return missed(family, response, word, f"The address leads to {where} now: {response.url}")


def missed(family: Family, response: Response, reason: str, detail: str) -> Missed:
    """A miss of the post that was asked for."""
    url = asked_url(response)
    final = response.url if response.url != url else None
    return Missed(family.channel.id, url, reason, detail, response.status, final)


def moved_from(response: Response) -> tuple[str, ...]:
    """The addresses that redirect for good to the page: all of the chain, or none where one hop was temporary."""
    chain = response.meta.get(meta.REDIRECT_URLS, ())
    return tuple(chain) if set(chain) <= set(response.meta.get(meta.MOVED, ())) else ()


def judged(family: Family, response: Response, page: Page, known: KnownItem) -> Missed | bool:
    """Whether a page that reads like a post is the known one: True, False where it is in doubt, or why it is not."""
    crawl = family.crawl
    if _is_redirected(family, response):
        there = crawl.known.item(canonical(response.url, family.sites))
        is_another = there is not None and there.item_id != known.item_id
        if crawl.known.reads_as(known.item_id, page.title, page.body, strict=is_another):
            return True
        return missed(family, response, "other", f"The address leads to another page now: {response.url}")
    if crawl.known.reads_as(known.item_id, page.title, page.body):
        return True
    source = decode(response.body, response.headers.get("Content-Type", b"").decode("latin-1"))
    why = foreign_page(source, _own(family, ()), frozen=family.visit.frozen)
    if why is not None:
        return missed(family, response, "foreign", f"What stands there is not the source's: {why}.")
    return False


def impossible_url(url: str) -> str:
    """An address beside a post's at which no site has anything; always the same, so that caches may answer it."""
    name = hashlib.sha256(urlsplit(url).netloc.encode()).hexdigest()[:12]
    return urljoin(url, f"/no-such-page-{name}")


def is_error_page(doubt: Page, impossible: Page) -> bool:
    """Whether a site gives the same page for a post's address as for one that cannot be."""
    one, other = words_of(doubt.body or doubt.title), words_of(impossible.body or impossible.title)
    if not one or not other:
        return doubt.title == impossible.title
    return len(one & other) >= _ALIKE * max(len(one), len(other))


class Strange(VisitError):
    """A channel's first document bears nothing of its source: addresses of known posts are to be asked what that is."""

    def __init__(self, response: Response, foreign: Foreign, posts: list[str]) -> None:
        sentence = f"{response.url} shows nothing that is known of its source: {foreign.why}."
        super().__init__("soft", "strange", sentence)
        self.response, self.foreign, self.posts = response, foreign, posts


def refuse_if_foreign(family: Family, response: Response, was: VisitError | None = None) -> None:
    """Raise Strange where a channel's first document may be another owner's; before any item of it is passed on.

    Further documents are not judged, nor are those of a channel that was never read. was: the error that tells of a
    parking or sales page.
    """
    step = response.meta.get("step")
    if family.visit.judged or (step is not None and step.number > 1):
        return
    family.visit.judged = True
    known = family.crawl.known
    if not known.visited_before(family.channel.id) or known.shown(family.channel.id) < FEWEST_POSTS:
        return
    source = decode(response.body, response.headers.get("Content-Type", b"").decode("latin-1"))
    for_sale = was is not None and not _UNFINISHED.search(str(was))
    if foreign_document(source, _own(family, None), for_sale=for_sale) is None:
        return
    posts = known.shown_lately(family.channel.id, _REMEMBERED)
    own = _own(family, tuple((_path(url), title) for url, title in posts))
    foreign = foreign_document(source, own, for_sale=for_sale)
    if foreign is not None:
        raise Strange(response, foreign, [url for url, _ in posts])


def foreign_at(family: Family, response: Response) -> str | None:
    """Why the page at a known post's address is not the source's, once the channel itself looks foreign."""
    source = decode(response.body, response.headers.get("Content-Type", b"").decode("latin-1"))
    return foreign_page(source, _own(family, ()), frozen=True)


def note_new_addresses(family: Family, response: Response) -> None:
    """Mark a visit whose first document shows the known posts at none of their addresses and by their titles: what it
    brings is no news. The archive finds most of them again by their words."""
    visit, known = family.visit, family.crawl.known
    if visit.looked or visit.is_flood or not known.visited_before(family.channel.id):
        return
    visit.looked = True
    posts = [(_path(url), title) for url, title in known.shown_lately(family.channel.id, _REMEMBERED)]
    source = decode(response.body, response.headers.get("Content-Type", b"").decode("latin-1"))
    visit.is_flood = shows_elsewhere(source, posts)


def _own(family: Family, posts: tuple[tuple[str, str | None], ...] | None) -> Own:
    """posts: None stands for as many as it takes, of which none would be found."""
    given = posts if posts is not None else (("", None),) * ENOUGH_POSTS
    return Own(family.source.name, family.source.language, given)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _is_redirected(family: Family, response: Response) -> bool:
    asked = asked_url(response)
    return asked != response.url and _canonical(family, asked) != _canonical(family, response.url)


def _landing(family: Family, response: Response) -> str | None:
    """home or list, where an address was redirected to the home page of the source or to one of its channels."""
    if not _is_redirected(family, response):
        return None
    here = _canonical(family, response.url)
    home = _canonical(family, family.source.homepage)
    if here == home or urlsplit(response.url).path in ("", "/", "/index.html", "/index.php"):
        return "home" if not urlsplit(response.url).query else None
    channels = family.crawl.registry.channels.values()
    lists = {one.address for one in channels if one.source_id == family.source.id}
    return "list" if here in {_canonical(family, address) for address in lists} else None


def _canonical(family: Family, url: str) -> str:
    try:
        return canonical(url, family.sites)
    except ParseError:
        return url
