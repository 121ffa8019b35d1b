"""What every page's frame needs: the title of the site, and its stylesheet under an address that changes with it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from datasette import hookimpl

_STATIC = Path(__file__).resolve().parents[1] / "static"


def _address(name: str) -> str:
    return f"/static/{name}?{hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:10]}"


@hookimpl
def extra_template_vars(datasette: Any, request: Any) -> dict[str, Any]:
    """Variables that web/templates/base.html reads."""
    return {
        "site_title": datasette.metadata("title"),
        "stylesheet": datasette.urls.path(_address("site.css")),
        "here": request.path if request else "",
    }
