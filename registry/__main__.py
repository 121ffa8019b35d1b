"""`python -m registry [FOLDER]` prints docs/sources.md, built from the rows."""

import os
import sys
from pathlib import Path

from errors import NewsError
from registry.page import page
from registry.reading import load


def main() -> int:
    root = Path(__file__).resolve().parent.parent
    folder = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("NEWS_REGISTRY_DIR", "data/registry")
    try:
        print(page(load(root / folder)), end="")
    except NewsError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
