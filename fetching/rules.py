"""What a robots.txt asks of us, by RFC 9309. Pure: bytes in, rules out; bounded in size and time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

#: RFC 9309, 2.5: at least 500 KiB must be read; what follows is cut off, as everybody does.
MAX_BYTES = 500 * 1024
#: No rule that anybody means is longer.
MAX_LINE = 2_000

#: Stands for every robot that is not us, so that a file naming ten thousand of them costs no more than one.
_NOT_US = "(others)"
_AGENT_LINE = re.compile(r"user[- ]?agents?\s*[:\s]\s*(.*)", re.IGNORECASE)
_TOKEN = re.compile(r"[\w-]+")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Rules:
    """allows: whether an address may be asked, None if all may; crawl_delay: seconds between requests, None if not
    said; note: what was odd about the file, None if nothing was."""

    allows: Callable[[str], bool] | None = None
    crawl_delay: float | None = None
    note: str | None = None


EVERYTHING = Rules()


def read_rules(body: bytes, agent: str) -> Rules:
    """Read a robots.txt that was answered with success.

    agent: our product token, matched by the file's groups without regard to case. HTML and other junk hold no rules.
    """
    text = decode(body[:MAX_BYTES])
    cut = len(body) > MAX_BYTES
    if cut:
        text = text.rpartition("\n")[0]
    if text.lstrip()[:1] == "<":
        return Rules(note="it is HTML and holds no rules")
    lines, dropped = _lines_for(agent, text)
    if not any(_AGENT_LINE.match(line) for line in lines):
        return Rules(note="it holds no rules" if text.strip() else None)
    parsed = Protego.parse("\n".join(lines))
    note = f"it is larger than {MAX_BYTES // 1024} KB and was cut" if cut else None
    if dropped:
        note = f"{dropped} lines of it were too long to be rules"
    return Rules(lambda url: bool(parsed.can_fetch(url, agent)), parsed.crawl_delay(agent), note)


def decode(body: bytes) -> str:
    """The file as text: UTF-8 as the RFC wants it, but also UTF-16, as some editors write; other bytes drop out."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "ignore")
    head = body[:200]
    if head.count(0) > len(head) // 4:  # ASCII letters as UTF-16 without a mark: every second byte is zero
        return body.decode("utf-16-be" if head[:1] == b"\0" else "utf-16-le", "ignore")
    return body.decode("utf-8-sig", "ignore")


def _lines_for(agent: str, text: str) -> tuple[list[str], int]:
    """The lines that say something, all other robots under one name, and how many were dropped for their length."""
    us, kept, dropped = agent.lower(), [""], 0
    for raw in re.split(r"\r\n|\r|\n", text):
        line = _UNSEEN.sub(" ", raw).partition("#")[0].strip()
        if len(line) > MAX_LINE:
            dropped += 1
            continue
        named = _AGENT_LINE.match(line)
        if named:
            line = f"User-agent: {_whom(named[1], us)}"
        if line and not (named and kept[-1] == line):
            kept.append(line)
    return kept, dropped


def _whom(value: str, us: str) -> str:
    """Whom a user-agent line means: us by our product token (a version after it does not matter), all, or others."""
    if value.split()[:1] == ["*"]:
        return "*"
    token = _TOKEN.match(value)
    return us if token and token[0].lower() == us else _NOT_US
