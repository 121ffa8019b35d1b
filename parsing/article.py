"""Where the text of an article stands in a page: what the platform or the markup says, else what its structure says.

Class names are evidence and never the only way: a page with every class renamed is read by its blocks of prose, and by
the general reader behind them (parsing.general).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

from lxml import etree

from parsing.rendering import Skip, is_hidden, render

#: how a platform or a vocabulary marks the text of its one article, most telling first: what must stand in the page's
#: source for the search to be worth while, and the path that finds it
_MARKS: tuple[tuple[str, str], ...] = (
    (
        "articleBody",
        "//*[contains(concat(' ', @itemprop, ' '), ' articleBody ') or contains(@property, 'articleBody')]",
    ),
    ("content:encoded", "//*[contains(@property, 'content:encoded')]"),
    ("field-name-body", "//*[contains(concat(' ', @class, ' '), ' field-name-body ')]"),
    ("field--name-body", "//*[contains(concat(' ', @class, ' '), ' field--name-body ')]"),
    ("post-description", "//*[@data-hook='post-description']"),
    *(
        (name, f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")
        for name in (
            "wp-block-post-content",
            "elementor-widget-theme-post-content",
            "et_pb_post_content",
            "td-post-content",
            "entry-content",
            "e-content",
            "com-content-article__body",
            "blog-item-content",
            "gh-content",
            "article-body",
            "article__body",
            "article-content",
            "article__content",
            "story-body",
            "post-body",
            "post-content",
            "post__content",
            "post-entry",
            "blog-content",
            "blog-post-content",
            "entry-body",
            "item-page",
            "body-text",
        )
    ),
)
_SEARCHES = [(needle, etree.XPath(path)) for needle, path in _MARKS]

_JUNK_WORDS = """
    share sharing shares sharedaddy sharethis shareaholic share-buttons addtoany a2a addthis social socials social-links
    related relatedposts yarpp crp newsletter subscribe subscription signup sign-up optin mailchimp mc4wp breadcrumb
    breadcrumbs crumbs pagination pager pagelinks page-links post-navigation nav navigation navbar menu sidebar comments
    comment-respond respond disqus fb-like fb-share author-box authorbox author-bio author-info byline entry-meta
    post-meta article-meta posted-on postmetadata meta-data tags tag-links tags-links taglinks post-tags cat-links
    categories entry-footer post-footer article-footer footer caption captions wp-caption-text image-caption credit
    credits photo-credit sr-only visually-hidden visuallyhidden screen-reader-text screen-reader element-invisible
    cookie cookies popup modal advert advertisement ads ad promo skip-link print printfriendly print-only toc rating
    ratings likes donate cta gform wpforms contact-form login toolbar search search-form prev-next next-prev
"""
_JUNK = re.compile(
    r"(?:^|[\s_]|--|-)(?:" + "|".join(sorted(_JUNK_WORDS.split(), key=len, reverse=True)) + r")(?:$|[\s_]|--|-)",
    re.IGNORECASE,
)
_JUNK_TAGS = frozenset({"nav", "aside", "footer", "form", "dialog"})
_JUNK_ROLES = frozenset({"navigation", "complementary", "contentinfo", "search", "dialog", "alert", "toolbar", "menu"})
#: an element with more of the text than this is the text, whatever it is called
_TOO_MUCH = 0.4


def marked_article(root: etree._Element, source: str) -> etree._Element | None:
    """The element that the platform or a vocabulary marks as the article's text; None where it is marked doubtfully.

    source: the page as text, searched first because that is a hundred times faster than the tree.
    """
    for needle, search in _SEARCHES:
        if needle not in source:
            continue
        found = _outermost(cast("list[etree._Element]", search(root)))
        chosen = _dominant(found)
        if chosen is not None and text_length(chosen) > 0:
            return chosen
    return None


def junk_in(container: etree._Element) -> Skip:
    """What is no text of the article inside its element: shares, related posts, captions, forms, bylines."""
    enough = _TOO_MUCH * max(text_length(container), 1)

    def skip(element: etree._Element) -> bool:
        if not looks_like_junk(element):
            return _is_picture(element)
        return text_length(element) < enough

    return skip


def looks_like_junk(element: etree._Element) -> bool:
    """Whether tag, role, class or id of an element say that it is beside the text."""
    if element.tag in _JUNK_TAGS:
        return True
    attributes = element.attrib
    if not attributes:
        return False
    if element.get("role") in _JUNK_ROLES or element.get("aria-hidden") == "true":
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) > 2 and bool(_JUNK.search(names[:400]))


def text_length(element: etree._Element) -> int:
    """Characters of an element's text, blanks aside."""
    return sum(len(piece.strip()) for piece in cast("Iterable[str]", element.itertext()))


def article_text(container: etree._Element, skip: Skip | None = None) -> str:
    """The readable text of an article's element, what is beside the text left out."""
    return render(container, skip or junk_in(container))


def _is_picture(element: etree._Element) -> bool:
    """A figure that holds neither a table nor a quotation is a picture with its caption."""
    return element.tag == "figure" and next(element.iter("table", "blockquote", "pre", "ul", "ol"), None) is None


def _outermost(found: list[etree._Element]) -> list[etree._Element]:
    chosen: list[etree._Element] = []
    for element in found[:200]:  # document order, so an ancestor comes first
        if element.tag in ("body", "html", "meta", "link"):
            continue
        if not any(ancestor in chosen for ancestor in element.iterancestors()) and not is_hidden(element):
            chosen.append(element)
    return chosen


def _dominant(found: list[etree._Element]) -> etree._Element | None:
    """The only one, or the one that holds most of what all of them hold together: a list has many alike."""
    if len(found) <= 1:
        return found[0] if found else None
    lengths = [text_length(element) for element in found]
    longest = max(lengths)
    return found[lengths.index(longest)] if longest > 0.6 * sum(lengths) else None
