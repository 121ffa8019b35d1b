"""Lines of a text whose words are all links: ways to other pages, and no words of a post.

What is a link is known only while markup is read, so the text comes with marks around its links (parsing.rendering).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsing.rendering import LINK_BEGINS, LINK_ENDS

#: before a link to another post, in capitals or not, with a colon
_LABEL = re.compile(
    r"(?:- )?(?:read (?:more|also|next)|read|also read|more|see (?:also|more)|recommended|up next|next|previous(?:ly)?"
    r"|related(?: (?:post|story|article|news|reading|coverage))?|earlier|in case you missed it|icymi|don[’']t miss"
    r"|you may also like|lea? (?:m[áa]s|tambi[ée]n)|ver (?:m[áa]s|tambi[ée]n)|vea tambi[ée]n|tambi[ée]n"
    r"|relacionad[oa]s?|anterior|siguiente)\s?[:|–—]\s?",
    re.IGNORECASE,
)
#: between links of a row
_ROW = re.compile(f"{LINK_ENDS}[\\s]*[|·•/,–—-]+[\\s]*{LINK_BEGINS}")
_ARROW = re.compile(r"^\W*(?:[<‹«←]|&lt;)|(?:[>›»→]|&gt;)\W*$")
_WORDS_OF_A_BUTTON, _WORDS_OF_A_ROW = 4, 24
#: the share of a line's letters in links at which it is all links
_ALL = 0.9


@dataclass(slots=True)
class _Line:
    """A line without its marks: letters and digits, those of them in links, and whether it is a row of links."""

    text: str
    letters: int
    linked: int
    is_row: bool

    @property
    def is_link(self) -> bool:
        return self.letters > 0 and self.linked >= _ALL * self.letters


def without_linked_lines(marked: str, edges: bool = False) -> str:
    """A text without its marks, without links to other posts that a label announces, and without buttons, rows of
    links and ways back at its edges. A text that is nothing but links stays. edges: keep all of it at the edges.
    """
    if LINK_BEGINS not in marked:
        return marked.replace(LINK_ENDS, "")
    inside = False
    paragraphs: list[list[_Line]] = []
    for paragraph in marked.split("\n\n"):
        lines: list[_Line] = []
        for line in paragraph.split("\n"):
            read, inside = _measured(line, inside)
            if not _is_announced(read, line):
                lines.append(read)
        paragraphs.append(lines)
    whole = [lines for lines in paragraphs if lines]
    kept = whole if edges else _without_edges(whole)
    return "\n\n".join("\n".join(line.text for line in lines) for lines in kept or whole)


def _measured(line: str, inside: bool) -> tuple[_Line, bool]:
    letters = linked = 0
    pieces: list[str] = []
    for number, piece in enumerate(re.split(f"([{LINK_BEGINS}{LINK_ENDS}])", line)):
        if number % 2:
            inside = piece == LINK_BEGINS
            continue
        count = sum(character.isalnum() for character in piece)
        letters += count
        linked += count if inside else 0
        pieces.append(piece)
    return _Line("".join(pieces), letters, linked, bool(_ROW.search(line))), inside


def _is_announced(read: _Line, line: str) -> bool:
    """Whether a line is a label and a link to another post, such as "READ MORE: The hall is full"."""
    found = _LABEL.match(read.text) if read.linked else None
    if found is None:
        return False
    label = sum(character.isalnum() for character in found[0])
    return read.letters > label and read.linked >= _ALL * (read.letters - label)


def _without_edges(paragraphs: list[list[_Line]]) -> list[list[_Line]]:
    """The lines without those at the beginning and the end that only lead on."""
    lines = [(number, line) for number, paragraph in enumerate(paragraphs) for line in paragraph]
    first, last = 0, len(lines)
    while last > first and _leads_on(lines[last - 1][1]):
        last -= 1
    while first < last and _leads_on(lines[first][1]):
        first += 1
    kept: list[list[_Line]] = [[] for _ in paragraphs]
    for number, line in lines[first:last]:
        kept[number].append(line)
    return [lines for lines in kept if lines]


def _leads_on(line: _Line) -> bool:
    if not line.text.strip():
        return True
    if not line.is_link or line.text.startswith("- "):
        return False
    words = len(line.text.split())
    if line.text.endswith((".", "!", "?")):
        return False
    return words <= _WORDS_OF_A_BUTTON or (words <= _WORDS_OF_A_ROW and (line.is_row or bool(_ARROW.search(line.text))))
