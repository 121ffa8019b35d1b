"""Reads the rules by which posts are sorted into kinds: data/rules/kinds.csv."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from errors import InputError, ParseError
from parsing.kinds import Rule, read_rules


@lru_cache(maxsize=2)
def kind_rules(path: Path) -> tuple[Rule, ...]:
    """The rules of a file, in their order. Raises InputError that says which file, line and column is wrong."""
    try:
        return read_rules(path.read_text(encoding="utf-8"))
    except OSError as error:
        problem = f"{error.strerror}. Point KIND_RULES to the file that holds them."
        raise InputError(f"The rules for kinds could not be read: {path}: {problem}") from None
    except (ParseError, UnicodeDecodeError) as error:
        raise InputError(f"{path}, {error}.") from None
