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

from parsing.pages.head import Head
from parsing.pages.lists import SLUG_HYPHENS, list_refusal
from parsing.pages.structured import Structured, fold
from parsing.pages.words import DENIED, DRAFT, FILE_NAME, GONE_CLASSES, MISSING, NOT_FOUND, PROTECTED, RECORDS
from parsing.urls import absolute

Refusal = tuple[str, str]

_PASSWORD_FORM = etree.XPath("//form//input[@type='password']")
_UNPUBLISHED = etree.XPath("//*[contains(@class, 'node-unpublished')]")
_MENUS = etree.XPath(
    "//nav | //header | //*[@role='navigation'] | //ul[contains(@class, 'menu') or contains(@id, 'menu')]"
)
_FEW_WORDS, _VERY_FEW_WORDS = 150, 60
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
    return (
        _closed(root, source, head, structured, title, words)
        or _gone(head, title, text, words, dated)
        or _front(url)
        or list_refusal(root, head, structured, title, url, words)
        or _record(root, head, structured, title, url, words, dated)
    )


def _closed(
    root: etree._Element, source: str, head: Head, structured: Structured, title: str | None, words: int
) -> Refusal | None:
    """Pages that are not for the public: passwords, drafts, doors of member areas."""
    if "post_password" in source and any(one.get("name") == "post_password" for one in root.iter("input")):
        return "password", "The page asks for the post's password."
    if title and PROTECTED.match(title) and _PASSWORD_FORM(root):
        return "password", "The page asks for a password, and its title says that it is protected."
    unpublished = "node-unpublished" in source and bool(_UNPUBLISHED(root))
    if unpublished or (structured.text("creativeWorkStatus") or "").casefold() == "draft":
        return "draft", "The page marks its post as unpublished."
    if title and DRAFT.match(title) and ("noindex" in head.robots or "preview" in head.classes):
        return "draft", f"The title marks a draft: {title}"
    if "page-access-denied" in head.classes or (title and DENIED.fullmatch(title) and words < _FEW_WORDS):
        return "forbidden", "The page says that access is denied, or asks to log in."
    return None


def _gone(head: Head, title: str | None, text: str, words: int, dated: bool) -> Refusal | None:
    """Pages that are missing and say so at status 200."""
    if head.classes & GONE_CLASSES:
        return "gone", "The page marks itself as not found."
    parts = [part.strip() for said in (title, head.title) if said for part in re.split(r"\s[|»–—-]\s", said)]
    if words < _FEW_WORDS and any(NOT_FOUND.fullmatch(part) for part in parts):
        return "gone", f"The page's title says that it was not found: {title or head.title}"
    if words < _VERY_FEW_WORDS and not dated and MISSING.search(text):
        return "gone", f"The page's few words say that it was not found: {text[:120]}"
    return None


def _front(url: str) -> Refusal | None:
    parts = urlsplit(url)
    if not parts.query and parts.path.rstrip("/").lower() in ("", "/index.html", "/index.php", "/home"):
        return "front", "The address is the site's front page."
    return None


def _record(
    root: etree._Element,
    head: Head,
    structured: Structured,
    title: str | None,
    url: str,
    words: int,
    dated: bool,
) -> Refusal | None:
    """Pages of record: contact, about, forms. By address and title together, or by a place in the site's own menu."""
    path = urlsplit(url).path.rstrip("/").lower()
    if structured.article is not None or structured.first_meta("og:type") == "article":
        return None
    last = re.sub(r"\.\w{2,5}$", "", path.rsplit("/", 1)[-1])
    named = last in RECORDS and (not title or len(title.split()) <= 5)
    if named and (not dated or fold(title) in _RECORD_TITLES):
        return "page", f"Its address and title name a page of record: {last}"
    if dated:
        return None
    if title and FILE_NAME.fullmatch(title) and words < _FEW_WORDS:
        return "page", f"The page only shows a file: {title}"
    is_page = "page" in head.classes and any(name.startswith("page-id-") for name in head.classes)
    if is_page and words < _VERY_FEW_WORDS:
        return "page", "WordPress calls it a page and no post, and it holds hardly a word."
    if last.count("-") < SLUG_HYPHENS and _is_in_menu(root, url):
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
        if here in addresses and len(elsewhere) >= 3:
            return True
    return False


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
