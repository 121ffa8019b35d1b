"""More markups for tests.parsing.list_pages: how well-known systems write their lists, with words of our own."""

from __future__ import annotations

from html import escape

from tests.parsing.list_pages import MONTHS, Maker, Truth


def page_builder_cards(m: Maker, all_: list[Truth]) -> str:
    """Cards of a page builder: badge, thumbnail link, title, date, excerpt, read more with a label for screen readers."""
    return "".join(
        f'<article{m.cls("grid-item")}><div{m.cls("card")}><a href="{t.url}" tabindex="-1"><div><img src="a.jpg" alt=""></div></a>'
        f'<div{m.cls("badge")}>News</div><div><h3><a href="{t.url}"> {escape(t.title)} </a></h3><div><span{m.cls("date")}>{m.shown_day(t.day)}</span>'
        f'<span>No Comments</span></div><div><p>{t.teaser}</p></div><a href="{t.url}" aria-label="Read more about {escape(t.title)}">Read More »</a></div></div></article>'
        for t in all_
    )


def kicker_cards(m: Maker, all_: list[Truth]) -> str:
    """A rubric over the title and an author below, both linked."""
    return "".join(
        f'<div{m.cls("post")}><div><a href="/category/{word}/">{word.title()}</a></div><h2><a href="{t.url}">{escape(t.title)}</a></h2>'
        f'<div>By <a href="/author/pat-doe/">Pat Doe</a> on {m.shown_day(t.day).removeprefix("Posted on ")}</div><p>{t.teaser}</p>'
        f'<div><a href="https://www.facebook.com/sharer.php?u={t.url}">Share</a> <a href="mailto:?subject=x">Email</a></div></div>'
        for t, word in zip(all_, ["press", "contracts", "politics", "safety"] * 5, strict=False)
    )


def year_headings(m: Maker, all_: list[Truth]) -> str:
    """One heading for each year over bare links with days."""
    made, year = [], 0
    for t in all_:
        t.shows_teaser = False
        if t.day.year != year:
            year = t.day.year
            made.append(f"<h2>{year}</h2>")
        made.append(f'<p><a href="{t.url}">{escape(t.title)}</a> ({t.day.month}/{t.day.day}/{t.day.year})</p>')
    return "".join(made)


def drupal_rows(m: Maker, all_: list[Truth]) -> str:
    """Drupal 10: title in a span, date in the meta line, read more with the hidden title."""
    return "".join(
        f'<div{m.cls("views-row")}><article role="article"><h2><a href="{t.url}" rel="bookmark"><span>{escape(t.title)}</span></a></h2>'
        f'<footer><div><span>By <span>staff</span></span> <span><time datetime="{t.day}T12:00:00Z">{MONTHS[t.day.month - 1]} {t.day.day}, {t.day.year}</time></span></div></footer>'
        f'<div><div><p>{t.teaser}</p></div><ul><li><a href="{t.url}" rel="tag" title="{escape(t.title)}">Read more<span> about {escape(t.title)}</span></a></li></ul></div></article></div>'
        for t in all_
    )


def blogger(m: Maker, all_: list[Truth]) -> str:
    """Blogger: the day is a heading over the post."""
    return "".join(
        f'<div><h2><span>{t.day.strftime("%A")}, {MONTHS[t.day.month - 1]} {t.day.day}, {t.day.year}</span></h2><div><div><h3><a href="{t.url}">{escape(t.title)}</a></h3>'
        f'<div>{t.teaser}</div><div><span>Posted by Pat Doe</span> at <a href="{t.url}" title="permanent link">9:30 AM</a> <a href="{t.url}#comments">No comments:</a></div></div></div></div>'
        for t in all_
    )


def ghost_cards(m: Maker, all_: list[Truth]) -> str:
    """Ghost: a picture link, then one link around header and excerpt, the day in the footer."""
    return "".join(
        f'<article><a href="{t.url}"><img src="g.jpg" alt="{escape(t.title)}"></a><div><a href="{t.url}"><header><div>Updates</div><h2>{escape(t.title)}</h2></header>'
        f'<div>{t.teaser}</div></a><footer><time datetime="{t.day}">{MONTHS[t.day.month - 1][:3]} {t.day.day}, {t.day.year}</time><span>3 min read</span></footer></div></article>'
        for t in all_
    )


def list_roles(m: Maker, all_: list[Truth]) -> str:
    """A visual builder with roles in place of elements."""
    return (
        '<div role="list">'
        + "".join(
            f'<div role="listitem"><a href="{t.url}"><div role="heading" aria-level="3">{escape(t.title)}</div><div>{m.shown_day(t.day)}</div><div>{t.teaser}</div></a></div>'
            for t in all_
        )
        + "</div>"
    )


def organizer(m: Maker, all_: list[Truth]) -> str:
    """A campaign system: by-line with an hour, reactions behind."""
    return "".join(
        f'<div{m.cls("excerpt")}><h3><a href="{t.url}">{escape(t.title)}</a></h3><div><p>{t.teaser}</p></div>'
        f'<div>Posted by <a href="/patdoe">Pat Doe</a> · {MONTHS[t.day.month - 1]} {t.day.day:02}, {t.day.year} 9:15 AM</div>'
        f'<div><a href="{t.url}">Read more</a> <a href="{t.url}#reactions">Add your reaction</a></div></div>'
        for t in all_
    )


def category_table(m: Maker, all_: list[Truth]) -> str:
    """Joomla's category list: title, day, author, hits in columns."""
    for t in all_:
        t.shows_teaser = False
    return (
        "<table><thead><tr><th>Title</th><th>Published Date</th><th>Author</th><th>Hits</th></tr></thead><tbody>"
        + "".join(
            f'<tr><td><a href="{t.url}">{escape(t.title)}</a></td><td>{t.day.day} {MONTHS[t.day.month - 1]} {t.day.year}</td><td>Written by Pat Doe</td><td>Hits: {7 * at + 3}</td></tr>'
            for at, t in enumerate(all_)
        )
        + "</tbody></table>"
    )


def thumbnails_in_cells(m: Maker, all_: list[Truth]) -> str:
    """A picture in one cell, the words in the next."""
    return (
        "<table>"
        + "".join(
            f'<tr><td><a href="{t.url}"><img src="t.jpg"></a></td><td><a href="{t.url}"><b>{escape(t.title)}</b></a><br><i>{m.shown_day(t.day)}</i><br>{t.teaser}</td></tr>'
            for t in all_
        )
        + "</table>"
    )


def lead_and_grid(m: Maker, all_: list[Truth]) -> str:
    """The newest post large, the others in a grid of smaller cards."""
    first, rest = all_[0], all_[1:]
    lead = f'<div{m.cls("lead")}><img src="l.jpg"><h2><a href="{first.url}">{escape(first.title)}</a></h2><div>{m.shown_day(first.day)}</div><p>{first.teaser}</p></div>'
    return lead + "<div>" + "".join(
        f'<div{m.cls("card")}><h3><a href="{t.url}">{escape(t.title)}</a></h3><div>{m.shown_day(t.day)}</div><p>{t.teaser}</p></div>' for t in rest
    ) + "</div>"  # fmt: skip


def with_advertisement(m: Maker, all_: list[Truth]) -> str:
    """A promotion of another shape stands between the rows."""
    rows = [
        f'<div{m.cls("row")}><h3><a href="{t.url}">{escape(t.title)}</a></h3><div>{m.shown_day(t.day)}</div><p>{t.teaser}</p></div>'
        for t in all_
    ]
    rows.insert(
        2, f'<div{m.cls("ad")}><a href="https://shop.example.net/"><img src="ad.gif" alt="Union made"></a></div>'
    )
    return "".join(rows)


def with_attachments(m: Maker, all_: list[Truth]) -> str:
    """Posts with files and outside links of their own behind the text."""
    return "".join(
        f'<div{m.cls("row")}><h3><a href="{t.url}">{escape(t.title)}</a></h3><div>{m.shown_day(t.day)}</div><p>{t.teaser}</p>'
        f'<ul><li><a href="/sites/default/files/a{at}.pdf">Summary of the tentative agreement (PDF)</a></li><li><a href="https://example.net/map/{at}">Map of the meeting place and parking</a></li></ul></div>'
        for at, t in enumerate(all_)
    )


def side_by_side_days(m: Maker, all_: list[Truth]) -> str:
    """A leaf of month, day and year beside the words."""
    return "".join(
        f"<div{m.cls('row')}><div><span>{MONTHS[t.day.month - 1][:3]}</span><span>{t.day.day}</span><span>{t.day.year}</span></div>"
        f'<div><a href="{t.url}">{escape(t.title)}</a><p>{t.teaser}</p></div></div>'
        for t in all_
    )


def nested_lists(m: Maker, all_: list[Truth]) -> str:
    """Entries as list items, each with a list of its tags."""
    return (
        "<ol>"
        + "".join(
            f'<li><h4><a href="{t.url}">{escape(t.title)}</a></h4><p>{t.teaser}</p><ul><li><a href="/tag/wages/">wages</a></li><li><a href="/tag/local-77/">local 77</a></li></ul><span>{m.shown_day(t.day)}</span></li>'
            for t in all_
        )
        + "</ol>"
    )


def spans_only(m: Maker, all_: list[Truth]) -> str:
    """All in spans inside paragraphs, parted by style sheets alone."""
    return "".join(
        f'<p{m.cls("row")}><span{m.cls("d")}>{m.shown_day(t.day)}</span><span{m.cls("t")}><a href="{t.url}">{escape(t.title)}</a></span><span{m.cls("x")}>{t.teaser}</span></p>'
        for t in all_
    )


def headings_alone(m: Maker, all_: list[Truth]) -> str:
    """Nothing but linked headings under one another."""
    for t in all_:
        t.shows_teaser = t.shows_day = False
    return "".join(f'<h3><a href="{t.url}">{escape(t.title)}</a></h3>' for t in all_)


def buttons_only(m: Maker, all_: list[Truth]) -> str:
    """Title without link, a button that leads to the post."""
    return "".join(
        f'<div{m.cls("row")}><h3>{escape(t.title)}</h3><div>{m.shown_day(t.day)}</div><p>{t.teaser}</p><a href="{t.url}"><button>Read the story</button></a></div>'
        for t in all_
    )


THEMES = {
    one.__name__: one
    for one in (
        page_builder_cards, kicker_cards, year_headings, drupal_rows, blogger, ghost_cards, list_roles, organizer,
        category_table, thumbnails_in_cells, lead_and_grid, with_advertisement, with_attachments, side_by_side_days,
        nested_lists, spans_only, headings_alone, buttons_only,
    )
}  # fmt: skip
