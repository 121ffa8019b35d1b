"""`python -m parsing.urls`: addresses on standard input, one canonical address a line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from errors import NewsError, ParseError
from parsing.urls import canonical


def main() -> int:
    """Addresses in, canonical addresses out; an unreadable one gives an empty line and a word on standard error."""
    import registry  # the registry reads this room; only the command at its door looks back

    try:
        root = Path(__file__).resolve().parent.parent.parent
        sites = registry.load(root / os.environ.get("NEWS_REGISTRY_DIR", "data/registry")).sites
    except NewsError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    for number, line in enumerate(sys.stdin.buffer, start=1):
        try:
            print(canonical(line.decode("utf-8", "replace"), sites))
        except ParseError as error:
            print()
            print(f"line {number}: {error}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
