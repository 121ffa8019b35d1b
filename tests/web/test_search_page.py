"""The search page: chips, counts, timeline, ways on from nothing."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from datasette.database import Database, QueryInterrupted
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archive.vocabulary import count_words
from web import facets
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
    assert any(script.get("src") == "/static/search.js" for script in Elements(later.text).all("script"))


async def test_a_bar_narrows_to_its_time_and_the_table_and_csv_say_the_same(site: Any) -> None:
    html = (await site.client.get("/search?q=post+OR+nurses+OR+enfermeras")).text
    bars = [link for link in Elements(html).all("a") if link.get("tabindex") == "-1"]
    assert bars
    years = {parse_qs(urlsplit(str(bar["href"])).query)["year"][0] for bar in bars}
    assert years == {"2018", "2026"}
    answer = await site.client.get("/search/timeline.csv?q=post+OR+nurses+OR+enfermeras")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["month"] for row in rows} >= {"2018-05", "2018-06"}
    assert [row["month"] for row in rows] == sorted(row["month"] for row in rows)


def test_a_timeline_has_a_bar_for_each_month_or_year_with_posts() -> None:
    assert timeline([]) is None
    assert timeline([("2018", 3)]) is not None
    short = timeline([("2018-11", 2), ("2019-02", 4)])
    assert short is not None
    assert [(bar.when, bar.count) for bar in short.bars] == [("2018-11", 2), ("2019-02", 4)]
    assert short.argument == "on"
    long = timeline([("1999", 1), ("1999-05", 2), ("2019-02", 4)])
    assert long is not None
    assert long.rows == [("1999", 3), ("2019", 4)]
    assert long.argument == "year"


@given(st.lists(st.tuples(st.dates(), st.integers(1, 10**7)), max_size=40))
def test_any_timeline_stays_in_its_frame(days: list[tuple[Any, int]]) -> None:
    drawn = timeline(sorted({day.isoformat()[:7]: count for day, count in days}.items()))
    for bar in drawn.bars if drawn else []:
        assert drawn is not None
        assert 0 <= bar.x <= bar.x + bar.width <= drawn.width + 1
        assert 0 <= bar.y <= bar.y + bar.height <= drawn.height + 0.2


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
        assert (await site.client.get(f"{path}?{query}")).status_code == 200


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
