"""A second Open Atrium, of one local alone, on a theme that renamed every class: structure and addresses must do.

Unlike the shared one it has no domains per space: canonical and shortlink are relative and the shortlink tells the
node's number. Its list prints titles and days and ends in a plain "load more" link; its pages print the post date in
the stock form (24-hour clock and am/pm), without the year when the post is of this year. A picket log brings a note
each working day until the third day of the practice web, from which on the source is thin.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from practice import alike, newsroom
from practice.dice import Dice
from practice.platforms.atrium_nodes import alias
from practice.shapes import EASTERN, Change, NonPost, Post, now
from practice.site import Page, Site, body_html, render, when
from practice.wire import Request, Response, html

SOURCE = "practice-local-9420"
HOME = "https://www.hall9420.example"
GROUP, SECTION, PER_PAGE = 12, 15, 8
#: from this day on one note a week comes instead of five, and nothing says why
THIN = 3
LATER_LOG = (*((date(2026, 4, 13 + number), 2) for number in range(5)), (date(2026, 4, 21), 3), (date(2026, 4, 28), 4))


class RenamedAtrium(Site):
    """www.hall9420.example."""

    name = SOURCE
    hosts = ("www.hall9420.example", "hall9420.example")
    cache = "none"

    def all_posts(self) -> tuple[Post, ...]:
        drafts = newsroom.own_news(SOURCE, "Local 9420", 13, date(2020, 5, 1), EASTERN, new=2, author="Local 9420")
        drafts += newsroom.copies(SOURCE, "Local 9420", 8, new=1)
        drafts += alike.printings(SOURCE, "Local 9420", drafts, "framed")
        drafts += alike.meeting_notices(SOURCE, "Local 9420", (date(2026, 2, 24), date(2026, 3, 24)), EASTERN)
        drafts += alike.picket_log(SOURCE, date(2026, 2, 23), date(2026, 4, 10), EASTERN, LATER_LOG)
        dice, number = Dice("9420/numbers"), 40
        posts = []
        for draft in sorted(drafts, key=lambda one: one.at):
            number += dice.between(1, 5)
            slug = alias(draft.piece.title)
            others = (f"{HOME}/node/{number}", f"{HOME}/node/{number}/view", f"{HOME}/content/{number}")
            post = newsroom.publish(
                draft,
                SOURCE,
                f"{HOME}/news/{slug}",
                EASTERN,
                "minute",
                number=number,
                addresses=others,
                notes={"slug": slug},
            )
            posts.append(post)
        return tuple(posts)

    def changes(self) -> tuple[Change, ...]:
        own = [post for post in self.posts if "/own-" in post.key and post.since == 1]
        return (
            *self.arrivals(),
            Change("edited", SOURCE, own[-1].key),
            Change("edited", SOURCE, own[-2].key, day=3),
            Change("thin", SOURCE, day=THIN),
        )

    def non_posts(self) -> tuple[NonPost, ...]:
        return (NonPost(f"{HOME}/contact", "a page of addresses"), NonPost(f"{HOME}/news", "a list"))

    def pages(self, day: int) -> Mapping[str, Page]:
        posts = self.current(day)

        def news(request: Request) -> Response:
            return _list(posts, request)

        pages: dict[str, Page] = {
            "/": html(render("atrium_renamed/home.html", posts=posts[:3], title="Welcome")),
            "/news": news,
            "/contact": html(render("atrium_renamed/contact.html", title="Contact")),
        }
        for post in posts:
            page = html(_article(post, day), Link=f'</node/{post.number}>; rel="shortlink"')
            for path in (post.url, *post.addresses):
                pages[path.removeprefix(HOME)] = page
        return pages


def _list(posts: Sequence[Post], request: Request) -> Response:
    number = request.number("page", 0)
    rows = posts[number * PER_PAGE : (number + 1) * PER_PAGE]
    more = (number + 1) * PER_PAGE < len(posts)
    ids = f"og_group_ref_target_id={GROUP}&og_subspaces_view_all=0&oa_section_ref_target_id={SECTION}"
    pager = f"/news?&{ids}&page={number + 1}"
    return html(
        render("atrium_renamed/list.html", rows=rows, pager=pager if more else None, title="News", first=posts[1])
    )


def _article(post: Post, day: int) -> str:
    form = "%A, %B %-d - %H:%M" if post.local.year == now(day).year else "%A, %B %-d %Y - %H:%M"
    submitted = when(post.local, form) + ("pm" if post.local.hour >= 12 else "am")
    return render("atrium_renamed/node.html", post=post, body=body_html(post), submitted=submitted, title=post.title)
