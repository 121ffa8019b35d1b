"""The ceiling for reading: trafilatura in its fast mode on the pages of a list of addresses, in one process."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

from trafilatura import bare_extraction

from benchmarks.pages import page

if __name__ == "__main__":
    make, file = sys.argv[1:3]
    for address in Path(file).read_text(encoding="utf-8").split():
        parts = urlsplit(address)
        bare_extraction(page(make, f"http://{parts.netloc}", parts.path), url=address, fast=True, with_metadata=True)
