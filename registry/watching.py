"""What the cells of a watch mean: when it tells, what beside new posts, its quiet hours, its carriers. Pure."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from errors import ParseError
from parsing.questions import MAX_LENGTH, read_question

MODES = ("at once", "daily", "weekly")
WISHES = ("edits", "removals")
#: the carrier that sends nothing: the search's own feed
ATOM = "atom"
#: messages of one telling of a watch that tells at once, and stories of one digest, where the row says nothing
USUAL_CAP = {"at once": 10, "daily": 50, "weekly": 100}
MOST = 500
#: Variables that begin with NEWS_ are settings, unless they begin so.
OURS = ("NEWS_MAIL_", "NEWS_CHAT_", "NEWS_HOOK_")

_NAME = re.compile(r"[A-Z][A-Z0-9_]{1,63}")
_QUIET = re.compile(r"(\d{1,2}):(\d\d)\s*-\s*(\d{1,2}):(\d\d)\s+(\S+)")


@dataclass(frozen=True, slots=True)
class Manner:
    """When a watch tells (one of MODES), and whether it tells edits and removals beside new posts."""

    mode: str = "at once"
    edits: bool = False
    removals: bool = False

    @property
    def cell(self) -> str:
        """The same as the row writes it."""
        wishes = [name for name, wanted in zip(WISHES, (self.edits, self.removals), strict=True) if wanted]
        return ", ".join([self.mode, *wishes])


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nobody is told, by the clock of a zone; they may pass midnight."""

    start: time
    end: time
    zone: zoneinfo.ZoneInfo

    def covers(self, at: datetime) -> bool:
        """Whether an instant lies in them; their end does not."""
        now = at.astimezone(self.zone).time().replace(tzinfo=None)
        if self.start < self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end


def read_manner(text: str | None) -> Manner:
    """A cell such as "daily, edits, removals"; an empty one means at once. Raises ParseError."""
    words = [" ".join(word.split()).lower().replace("_", " ") for word in (text or "").split(",")]
    words = [word for word in words if word]
    for word in words:
        if word not in (*MODES, *WISHES):
            raise ParseError(f"{word!r} is no mode; write one of {', '.join(MODES)}, and behind it edits or removals")
    modes = [word for word in words if word in MODES]
    if len(modes) > 1:
        raise ParseError(f"{text!r} names two modes; keep one, or make a second watch")
    return Manner(modes[0] if modes else "at once", "edits" in words, "removals" in words)


def read_quiet(text: str | None) -> Quiet | None:
    """A cell such as "22:00-07:00 America/Chicago". Raises ParseError."""
    if not text:
        return None
    found = _QUIET.fullmatch(" ".join(text.split()))
    if not found:
        raise ParseError(f"{text!r} are no quiet hours; write them with their zone, as in 22:00-07:00 America/Chicago")
    try:
        start, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
    except ValueError:
        raise ParseError(f"{text!r} holds an hour that no clock shows; hours go from 00:00 to 23:59") from None
    if start == end:
        raise ParseError(f"{text!r} would be quiet all day; write two different hours, or remove the row")
    return Quiet(start, end, read_zone(found[5]))


def read_zone(name: str) -> zoneinfo.ZoneInfo:
    """A zone by its IANA name. Raises ParseError."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ParseError(f"{name!r} is no time zone; use an IANA name such as America/Chicago") from None


def read_carriers(names: Sequence[str]) -> tuple[str, ...]:
    """Names of environment variables, or atom. Raises ParseError, which never repeats what may be an address."""
    if not names:
        raise ParseError("no carrier is named; name the environment variable that holds its address, or write atom")
    for name in names:
        if name == ATOM:
            continue
        if not _NAME.fullmatch(name):
            raise ParseError(
                "a carrier is the name of an environment variable (capital letters, digits, _), such as"
                " NEWS_MAIL_STAFF, or atom; put the address itself into that variable, never into the row"
            )
        if name.startswith("NEWS_") and not name.startswith(OURS):
            raise ParseError(f"{name!r} would be taken for a setting; let it begin with {', '.join(OURS)} or not NEWS_")
    return tuple(names)


def read_cap(text: str | None) -> int | None:
    """How many messages or stories at the most; None where nothing is said. Raises ParseError."""
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MOST:
        raise ParseError(f"{text!r} is no whole number from 1 to {MOST}")
    return int(text)


def read_query(text: str) -> str:
    """A search that asks something and is understood in full. Raises ParseError."""
    if len(text) > MAX_LENGTH:
        raise ParseError(f"the search is longer than {MAX_LENGTH} characters")
    question = read_question(text)
    if question.remarks:
        raise ParseError(f"the search is not understood: {question.remarks[0].rstrip('.')}")
    if not question.asks:
        raise ParseError(f"the search asks nothing: {(question.why_nothing or 'there is no word in it').rstrip('.')}")
    return text
