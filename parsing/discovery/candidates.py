"""Where a site may publish: the feeds, calendars and list pages that a page points to, and the usual addresses.

Pure. Nothing here says that an address works; `parsing.discovery.ways` reads what was fetched and judges.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from lxml import etree

from parsing.discovery.links import Link, is_under, is_within, links_of
from parsing.lists.addresses import address_signs, same_page
from parsing.lists.pagers import find_pagers
from parsing.text import one_line
from parsing.urls import absolute
from parsing.words import block_kind, is_all, words_of

#: a home page with no more links than this is a splash page, whose links may be followed
SPLASH = 6
#: two links into a directory may be chance; with so many it is taken for a list's
SIBLINGS = 2

_FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "text/rss",
)
_FEED_ADDRESS = re.compile(
    r"(?:/(?:feed|rss|atom|rdf)/?$|\.rss$|\.atom$|/(?:rss|atom|feed|index)\d?\.(?:xml|json|php|cfm)$|[?&](?:format|feed|type|view)=(?:rss|atom|feed)"
    r"|[?&]action=catfeed|feeds\.feedburner\.com/|/feeds/posts/default)",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"/comments?/(?:feed|default)|comments?[-_]?feed|\bcomments? (?:feed|on|for)\b|comentarios", re.IGNORECASE
)
_CALENDAR_ADDRESS = re.compile(
    r"\.ics(?:$|\?)|[?&](?:outlook-)?ical=1|[?&](?:format|type)=i?cal\b|/ical/?$|/ics/?$", re.IGNORECASE
)
#: words of menus beside those that parsing.words knows as headings of blocks
_MORE_NEWS = re.compile(
    r"\b(?:bolet[ií]n(?:es)?|prensa|avisos|entradas|publicaciones|historias|media(?: cent(?:er|re)| room)?|"
    r"clippings?|(?:press|news) clips|(?:press|media|news) coverage|in the (?:press|papers?)|en los medios|recortes|"
    r"communications?|communiqu[eé]s?|alerts?|victories|e-?news|journal|magazine|voices|hotline|archives?|news-?room)\b",
    re.IGNORECASE,
)
_PARTS = (
    (
        "clippings",
        re.compile(
            r"\bclippings?\b|\b(?:press|news) clips\b|\b(?:press|media|news) coverage\b"
            r"|\bin the (?:news|press|media|papers?)\b|\ben (?:los medios|la prensa)\b|\brecortes\b",
            re.I,
        ),
    ),
    (
        "calendar",
        re.compile(r"\b(?:events?|calendars?|trainings?|workshops?|eventos?|calendario|agenda|meetings?)\b", re.I),
    ),
    ("press", re.compile(r"\b(?:press|prensa|releases?|comunicados?|statements?|pressroom)\b", re.I)),
    ("blog", re.compile(r"\bblogs?\b", re.I)),
    ("news", re.compile(r"\b(?:news|newsroom|noticias?|actualidad|novedades|headlines?)\b", re.I)),
    ("updates", re.compile(r"\b(?:updates?|alerts?|announcements?|avisos|bargaining)\b", re.I)),
    ("newsletter", re.compile(r"\b(?:newsletters?|bolet[ií]n(?:es)?|bulletins?|e-?news)\b", re.I)),
    ("stories", re.compile(r"\b(?:stor(?:y|ies)|historias|voices|articles?)\b", re.I)),
    ("videos", re.compile(r"\bvideos?\b", re.I)),
)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"\s>]{1,2000})", re.IGNORECASE)
_PAGING = re.compile(r"/page/\d+/?$|[?&](?:page|paged|start|offset)=", re.IGNORECASE)
_OTHER_PAGE = re.compile(
    r"\W*(?:next|previous|older|newer|load more|siguientes?|anteriores|m[áa]s antigu[oa]s)\b", re.IGNORECASE
)
_EXTENSION = re.compile(r"\.(?:html?|php|aspx?|cfm|jsp)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may publish. part: a word for the channel's id (news, press, blog, calendar); why: for people."""

    address: str
    part: str
    why: str
    score: float = 0.0


def feeds_of(root: etree._Element, url: str) -> list[Candidate]:
    """Feeds that a page declares or links to, the declared ones first; those of comments are left out."""
    found: dict[str, Candidate] = {}
    for element in root.iter("link"):
        kind = (element.get("type") or "").lower().partition(";")[0].strip()
        address = absolute(url, element.get("href") or "")
        title = one_line(element.get("title")) or ""
        declared = "alternate" in (element.get("rel") or "").lower() and kind in _FEED_TYPES
        if address and declared and not is_comments_feed(title, address):
            found.setdefault(address, Candidate(address, part_of(title, address), "the page declares it as its feed"))
    for link in links_of(root, url):
        if _FEED_ADDRESS.search(link.url) and not is_comments_feed(link.text, link.url):
            found.setdefault(
                link.url, Candidate(link.url, part_of(link.text, link.url), "a link that looks like a feed")
            )
    return list(found.values())[:12]


def calendars_of(root: etree._Element, url: str) -> list[Candidate]:
    """iCalendar files that a page declares or links to; webcal addresses are read as web addresses."""
    found: dict[str, Candidate] = {}
    for element in root.iter("link", "a"):
        href = re.sub(r"^\s*webcals?://", "https://", element.get("href") or "", flags=re.IGNORECASE)
        address = absolute(url, href)
        if address is None:
            continue
        declared = "calendar" in (element.get("type") or "").lower()
        if declared or href != element.get("href") or _CALENDAR_ADDRESS.search(address):
            why = "the page declares a calendar" if element.tag == "link" else "a link to a calendar file"
            found.setdefault(address, Candidate(address, "calendar", why))
    return list(found.values())[:6]


def lists_of(root: etree._Element, url: str, scope: str, most: int = 10) -> list[Candidate]:
    """List pages that a page's links suggest, the likeliest first: by the words of menus and of addresses, and by
    several links that lead into one directory.

    scope: only addresses under this one count.
    """
    pages = {address for pager in find_pagers(root, url) for _, _, address, _ in pager.links}
    links = [
        link
        for link in links_of(root, url)
        if is_within(link.url, scope) and not same_page(link.url, scope) and link.url not in pages
    ]
    directories = Counter(directory for link in links if (directory := _directory(link.url, url)))
    found: dict[str, Candidate] = {}
    for link in links:
        candidate = _judged(link, url, directories)
        if candidate:
            _keep_best(found, candidate)
    named = {_bare(candidate.address) for candidate in found.values()}
    as_linked = {_bare(link.url): link.url for link in links}  # many servers know it without its last slash only
    for directory, count in directories.most_common(12):
        address = as_linked.get(_bare(urljoin(url, directory)), urljoin(url, directory))
        if (
            count >= SIBLINGS
            and is_under(address, scope)
            and _bare(address) not in named
            and not same_page(address, scope)
        ):
            why = f"{count} links of the page lead into {directory}"
            _keep_best(found, Candidate(address, part_of("", address), why, 1.0 + min(count, 4) / 2))
    ranked = sorted(found.values(), key=lambda candidate: -candidate.score)
    news = [candidate for candidate in ranked if candidate.part != "calendar"]
    events = [candidate for candidate in ranked if candidate.part == "calendar"]
    return news[:most] + events[:3]


def lists_of_addresses(addresses: Iterable[str], seen: Iterable[str], scope: str, most: int = 4) -> list[Candidate]:
    """List pages that a sitemap suggests: directories under which several of its pages lie, and no post seen so far."""
    known = {_directory(address, scope) for address in seen}
    directories = Counter(
        urljoin(address, directory)
        for address in addresses
        if (directory := _directory(address, scope)) and directory not in known
    )
    likely = [
        (address, count) for address, count in directories.most_common(12) if count >= 3 and is_under(address, scope)
    ]
    return [
        Candidate(address, part_of("", address), f"{count} addresses of the sitemap lie under it")
        for address, count in likely[:most]
        if not same_page(address, scope)
    ]


def part_of(label: str, address: str) -> str:
    """A word for what a channel carries, from its label and its path; "news" where neither says."""
    path = " ".join(_path_words(address))
    for text in (label[:80], path):
        for part, pattern in _PARTS:
            if pattern.search(text):
                return part
    return "news"


def entrances_of(root: etree._Element, url: str, scope: str) -> list[Candidate]:
    """Where a home page without lists leads on: the frames it is made of, the page it sends browsers to, and the links
    of a splash page, if they are few."""
    found: dict[str, Candidate] = {}
    for element in root.iter("frame", "iframe"):
        address = absolute(url, element.get("src") or "")
        if address:
            found.setdefault(_bare(address), Candidate(address, "news", "a frame of the home page"))
    for element in root.iter("meta"):
        sends = (element.get("http-equiv") or "").lower() == "refresh" and _REFRESH.search(element.get("content") or "")
        address = absolute(url, sends[1]) if sends else None
        if address:
            found.setdefault(_bare(address), Candidate(address, "news", "the home page sends browsers there"))
    links = [link for link in links_of(root, url) if address_signs(link.url, url).role in {"unknown", "list", "post"}]
    if len(links) <= SPLASH:
        for link in links:
            why = f"one of the few links of the home page, {link.text[:40]!r}"
            found.setdefault(_bare(link.url), Candidate(link.url, "news", why))
    return [one for one in found.values() if is_within(one.address, scope) and not same_page(one.address, url)][:4]


def is_comments_feed(title: str | None, address: str) -> bool:
    """Whether a feed is of comments, which are no posts."""
    return bool(_COMMENTS.search(address) or _COMMENTS.search(title or ""))


def _judged(link: Link, url: str, directories: Counter[str]) -> Candidate | None:
    """A link as a candidate, with points for what its words, its address and its place say; None if it is none."""
    signs = address_signs(link.url, url)
    door = signs.role == "home" and not is_under(link.url, url)  # of another host of the same domain
    if signs.foreign or (signs.role in {"social", "function", "file", "home", "self"} and not door):
        return None
    if (
        _PAGING.search(link.url)
        or _OTHER_PAGE.match(link.text)
        or _FEED_ADDRESS.search(link.url)
        or _CALENDAR_ADDRESS.search(link.url)
    ):
        return None
    words = words_of(link.text)
    of_label = _kind(link.text) if words <= 6 else None
    of_path = _kind(" ".join(_path_words(link.url)[-4:])) if signs.slug_words <= 4 else None
    if not (of_label or of_path or (signs.role == "list" and not _is_dates_only(link.url))):
        return None
    path = urlsplit(link.url).path
    score = 4.0 if of_label and words <= 3 else 2.0 if of_label else 0.0
    score += 3.0 if of_path else 0.0
    score += 1.0 if link.in_menu else 0.0
    score += 1.5 if is_all(link.text) else 0.0
    score += min(directories.get(path.rstrip("/") + "/", 0), 4) / 2
    score -= 0.5 * max(0, len([one for one in path.split("/") if one]) - 1)
    score -= 3.0 if re.search(r"/(?:tags?|authors?|topics?)/", path) else 1.0 if "/category/" in path else 0.0
    if signs.role == "post" and not (of_label and words <= 4):
        score -= 3.0
    if score < 2.5:
        return None
    events = "event" in (of_label or of_path or "")
    part = "calendar" if events else part_of(link.text if of_label else "", link.url)
    named = f"the link {link.text[:60]!r}" if link.text else "a link"
    return Candidate(link.url, part, f"{named} names a list", score)


def _kind(text: str) -> str | None:
    """`news` or `event` where a short text names a list of either."""
    kind = block_kind(text)
    if kind in {"event", "training"}:
        return "event"
    return "news" if kind == "news" or _MORE_NEWS.search(text) else None


def _keep_best(found: dict[str, Candidate], candidate: Candidate) -> None:
    key = _bare(candidate.address)
    if key not in found or found[key].score < candidate.score:
        found[key] = candidate


def _directory(address: str, url: str) -> str | None:
    """The path of the directory that a post-like address lies in, parts that are dates or numbers left out."""
    signs = address_signs(address, url)
    if signs.foreign or signs.role not in {"post", "unknown"} or urlsplit(address).query:
        return None
    segments = [one for one in urlsplit(address).path.split("/") if one][:-1]
    while segments and re.fullmatch(r"\d{1,4}|[a-z]{3,9}|[a-z]+-\d{4}", segments[-1], re.I) and _dated(segments):
        segments.pop()
    return f"/{'/'.join(segments)}/" if segments else None


def _dated(segments: list[str]) -> bool:
    """Whether the last segment is a part of a date: a number, or a month's name behind a year."""
    if segments[-1].isdigit():
        return True
    return any(re.fullmatch(r"(?:19|20)\d\d", one) for one in segments[:-1]) or bool(re.search(r"\d{4}$", segments[-1]))


def _is_dates_only(address: str) -> bool:
    segments = [one for one in urlsplit(address).path.split("/") if one]
    return bool(segments) and segments[-1].isdigit()


def _path_words(address: str) -> list[str]:
    """The words of a path and of the values of its query."""
    parts = urlsplit(address)
    path = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", _EXTENSION.sub("", unquote(parts.path)))  # InTheNews.html
    values = " ".join(value for _, value in parse_qsl(parts.query)[:8] if len(value) < 40)
    return [word for word in re.split(r"[^\w]+|_", f"{path} {values}") if word]


def _bare(address: str) -> str:
    parts = urlsplit(address)
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/').lower()}?{parts.query}"
