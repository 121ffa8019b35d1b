"""Addresses: their canonical form, whose they are, and what in them says nothing."""

from __future__ import annotations

from parsing.urls.atrium import is_raw
from parsing.urls.forms import Site, Sites, Stream, absolute, canonical, fold, host_of, is_ip, under, usual_host
from parsing.urls.parts import registrable

__all__ = [
    "Site",
    "Sites",
    "Stream",
    "absolute",
    "canonical",
    "fold",
    "host_of",
    "is_ip",
    "is_raw",
    "registrable",
    "under",
    "usual_host",
]
