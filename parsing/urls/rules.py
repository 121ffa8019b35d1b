"""Which parameters and path endings of an address mean something, in general and by platform.

Every list here says why its names are in it. A name that could mean something on some site is not in the general
lists; what a platform ignores is dropped only on hosts that the registry knows to be of that platform.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

#: Added by mailers, advertisers and share buttons; no site answers differently for them.
TRACKERS: Mapping[str, str] = {
    **dict.fromkeys(
        ("fbclid", "fb_action_ids", "fb_action_types", "fb_source", "fb_ref", "igshid", "igsh", "mibextid"),
        "Facebook and Instagram",
    ),
    **dict.fromkeys(("gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "_ga", "_gl"), "Google"),
    **dict.fromkeys(("msclkid", "yclid", "twclid", "ttclid", "li_fat_id", "epik", "rdt_cid", "s_kwcid"), "other ads"),
    **dict.fromkeys(("__twitter_impression", "ref_src", "ref_url", "twitter_impression"), "Twitter embeds"),
    **dict.fromkeys(("pk_campaign", "pk_kwd", "pk_keyword", "pk_source", "pk_medium", "pk_content"), "Piwik"),
    **dict.fromkeys(("mc_cid", "mc_eid"), "Mailchimp"),
    **dict.fromkeys(("mkt_tok", "trk_contact", "trk_msg", "trk_module", "trk_sid"), "Marketo and Listrak"),
    **dict.fromkeys(("_hsenc", "_hsmi", "__hssc", "__hstc", "__hsfp", "hsctatracking"), "HubSpot"),
    **dict.fromkeys(("vero_id", "vero_conv", "oly_enc_id", "oly_anon_id", "wickedid", "_openstat"), "other mailers"),
    **dict.fromkeys(("email_referrer", "email_subject", "can_id"), "Action Network mail of unions"),
    **dict.fromkeys(("emci", "emdi"), "EveryAction mail of unions"),
    **dict.fromkeys(("akid", "refcode", "refcode2", "recruiter_id"), "ActionKit, ActBlue and NationBuilder"),
    **dict.fromkeys(("replytocom", "unapproved", "moderation-hash"), "WordPress comment links"),
    **dict.fromkeys(("doing_wp_cron", "fdx_switcher", "noamp"), "WordPress: a timer and switches of its mobile theme"),
    **dict.fromkeys(("phpsessid", "jsessionid", "cfid", "cftoken"), "sessions"),
    **dict.fromkeys(("form_build_id", "form_token", "honeypot_time"), "Drupal forms that were sent as an address"),
}
#: A prefix stands for a family of trackers.
TRACKER_PREFIXES: Mapping[str, str] = {"utm_": "Google Analytics", "mtm_": "Matomo", "hsa_": "HubSpot"}
#: Harmless names elsewhere; trackers beside the one that is their key.
COMPANIONS: Mapping[str, frozenset[str]] = {
    "can_id": frozenset({"source", "link_id"}),
    "email_referrer": frozenset({"source", "link_id"}),
    "email_subject": frozenset({"source", "link_id"}),
    "akid": frozenset({"rd", "t"}),
    "emci": frozenset({"ceid"}),
}
#: Values of a parameter that ask for the first page, or for the same page in another dress.
DEFAULTS: Mapping[str, frozenset[str]] = {
    "page": frozenset({"", "0"}),
    "paged": frozenset({"", "0", "1"}),
    "amp": frozenset({"", "1", "true"}),
}
#: WordPress alone: share buttons of Jetpack.
_WORDPRESS_JUNK = frozenset({"share", "nb", "like_comment", "_wp-find-template"})
#: WordPress alone: comments in pages; below these segments an ending is the name of a rubric and no ending.
_COMMENT_PAGE = re.compile(r"comment-page-\d{1,6}")
_ARCHIVES = frozenset({"tag", "tags", "category", "author", "topic", "topics"})

#: "amp;page", "amp%3Bpage", "&amp;amp;page", "#038;page", ";gclid": an ampersand that was escaped once too often.
_MANGLED = re.compile(r"(?:\s*(?:&|amp;|;|\?|#?0?38;))+\s*", re.IGNORECASE)
_SESSION = re.compile(r";(?:jsessionid|phpsessid|cfid|cftoken)=[^/;]*", re.IGNORECASE)
_SCRIPT = re.compile(r"\.(?:cfm|aspx?|ashx|jsp|cgi|pl)$", re.IGNORECASE)
_GUID = re.compile(r"\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-(?:[0-9a-f]{4}-)?[0-9a-f]{12,16}\}?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HostRules:
    """What is known of one host.

    lists: by path in canonical spelling, the parameters that the list there has anyway, with their values.
    keep: names that mean something because a channel's own address has them.
    """

    open_atrium: bool = False
    wordpress: bool = False
    fold_case: bool = False
    keep: frozenset[str] = frozenset()
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. key: its name decoded, in lower case, for comparing; value None where no "=" was written."""

    name: str
    value: str | None
    key: str
    mangled: bool = False

    def text(self) -> str:
        return self.name if self.value is None else f"{self.name}={self.value}"


def tidy_ending(path: str, rules: HostRules) -> str:
    """A path without final slash or space, session and first page number; on WordPress without a post's endings."""
    segments = _SESSION.sub("", path).split("/")[1:]
    while segments:
        last = _without_spaces(segments.pop())
        before = segments[-1] if segments else ""
        if before == "page" and last.lstrip("0") == "1":
            segments.pop()
        elif last and not (rules.wordpress and before and _is_dress(last) and before.lower() not in _ARCHIVES):
            segments.append(last)
            break
    return "/" + "/".join(segments)


def _is_dress(segment: str) -> bool:
    """Whether a segment shows the post before it in another dress."""
    return segment in {"amp", "embed", "trackback"} or _COMMENT_PAGE.fullmatch(segment) is not None


def _without_spaces(segment: str) -> str:
    while segment.endswith(("%20", "%C2%A0")):
        segment = segment.removesuffix("%20").removesuffix("%C2%A0")
    return segment


def parameters(query: str, spell: Callable[[str], str]) -> list[Parameter]:
    """The parameters of a query, mangled names mended; where the plain name is there too, the mangled one is dropped.

    spell: writes a mended name in the one spelling of queries.
    """
    found = []
    for written in query.split("&"):
        name, equals, value = written.replace("%20", "+").partition("=")
        decoded = unquote(name.replace("+", " "))
        mended = _mend(decoded)
        if not mended:
            continue
        if mended != decoded:
            name = spell(mended.replace("&", "%26").replace("=", "%3D").replace("+", "%2B").replace("#", "%23"))
        found.append(Parameter(name, value if equals else None, mended.lower(), mended != decoded))
    plain = [one for one in found if not one.mangled]
    known = {one.key for one in plain}
    # of several mangled ones none was read by the server, so that their order says nothing
    mended_only = {one.key: one for one in sorted(found, key=Parameter.text) if one.key not in known}
    return plain + list(mended_only.values())


def general(found: Iterable[Parameter], rules: HostRules) -> list[Parameter]:
    """Without trackers, sessions and first pages."""
    found = list(found)
    present = {one.key for one in found}
    companions = frozenset().union(*(names for key, names in COMPANIONS.items() if key in present))
    return [one for one in found if one.key in rules.keep or not _is_junk(one, companions, rules)]


def is_other_software(path: str) -> bool:
    """Whether a path names a script, so that what is known of the host's present software does not hold for it."""
    return _SCRIPT.search(path) is not None


def coldfusion(path: str, found: list[Parameter]) -> tuple[str, list[Parameter]]:
    """LaborWeb and UnionActive: names in any letter case, GUIDs likewise, a print view of each article, and the
    script's name left out at the root. Other addresses come back as they are."""
    script = path.lower().endswith("/index.cfm")
    if not (script or path == "/"):
        return path, found
    by_key = {one.key: one.value or "" for one in found}
    laborweb = _GUID.fullmatch(by_key.get("articleid", by_key.get("categoryid", "")))
    unionactive = by_key.get("zone", "").lower().startswith("/unionactive/")
    if not (script or laborweb or unionactive):
        return path, found
    path = f"{path[: -len('/index.cfm')]}/index.cfm" if script else "/index.cfm"
    return path, [_coldfusion_parameter(one) for one in found]


def _coldfusion_parameter(one: Parameter) -> Parameter:
    name = _COLDFUSION_NAMES.get(one.key, one.name)
    value = one.value
    if value is not None and _GUID.fullmatch(value):
        value = value.upper()
    if one.key in {"action", "zone"} and value is not None:
        value = value.lower()
    if one.key == "action" and value == "print":
        value = "article"
    return Parameter(name, value, one.key)


_COLDFUSION_NAMES = {
    "action": "action",
    "articleid": "articleID",
    "categoryid": "categoryID",
    "homeid": "HomeID",
    "zone": "zone",
}


def _mend(name: str) -> str:
    """A name without the remains of escaped ampersands before it, however often they were escaped."""
    looked_at = name
    for _ in range(8):
        found = _MANGLED.match(looked_at)
        if found:
            name = looked_at = looked_at[found.end() :]
            continue
        decoded = unquote(looked_at)
        if decoded == looked_at:
            break
        looked_at = decoded
    return name.strip()


def _is_junk(one: Parameter, companions: frozenset[str], rules: HostRules) -> bool:
    if one.key in TRACKERS or one.key in companions or one.key.startswith(tuple(TRACKER_PREFIXES)):
        return True
    if rules.wordpress and one.key in _WORDPRESS_JUNK:
        return True
    value = one.value or ""
    return value in DEFAULTS.get(one.key, ()) or (one.key == "page" and re.fullmatch(r"0(?:,0)+", value) is not None)
