"""Open Atrium (Drupal 7): its numbers, its sections, its calendars."""

from __future__ import annotations

from parsing.atrium.directory import changes_of, spaces_of, sub_spaces
from parsing.atrium.events import calendar_entries, read_event
from parsing.atrium.numbers import calendar_links, number_beside, numbers_of, sections_of
from parsing.atrium_signs import is_open_atrium

__all__ = [
    "calendar_entries",
    "calendar_links",
    "changes_of",
    "is_open_atrium",
    "number_beside",
    "numbers_of",
    "read_event",
    "sections_of",
    "spaces_of",
    "sub_spaces",
]
