"""The figures for Prometheus: each line as its text format wants it, whatever stands in a label."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlite_utils

from archive.crawls import begin_crawl, end_crawl
from archive.health.finding import made
from archive.health.looking import Places
from archive.health.metrics import MOST_SERIES, Metric, exposed, metrics_of, write_metrics
from errors import ArchiveError
from tests.builders import DAY, NOW

_NAME = r"news_archive_[a-z_]+"
_LABELS = r'\{[a-z_]+="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\[\\"n])*")*\}'
_SAMPLE = re.compile(rf"({_NAME})(?:{_LABELS})? -?[0-9.]+(?:e[+-]?[0-9]+)?")
_UNITS = ("_total", "_seconds", "_bytes")


def sound(text: str) -> set[str]:
    """The names of an exposition; asserts that each has its HELP and TYPE once, before its samples."""
    known: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith("# HELP "):
            name = line.split(" ", 3)[2]
            assert name not in known
            known[name] = "help"
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert known[name] == "help" and kind in ("gauge", "counter")
            known[name] = kind
        else:
            sample = _SAMPLE.fullmatch(line)
            assert sample and known[sample[1]] in ("gauge", "counter"), line
    assert text.endswith("\n")
    return set(known)


def test_every_figure_of_an_archive_is_well_formed_and_named_by_its_unit(db: sqlite_utils.Database) -> None:
    number = begin_crawl(db, NOW)
    end_crawl(db, number, NOW + DAY / 24, outcome="finished", counts={"requests": 12, "items_new": 3})
    trouble = made("redesign", 'a "quoted"\\ name\nof two lines', "It showed 0 posts.")
    text = exposed(metrics_of(db, Places(Path("/nowhere/a.db")), [trouble], NOW))
    names = sound(text)
    assert {"news_archive_last_run_duration_seconds", "news_archive_runs_total", "news_archive_findings"} <= names
    assert all(name.endswith(_UNITS) for name in names if "timestamp" in name or "size" in name or "received" in name)
    assert "news_archive_last_run_duration_seconds 3600" in text
    assert 'news_archive_runs_total{outcome="finished"} 1' in text
    assert 'subject="a \\"quoted\\"\\\\ name\\nof two lines"' in text


def test_an_archive_without_runs_has_figures_and_no_invented_ones(db: sqlite_utils.Database) -> None:
    text = exposed(metrics_of(db, Places(Path("/nowhere/a.db")), [], NOW))
    assert "last_good_run" not in text and 'news_archive_findings{kind="redesign"} 0' in text
    sound(text)


def test_ten_thousand_findings_make_no_ten_thousand_series(db: sqlite_utils.Database) -> None:
    many = [made("redesign", f"source-{number}", "It showed 0 posts.") for number in range(10_000)]
    text = exposed(metrics_of(db, Places(Path("/nowhere/a.db")), many, NOW))
    assert text.count("news_archive_finding_weight{") == MOST_SERIES
    assert 'news_archive_findings{kind="redesign"} 10000' in text


def test_the_file_is_there_whole_or_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "new" / "news.prom"
    write_metrics(file, exposed([Metric("items", "Posts.", [({}, 5)])]))
    assert (
        file.read_text() == "# HELP news_archive_items Posts.\n# TYPE news_archive_items gauge\nnews_archive_items 5\n"
    )
    assert file.stat().st_mode & 0o777 == 0o644 and [path.name for path in file.parent.iterdir()] == ["news.prom"]


def test_a_place_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match=r"cannot be written.*another file"):
        write_metrics(tmp_path / "file" / "news.prom", "")
