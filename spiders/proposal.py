"""A survey's conclusion as rows: ids, level, zone and notes, with what the operator said first. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from errors import InputError, ParseError, UnknownNameError
from parsing.discovery import Conclusion, Finding, ProposedChannel, Space, standing_of
from parsing.urls import canonical, host_of, is_ip, registrable
from registry import LEVELS, Channel, Registry, Source

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: platforms whose channels run through a general family; the row tells the make, so that paging can be read by it
_GENERAL = {"listing", "feed", "sitemap"}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the operator said; None leaves it to what was found."""

    source: str | None = None
    name: str | None = None
    level: str | None = None
    timezone: str | None = None
    language: str | None = None
    parent: str | None = None
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """The rows for one site. is_new: whether the source's row is not there yet; there_already: ids of channels with the
    same address; channels: only those that would be added."""

    source: Source
    is_new: bool
    channels: tuple[Channel, ...]
    reasons: Mapping[str, str]
    there_already: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    spaces: tuple[Space, ...] = ()
    below: tuple[Proposal, ...] = field(default=())

    def rows(self) -> tuple[list[Source], list[Channel]]:
        """All rows to add, those of spaces included."""
        sources, channels = [self.source] if self.is_new else [], list(self.channels)
        for proposal in self.below:
            more = proposal.rows()
            sources, channels = sources + more[0], channels + more[1]
        return sources, channels


def check(wishes: Wishes, known: Registry) -> None:
    """Raises InputError for what cannot be, before anything is fetched."""
    if wishes.source is not None and not _SLUG.fullmatch(wishes.source):
        raise InputError(f"{wishes.source!r} is no id; use small letters, digits and single hyphens, as in council-4.")
    if wishes.level is not None and wishes.level not in LEVELS:
        raise InputError(f"{wishes.level!r} is no level; there are {', '.join(LEVELS)}.")
    if wishes.timezone is not None:
        try:
            ZoneInfo(wishes.timezone)
        except (ValueError, OSError, KeyError):
            raise InputError(f"{wishes.timezone!r} is no time zone such as America/New_York.") from None
    if wishes.language is not None and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", wishes.language):
        raise InputError(f"{wishes.language!r} is no language code such as en or es.")
    for state in wishes.states:
        if not re.fullmatch(r"[A-Z]{2}", state):
            raise InputError(f"{state!r} is no state; give two capital letters, several parted by commas.")
    if wishes.parent is not None and wishes.parent not in known.sources:
        raise UnknownNameError("source", wishes.parent)


def check_slug(wishes: Wishes, known: Registry, home: str) -> None:
    """Raises InputError where the id that was asked for belongs to another home."""
    holder = known.sources.get(wishes.source or "")
    if holder is not None and not same_home(holder, home):
        raise InputError(
            f"The id {holder.id!r} belongs to {holder.name} at {holder.homepage}, not to {home}; "
            "choose another with --source."
        )


def propose(
    conclusion: Conclusion, wishes: Wishes, known: Registry, today: date, parent: str | None = None
) -> Proposal:
    """The rows that a conclusion comes to. parent: the source that a space lies below."""
    holder = next((source for source in known.sources.values() if same_home(source, conclusion.home)), None)
    notes: list[str] = []
    if holder is None:
        check_slug(wishes, known, conclusion.home)
        source = _new_source(conclusion, wishes, known, today, parent)
    else:
        source = holder
        notes.append(f"{conclusion.home} is in the registry already, as source {holder.id}; its row stays as it is.")
        if wishes.source not in (None, holder.id):
            notes.append(f"So the id {wishes.source!r} is not used; channels would be added to {holder.id}.")
    channels, there, reasons = _channels(conclusion, source, known, today)
    notes += [f"The channel {one} has this address already; it is not doubled." for one in there]
    return Proposal(
        source,
        holder is None,
        tuple(channels),
        reasons,
        tuple(there),
        tuple(notes),
        conclusion.findings,
        conclusion.spaces,
    )


def same_home(source: Source, home: str) -> bool:
    """Whether a source's home is this one, by its homepage or by another host that shows the same site."""
    wanted = _bare(home)
    return wanted in {_bare(source.homepage), *(_bare(f"https://{host}") for host in source.hosts)}


def _new_source(conclusion: Conclusion, wishes: Wishes, known: Registry, today: date, parent: str | None) -> Source:
    name = wishes.name or conclusion.name or host_of(conclusion.home)
    standing = standing_of(name)
    level = wishes.level or standing.level
    zone, zone_note = (wishes.timezone, "") if wishes.timezone else (conclusion.timezone, _zone_note(conclusion))
    parent = wishes.parent or parent or _parent_above(conclusion.home, known)
    return Source(
        id=wishes.source or _free_id(name, level, standing.number, conclusion.home, known),
        name=name,
        level=level,
        number=standing.number,
        states=wishes.states,
        homepage=conclusion.home,
        hosts=_other_host(conclusion),
        language=wishes.language or conclusion.language,
        timezone=zone,
        parent=parent,
        installation=_installation(conclusion.home, known),
        note=f"proposed on {today.isoformat()}{zone_note}",
    )


def _zone_note(conclusion: Conclusion) -> str:
    assumed = conclusion.timezone_why == "assumed"
    return "; time zone assumed" if assumed else f"; time zone: {conclusion.timezone_why}"


def _free_id(name: str, level: str, number: str | None, home: str, known: Registry) -> str:
    """An id from level and number, else from the name, else from the host; with the host's name where it is taken."""
    host = host_of(home).partition(":")[0].removeprefix("www.")
    label = host if is_ip(host) else registrable(host).partition(".")[0]
    space = urlsplit(home).path.rstrip("/").rpartition("/")[2]
    name = "" if name == host_of(home) else name
    base = (
        f"{level}-{number}" if number and level != "affiliate" else slug_of(name) or slug_of(space or label) or "source"
    )
    for candidate in (base, f"{base}-{slug_of(space or label)}".rstrip("-")):
        if candidate not in known.sources and candidate not in known.channels:
            return candidate
    raise InputError(f"The id {base!r} belongs to another source; choose one with --source.")


def slug_of(text: str) -> str:
    """Small letters, digits and hyphens of a text, at most six words."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("’", ""))
    return "-".join(words[:6])[:60].strip("-")


def _parent_above(home: str, known: Registry) -> str | None:
    """The source whose site a home with a path lies on."""
    if urlsplit(home).path in {"", "/"}:
        return None
    try:
        return known.sites.owner(canonical(home, known.sites))
    except ParseError:
        return None


def _other_host(conclusion: Conclusion) -> tuple[str, ...]:
    """The host that was asked, where it led to another one of the same owner; www. makes no difference."""
    asked, home = host_of(conclusion.asked_home), host_of(conclusion.home)
    same = asked.removeprefix("www.") == home.removeprefix("www.")
    return () if same or urlsplit(conclusion.home).path not in {"", "/"} else (asked,)


def _installation(home: str, known: Registry) -> str | None:
    """The installation that the registry names for the host; never one by likeness alone."""
    try:
        named = known.sites.installation(home)
    except ParseError:
        return None
    return named if named in {source.installation for source in known.sources.values()} else None


def _channels(
    conclusion: Conclusion, source: Source, known: Registry, today: date
) -> tuple[list[Channel], list[str], dict[str, str]]:
    """New channels, ids of those that are there already, and the reason for each new one."""
    by_address = {_bare(one.address): one.id for one in known.channels.values()}
    taken = set(known.channels) | set(known.sources)
    found: list[Channel] = []
    there: list[str] = []
    reasons: dict[str, str] = {}
    for proposed in conclusion.channels:
        if _bare(proposed.address) in by_address:
            there.append(by_address[_bare(proposed.address)])
            continue
        name = _free_channel_id(f"{source.id}-{proposed.part}", taken)
        taken.add(name)
        note = f"proposed on {today.isoformat()}; {proposed.why}"
        found.append(
            Channel(name, source.id, proposed.family, proposed.address, _hint(proposed, conclusion), None, None, note)
        )
        reasons[name] = proposed.why
    return found, there, reasons


def _hint(proposed: ProposedChannel, conclusion: Conclusion) -> dict[str, object]:
    hint = dict(proposed.hint)
    if proposed.family in _GENERAL and conclusion.platform.name:
        hint = {"make": slug_of(conclusion.platform.name), **hint}
    return hint


def _free_channel_id(base: str, taken: Iterable[str]) -> str:
    taken = set(taken)
    names = (base if number == 1 else f"{base}-{number}" for number in range(1, 1000))
    return next(name for name in names if name not in taken)


def _bare(address: str) -> str:
    """An address without scheme, www. and final slash."""
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}"
