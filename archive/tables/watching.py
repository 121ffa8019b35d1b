"""Tables of watches: saved searches, what they found, which messages came of it and how far each of them came."""

from __future__ import annotations

from archive.tables.shapes import Column as C
from archive.tables.shapes import Index, Table

_WATCH = "TEXT NOT NULL REFERENCES watches(id)"
_ITEM = "INTEGER NOT NULL REFERENCES item_rows(id)"

WATCHES = Table(
    "watches",
    "Saved searches and whom they tell: the registry's rows, and rows that have left it.",
    (
        C("id", "TEXT PRIMARY KEY", "Short name of the watch."),
        C("query", "TEXT NOT NULL", "The search."),
        C("mode", "TEXT", "When it tells, and whether it tells edits and removals too; NULL means at once."),
        C("carriers", "TEXT NOT NULL", "Whom it tells; private addresses are names of environment variables."),
        C("quiet", "TEXT", "The hours in which it does not tell, with their zone."),
        C("cap", "INTEGER", "Messages of one telling (at once), or stories of one message, at the most."),
        C("note", "TEXT", "What the registry remarks on it."),
        C("first_seen_at", "TEXT NOT NULL", "When the watch began; older items are no news to it."),
        C("closed_at", "TEXT", "When it had left the registry."),
    ),
)

MATCHES = Table(
    "matches",
    "What a watch found: a new story, an edit or a removal, each once.",
    (
        C("id", "INTEGER PRIMARY KEY", "Number of the match."),
        C("watch_id", _WATCH, "The watch."),
        C("what", "TEXT NOT NULL", "new, edited or removed."),
        C("item_id", _ITEM, "The item that matched, of the story's new items the first."),
        C("story_id", "INTEGER REFERENCES stories(id)", "Its story at that time; a story is told once as new."),
        C(
            "ref",
            "INTEGER NOT NULL DEFAULT 0",
            "The revision of an edit, the row of status_changes of a removal; or 0.",
        ),
        C("found_at", "TEXT NOT NULL", "When it was found."),
        C(
            "made_at",
            "TEXT",
            "When messages were made of it; NULL while it waits for the end of quiet hours or its day.",
        ),
    ),
    ("UNIQUE (watch_id, what, item_id, ref)",),
    (
        Index("matches_waiting", "(watch_id, found_at) WHERE made_at IS NULL", "What has this watch still to tell?"),
        Index("matches_item", "(watch_id, item_id)", "Was this item told?"),
        Index("matches_story", "(watch_id, story_id) WHERE story_id IS NOT NULL", "Was this story told?"),
        Index("matches_of_item", "(item_id)", "Whom was this item told?"),
    ),
)

DELIVERIES = Table(
    "deliveries",
    "One message of a watch to one carrier, recorded before and after it is handed over. It holds no words of posts:"
    " those are read when it is handed over.",
    (
        C("id", "TEXT PRIMARY KEY", "The fixed id, which also goes out as Message-ID and as idempotency key."),
        C("watch_id", _WATCH, "The watch."),
        C("carrier", "TEXT NOT NULL", "The carrier, by the name of its environment variable."),
        C("what", "TEXT NOT NULL", "new, edited, removed, digest or test."),
        C("period", "TEXT", "When a digest was due; NULL for other messages."),
        C("more", "INTEGER NOT NULL DEFAULT 0", "How many matches it only counts, being beyond the watch's cap."),
        C("state", "TEXT NOT NULL", "How far it came."),
        C(
            "in_doubt",
            "INTEGER NOT NULL DEFAULT 0",
            "1 if an attempt of unknown outcome went before: a possible repeat.",
        ),
        C("attempts", "INTEGER NOT NULL DEFAULT 0", "How often it was handed to the carrier."),
        C("created_at", "TEXT NOT NULL", "When the message was made."),
        C("attempted_at", "TEXT", "When it was last handed over."),
        C("next_attempt_at", "TEXT", "When it is tried again; NULL where nothing stands in the way."),
        C("sent_at", "TEXT", "When the carrier took it."),
        C("sentence", "TEXT", "What came of the last attempt, in a sentence."),
    ),
    indexes=(
        Index("deliveries_watch", "(watch_id, created_at)", "What did this watch tell?"),
        Index(
            "deliveries_open",
            "(carrier, created_at, id) WHERE state NOT IN ('sent', 'dropped')",
            "What is still to be sent, and by whom?",
        ),
    ),
)

DELIVERY_MATCHES = Table(
    "delivery_matches",
    "Which matches a message tells.",
    (
        C("delivery_id", "TEXT NOT NULL REFERENCES deliveries(id)", "The message."),
        C("match_id", "INTEGER NOT NULL REFERENCES matches(id)", "The match."),
        C("listed", "INTEGER NOT NULL", "1 if the message shows it; 0 if it is among those that it only counts."),
    ),
    ("PRIMARY KEY (delivery_id, match_id)",),
    (Index("delivery_matches_match", "(match_id)", "In which messages was this told?"),),
    by_key=True,
)

CARRIERS = Table(
    "carriers",
    "Carriers by which watches tell, and whether they work.",
    (
        C("id", "TEXT PRIMARY KEY", "Name of the environment variable that holds its address."),
        C("sent_at", "TEXT", "When it last took a message."),
        C("failing_since", "TEXT", "When it began to fail; NULL if the last attempt went well."),
        C("failures", "INTEGER NOT NULL DEFAULT 0", "Attempts that failed since then."),
        C("next_attempt_at", "TEXT", "When it is tried again, if it could not be reached at all."),
        C("told_at", "TEXT", "When its failing was last told to the operator: when it begins, then once a week."),
        C("sentence", "TEXT", "What went wrong last, in a sentence without addresses."),
    ),
    by_key=True,
)

TO_WATCH = Table(
    "to_watch",
    "Internal: what came or changed since watches looked last. Empty while there are no watches.",
    (
        C("item_id", _ITEM, "The item."),
        C("what", "TEXT NOT NULL", "new, edited or removed."),
        C("ref", "INTEGER NOT NULL", "The revision of an edit, the row of status_changes of a removal; or 0."),
    ),
    ("PRIMARY KEY (item_id, what, ref)",),
    by_key=True,
)

WATCHING = (WATCHES, MATCHES, DELIVERIES, DELIVERY_MATCHES, CARRIERS, TO_WATCH)

_OPEN = "EXISTS (SELECT 1 FROM watches WHERE closed_at IS NULL)"
_INTO = "INSERT INTO to_watch (item_id, what, ref)"
_ONCE = "ON CONFLICT DO NOTHING"
#: what decides whether an item is news to a watch; topics and places come later in the same run
_DECIDES = ("text_id", "shown", "published_on", "kind", "language", "source_id", "backfill", "merged_into", "author")

#: What comes waits for the watches, if there are any: telling then costs by what is new, not by what is kept.
WATCH_TRIGGERS = (
    f"CREATE TRIGGER IF NOT EXISTS watch_enter AFTER INSERT ON item_rows WHEN new.backfill = 0 AND {_OPEN} "
    f"BEGIN {_INTO} VALUES (new.id, 'new', 0) {_ONCE}; END",
    f"CREATE TRIGGER IF NOT EXISTS watch_change AFTER UPDATE OF {', '.join(_DECIDES)} ON item_rows "
    f"WHEN new.backfill = 0 AND ({' OR '.join(f'new.{name} IS NOT old.{name}' for name in _DECIDES)}) AND {_OPEN} "
    f"BEGIN {_INTO} VALUES (coalesce(new.merged_into, new.id), 'new', 0) {_ONCE}; END",
    f"CREATE TRIGGER IF NOT EXISTS watch_edit AFTER INSERT ON revision_rows WHEN new.because IN ('edited', 'cut') "
    f"AND {_OPEN} BEGIN {_INTO} VALUES (new.item_id, 'edited', new.id) {_ONCE}; END",
    f"CREATE TRIGGER IF NOT EXISTS watch_removal AFTER INSERT ON status_changes "
    f"WHEN new.status IN ('gone', 'withdrawn', 'moved', 'hijacked') AND {_OPEN} "
    f"BEGIN {_INTO} VALUES (new.item_id, 'removed', new.id) {_ONCE}; END",
)
