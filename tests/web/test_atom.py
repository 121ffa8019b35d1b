"""web/atom.py: feeds that any reader takes, and that say no more than is known."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from items import Event
from web.atom import Feed, atom
from web.site import authority, open_site

from .conftest import NOW, fill, post

PLACEHOLDER = "afscme-news-archive.invalid,2026"
A = "{http://www.w3.org/2005/Atom}"
FEED = Feed("latest", "Latest", "http://here/", "http://here/latest.atom", "archive.invalid,2026")
ITEM = {
    "id": 7, "title": "Title", "url": "https://a.example/7", "source_id": "council-4", "source_name": "Council 4",
    "source_homepage": "https://a.example/", "kind": "news", "status": "here", "is_foreign": 0, "language": "en", "teaser": "Short.",
    "published_at": "2024-06-04T10:00:00Z", "published_precision": "minute", "updated_at": None,
    "first_seen_at": "2024-06-05T00:00:00Z",
}  # fmt: skip


def entries(*items: dict[str, Any]) -> list[ET.Element]:
    return ET.fromstring(atom(FEED, items, "http://here/items/")).findall(f"{A}entry")


def test_a_feed_has_what_rfc_4287_asks_for() -> None:
    root = ET.fromstring(atom(FEED, [ITEM], "http://here/items/"))
    assert root.tag == f"{A}feed"
    assert root.findtext(f"{A}id") == "tag:archive.invalid,2026:feed/latest"
    assert root.findtext(f"{A}title") == "Latest"
    assert root.findtext(f"{A}updated") == "2024-06-05T00:00:00Z"
    assert {link.get("rel"): link.get("href") for link in root.findall(f"{A}link")} == {
        "self": "http://here/latest.atom", "alternate": "http://here/"
    }  # fmt: skip
    (entry,) = root.findall(f"{A}entry")
    for name in ("id", "title", "updated", "summary", "published"):
        assert len(entry.findall(f"{A}{name}")) == 1, name
    assert entry.findtext(f"{A}author/{A}name") == "Council 4"
    assert entry.find(f"{A}link[@rel='alternate']").get("href") == "https://a.example/7"  # type: ignore[union-attr]


def test_the_id_of_an_entry_stays_when_its_address_and_words_change() -> None:
    (one,) = entries(ITEM)
    (other,) = entries({**ITEM, "url": "https://b.example/moved", "title": "Other", "teaser": None})
    assert one.findtext(f"{A}id") == other.findtext(f"{A}id") == "tag:archive.invalid,2026:items/7"


@pytest.mark.parametrize(
    ("given", "address", "kept"),
    [
        (PLACEHOLDER, "https://News.Example.ORG:8443/archive/", "news.example.org,2026"),
        (PLACEHOLDER, "https://bücher.example", "xn--bcher-kva.example,2026"),
        (PLACEHOLDER, "", PLACEHOLDER),
        (PLACEHOLDER, "http://127.0.0.1:8001", PLACEHOLDER),
        (PLACEHOLDER, "http://localhost:8001", PLACEHOLDER),
        (PLACEHOLDER, "http://[::1", PLACEHOLDER),
        (PLACEHOLDER, "https://a..b.example/\r\nX: y", PLACEHOLDER),
        (PLACEHOLDER, f"https://{'a' * 70}.example", PLACEHOLDER),
        ("union.example,2024", "https://news.example.org", "union.example,2024"),
    ],
)
def test_ids_have_the_host_of_the_sites_address_unless_the_file_names_a_domain(
    given: str, address: str, kept: str
) -> None:
    assert authority(given, address) == kept


async def test_ids_are_the_same_whatever_host_a_reader_asks(tmp_path: Path) -> None:
    fill(tmp_path / "news.db", [post(1, kind="event", event=Event(starts_at=NOW + timedelta(days=3)))])
    site = open_site(tmp_path / "news.db", address="https://news.example.org")
    feeds = [
        (await site.client.get("/latest.atom", headers={"Host": host})).text for host in ("a.example", "b.example")
    ]
    ids = [re.findall(r"<id>([^<]*)</id>", feed) for feed in feeds]
    assert ids[0] == ids[1] == ["tag:news.example.org,2026:feed/latest", "tag:news.example.org,2026:items/1"]
    assert "UID:item-1@news.example.org" in (await site.client.get("/events.ics")).text
    site.executor.shutdown()


def test_an_entry_whose_day_is_unknown_has_no_published_element() -> None:
    for precision in ("bounded", "month", "year"):
        (entry,) = entries({**ITEM, "published_precision": precision})
        assert entry.find(f"{A}published") is None
        assert entry.findtext(f"{A}updated") == "2024-06-05T00:00:00Z"


def test_a_change_that_the_source_tells_of_moves_updated() -> None:
    (entry,) = entries({**ITEM, "updated_at": "2025-01-01T00:00:00Z"})
    assert entry.findtext(f"{A}updated") == "2025-01-01T00:00:00Z"


def test_w3_an_address_that_is_none_of_the_web_leads_to_the_items_page() -> None:
    (entry,) = entries({**ITEM, "url": "javascript:alert(1)", "source_homepage": "javascript:alert(2)"})
    assert entry.find(f"{A}link[@rel='alternate']").get("href") == "http://here/items/7"  # type: ignore[union-attr]
    assert entry.find(f"{A}author/{A}uri") is None


def test_an_entry_leads_to_its_page_here_where_somebody_else_took_its_address() -> None:
    (entry,) = entries({**ITEM, "status": "hijacked"})
    assert entry.find(f"{A}link[@rel='alternate']").get("href") == "http://here/items/7"  # type: ignore[union-attr]


def test_an_empty_feed_is_a_valid_feed() -> None:
    root = ET.fromstring(atom(FEED, [], "http://here/items/"))
    assert root.findtext(f"{A}updated") == "1970-01-01T00:00:00Z"


@given(st.text(), st.text(), st.one_of(st.none(), st.text()))
def test_w2_any_words_make_well_formed_xml(title: str, name: str, teaser: str | None) -> None:
    (entry,) = entries({**ITEM, "title": title, "source_name": name, "teaser": teaser, "kind": title, "language": "en"})
    assert [child.tag for child in entry if child.tag == f"{A}title"] == [f"{A}title"]
    assert not list(entry.find(f"{A}title") or [])


def test_control_characters_and_markup_are_inert() -> None:
    (entry,) = entries({**ITEM, "title": "a\x00\x08<script>\ud800\ufffe]]>&"})
    assert entry.findtext(f"{A}title") == "a<script>]]>&"
