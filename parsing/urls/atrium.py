"""Addresses of Drupal 7 with Open Atrium, where one list has many addresses.

Its pagers write the ids and defaults of a list into each address, its hosts answer any letter case, and all parameters
but a few are ignored. What stays: the page number, ids that are not the list's own, and archived content when asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote_plus

from parsing.urls.rules import HostRules, Parameter

GROUP = "og_group_ref_target_id"
SECTION = "oa_section_ref_target_id"
#: What the list shows anyway when its pager writes these.
_DEFAULTS = {
    "og_group_ref_target_id_mine": frozenset({"", "0"}),
    "og_subspaces_view_all": frozenset({"", "0"}),
    "og_subspaces_view_parent": frozenset({"", "0"}),
    "flagged": frozenset({"", "0"}),
}
#: Where a parameter begins although the "&" before it was lost ("...id=157og_subspaces_view_all=0page=3").
_RUN_TOGETHER = re.compile(
    r"(?<=[^&?])(?=(?:og_group_ref_|og_subspaces_view_|oa_section_ref_|og_vocabulary_filter)\w*(?:%5B\w*%5D)?=)"
    r"|(?<=[0-9=])(?<!%[0-9A-Fa-f]{2})(?=(?:page|flagged)=)|(?<=All)(?=page=)"
)
#: addresses that every node has beside its alias; they name no space
_RAW = re.compile(r"(?:^|/)(?:node/\d{1,10}(?:/view)?|content/\d{1,10})/?$", re.IGNORECASE)
_TRAILING_FIRST_PAGES = re.compile(r"(?:,0)+$")


def separate(query: str) -> str:
    """A query whose parameters have run together, parted again; a second "?" parts parameters too.

    What is parted here gets the mark of a mangled name, since the server did not read it: a plain one counts more.
    """
    query = query.replace("?", "&amp;")
    parts = []
    for one in query.split("&"):
        # a mangled name ("amp;og_...") begins before the name itself: leave its mark where it is
        mark = re.match(r"(?:amp;|amp%3B|%26|%3B|;)+", one, re.IGNORECASE)
        start = mark.end() if mark else 0
        parts.append(one[:start] + _RUN_TOGETHER.sub("&amp;", one[start:]))
    return "&".join(parts)


def is_raw(url: str) -> bool:
    """Whether an address names a node by its number: it stands for the post until its alias is known."""
    return _RAW.search(url.partition("?")[0].partition("#")[0]) is not None


def path_of(path: str, found: list[Parameter]) -> str:
    """The path that Drupal answers for: "?q=" names it, slashes count once, letter case does not."""
    if path.lower().rstrip("/") in {"", "/index.php"}:
        asked = [one.value for one in found if one.key == "q" and one.value]
        path = f"/{asked[-1].replace('+', '%20')}" if asked else "/"
    return re.sub(r"//+", "/", path)


def meaningful(found: list[Parameter], path: str, rules: HostRules) -> list[Parameter]:
    """The parameters that change what the page shows, of the last ones of each name, as PHP reads them."""
    own = rules.lists.get(path, {})
    last = {one.key: one for one in found}
    kept = (_meaning(one, own, rules) for one in last.values())
    return [one for one in kept if one is not None]


def _meaning(one: Parameter, own: Mapping[str, str], rules: HostRules) -> Parameter | None:
    value = unquote_plus(one.value or "")
    if one.key == "page":
        return _page(one, value)
    if one.key in rules.keep:
        return one
    if one.key in _DEFAULTS:
        return None if value in _DEFAULTS[one.key] else one
    if one.key in {GROUP, SECTION}:
        # a value that is no id is what scanners leave; the real sites ignore it
        is_id = (value.isascii() and value.isdigit()) or value.lower() == "all"
        return one if is_id and own.get(one.key) != value else None
    if one.key.startswith(("og_", "oa_")):
        return one if value else None
    return None


def _page(one: Parameter, value: str) -> Parameter | None:
    """Drupal reads the leading digits of each pager's number and takes anything else for the first page."""
    numbers = []
    for number in value.split(",")[:8]:
        digits = re.match(r"\s*(\d{1,9})", number)
        numbers.append(str(int(digits[1])) if digits else "0")
    pages = _TRAILING_FIRST_PAGES.sub("", ",".join(numbers))
    return None if pages == "0" else Parameter("page", pages, "page")
