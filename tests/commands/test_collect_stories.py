"""Stories come out of `scrapy collect`: one crawl of the practice web, and what is true of its posts."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from practice import server
from practice.truth import truth

ROOT = Path(__file__).resolve().parent.parent.parent
SCRAPY = Path(sys.executable).parent / "scrapy"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The archive after one crawl of the first day."""
    path = tmp_path_factory.mktemp("stories") / "archive.db"
    given = {
        "NEWS_ARCHIVE_PATH": str(path),
        "NEWS_REGISTRY_DIR": "practice/registry",
        "NEWS_ALLOW_PRIVATE_HOSTS": "1",
        "NEWS_CRAWL_DELAY_MAX": "0.01",
        "NEWS_INSTALLATION_DELAY": "0",
        "NEWS_READ_WORKERS": "0",
    }
    with server.running(day=1) as web:
        ran = subprocess.run(
            [SCRAPY, "collect", "--backfill"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=500,
            env={**os.environ, **given, "NEWS_PRACTICE_WEB": web.base_url},
        )  # fmt: skip
    assert ran.returncode in (0, 1) and "Traceback" not in ran.stderr, ran.stdout + ran.stderr
    with sqlite3.connect(path) as db:
        yield db
    db.close()


def homes(archive: sqlite3.Connection) -> dict[str, tuple[int, str]]:
    """Address -> story and role."""
    asked = (
        "SELECT a.url, i.story_id, i.role FROM addresses AS a JOIN item_rows AS i ON i.id = a.item_id WHERE shown = 1"
    )
    return {url: (story_id, role) for url, story_id, role in archive.execute(asked)}


def test_every_post_has_a_story_and_nothing_waits(archive: sqlite3.Connection) -> None:
    (count, told, roles) = archive.execute("SELECT count(*), count(story_id), count(role) FROM items").fetchone()
    assert count == told == roles > 300
    assert archive.execute("SELECT count(*) FROM item_rows WHERE to_match = 1").fetchone() == (0,)
    originals = "SELECT count(*) FROM items WHERE role = 'original'"
    assert (
        archive.execute(originals).fetchone()
        == archive.execute("SELECT count(*) FROM stories WHERE item_count > 0").fetchone()
    )


def test_printings_share_the_story_of_their_original_and_others_do_not(archive: sqlite3.Connection) -> None:
    known, posts = homes(archive), [post for post in truth(1).posts if post.role != "translation"]
    stories = defaultdict(set)
    right = wrong = 0
    for one, other in combinations([post for post in posts if post.story and post.url in known], 2):
        if one.story == other.story:
            right, wrong = (right + 1, wrong) if known[one.url][0] == known[other.url][0] else (right, wrong + 1)
    for post in posts:
        if post.url in known:
            stories[known[post.url][0]].add(post.story or post.key)
    assert right > 100 and right >= 0.95 * (right + wrong)
    glued = {story_id: names for story_id, names in stories.items() if len(names) > 1}
    assert not glued


def test_the_national_post_is_the_original_of_its_story(archive: sqlite3.Connection) -> None:
    known = homes(archive)
    originals = [post for post in truth(1).posts if post.role == "original" and post.url in known]
    carried = {post.story for post in truth(1).posts if post.role not in (None, "original", "translation")}
    roles = [known[post.url][1] for post in originals if post.story in carried]
    assert len(roles) > 20 and roles.count("original") >= 0.95 * len(roles)
