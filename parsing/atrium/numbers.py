"""Pages of Drupal 7 with Open Atrium: numbers, sections, calendars, event pages, and what leads to further spaces.

Lists are read by parsing.lists like any other. What Drupal core, Views and Open Atrium write into classes is evidence
here; names of form fields, parameters, data attributes and addresses come first, since no theme renames them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from lxml import etree

from parsing.atrium.directory import Change, Section, Space, changes_of, node_of, spaces_of, sub_spaces
from parsing.atrium.events import calendar_entries, read_event
from parsing.atrium_signs import GROUP as _GROUP
from parsing.atrium_signs import SECTION as _SECTION
from parsing.atrium_signs import is_open_atrium
from parsing.text import one_line
from parsing.urls import absolute

__all__ = [
    "Change",
    "Numbers",
    "Section",
    "Space",
    "calendar_entries",
    "calendar_links",
    "changes_of",
    "is_open_atrium",
    "node_of",
    "numbers_of",
    "read_event",
    "sections_of",
    "spaces_of",
    "sub_spaces",
]

_COMMENT_TARGET = re.compile(r"destination=node(?:/|%2F)(\d{1,10})(?:%23|#)comment-form", re.IGNORECASE)
_HEADER_LINK = re.compile(r"<([^<>]{1,500})>\s*;\s*rel=\"?(\w+)")
_MAX_SECTIONS = 500
#: characters of a page in which a link is looked for
_MOST_TEXT = 2_000_000


@dataclass(frozen=True, slots=True)
class Numbers:
    """node: the page's own node; group: its space; section: the section that its list shows. None where not shown."""

    node: str | None = None
    group: str | None = None
    section: str | None = None


def numbers_of(tree: etree._Element, url: str = "", link_header: str | None = None) -> Numbers:
    """The page's numbers, from the surest place that shows each.

    tree: from parsing.documents.tree. url: the page's address (itself `/node/N` at times). link_header: the response's
    `Link` header, in which core repeats the shortlink.
    """
    classes = _body_classes(tree)
    node = _class_number(classes, "page-node-") or _node_of_links(tree, link_header) or node_of(url)
    group = _class_number(classes, "og-context-node-") or _form_value(tree, _GROUP) or _pager_value(tree, _GROUP)
    shown = next((section.number for section in sections_of(tree, url) if section.is_shown), None)
    section = shown or _pager_value(tree, _SECTION)
    if section is None and "node-type-oa-section" in classes:
        section = node
    return Numbers(node, group, section)


def number_beside(text: str, url: str, link_header: str | None = None) -> str | None:
    """The node's number where the page's head and classes do not tell it: the address itself, the `Link` header in
    which core repeats the shortlink, the log-in link that leads back to the comment form (of one node only).

    text: the page's HTML. Themes rename classes and drop ids; these are made below the theme.
    """
    if found := node_of(url) or _node_of_header(link_header):
        return found
    targets = set(_COMMENT_TARGET.findall(text[:_MOST_TEXT]))
    return targets.pop() if len(targets) == 1 else None


def sections_of(tree: etree._Element, url: str = "") -> tuple[Section, ...]:
    """All public sections of the space, as the filter form of a list offers them; empty where no form is shown."""
    for select in tree.iter("select"):
        if select.get("name") != _SECTION:
            continue
        found = [
            Section(
                one_line("".join(map(str, option.itertext()))) or "",
                option.get("value"),
                None,
                option.get("selected") is not None,
            )
            for option in select.iter("option")
            if re.fullmatch(r"\d{1,10}", option.get("value") or "")
        ]
        if found:
            return tuple(found[:_MAX_SECTIONS])
    return ()


def calendar_links(tree: etree._Element, url: str) -> tuple[str, ...]:
    """Addresses of iCalendar files that a calendar section names in its head or behind its icon."""
    found: list[str] = []
    for link in tree.iter("link", "a"):
        href = link.get("href") or ""
        is_file = re.search(r"\.ics(?:\?|$)|/feeds/ical/", href)
        if is_file or (link.tag == "link" and (link.get("type") or "").lower().startswith("text/calendar")):
            address = absolute(url, href.replace("webcal://", "https://"))
            if address and "og_group_ref_target_id=All" not in address:
                found.append(address)
    return tuple(dict.fromkeys(found))


# ---- where numbers stand -------------------------------------------------------------------------------------------


def _body_classes(tree: etree._Element) -> list[str]:
    body = tree.find("body")
    return (body.get("class") or "").split() if body is not None else []


def _class_number(classes: list[str], prefix: str) -> str | None:
    return next((name[len(prefix) :] for name in classes if re.fullmatch(re.escape(prefix) + r"\d{1,10}", name)), None)


def _node_of_links(tree: etree._Element, link_header: str | None) -> str | None:
    """Shortlink or canonical of the form /node/N, the comment form's log-in link, or the page's only node element."""
    for rel in ("shortlink", "canonical"):
        for link in tree.iter("link"):
            if rel in (link.get("rel") or "").lower().split() and (number := node_of(link.get("href"))):
                return number
    if number := _node_of_header(link_header):
        return number
    for link in tree.iter("a"):
        target = _COMMENT_TARGET.search(link.get("href") or "")
        if target:
            return target[1]
    nodes = [
        one.get("id") or ""
        for one in tree.iter("article", "div")
        if re.fullmatch(r"node-\d{1,10}", one.get("id") or "")
    ]
    return nodes[0].removeprefix("node-") if len(nodes) == 1 else None


def _node_of_header(link_header: str | None) -> str | None:
    for address, rel in _HEADER_LINK.findall((link_header or "")[:4000]):
        if rel.lower() in {"shortlink", "canonical"} and (number := node_of(address)):
            return str(number)
    return None


def _form_value(tree: etree._Element, name: str) -> str | None:
    for field in tree.iter("input"):
        value = field.get("value") or ""
        if field.get("name") == name and re.fullmatch(r"\d{1,10}", value):
            return value
    return None


def _pager_value(tree: etree._Element, name: str) -> str | None:
    """The value of a parameter in the addresses of a pager, if all agree."""
    values = set()
    for link in tree.iter("a"):
        href = link.get("href") or ""
        if name in href and "page=" in href:
            values.update(parse_qs(urlsplit(unquote(href)).query.lstrip("&")).get(name, []))
    return values.pop() if len(values) == 1 and all(value.isdigit() for value in values) else None
