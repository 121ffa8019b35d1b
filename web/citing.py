"""Pure: how a post is cited, as plain words, BibTeX, RIS and CSL-JSON. Each format's own signs are made harmless.

A citation says where the post stands, where the archive keeps it, when it was captured and by which bytes that can be
proved. Its key rests on the item's number alone, which never changes. By-lines are given as printed: nothing here
guesses which part of one is a family name.
"""

from __future__ import annotations

import calendar
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{sign: f"\\{sign}" for sign in "$&#_%"},
}
#: what stands in an address for signs that would end a field or confuse TeX
_IN_ADDRESS = re.compile(r"[\\{}^`\"<>|~\s]")


@dataclass(frozen=True, slots=True)
class Citation:
    """issued: (year,), (year, month) or (year, month, day), or () where no date is known; bounds: a sentence on that.

    archive: the name of this site; archive_url: the post on it. captured_at: a UTC instant of the archive.
    retrieved: the day of the reader who cites.
    """

    key: str
    title: str
    author: str | None
    publisher: str
    issued: tuple[int, ...]
    bounds: str | None
    url: str
    archive: str
    archive_url: str
    captured_at: str | None
    sha256: str | None
    language: str | None
    retrieved: date

    @property
    def proof(self) -> str:
        """When it was captured and the hash of the bytes; '' where its own page was never read."""
        if not self.captured_at:
            return ""
        return f"captured {self.captured_at}" + (f", SHA-256 {self.sha256}" if self.sha256 else "")


def citation_of(item: Mapping[str, Any], archive: str, archive_url: str, today: date) -> Citation:
    """The citation of an item as web/describing.py gives it."""
    issued = _issued(item)
    return Citation(
        key=f"newsarchive-{item['id']}",
        title=_line(item["title"]) or "(no title)",
        author=_line(item["author"]) or None,
        publisher=_line(item["source_name"]),
        issued=issued,
        bounds=None if issued else _bounds(item),
        url=_line(item["url"]),
        archive=_line(archive),
        archive_url=archive_url,
        captured_at=item["fetched_at"],
        sha256=item["fetched_sha256"],
        language=_line(item["language"]) or None,
        retrieved=today,
    )


def _line(text: Any) -> str:
    """In one line, without what is no printed sign: no format has a use for a line end within a value."""
    plain = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in str(text or ""))
    return " ".join(plain.split())


def _issued(item: Mapping[str, Any]) -> tuple[int, ...]:
    length = {"minute": 3, "day": 3, "month": 2, "year": 1}.get(item["published_precision"], 0)
    try:
        day = date.fromisoformat((item["published_on"] or "")[:10])
    except ValueError:
        return ()
    return (day.year, day.month, day.day)[:length]


def _bounds(item: Mapping[str, Any]) -> str:
    earliest, latest = (str(item[name] or "")[:10] for name in ("published_earliest", "published_latest"))
    said = [f"not before {earliest}" if earliest else "", f"not after {latest}" if latest else ""]
    return f"no date given; published {' and '.join(filter(None, said))}" if any(said) else "no date given"


def in_words(issued: tuple[int, ...]) -> str:
    """May 3, 2018; May 2018; 2018; n.d."""
    if len(issued) == 3:
        return f"{calendar.month_name[issued[1]]} {issued[2]}, {issued[0]}"
    return f"{calendar.month_name[issued[1]]} {issued[0]}" if len(issued) == 2 else str(issued[0]) if issued else "n.d."


def iso(issued: tuple[int, ...], sign: str = "-") -> str:
    """2018-05-03, 2018-05, 2018 or ''."""
    return sign.join(f"{part:02d}" if place else f"{part:04d}" for place, part in enumerate(issued))


def plain(one: Citation) -> str:
    """A reference in words, in one line, without a line end."""
    day = (one.retrieved.year, one.retrieved.month, one.retrieved.day)
    title = one.title if one.title.endswith((".", "!", "?", "…")) else f"{one.title}."
    return " ".join(
        filter(
            None,
            [
                f"{one.author.rstrip('.')}." if one.author and one.author != one.publisher else "",
                f"“{title}”",
                f"{one.publisher}, {in_words(one.issued).rstrip('.')}.",
                f"{one.url}.",
                f"Kept by the {one.archive}, {one.archive_url} ({_joined(one.proof, f'retrieved {in_words(day)}')}).",
            ],
        )
    )


def _joined(*parts: str | None) -> str:
    return "; ".join(filter(None, parts))


def bibtex(one: Citation) -> str:
    """An entry that BibTeX and biblatex read. Double braces keep names and titles as printed."""
    fields = [
        ("author", "{" + _latex(one.author or one.publisher) + "}"),
        ("title", "{" + _latex(one.title) + "}"),
        ("howpublished", _latex(one.publisher)),
        ("year", f"{one.issued[0]:04d}" if one.issued else ""),
        ("month", _MONTHS[one.issued[1] - 1] if len(one.issued) > 1 else ""),
        ("date", iso(one.issued)),
        ("url", _in_address(one.url)),
        ("urldate", one.retrieved.isoformat()),
        ("language", _latex(one.language or "")),
        ("note", f"{_latex(_note(one))} \\url{{{_in_address(one.archive_url)}}}"),
    ]
    # The month is a word that styles know, not a text.
    lines = [f"  {name} = {value if name == 'month' else '{' + value + '}'}," for name, value in fields if value]
    return "\n".join([f"@misc{{{one.key},", *lines, "}", ""])


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in text)


def _in_address(url: str) -> str:
    """TeX takes an address as it is, but braces have to be even and a backslash begins a command."""
    return _IN_ADDRESS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url)


def _note(one: Citation) -> str:
    return f"{_joined(one.bounds, one.proof, one.archive)}:"


def ris(one: Citation) -> str:
    """A record of RIS: a tag, two blanks, a hyphen and a blank before each value; lines end in CR LF."""
    day = one.retrieved
    lines = [
        ("TY", "ELEC"),
        ("ID", one.key),
        ("TI", one.title),
        ("AU", one.author or one.publisher),
        ("T2", one.publisher),
        ("PB", one.publisher),
        ("PY", f"{one.issued[0]:04d}" if one.issued else ""),
        ("DA", iso(one.issued, "/")),
        ("LA", one.language or ""),
        ("UR", one.url),
        ("Y2", f"{day:%Y/%m/%d}"),
        ("DP", one.archive),
        ("N1", f"{_note(one)} {one.archive_url}"),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def csl(one: Citation) -> str:
    """CSL-JSON, as Zotero, pandoc and citeproc read it: a list with one entry."""
    entry: dict[str, Any] = {
        "id": one.key,
        "type": "webpage",
        "title": one.title,
        "author": [{"literal": one.author or one.publisher}],
        "container-title": one.publisher,
        "publisher": one.publisher,
        "issued": {"date-parts": [list(one.issued)]} if one.issued else None,
        "accessed": {"date-parts": [[one.retrieved.year, one.retrieved.month, one.retrieved.day]]},
        "URL": one.url,
        "archive": one.archive,
        "archive_location": one.archive_url,
        "language": one.language,
        "note": _joined(one.bounds, one.proof),
    }
    return json.dumps([{name: value for name, value in entry.items() if value}], ensure_ascii=False, indent=2) + "\n"
