"""parsing.lists on written pages of many makes, and on single shapes that sites are known to use."""

from __future__ import annotations

from datetime import date

import pytest

from parsing.lists import looks_like_post
from tests.parsing.saved_lists import MAKES, as_json, expected, read, text_of

URL = "https://www.local9.example/news"


def entries(body: str, url: str = URL, today: date = date(2026, 2, 1), **hint: object):
    return read(f"<html><body>{body}</body></html>", url, today, **hint).entries


@pytest.mark.parametrize("make", sorted(MAKES))
def test_a_page_of_each_make_gives_what_a_reader_sees(make: str) -> None:
    page = read(text_of(f"makes/{make}"), MAKES[make])
    assert as_json(page) == expected(f"makes/{make}", page)


CARD = "<div><h3><a href='/news/{slug}'>{title}</a></h3><p>{text}</p></div>"
TITLES = ["Crossing guards get raincoats", "County signs on night pay", "Library pages vote in March"]
TEXT = "Some thirty words would be too many here, so these ten must do."


def cards(tag: str = "div") -> str:
    made = (CARD.format(slug=title.lower().replace(" ", "-"), title=title, text=TEXT) for title in TITLES)
    return "".join(made).replace("div>", f"{tag}>")


def test_a_title_that_stands_twice_is_one_title() -> None:
    body = "".join(
        f"<div><a href='/news/p{at}-of-the-week'><img alt='{title}' src='x.jpg'></a><h3><a href='/news/p{at}-of-the-week'>{title}</a></h3></div>"
        for at, title in enumerate(TITLES)
    )
    assert [entry.title for entry in entries(body)] == TITLES


def test_an_address_only_behind_read_more_is_found_and_the_teaser_is_no_title() -> None:
    body = "".join(
        f"<div><p>{TEXT} No {at}.</p><p><a href='/node/{at}/view'>more…</a></p></div>" for at in (501, 502, 503)
    )
    found = entries(body)
    assert [entry.url for entry in found] == [f"https://www.local9.example/node/{at}/view" for at in (501, 502, 503)]
    assert [entry.external_id for entry in found] == ["501", "502", "503"]
    assert {entry.title for entry in found} == {None}
    assert found[0].teaser == f"{TEXT} No 501."


def test_a_label_for_screen_readers_names_what_read_more_leads_to() -> None:
    body = "".join(
        f"<div><p>{TEXT}</p><a aria-label='Read more about {title}' href='/news/{at}-x'>Read more</a></div>"
        for at, title in enumerate(TITLES)
    )
    assert [entry.title for entry in entries(body)] == TITLES


def test_a_link_stretched_over_a_card_gives_its_address() -> None:
    body = "".join(
        f"<div><h4>{title}</h4><p>{TEXT}</p><a href='/news/{at}-story-of-the-day'></a></div>"
        for at, title in enumerate(TITLES)
    )
    assert [(entry.title, entry.url) for entry in entries(body)] == [
        (title, f"https://www.local9.example/news/{at}-story-of-the-day") for at, title in enumerate(TITLES)
    ]


def test_a_link_text_of_a_whole_sentence_is_the_teaser() -> None:
    long = "After a long winter of meetings in cold rooms the custodians of all nine schools in the county have at last put their names under a contract that lasts"
    found = entries(
        "<ul>" + "".join(f"<li><a href='/news/{at}-x-y'>{long} {at} years.</a></li>" for at in (1, 2, 3)) + "</ul>"
    )
    assert found[0].title is None
    assert found[0].teaser == f"{long} 1 years."


def test_dated_paragraphs_without_any_link_are_posts_with_anchors() -> None:
    body = "<p><b>May 22, 2024</b></p><p>The hall is closed on Monday.</p><p><b>May 3, 2024</b></p><p>Dues checks went out.</p><p>Ask your steward.</p>"
    found = entries(body)
    assert [(entry.url, entry.anchor, entry.body) for entry in found] == [
        (None, "#2024-05-22-the-hall-is-closed-on-monday", "The hall is closed on Monday."),
        (None, "#2024-05-03-dues-checks-went-out-ask-your-steward", "Dues checks went out.\n\nAsk your steward."),
    ]


def test_an_own_id_is_the_anchor_but_a_row_counter_is_not() -> None:
    row = "<div id='{name}'><h3>{title}</h3><p>June {day}, 2024</p><p>" + TEXT + "</p></div>"
    steady = "".join(row.format(name=f"ann-{8000 - at}", title=title, day=20 - at) for at, title in enumerate(TITLES))
    counted = "".join(row.format(name=f"row-{at + 1}", title=title, day=20 - at) for at, title in enumerate(TITLES))
    assert [entry.anchor for entry in entries(steady)] == ["#ann-8000", "#ann-7999", "#ann-7998"]
    assert entries(counted)[0].anchor == "#2024-06-20-crossing-guards-get-raincoats"


def test_a_date_heading_dates_all_entries_under_it() -> None:
    body = "".join(
        f"<h3>June {20 - at}, 2024</h3><ul><li><a href='/news/{at}-a-story-of-six-words'>{title} and more</a></li></ul>"
        for at, title in enumerate(TITLES)
    )
    assert [entry.published.on for entry in entries(body) if entry.published] == [
        date(2024, 6, 20),
        date(2024, 6, 19),
        date(2024, 6, 18),
    ]


def test_the_day_of_the_visit_on_top_of_the_page_is_nobodys_day() -> None:
    found = entries("<p>Sunday, February 1, 2026</p>" + cards())
    assert len(found) == 3
    assert {entry.published for entry in found} == {None}


def test_a_day_of_last_change_is_not_the_day_of_publication() -> None:
    body = cards().replace("<p>", "<p>Last updated: March 3, 2025</p><p>")
    assert {entry.published for entry in entries(body)} == {None}


def test_yesterday_is_read_with_the_day_of_the_crawl() -> None:
    body = cards().replace("<p>", "<p>Yesterday, January 31</p><p>")
    assert {entry.published and entry.published.on for entry in entries(body)} == {date(2026, 1, 31)}


@pytest.mark.parametrize(
    "chrome",
    [
        "<div><a href='/about-our-union'>About Our Union</a><a href='/join'>Join</a><a href='/forms'>Forms</a></div>",
        "<ul><li><a href='/2025/05/'>May 2025</a></li><li><a href='/2025/04/'>April 2025</a></li><li><a href='/2025/03/'>March 2025</a></li></ul>",
        "<h3>Quick Links</h3><ul><li><a href='/file-a-grievance-today'>File a grievance today</a></li><li><a href='/find-your-steward-now'>Find your steward now</a></li></ul>",
        "<h3>Recent Comments</h3><ul><li>Al on <a href='/news/county-signs-on-night-pay#comment-9'>County signs on night pay at last</a></li></ul>",
        "<h2>Opportunities to Save for Members</h2><p>Your card also saves you money on cars and phones.</p><a href='/member-benefits'>Learn more</a>",
        "<h3>Sign up</h3><p>Get our letter every Friday, it is short and free.</p><form><input name='mail'></form>",
        "<div><a href='https://www.facebook.com/local9'>Facebook</a> <a href='https://x.com/local9'>X</a></div>",
        "<ol><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ol>",
        "<div>"
        + " ".join(f"<a href='/tag/{word}'>{word}</a>" for word in "wages safety politics retirees health".split())
        + "</div>",
        "<h3>Related Posts</h3><ul><li><a href='/news/an-older-story-of-some-length'>An older story of some length</a></li></ul>",
        "<blockquote><p>My steward stood by me when nobody else in the building would.</p></blockquote><p>Pat Doe</p>",
    ],
)
def test_chrome_beside_a_list_is_no_post(chrome: str) -> None:
    for body in (f"<div>{chrome}</div><div>{cards()}</div>", f"<div>{cards()}</div><div>{chrome}</div>"):
        assert [entry.title for entry in entries(body)] == TITLES


def test_a_block_of_an_outside_feed_is_beside_the_list_and_has_no_day() -> None:
    feed = "<div><h3>National AFSCME News</h3><ul><li><a href='https://www.afscme.org/blog/three-wins-in-a-week'>Three wins in a single week</a> — Aug 29</li><li><a href='https://www.afscme.org/blog/what-retirees-want'>What retirees want from the bill</a> — Aug 27</li></ul></div>"
    found = entries(f"<div>{cards()}</div>{feed}")
    beside = [entry for entry in found if not entry.is_main]
    assert [entry.block for entry in beside] == ["National AFSCME News"] * 2
    assert {entry.published for entry in beside} == {None}


def test_national_news_alone_on_a_home_page_are_beside_a_list_that_is_not_there() -> None:
    feed = (
        "<h2>AFSCME National Updates</h2><ul>"
        + each("<li><a href='https://www.afscme.org/blog{href}'><h4>{title}</h4></a><p>{text}</p></li>")
        + "</ul>"
    )
    assert [(entry.title, entry.kind, entry.is_main) for entry in entries(feed, "https://www.local9.example/")] == [
        (title, None, False) for title in TITLES
    ]


def test_events_have_their_time_and_no_day_of_publication() -> None:
    row = (
        "<li><div>Mar</div><div>{day}</div><a href='/calendar-events/{slug}'>{title}</a><div>5:30PM - 7:00PM</div></li>"
    )
    body = (
        "<h3>Upcoming Events</h3><ul>"
        + "".join(row.format(day=3 + at, slug=f"e{at}", title=title) for at, title in enumerate(TITLES))
        + "</ul>"
    )
    found = entries(body, "https://www.local9.example/")
    assert {(entry.kind, entry.published) for entry in found} == {("event", None)}
    assert [entry.event.starts_at.isoformat() for entry in found if entry.event] == [
        f"2026-03-0{3 + at}T22:30:00+00:00" for at in range(3)
    ]


def test_a_film_and_a_clipping_are_told_by_their_addresses() -> None:
    body = (
        "<h2>In the News</h2><ul>"
        "<li>May 3, 2025 <a href='https://ledger.example/2025/05/03/paper-on-the-strike'>The paper on our strike vote</a></li>"
        "<li>May 2, 2025 <a href='https://www.youtube.com/watch?v=abc'>Our president on channel nine</a></li>"
        "<li>May 1, 2025 <a href='/news/our-own-report-on-the-vote'>Our own report on the vote</a></li></ul>"
    )
    assert [entry.kind for entry in entries(body)] == ["clipping", "video", None]


def test_entries_of_one_address_are_one_entry_of_the_main_list() -> None:
    slug = TITLES[0].lower().replace(" ", "-")
    side = f"<aside><h3>Recent Posts</h3><ul><li><a href='/news/{slug}'>{TITLES[0]}</a></li></ul></aside>"
    found = entries(f"{side}<main>{cards()}</main>")
    assert [(entry.title, entry.is_main) for entry in found] == [(title, True) for title in TITLES]


def test_a_list_of_one_post_is_read() -> None:
    body = "<h1>News</h1><div><h2><a href='/news/first-post-of-the-year'>First post of the year</a></h2><p>May 3, 2025</p><p>Hello to all.</p></div>"
    assert [entry.title for entry in entries(body)] == ["First post of the year"]


def test_a_page_without_posts_gives_none() -> None:
    assert entries("<h1>News</h1><p>There is nothing to see here yet.</p>") == ()
    assert entries("") == ()


def test_a_hint_names_the_block_that_is_the_list() -> None:
    body = f"<div><h2>State News</h2>{cards()}</div><div><h2>National News</h2>{cards().replace('/news/', '/national/')}</div>"
    found = entries(body, block="National News")
    assert {entry.block for entry in found if entry.is_main} == {"National News"}
    assert len(found) == 6


def test_a_hint_says_that_undated_paragraphs_are_posts() -> None:
    body = "".join(f"<div><h3>{title}</h3><p>{TEXT}</p></div>" for title in TITLES)
    assert entries(body) == ()
    assert [entry.title for entry in entries(body, anchored=True)] == TITLES


def test_what_a_visitor_cannot_see_is_not_read() -> None:
    hidden = "<div style='display:none'><h3><a href='https://casino.example/best-online-slots-of-the-year'>Best online slots of the year</a></h3><p>Win big today with no deposit at all.</p></div>"
    assert [entry.title for entry in entries(f"<div>{cards()}</div>{hidden}")] == TITLES


def test_a_file_behind_a_title_is_a_post_of_this_page() -> None:
    body = "".join(
        f"<div><h3><a href='/files/{at}.pdf'>{title}</a></h3><p>May {9 - at}, 2025</p><p>{TEXT}</p></div>"
        for at, title in enumerate(TITLES)
    )
    found = entries(body)
    assert [entry.url for entry in found] == [None] * 3
    assert found[0].anchor == "#2025-05-09-crossing-guards-get-raincoats"


def each(markup: str) -> str:
    """The markup once for each of three titles, with an address and a day of its own."""
    return "".join(
        markup.replace("{title}", title)
        .replace("{href}", f"/news/{at}-story-of-note")
        .replace("{day}", f"May {9 - at}, 2025")
        .replace("{text}", TEXT)
        for at, title in enumerate(TITLES)
    )


@pytest.mark.parametrize(
    ("markup", "has_day", "has_text"),
    [
        ("<li><a href='{href}'><span>{title}</span><span>{day}</span></a></li>", True, False),
        ("<li><a href='{href}'><time datetime='x'>{day}</time> {title}</a></li>", True, False),
        ("<a href='{href}'><span>{title}</span><span>{text}</span></a>", False, True),
        ("<a href='{href}'><span>{day}</span><span>{title}</span><span>{text}</span></a>", True, True),
        ("<li><span>{day}</span><span><a href='{href}'>{title}</a></span><span>{text}</span></li>", True, True),
        ("<p>{day} <a href='{href}'>{title}</a> {text}</p>", True, True),
        ("<p><a href='{href}'>{title}</a> - {text}</p>", False, True),
        ("<div><a href='{href}'><img src=x alt=''></a><h3>{title}</h3><p>{text}</p></div>", False, True),
        ("<div><h5>{day}</h5><h3><a href='{href}'>{title}</a></h3><p>{text}</p></div>", True, True),
        ("<p><b>{title}</b></p><p>{text}</p><p><a href='{href}'>Click here</a> to read more.</p><hr>", False, True),
        (
            "<div><h2><a href='{href}'>{title}</a></h2><p>{text}</p><p><a href='{href}#respond'>Reply</a> <a href='https://x.com/s'>Tweet</a></p></div>",
            False,
            True,
        ),
        (
            "<div><h2><a href='{href}'>{title}</a></h2><p>{text} <a href='https://ledger.example/x'>Read more at the Ledger</a></p></div>",
            False,
            True,
        ),
        (
            "<div><h3><a href='{href}'>{title}</a></h3><div><a href='{href}'>{day}</a></div><p>{text}</p></div>",
            True,
            True,
        ),
    ],
)
def test_a_shape_that_sites_use_is_read(markup: str, has_day: bool, has_text: bool) -> None:
    found = entries(each(markup))
    assert [(entry.title, entry.url) for entry in found] == [
        (title, f"https://www.local9.example/news/{at}-story-of-note") for at, title in enumerate(TITLES)
    ]
    assert [entry.published and entry.published.on.day for entry in found] == ([9, 8, 7] if has_day else [None] * 3)
    assert {entry.teaser for entry in found} == {TEXT if has_text else None}


def test_run_in_titles_in_bold_are_titles_and_bold_first_words_are_not() -> None:
    run_in = entries(each("<p><strong>{title}.</strong> {text} <a href='{href}'>Read more</a></p>"))
    assert [(entry.title, entry.teaser) for entry in run_in] == [(title, TEXT) for title in TITLES]
    first_words = entries(
        each("<p><strong>Members in Marlow</strong> met last night at the hall. <a href='{href}'>Read more</a></p>")
    )
    assert {(entry.title, entry.teaser) for entry in first_words} == {
        (None, "Members in Marlow met last night at the hall.")
    }


def test_a_teaser_goes_with_the_read_more_link_behind_it() -> None:
    found = entries("".join(f"<p>{TEXT} No {at}.</p><p><a href='/news/{at}-x'>Read more</a></p>" for at in range(3)))
    assert [(entry.url, entry.teaser) for entry in found] == [
        (f"https://www.local9.example/news/{at}-x", f"{TEXT} No {at}.") for at in range(3)
    ]


@pytest.mark.parametrize(
    ("markup", "has_title"),
    [
        ("<details><summary>{title}</summary><p>{day}</p><p>{text}</p></details>", True),
        ("<p>{day} - {text}</p>", False),
        ("<p><b>{day} - {title}</b></p><p>{text}</p>", True),
        ("<h4>{day}: {title}</h4><p>{text}</p>", True),
        ("<div><p>{title}</p><p>{day}</p><p>{text}</p></div>", True),
        ("<p>{title}</p><p>{day}</p><p>{text}</p>", True),
    ],
)
def test_a_dated_shape_without_any_link_is_read(markup: str, has_title: bool) -> None:
    found = entries(each(markup))
    assert [entry.title for entry in found] == (TITLES if has_title else [None] * 3)
    assert [entry.published and entry.published.on.day for entry in found] == [9, 8, 7]
    assert {(entry.url, entry.body) for entry in found} == {(None, TEXT)}


def test_dated_paragraphs_with_one_link_each_to_a_post_have_that_page() -> None:
    found = entries(each("<p><b>{day}</b> Members of Local 5 <a href='{href}'>voted to ratify</a> their contract.</p>"))
    assert [(entry.url, entry.title) for entry in found] == [
        (f"https://www.local9.example/news/{at}-story-of-note", None) for at in range(3)
    ]


@pytest.mark.parametrize(
    "place",
    [
        "<div>{list}</div><div>{promotion}</div>",
        "<div>{list}<div>{promotion}</div></div>",
        "<div>{promotion}{list}</div>",
    ],
)
def test_a_promotion_that_looks_like_a_post_is_none(place: str) -> None:
    promotion = f"<div><h3><a href='/content/opportunities-and-savings-for-our-members'>Opportunities and Savings for Our Members</a></h3><p>{TEXT}</p></div>"
    assert [
        entry.title for entry in entries(place.replace("{list}", cards()).replace("{promotion}", promotion))
    ] == TITLES


def test_a_film_in_a_dated_post_makes_it_a_video() -> None:
    found = entries(
        each("<div><h3>{title}</h3><p>{day}</p><iframe src='https://www.youtube.com/embed/abc'></iframe></div>")
    )
    assert {(entry.kind, entry.url) for entry in found} == {("video", None)}


def test_pictures_alone_are_named_by_their_own_text() -> None:
    assert [entry.title for entry in entries(each("<a href='{href}'><img src=x alt='{title}'></a>"))] == TITLES


def test_a_link_that_is_only_a_day_is_a_post_of_that_day() -> None:
    found = entries("<ul>" + each("<li><a href='{href}'>{day}</a></li>") + "</ul>")
    assert [(entry.title, entry.published and entry.published.on.day) for entry in found] == [
        ("May 9, 2025", 9),
        ("May 8, 2025", 8),
        ("May 7, 2025", 7),
    ]


def test_a_day_inside_a_linked_title_is_the_titles_own() -> None:
    found = entries("<ul>" + each("<li><a href='{href}'>{day} - {title}</a></li>") + "</ul>")
    assert found[0].title == f"May 9, 2025 - {TITLES[0]}"
    assert {entry.published for entry in found} == {None}


def test_a_year_over_a_list_is_the_year_of_its_days() -> None:
    made = "<p>2024</p>" + each("<a href='{href}'><time>11-18</time><div>{title}</div></a>")
    assert [entry.published and entry.published.on for entry in entries(made)] == [date(2024, 11, 18)] * 3


def test_updates_that_look_alike_stay_apart() -> None:
    found = entries(each("<div><h3><a href='{href}'>Bargaining Update</a></h3><p>{day}</p><p>{text}</p></div>"))
    assert [entry.published and entry.published.on.day for entry in found] == [9, 8, 7]
    assert len({entry.url for entry in found}) == 3


def test_a_base_element_and_odd_addresses_are_resolved() -> None:
    body = "<h3><a href='  a-post-about-night-pay \n'>A post about night pay</a></h3><p>x</p><h3><a href='javascript:void(0)'>No address at all here</a></h3>"
    page = read(f"<html><head><base href='/news/2025/'></head><body>{body}</body></html>", URL)
    assert [entry.url for entry in page.entries] == ["https://www.local9.example/news/2025/a-post-about-night-pay"]


@pytest.mark.parametrize(
    ("address", "expected_answer"),
    [
        ("/news/some-words-here", True),
        ("/?p=33", True),
        ("/about-us", False),
        ("/category/news", False),
        ("/x.pdf", False),
        ("/2025/05/", False),
    ],
)
def test_an_address_alone_may_look_like_a_post(address: str, expected_answer: bool) -> None:
    assert looks_like_post(f"https://www.local9.example{address}") is expected_answer
