"""Posts without a page of their own: sections of a page, each with its own words and nobody else's."""

from __future__ import annotations

import pytest

from parsing.lists import ListEntry
from tests.parsing.mutations import MUTATIONS
from tests.parsing.saved_lists import read

HOME = "https://local9.example/"
ONE = "The county sent its answer on Tuesday, and the bargaining team has read it twice. Wages are the open point."
TWO = "A second meeting is planned at the hall, and every shift is asked to send two people who can speak."
NOTES = (
    ("January 12, 2026", "County answers on wages"),
    ("December 30, 2025", "Flu shots at the hall"),
    ("November 8, 2025", "Stewards elected in three shops"),
)
DAYS = ["2026-01-12", "2025-12-30", "2025-11-08"]
FLAT = "".join(f"<h3>{title}</h3><p>{day}</p><p>{ONE}</p><p>{TWO}</p>" for day, title in NOTES)

#: a page's sections, and what it prints behind them
LAYOUTS: dict[str, tuple[str, str]] = {
    "ruled": (
        "".join(f"<h3>{day} – {title}</h3><p>{ONE}</p><p>{TWO}</p><hr>" for day, title in NOTES),
        "<p><small>This page was last changed on January 20, 2026. Visitors: 48211</small></p>",
    ),
    "copyright": (FLAT, "<p>Copyright 2026 AFSCME Local 9. 12 Mill Road, Fernhill, OH 44000. (555) 555-0100</p>"),
    "days in bold": (
        "".join(f"<p><b>{day}</b></p><p>{ONE}</p><p>{TWO}</p>" for day, _ in NOTES),
        "<hr><center><a href='index.htm'>Home</a> | <a href='officers.htm'>Officers</a> | <a href='links.htm'>Links</a></center>",
    ),
    "titles in bold": (
        "".join(f"<p><b>{day}: {title}</b></p><p>{ONE}</p><p>{TWO}</p>" for day, title in NOTES),
        "<p align=center><font size=1>Last updated: 01/20/26 by the webmaster. Best viewed at 800x600.</font></p>",
    ),
    "table": (
        "<table>" + "".join(f"<tr><td>{d}</td><td><b>{t}</b><br>{ONE}<br><br>{TWO}</td></tr>" for d, t in NOTES) + "</table>",
        "<table><tr><td>Site built by Ann. Call the hall at 555-0100.</td></tr></table>",
    ),
    "boxes": (
        "".join(f"<div><h3>{title}</h3><p>{day}</p><p>{ONE}</p><p>{TWO}</p></div>" for day, title in NOTES),
        "<div><h3>Contact us</h3><p>12 Mill Road, Fernhill. Office hours are nine to five on weekdays.</p></div>",
    ),
    "another heading": (FLAT, "<h2>About our local</h2><p>We represent four hundred people in the schools since 1951.</p>"),
    "same heading": (FLAT, "<h3>Contact us</h3><p>12 Mill Road, Fernhill. Office hours are nine to five.</p>"),
    "address in a box": (
        FLAT,
        "<div><p>AFSCME Local 9, 12 Mill Road, Fernhill</p><p><a href='/officers'>Officers</a> <a href='/dues'>Dues</a></p></div>",
    ),
    "terms": (
        "<dl>" + "".join(f"<dt>{day} - {title}</dt><dd><p>{ONE}</p><p>{TWO}</p></dd>" for day, title in NOTES) + "</dl>",
        "<p>AFSCME Local 9 is part of Council 8. All rights reserved.</p>",
    ),
    "breaks": (
        "<p>" + "<br><br>".join(f"<b>{day}</b><br>{ONE}<br>{TWO}" for day, _ in NOTES) + "</p>",
        "<p>Page maintained by the communications committee.</p>",
    ),
    "label": (
        "".join(f"<div><p><b>Update {day}</b></p><h3>{title}</h3><p>{ONE}</p><p>{TWO}</p></div>" for day, title in NOTES),
        "<p>© Local 9</p>",
    ),
}  # fmt: skip


def page(inner: str) -> str:
    return (
        "<html><head><title>Local 9</title></head><body><div><h1>AFSCME Local 9</h1><p>Meetings are on the first Thursday at the"
        f" hall.</p><h2>What's new</h2>{inner}</div></body></html>"
    )


def sections(inner: str) -> tuple[ListEntry, ...]:
    return read(page(inner), HOME).entries


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_each_section_has_its_own_words_and_the_last_not_those_of_the_pages_foot(layout: str) -> None:
    found = sections("".join(LAYOUTS[layout]))
    assert [entry.published and entry.published.on.isoformat() for entry in found] == DAYS
    assert [entry.body for entry in found] == [f"{ONE}\n\n{TWO}"] * 3
    assert {entry.url for entry in found} == {None} and len({entry.anchor for entry in found}) == 3


@pytest.mark.parametrize("mutation", ["rename_classes", "remove_classes", "wrap_blocks"])
@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_no_theme_changes_a_section(layout: str, mutation: str) -> None:
    whole = page("".join(LAYOUTS[layout]))
    before = [(entry.anchor, entry.title, entry.body) for entry in read(whole, HOME).entries]
    for seed in range(3):
        after = read(MUTATIONS[mutation](whole, seed), HOME).entries
        assert [(entry.anchor, entry.title, entry.body) for entry in after] == before


def test_a_last_paragraph_that_speaks_of_a_place_stays() -> None:
    closing = "<p>Come to the hall at 12 Mill Road on Friday, and bring the letter that the county sent you.</p>"
    assert (sections(FLAT + closing)[-1].body or "").endswith("that the county sent you.")


def test_a_section_without_a_day_between_dated_ones_is_a_post_and_a_standing_note_is_none() -> None:
    titles = [title for _, title in NOTES] + ["Dues stay as they are", "Talks begin in the spring", "Two new stewards"]
    inner = "".join(
        f"<div><h3>{title}</h3>{'' if number == 2 else f'<p>October {20 - number}, 2025</p>'}<p>{ONE}</p></div>"
        for number, title in enumerate(titles)
    )
    note = f"<div><h3>How to reach a steward</h3><p>{TWO}</p></div>"
    assert [entry.title for entry in sections(note + inner + note)] == titles


def test_sections_that_all_lack_a_day_are_no_posts() -> None:
    assert sections("".join(f"<div><h3>{title}</h3><p>{ONE}</p></div>" for _, title in NOTES)) == ()
