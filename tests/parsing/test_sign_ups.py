"""A box in which readers leave an address is no text of the post above it, however short that is."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from parsing.pages import read_page
from tests.parsing.mutations import MUTATIONS

TITLE = "Happy Labor Day"
POSTS = {
    "From all of us at the chapter to all of you: a happy Labor Day.",
    "Happy Labor Day to everyone!",
    "We wish every member a restful day. The office is closed on Monday, and opens on Tuesday at nine.",
    "Write to your senator: an e-mail takes a minute, and it is read aloud in the caucus.",
}
BOXES = (
    "<div class='letterbox'><h4>Get our letter</h4><p>Leave an address and we will write four times a year.</p><input name='mail'></div>",
    "<div><h3>News</h3><p>Sign up and be the first to hear what the union does this week.</p><form><input type=email><button>Go</button></form></div>",
    "<div><p>Leave your address and we will write to you four times a year.</p><input type=email><p>We never share it with anybody.</p></div>",
    "<section><b>Our letter</b><br>Leave an address and we write to you, or to whoever you name.<br><input type=text> <input type=submit></section>",
    "<form><h4>Leave a Reply</h4><p>Your email address will not be published.</p><textarea></textarea><input name=author></form>",
    "<div><h4>Reciba el boletín</h4><p>Deje su correo y le escribimos cuatro veces al año.</p><input name='correo'></div>",
)
FRAMES = (
    "<div class=h><h1>{title}</h1><p>Posted Sep. 1, 2025</p></div><div class=t>{post}</div>{box}",
    "<h1>{title}</h1>{post}{box}",
    "<main><h1>{title}</h1><div>{post}</div>{box}</main>",
    "<h1>{title}</h1><div class='entry-content'>{post}{box}</div>",
    "<header><h1>{title}</h1></header><div><div>{post}{box}</div></div>",
)


def body_of(html: str) -> str:
    page = read_page(
        html.encode(), "https://u.example/stories/labor-day", "text/html", ZoneInfo("UTC"), date(2026, 1, 9)
    )
    return " ".join((page.body or "").split())


def page(frame: str, post: str, box: str) -> str:
    search = (
        "<div><a href='/'>Chapter 190</a> <form action='/search'><input name=q><button>Search</button></form></div>"
    )
    main = frame.format(title=TITLE, post=f"<p>{post}</p>", box=box)
    foot = "<div>Copyright 2026 Chapter 190. <a href='/about'>About</a> <a href='/contact'>Contact</a></div>"
    return f"<html><head><title>{TITLE} - Chapter</title></head><body><div>{search}<div>{main}</div>{foot}</div></body></html>"


@given(
    st.sampled_from(FRAMES),
    st.sampled_from(sorted(POSTS)),
    st.sampled_from(BOXES),
    st.sampled_from([None, "rename_classes", "wrap_blocks"]),
    st.integers(0, 9),
)
@example(FRAMES[0], min(POSTS), BOXES[0], None, 0)
def test_the_box_below_a_short_post_is_left_out(frame: str, post: str, box: str, theme: str | None, seed: int) -> None:
    html = page(frame, post, box)
    assert body_of(MUTATIONS[theme](html, seed) if theme else html) == post


def test_a_post_that_asks_readers_to_fill_in_a_field_keeps_its_text() -> None:
    post = "The county votes on Tuesday. Tell it what your shift is like."
    asked = "<div><p>Members have until noon to say it.</p><p>Your email address is asked for, too.</p><textarea></textarea></div>"
    assert body_of(page(FRAMES[1], post, asked)).startswith(f"{post} Members have until noon to say it.")


def test_a_form_around_the_whole_page_hides_nothing() -> None:
    html = (
        page(FRAMES[1], min(POSTS), "")
        .replace("<body>", "<body><form><input name=state>")
        .replace("</body>", "</form></body>")
    )
    assert body_of(html) == min(POSTS)
