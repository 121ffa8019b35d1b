"""Which channels and sources are in trouble, by their last visits, holds and verdicts. Pure: values in, findings out.

One cause is one finding. What several sources of one installation or host meet alike is one; what the channels of a
source and its verdict say is one, under the worst of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.expectations.rhythm import are_usual
from archive.expectations.standing import DEFINITE, PASSING
from archive.health.finding import Finding, count, made
from archive.health.kinds import KINDS
from archive.times import a_day, instant

#: reason of a failed visit -> kind of the finding; others are `unreachable`
BY_REASON = {
    "no_posts": "redesign",
    "too_few": "redesign",
    "moved": "moved",
    "hijacked": "hijacked",
    "parked": "parked",
    "strange": "strange",
    "challenge": "challenge",
    "forbidden": "blocked",
    "robots": "robots_closed",
    "robots_unreachable": "robots_closed",
    "tls": "certificate",
    "not_a_feed": "unreadable",
    "unreadable": "unreadable",
    "empty_body": "unreadable",
    "too_large": "unreadable",
    "broken": "unreadable",
    "no_browser": "unreadable",
    "our_fault": "our_fault",
    "private": "unreachable",
}
#: A certificate that ran out is seen to within days or never, and a fault of ours needs no patience either.
SOON = {"tls": timedelta(hours=20), "our_fault": timedelta(0)}
#: kinds that say by themselves what is wrong, though the channel was never read well before
PLAIN = frozenset({"moved", "hijacked", "parked", "challenge", "blocked", "robots_closed", "certificate", "our_fault"})
#: so many sources make a trouble of their host or installation
SEVERAL = 2


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A channel whose last visit that says anything failed, or read its posts elsewhere (`is_beside`).

    since: when the first of those visits in a row began; failed: how many there were; last_good_at: when it was read
    well; visit_id, crawl_id: the last of those visits; posts: how many it has shown.
    """

    channel_id: str
    source_id: str
    address: str
    host: str
    reason: str
    sentence: str
    since: str
    failed: int
    visit_id: int
    crawl_id: int
    last_good_at: str | None = None
    is_beside: bool = False
    posts: int = 0


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source that is asked. verdict, sentence, since: of the running week; hold: its word and what it says."""

    source_id: str
    name: str
    homepage: str
    installation: str | None = None
    verdict: str = "well"
    sentence: str = ""
    since: str | None = None
    hold: str | None = None
    hold_detail: str = ""
    hold_since: str | None = None
    hold_url: str | None = None
    channels: int = 1
    last_post_at: str | None = None
    expected: float | None = None
    collected: int = 0
    #: what is told of its past where that is still to be walked
    to_walk: str | None = None


def judge_sources(
    sources: Iterable[SourceState], channels: Iterable[ChannelState], now: datetime
) -> tuple[Finding, ...]:
    """The findings of sources, without order. Sources and channels that are paused or ended are left out before."""
    of_source: dict[str, list[tuple[str, ChannelState]]] = defaultdict(list)
    for channel in channels:
        kind = kind_of(channel, now)
        if kind is not None:
            of_source[channel.source_id].append((kind, channel))
    every = list(sources)
    single = [found for source in every if (found := _of_source(source, of_source.get(source.source_id, [])))]
    troubled = {one.source.source_id for one in single}
    return (*_grouped(single), *_to_walk([one for one in every if one.to_walk and one.source_id not in troubled]))


def kind_of(channel: ChannelState, now: datetime) -> str | None:
    """The kind of a channel's trouble; None for one that may pass and is young."""
    if channel.is_beside:
        return "dead_address"
    lasted = now - instant(channel.since)
    if channel.reason not in DEFINITE and lasted < SOON.get(channel.reason, PASSING):
        return None
    kind = BY_REASON.get(channel.reason, "unreachable")
    return "never_read" if channel.last_good_at is None and kind not in PLAIN else kind


@dataclass(frozen=True, slots=True)
class _Single:
    """The finding of one source, with what it may share with others."""

    finding: Finding
    source: SourceState
    hosts: frozenset[str]


def _of_source(source: SourceState, failing: Sequence[tuple[str, ChannelState]]) -> _Single | None:
    if source.hold is not None and source.hold in KINDS:
        return _Single(_held(source, failing), source, frozenset())
    if failing:
        return _Single(_failing(source, failing), source, frozenset(channel.host for _, channel in failing))
    # Of its channels none has a trouble that counts: what is left is what came, or did not.
    if source.verdict not in ("thin", "silent") or not source.channels:
        return None
    return _Single(
        made(
            source.verdict,
            source.source_id,
            f"{source.name}: {source.sentence}",
            since=source.since,
            evidence=[_came(source)],
            sources=[source.source_id],
            homepage=source.homepage,
            address=source.homepage,
        ),
        source,
        frozenset(),
    )


def _to_walk(sources: Sequence[SourceState]) -> Iterable[Finding]:
    """For information: one finding for all pasts that are still to be walked, since one walk does for them all."""
    told = [f"{one.name}: {one.to_walk}" for one in sources]
    if len(sources) == 1:
        yield made("past_not_walked", sources[0].source_id, told[0], sources=[sources[0].source_id])
    elif sources:
        yield made(
            "past_not_walked",
            "the registry",
            f"The sites of {count(len(sources), 'source')} say that they have more posts than are kept. Their past was"
            " not walked to the end yet.",
            evidence=told,
            sources=sorted(one.source_id for one in sources),
            name="--all",
        )


def _held(source: SourceState, failing: Sequence[tuple[str, ChannelState]]) -> Finding:
    assert source.hold is not None
    seen = next((channel.sentence for _, channel in failing if channel.reason == source.hold), source.hold_detail)
    return made(
        source.hold,
        source.source_id,
        f"{source.name}: {seen}",
        since=source.hold_since,
        evidence=[_leading(source), *map(_told, failing)],
        sources=[source.source_id],
        channels=[channel.channel_id for _, channel in failing],
        address=source.hold_url or source.homepage,
        homepage=source.homepage,
    )


def _came(source: SourceState) -> str:
    newest = f"Its newest post is of {a_day(instant(source.last_post_at).date())}" if source.last_post_at else "No post"
    usual = f", where {are_usual(source.expected)}" if source.expected is not None else ""
    return f"{newest}; {count(source.collected, 'post')} so far this week{usual}."


def _leading(source: SourceState) -> str:
    return f"It leads to {source.hold_url}." if source.hold_url and source.hold == "moved" else ""


def _failing(source: SourceState, failing: Sequence[tuple[str, ChannelState]]) -> Finding:
    """The worst of a source's channels leads; the others and the verdict are evidence."""
    ranked = sorted(failing, key=lambda pair: (-KINDS[pair[0]].weight, pair[1].channel_id))
    kind, worst = ranked[0]
    of_channels = source.sentence.startswith((worst.sentence[:40], "Held", "It cannot be read", "It was never"))
    beside = source.sentence if source.verdict in ("thin", "silent") and not of_channels else ""
    return made(
        kind,
        source.source_id,
        f"{source.name}: {worst.sentence}",
        since=min(channel.since for _, channel in ranked),
        evidence=[*map(_told, ranked), f"What came: {beside}" if beside else ""],
        sources=[source.source_id],
        channels=[channel.channel_id for _, channel in ranked],
        address=worst.address,
        homepage=source.homepage,
        host=worst.host,
    )


def _told(pair: tuple[str, ChannelState]) -> str:
    """A failing channel in a sentence with its figures."""
    channel = pair[1]
    last = f"last read well on {a_day(instant(channel.last_good_at).date())}" if channel.last_good_at else "never read"
    begun = a_day(instant(channel.since).date())
    return (
        f"{channel.channel_id} ({channel.address}): {channel.reason}, {count(channel.failed, 'visit')} since {begun}"
        f" (visit {channel.visit_id}, crawl {channel.crawl_id}); {last};"
        f" {count(channel.posts, 'post')} known from there."
    )


def _grouped(single: Sequence[_Single]) -> Iterable[Finding]:
    """What many sources of one installation, or of one host, meet alike is told once."""
    left = list(single)
    for group_of in (_installations, _hosts):
        groups: Mapping[tuple[str, str], list[_Single]] = group_of(left)
        for (kind, name), members in groups.items():
            if len({one.source.source_id for one in members}) >= SEVERAL:
                yield _together(kind, name, members)
                left = [one for one in left if one not in members]
    yield from (one.finding for one in left)


def _installations(left: Sequence[_Single]) -> dict[tuple[str, str], list[_Single]]:
    groups: dict[tuple[str, str], list[_Single]] = defaultdict(list)
    for one in left:
        if one.hosts and one.source.installation and one.finding.kind != "dead_address":
            groups[one.finding.kind, one.source.installation].append(one)
    return groups


def _hosts(left: Sequence[_Single]) -> dict[tuple[str, str], list[_Single]]:
    groups: dict[tuple[str, str], list[_Single]] = defaultdict(list)
    for one in left:
        if len(one.hosts) == 1:
            groups[one.finding.kind, min(one.hosts)].append(one)
    return groups


def _together(kind: str, name: str, members: Sequence[_Single]) -> Finding:
    first = min(members, key=lambda one: one.finding.since or "")
    return made(
        kind,
        name,
        f"{count(len(members), 'source')} of {name} meet the same trouble. {first.finding.sentence}",
        since=min((one.finding.since for one in members if one.finding.since), default=None),
        evidence=[one.finding.evidence[0] for one in members if one.finding.evidence],
        sources=sorted(one.source.source_id for one in members),
        channels=sorted(channel for one in members for channel in one.finding.channels),
        address=first.source.homepage,
        homepage=first.source.homepage,
        host=min(first.hosts, default=name),
    )
