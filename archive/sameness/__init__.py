"""Pure: whether two items carry the same writing, with the evidence, and what a printing made of its original.

The shorter text must stand in the longer one: as its opening, or making up most of it, so that a round-up that holds a
whole short post is no printing of it. What is replaced must not be what the blanks of a form are filled with, and what
is too short to tell, or returns every year, needs a title and a day, or a link.
"""

from __future__ import annotations

from archive.sameness.comparing_words import carried, side_by_side
from archive.sameness.filled_forms import WORDS_PER_WEIGHT
from archive.sameness.judgements import JOINING, WHY, Change, Judgement, Role, Writing
from archive.sameness.judging import DATELINE, PARAGRAPH, TWO_THIRDS, Facts, facts_of
from archive.sameness.pointer_lines import without_pointers
from archive.sameness.shingles import Words, containment, text_and_teaser, words_of

__all__ = ["WHY", "Change", "Judgement", "Role", "Writing", "compare_with_original", "same_writing"]

#: telling words that a text needs to be known by its words alone, and with the same title and day beside them
ENOUGH = 7
ENOUGH_WITH_TITLE = 4
#: share of the shorter text that must stand in the longer one, for a whole text, an excerpt, and beside a link
WHOLE = 0.72
EXCERPT = 0.8
BESIDE_LINK = 0.45
#: the same of a local paragraph with the beginning of the post that it links to
BEHIND_LOCAL = 0.55
#: share of a text that the shared words must make up, unless they open it
MOSTLY = 0.5
#: fewer shared runs than this are not looked at any further
_HOPELESS = 0.15
#: days: yearly posts are further apart than a story travels; issues and notices are further apart than printings
YEARLY = 270
NEAR = 3
#: a text of fewer words may be a notice that is given again
NOTICE = 120
#: a teaser or a pointer has no more words
POINTER = 70
#: words of a teaser that is no mere label, and what two texts may be whose teasers are the same
TEASER = 10
REPEATED = 0.95
_OTHER_TEXTS = frozenset({"other_words", "passage", "too_short"})
_FORMS = frozenset({"event", "training", "scholarship", "bargaining_update", "newsletter"})


def same_writing(one: Writing, other: Writing) -> Judgement:
    """Whether two items carry the same writing; the same for both orders.

    A text is compared with the other's text and, where that one has a teaser beside it, with the teaser too.
    """
    (text, teaser), (other_text, other_teaser) = _texts(one), _texts(other)
    texts = facts_of(one, other, (text, other_text))
    found = [_judged(texts)]
    differ = found[0].because in _OTHER_TEXTS
    beside = ((text, other_teaser, one.body is None), (teaser, other_text, other.body is None))
    for first, second, unread in beside:
        if first and second and (unread or (differ and _is_repeated(texts, first, second))):
            found.append(_judged(facts_of(one, other, (first, second))))
    if differ and _is_repeated(texts, teaser, other_teaser):
        found.append(_judged(facts_of(one, other, (teaser, other_teaser))))
    return max(found, key=lambda judged: (judged.same, judged.likeness))


def _is_repeated(texts: Facts, one: Words, other: Words) -> bool:
    """Whether another site says under the same title, word for word, what stands beside the text of a post."""
    if texts.one_source or not (texts.whole_title and texts.telling_title) or min(len(one), len(other)) < TEASER:
        return False
    return abs(len(one) - len(other)) <= TEASER and containment(one.normal, other.normal) >= REPEATED


def _texts(writing: Writing) -> tuple[Words, Words]:
    """The text and a teaser that says something else; the opening of a text, said again, hides how it goes on."""
    text, teaser = text_and_teaser(writing.teaser, writing.body)
    if teaser and containment(teaser.normal, text.normal[: len(teaser) + PARAGRAPH]) >= EXCERPT:
        return text, words_of(None)
    return text, teaser


def _judged(facts: Facts) -> Judgement:
    because = _never(facts) or _by_link(facts) or _by_words(facts)
    return Judgement(because in JOINING, round(facts.likeness, 4), because, _evidence(facts, because))


def _never(facts: Facts) -> str | None:
    """What keeps them apart whatever their words are."""
    languages = {language.split("-")[0] for w in (facts.short, facts.long) if (language := w.language)}
    if len(languages) > 1:
        return "language"
    if facts.issues and not _is_stamped(facts):
        return "series"
    if facts.apart is not None and facts.apart >= YEARLY and not facts.linked and _is_yearly(facts, facts.apart):
        return "years"
    return None


def _is_stamped(facts: Facts) -> bool:
    """Whether two sites only put days of their own into the title: two issues would differ in their words too."""
    return facts.identical and not facts.one_source and len(facts.few) >= NOTICE and facts.telling_title


def _is_yearly(facts: Facts, apart: int) -> bool:
    """Whether posts so far apart are of two years: always at one source, elsewhere where about a year lies between."""
    off = apart % 365
    return facts.one_source or len(facts.few) < 2 * NOTICE or min(off, 365 - off) <= 50


def _by_link(facts: Facts) -> str | None:
    """A link together with a title, an opening or most of the words; None where it says nothing."""
    if not facts.linked or facts.gathered:
        return None
    if facts.likeness >= WHOLE and facts.makes_up >= MOSTLY:
        return None if facts.blanks > _allowance(facts) else _name(facts, "link")
    if not facts.points_up and not facts.same_title:
        return None
    if len(facts.few) <= POINTER and facts.telling_title and (facts.same_title or facts.likeness >= 0.3):
        return "link"
    behind = facts.opens_behind and facts.likeness >= BEHIND_LOCAL and not facts.other_links
    opens = behind or (facts.is_opening and facts.after <= DATELINE)
    alone = facts.titles_alike or facts.likeness >= EXCERPT or opens
    if facts.likeness >= BESIDE_LINK and alone:  # and not one of two that are told of, each with its link
        return "link" if facts.blanks <= _allowance(facts) else "form"
    return None


def _by_words(facts: Facts) -> str:
    if facts.runs < _HOPELESS and not (len(facts.few) <= 12 and facts.likeness >= EXCERPT):
        return _by_title(facts, "other_words" if len(facts.few) > 12 else "too_short")
    if facts.telling < (ENOUGH_WITH_TITLE if facts.opens_wholly else ENOUGH):
        return _by_title(facts, "too_short")
    if facts.likeness < BESIDE_LINK:
        return "other_words" if facts.likeness < 0.25 else "passage"
    if facts.gathered:
        return "round_up"
    if facts.blanks > _allowance(facts) and not facts.corrected:
        return "form"
    if facts.makes_up >= MOSTLY:
        return _of_like_length(facts)
    return _of_other_length(facts)


def _by_title(facts: Facts, otherwise: str) -> str:
    """Too short to tell: only a telling title together with the day does."""
    near = facts.apart is not None and facts.apart <= (NEAR if facts.likeness >= EXCERPT else 0)
    if not (facts.own_title and near) or facts.blanks > 0.5 or facts.is_digest:
        return otherwise
    if facts.likeness >= EXCERPT or not len(facts.few):
        return "title_and_day"
    return otherwise


def _of_like_length(facts: Facts) -> str:
    """Two texts of which each is made up mostly of what they share."""
    if facts.likeness < (0.6 if facts.telling_title else WHOLE):
        return "passage"
    if facts.makes_up < TWO_THIRDS and not (
        facts.titles_alike or facts.no_title or facts.named_for_it or facts.comes_back
    ):
        return "round_up" if facts.begins and facts.begins[1] <= DATELINE else "adapted"
    if facts.apart is not None and facts.apart > 4 and _is_notice(facts):
        return "days"
    return _name(facts, "adapted")


def _is_notice(facts: Facts) -> bool:
    """Whether so short a text may be given again on another day."""
    if len(facts.few) >= NOTICE or facts.linked:
        return False
    needed = 20 if facts.one_source else 10
    return facts.telling < needed or (facts.one_source and not (facts.telling_title or facts.identical))


def _of_other_length(facts: Facts) -> str:
    """A text that stands in one more than twice as long."""
    if facts.likeness < EXCERPT:
        return "adapted" if facts.telling_title and facts.is_opening and len(facts.few) > POINTER else "passage"
    if not facts.is_opening:
        return "passage"
    known = facts.named_for_it and (facts.cut_within or facts.comes_back)
    if not (facts.titles_alike or known or facts.ends_with_it):
        return "round_up"
    if facts.one_source and not facts.telling_title and facts.apart is not None and facts.apart > NEAR:
        return "days"
    return "opening"


def _allowance(facts: Facts) -> float:
    """The weight of replaced words that an edit may have: more for long texts, titles, near days, and links."""
    allowed = facts.likeness * len(facts.few) / WORDS_PER_WEIGHT
    if facts.telling_title:
        allowed *= 2.8 if facts.own_title else 2
    if facts.linked:
        allowed *= 2
    if facts.apart is not None:
        allowed *= 1.3 if facts.apart <= NEAR else 0.7
    if facts.one_source:
        allowed *= 0.4
    if {facts.short.kind, facts.long.kind} & _FORMS:
        allowed *= 0.6
    return max(allowed, 0.45)


def _name(facts: Facts, otherwise: str) -> str:
    if facts.identical:
        return "same_words"
    return "few_changes" if facts.likeness >= 0.9 and facts.makes_up >= 0.9 else otherwise


def _evidence(facts: Facts, because: str) -> str:
    few, many = len(facts.few), len(facts.many)
    if not few:
        figures = ["one of them has no words but its title"]
    elif facts.identical:
        figures = [f"both have {few} words"]
    else:
        figures = [f"{facts.likeness:.0%} of the shorter one's {few} words stand among the longer one's {many}"]
    if facts.corrected:
        figures.append("all that one says otherwise is one number")
    elif facts.likeness >= BESIDE_LINK and facts.blanks >= 0.05:
        figures.append(f"words in place of others weigh {facts.blanks:.1f} where {_allowance(facts):.1f} is allowed")
    if facts.linked:
        figures.append("one links to the other")
    if facts.apart is not None:
        apart = f"{facts.apart} day{'s' if facts.apart > 1 else ''} lie{'' if facts.apart > 1 else 's'} between them"
        figures.append(apart if facts.apart else "both are of one day")
    said = "; ".join(figures)
    return f"{WHY[because]} {said[0].upper()}{said[1:]}."


def compare_with_original(original: Writing, other: Writing) -> Change:
    """What another printing made of the original; the two are taken to be the same writing.

    Lines at the ends that point elsewhere or credit somebody are no words of the writing: nobody added them to it.
    """
    first, second = _own_words(original), _own_words(other)
    stretches = side_by_side(first.normal, second.normal)
    kept = carried(stretches)
    likeness = max(kept / len(first) if len(first) else 0.0, 0.0)
    role = _role(original, other, likeness, (first, second))
    added, left_out = len(second) - kept, len(first) - kept
    return Change(role, round(likeness, 4), added, left_out, _sentence(role, likeness, added, left_out))


def _own_words(writing: Writing) -> Words:
    return text_and_teaser(without_pointers(writing.teaser), without_pointers(writing.body))[0]


def _role(original: Writing, other: Writing, likeness: float, texts: tuple[Words, Words]) -> Role:
    first, second = texts
    if first.normal == second.normal:
        return "same" if words_of(original.title).normal == words_of(other.title).normal else "retitled"
    clearly_less = len(second) < 0.6 * len(first) or likeness < 0.5
    return "excerpt" if clearly_less and len(second) < len(first) else "adapted"


def _sentence(role: Role, likeness: float, added: int, left_out: int) -> str:
    if role == "same":
        return "It has the title and the words of the original."
    if role == "retitled":
        return "It has the words of the original under another title."
    return f"It carries {likeness:.0%} of the original's words, leaves {left_out} out and adds {added} of its own."
