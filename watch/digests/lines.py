"""The sentences of a digest, which its text and its HTML share. Pure; all of them are plain text in one line."""

from __future__ import annotations

from archive.telling import Entry
from archive.telling.around import Coming, Journey, Trouble
from archive.telling.texts import HIT_END, HIT_START
from watch.digests.sections import LEVEL_WORD, Council, Digest
from watch.told import Told
from watch.writing import day_in_words, day_of, news_of, plain

#: signs of a title at the most; what is longer is no title
_TITLE = 240
#: of an extract, which holds some forty words
EXTRACT = 420
_DIFFERENCE = 500


def lead(told: Told, digest: Digest) -> list[str]:
    """What the whole is: the counts, the time, the search, and why things are in it."""
    first = f"{', '.join(digest.counts)}{f' – {digest.period}' if digest.period else ''}."
    return [first[:1].upper() + first[1:], why(told)]


def why(told: Told) -> str:
    """Why its stories matched, in a sentence; where they have words that did, these are marked in each of them."""
    query, name = plain(told.watch.query), told.watch.id
    if told.watch.question.match:
        return f"The watch “{name}” looks for {query}; the words that it found are marked."
    return f"The watch “{name}” tells all that passes {query}."


def shortened(text: str, most: int = _TITLE) -> str:
    """A text that ends in … where it is too long."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def cut(text: str, most: int = _TITLE) -> str:
    """The same for a text with marked hits, of which none stays open."""
    if len(text) <= most:
        return text
    kept = text[: most - 1].rstrip()
    return f"{kept}{HIT_END * (kept.count(HIT_START) - kept.count(HIT_END))}…"


def parts_of(council: Council) -> list[str]:
    """What stands in a council's heading."""
    level = LEVEL_WORD.get(council.level or "", "")
    word = level if level and level.split()[0] not in plain(council.name).lower() else ""
    return [part for part in (plain(council.name), word, f"{council.count:,}") if part]


def byline(told: Told, entry: Entry, own: str, known: str | None = None) -> str:
    """Who published it and when, what sort of post it is, what it is about, how many carry it.

    known: the topic under which it stands.
    """
    carried = f"carried by {entry.sources} sources" if entry.sources > 1 else ""
    kind = (entry.kind or "").replace("_", " ")
    topics = ", ".join([label for label in told.around.topics.get(entry.item_id, ()) if label != known][:3])
    parts = (own, day_of(entry), kind if kind != "news" else "", topics, carried)
    return plain(" · ".join(part for part in parts if part))


def changed(entry: Entry) -> tuple[str, str]:
    """What became of a post in a word, and what shows it."""
    if entry.what == "edited":
        return "Edited", shortened(plain(entry.change or ""), _DIFFERENCE)
    words = {"gone": "Gone", "withdrawn": "Withdrawn", "moved": "Moved", "hijacked": "Replaced"}
    evidence = shortened(plain(entry.change or ""), _DIFFERENCE)
    return words.get(entry.status or "", "Removed"), " ".join(part for part in (news_of(entry), evidence) if part)


def original(one: Journey) -> str:
    """Whose story it is, and of when."""
    return " · ".join(part for part in (plain(one.source), day_in_words(one.day)) if part)


def travelled(one: Journey) -> str:
    """How many carried it in the period and which, and how many have it in all."""
    rest = one.carried - len(one.carried_by)
    names = "; ".join(plain(name) for name in one.carried_by) + (f"; and {rest:,} more" if rest > 0 else "")
    number = "1 source" if one.carried == 1 else f"{one.carried:,} sources"
    total = f" {one.sources:,} have it in all." if one.sources > one.carried + 1 else ""
    return f"Carried by {number} in this time: {names}.{total}"


def event_line(one: Coming) -> str:
    """Who invites, where, how often, and whether it was called off."""
    state = {"cancelled": "CALLED OFF", "tentative": "not certain yet"}.get(one.status or "", "")
    again = "" if one.times < 2 else f"{one.times} times in these two weeks"
    return " · ".join(
        part for part in (state, plain(one.source), shortened(plain(one.venue or ""), 120), again) if part
    )


def troubled(one: Trouble) -> str:
    """The names of sources in trouble."""
    rest = one.count - len(one.sources)
    return "; ".join(plain(name) for name in one.sources) + (f"; and {rest:,} more" if rest > 0 else "")


def complaint(one: Trouble) -> str:
    """What is wrong with them; the name is not told twice."""
    sentence = plain(one.sentence)
    return shortened(sentence.removeprefix(f"{troubled(one)}: "), EXTRACT)


def beyond(number: int) -> str:
    """How many rows of a part are not listed."""
    return f"And {number:,} more." if number else ""
