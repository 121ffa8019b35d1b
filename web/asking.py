"""A search as an address: the arguments of a request in, the question out, and the way back. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape

from parsing.questions import Filter, Question, read_question, tidy

PAGE_SIZE = 20
#: the filters that stand in an address as arguments of their own; the form has a field for the first few
ARGUMENTS = (
    "source", "level", "state", "kind", "topic", "language", "year", "place", "before", "after", "on", "role", "status",
    "has", "author", "is", "lang",
)  # fmt: skip
_MOST_VALUES = 12
_WORD = re.compile(r'"[^"]*"')

Sort = Literal["best", "newest"]
Show = Literal["stories", "printings"]


@dataclass(frozen=True, slots=True)
class Search:
    """What a reader asked.

    given: the filters that came as arguments, as they came. show: one row for each story, or one for each post.
    after: where the page begins, as Page.next said: the score of the last hit (0 unless ranked), its place (a rowid of
    the index, or without words the instant that lists sort by), and the item's id.
    """

    question: Question
    sort: Sort = "newest"
    show: Show = "stories"
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    after: tuple[float, int | str, int] | None = None
    size: int = PAGE_SIZE

    @property
    def match(self) -> str | None:
        """The expression for the index of words; None without words. A word that is said again is asked for once."""
        parts = (self.question.match or "").split(" AND ")
        if len(parts) > 1 and all(_WORD.fullmatch(part) for part in parts):
            return " AND ".join(dict.fromkeys(parts))
        return self.question.match

    def narrowed(self, name: str, *values: str) -> Search:
        """The same with one filter more."""
        filters = (*self.question.filters, Filter(name, values))
        return replace(self, question=replace(self.question, filters=filters))

    def arguments(self, **changes: Any) -> list[tuple[str, str]]:
        """The search as arguments of an address, without where in its answer the reader is. None leaves one out."""
        pairs: dict[str, tuple[str, ...]] = {"q": (self.question.text,), **self.given}
        usual: Sort = "best" if self.match else "newest"
        pairs["sort"] = (self.sort,) if self.sort != usual else ()
        pairs["show"] = (self.show,) if self.show != "stories" else ()
        for name, value in changes.items():
            pairs[name] = () if value is None else (value,) if isinstance(value, str) else tuple(value)
        return [(name, value) for name, values in pairs.items() for value in values if value]

    def address(self, **changes: Any) -> str:
        """The same as the query of an address, without the question mark."""
        return urlencode(self.arguments(**changes))

    def title(self) -> str:
        """The search in a line, for feeds and files."""
        beside = [", ".join(values) for values in self.given.values()]
        return " · ".join(filter(None, [self.question.text, *beside])) or "Empty search"


def read_search(args: Any, size: int = PAGE_SIZE) -> Search:
    """Read a search from the arguments of a request (anything with `get`); what cannot be read counts as not said."""
    given = {name: values for name in ARGUMENTS if (values := _values(args, name))}
    question = read_question(args.get("q") or "", given)
    sort: Sort = "newest" if args.get("sort") == "newest" or question.match is None else "best"
    show: Show = "printings" if args.get("show") == "printings" else "stories"
    return Search(question, sort, show, given, _read_after(args.get("next"), question.match is not None), size)


def chips(search: Search) -> list[tuple[str, str, str]]:
    """The filters that hold, each with its name, its values in words, and the address without it."""
    shown = []
    known = set()
    for one in search.question.filters:
        text = " or ".join(value.replace("_", " ") if one.name != "source" else value for value in one.values)
        name = f"not {one.name}" if one.excluded else one.name
        if one.spans:
            shown.append((name, text, search.address(q=search.question.without(one))))
        elif one.name not in known:
            known.add(one.name)
            names = [given for given in search.given if given == one.name or given in ("is", "lang")]
            shown.append((name, text, search.address(**dict.fromkeys(names))))
    return shown


def narrower(path: Callable[[str], str], search: Search) -> Callable[..., str]:
    """What makes the address of a search within a month ("2018-05") or a year ("2018"), or with that as the value of
    another filter. path: makes an address of this site."""

    # Made once for each filter: a timeline asks for hundreds.
    begun: dict[str, Markup] = {}

    def narrowed(when: str, name: str = "") -> str:
        name = name or ("year" if len(when) == 4 else "on")
        if name not in begun:
            # A month lies in the year that was asked for, so that this need not be said as well.
            others = search.address(**{name: None}, **({"year": None} if name == "on" else {}))
            begun[name] = escape(path(f"/search?{others}{'&' if others else ''}{name}="))
        return begun[name] + quote(when)

    return narrowed


def whole_number(text: str | None, least: int, most: int) -> int | None:
    """A number of an address, kept within its bounds; None for what is none."""
    return min(max(int(text or ""), least), most) if re.fullmatch(r"[0-9]{1,12}", text or "") else None


def _values(args: Any, name: str) -> tuple[str, ...]:
    many = args.getlist(name) if hasattr(args, "getlist") else [args.get(name) or ""]
    return tuple(dict.fromkeys(value for text in many[:_MOST_VALUES] if (value := tidy(text)[:100])))


def _read_after(text: str | None, has_words: bool) -> tuple[float, int | str, int] | None:
    found = re.fullmatch(r"(-?[\d.e+-]{1,30})_([\dTZ:.-]{1,40})_(\d{1,18})", text or "", re.ASCII)
    if not found:
        return None
    try:
        return float(found[1]), int(found[2][:18]) if has_words else found[2], int(found[3])
    except ValueError:
        return None
