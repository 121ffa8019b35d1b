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

from items import Event, Moment
from parsing.atrium.events import read_event
from parsing.dates import choose
from parsing.documents import decode, tree
from parsing.pages.authors import author_of
from parsing.pages.cleanup import clean_body, clean_teaser
from parsing.pages.dates import candidates_of, updated_at
from parsing.pages.events import event_of, looks_like_event
from parsing.pages.head import read_head
from parsing.pages.place import Place
from parsing.pages.refusals import refusal_of
from parsing.pages.structured import Structured, fold, read_structured
from parsing.pages.text import find_text, fold_words
from parsing.pages.titles import find_title, leading_title
from parsing.text import plain


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
    structured = read_structured(root, source, url, root.findtext(".//title"))
    head = read_head(root, url, structured)
    title, heading = find_title(root, head, structured, url)
    text = find_text(root, source, structured, heading)
    if heading is None:
        title = leading_title(root, text.container, title) or title
    event = event_of(structured, url, zone)
    is_event = event is not None or looks_like_event(head.classes, url)
    if is_event and event is None:
        event = read_event(root, url, zone, today)
    place = Place(root, source, heading, text.container, text.raw[:2000], is_event)
    author = author_of(place, structured)
    clean = clean_body(text.raw, title, author, zone)
    candidates = candidates_of(place, structured, title, url, zone, today)
    dated = event is not None or any(moment.origin != "title" for moment in candidates)
    return Page(
        title=title,
        teaser=_teaser(structured, title, clean),
        body=clean,
        author=author,
        published=choose(candidates, _end_of(today, zone)),
        candidates=candidates,
        updated_at=updated_at(structured, place, zone),
        language=head.language,
        canonical_url=head.link("canonical"),
        external_id=head.external_id,
        kind="event" if event or "node-type-oa-event" in head.classes else None,
        event=event,
        not_a_post=refusal_of(root, source, head, structured, title, url, clean or "", dated),
        noindex="noindex" in head.robots,
        noarchive="noarchive" in head.robots,
    )


def _length(text: str | None) -> int:
    """Words, roughly, as thresholds need them."""
    return len(text.split()) if text else 0


def _end_of(today: date | None, zone: ZoneInfo) -> datetime:
    """The end of the day of reading; without one nothing is in the future."""
    return datetime.combine(today + timedelta(days=1) if today else date(2100, 1, 1), time(), tzinfo=zone)


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
