"""The page of health, its JSON and its feed: the worst first, harmless words, what is over stays in sight."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.crawls import begin_crawl, end_crawl
from archive.database import close_archive, open_archive
from archive.health.finding import made
from archive.health.keeping import keep_findings
from archive.schema import datasette_tables
from tests.web.conftest import HOSTILE_TITLES, fill, post
from tests.web.told import Told
from web.health import pieces
from web.site import open_site

NOW = datetime.now(UTC).replace(microsecond=0)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """A site over three findings that last and one that is over."""
    path = Path(tmp_path_factory.mktemp("health")) / "news.db"
    ids = fill(path, [post(1)])
    db = open_archive(path)
    end_crawl(db, begin_crawl(db, NOW - timedelta(hours=1)), NOW, outcome="finished")
    redesign = made(
        "redesign", "local-1", f"Local 1: {HOSTILE_TITLES[0]}", since="2026-02-20T10:00:00Z",
        evidence=[HOSTILE_TITLES[1], "3 visits"], sources=["local-1"], homepage="https://local1.example/",
    )  # fmt: skip
    disk = made("disk", "run", "The disk is nearly full.", evidence=["1.0 GB of 100.0 GB are free."])
    both = made("unreachable", "the-hall", "2 sources of the-hall.", sources=["council-900", "national"])
    over = made("challenge", "national", "National: a challenge came.", sources=["national"])
    keep_findings(db, [redesign, disk, over], NOW - timedelta(days=3))
    keep_findings(db, [redesign, disk, both, made("paused", "local-1", "Local 1 is paused.")], NOW)
    close_archive(db)
    site = open_site(path, datasette_tables())
    yield Told(site, ids)
    site.executor.shutdown()


async def test_the_page_tells_the_worst_first_with_evidence_and_next_step(here: Told) -> None:
    html = await here.page("/health")
    assert "3 findings now" in html
    assert re.findall(r'class="grade">(\w+)</span> ([\w ]+)</h3>', html) == [
        ("urgent", "Disk"), ("trouble", "Redesign"), ("trouble", "Unreachable"),
    ]  # fmt: skip
    assert "<code>scrapy propose https://local1.example/</code>" in html and "Since February 20, 2026." in html
    assert "Local 1 is paused." in html and "This page is old" not in html
    assert '<a href="/sources/local-1">' in html and 'href="/health?source=council-900"' in html


async def test_what_sites_say_is_harmless_and_the_page_needs_no_script(here: Told) -> None:
    html = await here.page("/health")
    assert "&lt;img src=x onerror" in html and "<script>alert" not in html and ' onerror="' not in html
    assert "style=" not in html and "<style" not in html


async def test_what_is_over_stays_with_its_days(here: Told) -> None:
    html = await here.page("/health")
    past = html[html.index('id="past"') :]
    assert "Challenge" in past and "National: a challenge came." in past and "Redesign" not in past


async def test_one_source_has_its_own_page_and_one_that_is_well_says_so(here: Told) -> None:
    of_one = await here.page("/health?source=local-1")
    assert "1 finding now" in of_one and "nearly full" not in of_one
    assert "2 sources of the-hall." in await here.page("/health?source=national")
    assert "3 findings now" in await here.page("/health?source=nobody")


async def test_the_json_says_the_same(here: Told) -> None:
    told = json.loads(await here.page("/health.json"))
    assert [one["kind"] for one in told["findings"]] == ["disk", "redesign", "unreachable", "paused"]
    assert told["findings"][1]["evidence"] == [HOSTILE_TITLES[1], "3 visits"]
    assert told["findings"][2]["sources"] == ["council-900", "national"]
    assert [one["kind"] for one in told["ended"]] == ["challenge"] and told["ended"][0]["ended_at"]


async def test_the_feed_has_an_entry_for_each_under_an_id_that_stays(here: Told) -> None:
    feed = ET.fromstring(await here.page("/health.atom"))
    entries = {entry.findtext(f"{ATOM}title"): entry for entry in feed.findall(f"{ATOM}entry")}
    assert set(entries) == {
        "disk: run",
        "redesign: Local 1, AFSCME Council 900",
        "unreachable: the-hall",
        "Over: challenge: AFSCME",
    }
    assert len({entry.findtext(f"{ATOM}id") for entry in entries.values()}) == 4
    assert "To do: " in str(entries["disk: run"].findtext(f"{ATOM}summary"))
    answer = await here.site.client.get("/health.atom")
    again = await here.site.client.get("/health.atom", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


async def test_pages_of_trouble_lead_there(here: Told) -> None:
    assert 'href="/health"' in await here.page("/coverage"), "the foot of every page does"
    assert 'href="/health?source=local-1"' in await here.page("/sources/local-1")


async def test_an_archive_with_nothing_wrong_and_one_without_runs_say_so(new_archive: Any) -> None:
    db, site = new_archive(post(1))
    assert "Nothing has been collected yet" in (await site.client.get("/health")).text
    end_crawl(db, begin_crawl(db, NOW), NOW, outcome="finished")
    assert "All is well" in (await site.client.get("/health")).text
    with db.conn:
        db.conn.execute("UPDATE crawls SET started_at = '2026-01-05T00:00:00Z', ended_at = '2026-01-05T00:10:00Z'")
    old = (await site.client.get("/health")).text
    assert "This page is old" in old and "All is well" not in old


async def test_a_copy_without_findings_does_not_say_that_all_is_well(new_archive: Any) -> None:
    db, site = new_archive(post(1))
    end_crawl(db, begin_crawl(db, NOW), NOW, outcome="finished")
    for table in ("finding_sources", "findings"):
        db.conn.execute(f"DROP TABLE {table}")
    answer = await site.client.get("/health")
    assert answer.status_code == 200 and "All is well" not in answer.text and "nothing is wrong" not in answer.text
    assert (await site.client.get("/health.json")).json()["findings"] == []
    assert (await site.client.get("/health.atom")).status_code == 200


@pytest.mark.parametrize(
    ("text", "codes"), [("`a` then `b`.", ["a", "b"]), ("no command", []), ("cut `scrapy pro…", []), ("", [])]
)
def test_commands_stand_out_where_backticks_pair(text: str, codes: list[str]) -> None:
    assert [piece.text for piece in pieces(text) if piece.is_code] == codes
    if "cut" in text:
        assert "".join(piece.text for piece in pieces(text)) == text
