"""What watches found and told, as rows: matches of what is new, messages made of them, attempts to hand them over.

    to_watch ──find──> matches ──make──> deliveries ──begin, end──> sent

Each arrow is one short transaction, and a message is handed over between two of them; so a run that is killed anywhere
has lost nothing, and only an attempt whose outcome nobody recorded is made again, under the same id.
"""

from archive.telling.attempts import (
    Attempted,
    Due,
    begin_attempt,
    drop_unwanted,
    end_attempt,
    next_due,
    note_told,
    open_test,
    take_up_doubts,
)
from archive.telling.making import Recipe, make_messages
from archive.telling.matching import Asked, Found, find_matches
from archive.telling.standing import CarrierStanding, Standing, Trace, carrier_standings, standings, traces
from archive.telling.texts import Entry, entries_of

__all__ = [
    "Asked", "Attempted", "CarrierStanding", "Due", "Entry", "Found", "Recipe", "Standing", "Trace", "begin_attempt",
    "carrier_standings", "drop_unwanted", "end_attempt", "entries_of", "find_matches", "make_messages", "next_due",
    "note_told", "open_test", "standings", "take_up_doubts", "traces",
]  # fmt: skip
