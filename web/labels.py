"""The labels of our pages in the reader's language: English as written in templates, Spanish from web/spanish/*.csv.

A template says `{{ t("Search") }}`. A label without a Spanish word yet shows in English. Which language a page speaks
belongs to the request; web/plugins/languages.py sets it, so that filters and plugins need not hand it on.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

#: The languages of labels, each by its own name; the first is that of the templates.
LANGUAGES: Mapping[str, str] = {"en": "English", "es": "Español"}
DEFAULT = "en"
_CATALOGUES = Path(__file__).resolve().parent / "spanish"
_MOST_WISHES = 20

language: ContextVar[str] = ContextVar("language", default=DEFAULT)


def t(label: str, **values: Any) -> str:
    """A label in the language of the page; names in braces are filled in: t("{count} sources", count=3).

    Values are put in as they are: autoescape makes the whole safe. A label that is not in the catalogue stays English.
    """
    words = spanish().get(label, label) if language.get() == "es" else label
    return words.format(**values) if values else words


@cache
def spanish() -> Mapping[str, str]:
    """English label -> Spanish label, of all files; the first file in the order of names wins. Raises ValueError."""
    found: dict[str, str] = {}
    for path in sorted(_CATALOGUES.glob("*.csv")):
        for number, row in enumerate(csv.DictReader(path.read_text(encoding="utf-8").splitlines()), 2):
            if not row.get("english") or not row.get("spanish") or None in row:
                raise ValueError(f"{path.name}, line {number}: a row is an English label and a Spanish one")
            found.setdefault(row["english"], row["spanish"])
    return found


def wished(accept_language: str) -> str:
    """The language of ours that a browser's Accept-Language likes best (RFC 9110, 12.5.4); English for no wish."""
    best, most = DEFAULT, 0.0
    for part in accept_language.split(",")[:_MOST_WISHES]:
        name, _, weight = part.partition(";")
        code = name.strip().lower().split("-")[0]
        if code in LANGUAGES and (liked := _weight(weight)) > most:
            best, most = code, liked
    return best


def _weight(text: str) -> float:
    value = text.strip().lower().removeprefix("q=")
    try:
        return min(max(float(value), 0.0), 1.0) if value else 1.0
    except ValueError:
        return 0.0
