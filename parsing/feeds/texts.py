"""Teaser and body of a feed's entry told apart: only a whole text is a body, nothing that was cut short."""

from __future__ import annotations

import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from errors import ParseError
from parsing.documents import tree
from parsing.pages.article import article_text
from parsing.pages.cleanup import clean_body, clean_teaser, is_cut, without_footer
from parsing.text import plain, tidy, word_count

#: a description, which is meant for a teaser, is a whole text only if it is as long as this and has paragraphs
WHOLE_WORDS = 80
#: and a content element, which is meant for the whole text, if it is not shorter than the shortest of posts
SHORT_WORDS = 25
_ENDS = re.compile(r"[.!?…:;)\]”\"'’#*]$|-30-$|\d$|[\U0001f300-\U0001faff]$")


def texts_of(
    summary: str, contents: Iterable[str], title: str | None, author: str | None, zone: ZoneInfo
) -> tuple[str | None, str | None]:
    """(teaser, body) of an entry.

    summary: description or summary as given, HTML or not. contents: content elements. The body is None where the feed
    does not carry the whole text; the teaser is None where all that is given is the body.
    """
    whole = max((text for text in contents if text), key=len, default="")
    summary_text = _text_of(summary)
    content_text = _text_of(whole)
    teaser = clean_teaser(summary_text.replace("\n", " ")) if summary_text else None
    if content_text and _is_whole(content_text, summary_text):
        return (teaser if summary_text != content_text else None), clean_body(content_text, title, author, zone)
    if summary_text and _is_whole_summary(summary_text, summary):
        return None, clean_body(summary_text, title, author, zone)
    return teaser or (clean_teaser(content_text.replace("\n", " ")) if content_text else None), None


def _text_of(markup: str) -> str | None:
    """Readable text of an entry's markup; its share buttons and captions are left out by the article's own rules."""
    if not markup:
        return None
    if "<" not in markup or "&lt;" in markup:
        return without_footer(plain(markup))  # no markup, or markup that was escaped once too often
    try:
        return without_footer(plain(tidy(article_text(tree(f"<div>{markup}</div>"), edges=True))))
    except ParseError:
        return without_footer(plain(markup))


def _is_whole(text: str, summary: str | None) -> bool:
    """Whether a content element holds the whole post; some feeds put a cut teaser there."""
    if is_cut(text) or word_count(text) < SHORT_WORDS:
        return False
    return summary is None or len(text) >= len(summary)


def _is_whole_summary(text: str, markup: str) -> bool:
    """Whether a description holds the whole post: long, in paragraphs, ending as texts end."""
    paragraphs = text.count("\n\n") + 1
    return (
        paragraphs >= 2
        and word_count(text) >= WHOLE_WORDS
        and not is_cut(text)
        and "<" in markup
        and bool(_ENDS.search(text.rstrip()))
    )
