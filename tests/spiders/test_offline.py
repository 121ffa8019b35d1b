"""N11 and rule 3 with real servers: a network that goes away in mid-run, and most sources failing at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.server import Reply, Server
from tests.spiders.sites import CHANNELS, NOW, SOURCES, Place, page, post

HOSTS = [f"127.0.0.{number}" for number in range(2, 14)]
DAY = timedelta(days=1)
LOST = Reply(hang=True)
CHALLENGE = Reply(
    "<html><head><title>Just a moment...</title></head><body><p>Checking your browser before accessing</p></body></html>",
    status=403, headers={"cf-mitigated": "challenge", "Server": "cloudflare"},
)  # fmt: skip


class Places(Place):
    """Twelve sources on twelve hosts."""

    def __init__(self, where: Path) -> None:
        super().__init__(where, "listing", "/news")
        self.server = Server(HOSTS)

    def write_registry(self) -> None:
        sources, channels = [], []
        for number, host in enumerate(HOSTS):
            given = {"source": f"s{number}", "name": f"Local {number}", "level": "local", "states": "OH",
                     "homepage": self.server.url("/", host), "language": "en", "timezone": "America/New_York"}  # fmt: skip
            sources.append([given.get(name, "") for name in SOURCES])
            channels.append(
                [f"s{number}-news", f"s{number}", "listing", self.server.url("/news", host), "", "", "", ""]
            )
        self._write("sources.csv", SOURCES, sources)
        self._write("channels.csv", CHANNELS, channels)
        self._write("watches.csv", ("watch", "query", "mode", "carriers", "quiet", "cap", "note"), [])

    def all_well(self) -> None:
        for host in HOSTS:
            paths = [f"/news/case-{number}" for number in range(5)]
            self.server.reply("/news", page(paths), host=host)
            for path in paths:
                self.server.reply(path, post(path[-1], day="2026-02-01"), host=host)

    def lose(self, hosts: list[str], reply: Reply) -> None:
        for host in hosts:
            for path in ("/news", "/robots.txt"):
                self.server.reply(path, reply, host=host)

    def counters(self) -> list[tuple[Any, ...]]:
        """All that may not move."""
        return [
            self.ask("select channel_id, last_at, outcome, visit_count from visits order by id"),
            self.ask("select host, failing_since from robots order by host"),
            self.ask("select * from expectations order by source_id, week"),
        ]  # fmt: skip

    def last_crawl(self) -> tuple[Any, ...]:
        return self.ask("select outcome, sentence, visits_soft + visits_hard from crawls order by id desc limit 1")[0]


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Places]:
    with Places(tmp_path) as made:
        made.all_well()
        made.collect()
        assert made.last_crawl()[0] == "finished"
        yield made


def test_n11_a_network_that_goes_away_in_mid_run_moves_no_counter(places: Places) -> None:
    before = places.counters()
    places.lose(HOSTS[4:], LOST)
    places.collect(now=NOW + DAY, DOWNLOAD_TIMEOUT=1, RETRY_TIMES=0)
    outcome, sentence, failed = places.last_crawl()
    assert (outcome, failed) == ("offline", 0) and "8 of 12 hosts" in sentence
    after = places.counters()
    assert [row for row in after[0] if row[0] in {f"s{number}-news" for number in range(4, 12)}] == [
        row for row in before[0] if row[0] in {f"s{number}-news" for number in range(4, 12)}
    ]
    assert after[1:] == before[1:]


def test_rule_3_most_sources_behind_a_challenge_at_once_is_our_fault(places: Places) -> None:
    before = places.counters()[2]
    for host in HOSTS[:10]:
        places.server.reply("/news", CHALLENGE, host=host)
    places.collect(now=NOW + DAY)
    outcome, sentence, failed = places.last_crawl()
    assert (outcome, failed) == ("our_fault", 0) and "10 of 12 hosts failed at once" in sentence
    assert places.counters()[2] == before


def test_some_sources_that_die_are_told_as_theirs(places: Places) -> None:
    places.lose(HOSTS[:2], LOST)
    places.collect(now=NOW + DAY, DOWNLOAD_TIMEOUT=1, RETRY_TIMES=0)
    assert places.last_crawl()[::2] == ("finished", 2)
    places.collect(now=NOW + 5 * DAY, DOWNLOAD_TIMEOUT=1, RETRY_TIMES=0)
    found = places.ask("select source_id, sentence from source_verdicts where sentence like 'It cannot be read%'")
    assert [row[0] for row in found] == ["s0", "s1"]
