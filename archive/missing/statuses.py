"""Pure: what an answer that was not the post says of the post's status, given the answers before it.

One day counts once, however often it was asked on it: a site that is broken for an afternoon is not three visits. Only
answers of one sort add up; another sort begins anew. A post that is refused says so at once where other posts of its
source could be read in the same run; where none could, the source may be refusing us, and that is no news of the post.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from archive.changes import Words
from archive.times import a_day
from parsing.text import one_line, words_of

Status = Literal["here", "gone", "moved", "withdrawn", "hijacked"]
Sort = Literal["missing", "refused", "foreign"]

#: Why the page of a known item could not be read as that item.
MISS_REASONS: dict[str, str] = {
    "gone": "The address answers that it is gone (404 or 410).",
    "soft_gone": "The answer says 200, and its page says that the post is not there.",
    "home": "The address leads to the home page now.",
    "list": "The address leads to a list of posts now.",
    "other": "The address leads to another post now.",
    "forbidden": "The page is refused to the public (401 or 403).",
    "password": "The page asks for a password, or for a log-in.",
    "draft": "The page is marked as a draft.",
    "foreign": "Something that is not the source's stands at the address now.",
}
#: The sort of each of them.
SORTS: dict[str, Sort] = {
    "gone": "missing",
    "soft_gone": "missing",
    "home": "missing",
    "list": "missing",
    "other": "missing",
    "forbidden": "refused",
    "password": "refused",
    "draft": "refused",
    "foreign": "foreign",
}
#: A post is gone when it was missing on so many days, the last of them so long after the first.
GONE_DAYS, GONE_AFTER = 3, timedelta(days=7)
#: A refused post is withdrawn on the second such day, a day later, where no other post of its source was read in a run.
REFUSED_DAYS, REFUSED_AFTER = 2, timedelta(hours=20)
#: So many refused pages of a source in one run, and none that was read: the source refuses us.
ENOUGH_TO_BE_BLOCKED = 3

#: Share of the shorter text's words that stand in the other one, from which on both are one post: with the same title,
#: with another one, and where the other one is known as a post of its own.
WITH_TITLE, WITHOUT_TITLE, OF_ANOTHER = 0.25, 0.6, 0.9
#: A text with fewer words says nothing.
_ENOUGH_WORDS = 20


@dataclass(frozen=True, slots=True)
class Misses:
    """The answers so far since the post was last read: all of one sort."""

    reason: str
    first_at: datetime
    last_at: datetime
    #: days with such an answer
    days: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One more of them, or the last one looked at again when the run is over.

    others_read, others_refused: how many other posts of the source were read, and were refused, in the same run.
    """

    reason: str
    at: datetime
    detail: str
    others_read: int = 0
    others_refused: int = 0
    #: whether these numbers are the last ones
    run_is_over: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """The status that follows, with its reason in a word and its evidence in a sentence."""

    status: Status
    reason: str
    evidence: str


def misses_after(before: Misses | None, reason: str, at: datetime) -> Misses:
    """The answers with one more. The same answer twice counts once; one that comes late changes the beginning only."""
    if before is None or SORTS.get(before.reason) != SORTS[reason]:
        if before is not None and at < before.last_at:
            return before  # of another sort, and older than what is known
        return Misses(reason, at, at, 1)
    if at <= before.last_at:
        return Misses(before.reason, min(before.first_at, at), before.last_at, before.days)
    return Misses(reason, before.first_at, at, before.days + (at.date() != before.last_at.date()))


def status_after(status: str, misses: Misses, answer: Answer) -> Decision | None:
    """The new status of a post with these misses, the answer's among them; None where it keeps the one that it has."""
    sort = SORTS[answer.reason]
    decided: Decision | None = None
    if sort == "foreign" and status != "hijacked":
        decided = Decision("hijacked", answer.reason, _evidence(misses, answer))
    elif sort == "missing" and status != "gone":
        if misses.days >= GONE_DAYS and misses.last_at - misses.first_at >= GONE_AFTER:
            decided = Decision("gone", answer.reason, _evidence(misses, answer))
    elif sort == "refused" and status in ("here", "moved") and _is_refused_alone(misses, answer):
        decided = Decision("withdrawn", answer.reason, _evidence(misses, answer))
    return decided


def _is_refused_alone(misses: Misses, answer: Answer) -> bool:
    if answer.others_read:
        return True
    if not answer.run_is_over or misses.days < REFUSED_DAYS or misses.last_at - misses.first_at < REFUSED_AFTER:
        return False
    return answer.others_refused + 1 < ENOUGH_TO_BE_BLOCKED


def _evidence(misses: Misses, answer: Answer) -> str:
    days = (misses.last_at.date() - misses.first_at.date()).days
    if misses.days == 1:
        said = f"On {a_day(misses.last_at)}."
    else:
        said = f"On {misses.days} days within {days + 1}, from {a_day(misses.first_at)} to {a_day(misses.last_at)}."
    others = ""
    if SORTS[answer.reason] == "refused" and answer.others_read:
        posts = "another post" if answer.others_read == 1 else f"{answer.others_read} other posts"
        others = f" In the same run {posts} of the source could be read."
    stop = "" if answer.detail.endswith((".", "!", "?", "…")) else "."
    return f"{answer.detail}{stop} {said}{others}"


def reads_as(known: Words, title: str | None, body: str | None, *, strict: bool = False) -> bool:
    """Whether a page carries a known post: by its words, or by its title where one of the two has too few of them.

    strict: for a page that is known as a post of its own; two posts may share a form and a title.
    """
    same_title = _folded(known.title) == _folded(title) != ""
    share = shared_words(known.body, body)
    if share is None:
        return same_title and not strict
    if strict:
        return same_title and share >= OF_ANOTHER
    return share >= (WITH_TITLE if same_title else WITHOUT_TITLE)


def shared_words(one: str | None, other: str | None) -> float | None:
    """The share of the shorter text's different words that the other one has; None where either has too few."""
    first, second = words_of(one), words_of(other)
    least = min(len(first), len(second))
    return len(first & second) / least if least >= _ENOUGH_WORDS else None


def _folded(text: str | None) -> str:
    return "".join(letter for letter in (one_line(text) or "").casefold() if letter.isalnum())
