"""CSV that a spreadsheet opens as text: a cell that would be run as a formula gets an apostrophe before it. Pure.

Spreadsheets take a cell that begins with = + - @, a tab or a carriage return for a formula, also in a header and also
inside quotes. Plain numbers stay as they are. JSON carries the words untouched.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
#: where a cell of CSV as text may begin like that: nearly all text has no such place, and stays as it is
#: (each begins with a set of letters or with one, which is found ten times as fast as a choice; the start of the text
#: is a line's end that is put before it)
_SUSPECT = re.compile(r'[,\n\r"][ \n]*[=+\-@\t＝＋－＠]')
_SUSPECT_QUOTED, _SUSPECT_PLAIN = re.compile(r'"[ \n]*\r'), re.compile(r"[,\n] *\r(?!\n)")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?([eE][+-]?\d+)?")

# A body may be longer than the 128 KiB that the module allows a cell by default.
csv.field_size_limit(2**31 - 1)


_TO_QUOTE = re.compile(r'[,"\r\n]')


def csv_line(cells: Iterable[Any]) -> str:
    """Cells as a line of CSV (RFC 4180), letter for letter as the module csv writes it, which looks at each letter of a
    text in turn and takes five times as long."""
    texts = ["" if cell is None else cell if isinstance(cell, str) else str(cell) for cell in cells]
    quoted = ['"' + text.replace('"', '""') + '"' if _TO_QUOTE.search(text) else text for text in texts]
    return ('""' if quoted == [""] else ",".join(quoted)) + "\r\n"


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before it if a spreadsheet would run it."""
    if _FORMULA.match(cell.lstrip(" \n")) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


class HarmlessCsv:
    """Rewrites a stream of CSV piece by piece; a piece may end anywhere."""

    def __init__(self) -> None:
        self._held: list[str] = []
        self._in_quotes = False

    def feed(self, text: str) -> str:
        """The rows that are complete by now, made harmless. A row ends at a line's end outside quotes."""
        end = position = 0
        for segment in text.split('"'):
            if not self._in_quotes and "\n" in segment:
                end = position + segment.rindex("\n") + 1
            position += len(segment) + 1
            self._in_quotes = not self._in_quotes
        self._in_quotes = not self._in_quotes  # there is one quote less than there are segments
        if not end:
            self._held.append(text)
            return ""
        complete = "".join([*self._held, text[:end]])
        self._held = [text[end:]]
        return _rewritten(complete)

    def finish(self) -> str:
        """What was held back."""
        rest = "".join(self._held)
        self._held = []
        return _rewritten(rest)


def _rewritten(text: str) -> str:
    begun = f"\n{text}"
    # A line's end alone is rare, and to look for a cell that begins with it takes as long as all else.
    has_lone_returns = text.count("\r") != text.count("\r\n")
    if not any(one.search(begun) for one in (_SUSPECT, _SUSPECT_QUOTED)) and not (
        has_lone_returns and _SUSPECT_PLAIN.search(begun)
    ):
        return text
    result = io.StringIO()
    csv.writer(result).writerows([harmless(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline="")))
    return result.getvalue()
