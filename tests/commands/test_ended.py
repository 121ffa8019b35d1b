"""What a run says of itself at the end."""

from __future__ import annotations

from datetime import UTC, datetime

from commands.ended import HALF_RATE, Ended
from errors import ArchiveError, LockedError
from tests.builders import report

DEAD = "robots.txt of www.dead.example could not be read."


def ended(**given: object) -> Ended:
    return Ended(**{"reason": "finished", "seconds": 61.0, "channels": 4, **given})  # type: ignore[arg-type]


def test_a_well_run_is_one_line_and_exit_code_0() -> None:
    made = ended(counts={"new": 1234})
    assert made.exit_code == 0 and "1,234 new" in made.summary() and "\n" not in made.summary()


def test_new_trouble_is_named_and_known_trouble_only_counted_for_cron() -> None:
    failed = [
        ("a-news", "https://a.example/", "https://a.example/: Timed out."),
        ("b-news", "https://b.example/", "Gone."),
    ]
    made = ended(failed=failed, new_troubles=["a-news"])
    assert made.exit_code == 1
    assert "new: https://a.example/  Timed out." in made.summary(brief=True)
    assert "b.example" not in made.summary(brief=True) and "1 known before" in made.summary(brief=True)
    assert "b.example" in made.summary()


def test_a_reminder_says_since_when_and_not_that_it_is_new() -> None:
    failed = [("a-news", "https://a.example/", "Timed out.")]
    made = ended(failed=failed, new_troubles=["a-news"], since={"a-news": datetime(2026, 4, 20, tzinfo=UTC)})
    assert "still, since April 20, 2026: https://a.example/  Timed out." in made.summary(brief=True)
    assert made.exit_code == 1 and "new:" not in made.summary()


def test_channels_of_one_host_that_fail_alike_share_a_line() -> None:
    made = ended(failed=[("a", "https://www.dead.example/a", DEAD), ("b", "https://www.dead.example/b", DEAD)])
    assert made.summary().count(DEAD) == 1


def test_a_run_without_a_contact_says_that_it_was_slow() -> None:
    assert HALF_RATE in ended(at_half_rate=True).summary(brief=True)


def test_an_error_gives_its_own_sentence_and_never_exit_code_0_or_1() -> None:
    assert ended(error=ArchiveError("The disk is full.")).exit_code == 2
    assert ended(error=LockedError("Another run.")).exit_code == 75
    assert "The disk is full." in ended(error=ArchiveError("The disk is full.")).summary()


def test_a_fault_of_ours_is_told_blames_nobody_and_is_exit_code_1() -> None:
    nobody = ended(reason="offline", fault="No network: none of the 9 hosts asked could be reached.")
    assert nobody.exit_code == 1
    assert nobody.summary().startswith("No network") and "make demo" in nobody.summary()
    assert "Nothing was counted against any source." in nobody.summary()
    most = ended(reason="our_fault", fault="9 of 10 hosts failed at once.", reports=[report()], counts={"new": 3})
    assert most.exit_code == 1 and "3 new" in most.summary() and "9 of 10 hosts" in most.summary()
    assert most.as_dict()["fault"] == "9 of 10 hosts failed at once."


def test_a_dead_address_beside_a_good_way_is_named_and_is_no_failed_channel() -> None:
    told = (
        "a-news",
        "https://a.example/feed",
        "The feed cannot be read, and its posts were read from the list instead.",
    )
    made = ended(failed=[told], new_troubles=["a-news"], read_elsewhere={"a-news"}, reports=[report()] * 4)
    assert "4 of 4 channels read, 0 failed" in made.summary() and made.exit_code == 1
    assert "new: https://a.example/feed  The feed cannot be read" in made.summary(brief=True)
    assert made.as_dict()["failed"][0]["read_elsewhere"] is True
    assert "Did not answer" not in made.summary()
    assert "Read by another way, since their own address is dead:\n  new: https://a.example/feed" in made.summary()
    both = ended(failed=[told, ("b-news", "https://b.example/", "Gone.")], read_elsewhere={"a-news"})
    dead, _, beside = both.summary().partition("Read by another way")
    assert "b.example" in dead and "a.example" not in dead and "a.example" in beside and "b.example" not in beside
    assert both.summary(brief=True).count("1 known before") == 2
