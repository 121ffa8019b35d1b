"""Pure: a text without the short lines at its ends that point to the rest, name its first place or credit somebody.

A site puts "Read more on ...", "This story originally appeared in ..." or "By ..." there. They belong to the page and
not to the writing, so a printing with such a line more is no adaptation. English and Spanish.
"""

from __future__ import annotations

import re
from functools import lru_cache

#: lines at either end that are looked at, their letters and words
_LINES = 3
_LONGEST_LINE = 240
_MOST_WORDS = 25
#: a credit says no more than who and for whom
_CREDIT_WORDS = 10

_POINTER = re.compile(
    r"(?:click (?:here )?(?:to|for) )?(?:read|see|find|get|learn|view) (?:(?:on|it|all|the|more|full|rest|original"
    r"|whole|entire|complete|about|this|of|story|article|post|here|online)\b ?){1,6}"
    r"|read more\b|(?:continue|keep) reading\b|more (?:at|on|here)\b|full (?:story|article|post)\b"
    r"|(?:this|the|our)? ?(?:story|article|post|piece|report|column|item)? ?(?:was |is )?"
    r"(?:originally|first|previously) (?:appeared|published|posted|printed|ran|released|written)\b"
    r"|(?:re ?published|re ?printed|re ?posted|cross ?posted|excerpted) (?:here )?(?:from|with|by|on)\b"
    r"|(?:leer|lea|lee|ver|vea) (?:mas|todo|la nota|el articulo|la historia)\b|(?:sigue|seguir|siga) leyendo\b"
    r"|(?:este articulo|esta nota|esta historia)? ?(?:fue |se )?publica?(?:do|da|o) (?:originalmente|primero)\b"
    r"|(?:via|source|fuente|courtesy of|cortesia de)\b"
)
_CREDIT = re.compile(
    r"(?:by|por|story by|written by|posted by|texto de|photos? by|photo credit|image|fotos? de|credit)\b"
)
_SIGNS = re.compile(r"[^\w\s]+|\s+")
_PLAIN = str.maketrans("áéíóúñ", "aeioun")
_SENTENCE = re.compile(r"[.!?…:][\"”’)]{0,2}\s{1,4}(?=\S)")


@lru_cache(maxsize=64)
def without_pointers(text: str | None) -> str | None:
    """The text without pointers and credits in its first and last lines, and without a last sentence that points."""
    if not text:
        return text
    lines = text.strip().splitlines()
    for _ in range(_LINES):
        while lines and not lines[-1].strip():
            lines.pop()
        if not lines or not _is_beside(lines[-1]):
            break
        lines.pop()
    at = next((at for at, line in enumerate(lines[:_LINES]) if line.strip() and not _is_beside(line)), 0)
    return _without_last("\n".join(lines[at:]))


def _is_beside(line: str) -> bool:
    """Whether the line is a pointer, or a credit: short, and no sentence."""
    if len(line) > _LONGEST_LINE:
        return False
    said = _said(line)
    words = said.count(" ") + 1
    if words <= _MOST_WORDS and _POINTER.match(said):
        return True
    return words <= _CREDIT_WORDS and not line.rstrip().endswith((".", "!", "?")) and _CREDIT.match(said) is not None


def _without_last(text: str) -> str:
    """Without a last sentence that points and stands in the line of the sentence before it."""
    start = max(0, len(text) - _LONGEST_LINE)
    for found in _SENTENCE.finditer(text, start):
        rest = text[found.end() :]
        if "\n" not in rest and _POINTER.match(_said(rest)):
            return text[: found.end()].rstrip()
    return text


def _said(line: str) -> str:
    return _SIGNS.sub(" ", line.casefold()).translate(_PLAIN).strip().replace("  ", " ").replace("  ", " ")
