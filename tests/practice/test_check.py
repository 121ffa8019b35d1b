"""`python -m practice check` tells an archive that agrees with the truth from one that does not."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from practice import __main__ as door
from practice.comparing import compare, word_f1
from practice.shapes import Post
from practice.truth import truth

Rows = list[dict[str, Any]]
TABLES = """
create table items (id integer primary key, url, source_id, title, body, kind, published_on, published_precision,
    published_earliest, published_latest);
create table events (item_id, starts_at, ends_at);
create table revisions (id integer primary key, item_id);
"""


def row_of(post: Post) -> dict[str, Any]:
    """An item as a perfect archive would hold it."""
    said = post.says != "nothing"
    event = post.event
    return {
        "url": post.url,
        "source_id": post.source,
        "title": post.title,
        "body": post.piece.text,
        "kind": post.kind,
        "published_on": post.day.isoformat() if said else None,
        "published_precision": "day" if said else "bounded",
        "published_earliest": None,
        "published_latest": None,
        "starts_at": event.starts_at.isoformat() if event else None,
        "ends_at": event.ends_at.isoformat() if event and event.ends_at else None,
    }


@pytest.fixture
def archive(tmp_path: Path) -> Callable[[Rows], Path]:
    """Writes items into a database with the archive's column names."""

    def write(rows: Rows) -> Path:
        path = tmp_path / "archive.db"
        path.unlink(missing_ok=True)
        with sqlite3.connect(path) as connection:
            connection.executescript(TABLES)
            for number, row in enumerate(rows, start=1):
                event = {name: row[name] for name in ("starts_at", "ends_at")}
                item = {name: value for name, value in row.items() if name not in event}
                names, marks = ", ".join(item), ", ".join("?" * len(item))
                connection.execute(f"insert into items (id, {names}) values ({number}, {marks})", list(item.values()))
                if event["starts_at"]:
                    connection.execute("insert into events values (?, ?, ?)", (number, *event.values()))
        connection.close()
        return path

    return write


def perfect(day: int = 1) -> Rows:
    return [row_of(post) for post in truth(day).posts]


def test_an_archive_that_agrees_passes(archive: Callable[[Rows], Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert door.main(["check", str(archive(perfect()))]) == 0
    said = capsys.readouterr().out
    assert "Every bar is met." in said
    assert all(source in said for source in {post.source for post in truth(1).posts})


def test_the_second_day_wants_the_new_posts_too(archive: Callable[[Rows], Path]) -> None:
    assert door.main(["check", str(archive(perfect(2))), "--day", "2"]) == 0
    assert door.main(["check", str(archive(perfect(1))), "--day", "2"]) == 1


def test_posts_that_lack_are_named(archive: Callable[[Rows], Path], capsys: pytest.CaptureFixture[str]) -> None:
    rows = perfect()
    lacking = rows[::50]
    assert door.main(["check", str(archive([row for row in rows if row not in lacking])), "--list"]) == 1
    said = capsys.readouterr().out
    assert "Missed: posts found" in said
    assert all(f"missing: {row['url']}" in said for row in lacking)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        ({"title": "Something else"}, "titles exact"),
        ({"published_on": "1999-01-01"}, "wrong day"),
        ({"published_on": None}, "day right"),
        ({"body": None}, "bodies read"),
        ({"body": "Menu Home Contact Sign up"}, "body word F1"),
        ({"starts_at": "2020-01-01T00:00:00Z"}, "events"),
        ({"published_on": None, "published_earliest": "2040-01-01T00:00:00Z"}, "undated posts outside"),
        ({"published_on": None, "published_latest": "2001-01-01T00:00:00Z"}, "undated posts outside"),
    ],
)
def test_each_figure_has_its_bar(
    archive: Callable[[Rows], Path], capsys: pytest.CaptureFixture[str], spoil: dict[str, Any], sentence: str
) -> None:
    rows = [row | (spoil if number % 4 == 0 or row["kind"] == "event" else {}) for number, row in enumerate(perfect())]
    assert door.main(["check", str(archive(rows))]) == 1
    assert f"Missed: {sentence}" in capsys.readouterr().out


def test_bounds_are_told_with_how_wide_they_are(
    archive: Callable[[Rows], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    bounds = {"published_earliest": "1990-01-01T00:00:00Z", "published_latest": "2090-01-01T00:00:00Z"}
    rows = [row | (bounds if row["published_on"] is None else {}) for row in perfect()]
    undated = sum(row["published_on"] is None for row in rows)
    assert door.main(["check", str(archive(rows))]) == 0
    assert f"Undated: {undated}, of which {undated} have bounds on both sides, the middle one 36525.0" in (
        capsys.readouterr().out
    )


def test_what_is_no_post_and_what_is_there_twice_counts_as_wrong(
    archive: Callable[[Rows], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = perfect()
    lists = [rows[0] | {"url": one.url} for one in truth(1).non_posts[:8]]
    twice = rows[80] | {"url": "https://unionhall.example/council-190/node/1"}
    same = next(row for row in rows if row["source_id"] == "practice-local-9420")
    doubled = same | {"url": same["url"].replace("https://www.", "http://")}
    assert door.main(["check", str(archive([*rows, *lists, twice, doubled])), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert len(told["total"]["wrong"]) == 10
    assert any("no posts" in line for line in told["missed"])


def test_another_address_of_the_same_post_is_found_and_named() -> None:
    posts = truth(1)
    post = next(post for post in posts.posts if post.source == "practice-council-190")
    row = row_of(post) | {"url": post.addresses[0]}
    from practice.comparing import Found

    (result,) = [one for one in compare(posts, [Found.of(row, None, 1)]) if one.source == post.source]
    assert result.found == 1 and result.other_address == [f"{post.addresses[0]} for {post.url}"]


def test_only_the_newest_posts_count_when_asked(archive: Callable[[Rows], Path]) -> None:
    newest = []
    for source in {post.source for post in truth(1).posts}:
        posts = [post for post in truth(1).of(source) if post.required and post.event is None]
        newest += sorted(posts, key=lambda post: post.at, reverse=True)[:5]
    path = str(archive([row_of(post) for post in newest]))
    assert door.main(["check", path, "--newest", "5"]) == 0
    assert door.main(["check", path]) == 1


def test_a_line_that_may_stand_in_a_body_costs_nothing(archive: Callable[[Rows], Path]) -> None:
    with_lines = [post for post in truth(1).posts if post.may]
    assert with_lines
    rows = [row_of(replace(post)) for post in truth(1).posts]
    for row in rows:
        post = next(one for one in truth(1).posts if one.url == row["url"])
        row["body"] = "\n\n".join([row["body"], *post.may])
    assert door.main(["check", str(archive(rows))]) == 0


def test_word_f1_is_a_bag_of_folded_words() -> None:
    assert word_f1("It's “late”, they said.", "they SAID it’s late") == 1.0
    assert word_f1("one two three four", "one two") == pytest.approx(2 / 3)
    assert word_f1("one", "") == 0.0


def test_what_is_no_archive_is_one_sentence_and_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "text.db"
    text.write_text("no database")
    for path in (tmp_path / "absent.db", text):
        assert door.main(["check", str(path)]) == 2
        assert capsys.readouterr().err.count("\n") == 1
