"""Lists whose past lies deep: years that lead to months, calendars without end, pagers of no known grammar."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.server import Reply, Seen
from tests.spiders.sites import WORDS, Place, page
from tests.spiders.test_past import posts_at

Make = Callable[..., Place]
YEARS = range(2013, 2026)
ASIDE = (
    "<aside><h3>Archive</h3><ul>"
    + "".join(f"<li><a href='/past/{year}'>{year}</a></li>" for year in YEARS)
    + "</ul></aside>"
)


def by_months(place: Place, year_shows: int) -> dict[str, list[str]]:
    """A list of the newest five; years whose pages show so many posts, and a page of each month. Posts by month."""
    months = {
        f"/past/{year}/{month:02}": posts_at(
            place, range(year * 100 + month * 4, year * 100 + month * 4 + 2), f"/s/{year}/"
        )
        for year in YEARS
        for month in (2, 7, 11)
    }
    newest = [path for month in sorted(months, reverse=True) for path in months[month]]
    place.server.reply("/news", page(newest[:5], ASIDE))
    for year in YEARS:
        inside = [month for month in months if month.startswith(f"/past/{year}/")]
        links = "".join(f"<li><a href='{month}'>{month[-2:]}/{year}</a> (2)</li>" for month in inside)
        own = [path for month in inside for path in months[month]][:year_shows]
        place.server.reply(f"/past/{year}", page(own, f"<ul>{links}</ul>{ASIDE}"))
        for month in inside:
            place.server.reply(month, page(months[month], ASIDE))
    return months


def test_years_that_only_lead_to_months_are_walked_through_both(make: Make) -> None:
    place = make("listing", "/news")
    months = by_months(place, 0)
    place.collect(backfill=True)
    assert place.paths() == {path.lstrip("/") for paths in months.values() for path in paths}
    assert place.cursor()["complete"]


def test_the_same_in_bounded_runs_asks_for_no_archive_often(make: Make) -> None:
    place = make("listing", "/news")
    months = by_months(place, 0)
    for _ in range(30):
        place.collect(backfill=True, requests=12)
        if place.cursor().get("complete"):
            break
    assert place.cursor()["complete"] and len(place.paths()) == 2 * len(months)
    asked = [path for path in place.asked() if path.startswith("/past/")]
    assert len(asked) <= 2 * len(set(asked))


def test_years_that_show_all_themselves_cost_few_of_their_months(make: Make) -> None:
    place = make("listing", "/news")
    months = by_months(place, 6)
    place.collect(backfill=True)
    assert len(place.paths()) == 2 * len(months) and place.cursor()["complete"]


def test_months_that_only_a_page_of_the_past_leads_to_are_walked_with_their_posts_without_a_page(make: Make) -> None:
    place = make("listing", "/whatsnew.html")
    newest = posts_at(place, range(90, 95), "/s/")
    place.server.reply("/whatsnew.html", page(newest, "<p><a href='/past.html'>Everything older</a></p>"))
    links, shown = "", []
    for month in range(1, 9):
        own = posts_at(place, range(month, month + 1), f"/s/{month}/")[0]
        name = f"Month {month} brings the dockers a signed paper"
        alone = month % 3 == 0  # the page of a month may hold nothing but one post without a page
        linked = (
            ""
            if alone
            else f"<h3><a href='{own}'>The case of number {month:03}</a></h3><p><i>3/2/2025</i></p><p>Short.</p>"
        )
        place.server.reply(
            f"/old/{month:02}-2025.html",
            Reply(f"<title>Union</title><h2>{month}/2025</h2><h3><a name='n{month}'>{name}</a></h3><p><i>{month}/9/2025</i></p>"
                  f"<p>{WORDS}</p><hr>{linked}<p><a href='/past.html'>Past months</a></p>"),
        )  # fmt: skip
        links += f"<a href='old/{month:02}-2025.html'>{month:02}/2025</a> | "
        shown += [f"old/{month:02}-2025.html#n{month}", *([] if alone else [own.lstrip("/")])]
    place.server.reply("/past.html", Reply(f"<title>Union</title><h2>Past months</h2><p>{links}</p>"))
    place.collect(backfill=True)
    assert place.paths() == {*shown, *(path.lstrip("/") for path in newest)}
    assert place.asked().count("/past.html") == 1 and place.cursor()["complete"]


def test_one_page_of_the_past_is_asked_in_a_walk_and_none_in_a_plain_visit(make: Make) -> None:
    place = make("listing", "/news")
    paths = posts_at(place, range(1, 5))
    place.server.reply(
        "/news", page(paths, "<a href='/archive.html'>Archive</a> <a href='/more.html'>Past stories</a>")
    )
    place.server.reply("/archive.html", page(paths[2:], "<a href='/deeper.html'>Old archives</a>"))
    place.collect()
    assert "/archive.html" not in place.asked()
    place.collect(backfill=True)
    assert place.asked().count("/archive.html") == 1
    assert not {"/more.html", "/deeper.html"} & set(place.asked())


def test_a_calendar_without_end_is_walked_back_to_its_first_event_and_not_into_the_years_to_come(make: Make) -> None:
    place = make("listing", "/calendar")
    held = [2025 * 12 + 11, 2025 * 12 + 9, 2025 * 12 + 2, 2024 * 12 + 7, 2026 * 12 + 2]  # months since the year 0

    def month_page(seen: Seen) -> Reply:
        told = parse_qs(urlsplit(seen.path).query).get("show")
        at = int(told[0][:4]) * 12 + int(told[0][5:]) - 1 if told else 2026 * 12 + 2
        links = (
            "".join(
                f"<a href='/calendar?show={other // 12}-{other % 12 + 1:02}'>{word}</a> "
                for other, word in ((at - 1, "« Before"), (at + 1, "After »"))
            )
            .replace("Before", "Previous month")
            .replace("After", "Next month")
        )
        shown = [f"/happening/{at}-{number}" for number in range(2)] if at in held and told else []
        days = {path: f"{at // 12}-{at % 12 + 1:02}-{number + 2:02}" for number, path in enumerate(shown)}
        coming = ["/happening/coming-1", "/happening/coming-2"] if not told else []
        listed = page(coming + shown, links, {**days, **dict.fromkeys(coming, "2026-04-20")})
        return Reply(str(listed.body).replace("News", "What is on"))

    place.server.reply("/calendar", month_page)
    place.server.fallback = lambda seen: page_of_event(seen.path)
    place.collect(backfill=True)
    wanted = {f"happening/{at}-{number}" for at in held for number in range(2)}
    assert wanted <= place.paths()
    told = place.ask("select kind, published_at from items where url not like '%coming%'")
    assert set(told) == {("event", None)}, "the day of an event is no day of publication"
    shown = [path.partition("show=")[2] for path in place.asked() if "show=" in path]
    assert max(shown) <= "2026-04" and len(shown) <= 40 and place.cursor()["complete"]


def page_of_event(path: str) -> Reply:
    name = path.rpartition("/")[2]
    return Reply(
        f"<html><head><title>Meeting {name}</title></head><body><main><h1>Members win the case of {name}</h1>"
        f"<p>All members of unit {name} are asked to come to the hall and to bring a friend who is new.</p></main></body></html>"
    )


@pytest.mark.parametrize(
    ("first", "style", "start", "step"),
    [
        ("/bulletin", "/bulletin/leaf/{}", 0, 1), ("/bulletin", "/bulletin/sheet:{}", 1, 1),
        ("/index.cfm?do=all", "/index.cfm?do=all&sr={}", 1, 5), ("/bulletin", "/bulletin/P{}", 0, 5),
        ("/bulletin", "/bulletin-{}", 1, 1), ("/bulletin", "/bulletin;leaf={}", 1, 1), ("/bulletin", "/bulletin?blatt={}", 1, 1),
    ],
)  # fmt: skip
@pytest.mark.parametrize("words", [True, False])
def test_a_list_of_any_grammar_is_walked_to_its_end_though_that_repeats(
    make: Make, first: str, style: str, start: int, step: int, words: bool
) -> None:
    place = make("listing", first)
    paths = posts_at(place, range(33))

    def answer(seen: Seen) -> Reply:
        pattern = style.replace("{}", "")
        told = seen.path.removeprefix(pattern) if seen.path.startswith(pattern) and seen.path != first else ""
        number = (int(told) - start) // step if told.isdigit() else 0
        at = min(number, 6) * 5
        others = [one for one in range(max(0, number - 1), min(7, number + 3)) if one != number]
        links = " ".join(f"<a href='{style.format(start + step * one)}'>{one + 1}</a>" for one in others)
        links = f"<a href='{style.format(start + step * (number + 1))}'>Next 5 items &raquo;</a>" if words else links
        return page(paths[at : at + 5], f"<div>{links}</div>".replace("&sr", "&amp;sr"))

    usual = place.server.fallback
    place.server.reply(first.partition("?")[0], answer)
    place.server.fallback = lambda seen: answer(seen) if not seen.path.startswith("/news/") else usual
    place.collect(backfill=True)
    assert place.paths() == {path.lstrip("/") for path in paths}
