"""Which hosts and IP addresses may be asked at all. Pure: no look-up is made here.

An archive that follows links of strangers must not be led to its own network: to the router, a database on the same
machine, a cloud's metadata service.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import urlsplit

IPAddress = IPv4Address | IPv6Address

#: Not public, by the IANA registries of special-purpose addresses (RFC 6890 and its updates). Listed here because the
#: flags of Python's ipaddress differ between versions.
_RESERVED_4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
#: Of IPv6 only 2000::/3 is handed out to the public; these parts of it are not.
_PUBLIC_6 = IPv6Network("2000::/3")
_RESERVED_6 = tuple(IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20"))
#: The networks whose addresses carry an IPv4 address in their last 32 bits.
_CARRIERS = tuple(IPv6Network(text) for text in ("::ffff:0:0/96", "::ffff:0:0:0/96", "::/96", "64:ff9b::/96"))
#: Names as DNS takes them, with the underscore that is forbidden and yet met.
_NAME = re.compile(r"[a-zA-Z0-9._-]+")
_NUMERIC = frozenset("0123456789abcdefx.")


def literal(host: str) -> IPAddress | None:
    """The IP address that a host stands for without any look-up, or None for a name.

    host: as urlsplit gives it, without brackets. Reads what the C library reads as IPv4 too: one to four numbers,
    decimal, octal (0177.1) or hexadecimal (0x7f000001). Raises ValueError for a host that ends in a number like an
    address and is none.
    """
    if ":" in host:
        return ipaddress.IPv6Address(host)
    last = host.rpartition(".")[2]
    if not last[:1].isdigit() or not _NUMERIC.issuperset(host):
        return None
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        raise ValueError(f"{host} looks like an IP address and is none") from None


def is_loopback(address: IPAddress) -> bool:
    """Whether it is this machine itself: 127.0.0.0/8, ::1, or the former written as IPv6."""
    return _carried(address).is_loopback


def is_public(address: IPAddress) -> bool:
    """Whether the address may belong to a site of the public web."""
    address = _carried(address)
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _RESERVED_4)
    return address in _PUBLIC_6 and not any(address in network for network in _RESERVED_6)


def _carried(address: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 address carries, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in (IPv6Address("::1"), IPv6Address("::")):
        return address
    if any(address in network for network in _CARRIERS):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour or address


def is_local_name(host: str) -> bool:
    """Whether the name stands for loopback by RFC 6761, whatever a resolver says."""
    name = host.rstrip(".").lower()
    return name == "localhost" or name.endswith(".localhost")


def is_local(host: str) -> bool:
    """Whether the host is loopback by its own spelling: a literal or a name."""
    if is_local_name(host):
        return True
    try:
        address = literal(host)
    except ValueError:
        return False
    return address is not None and is_loopback(address)


def objection_to(address: IPAddress, allow_loopback: bool) -> str | None:
    """Why the address must not be connected to, as the end of a sentence; None if it may."""
    if is_loopback(address):
        return None if allow_loopback else "is this machine itself (loopback)"
    return None if is_public(address) else "is private, reserved or link-local"


def objection_to_url(url: str, allow_loopback: bool) -> str | None:
    """Why an address must not be asked, as a sentence; None if it may. A name is judged again when it is resolved."""
    try:
        parts = urlsplit(url)
        host, named = parts.hostname or "", "@" in parts.netloc
        _ = parts.port  # raises for an impossible one
    except ValueError:
        return f"{url[:200]} is no valid address; it was not asked."
    if parts.scheme not in ("http", "https"):
        return f"{url[:200]} is neither http nor https; it was not asked."
    if named:
        return f"An address of {host} carries a user name or password; it was not asked."
    return objection_to_host(host, allow_loopback)


def objection_to_host(host: str, allow_loopback: bool) -> str | None:
    """Why a host must not be asked, as a sentence; None if it may."""
    if not host.strip("."):
        return "An address without a host was not asked."
    if is_local_name(host):
        address: IPAddress | None = IPv4Address("127.0.0.1")
    else:
        try:
            address = literal(host.rstrip("."))
        except ValueError:
            return f"The host {host[:200]} looks like an IP address and is none; it was not asked."
        if address is None and not _NAME.fullmatch(host):
            return f"The host {host[:200]!r} is no valid name; it was not asked."
    objection = objection_to(address, allow_loopback) if address else None
    return f"The address of {host[:200]} {objection}; it was not asked." if objection else None
