"""What can be seen of two writings side by side: facts and figures, without a judgement."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from archive.sameness.comparing_words import Stretch, carried, side_by_side
from archive.sameness.filled_forms import one_number, weight_of
from archive.sameness.judgements import Writing
from archive.sameness.pointed_posts import posts_in
from archive.sameness.shingles import Words, containment, words_of
from archive.sameness.telling_words import content_of, goes_on, is_round_up, marks_of, telling, things_in

#: words before the shared ones that a dateline or a by-line may have
DATELINE = 15
#: words of a local paragraph or two before the shared ones
PARAGRAPH = 150
#: a stretch of so many equal words is where the shared writing begins
_BEGINS = 4
#: runs that two long texts share by chance
_BY_CHANCE = 0.03
#: share of the words of a title that makes it like another
_ALIKE = 0.6
#: days within which a number is corrected; a week later it is another one
CORRECTED = 6
#: different telling words of a title that no second post will have
TELLING_TITLE = 3
#: words that a site puts before or after another one's title, such as "In the news:" or "| Council 5"
_PREFIX = 7
#: a text is covered where so much of it stands in the other one; what is covered gathers nothing else
COVERED = 0.8
#: a text of which less is shared may be a round-up of two posts
TWO_THIRDS = 0.67
#: share of a digest that the other one would have to make up
MOSTLY = 0.5
#: links to other posts, besides the one it may carry, that a digest has
GATHERS = 2
#: words for each of its posts that a digest has at most; a post that mentions others says more between its links
WORDS_PER_POST = 100
#: the same of a text that is made of openings alone
DENSE = 40
#: share of a text that stands wholly in another one; an edit or two aside
WHOLLY = 0.95
#: words of a cut opening that says enough where every word opens the other text
OPENS = 20
#: things of an opening that the rest comes back to, where the titles do not tell that it is the same post
GOES_ON = 2


@dataclass(frozen=True)
class Facts:
    """Two writings, the one with the shorter text first, and what can be counted of them."""

    short: Writing
    long: Writing
    few: Words
    many: Words

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        if self.identical:
            return (Stretch(True, 0, len(self.few), 0, len(self.many)),)
        return side_by_side(self.few.normal, self.many.normal)

    @cached_property
    def runs(self) -> float:
        """Containment of runs of three words, wherever they stand."""
        return 1.0 if self.identical else containment(self.few.normal, self.many.normal)

    @cached_property
    def shared(self) -> int:
        """Words of the shorter text that the longer one has in the same order."""
        return carried(self.stretches)

    @cached_property
    def likeness(self) -> float:
        """Share of the shorter text that stands in the longer one, moved paragraphs included."""
        if self.runs < _BY_CHANCE and len(self.few) >= PARAGRAPH:  # spares what costs most where there is nothing
            return self.runs
        return max(self.shared / len(self.few), self.runs) if len(self.few) else 0.0

    @cached_property
    def makes_up(self) -> float:
        """Share of the longer text that the shorter one makes up."""
        return min(1.0, self.likeness * len(self.few) / len(self.many)) if len(self.many) else 0.0

    @cached_property
    def identical(self) -> bool:
        return self.few.normal == self.many.normal

    @cached_property
    def blanks(self) -> float:
        """How much the replaced words speak for a form that was filled in twice."""
        return 0.0 if self.identical else weight_of(self.stretches, self.few, self.many)

    @cached_property
    def corrected(self) -> bool:
        """Whether all that another site says otherwise, within days and under the same title, is one number."""
        if (
            self.one_source
            or self.apart is None
            or self.apart > CORRECTED
            or min(self.likeness, self.makes_up) < COVERED
        ):
            return False
        number = one_number(self.stretches, self.few, self.many) if self.telling_title else None
        if number is None:
            return False
        heading = tuple(number[1] if word == number[0] else word for word in self._headings[0])
        return self._headings[1] in (self._headings[0], heading)

    @cached_property
    def telling(self) -> int:
        """Different telling words that both have."""
        if self.identical:
            return telling(self.few.normal)
        words = [w for s in self.stretches if s.same for w in self.few.normal[s.start : s.end]]
        return telling(tuple(words))

    @cached_property
    def begins(self) -> tuple[int, int] | None:
        """How many words stand before the shared ones in the shorter and in the longer text."""
        least = min(_BEGINS, max(1, len(self.few) // 3))
        return next(((s.start, s.other_start) for s in self.stretches if s.same and s.size >= least), None)

    @cached_property
    def is_opening(self) -> bool:
        """Whether the shared words open both texts, and stand together in the longer one."""
        if self.begins is None:
            return False
        before = PARAGRAPH if self.titles_alike else DATELINE
        together = self._over - self.begins[1] <= 1.5 * self.shared + 12
        return together and self.begins[1] <= before and self.begins[0] <= before

    @cached_property
    def opens_wholly(self) -> bool:
        """Whether every word of the shorter one, and there are enough, opens the longer one under a telling title."""
        if len(self.few) < OPENS or self.many.normal[: len(self.few)] != self.few.normal:
            return False
        if self.identical or len(self.many) < len(self.few) + DATELINE:  # nothing was cut: it may be a greeting
            return self.own_title
        return self.telling_title or (self.whole_title and not self.no_title) or self.named_for_it

    @cached_property
    def opens_behind(self) -> bool:
        """Whether the shorter one ends with the beginning of the longer one, behind a paragraph of its own."""
        if self.begins is None:
            return False
        return self.begins[1] <= DATELINE and self.begins[0] <= PARAGRAPH and self.after <= DATELINE

    @cached_property
    def after(self) -> int:
        """How many words the shorter one goes on with after what they share."""
        return len(self.few) - max((s.end for s in self.stretches if s.same and s.size >= 2), default=0)

    @cached_property
    def comes_back(self) -> int:
        """How many things that both speak of the longer one comes back to after the sentence in which they part."""
        after = min((at for at in self.many.starts if at >= self._over), default=self._over)
        return goes_on(self.few.normal, self.many.normal[after:])

    @cached_property
    def cut_within(self) -> bool:
        """Whether the longer one goes on in the sentence in which the shared words end: the other one was cut."""
        return 0 < self._over < len(self.many) and self._over not in self.many.starts

    @cached_property
    def ends_with_it(self) -> bool:
        """Whether the longer one comes back to several of these things late, or is soon over."""
        if self.cut_within and len(self.many) - self._over <= self.shared:  # there is no room for other stories
            return True
        return goes_on(self.few.normal, self.many.normal[(self._over + len(self.many)) // 2 :]) >= GOES_ON

    @cached_property
    def _over(self) -> int:
        """Where in the longer one the shared words are over."""
        return max((s.other_end for s in self.stretches if s.same and s.size >= 2), default=0)

    # ---- titles -----------------------------------------------------------------------------------------------------
    @cached_property
    def _headings(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return words_of(self.short.title).normal, words_of(self.long.title).normal

    @cached_property
    def same_title(self) -> bool:
        return bool(self._headings[0]) and self._headings[0] == self._headings[1]

    @cached_property
    def titles_alike(self) -> bool:
        """The same title, or one with a few words more or others."""
        if self.same_title:
            return True
        few, many = sorted((content_of(words) for words in self._headings), key=len)
        return len(few) >= TELLING_TITLE and len(few & many) >= _ALIKE * len(few) and 2 * len(few) >= len(many) - 1

    @cached_property
    def whole_title(self) -> bool:
        """The same title, but for a few words that a site put before or after it: "In the news: ..."."""
        few, many = sorted(self._headings, key=len)
        if self.same_title or telling(few) < TELLING_TITLE or len(many) > len(few) + _PREFIX:
            return self.same_title
        return few in (many[: len(few)], many[-len(few) :])

    @cached_property
    def no_title(self) -> bool:
        """Whether one of them came without a title."""
        return not all(self._headings)

    @cached_property
    def named_for_it(self) -> bool:
        """Whether the title of the longer one speaks of what the shorter one tells; that of a digest does not."""
        return goes_on(self._headings[1], self.few.normal) > 0

    @cached_property
    def telling_title(self) -> bool:
        """Alike titles in which there is more than forms and series are called by."""
        return self.titles_alike and min(telling(words) for words in self._headings) >= TELLING_TITLE

    @cached_property
    def own_title(self) -> bool:
        """The same title, of which nobody would think twice for another post."""
        return self.same_title and things_in(self._headings[0]) >= TELLING_TITLE

    @cached_property
    def issues(self) -> bool:
        """Whether the titles are those of two issues of a series: alike but for days or numbers."""
        if not marks_of(self.short.title).contradicts(marks_of(self.long.title)):
            return False
        few, many = sorted((content_of(words) for words in self._headings), key=len)
        return len(few & many) >= _ALIKE * len(many)

    # ---- days, places, links ----------------------------------------------------------------------------------------
    @cached_property
    def apart(self) -> int | None:
        """Days between them, where both are known."""
        if self.short.day is None or self.long.day is None:
            return None
        return abs((self.short.day - self.long.day).days)

    @cached_property
    def one_source(self) -> bool:
        return self.short.source_id == self.long.source_id

    @cached_property
    def points_up(self) -> bool:
        """Whether the shorter one points to the longer one."""
        return bool(self.long.url) and self.long.url in self.short.links

    @cached_property
    def points_down(self) -> bool:
        return bool(self.short.url) and self.short.url in self.long.links

    @property
    def linked(self) -> bool:
        return self.points_up or self.points_down

    @cached_property
    def other_links(self) -> int:
        """How many posts besides the other one it points to, without what both point to; a digest has several."""
        own = {self.short.url, self.long.url}
        up = len(self.short.links - self.long.links - own) if self.points_up else 0
        return max(up, len(self.long.links - self.short.links - own) if self.points_down else 0)

    @cached_property
    def gathered(self) -> bool:
        """Whether one is a round-up that holds the other among others: its words must show other parts."""
        if min(self.likeness, self.makes_up) >= COVERED:
            return False
        if self.is_digest:
            return True
        if self.same_title or self._stands_behind():
            return False
        if is_round_up(self.short.title) and not is_round_up(self.long.title):
            return self.likeness < COVERED and (self._has_parts() or not self.whole_title)
        if is_round_up(self.long.title):
            own = self.whole_title or is_round_up(self.short.title)
            return self._has_parts() or (self.makes_up < TWO_THIRDS and not own)
        if self.points_down and (self.makes_up < 0.5 or (not self.titles_alike and self._has_parts())):
            return True
        return self.makes_up < TWO_THIRDS and self._heads_a_part()

    @cached_property
    def is_digest(self) -> bool:
        """Whether one points to several posts that the other does not, and shares the smaller part of few words."""
        return self._gathers(self.short, self.long, self.few) or self._gathers(self.long, self.short, self.many)

    def _gathers(self, one: Writing, other: Writing, words: Words) -> bool:
        others = len(posts_in(one) - other.links - {one.url, other.url})
        if others < GATHERS or len(words) > WORDS_PER_POST * (others + 1):
            return False
        up, down = other.url in one.links, one.url in other.links
        dense = len(words) <= DENSE * (others + 1)  # several openings and little else, of which one may be the longest
        least = COVERED if dense and up else MOSTLY
        if self.likeness * len(self.few) >= least * len(words) or (down and not up):  # an original is pointed to
            return False
        if up:
            return True
        return bool(self.likeness) and (words is self.few or self.comes_back < GOES_ON)

    def _stands_behind(self) -> bool:
        """Whether the shorter one stands wholly in the longer one, at its end and behind a local paragraph.

        A round-up that ends with a whole short post is not named for it.
        """
        if self.begins is None or not self._kept_title or self.shared < WHOLLY * len(self.few):
            return False
        together = self._over - self.begins[1] <= len(self.few) + DATELINE
        return together and self.begins[1] <= PARAGRAPH and len(self.many) - self._over <= DATELINE

    @property
    def _kept_title(self) -> bool:
        """Whether the whole title of the shorter one ends that of the longer one, as behind "ICYMI:"."""
        few, many = self._headings
        return bool(telling(few)) and many[-len(few) :] == few and len(many) <= len(few) + _PREFIX

    def _has_parts(self) -> bool:
        """Whether one of them goes on with what the shared story does not speak of, or points to other posts too."""
        if self.other_links and self.makes_up < TWO_THIRDS:
            return True
        rest = len(self.many) - self._over
        return max(self.after, rest) > max(DATELINE, self.shared // 3) and self.comes_back < GOES_ON

    def _heads_a_part(self) -> bool:
        """Whether the title of the shorter one stands in the longer text, as it does over a part of a round-up."""
        heading = self._headings[0]
        return len(heading) >= 3 and f" {' '.join(heading)} " in f" {' '.join(self.many.normal)} "


def facts_of(one: Writing, other: Writing, texts: tuple[Words, Words]) -> Facts:
    """The facts of two writings by these words of theirs; the order in which they are given changes nothing."""
    sides = sorted(
        zip((one, other), texts, strict=True),
        key=lambda side: (len(side[1]), side[1].normal, side[1].printed, side[0].title or "", side[0].url),
    )
    return Facts(sides[0][0], sides[1][0], sides[0][1], sides[1][1])
