"""An address taken apart and put together: scheme, host, path, query, fragment, each in one spelling.

Nothing here knows a site or a meaning; it follows RFC 3986 and, where pages are sloppier, the URL Living Standard
(backslashes, too many slashes, tabs and line ends inside the address, user names).
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from w3lib.url import safe_url_string

from errors import ParseError

#: Longer ones are scanner junk or data; browsers and proxies give up between 8 and 64 thousand characters.
MAX_LENGTH = 8192

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-"
#: What stands as it is, by part, and whose escape is undone. "%2B" and "%26" are never undone where servers tell them
#: from "+" and "&"; "%2F" is a slash in a query, but no separator of a path.
_PATH = frozenset(_LETTERS + "!$'()*,;:@&=")
_QUERY = frozenset(_LETTERS + "!$'()*,;:@/?")
_FRAGMENT = frozenset(_LETTERS + "!$'()*,;:@/?&=+")
_PATH_TOKEN = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~!$&'()*+,;=:@/-]")
_QUERY_TOKEN = re.compile(r"%[0-9A-Fa-f]{2}|[^A-Za-z0-9._~!$&'()*+,;=:@/?-]")

_LINE_ENDS = re.compile(r"[\t\r\n]+")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ud800-\udfff]")
_ESCAPED_AMPERSAND = re.compile(r"&#(?:0{0,4}38|x0{0,4}26);", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_WEB = re.compile(r"(https?):[/\\]*", re.IGNORECASE)
_BARE_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}\.?(?::\d{1,5})?(?=[/?#]|$)")
_HOST = re.compile(r"(?!.{254})(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}")
_DEFAULT_PORTS = {"http": 80, "https": 443}
#: Hosts that lend a name to each customer and are missing in the public suffix list.
_LENDERS = (
    "wordpress.com",
    "weebly.com",
    "squarespace.com",
    "medium.com",
    "substack.com",
    "tumblr.com",
    "godaddysites.com",
    "typepad.com",
    "livejournal.com",
)


@dataclass(frozen=True, slots=True)
class Parts:
    """An address in one spelling. host has its port when that is not the default one; path begins with a slash;
    query and fragment are None when there is none."""

    scheme: str
    host: str
    path: str
    query: str | None = None
    fragment: str | None = None

    def text(self) -> str:
        query = "" if self.query is None else f"?{self.query}"
        fragment = "" if self.fragment is None else f"#{self.fragment}"
        return f"{self.scheme}://{self.host}{self.path}{query}{fragment}"


def split(url: str) -> Parts:
    """Take an address apart, repairing what browsers repair.

    url: absolute, protocol-relative (read as https) or without a scheme where a public host name leads.
    Raises ParseError for what is no http or https address, has no usable host, or is longer than MAX_LENGTH.
    """
    text = clean(url)
    scheme, rest = _scheme(text)
    authority, rest = _cut(rest, "/\\?#")
    rest, fragment = _optional(rest, "#")
    path, query = _optional(rest, "?")
    scheme, host = _host_and_port(scheme, authority, url)
    return Parts(
        scheme,
        host,
        tidy_path(path),
        None if query is None else tidy_query(query),
        None if not fragment else _spell(_QUERY_TOKEN, _FRAGMENT, fragment),
    )


def clean(url: str) -> str:
    """Without the dirt of copying and of broken lines around and inside it. Raises ParseError if too long."""
    if len(url) > MAX_LENGTH:
        raise ParseError(f"an address of more than {MAX_LENGTH} characters", url)
    joined = "".join(line.strip(" ") for line in _LINE_ENDS.split(url.strip()))
    text = _UNSEEN.sub("", joined).strip()
    return _ESCAPED_AMPERSAND.sub("&", text)


def tidy_path(path: str) -> str:
    """A path with one spelling of each escape, without dot segments; "/" if empty."""
    if not path:
        return "/"
    spelled = _spell(_PATH_TOKEN, _PATH, path.replace("\\", "/"))
    if "/." not in spelled:
        return spelled
    kept: list[str] = []
    segments = spelled.split("/")[1:]
    for number, segment in enumerate(segments):
        if segment not in {".", ".."}:
            kept.append(segment)
            continue
        if segment == ".." and kept:
            kept.pop()
        if number == len(segments) - 1:
            kept.append("")
    return "/" + "/".join(kept)


def tidy_query(query: str) -> str:
    """A query with one spelling of each escape; order and emptiness stay."""
    return _spell(_QUERY_TOKEN, _QUERY, query)


@lru_cache(maxsize=4096)
def registrable(host: str) -> str:
    """The domain that was registered: afscme31.org for www.afscme31.org, me.wordpress.com as it is.

    host: a name, with or without port. An IP address or a name outside the public suffix list comes back whole, with
    its port, since nothing says where its owner ends. The list is the one bundled with tldextract; nothing is loaded.
    """
    name = host.lower().rstrip(".")
    if name.startswith("[") or re.fullmatch(r"[\d.]+(?::\d+)?", name):
        return name
    found = _suffixes()(name.partition(":")[0])
    return str(found.top_domain_under_public_suffix) or name


@lru_cache(maxsize=1)
def _suffixes():  # type: ignore[no-untyped-def]
    # Imported late: the list costs some megabytes and half a second that most commands do not need.
    import tldextract

    return tldextract.TLDExtract(
        suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True, extra_suffixes=_LENDERS
    )


def _scheme(text: str) -> tuple[str, str]:
    """The scheme and what follows its slashes."""
    found = _WEB.match(text)
    if found is None:
        return _scheme_left_out(text)
    scheme, rest = found[1].lower(), text[found.end() :]
    while again := _WEB.match(rest):  # "http://https://host/", from forms that put a scheme before what was typed
        scheme, rest = again[1].lower(), rest[again.end() :]
    return scheme, rest


def _scheme_left_out(text: str) -> tuple[str, str]:
    if re.match(r"[/\\]{2}", text):
        return "https", text.lstrip("/\\")
    bare = _BARE_HOST.match(text)
    if bare and _is_registered(bare[0]):
        return "https", text
    found = _SCHEME.match(text)
    if found:
        raise ParseError(
            f"an address of the scheme {found[1][:20].lower()!r}, where only http and https are read", text
        )
    raise ParseError("no web address", text)


def _is_registered(host: str) -> bool:
    """Whether a public suffix ends the name, so that "afscme31.org/x" is an address and "index.html" is none."""
    name = host.lower().partition(":")[0].rstrip(".")
    return bool(_suffixes()(name).top_domain_under_public_suffix)


def _host_and_port(scheme: str, authority: str, url: str) -> tuple[str, str]:
    """The scheme (a port can correct it) and the host in lower case, IDNA-encoded, with a port that is not default."""
    name = authority.rpartition("@")[2]
    found = re.search(r":(\d{0,10})$", name)
    port = int(found[1]) if found and found[1] else None
    if port is not None and not 0 < port < 65536:
        raise ParseError("an address with an impossible port", url)
    host = _host(name[: found.start()] if found else name)
    if port == 443:
        scheme = "https"
    return scheme, host if port in {None, _DEFAULT_PORTS[scheme]} else f"{host}:{port}"


@lru_cache(maxsize=4096)
def _host(name: str) -> str:
    if name.startswith("[") and name.endswith("]"):
        try:
            return f"[{ipaddress.IPv6Address(name[1:-1]).compressed}]"
        except ValueError:
            raise ParseError("an address with an impossible host", name) from None
    host = _ascii(name).lower().strip().rstrip(".")
    if not _HOST.fullmatch(host):
        raise ParseError("an address without a usable host", name)
    return host


def _ascii(name: str) -> str:
    """The name as DNS takes it; what cannot be encoded stays and is refused by the caller."""
    if name.isascii() and "%" not in name:
        return name
    try:
        return str(safe_url_string(f"http://{unquote(name)}/")).removeprefix("http://").rstrip("/")
    except ValueError:
        return name


def _spell(token: re.Pattern[str], plain: frozenset[str], text: str) -> str:
    """Escape what must be, undo escapes that need not be, write the rest in upper case; one pass, so twice is once."""

    def one(match: re.Match[str]) -> str:
        found = match[0]
        if len(found) == 1:
            return "".join(f"%{byte:02X}" for byte in found.encode())
        char = chr(int(found[1:], 16))
        return char if char in plain else found.upper()

    return token.sub(one, text)


def _cut(text: str, ends: str) -> tuple[str, str]:
    """The text before the first of the ends, and the rest with it."""
    at = min((found for end in ends if (found := text.find(end)) >= 0), default=len(text))
    return text[:at], text[at:]


def _optional(text: str, mark: str) -> tuple[str, str | None]:
    before, found, after = text.partition(mark)
    return before, after if found else None
