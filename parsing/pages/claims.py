"""Whether machines are told that a page is an article."""

from __future__ import annotations

from parsing.pages.head import Head
from parsing.pages.structured import Structured
from parsing.pages.words import SINGLE_CLASSES

#: what a plug-in says of an article and of no other page
_ARTICLE_META = ("article:published_time", "article:author", "article:section", "article:tag")


def claims_article(head: Head, structured: Structured) -> bool:
    """In more than the one word that some plug-ins put on every page of a site, lists and contacts too (og:type)."""
    if structured.article is not None or (head.classes & SINGLE_CLASSES and "attachment" not in head.classes):
        return True
    return structured.first_meta("og:type") == "article" and structured.first_meta(*_ARTICLE_META) is not None
