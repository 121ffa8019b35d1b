"""What stands in titles and beside them without being words of anybody: counters, and signs of permalinks."""

from __future__ import annotations

import re

#: what readers did with a post, and how long it takes them
_COUNTER = re.compile(
    r"(?:no|sin|\d[\d,.]{0,8}k?) (?:reactions?|likes?|shares?|views?|votes?|claps?|hearts?|favou?rites?|sign-?ups?"
    r"|rsvps?|signatures?|downloads?|reads|replies|reacciones|vistas|me gusta)"
    r"|(?:reading time:? )?\d{1,3}[ -]?min(?:ute|uto)?s?(?: read| de lectura)?",
    re.IGNORECASE,
)
#: the sign of a link from a heading to itself
_SIGNS = re.compile(r"(?:\s{0,9}[¶🔗⚓])+\s{0,9}$|(?<=\S)\s#$")


def is_counter(text: str) -> bool:
    """Whether a line counts reactions, shares or minutes of reading: "2 reactions", "3 min read"."""
    return len(text) < 50 and bool(_COUNTER.fullmatch(text))


def without_signs(text: str) -> str:
    """A title without the sign of a permalink behind it: "Title ¶"."""
    return _SIGNS.sub("", text).strip() or text
