"""Edits and removals: the newest first, with what changed, week by week, and as a feed whose ids stay."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from archive.keeping import keep
from items import Event
from tests.web.conftest import NOW, SITES, post
from tests.web.told import Told, told

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def here() -> Iterator[Told]:
    with told() as made:
        yield made


def keys(html: str) -> list[str]:
    return re.findall(r'<li class="post change" id="([^"]+)"', html)


async def test_the_newest_week_is_shown_with_what_was_left_out_and_added(here: Told) -> None:
    html = await here.page("/changes")
    assert "Week of March 2, 2026" in html and len(keys(html)) == 1
    assert "<ins>Another first paragraph.</ins>" in html and "<del>First paragraph of post 3.</del>" in html
    assert "&lt;b&gt;paragraph" in html and "<b>paragraph" not in html
    assert "/changes?week=2026-02-24" in html, "the nearest week before that has a change"


async def test_status_changes_stand_with_their_evidence_the_newest_first(here: Told) -> None:
    html = await here.page("/changes?week=2026-02-20")
    assert keys(html) == ["status-3", "status-1"]
    assert "It answered 404 &lt;on&gt; three visits." in html and "withdrawn" in html
    assert "Earlier changes" not in html and "/changes?week=2026-02-24" in html
    back = await here.page("/changes?week=2026-02-23")
    assert "marked as gone" in back and ">back<" in back


async def test_one_source_alone(here: Told) -> None:
    html = await here.page("/changes?week=2026-02-20&source=local-1")
    assert keys(html) == ["status-3"] and "/changes.atom?source=local-1" in html
    assert keys(await here.page("/changes?week=2026-02-20&source=nobody%27--")) == ["status-3", "status-1"]


@pytest.mark.parametrize(
    "query", ["week=x", "week=2026-02-31", "week=9999-12-31", "page=x", "week=&page=-3", "source=%00"]
)
async def test_nonsense_shows_the_newest_week(here: Told, query: str) -> None:
    assert len(keys(await here.page(f"/changes?{query}"))) == 1


async def test_a_week_without_changes_leads_to_those_with_some(here: Told) -> None:
    html = await here.page("/changes?week=2030-01-01")
    assert keys(html) == [] and "Nothing was edited or removed" in html and "/changes?week=2026-03-02" in html


async def test_the_feed_has_an_entry_for_each_change_under_an_id_that_stays(here: Told) -> None:
    first = await here.page("/changes.atom")
    feed = ET.fromstring(first.encode())
    entries = list(feed.iter(f"{ATOM}entry"))
    ids = [(entry.findtext(f"{ATOM}id") or "").rpartition("/")[2] for entry in entries]
    assert ids[1:] == ["status-2", "status-3", "status-1"] and ids[0].startswith("edit-")
    assert [entry.findtext(f"{ATOM}title") for entry in entries][-1] == "Gone: Post number 5"
    assert "[+Another first paragraph.+]" in (entries[0].findtext(f"{ATOM}summary") or "")
    assert feed.findtext(f"{ATOM}updated") == "2026-03-02T15:30:00Z"
    assert first == await here.page("/changes.atom")
    one = ET.fromstring((await here.page("/changes.atom?source=local-1")).encode())
    assert len(list(one.iter(f"{ATOM}entry"))) == 1


async def test_an_archive_in_which_nothing_changed_says_so(new_archive: Any) -> None:
    _, site = new_archive(post(1))
    assert "No change has been noticed yet" in (await site.client.get("/changes")).text
    feed = (await site.client.get("/changes.atom")).text
    assert "<entry" not in feed and "1970-01-01" in feed


async def test_edits_are_found_by_their_own_index(here: Told) -> None:
    from web.changes import _EDITS, _ORDER

    values = {"since": "2026", "until": "2027", "most": 5}
    plan = await here.site.get_database("archive").execute(f"explain query plan {_EDITS} {_ORDER}", values)
    assert any("revision_rows_edited" in row["detail"] for row in plan.rows)


async def test_an_event_that_was_moved_is_a_change_with_both_times(new_archive: Any) -> None:
    at = datetime(2027, 1, 12, 1, 0, tzinfo=UTC)
    meeting = Event(at, at + timedelta(hours=2), timezone="America/Denver", venue="<b>Lodge</b>")
    db, site = new_archive(post(1, title="Meeting", kind="event", event=meeting))
    moved = Event(
        at + timedelta(days=7), at + timedelta(days=7, hours=2), timezone="America/Denver", status="cancelled"
    )
    keep(db, post(1, title="Meeting", kind="event", event=moved, seen_at=NOW + timedelta(days=1)), SITES)
    html = (await site.client.get("/changes")).text
    assert keys(html) == ["event-1-20260303T153000Z"]
    assert "<del>January 11, 2027, 6:00 PM to 8:00 PM MST, &lt;b&gt;Lodge&lt;/b&gt;</del>" in html
    assert "<ins>January 18, 2027, 6:00 PM to 8:00 PM MST, &lt;b&gt;Lodge&lt;/b&gt;, cancelled</ins>" in html
    (entry,) = ET.fromstring((await site.client.get("/changes.atom")).text).iter(f"{ATOM}entry")
    assert (entry.findtext(f"{ATOM}title") or "") == "Event changed: Meeting"
    assert "January 11, 2027" in (entry.findtext(f"{ATOM}summary") or "")
    db.close()
