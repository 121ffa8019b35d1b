"""Makes pages with a list of posts among menus and side columns, in many markups, with the truth beside them.

Words are drawn from lists of plain words; nothing is copied. One seed gives one page, so a failure can be seen again.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape

NOUNS = (
    "bargaining contract members workers council nurses librarians custodians picket overtime raise pension safety steward meeting "
    "ballot rally county hospital school airport bus drivers budget law hearing victory strike vote agreement heat clinic water "
    "crews office wages staffing board delegates convention judge ruling mayor governor senate bill deal petition paramedics"
).split()
VERBS = "win reach demand celebrate ratify join defend oppose honor build elect meet reject push save expand sign picket".split()
FILLERS = "after before with for against over in across despite about without".split()
PLACES = "Marlow Eastbrook Quillen Harlan Sorrel Tidewater Pinedale Westfork Ashby Corran Dunmore Larkspur".split()
MONTHS = "January February March April May June July August September October November December".split()


@dataclass
class Truth:
    """One entry as the page shows it; None where the markup shows nothing of it."""

    url: str | None
    title: str
    teaser: str
    day: date
    shows_title: bool = True
    shows_teaser: bool = True
    shows_day: bool = True


@dataclass
class MadePage:
    html: str
    url: str
    truth: list[Truth]
    style: str
    notes: list[str] = field(default_factory=list)
    next_url: str | None = None


class Maker:
    """Draws words, addresses and chrome from one seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.seed = seed
        self.naming = self.rng.choice(["none", "renamed", "telling"])
        self.box = self.rng.choice(["div", "div", "section", "div"])
        self.names: dict[str, str] = {}
        self.used: set[str] = set()

    # ---- words -----------------------------------------------------------------------------------------------
    def words(self, count: int) -> list[str]:
        pools = [NOUNS, VERBS, FILLERS, NOUNS]
        return [self.rng.choice(pools[at % 4]) for at in range(count)]

    def title(self) -> str:
        while True:
            text = " ".join(self.words(self.rng.choice([4, 5, 6, 7, 8, 9, 11, 13])))
            text = text.title() if self.rng.random() < 0.5 else text.capitalize()
            if self.rng.random() < 0.15:
                text = f"{text}: {self.rng.choice(PLACES)}"
            if text not in self.used:
                self.used.add(text)
                return text

    def sentence(self, low: int = 12, high: int = 34) -> str:
        return " ".join(self.words(self.rng.randint(low, high))).capitalize() + "."

    def slug(self, title: str) -> str:
        return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:60].strip("-")

    def cls(self, name: str) -> str:
        if self.naming == "none":
            return ""
        if self.naming == "telling":
            return f' class="{name}"'
        if name not in self.names:
            self.names[name] = "".join(self.rng.choice("bcdfghjkmnpqrtvwxz") for _ in range(6))
        return f' class="{self.names[name]}"'

    def wrap(self, html: str, name: str) -> str:
        for _ in range(self.rng.choice([0, 0, 1, 2])):
            html = f"<div>{html}</div>"
        return f"<{self.box}{self.cls(name)}>{html}</{self.box}>"

    # ---- entries ---------------------------------------------------------------------------------------------
    def truths(self, count: int, grammar: Callable[[Maker, str, date, int], str]) -> list[Truth]:
        day = date(2025, 11, 20)
        found = []
        for at in range(count):
            title = self.title()
            teaser = self.sentence()
            found.append(Truth(grammar(self, title, day, 4000 - 7 * at), title, teaser, day))
            day -= timedelta(days=self.rng.randint(1, 9))
        return found

    def shown_day(self, day: date) -> str:
        return self.day_style(day)

    @property
    def day_style(self) -> Callable[[date], str]:
        styles: list[Callable[[date], str]] = [
            lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
            lambda day: f"{MONTHS[day.month - 1][:3]} {day.day}, {day.year}",
            lambda day: f"{day.month:02}/{day.day:02}/{day.year}",
            lambda day: f"{day.strftime('%A')}, {MONTHS[day.month - 1]} {day.day}, {day.year}",
            lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
            lambda day: f"Posted on {MONTHS[day.month - 1]} {day.day}, {day.year}",
        ]
        return styles[self.seed % len(styles)]


# ---- address grammars ------------------------------------------------------------------------------------------
GRAMMARS: dict[str, Callable[[Maker, str, date, int], str]] = {
    "news": lambda m, title, day, n: f"/news/{m.slug(title)}",
    "root": lambda m, title, day, n: f"/{m.slug(title)}/",
    "dated": lambda m, title, day, n: f"/{day.year}/{day.month:02}/{m.slug(title)}/",
    "node": lambda m, title, day, n: f"/node/{n}",
    "short": lambda m, title, day, n: f"/?p={n}",
    "category": lambda m, title, day, n: f"/local-updates/{m.slug(title)}/",
    "cfm": lambda m, title, day, n: f"/index.cfm?action=article&articleID=273AE20E-8788-4B70-82AD-9425{n:08d}",
    "post": lambda m, title, day, n: f"/post/{m.slug(title)}",
    "html": lambda m, title, day, n: f"/page/{m.slug(title)}-{n}.html",
    "random": lambda m, title, day, n: f"/blog/{m.slug(title)[:30]}-{n:05x}-x9k2z",
}


# ---- entry styles: (maker, truth) -> html of the whole list ------------------------------------------------------
def article_cards(m: Maker, all_: list[Truth]) -> str:
    level = m.rng.choice([2, 3, 4])
    return "".join(
        f'<article{m.cls("post")}><h{level}><a href="{t.url}">{escape(t.title)}</a></h{level}>'
        f'<p{m.cls("meta")}><time datetime="{t.day}T09:30:00-05:00">{m.shown_day(t.day)}</time> by <a href="/author/staff/">Staff</a></p>'
        f'<p>{t.teaser}</p><p><a href="{t.url}">Read more »</a></p></article>'
        for t in all_
    )


def div_soup(m: Maker, all_: list[Truth]) -> str:
    return "".join(
        m.wrap(
            f'<div{m.cls("t")}><a href="{t.url}">{escape(t.title)}</a></div><div>{m.shown_day(t.day)}</div><div{m.cls("x")}>{t.teaser}</div>',
            "row",
        )
        for t in all_
    )


def plain_list(m: Maker, all_: list[Truth]) -> str:
    for t in all_:
        t.shows_teaser = False
    return (
        "<ul>"
        + "".join(f'<li><a href="{t.url}">{escape(t.title)}</a> <span>{m.shown_day(t.day)}</span></li>' for t in all_)
        + "</ul>"
    )


def table_rows(m: Maker, all_: list[Truth]) -> str:
    for t in all_:
        t.shows_teaser = False
    return (
        "<table><tr><th>Date</th><th>Title</th></tr>"
        + "".join(
            f'<tr><td>{m.shown_day(t.day)}</td><td><a href="{t.url}">{escape(t.title)}</a></td></tr>' for t in all_
        )
        + "</table>"
    )


def font_table(m: Maker, all_: list[Truth]) -> str:
    return (
        "<table border=0>"
        + "".join(
            f'<tr><td><font size=2><b><a href="{t.url}">{escape(t.title)}</a></b><br>{m.shown_day(t.day)}<br>{t.teaser} '
            f'<a href="{t.url}">Read more &gt;&gt;&gt;</a></font></td></tr><tr><td><hr></td></tr>'
            for t in all_
        )
        + "</table>"
    )


def flat_headings(m: Maker, all_: list[Truth]) -> str:
    return "".join(
        f'<h3><a href="{t.url}">{escape(t.title)}</a></h3><p>{m.shown_day(t.day)}</p><p>{t.teaser}</p>' for t in all_
    )


def flat_dates_first(m: Maker, all_: list[Truth]) -> str:
    return "".join(
        f'<p>{m.shown_day(t.day)}</p><h3><a href="{t.url}">{escape(t.title)}</a></h3><p>{t.teaser}</p>' for t in all_
    )


def definition_list(m: Maker, all_: list[Truth]) -> str:
    for t in all_:
        t.shows_day = False
    return (
        "<dl>" + "".join(f'<dt><a href="{t.url}">{escape(t.title)}</a></dt><dd>{t.teaser}</dd>' for t in all_) + "</dl>"
    )


def linked_cards(m: Maker, all_: list[Truth]) -> str:
    return "".join(
        f'<a{m.cls("card")} href="{t.url}"><div><img src="/i{at}.jpg" alt=""></div><div>{m.shown_day(t.day)}</div>'
        f"<div>{escape(t.title)}</div><div>{t.teaser}</div></a>"
        for at, t in enumerate(all_)
    )


def titles_twice(m: Maker, all_: list[Truth]) -> str:
    for t in all_:
        t.shows_day = False
    return "".join(
        f'<div{m.cls("item")}><a href="{t.url}"><img src="x.jpg" alt="{escape(t.title)}"></a><h3><a href="{t.url}">{escape(t.title)}</a></h3>'
        f'<p>{t.teaser} <a href="{t.url}">[…]</a></p></div>'
        for t in all_
    )


def teasers_only(m: Maker, all_: list[Truth]) -> str:
    for t in all_:
        t.shows_title = t.shows_day = False
    return "".join(
        f'<div{m.cls("row")}><div><p>{t.teaser}</p></div><div><a href="{t.url}">Read more</a></div></div>' for t in all_
    )


def linked_teasers(m: Maker, all_: list[Truth]) -> str:
    for t in all_:
        t.shows_title = t.shows_day = False
        t.teaser = m.sentence(28, 40)
    return "<ul>" + "".join(f'<li><a href="{t.url}">{t.teaser}</a></li>' for t in all_) + "</ul>"


def stretched(m: Maker, all_: list[Truth]) -> str:
    return "".join(
        f'<div{m.cls("card")}><h4>{escape(t.title)}</h4><div>{m.shown_day(t.day)}</div><p>{t.teaser}</p><a href="{t.url}" aria-label="{escape(t.title)}"></a></div>'
        for t in all_
    )


def grid(m: Maker, all_: list[Truth]) -> str:
    rows = [all_[at : at + 3] for at in range(0, len(all_), 3)]
    for t in all_:
        t.shows_day = False
    return "".join(
        "<div>"
        + "".join(
            f'<div><div><img src="p.jpg"></div><div><h4><a href="{t.url}">{escape(t.title)}</a></h4><p>{t.teaser}</p></div></div>'
            for t in row
        )
        + "</div>"
        for row in rows
    )


def bold_paragraphs(m: Maker, all_: list[Truth]) -> str:
    return "".join(
        f'<p><strong><a href="{t.url}">{escape(t.title)}</a></strong><br>{m.shown_day(t.day)}<br>{t.teaser}</p>'
        for t in all_
    )


def breaks_only(m: Maker, all_: list[Truth]) -> str:
    for t in all_:
        t.shows_teaser = False
    return (
        "<div>"
        + "".join(f'<a href="{t.url}">{escape(t.title)}</a> - {m.shown_day(t.day)}<br>' for t in all_)
        + "</div>"
    )


def full_posts(m: Maker, all_: list[Truth]) -> str:
    made = []
    for at, t in enumerate(all_):
        inner = (
            ""
            if at % 2
            else f"<h4>{m.title()}</h4><p>{m.sentence()}</p><ul><li>{m.sentence(4, 9)}</li><li>{m.sentence(4, 9)}</li></ul>"
        )
        made.append(
            f'<div{m.cls("entry")}><h2><a rel="bookmark" href="{t.url}">{escape(t.title)}</a></h2><div>{m.shown_day(t.day)}</div>'
            f'<div><p>{t.teaser}</p><p>{m.sentence()} <a href="https://example.net/report">{m.words(1)[0]}</a> {m.sentence()}</p>{inner}</div>'
            f'<div>Posted in <a href="/category/news/">News</a>, <a href="/category/contracts/">Contracts</a> | <a href="{t.url}#comments">0 Comments</a></div></div>'
        )
    return "".join(made)


def unlinked_headings(m: Maker, all_: list[Truth]) -> str:
    for t in all_:
        t.url = None
    return "".join(f"<div><h3>{escape(t.title)}</h3><p>{m.shown_day(t.day)}</p><p>{t.teaser}</p></div>" for t in all_)


def unlinked_flat(m: Maker, all_: list[Truth]) -> str:
    for t in all_:
        t.url = None
    return "".join(
        f'<h3>{escape(t.title)}</h3><p>{m.shown_day(t.day)}</p><p>{t.teaser}</p><p>{m.sentence()} <a href="/files/doc{at}.pdf">Flyer</a></p>'
        for at, t in enumerate(all_)
    )


def dated_paragraphs(m: Maker, all_: list[Truth]) -> str:
    for t in all_:
        t.url, t.shows_title = None, False
    return "".join(f"<p><b>{m.shown_day(t.day)}</b></p><p>{t.teaser}</p>" for t in all_)


def leading_dates(m: Maker, all_: list[Truth]) -> str:
    for t in all_:
        t.shows_teaser = False
    return "".join(
        f'<p>{t.day.month:02}/{t.day.day:02}/{t.day.year % 100:02}: <a href="{t.url}">{escape(t.title)}</a></p>'
        for t in all_
    )


STYLES = {
    one.__name__: one
    for one in (
        article_cards, div_soup, plain_list, table_rows, font_table, flat_headings, flat_dates_first, definition_list,
        linked_cards, titles_twice, teasers_only, linked_teasers, stretched, grid, bold_paragraphs, breaks_only, full_posts,
        unlinked_headings, unlinked_flat, dated_paragraphs, leading_dates,
    )
}  # fmt: skip


# ---- chrome -------------------------------------------------------------------------------------------------------
MENU = (
    ("Home", "/"), ("About Us", "/about-us"), ("Our Executive Board", "/about/executive-board"), ("News", "/news"), ("Events", "/events"),
    ("Know Your Rights", "/know-your-rights"), ("Find Your Local", "/find-your-local"), ("Member Benefits and Savings", "/member-benefits"),
    ("Join", "/join"), ("Contact", "/contact"), ("How to File a Grievance", "/resources/how-file-grievance"), ("Scholarships", "/scholarships"),
)  # fmt: skip


def menu(m: Maker) -> str:
    items = m.rng.sample(MENU, m.rng.randint(5, len(MENU)))
    kind = m.rng.choice(["nav", "ul", "divs", "line", "table"])
    links = [f'<a href="{href}">{text}</a>' for text, href in items]
    if kind == "nav":
        return "<nav><ul>" + "".join(f"<li>{one}</li>" for one in links) + "</ul></nav>"
    if kind == "ul":
        return f"<ul{m.cls('menu')}>" + "".join(f"<li>{one}</li>" for one in links) + "</ul>"
    if kind == "divs":
        return "<div>" + "".join(f"<div>{one}</div>" for one in links) + "</div>"
    if kind == "line":
        return "<p>" + " | ".join(links) + "</p>"
    return "<table><tr>" + "".join(f"<td>{one}</td>" for one in links) + "</tr></table>"


def side(m: Maker) -> str:
    boxes = [
        "<h3>Quick Links</h3><ul><li><a href='/forms/membership-card'>Membership card</a></li><li><a href='/request-union-representative'>Request a Union Representative</a></li><li><a href='/contracts'>Contracts</a></li></ul>",
        "<h3>Archives</h3><ul>"
        + "".join(f"<li><a href='/2025/{at:02}/'>{MONTHS[at - 1]} 2025</a> (4)</li>" for at in range(1, 9))
        + "</ul>",
        "<h3>Categories</h3><ul><li><a href='/category/news/'>News</a></li><li><a href='/category/contract-campaigns/'>Contract Campaigns and Actions</a></li></ul>",
        "<div>" + " ".join(f"<a href='/tag/{word}/'>{word}</a>" for word in NOUNS[:14]) + "</div>",
        "<h3>Recent Comments</h3><ul><li>Al on <a href='/news/some-older-post-about-things#comment-4'>Some older post about things</a></li></ul>",
        "<h3>Stay Connected</h3><p>Sign up to hear from us every week about what we do.</p><form><input name=e><button>Sign up</button></form>",
        "<h3>Save on Travel and Phones</h3><p>Being a member pays off beyond the job with discounts on many things you need.</p><p><a href='/member-benefits'>Learn more</a></p>",
        "<h4>Follow us</h4><a href='https://www.facebook.com/x'>Facebook</a> <a href='https://twitter.com/x'>Twitter</a> <a href='mailto:a@b.org'>E-mail</a>",
        "<h3>Not a Member Yet?</h3><p>There has never been a better time to stand with us.</p><a href='/join'>Join today</a>",
        "<h3>Contact</h3><p>100 Main Street<br>Marlow<br>(555) 010-0199</p>",
    ]
    picked = m.rng.sample(boxes, m.rng.randint(2, 6))
    tag = m.rng.choice(["aside", "div", "td-less", "div"])
    inner = "".join(m.wrap(one, "widget") for one in picked)
    return f"<aside>{inner}</aside>" if tag == "aside" else f"<div{m.cls('sidebar')}>{inner}</div>"


def noise(m: Maker) -> str:
    """A block of a home page that is no list of posts."""
    names = ["Pat Doe", "Sam Roe", "Kim Poe", "Lee Loe"]
    staff = "".join(
        f"<div{m.cls('person')}><img src='{at}.jpg'><h4><a href='/staff/{name.lower().replace(' ', '-')}'>{name}</a></h4><p>{title}</p><a href='mailto:x@y.org'>E-mail</a></div>"
        for at, (name, title) in enumerate(
            zip(
                names,
                ["President", "Secretary-Treasurer", "Staff Representative for the Northern Region", "Organizer"],
                strict=True,
            )
        )
    )
    return m.rng.choice(
        [
            f"<section><h2>Our Staff</h2>{staff}</section>",
            "<div><blockquote><p>This union gave me the courage to speak up when the roof leaked for a year.</p></blockquote><p>Pat Doe, nurse</p></div>",
            "<div><h2>Why Union?</h2><p>Union members earn more, retire better and go home safe. That is not luck but a contract.</p><a href='/why-union'>Learn more</a></div>",
            "<div><div><h3>Become a Member</h3><p>Add your name to ours today and get a say at work.</p><a href='/join'>Join Now</a></div><div><h3>Know Your Rights</h3><p>Learn what you can ask for when you are called in.</p><a href='/weingarten-rights'>Learn More</a></div><div><h3>Member Benefits</h3><p>Save on phones, travel and much more with your card.</p><a href='/benefits'>See Benefits</a></div></div>",
            "<div><h2>4,200</h2><p>members</p><h2>31</h2><p>contracts</p><h2>1952</h2><p>founded</p></div>",
            "<div role='dialog'><h2>We value your privacy</h2><p>This site uses cookies to make your visit better for you.</p><button>Accept</button><a href='/privacy'>Read more</a></div>",
            "<div><a href='https://www.example.com/sponsor'><img alt='Union Made Shoes' src='s.png'></a><a href='https://www.example.org/'><img alt='State Federation of Labor' src='f.png'></a></div>",
            "<div><h3>Contracts and Forms</h3><ul><li><a href='/files/state-contract-2023-2027.pdf'>State contract 2023-2027 (PDF)</a></li><li><a href='/files/grievance-form.pdf'>Grievance form for all bargaining units</a></li><li><a href='/files/expense.xlsx'>Expense report</a></li></ul></div>",
            "<div><h3>Our Locals</h3><ul><li><a href='/locals/local-12'>Local 12 - Marlow Public Works</a></li><li><a href='/locals/local-45'>Local 45 - Sorrel County Library Workers</a></li><li><a href='https://local99.example.org/'>Local 99 - Dunmore School Employees</a></li></ul></div>",
            "<div><h3>Tweets by Local 77</h3><div><p>Great turnout at the hall tonight! <a href='https://twitter.com/hashtag/union'>#union</a></p><a href='https://twitter.com/l77/status/1'>Nov 3</a></div><div><p>Picket duty starts at six, bring coffee for everyone you know.</p><a href='https://twitter.com/l77/status/2'>Oct 30</a></div></div>",
            "<div><h3>Take Action</h3><p>Tell the board that we need more nurses on nights.</p><a href='https://actionnetwork.org/letters/more-nurses'>Sign the petition</a></div>",
            "<ol><li><a href='#one'>What the contract says about overtime</a></li><li><a href='#two'>What to do when you are denied leave</a></li></ol>",
            "<p>Welcome to the home of Local 77. We stand for <a href='/about/history-of-our-local'>a hundred years</a> of public service in <a href='/our-county'>the county</a> and beyond.</p>",
        ]
    )


def pager(m: Maker, url: str, kind: str) -> tuple[str, str | None]:
    if kind == "none":
        return "", None
    if kind == "query0":
        links = "".join(f'<li><a href="{url}?page={at}">{at + 1}</a></li>' for at in range(1, 6))
        return (
            f'<ul><li>1</li>{links}<li><a href="{url}?page=1">next ›</a></li><li><a href="{url}?page=41">last »</a></li></ul>',
            f"{url}?page=1",
        )
    if kind == "path":
        return (
            f'<div><span>1</span> <a href="{url}/page/2/">2</a> <a href="{url}/page/3/">3</a> <a href="{url}/page/2/">Next</a></div>',
            f"{url}/page/2/",
        )
    if kind == "older":
        return f'<div><a href="{url}/page/2/">← Older posts</a></div>', f"{url}/page/2/"
    return f'<p><a href="{url}?offset=1712345678901">Older</a></p>', f"{url}?offset=1712345678901"


def all_styles() -> dict[str, Callable[[Maker, list[Truth]], str]]:
    """Markups of this file and of tests.parsing.list_themes."""
    from tests.parsing.list_themes import THEMES

    return {**STYLES, **THEMES}


def make(seed: int, style: str | None = None, grammar: str | None = None) -> MadePage:
    """A page from a seed. style and grammar: names in STYLES and GRAMMARS, drawn if not given."""
    m = Maker(seed)
    styles = all_styles()
    style = style or m.rng.choice(sorted(styles))
    grammar = grammar or m.rng.choice(sorted(GRAMMARS))
    url = m.rng.choice(
        ["https://www.local77.example/news", "https://local77.example/updates", "https://www.local77.example/en/blog"]
    )
    truth = m.truths(m.rng.randint(3, 14), GRAMMARS[grammar])
    body = styles[style](m, truth)
    pages, next_url = pager(m, url, m.rng.choice(["none", "query0", "path", "older", "offset"]))
    heading = m.rng.choice(["<h1>News</h1>", "<h1>Local 77 Updates</h1>", "<div><h2>Latest News</h2></div>", ""])
    main_tag = m.rng.choice(["main", "div", "div", "section"])
    above = m.wrap(noise(m), "promo") if m.rng.random() < 0.4 else ""
    below = m.wrap(noise(m), "promo") if m.rng.random() < 0.4 else ""
    main = f"<{main_tag}{m.cls('main')}>{above}{heading}{m.wrap(body, 'list')}{pages}{below}</{main_tag}>"
    column = side(m)
    order = m.rng.choice([[column, main], [main, column], [main]])
    if m.rng.random() < 0.2:
        middle = "<table><tr>" + "".join(f"<td valign=top>{one}</td>" for one in order) + "</tr></table>"
    else:
        middle = f"<div{m.cls('page')}>" + "".join(order) + "</div>"
    top = m.wrap(
        f'<a href="/"><img src="logo.png" alt="Local 77"></a><div>Together for a fair day\'s work</div>{menu(m)}', "top"
    )
    foot = (
        f"<{'footer' if m.rng.random() < 0.5 else 'div'}><p>© 2025 Local 77, 100 Main Street</p>{menu(m)}</{'footer'}>"
    )
    html = f"<!doctype html><html><head><title>News | Local 77</title></head><body>{top}{middle}{foot}</body></html>"
    host = url.split("/")[2]
    for t in truth:
        t.url = f"https://{host}{t.url}" if t.url else None
    return MadePage(html, url, truth, style, [grammar, m.naming, m.box], next_url)
