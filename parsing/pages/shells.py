"""Pages that are empty shells: what their state says is put where a page that shows itself would have it.

So one reader reads both. The words go into an article of the page, what machines should know into JSON-LD; that is
what such data is: the system's own fields, printed into the page for machines.
"""

from __future__ import annotations

import json
from typing import Any, TypeAlias, cast

from lxml import etree
from lxml import html as lxml_html

from errors import ParseError
from parsing.documents import tree
from parsing.state import article_of, is_shell, may_hold_state, state_of
from parsing.state.article import Own
from parsing.text import one_line, plain

_TITLES = etree.XPath("//title/text() | //meta[@property='og:title' or @name='twitter:title']/@content | //h1//text()")
#: signs of a page that tells its day to machines
_DATED = ("datePublished", "article:published", "<time", "pubdate", "dateCreated")
#: what objects are called that are pages of record and no posts
_PAGES = frozenset({"page", "pages", "sitepage", "landingpage", "homepage", "staticpage", "genericpage", "basicpage"})


Filled: TypeAlias = tuple[lxml_html.HtmlElement, str, bool]


def filled(root: lxml_html.HtmlElement, source: str, url: str) -> Filled:
    """The page with what only its embedded state says: all of an empty shell, of others the day and author if they tell
    machines neither and the state's record is surely theirs.

    Changes the tree. Returns it, the source with what was added, and whether the page's words come from its state.
    """
    if not may_hold_state(source):
        return root, source, False
    shell = is_shell(root)
    if not shell and any(sign in source for sign in _DATED):
        return root, source, False
    values = state_of(root)
    own = article_of(values, url, _titles(root)) if values else None
    if own is None or not (shell or own.is_sure):
        return root, source, False
    return _with_article(root, source, own, url) if shell else _with_day(root, source, own)


def _titles(root: etree._Element) -> list[str]:
    return [str(one)[:1_000] for one in cast("list[Any]", _TITLES(root))[:20]]


def _with_article(root: lxml_html.HtmlElement, source: str, own: Own, url: str) -> Filled:
    """The shell with the record's words as its article, and its facts as JSON-LD."""
    body = root.find("body")
    teaser = own.record.teaser
    words = own.html if plain(own.html) else f"<p>{_escaped(teaser)}</p>" if teaser else ""
    if not words or body is None:
        return root, source, False
    text = f"<h1>{_escaped(own.record.title)}</h1><div itemprop='articleBody'>{words}</div>"
    markup = f"<main><article>{text}</article></main>"
    try:
        article = tree(f"<html><body>{markup}</body></html>", None, url).find(".//main")
    except ParseError:
        return root, source, False
    if article is None:
        return root, source, False
    for heading in list(root.iter("h1")):
        heading.tag = "p"  # of the frame, or the shell's own guess
    body.append(article)
    script = etree.SubElement(body, "script", type="application/ld+json")
    script.text = json.dumps(_facts(own, url)).replace("<", "\\u003c")
    return root, f"{source}{markup}<script type='application/ld+json'>", True


def _with_day(root: lxml_html.HtmlElement, source: str, own: Own) -> Filled:
    """The page with day and author of its record as meta elements: what needs no JSON-LD says nothing of its kind."""
    head = root.find("head")
    record = own.record
    if head is None or not record.published or _is_page(own):
        return root, source, False
    etree.SubElement(head, "meta", property="article:published_time", content=record.published)
    if record.authors and 'name="author"' not in source:
        etree.SubElement(head, "meta", name="author", content=", ".join(record.authors))
    return root, source, False


def _facts(own: Own, url: str) -> dict[str, Any]:
    """The record as an article of JSON-LD; a page of record and what has no day are only called a page."""
    record = own.record
    is_article = record.published is not None and not _is_page(own)
    facts = {
        "@context": "https://schema.org",
        "@type": "Article" if is_article else "WebPage",
        "url": url,
        "headline": record.title,
        "description": one_line(record.teaser) if record.teaser else None,
        "datePublished": record.published,
        "dateCreated": record.created,
        "dateModified": record.modified,
        "author": [{"@type": "Person", "name": name} for name in record.authors],
        "keywords": list(record.tags),
    }
    return {name: value for name, value in facts.items() if value}


def _is_page(own: Own) -> bool:
    return own.record.kind.rpartition("__")[2].rpartition(".")[2].replace("-", "").replace("_", "") in _PAGES


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
