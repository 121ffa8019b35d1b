"""Which of the ways that work become channels: as few as show everything, each stream of posts by its best way.

Pure. Two ways carry one stream when the posts of the one stand in the other as far back as the other reaches: a feed
ends after ten posts, a list page after twenty, so what is older than the end of one proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, Literal

from parsing.discovery.usual import names_posts

Kind = Literal["api", "feed", "list", "sitemap", "calendar"]
Relation = Literal["yes", "no", "unknown"]

#: the better way comes first: ids and totals, then dates and texts, then links, then bare addresses
RANK: Mapping[str, int] = {"api": 0, "feed": 1, "list": 2, "sitemap": 3, "calendar": 4}
#: of the posts that one way should show if it carried the other's stream, so many may be missing: lists keep old
#: favourites on top, feeds come from a cache
_TOLERANCE = 0.2
#: so many posts of the home page must be missing elsewhere before it becomes a channel beside others
_ENOUGH = 3
#: a sitemap with so many times the posts of a block on the home page is the better way
_RICHER = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """One post as a way shows it. key: its canonical address; title: folded for comparison; on: its day, if said."""

    url: str
    key: str
    title: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """An address that was read and shows posts.

    family: the spiders that read it. part: a word for the channel's id. total: how many posts the site itself says it
    has. whole: it shows every post it has, so what is missing is not there. site_wide: it carries whatever the platform
    calls a post. is_home: it is the home page. hint: what the row should know of it.
    """

    kind: Kind
    family: str
    address: str
    part: str
    posts: tuple[Shown, ...]
    why: str
    title: str | None = None
    total: int | None = None
    whole: bool = False
    site_wide: bool = False
    is_home: bool = False
    next_url: str | None = None
    #: a page behind it was read and is a post
    confirmed: bool = False
    hint: Mapping[str, Any] = field(default_factory=dict)

    @property
    def newest(self) -> date | None:
        """The newest day that it shows, if any."""
        return max((post.on for post in self.posts if post.on), default=None)


@dataclass(slots=True)
class Stream:
    """A way that became a channel, and the ways that lead to the same posts."""

    way: Way
    others: list[Way] = field(default_factory=list)


def choose(ways: Iterable[Way]) -> list[Stream]:
    """The streams of a site, its news before its calendar.

    An API before feeds, feeds before lists, lists before sitemaps; among equals the one that covers more of the others.
    """
    ways = list(ways)
    news = [way for way in ways if way.kind != "calendar"]
    streams: list[Stream] = []
    for way in _in_order(news):
        if way.kind == "sitemap" and streams:
            _place_sitemap(way, streams)
            continue
        home = _stream_of(way, streams)
        if home is not None:
            _attach(home, way)
        elif not (way.is_home and streams) or _adds_dated_posts(way, streams):
            streams.append(Stream(way))
    streams = _without_the_covered(streams)
    streams = _sitemap_before_a_block(streams, news)
    return streams + _calendars([way for way in ways if way.kind == "calendar"], streams)


def covers(wide: Way, narrow: Way) -> Relation:
    """Whether the posts of `narrow` stand in `wide`, as far as can be told from what both show."""
    if not narrow.posts:
        return "yes"
    keys = {post.key for post in wide.posts}
    titles = {post.title for post in wide.posts if _is_telling(post.title)}
    hits = [post.key in keys or (_is_telling(post.title) and post.title in titles) for post in narrow.posts]
    if all(hits):
        return "yes"
    if wide.whole:
        return "yes" if hits.count(False) <= _TOLERANCE * len(hits) else "no"
    end = reach(wide)
    dated = [post.on for post in narrow.posts if post.on]
    if end is not None and len(dated) * 2 >= len(narrow.posts):
        return _by_day(narrow.posts, hits, end)
    return _by_order(hits)


def reach(way: Way) -> date | None:
    """How far back a way goes: the day of its last post where it runs from new to old, else its oldest day."""
    days = [post.on for post in way.posts if post.on]
    if len(days) * 2 < len(way.posts) or not days:
        return None
    falling = sum(one >= other for one, other in pairwise(days))
    return days[-1] if falling >= 0.8 * (len(days) - 1) else min(days)


def _by_day(posts: Sequence[Shown], hits: Sequence[bool], end: date) -> Relation:
    """Of the posts newer than the other way's end, nearly all must stand there."""
    due = [hit for post, hit in zip(posts, hits, strict=True) if hit or (post.on and post.on > end)]
    missing = due.count(False)
    if not due:
        return "unknown"
    if missing == 0:
        return "yes"
    return "yes" if missing <= max(1, _TOLERANCE * len(due)) and due.count(True) > missing else "no"


def _by_order(hits: Sequence[bool]) -> Relation:
    """Without days: posts run from new to old, so those that both show come first, and what is older follows."""
    if not any(hits):
        return "unknown"
    last = len(hits) - 1 - list(reversed(hits)).index(True)
    missing = hits[: last + 1].count(False)
    return "yes" if missing <= (last + 1) / 3 or hits.count(True) * 2 >= len(hits) else "no"


def _in_order(ways: list[Way]) -> list[Way]:
    """By kind; then the site-wide, those that cover the most others, the longest, the shortest address."""
    reached = {
        id(way): sum(covers(way, other) == "yes" for other in ways if other is not way and other.kind == way.kind)
        for way in ways
    }
    return sorted(
        ways,
        key=lambda way: (
            RANK[way.kind],
            way.is_home,
            not way.site_wide,
            -reached[id(way)],
            -len(way.posts),
            len(way.address),
        ),
    )


def _stream_of(way: Way, streams: list[Stream]) -> Stream | None:
    """The stream that a way belongs to, if any of those chosen so far."""
    relations = [(covers(stream.way, way), stream) for stream in streams]
    for wanted in ("yes",):
        for relation, stream in relations:
            if relation == wanted:
                return stream
    # Nothing of it is new enough to be missing there: what the platform itself calls a post is in its API and feed.
    return next((stream for relation, stream in relations if relation == "unknown" and stream.way.site_wide), None)


def _without_the_covered(streams: list[Stream]) -> list[Stream]:
    """A feed of one rubric beside a list of everything is no channel of its own. APIs stay: they know most."""
    kept = list(streams)
    for stream in streams:
        if stream.way.kind == "api":
            continue
        wider = next((one for one in kept if one is not stream and _swallows(one.way, stream.way)), None)
        if wider:
            kept.remove(stream)
            for way in (stream.way, *stream.others):
                _attach(wider, way)
    return kept


def _swallows(wide: Way, narrow: Way) -> bool:
    return covers(wide, narrow) == "yes" and covers(narrow, wide) == "no"


def _sitemap_before_a_block(streams: list[Stream], ways: list[Way]) -> list[Stream]:
    """A few links on the home page are a poor channel where a sitemap names every post."""
    if len(streams) != 1 or not streams[0].way.is_home:
        return streams
    block = streams[0].way
    for way in ways:
        if way.kind == "sitemap" and len(way.posts) >= _RICHER * len(block.posts) and covers(way, block) == "yes":
            return [Stream(way, [block])]
    return streams


def _adds_dated_posts(block: Way, streams: list[Stream]) -> bool:
    """Whether the home page shows several posts, by their days new enough, that no other way has. Its undated links may
    be anything."""
    if any(covers(stream.way, block) != "no" for stream in streams):
        return False
    keys = {post.key for stream in streams for post in stream.way.posts}
    titles = {post.title for stream in streams for post in stream.way.posts}
    ends = [end for stream in streams if (end := reach(stream.way))]
    missing = [post for post in block.posts if post.on and post.key not in keys and post.title not in titles]
    return sum(not ends or post.on >= min(ends) for post in missing if post.on) >= _ENOUGH


def _place_sitemap(way: Way, streams: list[Stream]) -> None:
    """A sitemap beside other ways: to the stream that it shares posts with, or a stream of its own if it is apart.

    Parts of one sitemap share no posts; where there are only such parts, they are one stream.
    """
    if all(stream.way.kind == "sitemap" for stream in streams):
        _attach(streams[0], way)
    elif is_apart(way, [stream.way for stream in streams]):
        if way.confirmed:
            streams.append(Stream(way))
    elif any(_shared(stream.way, way) for stream in streams):
        _attach(max(streams, key=lambda stream: _shared(stream.way, way)), way)


def is_apart(sitemap: Way, ways: Iterable[Way]) -> bool:
    """Whether a sitemap whose name says that it holds posts shares none with any other way: a type of its own."""
    return names_posts(sitemap.address) and not any(_shared(way, sitemap) for way in ways if way.kind != "sitemap")


def _shared(one: Way, other: Way) -> int:
    """Number of posts that stand in both."""
    return len({post.key for post in one.posts} & {post.key for post in other.posts})


def _calendars(ways: list[Way], streams: list[Stream]) -> list[Stream]:
    """Calendars that show events which are not among the posts; of several with the same events the fullest."""
    found: list[Stream] = []
    for way in sorted(ways, key=lambda way: (-len(way.posts), not way.site_wide, len(way.address))):
        if any(_shares(stream.way, way) for stream in streams):
            continue
        home = next((stream for stream in found if _shares(stream.way, way)), None)
        if home:
            _attach(home, way)
        else:
            found.append(Stream(way))
    return found


def _shares(wide: Way, narrow: Way) -> bool:
    """Whether most of the events of one way stand in the other."""
    keys, titles = {post.key for post in wide.posts}, {post.title for post in wide.posts if post.title}
    hits = sum(post.key in keys or post.title in titles for post in narrow.posts)
    return hits * 2 > len(narrow.posts)


def _attach(stream: Stream, way: Way) -> None:
    if way not in stream.others:
        stream.others.append(way)


def _is_telling(title: str) -> bool:
    """Whether a title is long enough to be a post's own."""
    return len(title) >= 16
