"""The site as a browser meets it: real Datasette, real archive."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from items import Item
from web.site import configuration

from .conftest import HOSTILE_TITLES, post

PAGES = [
    "/", "/search", "/search?q=nurses", "/search?q=nurses&sort=newest", "/search?source=council-900", "/search?q=***",
    "/items/1", "/archive", "/archive?_show_hidden=1", "/archive/items", "/archive/items?_facet=source_id&kind=news",
    "/archive/latest", "/archive/by_source?source=council-900", "/archive/search_posts?q=nurses", "/archive/sources",
    "/archive/sources/council-900", "/archive/source_health", "/archive?sql=select+1", "/archive?sql=select+nonsense",
    "/archive?sql=drop+table+texts", "/archive/items?_sort=nonsense", "/archive/items?_next=x",
    "/archive/items?_next=99999999999999999999", "/nothing/here",
    "/archive/nothing", "/items/999999", "/-/versions", "/-/settings",
    "/sources", "/sources/council-900", "/sources/nobody", "/coverage", "/changes", "/events", "/events?month=2026-04",
    "/health", "/health?source=council-900",
]  # fmt: skip
AWKWARD = [
    '"',
    "*",
    "-",
    "/",
    ":",
    " ",
    "",
    "“curly”",
    "x" * 10_240,
    "((((",
    "NEAR(a b",
    "a AND",
    "%",
    "\x00",
    "title:",
    "'",
]


class Elements(HTMLParser):
    """All elements of a page with their attributes, and the text of inline scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        is_data = dict(attrs).get("type") == "application/ld+json"
        if tag == "style" or (tag == "script" and not dict(attrs).get("src") and not is_data):
            self.inline.append(tag)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


# ---- every page -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", PAGES)
async def test_every_page_is_whole_and_loads_nothing_from_elsewhere(site: Any, path: str) -> None:
    answer = await site.client.get(path)
    assert answer.status_code in (200, 400, 404)
    page = Elements(answer.text)
    assert page.all("html")[0]["lang"] == "en"
    assert len(page.all("main")) == 1
    assert len(page.all("h1")) == 1
    assert any(link.get("href") == "#main" for link in page.all("a"))
    assert not page.inline
    for tag, attributes in page.found:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert "style" not in attributes, (tag, attributes)
        loaded = attributes.get("src") or (
            attributes.get("href") if tag == "link" and attributes["rel"] == "stylesheet" else None
        )
        assert loaded is None or loaded.startswith("/"), (tag, attributes)
        if tag == "a" and attributes.get("href"):
            assert re.match(r"(https?://|[/?#])", attributes["href"] or ""), attributes


@pytest.mark.parametrize("path", PAGES)
async def test_every_field_of_a_form_has_a_name_for_those_who_do_not_see_it(site: Any, path: str) -> None:
    page = Elements((await site.client.get(path)).text)
    labelled = {label.get("for") for label in page.all("label")}
    for tag in ("input", "select", "textarea"):
        for field in page.all(tag):
            assert field.get("type") == "hidden" or field.get("id") in labelled or field.get("aria-label"), field


@pytest.mark.parametrize(
    "path", [*PAGES, "/latest.atom", "/archive/items.csv", "/archive/items.json", "/static/site.css"]
)
async def test_every_answer_carries_the_security_headers(site: Any, path: str) -> None:
    headers = (await site.client.get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert len(headers.get_list("content-security-policy")) == 1


async def test_inline_blocks_of_datasettes_own_pages_have_their_hashes(site: Any) -> None:
    import base64
    import hashlib

    answer = await site.client.get("/-/allow-debug")
    blocks = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", answer.text, re.DOTALL)
    assert blocks
    for block in blocks:
        digest = base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "name", ["allow-debug", "patterns", "versions", "settings", "plugins", "databases", "messages"]
)
async def test_styles_in_attributes_of_datasettes_own_pages_have_their_hashes(site: Any, name: str) -> None:
    import base64
    import hashlib

    answer = await site.client.get(f"/-/{name}")
    policy = answer.headers["content-security-policy"]
    for style in re.findall(r'\sstyle="([^"]*)"', answer.text):
        assert f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'" in policy, style
    assert not re.search(r"\son[a-z]+=\"", answer.text), "an inline handler would need a hash too"
    assert "unsafe-inline" not in policy and "unsafe-hashes" not in policy.partition("style-src-attr")[0]


async def test_the_strict_policy_of_our_pages_allows_no_inline_block_at_all(site: Any) -> None:
    for path in ("/", "/search?q=x", "/items/1", "/archive/items"):
        assert "sha256" not in (await site.client.get(path)).headers["content-security-policy"]


# ---- home -----------------------------------------------------------------------------------------------------------
async def test_the_home_page_shows_the_newest_posts_and_how_exact_their_days_are(
    site: Any, ids: dict[str, int]
) -> None:
    html = (await site.client.get("/")).text
    assert f'href="/items/{ids["Post number 1"]}"' in html
    assert "to the minute" in html
    assert "first seen March 2, 2026" in html
    assert f"{len(ids)} posts" in html
    assert "3 of 3 sources with posts" in html


async def test_an_empty_archive_says_so_kindly(new_archive: Callable[..., Any]) -> None:
    db, site = new_archive()
    assert "Nothing has been collected yet" in (await site.client.get("/")).text
    db.table("crawls").insert({"id": 1, "started_at": "2026-03-02T00:00:00Z"})
    db.conn.commit()
    await forget(site)
    assert "The first collect is at work" in (await site.client.get("/")).text
    db.table("crawls").update(1, {"ended_at": "2026-03-02T00:05:00Z", "outcome": "finished"})
    db.conn.commit()
    await forget(site)
    assert "brought no post" in (await site.client.get("/")).text
    assert (await site.client.get("/search?q=x")).status_code == 200
    assert ET.fromstring((await site.client.get("/latest.atom")).content) is not None


async def forget(site: Any) -> None:
    """Let the site count anew; it remembers for a moment."""
    from web.reading import _remembered

    _remembered.clear()


async def test_trouble_is_told_in_plain_words(new_archive: Callable[..., Any]) -> None:
    db, site = new_archive(post(1))
    db.table("crawls").insert({"id": 1, "started_at": "2026-03-02T00:00:00Z"})
    at = "2026-03-02T00:00:00Z"
    visit = {
        "channel_id": "local-1-news",
        "crawl_id": 1,
        "last_crawl_id": 1,
        "started_at": at,
        "ended_at": at,
        "last_at": at,
    }
    numbers = dict.fromkeys(
        ["requests", "received_bytes", "items_seen", "items_new", "items_revised", "foreign_links"], 0
    )
    sentence = "The server refused <b>the address</b>."
    db.table("visits").insert({**visit, **numbers, "outcome": "hard", "reason": "forbidden", "sentence": sentence})
    db.conn.commit()
    html = (await site.client.get("/")).text
    assert "1 channel of 3 met trouble" in html
    assert "The server refused &lt;b&gt;the address&lt;/b&gt;." in html
    assert "Never read well so far" in html


# ---- search ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", AWKWARD)
async def test_w1_awkward_questions_are_answered(site: Any, text: str) -> None:
    for path in ("/search", "/search.atom", "/archive/search_posts", "/archive/search_posts.json"):
        answer = await site.client.get(f"{path}?{urlencode({'q': text})}", follow_redirects=True)
        assert answer.status_code == 200, (path, text[:50])


@given(
    st.text(max_size=300),
    st.sampled_from(["q", "source", "state", "level", "kind", "year", "sort", "after"]),
    st.text(max_size=50),
)
@example("nurses\x00", "after", "\ud800")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_w1_any_question_with_any_filter_is_answered(site: Any, text: str, name: str, value: str) -> None:
    asked = {"q": text, name: value}
    query = urlencode(asked, errors="surrogatepass")
    answer = await site.client.get(f"/search?{query}", follow_redirects=True)
    assert answer.status_code == 200
    assert not Elements(answer.text).inline
    assert ET.fromstring((await site.client.get(f"/search.atom?{query}")).content) is not None


async def test_bytes_that_are_no_text_are_answered(site: Any) -> None:
    for query in ("q=%ff%fe", "q=%00", "q=%ed%a0%80", "q", "&&&", "q=a&q=b", "q=" + "%22" * 5000):
        assert (await site.client.get(f"/search?{query}")).status_code == 200


async def test_hits_are_marked_and_the_question_stays_in_the_form(site: Any) -> None:
    html = (await site.client.get('/search?q="nurses+vote"')).text
    assert "<mark>Nurses vote</mark> to strike" in html
    assert 'value="&#34;nurses vote&#34;"' in html
    assert "1 post" in html


async def test_pages_of_an_answer_follow_each_other(site: Any) -> None:
    first = await site.client.get("/search?q=paragraph&sort=newest")
    link = next(a["href"] for a in Elements(first.text).all("a") if a.get("rel") == "next")
    second = await site.client.get(str(link))
    shown = [re.findall(r'<h3[^>]*><a href="/items/(\d+)"', page.text) for page in (first, second)]
    assert len(shown[0]) == 20
    assert shown[1]
    assert not set(shown[0]) & set(shown[1])


async def test_a_search_can_be_taken_away(site: Any) -> None:
    html = (await site.client.get("/search?q=nurses&source=local-1")).text
    links = {str(a["href"]) for a in Elements(html).all("a") if "search_posts" in str(a.get("href"))}
    (json_link,) = (link for link in links if ".json" in link)
    rows = (await site.client.get(json_link)).json()
    assert {row["title"] for row in rows} == {"Nurses vote to strike", "Librarians ratify"}
    (csv_link,) = (str(a["href"]) for a in Elements(html).all("a") if "/search.csv" in str(a.get("href")))
    table = list(csv.DictReader(io.StringIO((await site.client.get(csv_link)).text)))
    assert [row["id"] for row in table] == [str(row["id"]) for row in rows]


async def test_a_search_without_words_can_be_taken_away_too(site: Any) -> None:
    html = (await site.client.get("/search?year=2018")).text
    (link,) = (str(a["href"]) for a in Elements(html).all("a") if "filter_posts.json" in str(a.get("href")))
    assert {row["title"] for row in (await site.client.get(link)).json()} == {
        "Nurses vote to strike", "Las enfermeras de Montréal"
    }  # fmt: skip


# ---- one item -------------------------------------------------------------------------------------------------------
async def test_an_item_can_be_read(site: Any, ids: dict[str, int]) -> None:
    html = (await site.client.get(f"/items/{ids['Post number 3']}")).text
    assert "<p>First paragraph of post 3.</p>" in html
    assert "<li>one</li><li>two</li>" in html
    assert "March 2, 2026, 6:30 AM CST" in html
    assert "from the feed" in html
    assert 'href="https://council900.example/news/post-3"' in html
    assert "0" * 64 in html


async def test_an_item_known_by_its_teaser_says_so(site: Any, ids: dict[str, int]) -> None:
    html = (await site.client.get(f"/items/{ids['Only a teaser']}")).text
    assert "What post 34 says in short." in html
    assert "Only this teaser is known so far" in html


async def test_an_undated_item_shows_no_day_as_its_own(site: Any, ids: dict[str, int]) -> None:
    html = (await site.client.get(f"/items/{ids['Undated notice']}")).text
    assert "Undated" in html
    assert "first seen March 2, 2026" in html
    assert "<time" not in html


async def test_an_event_shows_when_and_where(site: Any, ids: dict[str, int]) -> None:
    html = (await site.client.get(f"/items/{ids['Stewards’ training']}")).text
    assert "April 1, 2026, 10:30 AM to 12:30 PM CDT" in html
    assert "&lt;b&gt;Hall&lt;/b&gt;" in html
    assert "https://signup.example/x" in html


async def test_a_spanish_post_is_marked_as_spanish(site: Any, ids: dict[str, int]) -> None:
    html = (await site.client.get(f"/items/{ids['Las enfermeras de Montréal']}")).text
    assert '<h1 lang="es">' in html


async def test_an_item_that_is_not_there_gets_a_sentence(site: Any) -> None:
    for path in ("/items/999999", f"/items/{10**17}"):
        answer = await site.client.get(path)
        assert answer.status_code == 404
        assert "There is nothing at this address" in answer.text


async def test_a_merged_item_leads_to_the_one_that_stayed(new_archive: Callable[..., Any]) -> None:
    db, site = new_archive(post(1), post(2), post(3))
    db.conn.execute("update item_rows set merged_into = 2, shown = 0 where id = 3")
    db.conn.execute("update item_rows set merged_into = 1, shown = 0 where id = 2")
    db.conn.commit()
    answer = await site.client.get("/items/3")
    assert (answer.status_code, answer.headers["location"]) == (301, "/items/1")


async def test_an_endless_chain_of_merges_ends(new_archive: Callable[..., Any]) -> None:
    db, site = new_archive(post(1), post(2))
    db.conn.execute("update item_rows set merged_into = 3 - id, shown = 0")
    db.conn.commit()
    assert (await site.client.get("/items/1")).status_code == 404


async def test_a_row_of_the_view_items_leads_to_its_page(site: Any) -> None:
    answer = await site.client.get("/archive/items/5")
    assert (answer.status_code, answer.headers["location"]) == (302, "/items/5")


# ---- feeds ----------------------------------------------------------------------------------------------------------
async def test_the_feed_of_the_latest_posts(site: Any, ids: dict[str, int]) -> None:
    answer = await site.client.get("/latest.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    titles = [element.text for element in ET.fromstring(answer.content).iterfind(".//{*}entry/{*}title")]
    assert set(titles) == set(ids)
    again = await site.client.get("/latest.atom", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_the_feed_of_a_search_holds_its_newest_posts(site: Any) -> None:
    root = ET.fromstring((await site.client.get("/search.atom?q=nurses&source=local-1")).content)
    assert [element.text for element in root.iterfind("{*}entry/{*}title")] == [
        "Librarians ratify",
        "Nurses vote to strike",
    ]
    assert root.findtext("{*}title") == "AFSCME news archive: Search: nurses · local-1"


# ---- hostile words --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("title", HOSTILE_TITLES)
async def test_w2_hostile_titles_are_inert_everywhere(site: Any, ids: dict[str, int], title: str) -> None:
    item_id = ids[title]
    paths = ["/", f"/items/{item_id}", f"/search?{urlencode({'q': title})}", "/archive/items", "/archive/latest"]
    for path in paths:
        html = (await site.client.get(path)).text
        page = Elements(html)
        assert not page.inline, path
        assert not page.all("img") + [svg for svg in page.all("svg") if svg.get("class") != "bars"], path
        assert "49" not in re.findall(r"7 \* 7|49", html) or "{{" not in title
    titles = {
        element.text
        for element in ET.fromstring((await site.client.get("/latest.atom")).content).iterfind(".//{*}entry/{*}title")
    }
    assert any((found or "").startswith(title[:10]) for found in titles)


@pytest.mark.parametrize(
    "path",
    [
        "/archive/items.csv",
        "/archive/items.csv?_stream=1",
        "/archive/latest.csv?_dl=1",
        "/archive/search_posts.csv?q=strike+OR+nurses",
    ],
)
async def test_w6_no_cell_of_an_export_is_a_formula(site: Any, path: str) -> None:
    answer = await site.client.get(path)
    cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
    assert any(cell.startswith("'") for cell in cells)
    assert not [cell for cell in cells if re.match(r"[=+@-](?![\d.]+$)", cell)]
    titles = {row["title"] for row in (await site.client.get("/archive/items.json?_shape=array")).json()}
    assert "+1 for the strike" in titles


async def test_w3_a_javascript_address_is_no_link_anywhere(new_archive: Callable[..., Any]) -> None:
    db, site = new_archive(post(1))
    db.conn.execute("update item_rows set url = 'javascript:alert(1)', fetched_url = 'javascript:alert(2)'")
    db.conn.execute("update addresses set url = 'javascript:alert(' || item_id || ')'")
    db.conn.execute("update sources set homepage = 'javascript:alert(3)'")
    db.conn.execute("update channels set address = 'javascript:alert(4)'")
    db.conn.commit()
    for path in (
        "/",
        "/search?q=post",
        "/items/1",
        "/archive/items",
        "/archive/sources",
        "/archive/channels",
        "/archive/latest",
    ):
        links = [link.get("href") or "" for link in Elements((await site.client.get(path)).text).all("a")]
        assert not [link for link in links if link.lower().startswith("javascript")], path
    assert "javascript" not in re.sub(r"<title>.*?</title>", "", (await site.client.get("/latest.atom")).text)


# ---- tables, limits, errors -----------------------------------------------------------------------------------------
async def test_w9_facets_and_counts_are_bounded(site: Any) -> None:
    assert site.setting("suggest_facets") is False
    assert site.setting("facet_time_limit_ms") <= 250
    assert site.setting("sql_time_limit_ms") <= 2000
    data = (await site.client.get("/archive/items.json?_facet=source_id")).json()
    assert data["suggested_facets"] == []
    assert data["facet_results"]["source_id"]["results"]
    endless = "with recursive x(n) as (select 1 union all select n+1 from x) select count(*) from x"
    answer = await site.client.get(f"/archive?{urlencode({'sql': endless})}")
    assert answer.status_code == 400
    assert "needed longer" in answer.text


async def test_w10_a_page_of_rows_has_an_end(site: Any) -> None:
    many = "with recursive x(n) as (select 1 union all select n+1 from x where n < 5000) select n from x"
    html = (await site.client.get(f"/archive?{urlencode({'sql': many})}")).text
    assert html.count("<tr>") == site.setting("max_returned_rows") + 1
    assert "More than 1,000 rows" in html


@pytest.mark.parametrize(
    "path", ["/<script>alert(1)</script>", "/archive/<script>x", "/archive/se%22><b>cret", "/items/x%00y", "/a~3Cb~3E"]
)
async def test_w12_an_address_that_is_nothing_does_not_come_back(site: Any, path: str) -> None:
    answer = await site.client.get(quote(path, safe="/%~"), follow_redirects=True)
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text
    for part in ("script>alert", "secret", "cret", "x%00y", "~3Cb"):
        assert part not in answer.text


async def test_an_error_in_json_is_json(site: Any) -> None:
    answer = await site.client.get("/archive/nothing.json")
    assert answer.status_code == 404
    assert json.loads(answer.text)["ok"] is False


async def test_the_site_cannot_write(site: Any) -> None:
    for sql in ("delete from item_rows", "update texts set title = 'x'", "create table x(y)"):
        answer = await site.client.get(f"/archive.json?{urlencode({'sql': sql})}")
        assert answer.status_code in (400, 403)
    with pytest.raises(Exception, match="readonly"):
        await site.get_database("archive").execute("delete from item_rows")
    assert (await site.client.get("/archive.db")).status_code in (403, 404)


async def test_every_public_table_and_column_is_described(site: Any) -> None:
    db = site.get_database("archive")
    hidden = set(await db.hidden_table_names())
    tables = configuration(site.metadata("databases")["archive"]["tables"])[0]["databases"]["archive"]["tables"]
    for name in [*await db.table_names(), *await db.view_names()]:
        if name in hidden or name.startswith("sqlite_") or tables.get(name, {}).get("allow") is False:
            continue
        assert tables[name]["description"], name
        for column in await db.table_columns(name):
            assert tables[name]["columns"][column], (name, column)


async def test_internal_tables_are_out_of_the_way(site: Any) -> None:
    html = (await site.client.get("/archive")).text
    for name in (
        "texts",
        "item_rows",
        "revision_rows",
        "search",
        "search_data",
        "validators",
        "robots",
        "identities",
        "cursors",
    ):
        assert f'href="/archive/{name}"' not in html
    for name in ("items", "revisions", "sources", "stories", "latest_posts"):
        assert f'href="/archive/{name}"' in html
    assert (await site.client.get("/archive/search_source")).status_code == 403


@pytest.mark.parametrize("name", ["latest", "by_source", "by_state", "by_month", "search_posts", "filter_posts"])
async def test_every_named_question_runs(site: Any, name: str) -> None:
    arguments = {"source": "local-1", "state": "wi", "month": "2018-05", "q": "nurses"}
    if name == "filter_posts":
        arguments = {"source": "local-1"}
    if name == "search_posts":
        arguments = {"q": "nurses", "source": "local-1"}
    rows = (await site.client.get(f"/archive/{name}.json?{urlencode({**arguments, '_shape': 'array'})}")).json()
    assert "Nurses vote to strike" in {row["title"] for row in rows}
    assert (await site.client.get(f"/archive/{name}")).status_code == 200


async def test_a_reader_sees_what_a_writer_commits_meanwhile(new_archive: Callable[..., Any]) -> None:
    from archive.keeping import keep

    from .conftest import SITES

    db, site = new_archive(post(1))
    assert "1 post" in (await site.client.get("/search?q=paragraph")).text
    db.conn.execute("begin immediate")
    assert "1 post" in (await site.client.get("/search?q=paragraph")).text
    db.conn.execute("commit")
    extra: Item = post(2)
    keep(db, extra, SITES)
    assert "2 posts" in (await site.client.get("/search?q=paragraph")).text
