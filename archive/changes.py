"""Pure: what a sighting changes of an item, given what is known of it.

Four rules. Nothing never replaces something. Better is never replaced by worse. A channel changes an item's words only
when what *it* gives has changed since it last gave it: lists cut titles and teasers in their own ways, feeds and pages
differ by a line, and an item that two of them show must not go back and forth between them. And one edit is told once:
where somebody else's telling has made a revision since a witness was last heard, that witness tells of the same edit;
if it is the post's own page, its words take the place of those that the other had.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from archive.worse import is_shrunk, worse
from parsing.text import fingerprint, first_fingerprint, loose_fingerprint, word_count

#: Why there is a new revision; the words of archive.words.REVISED.
Because = Literal["first", "edited", "fuller", "cut"]

#: The body of another way (the page after the feed) is taken for the fuller one from this factor on.
RICHER = 1.2
#: A teaser that is the beginning of another is a cut of it from this length on, even without an ellipsis.
SHORTEST_CUT = 40
#: Wordings of one thing that a channel may give in one crawl and that are remembered.
MOST_MARKS = 4

_ELLIPSES = ("…", "...", "[…]", "[...]")


@dataclass(frozen=True, slots=True)
class Words:
    """An item's words; what is not known is None."""

    title: str | None = None
    teaser: str | None = None
    body: str | None = None

    @property
    def fingerprint(self) -> str:
        """What a revision compares: title and body without regard to quotes, dashes and spaces."""
        return _fingerprint(self.title, self.body)


@dataclass(frozen=True, slots=True)
class Marks:
    """Short hashes of what a channel gave as one thing, a title say: in its last crawl but one, and in the last.

    More than one each, since a channel may show an item twice in a crawl, as a block above the list does.
    """

    before: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    #: when the last of them was given; archives from before this was noted do not say
    at: str | None = None

    @classmethod
    def read(cls, text: str | None) -> Marks:
        """Out of a column: "a b/c/at"."""
        before, now, at = [*(text or "").split("/", 2), "", ""][:3]
        return cls(tuple(before.split()), tuple(now.split()), at or None)

    def text(self) -> str | None:
        """For a column."""
        if not self.now:
            return None
        return f"{' '.join(self.before)}/{' '.join(self.now)}{f'/{self.at}' if self.at else ''}"

    def is_new_crawl(self, seen: Sighting) -> bool:
        """Whether the channel gave none of them in the crawl of this sighting."""
        return seen.new_crawl if self.at is None or seen.at is None else seen.at > self.at

    def with_mark(self, given: str | None, new_crawl: bool, at: str | None = None) -> Marks:
        """After the channel gave something, or nothing (None)."""
        if given is None:
            return self
        before, now = (self.now, ()) if new_crawl and self.now else (self.before, self.now)
        return Marks(before, now if given in now else (*now, given)[-MOST_MARKS:], max(self.at or "", at or "") or None)

    def edited(self, given: str | None, new_crawl: bool) -> bool:
        """Whether what the channel gives is none of what it gave in its last crawl."""
        before = self.now if new_crawl else self.before
        return given is not None and bool(before) and given not in (*before, *self.now)


@dataclass(frozen=True, slots=True)
class BodyMark:
    """Short hashes of a title and body that a witness gave, and when: as they stand, and without order and day.

    way: by which way a channel gave them (one of items.WAYS), since its API and its feed word things differently.
    """

    plain: str
    loose: str | None = None
    at: str | None = None
    way: str | None = None

    @classmethod
    def of(cls, words: Words, day: date | None, at: str | None, way: str | None = None) -> BodyMark:
        """The mark of words that were read on a day."""
        return cls(words.fingerprint[:16], _loose(words.title, words.body, day)[:16], at, way)

    @classmethod
    def read(cls, text: str | None) -> BodyMark | None:
        """Out of a column: "plain loose at way"; marks of older archives are "plain" and by the first fingerprint."""
        return cls(*text.split(" ")[:4]) if text else None

    def text(self) -> str:
        """For a column."""
        return " ".join(part for part in (self.plain, self.loose, self.at, self.way) if part)

    def is_of(self, words: Words, day: date | None) -> bool:
        """Whether words are those of the mark, whatever the order of their lines and the day that the page prints."""
        if self.loose is None:
            return self.plain == first_fingerprint(words.title, words.body)[:16]
        return self.plain == words.fingerprint[:16] or self.loose == _loose(words.title, words.body, day)[:16]


@dataclass(frozen=True, slots=True)
class Showing:
    """What one channel gave of an item until now.

    titles, teasers: of lists and feeds that give no body. carried, read: marks of title and body; carried by a feed,
    an API or a list, read on the item's own page (which is one page, whichever channel led to it).
    """

    titles: Marks = Marks()
    teasers: Marks = Marks()
    carried: tuple[BodyMark, ...] = ()
    read: BodyMark | None = None
    #: when the channel last showed the item
    at: str | None = None

    def last(self, seen: Sighting) -> BodyMark | None:
        """What the same witness gave last: the page, or the channel by the same way. Older marks name no way."""
        if seen.is_page:
            return self.read
        same = [mark for mark in self.carried if mark.way == seen.way or mark.loose is None]
        return same[-1] if same else None


@dataclass(frozen=True, slots=True)
class HeldBefore:
    """How often the words that came were held before, and whether that is often and long enough by now."""

    readings: int = 0
    is_lasting: bool = False


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a channel gives of an item now, and how.

    own: the channel is one of the item's own source; first_own: no channel of that source showed it before;
    new_crawl: the channel's last sighting of the item was in an earlier crawl. at, way, day: when, how, on which local
    day; known_day: when the known words were read; revised_at: when the item's last edit was first told of.
    elsewhere: the body is that of another post of the source. held: the same words were held before.
    """

    words: Words
    is_page: bool = False
    own: bool = True
    first_own: bool = True
    new_crawl: bool = True
    at: str | None = None
    way: str | None = None
    day: date | None = None
    known_day: date | None = None
    revised_at: str | None = None
    elsewhere: bool = False
    held: HeldBefore = HeldBefore()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The words that an item has after a sighting."""

    words: Words
    #: words that were not taken because they are worse
    held: Words | None = None
    #: why they were not, in a word
    held_because: str | None = None
    #: why there is a new revision; None where there is none
    because: Because | None = None
    #: the channel tells of a change that only the item's own page can show in full
    is_told: bool = False


def words_after(known: Words, seen: Sighting, before: Showing) -> Verdict:
    """The words of a known item after a channel gave these; before: what the same channel gave until now."""
    given = seen.words
    if given.body is None:
        return _after_list(known, seen, before)
    if known.body is None:
        teaser = _pick(known.teaser, given.teaser, seen.first_own)
        return Verdict(Words(_pick(known.title, given.title, True), teaser, given.body), because="first")
    last = before.last(seen)
    enough = replace(known, teaser=_pick(known.teaser, given.teaser, False))
    if same_words(known, given, seen.known_day, seen.day):
        return Verdict(enough)
    if last is not None and last.is_of(given, seen.day):
        return Verdict(known)
    known_count, given_count = word_count(known.body), word_count(given.body)
    if last is None and given_count < known_count * RICHER:
        return Verdict(enough)
    if not seen.is_page and given_count * RICHER < known_count and not _gave(last, known, seen.known_day):
        return Verdict(known, is_told=True)  # a shorter form of what was read elsewhere
    return _after_change(known, seen, last)


def _after_change(known: Words, seen: Sighting, last: BodyMark | None) -> Verdict:
    """After a witness gave another title or body than it last gave, or a fuller one for the first time."""
    given = seen.words
    reason = worse(known.title, known.body or "", given.title, given.body or "", is_page=seen.is_page,
                   elsewhere=seen.elsewhere)  # fmt: skip
    if reason and not seen.held.is_lasting:
        return Verdict(known, held=given, held_because=reason)
    words = Words(_pick(known.title, given.title, True), _pick(known.teaser, given.teaser, True), given.body)
    if same_words(known, words, seen.known_day, seen.day):
        return Verdict(words)
    if reason:
        return Verdict(words, because="cut")
    if last is None:
        return Verdict(words, because="fuller")
    if not _is_told_already(seen.revised_at, last.at):
        return Verdict(words, because="edited")
    return Verdict(words, because="fuller") if seen.is_page else Verdict(known)


def same_words(one: Words, other: Words, day: date | None = None, other_day: date | None = None) -> bool:
    """Whether two wordings differ in nothing that a person wrote. days: when they were read, which pages may print."""
    if one.fingerprint == other.fingerprint:
        return True
    return _loose(one.title, one.body, day) == _loose(other.title, other.body, other_day)


def showing_after(before: Showing, seen: Sighting, held: bool = False) -> Showing:
    """What the channel gave, this sighting included. Words that were held leave no mark: they are judged anew."""
    words = seen.words
    if words.body is None:
        return replace(
            before,
            titles=before.titles.with_mark(_mark(words.title), before.titles.is_new_crawl(seen), seen.at),
            teasers=before.teasers.with_mark(_mark(words.teaser), before.teasers.is_new_crawl(seen), seen.at),
        )
    if held:
        return before
    if seen.is_page:
        return replace(before, read=BodyMark.of(words, seen.day, seen.at))
    mark = BodyMark.of(words, seen.day, seen.at, seen.way)
    others = [one for one in before.carried if one.way != seen.way and one.loose is not None]
    return replace(before, carried=(*others[1 - MOST_MARKS :], mark))


def _gave(last: BodyMark | None, known: Words, day: date | None) -> bool:
    return last is not None and last.is_of(known, day)


def _is_told_already(revised_at: str | None, heard_at: str | None) -> bool:
    """Whether a revision was made since a witness was last heard: then both tell of one edit."""
    return revised_at is not None and heard_at is not None and revised_at > heard_at


def words_of_two(one: Words, other: Words, other_is_newer: bool) -> Words:
    """The words of an item that was taken for two: the newer body, unless it is much the poorer one."""
    known, given = (one, other) if other_is_newer else (other, one)
    if given.body is None or (known.body and is_shrunk(known.body, given.body)):
        known, given = given, known
    return Words(
        _pick(known.title, given.title, given.body is not None),
        _pick(one.teaser, other.teaser, False),
        given.body or known.body,
    )


def _after_list(known: Words, seen: Sighting, before: Showing) -> Verdict:
    """Lists fill gaps; those of the item's own source also tell of edits."""
    given = seen.words
    fresh = seen.first_own and known.body is None
    new_crawl = before.titles.is_new_crawl(seen)
    title_edited = before.titles.edited(_mark(given.title), new_crawl)
    teaser_edited = before.teasers.edited(_mark(given.teaser), before.teasers.is_new_crawl(seen))
    told_already = _is_told_already(seen.revised_at, before.titles.at or before.at) or (
        not new_crawl and seen.revised_at is not None and seen.revised_at == seen.at
    )
    words = Words(
        _pick(known.title, given.title, seen.own and (fresh or (title_edited and not told_already))),
        _pick(known.teaser, given.teaser, seen.own and (fresh or teaser_edited)),
        known.body,
    )
    edited = known.body is not None and not same_words(known, words)
    is_told = seen.own and known.body is not None and (title_edited or teaser_edited)
    return Verdict(words, because="edited" if edited else None, is_told=is_told)


def _pick(known: str | None, given: str | None, take: bool) -> str | None:
    """One of two wordings: never nothing for something, never the cut one; else the given one if it is to be taken."""
    if not given or not known:
        return given or known
    if _is_cut(given, known, only_dotted=take):
        return known
    return given if take or _is_cut(known, given) else known


def title_after(known: str | None, given: str | None) -> str | None:
    """The title after a reading of a post's own text: what it gives, unless that is only a cut of what is known."""
    return _pick(known, given, True)


def _is_cut(short: str, full: str, only_dotted: bool = False) -> bool:
    """Whether a text is only the beginning of another, as lists cut it, with an ellipsis or without one."""
    kept, dotted = short.rstrip(), False
    for ellipsis in _ELLIPSES:
        if kept.endswith(ellipsis):
            kept, dotted = kept.removesuffix(ellipsis).rstrip(), True
    plausible = dotted or (len(kept) >= SHORTEST_CUT and not only_dotted)
    return plausible and 0 < len(kept) < len(full) and full.startswith(kept)


@lru_cache(maxsize=16)
def _fingerprint(title: str | None, body: str | None) -> str:
    """Remembered, since one sighting asks for the same text's several times."""
    return fingerprint(title, body)


@lru_cache(maxsize=16)
def _loose(title: str | None, body: str | None, day: date | None) -> str:
    return loose_fingerprint(title, body, day)


def _mark(text: str | None) -> str | None:
    return _fingerprint(text, None)[:12] if text else None
