"""Which of the objects that a page describes for machines is the one that the page is about.

Pages describe their site, their crumbs and the posts beside them in the same words as themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

#: an object as JSON-LD writes it; microdata and RDFa are read into the same form
Node = Mapping[str, Any]

_NAMES = ("headline", "name")
#: letters and digits of a name that may be a part of a longer title
_LONG_NAME = 8


def fold(text: str | None) -> str:
    """Letters and digits of a text in lower case, to compare titles."""
    return "".join(filter(str.isalnum, (text or "").casefold()))


def types_of(node: Node) -> list[str]:
    """The types of an object, without the vocabulary's address."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return [re.split(r"[/#:]", name[:200])[-1] for name in names[:10] if isinstance(name, str)]


def first_text(value: Any) -> str | None:
    """A text, or the first of several; None for anything else."""
    if isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, str) else None


def own_node(
    nodes: Sequence[Node], addresses: Iterable[str], titles: Iterable[str], *, sure: bool = False
) -> Node | None:
    """The object that is about the page: with its address or its title, gaps filled from others that are about it too.

    addresses: of the page, its own first. titles: whatever the page gives for one. An object alone needs no such sign,
    unless it names another address and another title, or `sure` is asked for.
    """
    here = {bare_address(address) for address in addresses}
    known = [folded for title in titles if (folded := fold(title[:1000]))]
    ranked = sorted(((_points(node, here, known), -number, node) for number, node in enumerate(nodes)), key=_by_points)
    if len(ranked) == 1 and ranked[0][0] >= 0 and not sure:
        return ranked[0][2]
    about = [node for points, _, node in ranked if points > 0]
    if not about:
        return None
    whole: dict[str, Any] = {}
    for node in about:
        for key, value in node.items():
            whole.setdefault(key, value)
    return whole


def _by_points(ranked: tuple[int, int, Node]) -> tuple[int, int]:
    return -ranked[0], -ranked[1]


def _points(node: Node, here: set[str], titles: list[str]) -> int:
    """How surely an object is about the page; 0: nothing says it; below: it is about another one."""
    given = [address for address in map(_address, _addresses(node)) if address]
    is_here = any(bare_address(address) in here for address in given)
    points = 4 if is_here else 0
    names = [fold(name[:1000]) for key in _NAMES if (name := first_text(node.get(key)))]
    if any(name and name in titles for name in names):
        points += 3
    elif any(_is_part(name, title) for name in names for title in titles):
        points += 2
    elif given and not is_here and any(names) and titles:
        points -= 3
    return points


def _is_part(name: str, title: str) -> bool:
    return (len(name) > _LONG_NAME and name in title) or (len(title) > _LONG_NAME and title in name)


def _addresses(node: Node) -> Iterable[Any]:
    main = node.get("mainEntityOfPage")
    mains = main if isinstance(main, list) else [main]
    return (node.get("url"), node.get("@id"), *mains[:5])


def _address(value: Any) -> str | None:
    """An address in the web, without its anchor; None for names of parts such as "#article"."""
    if isinstance(value, Mapping):
        value = value.get("@id") or value.get("url")
    if not isinstance(value, str):
        return None
    address = value[:3000].split("#")[0].strip()
    return address if re.match(r"https?://", address, re.IGNORECASE) else None


def bare_address(address: str) -> str:
    """An address without scheme, www., anchor and final slash, for comparing."""
    return re.sub(r"^https?://(?:www\.)?", "", address.split("#")[0].strip().lower()).rstrip("/")
