"""The door to all that is written: a message in, its subject, text, HTML and data out. Pure."""

from __future__ import annotations

from watch.digests import write_digest
from watch.told import Told, Written
from watch.writing import write


def compose(told: Told) -> Written:
    """The message as it goes out."""
    return write_digest(told) if told.what == "digest" else write(told)
