"""Every page at two widths, light and dark, English and Spanish: axe finds nothing, nothing sticks out, a picture of it is kept."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from .conftest import SCREENS, Demo

AXE = gzip.decompress((Path(__file__).parent / "axe" / "axe.min.js.gz").read_bytes()).decode()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
JUDGE = """async (tags) => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
  return found.violations.map((one) => `${one.id}: ${one.help}: ` + one.nodes.slice(0, 3).map(
    (node) => node.html.slice(0, 200) + " " + node.failureSummary).join(" | "));
}"""
STICKS_OUT = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: name of the picture -> address, or the question that gives what stands in its braces
PAGES: dict[str, tuple[str, str | None]] = {
    "home": ("/", None),
    "search": ("/search?q=contract", None),
    "search-empty": ("/search", None),
    "search-nothing": ("/search?q=contrakt", None),
    "search-sample": ("/search?q=contract&sample=20&seed=1", None),
    "item": ("/items/{}", "select original_item_id from stories order by source_count desc limit 1"),
    "item-edited": ("/items/{}", "select item_id from revisions group by 1 order by count(*) desc limit 1"),
    "item-gone": ("/items/{}", "select id from items where status = 'gone' limit 1"),
    "item-event": ("/items/{}", "select item_id from occurrences group by 1 order by count(*) desc limit 1"),
    "stories": ("/stories", None),
    "story": ("/stories/{}", "select id from stories order by source_count desc limit 1"),
    "sources": ("/sources", None),
    "source": ("/sources/practice-council-190", None),
    "source-in-trouble": ("/sources/{}", "select source_id from source_verdicts where verdict = 'blocked' limit 1"),
    "states": ("/states", None),
    "state": ("/states/MN", None),
    "topics": ("/topics", None),
    "topic": ("/topics/{}", "select topic from item_topics group by 1 order by count(*) desc limit 1"),
    "events": ("/events?month=2026-04", None),
    "changes": ("/changes", None),
    "changes-first": ("/changes?week=2026-04-20", None),
    "coverage": ("/coverage", None),
    "health": ("/health", None),
    "watch": ("/watch?q=contract", None),
    "about": ("/about", None),
    "codebook": ("/about/codebook", None),
    "glossary": ("/about/glossary", None),
    "tables": ("/archive", None),
    "table": ("/archive/items?_size=5&_facet=kind", None),
    "row": ("/archive/sources/practice-national", None),
    "query": ("/archive/stories_that_travelled_furthest", None),
    "sql": ("/archive?sql=select+id,+title+from+items+limit+3", None),
    "not-found": ("/nothing/here", None),
}
TALLEST = 5_000  # pixels of a picture; the codebook has more than anybody looks at
LOOKS = [(1200, "light", "en-US"), (1200, "dark", "es-US"), (390, "light", "es-US"), (390, "dark", "en-US")]


def address_of(demo: Demo, name: str) -> str:
    """Where a page is in the archive of this run."""
    path, question = PAGES[name]
    return path.format(demo.one(question)) if question else path


@pytest.mark.parametrize(("width", "scheme", "language"), LOOKS, ids=["-".join(map(str, look)) for look in LOOKS])
def test_axe_finds_nothing_on_any_page_and_nothing_sticks_out(
    visit: Any, demo: Demo, width: int, scheme: str, language: str
) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    window = visit(width, scheme=scheme, locale=language)
    window.may_miss = True
    faults: list[str] = []
    for name in PAGES:
        page = window.go(address_of(demo, name))
        tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        clip = {"x": 0, "y": 0, "width": width, "height": tall}
        page.screenshot(path=SCREENS / f"{name}-{width}-{scheme}.png", full_page=True, clip=clip)
        if over := page.evaluate(STICKS_OUT):
            faults.append(f"{name}: sticks out by {over} pixels")
        page.evaluate(AXE)
        faults += [f"{name}: {violation}" for violation in page.evaluate(JUDGE, TAGS)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_datasettes_own_pages_break_no_policy_and_ask_nobody_else(visit: Any, look: str) -> None:
    window = visit(scheme=look)
    for name in ("versions", "settings", "plugins", "databases", "metadata", "allow-debug", "actor", "patterns"):
        page = window.go(f"/-/{name}")
        assert page.locator("body").inner_text().strip(), name
