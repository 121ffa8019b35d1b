"""The pages of tests/quality with their truth, and what our own reader makes of them."""

from __future__ import annotations

import functools
import gzip
import json
import time
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from benchmarks.quality_scores import Figures, Reading, Truth, judge
from errors import ParseError
from items import Event

if TYPE_CHECKING:
    from parsing.kinds import Rule
    from parsing.pages import Page

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "tests" / "quality" / "pages"
#: the day on which the pages are taken to be read; the day of the visit that some of them print
READ_ON = date(2026, 11, 21)
COLUMNS = {"recall", "title", "day", "body", "event", "language", "kind", "author"}


def truths(folder: Path = PAGES) -> list[Truth]:
    """The truth of every page, by name. Raises OSError, KeyError and ValueError where one is broken."""
    found = []
    for file in sorted(folder.glob("*.json")):
        found.append(Truth.of(file.stem, json.loads(file.read_text(encoding="utf-8"))))
    return found


def bytes_of(name: str, folder: Path = PAGES) -> bytes:
    """The page as it was sent. Raises OSError."""
    plain = folder / f"{name}.html"
    return plain.read_bytes() if plain.exists() else gzip.decompress((folder / f"{name}.html.gz").read_bytes())


def measured(pages: Iterable[Truth], folder: Path = PAGES) -> Figures:
    """Our reader over all pages; times are CPU of the second of two readings, libraries being loaded by then."""
    known = list(pages)
    readings: Mapping[str, Reading] = {}
    for _ in range(2):
        readings = {truth.name: read(bytes_of(truth.name, folder), truth) for truth in known}
    return judge("ours", known, readings, COLUMNS)


def scored(pages: Iterable[Truth], folder: Path = PAGES) -> Figures:
    """Our reader over all pages once, for its words."""
    known = list(pages)
    return judge("ours", known, {one.name: read(bytes_of(one.name, folder), one) for one in known}, COLUMNS)


def read(body: bytes, truth: Truth) -> Reading:
    """One page by our reader, as a crawl reads it; a page that cannot be read is taken for no post."""
    from parsing.languages import language_of
    from parsing.pages import read_page

    began = time.process_time()
    try:
        page = read_page(body, truth.url, "text/html", ZoneInfo(truth.zone), READ_ON)
    except ParseError:
        return Reading(post=False, milliseconds=_since(began))
    spent = _since(began)
    published = page.published
    tags: tuple[str, ...] = tuple(getattr(page, "tags", None) or ())
    return Reading(
        post=page.not_a_post is None,
        title=page.title,
        day=published.on if published else None,
        precision=published.precision if published and published.precision in {"month", "year"} else "day",
        body=page.body,
        author=page.author,
        kind=_kind(page, tags, truth.url),
        language=language_of(f"{page.title or ''}\n{page.body or ''}", page.language),
        event=_event(page.event),
        milliseconds=spent,
    )


def _kind(page: Page, tags: tuple[str, ...], url: str) -> str | None:
    from parsing.kinds import kind_with_time

    if page.event and page.kind in (None, "event"):
        return kind_with_time(_rules(), page.title).kind
    return page.kind or kind_by_rules(page.title, page.body, tags, url, page.rubric)


def kind_by_rules(
    title: str | None, body: str | None, tags: tuple[str, ...], url: str, rubric: str | None = None
) -> str | None:
    """The kind by the project's own file of rules."""
    from parsing.kinds import kind_of

    found = kind_of(_rules(), title=title, text=body, tags=tags, url=url, rubric=rubric)
    return found.kind if found else None


@functools.cache
def _rules() -> tuple[Rule, ...]:
    from parsing.kinds import read_rules

    return read_rules((ROOT / "data" / "rules" / "kinds.csv").read_text(encoding="utf-8"))


def _since(began: float) -> float:
    return (time.process_time() - began) * 1000


def _event(event: Event | None) -> Mapping[str, str | None] | None:
    if event is None:
        return None
    return {
        "starts_at": event.starts_at.isoformat() if event.starts_at else None,
        "ends_at": event.ends_at.isoformat() if event.ends_at else None,
        "venue": event.venue,
        "street_address": event.street_address,
        "registration_url": event.registration_url,
    }
