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

from parsing.pages.about import fold
from parsing.pages.claims import claims_article
from parsing.pages.functions import Look, function_refusal
from parsing.pages.head import Head
from parsing.pages.lists import SLUG_HYPHENS, list_refusal
from parsing.pages.people import profile_refusal
from parsing.pages.structured import Structured
from parsing.pages.words import (
    DENIED,
    DRAFT,
    FILE_NAME,
    GONE_CLASSES,
    MISSING,
    NOT_FOUND,
    PROTECTED,
    PROTECTED_TEXT,
    RECORDS,
    STANDING,
)
from parsing.urls import absolute

Refusal = tuple[str, str]

_PASSWORD_FORM = etree.XPath("//form//input[@type='password']")
_UNPUBLISHED = etree.XPath(
    "//*[contains(@class, 'node-unpublished') or contains(@class, 'node--unpublished')"
    " or contains(@class, 'marker-unpublished')]"
)
#: statuses of WordPress that the public never sees
_UNFINISHED = ("draft", "pending", "private", "future", "auto-draft", "trash")
_MENUS = etree.XPath(
    "//nav | //header | //*[@role='navigation'] | //ul[contains(@class, 'menu') or contains(@id, 'menu')]"
)
_FEW_WORDS, _VERY_FEW_WORDS = 150, 60
#: rows that make a table, and words beside it that are hardly a text
_MIN_ROWS, _WORDS_BESIDE = 3, 15
#: characters of a page's few words that are searched
_SAID = 4_000
_RECORD_TITLES = frozenset(fold(name) for name in RECORDS)


def refusal_of(
    root: etree._Element,
    source: str,
    head: Head,
    structured: Structured,
    title: str | None,
    url: str,
    text: str,
    dated: bool,
) -> Refusal | None:
    """Why a page is no post, or None.

    source: the page as text. title, text: of the article, as read. dated: whether the page tells a day of publication.
    """
    words = len(text.split())
    claims = claims_article(head, structured)
    is_event = structured.event is not None or any(name.startswith("node-type-oa-event") for name in head.classes)
    look = Look(root, source, head.classes, title, url, text, dated, claims, is_event)
    return (
        _closed(look, head, structured)
        or _gone(head, title, text, words, dated)
        or _front(url)
        or function_refusal(look)
        or list_refusal(root, head, structured, title, url, text)
        or profile_refusal(structured, title, url, dated, claims)
        or (None if claims else _record(look, structured))
    )


def _closed(look: Look, head: Head, structured: Structured) -> Refusal | None:
    """Pages that are not for the public: passwords, drafts, doors of member areas."""
    root, source, title = look.root, look.source, look.title
    if "post_password" in source and any(one.get("name") == "post_password" for one in root.iter("input")):
        return "password", "The page asks for the post's password."
    if title and PROTECTED.match(title) and (_PASSWORD_FORM(root) or PROTECTED_TEXT.search(look.text)):
        return "password", "The page asks for a password, and its title says that it is protected."
    if "unpublished" in source and bool(_UNPUBLISHED(root)):
        return "draft", "The page marks its post as unpublished."
    if (structured.text("creativeWorkStatus") or "").casefold() in ("draft", "pending", "obsolete"):
        return "draft", "The page tells machines that its post is a draft."
    if "status-" in source and any(f"status-{word}" in source for word in _UNFINISHED) and _is_unfinished(look):
        return "draft", "The platform marks the post as one that is not published."
    if title and DRAFT.match(title) and ("noindex" in head.robots or "preview" in head.classes or _is_preview(look)):
        return "draft", f"The title marks a draft: {title}"
    if "page-access-denied" in head.classes or (title and DENIED.fullmatch(title) and look.words < _FEW_WORDS):
        return "forbidden", "The page says that access is denied, or asks to log in."
    return None


def _is_unfinished(look: Look) -> bool:
    """Whether the one post of the page bears WordPress's class of a status other than published."""
    posts = [
        one for one in look.content() if one.tag in ("article", "div", "main") and " type-" in f" {one.get('class')}"
    ]
    names = (posts[0].get("class") or "").split() if len(posts) == 1 else []
    return any(f"status-{word}" in names for word in _UNFINISHED)


def _is_preview(look: Look) -> bool:
    """Whether an address is that of a preview, or an undated title shouts that it is a draft."""
    parts = urlsplit(look.url.lower())
    segments = {"preview", "previews", "draft", "drafts", "borrador", "borradores"} & set(parts.path.split("/"))
    if segments or re.search(r"(?:^|&)(?:preview|draft)(?:_id)?=", parts.query):
        return True
    return not look.dated and bool(re.match(r"(?:DRAFT|UNPUBLISHED|BORRADOR|PREVIEW)\b", look.title or ""))


def _gone(head: Head, title: str | None, text: str, words: int, dated: bool) -> Refusal | None:
    """Pages that are missing and say so at status 200."""
    if head.classes & GONE_CLASSES:
        return "gone", "The page marks itself as not found."
    parts = [part.strip() for said in (title, head.title) if said for part in re.split(r"\s[|»–—-]\s", said)]
    is_brief = words < _VERY_FEW_WORDS or len((title or "").split()) <= 6
    if words < _FEW_WORDS and is_brief and any(NOT_FOUND.fullmatch(part) for part in parts):
        return "gone", f"The page's title says that it was not found: {title or head.title}"
    if words < _VERY_FEW_WORDS and not dated and MISSING.search(text[:_SAID]):
        return "gone", f"The page's few words say that it was not found: {text[:120]}"
    return None


def _front(url: str) -> Refusal | None:
    parts = urlsplit(url)
    if not parts.query and parts.path.rstrip("/").lower() in ("", "/index.html", "/index.php", "/home"):
        return "front", "The address is the site's front page."
    return None


def _record(look: Look, structured: Structured) -> Refusal | None:
    """Pages of record: contact, about, forms. By address and title together, or by a place in the site's own menu."""
    title, last = look.title, look.name
    named = last in RECORDS and (not title or len(title.split()) <= 5)
    if named and (not look.dated or fold(title) in _RECORD_TITLES):
        return "page", f"Its address and title name a page of record: {last}"
    if not look.dated and title and STANDING.fullmatch(title) and last.count("-") <= SLUG_HYPHENS:
        return "page", f"The title names a page of record: {title}"
    if look.dated or structured.first_meta("og:type") == "article":
        return None
    if title and FILE_NAME.fullmatch(title) and look.words < _FEW_WORDS:
        return "page", f"The page only shows a file: {title}"
    is_page = "page" in look.classes and any(name.startswith("page-id-") for name in look.classes)
    if is_page and look.words < _VERY_FEW_WORDS:
        return "page", "WordPress calls it a page and no post, and it holds hardly a word."
    if last.count("-") < SLUG_HYPHENS and _is_bare_table(look.text):
        return "page", "The page is a table without a day and without a sentence."
    if last.count("-") < SLUG_HYPHENS and _is_in_menu(look.root, look.url):
        return "page", "The page stands in the site's own menu, and nothing marks it as a post."
    return None


def _is_in_menu(root: etree._Element, url: str) -> bool:
    here = _bare(url)
    for menu in islice(cast("list[etree._Element]", _MENUS(root)), 20):
        links = list(islice(menu.iter("a"), 300))
        if menu.tag == "nav" and not _is_trail(menu) and any(one.get("aria-current") == "page" for one in links):
            return True
        addresses = [_target(link, url) for link in links]
        # a trail of breadcrumbs leads to the page as well, but only by pages above it
        elsewhere = {address for address in addresses if address and not here.startswith(address)}
        if here in addresses and len(elsewhere) >= (2 if _is_marked(links[addresses.index(here)]) else 3):
            return True
    return False


def _is_marked(link: etree._Element) -> bool:
    """Whether a menu shows a link as that of the page which is open."""
    parent = link.getparent()
    names = f"{link.get('class') or ''} {(parent.get('class') or '') if parent is not None else ''}".lower()
    return bool(re.search(r"\b(?:active|current|selected)\b|current[-_]", names))


def _is_bare_table(text: str) -> bool:
    """Whether a text is nothing but rows of a table, and a few words beside them."""
    lines = [line for line in text.split("\n") if line.strip()]
    rows = sum(" | " in line for line in lines)
    beside = sum(len(line.split()) for line in lines if " | " not in line)
    return rows >= _MIN_ROWS and beside < _WORDS_BESIDE


def _is_trail(menu: etree._Element) -> bool:
    """Whether a nav element is a trail of breadcrumbs, or leads from page to page."""
    names = f"{menu.get('class') or ''} {menu.get('aria-label') or ''} {menu.get('id') or ''}".lower()
    return "crumb" in names or "pag" in names or next(menu.iter("ol"), None) is not None


def _target(link: etree._Element, url: str) -> str:
    href = (link.get("href") or "").split("#")[0].strip()
    address = absolute(url, href) if href else None
    return _bare(address) if address else ""


def _bare(address: str) -> str:
    return re.sub(r"^(?:https?:)?(?://)?(?:www\.)?", "", address.split("#")[0].lower()).rstrip("/")
