"""How dates are written: one expression for each order of day, month and year, and what may follow."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsing.dates.words import LABELS, MONTHS, OFFSETS, PLACES, WEEKDAYS


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


_MONTH = rf"(?:{_either(MONTHS)})(?![^\W\d_])\.?"
_WEEKDAY = rf"(?:(?:{_either(WEEKDAYS)}|mar)(?![^\W\d_])\.?(?:,\s{{0,3}}|\s{{1,3}})(?:the\s|el\s)?)?"
_DAY = r"[0-3]?\d(?!\d)\s?(?:(?:st|nd|rd|th|ro|do|er|to|mo)(?!\w)|[º°ª])?"
_YEAR = r"(?:\d{4}(?!\d)|[’'‘]\d\d(?!\d))"
_OF = r"(?:(?:of|de|del|the|el)\s{1,3})?"
_GAP = r"[\s,.\-/–]{1,4}"
_LOOSE = r"[\s,.\-/–]{0,4}"
_TO = r"\s{0,2}(?:-|–|—|to|and|&|through|thru|y|al|a)\s{0,2}"

#: twelve-hour, twenty-four-hour ("14:53pm" is met), noon and midnight; Spanish writes "p. m."
_TIME = (
    r"(?:(?P<hour{n}>[0-2]?\d)(?:(?::|\.(?=\d\d\s?[ap]))(?P<minute{n}>[0-5]\d)(?::(?P<second{n}>[0-6]\d)(?:[.,]\d{{1,9}})?)?)?"
    r"\s?(?P<half{n}>[ap])\.?\s?m(?![^\W\d_])\.?"
    r"|(?P<hour24{n}>[0-2]?\d):(?P<minute24{n}>[0-5]\d)(?::(?P<second24{n}>[0-6]\d)(?:[.,]\d{{1,9}})?)?(?!\d)"
    r"|(?P<word{n}>noon|midnight|mediod[ií]a|medianoche)(?!\w))"
)
_NAMED_ZONE = rf"(?:{_either(OFFSETS)}|{_either(PLACES)})(?!\w)"
_ZONE = rf"(?:\s?\(?(?P<zone>(?:(?:gmt|utc)\s?)?[+\-−]\d{{1,2}}:?\d\d(?!\d)|{_NAMED_ZONE})\)?)?"
#: what follows a day is neither the rest of a number nor a time of day
_NO_CLOCK = r"(?![\d:%]|\s?[ap]\.?\s?m(?!\w))"
_BEFORE = r"(?<![\w/$#.\-])"


def _either_beginning(words: Iterable[str], letters: int = 3) -> str:
    """What some of these words begin with, by letters: asked first, so that other words cost no look at every shape."""
    rests: dict[str, set[str]] = {}
    for word in words:
        rests.setdefault(word[:1], set()).add(word[1:letters])
    return "|".join(first + f"(?:{'|'.join(sorted(rest))})" for first, rest in sorted(rests.items()))


#: every date begins with a digit, a month, a weekday or a word for a time of day
_BEGINS = rf"(?=\d|{_either_beginning((*MONTHS, *WEEKDAYS, 'noon', 'midnight', 'mediodia', 'medianoche'))})"

#: each order of the parts; the first that fits at a place wins
SHAPES: tuple[tuple[str, str], ...] = (
    ("iso", r"(?P<y0>\d{4})(?P<s0>[-/.])(?P<n0>\d{1,2})(?P=s0)(?P<d0>\d{1,2})(?!\d)"),
    (
        "span",
        rf"{_WEEKDAY}(?P<m5>{_MONTH})\s{{0,2}}(?P<d5>{_DAY}){_TO}(?:{_MONTH}\s{{0,2}})?{_DAY}{_GAP}(?P<y5>{_YEAR})",
    ),
    ("span", rf"{_WEEKDAY}(?P<d6>{_DAY}){_TO}{_DAY}\s{{1,2}}{_OF}(?P<m6>{_MONTH}){_GAP}{_OF}(?P<y6>{_YEAR})"),
    ("named", rf"{_WEEKDAY}(?P<m1>{_MONTH}){_LOOSE}(?P<d1>{_DAY}){_GAP}{_OF}(?P<y1>{_YEAR})"),
    ("named", rf"{_WEEKDAY}(?P<d2>{_DAY}){_LOOSE}{_OF}(?P<m2>{_MONTH}){_LOOSE}{_OF}(?P<y2>{_YEAR})"),
    ("named", rf"{_WEEKDAY}(?P<d7>\d{{1,2}})-(?P<m7>{_MONTH})-(?P<y7>\d\d)(?!\d)"),
    ("named", rf"{_WEEKDAY}(?P<d11>\d{{1,2}})\s(?P<m11>{_MONTH})\s(?P<y11>\d\d)(?=\s\d\d:\d\d)"),
    (
        "ctime",
        rf"{_WEEKDAY}(?P<m3>{_MONTH})\s{{1,2}}(?P<d3>\d{{1,2}})\s{{1,2}}(?P<clock>[0-2]\d:[0-5]\d:[0-6]\d)\s{{1,2}}"
        rf"(?:(?P<zone3>[a-z]{{1,5}})\s{{1,2}})?(?P<y3>\d{{4}})(?!\d)",
    ),
    ("numeric", rf"{_WEEKDAY}(?P<a4>\d{{1,2}})(?P<s4>[/.\-])(?P<b4>\d{{1,2}})(?P=s4)(?P<y4>\d{{4}}|\d\d)(?![\d/])"),
    ("month", rf"(?P<m8>{_MONTH})[\s,.]{{1,3}}{_OF}(?P<y8>\d{{4}})(?!\d)"),
    ("span_no_year", rf"{_WEEKDAY}{_MONTH}\s{{0,2}}{_DAY}{_TO}(?:{_MONTH}\s{{0,2}})?{_DAY}{_NO_CLOCK}"),
    ("no_year", rf"(?P<w9>{_WEEKDAY})(?P<m9>{_MONTH})[\s.]{{1,3}}(?P<d9>{_DAY}){_NO_CLOCK}"),
    ("no_year", rf"(?P<w10>{_WEEKDAY})(?P<d10>{_DAY})[\s.]{{1,3}}{_OF}(?P<m10>{_MONTH})(?!\w)"),
)

DATE = re.compile(
    rf"{_BEFORE}{_BEGINS}"
    rf"(?:{_TIME.format(n='_before')}{_ZONE.replace('<zone>', '<zone_before>')}[\s,|\-–—]{{1,4}}(?:on\s)?)?(?:"
    + "|".join(f"(?P<shape{number}>{pattern})" for number, (_, pattern) in enumerate(SHAPES))
    + rf")(?:[\s,|@(·•–—\-tT]{{0,5}}(?:(?:at|a\slas|kl)\s)?{_TIME.format(n='')}{_ZONE}\)?)?",
    re.IGNORECASE,
)

#: what a text must hold for the search above, which is slow, to be worth while
HINT = re.compile(
    rf"(?=[\d’'‘]|{_either_beginning(MONTHS)})(?:(?:19|20)\d\d|\d/\d|[’'‘]\d\d|(?:{_either(MONTHS)})\.?\s?\d|\d\w{{0,2}}\.?\s(?:of\s|de\s)?(?:{_either(MONTHS)}))",
    re.IGNORECASE,
)

#: ISO 8601 and its basic form, alone on the line
ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[Tt ]\s?(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d{1,9})?)?\s?(Z|z|[+\-−]\d\d(?::?\d\d)?)?)?"
)
ISO_MONTH = re.compile(r"(\d{4})-(\d\d)")
EPOCH = re.compile(r"(1\d{9})(?:\d{3})?")

_DAYS_AGO = r"(?:(?P<ago>\d{1,2})\s(?:days?\sago|d\sago)|hace\s(?P<hace>\d{1,2})\sd[ií]as?)"
_SAID = r"(?:(?:posted|published|publicado)(?:\s(?:on|el))?:?\s)?"
RELATIVE = re.compile(
    rf"{_SAID}(?:(?P<today>today|hoy)|(?P<yesterday>yesterday|ayer)|{_DAYS_AGO})(?!\w)", re.IGNORECASE
)

_LABEL = rf"(?:{_either(LABELS.split())})"
_EDGE = r"[\s:;,.|·•*–—\-()/@~]"
#: what may stand before and after a date on a line that is nothing but a date
PREFIX = re.compile(
    rf"{_EDGE}*(?:{_LABEL}(?!\w){_EDGE}*)*(?:[^\W\d][^|·•\d\n]{{0,30}}[|·•]{_EDGE}*)?(?:(?:by|por):?\s[^|·•\n]{{1,80}}?(?:[|·•–—,-]|\s(?:on|el)(?=\s)){_EDGE}*)?",
    re.IGNORECASE,
)
_MORE = r"(?:by|por|in|en|//|\||·|•|–|—|\(|posted|published|\d{1,4}\scomments?)(?!\w)?.{0,120}"
SUFFIX = re.compile(
    rf"{_EDGE}*(?:(?:-|–|—|to)\s?[\d:.\sapmAPM]{{1,14}})?{_EDGE}*(?:(?-i:[A-Z]{{3,4}})(?!\w))?{_EDGE}*(?:{_MORE})?",
    re.IGNORECASE,
)
