"""Many small sites that reprint one national union: for tests of scale, and to see that what is printed often is one.

    web = Many(100, Path("build/hundred"))     writes a registry there and makes a site for each of its rows
    with practice.server.running(handler=web) as server: ...
    web.truth()                                 all posts of all sites, with stories and roles

Every site has a few posts of its own, reprints in every role, and posts that look like those of others.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import registry
from practice import alike, newsroom, writer
from practice.dice import Dice
from practice.everywhere import Everywhere, address_of
from practice.newsroom import SHORT, Draft
from practice.shapes import CENTRAL, EASTERN, PACIFIC, Post, Says, Truth
from registry import Channel, Source

#: family, path of its channel, hint: the makes that take turns
MAKES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("wordpress", "/wp-json/wp/v2/posts", {}),
    ("feed", "/feed.xml", {}),
    ("listing", "/news", {"make": "joomla"}),
    ("openatrium", "/news", {}),
    ("listing", "/blog", {"make": "squarespace"}),
    ("sitemap", "/sitemap.xml", {}),
    ("listing", "/updates", {"make": "weebly"}),
)
ZONES = (EASTERN, CENTRAL, PACIFIC)
HOWS: tuple[alike.How, ...] = ("closing", "framed", "curly", "late", "teaser", "linked")
OWN, REPRINTS = 4, 8
NATIONAL = "practice-national"


class Many(Everywhere):
    """`count` sites beside the national one. Raises OSError where the registry cannot be written."""

    def __init__(self, count: int, directory: Path) -> None:
        write_registry(count, directory)
        self.rows = registry.load(directory)
        posts = {one.id: posts_of(one, self.rows.sources[one.source_id]) for one in self.rows.channels.values()}
        super().__init__(self.rows, posts)

    def truth(self) -> Truth:
        """All posts of all sites, on the first and only day."""
        return Truth(1, tuple(post for posts in self.posts.values() for post in posts), (), ())


def write_registry(count: int, directory: Path) -> None:
    """sources.csv, channels.csv and watches.csv for the national union and `count` sites."""
    directory.mkdir(parents=True, exist_ok=True)
    sources, channels = [_source(NATIONAL, "national", "", newsroom.HOME, EASTERN)], [_national_channel()]
    for number in range(1, count + 1):
        name, home = f"practice-site-{number:03d}", f"https://www.site{number:03d}.example"
        family, path, hint = MAKES[number % len(MAKES)]
        level = "council" if number % 4 == 0 else "local"
        sources.append(_source(name, level, str(8000 + number), home, ZONES[number % 3]))
        channels.append([f"{name}-news", name, family, f"{home}{path}", json.dumps(hint) if hint else "", "", "", ""])
    heads = {
        "sources": "source,name,level,number,states,homepage,hosts,language,timezone,parent,installation,note",
        "channels": "channel,source,family,address,hint,since,until,note",
        "watches": "watch,query,mode,carriers,quiet,cap,note",
    }
    for name, rows in (("sources", sources), ("channels", channels), ("watches", [])):
        with (directory / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([heads[name].split(","), *rows])


def _source(name: str, level: str, number: str, home: str, zone: ZoneInfo) -> list[str]:
    title = f"{SHORT} {level.capitalize()} {number} (practice)".replace("  ", " ")
    parent, states = ("", "US") if level == "national" else (NATIONAL, "OH")
    return [name, title, level, number, states, f"{home}/", "", "en", str(zone), parent, "", "invented"]


def _national_channel() -> list[str]:
    return [f"{NATIONAL}-news", NATIONAL, "national", f"{newsroom.HOME}/rss/blog", "", "", "", ""]


def posts_of(channel: Channel, source: Source) -> tuple[Post, ...]:
    """What stands on a site, newest first."""
    zone = ZoneInfo(source.timezone)
    drafts = _national() if source.level == "national" else _site(source, zone)
    posts = [_post(draft, channel, source, zone) for draft in drafts]
    slugs: set[str] = set()
    for at, post in enumerate(posts):  # platforms number an address that is taken
        if post.url in slugs:
            posts[at] = replace(post, url=f"{post.url.rstrip('/')}-{at}")
        slugs.add(post.url)
    return tuple(sorted(posts, key=lambda post: post.at, reverse=True))


def _national() -> list[Draft]:
    stories = [story for story in newsroom.national_stories() if story.since == 1]
    return [*stories, *alike.national_round_ups(), *alike.greetings("national", (2025,), EASTERN)]


def _site(source: Source, zone: ZoneInfo) -> Iterator[Draft]:
    dice, union = Dice(source.id), source.name.removesuffix(" (practice)")
    reprints = newsroom.copies(source.id, union, REPRINTS)
    yield from newsroom.own_news(source.id, union, OWN, date(2024, 1, 8), zone, words=(60, 240))
    yield from reprints
    yield from alike.printings(source.id, union, reprints, dice.pick(HOWS))
    yield from alike.meeting_notices(source.id, union, (date(2026, 3, dice.between(9, 28)),), zone)
    if dice.often(40):
        yield from alike.greetings(source.id, (2025,), zone)
    if dice.often(25):
        yield alike.memorial_scholarship(source.id, union, date(2026, 3, 4), zone)
    if dice.often(10):
        yield alike.copied_round_up(source.id)


def _post(draft: Draft, channel: Channel, source: Source, zone: ZoneInfo) -> Post:
    slug, number = writer.slug(draft.piece.title, 70), 100_000 + Dice(draft.key).below(800_000)
    if source.level == "national" and draft.story:
        url = newsroom.story_address(draft)
    else:
        url = address_of(channel, slug, draft.at.astimezone(zone), number)
    says: Says = "nothing" if channel.family == "openatrium" else "day"
    return newsroom.publish(draft, source.id, url, zone, says, number=number, notes={"slug": slug})
