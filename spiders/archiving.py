"""Archives of years and months as walks: their keys, and which of them are not worth a request any more.

Keys sort by time: "archive 2018-00 ADDRESS" is a year, "archive 2018-00/03 ADDRESS" a month that only the page of that
year offered, "archive 2018-03 ADDRESS" a month that the list itself offers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsing.lists.archives import Archive
from spiders.walks import MONTHS_KEY, Past

#: how the key begins of the page from which a site leads to its archives
INDEX_KEY = "index "
_YEAR = re.compile(r"archive (\d{4})-00 ")
_WITHIN = re.compile(r"archive (\d{4})-00/")


def key_of(one: Archive, inside: int | None) -> str:
    """The key of an archive's walk. inside: the year on whose page it stands."""
    if inside is not None:
        return f"archive {inside}-00/{one.month or 0:02} {one.url}"
    return f"archive {one.year}-{one.month or 0:02} {one.url}"


def year_of(key: str) -> int | None:
    """The year whose whole archive a walk is; None for any other walk."""
    found = _YEAR.match(key)
    return int(found[1]) if found else None


def leave_barren(past: Past, asked: Sequence[str]) -> None:
    """Forget archives that wait, where those asked last, the oldest, held nothing that is new.

    A month that only its year's page offered tells of that year alone.
    """
    last = [past.walks[key] for key in asked if key in past.walks and not key.startswith(MONTHS_KEY)]
    whole = [walk for walk in last if not _WITHIN.match(walk.key)]
    if whole and not any(walk.fresh or walk.leads_on for walk in last):
        _forget(past, "archive ")
    for year in {found[1] for walk in last if (found := _WITHIN.match(walk.key))}:
        if not any(walk.fresh for walk in last if walk.key.startswith(f"archive {year}-00/")):
            _forget(past, f"archive {year}-00/")


def _forget(past: Past, start: str) -> None:
    for key in [key for key in past.waiting if key.startswith(start)]:
        del past.waiting[key]
