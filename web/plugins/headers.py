"""Security headers on every answer: pages load files of this site only, run no inline script, fit in no frame."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import datasette as datasette_package
from datasette import hookimpl

_BLOCK = re.compile(r"<(?P<kind>script|style)>(?P<text>[^<]*(?:<(?!/(?:script|style)>)[^<]*)*)</(?P=kind)>")
#: Datasette's pages for who sets it up; they alone have styles in attributes
_WITH_ATTRIBUTES = ("/-/allow-debug", "/-/messages", "/-/patterns")
_ATTRIBUTE = re.compile(r'\sstyle="([^"]*)"')
_OTHERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def policy(scripts: str = "", styles: str = "", attributes: str = "") -> bytes:
    """The Content-Security-Policy, with hashes of inline blocks and of style attributes where a page needs them."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self'{scripts}",
            f"style-src 'self'{styles}",
            # The name is alarming; it lets styles in that stand in attributes, each by its hash, and no script.
            *([f"style-src-attr 'unsafe-hashes'{attributes}"] if attributes else []),
            "img-src 'self' data:",  # the SQL editor's stylesheet holds a small drawing
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    ).encode()


def hashes_of(templates: Path) -> tuple[str, str, str]:
    """Hashes of the inline scripts, styles and style attributes that stand in templates as they are; those made per
    page have none."""
    found: dict[str, set[str]] = {"script": set(), "style": set(), "attribute": set()}
    for path in sorted(templates.glob("*.html")):
        html = path.read_text(encoding="utf-8")
        blocks = [(block["kind"], block["text"]) for block in _BLOCK.finditer(html)]
        for kind, text in [*blocks, *(("attribute", text) for text in _ATTRIBUTE.findall(html))]:
            if "{{" not in text and "{%" not in text:
                digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
                found[kind].add(f" 'sha256-{digest}'")
    return "".join(sorted(found["script"])), "".join(sorted(found["style"])), "".join(sorted(found["attribute"]))


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """Our pages and the tables get the strict policy; Datasette's own pages under /-/ get its hashes as well."""
    strict = policy()
    *blocks, attributes = hashes_of(Path(datasette_package.__file__).parent / "templates")
    hashed, with_attributes = policy(blocks[0], blocks[1]), policy(blocks[0], blocks[1], attributes)

    def policy_of(path: str) -> bytes:
        if path in _WITH_ATTRIBUTES:
            return with_attributes
        return hashed if path.startswith("/-/") else strict

    def wrap(app: Any) -> Any:
        async def wrapped(scope: dict[str, Any], receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            ours = {**_OTHERS, b"content-security-policy": policy_of(scope["path"])}
            if scope.get("query_string"):
                # Filters and facets have no end; a robot that is let in at all should read the plain pages.
                ours[b"x-robots-tag"] = b"noindex, nofollow"

            async def send_with_headers(message: dict[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    kept = [(name, value) for name, value in message.get("headers", []) if name.lower() not in ours]
                    message = {**message, "headers": [*kept, *ours.items()]}
                await send(message)

            await app(scope, receive, send_with_headers)

        return wrapped

    return wrap
