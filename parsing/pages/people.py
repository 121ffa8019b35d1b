"""Pages of people and accounts, where by-lines lead: no posts. Told by the address, or by what machines are told."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from parsing.pages.structured import Structured

#: behind these in a path stands an account
_ACCOUNTS = frozenset(
    "user users usuario usuarios profile profiles perfil author authors autor autores account".split()
)
#: and behind these a person, or a report of one
_PEOPLE = frozenset("people person persons member members miembros staff team bio bios".split())
#: words of a person's name
_NAME = range(2, 5)


def profile_refusal(
    structured: Structured, title: str | None, url: str, dated: bool, claims: bool
) -> tuple[str, str] | None:
    """("author", sentence) for a person's page, else None. claims: machines are told that it is an article."""
    if claims:
        return None
    segments = [unquote(one).lower() for one in urlsplit(url).path.split("/") if one]
    before, last = (segments[-2], segments[-1]) if len(segments) > 1 else ("", "")
    if before in _ACCOUNTS | _PEOPLE and last.isdigit():
        return "author", f"The address is that of an account: {before}/{last}"
    if dated:
        return None
    if structured.first_meta("og:type") == "profile" or structured.first_meta("profile:username", "profile:last_name"):
        return "author", "The page tells machines that it is somebody's profile."
    names = re.findall(r"[^\W_]+", title or "")
    is_name = len(names) in _NAME and all(name[0].isupper() for name in names)
    is_name = is_name and [name.casefold() for name in names] == re.findall(r"[^\W_]+", last)
    if before in _ACCOUNTS or (before in _PEOPLE and is_name):
        return "author", f"The address is that of an account or a person: {before}/{last}"
    return None
