"""The day in a title: whether the post was written on it, or whether it is the day of what the post is about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.dates import choose, names_occasion, title_date
from parsing.pages import read_page

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)

OCCASIONS = """
    Meeting Notice: March 17, 2026
    Rally on June 6, 2026
    Deadline April 1, 2026
    Annual meeting, May 3, 2026
    Agenda for May 3, 2026
    Scholarship applications due March 1, 2026
    Apply by 3/1/2026
    Saturday, June 6, 2026: Rally at the Capitol
    June 6, 2026 Membership Meeting
    General Membership Meeting 3/17/2026
    Blood drive (May 2, 2026)
    Members vote Tuesday, June 2, 2026
    New hours begin Monday, June 1, 2026
    Contract expires June 30, 2026
    Remembering September 11, 2001
    Update: Rally on June 6, 2026
    Newsletter deadline: April 1, 2026
    Minutes and agenda for May 3, 2026
    Fecha límite: 1 de abril de 2026
    Reunión de miembros, 6 de junio de 2026
    REUNION GENERAL - 6 de junio de 2026
    Convocatoria: asamblea del 6 de junio de 2026
    Orden del día, 6 de junio de 2026
    Nuevas horas a partir del 1 de junio de 2026
    Solicitudes de beca hasta el 1 de marzo de 2026
"""
WRITINGS = """
    Bargaining Update: June 6, 2026
    Bargaining Update, Saturday, June 6, 2026
    Weekly update June 6, 2026
    June 6, 2026 - Bargaining Update
    Update from the bargaining meeting, June 6, 2026
    E-board minutes of May 3, 2026
    Minutes: General Membership Meeting, May 3, 2026
    Recap of the rally on May 3, 2026
    Election results, June 6, 2026
    Statement on the budget hearing (June 6, 2026)
    The Steward, June 2, 2026
    June 6, 2026
    Negotiations, 6/6/2026
    President's message: June 6, 2026
    Actualización de negociaciones: 6 de junio de 2026
    Boletín del 6 de junio de 2026
    Acta de la reunión del 3 de mayo de 2026
"""


def lines(table: str) -> list[str]:
    return [line.strip() for line in table.strip().splitlines()]


@pytest.mark.parametrize("title", lines(OCCASIONS))
def test_the_day_of_an_occasion_is_kept_and_never_chosen(title: str) -> None:
    found = title_date(title, ZONE)
    assert found is not None and found.flag == "occasion"
    assert choose([found], NOW) is None


@pytest.mark.parametrize("title", lines(WRITINGS))
def test_the_day_of_a_writing_is_taken_where_nothing_else_is_known(title: str) -> None:
    found = title_date(title, ZONE)
    assert found is not None and found.flag is None
    assert choose([found], NOW).on == found.on


@pytest.mark.parametrize(
    "title", ["Rally next week", "Meeting notice", "", None, "Meeting on June 6", "June 2026 meeting"]
)
def test_a_title_without_a_whole_day_gives_none(title: str | None) -> None:
    assert title_date(title, ZONE) is None


@given(st.sampled_from(lines(OCCASIONS) + lines(WRITINGS)), st.sampled_from([str.upper, str.lower, str.title]))
def test_capitals_do_not_matter(title: str, change) -> None:
    changed = change(title)
    assert title_date(changed, ZONE) is None or names_occasion(changed) == names_occasion(title)


@given(st.text(max_size=80), st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.text(max_size=80))
def test_no_title_breaks_it(before: str, day: date, behind: str) -> None:
    assert names_occasion(f"{before} {day.isoformat()} {behind}") in (True, False)


def test_a_page_that_says_no_day_but_that_of_its_meeting_has_none() -> None:
    def read(title: str, line: str = ""):
        text = "<p>All members may come to the hall, and whoever works that night may send a word to the steward.</p>"
        html = (
            f"<html><body><article><h1>{title}</h1>{line}{text}{text.replace('hall', 'room')}</article></body></html>"
        )
        return read_page(html.encode(), "https://union.example.org/news/a-notice", "text/html", ZONE, NOW.date())

    page = read("Meeting Notice: March 17, 2026")
    assert page.published is None
    assert [(one.on.isoformat(), one.flag) for one in page.candidates] == [("2026-03-17", "occasion")]
    assert read("Meeting Notice: March 17, 2026", "<p>March 5, 2026</p>").published.on.isoformat() == "2026-03-05"
    # the same day said by another voice than the title counts
    assert (
        read("Meeting Notice: March 17, 2026", "<p>Posted March 17, 2026</p>").published.on.isoformat() == "2026-03-17"
    )
