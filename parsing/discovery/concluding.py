"""What a survey comes to: the channels that cover the site, and the site's name, language and time zone. Pure."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlsplit

from parsing.challenges import verdict
from parsing.discovery.choice import Stream, Way, choose
from parsing.discovery.notes import Conclusion, Notes, ProposedChannel, Space
from parsing.discovery.signs import language_of, name_in_title, site_name
from parsing.discovery.usual import names_posts
from parsing.discovery.ways import fold
from parsing.discovery.zone import ASSUMED, zone_of_fixed_offset, zone_of_offsets
from parsing.lists.addresses import same_page
from parsing.state import is_shell
from parsing.text import plain
from parsing.urls import host_of

#: words of addresses that say nothing of what is published there
_NO_WORDS = frozenset(
    ("index", "html", "htm", "php", "xml", "rss", "feed", "wp", "json", "v1", "v2", "page", "cfm", "aspx", "the", "our")
)
#: posts that a block of a home page has at the most
_BLOCK = 6
#: lists that a row names beside its own address
_MOST_LISTS = 3


def conclude(notes: Notes) -> Conclusion:
    """The end of a survey, whole or cut short."""
    streams = choose(_trusted(notes))
    language, language_why = _language(notes)
    timezone, timezone_why = _timezone(notes)
    channels = tuple(_channel(stream, notes) for stream in streams)
    return Conclusion(
        asked_home=notes.asked_home,
        home=notes.home,
        platform=notes.platform,
        name=_name(notes),
        language=language,
        language_why=language_why,
        timezone=timezone,
        timezone_why=timezone_why,
        channels=_with_own_parts(channels),
        findings=tuple(notes.findings),
        spaces=_spaces(notes),
        failure=_failure(notes, channels),
    )


def _trusted(notes: Notes) -> list[Way]:
    """The ways, without those of which every page that was looked at was no post."""
    refuted = {address for address, read in notes.sampled.items() if not any(read)}
    ways = [way for way in notes.ways if not (way.address in notes.doubtful and way.address in refuted)]
    if any(way.family == "openatrium" for way in ways):
        ways = [way for way in ways if way.kind != "feed"]
    return [replace(way, confirmed=any(notes.sampled.get(way.address, ()))) for way in ways]


def _channel(stream: Stream, notes: Notes) -> ProposedChannel:
    """A stream as a channel; the other ways into it go into the hint, for the day when the first one fails."""
    way, hint = stream.way, dict(stream.way.hint)
    others = [one for one in stream.others if one.kind != "calendar"]
    lists = [one.address for one in others if one.kind == "list" and not one.is_home and not _is_post(one, way)]
    # a home page with more than a block of posts is the list of a blog
    lists = lists or [one.address for one in others if one.is_home and (one.next_url or len(one.posts) > _BLOCK)]
    sitemaps = [one.address for one in others if one.kind == "sitemap"]
    feeds = [one for one in others if one.kind == "feed"]
    if way.kind == "api" and feeds:
        hint["feed"] = max(feeds, key=lambda feed: (feed.site_wide, len(feed.posts))).address
    elif way.kind in {"list", "sitemap"} and feeds:
        hint["feed"] = feeds[0].address
    if lists:
        hint["lists"] = lists[:_MOST_LISTS]
    if sitemaps and way.kind != "sitemap":
        hint["sitemaps"] = sitemaps[:_MOST_LISTS]
    address = _sitemap_address(way, stream, notes) if way.kind == "sitemap" else way.address
    return ProposedChannel(way.family, address, _part(stream), hint, _why(stream))


def _is_post(one: Way, way: Way) -> bool:
    return any(same_page(one.address, post.url) for post in way.posts)


def _part(stream: Stream) -> str:
    """The word for a channel's id. What carries everything is the news; a rubric keeps its own word."""
    way = stream.way
    if way.kind == "calendar" or not (way.site_wide or way.is_home or way.kind == "sitemap"):
        return way.part
    return "news"


def _sitemap_address(way: Way, stream: Stream, notes: Notes) -> str:
    """The one part of a sitemap that holds the posts, or the index where several parts do."""
    parts = [one for one in (way, *stream.others) if one.kind == "sitemap" and names_posts(one.address)]
    if len(parts) == 1:
        return parts[0].address
    several = len([one for one in (way, *stream.others) if one.kind == "sitemap"]) > 1
    return notes.index if notes.index and several else way.address


def _why(stream: Stream) -> str:
    """The reason in words, with what else leads to the same posts."""
    others = Counter({"api": "posts API", "feed": "feed", "list": "list", "sitemap": "sitemap"}.get(one.kind, one.kind)
                      for one in stream.others if one.address != stream.way.address)  # fmt: skip
    if not others:
        return stream.way.why
    also = ", ".join(f"{count} {name}{'s' if count > 1 else ''}" for name, count in sorted(others.items()))
    return f"{stream.way.why}; the same by {also}"


def _with_own_parts(channels: tuple[ProposedChannel, ...]) -> tuple[ProposedChannel, ...]:
    """Each channel with a word of its own: the second "blog" is called by its address ("espanol"), else "blog-2"."""
    taken: set[str] = set()
    named = []
    for channel in channels:
        path = re.findall(r"[a-z][a-z0-9]+", unquote(urlsplit(channel.address).path).lower())
        numbered = (f"{channel.part}-{number}" for number in range(2, 100))
        words = (channel.part, *(word for word in path if word not in _NO_WORDS), *numbered)
        part = next(word for word in words if word not in taken)
        taken.add(part)
        named.append(replace(channel, part=part))
    return tuple(named)


def _name(notes: Notes) -> str | None:
    """What the site calls itself, by its page, its API, its feeds."""
    found = site_name(notes.root, below=bool(urlsplit(notes.home).path.strip("/"))) if notes.root is not None else None
    if found:
        return found
    said = [notes.api.name if notes.api else None, *notes.feed_titles]
    return next((name for one in said if one and (name := name_in_title(one))), None)


def _spaces(notes: Notes) -> tuple[Space, ...]:
    """The spaces below the home; the site itself, which lists of spaces name too, is none of them."""
    own = fold(_name(notes))
    return tuple(space for space in notes.spaces if not own or fold(space.name) != own)


def _language(notes: Notes) -> tuple[str, str]:
    if notes.root is None:
        return "en", "nothing was read; English is assumed"
    text = " ".join(post.title for way in notes.ways for post in way.posts[:40])
    return language_of(notes.root, notes.headers, f"{plain(notes.root) or ''} {text}")


def _timezone(notes: Notes) -> tuple[str, str]:
    """The zone and where it was read: calendars, the posts API, embedded data, offsets; else the usual assumption."""
    for names, why in (
        (notes.calendar_zones, "its calendar names it"),
        ([notes.api.timezone] if notes.api and notes.api.timezone else [], "its posts API names it"),
        (notes.page_zones, "its pages' data name it"),
    ):
        if names:
            return Counter(names).most_common(1)[0][0], why
    if notes.api and notes.api.offset:
        zone = zone_of_fixed_offset(notes.api.offset)
        if zone:
            return zone, f"its posts API says {notes.api.offset:+g} hours"
    zone = zone_of_offsets(notes.offsets)
    if zone:
        return zone, "the offsets of its dates fit it"
    return ASSUMED, "assumed"


def _failure(notes: Notes, channels: tuple[ProposedChannel, ...]) -> str | None:
    """Why nothing can be proposed, in a sentence; None if something can."""
    if channels:
        return None
    if not notes.answered:
        return f"{notes.asked_home} was not asked, so nothing is known of it."
    if notes.failure:
        return _home_failure(notes)
    looked = len(notes.answered)
    closed = [finding for finding in notes.findings if "robots.txt" in finding.what]
    if closed and len(closed) >= looked - 1:
        host = host_of(notes.home)
        return f"robots.txt of {host} closes what lies behind the home page, and the page itself shows no posts."
    if _shows_nothing(notes):
        return (
            f"{notes.home} is an empty shell that needs a browser: its HTML and the data in it show no posts, and "
            f"among {looked} addresses that were read there was no feed, no posts API, no sitemap and no list. "
            'A row by hand (family listing) may ask for a browser with the hint {"browser": true}; that needs the '
            "extra: pip install 'scrapy-playwright>=0.0.48', as docs/operating.md tells."
        )
    return (
        f"No way to posts was found on {notes.home}: {looked} addresses were read, among them no feed, no posts API, "
        "no sitemap and no list with posts of this site. If a person can see posts there, write the row by hand "
        "with the page that lists them (family listing)."
    )


def _shows_nothing(notes: Notes) -> bool:
    """Whether the home page is shown by scripts alone."""
    root = notes.root
    return root is not None and is_shell(root) and next(root.iter("script"), None) is not None


def _home_failure(notes: Notes) -> str:
    answer = notes.failure
    assert answer is not None
    if answer.failure:
        return f"{notes.asked_home} cannot be proposed: {answer.failure}"
    strange: Any = verdict(answer.status, dict(answer.headers), answer.body)
    said = strange[1] if strange else f"it answered {answer.status}"
    return f"{notes.asked_home} cannot be proposed: {said}"
