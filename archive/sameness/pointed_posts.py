"""Pure: which links of a writing point to posts, and not to home pages, menus or profiles."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archive.sameness.judgements import Writing

#: hosts of profiles and shares; a post on them is no post that a digest tells of
_PROFILES = re.compile(
    r"(?:^|\.)(?:facebook|fb|twitter|x|instagram|youtube|youtu|tiktok|linkedin|threads|flickr|bsky|whatsapp|t)"
    r"\.(?:com|net|be|app|me|co)$"
)
#: the last part of a path of a site's own post; "contact" and "join-us" are of its menus
_POST = re.compile(r"\d|-[^-]+-")
#: links that are looked at; a page of more is hostile
_MOST = 500


def posts_in(writing: Writing) -> frozenset[str]:
    """The addresses that it points to and that look like posts."""
    own = _host(writing.url)
    return frozenset(link for link in sorted(writing.links)[:_MOST] if _is_post(link, own))


def _is_post(address: str, own: str) -> bool:
    host = _host(address)
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    steps = [step for step in parts.path.split("/") if step]
    if not host or _PROFILES.search(host) or not (steps or parts.query):
        return False
    if host != own:
        return True
    return len(steps) > 1 or _POST.search(f"{parts.path}?{parts.query}") is not None


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
