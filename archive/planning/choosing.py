"""Who is due: the plans beside the registry's rows, what is paused, and the hosts that asked to be left alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from archive.pausing import Pause
from archive.planning.intervals import Plan, overdue, span
from registry import Channel


@dataclass(frozen=True, slots=True)
class Due:
    """A channel as the plan has it. due_at: None while it is paused; is_due: whether a run visits it now.

    why: in words. overdue: in intervals of its own; the highest come first, and who was never visited before all.
    """

    channel_id: str
    source_id: str
    due_at: datetime | None
    is_due: bool
    why: str
    last_at: datetime | None = None
    overdue: float = 0.0


def due_channels(
    channels: Iterable[Channel], plans: Mapping[str, Plan], pauses: Mapping[str, Pause], now: datetime
) -> list[Due]:
    """All channels, those that come first in a run before others. pauses: by source, as they hold now."""
    known = list(channels)
    closed = _left_alone(known, plans, now)
    told = [_due(channel, plans.get(channel.id), pauses.get(channel.source_id), closed, now) for channel in known]
    return sorted(told, key=_order)


def to_visit(channels: Sequence[Channel], told: Iterable[Due], everything: bool) -> list[Channel]:
    """The channels that a run visits, in their order. everything: whether due or not, but for those that are paused."""
    by_id = {channel.id: channel for channel in channels}
    return [by_id[due.channel_id] for due in told if due.is_due or (everything and due.due_at is not None)]


def next_due(told: Iterable[Due]) -> datetime | None:
    """When the next channel is due; None where none ever is."""
    return min((due.due_at for due in told if due.due_at is not None), default=None)


def _due(
    channel: Channel, plan: Plan | None, pause: Pause | None, closed: Mapping[str, datetime], now: datetime
) -> Due:
    last_at = plan.last_at if plan else None
    if pause is not None:
        return Due(channel.id, channel.source_id, None, False, pause.sentence(), last_at)
    until = closed.get(_host(channel))
    due_at, why = (plan.due_at, plan.why) if plan else (now, "It was not visited yet.")
    if until is not None and until > max(due_at, now):
        alone = f"Its host asks to be left alone for another {span((until - now).total_seconds())}."
        return Due(channel.id, channel.source_id, until, False, alone, last_at)
    late = overdue(plan, now) if plan else float("inf")
    return Due(channel.id, channel.source_id, due_at, due_at <= now, why, last_at, late)


def _order(due: Due) -> tuple[bool, bool, float, str]:
    """Due ones first, of these who was never visited, then by how overdue they are; others by when they are due."""
    if due.is_due:
        return False, False, -due.overdue, due.channel_id
    return True, due.due_at is None, due.due_at.timestamp() if due.due_at else 0.0, due.channel_id


def _left_alone(channels: Iterable[Channel], plans: Mapping[str, Plan], now: datetime) -> dict[str, datetime]:
    """Hosts that asked to be left alone, with until when: what one channel was told holds for all on its host."""
    closed: dict[str, datetime] = {}
    for channel in channels:
        plan = plans.get(channel.id)
        if plan is not None and plan.wait_until is not None and plan.wait_until > now:
            closed[_host(channel)] = max(plan.wait_until, closed.get(_host(channel), plan.wait_until))
    return closed


def _host(channel: Channel) -> str:
    return (urlsplit(channel.address).hostname or "").lower()
