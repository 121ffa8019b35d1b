"""Tables of events: when and where, what each channel last told of it, and what was told before it changed."""

from __future__ import annotations

from archive.tables.shapes import Column as C
from archive.tables.shapes import Index, Table

_ITEM = "INTEGER NOT NULL REFERENCES item_rows(id)"

EVENTS = Table(
    "events",
    "When and where an event takes place; one row for an item that is an event.",
    (
        C("item_id", "INTEGER PRIMARY KEY REFERENCES item_rows(id)", "The item."),
        C("starts_at", "TEXT", "Start in UTC."),
        C("ends_at", "TEXT", "End in UTC."),
        C("all_day", "INTEGER NOT NULL DEFAULT 0", "1 if it has days and no hours."),
        C("timezone", "TEXT", "Zone in which it takes place."),
        C("rrule", "TEXT", "Rule of its repetitions, as iCalendar writes it."),
        C(
            "status",
            "TEXT",
            "confirmed, tentative, cancelled, or withdrawn: its calendar no longer shows it, though it is to come.",
        ),
        C("venue", "TEXT", "Name of the place."),
        C("street_address", "TEXT", "Postal address of the place."),
        C("registration_url", "TEXT", "Where one signs up."),
    ),
    indexes=(Index("events_start", "(starts_at)", "Events by their start."),),
)

OCCURRENCES = Table(
    "occurrences",
    "Each time that an event takes place; an event that does not repeat has one.",
    (
        C("item_id", _ITEM, "The event's item."),
        C("starts_at", "TEXT NOT NULL", "Start in UTC."),
        C("ends_at", "TEXT", "End in UTC."),
    ),
    ("PRIMARY KEY (item_id, starts_at)",),
    (Index("occurrences_start", "(starts_at)", "What takes place in this week?"),),
    by_key=True,
)

EVENT_CHANGES = Table(
    "event_changes",
    "What was told of an event until it was moved, called off or told anew. The table events has what holds now.",
    (
        C("item_id", _ITEM, "The event's item."),
        C("changed_at", "TEXT NOT NULL", "When the change was seen; what stands in this row was told until then."),
        C("channel_id", "TEXT REFERENCES channels(id)", "The channel that told the change."),
        C("starts_at", "TEXT", "Start in UTC, as told before."),
        C("ends_at", "TEXT", "End in UTC, as told before."),
        C("all_day", "INTEGER NOT NULL DEFAULT 0", "1 if it had days and no hours."),
        C("timezone", "TEXT", "Zone in which it was to take place."),
        C("rrule", "TEXT", "Rule of its repetitions, as told before."),
        C("status", "TEXT", "Its status before: confirmed, tentative, cancelled or withdrawn."),
        C("venue", "TEXT", "Name of the place, as told before."),
        C("street_address", "TEXT", "Postal address of the place, as told before."),
        C("registration_url", "TEXT", "Where one signed up."),
        C("dropped", "TEXT", "Times of repetitions that were taken out by this change, as a JSON list of starts."),
    ),
    ("PRIMARY KEY (item_id, changed_at)",),
    (Index("event_changes_when", "(changed_at)", "Which events were moved lately?"),),
    by_key=True,
)

EVENT_TELLINGS = Table(
    "event_tellings",
    "What each channel last told of an event, so that two channels which disagree do not change it to and fro.",
    (
        C("item_id", _ITEM, "The event's item."),
        C("channel_id", "TEXT NOT NULL REFERENCES channels(id)", "The channel."),
        C("manner", "TEXT NOT NULL", "How it told it: calendar, page or list."),
        C("mark", "TEXT NOT NULL", "Internal: hash of what it told."),
        C("told_at", "TEXT NOT NULL", "Since when it tells this."),
        C("status", "TEXT", "The status that it told last."),
        C("times", "TEXT", "Internal: starts of the repetitions that it told last, as a JSON list."),
        C(
            "missed_at",
            "TEXT",
            "Since when this calendar, read in full, no longer shows an event to come; NULL while it does.",
        ),
    ),
    ("PRIMARY KEY (item_id, channel_id, manner)",),
    (Index("event_tellings_channel", "(channel_id, manner)", "Which events does this calendar show?"),),
    by_key=True,
)

HAPPENING = (EVENT_CHANGES, EVENT_TELLINGS)
