"""Pages that are no posts, and posts that look a little like them, each in frames of several makes; written for tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

PROSE = (
    "<p>The county brought its first written offer on wages to the table, and the team read it aloud in the break room."
    "</p><p>Stewards of all three shifts will meet at the hall to weigh it, and whoever has a question may bring it.</p>"
    "<p>Nothing is agreed until everything is, said the chair of the team, and thanked the cooks for the coffee.</p>"
)
SHORT = "<p>The hall is closed on Monday.</p>"


def divs(title: str, main: str, head: str = "") -> str:
    """No element says what it is."""
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{title} - Local 77</title>{head}</head><body><div class=a1><div class=a2>"
        "<a href='/'>Local 77</a> <a href='/news/'>News</a> <a href='/officers'>Officers</a> <a href='/dues'>Dues</a></div>"
        f"<div class=a3><h1>{title}</h1><div class=a4>{main}</div></div><div class=a5>Local 77, 9 Mill Road</div></div></body></html>"
    )


def semantic(title: str, main: str, head: str = "") -> str:
    """Elements with meaning, a search in the header and a side bar."""
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{title} | River Council</title>{head}</head><body><header><a href='/'>River"
        " Council</a><form action='/search'><input type=search name=q></form><nav><ul><li><a href='/news'>News</a></li>"
        "<li><a href='/contract'>Contract</a></li><li><a href='/benefits'>Benefits</a></li></ul></nav></header>"
        f"<main><article><h1>{title}</h1>{main}</article></main><aside><h2>Stay in touch</h2><form><input type=email name=email>"
        "<button>Go</button></form></aside><footer><p>River Council, 12 Dock Street</p></footer></body></html>"
    )


def table(title: str, main: str, head: str = "") -> str:
    """A page of 1999."""
    return (
        f"<HTML><HEAD><TITLE>{title}</TITLE>{head}</HEAD><BODY BGCOLOR=white><TABLE WIDTH=760><TR><TD WIDTH=140><A HREF=/index.htm>"
        f"Home</A><BR><A HREF=/news.htm>News</A><BR><A HREF=/links.htm>Links</A></TD><TD><H2>{title}</H2>{main}</TD></TR></TABLE>"
        "<HR><CENTER><FONT SIZE=1>Chapter 12</FONT></CENTER></BODY></HTML>"
    )


def wordpress(title: str, main: str, head: str = "") -> str:
    """A plug-in says og:type article on every page, and a form for comments stands below."""
    return (
        f"<!DOCTYPE html><html lang=en-US><head><title>{title} - Staff Union</title><meta property='og:type' content='article'>"
        f"<meta property='og:title' content='{title}'>{head}</head><body class='wp-singular logged-out'><div id=page>"
        "<header id=masthead><a href='/' rel=home>Staff Union</a><nav><ul><li><a href='/blog/'>Blog</a></li></ul></nav></header>"
        f"<div id=content><h1 class=entry-title>{title}</h1><div class=entry-content>{main}</div>"
        "<form action='/wp-comments-post.php'><h3>Leave a Reply</h3><textarea name=comment></textarea><input name=author>"
        "<input name=email><input name=url><input type=submit></form></div><footer>Staff Union</footer></div></body></html>"
    )


DATED = "".join(
    f"<div><span>{day}</span> <a href='{path}'>{title}</a></div>"
    for day, path, title in (
        ("June 4, 2024", "/2024/06/members-pack-nine-thousand-meals/", "Members pack nine thousand meals"),
        ("May 2, 2024", "/2024/05/cooks-win-a-raise-at-last/", "Cooks win a raise at last"),
    )
)
ONE_CARD = (
    "<div><h2><a href='/news/what-the-new-wage-table-means/'>What the new wage table means</a></h2><time>June 4, 2024</time>"
    "<p>The agreement replaces eleven pay scales with four, and nobody goes down.</p></div>"
)

FRAMES: dict[str, Callable[..., str]] = {"divs": divs, "semantic": semantic, "table": table, "wordpress": wordpress}


@dataclass(frozen=True, slots=True)
class Other:
    """A page: why it is none (None: it is a post), its path and title, what stands in its middle and its head."""

    reason: str | None
    path: str
    title: str
    main: str
    head: str = ""


CARDS = "".join(
    f"<div><h3><a href='/news/a-story-of-the-{word}-shift'>A story of the {word} shift</a></h3><p>What happened on the {word}"
    " shift in a few words.</p></div>"
    for word in ("first", "second", "third", "night", "split", "early")
)
TWELVE_ROWS = "".join(
    f"<tr><td><a href='/news/{word}-meeting-of-the-year'>The {word} meeting of the year</a></td><td>May {at}, 2026</td></tr>"
    for at, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)
)
STREAM = "<h4>Yesterday, December 3</h4>" + "".join(
    f"<div><span>{at}:39pm</span> <a href='/node/{7000 + at}'>Minutes of the {word} board</a> was edited by Rosa</div>"
    for at, word in enumerate("first second third fourth fifth sixth".split(), 1)
)
AGO = "<ul>" + "".join(
    f"<li><a href='/u/{at}'>Ann Roe</a> commented on <a href='/doc/{at}'>the draft of article {at}</a> {at} hours ago</li>"
    for at in range(2, 9)
) + "</ul>"  # fmt: skip
MONTH = (
    "<table><tr>" + "".join(f"<th>{day}</th>" for day in ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")) + "</tr>"
)
MONTH += "".join(
    "<tr>" + "".join(f"<td>{day}</td>" for day in range(week, min(week + 7, 32))) + "</tr>" for week in range(1, 32, 7)
) + "</table>"  # fmt: skip
FIELDS = "".join(f"<p>{name} <input type=text name='f{at}'></p>" for at, name in enumerate("First Last Street City State ZIP Employer".split()))  # fmt: skip
PICTURES = "".join(f"<a href='/photos/{at}.jpg'><img src='/photos/t{at}.jpg' alt=''></a>" for at in range(9))
PASSWORD = "<form><p>This content is password protected.</p><input type=password name={}><button>Enter</button></form>"
LOGIN = "<form><label>Name</label><input name=user><label>Password</label><input type=password name=pass></form>"
GOOGLE_MAP = "<iframe src='https://www.google.com/maps/embed?pb=abc'></iframe><p>9 Mill Road, Fernhill</p>"
NEWS = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "H", "datePublished": "2024-06-04"}</script>'
EVENT = '<script type="application/ld+json">{"@type": "Event", "name": "Picnic", "startDate": "2026-07-04T12:00:00-04:00"}</script>'
PUBLISHED = (
    "<meta property='og:type' content='article'><meta property='article:published_time' content='2024-06-04T09:00:00Z'>"
)

#: told from posts in every frame, and by structure, address and words alone
OTHERS: tuple[Other, ...] = (
    Other("list", "/stories", "Stories", CARDS),
    Other("list", "/content", "Content", f"<table>{TWELVE_ROWS}</table>"),
    Other("list", "/archive/2026", "2026", f"<ul>{TWELVE_ROWS.replace('tr>', 'li>').replace('td>', 'span>')}</ul>"),
    Other("tag", "/blog/tag/wages", "Wages", CARDS),
    Other("tag", "/topics/pensions", "Pensions", CARDS),
    Other("author", "/author/rroe/", "Rosa Roe", f"<p>Rosa writes on safety.</p>{CARDS}"),
    Other("tag", "/tags/wages", "Wages", ONE_CARD),
    Other("list", "/archives", "Archives", DATED),
    Other("list", "/blog/", "Our blog", DATED),
    Other("author", "/users/12", "ann roe", f"<p>June 4, 2024: Ann likes this.</p>{SHORT}"),
    Other("author", "/members/1204", "Wendell Ames", SHORT),
    Other("author", "/people/ann-roe", "Ann Roe", PROSE),
    Other("author", "/user/annroe", "annroe", SHORT),
    Other("author", "/u/aroe", "Ann Roe", SHORT, "<meta property='profile:username' content='aroe'>"),
    Other("form", "/thank-you", "Thank you", "<p>Your message has been sent. We answer within two days.</p>"),
    Other("form", "/gracias", "Gracias", "<p>Su solicitud ha sido recibida.</p>"),
    Other("search", "/?s=wages", "Search results for: wages", CARDS),
    Other("activity", "/tier-1-sites", "Tier 1 Sites", STREAM),
    Other("activity", "/recent", "Recent changes", AGO),
    Other("feed", "/node/118/rss/", "Cooks win a raise at last", PROSE),
    Other("feed", "/news/feed", "News", CARDS),
    Other("feed", "/node/118/rss/1?page=2", "Cooks win a raise at last", PROSE),
    Other("feed", "/news?type=rss&format=feed", "News", CARDS),
    Other("comments", "/news/a-raise/comment-page-2/", "A raise", PROSE),
    Other("comments", "/comment/reply/118", "Add new comment", SHORT),
    Other("comments", "/2024/05/a-raise/?replytocom=81", "A raise", PROSE),
    Other("attachment", "/a-raise/?attachment_id=81", "rally", "<img src='/r.jpg'>"),
    Other("attachment", "/a-raise/img_2044/", "IMG_2044", "<p><a href='/up/IMG_2044.jpg'><img src='/up/t.jpg'></a></p>"),
    Other("calendar", "/calendar", "Calendar", MONTH),
    Other("calendar", "/m/2026-11", "November 2026", MONTH),
    Other("calendar", "/whats-on", "What is on", MONTH),
    Other("calendar", "/eventos", "Eventos", "<p>No hay eventos.</p>"),
    Other("form", "/card", "Union card", FIELDS),
    Other("form", "/node/31", "Change of address", f"<p>Moved? Tell us.</p>{FIELDS}"),
    Other("gallery", "/gallery", "Gallery", "<p>Pictures will follow.</p>"),
    Other("gallery", "/pics", "Our people", PICTURES),
    Other("map", "/find-us", "Find us", GOOGLE_MAP),
    Other("map", "/office", "Office", GOOGLE_MAP),
    Other("member", "/members/directory", "Directory", "<p>For members only.</p>"),
    Other("member", "/stewards/handbook", "Handbook", "<p>You must be logged in to view this page.</p>"),
    Other("member", "/portal", "Portal", LOGIN),
    Other("forbidden", "/x", "Access denied", "<p>You are not authorized to access this page.</p>"),
    Other("password", "/2024/03/strike-fund", "Protected: Strike fund", PASSWORD.format("p")),
    Other("password", "/2024/03/strike-fund", "Strike fund", PASSWORD.format("post_password")),
    Other("draft", "/news/not-ready", "DRAFT: Cooks win a raise", PROSE),
    Other("draft", "/preview/not-ready", "Draft: Cooks win a raise", PROSE),
    Other("draft", "/?p=7&preview=true", "Borrador: un aumento", PROSE),
    Other("gone", "/news/never-was", "Page not found", "<p>Perhaps a search will help.</p>"),
    Other("gone", "/news/never-was", "Oops", "<p>We could not find that page. It may have been moved.</p>"),
    Other("page", "/contact", "Contact us", PROSE),
    Other("page", "/about-local-77", "About Local 77", PROSE),
    Other("page", "/leaders", "Our officers", PROSE),
    Other("page", "/pages/14", "Constitution and By-Laws", PROSE),
    Other("page", "/quienes-somos", "Quiénes somos", PROSE),
)  # fmt: skip

#: posts all the same
POSTS: tuple[Other, ...] = (
    Other(None, "/news/the-hall", "The hall is closed", SHORT),
    Other(None, "/news/closed", "Closed", SHORT),
    Other(None, "/people/ann-roe", "Ann Roe", f"<p>June 4, 2024</p>{PROSE}"),
    Other(None, "/people/ann-roe-wins-the-cook-off", "Ann Roe wins the cook-off", PROSE),
    Other(None, "/members/480-court-backs-youth-counselors", "Court backs youth counselors", PROSE),
    Other(None, "/news/thank-you-for-the-coats", "Thank you for the coats", "<p>Your coats have been sent to the shelter.</p>"),
    Other(None, "/updates", "Talks go on", f"<p>June 4, 2024</p>{PROSE}<h3>More</h3>{DATED}"),
    Other(None, "/tags/wages", "What the wage table means", f"<p>June 4, 2024</p>{PROSE}"),
    Other(None, "/news/picnic-photos-of-the-year", "Photos: picnic of the year", f"<p>June 4, 2024</p>{PICTURES}"),
    Other(None, "/news/sign-the-petition-for-safe-staffing", "Sign the petition for safe staffing", f"{SHORT}{FIELDS}"),
    Other(None, "/news/minutes-of-a-long-night", "Minutes of a long night", "".join(
        f"<p>{at}:{at}5 pm: The county moved to article {at}, and <a href='/art/{at}'>our team</a> asked for an hour to read what"
        f" it said of nights, of call-backs and of the seniority list that nobody in the room had seen since the spring.</p>"
        for at in range(1, 6)
    )),
    Other(None, "/news/calendar-fight-won", "Calendar fight won in the schools", PROSE),
    Other(None, "/calendar-events/picnic", "Picnic", SHORT, EVENT),
    Other(None, "/calendar", "Picnic", SHORT, EVENT),
    Other(None, "/news/members-only-vote-on-friday", "Members only vote on Friday", PROSE),
    Other(None, "/news/contact-your-senators-today-please", "Contact your senators today", PROSE),
    Other(None, "/news/feed-the-families", "Feed the families", PROSE),
    Other(None, "/news/five-stories-you-may-have-missed", "Five stories you may have missed", f"{PROSE}{CARDS}"),
    Other(None, "/about", "About that raise", PROSE, NEWS),
    Other(None, "/join", "Join", PROSE, PUBLISHED),
    Other(None, "/news/draft-contract-what-it-says", "Draft contract: what it says", PROSE),
    Other(None, "/news/how-to-find-the-hall", "How to find the new hall", f"{PROSE}{GOOGLE_MAP}"),
    Other(None, "/2024/06/a-raise", "A raise", f"{PROSE}{LOGIN}"),
    Other(None, "/news/page-not-found-how-records-went", "Page not found: how the records went", PROSE),
    Other(None, "/2024/05/31/comments-on-the-offer", "Our comments on the offer", PROSE),
    Other(None, "/node/118", "Private prisons lose a contract", PROSE),
)  # fmt: skip
