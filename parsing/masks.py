"""What stands in a text and is no word of its writer: counters, share boxes, "updated" lines, reading times, nonces.

For comparing only: what is kept keeps it all. Lines are looked at part by part ("By Ann Roe | 1,234 views | Print"),
and a part counts as furniture only if it is furniture from its first to its last word, so that no sentence is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

#: characters; longer parts of a line are sentences
LONGEST_PART = 120
#: parts of a line that are looked at; a line of more is a table
MOST_PARTS = 40

_COUNT = r"\(?\s*\d[\d.,\u00a0 ]{0,12}\s*[km]?\s*\)?"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch|zo)?|apr(?:il)?|mayo?|jun(?:e|io)?|jul(?:y|io)?|aug(?:ust)?|"
    r"sept(?:ember|iembre)?|sep|oct(?:ober|ubre)?|nov(?:ember|iembre)?|dec(?:ember)?|enero|febrero|abril|agosto|"
    r"setiembre|diciembre)"
)
_WEEKDAY = (
    r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|lunes|martes|mi[eé]rcoles|jueves|viernes|"
    r"s[aá]bado|domingo"
)
#: one part of a date or time of day; a date is a few of them
_DATE_PART = (
    rf"(?:{_MONTH}|{_WEEKDAY}|\d\dt\d\d|\d\dz|\d{{1,4}}+(?:st|nd|rd|th|[ap]\.?m)?|[ap]\.?m|at|on|of|de|del|"
    r"a las|noon|today|yesterday|hoy|ayer|utc|gmt|[ecmp][sd]?t|z)"
)
_DATE = rf"{_DATE_PART}(?:[\s,.:/|@()+\-]{{1,3}}+{_DATE_PART}){{0,13}}+[\s,.)]{{0,3}}+"
_UNIT = r"(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year|segundo|minuto|hora|d[ií]a|semana|mes|año)(?:e?s)?"
_AGO = (
    rf"(?:(?:about |over |almost )?(?:\d{{1,4}}|an?|one|un[ao]?) {_UNIT} ago|hace (?:\d{{1,4}}|un[ao]?) {_UNIT}|"
    r"just now|yesterday)"
)
_NETWORK = (
    r"(?:facebook|fb|twitter|x|linkedin|pinterest|reddit|whatsapp|instagram|tumblr|telegram|bluesky|threads|mastodon|"
    r"e-?mail|messenger|google\+?|digg|pocket|youtube|sms|print|copy link)"
)

_FURNITURE = tuple(
    re.compile(rf"(?:{form})[\s.:!…]*", re.IGNORECASE)
    for form in (
        # counters
        r"(?:total |page ?|post )?(?:views?|hits?|reads?|visits?|vistas?|visitas|lecturas)\s*[:=]?\s*" + _COUNT,
        rf"{_COUNT}\s*(?:total |page ?)?(?:views?|hits?|reads?|visits?|vistas?|visitas|people (?:read|viewed) this)",
        r"(?:this (?:page|post|article|entry|story) (?:was|has been) )?(?:read|viewed|seen|visited|le[ií]do)\s*"
        rf"{_COUNT}\s*(?:times?|veces)?",
        rf"{_COUNT}\s*(?:comments?|repl(?:y|ies)|responses?|shares?|likes?|tweets?|retweets?|reactions?|votes? so far|"
        r"followers?|comentarios?|me gusta)",
        rf"(?:comments?|repl(?:y|ies)|responses?|shares?|likes?|tweets?|reactions?|comentarios?)\s*[:=]?\s*{_COUNT}",
        r"(?:no|zero|one|sin) (?:comments?|repl(?:y|ies)|responses?|comentarios?)(?: yet)?",
        r"comments? (?:are )?(?:off|closed|disabled)(?: on .{0,80})?|(?:leave|add|post|write) a (?:comment|reply)|"
        r"be the first to (?:comment|like this|reply)|deja un comentario",
        # boxes
        r"(?:click to )?(?:share|like|tweet|pin|save|follow|email|e-mail|send|recommend|compartir)"
        r"(?: (?:this|it|us|that))?(?: (?:post|page|article|story|entry))?"
        rf"(?: (?:on|via|by|with|to|in|en) (?:a friend|friends|others|{_NETWORK}))?"
        rf"(?: \(opens in (?:a )?new window\))?(?: {_COUNT})?",
        rf"(?:{_NETWORK})(?: {_COUNT})?(?: \(opens in (?:a )?new window\))?",
        r"(?:print|email|e-mail|download|save|imprimir)(?: (?:this|the|a))?"
        r"(?: (?:page|article|post|story|friend|pdf|version))?|"
        r"print(?:er)?-friendly(?: version)?|printer friendly(?: version)?|pdf|text size|loading|like loading",
        # when it was touched, and how long it is
        rf"(?:page |post |article |story |this (?:page|post|article) was )?(?:last )?"
        r"(?:updated|modified|revised|edited|changed|reviewed|actualizado|modificado)"
        r"(?: last)?(?: on| at| el)?\s*[:\-]?\s*"
        rf"(?:{_DATE}|{_AGO})(?:by .{{0,60}})?",
        r"(?:last|[uú]ltima) (?:update|change|modification|edit|actualizaci[oó]n|modificaci[oó]n)\s*[:\-]?\s*(?:on )?"
        rf"(?:{_DATE}|{_AGO})",
        rf"(?:posted|published|written|added|submitted|publicado)?\s*(?:on )?{_AGO}(?: by .{{0,60}})?",
        rf"(?:today(?:'s date)? is|today's date|current (?:date|time)|today|hoy es|fecha actual)\s*[:\-]?\s*{_DATE}",
        r"(?:(?:estimated )?(?:reading|read) time|time to read|tiempo de lectura)\s*[:\-]?\s*(?:about |less than )?"
        rf"{_COUNT}\s*(?:{_UNIT})?",
        rf"{_COUNT}-?\s*(?:{_UNIT})\s*(?:read|reading time|to read|de lectura)",
        # lists of many pages
        r"page \d{1,6} (?:of|/) \d{1,6}|\d{1,6} (?:of|/) \d{1,6} pages|p[aá]gina \d{1,6} de \d{1,6}",
        # what a program left
        r"(?:nonce|token|csrf|session(?: id)?|request id|ray id|build|cache(?:d)?(?: key)?)\s*[:=]\s*[\w\-+/=.]{4,}",
    )
)
_PARTING = re.compile(r"\s*[|•·‧∙]\s*|\t+")
_NUMBER = re.compile(r"[\d.,]{1,9}\s*[kKmM]?")
#: a run that may be a hash or an id; whether it is one is seen letter by letter
_RUN = re.compile(r"[0-9A-Za-z_\-]{16,}")


def without_furniture(text: str) -> str:
    """The text without what is no word of its writer, and without blank lines. Linear in its length."""
    kept = [_words_of_line(line) for line in text.split("\n")]
    return _RUN.sub(_unless_nonce, "\n".join(_without_counts(kept)))


def is_furniture(part: str) -> bool:
    """Whether a part of a line is furniture from its first to its last word."""
    part = part.strip().removeprefix("- ").strip()
    return 0 < len(part) <= LONGEST_PART and any(form.fullmatch(part) for form in _FURNITURE)


def _words_of_line(line: str) -> str | None:
    """The line without its parts that are furniture; None where that is all of it."""
    if not line.strip():
        return line
    parts = _PARTING.split(line) if len(line) < LONGEST_PART * MOST_PARTS else [line]
    if len(parts) > MOST_PARTS:
        return line
    words = [part for part in parts if part and not is_furniture(part)]
    if not words:
        return None
    return line if len(words) == len(parts) else " | ".join(words)


def _without_counts(kept: list[str | None]) -> Iterator[str]:
    """Lines that are kept. A bare number beside furniture is a count of the box."""
    said = [line for line in kept if line is None or line.strip()]
    for at, line in enumerate(said):
        if line is None:
            continue
        beside = (*said[max(at - 1, 0) : at], *said[at + 1 : at + 2])
        if None in beside and _NUMBER.fullmatch(line.strip()):
            continue
        yield line


def _unless_nonce(found: re.Match[str]) -> str:
    """A run of letters and digits through each other names nothing that a person wrote."""
    run = found[0]
    digits = sum(character.isdigit() for character in run)
    letters = sum(character.isalpha() for character in run)
    return "" if digits >= 3 and letters >= 3 and _turns(run) >= 5 else run


def _turns(run: str) -> int:
    """How often letters and digits take turns: `fall-2024-bargaining-update` has two turns, a hash many."""
    kinds = [character.isdigit() for character in run if character.isalnum()]
    return sum(one != other for one, other in pairwise(kinds))
