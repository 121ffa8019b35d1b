"""Questions to the index of words, as a public build takes them: it holds extracts where the archive has texts."""

from __future__ import annotations

import re

_COLUMN = re.compile(r"\bbody\b")


def over_extracts(match: str | None) -> str | None:
    """A full-text expression of parsing.questions with its column `body` named `extract`. Words stand in quotes there
    and stay as they are."""
    if match is None:
        return None
    parts = match.split('"')
    parts[::2] = [_COLUMN.sub("extract", part) for part in parts[::2]]
    return '"'.join(parts)
