"""Small sites of many makes, for tests that must not know which: maps of paths to answers, made of invented posts.

site = MAKES["squarespace"]("http://127.0.0.5:8123")
site.serve(server)                   # over real HTTP
site.answer("/blog?format=rss")      # or without
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from html import escape
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from parsing.discovery import Answer
from tests.server import Reply, Server

NEWEST = date(2026, 11, 18)
_WHO = "Custodians Librarians Nurses Drivers Clerks Rangers Cooks Dispatchers Caseworkers Gardeners".split()
_DID = ["ratify a three-year agreement", "win safer staffing rules", "march for a fair budget", "open a training center",
        "elect new stewards", "settle a long dispute", "hold a food drive", "stop a plan to contract out"]  # fmt: skip
_WHERE = "Alder Birch Cedar Dogwood Elm Fir Ginkgo Hazel Iris Juniper Laurel Maple".split()
_HACEN = ["ratifican un acuerdo de tres años", "ganan reglas de personal más seguras", "marchan por un presupuesto justo",
          "abren un centro de formación", "eligen nuevas delegadas", "resuelven una larga disputa"]  # fmt: skip


@dataclass(frozen=True)
class Story:
    """An invented post."""

    title: str
    slug: str
    day: date
    body: tuple[str, ...]

    @property
    def noon(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 12, 30, tzinfo=ZoneInfo("America/Chicago"))


@dataclass
class MadeSite:
    """home: its address; posts: addresses of all posts; expected: family and path of each channel that it needs."""

    home: str
    pages: dict[str, Reply] = field(default_factory=dict)
    posts: list[str] = field(default_factory=list)
    expected: list[tuple[str, str]] = field(default_factory=list)

    def add(
        self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str
    ) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = Reply(body, status=status, content_type=kind, headers=named)

    def serve(self, server: Server) -> None:
        """Let a server answer as this site."""
        for path, reply in self.pages.items():
            server.reply(path, reply)

    def answer(self, address: str) -> Answer:
        """The answer to an address, without any server."""
        parts = urlsplit(address)
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        reply = self.pages.get(path) or self.pages.get(parts.path or "/")
        if reply is None:
            return Answer(address, address, 404, b"not here", "text/html")
        named = {name.lower(): value for name, value in dict(reply.headers).items()}
        return Answer(address, address, reply.status, reply.bytes(), reply.content_type or "", named)


def stories(count: int, first: int = 0, spanish: bool = False, every: int = 5) -> list[Story]:
    """Posts, the newest first, each of its own words."""
    found = []
    for number in range(first, first + count):
        who, where = _WHO[number % len(_WHO)], _WHERE[(number * 7) % len(_WHERE)]
        did = (_HACEN if spanish else _DID)[(number * 3) % len(_HACEN if spanish else _DID)]
        title = f"{who} de {where} County {did}" if spanish else f"{who} of {where} County {did}"
        if number >= 10:
            title += f", part {number}"
        said = (
            (f"Las personas que trabajan en {where} County lo dijeron con una voz el {number} de mayo. ",
             "La reunión duró hasta la noche y la sala estaba llena de familias del condado. ")
            if spanish else
            (f"Members who work for {where} County spoke with one voice at meeting number {number}. ",
             "The hall was full until late in the evening, and people stood along the walls to listen. ")
        )  # fmt: skip
        slug = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in title.lower()).split())
        found.append(Story(title, slug, NEWEST - timedelta(days=number * every), tuple(one * 4 for one in said)))
    return found


def page(title: str, body: str, head: str = "", lang: str = "en") -> str:
    """A page in a frame with a menu and a footer."""
    return (
        f"<!doctype html><html lang={lang}><head><meta charset=utf-8><title>{escape(title)}</title>{head}</head><body>{body}"
        "<footer><p>123 Union Way, Springfield. All rights reserved.</p><a href='/privacy'>Privacy</a></footer></body></html>"
    )


def menu(*entries: tuple[str, str]) -> str:
    items = "".join(
        f"<li><a href='{href}'>{label}</a></li>" for href, label in (("/", "Home"), ("/about", "About Us"), *entries)
    )
    return f"<nav><ul>{items}<li><a href='/contact'>Contact</a></li></ul></nav>"


def article(story: Story, site: str, nav: str = "", dated: bool = True, lang: str = "en") -> str:
    """A post's own page."""
    day = f"<p class=d><time datetime='{story.day.isoformat()}'>{story.day:%B %d, %Y}</time></p>" if dated else ""
    words = "".join(f"<p>{one}</p>" for one in story.body)
    return page(
        f"{story.title} | {site}",
        f"{nav}<main><article><h1>{escape(story.title)}</h1>{day}{words}</article></main>",
        lang=lang,
    )


def rows(found: Iterable[tuple[str, Story]], dated: bool = True) -> str:
    """A list of posts: title, day, teaser."""
    return "".join(
        f"<div class=row><h3><a href='{href}'>{escape(story.title)}</a></h3>"
        + (f"<p>{story.day:%B %d, %Y}</p>" if dated else "")
        + f"<p>{story.body[0][:160]}</p></div>"
        for href, story in found
    )


def rss(site: str, home: str, found: Iterable[tuple[str, Story]], full: bool = True) -> str:
    items = "".join(
        f"<item><title>{escape(story.title)}</title><link>{escape(url)}</link><guid>{escape(url)}</guid>"
        f"<pubDate>{format_datetime(story.noon)}</pubDate><description>{escape(' '.join(story.body) if full else story.body[0][:120])}"
        "</description></item>"
        for url, story in found
    )
    return (
        f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{escape(site)}</title><link>{home}</link>"
        f"<description>News</description>{items}</channel></rss>"
    )


def sitemap(urls: Iterable[str]) -> str:
    found = "".join(f"<url><loc>{escape(url)}</loc></url>" for url in urls)
    return f"<?xml version='1.0' encoding='utf-8'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{found}</urlset>"


XML, JSON = "application/xml; charset=utf-8", "application/json; charset=utf-8"


def wordpress(home: str, api: bool = True, plain: bool = False, told: bool = True, events: bool = False) -> MadeSite:
    """WordPress; api: its posts API answers; plain: without pretty addresses; told: the feed is declared."""
    site, name = MadeSite(home), "AFSCME Local 901"
    found = stories(14)
    paths = {
        story.slug: f"/?p={number}" if plain else f"/{story.day:%Y/%m}/{story.slug}/"
        for number, story in enumerate(found, 100)
    }
    nav = menu(("/?page_id=7" if plain else "/news/", "News"), ("/join", "Join"))
    root = f"{home}/index.php?rest_route=/" if plain else f"{home}/wp-json/"
    feed_path = "/?feed=rss2" if plain else "/feed/"
    head = "<link rel=stylesheet href='/wp-content/themes/x/style.css'>"
    if told:
        head += (
            f"<link rel='alternate' type='application/rss+xml' title='{name} &raquo; Feed' href='{home}{feed_path}'>"
        )
        head += f"<link rel='alternate' type='application/rss+xml' title='Comments Feed' href='{home}/comments/feed/'>"
    front = page(
        name, f"{nav}<main><h1>Welcome</h1>{rows([(home + paths[one.slug], one) for one in found[:3]])}</main>", head
    )
    site.add("/", front, Link=f'<{root}>; rel="https://api.w.org/"')
    for story in found:
        site.add(paths[story.slug], article(story, name, nav))
        site.posts.append(home + paths[story.slug])
    site.add("/?page_id=7" if plain else "/news/", page(f"News | {name}", f"{nav}<main><h1>News</h1>{rows([(home + paths[one.slug], one) for one in found[:10]])}</main>", head))  # fmt: skip
    site.add(feed_path, rss(name, home, [(home + paths[one.slug], one) for one in found[:10]]), XML)
    site.add("/comments/feed/", rss("Comments for " + name, home, []), XML)
    namespaces = ["oembed/1.0", "wp/v2", *(["tribe/events/v1"] if events else [])]
    told_root = {"name": name, "url": home, "home": home, "gmt_offset": -6, "timezone_string": "America/Chicago",
                 "namespaces": namespaces, "routes": {"/wp/v2/posts": {}, "/wp/v2/pages": {}}}  # fmt: skip
    collection = [
        {"id": number, "date": f"{story.day}T12:30:00", "date_gmt": f"{story.day}T18:30:00", "modified_gmt": f"{story.day}T18:30:00",
         "link": home + paths[story.slug], "type": "post", "status": "publish", "title": {"rendered": escape(story.title)},
         "excerpt": {"rendered": f"<p>{story.body[0]}</p>"}, "content": {"rendered": "".join(f"<p>{one}</p>" for one in story.body)}}
        for number, story in enumerate(found, 100)
    ]  # fmt: skip
    refused = json.dumps({"code": "rest_forbidden", "message": "no", "data": {"status": 401}})
    if plain:
        site.add("/index.php?rest_route=/", json.dumps(told_root), JSON)
        site.pages["/index.php"] = Reply(
            json.dumps(collection), content_type=JSON, headers={"X-WP-Total": "14", "X-WP-TotalPages": "1"}
        )
        site.expected = [("wordpress", "/index.php?rest_route=/wp/v2/posts")]
    elif api:
        site.add("/wp-json/", json.dumps(told_root), JSON)
        site.add("/wp-json/wp/v2/posts", json.dumps(collection), JSON, X_WP_Total="14", X_WP_TotalPages="1")
        site.expected = [("wordpress", "/wp-json/wp/v2/posts")]
    else:
        site.add("/wp-json/", refused, JSON, 401)
        site.expected = [("feed", feed_path)]
    if events:
        day = NEWEST + timedelta(days=20)
        one = {"id": 9, "title": "Winter stewards' school", "url": f"{home}/event/winter-school/", "description": "<p>Two days.</p>",
               "start_date": f"{day} 09:00:00", "end_date": f"{day} 16:00:00", "utc_start_date": f"{day} 15:00:00",
               "utc_end_date": f"{day} 22:00:00", "timezone": "America/Chicago", "all_day": False, "status": "publish", "venue": {"venue": "Hall"}}  # fmt: skip
        site.add("/wp-json/tribe/events/v1/events", json.dumps({"events": [one], "total": 1, "total_pages": 1}), JSON)
        site.expected.append(("calendar", "/wp-json/tribe/events/v1/events"))
    return site


def two_lists(home: str, dated: bool = True) -> MadeSite:
    """A static site by hand: press releases and a blog, each a list of its own, no feed."""
    site, name = MadeSite(home), "County Workers United, AFSCME Local 77"
    nav = menu(("/press/", "Press Releases"), ("/blog/", "Blog"))
    for section, found in (("press", stories(9)), ("blog", stories(9, first=20))):
        listed = [(f"/{section}/{story.slug}.html", story) for story in found]
        heading = {"press": "Press Releases", "blog": "Blog"}[section]
        site.add(
            f"/{section}/", page(f"{heading} | {name}", f"{nav}<main><h1>{heading}</h1>{rows(listed, dated)}</main>")
        )
        for path, story in listed:
            site.add(path, article(story, name, nav, dated))
            site.posts.append(home + path)
        site.expected.append(("listing", f"/{section}/"))
    site.add(
        "/",
        page(name, f"{nav}<main><h1>Welcome to Local 77</h1><p>We keep the county running, day and night.</p></main>"),
    )
    return site


def squarespace(home: str) -> MadeSite:
    """Two collections, each with a feed by a parameter that no page declares."""
    site, name = MadeSite(home), "Harbor Librarians, Local 3030"
    mark = "<script src='https://static1.squarespace.com/static/vta/x.js'></script>"
    zone = '<script>Static.SQUARESPACE_CONTEXT = {"website":{"id":"1","timeZone":"America\\/Los_Angeles"}};</script>'
    nav = menu(("/news", "News"), ("/press", "Press"))
    for section, found in (("news", stories(12)), ("press", stories(6, first=30))):
        listed = [(f"/{section}/{one.day.year}/{one.day.month}/{one.day.day}/{one.slug}", one) for one in found]
        site.add(
            f"/{section}", page(f"{section.title()} — {name}", f"{nav}<main>{rows(listed[:8])}</main>", mark + zone)
        )
        site.add(
            f"/{section}?format=rss",
            rss(f"{section.title()} - {name}", home, [(home + path, one) for path, one in listed]),
            XML,
        )
        for path, story in listed:
            site.add(path, article(story, name, nav))
            site.posts.append(home + path)
        site.expected.append(("feed", f"/{section}?format=rss"))
    site.add("/", page(name, f"{nav}<main><h1>Readers first</h1></main>", mark + zone))
    site.add("/sitemap.xml", sitemap([home + "/", *site.posts]), XML)
    return site


def wix(home: str) -> MadeSite:
    """Posts at /post/, the feed at an address that only the platform tells."""
    site, name = MadeSite(home), "AFSCME Local 404"
    head, nav = "<meta name=generator content='Wix.com Website Builder'>", menu(("/blog", "Blog"))
    listed = [(f"/post/{one.slug}", one) for one in stories(9)]
    site.add("/", page(name, f"{nav}<main><h1>Hello</h1></main>", head))
    site.add("/blog", page(f"Blog | {name}", f"{nav}<main>{rows(listed, dated=False)}</main>", head))
    site.add("/blog-feed.xml", rss(name, home, [(home + path, one) for path, one in listed], full=False), XML)
    for path, story in listed:
        site.add(path, article(story, name, nav, dated=False))
        site.posts.append(home + path)
    site.expected = [("feed", "/blog-feed.xml")]
    return site


def hugo(home: str) -> MadeSite:
    """A feed that is declared, and nothing else."""
    site, name = MadeSite(home), "Park Rangers Local 12"
    listed = [(f"/posts/{one.slug}/", one) for one in stories(8)]
    head = "<meta name=generator content='Hugo 0.120'><link rel=alternate type='application/rss+xml' href='/index.xml'>"
    site.add("/", page(name, f"<main><h1>{name}</h1><p>Trails and rights.</p></main>", head))
    site.add("/index.xml", rss(name, home, [(home + path, one) for path, one in listed]), XML)
    for path, story in listed:
        site.add(path, article(story, name))
        site.posts.append(home + path)
    site.expected = [("feed", "/index.xml")]
    return site


def hidden_feed(home: str) -> MadeSite:
    """An unknown make whose feed nobody declares, and a list that goes further back."""
    site, name = MadeSite(home), "Bridge Tenders Local 5"
    nav = menu(("/what-is-new", "What's New"))
    listed = [(f"/what-is-new/{one.slug}", one) for one in stories(16)]
    site.add("/", page(f"Home - {name}", f"{nav}<main><h1>{name}</h1></main>"))
    site.add("/what-is-new", page(f"What's New - {name}", f"{nav}<main>{rows(listed)}</main>"))
    site.add("/rss.xml", rss(name, home, [(home + path, one) for path, one in listed[:6]]), XML)
    for path, story in listed:
        site.add(path, article(story, name, nav))
        site.posts.append(home + path)
    site.expected = [("feed", "/rss.xml")]
    return site


def spanish(home: str) -> MadeSite:
    """List pages only, in Spanish, with a template that says English."""
    site, name = MadeSite(home), "Servidores Públicos Unidos, Local 2099"
    nav = "<nav><a href='/'>Inicio</a><a href='/noticias/'>Noticias</a><a href='/contacto'>Contacto</a></nav>"
    listed = [(f"/noticias/{one.slug}", one) for one in stories(9, spanish=True)]
    intro = (
        "<p>Somos la voz de las personas que trabajan para el país y sus familias, con su sindicato para una vida digna.</p>"
        * 3
    )
    site.add("/", page(f"Inicio | {name}", f"{nav}<main><h1>{name}</h1>{intro}</main>"))
    site.add("/noticias/", page(f"Noticias | {name}", f"{nav}<main><h1>Noticias</h1>{rows(listed)}</main>"))
    for path, story in listed:
        site.add(path, article(story, name, nav))
        site.posts.append(home + path)
    site.expected = [("listing", "/noticias/")]
    return site


def sitemap_only(home: str) -> MadeSite:
    """Posts that only a sitemap names, which only robots.txt names."""
    site, name = MadeSite(home), "Harbor Pilots, AFSCME Local 661"
    nav = menu(("/join", "Join"))
    found = [(f"/stories/{one.slug}", one) for one in stories(11)]
    site.add("/", page(name, f"{nav}<main><h1>{name}</h1><p>Safe ships, safe jobs.</p></main>"))
    site.add("/robots.txt", f"User-agent: *\nDisallow: /private/\nSitemap: {home}/maps/all.xml\n", "text/plain")
    others = [f"{home}/{one}" for one in ("", "about", "contact", "join")]
    site.add("/maps/all.xml", sitemap([*others, *(home + path for path, _ in found)]), XML)
    for path, story in found:
        site.add(path, article(story, name, nav))
        site.posts.append(home + path)
    site.expected = [("sitemap", "/maps/all.xml")]
    return site


def blocks_only(home: str) -> MadeSite:
    """A home page with a block of news, whose posts are linked nowhere else."""
    site, name = MadeSite(home), "AFSCME Local 88"
    nav = menu(("/join", "Join"))
    listed = [(f"/{one.slug}.html", one) for one in stories(6)]
    site.add("/", page(name, f"{nav}<main><h1>{name}</h1><h2>Latest News</h2>{rows(listed)}</main>"))
    for path, story in listed:
        site.add(path, article(story, name, nav))
        site.posts.append(home + path)
    site.expected = [("listing", "/")]
    return site


def laborweb(home: str) -> MadeSite:
    """ColdFusion with a feed for each rubric."""
    site, name = MadeSite(home), "AFSCME Local 355"
    rubric = "559E3C78-2222-3333-4444555566667777"
    nav = f"<div><a href='index.cfm?action=cat&amp;categoryID={rubric}'>News</a> <a href='index.cfm?action=contact'>Contact</a></div>"
    listed = [(f"/index.cfm?action=article&articleID=AAAA{number:04}-1111-2222-333344445555666{number % 10}", one)
              for number, one in enumerate(stories(9))]  # fmt: skip
    site.add("/", page(name, f"{nav}<h1>{name}</h1>"))
    shown = rows([(escape(path), one) for path, one in listed])
    site.add(f"/index.cfm?action=cat&categoryID={rubric}", page(name, f"{nav}<div>{shown}</div>"))
    site.add(f"/index.cfm?action=catfeed&categoryID={rubric}", rss("LaborWeb Articles", home, [(home + path, one) for path, one in listed]), XML)  # fmt: skip
    for path, story in listed:
        site.add(path, article(story, name, nav))
        site.posts.append(home + path)
    site.expected = [("feed", f"/index.cfm?action=catfeed&categoryID={rubric}")]
    return site


def open_atrium(home: str) -> MadeSite:
    """A council of the shared platform: lists without days, a space of a local, a list of spaces."""
    site, name = MadeSite(home), "AFSCME Council 190"
    head, nav = (
        "<meta name=Generator content='Drupal 7 (http://drupal.org)'>",
        menu(("/news", "News"), ("/spaces", "Locals")),
    )

    def frame(title: str, body: str, group: int, node: int) -> str:
        text = page(f"{title} | {name}", body, head)
        return text.replace("<body>", f"<body class='html not-front page-node-{node} og-context-node-{group}'>")

    def pager(path: str, group: int, section: int) -> str:
        query = f"&amp;og_group_ref_target_id={group}&amp;og_group_ref_target_id_mine=&amp;og_subspaces_view_all=0&amp;oa_section_ref_target_id={section}"
        return f"<ul class=pager><li class=pager-current>1</li><li class=pager-item><a href='{path}?{query}&amp;page=1'>2</a></li></ul>"

    for number, (prefix, group, section, found) in enumerate(
        (("", 500, 501, stories(8)), ("/local-9", 600, 601, stories(5, first=40)))
    ):
        listed = [(f"{prefix}/news/{one.slug[:50]}", one) for one in found]
        body = (
            f"{nav}<div class=view-content>{rows(listed, dated=False)}</div>{pager(prefix + '/news', group, section)}"
        )
        site.add(f"{prefix}/news", frame("News", body, group, section))
        for at, (path, story) in enumerate(listed):
            text = article(story, name, nav, dated=False)
            site.add(
                path, text.replace("<body>", f"<body class='page-node-{group + 10 + at} og-context-node-{group}'>")
            )
            site.posts.append(home + path)
        title = ("Welcome", "AFSCME Local 9")[number]
        own = "" if prefix else "<p><a href='/local-9'>AFSCME Local 9</a></p>"
        body = f"{nav}<h1>{title}</h1>{own}<a href='{prefix}/news'>News</a>"
        site.add(prefix or "/", frame(title, body, group, group), X_Drupal_Cache="MISS")
    site.add("/spaces", frame("Spaces", f"{nav}<main><ul><li><a href='/local-9'>AFSCME Local 9</a> <a href='/local-9/news'>News</a></li></ul></main>", 500, 499))  # fmt: skip
    site.expected = [("openatrium", "/news")]
    return site


def nothing(home: str) -> MadeSite:
    """A card with an address and no news at all."""
    site = MadeSite(home)
    site.add(
        "/",
        page(
            "AFSCME Local 1", f"{menu()}<main><h1>AFSCME Local 1</h1><p>Meetings each first Monday. Call us.</p></main>"
        ),
    )
    site.add("/about", page("About", "<main><h1>About</h1><p>We were chartered long ago.</p></main>"))
    return site


MAKES: dict[str, Callable[[str], MadeSite]] = {
    "wordpress": wordpress,
    "wordpress with events": lambda home: wordpress(home, events=True),
    "wordpress without its API": lambda home: wordpress(home, api=False),
    "wordpress without pretty addresses": lambda home: wordpress(home, plain=True),
    "static with press and blog": two_lists,
    "static without days": lambda home: two_lists(home, dated=False),
    "squarespace": squarespace,
    "wix": wix,
    "hugo": hugo,
    "a feed that nobody declares": hidden_feed,
    "spanish": spanish,
    "sitemap only": sitemap_only,
    "blocks only": blocks_only,
    "laborweb": laborweb,
    "open atrium": open_atrium,
}
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
