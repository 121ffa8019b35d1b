"""A trouble is told when it begins and then once a week."""

from datetime import UTC, datetime, timedelta

import pytest

from archive.troubles import note_troubles

NOW = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)


@pytest.fixture
def told(db):
    channel = db.conn.execute("select id from channels order by id limit 1").fetchone()[0]

    def run(days: float, *, fails: bool) -> dict[str, datetime]:
        failed = {channel: "timeout"} if fails else {}
        return note_troubles(db, failed, [] if fails else [channel], NOW + timedelta(days=days))

    return run


def test_a_trouble_is_told_once_and_not_at_every_run(told):
    assert len(told(0, fails=True)) == 1
    assert told(0.01, fails=True) == told(1, fails=True) == {}


def test_a_trouble_that_lasts_is_told_again_after_a_week(told):
    told(0, fails=True)
    assert told(6.9, fails=True) == {}
    assert list(told(7.1, fails=True).values()) == [NOW], "it says since when"
    assert told(8, fails=True) == {}


def test_a_trouble_that_comes_back_is_news(told):
    told(0, fails=True)
    assert told(1, fails=False) == {}
    assert len(told(2, fails=True)) == 1
