"""The site of a national union: a system of its own with teaser-only feeds, lists by path number, press and Spanish.

Vices: the feed's build date is a constant, its offset never changes, titles end in a space, items are not quite
sorted; article pages say the title up to three times and may have no date; slugs can belong to another story; the
year in a press address lags; related posts bring their own dates; drafts stand behind a path that robots.txt closes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime

from practice import alike, newsroom, writer
from practice.dice import Dice
from practice.newsroom import Draft
from practice.shapes import EASTERN, Change, NonPost, Post
from practice.site import Page, Site, body_html, render
from practice.wire import Response, html, redirect, xml

SOURCE = "practice-national"
HOME = newsroom.HOME
ISSUES = ("health-care", "bargaining", "public-safety", "next-wave")
PER_PAGE = 12
FIXED = timezone(timedelta(hours=-5))
MONTHS_ES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip


class National(Site):
    """www.fpw-national.example."""

    name = SOURCE
    hosts = ("www.fpw-national.example", "fpw-national.example")
    cache = "none"
    robots = "User-agent: *\nDisallow: /preview/\nDisallow: /search\n"

    def all_posts(self) -> tuple[Post, ...]:
        return (
            *map(blog_post, newsroom.national_stories()),
            *map(_press_post, _press()),
            *_spanish(),
            *map(_other_post, _look_alikes()),
        )

    def changes(self) -> tuple[Change, ...]:
        blog = [post for post in self.posts if post.key.startswith("national/story") and post.since == 1]
        return (
            *self.arrivals(),
            Change("edited", SOURCE, blog[-2].key),
            Change("cosmetic", SOURCE, blog[-4].key),
            Change("edited", SOURCE, blog[-2].key, day=3),
            Change("edited", SOURCE, blog[-3].key, day=3),
            Change("cosmetic", SOURCE, blog[-7].key, day=3),
        )

    def non_posts(self) -> tuple[NonPost, ...]:
        return (
            NonPost(f"{HOME}/preview/unfinished-story", "a draft behind a path that robots.txt closes"),
            NonPost(f"{HOME}/about", "a page about the union"),
            NonPost(f"{HOME}/blog/2", "a list"),
            NonPost(f"{HOME}/blog/filter/issues/bargaining", "a list of a tag"),
            NonPost(f"{HOME}/search", "a search form"),
        )

    def pages(self, day: int) -> Mapping[str, Page]:
        posts = self.current(day)
        streams = {name: [post for post in posts if post.notes["list"] == name] for name in TITLES}
        pages: dict[str, Page] = {"/": html(render("national/home.html", streams=streams, base=HOME))}
        for name, stream in streams.items():
            pages |= _list_pages(f"/{PATHS[name]}", TITLES[name], stream, name)
        for issue in ISSUES:
            tagged = [post for post in streams["blog"] if post.notes["issue"] == issue]
            pages |= _list_pages(f"/blog/filter/issues/{issue}", issue, tagged, "blog")
        for post in posts:
            path = post.url.removeprefix(HOME)
            pages[path] = _article(post, streams[post.notes["list"]])
            for old in post.addresses:
                pages[old.removeprefix(HOME)] = redirect(post.url)
        pages |= {f"/rss/{name}": _feed(streams[name], name) for name in ("blog", "press-releases")}
        return pages | _plain_pages()


PATHS = {"blog": "blog", "press-releases": "press/releases", "spanish": "espanol/desde-el-blog"}
TITLES = {"blog": "Blog", "press-releases": "Press Releases", "spanish": "Desde el blog"}


def blog_post(draft: Draft) -> Post:
    dice = Dice(f"{draft.key}/page")
    url = newsroom.story_address(draft)
    old = (url.replace("/blog/", "/now/"),) if draft.at.year < 2022 else ()
    # a story without byline and date on its page is dated by the list and the feed alone
    dating = "list" if dice.often(25) else "page"
    notes = {"list": "blog", "issue": dice.pick(ISSUES), "dating": dating}
    return _post(draft, url, notes, old)


def _look_alikes() -> list[Draft]:
    """Round-ups, statements with a blog post on the same event, a greeting."""
    events = (alike.two_on_one_event(0, date(2025, 6, 12)), alike.two_on_one_event(1, date(2026, 2, 19)))
    pairs = [draft for pair in events for draft in pair]
    return [*alike.national_round_ups(), *pairs, *alike.greetings("national", (2025,), EASTERN)]


def _other_post(draft: Draft) -> Post:
    if draft.kind == "press_release":
        return _press_post(draft)
    slug = writer.slug(draft.piece.title.replace("'", ""))
    return _post(draft, f"{HOME}/blog/{slug}", {"list": "blog", "issue": "", "dating": "page"})


def _press() -> list[Draft]:
    times = [(at, 1) for at in newsroom.moments("national/press", 13, date(2020, 3, 1), newsroom.LAST_DAY, EASTERN)]
    times += [(at, 2) for at in newsroom.fresh("national/press", 1, EASTERN)]
    drafts = []
    for number, (at, since) in enumerate(times):
        piece = writer.statement(f"national/press-{number}", newsroom.UNION)
        drafts.append(Draft(f"national/press-{number}", piece, at, "press_release", since=since))
    for year in (2024, 2025):
        piece = writer.statement(f"national/nurses-{year}", newsroom.UNION)
        piece = replace(piece, title=f"{newsroom.SHORT} Celebrates Nurses Week")
        at = datetime(year, 5, 6, 17, 0, tzinfo=UTC)
        drafts.append(Draft(f"national/nurses-{year}", piece, at, "press_release", near=("nurses",)))
    return drafts


def _press_post(draft: Draft) -> Post:
    year = draft.at.year
    # the year in the address lags behind for the first weeks of 2026
    shown = 2025 if year == 2026 and draft.at.month <= 2 else year
    slug = writer.slug(draft.piece.title)
    notes = {"list": "press-releases", "issue": "", "dating": "list"}
    return _post(draft, f"{HOME}/press/releases/{shown}/{slug}-{draft.key.rsplit('-')[-1]}", notes)


def _spanish() -> Iterator[Post]:
    """Translations of stories: texts of their own, with no link to the English ones."""
    stories = newsroom.national_stories()
    for number, story in enumerate((stories[12], stories[20], stories[27], stories[33], stories[40], stories[45])):
        key = f"national/es-{number}"
        draft = Draft(key, writer.noticia(key, newsroom.UNION, 180), story.at + timedelta(hours=20), since=story.since)
        draft = replace(draft, story=story.story, role="translation", author=f"Personal de {newsroom.SHORT}")
        notes = {"list": "spanish", "issue": "", "dating": "page"}
        yield _post(draft, f"{HOME}/espanol/desde-el-blog/{writer.slug(draft.piece.title)}", notes)


def _post(draft: Draft, url: str, notes: dict[str, str], addresses: tuple[str, ...] = ()) -> Post:
    draft = replace(draft, story=draft.story or draft.key)
    return newsroom.publish(draft, SOURCE, url, EASTERN, "day", addresses=addresses, notes=notes)


def _list_pages(path: str, title: str, posts: Sequence[Post], name: str) -> dict[str, Page]:
    """Pages of a list; the page number is the last part of the path and the first page has none."""
    total = max(1, -(-len(posts) // PER_PAGE))
    pages: dict[str, Page] = {}
    for number in range(1, total + 1):
        part = posts[(number - 1) * PER_PAGE : number * PER_PAGE]
        text = render(
            "national/list.html",
            title=title,
            posts=part,
            path=path,
            number=number,
            total=total,
            base=HOME,
            spanish=name == "spanish",
            date_es=date_es,
            draft=path == "/blog" and number == 1,
        )
        pages[path if number == 1 else f"{path}/{number}"] = html(text)
    return pages


def date_es(post: Post) -> str:
    return f"{post.day.day} de {MONTHS_ES[post.day.month - 1]} de {post.day.year}"


def _article(post: Post, stream: Sequence[Post]) -> Response:
    related = [other for other in stream if other.key != post.key][:3]
    template = "national/press.html" if post.notes["list"] == "press-releases" else "national/article.html"
    values = {"post": post, "body": body_html(post), "related": related, "base": HOME, "date_es": date_es}
    return html(render(template, **values, spanish=post.language == "es"))


def _feed(stream: Sequence[Post], name: str) -> Response:
    """The newest 20 with a teaser each (the press feed has the whole text), neighbours swapped now and then."""
    posts = list(stream[:20])
    for at in range(0, len(posts) - 1, 5):
        posts[at], posts[at + 1] = posts[at + 1], posts[at]
    stamps = {post.key: format_datetime(_printed(post).astimezone(FIXED)) for post in posts}
    bodies = {post.key: body_html(post) for post in posts}
    text = render("national/feed.xml", posts=posts, name=name, base=HOME, stamps=stamps, bodies=bodies)
    return xml(text, "text/xml; charset=utf-8")


def _printed(post: Post) -> datetime:
    """What the feed prints: the clock on the wall, with -0500 in summer too; date-only items have 05:00."""
    local = post.local.replace(tzinfo=FIXED)
    return local.replace(hour=5, minute=0) if post.key.endswith("3") else local


def _plain_pages() -> dict[str, Page]:
    draft = writer.article("national/unfinished", newsroom.UNION, 120)
    page = render("national/plain.html", title=f"DRAFT: {draft.title}", text=draft.text, base=HOME)
    about = "We are working people in town halls, hospitals, schools and depots, joined in one union."
    pages: dict[str, Page] = {
        "/preview/unfinished-story": html(page),
        "/about": html(render("national/plain.html", title="About Us", text=about, base=HOME)),
        "/search": html(render("national/plain.html", title="Search", text="Type a word.", base=HOME)),
    }
    return pages
