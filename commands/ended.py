"""How a run of `collect` ended: its account for people, for programs, and as an exit code."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from archive.times import a_day
from errors import NewsError
from items import VisitReport
from watch.telling import Account

BLAMELESS = "Nothing was counted against any source."
DEMO = "`make demo` shows the archive at work without a network."
HALF_RATE = "CONTACT is not set, so public hosts were asked at half rate; set it to a mail address or page of yours."


@dataclass(slots=True)
class Ended:
    """The account of one run."""

    reason: str
    seconds: float
    channels: int
    reports: list[VisitReport] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    #: (channel id, address, sentence) of visits that failed; new ones first
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    new_troubles: list[str] = field(default_factory=list)
    #: when those among them began that were told before and of which it is time to remind
    since: dict[str, datetime] = field(default_factory=dict)
    #: channels among those whose own address is dead while another way still gave their posts
    read_elsewhere: set[str] = field(default_factory=set)
    at_half_rate: bool = False
    error: NewsError | None = None
    #: what was our own fault, in a sentence
    fault: str | None = None
    #: channels that a run without names left for later; and, where it had nothing to do, when the next one is due
    not_due: int = 0
    nothing_due: str | None = None
    #: what watches were told when it was over; None where they were not asked
    told: Account | None = None

    @property
    def exit_code(self) -> int:
        """0 well, known troubles included; 1 new trouble; 2 the run itself could not go on."""
        if self.error:
            return max(self.error.exit_code, 2)
        unheard = bool(self.told and self.told.troubles)
        return 1 if self.new_troubles or self.fault or unheard else 0

    @property
    def more_to_do(self) -> bool:
        """Whether a limit or a signal ended the run before its work was done."""
        return self.reason in ("bounded", "interrupted")

    def summary(self, brief: bool = False) -> str:
        """The last lines of a run, for people. brief: of troubles that were told before only their number."""
        if self.error:
            return f"The run ended early: {self.error}"
        if self.nothing_due:
            return "\n".join([f"Nothing is due. {self.nothing_due}", *self._told()])
        if self.fault and not self.reports:
            return " ".join([self.fault, BLAMELESS, *([DEMO] if self.reason == "offline" else [])])
        read = sum(report.outcome in ("ok", "unchanged", "empty") for report in self.reports)
        failed = len(self.failed) - len(self.read_elsewhere)
        line = (
            f"Collected {self.counts.get('new', 0):,} new and {self.counts.get('revised', 0):,} changed posts; "
            f"{read} of {self.channels} channels read, {failed} failed, in {_duration(self.seconds)}."
        )
        if self.fault:
            line += f" {self.fault} {BLAMELESS}"
        if self.not_due and not brief:
            line += f" {self.not_due:,} others are not due yet."
        if self.more_to_do:
            line += " More to do: run it again to go on."
        return "\n".join([line, *self._told(), *self._troubles(brief), *([HALF_RATE] if self.at_half_rate else [])])

    def _told(self) -> list[str]:
        return self.told.lines() if self.told else []

    def _troubles(self, brief: bool) -> list[str]:
        """Addresses that gave no posts, and those whose posts came by another way, under a head of their own each."""
        dead = [one for one in self.failed if one[0] not in self.read_elsewhere]
        beside = [one for one in self.failed if one[0] in self.read_elsewhere]
        return [
            *self._listed("Did not answer or could not be read:", dead, brief),
            *self._listed("Read by another way, since their own address is dead:", beside, brief),
        ]

    def _listed(self, head: str, failed: list[tuple[str, str, str]], brief: bool) -> list[str]:
        """A line for each address; channels of one host that fail alike share one."""
        told: dict[str, list[str]] = {}
        for name, address, why in failed:
            if name in self.new_troubles or not brief:
                told.setdefault(f"{self._news(name)}{{}}  {_without(address, why)}", []).append(address)
        lines = [f"  {line.replace('{}', ' and '.join(addresses), 1)}" for line, addresses in told.items()]
        known = sum(name not in self.new_troubles for name, _, _ in failed)
        if brief and known:
            lines.append(f"  {known} known before; `scrapy collect` on a terminal lists them.")
        return [head, *lines] if lines else []

    def _news(self, name: str) -> str:
        """What stands before a trouble: that it is new, or since when it lasts if this is a reminder."""
        if name in self.since:
            return f"still, since {a_day(self.since[name])}: "
        return "new: " if name in self.new_troubles else ""

    def as_dict(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "reason": self.reason,
            "seconds": round(self.seconds, 3),
            "channels": self.channels,
            "not_due": self.not_due,
            "visited": len(self.reports),
            "counts": self.counts,
            "more_to_do": self.more_to_do,
            "failed": [
                {"channel": name, "address": address, "why": why, "read_elsewhere": name in self.read_elsewhere}
                for name, address, why in self.failed
            ],
            "new_troubles": self.new_troubles,
            "told": asdict(self.told) if self.told else None,
            "fault": self.fault,
            "error": str(self.error) if self.error else None,
            "exit_code": self.exit_code,
        }


def _without(address: str, why: str) -> str:
    """A sentence that does not begin with the address that stands before it."""
    rest = why.removeprefix(address).lstrip(": ")
    return rest[:1].upper() + rest[1:] if rest != why else why


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{int(seconds // 60)} min {int(seconds % 60)} s"
