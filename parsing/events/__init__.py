"""Events: what calendars of any make say, and what a page says of its event for machines.

The door to the readers beside it; everything here is pure and bounded, whatever the bytes.
"""

from __future__ import annotations

from parsing.events.entry import CalendarEntry
from parsing.events.ical import read_ical
from parsing.events.json import event_of_json_ld
from parsing.events.tribe import read_tribe_events

__all__ = ["CalendarEntry", "event_of_json_ld", "read_ical", "read_tribe_events"]
