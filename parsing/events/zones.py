"""Time zones by the names that calendars give them: IANA, Windows, Outlook's display names, paths, plain offsets."""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

_IANA = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{1,30}(?:/[A-Za-z0-9_+-]{1,30}){0,2}")
_PATH = re.compile(r"(?:^|/)([A-Z][A-Za-z]{2,20}/[A-Za-z_+-]{2,30}(?:/[A-Za-z_+-]{2,30})?)$")
_OFFSET = re.compile(r"\(?(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?00)?\)?", re.IGNORECASE)
_ELSEWHERE = re.compile(r"europ|asia|afric|austral|ameri|brazil|argent|pacific/|islands", re.IGNORECASE)
_OURS = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "atlantic": "America/Puerto_Rico",
}
_WORDS = re.compile(r"\b(" + "|".join(_OURS) + r")\b", re.IGNORECASE)
#: what clocks show in winter and in summer -> the zone that our sources mean by it
_BY_CLOCKS = {
    ("-0400", "-0400"): "America/Puerto_Rico", ("-0500", "-0400"): "America/New_York",
    ("-0600", "-0500"): "America/Chicago", ("-0700", "-0600"): "America/Denver", ("-0700", "-0700"): "America/Phoenix",
    ("-0800", "-0700"): "America/Los_Angeles", ("-0900", "-0800"): "America/Anchorage",
    ("-1000", "-1000"): "Pacific/Honolulu", ("+0000", "+0000"): "UTC", ("+0000", "+0100"): "Europe/London",
    ("+0100", "+0200"): "Europe/Paris",
}  # fmt: skip
_SHORT = {
    "ET": "eastern", "EST": "eastern", "EDT": "eastern", "CT": "central", "CST": "central", "CDT": "central",
    "MT": "mountain", "MST": "mountain", "MDT": "mountain", "PT": "pacific", "PST": "pacific", "PDT": "pacific",
    "AKST": "alaska", "AKDT": "alaska", "HST": "hawaii",
}  # fmt: skip


@lru_cache(maxsize=512)
def zone_named(name: str | None) -> ZoneInfo | None:
    """The zone of that name; None where nobody can know which one is meant.

    American short names are read as the zone with its summer time, as their writers mean them; whole offsets as such.
    """
    text = (name or "").strip().strip('"').strip()[:200]
    if not text:
        return None
    if text.upper() in {"UTC", "Z", "GMT"}:
        return ZoneInfo("UTC")
    if text.upper() in _SHORT:
        return ZoneInfo(_OURS[_SHORT[text.upper()]])
    path = _PATH.search(text)
    for key in (text, WINDOWS_TO_OLSON.get(text), path[1] if path else None):
        found = _iana(key)
        if found is not None:
            return found
    return _by_words(text) or _by_offset(text)


def zone_of_clocks(winter: str | None, summer: str | None) -> str | None:
    """The name of a zone by its offsets, as a definition of its own gives them: ("-0600", "-0500") is Chicago's."""
    one, other = (winter or summer or "").strip()[:5], (summer or winter or "").strip()[:5]
    return _BY_CLOCKS.get((one, other))


def _by_words(text: str) -> ZoneInfo | None:
    found = _WORDS.search(text)
    return ZoneInfo(_OURS[found[1].lower()]) if found and not _ELSEWHERE.search(text) else None


def _by_offset(text: str) -> ZoneInfo | None:
    """ "UTC-5" as a zone without summer time; the names of such zones count the other way round."""
    found = _OFFSET.match(text)
    if found is None or (found.end() < len(text) and text[found.end()] not in " )") or int(found[2]) > 12:
        return None
    return _iana(f"Etc/GMT{'-' if found[1] == '+' else '+'}{int(found[2])}") if int(found[2]) else ZoneInfo("UTC")


def _iana(key: str | None) -> ZoneInfo | None:
    if not key or not _IANA.fullmatch(key):
        return None
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError):  # no such zone; a folder of zones; a file that is none
        return None
