"""Addresses of our own static files, which change with what is in them, so that a browser may keep them."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_STATIC = Path(__file__).resolve().parent / "static"
#: The charting library, with its licence beside it.
CHARTS = "vendor/chart.js-4.6.1/chart.umd.min.js"


@cache
def asset(name: str) -> str:
    """The address below the site's root of a file of web/static."""
    return f"/static/{name}?{hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:10]}"
