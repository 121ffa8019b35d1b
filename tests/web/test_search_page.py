"""The search page: chips, counts, timeline, ways on from nothing."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from zoneinfo import ZoneInfo

import pytest
from datasette.database import Database, QueryInterrupted
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archive.vocabulary import count_words
from items import Moment
from web import facets, searching
from web.asking import ARGUMENTS, read_search
from web.facets import facets_of
from web.timeline import timeline

from .conftest import post
from .test_pages import Elements


def links(html: str) -> list[str]:
    return [str(link.get("href")) for link in Elements(html).all("a")]


async def test_filters_stand_as_chips_and_each_can_be_removed(site: Any) -> None:
    html = (await site.client.get("/search?" + urlencode({"q": "nurses -kind:event", "source": "local-1"}))).text
    chips = [link for link in Elements(html).all("a") if "Remove the filter" in str(link.get("aria-label"))]
    assert [chip["aria-label"] for chip in chips] == [
        "Remove the filter not kind: event", "Remove the filter source: local-1",
    ]  # fmt: skip
    assert [parse_qs(urlsplit(str(chip["href"])).query) for chip in chips] == [
        {"q": ["nurses"], "source": ["local-1"]}, {"q": ["nurses -kind:event"]},
    ]  # fmt: skip


async def test_facets_count_and_following_one_gives_that_many(site: Any) -> None:
    db = site.get_database("archive")
    for asked in ({"q": "post OR nurses"}, {"year": "2018"}, {"level": "council"}):
        counted = await facets_of(db, read_search(asked))
        assert counted is not None
        for name, values in counted.groups.items():
            for one in values:
                narrowed = await facets_of(db, read_search({**asked, name: one.value}))
                assert narrowed is not None
                assert narrowed.posts == one.count, (asked, name, one)
        page = Elements((await site.client.get("/search?" + urlencode(asked))).text)
        assert page.all("svg") or len(counted.months) < 2


async def test_counts_that_are_slow_come_by_a_second_request(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = (await site.client.get("/search?q=post")).text
    monkeypatch.setattr(facets, "AT_ONCE", 0)
    later = await site.client.get("/search?q=post")
    assert 'class="bars"' not in later.text
    (address,) = {link for link in links(later.text) if link.startswith("/search/counts")}
    whole = (await site.client.get(address)).text
    part = (await site.client.get(f"{address}&part=1")).text
    assert "<html" in whole
    assert "<html" not in part
    assert part.strip() in whole
    assert part.strip() in quick
    monkeypatch.setattr(searching, "COUNTED", 0)
    counted = await facets_of(site.get_database("archive"), read_search({"q": "post"}))
    assert counted is not None
    assert f"<strong>{counted.posts} posts</strong>" in (await site.client.get(f"{address}&part=1")).text
    assert any(script.get("src") == "/static/search.js" for script in Elements(later.text).all("script"))


async def test_a_bar_narrows_to_its_time_and_the_table_and_csv_say_the_same(site: Any) -> None:
    html = (await site.client.get("/search?q=post+OR+nurses+OR+enfermeras")).text
    bars = [link for link in Elements(html).all("a") if link.get("tabindex") == "-1"]
    assert bars
    years = {parse_qs(urlsplit(str(bar["href"])).query)["year"][0] for bar in bars}
    assert years == {"2018", "2026"}, "bars as narrow as these lead to their year"
    in_year = links((await site.client.get("/search?year=2018")).text)
    month = next(link for link in in_year if link.endswith("on=2018-05"))
    assert month == "/search?on=2018-05" and "1 post" in (await site.client.get(month)).text
    answer = await site.client.get("/search/timeline.csv?q=post+OR+nurses+OR+enfermeras")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["month"] for row in rows} >= {"2018-05", "2018-06"}
    assert [row["month"] for row in rows] == sorted(row["month"] for row in rows)


def test_a_timeline_has_a_bar_for_each_month_with_posts_and_its_table_has_all() -> None:
    assert timeline([]) is None
    short = timeline([("2018-11", 2), ("2019-02", 4)])
    assert short is not None
    assert [(bar.when, bar.count) for bar in short.bars] == [("2018-11", 2), ("2019-02", 4)]
    assert [reach.when for reach in short.reaches] == ["2018-11", "2019-02"]
    months = [("2008", 1), ("2008-05", 2), ("2013-01", 3), ("2026-02", 4)]
    long = timeline(months)
    assert long is not None
    assert long.unit == "month" and [bar.when for bar in long.bars] == ["2008-05", "2013-01", "2026-02"]
    assert long.rows == months and long.of_year == 1
    assert long.years == ["2008", "2013", "2026"] and (long.earlier, long.later) == (None, None)
    years = timeline([("2018", 3), ("2020", 1)])
    assert years is not None
    assert years.unit == "year" and [bar.when for bar in years.bars] == ["2018", "2020"]


def test_bars_too_narrow_to_hit_lead_to_their_year_in_which_they_are_wide() -> None:
    drawn = timeline([(f"{year}-{month:02}", 1) for year in range(2008, 2026) for month in range(1, 13)])
    assert drawn is not None
    assert len(drawn.bars) == 18 * 12 and len(drawn.reaches) == 18
    assert min(reach.width for reach in drawn.reaches) >= 24
    assert [bar.when[:4] for bar in drawn.reaches[3].bars] == ["2011"] * 12
    year = timeline([(f"2011-{month:02}", 1) for month in range(1, 13)])
    assert year is not None
    assert min(reach.width for reach in year.reaches) >= 24 and len(year.reaches) == 12


def test_of_more_than_thirty_years_the_last_are_drawn_and_the_others_stay_reachable() -> None:
    drawn = timeline([("1951-02", 9), ("1996-05", 1), ("1997-03", 4), ("2026-02", 4)])
    assert drawn is not None
    assert [bar.when for bar in drawn.bars] == ["1997-03", "2026-02"]
    assert (drawn.earlier, drawn.until, drawn.later) == ("1997", "2026", None)
    assert [when for when, _ in drawn.rows] == ["1951-02", "1996-05", "1997-03", "2026-02"]
    wrong = timeline([("2019-02", 40), ("2026-02", 40), ("2099-01", 1)])
    assert wrong is not None
    assert [bar.when for bar in wrong.bars] == ["2019-02", "2026-02"], "one wrong date hides no others"
    assert (wrong.earlier, wrong.until, wrong.later) == (None, "2026", "2027")


async def test_posts_that_are_not_drawn_stand_behind_a_link(new_archive: Any) -> None:
    zone = ZoneInfo("America/Chicago")
    days = [date(1951, 2, 3), date(1997, 3, 4), date(2026, 2, 1)]
    _, site = new_archive(*(post(n, published=Moment.of_day(day, zone, "text")) for n, day in enumerate(days)))
    html = (await site.client.get("/search?q=post")).text
    (before,) = [link for link in links(html) if "before=1997" in link]
    assert "the thirty years until 2026" in html and "February 1951" in html
    assert (
        "1951" in (await site.client.get(before)).text and "Post number 1" not in (await site.client.get(before)).text
    )


@given(st.lists(st.tuples(st.dates(), st.booleans(), st.integers(1, 10**7)), max_size=40))
def test_any_timeline_stays_in_its_frame(days: list[tuple[Any, bool, int]]) -> None:
    months = sorted({day.isoformat()[: 4 if of_year else 7]: count for day, of_year, count in days}.items())
    drawn = timeline(months)
    assert (drawn is None) == (not months)
    if drawn is None:
        return
    assert drawn.rows == months
    for bar in drawn.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= drawn.width + 1
        assert 0 <= bar.y <= bar.y + bar.height <= drawn.height + 0.2
    for one in (*drawn.reaches, *drawn.ticks):
        assert 0 <= one.x <= drawn.width
    every = {when[:4] for when, _ in months}
    beside = {year for year in every if year < (drawn.earlier or "") or year >= (drawn.later or "A")}
    assert every == set(drawn.years) | beside, "what is not drawn stands behind a link"


@pytest.mark.parametrize(
    ("asked", "clean"),
    [
        ("/search?q=nurses&source=&state=WI&level=&kind=&sort=&show=", "/search?q=nurses&state=WI"),
        ("/search?q=&source=", "/search"),
        ("/search?q=&year=2018", "/search?year=2018"),
        ("/search?q=a%3Db+%22c%22&state=&q=%C3%A9%FF", "/search?q=a%3Db+%22c%22&q=%C3%A9%FF"),
        ("/search?q=a==&state=", "/search?q=a=="),
        ("/sources?q=&level=local&state=&sort=level", "/sources?level=local&sort=level"),
        ("/stories?period=&level=council&order=", "/stories?level=council"),
    ],
)
async def test_an_address_keeps_what_was_asked_and_leaves_empty_fields_out(site: Any, asked: str, clean: str) -> None:
    first = await site.client.get(asked)
    assert first.status_code == 302
    led = await site.client.get(asked, follow_redirects=True)
    assert led.url.raw_path.decode() == clean and led.status_code == 200
    assert (await site.client.get(clean)).status_code == 200, "no loop"


@pytest.fixture
def spelled(new_archive: Any) -> Any:
    db, site = new_archive(
        *(post(n, title=f"Negotiations resume {n}", body="The county and the nurses.") for n in range(4)),
        post(9, source="local-1", title="Strike vote", body="Picket lines."),
    )
    count_words(db)
    db.conn.commit()
    return site


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "negotations"}, {"q": ["negotiations"]}),
        ({"q": "Nurces"}, {"q": ["nurses"]}),
        ({"q": "pikcet lines"}, {"q": ["picket lines"]}),
        ({"q": "strike", "source": "council-900"}, {"q": ["strike"]}),
        ({"q": "strike nurses"}, {"q": ["strike OR nurses"]}),
        ({"q": '"local 1" afscme'}, {"source": ["local-1"]}),
    ],
)
async def test_nothing_found_leads_on_to_something(spelled: Any, asked: dict[str, str], expected: object) -> None:
    html = (await spelled.client.get("/search?" + urlencode(asked))).text
    assert "Nothing found" in html
    ways = re.search(r'<ul class="suggestions">(.*?)</ul>', html, re.DOTALL)
    assert ways is not None
    found = links(ways[1])
    assert expected in [parse_qs(urlsplit(link).query) for link in found]
    for link in found:
        assert "Nothing found" not in (await spelled.client.get(link)).text, link


async def test_a_page_of_a_search_names_its_canonical_address_and_is_not_for_robots(site: Any) -> None:
    answer = await site.client.get("/search?source=local-1&junk=1&q=nurses&sort=best")
    (canonical,) = [link for link in Elements(answer.text).all("link") if link.get("rel") == "canonical"]
    assert str(canonical["href"]).endswith("/search?q=nurses&source=local-1")
    assert "noindex" in answer.headers["x-robots-tag"]
    assert "max-age" in answer.headers["cache-control"]


async def test_the_number_of_hits_is_announced(site: Any) -> None:
    page = Elements((await site.client.get("/search?q=nurses")).text)
    assert len([one for one in page.all("span") if one.get("role") == "status"]) == 1
    assert [head for head in page.all("h2") if head.get("id") == "results"]


@given(st.text(max_size=200), st.sampled_from([*ARGUMENTS, "next", "show", "sample", "seed"]), st.text(max_size=40))
@example("level:foo", "before", "0000")
@example("a" * 10_240, "has", "\x00")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_w1_no_argument_of_any_kind_is_an_error(site: Any, text: str, name: str, value: str) -> None:
    query = urlencode({"q": text, name: value}, errors="surrogatepass")
    for path in ("/search", "/search.json", "/search/counts", "/search.csv", "/search/corpus.json"):
        assert (await site.client.get(f"{path}?{query}", follow_redirects=True)).status_code == 200


async def test_who_waited_for_a_search_that_took_too_long_waits_for_no_suggestions(
    spelled: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PATIENCE", "PATIENCE_AGAIN"):
        monkeypatch.setattr(searching, name, 0.0)
    asked = "/search?" + urlencode({"q": '"local 1" afscme'})
    slow = (await spelled.client.get(asked)).text
    assert searching.TOO_LONG in slow and 'class="suggestions"' not in slow
    monkeypatch.undo()
    assert 'class="suggestions"' in (await spelled.client.get(asked)).text


@pytest.mark.parametrize("name", facets.LABELS)
async def test_every_facet_is_a_filter_of_the_language(name: str) -> None:
    assert name in ARGUMENTS


async def test_whoever_types_words_into_an_empty_form_gets_the_best_first(site: Any) -> None:
    def newest_is_chosen(html: str) -> bool:
        return any(one.get("value") == "newest" and "selected" in one for one in Elements(html).all("option"))

    for path in ("/search", "/search?source=local-1", "/search?q=nurses"):
        assert not newest_is_chosen((await site.client.get(path)).text), path
    assert newest_is_chosen((await site.client.get("/search?q=nurses&sort=newest")).text)


async def test_counts_without_words_cover_fewer_posts_where_all_would_take_too_long(
    site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets.plans, "NEWEST", 25)
    usual = Database.execute

    async def slow(self: Any, sql: str, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("custom_time_limit") == facets._PATIENCE:
            raise QueryInterrupted(Exception("interrupted"), sql, {})
        return await usual(self, sql, *args, **kwargs)

    monkeypatch.setattr(Database, "execute", slow)
    counted = await facets_of(site.get_database("archive"), read_search({"level": "council"}))
    assert counted is not None
    assert counted.posts == 5
    assert "newest 5" in (counted.note or "")
