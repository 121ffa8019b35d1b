"""What each line of a page is in a list: heading, link, date, teaser, read-more link, meta data, rule."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from parsing.lists.addresses import AddressSigns, address_signs
from parsing.lists.boxes import Line, Piece
from parsing.lists.links import is_tally, joined, link_groups
from parsing.lists.past_pages import names_the_past
from parsing.words import (
    block_kind,
    byline,
    dates_in,
    is_all,
    is_call,
    is_date,
    is_date_line,
    is_leaf,
    is_meta,
    is_month,
    is_more,
    is_rest_of_more,
    is_time_span,
    leading_date,
    says_more_than_a_day,
    words_of,
)

#: levels of heads that are no headings: a line in bold, a link on a line of its own
BOLD_LEVEL, LINK_LEVEL = 7, 8
#: what stands before a name that leads to its owner's page
_BY = re.compile(r"\W{0,3}(?:(?:posted|written|submitted|publicado|escrito)\s)?(?:by|por)\b\W{0,3}", re.IGNORECASE)
#: share of a line's letters that a link covers to be its head
_COVER = 0.6


@dataclass(slots=True, eq=False)
class Read:
    """A line as read.

    code: H heading, B line in bold, L link, T text, D date, W hours, S meta data, M read-more link, A link to the
    whole list, C call to action, I picture, N number or leaf of a calendar, X rule. target: where its main link leads,
    if that may be a post. more: where a read-more link in it leads. list_href: a link of it to a list or a function.
    """

    line: Line
    code: str
    text: str
    level: int = 0
    target: str | None = None
    more: str | None = None
    list_href: str | None = None
    label: str = ""
    words: int = 0
    dated: bool = False
    when: str | None = None
    pictures: tuple[Piece, ...] = ()
    #: addresses of all its links that may be posts
    hrefs: tuple[str, ...] = ()
    #: words in bold that open a text line
    opening: str | None = None
    #: the main link's own words, and what stands on the line beside them
    linked_text: str = ""
    #: where a linked picture leads
    image_href: str | None = None
    rest: str = ""
    behind: str = ""

    @property
    def picture_text(self) -> str:
        """The alternative text of the line's pictures."""
        return " ".join(picture.text for picture in self.pictures).strip()


@dataclass(slots=True)
class LineReader:
    """Reads lines of one page. labels: link texts that stand on many places of it and so are rubrics, not titles."""

    page_url: str
    labels: frozenset[tuple[str, str]] = frozenset()
    known: dict[str, AddressSigns] = field(default_factory=dict)

    def signs(self, href: str) -> AddressSigns:
        if href not in self.known:
            self.known[href] = address_signs(href, self.page_url)
        return self.known[href]

    def may_be_post(self, href: str | None) -> bool:
        return href is not None and not self.signs(href).is_no_post

    def read(self, line: Line, in_link: bool = False) -> Read:
        """Judge a line. in_link: a link is wrapped around the whole card, so that it tells nothing of the line."""
        if line.part == "rule":
            return Read(line, "X", "")
        text = joined(line.pieces)
        groups = [] if in_link else link_groups(line.pieces)
        found = Read(
            line, "T", text, pictures=tuple(piece for piece in line.pieces if piece.kind in {"image", "frame"})
        )
        found.when = next((piece.when for piece in line.pieces if piece.when), None)
        found.hrefs = tuple(dict.fromkeys(href for href, _, _ in groups if href and self.may_be_post(href)))
        core = self._more(found, groups, text)
        found.words = words_of(core)
        found.text = core
        found.dated = bool(found.when) or bool(dates_in(core))
        self._target(found, groups, core)
        found.code = self._code(found, groups, core)
        found.level = _level(found)
        return found

    def wrapped_link(self, reads: list[Read], href: str, text: str) -> Read:
        """A link wrapped around a button or a picture, as the line it would be without the wrapping."""
        line = reads[0].line if reads else Line()
        pictures = tuple(picture for read in reads for picture in read.pictures)
        if not text and pictures:
            return Read(line, "I", "", pictures=pictures, image_href=href, hrefs=(href,))
        if is_more(text):
            return Read(line, "M", "", more=href, target=href, hrefs=(href,))
        return Read(line, "C", text, list_href=href)

    def _more(self, found: Read, groups: list[tuple[str | None, str, str]], text: str) -> str:
        """Note the read-more link, if any, and return the text without it."""
        core = text
        for href, words, label in groups:
            if href is None or not is_more(words) or (found.line.level and words):
                continue
            if not words and any(picture.href == href for picture in found.pictures):
                found.image_href = href if self.may_be_post(href) else None
            elif self.may_be_post(href):
                found.more, found.label = href, label or found.label
                if words:
                    core = _without_last(core, words)
        core = core.strip() if found.more else core
        return "" if found.more and is_rest_of_more(core) else core

    def _target(self, found: Read, groups: list[tuple[str | None, str, str]], core: str) -> None:
        letters = _letters(_without_dates(core))
        elsewhere = sum(_letters(words) for href, words, _ in groups if href and not self.may_be_post(href))
        for href, words, label in groups:
            if not words or href is None or (href == found.more and is_more(words)):
                continue
            covers = _letters(_without_dates(words)) >= _COVER * letters
            if self.may_be_post(href) and not names_the_past(words):
                if covers or (found.line.level and found.target is None):
                    found.target, found.label = href, label
                    found.linked_text, found.rest = words, _without_last(core, words).strip()
                    found.behind = core.rpartition(words)[2]
            elif covers or elsewhere >= 0.8 * letters:
                found.list_href = href
        if found.target is None and not found.line.level:
            self._run_in(found, groups, core)
        if found.more and (found.line.level or not core):
            found.target = found.target or found.more

    def _leads_to_social(self, found: Read) -> bool:
        """The day of somebody's message on a social site, not of a post here."""
        return found.list_href is not None and self.signs(found.list_href).role == "social"

    def _run_in(self, found: Read, groups: list[tuple[str | None, str, str]], core: str) -> None:
        """A title that opens the line as a link, with text set off behind it: `<a>Title</a> - Text`."""
        first = next(((href, words, label) for href, words, label in groups if words or href is None), None)
        dated_first = first is not None and first[0] is None
        if dated_first:
            first = next(((href, words, label) for href, words, label in groups if href and words), None)
        if (
            first is None
            or first[0] is None
            or not self.may_be_post(first[0])
            or words_of(first[1]) < 3
            or is_more(first[1])
        ):
            return
        before, _, behind = core.partition(first[1])
        if before.strip() and not is_date_line(before):
            return
        others = sum(_letters(words) for href, words, _ in groups if href and words != first[1])
        if others > 0.4 * _letters(behind):
            return  # a row of links
        if re.match(r"\s*[-–—:•]\s*\S|\s*[A-Z0-9“\"¿¡]", behind) and not first[1].endswith((",", ";")):
            found.target, found.linked_text, found.label = first
            found.rest, found.behind = f"{before.strip()} {behind.strip()}".strip(), behind

    def _code(self, found: Read, groups: list[tuple[str | None, str, str]], core: str) -> str:
        if not core:
            if found.more:
                return "M"
            return "I" if found.pictures else "S"
        linked = found.target is not None
        whole_link = linked or found.list_href is not None
        titled = _opens_title(found, core)
        if (
            is_date(core)
            if linked
            else is_date_line(core) and not titled and not (found.line.level and says_more_than_a_day(core))
        ):
            return "S" if self._leads_to_social(found) else "D"
        if found.line.level and not is_tally(core):
            return "H"
        if (
            (is_more(core) and found.list_href)
            or _only_functions(groups, core)
            or _leads_to_months(groups, core)
            or (linked and _BY.fullmatch(found.rest))
        ):
            return "S"
        if whole_link and is_all(core):
            return "A"
        if is_tally(core) or (not titled and _holds_date(found)):
            return "S" if is_tally(core) else "D"
        if is_call(core) and (whole_link or found.line.part == "button"):
            return "C"
        if len(core) < 12 and (is_leaf(core) or core.strip(" .,:|/-–—").isdigit()):
            return "N"
        if not linked and found.words <= 16 and is_time_span(core):
            return "W"
        if found.list_href or (not linked and is_meta(core)):
            return "S"
        if linked and (core.casefold(), found.target or "") in self.labels:
            return "S"
        bold = _bold_share(found.line.pieces)
        if bold == 1.0 and found.words <= 25:
            return "B"
        if linked:
            return "L"
        if bold > 0:
            found.opening = _opening(found.line.pieces)
        if (core.casefold(), "") in self.labels:
            return "S"
        return "H" if _announces(found) else "T"


def _only_functions(groups: list[tuple[str | None, str, str]], core: str) -> bool:
    """A row of links to share, print, answer and the like."""
    linked = [words for href, words, _ in groups if href and words]
    if len(linked) < 2 or not all(is_call(words) or is_tally(words) or is_more(words) for words in linked):
        return False
    return sum(map(_letters, linked)) >= 0.9 * _letters(core)


def _leads_to_months(groups: list[tuple[str | None, str, str]], core: str) -> bool:
    """The way from the page of one month to those beside it: "<< March 2026 | May 2026 >>"."""
    linked = [words.strip(" <>«»‹›←→|") for href, words, _ in groups if href and words]
    if not linked or not (len(linked) > 1 or re.search(r"[<>«»‹›←→]", core)):
        return False
    return all(map(is_month, linked)) and sum(map(_letters, linked)) >= 0.9 * _letters(core)


def _opens_title(found: Read, core: str) -> bool:
    """Whether a line is a day and, set apart from it, a title in bold."""
    texts = [piece for piece in found.line.pieces if piece.kind == "text" and re.search(r"\w", piece.text)]
    if found.target is not None or not texts or not all(piece.bold for piece in texts[1:]):
        return False
    rest, least = " ".join(piece.text.strip() for piece in texts[1:]), 3
    if len(texts) == 1 and found.line.part != "term" and texts[0].bold and (lead := leading_date(core)):
        rest, least = core[lead.end() :].strip(" -:–—,."), 5  # few words may be what goes with a day
    elif not is_date(texts[0].text.strip(" -:–—|")):
        return False
    is_plain = not _BY.match(rest) and not dates_in(rest) and not re.search(r"[|•·]", rest)
    return words_of(rest) >= least and is_plain and not rest[:1].islower()


def _holds_date(found: Read) -> bool:
    """A short line, one element of which is a date and nothing else: "Rubric · Ann Roe · 11/5/25" without the dots."""
    if not found.dated or found.words > 14 or found.target is not None:
        return False
    texts = [piece for piece in found.line.pieces if piece.kind == "text" and piece.text.strip()]
    rest = " ".join(piece.text for piece in texts if not is_date(piece.text.strip()))
    return (
        any(is_date(piece.text.strip()) for piece in texts)
        and words_of(rest) <= 8
        and not rest.strip().endswith((".", "!", "?"))
    )


def author_of(pieces: list[Piece]) -> str | None:
    """The name that stands in an element of its own behind "By": `By <a>Ann Roe</a> <a>Leave a comment</a>`."""
    for before, after in pairwise(piece for piece in pieces if piece.text.strip()):
        if re.search(r"\b(?:by|por|author|autora?)\s*:?\s*$", before.text, re.IGNORECASE):
            return byline(f"By {after.text.strip()}")
    return None


def _level(found: Read) -> int:
    if found.code == "H":
        return found.line.level or 6
    return {"B": BOLD_LEVEL, "L": LINK_LEVEL}.get(found.code, 0)


def _announces(found: Read) -> bool:
    """A short line without mark-up whose words are those of a block's heading, as in "Upcoming Events"."""
    return (
        found.words <= 5
        and not found.hrefs
        and found.list_href is None
        and not re.search(r"[|•·/]", found.text)
        and found.line.part not in {"item", "caption", "quote", "button"}
        and not found.text.endswith((".", "…", "!", "?", ","))
        and not found.dated
        and found.text[:1].isupper()
        and block_kind(found.text) is not None
        and all(word[:1].isupper() or len(word) <= 4 for word in re.findall(r"[^\W\d_]+", found.text))
    )


def _bold_share(pieces: list[Piece]) -> float:
    total = sum(_letters(piece.text) for piece in pieces if piece.kind in {"text", "link"})
    bold = sum(_letters(piece.text) for piece in pieces if piece.bold and piece.kind in {"text", "link"})
    return bold / total if total else 0.0


def _opening(pieces: list[Piece]) -> str | None:
    """Bold words that open a line and are set off from what follows, as a title in the run of the text is."""
    plain = next((at for at, piece in enumerate(pieces) if not piece.bold and piece.text.strip()), len(pieces))
    text, rest = joined(pieces[:plain]), joined(pieces[plain:])
    is_set_off = text.endswith((".", ":", "!", "?", "–", "—", "-")) or rest[:1] in ".:–—-" or rest[:1].isupper()
    text = text.strip(" .:–—-")
    return text if is_set_off and rest and 2 <= words_of(text) <= 20 and not is_date_line(text) else None


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _without_dates(text: str) -> str:
    for found in reversed(dates_in(text)):
        text = text[: found.start()] + text[found.end() :]
    return text


def _without_last(text: str, part: str) -> str:
    at = text.rfind(part)
    return text if at < 0 else (text[:at] + text[at + len(part) :]).rstrip(" [(")
