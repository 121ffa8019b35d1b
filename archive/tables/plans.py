"""Tables of the time to come: when each channel is due, and which sources are paused."""

from __future__ import annotations

from archive.tables.shapes import Column as C
from archive.tables.shapes import Index, Table

PLANS = Table(
    "plans",
    "When each channel is visited again, decided when its last visit ended.",
    (
        C("channel_id", "TEXT PRIMARY KEY REFERENCES channels(id)", "The channel."),
        C("due_at", "TEXT NOT NULL", "From when on a run visits it."),
        C("why", "TEXT NOT NULL", "What that rests on, in a sentence."),
        C("interval_minutes", "INTEGER NOT NULL", "The span that was planned; an overdue channel is measured by it."),
        C("gap_minutes", "INTEGER", "The usual span between two posts; NULL while too little is known."),
        C("gap_at", "TEXT", "When that was told."),
        C("visit_count", "INTEGER NOT NULL", "Visits so far, but for those that the run cut short."),
        C("failure_count", "INTEGER NOT NULL", "Visits up to the last one that failed in a row."),
        C("last_at", "TEXT", "When the last visit began, to the minute; NULL where the run cut it short."),
        C("wait_until", "TEXT", "Until then its host asked to be left alone."),
        C("since_full_count", "INTEGER NOT NULL", "Visits since its documents came whole, and not as unchanged."),
        C("full_at", "TEXT", "When they last came whole."),
        C("is_liar", "INTEGER NOT NULL DEFAULT 0", "1 if its server's validators stayed while its posts changed."),
        C("feed_minutes", "INTEGER", "How often its feed says that it changes; NULL where it does not say."),
        C("skip_hours", "TEXT", "The hours (0 to 23, UTC) in which its feed asks not to be read, parted by spaces."),
        C("skip_days", "TEXT", "The days (0 is Monday) on which it asks so."),
    ),
    (),
    (Index("plans_due", "(due_at)", "What is due?"),),
    by_key=True,
)

PAUSES = Table(
    "pauses",
    "Sources that the operator paused: no run visits them unless they are named.",
    (
        C("source_id", "TEXT NOT NULL REFERENCES sources(id)", "The source."),
        C("since", "TEXT NOT NULL", "When it was paused."),
        C("until", "TEXT", "The day on which the pause is over by itself; NULL where nobody said."),
        C("reason", "TEXT", "Why, in the operator's words."),
        C("ended_at", "TEXT", "When it was resumed; NULL while it is paused."),
    ),
    ("PRIMARY KEY (source_id, since)",),
    by_key=True,
)
