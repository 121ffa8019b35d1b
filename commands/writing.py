"""A page for a terminal or a pipe: headings, lines that wrap under their own beginning, marked differences.

Whatever comes from a site is inert here: no control character, no mark that turns the direction of writing, no markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import IO

from rich.console import Console
from rich.text import Text

#: columns that text fills at the most, however wide the terminal is
WIDEST, _NARROWEST = 120, 20
#: what joins letters of some scripts and pictures; all other marks without a shape are left out
_JOINERS = "\u200c\u200d"
_MARKS = re.compile(r"(\[-|-\]|\{\+|\+\})")
_OPENS = {"[-": ("-]", "red"), "{+": ("+}", "green")}


def inert(text: object) -> str:
    """The text in one line, as it can do no harm where it is printed."""
    kept = []
    for letter in str(text):
        category = unicodedata.category(letter)
        if category in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif category not in ("Cf", "Cs", "Cn", "Co") or letter in _JOINERS:
            kept.append(letter)
    return " ".join("".join(kept).split())


class Paper:
    """Prints to a stream in colour where somebody looks at it, else plainly; `NO_COLOR` is obeyed."""

    def __init__(self, file: IO[str], widest: int = WIDEST) -> None:
        self.console = Console(file=file, markup=False, emoji=False, highlight=False)
        self.width = min(self.console.width, widest)

    def title(self, text: object) -> None:
        """The first line of all."""
        self._print(Text(inert(text), style="bold"))

    def heading(self, text: str, style: str = "bold cyan") -> None:
        """A line that begins a part, with an empty one above."""
        self.console.print()
        self._print(Text(inert(text), style=style))

    def line(self, *parts: object, indent: int = 2, style: str = "") -> None:
        """A line of parts that are there; what does not fit goes on under its beginning."""
        words = "  ".join(inert(part) for part in parts if part not in (None, ""))
        if words:
            self._print(Text(words, style=style), " " * indent)

    def entry(self, lead: str, *parts: object) -> None:
        """The first line of an entry of a list, such as a day and what came on it; lead is ours and stays as it is."""
        self._print(Text(sentence(parts)), lead)

    def gap(self) -> None:
        """An empty line."""
        self.console.print()

    def mark(self, word: str, style: str, text: object) -> None:
        """A line with a coloured word before it; what does not fit goes on beside it."""
        lead = Text(f"{word} ", style=style)
        lines = Text(inert(text)).wrap(self.console, max(self.width - len(lead), _NARROWEST), overflow="fold")
        for number, line in enumerate(lines):
            line.rstrip()
            self.console.print((lead if number == 0 else Text(" " * len(lead))) + line, soft_wrap=True)

    def address(self, url: object, indent: int = 2) -> None:
        """An address, never broken, so that it can be copied."""
        self.console.print(Text(" " * indent + inert(url), style="blue"), soft_wrap=True)

    def to_copy(self, text: str, indent: int = 2) -> None:
        """Words to put into a file, never broken either."""
        self.console.print(Text(" " * indent + inert(text), style="bold"), soft_wrap=True)

    def difference(self, text: object, indent: int = 4) -> None:
        """[-words left out-] and {+words added+}, in colour where there is one; the marks stay for all others."""
        self._print(marked(inert(text)), " " * indent)

    def _print(self, text: Text, lead: str = "") -> None:
        lines = text.wrap(self.console, max(self.width - len(lead), _NARROWEST), overflow="fold")
        for number, line in enumerate(lines):
            line.rstrip()
            self.console.print(Text(lead if number == 0 else " " * len(lead)) + line, soft_wrap=True)


def marked(text: str) -> Text:
    """A difference with its words coloured. In linear time, whatever stands in it."""
    made, closing, style = Text(), "", ""
    for part in _MARKS.split(text):
        if not closing and part in _OPENS:
            closing, style = _OPENS[part]
            made.append(part, style)
        else:
            made.append(part, style if closing else "")
            if part == closing:
                closing = ""
    return made


def count(number: int, what: str) -> str:
    """ "1 post", "2 posts"."""
    return f"{number:,} {what}{'' if number == 1 else 'es' if what.endswith('s') else 's'}"


def moment(stamp: str | None) -> str | None:
    """An instant as the archive keeps it, for people: "2026-03-02 15:30 UTC"."""
    return f"{stamp[:10]} {stamp[11:16]} UTC" if stamp else None


def sentence(parts: Iterable[object]) -> str:
    """Parts that are there, joined by a middle dot."""
    return " · ".join(inert(part) for part in parts if part not in (None, ""))
