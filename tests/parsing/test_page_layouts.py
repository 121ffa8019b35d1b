"""Pages without any class, id or metadata, in layouts that lead readers astray: the prose is found by structure alone."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from parsing.pages import read_page

TITLE = "Fernhill custodians ratify three-year agreement"
P = [
    "Custodians at the Fernhill school district ratified a three-year agreement on Monday after eleven meetings with the board.",
    "The agreement raises starting pay to $19.40 an hour, adds two paid holidays and ends a rule that kept part-time staff out of the health plan.",
    "“We kept showing up, and they kept counting us,” said Odile Marsh, who has cleaned the middle school for nine years.",
    "The local counted 214 ballots, of which 198 were in favor. Turnout was the highest since the unit was formed.",
    "Members now turn to the bus depot, where talks begin in the fall and where heating has failed three winters in a row.",
]
TEXT = "".join(f"<p>{p}</p>" for p in P)
WHOLE = "\n\n".join(P)
ABOUT = (
    "<h3>About the union</h3><p>We are four thousand people who plow the roads, teach the young and answer the phones of this valley.</p>"
    "<p>Our office is open from nine to five on all days but Friday, when it closes at noon for the drivers.</p>"
)
CARDS = "".join(
    f"<div><h4><a href='/p{n}'>Depot drivers march again {n}</a></h4><p>Drivers marched through the town last week, and the town came to its "
    "windows to see them pass in the snow of a long and cold January day.</p></div>"
    for n in range(3)
)
LINKED_CARDS = "".join(
    f"<article><a href='/p{n}'><div><h3>Depot drivers march again {n}</h3><p>Drivers marched through the town last week, and the town "
    "came to its windows to see them pass in the snow of a long day…</p></div></a></article>"
    for n in range(3)
)
SAYINGS = "".join(
    f"<div><b>Ann {n}</b><p>I was at that meeting and I have never seen so many people stand up at once, it made me proud to be part of this.</p></div>"
    for n in range(4)
)
POINTS = [f"Item {n} of the long agreement on pay and rest" for n in range(10)]
LAYOUTS = {
    "a side bar behind": (f"<div><div><h1>{TITLE}</h1>{TEXT}</div><div>{ABOUT}</div></div>", WHOLE),
    "a side bar before": (f"<div><div>{ABOUT}</div><div><h1>{TITLE}</h1>{TEXT}</div></div>", WHOLE),
    "a table with a side bar": (
        f"<table><tr><td><a href='/'>Home</a></td></tr><tr><td>{ABOUT}</td><td><h2>{TITLE}</h2>{TEXT}</td></tr></table>",
        WHOLE,
    ),
    "comments in a box": (f"<h1>{TITLE}</h1><div>{TEXT}</div><div><h3>4 Comments</h3>{SAYINGS}</div>", WHOLE),
    "comments without a box": (f"<h1>{TITLE}</h1>{TEXT}<h3>Comments</h3>{SAYINGS}", WHOLE),
    "cards under a heading": (f"<h1>{TITLE}</h1><div>{TEXT}</div><div><h2>More stories</h2>{CARDS}</div>", WHOLE),
    "cards without a heading": (f"<div><h1>{TITLE}</h1><div>{TEXT}</div></div><div>{CARDS}</div>", WHOLE),
    "sections of one article": (
        f"<h1>{TITLE}</h1><div><section><p>{P[0]}</p></section><section><h2>What they said</h2><p>{P[2]}</p></section>"
        f"<section><h2>What comes</h2><p>{P[3]}</p><p>{P[4]}</p></section></div>",
        "\n\n".join([P[0], "What they said", P[2], "What comes", P[3], P[4]]),
    ),
    "each paragraph in four boxes": (
        f"<h1>{TITLE}</h1>{''.join(f'<div><div><div><div><p>{p}</p></div></div></div></div>' for p in P)}<div>Copyright 2026</div>",
        WHOLE,
    ),
    "a head in its article, cards beside it": (
        f"<main><article><header><h1>{TITLE}</h1></header><section><p>{P[2]}</p></section></article>"
        f"<section>{LINKED_CARDS}</section></main>",
        P[2],
    ),
    "the day and ways back in the element that holds the text": (
        f"<form><div><h2>{TITLE}</h2><span>Tuesday, 08/11/26</span><div>{TEXT}</div><a href='/p'>Print</a> | "
        "<a href='/n'>Back to News</a></div><div>Local 9, 80 Court Street. Our web site was last updated 11/22/26.</div></form>",
        WHOLE,
    ),
    "a short post over a long foot": (f"<h1>{TITLE}</h1><div><p>{P[0]}</p></div><div>{ABOUT}</div>", P[0]),
    "line breaks and no paragraphs": (
        f"<div><a href='/'>Home</a></div><h1>{TITLE}</h1><div>{'<br><br>'.join(P)}</div><div><a href='/1'>x</a> | <a href='/2'>y</a></div>",
        WHOLE,
    ),
    "a motto over the title": (
        f"<div><p>We are four thousand people who plow the roads and teach the young.</p></div><h1>{TITLE}</h1><div>{TEXT}</div>",
        WHOLE,
    ),
    "more list than prose": (
        f"<h1>{TITLE}</h1><div><p>{P[0]}</p><ul>{''.join(f'<li>{point}</li>' for point in POINTS)}</ul><p>{P[3]}</p></div>",
        "\n\n".join([P[0], "\n".join(f"- {point}" for point in POINTS), P[3]]),
    ),
    "a sign-up in the middle": (
        f"<h1>{TITLE}</h1><div><p>{P[0]}</p><p>{P[1]}</p><div><h4>Stay in touch</h4><p>Leave an address and we will write to you "
        f"four times a year about what we do.</p><input type=email></div><p>{P[2]}</p><p>{P[3]}</p><p>{P[4]}</p></div>",
        WHOLE,
    ),
    "a menu of long words": (
        f"<ul>{''.join(f'<li><a href=/{n}>A menu entry of several words number {n}</a></li>' for n in range(30))}</ul><h1>{TITLE}</h1><div>{TEXT}</div>",
        WHOLE,
    ),
    "a quotation": (
        f"<h1>{TITLE}</h1><div><p>{P[0]}</p><blockquote>“We kept showing up.”</blockquote><p>{P[1]}</p><p>{P[3]}</p></div>",
        "\n\n".join([P[0], "“We kept showing up.”", P[1], P[3]]),
    ),
    "rules around the text": (
        f"<a href='news.htm'>Back to news</a><hr><h1>{TITLE}</h1>{TEXT}<hr><font size=1>Local 9, 3 Quarry Road</font>",
        WHOLE,
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_prose_is_found_by_structure_alone(name):
    markup, text = LAYOUTS[name]
    html = f"<!DOCTYPE html><html><head><title>{TITLE}</title></head><body>{markup}</body></html>"
    page = read_page(
        html.encode(),
        "https://union.example.org/n/a-b-c-d",
        "text/html",
        ZoneInfo("America/New_York"),
        date(2026, 11, 21),
    )
    assert page.body == text
    assert page.title == TITLE and page.not_a_post is None
