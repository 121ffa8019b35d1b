"""When each channel is due: kept with its visits, asked before a run, told in words.

`intervals.py` and `gaps.py` decide (pure), `keeping.py` writes the decision in the transaction of the visit's row, and
`choosing.py` says at the start of a run who is due.
"""

from __future__ import annotations

from archive.planning.choosing import Due, due_channels, next_due, to_visit
from archive.planning.keeping import note_plan, plan_of, plans

__all__ = ["Due", "due_channels", "next_due", "note_plan", "plan_of", "plans", "to_visit"]
