"""The filters of a question: their names, and what a reader may write behind them.

Where a filter knows its words (levels, kinds, states …) they are listed here; where it does not (sources, topics,
places, authors) any text is taken, and the archive may have nothing of that name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

LEVELS = ("national", "council", "affiliate", "local", "retirees")
KINDS = (
    "news", "press_release", "statement", "bargaining_update", "action", "event", "training", "newsletter", "clipping",
    "video", "endorsement", "scholarship", "obituary", "page_of_record",
)  # fmt: skip
STATUSES = ("here", "gone", "moved", "withdrawn", "hijacked")
ROLES = ("original", "same", "retitled", "adapted", "excerpt")
PARTS = ("event", "file", "picture")
_STATES = """AL Alabama, AK Alaska, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT Connecticut, DE Delaware,
    DC District of Columbia, FL Florida, GA Georgia, HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa, KS Kansas,
    KY Kentucky, LA Louisiana, ME Maine, MD Maryland, MA Massachusetts, MI Michigan, MN Minnesota, MS Mississippi,
    MO Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico, NY New York,
    NC North Carolina, ND North Dakota, OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, PR Puerto Rico,
    RI Rhode Island, SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, VA Virginia,
    WA Washington, WV West Virginia, WI Wisconsin, WY Wyoming, GU Guam, VI Virgin Islands, AS American Samoa,
    MP Northern Mariana Islands, US United States"""
#: US states and territories by their two letters; US for all
STATES: Mapping[str, str] = {
    code: " ".join(name.split()) for code, _, name in (part.strip().partition(" ") for part in _STATES.split(","))
}
LANGUAGES: Mapping[str, str] = {
    "en": "English", "es": "Spanish", "fr": "French", "ht": "Haitian Creole", "hmn": "Hmong", "ko": "Korean",
    "pt": "Portuguese", "ru": "Russian", "so": "Somali", "tl": "Tagalog", "vi": "Vietnamese", "zh": "Chinese",
    "ar": "Arabic", "pl": "Polish", "hy": "Armenian", "uk": "Ukrainian", "ja": "Japanese", "de": "German",
    "it": "Italian",
}  # fmt: skip
_ALSO = {"español": "es", "espanol": "es", "castellano": "es", "français": "fr", "creole": "ht", "filipino": "tl"}

#: what may be typed before a colon -> the filter
NAMES: Mapping[str, str] = {
    **{
        name: name
        for name in (
            "source", "level", "state", "kind", "topic", "language", "place", "year", "before", "after", "on", "role",
            "is", "status", "has", "author",
        )
    },
    "lang": "language",
}  # fmt: skip
#: filters that are days, months or years
DATES = ("year", "before", "after", "on")

_LONGEST = 100
_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")


def read_value(name: str, text: str) -> tuple[str, tuple[str, ...]] | str:
    """What a filter's value means: the filter (`is` stands for several) and its values, any of which will do.

    A sentence for the reader where it means nothing.
    """
    given = " ".join(text.strip().strip("*").split())[:_LONGEST]
    shown = f"“{given[:40]}”"
    if not given:
        return f"{name}: needs a value behind it."
    if name in DATES:
        return _read_date(name, given, shown)
    if name == "is":
        return _read_is(given, shown)
    if name == "state":
        state = _state(given)
        return (name, (state,)) if state else f"{shown} is no US state; write its two letters or its name."
    if name == "language":
        code = _language(given)
        return (name, (code,)) if code else f"{shown} is no language; write a code such as es, or its English name."
    if name in _CLOSED:
        word = _word(given, _CLOSED[name])
        return (name, (word,)) if word else f"{shown} is no {name}; there are {_listed(_CLOSED[name])}."
    return name, (given,)


_CLOSED = {"level": LEVELS, "kind": KINDS, "status": STATUSES, "role": ROLES, "has": PARTS}
_SAME_WORD = {"photo": "picture", "image": "picture", "document": "file", "pdf": "file", "retiree": "retirees"}


def _word(given: str, words: tuple[str, ...]) -> str | None:
    """The word that is meant, in either number, with blanks, dashes or underscores."""
    plain = given.lower().replace(" ", "_").replace("-", "_")
    for form in (plain, plain.removesuffix("s"), plain.removesuffix("es")):
        form = _SAME_WORD.get(form, form)
        if form in words:
            return form
    return None


def _listed(words: tuple[str, ...]) -> str:
    plain = [word.replace("_", " ") for word in words]
    return f"{', '.join(plain[:-1])} and {plain[-1]}"


def _read_is(given: str, shown: str) -> tuple[str, tuple[str, ...]] | str:
    if given.lower() in ("reprint", "reprints", "copy"):
        return "role", ROLES[1:]
    for name in ("role", "status", "kind"):
        word = _word(given, _CLOSED[name])
        if word:
            return name, (word,)
    return f"{shown} is nothing that a post can be; is:original, is:reprint, is:gone or is:event are."


def _state(given: str) -> str | None:
    if given.upper() in STATES:
        return given.upper()
    return next((code for code, name in STATES.items() if name.lower() == given.lower()), None)


def _language(given: str) -> str | None:
    plain = given.lower()
    by_name = {name.lower(): code for code, name in LANGUAGES.items()} | _ALSO
    if plain in by_name:
        return by_name[plain]
    return plain if re.fullmatch(r"[a-z]{2,3}", plain) else None


def _read_date(name: str, given: str, shown: str) -> tuple[str, tuple[str, ...]] | str:
    """A year, a month or a day, in the form of ISO 8601."""
    found = _DAY.fullmatch(given) if given.isascii() else None
    if found is None:
        return f"{shown} is no date; write 2018, 2018-05 or 2018-05-01."
    parts = [int(part) for part in found.groups() if part]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return f"There is no day {shown}."
    if name == "year" and len(parts) > 1:
        return f"{shown} is more than a year; write on:{given} for it."
    return name, ("-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])]),)


def span(value: str) -> tuple[str, str]:
    """The first day of a year, month or day as `read_value` gives it, and the first day that is beyond it."""
    parts = [int(part) for part in value.split("-")]
    first = date(*[*parts, 1, 1][:3])
    if len(parts) == 3:
        beyond = date.fromordinal(min(first.toordinal() + 1, date.max.toordinal()))
    elif len(parts) == 2:
        beyond = date(first.year + first.month // 12, first.month % 12 + 1, 1) if first.year < 9999 else date.max
    else:
        beyond = date(first.year + 1, 1, 1) if first.year < 9999 else date.max
    return first.isoformat(), beyond.isoformat()
