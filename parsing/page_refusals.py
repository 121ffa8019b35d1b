"""Pages that are no posts although they answered 200: why, in one word and a sentence.

Each refusal needs evidence of two kinds, or one that no post ever bears. A page in doubt is a post: a foreign page in
an archive is seen and removed, while nobody misses a post that was refused.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import cast
from urllib.parse import urlsplit

from lxml import etree

from parsing.page_head import Head
from parsing.page_words import (
    DENIED,
    DRAFT,
    GONE_CLASSES,
    LIST_CLASSES,
    LIST_PATH,
    NOT_FOUND,
    PROTECTED,
    RECORDS,
    SEARCH,
    SINGLE_CLASSES,
)
from parsing.structured import PAGES, Structured

Refusal = tuple[str, str]

_PASSWORD_FORM = etree.XPath("//form//input[@type='password']")
_POST_PASSWORD = etree.XPath("//input[@name='post_password'] | //form[contains(@class, 'post-password-form')]")
_UNPUBLISHED = etree.XPath("//*[contains(concat(' ', @class, ' '), ' node-unpublished ')]")
_HEADED_LINKS = etree.XPath("//*[self::h2 or self::h3 or self::h4][.//a[@href] or parent::a[@href]]")
_NEXT_LINKS = etree.XPath("//a[@rel='next']/@href")
_MENUS = etree.XPath(
    "//nav | //header | //*[@role='navigation'] | //ul[contains(@class, 'menu') or contains(@id, 'menu')]"
)
_PAGED = re.compile(r"[?&]paged?=\d|/page/\d|/p\d|[?&]offset=\d")
_FEW_WORDS = 150


def refusal_of(
    root: etree._Element, head: Head, structured: Structured, title: str | None, url: str, words: int, dated: bool
) -> Refusal | None:
    """Why a page is no post, or None.

    title: as read; words: of the article's text; dated: whether the page tells a day of publication.
    """
    return (
        _closed(root, head, structured, title, words)
        or _gone(head, title, words)
        or _list(root, head, structured, title, url, words)
        or _record(root, structured, title, url, dated)
    )


def _closed(root: etree._Element, head: Head, structured: Structured, title: str | None, words: int) -> Refusal | None:
    """Pages that are not for the public: passwords, drafts, doors of member areas."""
    if _POST_PASSWORD(root):
        return "password", "The page asks for the post's password."
    if title and PROTECTED.match(title) and _PASSWORD_FORM(root):
        return "password", "The page asks for a password, and its title says that it is protected."
    if _UNPUBLISHED(root) or (structured.text("creativeWorkStatus") or "").casefold() == "draft":
        return "draft", "The page marks its post as unpublished."
    if title and DRAFT.match(title) and ("noindex" in head.robots or "preview" in head.classes):
        return "draft", f"The title marks a draft: {title}"
    if "page-access-denied" in head.classes or (title and DENIED.fullmatch(title) and words < _FEW_WORDS):
        return "forbidden", "The page says that access is denied, or asks to log in."
    return None


def _gone(head: Head, title: str | None, words: int) -> Refusal | None:
    """Pages that are missing and say so at status 200."""
    if head.classes & GONE_CLASSES:
        return "gone", "The page marks itself as not found."
    parts = [part.strip() for text in (title, head.title) if text for part in re.split(r"\s[|»–—-]\s", text)]
    if words < _FEW_WORDS and any(NOT_FOUND.fullmatch(part) for part in parts):
        return "gone", f"The page's title says that it was not found: {title or head.title}"
    return None


def _list(
    root: etree._Element, head: Head, structured: Structured, title: str | None, url: str, words: int
) -> Refusal | None:
    """Lists, tags, authors, searches."""
    parts = urlsplit(url)
    if head.classes & SINGLE_CLASSES or structured.article is not None:
        return None
    if re.search(r"(?:^|&)s=", parts.query) or (title and SEARCH.fullmatch(title)):
        return "search", "The page is the result of a search."
    others = _others(root)
    for name in sorted(structured.types & set(PAGES)):
        if structured.first_meta("og:type") != "article" and (name != "ItemList" or others >= 3):
            return PAGES[name], f"The page calls itself a {name}."
    if head.classes & LIST_CLASSES and not head.classes & {"page", "singular"}:
        return "list", f"The page calls itself {', '.join(sorted(head.classes & LIST_CLASSES))}."
    if LIST_PATH.search(parts.path) and others >= 3:
        return "list", "The address is that of a list, and the page shows several posts."
    if others >= 5 and words < 25 * others and _is_paged(root, head):
        return "list", "The page shows several posts and leads to further pages of them."
    return None


def _others(root: etree._Element) -> int:
    """How many headings are links, as those of listed posts are."""
    return len(cast("list[etree._Element]", _HEADED_LINKS(root)))


def _is_paged(root: etree._Element, head: Head) -> bool:
    further = [head.link("next"), *cast("list[str]", _NEXT_LINKS(root))[:3]]
    return any(_PAGED.search(address) for address in further if address)


def _record(root: etree._Element, structured: Structured, title: str | None, url: str, dated: bool) -> Refusal | None:
    """Pages of record: contact, about, forms. By address and title together, or by a place in the site's own menu."""
    path = urlsplit(url).path.rstrip("/").lower()
    if not urlsplit(url).query and (not path or path in ("/index.html", "/index.php", "/home")):
        return "front", "The address is the site's front page."
    if dated or structured.article is not None or structured.first_meta("og:type") == "article":
        return None
    last = re.sub(r"\.\w{2,5}$", "", path.rsplit("/", 1)[-1])
    if last in RECORDS and (not title or len(title.split()) <= 5):
        return "page", f"Its address and title name a page of record: {last}"
    if last.count("-") < 3 and _is_in_menu(root, url):  # a menu names its pages in few words, a post's slug has more
        return "page", "The page stands in the site's own menu, and nothing marks it as a post."
    return None


def _is_in_menu(root: etree._Element, url: str) -> bool:
    here = _bare(url)
    for menu in cast("list[etree._Element]", _MENUS(root))[:20]:
        addresses = [_target(link, url) for link in islice(menu.iter("a"), 300)]
        # a trail of breadcrumbs leads to the page as well, but only by pages above it
        elsewhere = {address for address in addresses if address and not here.startswith(address)}
        if here in addresses and len(elsewhere) >= 3:
            return True
    return False


def _target(link: etree._Element, url: str) -> str:
    href = (link.get("href") or "").split("#")[0].strip()
    if href.startswith("/") and not href.startswith("//"):
        return _bare((urlsplit(url).hostname or "") + href)
    return _bare(href) if href.startswith(("http://", "https://", "//")) else ""


def _bare(address: str) -> str:
    return re.sub(r"^(?:https?:)?(?://)?(?:www\.)?", "", address.split("#")[0].lower()).rstrip("/")
