"""All sites of the practice web together, and the truth that they share."""

from __future__ import annotations

import functools

from practice.platforms.atrium_renamed import RenamedAtrium
from practice.platforms.blocks import Blocks
from practice.platforms.joomla import Joomla
from practice.platforms.made_by_generators import EleventyLists, HexoFullText, PelicanFeed
from practice.platforms.national import National
from practice.platforms.open_atrium import OpenAtrium
from practice.platforms.sitemap_only import SitemapOnly
from practice.platforms.squarespace import Squarespace
from practice.platforms.static_table import StaticTable
from practice.platforms.wordpress import Council231, Local9077
from practice.shapes import Truth
from practice.site import Site


class World:
    """The sites by host."""

    def __init__(self) -> None:
        self.sites: tuple[Site, ...] = (
            National(),
            OpenAtrium(),
            RenamedAtrium(),
            SitemapOnly(),
            Joomla(),
            Blocks(),
            Squarespace(),
            StaticTable(),
            Council231(),
            Local9077(),
            PelicanFeed(),
            HexoFullText(),
            EleventyLists(),
        )
        self.by_host = {host: site for site in self.sites for host in site.hosts}

    def truth(self, day: int) -> Truth:
        """All that is public on a day."""
        posts = tuple(post for site in self.sites for post in site.known(day))
        non_posts = tuple(one for site in self.sites for one in site.non_posts() if one.since <= day)
        changes = tuple(one for site in self.sites for one in site.in_force(day))
        return Truth(day, posts, non_posts, changes)


@functools.cache
def world() -> World:
    """The one practice web of this process, for its truth; a server builds its own, since sites count their visits."""
    return World()
