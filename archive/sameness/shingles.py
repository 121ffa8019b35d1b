"""Words without regard to how a site prints them, runs of such words, and sketches by which like texts are found.

Pure and stable between machines. What is looked at of one text is bounded, so that hostile texts stay cheap.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from zlib import crc32

#: characters and words of one text that are looked at; issues of newsletters have some ten thousand words
MOST_CHARACTERS = 120_000
MOST_WORDS = 8_000
#: words of a run that is compared (containment), and of one that is sketched; measured on news and teasers
RUN = 3
SKETCHED_RUN = 4
#: Of every so many runs in the opening one is in the sketch. So texts that share SKETCHED_RUN + WINDOW - 1 words in
#: their openings share a hash, wherever in them these words stand.
WINDOW = 12
#: hashes of a sketch: from the opening, from the whole text, from a teaser that is not the opening
OPENING_HASHES = 16
WHOLE_HASHES = 7
TEASER_HASHES = 4
#: a text of so few runs is sketched whole
SKETCHED_WHOLE = 20
#: a title of fewer words is shared by too many posts to find anything by
SHORTEST_TITLE = 3

#: numbers with what parts their digits, and words; a word has at most 40 letters
_TOKEN = re.compile(r"\$?\d{1,15}(?:[.,:]\d{1,15}){0,4}(?:st|nd|rd|th)?|[^\W_]{1,40}|[%!?.\n]")
_NUMBER = re.compile(r"\$?(\d[\d.,:]*)[a-z]*")
_UNSEEN = re.compile("['‘’‚‛′´`ʼ＇\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]")
_LINES = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_ENDS = frozenset(".!?\n")
_OF_NUMBERS = frozenset("$%0123456789")
_NAMED_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in two forms of the same number: folded for comparing, and as printed.

    starts: places of words that begin a sentence or a line, where a capital letter says nothing.
    """

    normal: tuple[str, ...]
    printed: tuple[str, ...]
    starts: frozenset[int]

    def __len__(self) -> int:
        return len(self.normal)


@lru_cache(maxsize=256)  # a text is compared with many candidates in a row
def words_of(text: str | None) -> Words:
    """The words of a text, at most MOST_WORDS of its first MOST_CHARACTERS.

    Case, accents, quotes, dashes, spaces, entities and the commas of numbers are folded; "%" is "percent".
    """
    if not text:
        return Words((), (), frozenset())
    tokens = _TOKEN.findall(_plain(text[:MOST_CHARACTERS]))
    printed = tuple([token for token in tokens if token not in _ENDS][:MOST_WORDS])
    ends = [at for at, token in enumerate(tokens) if token in _ENDS]
    starts = frozenset({0, *(at - before for before, at in enumerate(ends))})
    folded = " ".join(printed).casefold().split(" ")  # in one go: a call for every word costs more than the rest
    normal = tuple([_folded(word) if word[:1] in _OF_NUMBERS else word for word in folded])
    return Words(normal if printed else (), printed, starts)


def _folded(token: str) -> str:
    """A number without "$", commas and "th", so that it is the same however it is printed."""
    found = _NUMBER.fullmatch(token)
    return found[1].replace(",", "") if found else "percent"


def text_and_teaser(teaser: str | None, body: str | None) -> tuple[Words, Words]:
    """The words that a post is known by, and those of a teaser beside them.

    The longer one is the text: the page of a teaser may hold no more than a link to the rest.
    """
    read, shown = words_of(body), words_of(teaser)
    return (read, shown) if len(read) >= len(shown) else (shown, Words((), (), frozenset()))


def normal_form(text: str | None) -> str:
    """The words in one line, for asking whether two texts have the same."""
    return " ".join(words_of(text).normal)


@lru_cache(maxsize=32)  # the runs of one text, beside those of its candidates
def runs_of(words: tuple[str, ...], length: int = RUN) -> frozenset[tuple[str, ...]]:
    """The runs of so many neighbouring words; one shorter run where there are not so many."""
    if len(words) <= length:
        return frozenset({tuple(words)}) if words else frozenset()
    return frozenset(zip(*(words[at:] for at in range(length)), strict=False))


def containment(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Share of the runs of the text with fewer runs that stand in the other one, from 0 to 1."""
    few, many = sorted((runs_of(one), runs_of(other)), key=len)
    return len(few & many) / len(few) if few else 0.0


def sketch(title: str | None, teaser: str | None, body: str | None) -> frozenset[int]:
    """At most 29 hashes of 63 bits, usually some 24: texts of the same writing share at least one.

    They stand for runs of four words: some of the opening, so that a teaser meets its text whatever paragraph was put
    before it, the smallest ones of the whole text, a few of a teaser that says something else, and the title.
    """
    text, beside = text_and_teaser(teaser, body)
    chosen = _of_text(text.normal) | _of_teaser(beside.normal, text.normal)
    heading = words_of(title).normal
    if len(heading) >= SHORTEST_TITLE:
        chosen.add("title\n" + " ".join(heading))
    return frozenset(_hash(run) for run in chosen)


def _of_text(words: Sequence[str]) -> set[str]:
    runs = _printed_runs(words)
    different = set(runs)
    if len(different) <= SKETCHED_WHOLE:
        return different
    marks = {run: crc32(run.encode()) for run in different}
    whole = {run for _, run in nsmallest(WHOLE_HASHES, zip(marks.values(), marks, strict=True))}
    return whole | _winnowed([(marks[run], run) for run in runs[: 40 * WINDOW]])


def _of_teaser(teaser: Sequence[str], text: Sequence[str]) -> set[str]:
    """A few runs of a teaser, none where it is the opening of the text."""
    runs = set(_printed_runs(teaser)) - set(_printed_runs(text[: 2 * len(teaser) + 150]))
    return set(sorted(runs, key=lambda run: (crc32(run.encode()), run))[:TEASER_HASHES])


def _winnowed(marked: Sequence[tuple[int, str]]) -> set[str]:
    """The smallest run of every WINDOW neighbouring ones, from the start, until there are enough."""
    chosen: set[str] = set()
    for at in range(len(marked) - WINDOW + 1):
        chosen.add(min(marked[at : at + WINDOW])[1])
        if len(chosen) >= OPENING_HASHES:
            break
    return chosen


def _printed_runs(words: Sequence[str]) -> list[str]:
    if len(words) <= SKETCHED_RUN:
        return [" ".join(words)] if words else []
    return list(map(" ".join, zip(*(words[at:] for at in range(SKETCHED_RUN)), strict=False)))


def _hash(run: str) -> int:
    digest = hashlib.blake2b(run.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def _plain(text: str) -> str:
    """Without entities, accents, apostrophes and unseen signs."""
    if "&" in text:
        text = _NAMED_ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text = _LINES.sub("\n", _UNSEEN.sub("", text))
    if text.isascii():
        return text
    return _BEYOND_ASCII.sub(_without_accents, unicodedata.normalize("NFKD", text))


def _without_accents(found: re.Match[str]) -> str:
    return "".join(sign for sign in found[0] if not unicodedata.combining(sign))
