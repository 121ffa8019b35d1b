"""What answers say of a post's status: the table, and that neither order nor repetition matters."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.changes import Words
from archive.missing.statuses import MISS_REASONS, SORTS, Answer, Misses, misses_after, reads_as, status_after
from tests.builders import BODY

START = datetime(2026, 4, 13, 16, 0, tzinfo=UTC)

#: (status, reason, days after the start on which it was so answered, (others read, others refused), what follows)
CASES = [
    ("here", "gone", [0], (0, 0), None),
    ("here", "gone", [0, 1], (0, 0), None),
    ("here", "gone", [0, 1, 2], (0, 0), None),
    ("here", "gone", [0, 8], (0, 0), None),
    ("here", "gone", [0, 0.1, 0.2, 8], (0, 0), None),
    ("here", "gone", [0, 3, 6.9], (0, 0), None),
    ("here", "gone", [0, 3, 7], (0, 0), "gone"),
    ("here", "gone", [0, 3, 7], (5, 5), "gone"),
    ("here", "soft_gone", [0, 4, 8], (0, 0), "gone"),
    ("here", "home", [0, 4, 8], (0, 0), "gone"),
    ("here", "list", [0, 4, 8], (0, 0), "gone"),
    ("here", "other", [0, 4, 8], (0, 0), "gone"),
    ("moved", "gone", [0, 4, 8], (0, 0), "gone"),
    ("withdrawn", "gone", [0, 4, 8], (0, 0), "gone"),
    ("gone", "gone", [0, 4, 8, 12], (0, 0), None),
    ("here", "forbidden", [0], (1, 0), "withdrawn"),
    ("here", "forbidden", [0], (0, 0), None),
    ("here", "forbidden", [0, 0.5], (0, 0), None),
    ("here", "forbidden", [0, 1], (0, 0), "withdrawn"),
    ("here", "forbidden", [0, 1], (0, 2), None),
    ("here", "forbidden", [0, 1, 30], (0, 9), None),
    ("here", "password", [0], (3, 9), "withdrawn"),
    ("here", "draft", [0], (1, 0), "withdrawn"),
    ("moved", "forbidden", [0], (1, 0), "withdrawn"),
    ("gone", "forbidden", [0], (1, 0), None),
    ("withdrawn", "forbidden", [0], (1, 0), None),
    ("here", "foreign", [0], (0, 0), "hijacked"),
    ("gone", "foreign", [0], (0, 0), "hijacked"),
    ("hijacked", "foreign", [0], (0, 0), None),
    ("hijacked", "gone", [0, 4, 8], (0, 0), "gone"),
]  # fmt: skip


def misses(reason: str, days: list[float]) -> Misses:
    found = None
    for day in days:
        found = misses_after(found, reason, START + timedelta(days=day))
    assert found is not None
    return found


@pytest.mark.parametrize(("status", "reason", "days", "others", "follows"), CASES)
def test_u10_a_status_follows_from_answers_over_days(
    status: str, reason: str, days: list[float], others: tuple[int, int], follows: str | None
) -> None:
    found = misses(reason, days)
    decided = status_after(status, found, Answer(reason, found.last_at, "The page answered so.", *others))
    assert (decided.status if decided else None) == follows
    if decided:
        assert decided.reason == reason
        assert decided.evidence.startswith("The page answered so. On ")


def test_every_reason_for_a_miss_is_of_a_sort() -> None:
    assert set(SORTS) == set(MISS_REASONS)


def test_what_is_gone_in_one_way_or_another_adds_up_and_what_is_refused_begins_anew() -> None:
    mixed = misses_after(misses("gone", [0, 3]), "soft_gone", START + timedelta(days=7))
    assert (mixed.days, mixed.reason) == (3, "soft_gone")
    refused = misses_after(mixed, "forbidden", START + timedelta(days=8))
    assert (refused.days, refused.first_at) == (1, START + timedelta(days=8))


def test_the_evidence_names_the_days() -> None:
    found = misses("gone", [0, 3, 7])
    decided = status_after("here", found, Answer("gone", found.last_at, "The page answered 404."))
    assert decided is not None
    assert decided.evidence == "The page answered 404. On 3 days within 8, from April 13, 2026 to April 20, 2026."


@given(st.lists(st.integers(min_value=0, max_value=400), min_size=1, max_size=5))
def test_the_same_answers_again_change_nothing(hours: list[int]) -> None:
    times = sorted(START + timedelta(hours=hour) for hour in hours)
    once: Misses | None = None
    for at in times:
        once = misses_after(once, "gone", at)
    assert once is not None
    again = once
    for at in times:
        again = misses_after(again, "gone", at)
    assert again == once
    assert once.days == len({at.date() for at in times})


def test_answers_that_come_late_never_make_more_of_them_than_there_were() -> None:
    for order in permutations([0, 4, 8]):
        found = misses("gone", list(order))
        assert found.days <= 3
        assert found.last_at == START + timedelta(days=8)
        assert found.first_at <= START + timedelta(days=order[0])


LONG = (
    "The committee counted every vote twice and published the figures for all nine districts on the same evening. " * 2
)
KNOWN = Words("Members vote on the agreement", None, f"{BODY} {LONG}")


@pytest.mark.parametrize(
    ("title", "body", "strict", "same"),
    [
        ("Members vote on the agreement", f"{BODY} {LONG}", False, True),
        ("Members Vote on the Agreement!", None, False, True),
        ("Members vote on the agreement", None, True, False),
        ("Another title altogether", f"{BODY} {LONG}", False, True),
        ("Another title altogether", f"{BODY} {LONG}", True, False),
        ("Members vote on the agreement", f"{BODY} {LONG}", True, True),
        ("Another title altogether", None, False, False),
        ("Page not found", "Sorry, this page could not be found. Try the search, or go back to the start. " * 3, False, False),
        ("Summer picnic at the lake", "Bring a dish, a chair and your family to the lake on Sunday; we grill at noon and "
         "play ball until the evening, rain or shine, and drinks are free for everybody who helps.", False, False),
    ],
)  # fmt: skip
def test_a_page_is_known_by_its_words_and_by_its_title_only_where_words_lack(
    title: str, body: str | None, strict: bool, same: bool
) -> None:
    assert reads_as(KNOWN, title, body, strict=strict) is same
