"""Entries that are only a pointer: to another site (a clipping, a video), or to a file of the own one.

Such an entry has no page of its own, so it stands where its channel shows it: at the list's address and an anchor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from parsing.lists.addresses import address_signs, same_page
from parsing.lists.numbers import place_of
from parsing.urls import registrable

#: a heading, or a part of an address, that announces what others wrote or filmed
_COVERAGE = re.compile(
    r"\bin the (?:news|media|press)\b|\bclippings?\b|\b(?:media|press|news) coverage\b|\bpress clips?\b|\bvideos?\b"
    r"|\bheadlines\b|\bwatch\b|\ben los medios\b|\ben la prensa\b|\brecortes\b|\bv[íi]deos\b",
    re.IGNORECASE,
)
#: files that are filled in or looked up, and never posted as news
_FORMS = re.compile(
    r"\b(?:constitution|by-?laws|(?:authorization|membership|union|dues|enrol+ment|check-?off) cards?"
    r"|(?:application|nomination|grievance|reimbursement|enrol+ment|registration|beneficiary|sign-?up|order|claim"
    r"|withdrawal|change of address|request|consent|fact sheet|fact-finding|information|complaint|expense|permission"
    r"|order|entry)s? forms?|(?:scholarship|membership|grant) applications?|printable forms?"
    r"|form(?=\W*(?:\(?pdf\)?)?\W*$)"
    r"|w-?9|vouchers?|brochures?|(?:employee|member|steward)s?[’']? (?:handbook|manual)"
    r"|estatutos|constituci[óo]n|solicitud|formulario)\b",
    re.IGNORECASE,
)
_PROTECTED = re.compile(r"(?:protected|protegid[oa]|private|privad[oa]):\s", re.IGNORECASE)
_NO_TEXT = re.compile(
    r"\b(?:content|post|page) is (?:password[ -])?protected\b|because this is a protected post|est[áa] protegid[oa]",
    re.IGNORECASE,
)
#: hosts that only wrap the addresses of others' posts
_WRAPPERS = frozenset({"feedburner.com", "feedproxy.google.com", "feedsportal.com", "pheedo.com", "feedblitz.com"})
#: where unions keep documents, newsletters, forms and sign-ups of their own; what stands there is no press report
_TOOLS = frozenset(
    """
    drive.google.com docs.google.com forms.gle dropbox.com box.com onedrive.live.com 1drv.ms sharepoint.com issuu.com
    mailchi.mp campaign-archive.com constantcontact.com conta.cc actionnetwork.org everyaction.com surveymonkey.com
    jotform.com eventbrite.com zoom.us meet.google.com signupgenius.com scribd.com canva.com flipsnack.com wixsite.com
    """.split()
)


def is_tool(address: str) -> bool:
    """Whether an address is that of a service on which bodies keep what is their own: documents, mailings, sign-ups."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    return host in _TOOLS or registrable(host) in _TOOLS


def is_form(title: str | None, address: str) -> bool:
    """Whether a file is a form or a document of record: by its title, or by its name where there is none."""
    name = re.sub(r"[-_+.]|%20", " ", urlsplit(address).path.rpartition("/")[2].rpartition(".")[0])
    return bool(_FORMS.search(title or name))


def is_protected(title: str | None, text: str | None) -> bool:
    """Whether a feed or an API shows a post that asks for a password: by its title, and what stands for its text."""
    return bool(title and text and _PROTECTED.match(title) and _NO_TEXT.search(text[:600]))


def is_wrapper(address: str) -> bool:
    """Whether an address is that of a service that stands before others' posts and sends on to them."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    return host in _WRAPPERS or registrable(host) in _WRAPPERS


def watch_address(source: str) -> str:
    """The page of a video, given the address of its player."""
    parts = urlsplit(source)
    segments = [one for one in parts.path.split("/") if one]
    host = parts.netloc.lower().removeprefix("www.")
    if host in {"youtube.com", "youtube-nocookie.com"} and len(segments) == 2 and segments[0] in {"embed", "v"}:
        return f"https://www.youtube.com/watch?v={segments[1]}"
    if host == "youtu.be" and segments:
        return f"https://www.youtube.com/watch?v={segments[0]}"
    if host == "player.vimeo.com" and len(segments) == 2:
        return f"https://vimeo.com/{segments[1]}"
    if host == "facebook.com" and "plugins" in segments:
        return parse_qs(parts.query).get("href", [source])[0]
    return source


def is_stream(targets: Sequence[str | None], dated: int, headings: Iterable[str | None], page_url: str) -> bool:
    """Whether the entries of a page's main list are the source's own stream, so that links elsewhere are its clippings.

    targets: where the entries lead; None for those on the page itself. dated: how many bear a day. headings: printed
    over them. A list of nothing but links to one other site is that site's feed, shown here: no stream of this source.
    """
    outside = [one for one in targets if one and address_signs(one, page_url).foreign]
    if len(outside) < len(targets):
        return True
    path = re.sub(r"[-_/.]|(?<=[a-z])(?=[A-Z])", " ", urlsplit(page_url).path)
    if _COVERAGE.search(path) or any(heading and _COVERAGE.search(heading) for heading in headings):
        return True
    sites = {registrable(urlsplit(one).netloc) for one in outside}
    return len(sites) >= 2 and dated * 2 >= len(targets)


def list_home(address: str, homes: Iterable[str]) -> str:
    """The address under which the entries of a list's page stand, however far back the page is.

    Entries drift from page to page as new ones come, and must not change their address with it. homes: addresses that
    the list is known by. A page that is a later one of none of them stands for itself.
    """
    first = _first_page(address)
    for home in homes:
        if home and (same_page(home, first) or same_page(_first_page(home), first)):
            return home.partition("#")[0]
    return address.partition("#")[0]


def _first_page(address: str) -> str:
    """An address without what says the number of the page in it."""
    place = place_of(address)
    parts = urlsplit(address)
    kind, _, name = place.way.partition(":")
    if kind in {"query", "offset", "token"}:
        kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0].lower() != name]
        return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(kept), ""))
    if kind == "path":
        return urlunsplit((parts.scheme, parts.netloc, place.path, parts.query, ""))
    return address
