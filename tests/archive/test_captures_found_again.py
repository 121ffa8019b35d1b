"""Captures of a restored archive whose files were written anew since: found again by what their records say."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from archive.captures import bring_back, captures_of, find_again, forget, lost_captures, prune, read_capture, state
from archive.database import close_archive
from archive.withholding import withhold
from tests.archive.test_captures import PAGE, Kept, edited, everywhere, read, received
from tests.builders import DAY, NOW, archive_at

SECRET = PAGE + b"<p>the sentence that must go</p>"


class Restored(Kept):
    """An archive in a file, which can be set back to what it was; its WARC files stay as they are."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "captures")
        self.db = archive_at(folder / "archive.db")
        self._then = sqlite3.connect(":memory:")

    def back_up(self) -> None:
        self.db.conn.backup(self._then)

    def restore(self) -> None:
        self._then.backup(self.db.conn)


@pytest.fixture
def kept(tmp_path: Path) -> Restored:
    return Restored(tmp_path)


def test_what_was_written_anew_without_a_withheld_post_is_found_and_that_post_stays_withheld(kept: Restored) -> None:
    first, held, last = kept.keep(read(1), read(2, document=received(2, body=SECRET)), read(3))
    kept.keep(read(3, at=NOW + DAY, body="Other words of the same page.", author="Somebody New"))  # a revisit
    kept.back_up()
    assert lost_captures(kept.db, kept.rules) == [] and find_again(kept.db, kept.rules).found == 0
    withhold(kept.db, held, reason="Asked for", at=NOW)
    forget(kept.db, kept.rules, held, NOW)
    kept.restore()
    withhold(kept.db, held, reason="Asked for", at=NOW)  # as a restore does
    done = find_again(kept.db, kept.rules)
    assert (done.found, done.lost) == (3, 0)
    assert kept.body(first) == kept.body(last, 0) == kept.body(last, 1) == PAGE
    (row,) = captures_of(kept.db, held)
    assert row.because == "withheld" and str(row.file).startswith("withheld/")
    assert b"the sentence that must go" not in everywhere(kept.rules.folder)
    assert forget(kept.db, kept.rules, held, NOW).captures == 0
    assert state(kept.db, kept.rules).missing == () and lost_captures(kept.db, kept.rules) == []
    later = kept.keep(read(9, at=NOW + 2 * DAY))[0]
    assert kept.body(later) == PAGE and kept.body(last, 1) == PAGE
    close_archive(kept.db)


def test_bytes_of_a_withheld_post_in_a_file_that_was_left_are_never_pointed_at(kept: Restored) -> None:
    held, _ = kept.keep(read(1, document=received(1, body=SECRET)), read(2))
    kept.db.conn.execute("UPDATE captures SET file = 'afscme-news-20200101-00001.warc.gz'")
    withhold(kept.db, held, reason="Asked for", at=NOW)
    done = find_again(kept.db, kept.rules)
    assert (done.found, done.lost) == (1, 1) and "1 captures stand in no file" in done.left()
    assert captures_of(kept.db, held)[0].file == "afscme-news-20200101-00001.warc.gz"
    close_archive(kept.db)


def test_what_was_let_go_since_is_told_and_the_rest_is_found(kept: Restored) -> None:
    item_id, (other,) = edited(kept, 1, 2), kept.keep(read(2))
    last = kept.body(item_id)
    kept.back_up()
    size = state(kept.db, kept.rules).size
    assert prune(kept.db, replace(kept.rules, max_bytes=size), NOW + 2 * DAY).documents == 1
    kept.restore()
    done = find_again(kept.db, kept.rules)
    assert (done.found, done.lost) == (1, 1)
    assert kept.body(item_id) == last and kept.body(other) == PAGE
    close_archive(kept.db)


def test_a_record_of_the_same_address_and_time_with_other_bytes_is_not_taken(kept: Restored) -> None:
    (item_id,) = kept.keep(read(1))
    kept.db.conn.execute("UPDATE captures SET file = 'afscme-news-20200101-00001.warc.gz', sha256 = 'other'")
    assert find_again(kept.db, kept.rules).found == 0
    kept.db.conn.execute("UPDATE captures SET sha256 = ?", ["0" * 64])
    file = kept.files()[0]
    file.write_bytes(file.read_bytes()[:-9] + b"\x00" * 9)  # a file that breaks off ends nothing
    assert find_again(kept.db, kept.rules).lost == 1
    with pytest.raises(Exception, match="cannot be read"):
        read_capture(kept.db, kept.rules.folder, captures_of(kept.db, item_id)[0])
    close_archive(kept.db)


def test_a_post_withheld_again_leaves_the_records_of_others_among_what_was_put_aside(kept: Restored) -> None:
    feed = received("feed", body=b"<rss/>" * 50, taker="take_feed", entry=None)
    one, two = kept.keep(read(1, document=feed), read(2, document=feed))
    assert edited(kept, 1, 2) == one
    for item_id in (one, two):
        withhold(kept.db, item_id, reason="Asked for", at=NOW)
        forget(kept.db, kept.rules, item_id, NOW)
    assert bring_back(kept.db, kept.rules, one) > 0  # its pages; the feed stays aside for the other one
    forget(kept.db, kept.rules, one, NOW)
    assert kept.files() == [], "nothing withheld came into a file of the folder itself"
    close_archive(kept.db)
