"""A channel whose own address is dead, though another way still gives its posts: nothing else would show it.

Posts that the other ways give are kept and the visit is a good one; its reason and its sentence name what is dead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request

from errors import VisitError

if TYPE_CHECKING:
    from spiders.visit import Visit

#: What says by itself that an address is dead or closed to us; other failures may pass by the next visit.
LASTING = {"gone", "forbidden", "challenge", "not_a_feed", "parked", "status", "moved", "unreadable", "robots"}
#: A row may name the posts API of a platform where a site has switched it off: no trouble unless it once was read.
TRIED_FIRST = {"api"}
NAMES = {"feed": "feed", "api": "posts API", "list": "list", "archive": "list", "sitemap": "sitemap"}


def note_way(visit: Visit, request: Request | None, error: Exception | None = None) -> None:
    """Take note that the channel's own address answered, or that it led nowhere and another way is asked instead."""
    step = request.meta.get("step") if request is not None else None
    if request is None or step is None or step.number != 1:
        return
    asked = (request.meta.get("redirect_urls") or [request.url])[0]
    if not _is_own(asked, visit.channel.address):
        return
    if error is None:
        visit.own_answered = True
    elif visit.own_lost is None:
        reason = error.reason if isinstance(error, VisitError) else "unreadable"
        visit.own_lost = step.walk.way, reason, str(error)


def dead_way(visit: Visit) -> tuple[str, str] | None:
    """Reason and sentence, where the channel's own address is dead; None where it lives, or may only be ill."""
    if visit.own_lost is None or visit.own_answered:
        return None
    way, reason, why = visit.own_lost
    was_read = way in visit.usual.fronts or visit.usual.beside
    if reason not in LASTING or not (was_read or (reason == "gone" and way not in TRIED_FIRST)):
        return None
    others = " and ".join(NAMES.get(one, one) for one in dict.fromkeys(visit.ways))
    rest = f"its posts were read from the {others} instead" if others else "another way is asked instead"
    return reason, f"The {NAMES.get(way, way)} cannot be read, and {rest}: {why}"


def _is_own(asked: str, address: str) -> bool:
    """Whether it is the channel's address, with or without parameters of ours behind it."""
    return asked == address or asked.startswith((f"{address}?", f"{address}&"))
