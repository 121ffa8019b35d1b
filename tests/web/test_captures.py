"""What an item was read from, on its page and as a file: only where the site is this machine's own."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from archive.captures import CaptureRules, Captures, item_records
from archive.database import close_archive
from archive.keeping import keep
from archive.schema import datasette_tables
from archive.tables.captures import NOT_KEPT
from items import Fetched
from received import Received
from tests.builders import NOW, SITES, archive_at, item, url
from web.captured import WHY_NOT
from web.site import open_site


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Item 1 with its bytes, item 2 without."""
    db = archive_at(tmp_path / "archive.db")
    for number, on in ((1, True), (2, False)):
        body = b"<html>what was received</html>"
        document = Received(url(number), 200, "HTTP/1.1", ((b"Content-Type", b"text/html"),), body, taker="take_page")
        post = item(number, fetched=Fetched(document.url, NOW, hashlib.sha256(body).hexdigest(), document))
        captures = Captures(db, CaptureRules(tmp_path / "captures", on=on))
        captures.keep(keep(db, post, SITES).item_id, post, changed=True)
        captures.close()
    close_archive(db)
    return tmp_path / "archive.db"


async def test_on_this_machine_the_bytes_can_be_taken_away(archive: Path) -> None:
    folder = archive.parent / "captures"
    site = open_site(archive, datasette_tables(), captures=folder)
    page = await site.client.get("/items/1")
    assert "1 document kept byte for byte" in page.text and "/items/1.warc" in page.text
    assert ".warc.gz" in page.text and hashlib.sha256(b"<html>what was received</html>").hexdigest() in page.text
    answer = await site.client.get("/items/1.warc")
    assert answer.status_code == 200 and answer.headers["cache-control"] == "private, no-store"
    db = archive_at(archive)
    assert answer.content == item_records(db, folder, 1)
    close_archive(db)


async def test_an_item_without_bytes_says_so_and_has_no_file(archive: Path) -> None:
    site = open_site(archive, datasette_tables(), captures=archive.parent / "captures")
    page = await site.client.get("/items/2")
    assert "No bytes are kept" in page.text and WHY_NOT["off"] in page.text and "/items/2.warc" not in page.text
    assert (await site.client.get("/items/2.warc")).status_code == 404
    assert (await site.client.get("/items/77.warc")).status_code == 404


async def test_a_site_that_others_can_reach_hands_out_no_bytes(archive: Path) -> None:
    site = open_site(archive, datasette_tables())
    page = await site.client.get("/items/1")
    assert "1 document kept byte for byte" in page.text and "/items/1.warc" not in page.text
    assert (await site.client.get("/items/1.warc")).status_code == 404


async def test_no_row_leads_out_of_the_folder(archive: Path) -> None:
    (archive.parent / "secret.warc.gz").write_bytes(b"not for readers" * 99)
    db = archive_at(archive)
    db.conn.execute("UPDATE captures SET file = '../secret.warc.gz', offset = 0, length = 99 WHERE item_id = 1")
    close_archive(db)
    site = open_site(archive, datasette_tables(), captures=archive.parent / "captures")
    assert (await site.client.get("/items/1.warc")).status_code == 404


def test_each_reason_has_its_words_for_readers() -> None:
    assert WHY_NOT.keys() == NOT_KEPT.keys()
