"""Pages with lists that were written for the tests, and their expectations beside them (`<page>.expected.json`)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from parsing.documents import tree
from parsing.lists import ListEntry, ListPage, read_list

PAGES = Path(__file__).resolve().parent.parent / "pages"
ZONE = ZoneInfo("America/New_York")
#: the day on which the pages are read, so that dates without a year have one
TODAY = date(2026, 2, 1)

#: page -> its address
MAKES = {
    "wordpress_classic": "https://local3391.example/blog/",
    "wordpress_block_theme": "https://rivercouncil.example/updates/",
    "genesis": "https://schoolstaff.example/category/news/",
    "divi": "https://dc48.example/blog/",
    "squarespace": "https://www.lakeside556.example/our-news",
    "wix": "https://www.local2601.example/news",
    "weebly": "https://www.local88.example/new-blogs",
    "godaddy": "https://local2490.example/news",
    "joomla": "https://www.nhe.example/news",
    "jekyll": "https://gw4510.example/",
    "static_table": "http://www.chapter512.example/News.html",
    "national": "https://www.national.example/blog",
    "laborweb": "https://www.council71.example/index.cfm?action=cat&categoryID=559E3C78-1111-4222-8333-444455556666",
    "unionactive": "http://www.local1719.example/",
    "two_columns": "https://www.se905.example/news",
    "posted_on": "https://www.council62.example/page/announcements-4.html",
    "spanish": "https://www.servidores.example/noticias",
    "open_atrium_news": "https://www.harborcouncil940.example/news",
    "open_atrium_behind_last": "https://www.harborcouncil940.example/news?page=65",
}
COUNCIL_HOME = "https://www.harborcouncil940.example/"
BARGAINING_HOME = "https://tidewater.example/"


def text_of(name: str) -> str:
    return (PAGES / f"{name}.html").read_text(encoding="utf-8")


def read(text: str, url: str, today: date = TODAY, **hint: Any) -> ListPage:
    return read_list(tree(text.encode("utf-8"), None, url), url, ZONE, today, hint)


def as_json(page: ListPage) -> dict[str, Any]:
    """The page as its expectation stands in the file."""
    return {
        "next_url": page.next_url,
        "pages": page.pages,
        "other_next": list(page.other_next),
        "entries": [entry_as_json(entry) for entry in page.entries],
    }


def entry_as_json(entry: ListEntry) -> dict[str, Any]:
    shown = {
        "url": entry.url, "anchor": entry.anchor, "title": entry.title, "teaser": entry.teaser, "body": entry.body,
        "block": entry.block, "kind": entry.kind, "external_id": entry.external_id, "author": entry.author,
        "day": entry.published.on.isoformat() if entry.published else None,
        "precision": entry.published.precision if entry.published else None,
        "starts_at": entry.event.starts_at.isoformat() if entry.event and entry.event.starts_at else None,
        "is_main": entry.is_main,
    }  # fmt: skip
    return {name: value for name, value in shown.items() if value is not None}


def expected(name: str, page: ListPage) -> dict[str, Any]:
    """The expectation beside a page. A missing one is written and fails once, so that somebody reads it."""
    path = PAGES / f"{name}.expected.json"
    if not path.exists():
        path.write_text(json.dumps(as_json(page), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        raise AssertionError(f"{path} was missing and has been written: read it before it counts")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def signature(entry: ListEntry) -> tuple[object, ...]:
    """What of an entry no change of markup may alter."""
    return (
        entry.url, entry.title, entry.teaser, entry.block, entry.published and entry.published.on, entry.kind, entry.is_main,
    )  # fmt: skip
