"""Changes to a page's markup that a reader would not see: names, wrappers, other tags, another order of blocks."""

from __future__ import annotations

import random
from collections.abc import Callable

from lxml import etree
from lxml import html as lxml_html

_ALIKE = ("div", "section", "article", "main")
_NOT_WRAPPED_IN = frozenset(
    {"ul", "ol", "dl", "table", "tbody", "thead", "tr", "select", "head", "html", "p", "a", "span"}
)


def parse(text: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(text.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))


def write(root: lxml_html.HtmlElement) -> str:
    return etree.tostring(root, encoding="unicode", method="html", doctype="<!DOCTYPE html>")


def rename_classes(text: str, seed: int = 1) -> str:
    """Every class gets another name, the same one everywhere; ids of the theme go, those of posts stay."""
    root, rng, names = parse(text), random.Random(seed), dict[str, str]()
    for element in root.iter(etree.Element):
        classes = (element.get("class") or "").split()
        if classes:
            for name in classes:
                names.setdefault(name, "".join(rng.choice("bcdfghjkmnpqrstvwxz") for _ in range(7)))
            element.set("class", " ".join(names[name] for name in classes))
    return write(root)


def remove_classes(text: str, seed: int = 1) -> str:
    root = parse(text)
    for element in root.iter(etree.Element):
        for name in ("class", "id", "role", "itemprop", "itemtype", "itemscope", "data-hook", "data-ux"):
            if element.get(name) is not None:
                del element.attrib[name]
    return write(root)


def wrap_blocks(text: str, seed: int = 1) -> str:
    """A div, or two, around blocks picked by chance."""
    root, rng = parse(text), random.Random(seed)
    for element in list(root.iter("div", "section", "article", "h2", "h3", "h4", "p", "ul", "table")):
        parent = element.getparent()
        if parent is None or parent.tag in _NOT_WRAPPED_IN or rng.random() < 0.4:
            continue
        for _ in range(rng.choice([1, 1, 2])):
            parent = element.getparent()
            wrapper = lxml_html.Element("div")
            wrapper.tail, element.tail = element.tail, None
            parent.replace(element, wrapper)
            wrapper.append(element)
    return write(root)


def swap_tags(text: str, seed: int = 1) -> str:
    """div, section, article and main exchanged, one way for the whole page; lists as divs."""
    root, rng = parse(text), random.Random(seed)
    shuffled = list(_ALIKE)
    rng.shuffle(shuffled)
    as_divs = rng.random() < 0.5
    for element in root.iter(etree.Element):
        if element.tag in _ALIKE:
            element.tag = shuffled[_ALIKE.index(element.tag)]
        elif as_divs and element.tag in {"ul", "ol", "li"}:
            element.tag = "div"
    return write(root)


def reorder(text: str, xpath: str, seed: int = 1) -> str:
    """The elements that a path finds, in another order."""
    root, rng = parse(text), random.Random(seed)
    found = root.xpath(xpath)
    assert len(found) > 1, f"{xpath} finds no blocks to reorder"
    parent = found[0].getparent()
    places = sorted(parent.index(one) for one in found)
    rng.shuffle(found)
    for one in found:
        parent.remove(one)
    for place, one in zip(places, found, strict=True):
        parent.insert(place, one)
    return write(root)


MUTATIONS: dict[str, Callable[[str, int], str]] = {
    "rename_classes": rename_classes,
    "remove_classes": remove_classes,
    "wrap_blocks": wrap_blocks,
    "swap_tags": swap_tags,
}
