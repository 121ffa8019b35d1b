"""What a channel takes for its own: not the pages of its list, nor what stands beside the part of a host that is its."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.spiders.sites import Place, page, post
from tests.spiders.test_past import posts_at, sitemap

OWN = [f"/local-12/news/case-{number:03}" for number in range(9, 0, -1)]
OTHERS = [f"/news/case-{number}" for number in (905, 904, 903, 902, 901)]
OLDER = "/local-12/news/older.html"
DAYS = {path: f"2026-02-{20 - at:02}" for at, path in enumerate(OWN)}


class Part(Place):
    """A source whose home is a part of its host; nobody else of that host is known."""

    def write_registry(self) -> None:
        super().write_registry()
        rows = self.where / "sources.csv"
        home = self.server.url("/")
        rows.write_text(rows.read_text().replace(home, f"{home}local-12"))


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    where: Path = tmp_path_factory.mktemp("part")
    with Part(where, "listing", "/local-12/news", {"sitemaps": ["{root}/sitemap.xml"]}) as place:
        rows = "".join(
            f"<li><a href='{path}'>What the council did in {path}</a> March 1, 2026</li>" for path in OTHERS[:4]
        )
        beside = f"<aside><h3>From the council</h3><ul>{rows}</ul></aside>"
        posts_at(place, range(1, 9), "/local-12/news/")
        for path in (*OWN, *OTHERS):
            place.server.reply(path, post(path.rpartition("-")[2], DAYS.get(path, "2026-03-01")))
        place.server.reply("/local-12/news", page(OWN[:5], f"<a rel=next href={OLDER}>Older posts</a>{beside}", DAYS))
        place.server.reply(OLDER, page(OWN[5:8], beside, DAYS))
        place.server.reply("/sitemap.xml", sitemap(place, [*OWN, OLDER, *OTHERS]))
        place.collect(backfill=True)
        yield place


def test_posts_of_the_other_parts_of_a_host_are_counted_and_not_taken(collected: Place) -> None:
    assert collected.paths() == {path.lstrip("/") for path in OWN}
    assert collected.ask("select max(foreign_links) >= 4 from visits") == [(1,)]
    assert not set(collected.asked()) & set(OTHERS)


def test_a_page_of_the_list_is_not_asked_for_again_since_a_sitemap_names_it(collected: Place) -> None:
    assert collected.asked().count(OLDER) == 1
