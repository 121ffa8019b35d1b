"""Whose fault it is when visits fail: each source's own, or ours. If most fail at once, nothing counts against any.

Failed visits are held back until the run's end, when it is known who else failed. What is counted are systems: the
hosts of one installation stand and fall together, and say once what they say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from items import REASONS, VisitReport
from known import Usual

#: Reasons that a cable pulled out on our side would give for every host.
UNREACHED = {"dns", "connect", "timeout"}
#: So many systems lost, and at least such a part of all, before the network is blamed though others answered.
MANY, PART = 5, 0.2
#: A run of so many systems of which more than such a part fail that did not fail the last time: the fault is ours.
A_WHOLE_RUN, MOST = 8, 0.6
#: Seconds without an answer from anybody after which a run that lost MANY systems is ended early.
LONG = 20.0
#: outcomes of crawls that blamed our side
OURS = {"offline", "our_fault"}
#: outcomes of visits that are held back
HELD = {"soft", "hard", "empty"}
#: reasons of the run's own
CUT_SHORT = {"bounded", "interrupted"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of ours: the crawl's outcome and a sentence for people."""

    outcome: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A visit that failed. at: seconds on the run's clock; unreached: no answer came by a fault of the network;
    was_fine: whether the visit before went well, None where there was none."""

    report: VisitReport
    system: str
    at: float
    unreached: bool
    was_fine: bool | None


@dataclass(slots=True)
class Account:
    """Who answered and who failed in one run. systems: channel -> the system that it is on."""

    systems: Mapping[str, str]
    #: outcome of the crawl before
    last_crawl: str | None = None
    failed: list[Failed] = field(default_factory=list)
    #: visits that went well
    well: set[str] = field(default_factory=set)
    heard: set[str] = field(default_factory=set)
    last_heard: float = 0.0

    def hear(self, system: str, at: float) -> None:
        """A host of the system gave an answer, whatever it said."""
        self.heard.add(system)
        self.last_heard = at

    def take(self, report: VisitReport, usual: Usual, at: float, unreached: bool) -> bool:
        """Take note of a visit that is over; whether it is held back."""
        if report.outcome not in HELD or report.reason in CUT_SHORT:
            self.well.add(report.channel_id)
            return False
        fine = usual.failed is None and (report.outcome != "empty" or usual.seen is not None)
        system = self.systems[report.channel_id]
        self.failed.append(Failed(report, system, at, unreached, fine if usual.visited else None))
        return True

    @property
    def all_systems(self) -> set[str]:
        """The systems of the run."""
        return set(self.systems.values())

    def fault(self) -> Fault | None:
        """The fault of ours that explains what failed; None where each failed by itself."""
        return self._no_network() or self._network_lost() or self._most_failed()

    def fault_by_now(self, at: float) -> Fault | None:
        """The same while the run is at work, where there is no use in going on."""
        if at - self.last_heard < LONG or len(self._unreached()) < MANY:
            return None
        return self._no_network() or self._network_lost()

    # ---- three signs -------------------------------------------------------------------------------------------
    def _no_network(self) -> Fault | None:
        """Nobody answered, though two systems or more should have. With one in the run nobody can tell; it is named."""
        if self.heard or len(self._unreached()) < 2:
            return None
        return Fault("offline", f"No network: none of the {len(self.all_systems)} hosts asked could be reached.")

    def _network_lost(self) -> Fault | None:
        """Some answered, and then nobody did any more; or names that could be resolved the last time could not."""
        count = len(self.all_systems)
        nameless = {one.system for one in self.failed if one.report.reason == "dns" and one.was_fine}
        if self.heard and len(nameless) >= MANY:
            told = f"{len(nameless)} names could not be resolved that could the last time: the name server failed."
            return Fault("offline", told)
        if not self.heard or self.last_crawl == "offline":
            return None  # a second time in a row it is no cable
        lost = self._unreached(after=self.last_heard)
        surely = {one.system for one in self.failed if one.was_fine} & lost
        enough = len(lost) >= MANY or len(surely) >= max(2, count - 2)
        if not enough or len(lost) < PART * count:
            return None
        return Fault("offline", f"The network went away: the last {len(lost)} of {count} hosts could not be reached.")

    def _most_failed(self) -> Fault | None:
        """Most systems, and most visits, fail that did not the last time."""
        systems, visits = self.all_systems, len(self.failed) + len(self.well)
        fresh = [one for one in self.failed if self._is_new(one)]
        failing = {one.system for one in fresh}
        if len(systems) < A_WHOLE_RUN or len(failing) <= MOST * len(systems) or len(fresh) <= MOST * visits:
            return None
        reason, _ = Counter(one.report.reason for one in fresh).most_common(1)[0]
        told = f"{len(failing)} of {len(systems)} hosts failed at once that did not fail the last time"
        word = "offline" if sum(one.unreached for one in fresh) * 2 > len(fresh) else "our_fault"
        return Fault(word, f"{told}, most of them so: {_small(REASONS[reason])} That is a fault on our side.")

    def _unreached(self, after: float = -1.0) -> set[str]:
        """Systems that could not be reached and are not known to be dead."""
        return {one.system for one in self.failed if one.unreached and self._may_be_alive(one) and one.at > after}

    def _may_be_alive(self, one: Failed) -> bool:
        return one.was_fine is not False

    def _is_new(self, one: Failed) -> bool:
        """Whether the last visit was well; of a channel never visited nobody knows, and once it is taken so."""
        return one.was_fine is True or (one.was_fine is None and self.last_crawl not in OURS)


def reports_of(failed: Iterable[Failed]) -> list[VisitReport]:
    """The reports that were held back."""
    return [one.report for one in failed]


def _small(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
