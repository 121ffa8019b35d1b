"""Dates as people and machines write them, and the one decider that chooses among what was found."""

from __future__ import annotations

from parsing.dates.choice import choose
from parsing.dates.finding import date_in_address, find_date, find_dates, parse_date

__all__ = ["choose", "date_in_address", "find_date", "find_dates", "parse_date"]
