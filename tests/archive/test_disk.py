"""How much room the archive takes, and when the disk will be full."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from archive.crawls import begin_crawl, end_crawl
from archive.disk import Forecast, forecast, full_on, growth, growth_a_day, size, sizes
from errors import ArchiveError
from tests.builders import archive_at

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
MB = 1_000_000


def days(*counts: int) -> list[tuple[date, int]]:
    return [(date(2026, 1, 1) + timedelta(days=at), count) for at, count in enumerate(counts)]


def test_growth_is_the_middle_one_so_that_a_backfill_is_no_habit() -> None:
    steady = growth(days(*range(0, 30 * MB, MB)))
    assert steady == MB
    with_backfill = growth(days(*range(0, 15 * MB, MB), *range(5_000 * MB, 5_015 * MB, MB)))
    assert with_backfill is not None and with_backfill < 400 * MB
    late_backfill = growth([*days(*range(0, 60 * MB, MB)), (date(2026, 3, 2), 9_000 * MB)])
    assert late_backfill == MB


@pytest.mark.parametrize("known", [[], days(5), days(1, 2, 3, 4, 5)])
def test_less_than_a_week_of_runs_tells_nothing(known: list[tuple[date, int]]) -> None:
    assert growth(known) is None and full_on(MB, growth(known), NOW) is None


def test_the_day_on_which_the_disk_is_full_is_told_where_it_can_be() -> None:
    assert full_on(100 * MB, 10 * MB, NOW) == date(2026, 3, 14)
    assert full_on(0, 1, NOW) == date(2026, 3, 4)
    assert full_on(100 * MB, 1, NOW) is None and full_on(MB, -5, NOW) is None and full_on(MB, 0, NOW) is None


def test_sizes_are_told_as_people_say_them() -> None:
    assert [size(one) for one in (0, 999, 1500, 3_400_000, 120_000_000_000, 5 * 10**12)] == [
        "0 bytes", "999 bytes", "1.5 KB", "3.4 MB", "120 GB", "5.0 TB",
    ]  # fmt: skip


def test_runs_note_their_room_and_the_forecast_is_told_by_it(tmp_path: Path) -> None:
    captures = tmp_path / "captures"
    (captures / "2026").mkdir(parents=True)
    (captures / "2026" / "a.warc.gz").write_bytes(b"x" * 1000)
    db = archive_at(tmp_path / "a.db")
    for day in range(10):
        at = NOW + timedelta(days=day)
        end_crawl(db, begin_crawl(db, at), at, outcome="finished", room=(10 * MB + day * MB, 1000))
    assert growth_a_day(db) == MB
    told = forecast(db, tmp_path / "a.db", captures, NOW)
    assert told.captures == 1000 and told.archive == sizes(db)[0] > 10_000
    assert told.a_month == round(30.44 * MB) and "come in a month" in told.sentence()
    assert sizes(db, tmp_path / "nothing")[1] == 0
    with pytest.raises(ArchiveError, match="cannot be asked for its room"):
        forecast(db, tmp_path / "gone" / "a.db", captures, NOW)
    db.close()


def test_the_sentence_fits_what_is_known() -> None:
    assert "after a week of runs" in Forecast(1, 1, 1, None, None).sentence()
    assert "will do for years" in Forecast(1, 1, 1, -5, None).sentence()
    assert "full about March 4, 2026" in Forecast(1, 1, 1, 5, NOW.date()).sentence()
