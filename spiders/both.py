"""What a list, feed or API said of a post and what its page says, as one: field by field the richer of the two."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from items import Event, Item, Link, Picture, origins_of

if TYPE_CHECKING:
    from parsing.pages import Page

#: a body from elsewhere with more words than this many of the page's shows that the page gave a part only
_FAR_RICHER = 1.5
MOST_TAGS = 50
#: letters of a title that may be the end of a longer one by chance
_SHORT_TITLE = 12
#: how what stands before a post's own title ends: "Local 12: ", "Local 12 | "
_FRONT = re.compile(r"(?::|[|»«›·•–—-]|::)\s{1,3}$")
_CUT = re.compile(r"(?:…|\.\.\.|\[&hellip;\])\W{0,3}$")


def fields_of_both(entry: Item, page: Page) -> dict[str, Any]:
    """Title, teaser, body, author, language, rubric, pictures, links, tags, field_origins: a post with its page."""
    told, printed = origins_of(entry), page.field_origins
    found: dict[str, Any] = {
        "title": better_title(entry.title, page.title, entry.url),
        "teaser": richer_teaser(entry.teaser, page.teaser),
        "body": richer_body(entry.body, page.body),
        "author": richer_author(entry.author, page.author),
        "pictures": richer_pictures(entry.pictures, page.pictures),
        "links": richer_links(entry.links, page.links),
        "tags": tags_of_both(entry.tags, page.tags),
    }
    found["body"] = without_its_title(found["body"], found["title"])
    origins: dict[str, str] = {}
    for name, value in found.items():
        if not value:
            continue
        # both may say the same; then the page is the nearer witness
        by_page = value == getattr(page, name)
        if name == "pictures":
            by_page = len(page.pictures) >= len(entry.pictures)
        origin = printed.get(name, "structure") if by_page else told.get(name)
        origins[name] = origin or "structure"
    if entry.tags:
        origins["tags"] = told["tags"]
    return {
        **found,
        "language": page.language or entry.language,
        "rubric": entry.rubric or page.rubric,
        "field_origins": origins,
    }


def without_its_title(body: str | None, title: str | None) -> str | None:
    """A text without the title, and the day under it, that open it: a page that did not know its title kept both."""
    if not body or not title or not _letters(body[: 2 * len(title) + 20]).startswith(_letters(title)):
        return body
    from parsing.pages.cleanup import clean_body  # rare, and the engine need not carry the readers' libraries for it

    return clean_body(body, title)


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


def better_title(listed: str | None, printed: str | None, url: str | None = None) -> str | None:
    """The title of a post out of the one that a list or feed gives and the one that its page gives.

    The page's is whole where a list cuts it, and the list's where the page's bears the site's name. A page whose title
    shares no word with the listed one names the site, unless the post's address has its words.
    """
    if not listed or not printed:
        return printed or listed
    ours, theirs = _letters(listed), _letters(printed)
    if ours == theirs:
        return listed if printed.isupper() else printed
    if ours and len(ours) > _SHORT_TITLE and theirs.endswith(ours) and _FRONT.search(printed[: -len(listed)]):
        return listed
    shared = words_of_title(listed) & words_of_title(printed)
    if len(shared) * 2 >= min(len(words_of_title(listed)), len(words_of_title(printed))):
        return printed
    return printed if _is_of_address(printed, url) and not _is_of_address(listed, url) else listed


def _is_of_address(title: str, url: str | None) -> bool:
    """Whether a title has most of the words of an address's last part, which has at least three."""
    last = (url or "").split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2].lower()[:300]
    slug = {word for word in re.findall(r"[^\W\d_]{3,}", last) if word not in ("the", "and", "for", "html", "htm")}
    return len(slug) >= 3 and len(slug & words_of_title(title)) >= 0.7 * len(slug)


def words_of_title(title: str) -> set[str]:
    """Its words, folded, without the one that a cut may have left half."""
    words = re.findall(r"\w+", title.casefold())
    return set(words[:-1] if title.rstrip().endswith(("…", "...")) else words)


def richer_teaser(listed: str | None, printed: str | None) -> str | None:
    """The list's, which its editors chose for readers, unless it is cut and the page's is whole, or says more of it."""
    if not listed or not printed:
        return listed or printed
    start = _CUT.sub("", listed).rstrip(" .,;:")
    is_beginning = len(printed) > len(listed) and printed.startswith(start)
    return printed if is_beginning or (_CUT.search(listed) and not _CUT.search(printed)) else listed


def richer_body(brought: str | None, printed: str | None) -> str | None:
    """The page's, unless a feed, an API or a list brought far more of it."""
    if not brought or not printed:
        return printed or brought
    return brought if len(brought.split()) > _FAR_RICHER * len(printed.split()) else printed


def richer_author(brought: str | None, printed: str | None) -> str | None:
    """The page's by-line, unless the other one holds it and more: "Ann Roe, Bob Moe" against "Ann Roe"."""
    if not brought or not printed:
        return printed or brought
    return brought if len(brought) > len(printed) and printed.casefold() in brought.casefold() else printed


def richer_pictures(brought: tuple[Picture, ...], printed: tuple[Picture, ...]) -> tuple[Picture, ...]:
    """Those of the side that shows more, with what either says of each."""
    more, other = (brought, printed) if len(brought) > len(printed) else (printed, brought)
    said = {picture.url: picture for picture in other}
    return tuple(
        replace(one, caption=one.caption or said[one.url].caption, alt=one.alt or said[one.url].alt)
        if one.url in said
        else one
        for one in more
    )


def richer_links(brought: tuple[Link, ...], printed: tuple[Link, ...]) -> tuple[Link, ...]:
    """Those of the side that shows more."""
    return brought if len(brought) > len(printed) else printed


def tags_of_both(brought: tuple[str, ...], printed: tuple[str, ...]) -> tuple[str, ...]:
    """All of both; of two spellings of one the first that has a capital or a blank, and so is no slug."""
    chosen: dict[str, str] = {}
    for tag in (*brought, *printed):
        key = re.sub(r"[\W_]+", " ", tag.casefold()).strip() or tag
        if key not in chosen or (chosen[key].islower() and not tag.islower()):
            chosen[key] = tag
    return tuple(chosen.values())[:MOST_TAGS]


def event_of_both(entry: Item, printed: Event | None) -> Event | None:
    """The event of a post by its calendar or list, and by its page: a calendar is believed first, a list last.

    What the one does not say the other adds; start, end and repetitions are one statement.
    """
    listed = entry.event
    if listed is None or printed is None:
        return listed or printed
    first, other = (listed, printed) if entry.way == "calendar" else (printed, listed)
    if first.starts_at is None:
        first, other = other, first
    names = ("timezone", "status", "venue", "street_address", "registration_url")
    return replace(first, **{name: getattr(first, name) or getattr(other, name) for name in names})
