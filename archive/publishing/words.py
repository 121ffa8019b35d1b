"""Pure: how much of a post's words a public build shows."""

from __future__ import annotations

#: characters of an extract, and of a teaser: a site may put a whole text where a teaser belongs
LONGEST = 300
#: what stands in a difference in place of the words of bodies; the mark is that of a text that is not shown in pieces
CHANGED = "[rewritten] The text was changed. Its words are not part of the public build."
_TITLE = "[title] "
_LOOSE = " ,;:–—-("


def beginning(text: str | None) -> str | None:
    """The beginning of a text in one line, cut at a blank; an ellipsis says that it was cut. At most LONGEST
    characters with the ellipsis; None where there is no word."""
    # Of a long body only the head is looked at: runs of blanks may shrink it, and then the extract is shorter.
    head = (text or "")[: 20 * LONGEST]
    line = " ".join(head.split())
    if len(line) <= LONGEST and len(head) == len(text or ""):
        return line or None
    cut = line[: LONGEST - 1]
    if line[LONGEST - 1 : LONGEST].strip():
        cut = cut.rpartition(" ")[0] or cut
    return f"{cut.rstrip(_LOOSE)}…"


def without_words(difference: str | None) -> str | None:
    """A difference as far as it is public: what changed of the title, and that the text changed; None for None."""
    if difference is None:
        return None
    first, _, rest = difference.partition("\n\n")
    if not first.startswith(_TITLE):
        return CHANGED
    return f"{first}\n\n{CHANGED}" if rest.strip() else first
