"""A home page in, likely channels out: the survey of one site that nobody has seen before.

The survey says what it wants fetched (`wanted`), takes the answers (`take`) and concludes (`conclude`). It is pure: the
caller fetches as politely as it must, and may stop at any time. From what a site declares to what is only usual:

    home -> declared feeds, posts API, calendars -> list pages -> usual feeds -> sitemap -> samples of what was found
"""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from parsing.discovery import asking, concluding, taking
from parsing.discovery.notes import Conclusion, Finding, Notes, Probe, ProposedChannel, Space
from parsing.discovery.signs import Standing, standing_of
from parsing.discovery.ways import Answer
from parsing.urls import Sites

__all__ = ["Answer", "Conclusion", "Finding", "Probe", "ProposedChannel", "Space", "Standing", "Survey", "standing_of"]


class Survey:
    """One site, looked at from outside.

    home: where to begin. sites, source_id: what counts as the site's own addresses. zone: for dates that name none;
    today: for dates without a year.
    """

    def __init__(self, home: str, sites: Sites, source_id: str, today: date, zone: ZoneInfo) -> None:
        self.notes = Notes(home, home, sites, source_id, today, zone)

    def hear_robots(self, text: str) -> None:
        """What the host's robots.txt says; it may name sitemaps."""
        self.notes.robots += f"\n{text}"

    def wanted(self) -> list[Probe]:
        """The next documents to fetch, in order of worth; empty when nothing is left to ask."""
        return asking.wanted(self.notes)

    def take(self, probe: Probe, answer: Answer) -> None:
        """The answer to one of them. Documents that cannot be read are noted as such; nothing is raised for them."""
        taking.take(self.notes, probe, answer)

    def fail(self, probe: Probe, sentence: str) -> None:
        """An answer that no reader survived."""
        taking.fail(self.notes, probe, sentence)

    def conclude(self) -> Conclusion:
        """What was found so far, as channels."""
        return concluding.conclude(self.notes)
