"""The words of an article in its page: by its mark, by the page's structure, by the general reader, by JSON-LD."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from zoneinfo import ZoneInfo

from lxml import etree
from lxml import html as lxml_html

from parsing.pages.article import article_text, junk_in, mark_of, marked_article
from parsing.pages.blocks import Block, page_blocks
from parsing.pages.boilerplate_words import OTHERS
from parsing.pages.bylines import byline
from parsing.pages.edges import is_date, is_sentence
from parsing.pages.general import general_text
from parsing.pages.panes import panes_beside, without
from parsing.pages.prose import boxes_beside, is_clear, prose_container, trimmed
from parsing.pages.sign_ups import sign_ups
from parsing.pages.structured import Structured
from parsing.text import plain, tidy
from parsing.words import block_kind

#: a text of a mark or of the structure with fewer words is compared with what the general reader finds
_ENOUGH_WORDS = 40
#: a line with fewer words is no prose
_PROSE_LINE = 12
#: a run of words that ends as sentences do: rows of links are long, and are no prose
_SENTENCE = re.compile(r"(?:[^\s.!?]+\s+){5,40}[^\s.!?]+[.!?…”\"]")
#: what stands in no sentence of a post: cells of a row, a log-in, the rights of a page
_FURNITURE = re.compile(
    r" \| |all rights reserved|powered by|copyright ©|password|page last (?:updated|modified)", re.IGNORECASE
)
#: the zone of days that are only known from text
_ANY_ZONE = ZoneInfo("UTC")
#: levels above a heading at which a post of a line or two is looked for
_MOST_LEVELS_UP = 3


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The text of the article as found, before it is cleaned, the element it stands in, and what found it."""

    raw: str
    container: etree._Element | None
    origin: str = "structure"


def find_text(
    root: lxml_html.HtmlElement, source: str, structured: Structured, heading: etree._Element | None
) -> ArticleText:
    """The article's text: by its mark, else by structure and the general reader, whichever the other confirms."""
    marked = marked_article(root, source)
    if marked is not None:
        text = tidy(article_text(marked)) or ""
        if _length(text) >= _ENOUGH_WORDS:
            return _or_told(ArticleText(text, marked, mark_of(marked)), structured)
    chosen = _by_structure(root, heading)
    if marked is not None and _length(chosen.raw) < 2 * _ENOUGH_WORDS:
        # a short post, and its place is marked
        text = _text_without(marked, set(sign_ups(root, heading)))
        chosen = ArticleText(text or chosen.raw, marked, mark_of(marked))
    return _or_told(chosen, structured)


def _by_structure(root: lxml_html.HtmlElement, heading: etree._Element | None) -> ArticleText:
    """The text of the element that holds the page's prose; the general reader is asked where that is in doubt."""
    blocks = page_blocks(root, heading)
    panes = panes_beside(blocks, heading) | sign_ups(root, heading)
    blocks = without(blocks, panes)
    container = prose_container(blocks)
    if container is None:
        return _below(heading, panes) or ArticleText(general_text(root) or "", None, "general")
    beside = boxes_beside(container, blocks, heading, panes)
    general = "" if is_clear(container, blocks) and not beside.perhaps else general_text(root) or ""
    left_out = beside.surely | {box for box in beside.perhaps if not _is_confirmed(box, general)}
    trim = trimmed(container, blocks, junk_in(container))
    structural = tidy(article_text(container, lambda element: element in left_out or trim(element))) or ""
    refused = " ".join(plain(box) or "" for box in (*beside.surely, *_before(blocks, heading)))
    text = _better(structural, general, refused)
    return ArticleText(text, container, "structure" if text == structural else "general")


def _before(blocks: list[Block], heading: etree._Element | None) -> list[etree._Element]:
    """The blocks before the title, whose prose is none of the post's."""
    elements = [block.element for block in blocks]
    return elements[: elements.index(heading)] if heading is not None and heading in elements else []


def _below(heading: etree._Element | None, panes: frozenset[etree._Element]) -> ArticleText | None:
    """What follows the heading in the nearest element that holds more than it: a post too short to have prose."""
    if heading is None:
        return None
    before: set[etree._Element] = {heading, *panes}
    first: ArticleText | None = None
    for around in islice(heading.iterancestors(), _MOST_LEVELS_UP):
        if around.tag in ("body", "html"):
            break
        before |= set(heading.itersiblings(preceding=True)) if around is heading.getparent() else set()
        text = _text_without(around, before)
        if text and (first is None or is_sentence(text)):
            first = ArticleText(text, around, "structure")
            if next(around.iter("iframe", "video", "img"), None) is not None or not _is_about(text):
                return first
        before |= {around, *around.itersiblings(preceding=True)}
    return first


def _is_about(text: str) -> bool:
    """Whether a text is nothing but the day and the author of a post that stands elsewhere."""
    return all(is_date(line, _ANY_ZONE) or byline(line) for line in text.split("\n") if line)


def _text_without(container: etree._Element, left_out: set[etree._Element]) -> str:
    junk = junk_in(container)
    return tidy(article_text(container, lambda element: element in left_out or junk(element))) or ""


def _is_confirmed(box: etree._Element, general: str) -> bool:
    """Whether the general reader took a box for the article's, too. Where it gave up, the box's own heading decides."""
    text = plain(box) or ""
    if "\n" not in general:
        return block_kind(text.split("\n")[0]) != "chrome" and not OTHERS.fullmatch(text.split("\n")[0].strip(" :"))
    theirs = " ".join(general.split())
    for paragraph in text.split("\n"):
        words = paragraph.split()
        if len(words) >= _PROSE_LINE and " ".join(words[3:9]) in theirs:
            return True
    return False


def _better(structural: str, general: str, refused: str) -> str:
    """Of two readings of one page the better: the structure's, unless the general reader saw prose that it missed, or
    it holds much prose that the general reader did not take for the article's. refused: prose that is surely none.
    """
    if not structural or not general:
        return structural or general
    ours, theirs = fold_words(structural), fold_words(general)
    whole = _length(general)
    if "\n" not in general and len(ours & theirs) >= 0.9 * len(ours):
        return structural  # the general reader gave up on paragraphs, and so on telling menus from prose
    missed = _prose_words_beyond(general, ours | fold_words(refused))
    beyond = _prose_words_beyond(structural, theirs)
    return general if missed > 0.12 * whole or beyond > 0.5 * whole else structural


def _prose_words_beyond(text: str, known: set[str]) -> int:
    """Words in those paragraphs of a text that are prose and largely unknown."""
    count = 0
    for paragraph in text.split("\n"):
        words = paragraph.casefold().split()
        is_new = sum(word in known for word in words) < 0.7 * len(words)
        if len(words) >= _PROSE_LINE and is_new and _SENTENCE.search(paragraph) and not _FURNITURE.search(paragraph):
            count += len(words)
    return count


def fold_words(text: str) -> set[str]:
    """The words of a text, each once, for comparing two readings of it."""
    return set(text.casefold().split())


def _or_told(found: ArticleText, structured: Structured) -> ArticleText:
    """What JSON-LD tells as the article's text, where the page shows much less of it, as behind a script."""
    told = structured.article.get("articleBody") if structured.article else None
    if not isinstance(told, str) or len(told) < 400:
        return found
    text = tidy(plain(told)) or ""
    if found.container is None or _length(text) > 1.5 * _length(found.raw):
        return ArticleText(text, found.container, "json_ld")
    return found


def _length(text: str) -> int:
    return len(text.split())
