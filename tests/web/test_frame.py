"""What every page shares: landmarks, navigation, colours, keys, the sitemap and robots.txt."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from web.plugins.frame import PLACES
from web.sitemaps import IDS_IN_FILE, last_change

STATIC = Path(__file__).resolve().parents[2] / "web" / "static"
CSS = (STATIC / "site.css").read_text(encoding="utf-8")
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))


LIGHT = colours(CSS.split("@media")[0])
DARK = {**LIGHT, **colours(re.search(r"prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}", CSS)[1])}  # type: ignore[index]


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#fff", "#000") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *((ink, ground) for ink in ("ink", "soft", "accent") for ground in ("page", "raised", "notice")),
        ("mark-ink", "mark"), ("accent-ink", "accent"), ("shade-ink", "shade-4"),
        *(("ink", f"shade-{number}") for number in (1, 2, 3)),
    ],
)  # fmt: skip
def test_words_stand_out_from_their_ground(scheme: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(scheme[ink], scheme[ground]) >= 4.5


def test_the_dark_scheme_has_colours_of_its_own() -> None:
    assert {name for name in DARK if DARK[name] != LIGHT[name]} >= {"page", "ink", "soft", "accent", "shade-1"}


def test_the_style_sheet_loads_nothing_and_moves_only_who_likes_it() -> None:
    assert "@import" not in CSS
    assert "url(" not in CSS
    for found in re.finditer(r"(animation|transition|scroll-behavior):", CSS):
        before = CSS[: found.start()]
        assert before.rfind("prefers-reduced-motion") > before.rfind("\n\n"), CSS[found.start() :][:60]


def test_every_state_has_a_tile_of_its_own() -> None:
    from web.front import _NAMES

    places = dict(re.findall(r"\.t-([a-z]{2}) \{ grid-area: (\d+ / \d+); \}", CSS))
    assert set(places) == {code.lower() for code in _NAMES}
    assert len(set(places.values())) == len(places) == 52


@pytest.mark.parametrize("path", ["/", "/about", "/search", "/items/1", "/archive/items", "/nothing/here"])
async def test_every_page_has_the_landmarks_and_leads_everywhere(site: Any, path: str) -> None:
    html = (await site.client.get(path)).text
    for landmark in (
        '<header class="top">',
        "<main ",
        '<footer class="bottom">',
        '<nav class="site-nav"',
        'role="search"',
    ):
        assert landmark in html, landmark
    for place, name in PLACES:
        assert html.count(f'<a href="{place}"') >= 2, (place, name)
    assert '<details class="site-menu"><summary>' in html
    assert '<a class="skip" href="#main">' in html
    assert '<script type="module" src="/static/keys.js?' in html


async def test_the_navigation_says_where_the_reader_is(site: Any) -> None:
    assert 'href="/about" aria-current="page"' in (await site.client.get("/about")).text
    assert 'href="/about" aria-current="true"' in (await site.client.get("/about/glossary")).text
    assert "aria-current" not in (await site.client.get("/")).text


def test_keys_leave_fields_and_the_keys_of_others_alone() -> None:
    script = (STATIC / "keys.js").read_text(encoding="utf-8")
    for word in ("input", "textarea", "select", "contenteditable", "ctrlKey", "metaKey", "altKey", "isComposing"):
        assert word in script


async def test_the_sitemap_leads_to_every_item(site: Any, ids: dict[str, int]) -> None:
    index = ET.fromstring((await site.client.get("/sitemap.xml")).text)
    files = [place.text or "" for place in index.iter(f"{SITEMAP}loc")]
    found = set()
    for address in files:
        assert address.startswith("http://localhost/sitemaps/")
        answer = await site.client.get(address.removeprefix("http://localhost"))
        assert answer.headers["content-type"].startswith("application/xml")
        found |= {place.text for place in ET.fromstring(answer.text).iter(f"{SITEMAP}loc")}
    assert {f"http://localhost/items/{number}" for number in ids.values()} < found
    assert "http://localhost/about/codebook" in found


async def test_w13_every_lastmod_is_an_instant_with_its_zone(site: Any) -> None:
    root = ET.fromstring((await site.client.get("/sitemaps/items-0.xml")).text)
    changed = [place.text or "" for place in root.iter(f"{SITEMAP}lastmod")]
    assert changed
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", text) for text in changed)


@pytest.mark.parametrize("wrong", ["2024-06-04 10:00:00", "2024-13-04T10:00:00Z", "2024-06-04T10:00:00", "", "x", None])
def test_w13_what_is_no_instant_is_left_out(wrong: str | None) -> None:
    assert last_change({"first_seen_at": wrong, "status_at": None, "updated_at": wrong}) is None
    kept = {"first_seen_at": "2024-06-04T10:00:00Z", "status_at": "2024-07-04T10:00:00Z", "updated_at": wrong}
    assert last_change(kept) == "2024-07-04T10:00:00Z"


async def test_a_sitemap_of_ids_that_are_not_there_is_none(site: Any) -> None:
    assert IDS_IN_FILE == 2_000
    assert (await site.client.get("/sitemaps/items-1.xml")).status_code == 404


async def test_w11_robots_are_kept_out_of_what_has_no_end_and_shown_the_sitemap(site: Any) -> None:
    lines = (await site.client.get("/robots.txt")).text.splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /search", "Disallow: /archive"} < set(lines)
    assert "Disallow: /" not in lines
    assert "Sitemap: http://localhost/sitemap.xml" in lines
