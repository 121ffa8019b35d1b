"""Ways to register for an event: links that say so, and addresses of forms and meetings in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from parsing.text import one_line
from parsing.urls import absolute

_ADDRESS = re.compile(r"https?://[^\s<>\"']{3,1500}", re.IGNORECASE)
_MAX_TEXT, _MAX_LINKS = 20_000, 400

#: hosts, each with the paths under which people sign up there; sites of any make send their readers to them
_FORMS = re.compile(
    r"(?:^|\.)(?:eventbrite\.[a-z.]{2,6}/.|mobilize\.us/.|actionnetwork\.org/(?:events|ticketed_events|forms)/"
    r"|forms\.gle/|docs\.google\.com/forms/|forms\.(?:office|microsoft|cloud\.microsoft)\b|signupgenius\.com/"
    r"|jotform\.com/|cognitoforms\.com/|surveymonkey\.com/r/|form\.typeform\.com/|lu\.ma/|rsvpify\.com/"
    r"|zoom\.(?:us|com)/(?:meeting|webinar)/register|events\.(?:teams|zoom)\.|cvent\.com/|ticketleap\.com/)",
    re.IGNORECASE,
)
#: where one joins; a way in, if nothing better is told
_MEETINGS = re.compile(
    r"(?:^|\.)(?:zoom\.(?:us|com)/[jws]/|meet\.google\.com/.|teams\.(?:microsoft|live)\.com/l?/?meet|webex\.com/)",
    re.IGNORECASE,
)
_WORD_OF_ADDRESS = re.compile(
    r"(?<![a-z])(?:regist(?:er|ration|ro)|rsvp|sign-?_?up|inscripci[oó]n|enroll)(?![a-z]{3})", re.IGNORECASE
)
_SAYS_SO = re.compile(
    r"\b(?:regist(?:er|ration|rarse|ro\b)|reg[ií]str(?:ese|ate)|rsvp|sign[ -]?up|enroll|inscr[ií]b\w{0,5}"
    r"|inscripci[oó]n|(?:get|buy|reserve)\s+(?:your\s+)?(?:tickets?|seats?|spots?|place)"
    r"|reserve\s+(?:a|your|my)\s+\w+|tickets)\b",
    re.IGNORECASE,
)
#: what else people register and sign up for
_ELSEWHERE = re.compile(
    r"\b(?:to vote|votar|e-?mails?|texts?|text messages|news(?:letters?)?|alerts?|updates?|bolet[ií]n|correos?"
    r"|union card|membership|a member|account|cuenta|log ?in|trademark)\b|[®©]",
    re.IGNORECASE,
)
_ACCOUNTS = re.compile(
    r"/(?:user|users|account|accounts|member|members|wp-login\.php|login|signin)(?:/|\?|$)", re.IGNORECASE
)
_LONGEST_LABEL = 12


def registration_in(text: str | None) -> str | None:
    """The first address in a text that is a way to register, else the first of a meeting that one joins."""
    found = [one[0].rstrip(".,;:)]>") for one in _ADDRESS.finditer((text or "")[:_MAX_TEXT])][:100]
    for judge in (_is_form, _names_it, _is_meeting):
        for address in found:
            if judge(address) and (whole := absolute("", address)):
                return whole
    return None


def registration_among(links: Iterable[tuple[str | None, str | None]], url: str) -> str | None:
    """The way to register among links, each (its text, where it leads): by what it says, else by where it leads.

    url: of the page; a link back to it, or to an account on it, is none.
    """
    by_address = meeting = None
    for count, (text, href) in enumerate(links):
        address = absolute(url, href) if href else None
        if count >= _MAX_LINKS:
            break
        if address is None or is_same_page(address, url) or _ACCOUNTS.search(urlsplit(address).path):
            continue
        line = one_line(text) or ""
        if _says_so(line):
            return address
        if by_address is None and _is_form(address) and not _ELSEWHERE.search(line):
            by_address = address
        if meeting is None and _is_meeting(address):
            meeting = address
    return by_address or meeting


def is_same_page(one: str, other: str) -> bool:
    """Whether two addresses lead to one page, as far as their letters say."""
    return _bare(one) == _bare(other)


def _says_so(line: str) -> bool:
    is_label = len(line.split()) <= _LONGEST_LABEL
    return is_label and _SAYS_SO.search(line) is not None and _ELSEWHERE.search(line) is None


def _is_form(address: str) -> bool:
    return _FORMS.search(_bare(address)) is not None


def _is_meeting(address: str) -> bool:
    return _MEETINGS.search(_bare(address)) is not None


def _names_it(address: str) -> bool:
    """Whether the path itself speaks of signing up."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return False
    return _WORD_OF_ADDRESS.search(path) is not None and _ACCOUNTS.search(path) is None


def _bare(address: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", address.partition("#")[0].strip(), flags=re.IGNORECASE).rstrip("/")
