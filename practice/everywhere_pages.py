"""What the rows of a registry answer: per family, the channel's own document and a page for each of its posts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from practice.platforms import wordpress_api
from practice.shapes import Post
from practice.site import body_html, render
from practice.wire import Request, Response, html, xml
from registry import Channel

Answer = Callable[[Request], Response]


def of(channel: Channel, posts: Sequence[Post]) -> Mapping[str, Answer]:
    """Address -> answer, for the channel's address, the ways that its hint names, and its posts."""
    maker = {
        "openatrium": _open_atrium,
        "wordpress": _wordpress,
        "national": _national,
        "feed": _feed,
        "sitemap": _sitemap,
        "listing": _listing,
        "calendar": _calendar,
    }[channel.family]
    return maker(channel, posts)


def _open_atrium(channel: Channel, posts: Sequence[Post]) -> Mapping[str, Answer]:
    home = urlsplit(channel.address).path.strip("/") == ""

    def listing(request: Request) -> Response:
        rows = posts if request.number("page", 0) == 0 else ()
        return html(_render("atrium_home.html" if home else "atrium_list.html", rows))

    found: dict[str, Answer] = {channel.address: listing}
    for post in posts:
        page = html(render("everywhere/atrium_node.html", post=post, body=body_html(post)))
        found[post.url] = _always(page)
    return found


def _wordpress(channel: Channel, posts: Sequence[Post]) -> Mapping[str, Answer]:
    rows = [_api_object(post) for post in posts]

    def api(request: Request) -> Response:
        return wordpress_api.answer(request, "/wp/v2/posts", lambda _: rows)

    return {channel.address: api, **_articles(posts)}


def _api_object(post: Post) -> dict[str, Any]:
    stamp = "%Y-%m-%dT%H:%M:%S"
    return {
        "id": post.number,
        "date": f"{post.local:{stamp}}",
        "date_gmt": f"{post.at:{stamp}}",
        "modified_gmt": f"{post.at:{stamp}}",
        "slug": post.notes["slug"],
        "status": "publish",
        "type": "post",
        "link": post.url,
        "title": {"rendered": post.title},
        "content": {"rendered": str(body_html(post)), "protected": False},
        "excerpt": {"rendered": f"<p>{post.piece.teaser}</p>", "protected": False},
        "author": 1,
        "class_list": [],
    }


def _national(channel: Channel, posts: Sequence[Post]) -> Mapping[str, Answer]:
    is_feed = "/rss/" in channel.address
    document = _rss(posts) if is_feed else _list(channel, posts)
    return {channel.address: document, **_articles(posts)}


def _feed(channel: Channel, posts: Sequence[Post]) -> Mapping[str, Answer]:
    return {channel.address: _rss(posts), **_articles(posts)}


def _rss(posts: Sequence[Post]) -> Answer:
    stamps = {post.key: format_datetime(post.at) for post in posts}
    return _always(xml(render("everywhere/feed.xml", posts=posts, stamps=stamps)))


def _sitemap(channel: Channel, posts: Sequence[Post]) -> Mapping[str, Answer]:
    urls = [(post.url, post.at.isoformat()) for post in posts]
    document = xml(render("sitemap/sitemap.xml", urls=urls), "application/xml")
    return {channel.address: _always(document), **_articles(posts)}


def _listing(channel: Channel, posts: Sequence[Post]) -> Mapping[str, Answer]:
    if channel.hint.get("anchored"):
        bodies = {post.key: body_html(post) for post in posts}
        return {channel.address: _always(html(_render("notes.html", posts, bodies=bodies)))}
    return {channel.address: _list(channel, posts), **_articles(posts)}


def _list(channel: Channel, posts: Sequence[Post]) -> Answer:
    """One of three looks, by the make that the row names."""
    make = str(channel.hint.get("make", ""))
    look = {"static": "table", "laborweb": "table", "squarespace": "cards", "wix": "cards"}.get(make, "rows")
    return _always(html(_render(f"list_{look}.html", posts)))


def _calendar(channel: Channel, posts: Sequence[Post]) -> Mapping[str, Answer]:
    """Events that begin at noon, thirty days after they were entered."""
    entries = [(post, f"{post.local:%Y%m%d}T120000") for post in posts]
    return {
        channel.address: _always(xml(render("everywhere/calendar.ics", entries=entries), "text/calendar")),
        **_articles(posts),
    }


def _articles(posts: Sequence[Post]) -> dict[str, Answer]:
    return {
        post.url: _always(html(_render("article.html", (post,), post=post, body=body_html(post)))) for post in posts
    }


def _render(template: str, posts: Sequence[Post], **values: Any) -> str:
    language = posts[0].language if posts else "en"
    return render(f"everywhere/{template}", posts=posts, language=language, **values)


def _always(response: Response) -> Answer:
    return lambda _: response
