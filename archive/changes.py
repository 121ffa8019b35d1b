"""Pure: what a sighting changes of an item, given what is known of it.

Three rules. Nothing never replaces something. Better is never replaced by worse. And a channel changes an item's words
only when what *it* gives has changed since it last gave it: lists cut titles and teasers in their own ways, feeds and
pages differ by a line, and an item that two of them show must not go back and forth between them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from parsing.text import fingerprint, word_count

#: A body that shrinks below this share of the known one is held: error pages, log-in forms and broken layouts do that.
SHRUNK = 1 / 3
#: Shorter bodies may shrink as they like; a share of few words says nothing.
SHORTEST_HELD = 30
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

    @classmethod
    def read(cls, text: str | None) -> Marks:
        """Out of a column: "a b/c"."""
        before, _, now = (text or "/").partition("/")
        return cls(tuple(before.split()), tuple(now.split()))

    def text(self) -> str | None:
        """For a column."""
        return f"{' '.join(self.before)}/{' '.join(self.now)}" if self.now else None

    def with_mark(self, given: str | None, new_crawl: bool) -> Marks:
        """After the channel gave something, or nothing (None)."""
        if given is None:
            return self
        before, now = (self.now, ()) if new_crawl and self.now else (self.before, self.now)
        return Marks(before, now if given in now else (*now, given)[-MOST_MARKS:])

    def edited(self, given: str | None, new_crawl: bool) -> bool:
        """Whether what the channel gives is none of what it gave in its last crawl."""
        before = self.now if new_crawl else self.before
        return given is not None and bool(before) and given not in (*before, *self.now)


@dataclass(frozen=True, slots=True)
class Showing:
    """What one channel gave of an item until now.

    titles, teasers: of lists and feeds that give no body. carried, read: hashes of title and body; carried by a feed,
    an API or a list, read on the item's own page.
    """

    titles: Marks = Marks()
    teasers: Marks = Marks()
    carried: str | None = None
    read: str | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a channel gives of an item now, and how.

    own: the channel is one of the item's own source; first_own: no channel of that source showed it before;
    new_crawl: the channel's last sighting of the item was in an earlier crawl.
    """

    words: Words
    is_page: bool = False
    own: bool = True
    first_own: bool = True
    new_crawl: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """The words that an item has after a sighting."""

    words: Words
    #: words that were not taken because they shrank too much
    held: Words | None = None


def words_after(known: Words, seen: Sighting, before: Showing) -> Verdict:
    """The words of a known item after a channel gave these; before: what the same channel gave until now."""
    given = seen.words
    if given.body is None:
        return Verdict(_from_list(known, seen, before))
    if known.body is None:
        teaser = _pick(known.teaser, given.teaser, seen.first_own)
        return Verdict(Words(_pick(known.title, given.title, True), teaser, given.body))
    last = before.read if seen.is_page else before.carried
    enough = replace(known, teaser=_pick(known.teaser, given.teaser, False))
    if known.fingerprint == given.fingerprint:
        return Verdict(enough)
    if last == body_mark(given):
        return Verdict(known)
    known_count, given_count = word_count(known.body), word_count(given.body)
    if last is None and given_count < known_count * RICHER:
        return Verdict(enough)
    if known_count >= SHORTEST_HELD and given_count < known_count * SHRUNK:
        return Verdict(known, held=given)
    return Verdict(Words(_pick(known.title, given.title, True), _pick(known.teaser, given.teaser, True), given.body))


def showing_after(before: Showing, seen: Sighting) -> Showing:
    """What the channel gave, this sighting included."""
    words = seen.words
    if words.body is None:
        return replace(
            before,
            titles=before.titles.with_mark(_mark(words.title), seen.new_crawl),
            teasers=before.teasers.with_mark(_mark(words.teaser), seen.new_crawl),
        )
    if seen.is_page:
        return replace(before, read=body_mark(words))
    return replace(before, carried=body_mark(words))


def body_mark(words: Words) -> str:
    """A short hash of title and body."""
    return words.fingerprint[:16]


def words_of_two(one: Words, other: Words, other_is_newer: bool) -> Words:
    """The words of an item that was taken for two: the newer body, unless it is much the poorer one."""
    known, given = (one, other) if other_is_newer else (other, one)
    if given.body is None or (known.body and word_count(given.body) < word_count(known.body) * SHRUNK):
        known, given = given, known
    return Words(
        _pick(known.title, given.title, given.body is not None),
        _pick(one.teaser, other.teaser, False),
        given.body or known.body,
    )


def _from_list(known: Words, seen: Sighting, before: Showing) -> Words:
    """Lists fill gaps; those of the item's own source also tell of edits."""
    given = seen.words
    fresh = seen.first_own and known.body is None
    title_edited = before.titles.edited(_mark(given.title), seen.new_crawl)
    teaser_edited = before.teasers.edited(_mark(given.teaser), seen.new_crawl)
    return Words(
        _pick(known.title, given.title, seen.own and (fresh or title_edited)),
        _pick(known.teaser, given.teaser, seen.own and (fresh or teaser_edited)),
        known.body,
    )


def _pick(known: str | None, given: str | None, take: bool) -> str | None:
    """One of two wordings: never nothing for something, never the cut one; else the given one if it is to be taken."""
    if not given or not known:
        return given or known
    if _is_cut(given, known, only_dotted=take):
        return known
    return given if take or _is_cut(known, given) else known


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


def _mark(text: str | None) -> str | None:
    return _fingerprint(text, None)[:12] if text else None
