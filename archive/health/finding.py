"""What health says: findings with their evidence, as values. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from archive.health.kinds import FOR_INFORMATION, KINDS

#: characters of a sentence or of a piece of evidence; what sites send may be endless
LONGEST = 600
#: pieces of evidence and sources that one finding lists; it says how many more there are
MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class Finding:
    """One cause of trouble.

    key: what stays the same while the trouble lasts; subject: a source's id, an installation, a host, or `run`;
    since: an instant or a day as text; evidence: sentences with figures, addresses and numbers of visits and crawls.
    """

    key: str
    kind: str
    subject: str
    sentence: str
    next_step: str
    since: str | None = None
    evidence: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """How bad it is: 100 the worst, 0 for information only."""
        return KINDS[self.kind].weight

    @property
    def is_trouble(self) -> bool:
        """Whether somebody should look at it."""
        return self.kind not in FOR_INFORMATION


@dataclass(frozen=True, slots=True)
class Known:
    """A finding beside what the archive noted of it. told: whether a run or a call of health told of it already."""

    finding: Finding
    first_seen_at: str | None = None
    told_at: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Whether nobody was told of it so far."""
        return self.finding.is_trouble and self.told_at is None


def made(
    kind: str,
    subject: str,
    sentence: str,
    *,
    since: str | None = None,
    evidence: Iterable[str] = (),
    sources: Iterable[str] = (),
    channels: Iterable[str] = (),
    **words: str,
) -> Finding:
    """A finding with the next step of its kind. words: what that names ({name}, {address}, {homepage}, {host})."""
    steps = {"name": subject, "address": "its address", "homepage": "its home page", "host": "the host", **words}
    pieces = tuple(short(piece) for piece in evidence if piece)
    if len(pieces) > MOST_LISTED:
        pieces = (*pieces[: MOST_LISTED - 1], f"And {len(pieces) - MOST_LISTED + 1:,} more.")
    return Finding(
        key=f"{kind}/{subject}",
        kind=kind,
        subject=subject,
        sentence=short(sentence),
        next_step=short(KINDS[kind].next_step.format_map(steps)),
        since=since,
        evidence=pieces,
        sources=tuple(dict.fromkeys(sources)),
        channels=tuple(dict.fromkeys(channels)),
    )


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """In the order in which they are told: by weight, then those that concern more sources, then by name."""
    return sorted(findings, key=lambda one: (-one.weight, -len(one.sources), one.subject))


def short(text: str) -> str:
    """One line, cut where it is too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def count(number: int, what: str) -> str:
    """ "1 visit", "2 visits"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
