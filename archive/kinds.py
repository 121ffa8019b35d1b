"""Pure: which of two words for the kind of an item counts."""

from __future__ import annotations

from items import BY_NO_RULE, Item

_WITH_A_TIME = ("event", "training")


def kind_of(item: Item) -> tuple[str | None, str | None]:
    """The kind that a sighting gives, and why."""
    if item.kind is None and item.event:
        return "event", "event"
    return item.kind, item.kind_because if item.kind else None


def kind_after(known: tuple[str | None, str | None], item: Item, better: bool) -> tuple[str | None, str | None]:
    """The kind that an item has after a sighting, and why; better: the sighting's words were taken for the item's.

    What is said (by a list, a feed, a page) counts more than a rule, a rule more than the want of one, and what has a
    time is an event. Among equals the first word stays, unless the words it was judged by have changed.
    """
    given = kind_of(item)
    if known[0] is None or (item.event and known[0] not in _WITH_A_TIME):
        return given if given[0] else known
    if given[0] is None or (item.event is None and known[0] in _WITH_A_TIME and _weight(given) < 2):
        return known
    more = _weight(given) - _weight(known)
    return given if more > 0 or (better and more == 0) else known


def _weight(word: tuple[str | None, str | None]) -> int:
    because = word[1] or ""
    if because == BY_NO_RULE:
        return 0
    return 1 if ":" in because else 2
