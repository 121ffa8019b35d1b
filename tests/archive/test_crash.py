"""T1: killed with -9 in mid-run nothing that was committed is lost, nothing is doubled, and the next run completes."""

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from archive.database import close_archive, open_archive
from archive.keeping import keep
from tests.builders import SITES, archive_at, assert_sound, item, one, rows

ROOT = Path(__file__).resolve().parents[2]
POSTS = 400

RUN = textwrap.dedent(
    """
    import pathlib, sys
    from archive.crawls import begin_crawl, record_visits
    from archive.database import open_archive
    from archive.keeping import keep
    from tests.builders import NOW, SITES, item, report
    db = open_archive(pathlib.Path(sys.argv[1]))
    crawl_id = begin_crawl(db, NOW)
    for number in range(int(sys.argv[2])):
        kept = keep(db, item(number, addresses=(item(number).url, f"https://council-900.example/?p={number}")), SITES)
        if number % 7 == 0:
            record_visits(db, crawl_id, [report()])
        print(number, flush=True)
    """
)


@pytest.mark.parametrize("after", [1, 23, 111, 250])
def test_t1_a_run_killed_with_9_keeps_what_it_said_it_kept_and_the_next_one_completes(
    tmp_path: Path, after: int
) -> None:
    path = tmp_path / "archive.db"
    close_archive(archive_at(path))
    with subprocess.Popen(
        [sys.executable, "-c", RUN, str(path), str(POSTS)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        said = [int(run.stdout.readline()) for _ in range(after)]
        run.send_signal(signal.SIGKILL)
        said += [int(line) for line in run.stdout.read().splitlines() if line.isdigit()]
    assert run.returncode == -signal.SIGKILL and len(said) < POSTS

    db = open_archive(path)
    assert_sound(db)
    titles = {title for (title,) in rows(db, "SELECT title FROM items")}
    assert titles >= {f"Post number {number}" for number in said}
    assert one(db, "SELECT count(*) FROM revisions") == len(titles), "no half post"
    close_archive(db)

    subprocess.run([sys.executable, "-c", RUN, str(path), str(POSTS)], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    db = open_archive(path)
    assert_sound(db)
    assert one(db, "SELECT count(*) FROM items") == one(db, "SELECT count(*) FROM item_rows") == POSTS
    assert one(db, "SELECT count(*) FROM revisions") == POSTS
    assert rows(db, "SELECT outcome FROM crawls ORDER BY id")[0] == ("killed",)
    assert keep(db, item(0), SITES).outcome == "same"
    close_archive(db)
