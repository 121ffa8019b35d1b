"""A local's page of the 1990s: http only, tables and font tags, Windows-1252 without a word about it.

Vices: one table of lines `04/07/17 title`; half of the lines lead to own pages without any day, the others to papers
elsewhere (clippings, of which an archive may or may not make items); a page of meeting minutes for members. From the
third day on the domain has lapsed: a gambling shop answers at every address of it with status 200.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from markupsafe import Markup

from practice import newsroom, writer
from practice.dice import Dice
from practice.shapes import EASTERN, Change, NonPost, Post, now
from practice.site import Page, Site, render
from practice.wire import Request, Response, html, http_date

SOURCE = "practice-local-9588"
HOME = "http://www.local9588.example"
#: from this day on somebody else owns the domain
LAPSED = 3
PAPERS = ("http://gazette.example", "http://valley-times.example")


FOREIGN = (
    ("lucky-slots-bonus-2026", "Lucky Slots Bonus 2026: 200 Free Spins Without Deposit"),
    ("best-casino-payouts", "The Best Casino Payouts This Week, Ranked by Our Experts"),
    ("betting-odds-explained", "Betting Odds Explained: How to Read Lines Like a Pro"),
    ("crypto-roulette", "Crypto Roulette: Play Live Tables From Home"),
)


class StaticTable(Site):
    """www.local9588.example, which never learnt https."""

    name = SOURCE
    hosts = ("www.local9588.example", "local9588.example")
    cache = "strong"
    plain_http = "only"

    def all_posts(self) -> tuple[Post, ...]:
        drafts = newsroom.own_news(SOURCE, "Local 9588", 12, date(2015, 3, 1), EASTERN, new=1, words=(60, 180))
        return tuple(_post(draft, number) for number, draft in enumerate(drafts))

    def changes(self) -> tuple[Change, ...]:
        return (*self.arrivals(), Change("lapsed", SOURCE, day=LAPSED))

    def non_posts(self) -> tuple[NonPost, ...]:
        foreign = [NonPost(f"{HOME}/{slug}/", "a page of the foreign site", since=LAPSED) for slug, _ in FOREIGN]
        return (
            NonPost(f"{HOME}/officers.htm", "a page of names"),
            NonPost(f"{HOME}/links.htm", "a page of links"),
            *foreign,
        )

    def respond(self, request: Request, day: int) -> Response:
        """Once the domain has lapsed, whatever is asked for shows the new owner's page."""
        if day < LAPSED:
            return super().respond(request, day)
        slug = request.path.strip("/")
        title = next((title for path, title in FOREIGN if path == slug), "")
        return html(render("table/foreign.html", rows=FOREIGN, title=title, day=now(day)))

    def pages(self, day: int) -> Mapping[str, Page]:
        posts = self.current(day)
        news = _old(render("table/news.html", posts=posts), posts[0])
        pages: dict[str, Page] = {
            "/": _old(render("table/home.html"), posts[-1]),
            "/index.htm": _old(render("table/home.html"), posts[-1]),
            "/news.htm": news,
            "/officers.htm": _old("<HTML><BODY><H1>Officers</H1>Ask at the gate.</BODY></HTML>", posts[-1]),
            "/links.htm": _old("<HTML><BODY><H1>Links</H1><A HREF=news.htm>News</A></BODY></HTML>", posts[-1]),
        }
        for post in posts:
            if post.url.startswith(HOME) and "#" not in post.url:
                text = render("table/page.html", post=post, body=_body(post))
                pages[post.url.removeprefix(HOME)] = _old(text, post)
        return pages


def _post(draft: newsroom.Draft, number: int) -> Post:
    clipping = number % 3 == 1
    day = draft.at.astimezone(EASTERN).date()
    target = f"{Dice(draft.key).pick(PAPERS)}/{day:%Y/%m}/{writer.slug(draft.piece.title, 40)}.html"
    page = f"{HOME}/{('negot', 'update', 'picnic', 'safety')[number % 4]}{number:02d}.htm"
    url = f"{HOME}/news.htm#{day}-{writer.slug(draft.piece.title)}" if clipping else page
    notes = {"href": target if clipping else page.removeprefix(f"{HOME}/")}
    post = newsroom.publish(draft, SOURCE, url, EASTERN, "day", notes=notes)
    if clipping:
        return replace(post, kind="clipping", addresses=(target,), whole=False, required=False)
    return post


def _body(post: Post) -> Markup:
    """Paragraphs as they were written then: line breaks, no paragraph tags."""
    lines = [
        Markup("&#149; ") + block.text if block.kind == "li" else Markup("{}").format(block.text)
        for block in post.blocks
    ]
    return Markup("<BR><BR>\n").join(lines)


def _old(text: str, newest: Post) -> Response:
    """Windows-1252 with curly quotes, and no charset in the header."""
    body = text.encode("cp1252", "xmlcharrefreplace")
    return Response(200, body, "text/html", {"Last-Modified": http_date(newest.at)})
