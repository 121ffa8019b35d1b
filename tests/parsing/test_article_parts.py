"""Pictures, links, documents and tags of posts: what is the post's, and what only stands beside it."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from items import Link, Picture
from parsing.feeds import read_feed
from parsing.pages import Page, read_page
from parsing.pages.picture_sources import candidates_in, same_picture
from parsing.wordpress import read_posts

NEW_YORK = ZoneInfo("America/New_York")
SITE = "https://desks.example"
HERE = f"{SITE}/news/clerks-win-desks"
LINES = [
    f"<p>In room {n} the clerks measured every desk twice, and whoever had a bad chair wrote it down for the next talk.</p>"
    for n in range(5)
]
PROSE = "".join(LINES)


def read(body: str, before: str = "", after: str = "", head: str = "", outside: str = "") -> Page:
    html = (
        f"<!DOCTYPE html><html lang='en'><head><title>Clerks win</title>{head}</head><body><nav><a href='/join'>Join</a></nav>"
        f"<main><article><h1>Clerks win</h1>{before}<div class='zz'>{body}</div>{after}</article></main>{outside}</body></html>"
    )
    return read_page(html.encode(), HERE, "text/html; charset=utf-8", NEW_YORK, date(2026, 11, 21))


def urls(page: Page) -> list[str]:
    return [one.url.removeprefix(SITE) for one in page.pictures]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<img src='/a.jpg' alt='Desks'>", Picture(f"{SITE}/a.jpg", None, "Desks")),
        ("<figure><img src='/a.jpg'><figcaption>Desks, <i>new</i>.<br>Photo: A. Roe</figcaption></figure>",
         Picture(f"{SITE}/a.jpg", "Desks, new. Photo: A. Roe")),
        ("<div class='wp-caption alignright' style='width: 310px'><a href='/a.jpg'><img src='/a-300x200.jpg'></a>"
         "<p class='wp-caption-text'>Desks</p></div>", Picture(f"{SITE}/a-300x200.jpg", "Desks")),
        ("<div style='width: 310px'><img src='/a.jpg' aria-describedby='q7'><p id='q7'>Desks</p></div>",
         Picture(f"{SITE}/a.jpg", "Desks")),
        ("<dl class='gallery-item'><dt><img src='/a.jpg'></dt><dd>Desks</dd></dl>", Picture(f"{SITE}/a.jpg", "Desks")),
        ("<img src='data:image/gif;base64,R0' data-src='/a.jpg'>", Picture(f"{SITE}/a.jpg")),
        ("<img src='/img/blank.gif' data-lazy-src='/a.jpg'>", Picture(f"{SITE}/a.jpg")),
        ("<img data-srcset='/a-300.jpg 300w, /a-1200.jpg 1200w' src='data:,'>", Picture(f"{SITE}/a-1200.jpg")),
        ("<img src='/a-300.jpg' srcset='/a-300.jpg 300w,/a-900.jpg 900w'>", Picture(f"{SITE}/a-900.jpg")),
        ("<picture><source srcset='/a.webp 800w'><img src='/a.jpg' srcset='/a-800.jpg 800w'></picture>",
         Picture(f"{SITE}/a-800.jpg")),
        ("<img data-src='/a.jpg' src='data:,'><noscript><img src='/a.jpg' alt='Desks'></noscript>",
         Picture(f"{SITE}/a.jpg", None, "Desks")),
        ("<amp-img src='/a.jpg' width='600' height='400'></amp-img>", Picture(f"{SITE}/a.jpg")),
        ("<img src='//cdn.example/a.jpg?w=900'>", Picture("https://cdn.example/a.jpg?w=900")),
        ("<img src='/a.jpg' alt='IMG_4711.JPG'>", Picture(f"{SITE}/a.jpg")),
        ("<figure><img src='/our-new-logo.png'><figcaption>The new logo</figcaption></figure>",
         Picture(f"{SITE}/our-new-logo.png", "The new logo")),
        ("<a href='/flyer.pdf'><img src='/a.jpg'></a><a href='/folleto.pdf'><img src='/a-150x150.jpg'></a>",
         Picture(f"{SITE}/a.jpg")),
        ("<img src='/loading-dock-rally.jpg'>", Picture(f"{SITE}/loading-dock-rally.jpg")),
    ],
)  # fmt: skip
def test_a_picture_in_the_text_is_the_posts(markup: str, expected: Picture) -> None:
    for body in (LINES[0] + markup + "".join(LINES[1:]), f"<div><div>{markup}</div></div>{PROSE}"):
        page = read(body)
        assert page.pictures == (expected,)
        assert page.body and page.body.count("In room") == 5


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='/union-logo.png'>", "<img src='/x.jpg' alt='AFSCME logo'>", "<img src='/share-icon.svg'>",
        "<img src='/x.jpg' width='32' height='32'>", "<img src='/pixel.gif' width='1' height='1'>",
        "<img src='https://www.facebook.com/tr?id=7&ev=PageView'>", "<img src='https://secure.gravatar.com/avatar/7?s=96'>",
        "<img class='wp-smiley' src='https://s.w.org/images/core/emoji/14/72x72/1f600.png'>",
        "<div class='sharedaddy'><a href='/s'><img src='/fb.jpg'></a></div>", "<div class='author-box'><img src='/ann.jpg'></div>",
        "<div class='jp-relatedposts'><img src='/x.jpg'></div>", "<aside><img src='/x.jpg'></aside>",
        "<ul><li><a href='/news/one'><img src='/1.jpg'></a></li><li><a href='/news/two'><img src='/2.jpg'></a></li></ul>",
        "<img src='javascript:alert(1)'>", "<img src='file:///etc/passwd'>", "<img alt='nothing'>", "<img src='   '>",
        "<img src='/x.jpg' style='display:none'>", "<form><input name='q'><img src='/go.jpg'></form>",
    ],
)  # fmt: skip
def test_signs_faces_and_cards_are_no_pictures_of_the_post(markup: str) -> None:
    assert urls(read(PROSE + markup)) == []
    assert urls(read(PROSE, after=markup)) == []
    assert urls(read(PROSE, outside=f"<div>{markup}</div>")) == []


def test_the_picture_between_title_and_text_leads_and_those_behind_the_text_are_others() -> None:
    page = read(
        f"{LINES[0]}<img src='/2.jpg'>{PROSE}", before="<div><img src='/1.jpg'></div>", after="<img src='/3.jpg'>"
    )
    assert urls(page) == ["/1.jpg", "/2.jpg"]
    assert urls(read(PROSE, outside="<div><img src='/9.jpg'></div>")) == []


def test_a_post_that_is_nothing_but_a_flyer_or_a_document_keeps_it() -> None:
    html = (
        "<body><header><img src='/head.jpg'></header><article><img src='/above.jpg'><h1>Rally on Saturday</h1><div>"
        "<a href='/flyer.pdf'><img src='/flyer.jpg' width='800' height='1000'></a></div></article></body>"
    )
    page = read_page(html.encode(), HERE, None, NEW_YORK, date(2026, 11, 21))
    assert urls(page) == ["/flyer.jpg"]
    assert page.links == (Link(f"{SITE}/flyer.pdf", None, True),)


def test_open_graph_is_asked_only_where_nothing_else_is_found_and_never_for_a_logo() -> None:
    told = '<meta property="og:image" content="/social/desks.jpg">'
    assert urls(read(PROSE, head=told)) == ["/social/desks.jpg"]
    assert urls(read(f"{PROSE}<img src='/1.jpg'>", head=told)) == ["/1.jpg"]
    for default in ("/logo.png", "/og-default.jpg", "/share.jpg"):
        assert urls(read(PROSE, head=f'<meta property="og:image" content="{default}">')) == []


def test_sizes_of_one_picture_are_one() -> None:
    page = read(f"<img src='/up/a-300x200.jpg'><img src='/up/a-1024x683.jpg' alt='Desks'>{PROSE}")
    assert page.pictures == (Picture(f"{SITE}/up/a-300x200.jpg", None, "Desks"),)
    assert same_picture("https://i0.wp.com/desks.example/up/a.jpg?w=9") == same_picture(
        "https://desks.example/up/a-scaled.jpg"
    )
    assert same_picture(f"{SITE}/image?id=1") != same_picture(f"{SITE}/image?id=2")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="a.jpg ,123wx\n/:", max_size=200))
def test_any_srcset_gives_addresses_without_blanks(given_set: str) -> None:
    assert all(
        size >= 0 and address and not any(one.isspace() for one in address)
        for size, address in candidates_in(given_set)
    )


def test_links_of_the_text_are_kept_in_order_with_their_words() -> None:
    body = (
        "<p>The clerks read <a href='/bills/7'>the <b>new</b> bill</a> aloud in every room of the house, and then again.</p>"
        f"{PROSE}<ul><li>Sign <a href='https://act.example/desks?x=1#top'>the petition</a></li></ul>"
        "<p>Write to <a href='mailto:a@desks.example'>us</a>, call <a href='tel:1'>us</a>, see <a href='#top'>us</a>, "
        "or <a href='javascript:void(0)'>us</a>, or look at <a href='/big.jpg'>us</a>.</p>"
        "<div class='sharedaddy'><a href='https://facebook.com/sharer'>clerks</a></div>"
        "<div class='related'><h3>Related</h3><a href='/news/other'>In room 0</a></div>"
    )
    assert read(body).links == (
        Link(f"{SITE}/bills/7", "the new bill"),
        Link("https://act.example/desks?x=1#top", "the petition"),
    )


@pytest.mark.parametrize(
    "name",
    [
        "a.pdf",
        "a.PDF?v=2",
        "Agreement%202026.docx",
        "rates.xlsx",
        "slides.pptx",
        "rally.ics",
        "x.csv",
        "file/12/download?t=9",
    ],
)
def test_documents_are_told_from_pages_in_the_text_and_beside_it(name: str) -> None:
    inside = read(f"{PROSE}<p>Read <a href='/files/{name}'>the agreement</a>.</p>")
    assert [one.is_file for one in inside.links] == [True]
    box = f"<div class='field-files'><h3>Attachments</h3><ul><li><a href='/files/{name}'>Agreement</a></li></ul></div>"
    assert [(one.text, one.is_file) for one in read(PROSE, after=box).links] == [("Agreement", True)]
    menu = f"<aside><a href='/files/{name}'>By-laws</a></aside>"
    assert read(PROSE, after=menu, outside=menu + f"<div><a href='/files/{name}'>By-laws</a></div>").links == ()


def test_a_base_element_moves_relative_addresses() -> None:
    page = read(
        f"<img src='a.jpg'>{PROSE}<p>See <a href='b.pdf'>this</a>.</p>", head="<base href='https://cdn.example/x/'>"
    )
    assert page.pictures[0].url == "https://cdn.example/x/a.jpg" and page.links[0].url == "https://cdn.example/x/b.pdf"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<footer>Filed Under: <a href='/c/1'>Bargaining</a> Tagged With: <a href='/t/1'>Desks</a>, <a href='/t/2'>Chairs</a></footer>",
         ("Bargaining", "Desks", "Chairs")),
        ("<p>Posted in <a rel='category tag' href='/c/1'>Bargaining</a></p>", ("Bargaining",)),
        ("<p>Tags: desks, chairs</p>", ("desks", "chairs")),
        ("<div><div>Tags:</div><div><a href='/t/1'>Desks</a> <a href='/t/2'>Chairs</a></div></div>", ("Desks", "Chairs")),
        ("<p><span>Etiquetas:</span> escritorios, sillas</p>", ("escritorios", "sillas")),
        ("<ul><li><a rel='tag' href='/t/1'>#desks</a></li><li><a rel='tag' href='/t/2'>Desks</a></li></ul>", ("desks",)),
        ("<p>Category: Uncategorized</p>", ()),
        ("<p>Tags are due on Friday, members say, and the board will read them all before it votes on the plan.</p>", ()),
        ("<aside><p>Tags: desks, chairs</p></aside>", ()),
        ("<div class='zz'>" + "".join(f"<a rel='tag' href='/t/{n}'>T{n}</a>" for n in range(40)) + "</div>", ()),
    ],
)  # fmt: skip
def test_tags_are_read_from_links_and_lines_of_the_post(markup: str, expected: tuple[str, ...]) -> None:
    assert read(PROSE, after=markup).tags == expected
    assert read(PROSE, outside=f"<div>{markup}</div>").tags == ()


def test_classes_of_a_wordpress_post_are_the_last_way_to_its_terms() -> None:
    html = f"<body><article class='post-7 post type-post category-wage-talks tag-desks'><h1>Clerks win</h1>{PROSE}</article></body>"
    page = read_page(html.encode(), HERE, None, NEW_YORK, date(2026, 11, 21))
    assert page.tags == ("wage talks", "desks") and page.field_origins["tags"] == "structure"


MARKUP = (
    f"{PROSE}<figure><img src='/a.jpg' width='900' height='600'><figcaption>Desks</figcaption></figure>"
    "<p>Read <a href='/b.pdf'>the agreement</a> and <a href='https://law.example/7'>the bill</a>.</p>"
)
PARTS = (
    (Picture(f"{SITE}/a.jpg", "Desks"),),
    (Link(f"{SITE}/b.pdf", "the agreement", True), Link("https://law.example/7", "the bill")),
)


def test_a_feed_that_carries_whole_posts_brings_their_pictures_links_and_categories() -> None:
    feed = (
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>D</title><item>"
        f"<title>Clerks win</title><link>{HERE}</link><category>Desks</category><category>desks</category>"
        f"<category>Wage talks</category><content:encoded><![CDATA[{MARKUP}]]></content:encoded>"
        "<enclosure url='/minutes.pdf' type='application/pdf' length='1'/></item></channel></rss>"
    )
    (entry,) = read_feed(feed.encode(), f"{SITE}/feed", "application/rss+xml", NEW_YORK).entries
    assert entry.tags == ("Desks", "Wage talks")
    assert entry.pictures == PARTS[0]
    assert entry.links == (*PARTS[1], Link(f"{SITE}/minutes.pdf", None, True))


def test_a_feed_that_only_teases_gives_what_it_encloses_and_no_links_of_teasers() -> None:
    feed = (
        "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel><title>D</title><item><title>Clerks win</title>"
        f"<link>{HERE}</link><description>&lt;p&gt;They won. &lt;a href='/more'&gt;Read more&lt;/a&gt;&lt;/p&gt;</description>"
        "<media:content url='/m.jpg' medium='image'/></item></channel></rss>"
    )
    (entry,) = read_feed(feed.encode(), f"{SITE}/feed", "application/rss+xml", NEW_YORK).entries
    assert entry.pictures == (Picture(f"{SITE}/m.jpg"),) and entry.links == ()


def test_the_posts_api_brings_pictures_links_terms_and_the_featured_picture() -> None:
    import json

    raw = {"id": 7, "link": HERE, "title": {"rendered": "Clerks win"}, "content": {"rendered": MARKUP}, "status": "publish",
           "class_list": ["post-7", "category-wage-talks", "tag-desks", "category-uncategorized", 3],
           "jetpack_featured_media_url": f"{SITE}/lead.jpg"}  # fmt: skip
    plain = {**raw, "id": 8, "link": HERE + "-2", "content": {"rendered": PROSE}}
    first, second = read_posts(json.dumps([raw, plain]).encode(), f"{SITE}/wp-json/wp/v2/posts", NEW_YORK).items
    assert (first.pictures, first.links) == PARTS and first.tags == ("wage talks", "desks")
    assert second.pictures == (Picture(f"{SITE}/lead.jpg"),)
    wrong = {**raw, "class_list": {"0": "tag-a"}, "yoast_head_json": {"og_image": [3]}, "jetpack_featured_media_url": 7}
    (odd,) = read_posts(json.dumps([wrong]).encode(), f"{SITE}/wp-json/wp/v2/posts", NEW_YORK).items
    assert odd.tags == () and odd.pictures == PARTS[0]
