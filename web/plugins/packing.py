"""Packs answers with gzip, not as hard as it can: a tenth more bytes for a third of the time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from asgi_gzip import GZipMiddleware  # type: ignore[import-untyped]
from datasette import hookimpl
from datasette.plugins import pm

_LEVEL = 4

# datasette-gzip packs with the highest level, which cannot be set; its own wrapper gives way to ours.
if pm.has_plugin("gzip"):
    pm.unregister(name="gzip")


@hookimpl(trylast=True)  # the outermost: what is packed is not written anew
def asgi_wrapper() -> Callable[[Any], Any]:
    """For who takes gzip."""
    return partial(GZipMiddleware, compresslevel=_LEVEL)
