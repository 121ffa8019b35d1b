"""Rulings by hand on stories: data/rules/stories.csv."""

from __future__ import annotations

from pathlib import Path

import pytest

from errors import RegistryError
from registry import Ruling, story_rulings
from tests.builders import SITES, url

ROOT = Path(__file__).resolve().parent.parent
HEAD = "ruling,url,other,note\n"
ONE, TWO = url(1), url(2)


def read(tmp_path: Path, text: str) -> tuple[Ruling, ...]:
    path = tmp_path / "stories.csv"
    path.write_text(text, encoding="utf-8")
    return story_rulings(path, SITES)


def test_rows_become_rulings_with_canonical_addresses(tmp_path: Path) -> None:
    rows = f"apart,{ONE}?utm_source=x,{TWO}/,another year\nsame,{ONE},{url(3)},\n"
    assert read(tmp_path, HEAD + rows) == (
        Ruling("apart", ONE, TWO, "another year"),
        Ruling("same", ONE, url(3), None),
    )


def test_no_file_and_no_rows_are_no_rulings(tmp_path: Path) -> None:
    assert story_rulings(tmp_path / "stories.csv", SITES) == () == read(tmp_path, HEAD)


def test_the_file_of_the_project_can_be_read() -> None:
    story_rulings(ROOT / "data" / "rules" / "stories.csv", SITES)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (HEAD + f"together,{ONE},{TWO},\n", 2, "ruling"),
        (HEAD + f"same,{ONE},{TWO},\n\napart,news/7,{TWO},\n", 4, "url"),
        (HEAD + f"same,{ONE},,\n", 2, "other"),
        (HEAD + f"same,{ONE},{ONE}?utm_source=y,\n", 2, "other"),
        (HEAD + f"same,{ONE},{TWO},\napart,{TWO},{ONE},\n", 3, "other"),
        (HEAD + f"same,{ONE},{TWO}\n", 2, "note"),
        ("ruling,url,note\n", 1, "other"),
        ("", 1, "1"),
    ],
)
def test_a_slip_is_told_with_file_line_and_column(tmp_path: Path, text: str, line: int, column: str) -> None:
    with pytest.raises(RegistryError) as told:
        read(tmp_path, text)
    assert (told.value.file, told.value.line, told.value.column) == ("stories.csv", line, column)
