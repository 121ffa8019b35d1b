"""Finds a family by its name: one module each, one class with `name`."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from registry import FAMILIES
from spiders.base import Family

#: Where a module is not called as its family.
MODULES = {"openatrium": "open_atrium", "listing": "lists"}


@cache
def family_named(name: str) -> type[Family]:
    """The class that reads a family's channels. Only names that the registry accepts are looked up."""
    if name not in FAMILIES:
        raise ValueError(f"no family is named {name!r}; there are {', '.join(sorted(FAMILIES))}")
    module = import_module(f"spiders.{MODULES.get(name, name)}")
    return next(
        thing
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Family) and vars(thing).get("name") == name
    )
