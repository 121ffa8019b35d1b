"""The proof behind items: what was fetched, when, with which hash, and the bytes as they were received."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Any

from scrapy.http import Response

from fetching import meta
from items import Fetched
from received import Received

#: flag of a page that a browser rendered: what was received was an empty shell
RENDERED = "rendered"


def proof_of(response: Response, now: datetime) -> Fetched:
    """What was fetched, when, and the hash of its bytes. One for all that an answer brings: a sitemap has thousands."""
    facts: dict[str, Any] = response.request.meta if response.request is not None else {}
    known, proof = facts.get("proof", (None, None))
    if known is not response.body or proof.at != now:
        sha256 = hashlib.sha256(response.body).hexdigest()
        proof = Fetched(response.url, now, sha256, _received(response, facts))
        facts["proof"] = response.body, proof
    return proof


def without_copy(proof: Fetched, noarchive: bool) -> Fetched:
    """The same; a page that asks that no copy be kept is marked so."""
    if not noarchive or proof.received is None:
        return proof
    return replace(proof, received=replace(proof.received, noarchive=True))


def _received(response: Response, facts: dict[str, Any]) -> Received | None:
    """What was received, with how it was read. Of a page from a browser, what the browser made of it."""
    received: Received | None = facts.get(meta.RECEIVED)
    if received is None:
        return None
    then = facts.get("then")
    received = replace(
        received,
        channel_id=facts.get(meta.CHANNEL),
        taker={"take_again": "take_page"}.get(name := getattr(then, "__name__", ""), name),
        entry=facts.get("facts", {}).get("entry"),
    )
    if RENDERED in response.flags:
        received = replace(received, body=response.body, is_rendered=True, media_type="text/html")
    return received
