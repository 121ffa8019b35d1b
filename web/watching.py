"""A search as a watch: one text that asks the same, a name for it, the line and row for an operator. Pure."""

from __future__ import annotations

import csv
import io
import re
import shlex
import unicodedata
from dataclasses import dataclass

from parsing.questions import Filter, read_question
from web.asking import Search

#: an example of a carrier, which the operator replaces
CARRIER = "NEWS_MAIL_STAFF"
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Wish:
    """What an operator is asked for. row: of watches.csv, its columns above it; is_exact: whether `query` asks the same
    as the search did, whose filters stood beside its text."""

    name: str
    query: str
    line: str
    row: str
    is_exact: bool


def wish_of(search: Search) -> Wish:
    """The watch for a search that asks something."""
    query = one_text(search)
    name = name_of(query)
    out = io.StringIO()
    columns = ("watch", "query", "mode", "carriers", "quiet", "cap", "note")
    csv.writer(out, lineterminator="\n").writerows([columns, (name, query, "at once", CARRIER, "", "", "")])
    read = read_question(query)
    is_exact = (read.match, _plain(read.filters)) == (search.match, _plain(search.question.filters))
    return Wish(name, query, f"scrapy watch add {name} {shlex.quote(query)} --to {CARRIER}", out.getvalue(), is_exact)


def one_text(search: Search) -> str:
    """The question with the filters that stood beside its text put into it."""
    beside = [
        f"{name}:{value}" if re.fullmatch(r"[\w.*-]+", value) else f'{name}:"{value.replace(chr(34), "")}"'
        for name, values in search.given.items()
        for value in values
    ]
    return " ".join(filter(None, [search.question.text, *beside]))


def name_of(query: str) -> str:
    """A short name in small letters, digits and hyphens."""
    folded = unicodedata.normalize("NFKD", query.lower()).encode("ascii", "ignore").decode()
    words = [word for word in re.findall(r"[a-z0-9]+", folded) if word not in ("or", "and", "not")]
    name = ""
    for word in words:
        if len(name) + 1 + len(word) > _LONGEST_NAME:
            break
        name = f"{name}-{word}" if name else word
    return name or "search"


def _plain(filters: tuple[Filter, ...]) -> list[tuple[str, tuple[str, ...], bool]]:
    return sorted((one.name, tuple(sorted(one.values)), one.excluded) for one in filters)
