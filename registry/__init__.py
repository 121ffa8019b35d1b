"""The registry: which bodies publish where. Reads data/registry/*.csv into Source, Channel and Watch.

`load` is strict: a wrong row raises RegistryError with file, line and column before any request is made. The columns
are told in data/README.md. `python -m registry` prints docs/sources.md.
"""

from registry.adding import append, remove_watch
from registry.kinds import kind_rules
from registry.reading import load
from registry.rows import COLUMNS, FAMILIES, LEVELS, Channel, Registry, Source, Watch
from registry.stories import Ruling, story_rulings

__all__ = [
    "COLUMNS", "FAMILIES", "LEVELS", "Channel", "Registry", "Ruling", "Source", "Watch", "append", "kind_rules", "load",
    "remove_watch", "story_rulings",
]  # fmt: skip
