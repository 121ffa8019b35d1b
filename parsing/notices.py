"""What a server says instead of a post: not found, log in, switch on scripts, try later. And menus of links."""

from __future__ import annotations

import re

#: words; a longer text with one such sentence is a post that speaks of it
SHORT, SHORT_WITH_TWO = 60, 150
#: lines of a menu, and words on one of them on average
MENU_LINES, MENU_WORDS = 5, 4.0

_SAYINGS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"\b(?:page|post|article|content|file|resource|url|address)\b.{0,60}\b(?:not (?:be )?found|"
        r"does(?: not|n.t) exist|no longer (?:exists?|available)|(?:is|has been|was) (?:removed|moved|deleted))",
        r"\b(?:error|http|status)[ :]{1,3}40[0-9]\b|\b40[0-9][ :.-]{1,4}(?:error|not|page|forbidden)\b",
        r"\bnot found\b|\bnothing (?:was )?found\b|\bbroken link\b",
        r"\baccess (?:is |was )?denied\b|\bforbidden\b|\bnot authori[sz]ed\b|\bno permission\b|\bpermission denied\b",
        r"\b(?:log|sign) ?in\b|\bforgot (?:your )?password\b|\buser ?name\b|\bpassword\b|\biniciar sesi[oó]n\b",
        r"\bfor members only\b|\bmembers? only\b|\bonly (?:available|visible) to members\b|\bcreate an account\b",
        r"\benable (?:javascript|cookies|scripts)\b|\bjavascript (?:is )?(?:disabled|required)\b|\bunsupported browser",
        r"\bad ?-?block(?:er|ing)?\b",
        r"\bchecking your browser\b|\bare (?:not a robot|(?:a )?human)\b|\bunusual traffic\b|\bcaptcha\b|\ba moment\b",
        r"\b(?:internal )?server error\b|\b50[0-9] (?:error|bad|service|gateway)\b|\bbad gateway\b|\bfatal error\b",
        r"\bservice (?:is )?(?:temporarily )?unavailable\b|\btemporarily (?:unavailable|down|closed)\b|\bmaintenance\b",
        r"\b(?:an|unexpected|critical) error\b.{0,40}\b(?:occurred|website|happened)\b|\btechnical difficult",
        r"\bdatabase (?:connection|error)\b|\bestablishing a database\b|\btoo many requests\b|\btry again later\b",
        r"\bsession (?:has )?(?:expired|timed out)\b|\bpage (?:has )?expired\b",
        r"\bdomain\b.{0,40}\b(?:for sale|expired|parked)\b|\bcoming soon\b|\bunder construction\b",
    )
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*(?:\s|$)")


def is_notice(text: str) -> bool:
    """Whether a short text is what a server, a form or a script says, and no post."""
    words = len(text.split())
    if words > SHORT_WITH_TWO:
        return False
    said = sum(1 for saying in _SAYINGS if saying.search(text))
    return said > 1 or (said == 1 and words <= SHORT)


def is_menu(text: str) -> bool:
    """Whether a text is a column of links: short lines, and not one sentence."""
    lines = [line.strip().removeprefix("- ") for line in text.split("\n") if line.strip()]
    if len(lines) < MENU_LINES or _SENTENCE_END.search(text):
        return False
    return sum(len(line.split()) for line in lines) / len(lines) <= MENU_WORDS
