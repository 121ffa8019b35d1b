"""The verdicts on a source in words and signs, those first that want a look. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """sign: a letter that tells it without colour; empty where all is as usual."""

    name: str
    label: str
    sign: str
    meaning: str


#: in the order in which troubles are told
VERDICTS = {
    one.name: one
    for one in (
        Verdict("blocked", "blocked", "B", "the source refuses us, or is held until a person has looked"),
        Verdict("silent", "silent", "S", "nothing came for longer than this source was ever quiet"),
        Verdict("thin", "thin", "T", "far fewer posts came than are usual"),
        Verdict("never", "never read", "N", "the source was never read well"),
        Verdict("quiet", "quiet", "Q", "fewer posts than usual, within what is normal"),
        Verdict("well", "well", "", "as many posts as are usual"),
    )
}
#: those that a person should look at
TROUBLED = frozenset({"blocked", "silent", "thin", "never"})
_ORDER = {name: place for place, name in enumerate(VERDICTS)}


def verdict(name: str | None) -> Verdict:
    """The words for a value of the column `verdict`; a value of another version keeps its own name."""
    return VERDICTS.get(name or "never") or Verdict(str(name), str(name), "?", "")


def urgency(name: str | None) -> int:
    """A key to sort by: 0 for the worst."""
    return _ORDER.get(name or "never", len(_ORDER))
