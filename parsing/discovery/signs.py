"""What a home page says of its site: the platform it runs on, its name, its language. Pure, and by structure first.

A sign is something that a platform's core writes and a theme seldom removes; each is told with its reason, so that a
person can judge the finding.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from parsing.text import one_line

#: characters of a page that are looked through for marks of a platform
_LOOKED_AT = 400_000

OPEN_ATRIUM, WORDPRESS = "Open Atrium", "WordPress"

#: platform, by what the generator names itself
_GENERATORS = (
    (re.compile(r"wordpress|woocommerce|elementor|divi", re.I), WORDPRESS),
    (re.compile(r"drupal", re.I), "Drupal"),
    (re.compile(r"joomla", re.I), "Joomla"),
    (re.compile(r"wix\.com", re.I), "Wix"),
    (re.compile(r"squarespace", re.I), "Squarespace"),
    (re.compile(r"weebly", re.I), "Weebly"),
    (re.compile(r"go ?daddy|starfield", re.I), "GoDaddy"),
    (re.compile(r"ghost \d|^ghost$", re.I), "Ghost"),
    (re.compile(r"hugo", re.I), "Hugo"),
    (re.compile(r"jekyll", re.I), "Jekyll"),
    (re.compile(r"eleventy|11ty", re.I), "Eleventy"),
    (re.compile(r"blogger", re.I), "Blogger"),
    (re.compile(r"webflow", re.I), "Webflow"),
    (re.compile(r"nationbuilder", re.I), "NationBuilder"),
)
#: platform, by what its core writes into addresses of styles, scripts, pictures and links
_MARKS = (
    (re.compile(r"og_group_ref_target_id|oa_section_ref_target_id|og-context-node-\d|node-type-oa-"), OPEN_ATRIUM),
    (re.compile(r"/wp-(?:content|includes)/|/wp-json/|rest_route=", re.I), WORDPRESS),
    (re.compile(r"squarespace-cdn\.com|static1?\.squarespace\.com|Static\.SQUARESPACE_CONTEXT"), "Squarespace"),
    (re.compile(r"static\.wixstatic\.com|static\.parastorage\.com"), "Wix"),
    (re.compile(r"cdn\d?\.editmysite\.com|\.weebly\.com/"), "Weebly"),
    (re.compile(r"img1\.wsimg\.com|secureservercdn\.net/blobby", re.I), "GoDaddy"),
    (re.compile(r"[?&;]zone=/unionactive/", re.I), "UnionActive"),
    (re.compile(r"index\.cfm\?action=(?:cat|article|catfeed)", re.I), "LaborWeb"),
    (re.compile(r"[?&;]option=com_[a-z]+|/media/(?:jui|system)/js/|/components/com_[a-z]+/", re.I), "Joomla"),
    (re.compile(r"/sites/(?:default|all)/(?:files|themes|modules)/|data-drupal-selector|Drupal\.settings"), "Drupal"),
    (re.compile(r"assets\.nationbuilder\.com|nationbuilder\.com/themes", re.I), "NationBuilder"),
    (re.compile(r"uploads-ssl\.webflow\.com|assets\.website-files\.com|data-wf-page=", re.I), "Webflow"),
)
#: platform, by a header that its server or cache adds
_HEADERS = (
    ("x-drupal-cache", "", "Drupal"),
    ("x-drupal-dynamic-cache", "", "Drupal"),
    ("x-generator", "drupal", "Drupal"),
    ("x-wix-request-id", "", "Wix"),
    ("server", "squarespace", "Squarespace"),
    ("x-pingback", "xmlrpc.php", WORDPRESS),
    ("link", "api.w.org", WORDPRESS),
)
_GENERIC_NAMES = frozenset(
    (
        "home", "homepage", "home page", "front page", "welcome", "inicio", "bienvenidos", "principal", "main", "index",
        "untitled", "news", "blog", "start", "default", "my site", "welcome to our website",
        "just another wordpress site",
    )
)  # fmt: skip
_BODY_WORD = re.compile(
    r"\b(?:afscme|local|council|union|retirees?|chapter|district|association|sindicato|\d{2,4})\b", re.I
)
_SEPARATOR = re.compile(r"\s+[|–—»·•:]+\s+|\s+-\s+|\s*\|\s*|\s+::\s+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?=$|[-_])")
_SPANISH = frozenset("el la los las de del que para una con por su sus nuestra nuestro está son fue también".split())
_ENGLISH = frozenset("the of and to for with our is are was that this on from by their has have will".split())


@dataclass(frozen=True, slots=True)
class Platform:
    """name: None where no sign was found. why: the sign, in words."""

    name: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a name says of a body: its level and its number as text."""

    level: str
    number: str | None


def platform_of(root: etree._Element, markup: str, headers: Mapping[str, str]) -> Platform:
    """The make of a site. root: its home page; markup: the same as text; headers: names in lower case.

    Open Atrium is asked first, since it is a Drupal and says so too; then what calls itself by name; then marks.
    """
    markup = markup[:_LOOKED_AT]
    if _MARKS[0][0].search(markup):
        return Platform(OPEN_ATRIUM, "its links and classes carry the numbers of groups and sections")
    for said in _generators(root):
        for pattern, name in _GENERATORS:
            if pattern.search(said):
                return Platform(name, f"the page names its generator: {said[:60]}")
    for header, word, name in _HEADERS:
        if header in headers and word in headers[header].lower():
            return Platform(name, f"the header {header} is one of {name}")
    for pattern, name in _MARKS[1:]:
        found = pattern.search(markup)
        if found:
            return Platform(name, f"its addresses hold {found[0]!r}")
    return Platform(None, "no sign of a known platform")


def site_name(root: etree._Element, below: bool = False) -> str | None:
    """What the site calls itself: og:site_name, then its structured data, then the fitting part of the title.

    below: the page is the home of a part of the site, so that its title is asked first.
    """
    entitled = name_in_title(one_line(" ".join(str(part) for one in root.iter("title") for part in one.itertext())))
    if below and entitled:
        return entitled
    for path in ("og:site_name", "application-name"):
        said = _meta(root, path)
        if said and not is_generic(said):
            return said[:200]
    for node in json_ld(root):
        if _is_body(node.get("@type")) and isinstance(node.get("name"), str) and not is_generic(node["name"]):
            return (one_line(node["name"]) or "")[:200] or None
    return entitled or _brand(root)


def _brand(root: etree._Element) -> str | None:
    """What the links to the home page or the first heading say, where the title is a general word."""
    links = (one for one in root.iter("a") if (one.get("href") or "").strip() in {"/", "./"})
    for element in (*islice(links, 5), *islice(root.iter("h1"), 1)):
        said = one_line(" ".join(str(part) for part in islice(element.itertext(), 20)))
        if said and not is_generic(said) and len(said) <= 120:
            return name_in_title(said)
    return None


def name_in_title(title: str | None) -> str | None:
    """The part of a page title that names the site; None where all parts are like "Home"."""
    parts = [part.strip(" .") for part in _SEPARATOR.split((title or "")[:500])]
    parts = [re.sub(r"^(?:welcome to|bienvenidos a)\s+", "", part, flags=re.I) for part in parts]
    parts = [part for part in parts if part and not is_generic(part)]
    named = [part for part in parts if _BODY_WORD.search(part)]
    return (named or parts or [None])[0]


def is_generic(name: str) -> bool:
    """Whether a name says nothing, as "Home" and "My Site" do."""
    return name.strip().strip(".!").lower() in _GENERIC_NAMES


def standing_of(name: str) -> Standing:
    """Level and number from the words of a name; "local" where it has none of them.

    Retirees first, since their chapters name the council they belong to; then the local, whose name may add its
    council; then the council.
    """
    number = r"(?:\s+(?:no\.?|number|#))?\s*#?\s*(\d{1,5}(?:-[A-Z])?)\b"
    local = re.search(rf"\blocal{number}", name, re.I)
    council = re.search(rf"\b(?:district council|council|consejo|dc){number}", name, re.I)
    if re.search(r"\bretire[ed]s?\b|\bretirees?\b|\bjubilad[oa]s\b", name, re.I):
        chapter = re.search(rf"\b(?:sub)?(?:chapter|capítulo){number}", name, re.I)
        found = chapter or local or council
        return Standing("retirees", found[1] if found else None)
    if local:
        return Standing("local", local[1])
    if council or re.search(r"\bcouncil\b|\bconsejo\b", name, re.I):
        return Standing("council", council[1] if council else None)
    return Standing("local", None)


def language_of(root: etree._Element, headers: Mapping[str, str], text: str = "") -> tuple[str, str]:
    """The site's language and why. The words win over a lang attribute, which templates often come with."""
    counts = _words_of(text)
    said, where = _language_said(root, headers)
    spanish, english = counts
    if spanish + english >= 30 and max(counts) >= 3 * max(1, min(counts)):
        found = "es" if spanish > english else "en"
        if found != said and said in (None, "en", "es"):
            return found, "its words"
    if said:
        return said, where
    return "en", "nothing said; English is assumed"


def json_ld(root: etree._Element) -> Iterator[dict[str, Any]]:
    """The objects of a page's structured data, those of a graph one by one; broken ones are left out. Bounded."""
    for script in [one for one in root.iter("script") if "ld+json" in (one.get("type") or "").lower()][:20]:
        try:
            data = json.loads((script.text or "")[:300_000].strip().removesuffix(";"))
        except (ValueError, RecursionError):
            continue
        waiting = [data]
        for _ in range(200):
            if not waiting:
                break
            node = waiting.pop()
            if isinstance(node, list):
                waiting.extend(node[:100])
            elif isinstance(node, dict):
                yield node
                graph = node.get("@graph")
                waiting.extend(graph[:100] if isinstance(graph, list) else [])


def _generators(root: etree._Element) -> list[str]:
    found = [one.get("content") for one in root.iter("meta") if (one.get("name") or "").lower() == "generator"]
    return [said for one in found[:5] if (said := one_line(one))]


def _meta(root: etree._Element, name: str) -> str | None:
    for one in root.iter("meta"):
        if name in (one.get("property"), one.get("name")):
            return one_line(one.get("content"))
    return None


def _is_body(kind: object) -> bool:
    """Whether a node of structured data is the site or the organization behind it."""
    kinds = kind if isinstance(kind, list) else [kind]
    return any(
        isinstance(one, str) and (one == "WebSite" or one.endswith("Organization") or one == "NGO") for one in kinds
    )


def _language_said(root: etree._Element, headers: Mapping[str, str]) -> tuple[str | None, str]:
    tags = [(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"), "its lang attribute")]
    tags += [(_meta(root, "og:locale"), "og:locale"), (headers.get("content-language"), "the header Content-Language")]
    for tag, where in tags:
        found = _LANGUAGE.match((tag or "").strip().lower())
        if found:
            return found[0], where
    return None, ""


def _words_of(text: str) -> tuple[int, int]:
    """Small words of Spanish and of English in a text."""
    words = re.findall(r"[a-záéíóúñ]+", text[:60_000].lower())
    return sum(word in _SPANISH for word in words), sum(word in _ENGLISH for word in words)
