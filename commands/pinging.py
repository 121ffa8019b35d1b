"""The dead-man address: a service that expects a word after each run, and tells people when none comes.

The address is a secret, for whoever knows it may speak for us; so only its host is ever named.
"""

from __future__ import annotations

import http.client
import logging
import socket
import ssl
import threading
import time
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from scrapy.settings import BaseSettings

from fetching.addresses import objection_to, objection_to_url

logger = logging.getLogger(__name__)

#: seconds for one try, and for all of them, looking up the name included
ONE_TRY, ALL_TRIES = 8.0, 20.0
TRIES = 2
PAUSE = 1.0


def ping(settings: BaseSettings, *, well: bool) -> str | None:
    """Say how a run ended: the address as it is if well, else with `/fail` behind its path.

    Returns what came of it in a sentence that names no more than the host; None where no address is set. Never raises,
    never takes longer than ALL_TRIES, and asks no address of a private network (loopback only where that is allowed).
    """
    given = str(settings["PING_ADDRESS"] or "").strip()
    if not given:
        return None
    allowed = settings.getbool("ALLOW_PRIVATE_HOSTS")
    told: list[str] = []
    agent = str(settings["USER_AGENT"])
    # A name server that does not answer keeps a look-up waiting for minutes; the thread may, and the run goes home.
    thread = threading.Thread(target=lambda: told.append(_tried(given, well, allowed, agent)), daemon=True)
    thread.start()
    thread.join(ALL_TRIES)
    sentence = told[0] if told else f"The dead-man address gave no answer within {ALL_TRIES:.0f} seconds."
    logger.info("%s", sentence)
    return sentence


def target_of(address: str, *, well: bool) -> str:
    """The path and query that are asked."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/") + ("" if well else "/fail") or "/"
    return f"{path}?{parts.query}" if parts.query else path


def _tried(address: str, well: bool, allow_loopback: bool, agent: str) -> str:
    if any(ord(letter) <= 32 or ord(letter) >= 127 for letter in address) or objection_to_url(address, allow_loopback):
        return "PING_ADDRESS is no public http or https address; nobody was told how the run ended."
    parts = urlsplit(address)
    why = ""
    for turn in range(TRIES):
        if turn:
            time.sleep(PAUSE)
        try:
            status = _asked(parts, target_of(address, well=well), allow_loopback, agent)
        except (OSError, http.client.HTTPException, ValueError) as error:
            why = type(error).__name__ if not isinstance(error, _RefusedHost) else str(error)
            continue
        if status < 400:
            return f"{parts.hostname} was told that the run ended {'well' if well else 'badly'}."
        why = f"status {status}"
    return f"{parts.hostname}, the host of the dead-man address, could not be told how the run ended ({why})."


class _RefusedHost(OSError):
    """A name that leads into a private network."""


def _asked(parts: SplitResult, target: str, allow_loopback: bool, agent: str) -> int:
    """The status of one request. The address that was checked is the one that is connected to."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = http.client.HTTPConnection(host, port, timeout=ONE_TRY)
    connection.sock = _connected(host, port, allow_loopback)
    try:
        if parts.scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(connection.sock, server_hostname=host)
        connection.request("GET", target, headers={"User-Agent": agent, "Connection": "close"})
        return connection.getresponse().status
    finally:
        connection.close()


def _connected(host: str, port: int, allow_loopback: bool) -> socket.socket:
    """A connection to the first of the host's addresses that answers. Raises OSError."""
    trouble: OSError = _RefusedHost("its name has no address")
    for family, kind, protocol, _, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        objection = objection_to(ip_address(str(where[0]).partition("%")[0]), allow_loopback)
        if objection:
            trouble = _RefusedHost(f"its address {objection}")
            continue
        one = socket.socket(family, kind, protocol)
        one.settimeout(ONE_TRY)
        try:
            one.connect(where)
        except OSError as error:
            one.close()
            trouble = error
        else:
            return one
    raise trouble
