"""N11 and rule 3: whose fault it is when visits fail."""

from __future__ import annotations

from typing import Any

import pytest

from known import Usual
from spiders.blaming import LONG, Account
from tests.builders import report

FINE, NEVER, DEAD = Usual(visited=True, seen=5), Usual(), Usual(visited=True, failed="connect")


def run(last: str | None = "finished", of: int = 10) -> Account:
    """A run over so many hosts."""
    return Account({f"c{number}": f"h{number}" for number in range(of)}, last)


def fail(
    account: Account, numbers: range, reason: str = "connect", at: float = 9.0, usual: Usual = FINE, **given: Any
) -> None:
    for number in numbers:
        told = report(f"c{number}", outcome=given.get("outcome", "soft"), reason=reason, sentence="No.")
        account.take(told, usual, at, reason in ("connect", "dns", "timeout"))


def answer(account: Account, numbers: range, at: float = 1.0) -> None:
    for number in numbers:
        account.hear(f"h{number}", at)
        account.take(report(f"c{number}"), FINE, at, False)


def outcome(account: Account) -> str | None:
    fault = account.fault()
    return fault.outcome if fault else None


@pytest.mark.parametrize("usual", [FINE, NEVER])
def test_n11_if_nobody_answers_it_is_our_network(usual: Usual) -> None:
    account = run(of=3)
    fail(account, range(3), usual=usual)
    assert outcome(account) == "offline"


def test_one_dead_source_asked_for_alone_is_its_own_trouble() -> None:
    account = run(of=1)
    fail(account, range(1))
    assert outcome(account) is None


def test_sources_that_were_dead_the_last_time_do_not_make_a_run_offline() -> None:
    account = run(of=6)
    fail(account, range(6), usual=DEAD)
    assert outcome(account) is None


def test_n11_a_cable_pulled_out_in_mid_run_is_ours() -> None:
    account = run(of=20)
    answer(account, range(12), at=3.0)
    fail(account, range(12, 20), at=9.0)
    fault = account.fault()
    assert fault is not None and fault.outcome == "offline" and "the last 8 of 20" in fault.sentence


def test_hosts_that_fail_while_others_answer_are_their_own_trouble() -> None:
    account = run(of=20)
    fail(account, range(12, 20), at=2.0)
    answer(account, range(12), at=3.0)
    assert outcome(account) is None


def test_few_of_many_that_time_out_last_are_their_own_trouble() -> None:
    account = run(of=60)
    answer(account, range(52), at=3.0)
    fail(account, range(52, 60), "timeout", at=63.0)
    assert outcome(account) is None


def test_of_a_small_run_all_but_one_lost_is_our_network_if_they_were_fine_before() -> None:
    for usual, expected in ((FINE, "offline"), (NEVER, None), (DEAD, None)):
        account = run(of=4)
        answer(account, range(1), at=1.0)
        fail(account, range(1, 4), at=9.0, usual=usual)
        assert outcome(account) == expected


def test_an_installation_that_is_down_is_one_and_not_sixty() -> None:
    account = Account({f"c{number}": "hall" if number < 60 else f"h{number}" for number in range(80)}, "finished")
    answer(account, range(60, 80), at=2.0)
    fail(account, range(60), "timeout", at=62.0)
    assert outcome(account) is None


def test_a_name_server_that_dies_is_ours_though_others_still_answer() -> None:
    account = run(of=40)
    fail(account, range(6), "dns", at=2.0)
    answer(account, range(6, 40), at=3.0)
    assert outcome(account) == "offline"
    account = run(of=40)
    fail(account, range(6), "dns", at=2.0, usual=DEAD)
    answer(account, range(6, 40), at=3.0)
    assert outcome(account) is None, "names that were gone the last time are gone"


def test_most_sources_failing_at_once_is_our_fault_whatever_the_reason() -> None:
    for reason, word in (("challenge", "our_fault"), ("our_fault", "our_fault"), ("timeout", "offline")):
        account = run(of=10)
        fail(account, range(7), reason, at=2.0)
        answer(account, range(7, 10), at=3.0)
        fault = account.fault()
        assert fault is not None and fault.outcome == word and "7 of 10 hosts failed at once" in fault.sentence


def test_s10_most_sources_without_a_post_is_our_fault() -> None:
    account = run(of=10)
    fail(account, range(9), "no_posts", outcome="empty")
    answer(account, range(9, 10))
    assert outcome(account) == "our_fault"


def test_most_failing_as_they_did_the_last_time_is_known_and_counted() -> None:
    account = run(of=10)
    fail(account, range(9), "challenge", usual=DEAD)
    answer(account, range(9, 10))
    assert outcome(account) is None


def test_what_was_never_read_is_taken_for_our_fault_once_and_not_for_ever() -> None:
    for last, expected in (("finished", "our_fault"), ("our_fault", None)):
        account = run(last, of=10)
        fail(account, range(9), "forbidden", usual=NEVER)
        answer(account, range(9, 10))
        assert outcome(account) == expected


def test_a_small_run_has_no_share() -> None:
    account = run(of=5)
    fail(account, range(4), "challenge")
    answer(account, range(4, 5))
    assert outcome(account) is None


def test_visits_that_the_run_cut_short_are_no_failures() -> None:
    account = run(of=10)
    fail(account, range(10), "bounded")
    assert outcome(account) is None


def test_a_run_goes_on_for_a_while_before_it_gives_up() -> None:
    account = run(of=20)
    fail(account, range(6), at=1.0)
    assert account.fault_by_now(1.0) is None, "the others may still answer"
    assert account.fault_by_now(LONG + 1) is not None
    answer(account, range(6, 7), at=LONG)
    assert account.fault_by_now(LONG + 1) is None
