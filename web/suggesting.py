"""What a search without hits might have meant: a word spelled otherwise, a source's name, a filter less, any word.

Every suggestion is tried before it is made: what is offered finds something.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from datasette.database import Database, QueryInterrupted

from parsing.questions import Question, read_question
from web.asking import Search, chips, read_search
from web.page_thread import apart, within
from web.searching import PATIENCE_AGAIN, find, measure

#: suggestions of one page
_MOST = 6
#: words of a question that are looked up, and words that one is compared with
_WORDS_TRIED, _COMPARED = 8, 6_000
_NEAR, _NEAR_NAME = 0.72, 0.6


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way on. sentence: what it does, before the words of the link; address: the query of a search."""

    sentence: str
    words: str
    address: str


async def suggestions(db: Database, search: Search) -> list[Suggestion]:
    """Ways on from a search without hits, the likeliest first; fewer where looking for them takes too long."""
    found: list[Suggestion] = []
    try:
        with within(PATIENCE_AGAIN):
            async for one in _all(db, search):
                if one.address not in {known.address for known in found}:
                    found.append(one)
                if len(found) >= _MOST:
                    break
    except QueryInterrupted:
        pass
    return found


async def _all(db: Database, search: Search) -> AsyncIterator[Suggestion]:
    spelled = await _respelled(db, search)
    if spelled:
        yield spelled
    for source_id, name in await _sources(db, search.question):
        yield Suggestion("All posts of", name, urlencode({"source": source_id}))
    for name, value, address in chips(search):
        if await _finds(db, address):
            yield Suggestion("Without the filter", f"{name}: {value}", address)
    if len(search.question.words) > 1:
        any_word = " OR ".join(_as_typed(word) for word in search.question.words[:_WORDS_TRIED])
        address = search.address(q=any_word)
        if await _finds(db, address):
            yield Suggestion("Any of the words", any_word, address)
    if search.question.match and search.question.filters:
        words = " ".join(_as_typed(word) for word in search.question.words)
        address = urlencode({"q": words})
        if await _finds(db, address):
            yield Suggestion("The words alone, without any filter", words, address)


def _as_typed(word: str) -> str:
    return f'"{word}"' if re.search(r"\s", word) else word


async def _finds(db: Database, address: str) -> bool:
    search = read_search(_Args(parse_qsl(address)))
    if not search.question.asks or (await measure(db, search)).is_nothing:
        return False
    return bool((await find(db, replace(search, size=1))).hits)


class _Args:
    """Arguments as a request has them."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs

    def get(self, name: str) -> str | None:
        return next((value for key, value in self.pairs if key == name), None)

    def getlist(self, name: str) -> list[str]:
        return [value for key, value in self.pairs if key == name]


async def _respelled(db: Database, search: Search) -> Suggestion | None:
    """The question with each unknown word put as posts spell it, if that finds something."""
    text = search.question.text
    words = [word for part in search.question.words for word in re.findall(r"[^\W\d_]{3,24}", part)]
    for word in list(dict.fromkeys(words))[:_WORDS_TRIED]:
        if await _is_known(db, word):
            continue
        near = await nearest(db, word.lower())
        if near:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", near, text)
    if text == search.question.text:
        return None
    address = search.address(q=text)
    if await _finds(db, address):
        return Suggestion("Did you mean", text, address)
    plain = urlencode({"q": text})
    return Suggestion("Did you mean", text, plain) if await _finds(db, plain) else None


async def _is_known(db: Database, word: str) -> bool:
    match = read_question(f'"{word}"').match
    sql = "select 1 from search where search match :match limit 1"
    return (await db.execute(sql, {"match": match})).first() is not None


async def nearest(db: Database, word: str) -> str | None:
    """The word of the archive that is most like one that no post uses; None where none is near.

    Compared are words of about the same length that begin with the same letter, or end with the same three.
    """
    length = "length(word) between :shortest and :longest"
    sql = f"""select word, text_count from words where word >= :first and word < :beyond and {length}
        union select word, text_count from words where substr(word, -3) = :end and {length}
        order by text_count desc limit {_COMPARED}"""
    values = {
        "first": word[0],
        "beyond": chr(ord(word[0]) + 1) if word[0] < "\ud7ff" else word[0],
        "end": word[-3:],
        "shortest": len(word) - 2,
        "longest": len(word) + 2,
    }
    try:
        known = {row[0]: row[1] for row in (await db.execute(sql, values)).rows}
    except QueryInterrupted:
        return None
    near = await apart(difflib.get_close_matches, word, list(known), 6, _NEAR)
    # Of words that are about equally near the one that more posts use is the likelier.
    return max(near, key=lambda one: (round(_likeness(word, one), 1), known[one]), default=None)


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, one, other).ratio()


async def _sources(db: Database, question: Question) -> list[tuple[str, str]]:
    """Sources whose name the words are, or nearly are: those with all of the words first."""
    asked = " ".join(question.words).lower()
    wanted = next((value for one in question.filters if one.name == "source" for value in one.values), asked)
    parts = set(re.findall(r"\w+", wanted.lower()))
    if not parts:
        return []
    rows = (await db.execute("select id, name from sources order by name collate nocase")).rows
    names = {row["name"].lower(): (row["id"], row["name"]) for row in rows}
    holding = [pair for name, pair in names.items() if parts <= set(re.findall(r"\w+", name))]
    if holding:
        return holding[:3]
    near = await apart(difflib.get_close_matches, wanted.lower()[:80], list(names), 2, _NEAR_NAME)
    return [names[name] for name in near]
