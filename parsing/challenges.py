"""Answers that stand where a document is due: challenges for browsers, parked domains, maintenance, nothing at all.

One sign is never enough, for posts quote such pages: a wording and thinness must come together, or a header that only
the service itself sets. A challenge is told of and never worked around.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

from parsing.challenge_words import (
    CHALLENGE_TITLE,
    MAINTENANCE,
    PARKED_MARKS,
    PARKED_WORDS,
    STRONG_MARKS,
    WEAK_MARKS,
)

Verdict = tuple[str, str]

#: bytes that are looked at; such pages are small, and this is asked of every answer
_LOOKED_AT = 120_000
_FEW_WORDS = 130
#: bytes whose words are counted at once
_AT_ONCE = 4_000

#: headers by which a service says it of itself: name -> what its value holds
_HEADERS = {
    "cf-mitigated": "challenge",
    "x-vercel-mitigated": "challenge",
    "x-amzn-waf-action": "",
    "x-sucuri-block": "",
    "x-datadome-response": "",
}
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|h1|center)(?=[\s>])", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^<>]{0,300}>([^<]{0,300})</title", re.IGNORECASE)
_CODE = re.compile(rb"<(script|style|noscript|svg|title)(?=[\s>])[^<>]{0,3000}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,5000}>")


def verdict(status: int, headers: Mapping[str, str], body: bytes) -> Verdict | None:
    """(reason, sentence) where an answer is none of the site's own documents; None where it seems to be one.

    reason: challenge, parked, retry_later (maintenance) or empty_body, as in items.REASONS. headers: any letter case.
    An error status without such signs is not judged here.
    """
    lower = {str(name).lower(): str(value).lower() for name, value in headers.items()}
    for name, part in _HEADERS.items():
        if name in lower and part in lower[name]:
            return "challenge", f"The header {name} says that a challenge for browsers came instead of the document."
    if status in (204, 205, 304) or 300 <= status < 400:
        return None
    if not body.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return ("empty_body", "The answer has no content.") if status == 200 else None
    if len(body) > 4 * _LOOKED_AT or not _HTML.search(body, 0, 3_000):
        return None
    return _judge(status, lower, body[:_LOOKED_AT], len(body) > _LOOKED_AT)


def _judge(status: int, headers: Mapping[str, str], body: bytes, longer: bool) -> Verdict | None:
    lower = body.lower()
    if _is_wordy(body, lower):
        return None
    titled = _TITLE.search(body)
    title = " ".join(html.unescape(titled[1].decode("utf-8", "replace")).split()) if titled else ""
    named = bool(CHALLENGE_TITLE.fullmatch(title))
    strong, parked = STRONG_MARKS.stand_in(body, lower), PARKED_MARKS.stand_in(body, lower)
    small = len(body) < 30_000
    if not (named or strong or parked or small or status in (403, 429, 503)):
        return None
    words = _text_of(b" ".join(_outside_code(body, lower)))
    count = len(words.split())
    if count > _FEW_WORDS:
        return None
    refused = status in (403, 405, 429, 503)
    if (strong and (named or refused or count < 60)) or (
        named and (WEAK_MARKS.stand_in(body, lower) or refused or _is_bare(body))
    ):
        return "challenge", f"A challenge for browsers came instead of the document: {title or words[:80]}"
    if longer:
        return None
    if (parked and count < _FEW_WORDS) or (PARKED_WORDS.search(f"{title}. {words}") and _is_bare(body)):
        return "parked", f"A parking or sales page came instead of the site: {(title or words)[:120]}"
    if MAINTENANCE.search(f"{title}. {words[:400]}") and count < 80 and (refused or _is_bare(body)):
        return "retry_later", f"The site is under maintenance: {(title or words)[:120]}"
    if not words and status == 200 and not _has_content(body) and "html" in headers.get("content-type", "html"):
        return "empty_body", "The page holds no words, pictures or scripts."
    return None


def _is_wordy(body: bytes, lower: bytes) -> bool:
    """Whether a page surely shows more words than any such answer; most do so soon, and the rest is not looked at."""
    count = 0
    for piece in _outside_code(body, lower):
        at = 0
        while at < len(piece) and count <= _FEW_WORDS:
            end = piece.find(b">", at + _AT_ONCE) + 1 or len(piece)  # no tag is cut in two; at most one word is
            count += max(len(_text_of(piece[at:end]).split()) - 1, 0)
            at = end
        if count > _FEW_WORDS:
            return True
    return False


def _outside_code(body: bytes, lower: bytes) -> Iterator[bytes]:
    """What stands between scripts, styles and the like. lower: the page in small letters."""
    at = 0
    for opening in _CODE.finditer(body):
        if opening.start() < at:
            continue
        yield body[at : opening.start()]
        end = lower.find(b"</" + opening[1].lower(), opening.end())
        at = len(body) if end < 0 else end
    yield body[at:]


def _text_of(piece: bytes) -> str:
    """The words of a piece of a page, roughly."""
    return " ".join(html.unescape(_TAG.sub(" ", piece.decode("utf-8", "replace"))).split())


def _is_bare(body: bytes) -> bool:
    """Whether a page has hardly a link, as no page of a site with a menu has."""
    return body.lower().count(b"<a ") <= 6 and b"<article" not in body.lower()


def _has_content(body: bytes) -> bool:
    lower = body.lower()
    return any(
        mark in lower for mark in (b"<script", b"<img", b"<iframe", b"<frame", b"<object", b"<?xml", b"http-equiv")
    )
