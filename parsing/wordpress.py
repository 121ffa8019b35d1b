"""The posts API of WordPress (`/wp-json/wp/v2/posts`): ids, instants and whole texts, field by field.

A field of a wrong type is as good as absent; a post without an address is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from lxml import etree

from errors import ParseError
from items import Link, Moment, Picture
from parsing.dates import candidate, without_shared
from parsing.documents import decode, tree
from parsing.pages.article import article_text
from parsing.pages.bylines import people
from parsing.pages.cleanup import clean_body, clean_teaser
from parsing.pages.parts import parts_of
from parsing.pages.pointers import pointer_in
from parsing.pages.tags import each_once, words_of_slug
from parsing.text import one_line, plain, tidy
from parsing.urls import absolute

_UTC = ZoneInfo("UTC")
_MAX_POSTS = 1_000
#: marks of page builders that a switched-off plugin leaves in the text
_SHORTCODE = re.compile(
    r"\[/?(?:et_pb|vc|av|fusion|su|caption|gallery|embed|contact-form|wpforms|gravityform|embeddoc|ngg)[\w-]{0,60}(?:\s[^\[\]]{0,3000})?\]"
)
_MAX_TYPES = 200
_BASE = re.compile(r"[A-Za-z0-9_-]{1,60}")
_NO_POSTS = frozenset({"post", "page", "attachment", "nav_menu_item", "revision", "custom_css", "oembed_cache",
                       "user_request", "product", "elementor_library", "e-landing-page"})  # fmt: skip
#: beginnings of words in the names of types
_OF_NEWS = ("news", "press", "release", "blog", "article", "statement", "update", "stor", "bulletin", "bargaining",
            "alert", "announcement", "publication", "hotline", "headline", "spotlight", "post", "noticia", "comunicado",
            "boletin", "boletín", "media", "action", "campaign", "victor", "obituar", "memoriam")  # fmt: skip
_OF_OTHER_THINGS = ("event", "tribe", "venue", "organizer", "staff", "team", "people", "person", "member", "leader",
                    "officer", "board", "steward", "testimonial", "faq", "product", "slide", "popup", "template",
                    "form", "location", "gallery", "portfolio", "block", "layout", "menu", "map", "banner", "sponsor",
                    "job", "contract", "document", "download", "landing", "library", "sidebar", "widget", "font",
                    "directory", "course", "lesson", "quiz", "topic", "reply", "forum", "logo", "client", "coupon",
                    "order", "local")  # fmt: skip
_API_LINK = etree.XPath("//link[@rel='https://api.w.org/']/@href")


@dataclass(frozen=True, slots=True)
class Post:
    """One post of the API. body: plain text; None where the post is protected or its text stands outside of it."""

    url: str
    external_id: str | None = None
    title: str | None = None
    teaser: str | None = None
    body: str | None = None
    author: str | None = None
    published: Moment | None = None
    #: every date that the API gives, the flagged ones too
    candidates: tuple[Moment, ...] = ()
    updated_at: datetime | None = None
    tags: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    links: tuple[Link, ...] = ()
    type: str | None = None
    protected: bool = False
    #: ("clipping" or "video", where it leads) of a post that is only a pointer
    pointer: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Posts:
    """One page of the API. total and pages: the site's own count, from the headers, where it gives them."""

    items: tuple[Post, ...]
    total: int | None = None
    pages: int | None = None


def read_posts(
    body: bytes,
    url: str,
    zone: ZoneInfo,
    total: int | None = None,
    pages: int | None = None,
    content_type: str | None = None,
) -> Posts:
    """Read one page of the posts API.

    total, pages: of the headers X-WP-Total and X-WP-TotalPages. zone: for local dates where the GMT one is missing.
    Raises ParseError where the document is no list of posts: an error object, HTML, other JSON.
    """
    document = _document(decode(body, content_type), url)
    found = tuple(post for raw in document[:_MAX_POSTS] if isinstance(raw, Mapping) and (post := _post(raw, url, zone)))
    if document and not found:
        raise ParseError(f"{url} is a list of something else than posts")
    return Posts(_without_imports(found), _count(total), _count(pages))


def _without_imports(posts: tuple[Post, ...]) -> tuple[Post, ...]:
    """The posts without the date that most of them share: that of their import into the site."""
    dates = without_shared([post.published for post in posts])
    return tuple(
        replace(post, published=None, candidates=(date, *post.candidates[1:])) if date and date.flag else post
        for post, date in zip(posts, dates, strict=True)
    )


def post_types(body: bytes, url: str) -> tuple[str, ...]:
    """The endpoints (`rest_base`) of a site's public types that hold posts of its own making, from `/wp/v2/types`.

    Taken are types named for news, and flat types with categories or tags as posts have them. Left out are the usual
    posts, pages, files, parts of themes and menus, and types named for people, places, goods and events, which other
    channels give or which are no posts. Raises ParseError where the document is no object of types.
    """
    try:
        document = json.loads(decode(body, None))
    except (ValueError, RecursionError) as error:
        raise ParseError(f"{url} is no JSON that can be read ({type(error).__name__})") from None
    if not isinstance(document, Mapping):
        raise ParseError(f"{url} is JSON, but no object of types")
    bases = []
    for name, kind in list(document.items())[:_MAX_TYPES]:
        base = kind.get("rest_base") if isinstance(kind, Mapping) else None
        if isinstance(base, str) and _BASE.fullmatch(base) and _holds_posts(name, kind):
            bases.append(base)
    return tuple(dict.fromkeys(bases))


def _holds_posts(name: str, kind: Mapping[str, Any]) -> bool:
    if name in _NO_POSTS or name.startswith("wp_") or kind.get("viewable") is False or kind.get("hierarchical") is True:
        return False
    space = kind.get("rest_namespace")
    if isinstance(space, str) and space != "wp/v2":
        return False
    words = {word for text in (name, kind.get("rest_base"), kind.get("name")) if isinstance(text, str)
             for word in re.findall(r"[^\W_]+", text.casefold()[:100])}  # fmt: skip
    if any(word.startswith(_OF_OTHER_THINGS) for word in words):
        return False
    taxonomies = kind.get("taxonomies")
    like_posts = isinstance(taxonomies, list) and bool({"category", "post_tag"} & set(map(str, taxonomies)))
    return like_posts or any(word.startswith(_OF_NEWS) for word in words)


def api_of(root: etree._Element, url: str) -> str | None:
    """The address of the posts API that a page names in its head; None for sites that name none."""
    for href in cast("list[str]", _API_LINK(root))[:3]:
        address = absolute(url, href)
        if address:
            return address + "wp/v2/posts" if address.endswith(("/", "rest_route=")) else address + "/wp/v2/posts"
    return None


def _document(text: str, url: str) -> list[Any]:
    start = text.find("[")  # warnings of PHP may stand before the document
    before = text[: max(start, 0)].strip()
    if start < 0 or before.startswith("{") or len(before) > 5_000 or "<html" in before.lower():
        raise ParseError(f"{url} is no posts API: {_said(text)}", text)
    try:
        document = json.loads(text[start:], strict=False)
    except (ValueError, RecursionError) as error:
        raise ParseError(f"{url} is no JSON that can be read ({type(error).__name__})", text) from None
    if not isinstance(document, list):
        raise ParseError(f"{url} is JSON, but no list of posts", text)
    return document


def _said(text: str) -> str:
    """What the API itself says of an error, else what kind of document it is."""
    try:
        error = json.loads(text)
    except (ValueError, RecursionError):
        return "an HTML page" if "<" in text[:500] else "something else"
    message = error.get("message") or error.get("code") if isinstance(error, Mapping) else None
    return (one_line(plain(message)) or "an error")[:200] if isinstance(message, str) else "an object"


def _post(raw: Mapping[str, Any], url: str, zone: ZoneInfo) -> Post | None:
    link = raw.get("link")
    address = absolute(url, link) if isinstance(link, str) and link.strip() else None
    status = raw.get("status")
    if not address or (isinstance(status, str) and status not in ("publish", "inherit")):
        return None
    number, kind = raw.get("id"), raw.get("type")
    title = one_line(plain(_rendered(raw, "title")))
    author = people(_authors(raw))
    content = _rendered(raw, "content")
    body = clean_body(_text(content), title, author, zone)
    published = _moment(raw.get("date_gmt"), _UTC, zone) or _moment(raw.get("date"), zone, zone)
    modified = _moment(raw.get("modified_gmt"), _UTC, zone)
    pictures, links = parts_of(_SHORTCODE.sub(" ", content), body, address)
    changed = modified if modified and not modified.flag and (not published or modified.at != published.at) else None
    return Post(
        url=address,
        external_id=str(number) if isinstance(number, int) and not isinstance(number, bool) and number > 0 else None,
        title=title,
        teaser=clean_teaser((plain(_text(_rendered(raw, "excerpt"))) or "").replace("\n", " ")),
        body=body,
        author=author,
        published=published if published and not published.flag else None,
        candidates=(*((published,) if published else ()), *((replace(changed, flag="modified"),) if changed else ())),
        updated_at=modified.at if modified and not modified.flag else None,
        tags=each_once(_terms(raw)),
        pictures=pictures or tuple(_featured(raw, address)),
        links=links,
        type=kind if isinstance(kind, str) else None,
        protected=_is_protected(raw),
        pointer=pointer_in(content, body, address),
    )


def _rendered(raw: Mapping[str, Any], key: str) -> str:
    """The rendered text of a field, which is an object, or a text on old sites; nothing of a protected one."""
    value = raw.get(key)
    if isinstance(value, Mapping):
        value = "" if value.get("protected") is True else value.get("rendered")
    return value if isinstance(value, str) else ""


def _is_protected(raw: Mapping[str, Any]) -> bool:
    content = raw.get("content")
    return isinstance(content, Mapping) and content.get("protected") is True


def _text(markup: str) -> str | None:
    if not markup.strip():
        return None
    try:
        return plain(tidy(article_text(tree(f"<div>{_SHORTCODE.sub(' ', markup)}</div>"))))
    except ParseError:
        return plain(markup)


def _moment(value: Any, said_in: ZoneInfo, zone: ZoneInfo) -> Moment | None:
    """An instant of the API, which never says its zone. WordPress prints zeros for drafts, which no date survives."""
    moment = candidate(value, said_in, "api") if isinstance(value, str) else None
    if moment is None or moment.flag:
        return moment
    return Moment.of_instant(moment.at, zone, "api")


def _authors(raw: Mapping[str, Any]) -> Iterator[str]:
    """Names where a plugin or `_embed` gives them; the API itself gives a number only."""
    yoast = raw.get("yoast_head_json")
    if isinstance(yoast, Mapping) and isinstance(yoast.get("author"), str):
        yield yoast["author"]
        return
    embedded = raw.get("_embedded")
    people_of = embedded.get("author") if isinstance(embedded, Mapping) else None
    for one in people_of[:10] if isinstance(people_of, list) else ():
        if isinstance(one, Mapping) and isinstance(one.get("name"), str):
            yield one["name"]


def _terms(raw: Mapping[str, Any]) -> Iterator[str]:
    """Names of categories and tags with `_embed`, else their slugs from the classes of the post."""
    embedded = raw.get("_embedded")
    groups = embedded.get("wp:term") if isinstance(embedded, Mapping) else None
    for group in groups[:10] if isinstance(groups, list) else ():
        for term in group[:30] if isinstance(group, list) else ():
            if (
                isinstance(term, Mapping)
                and isinstance(term.get("name"), str)
                and (name := one_line(plain(term["name"])))
            ):
                yield name
    if groups:
        return
    classes = raw.get("class_list")
    for name in classes[:60] if isinstance(classes, list) else ():
        if isinstance(name, str) and name.startswith(("category-", "tag-")) and name != "category-uncategorized":
            yield words_of_slug(name.partition("-")[2])


def _featured(raw: Mapping[str, Any], base: str) -> Iterator[Picture]:
    """The post's own picture where plugins or `_embed` name it, for posts that show none in their text."""
    yoast, embedded = raw.get("yoast_head_json"), raw.get("_embedded")
    listed = (
        embedded.get("wp:featuredmedia") if isinstance(embedded, Mapping) else None,
        yoast.get("og_image") if isinstance(yoast, Mapping) else None,
        [{"url": raw.get("jetpack_featured_media_url")}],
    )
    for media in listed:
        first = media[0] if isinstance(media, list) and media and isinstance(media[0], Mapping) else {}
        given = first.get("source_url") or first.get("url")
        if isinstance(given, str) and given.strip() and (address := absolute(base, given[:2000])):
            alt = first.get("alt_text")
            yield Picture(address, None, one_line(alt[:300]) if isinstance(alt, str) else None)
            return


def _count(value: int | None) -> int | None:
    return value if value is not None and 0 <= value < 10_000_000 else None
