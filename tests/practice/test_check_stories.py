"""`python -m practice check` tells how stories are told, and what an archive makes of removals, edits and troubles."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from practice import __main__ as door
from practice import telling
from practice.shapes import Post
from practice.truth import truth

TABLES = """
create table items (id integer primary key, url, source_id, title, body, kind, published_on, published_precision,
    published_earliest, published_latest, story_id, role, status);
create table events (item_id, starts_at, ends_at);
create table revisions (id integer primary key, item_id);
create table stories (id integer primary key, original_item_id, merged_into);
create table status_changes (id integer primary key);
create table holds (source_id, reason, ended_at);
create table expectations (source_id, week, verdict);
"""
Change = Callable[[sqlite3.Connection], object]


class Archive:
    """An archive as it should be on a day, which tests then spoil."""

    def __init__(self, path: Path, day: int) -> None:
        self.path, self.day, self.truth = path, day, truth(day)
        self.number = {post.key: at for at, post in enumerate(self.truth.posts, start=1)}
        self.by_key = {post.key: post for post in self.truth.posts}
        with sqlite3.connect(path) as db:
            db.executescript(TABLES)
            self._fill(db)
        db.close()

    def _fill(self, db: sqlite3.Connection) -> None:
        statuses, revisions = telling.statuses(self.truth), telling.revisions(self.truth)
        parts: dict[str, int] = {}
        for post in self.truth.posts:
            story = parts.setdefault(telling.part_of(post), len(parts) + 1)
            self._item(db, post, story, sorted(statuses[post.key])[-1])
            db.executemany(
                "insert into revisions (item_id) values (?)", [[self.number[post.key]]] * revisions[post.key]
            )
            if telling.role_of(post) == "original":
                db.execute("insert into stories values (?, ?, null)", [story, self.number[post.key]])
        db.execute("insert into status_changes values (1)")
        db.executemany("insert into holds values (?, ?, null)", telling.holds(self.truth).items())
        verdicts = {source: sorted(right)[0] for source, right in telling.verdicts(self.truth).items()}
        db.executemany("insert into expectations values (?, '2026-04-06', 'never')", [[one] for one in verdicts])
        db.executemany("insert into expectations values (?, '2026-04-27', ?)", verdicts.items())

    def _item(self, db: sqlite3.Connection, post: Post, story: int, status: str) -> None:
        number, said = self.number[post.key], post.says != "nothing"
        row = [number, post.url, post.source, post.title, post.piece.text, post.kind]
        row += [post.day.isoformat() if said else None, "day" if said else "bounded", None, None]
        marks = ", ".join("?" * 13)
        db.execute(f"insert into items values ({marks})", [*row, story, telling.role_of(post), status])
        if post.event:
            ends = post.event.ends_at.isoformat() if post.event.ends_at else None
            db.execute("insert into events values (?, ?, ?)", [number, post.event.starts_at.isoformat(), ends])

    def spoil(self, sql: str, *values: Any) -> None:
        with sqlite3.connect(self.path) as db:
            db.execute(sql, values)
        db.close()

    def check(self, *words: str) -> int:
        return door.main(["check", str(self.path), "--day", str(self.day), *words])

    def one(self, how: str) -> Post:
        """A post to which something happened."""
        return self.by_key[next(change.key or "" for change in self.truth.changes if change.what == how and change.key)]


@pytest.fixture
def fourth(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "archive.db", 4)


@pytest.mark.parametrize("day", [1, 2, 3, 4])
def test_an_archive_that_tells_all_as_it_is_meets_every_bar(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], day: int
) -> None:
    assert Archive(tmp_path / "archive.db", day).check("--list") == 0
    said = capsys.readouterr().out
    assert "Every bar is met." in said and "Near misses merged: 0 of" in said


def test_what_an_archive_does_not_tell_yet_is_said_and_misses_no_bar(
    fourth: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    for table in ("stories", "status_changes", "holds", "expectations"):
        fourth.spoil(f"drop table {table}")
    fourth.spoil("update items set story_id = null, role = null, status = 'here'")
    assert fourth.check() == 0
    said = capsys.readouterr().out
    assert "Stories: not told yet." in said and said.count("not told yet") == 5


SPOILT: dict[str, tuple[str, str]] = {
    "pairs joined that carry": ("update items set story_id = 1", "near miss joined: "),
    "near misses merged": (
        "update items set story_id = 1 where title = 'Happy Labor Day!' and source_id like '%retirees%'",
        "near miss joined: ",
    ),
    "pairs of one story joined": ("update items set story_id = 5000 + id where id % 3 = 0", "apart: "),
    "originals right": ("update stories set original_item_id = 1", "original: "),
    "roles right": ("update items set role = 'same' where role = 'adapted'", "role: "),
    "posts said to be lost": ("update items set status = 'gone' where id = 1", "status: "),
    "statuses right": ("update items set status = 'here'", "status: "),
    "edited posts": ("delete from revisions where id % 2 = 0", "revisions: "),
    "posts with a revision": ("insert into revisions (item_id) values (1)", "revisions: "),
    "sources held": ("delete from holds where reason = 'hijacked'", "hold: practice-local-9588: None for hijacked"),
    "verdicts right": ("update expectations set verdict = 'well'", "verdict: practice-local-9420: well, well for"),
}


@pytest.mark.parametrize("sentence", SPOILT)
def test_each_figure_of_stories_and_days_has_its_bar_and_names_what_is_wrong(
    fourth: Archive, capsys: pytest.CaptureFixture[str], sentence: str
) -> None:
    sql, fault = SPOILT[sentence]
    fourth.spoil(sql)
    assert fourth.check("--list") == 1
    said = capsys.readouterr().out
    assert f"Missed: {sentence}" in said and f"\n{fault}" in said


def test_one_visit_is_no_proof_that_a_post_is_gone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    second = Archive(tmp_path / "archive.db", 2)
    second.spoil("update items set status = 'gone' where url = ?", second.one("gone").url)
    assert second.check("--list") == 1
    assert "gone for here" in capsys.readouterr().out


def test_a_hold_that_nobody_planted_is_a_miss(fourth: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    fourth.spoil("insert into holds values ('practice-national', 'moved', null)")
    assert fourth.check("--list") == 1
    assert "hold: practice-national: moved for None" in capsys.readouterr().out
    fourth.spoil("update holds set ended_at = '2026-05-01' where source_id = 'practice-national'")
    assert fourth.check() == 0


def test_the_figures_are_there_as_json(fourth: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert fourth.check("--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["stories"] == {"precision": 1.0, "recall": 1.0, "near": 0.0, "originals": 1.0, "roles": 1.0}
    assert told["days"]["verdicts"] == 1.0 and told["days"]["false_revisions"] == 0
