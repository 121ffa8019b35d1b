"""The exam of cron judges rightly: what is lost, foreign or repeated is seen. The exam itself is `python -m practice cron`."""

import json
import smtplib
import threading
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from practice import server
from practice.cron import days
from practice.cron.expecting import Kept, expected
from practice.cron.judging import judge, table
from practice.cron.playing import Call, Turn, World
from practice.cron.sinks import SITE, Office, Received, sinks
from practice.cron.watches import ROWS, Read, write_registry
from practice.shapes import Post, now
from practice.truth import truth
from registry import load

AT = now(2) + timedelta(hours=1)
NATIONAL = next(row for row in ROWS if row.watch == "national")
KEYS = ("national/story-44", "national/story-45", "practice-council-231/story-44", "national/story-10")
POSTS: dict[str, Post] = {post.key: post for post in truth(2).posts}


@pytest.fixture(scope="module")
def kept() -> Kept:
    """Two new national stories, a copy of one of them, and an old story that was edited on the second day."""
    posts = {number: POSTS[key] for number, key in enumerate(KEYS, 1)}
    read = {number: Read(post.source, post.language, post.title) for number, post in posts.items()}
    seen = {number: AT if post.since == 2 else now(1) for number, post in posts.items()}
    return Kept(posts, read, seen, {}, {}, AT)


def message(name: str, item: int, call: int = 0, *, marked: bool = False) -> Received:
    return Received(name, "hook", "national", marked, call, AT, (("new", item),), 0, is_digest=False)


def judged(kept: Kept, received: list[Received], *killed: int) -> tuple[list[str], list[str]]:
    """The cells of the table's last line, and what is missed. killed: the numbers of calls that were killed."""
    calls = [Call(Turn(2, AT), 1.0, killed="somewhere" if number in killed else None) for number in range(4)]
    world = World("tried", Path(), server.Server(lambda *_: None), Office(received), {}, calls)  # type: ignore[arg-type, return-value]
    found = judge(world, [NATIONAL], kept)
    return table(found)[-1].split(), found.missed


def test_a_story_is_expected_once_and_an_old_one_not(kept: Kept) -> None:
    assert expected(NATIONAL, kept) == {("new", "national/story-44", 2), ("new", "national/story-45", 2)}
    everything = next(row for row in ROWS if row.watch == "everything")
    assert expected(everything, kept) == expected(NATIONAL, kept)
    assert expected(next(row for row in ROWS if row.watch == "nothing"), kept) == set()


def test_a_digest_is_expected_to_tell_what_was_found_before_it_was_due() -> None:
    councils, locals_ = (next(row for row in ROWS if row.watch == name) for name in ("councils", "locals"))
    monday = datetime(2026, 4, 20, 7, tzinfo=UTC)
    assert councils.told_until(monday) == monday == locals_.told_until(monday + timedelta(days=6, hours=23))
    assert councils.told_until(monday - timedelta(minutes=1)) == monday - timedelta(days=1)
    assert NATIONAL.told_until(monday) > monday


def test_what_was_told_once_and_marked_where_in_doubt_is_well(kept: Kept) -> None:
    cells, missed = judged(kept, [message("a", 1), message("b", 2, 1), message("b", 2, 2, marked=True)], 1)
    assert missed == []
    assert cells == ["all", "2", "2", "0", "0", "3", "2", "1", "1"]


@pytest.mark.parametrize(
    ("received", "killed", "said"),
    [
        ([message("a", 1)], (), "not told: new national/story-45"),
        ([message("a", 1), message("b", 2), message("c", 4)], (), "without a match, or twice: new national/story-10"),
        ([message("a", 1), message("b", 2), message("c", 3)], (), "without a match, or twice: new national/story-44"),
        ([message("a", 1), message("b", 2), message("b", 2, 1, marked=True)], (), "though its run was not killed"),
        ([message("a", 1), message("b", 2), message("b", 2, 1)], (0,), "not marked"),
        (
            [message("a", 1), message("b", 2), message("a", 1, 1, marked=True), message("b", 2, 1, marked=True)],
            (0,),
            "made 2 repeats",
        ),
    ],
)
def test_each_bar_can_be_missed(kept: Kept, received: list[Received], killed: tuple[int, ...], said: str) -> None:
    assert any(said in line for line in judged(kept, received, *killed)[1])


def test_the_sinks_note_what_arrives_and_can_hold_an_answer() -> None:
    with sinks() as (office, where):
        office.begin(3, AT, 2)
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = "a@practice.example", "b@practice.example", "Edited: A post"
        letter["Message-ID"], letter["X-Watch"], letter["X-Possible-Repeat"] = "<watch.1@x>", "national", "yes"
        letter.set_content(f"A post\nIn the archive: {SITE}/items/12\n")
        with smtplib.SMTP("127.0.0.1", int(where["NEWS_MAIL_DESK"].split(":")[2].split("/")[0]), timeout=10) as mail:
            mail.send_message(letter)
        told = {"watch": "national", "what": "new", "more": 4, "entries": [{"what": "new", "item_id": 13}]}
        asked = urllib.request.Request(
            where["NEWS_HOOK_DESK"].replace("json", "http"),
            json.dumps({"told": told}).encode(),
            {"Idempotency-Key": "watch.2@x", "X-Possible-Repeat": "no"},
        )
        sender = threading.Thread(target=lambda: urllib.request.urlopen(asked, timeout=10).read())
        sender.start()
        assert office.held.wait(10)
        assert sender.is_alive()
        office.dead.set()
        sender.join(10)
        assert not sender.is_alive()
    first, second = office.received
    assert first == Received("watch.1@x", "mail", "national", True, 3, AT, (("edited", 12),), 0, is_digest=False)
    assert second == replace(first, id="watch.2@x", carrier="hook", marked=False, entries=(("new", 13),), more=4)


def test_twenty_kills_are_planned_and_the_calls_leave_room_for_them() -> None:
    assert days.count(days.aims(small=False, seed=1)) == 20
    for small in (False, True):
        turns, aims = days.turns(small), days.aims(small, 1)
        assert all(sum(turn.kill for turn in turns[day]) >= len(aims[day]) for day in turns)
        clocks = [turn.at for day, ones in turns.items() for turn in (*ones, *days.later(small)[day])]
        assert clocks == sorted(clocks)
        assert clocks[-1] < datetime(2027, 1, 1, tzinfo=UTC)


def test_the_rows_of_the_exam_are_watches_that_the_registry_accepts(tmp_path: Path) -> None:
    write_registry(tmp_path / "registry")
    rows = load(tmp_path / "registry")
    assert list(rows.watches) == [row.watch for row in ROWS]
    assert rows.channels
