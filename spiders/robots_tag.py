"""What a server wishes of robots that read a page, in X-Robots-Tag headers. Pure.

The same words as in a page's robots lines. A line may be for one robot alone ("googlebot: noindex"); those for Google's
are taken for all, as in pages, and those for other named robots are none of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: words that take a value behind a colon, and so name no robot
_WITH_VALUE = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
_FOR_ALL = frozenset({"*", "googlebot"})
#: characters of one header that are read
_LONGEST = 2_000


def wishes_of(headers: Iterable[str]) -> frozenset[str]:
    """The words of all X-Robots-Tag headers of an answer in small letters; "none" stands for noindex and nofollow."""
    words: set[str] = set()
    for header in headers:
        name, colon, rest = header[:_LONGEST].lower().partition(":")
        if colon and re.fullmatch(r"\s*[a-z0-9*_.-]+\s*", name) and name.strip() not in _WITH_VALUE:
            if name.strip() not in _FOR_ALL:
                continue
            header = rest
        words |= set(re.split(r"[\s,]+", header[:_LONGEST].lower())) - {""}
    return frozenset(words | {"noindex", "nofollow"} if "none" in words else words)
