"""Clean bodies: short posts beside long panes, lines made of links, furniture of mailings, sections in sections."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.pages import read_page

TITLE = "Picket line moves to the north gate"
SHORT = "From Monday the line stands at the north gate. Bring water and a hat."
TWO = "Coffee is served from five in the morning by the retirees."
LONG = [
    "Dockers at the Port of Selby moved their line to the north gate on Monday, after the company fenced in the south road overnight.",
    "The move was voted by a show of hands at five in the morning, with the rain coming in sideways and not one voice against it.",
    "“They can build fences faster than we can walk, but we are here longer,” said Ruth Amsel, who has worked the cranes since 1998.",
    "The committee asks members to sign in at the trailer, to keep the driveway of the clinic free, and to leave with the shift.",
]
PANE_TEXT = (
    "Every worker has the right to a witness when a talk may lead to discipline, and nobody has to answer before the witness sits down. "
    "Ask for it in plain words, write down who was there, and call a steward on the same day. The rule is older than most of us. "
)
CARDS = "".join(
    f"<div><a href='/news/{n}'><img src='/{n}.jpg' alt=''></a><h4>{head}</h4><p>{lead}</p><a href='/news/{n}'>Read more</a></div>"
    for n, (head, lead) in enumerate(
        [
            (
                "Clerks count the ballots twice",
                "The count took until two in the morning and nobody went home before it was done.",
            ),
            (
                "A bus for the retirees",
                "The bus leaves from the hall at nine and comes back when the last speech is over.",
            ),
            (
                "Kitchens close at the arena",
                "Vendors at the arena closed their kitchens for an hour to ask for fans and for water.",
            ),
        ]
    )
)
TITLES = "".join(
    f"<li><a href='/n/{n}'>{one}</a></li>"
    for n, one in enumerate(["Clerks count the ballots twice", "A bus for the retirees", "Kitchens close"])
)
POST = f"<h1>{TITLE}</h1><p>March 3, 2025</p><p>{SHORT}</p>"
WHOLE = "".join(f"<p>{one}</p>" for one in LONG)

TINY = "Hall closed on Friday."
SHORT_POSTS = {
    "a pane of prose under another heading": f"<div><div>{POST}</div><div><h3>Know your rights</h3><p>{PANE_TEXT * 5}</p></div></div>",
    "a pane of prose before the post": f"<div><div><h3>Know your rights</h3><p>{PANE_TEXT * 5}</p></div><div>{POST}</div></div>",
    "a pane in a cell": f"<table><tr><td>{POST}</td><td><b>Know your rights</b><p>{PANE_TEXT * 3}</p></td></tr></table>",
    "an aside that is most of the page": f"<main>{POST}</main><aside><h2>Who we are</h2><p>{PANE_TEXT * 5}</p></aside>",
    "cards of other posts below": f"<main><div>{POST}</div><div><h2>Featured News</h2>{CARDS}</div></main>",
    "cards without a heading of their own": f"<main><div>{POST}</div><div>{CARDS}</div></main>",
    "cards in the post's own frame": f"<div>{POST}<h2>More news</h2>{CARDS}</div>",
    "a list of titles": f"<div>{POST}<h3>Relacionado</h3><ul>{TITLES}</ul></div>",
    "latest posts with their days": f"<div><div>{POST}</div><div><h4>Latest</h4><p><a href='/1'>Clerks count the ballots twice</a> (10/3/25)</p>"
    "<p><a href='/2'>A bus for the retirees</a> (9/9/25)</p></div></div>",
    "neighbours": f"<div>{POST}<p><a href='/1'>&lt; Prev</a> - <a href='/2'>Next &gt;</a></p></div>",
    "neighbours by their titles": f"<div>{POST}<div><a href='/1'>← Clerks count the ballots twice</a> <a href='/2'>A bus for the retirees →</a></div></div>",
    "comments": f"<div>{POST}<div id='comments'><h3>2 Comments</h3><p><b>Ann</b></p><p>{PANE_TEXT}</p><p><b>Joe</b></p><p>{PANE_TEXT}</p></div></div>",
    "comments without a name": f"<div>{POST}<h3>2 Comments</h3><p><b>Ann</b></p><p>{PANE_TEXT}</p><p><b>Joe</b></p><p>{PANE_TEXT}</p></div>",
    "title and day in lines of breaks": f"<div><h1>{TITLE}</h1><div>{TITLE}<br>Posted March 3, 2025 by Ann Roe<br><br>{SHORT}</div></div>",
    "the local as its rubric": f"<div><h1>{TITLE}</h1><p>Local 412</p><p>March 3, 2025</p><p>{SHORT}</p></div>",
}


def read(inner: str, lang: str = "en", title: str = TITLE) -> str:
    html = (
        f"<!DOCTYPE html><html lang='{lang}'><head><title>{title} | Dockers Local 77</title></head><body>"
        "<ul><li><a href='/'>Home</a></li><li><a href='/news/'>News</a></li><li><a href='/about/'>About</a></li></ul>"
        f"{inner}<div>© 2026 Dockers Local 77</div></body></html>"
    )
    page = read_page(
        html.encode(),
        "https://dockers77.example/news/north-gate",
        "text/html; charset=utf-8",
        ZoneInfo("America/New_York"),
        date(2026, 11, 21),
    )
    return page.body or ""


@pytest.mark.parametrize("name", SHORT_POSTS)
def test_a_short_post_is_its_own_lines_and_not_what_stands_beside_it(name):
    assert read(SHORT_POSTS[name]) == SHORT


@pytest.mark.parametrize("name", [one for one in SHORT_POSTS if "lines" not in one])
def test_a_post_of_four_words_is_its_own_line(name):
    assert read(SHORT_POSTS[name].replace(SHORT, TINY)) == TINY


@pytest.mark.parametrize("name", [one for one in SHORT_POSTS if "line" not in one and "rubric" not in one])
def test_a_long_post_loses_nothing_beside_the_same_things(name):
    assert read(SHORT_POSTS[name].replace(f"<p>{SHORT}</p>", WHOLE)) == "\n\n".join(LONG)


@pytest.mark.parametrize(
    "around",
    [
        "<header><h1>{title}</h1><p>{short}</p></header><div><h2>What the committee decided</h2>{whole}</div>",
        "<div><h1>{title}</h1><p>{short}</p></div><div><h2>The picket line at the gate</h2>{whole}</div>",
        "<div class='page-hero'><h1>{title}</h1><p>{short}</p></div><div><h2>What the committee decided</h2>{whole}</div>",
        "<div><h1>{title}</h1><p>{short}</p></div><div class='post-text'><h2>What comes next</h2>{whole}</div>",
        "<div><h1>{title}</h1><p>{short}</p></div><article><h2>What comes next</h2>{whole}</article>",
        "<section class='row'><h1>{title}</h1><p>{short}</p></section><section class='row'><h2>What comes next</h2>{whole}</section>",
        "<div><h1>{title}</h1></div><div><p>{short}</p><h2>What the committee decided</h2>{whole}</div>",
        "<div><h1>{title}</h1><p>{short}</p><div><h2>What the committee decided</h2>{whole}</div></div>",
    ],
)
def test_text_under_a_lead_and_an_inner_heading_is_the_posts(around):
    body = read(around.format(title=TITLE, short=SHORT, whole=WHOLE))
    assert body.endswith("\n\n".join(LONG))


@pytest.mark.parametrize("tag", ["section", "div class='section' id='x{n}'"])
def test_sections_in_sections_are_one_text(tag):
    def section(number: int, head: str, inner: str) -> str:
        opened = tag.format(n=number)
        return f"<{opened}>{head}{inner}</{tag.split()[0]}>"

    sign = "<a class='headerlink' href='#x'>¶</a>"
    inner = "".join(
        section(
            n,
            f"<h2>Part {n} of it{sign}</h2>",
            f"<p>{one}</p>" + section(9, f"<h3>Detail {n}{sign}</h3>", f"<p>{PANE_TEXT}</p>"),
        )
        for n, one in enumerate(LONG[1:], 1)
    )
    body = read(
        f"<div><div>{section(0, f'<h1>{TITLE}{sign}</h1>', f'<p>{LONG[0]}</p>{inner}')}</div><div><h3>About</h3><p>{PANE_TEXT}</p></div></div>"
    )
    wanted = [LONG[0]]
    for n, one in enumerate(LONG[1:], 1):
        wanted += [f"Part {n} of it", one, f"Detail {n}", PANE_TEXT.strip()]
    assert body == "\n\n".join(wanted)


@pytest.mark.parametrize(
    "tail",
    [
        "<p>###</p>",
        "<p>-30-</p>",
        "<p>###</p><p>12 Hale Street, Halbrook</p>",
        "<p>Contact: Marcus Oyelaran, Communications Director, 555-0177</p>",
        "<p>Questions? Write to <a href='/cdn-cgi/l/email-protection'>[email&#160;protected]</a>.</p>",
        "<p>Contact: Dana Whitlock, 555-0161</p><p>This email address is being protected from spambots. You need JavaScript enabled to view it.</p>",
        "<p>READ MORE: <a href='/n/2'>Holiday party tickets go on sale</a></p>",
        "<p>LEA TAMBIÉN: <a href='/n/2'>Boletos para la fiesta</a></p>",
        "<p><a class='button' href='/join'>Join us</a></p>",
        "<hr><div>{title}</div><div>https://dockers77.example/news/north-gate</div><div>Author</div><div>Ann Roe</div><div>Posted on</div><div>March 3, 2025</div>"
        "<div>Licensed under</div>",
        "<div>{title}</div><div>https://dockers77.example/news/north-gate</div><div>Author</div><div>Ann Roe</div><div>Licensed under</div>",
        "<p>123 Share</p>",
        "<p>Posted: March 3, 2025</p>",
        "<p><a href='/archive'>News archive</a> | <a href='javascript:history.back()'>Back</a></p>",
        "<p>Our mailing address is:<br>14 Dock Street, Fairmont</p><p>Want to change how you receive these emails?<br>You can <a href='#'>update your preferences</a> or "
        "<a href='#'>unsubscribe from this list</a>.</p>",
        "<p>You are receiving this message because you are a member of Local 77.</p><p><a href='/u'>Unsubscribe</a></p>",
        "<p><a href='/print'>Print</a> | <a href='/mail'>Email to a friend</a></p>",
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_furniture_behind_a_text_is_cut(tail, inside):
    tail = tail.replace("{title}", TITLE)
    body = f"<div>{WHOLE}{tail}</div>" if inside else f"<div>{WHOLE}</div><div>{tail}</div>"
    assert read(f"<article><h1>{TITLE}</h1>{body}</article>") == "\n\n".join(LONG)


@pytest.mark.parametrize(
    "head",
    [
        "<p>Irene Kowal, Jun 18, 2024</p>",
        "<p>Tuesday, November 4</p>",
        "<p>January 01, 0001</p>",
        "<p>Posted on 7/3/2025 by Ann Roe</p>",
        "<p>Contact: Marcus Oyelaran, Communications Director, 555-0177</p>",
        "<p>View this email in your browser</p>",
        "<p>123 Share</p>",
        "<p>123Share</p>",
        "<p>Local 412</p>",
        "<p>FOR IMMEDIATE RELEASE</p><p>Contact: Dana Whitlock, 555-0161</p>",
    ],
)
def test_furniture_before_a_text_is_cut(head):
    assert read(f"<article><h1>{TITLE}</h1><div>{head}{WHOLE}</div></article>") == "\n\n".join(LONG)


@pytest.mark.parametrize(
    "part",
    [
        "<p>Read the <a href='/ruling.html'>ruling of the court</a> before Thursday, and tell your steward what you think of it.</p>",
        "<p>Call your senator at 555-0100 and say where you work.</p>",
        "<p><a href='/a.html'>The state labor board</a> <a href='/b.html'>ruled on Friday</a> that the fence must come down.</p>",
        "<ul><li><a href='/a.html'>Wages from 2025 to 2028</a></li><li><a href='/b.html'>Days of rest</a></li></ul>",
        "<blockquote><p>We were never late. The buses were.</p></blockquote>",
        "<h2>Local 412 votes next</h2><p>Its members meet on Friday.</p>",
        "<table><tr><th>Year</th><th>Raise</th></tr><tr><td>2025</td><td>3 percent</td></tr></table>",
        "<p>The vote is on Tuesday, November 4.</p>",
        "<p>Related: the fence. It came down on Friday, and nobody knows who gave the order to take it away.</p>",
    ],
)
def test_words_of_a_post_stay_where_they_look_like_furniture(part):
    body = read(f"<article><h1>{TITLE}</h1><div><p>{LONG[0]}</p>{part}<p>{LONG[1]}</p><p>{LONG[2]}</p></div></article>")
    first, last = body.split("\n\n")[0], body.split("\n\n")[-1]
    inner = read(f"<article><h1>{TITLE}</h1><div><p>{LONG[0]}</p>{part}</div></article>")
    assert (first, last) == (LONG[0], LONG[2])
    assert len(body.split()) >= len(" ".join([LONG[0], LONG[1], LONG[2]]).split()) + 4, inner


def test_the_way_into_a_meeting_behind_a_text_stays():
    way = "<p>https://meet.example/j/555</p><p>Meeting ID: 555 0199</p>"
    assert read(f"<article><h1>{TITLE}</h1><div>{WHOLE}{way}</div></article>").endswith(
        "https://meet.example/j/555\n\nMeeting ID: 555 0199"
    )


WORDS = st.text(st.sampled_from("abcdefghij ñé’.,-|\n"), min_size=1, max_size=80)


@given(
    st.lists(st.tuples(WORDS, st.booleans(), st.sampled_from(["p", "div", "li", "td", "h3", "section"])), max_size=12),
    st.integers(0, 12),
)
@settings(max_examples=60, deadline=None)
def test_a_long_text_is_whole_whatever_links_stand_around_it(pieces, place):
    parts = [f"<{tag}>" + (f"<a href='/x'>{text}</a>" if linked else "") + f"</{tag}>" for text, linked, tag in pieces]
    place = min(place, len(parts))
    body = read(f"<div><h1>{TITLE}</h1>{''.join(parts[:place])}<div>{WHOLE}</div>{''.join(parts[place:])}</div>")
    assert "\n\n".join(LONG) in body
