"""Which page of a list an address asks for, as Drupal reads it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from errors import ParseError
from parsing.urls import Sites, canonical

_PAGE = re.compile(r"(?:^|&)page=(\d{1,6})", re.IGNORECASE)


def page_number(url: str, sites: Sites) -> int:
    """The 0-based number of the page, of the first pager on it; 0 where the address says none.

    Mangled copies of the parameter do not count beside a plain one: the canonical form has read them already.
    """
    try:
        query = urlsplit(canonical(url, sites)).query
    except ParseError:
        return 0
    found = _PAGE.search(query)
    return int(found[1]) if found else 0
