"""Addresses that platforms serve without saying so: posts APIs, feeds, sitemaps. Pure.

By platform where the home page shows one, else by how often generators use them. Source: the documentation of each
platform; what AFSCME's sites run on stands first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

from parsing.discovery.signs import OPEN_ATRIUM, WORDPRESS
from parsing.urls import absolute

#: platform -> paths of its feed, relative to the home page
_FEEDS: dict[str, tuple[str, ...]] = {
    WORDPRESS: ("feed/", "?feed=rss2"),
    "Drupal": ("rss.xml",),
    "Wix": ("blog-feed.xml",),
    # of the collections that are called so; those of other names are found by their lists
    "Squarespace": ("?format=rss", "news?format=rss", "blog?format=rss"),
    "Weebly": ("1/feed",),
    "GoDaddy": ("f.rss",),
    "Joomla": ("?format=feed&type=rss",),
    "Ghost": ("rss/",),
    "Hugo": ("index.xml",),
    "Jekyll": ("feed.xml",),
    "Eleventy": ("feed/feed.xml", "feed.xml"),
    "Blogger": ("feeds/posts/default",),
    # what looks like a feed on Open Atrium is a page
    OPEN_ATRIUM: (),
}
#: platform -> what to add to a list's address to get its feed: a path, a parameter or an ending
_LIST_FEEDS: dict[str, tuple[str, ...]] = {
    "Squarespace": ("?format=rss",),
    "Joomla": ("?format=feed&type=rss",),
    "Webflow": ("/rss.xml",),
    "NationBuilder": (".rss",),
    "Drupal": ("/feed", "/rss.xml"),
    "Weebly": ("/feed",),
    WORDPRESS: ("/feed/",),
    "Hugo": ("/index.xml",),
    OPEN_ATRIUM: (),
}
#: for sites of unknown make, the commonest first
_ANY_FEEDS = (
    "feed/",
    "rss.xml",
    "feed.xml",
    "atom.xml",
    "index.xml",
    "rss/",
    "blog-feed.xml",
    "?format=rss",
    "feed.json",
)
_ANY_LIST_FEEDS = ("/feed/", "/rss.xml", "/index.xml", "?format=rss")

_CATEGORY = re.compile(r"([?&]action=)cat(?=&|$)", re.IGNORECASE)
_POST_SITEMAPS = ("post", "blog", "news", "article", "press", "release", "update", "noticia", "stor")
_OTHER_SITEMAPS = (
    "page", "image", "video", "categor", "tag", "author", "product", "taxonom", "attachment", "user", "format",
)  # fmt: skip
SITEMAPS = ("sitemap.xml", "sitemap_index.xml", "wp-sitemap.xml")


def feeds_of_platform(platform: str | None, home: str) -> list[str]:
    """Addresses at which a platform serves the feed of the whole site."""
    return [urljoin(_folder(home), path) for path in _FEEDS.get(platform or "", ())]


def feeds_of_any(home: str) -> list[str]:
    """Addresses worth a try where the platform is not known."""
    return [urljoin(_folder(home), path) for path in _ANY_FEEDS]


def feeds_of_list(platform: str | None, address: str) -> list[str]:
    """Addresses at which the feed of a list may stand."""
    endings = _LIST_FEEDS.get(platform, ()) if platform else _ANY_LIST_FEEDS
    return [_with(address, ending) for ending in endings]


def feed_of_category(address: str) -> str | None:
    """LaborWeb's feed of a category, whose list is index.cfm?action=cat&categoryID=GUID; None for other addresses."""
    feed, count = _CATEGORY.subn(r"\1catfeed", address)
    return feed if count else None


def api_roots(home: str, declared: str | None) -> list[str]:
    """Where the root of a WordPress API may stand: as declared, by path, by parameter."""
    roots = [declared] if declared else []
    places = (urljoin(_folder(home), "wp-json/"), urljoin(_folder(home), "?rest_route=/"))
    return list(dict.fromkeys([*roots, *places]))


def api_address(root: str, route: str) -> str:
    """The address of a route below an API's root: by path, or inside the parameter rest_route."""
    if "rest_route=" in root:
        before, _, after = root.partition("rest_route=")
        value, ampersand, rest = after.partition("&")
        return f"{before}rest_route={value.rstrip('/').replace('%2F', '/')}/{route}{ampersand}{rest}"
    return f"{root.rstrip('/')}/{route}"


def asking(address: str, **parameters: object) -> str:
    """An address with parameters added."""
    joint = "&" if urlsplit(address).query else "?"
    return f"{address}{joint}{urlencode(parameters, safe=',')}"


def spaces_page(home: str) -> str:
    """The page on which an Open Atrium installation lists its public spaces."""
    return urljoin(home, "/spaces")


def sitemaps_in(robots: str, home: str) -> list[str]:
    """Sitemaps that robots.txt names."""
    named = []
    for line in robots[:200_000].splitlines():
        word, colon, rest = line.partition(":")
        if colon and word.strip().lower() == "sitemap" and rest.strip():
            address = absolute(home, rest.partition(" #")[0].strip())
            named += [address] if address else []
    return list(dict.fromkeys(named))[:4]


def sitemaps_of(home: str) -> list[str]:
    """Usual addresses of sitemaps, at the root of the host and below a home that has a path."""
    places = dict.fromkeys((urljoin(home, "/"), _folder(home)))
    return [urljoin(place, path) for place in places for path in SITEMAPS]


def likeliest_first(sitemaps: Iterable[str]) -> list[str]:
    """The sitemaps of an index, those of posts before those of pages, pictures and rubrics."""
    return sorted(dict.fromkeys(sitemaps), key=lambda one: (_worth(one), "sitemap" not in one.lower()))


def names_posts(sitemap: str) -> bool:
    """Whether a sitemap's own name says that it holds posts."""
    return _worth(sitemap) == 0


def _worth(sitemap: str) -> int:
    """0 where the name of a sitemap says posts, 2 where it says something else, 1 where it says neither."""
    parts = urlsplit(sitemap)
    words = f"{parts.path.rpartition('/')[2]} {parts.query}".lower().replace("sitemap", "")
    if any(word in words for word in _OTHER_SITEMAPS) and "blog-post" not in words:
        return 2
    return 0 if any(word in words for word in _POST_SITEMAPS) else 1


def _with(address: str, ending: str) -> str:
    if ending.startswith("?"):
        return f"{address}{'&' if urlsplit(address).query else '?'}{ending[1:]}"
    parts = urlsplit(address)
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/") + ending, "", ""))


def _folder(home: str) -> str:
    """A home as the base of addresses below it: a file's folder, else the home with a slash at its end."""
    last = urlsplit(home).path.rpartition("/")[2]
    return home if "." in last or not last else f"{home}/"
