"""Pages of events, pages that mislead, and further pages that are no posts: python -m tests.quality.make.hostile"""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

from tests.quality.make.corpus import Post, When, esc, html_of, posts, written
from tests.quality.make.keeping import keep_other, keep_post
from tests.quality.make.platforms import NEIGHBOURS, iso, shell, short, slashes

ALL = posts()
SITE = "https://www.local909.example"
MENU = '<ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li><li><a href="/about">About</a></li></ul>'
LONG = written("side", "2020-02-02", 900)
RIGHTS = " ".join(block.lines[0] for block in LONG.blocks)


def event_of(post: Post) -> When:
    assert post.event is not None
    return post.event


def local(post: Post) -> tuple[str, str]:
    """Start and end with their offsets."""
    event = event_of(post)
    zone = ZoneInfo(event.zone)
    assert event.ends is not None
    return event.starts.replace(tzinfo=zone).isoformat(), event.ends.replace(tzinfo=zone).isoformat()


def calendar_plugin(post: Post) -> str:
    event, (starts, ends) = event_of(post), local(post)
    data = [
        {
            "@context": "http://schema.org",
            "@type": "Event",
            "name": post.title,
            "description": f"&lt;p&gt;{post.summary}&lt;/p&gt;",
            "url": f"{SITE}/event/x/",
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
            "startDate": starts,
            "endDate": ends,
            "location": {
                "@type": "Place",
                "name": event.venue,
                "address": {
                    "@type": "PostalAddress",
                    "streetAddress": "200 East Colfax Avenue",
                    "addressLocality": "Denver",
                    "addressRegion": "CO",
                    "postalCode": "80203",
                },
            },
            "offers": {"@type": "Offer", "url": event.registration},
        }
    ]
    return shell(
        f"{post.title} – Council 18",
        f"""<div id="page"><header>{MENU}</header><main id="tribe-events"><div id="tribe-events-content" class="tribe-events-single"><p class="tribe-events-back"><a href="/events/"> « All Events</a></p><div class="tribe-events-notices"><ul><li>This event has passed.</li></ul></div><h1 class="tribe-events-single-event-title">{esc(post.title)}</h1><div class="tribe-events-schedule tribe-clearfix"><h2><span class="tribe-event-date-start">March 18 @ 12:00 pm</span> - <span class="tribe-event-time">1:30 pm</span></h2></div><div id="tribe-events-header"><nav><ul><li>« {NEIGHBOURS[0][0]}</li><li>{NEIGHBOURS[1][0]} »</li></ul></nav></div><div id="post-77" class="post-77 tribe_events type-tribe_events"><div class="tribe-events-single-event-description tribe-events-content">{html_of(post)}</div><div class="tribe-events tribe-common"><div class="tribe-events-c-subscribe-dropdown__container"><div>Add to calendar</div><ul><li>Google Calendar</li><li>iCalendar</li><li>Outlook 365</li></ul></div></div><div class="tribe-events-single-section tribe-events-event-meta"><div class="tribe-events-meta-group tribe-events-meta-group-details"><h2>Details</h2><dl><dt>Date:</dt><dd><abbr class="tribe-events-abbr tribe-events-start-date published dtstart" title="2025-03-18"> March 18 </abbr></dd><dt>Time:</dt><dd>12:00 pm - 1:30 pm</dd><dt>Website:</dt><dd><a href="{event.registration}">Register</a></dd></dl></div><div class="tribe-events-meta-group-venue"><h2>Venue</h2><dl><dd class="tribe-venue">{event.venue}</dd><dd class="tribe-venue-location">200 East Colfax Avenue<br>Denver, CO 80203</dd></dl></div></div></div></div></main><footer>Council 18</footer></div>""",
        f'<script type="application/ld+json">{json.dumps(data)}</script>',
        body='class="single-tribe_events"',
    )


def microdata_event(post: Post) -> str:
    event, (starts, ends) = event_of(post), local(post)
    return shell(
        f"{post.title} - Local 909",
        f"""<header>{MENU}</header><div id="content" itemscope itemtype="http://schema.org/Event"><h1 itemprop="name">{esc(post.title)}</h1><p><time itemprop="startDate" datetime="{starts}">Saturday, August 9, 2025, 11 a.m.</time> to <time itemprop="endDate" datetime="{ends}">5 p.m.</time></p><p itemprop="location" itemscope itemtype="http://schema.org/Place"><span itemprop="name">{event.venue}</span>, <span itemprop="address">{event.street_address}</span></p><div itemprop="description">{html_of(post)}</div></div><footer>Posted {short(post)} | Local 909</footer>""",
    )


def drupal_event(post: Post) -> str:
    event, (starts, ends) = event_of(post), local(post)
    return shell(
        f"{post.title} | Council 9",
        f"""<div class="region-header"><a href="/">Council 9</a>{MENU}</div><div class="region-content"><h1 class="title">{esc(post.title)}</h1><div class="node node-event clearfix" about="/events/steward" typeof="schema:Event sioc:Item"><div class="submitted">Submitted by Education Department on {short(post)}</div><div class="field field-name-field-date field-label-inline"><div class="field-label">When:&nbsp;</div><div class="field-item"><span class="date-display-single">Saturday, May 17, 2025 - <span class="date-display-range"><span class="date-display-start" property="schema:startDate" datatype="xsd:dateTime" content="{starts}">9:00am</span> to <span class="date-display-end" property="schema:endDate" datatype="xsd:dateTime" content="{ends}">4:30pm</span></span></span></div></div><div class="field field-name-field-location field-label-inline"><div class="field-label">Where:&nbsp;</div><div class="field-item">{event.venue}<br>{event.street_address}</div></div><div class="field field-name-body" property="content:encoded">{html_of(post)}</div><p><a href="{event.registration}">Register</a></p></div></div><div class="region-footer">Council 9</div>""",
        '<meta name="Generator" content="Drupal 7">',
        body='class="node-type-event"',
    )


def spanish_event(post: Post) -> str:
    event = event_of(post)
    return shell(
        f"{post.title} | Sindicato Local 61",
        f"""<header>{MENU}</header><main><article><h1>{esc(post.title)}</h1><p class="fecha">Publicado el 29 de agosto de 2025</p><dl><dt>Fecha:</dt><dd>12 de septiembre de 2025</dd><dt>Hora:</dt><dd>6:00 p.m. – 8:00 p.m.</dd><dt>Lugar:</dt><dd>{event.venue}, {event.street_address}</dd></dl>{html_of(post)}</article></main><footer>Local 61</footer>""",
        lang="es",
    )


def deep(post: Post) -> str:
    return shell(
        post.title,
        f"{MENU}{'<div><span>' * 400}<h1>{esc(post.title)}</h1><p>{post.long_day}</p>{html_of(post)}{'</span></div>' * 400}",
    )


def layout_tables(post: Post) -> str:
    return f"""<html><head><title>LOCAL 909 :: NEWS :: {esc(post.title.upper())}</title></head><body><table width=100%><tr><td colspan=3><table><tr><td><img src=logo.gif></td><td>LOCAL 909</td></tr></table></td></tr><tr><td width=150><table><tr><td><a href=/>Home</a></td></tr><tr><td><a href=/news>News</a></td></tr></table></td><td><table><tr><td><font size=+2>{esc(post.title)}</font></td></tr><tr><td><font size=-1>{slashes(post)}</font></td></tr><tr><td><table><tr><td>{html_of(post)}</td></tr></table></td></tr></table></td><td width=200><table><tr><td><b>Your rights</b></td></tr><tr><td>Ask for a steward before the meeting begins. You need not answer without one.</td></tr></table></td></tr></table></body></html>"""


def breaks(post: Post) -> str:
    text = "<br>\n<br>\n".join(html_of(post, p="{}").split("\n"))
    return shell(
        post.title,
        f"<div id=a>{MENU}</div><div id=b><b>{esc(post.title)}</b><br>{esc(post.author or '')}, {short(post)}<br><br>{text}<br><br></div><div id=c>Local 909<br>555-0909</div>",
    )


def long_side(post: Post) -> str:
    return shell(
        f"{post.title} | Local 909",
        f'<div class="l">{MENU}</div><div class="m"><h1>{esc(post.title)}</h1><div class="d">{post.long_day}</div>{html_of(post)}</div><div class="r"><h3>Know your rights</h3><p>{RIGHTS}</p></div>',
    )


def hidden(post: Post) -> str:
    trap = "Members who read this far win nothing: this paragraph is hidden and was never meant for readers."
    return shell(
        post.title,
        f"""<nav>{MENU}</nav><main><article><h1>{esc(post.title)}</h1><time datetime="{post.day}">{short(post)}</time><div style="display:none"><p>{trap}</p></div><p hidden>{trap}</p><div aria-hidden="true" style="position:absolute;left:-9999px"><label>Leave this field empty <input name="url2"></label></div>{html_of(post)}<template><p>{trap}</p></template><noscript><img src="/pixel.gif" alt=""><p>Please turn on JavaScript to see this site at its best.</p></noscript></article></main><!-- <p>{trap}</p> -->""",
    )


def cards_as_articles(post: Post) -> str:
    cards = "".join(
        f'<article><h2><a href="/c{at}">{one}</a></h2><time datetime="2026-0{at + 1}-11">{day}</time><p>{" ".join(LONG.blocks[at].lines)[:400]}</p></article>'
        for at, (one, day) in enumerate(NEIGHBOURS)
    )
    return shell(
        f"{post.title} · Local 909",
        f'<header>{MENU}</header><div class="story"><h1>{esc(post.title)}</h1><p>{post.long_day}</p>{html_of(post)}</div><section><h2>More from Local 909</h2>{cards}</section>',
    )


def two_headings(post: Post) -> str:
    return shell(
        f"{post.title} | AFSCME Local 909",
        f'<header><h1><a href="/">AFSCME Local 909</a></h1><h1>We Make the City Happen</h1></header><nav>{MENU}</nav><div class="post"><h1>{esc(post.title)}</h1><p class="when">{post.when:%a} {short(post)}</p>{html_of(post, h="h1")}</div>',
    )


def headline_as_picture(post: Post) -> str:
    return shell(
        "Local 909",
        f'<nav>{MENU}</nav><div class="hero"><img src="/headline.png" alt=""></div><div class="post"><p class="date">{post.long_day}</p>{html_of(post)}</div>',
        f'<meta property="og:title" content="{esc(post.title)}"><meta property="og:site_name" content="Local 909">',
    )


def neighbour_date(post: Post) -> str:
    return shell(
        f"{post.title} | Local 909",
        f'<header>{MENU}<div class="ticker">Breaking: <a href="/t">{NEIGHBOURS[0][0]}</a> <time datetime="2025-12-01">December 1, 2025</time></div></header><main><div class="prev">Previous: <a href="/p">{NEIGHBOURS[1][0]}</a> (October 15, 2025)</div><h1>{esc(post.title)}</h1>{html_of(post)}<p class="posted">Posted: {post.long_day}</p></main>',
    )


def year_one(post: Post) -> str:
    return shell(
        f"{post.title} | Local 909",
        f'<header>{MENU}</header><main><h1>{esc(post.title)}</h1><p class="date">January 01, 0001</p>{html_of(post)}</main>',
        '<meta property="article:published_time" content="0001-01-01T00:00:00Z">',
    )


def modified(post: Post) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": post.title,
        "dateModified": "2026-09-09T09:09:09-04:00",
        "datePublished": iso(post),
    }
    return shell(
        f"{post.title} | Local 909",
        f'<header>{MENU}</header><main><h1>{esc(post.title)}</h1><p class="u">Updated: <time datetime="2026-09-09T09:09:09-04:00">September 9, 2026</time></p>{html_of(post)}</main>',
        f'<meta property="og:updated_time" content="2026-09-09T09:09:09-04:00"><script type="application/ld+json">{json.dumps(data)}</script>',
    )


def only_modified(post: Post) -> str:
    return shell(
        f"{post.title} | Local 909",
        f"<header>{MENU}</header><main><h1>{esc(post.title)}</h1>{html_of(post)}<p>This page was last updated on September 9, 2026.</p></main>",
        '<meta property="article:modified_time" content="2026-09-09T09:09:09-04:00"><meta http-equiv="last-modified" content="Wed, 09 Sep 2026 13:09:09 GMT">',
    )


def long_footer(post: Post) -> str:
    return shell(
        f"{post.title} | Local 909",
        f"<div>{MENU}</div><div><h1>{esc(post.title)}</h1><span>{short(post)}</span>{html_of(post)}</div><div><h4>About Local 909</h4><p>{RIGHTS}</p><p>{RIGHTS[:900]}</p><p>© 1999-2026 Local 909</p></div>",
    )


def wrong_bytes(post: Post) -> bytes:
    page = shell(
        f"{post.title} | Local 909",
        f"<nav>{MENU}</nav><article><h1>{esc(post.title)}</h1><p>{post.long_day}</p>{html_of(post)}</article>",
        '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">',
    )
    return page.encode("cp1252", "xmlcharrefreplace").replace(b"<h1>", b"\x00<h1>\x0b")


def broken_data(post: Post) -> str:
    good = json.dumps(
        {
            "@type": ["NewsArticle", 7],
            "headline": [post.title],
            "datePublished": {"@value": iso(post)},
            "author": [[], None, {"name": post.author}],
        }
    )
    return shell(
        f"{post.title} | Local 909",
        f"<nav>{MENU}</nav><main><h1>{esc(post.title)}</h1><p>By {esc(post.author or '')} on {post.long_day}</p>{html_of(post)}</main>",
        f'<script type="application/ld+json">{{"@type": "Article", "headline": "unfinished</script><script type="application/ld+json">{good}</script><script type="application/ld+json"><![CDATA[[]]]></script><meta property="article:published_time" content="yesterday">',
    )


def founding(post: Post) -> str:
    data = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Organization", "name": "Local 909", "foundingDate": "1958-04-01", "url": SITE},
            {"@type": "WebPage", "name": "Local 909", "datePublished": "2015-01-01", "dateModified": "2026-11-20"},
            {
                "@type": "BlogPosting",
                "headline": post.title,
                "datePublished": post.day,
                "mainEntityOfPage": {"@type": "WebPage"},
            },
        ],
    }
    return shell(
        f"Local 909 » News » {post.title}",
        f"<nav>{MENU}</nav><div><h2>{esc(post.title)}</h2>{html_of(post)}</div><div>Serving you since April 1, 1958</div>",
        f'<script type="application/ld+json">{json.dumps(data)}</script>',
    )


def unclosed(post: Post) -> str:
    return f"<title>{esc(post.title)} - Local 909</title><ul><li><a href=/>Home<li><a href=/news>News</ul><h1>{esc(post.title)}<h1><p><em>{post.long_day}</em>{''.join('<p>' + line for line in html_of(post, p='{}').split(chr(10)))}<hr><p>Local 909, 3 Bay Street</div></td></table>"


def badge(post: Post) -> str:
    return shell(
        f"{post.title} – Local 909",
        f'<nav>{MENU}</nav><div class="entry"><div class="cal"><span class="m">{post.when:%b}</span><span class="d">{post.when.day}</span><span class="y">{post.when.year}</span></div><h2 class="t">{esc(post.title)}</h2><div class="c">{html_of(post)}</div></div><div class="cal side"><span>Dec</span><span>01</span><span>2025</span> {NEIGHBOURS[0][0]}</div>',
    )


def yearless(post: Post) -> str:
    return shell(
        f"{post.title} – Local 909",
        f'<nav>{MENU}</nav><article><h1>{esc(post.title)}</h1><p class="date">{post.when:%A, %B} {post.when.day}</p>{html_of(post)}</article>',
    )


def heavy(post: Post) -> str:
    return shell(
        f"{post.title} | Local 909",
        f'<nav data-x="{"ab c" * 300_000}">{MENU}</nav><main><h1 title="{"x" * 400_000}">{esc(post.title)}</h1><p>{post.long_day}</p>{html_of(post)}</main>',
    )


def visit_day(post: Post) -> str:
    return shell(
        f"{post.title} | Local 909",
        f'<div class="today">Saturday, November 21, 2026</div><div class="weather">54°</div><nav>{MENU}</nav><div id="main"><h2>{esc(post.title)}</h2><div>{html_of(post)}</div><div class="info">Filed under News, {slashes(post)}</div></div>',
    )


SPANISH_LINES = (
    "Fecha: 12 de septiembre de 2025\nHora: 6:00 p.m. – 8:00 p.m.\n"
    "Lugar: Salón del sindicato, 1200 Calle Olivo, Fresno, CA 93721"
)
EVENTS = (
    ("event-plugin", calendar_plugin, ALL["rally-capitol"], {"said": False, "tags": []}),
    ("event-microdata", microdata_event, ALL["picnic"], {"tags": []}),
    ("event-drupal", drupal_event, ALL["steward-training"], {"tags": []}),
    ("event-spanish", spanish_event, ALL["reunion-local"], {"may": SPANISH_LINES}),
)
TRAPS = (
    ("deep-nesting", deep, written("h1", "2025-04-30", 180), {}),
    ("layout-tables", layout_tables, ALL["snow-pay"], {"tags": []}),
    ("breaks", breaks, written("h2", "2024-06-18", 200, author="Irene Kowal"), {}),
    ("long-side", long_side, ALL["two-lines"], {}),
    ("hidden", hidden, written("h3", "2025-02-14", 180), {}),
    ("cards-as-articles", cards_as_articles, written("h4", "2025-05-20", 150), {}),
    ("two-headings", two_headings, ALL["heat-rule"], {"author": None, "tags": []}),
    ("headline-as-picture", headline_as_picture, written("h5", "2023-11-11", 190), {}),
    ("neighbour-date", neighbour_date, written("h6", "2024-10-07", 190), {}),
    ("year-one", year_one, written("h7", "2022-02-02", 170), {"said": False}),
    ("modified", modified, written("h8", "2024-01-16T10:00", 190), {}),
    ("only-modified", only_modified, written("h9", "2021-01-16", 190), {"said": False}),
    ("long-footer", long_footer, ALL["thank-you"], {"author": None}),
    ("wrong-bytes", wrong_bytes, written("es11", "2025-06-06", 200), {}),
    ("broken-data", broken_data, written("h10", "2025-08-08", 190, author="Rosa Maldonado"), {}),
    ("founding-day", founding, written("h11", "2025-09-02", 190), {}),
    ("unclosed", unclosed, written("h12", "2014-05-21", 190), {}),
    ("date-badge", badge, written("h13", "2025-07-22", 190), {}),
    ("day-without-year", yearless, written("h14", "2025-11-04", 190), {}),
    ("heavy-attributes", heavy, written("h15", "2025-03-05", 190), {}),
    ("day-of-visit", visit_day, ALL["dated-words"], {"author": None, "tags": []}),
)
OTHERS = {
    "contact": ("a contact form", "Contact us", "<p>Local 909, 3 Bay Street. Open on weekdays from nine to five.</p><form><label>Your name <input></label><label>Your message <textarea></textarea></label><button>Send</button></form>"),
    "calendar": ("a month of a calendar", "Calendar: November 2026", "<table><tr><th>Sun</th><th>Mon</th><th>Tue</th><th>Wed</th><th>Thu</th><th>Fri</th><th>Sat</th></tr>" + "".join("<tr>" + "".join(f"<td>{week * 7 + day}<br><a href='/e/{week * 7 + day}'>{'General meeting' if day == 3 else ''}</a></td>" for day in range(1, 8)) + "</tr>" for week in range(4)) + "</table><p><a href='/calendar/2026-10'>« October</a> <a href='/calendar/2026-12'>December »</a></p>"),
    "login": ("a page for members", "Member login", "<form><label>User name <input name=user></label><label>Password <input type=password name=pass></label><button>Log in</button></form><p><a href='/forgot'>Forgot your password?</a></p>"),
    "officers": ("the officers", "Officers and staff", "<ul>" + "".join(f"<li><b>{name}</b>, {job}<br>555-09{at:02d}</li>" for at, (name, job) in enumerate((("Ivy Castellan", "President"), ("Nell Varga", "Vice President"), ("Gwen Tabor", "Secretary-Treasurer"), ("Ben Okafor", "Trustee"), ("Irene Kowal", "Trustee")))) + "</ul>"),
    "forms": ("a list of forms", "Forms and documents", "<p>Choose a form below.</p><ul>" + "".join(f"<li><a href='/files/{name}.pdf'>{name.replace('-', ' ').title()} (PDF)</a></li>" for name in ("grievance-form", "membership-card", "strike-fund", "bylaws", "dues-table", "travel-expenses")) + "</ul>"),
}  # fmt: skip


def main() -> None:
    for name, maker, post, more in EVENTS + TRAPS:
        path = "/2025/11/" if name == "day-without-year" else "/news/"
        keep_post(
            f"{'' if name.startswith('event') else 'trap-'}{name}",
            maker(post),
            post,
            f"{SITE}{path}{post.slug}",
            f"written by hand: {name}",
            **more,
        )
    for name, (what, title, inner) in OTHERS.items():
        page = shell(
            f"{title} | Local 909",
            f"<header>{MENU}</header><main><h1>{title}</h1>{inner}</main><footer><p>Local 909, 3 Bay Street</p></footer>",
        )
        keep_other(f"other-{name}", page, f"{SITE}/{name}", "written by hand", what)


if __name__ == "__main__":
    main()
