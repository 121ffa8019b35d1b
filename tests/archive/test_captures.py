"""Captures: what was received is kept as it was, found by item, safe against kills and full disks, and can be let go."""

from __future__ import annotations

import gzip
import hashlib
import random
import resource
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

from archive.captures import (
    CaptureRules,
    Captures,
    bring_back,
    captures_of,
    forget,
    item_records,
    prune,
    read_capture,
    state,
)
from archive.captures.entries import entry_of, entry_text
from archive.captures.files import whole_until
from archive.keeping import keep
from errors import ArchiveError
from items import Fetched, Item
from received import Received
from tests.builders import DAY, NOW, SITES, fresh_archive, item, one, rows, teaser, url

WARCIO = Path(sys.executable).parent / "warcio"
PAGE = b"<html><body><h1>Post</h1><p>" + b"Words of a post that was read. " * 40 + b"</p></body></html>"


def received(number: int | str = 1, body: bytes = PAGE, **given: Any) -> Received:
    """A page of a post as a server sent it, with what must not be kept beside it left in by mistake nowhere."""
    headers = ((b"Content-Type", b"text/html; charset=utf-8"), (b"X-Odd", b"two\r\nlines"), (b"Etag", b'"1"'))
    defaults: dict[str, Any] = {
        "url": url(number), "status": 200, "protocol": "HTTP/1.1", "headers": headers, "body": body,
        "request_headers": ((b"User-Agent", b"tests"),), "media_type": "text/html",
        "channel_id": "council-900-news", "taker": "take_page", "entry": teaser(number),
    }  # fmt: skip
    return Received(**{**defaults, **given})


def read(number: int | str = 1, **given: Any) -> Item:
    """A post that was read from a page that was received."""
    at, document = given.pop("at", NOW), given.pop("document", None) or received(number)
    proof = Fetched(document.url, at, hashlib.sha256(document.body).hexdigest(), document)
    return item(number, seen_at=at, fetched=proof, **given)


class Kept:
    """An archive with captures in a folder."""

    def __init__(self, folder: Path, **rules: Any) -> None:
        self.db: sqlite_utils.Database = fresh_archive()
        self.rules = CaptureRules(folder, contact="press@example.org", read_by="r1", **rules)

    def keep(self, *items: Item, **rules: Any) -> list[int]:
        """One run that brings these."""
        captures = Captures(self.db, replace(self.rules, **rules))
        ids = []
        for post in items:
            kept = keep(self.db, post, SITES)
            captures.keep(kept.item_id, post, changed=kept.outcome != "same")
            ids.append(kept.item_id)
        captures.close()
        return ids

    def files(self) -> list[Path]:
        return sorted(self.rules.folder.glob("*.warc.gz"))

    def body(self, item_id: int, which: int = -1) -> bytes:
        return read_capture(self.db, self.rules.folder, captures_of(self.db, item_id)[which]).body


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "captures")


def check(path: Path) -> None:
    """warcio finds nothing wrong, digests included."""
    done = subprocess.run([WARCIO, "check", "-v", path], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "fail" not in done.stdout, done.stdout


# ---- what is kept -------------------------------------------------------------------------------------------------
def test_the_bytes_come_back_as_they_were_received_with_their_headers_and_the_entry(kept: Kept) -> None:
    packed = gzip.compress(PAGE)
    document = received(headers=((b"Content-Encoding", b"gzip"), (b"Content-Type", b"text/html")), body=packed)
    (item_id,) = kept.keep(read(document=document))
    (row,) = captures_of(kept.db, item_id)
    found = read_capture(kept.db, kept.rules.folder, row)
    assert found.body == packed and ("Content-Encoding", "gzip") in found.headers
    assert row.sha256 == hashlib.sha256(packed).hexdigest() and (row.kind, row.because) == ("response", None)
    assert found.entry == teaser(1)
    (file,) = kept.files()
    check(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    text = gzip.decompress(file.read_bytes())
    assert b"software: afscme-news-archive" in text and b"operator: press@example.org" in text
    assert text.count(b"WARC-Type: request") == 1 and b"WARC/1.1" in text[:10]


def test_a_header_with_a_line_break_cannot_begin_another_header(kept: Kept) -> None:
    (item_id,) = kept.keep(read())
    found = read_capture(kept.db, kept.rules.folder, captures_of(kept.db, item_id)[0])
    assert ("X-Odd", "two lines") in found.headers


def test_an_unchanged_reading_adds_nothing_and_a_changed_one_adds_a_capture(kept: Kept) -> None:
    first = read()
    (item_id,) = kept.keep(first)
    size = kept.files()[0].stat().st_size
    kept.keep(read(at=NOW + DAY, body=first.body))
    assert len(captures_of(kept.db, item_id)) == 1 and kept.files()[0].stat().st_size == size
    edited = received(body=PAGE + b"<p>more</p>")
    kept.keep(read(at=NOW + 2 * DAY, body=f"{first.body}\n\nAnother paragraph was added here.", document=edited))
    assert len(captures_of(kept.db, item_id)) == 2 and kept.body(item_id, 1) == edited.body


def test_the_same_bytes_again_are_a_revisit_that_reads_like_the_first(kept: Kept) -> None:
    first = read()
    (item_id,) = kept.keep(first)
    kept.keep(read(at=NOW + DAY, body=first.body, author="Somebody New"))
    again = captures_of(kept.db, item_id)[1]
    assert again.kind == "revisit" and kept.body(item_id, 1) == PAGE
    for file in kept.files():
        check(file)
    assert len(item_records(kept.db, kept.rules.folder, item_id)) == sum(
        row.length or 0 for row in captures_of(kept.db, item_id)
    )


def test_a_document_of_many_posts_is_written_once(kept: Kept) -> None:
    feed = received("feed", body=b"<rss/>" * 50, taker="take_feed", entry=None)
    ids = kept.keep(*(read(number, document=feed) for number in range(1, 6)))
    places = {(row.file, row.offset) for item_id in ids for row in captures_of(kept.db, item_id)}
    assert len(places) == 1 and kept.body(ids[3]) == feed.body


def test_a_teaser_is_proven_by_its_page_and_not_by_its_list(kept: Kept) -> None:
    document = received("list", taker="take_list")
    kept.keep(replace(teaser(1), fetched=Fetched(document.url, NOW, "ab" * 32, document)))
    assert one(kept.db, "SELECT count(*) FROM captures") == 0


def test_time_and_hash_stay_where_no_bytes_are_kept_and_the_reason_is_told(kept: Kept) -> None:
    (off,) = kept.keep(read(1), on=False)
    (wish,) = kept.keep(read(2, document=received(2, noarchive=True)))
    found = {row.because: row for item_id in (off, wish) for row in captures_of(kept.db, item_id)}
    assert found.keys() == {"off", "noarchive"} and kept.files() == []
    assert all(row.kind == "none" and len(row.sha256) == 64 and row.fetched_at for row in found.values())
    with pytest.raises(ArchiveError, match="No bytes of item"):
        item_records(kept.db, kept.rules.folder, off)


def test_bytes_that_were_not_kept_while_captures_were_off_are_kept_at_the_next_reading(kept: Kept) -> None:
    post = read()
    (item_id,) = kept.keep(post, on=False)
    kept.keep(read(at=NOW + DAY, body=post.body))
    assert [row.because for row in captures_of(kept.db, item_id)] == ["off", None]


def test_a_page_from_a_browser_is_a_resource(kept: Kept) -> None:
    (item_id,) = kept.keep(read(document=received(is_rendered=True)))
    assert captures_of(kept.db, item_id)[0].kind == "resource" and kept.body(item_id) == PAGE
    check(kept.files()[0])


def test_what_a_list_said_reads_back_whole() -> None:
    entry = item(3, tags=("a", "b"), backfill=True, way="feed")
    entry.fetched = replace(entry.fetched, received=None)  # type: ignore[type-var]
    assert entry_of(entry_text(entry)) == entry
    for text in ("", "[]", '{"channel_id": 1', '{"nothing": "known"}', "null"):
        with pytest.raises(ValueError):
            entry_of(text)


# ---- files --------------------------------------------------------------------------------------------------------
def test_a_full_file_is_left_and_the_next_run_of_the_day_goes_on_in_the_last_one(kept: Kept) -> None:
    for number in range(6):
        kept.keep(read(number, document=received(number, body=PAGE + str(number).encode() * 9)), file_size=2_500)
    files = kept.files()
    assert 2 <= len(files) < 6
    assert all(kept.body(item_id) for (item_id,) in rows(kept.db, "SELECT item_id FROM captures"))
    kept.keep(read(9, at=NOW + DAY))
    assert len(kept.files()) == len(files) + 1, "each day has files of its own"
    for file in kept.files():
        check(file)


@pytest.mark.parametrize("left", [1, 7, 200, 40_000, -3])
def test_a_last_member_that_breaks_off_is_cut_and_the_rest_stays_usable(kept: Kept, left: int) -> None:
    (first,) = kept.keep(read(1))
    (file,) = kept.files()
    sound = file.read_bytes()
    broken = gzip.compress(b"WARC/1.1\r\n" + random.Random(1).randbytes(60_000))[:left]
    file.write_bytes(sound + broken)  # as a kill in the middle of a write leaves it
    assert whole_until(file) == len(sound)
    (second,) = kept.keep(read(2))
    assert file.read_bytes()[: len(sound)] == sound
    assert kept.body(first) == PAGE and kept.body(second) == PAGE
    check(file)
    assert whole_until(file) == file.stat().st_size


def test_whole_records_that_no_row_knows_are_left_alone_and_a_new_file_is_begun(kept: Kept) -> None:
    kept.keep(read(1))
    (file,) = kept.files()
    more = gzip.compress(b"WARC/1.1\r\nof a newer database\r\n")
    file.write_bytes(file.read_bytes() + more)
    (second,) = kept.keep(read(2))
    assert file.read_bytes().endswith(more) and len(kept.files()) == 2 and kept.body(second) == PAGE


def test_a_file_that_went_missing_is_named_and_collecting_goes_on_in_a_new_one(kept: Kept) -> None:
    (first,) = kept.keep(read(1))
    kept.files()[0].unlink()
    (second,) = kept.keep(read(2))
    assert kept.body(second) == PAGE
    with pytest.raises(ArchiveError, match="cannot be read: No such file"):
        kept.body(first)
    assert len(state(kept.db, kept.rules).missing) == 1


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """The system itself refuses to write more into a file, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_when_a_file_cannot_be_written_any_further_posts_are_kept_without_bytes_and_it_is_said_once(
    kept: Kept, caplog: pytest.LogCaptureFixture
) -> None:
    posts = [read(number, document=received(number, body=PAGE + bytes([number]))) for number in range(1, 9)]
    with no_file_larger_than(4_000):
        ids = kept.keep(*posts)
    reasons = [captures_of(kept.db, item_id)[0].because for item_id in ids]
    assert reasons[0] is None and reasons[-1] == "disk" and len(caplog.records) == 1
    assert str(kept.rules.folder) in (state(kept.db, kept.rules).stopped or "")
    check(kept.files()[0])
    (later,) = kept.keep(read(20))
    assert kept.body(later) == PAGE and state(kept.db, kept.rules).stopped is None, "the trouble is over"


def test_a_folder_that_cannot_be_made_stops_captures_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = Kept(tmp_path / "file" / "captures")
    (item_id,) = kept.keep(read())
    assert captures_of(kept.db, item_id)[0].because == "disk"
    assert "No capture can be written into" in (state(kept.db, kept.rules).stopped or "")


# ---- room ---------------------------------------------------------------------------------------------------------
def edited(kept: Kept, number: int, times: int) -> int:
    """A post that was read so often, each time with other words; its id."""
    for turn in range(times):
        document = received(number, body=PAGE + f"<p>{number} {turn}</p>".encode())
        words = f"This is post {number} as it was in its turn {turn}. " + "It has many words that stay the same. " * 6
        (item_id,) = kept.keep(read(number, at=NOW + turn * DAY, body=words, document=document))
    return item_id


def test_at_the_budget_the_oldest_bytes_go_of_posts_that_have_newer_ones(kept: Kept) -> None:
    often, once = edited(kept, 1, 4), edited(kept, 2, 1)
    total = sum(file.stat().st_size for file in kept.files())
    rules = replace(kept.rules, max_bytes=int(total * 0.9))
    gone = prune(kept.db, rules, NOW + 9 * DAY)
    assert gone.documents > 0 and sum(file.stat().st_size for file in kept.files()) < total
    reasons = [row.because for row in captures_of(kept.db, often)]
    assert reasons[0] == "pruned" and reasons[-1] is None and kept.body(often).endswith(b"1 3</p>")
    assert kept.body(once).endswith(b"2 0</p>")
    for file in kept.files():
        check(file)
    assert {file.name for file in kept.files()} == {name for (name,) in rows(kept.db, "SELECT file FROM capture_files")}


def test_beyond_the_budget_nothing_more_is_kept_and_health_can_see_it(kept: Kept) -> None:
    edited(kept, 1, 1)
    (later,) = kept.keep(read(2), max_bytes=100)
    standing = state(kept.db, kept.rules)
    assert captures_of(kept.db, later)[0].because == "full" and "CAPTURES_MAX_GB" in (standing.stopped or "")


def test_old_bytes_go_after_their_days_but_the_last_ones_of_a_post_that_is_gone_stay(kept: Kept) -> None:
    here, gone = edited(kept, 1, 1), edited(kept, 2, 2)
    kept.db.conn.execute("UPDATE item_rows SET status = 'gone' WHERE id = ?", [gone])
    prune(kept.db, replace(kept.rules, keep_days=30), NOW + timedelta(days=90))
    assert [row.because for row in captures_of(kept.db, here)] == ["pruned"]
    assert [row.because for row in captures_of(kept.db, gone)] == ["pruned", None] and kept.body(gone)


# ---- withheld -----------------------------------------------------------------------------------------------------
def everywhere(folder: Path) -> bytes:
    return b"".join(gzip.decompress(file.read_bytes()) for file in folder.glob("*.warc.gz"))


def test_withheld_bytes_leave_every_file_and_come_back_as_they_were(kept: Kept) -> None:
    secret = PAGE + b"<p>the sentence that must go</p>"
    first, held, last = kept.keep(read(1), read(2, document=received(2, body=secret)), read(3))
    done = forget(kept.db, kept.rules, held, NOW)
    assert (done.captures, done.beside) == (1, 0)
    assert b"the sentence that must go" not in everywhere(kept.rules.folder)
    assert url(2).encode() not in everywhere(kept.rules.folder)
    assert kept.body(first) == kept.body(last) == PAGE
    with pytest.raises(ArchiveError, match="withheld"):
        kept.body(held)
    private = kept.rules.folder / str(done.file)
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    check(private)
    assert forget(kept.db, kept.rules, held, NOW).captures == 0, "twice is once"
    assert bring_back(kept.db, kept.rules, held) == 1 and kept.body(held) == secret
    for file in kept.files():
        check(file)


def test_a_feed_with_a_withheld_post_goes_as_a_whole_and_returns_with_the_last_of_them(kept: Kept) -> None:
    feed = received("feed", body=b"<rss/>" * 50, taker="take_feed", entry=None)
    ids = kept.keep(*(read(number, document=feed) for number in (1, 2, 3)))
    assert forget(kept.db, kept.rules, ids[0], NOW).beside == 2
    assert all(captures_of(kept.db, item_id)[0].because == "withheld" for item_id in ids)
    assert kept.files() == [], "nothing else lay in the file"
    later = received("feed", body=b"<rss/>" * 60, taker="take_feed", entry=None)
    (new,) = kept.keep(read(4, at=NOW + DAY, document=later))
    assert captures_of(kept.db, new)[0].because == "withheld", "a later feed may hold the same words"
    assert bring_back(kept.db, kept.rules, ids[0]) == 3 and kept.body(ids[2]) == feed.body


def test_forgetting_fails_whole_where_a_file_is_missing(kept: Kept) -> None:
    first, _ = kept.keep(read(1), read(2))
    before = rows(kept.db, "SELECT * FROM captures")
    kept.files()[0].unlink()
    with pytest.raises(ArchiveError, match="No such file"):
        forget(kept.db, kept.rules, first, NOW)
    assert rows(kept.db, "SELECT * FROM captures") == before


def test_an_empty_archive_has_a_standing(kept: Kept) -> None:
    standing = state(kept.db, kept.rules)
    assert (standing.items, standing.files, standing.stopped) == (0, 0, None)
    assert prune(kept.db, kept.rules, NOW).documents == 0
