"""What every page's frame needs: the title of the site, its places, its files under addresses that change with them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from datasette import hookimpl

from web.site import NAME

_STATIC = Path(__file__).resolve().parents[1] / "static"
#: what every page leads to, with its label; all stand in web/spanish/frame.csv
PLACES = (
    ("/search", "Search"),
    ("/stories", "Stories"),
    ("/sources", "Sources"),
    ("/states", "States"),
    ("/topics", "Topics"),
    ("/events", "Events"),
    ("/changes", "Changes"),
    ("/coverage", "Coverage"),
    ("/about", "About"),
    ("/archive", "All tables"),
)


def _address(name: str) -> str:
    return f"/static/{name}?{hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:10]}"


@hookimpl
def extra_template_vars(datasette: Any, request: Any) -> dict[str, Any]:
    """Variables that web/templates/base.html reads."""
    return {
        "site_title": datasette.metadata("title"),
        "build": datasette.metadata("build") or {},
        "is_public": not datasette.get_database(NAME).has_texts,
        "stylesheet": datasette.urls.path(_address("site.css")),
        "keys_script": datasette.urls.path(_address("keys.js")),
        "places": PLACES,
        "here": request.path if request else "",
    }
