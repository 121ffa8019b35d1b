"""A local's home page made with a site builder: one page edited in place, dated paragraphs, no page per post.

Vices: days as headings in three forms, two notes without any day, class names that say nothing, a counter at the foot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from practice import alike, newsroom, writer
from practice.shapes import PACIFIC, Change, NonPost, Post, Says
from practice.site import Page, Site, body_html, render, when
from practice.wire import html

SOURCE = "practice-local-9404"
HOME = "https://www.local9404.example"
FORMS = ("%B %-d, %Y", "Update %-m/%-d/{short}", "%A, %B %-d, %Y", "%B %-d, %Y")


class Blocks(Site):
    """www.local9404.example."""

    name = SOURCE
    hosts = ("www.local9404.example", "local9404.example")
    cache = "weak"
    robots = "<!DOCTYPE html><html><head><title>Local 9404</title></head><body><h1>Page not found</h1></body></html>"

    def all_posts(self) -> tuple[Post, ...]:
        drafts = newsroom.own_news(
            SOURCE, "Local 9404", 12, date(2025, 1, 15), PACIFIC, new=1, words=(45, 80), later=(3,)
        )
        drafts += alike.printings(SOURCE, "Local 9404", drafts, "teaser")
        posts = []
        for number, draft in enumerate(drafts):
            says: Says = "nothing" if number in {2, 6} else "day"
            # as a person files a note without page: the day, then the first words of the heading
            day = draft.at.astimezone(PACIFIC).date()
            stamp = f"{day}-" if says == "day" else ""
            anchor = f"note-{number}" if number % 5 == 1 else f"{stamp}{writer.slug(draft.piece.title)}"
            notes = {"form": FORMS[number % 4], "anchor": anchor if number % 5 == 1 else ""}
            draft = replace(draft, piece=replace(draft.piece, blocks=draft.piece.blocks[:2]))
            posts.append(newsroom.publish(draft, SOURCE, f"{HOME}/#{anchor}", PACIFIC, says, notes=notes))
        return tuple(posts)

    def changes(self) -> tuple[Change, ...]:
        return (*self.arrivals(), Change("edited", SOURCE, self.posts[10].key))

    def non_posts(self) -> tuple[NonPost, ...]:
        return (NonPost(f"{HOME}/", "the home page itself"), NonPost(f"{HOME}/gallery", "pictures"))

    def pages(self, day: int) -> Mapping[str, Page]:
        notes = [(post, _heading(post), body_html(post)) for post in self.current(day)]
        return {
            "/": html(render("blocks/home.html", notes=notes, visits=48211 + day)),
            "/gallery": html("<!DOCTYPE html><title>Gallery</title><h1>Gallery</h1><p>Pictures will follow.</p>"),
        }


def _heading(post: Post) -> str:
    if post.says == "nothing":
        return ""
    return when(post.local, post.notes["form"]).replace("{short}", f"{post.local.year % 100:02d}")
