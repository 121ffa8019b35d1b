"""A watch's row as values: what it asks for, when it tells, whom. Pure, but for the clock that is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from archive.telling import Asked
from parsing.questions import Question, conditions, read_question
from registry import Watch
from registry.watching import ATOM, USUAL_CAP, Manner, Quiet, read_manner, read_quiet

#: by the clock of the watch's zone; the end of quiet hours, where there are some
DIGEST_AT = time(7, 0)
_FACTS = ("topic", "place")


@dataclass(frozen=True, slots=True)
class Saved:
    """A watch. zone: that of its quiet hours, else the one of the settings."""

    id: str
    query: str
    note: str | None
    question: Question
    manner: Manner
    quiet: Quiet | None
    zone: ZoneInfo
    cap: int
    #: names of environment variables, without "atom"
    carriers: tuple[str, ...]
    by_feed: bool

    @property
    def is_digest(self) -> bool:
        """Whether it tells once a day or a week."""
        return self.manner.mode != "at once"

    def is_quiet(self, now: datetime) -> bool:
        """Whether nobody is to be told just now."""
        return self.quiet is not None and self.quiet.covers(now)

    def last_due(self, now: datetime) -> datetime | None:
        """When the newest digest was due; None for a watch that tells at once."""
        if not self.is_digest:
            return None
        at = self.quiet.end if self.quiet else DIGEST_AT
        day = now.astimezone(self.zone).date()
        for back in range(9):
            local = datetime.combine(day - timedelta(days=back), at, self.zone)
            if local <= now and (self.manner.mode == "daily" or local.weekday() == 0):
                return local.astimezone(UTC)
        raise AssertionError("a week has a Monday")

    def asked(self) -> Asked:
        """What the archive is asked for."""
        made, params = conditions(self.question.filters, "w", may_lead=False, one_by_one=True)
        return Asked(
            self.id,
            self.question.match,
            tuple(made),
            params,
            edits=self.manner.edits,
            removals=self.manner.removals,
            by_facts=any(one.name in _FACTS for one in self.question.filters),
        )


def saved(watch: Watch, zone: ZoneInfo) -> Saved:
    """A row, which the registry has checked. zone: for what the row says without one."""
    manner, quiet = read_manner(watch.mode), read_quiet(watch.quiet)
    return Saved(
        watch.id,
        watch.query,
        watch.note,
        read_question(watch.query),
        manner,
        quiet,
        quiet.zone if quiet else zone,
        watch.cap or USUAL_CAP[manner.mode],
        tuple(name for name in watch.carriers if name != ATOM),
        by_feed=ATOM in watch.carriers,
    )
