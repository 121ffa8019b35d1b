"""Pictures and links of a post's text where it comes without a page: in a feed's entry or an API's answer."""

from __future__ import annotations

from errors import ParseError
from items import Link, Picture
from parsing.documents import tree
from parsing.pages.links import each_once, links_in
from parsing.pages.pictures import pictures_in


def parts_of(markup: str, body: str | None, base: str) -> tuple[tuple[Picture, ...], tuple[Link, ...]]:
    """(pictures, links) of a post's markup. body: the text as kept; without one nothing is taken from the markup."""
    lower = markup.lower() if body else ""
    if "<img" not in lower and "<a" not in lower and "<amp-img" not in lower:
        return (), ()
    try:
        root = tree(f"<div>{markup}</div>")
    except ParseError:
        return (), ()
    return pictures_in(root, base), each_once(links_in(root, body, base))
