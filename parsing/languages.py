"""Languages: the codes that documents give."""

from __future__ import annotations

import re


def language_code(value: str | None) -> str | None:
    """The two-letter code of a language tag: "en-US" and "EN_us" are "en"; None for what is none."""
    found = re.match(r"\s*([a-zA-Z]{2,3})(?:[-_][a-zA-Z0-9-]+)?\s*$", value or "")
    return found[1].lower() if found else None
