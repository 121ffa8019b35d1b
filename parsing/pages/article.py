"""Where the text of an article stands in a page: what the platform or the markup says, else what its structure says.

Class names are evidence and never the only way: a page with every class renamed is read by its blocks of prose, and by
the general reader behind them (parsing.pages.general).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import cast

from lxml import etree

from parsing.pages.linked_lines import without_linked_lines
from parsing.rendering import RULE, Skip, is_hidden, render

#: how platforms and vocabularies mark the text of their one article, most telling first: attribute and word in it
_MARKS: tuple[tuple[str, str], ...] = (
    ("itemprop", "articleBody"),
    ("property", "articleBody"),
    ("property", "schema:articleBody"),
    ("property", "content:encoded"),
    ("property", "schema:text"),
    ("itemprop", "text"),
    ("class", "field-name-body"),
    ("class", "field--name-body"),
    ("data-hook", "post-description"),
    ("class", "tribe-events-single-event-description"),
    ("class", "wp-block-post-content"),
    ("class", "elementor-widget-theme-post-content"),
    ("class", "et_pb_post_content"),
    ("class", "td-post-content"),
    ("class", "entry-content"),
    ("class", "e-content"),
    ("class", "com-content-article__body"),
    ("class", "blog-item-content"),
    ("class", "gh-content"),
    ("class", "article-body"),
    ("class", "article__body"),
    ("class", "article-content"),
    ("class", "article__content"),
    ("class", "story-body"),
    ("class", "post-body"),
    ("class", "post-content"),
    ("class", "post__content"),
    ("class", "post-entry"),
    ("class", "blog-content"),
    ("class", "blog-post-content"),
    ("class", "entry-body"),
    ("class", "item-page"),
    ("class", "body-text"),
)
_SEARCHES = {(name, word): etree.XPath(f"//*[contains(@{name}, '{word}')]") for name, word in _MARKS}
_VALUES = {name: etree.XPath(f"//@{name}", smart_strings=False) for name, _ in _MARKS}
_SIZE = etree.XPath("string-length(normalize-space(.))")

_JUNK_WORDS = """
    share sharing shares sharedaddy sharethis shareaholic share-buttons addtoany a2a addthis social socials
    social-links related relatedposts yarpp crp newsletter subscribe subscription signup sign-up optin mailchimp
    mc4wp breadcrumb breadcrumbs crumbs pagination pager pagelinks page-links post-navigation nav navigation navbar
    menu sidebar comments comment-respond respond disqus fb-like fb-share author-box authorbox author-bio
    author-info article-info byline entry-meta post-meta article-meta posted-on postmetadata meta-data tags
    tag-links tags-links taglinks post-tags cat-links categories entry-footer post-footer article-footer footer
    caption captions wp-caption-text image-caption credit credits photo-credit sr-only visually-hidden
    visuallyhidden screen-reader-text screen-reader element-invisible cookie cookies popup modal advert
    advertisement ads ad promo skip-link print printfriendly print-only toc rating ratings likes donate cta gform
    wpforms contact-form login toolbar search search-form prev-next next-prev
"""
_JUNK = re.compile(
    r"(?:^|[\s_]|--|-)(?:" + "|".join(sorted(_JUNK_WORDS.split(), key=len, reverse=True)) + r")(?:$|[\s_]|--|-)",
    re.IGNORECASE,
)
#: a run of words that ends as sentences do
_PROSE = re.compile(r"(?:[^\s.!?]+\s+){7,}[^\s.!?]+[.!?…”\"](?!\w)")
#: a link that is drawn as a button, and the characters it has at most
_BUTTON, _BUTTON_SIZE = re.compile(r"(?:^|[\s_-])(?:button|btn)|button(?:$|[\s_-])", re.IGNORECASE), 40
_INPUTS = frozenset({"text", "email", "tel", "search", ""})
_JUNK_TAGS = frozenset({"nav", "aside", "footer", "form", "dialog"})
#: tags and whole names of what stands apart from a text, however much it holds
_APART_TAGS = frozenset({"aside", "nav", "footer"})
_APART = frozenset({
    "comments", "comment-list", "commentlist", "comments-area", "disqus_thread", "respond", "sidebar", "widget-area",
    "related-posts", "relatedposts",
})  # fmt: skip
_JUNK_ROLES = frozenset({"navigation", "complementary", "contentinfo", "search", "dialog", "alert", "toolbar", "menu"})
#: an element with more of the text than this is the text, whatever it is called
_TOO_MUCH = 0.4
#: a box around a field to fill in has at most this share of the text, and this many characters
_BOX_SHARE, _BOX_SIZE = 0.25, 600


def marked_article(root: etree._Element, source: str) -> etree._Element | None:
    """The element that the platform or a vocabulary marks as the article's text; None where it is marked doubtfully.

    source: the page as text, asked first for attributes that few pages have.
    """
    words = {name: _words(root, source, name) for name in _VALUES}
    for name, word in _MARKS:
        if word not in words[name]:
            continue
        elements = cast("list[etree._Element]", _SEARCHES[name, word](root))
        chosen = _dominant(_outermost([one for one in elements if word in (one.get(name) or "").split()]))
        if chosen is not None and text_length(chosen) > 0:
            return chosen
    return None


def _words(root: etree._Element, source: str, name: str) -> frozenset[str]:
    """The words of all values of an attribute: a look into them costs less than a search of the page."""
    return frozenset(" ".join(cast("list[str]", _VALUES[name](root))).split()) if name in source else frozenset()


def mark_of(element: etree._Element) -> str:
    """What marks an article's element, in the words of field_origins: a vocabulary, or the platform's structure."""
    if {"articleBody", "text"} & set((element.get("itemprop") or "").split()):
        return "microdata"
    return (
        "rdfa"
        if {"articleBody", "schema:articleBody", "schema:text", "content:encoded"}
        & set((element.get("property") or "").split())
        else "structure"
    )


def junk_in(container: etree._Element) -> Skip:
    """What is no text of the article inside its element: shares, related posts, captions, forms, bylines."""
    whole = max(text_length(container), 1)
    enough = _TOO_MUCH * whole
    boxes = set(_boxes(container, whole))

    def skip(element: etree._Element) -> bool:
        if element in boxes:
            return True
        if not looks_like_junk(element):
            return _is_picture(element) or (element.tag == "a" and (_is_sign(element) or _is_button(element)))
        return text_length(element) < enough

    return skip


def _boxes(container: etree._Element, whole: int) -> Iterator[etree._Element]:
    """Small boxes around fields to fill in: sign-ups, searches, petitions."""
    for field in islice(container.iter("input", "textarea"), 20):
        if field.tag == "input" and (field.get("type") or "").lower() not in _INPUTS:
            continue
        box = field
        for around in field.iterancestors():
            if around is container or text_length(around) > min(_BOX_SHARE * whole, _BOX_SIZE):
                break
            box = around
        yield box


def looks_like_junk(element: etree._Element) -> bool:
    """Whether tag, role, class or id of an element say that it is beside the text."""
    if element.tag in _JUNK_TAGS:
        return True
    attributes = element.attrib
    if not attributes:
        return False
    if element.get("role") in _JUNK_ROLES or element.get("aria-hidden") == "true":
        return True
    names = names_of(element)
    return len(names) > 2 and bool(_JUNK.search(names))


def is_apart(element: etree._Element) -> bool:
    """Whether tag or a whole name of an element say that it holds other things than the text, even if they are long."""
    if element.tag in _APART_TAGS:
        return True
    names = names_of(element)
    return len(names) > 2 and not _APART.isdisjoint(names.casefold().split())


def names_of(element: etree._Element) -> str:
    """Class and id of an element; their beginning, since some are megabytes long."""
    return f"{(element.get('class') or '')[:300]} {(element.get('id') or '')[:100]}"


def text_length(element: etree._Element) -> int:
    """Characters of an element's text, runs of blanks counted as one."""
    return int(cast("float", _SIZE(element)))


def article_text(container: etree._Element, skip: Skip | None = None, edges: bool = False) -> str:
    """The readable text of an article's element, what is beside the text left out.

    edges: keep links at the beginning and the end, by which an excerpt is known.
    """
    marked = render(container, skip or junk_in(container), marks_links=True)
    return without_linked_lines(without_ruled_edges(marked), edges)


def without_ruled_edges(text: str) -> str:
    """A text without what lines drawn across part from its prose, before and behind: "Back to news", an address."""
    if RULE not in text:
        return text
    parts = text.split(RULE)
    prose = [number for number, part in enumerate(parts) if any(map(_PROSE.search, part.split("\n\n")))]
    kept = parts[prose[0] : prose[-1] + 1] if prose else parts
    return "\n\n".join(kept)


def _is_picture(element: etree._Element) -> bool:
    """A figure that holds neither a table nor a quotation is a picture with its caption."""
    return element.tag == "figure" and next(element.iter("table", "blockquote", "pre", "ul", "ol"), None) is None


def _is_sign(element: etree._Element) -> bool:
    """A link to its own place whose text has no letter: "¶" behind a heading, "↩" behind a note."""
    if not (element.get("href") or "").startswith("#") or len(element):
        return False
    return not any(character.isalnum() for character in element.text or "")


def _is_button(element: etree._Element) -> bool:
    """A link of a few words that is called a button and has its block for itself."""
    if not _BUTTON.search(names_of(element)) or text_length(element) > _BUTTON_SIZE:
        return False
    around = element.getparent()
    return around is not None and not (around.text or "").strip() and not (element.tail or "").strip()


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
