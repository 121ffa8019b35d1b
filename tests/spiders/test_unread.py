"""Which of the pages that earlier visits did not get to read a visit asks for."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from scrapy import Request
from sqlite_utils import Database

from archive.keeping import keep
from archive.known import KnownArchive
from registry import Registry
from spiders.base import Crawl, Family
from spiders.reading import PageReader
from spiders.visit import Visit
from tests.builders import DAY, NOW, assert_sound, fresh_archive, registry, source, teaser, url


@pytest.fixture
def db() -> Iterator[Database]:
    archive = fresh_archive()
    yield archive
    assert_sound(archive)
    archive.close()


def asked(db: Database, rows: Registry, pages_left: int) -> list[str]:
    channel = rows.channels["council-900-news"]
    visit = Visit(channel, rows.sources[channel.source_id], NOW, pages_left=pages_left)
    family = Family(visit, Crawl(rows, KnownArchive(db, NOW), NOW, PageReader(0)))
    return [one.url for one in family.unread_pages() if isinstance(one, Request)]


def shown(db: Database, rows: Registry, number: int, of: str, days: int) -> None:
    post = teaser(number, url=url(number, of), seen_at=NOW + days * DAY)
    keep(db, replace(post, channel_id="council-900-news"), rows.sites)


def test_a_visit_does_not_read_the_pages_of_another_source_that_its_list_links(db: Database) -> None:
    rows = registry()
    for number in range(1, 7):
        shown(db, rows, number, "national", 0)
    shown(db, rows, 7, "council-900", 1)
    assert asked(db, rows, 4) == [url(7)], "nor do those that were seen first take its place"


def test_on_one_installation_whoever_meets_a_post_reads_it(db: Database) -> None:
    rows = registry(
        source("council-900", installation="hall"),
        source("local-1", level="local", installation="hall"),
        source("national", level="national"),
    )
    shown(db, rows, 1, "local-1", 0)
    shown(db, rows, 2, "national", 0)
    shown(db, rows, 3, "council-900", 1)
    assert asked(db, rows, 10) == [url(3), url(1, "local-1")]
