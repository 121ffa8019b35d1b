"""An article's page: title, teaser, text, author, every date it tells, language, number; or why it is no post.

    bytes ─> tree ─┬─> structured (JSON-LD, meta, microdata)   ─┐
                   ├─> head (title, language, number, robots)   ├─> title ─> text ─> dates ─> refusal ─> Page
                   └─> article or prose or the general reader  ─┘

What machines are told and what the platform marks comes first, then the page's structure, then the general reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree
from lxml import html as lxml_html

from items import Event, Moment
from parsing.article import article_text, junk_in, marked_article
from parsing.bylines import byline, person
from parsing.cleanup import clean_body, clean_teaser
from parsing.dates import choose
from parsing.documents import decode, tree
from parsing.general import general_text
from parsing.page_dates import candidates_of, updated_at
from parsing.page_events import event_of
from parsing.page_head import read_head
from parsing.page_refusals import refusal_of
from parsing.page_titles import find_title, leading_title
from parsing.prose import prose_container, trimmed
from parsing.structured import Structured, fold, read_structured
from parsing.text import plain, tidy, word_count

#: a text of a mark or of the structure with fewer words is compared with what the general reader finds
_ENOUGH_WORDS = 40
#: a line with fewer words is no prose
_PROSE_LINE = 12


@dataclass(frozen=True, slots=True)
class Page:
    """A post's page. What the page does not say is None; times are UTC; body as in items.Item.

    published: the best of candidates by parsing.dates.choose. kind: only where the platform or the markup says it.
    not_a_post: (reason, sentence) where the page is none; the other fields are then only for looking at.
    noindex, noarchive: wishes of the page's robots lines.
    """

    title: str | None
    teaser: str | None = None
    body: str | None = None
    author: str | None = None
    published: Moment | None = None
    candidates: tuple[Moment, ...] = ()
    updated_at: datetime | None = None
    language: str | None = None
    canonical_url: str | None = None
    external_id: str | None = None
    kind: str | None = None
    event: Event | None = None
    not_a_post: tuple[str, str] | None = None
    noindex: bool = False
    noarchive: bool = False


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of the article as found, before it is cleaned, and the element it stands in."""

    raw: str
    container: etree._Element | None


def read_page(
    body: bytes,
    url: str,
    content_type: str | None,
    zone: ZoneInfo,
    today: date | None,
    hint: Mapping[str, Any] | None = None,
) -> Page:
    """Read the page of a post.

    zone: the source's; today: the local day of reading, for dates without a year. hint: the channel's; none is needed.
    Raises ParseError for a page that is empty or holds no HTML. Never takes more than two seconds.
    """
    source = decode(body, content_type)
    root = tree(source, content_type, url)
    structured = read_structured(root, url, root.findtext(".//title"))
    head = read_head(root, url, structured)
    title, heading = find_title(root, head, structured, url)
    text = _find_text(root, source, structured, heading)
    if heading is None:
        title = leading_title(root, text.container, title) or title
    author = structured.author() or person(structured.first_item("author", "creator")) or _byline_near(heading, text)
    clean = clean_body(text.raw, title, author, zone)
    candidates = candidates_of(root, structured, heading, text.container, text.raw[:2000], title, url, zone, today)
    published = choose(candidates, _end_of(today, zone)) if today else choose(candidates, _FAR)
    event = event_of(structured, url, zone)
    dated = any(moment.origin != "title" for moment in candidates)
    return Page(
        title=title,
        teaser=_teaser(structured, title, clean),
        body=clean,
        author=author,
        published=published,
        candidates=candidates,
        updated_at=updated_at(structured, text.raw[:2000], zone),
        language=head.language,
        canonical_url=head.link("canonical"),
        external_id=head.external_id,
        kind="event" if event or "node-type-oa-event" in head.classes else None,
        event=event,
        not_a_post=refusal_of(root, head, structured, title, url, word_count(clean), dated or event is not None),
        noindex="noindex" in head.robots,
        noarchive="noarchive" in head.robots,
    )


#: without a day of reading nothing is in the future
_FAR = datetime.combine(date(2100, 1, 1), time(), tzinfo=ZoneInfo("UTC"))


def _end_of(today: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(today + timedelta(days=1), time(), tzinfo=zone)


def _find_text(
    root: lxml_html.HtmlElement, source: str, structured: Structured, heading: etree._Element | None
) -> _Text:
    """The article's text: by its mark, else by structure and the general reader, whichever the other confirms."""
    marked = marked_article(root, source)
    if marked is not None:
        text = tidy(article_text(marked)) or ""
        if word_count(text) >= _ENOUGH_WORDS:
            return _or_told(_Text(text, marked), structured)
    container, blocks = prose_container(root, heading)
    structural = ""
    if container is not None:
        structural = tidy(article_text(container, trimmed(container, blocks, junk_in(container)))) or ""
    general = general_text(root) or ""
    chosen = _Text(_better(structural, general), container)
    if marked is not None and word_count(chosen.raw) < 2 * _ENOUGH_WORDS:
        chosen = _Text(tidy(article_text(marked)) or chosen.raw, marked)  # a short post, and its place is marked
    return _or_told(chosen, structured)


def _better(structural: str, general: str) -> str:
    """Of two readings of one page the better: the structure's, unless the general reader saw prose that it missed, or
    it holds much prose that the general reader did not take for the article's.
    """
    if not structural or not general:
        return structural or general
    ours, theirs = fold_words(structural), fold_words(general)
    whole = word_count(general)
    if "\n" not in general and "\n" in structural and len(ours & theirs) >= 0.9 * len(ours):
        return structural  # the general reader gave up on paragraphs, and so on telling menus from prose
    missed = _prose_words_beyond(general, ours)
    beyond = _prose_words_beyond(structural, theirs)
    return general if missed > 0.12 * whole or beyond > 0.5 * whole else structural


def _prose_words_beyond(text: str, known: set[str]) -> int:
    """Words in those paragraphs of a text that are prose and largely unknown."""
    count = 0
    for paragraph in text.split("\n"):
        words = paragraph.casefold().split()
        if len(words) >= _PROSE_LINE and sum(word in known for word in words) < 0.7 * len(words):
            count += len(words)
    return count


def fold_words(text: str) -> set[str]:
    """The words of a text, each once, for comparing two readings of it."""
    return set(text.casefold().split())


def _or_told(found: _Text, structured: Structured) -> _Text:
    """What JSON-LD tells as the article's text, where the page shows much less of it, as behind a script."""
    told = structured.article.get("articleBody") if structured.article else None
    if not isinstance(told, str) or len(told) < 400:
        return found
    text = tidy(plain(told)) or ""
    if found.container is None or word_count(text) > 1.5 * word_count(found.raw):
        return _Text(text, found.container)
    return found


def _byline_near(heading: etree._Element | None, text: _Text) -> str | None:
    """An author in a line of its own: beside the title, or at the head of the text."""
    lines: list[str] = []
    if heading is not None:
        for around in (heading, *list(heading.iterancestors())[:3]):
            for sibling in around.itersiblings():
                if isinstance(sibling.tag, str) and sibling is not text.container:
                    lines += (plain(sibling) or "")[:600].split("\n")[:6]
            if len(lines) > 30:
                break
    lines += text.raw[:800].split("\n")[:6]
    return next((name for name in map(byline, lines[:40]) if name), None)


def _teaser(structured: Structured, title: str | None, body: str | None) -> str | None:
    """What the page gives as its summary, unless it is only the title, or the site's own words on every page."""
    told = structured.text("description") or structured.first_meta(
        "og:description", "description", "twitter:description", "dc.description"
    )
    teaser = clean_teaser(plain(told)) if told else None
    if not teaser or fold(teaser) == fold(title):
        return None
    words = {word for word in fold_words(teaser) if len(word) > 3}
    known = fold_words(f"{title or ''} {body or ''}")
    if body and words and len(words & known) < 0.25 * len(words):
        return None
    return teaser
