"""Which word for the kind of an item counts, and that it does not go back and forth."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.kinds import kind_after, kind_of
from items import BY_NO_RULE, Event, Item

Word = tuple[str | None, str | None]
NONE: Word = (None, None)
DEFAULT: Word = ("news", BY_NO_RULE)
RULE: Word = ("statement", "statement-title: statement")
OTHER_RULE: Word = ("action", "action-title: call your")
SAID: Word = ("press_release", "said")
WHEN = Event(starts_at=datetime(2024, 5, 1, 18, tzinfo=UTC))


def brought(word: Word, event: Event | None = None) -> Item:
    return Item("c", "https://u.example/x", kind=word[0], kind_because=word[1], event=event)


@pytest.mark.parametrize(
    ("known", "given", "better", "after"),
    [
        (NONE, RULE, False, RULE),
        (RULE, NONE, True, RULE),
        (DEFAULT, RULE, False, RULE),
        (RULE, DEFAULT, True, RULE),
        (RULE, OTHER_RULE, False, RULE),
        (RULE, OTHER_RULE, True, OTHER_RULE),
        (RULE, SAID, False, SAID),
        (SAID, RULE, True, SAID),
        (("event", "event"), RULE, True, ("event", "event")),
    ],
)
def test_what_is_said_counts_more_than_a_rule(known: Word, given: Word, better: bool, after: Word) -> None:
    assert kind_after(known, brought(given), better) == after


def test_what_has_a_time_is_an_event() -> None:
    assert kind_of(brought(NONE, WHEN)) == ("event", "event")
    assert kind_after(RULE, brought(NONE, WHEN), False) == ("event", "event")
    assert kind_after(("training", "said"), brought(NONE, WHEN), False) == ("training", "said")


@given(st.sampled_from([DEFAULT, RULE, OTHER_RULE, SAID]), st.sampled_from([DEFAULT, RULE, OTHER_RULE, SAID]))
def test_two_ways_that_take_turns_settle(one: Word, other: Word) -> None:
    known = NONE
    for given_word in (one, other):
        known = kind_after(known, brought(given_word), False)
    settled = known
    for given_word in (one, other, one, other):
        known = kind_after(known, brought(given_word), False)
        assert known == settled
