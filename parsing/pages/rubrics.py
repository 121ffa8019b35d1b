"""The line over a text that says what it is written as: "FOR IMMEDIATE RELEASE". It is no part of the body."""

from __future__ import annotations

import re
from itertools import islice

#: how many lines from the beginning such a line may stand; title, day, contact and sender stand beside it
_LINES = 12
#: words of a line with which the text itself has begun
_TEXT_LINE = 25
#: more characters of a text are not looked at
_LOOKED_AT = 4000
_RUBRIC = re.compile(
    r"(?:for )?immediate release(?:[:\s–—-].{0,80})?"
    r"|para (?:su )?publicaci[óo]n inmediata.{0,60}"
    r"|(?:press|news|media) release|media advisory|comunicado de prensa|nota de prensa",
    re.IGNORECASE,
)


def rubric_of(text: str | None) -> str | None:
    """The line among the first of an uncleaned text that calls it a release or an advisory; None where none does."""
    lines = (line.strip(" |•·*#_–—:-\t") for line in (text or "")[:_LOOKED_AT].split("\n"))
    for line in islice((line for line in lines if line), _LINES):
        if _RUBRIC.fullmatch(line):
            return line
        if len(line.split()) >= _TEXT_LINE:
            return None
    return None
