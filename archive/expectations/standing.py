"""What stands in the way of a source now, by the last visits to its channels and by what holds it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from archive.pausing import Pause
from archive.times import a_day

#: the source refuses us, or shows something for browsers instead of its pages
BLOCKING = {"robots", "forbidden", "challenge"}
#: What says by itself that something is wrong; other troubles may pass, and count once they have lasted.
DEFINITE = BLOCKING | {"gone", "moved", "hijacked", "parked", "not_a_feed", "no_posts", "too_few", "private", "status"}
#: The channel answers, and shows less than it did.
SHRUNK = {"no_posts", "too_few"}
#: so long other troubles may last before they count
PASSING = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as its visits show it. Visits that the run cut short, or that failed by a fault of ours, do not count.

    reason, sentence: of the last visit if that failed, else None; failing_since, failed: the first and the number of
    visits that failed since it was last read well; last_good: when that was; beside: the sentence of the last good
    visit where the channel's own address is dead and another way gave its posts, else None.
    """

    address: str
    is_calendar: bool = False
    visited: bool = False
    reason: str | None = None
    sentence: str | None = None
    failing_since: date | None = None
    failed: int = 0
    last_good: date | None = None
    beside: str | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """The source is held: moved or hijacked."""

    reason: str
    detail: str
    since: date


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the way: a verdict, a sentence, and since when."""

    verdict: str
    sentence: str
    since: date | None


def standing_of(channels: Sequence[Channel], hold: Hold | None, today: date) -> Standing | None:
    """What stands in the way of a source; None if nothing does.

    A calendar beside other channels says nothing of the news. All channels closed to us: blocked; none of them
    readable: silent; one that shows far less than it did, or cannot be read while others can: thin.
    """
    if hold is not None:
        return Standing(
            "blocked", f"Held for review since {a_day(hold.since)} ({hold.reason}): {hold.detail}", hold.since
        )
    news = [channel for channel in channels if not channel.is_calendar] or list(channels)
    if not news:
        return None
    if all(channel.last_good is None for channel in news):
        return _never(news)
    failing = [channel for channel in news if _counts(channel, today)]
    if not failing:
        return None
    worst, began = failing[0], _since(failing)
    told = f"{worst.sentence or worst.address}{_lasting(worst)}"
    if len(failing) < len(news):
        return Standing("thin", f"{len(failing)} of its {len(news)} channels cannot be read well: {told}", began)
    if any(channel.reason in SHRUNK for channel in failing):
        return Standing("thin", told, began)
    if all(channel.reason in BLOCKING for channel in failing):
        return Standing("blocked", told, began)
    return Standing("silent", f"It cannot be read: {told}", began)


def while_paused(pause: Pause) -> Standing:
    """The operator paused the source: nothing is asked, so nothing is expected."""
    return Standing("quiet", f"{pause.sentence()} Nothing is asked of it meanwhile.", pause.since.date())


def told_beside(channels: Sequence[Channel]) -> str | None:
    """What is to be told of channels whose own address is dead though their posts still come; None where none is."""
    told = [channel.beside for channel in channels if channel.beside]
    if not told:
        return None
    if len(channels) == 1:
        return f"Its address is dead: {told[0]}"
    return f"{len(told)} of its {len(channels)} addresses {'is' if len(told) == 1 else 'are'} dead: {told[0]}"


def _never(news: Sequence[Channel]) -> Standing:
    visited = [channel for channel in news if channel.visited]
    if not visited:
        return Standing("never", "It was not visited yet.", None)
    told = next((channel.sentence for channel in visited if channel.sentence), None) or "No post was ever found there."
    return Standing("never", f"It was never read well. {told}", _since(visited))


def _counts(channel: Channel, today: date) -> bool:
    """Whether the channel's last visit failed in a way that says something by itself, or has lasted."""
    if channel.reason is None or channel.failing_since is None:
        return False
    return channel.reason in DEFINITE or today - channel.failing_since >= PASSING


def _since(channels: Sequence[Channel]) -> date | None:
    return min((channel.failing_since for channel in channels if channel.failing_since), default=None)


def _lasting(channel: Channel) -> str:
    """How long it has been so, where that is more than one visit."""
    if channel.failing_since is None or channel.failed < 2:
        return ""
    return f" So it has been for {channel.failed:,} visits, since {a_day(channel.failing_since)}."
