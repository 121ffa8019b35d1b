"""`scrapy health` after real collects: it names what was planted in the practice web, and nothing else."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from scrapy.settings import Settings

from commands.health import health
from errors import UnknownNameError
from practice import server
from practice.shapes import now

ROOT = Path(__file__).resolve().parents[2]
SCRAPY = Path(sys.executable).parent / "scrapy"
#: one source for each planted trouble, and one that is well
SOURCES = (
    "practice-local-9333", "practice-local-9130", "practice-united-desks", "practice-local-9501", "practice-local-9404",
)  # fmt: skip
PLANTED = {
    ("redesign", "practice-local-9333"),
    ("challenge", "practice-local-9130"),
    ("dead_address", "practice-united-desks"),
    ("moved", "practice-local-9501"),
}


@dataclass(frozen=True)
class Collected:
    """An archive after two days of the practice web. metrics: the file that the last run wrote."""

    archive: Path
    metrics: Path
    before: list[dict[str, object]]

    def scrapy(self, *words: str, day: int = 2, **settings: str) -> subprocess.CompletedProcess[str]:
        env = surroundings(self.archive, day) | {f"NEWS_{name}": value for name, value in settings.items()}
        return subprocess.run(
            [SCRAPY, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=120
        )

    def asked(self, *words: str, day: int = 2, new: bool = False, as_json: bool = False) -> tuple[int, str]:
        """What the verb prints, asked within this process: exit code and page."""
        settings = Settings()
        settings.setmodule("settings", priority="project")
        settings.setdict(
            {name.removeprefix("NEWS_"): value for name, value in surroundings(self.archive, day).items()}, "cmdline"
        )
        page = io.StringIO()
        page.reconfigure = lambda **_: None  # type: ignore[attr-defined]
        with redirect_stdout(page):
            code = health(settings, list(words), as_json=as_json, only_new=new)
        return code, page.getvalue()

    def findings(self, *words: str) -> list[dict[str, object]]:
        told = json.loads(self.asked(*words, as_json=True)[1])
        found: list[dict[str, object]] = told["findings"]
        return found


def surroundings(archive: Path, day: int, **more: str) -> dict[str, str]:
    """The environment of cron: nothing but what is named here."""
    return {
        "NEWS_ARCHIVE_PATH": str(archive),
        "NEWS_REGISTRY_DIR": "practice/registry",
        "NEWS_ALLOW_PRIVATE_HOSTS": "1",
        "NEWS_CRAWL_NOW": now(day).isoformat(),
        **more,
    }


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collected]:
    folder = tmp_path_factory.mktemp("health")
    archive, metrics = folder / "archive.db", folder / "figures" / "news.prom"
    before: list[dict[str, object]] = []
    with server.running(day=1) as web:
        for day in (1, 2):
            web.day = day
            env = {**os.environ} | surroundings(
                archive, day, NEWS_PRACTICE_WEB=web.base_url, NEWS_CRAWL_DELAY_MAX="0.01", NEWS_INSTALLATION_DELAY="0",
                NEWS_READ_WORKERS="0", NEWS_METRICS_FILE=str(metrics), NEWS_CAPTURES="0", NEWS_PAGES_PER_VISIT="2", NEWS_LOOK_AGAIN_PER_VISIT="0",
            )  # fmt: skip
            words = [SCRAPY, "collect", *SOURCES, *(["--force"] if day == 2 else [])]
            ran = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=300)
            assert ran.returncode in (0, 1), ran.stderr
            if day == 1:
                before = Collected(archive, metrics, []).findings()
    yield Collected(archive, metrics, before)


def test_it_names_the_planted_troubles_and_only_these(collected: Collected) -> None:
    assert collected.before == [], "on the first day nothing is wrong"
    found = collected.findings()
    assert {(one["kind"], one["subject"]) for one in found} == PLANTED
    weights = [one["weight"] for one in found]
    assert weights == sorted(weights, reverse=True), "the worst first"
    for one in found:
        assert one["evidence"] and one["next_step"] and str(one["since"]).startswith("2026-04-20"), one
        assert "visit " in str(one["evidence"]) and "https://" in str(one["sentence"])


def test_the_page_is_for_people_and_for_any_terminal(collected: Collected) -> None:
    page = collected.scrapy("health")
    assert page.returncode == 0, "the run has told of all of them"
    assert page.stdout.startswith("4 findings, all told before.")
    assert max(map(len, page.stdout.splitlines())) <= 80 and "\x1b" not in page.stdout
    assert page.stdout.count("To do: ") == 4 and page.stderr == ""


def test_a_source_is_asked_for_by_name(collected: Collected) -> None:
    assert [one["kind"] for one in collected.findings("practice-local-9130")] == ["challenge"]
    assert collected.asked("practice-local-9404")[1].startswith("All is well.")
    with pytest.raises(UnknownNameError, match="practice-local-9"):
        collected.asked("practice-local-9")


def test_cron_hears_of_each_trouble_once_and_is_reminded_after_a_week(collected: Collected) -> None:
    assert collected.asked(new=True) == (0, ""), "the run that found them told of them"
    with sqlite3.connect(collected.archive) as db:
        db.execute("DELETE FROM troubles")
        db.execute("UPDATE findings SET told_at = NULL")
    code, page = collected.asked(new=True)
    assert code == 1 and page.startswith("4 new findings")
    assert collected.asked(new=True) == (0, "")
    code, page = collected.asked(new=True, day=4)
    assert code == 1 and "redesign" in page, "it lasts, and a week has passed"


def test_findings_stand_in_the_archive_for_the_site(collected: Collected) -> None:
    with sqlite3.connect(collected.archive) as db:
        kept = set(db.execute("SELECT kind, subject FROM findings WHERE ended_at IS NULL"))
        concerned = set(db.execute("SELECT source_id FROM finding_sources"))
    assert kept >= PLANTED and {(source,) for _, source in PLANTED} == concerned


def test_a_run_writes_its_figures_for_prometheus(collected: Collected) -> None:
    text = collected.metrics.read_text(encoding="utf-8")
    assert 'news_archive_findings{kind="redesign"} 1' in text
    assert 'news_archive_runs_total{outcome="finished"} 2' in text, "of the run that has just ended, too"
    assert [path.name for path in collected.metrics.parent.iterdir()] == ["news.prom"], "nothing half written is left"


def test_no_archive_is_told_in_a_sentence(tmp_path: Path) -> None:
    told = Collected(tmp_path / "none.db", tmp_path, []).scrapy("health", "--metrics", "/proc/nowhere/news.prom")
    assert told.returncode == 2 and "There is no archive" in told.stderr and "Traceback" not in told.stderr
