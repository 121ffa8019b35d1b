"""An article's page: title, teaser, text, author, every date it tells, language, number; or why it is no post.

    bytes ─> tree ─┬─> structured (JSON-LD, meta, microdata)   ─┐
                   ├─> head (title, language, number, robots)   ├─> title ─> text ─> dates ─> refusal ─> Page
                   └─> article or prose or the general reader  ─┘

What machines are told and what the platform marks comes first, then the page's structure, then the general reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from items import Alternate, Event, Link, Moment, Picture
from parsing.dates import choose, is_day_first
from parsing.documents import decode, tree
from parsing.pages.about import fold
from parsing.pages.authors import author_of
from parsing.pages.cleanup import clean_body, clean_teaser
from parsing.pages.dates import candidates_of, updated_at
from parsing.pages.events import announced_event, completed, looks_like_event, marked_event, printed_event
from parsing.pages.head import read_head
from parsing.pages.leading import leading_title
from parsing.pages.links import links_of
from parsing.pages.pictures import pictures_of
from parsing.pages.place import Place
from parsing.pages.pointers import pointer_of
from parsing.pages.refusals import refusal_of
from parsing.pages.rubrics import rubric_of
from parsing.pages.shells import filled
from parsing.pages.site_names import names_site
from parsing.pages.structured import Structured, read_structured
from parsing.pages.tags import tags_of
from parsing.pages.text import find_text, fold_words
from parsing.pages.titles import find_title
from parsing.text import plain

#: characters of a page's source that are searched: at its beginning and at its end
_HEAD, _FOOT = 2_000_000, 400_000
#: words of a line that may be the site's name, printed over every page and told as its title
_MOST_OF_BANNER = 3


@dataclass(frozen=True, slots=True)
class Page:
    """A post's page. What the page does not say is None; times are UTC; body as in items.Item.

    published: the best of candidates by parsing.dates.choose. kind: only where the platform or the markup says it.
    not_a_post: (reason, sentence) where the page is none; the other fields are then only for looking at.
    noindex, noarchive: wishes of the page's robots lines. field_origins: as in items.Item.
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
    pictures: tuple[Picture, ...] = ()
    links: tuple[Link, ...] = ()
    #: itself in other languages, as the page's head says
    alternates: tuple[Alternate, ...] = ()
    tags: tuple[str, ...] = ()
    field_origins: Mapping[str, str] = field(default_factory=dict)
    #: where a post leads that is only a link elsewhere or a video; its kind is then clipping or video
    target: str | None = None
    #: the line over the text that calls it a release; the body goes without it
    rubric: str | None = None


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
    root, source, is_filled = filled(tree(source, content_type, url), source, url)
    source = _searched(source)
    structured = read_structured(root, source, url, root.findtext(".//title"))
    head = read_head(root, url, structured)
    printed = find_title(root, head, structured, url)
    title, heading, origin = printed.text, printed.heading, printed.origin
    text = find_text(root, source, structured, heading)
    is_banner = (
        heading is not None and heading.tag not in ("h1", "h2", "h3") and len((title or "").split()) <= _MOST_OF_BANNER
    )
    is_doubtful = is_banner or (heading is None and origin in (None, "title"))
    leading = leading_title(root, text.container, title, heading) if is_doubtful else None
    if leading and not names_site(leading[0], structured, url):
        (title, heading), origin = leading, "structure"
    event = marked_event(structured, root, source, url, title, zone)
    is_event = event is not None or looks_like_event(head.classes, url)
    place = Place(
        root, source, heading, text.container, text.raw[:2000], is_event, is_day_first(source), text.raw[-600:]
    )
    author, author_origin = author_of(place, structured)
    clean = clean_body(text.raw, title, author, zone)
    candidates = candidates_of(place, structured, title, url, zone, today)
    if event is None and is_event:
        event = printed_event(root, source, url, zone, candidates)
    elif event is None:
        event = announced_event(structured, text.container, url, title, zone, candidates)
    if event is not None:
        event = completed(event, text.container, url, title, clean, zone)
    dated = event is not None or any(moment.origin != "title" and moment.flag is None for moment in candidates)
    links = links_of(place, clean, head.base)
    kind = "event" if event or "node-type-oa-event" in head.classes else None
    pointer = None if kind else pointer_of(text.container, clean or "", url)
    teaser, teaser_origin = _teaser(structured, title, clean)
    tags, tags_origin = tags_of(place, structured)
    origins = {
        "title": "json_ld" if is_filled else origin,
        "teaser": teaser_origin,
        "body": ("json_ld" if is_filled else text.origin) if clean else None,
        "author": author_origin,
        "tags": tags_origin,
    }
    return Page(
        title=title,
        teaser=teaser,
        body=clean,
        author=author,
        published=choose(candidates, _end_of(today, zone)),
        candidates=candidates,
        updated_at=updated_at(candidates),
        language=head.language,
        canonical_url=head.link("canonical"),
        external_id=head.external_id,
        kind=pointer[0] if pointer else kind,
        event=event,
        not_a_post=refusal_of(root, source, head, structured, title, url, clean or "", dated),
        noindex="noindex" in head.robots,
        noarchive="noarchive" in head.robots,
        pictures=pictures_of(place, structured, head.base),
        links=links,
        alternates=head.alternates,
        tags=tags,
        field_origins={name: value for name, value in origins.items() if value},
        target=pointer[1] if pointer else None,
        rubric=rubric_of(text.raw),
    )


def _searched(source: str) -> str:
    """The part of a source that readers search as text: all of it, unless no honest page is as large."""
    return source if len(source) <= _HEAD + _FOOT else f"{source[:_HEAD]} {source[-_FOOT:]}"


def _length(text: str | None) -> int:
    """Words, roughly, as thresholds need them."""
    return len(text.split()) if text else 0


def _end_of(today: date | None, zone: ZoneInfo) -> datetime:
    """The end of the day of reading; without one nothing is in the future."""
    return datetime.combine(today + timedelta(days=1) if today else date(2100, 1, 1), time(), tzinfo=zone)


def _teaser(structured: Structured, title: str | None, body: str | None) -> tuple[str | None, str | None]:
    """What the page gives as its summary, unless that is the title, or the site's words on every page; with where."""
    meta = structured.first_meta("og:description", "description", "twitter:description", "dc.description")
    told, origin = structured.told("description") or (meta, "meta")
    teaser = clean_teaser(plain(told)) if told else None
    if not teaser or fold(teaser) == fold(title):
        return None, None
    words = {word for word in fold_words(teaser) if len(word) > 3}
    known = fold_words(f"{title or ''} {body or ''}")
    if body and words and len(words & known) < 0.25 * len(words):
        return None, None
    return teaser, origin
