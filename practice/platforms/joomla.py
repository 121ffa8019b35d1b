"""A local's site in the manner of Joomla: list pages only, the page number in the path, days in the list.

Vices: counters of hits that grow with every visit; half of the article pages print no day; the number in the address is
the identity and the words after it are free; a "protected from spambots" notice; no feed and no sitemap. On the
second day the site is redesigned and its list is an empty shell for a script.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from practice import alike, newsroom, writer
from practice.shapes import CENTRAL, Change, NonPost, Post, Says
from practice.site import Page, Site, body_html, render
from practice.wire import Request, Response, html

SOURCE = "practice-local-9333"
HOME = "https://www.local9333.example"
PER_PAGE = 7
#: half of the article pages print the day and the minute; the list prints every day
SAYS: dict[str, Says] = {"page": "minute", "list": "day"}


class Joomla(Site):
    """www.local9333.example."""

    name = SOURCE
    hosts = ("www.local9333.example", "local9333.example")
    robots = "User-agent: *\nDisallow: /administrator/\nDisallow: /cache/\n"

    def __init__(self) -> None:
        super().__init__()
        self._hits = itertools.count(4012)

    def all_posts(self) -> tuple[Post, ...]:
        union = "Local 9333"
        drafts = newsroom.own_news(SOURCE, union, 19, date(2019, 6, 1), CENTRAL, author="Web Steward")
        drafts += newsroom.copies(SOURCE, union, 6, first=date(2019, 6, 1))
        drafts += alike.printings(SOURCE, union, drafts, "linked")
        drafts += alike.meeting_notices(SOURCE, union, (date(2026, 3, 10),), CENTRAL)
        drafts += [alike.memorial_scholarship(SOURCE, union, date(2026, 2, 25), CENTRAL)]
        drafts += alike.greetings(SOURCE, (2025,), CENTRAL)
        return tuple(_posts(sorted(drafts, key=lambda one: one.at)))

    def changes(self) -> tuple[Change, ...]:
        return (Change("redesign", SOURCE),)

    def non_posts(self) -> tuple[NonPost, ...]:
        return (NonPost(f"{HOME}/officers", "a page of names"), NonPost(f"{HOME}/news/p/2", "a list"))

    def pages(self, day: int) -> Mapping[str, Page]:
        pages: dict[str, Page] = {
            "/": html(render("joomla/home.html", title="Home")),
            "/officers": html(render("joomla/officers.html", title="Officers")),
        }
        posts = self.current(day)
        total = -(-len(posts) // PER_PAGE)
        for number in range(1, total + 1):
            path = "/news" if number == 1 else f"/news/p/{number}"
            pages[path] = self._list(posts[(number - 1) * PER_PAGE : number * PER_PAGE], number, total)
        for post in posts:
            pages[post.url.removeprefix(HOME)] = self._article(post)
        if day > 1:
            pages |= dict.fromkeys(("/", "/news"), html(render("joomla/shell.html")))
        return pages

    def respond(self, request: Request, day: int) -> Response:
        """Any words after the number of an article lead to it."""
        head, _, tail = request.path.rpartition("/")
        number = tail.split("-")[0]
        if head == "/news" and number.isdigit():
            post = next((one for one in self.current(day) if str(one.number) == number), None)
            if post:
                return self._article(post)(request)
        return super().respond(request, day)

    def _list(self, rows: tuple[Post, ...], number: int, total: int) -> Page:
        def answer(_: Request) -> Response:
            values = {"rows": rows, "number": number, "total": total, "title": "News", "hits": self._hits}
            return html(render("joomla/list.html", **values))

        return answer

    def _article(self, post: Post) -> Callable[[Request], Response]:
        def answer(_: Request) -> Response:
            values = {"post": post, "body": body_html(post), "title": post.title, "hits": next(self._hits)}
            return html(render("joomla/article.html", **values))

        return answer


def _posts(drafts: list[newsroom.Draft]) -> Iterator[Post]:
    for number, draft in enumerate(drafts, start=101):
        slug = writer.slug(draft.piece.title, 70)
        dating = "page" if number % 2 else "list"
        url, says = f"{HOME}/news/{number}-{slug}", SAYS[dating]
        may = ("Read more on FPW Now...",) if draft.role == "retitled" else ()
        short = (f"{HOME}/news/{number}",)
        yield newsroom.publish(
            draft, SOURCE, url, CENTRAL, says, number=number, addresses=short, may=may, notes={"dating": dating}
        )
