"""Dates as people and machines write them, and the one decider that chooses among what was found."""

from __future__ import annotations

from parsing.dates.choice import DOUBTFUL, Choice, choose, decide, flagged, trust_of
from parsing.dates.finding import candidate, date_in_address, find_date, find_dates, is_day_first, parse_date
from parsing.dates.occasions import names_occasion, title_date
from parsing.dates.sharing import shared_times, without_shared

__all__ = [
    "DOUBTFUL",
    "Choice",
    "candidate",
    "choose",
    "date_in_address",
    "decide",
    "find_date",
    "find_dates",
    "flagged",
    "is_day_first",
    "names_occasion",
    "parse_date",
    "shared_times",
    "title_date",
    "trust_of",
    "without_shared",
]
