"""`python -m benchmarks.quality`: sections, their bars, and its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import quality, quality_pages, rivals_environment
from benchmarks.quality_reading import PAGES, bytes_of
from benchmarks.quality_tables import Bar, Section

FEW = ("jekyll-library-hours", "wp-search", "mkdocs-election-results")


@pytest.fixture
def few(tmp_path: Path) -> Path:
    for name in FEW:
        (tmp_path / f"{name}.html").write_bytes(bytes_of(name))
        (tmp_path / f"{name}.json").write_bytes((PAGES / f"{name}.json").read_bytes())
    return tmp_path


def test_the_pages_make_a_table_with_bars(few: Path) -> None:
    section = quality_pages.section(rivals=False, folder=few)
    text = section.text(with_faults=True)
    assert section.title == "Pages: 2 posts of 3 makes, 1 pages that are none"
    assert [row[0] for row in section.rows] == ["", "ours"]
    assert len(section.bars) == 6 and all(bar.value is not None for bar in section.bars)
    assert "Poorest bodies of ours" in text and " holds" in text


def test_without_rivals_the_table_says_why_and_goes_on(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path) -> object:
        raise rivals_environment.NoRivalsError("they could not be installed (no network)")

    monkeypatch.setattr(rivals_environment, "readings", refuse)
    section = quality_pages.section(folder=few)
    assert "Rivals are not shown: they could not be installed (no network)." in section.notes
    assert [row[0] for row in section.rows] == ["", "ours"]


def test_a_missed_bar_is_named_and_ends_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = Bar("posts found", 1.0, "least", 0.99), Bar("wrong day", 0.02, "most", 0.005)
    sections = {
        "good": lambda _: Section("Good", bars=[good]),
        "bad": lambda _: Section("Bad", bars=[bad], faults=["a: b"]),
    }
    monkeypatch.setattr(quality, "SECTIONS", sections)
    assert quality.main(["good"]) == 0
    assert "Every bar holds." in capsys.readouterr().out
    assert quality.main(["--json", str(tmp_path / "figures.json")]) == 1
    assert "Falls short: wrong day (bad)." in capsys.readouterr().out
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert figures["good"]["bars"][0]["holds"] is True and figures["bad"]["faults"] == ["a: b"]


def test_a_section_that_is_not_there_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        quality.main(["speed"])
    assert ended.value.code == 2
    assert f"there is no section 'speed'; there are {', '.join(quality.SECTIONS)}" in capsys.readouterr().err
