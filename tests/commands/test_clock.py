"""The clock of a run can be set for practice, and for nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from scrapy.settings import Settings

from commands.clock import run_clock
from errors import InputError


def test_without_the_setting_it_is_the_machines_clock() -> None:
    assert abs(run_clock(Settings({"CRAWL_NOW": ""})) - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_time_with_its_zone_is_taken_in_utc() -> None:
    given = Settings({"CRAWL_NOW": "2026-04-20T12:00:00-04:00", "ALLOW_PRIVATE_HOSTS": True})
    assert run_clock(given) == datetime(2026, 4, 20, 16, tzinfo=UTC)


@pytest.mark.parametrize("given", ["2026-04-20T12:00:00", "yesterday", "2026-04-20"])
def test_what_is_no_time_with_a_zone_is_refused(given: str) -> None:
    with pytest.raises(InputError, match="with its zone"):
        run_clock(Settings({"CRAWL_NOW": given, "ALLOW_PRIVATE_HOSTS": True}))


def test_a_run_that_may_reach_the_real_network_is_refused() -> None:
    with pytest.raises(InputError, match="practice web alone"):
        run_clock(Settings({"CRAWL_NOW": "2026-04-20T12:00:00+00:00"}))


def test_all_that_a_run_writes_bears_its_clock(
    web: Any, scrapy: Callable[..., Any], ask: Callable[..., list[tuple[Any, ...]]]
) -> None:
    words = ("collect", "practice-local-9404", "--json")
    ended = scrapy(*words, PRACTICE_WEB=web.base_url, CRAWL_NOW="2026-04-13T16:00:00+00:00")
    assert ended.returncode == 0, ended.stderr
    stamps = ask(
        "SELECT started_at FROM crawls UNION ALL SELECT ended_at FROM crawls UNION ALL SELECT last_at FROM visits"
        " UNION ALL SELECT first_seen_at FROM item_rows UNION ALL SELECT first_seen_at FROM sources"
        " UNION ALL SELECT checked_at FROM validators UNION ALL SELECT asked_at FROM robots"
    )
    assert len(stamps) > 20 and all(at.startswith("2026-04-13T16:") for (at,) in stamps), stamps
