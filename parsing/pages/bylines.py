"""Who wrote a post, as people write it. Account names of a system are no authors; "AFSCME Staff" is one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsing.dates.grammar import DATE
from parsing.text import one_line, plain

_LEAD = re.compile(
    r"^(?:(?:posted|published|written|submitted|created|story|text|words|publicado|escrito|redactado)\s+)?(?:by|por|author|autora?)\b[:\s]+",
    re.IGNORECASE,
)
#: "By" at the beginning of a line, or behind a date or a bar
_INSIDE = re.compile(
    r"(?:^|[|•·–—-]\s{0,3}|(?<=\d\d\d\d)\s{1,3})(?:(?:posted|published|written|submitted|publicado|escrito)\s(?:[|\s]{0,8}\s)?)?(?:by|por)[:\s]",
    re.IGNORECASE,
)
#: the byline of an office: "AFSCME Staff", "Council 31 Communications Staff"
_STAFF = re.compile(r"(?:[A-Z0-9][\w.’'&-]{0,30}\s){1,5}(?:Staff|Communications|Personal)")
_TAIL = re.compile(r"\s*(?:[|•·/]|\s[–—-]\s|,?\s\bon\b\s|\bposted\b|\bpublished\b|\bel\s\d).*$", re.IGNORECASE)
#: logins that systems give away as names
_ACCOUNTS = re.compile(
    r"(?:(?:web|site|wp|blog|super|system)[\s_-]*)?(?:admin\w*|user|master|editor|manager|publisher|author|root|guest|anonymous"
    r"|an[óo]nimo|team|support|test|staff|default|owner|wordpress|drupal|wix|squarespace|unknown|none|null|undefined|nan)\d*",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(r"@|https?:|www\.|[<>{}=]|\.(?:com|org|net)\b", re.IGNORECASE)
_MAIL_WITH_NAME = re.compile(r"^\S+@\S+\s*\(([^()]{2,80})\)$")
_MAX_NAME = 120


def person(text: str | None) -> str | None:
    """The author in a text that is a name, with "By" before it or a date behind it; None for accounts and addresses."""
    name = one_line(plain(text[:400])) if text else None
    if not name:
        return None
    if found := _MAIL_WITH_NAME.match(name):
        name = found[1]
    name = _LEAD.sub("", name)
    if found := DATE.search(name):
        name = name[: found.start()] if found.start() else ""
    name = _TAIL.sub("", name).strip(" ,;:|•·–—-/")
    if not 2 <= len(name) <= _MAX_NAME or _NOT_A_NAME.search(name) or _ACCOUNTS.fullmatch(name):
        return None
    # a login has neither a capital nor a space
    return name if any(character.isupper() for character in name) or " " in name else None


def people(names: Iterable[str | None]) -> str | None:
    """Several authors on one line, each once."""
    found = [person(name) for name in names]
    return ", ".join(dict.fromkeys(name for name in found if name)) or None


def byline(line: str | None) -> str | None:
    """The author in a short line beside a title: "By Ann Roe", "June 4, 2024 by Ann Roe", "Council 31 Staff"."""
    if not line or len(line) > 200:
        return None
    rest = DATE.sub(" | ", line).strip()
    found = _INSIDE.search(rest)
    name = person(rest[found.start() :].lstrip(" |•·–—-")) if found else None
    if name is None and _STAFF.fullmatch(line.strip()):
        name = person(line)
    return name if name and len(name.split()) <= 10 and not name.endswith((".", "!", "?")) else None
