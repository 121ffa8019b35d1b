"""Pages with what newsrooms and editors put around and into a text: python -m tests.quality.make.newsrooms

Boxes in the middle of the body, signs of social networks, corrections, days around midnight, names of sites with dashes.
"""

from __future__ import annotations

import json
from dataclasses import replace

from tests.quality.make.corpus import Block, Post, body_of, esc, html_of, posts, written
from tests.quality.make.keeping import keep_other, keep_post
from tests.quality.make.platforms import NEIGHBOURS, iso, shell, short

ALL = posts()
SITE = "https://www.local616.example"
NAV = '<nav aria-label="Main"><ul><li><a href="/">Home</a></li><li><a href="/news/">News</a></li><li><a href="/events/">Events</a></li><li><a href="/contact/">Contact</a></li></ul></nav>'
END = '<footer><p>© 2026 Local 616. 9 Foundry Street.</p><ul><li><a href="/privacy/">Privacy</a></li></ul></footer>'


def into_the_middle(text: str, box: str, at: int = 2) -> str:
    """A box between two paragraphs of a text."""
    lines = text.split("\n")
    return "\n".join([*lines[:at], box, *lines[at:]])


def read_more(post: Post) -> str:
    box = f'<p class="read-more"><strong>READ MORE: </strong><a href="/n1">{NEIGHBOURS[0][0]}</a></p><div class="ad-slot"><span>Advertisement</span></div>'
    more = '<div class="newsletter-inline"><h3>Get the Friday letter</h3><p>The week in two minutes, every Friday.</p><input type="email"><button>Subscribe</button></div>'
    text = into_the_middle(into_the_middle(html_of(post), box), more, 5)
    return shell(
        f"{post.title} | The Valley Worker",
        f"""{NAV}<main><article class="story"><header><a class="section" href="/labor">Labor</a><h1>{esc(post.title)}</h1><h2 class="dek">{esc(post.summary)}</h2><div class="byline">By <a href="/a">{esc(post.author or "")}</a><br><span>Published {post.long_day} at {post.when:%H:%M}</span> | <span>Updated March 2, 2026 at 08:00</span></div><div class="audio"><button>Listen to this article</button><span>4 minutes</span></div></header><div class="story-body">{text}</div><aside class="author-bio"><img alt=""><p>{esc(post.author or "")} covers workplaces for The Valley Worker.</p></aside><div class="most-read"><h3>Most read</h3><ol>{"".join(f"<li><a href='/n{at}'>{one}</a></li>" for at, (one, _) in enumerate(NEIGHBOURS))}</ol></div></article></main>{END}""",
        f'<meta property="article:published_time" content="{iso(post)}"><meta property="article:modified_time" content="2026-03-02T08:00:00-05:00">',
    )


def social(post: Post) -> str:
    tweet = '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">We are still here. <a href="https://t.example/x">pic.example/abc</a></p>&mdash; Local 616 (@local616) <a href="https://x.example/local616/status/1">May 3, 2024</a></blockquote><script async src="https://platform.example/widgets.js"></script>'
    return shell(
        f"{post.title} - Local 616",
        f'{NAV}<main><article><h1>{esc(post.title)}</h1><p class="date">{post.long_day}</p><div class="share-top"><a>Share on Facebook</a> <a>Share on X</a> <a>Email</a></div>{into_the_middle(html_of(post), tweet)}<div class="gallery"><figure><img src="/1.jpg"><figcaption>The line at six in the morning.</figcaption></figure><figure><img src="/2.jpg"><figcaption>The same line at noon.</figcaption></figure></div><p class="tags">Tags: <a rel="tag">pickets</a>, <a rel="tag">photos</a></p></article></main>{END}',
    )


def midnight(post: Post) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": post.title,
        "datePublished": "2025-01-01T03:30:00Z",
        "dateModified": "2025-01-02T15:00:00Z",
    }
    return shell(
        f"{post.title} - Local 616",
        f"{NAV}<main><article><h1>{esc(post.title)}</h1><p>{post.long_day}</p>{html_of(post)}</article></main>{END}",
        f'<script type="application/ld+json">{json.dumps(data)}</script>',
    )


def another_headline(post: Post) -> str:
    return shell(
        f"{post.title} | Local 616",
        f'{NAV}<main><article><h1>{esc(post.title)}</h1><time datetime="{iso(post)}">{short(post)}</time>{html_of(post)}</article></main>{END}',
        '<meta property="og:title" content="You will not believe what these workers did next"><meta property="og:site_name" content="Local 616"><meta name="twitter:title" content="What these workers did next">',
    )


def dashes(post: Post) -> str:
    return shell(
        f"{post.title} - Local 616 - Public Employees - Home",
        f'{NAV}<div class="content"><h1>{esc(post.title)}</h1><p class="posted">{post.when:%A}, {post.when.day} {post.when:%B} {post.when.year}</p>{html_of(post)}</div>{END}',
        f'<meta property="og:title" content="{esc(post.title)} - Local 616">',
    )


def section_heading(post: Post) -> str:
    return shell(
        "News - Local 616",
        f'{NAV}<div class="banner"><h1>News</h1></div><div class="content"><h2>{esc(post.title)}</h2><h5>{post.when:%m/%d/%Y}</h5>{html_of(post, h="h3")}</div>{END}',
    )


def cloudflare(post: Post) -> str:
    mail = '<p>Questions? Write to <a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="5b">[email&#160;protected]</a>.</p><p><em>Contact: Dana Whitlock, 555-0161</em></p><p>This email address is being protected from spambots. You need JavaScript enabled to view it.</p>'
    return shell(
        f"{post.title} | Local 616",
        f'{NAV}<main><h1>{esc(post.title)}</h1><p class="meta">Posted {short(post)} in <a>News</a></p>{html_of(post)}{mail}</main>{END}',
    )


def preformatted(post: Post) -> str:
    return f"<html><head><title>[members] {esc(post.title)}</title></head><body><h1>{esc(post.title)}</h1><b>{esc(post.author or '')}</b> <i>{post.when:%a %b} {post.when.day} {post.when:%H:%M:%S} EDT {post.when.year}</i><ul><li>Previous message: <a href=1>{NEIGHBOURS[0][0]}</a></li><li>Next message: <a href=3>{NEIGHBOURS[1][0]}</a></li></ul><hr><pre>{esc(body_of(post))}</pre><hr><a href=list>More information about the members list</a></body></html>"


def accordion(post: Post) -> str:
    return shell(
        f"{post.title} | Local 616",
        f'{NAV}<main><h1>{esc(post.title)}</h1><p class="date">{post.long_day}</p><div class="lead">{html_of(replace(post, blocks=post.blocks[:1]))}</div>{"".join(f"<details><summary>Part {at}</summary>{html_of(replace(post, blocks=(block,)))}</details>" for at, block in enumerate(post.blocks[1:], 1))}</main>{END}',
    )


def viewer(post: Post) -> str:
    return shell(
        f"{post.title} | Local 616",
        f'{NAV}<main><article><h1>{esc(post.title)}</h1><p class="date">{post.long_day}</p>{html_of(post)}<div class="pdfemb-viewer"><iframe src="/files/agreement.pdf"></iframe></div><p class="wp-block-file"><a href="/files/agreement.pdf">agreement.pdf</a> <a class="wp-block-file__button" href="/files/agreement.pdf" download>Download</a></p></article></main>{END}',
    )


def sticky(post: Post) -> str:
    return shell(
        f"{post.title} | Local 616",
        f'<div class="progress-bar"><span>{esc(post.title)}</span><button>Share</button></div>{NAV}<ol class="breadcrumb"><li><a href="/">Home</a></li><li><a href="/news/">News</a></li><li>{esc(post.title)}</li></ol><main><article><header><h1>{esc(post.title)}</h1><ul class="meta"><li>{post.when.day}.{post.when.month:02d}.{post.when.year}</li><li>{esc(post.author or "")}</li><li>2 min read</li></ul></header><div>{html_of(post)}</div><nav class="toc"><h2>Contents</h2><ul><li><a href="#a">Where we agree</a></li></ul></nav></article></main>{END}',
        f'<meta name="DC.date.issued" content="{post.day}"><meta name="author" content="{esc(post.author or "")}">',
    )


AMP_PICTURE = '<figure><amp-img src="/i.jpg" alt="{1}"></amp-img><figcaption>{0}</figcaption></figure>'


def amp(post: Post) -> str:
    return f'<!doctype html><html amp lang="en"><head><meta charset="utf-8"><title>{esc(post.title)}</title><link rel="canonical" href="{SITE}/x"><meta name="parsely-pub-date" content="{iso(post)}"></head><body><amp-sidebar id="menu" layout="nodisplay"><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></amp-sidebar><header class="amp-wp-header"><a href="/">Local 616</a></header><article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class="amp-wp-title">{esc(post.title)}</h1><div class="amp-wp-meta amp-wp-byline"><span class="amp-wp-author author vcard">{esc(post.author or "")}</span></div><div class="amp-wp-meta amp-wp-posted-on"><time datetime="{iso(post)}">1 year ago</time></div></header><div class="amp-wp-article-content">{html_of(post, fig=AMP_PICTURE)}</div><footer class="amp-wp-article-footer"><div class="amp-wp-meta amp-wp-tax-category">Categories: <a rel="category tag">News</a></div><div class="amp-wp-meta amp-wp-comments-link"><a href="#">Leave a Comment</a></div></footer></article><footer class="amp-wp-footer"><a href="#top" class="back-to-top">Back to top</a></footer></body></html>'


def spanish(post: Post) -> str:
    months = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
    return shell(
        f"{post.title} | Sindicato 616",
        f'<div class="hoy">Hoy es sábado, 21 de noviembre de 2026</div><nav><ul><li><a href="/">Inicio</a></li><li><a href="/noticias/">Noticias</a></li><li><a href="/contacto/">Contacto</a></li></ul></nav><main><h1>{esc(post.title)}</h1><p class="firma">Por {esc(post.author or "")} · {post.when.day} de {months[post.when.month - 1]} de {post.when.year}</p>{html_of(post)}<div class="compartir">Compartir: Facebook WhatsApp Correo</div><h3>Noticias relacionadas</h3><ul><li><a href="/n1">Venta de boletos para la fiesta</a> (1 de diciembre de 2025)</li></ul></main><footer>Sindicato 616. Todos los derechos reservados.</footer>',
        lang="es",
    )


def dateline(post: Post) -> str:
    return shell(
        f"{post.title} | Council 61",
        f'{NAV}<div class="press"><p>NEWS RELEASE</p><p>{post.long_day}</p><p>Contact: Philip Arden<br>555-0161<br>parden@council61.example</p><h1>{esc(post.title)}</h1>{html_of(post)}<p>-30-</p></div>{END}',
    )


def unordered(post: Post) -> str:
    return shell(
        f"{post.title} | Local 616",
        f'{NAV}<main><article><h1>{esc(post.title)}</h1><div class="updated">Last modified: 2026-10-01</div><div class="created">Created: {post.day}</div>{html_of(post)}<p class="correction"><em>Correction: an earlier version gave the wrong number of buses.</em></p></article></main>{END}',
    )


def long_with(count: int) -> Post:
    """One text of many chapters, each with a heading, a list and a table."""
    blocks: list[Block] = []
    for at in range(count):
        part = written(f"chapter{at}", "2024-01-01", 130)
        blocks += [
            Block("h", (part.title,)),
            *part.blocks,
            Block("ul", tuple(f"Demand {at + 1}.{row}: see page {row + 3}" for row in range(3))),
        ]
        if at % 3 == 0:
            blocks.append(Block("table", ("Year | Members", f"2022 | {at * 37 + 410}", f"2023 | {at * 41 + 455}")))
    return replace(written("chapters", "2024-04-15T09:00", 90), blocks=tuple(blocks), author="Research Department")


def report(post: Post) -> str:
    return shell(
        f"{post.title} | Local 616",
        f'{NAV}<div class="layout"><div class="toc"><h2>In this report</h2><ul>{"".join(f"<li><a href=#c{at}>{esc(block.lines[0])}</a></li>" for at, block in enumerate(post.blocks) if block.kind == "h")}</ul></div><div class="text"><h1>{esc(post.title)}</h1><p class="by">{esc(post.author or "")} | {post.long_day}</p>{html_of(post)}</div></div>{END}',
    )


W = written
PLAN = (
    ("read-more", read_more, W("q1", "2024-09-03T07:15", 300, author="Nell Varga"), {"may": "dek"}),
    (
        "social",
        social,
        W("q2", "2024-05-04", 200),
        {
            "tags": ["pickets", "photos"],
            "may": "We are still here. pic.example/abc — Local 616 (@local616) May 3, 2024",
        },
    ),
    ("midnight", midnight, W("q3", "2024-12-31T22:30", 180), {}),
    ("another-headline", another_headline, W("q4", "2025-06-12T12:00", 190), {}),
    ("dashes", dashes, replace(W("q5", "2025-03-24", 180), title="Workers win - big - in county court: 12 - 3"), {}),
    ("section-heading", section_heading, ALL["heat-rule"], {"author": None, "tags": []}),
    ("protected-mail", cloudflare, W("q6", "2023-02-09", 170), {}),
    ("mailing-list", preformatted, W("q7", "2009-08-17T18:05", 190, author="Walt Jessup"), {}),
    ("accordion", accordion, W("q8", "2025-10-20", 200), {"may": " ".join(f"Part {at}" for at in range(1, 10))}),
    (
        "pdf-viewer",
        viewer,
        replace(
            ALL["two-lines"],
            title="The signed agreement is here",
            blocks=(Block("p", ("Both sides signed on Tuesday evening. The full text is below.",)),),
        ),
        {"kind": None},
    ),
    ("sticky", sticky, ALL["update-eleven"], {"tags": []}),
    ("amp", amp, ALL["food-bank"], {"tags": ["News"]}),
    ("spanish-day", spanish, W("es20", "2025-05-19", 190, author="Lucía Prado"), {}),
    ("dateline", dateline, W("pr20", "2025-09-17"), {}),
    (
        "two-days",
        unordered,
        W("q9", "2025-02-20", 180),
        {"may": "Correction: an earlier version gave the wrong number of buses."},
    ),
    ("report", report, long_with(12), {}),
)
OTHERS = {
    "privacy": ("a privacy policy", "Privacy Policy", "<p>Last updated: January 1, 2024</p>" + "".join(f"<h2>{at}. What we keep</h2><p>{esc(' '.join(block.lines))} We keep this only as long as the law asks for it, and you may ask us what we hold.</p>" for at, block in enumerate(written("privacy", "2024-01-01", 500).blocks, 1))),
    "questions": ("questions and answers", "Frequently Asked Questions", "".join(f"<h3>{question}</h3><p>{answer}</p>" for question, answer in (("Who can join?", "Everybody who works for the county and is not a supervisor."), ("What are the dues?", "One and a half percent of base pay, and never more than sixty dollars a month."), ("Can I be fired for joining?", "No. The law protects you, and so do we."), ("Who runs the local?", "You do. Officers are elected every three years.")))),
    "events": ("a list of events", "Upcoming events", "".join(f"<div class=event><h3><a href='/events/{at}'>{title}</a></h3><p>{day}, 6:00 p.m., Union Hall</p><a href='/events/{at}'>Details</a></div>" for at, (title, day) in enumerate((("General meeting", "December 3, 2026"), ("Holiday party", "December 12, 2026"), ("Steward training", "January 9, 2027"), ("Retirees' lunch", "January 14, 2027"))))),
    "home": ("a home page", "Welcome to Local 616", "<p>We are 1,900 people who keep the valley running.</p>" + "".join(f"<div class=card><img src='/{at}.jpg' alt=''><h2><a href='/news/{at}'>{title}</a></h2><span>{day}</span><p>The office will be decorated, and there is a band. Tickets are ten dollars at the door.</p><a href='/news/{at}'>Read more</a></div>" for at, (title, day) in enumerate(NEIGHBOURS))),
    "find-your-local": ("a table of locals", "Find your local", "<table><tr><th>Local</th><th>Workplace</th><th>President</th></tr>" + "".join(f"<tr><td>{600 + at}</td><td>{place}</td><td>{name}</td></tr>" for at, (place, name) in enumerate((("Water plant", "Nell Varga"), ("Libraries", "Ben Okafor"), ("Highways", "Leon Fitch"), ("Schools", "Rosa Maldonado")))) + "</table>"),
    "thank-you-page": ("thanks after a form", "Thank you", "<p>Your message has been sent. We will answer within two working days.</p><p><a href='/'>Back to the home page</a></p>"),
}  # fmt: skip


def main() -> None:
    for name, maker, post, more in PLAN:
        more = more | ({"may": post.summary} if more.get("may") == "dek" else {})
        keep_post(f"news-{name}", maker(post), post, f"{SITE}/news/{post.slug}", f"written by hand: {name}", **more)
    for name, (what, title, inner) in OTHERS.items():
        page = shell(f"{title} | Local 616", f"{NAV}<main><h1>{title}</h1>{inner}</main>{END}")
        keep_other(f"other-{name}", page, f"{SITE}/" if name == "home" else f"{SITE}/{name}/", "written by hand", what)


if __name__ == "__main__":
    main()
