"""What a channel usually shows, out of its last visits, and how a visit's own front is written down."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from items import Front
from known import WELL_READ, Usual

#: The last visits to a channel; rows that follow one another and end alike are one, so that these reach far back.
USUAL = (
    "SELECT outcome, reason, items_seen, front, visit_count FROM visits WHERE channel_id = ?"
    " AND reason NOT IN ('bounded', 'interrupted', 'our_fault', 'no_browser') ORDER BY id DESC LIMIT 40"
)
#: so many visits that went well say what is usual
ENOUGH = 10
ALARMS = ("no_posts", "too_few")


def usual_of(rows: Iterable[tuple[str, str, int, str | None, int]]) -> Usual:
    """What rows of USUAL say, the newest first."""
    fronts: dict[str, list[Front]] = {}
    seen: list[int] = []
    failed, alarms, visited, unbroken, beside = None, 0, False, True, None
    for outcome, reason, items_seen, front, count in rows:
        if not visited and outcome in ("soft", "hard"):
            failed = reason
        visited = True
        unbroken = unbroken and outcome in ("soft", "hard") and reason in ALARMS
        alarms += count if unbroken else 0
        if beside is None and outcome in ("ok", "unchanged"):
            beside = reason not in WELL_READ
        if outcome != "ok":
            continue
        for way, shown in read_front(front).items():
            if len(fronts.setdefault(way, [])) < ENOUGH:
                fronts[way].append(shown)
        if items_seen and len(seen) < ENOUGH:
            seen.append(items_seen)
    return Usual(fronts, min(seen, default=None), failed, visited, alarms, bool(beside))


def front_text(front: Mapping[str, Front]) -> str | None:
    """A visit's front as it is kept."""
    told = {way: [one.posts, one.titled, one.dated] for way, one in sorted(front.items())}
    return json.dumps(told) if told else None


def read_front(text: str | None) -> dict[str, Front]:
    """What `front_text` wrote."""
    told: dict[str, Any] = json.loads(text) if text else {}
    return {way: Front(*counts) for way, counts in told.items()}
