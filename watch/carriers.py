"""The way out: private addresses from the environment, handed to apprise; and what came of it, without a secret.

apprise never raises and says little, so the outcome is read from its result and from what it would have logged. Its log
goes nowhere else: it holds addresses.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from archive.telling import Attempted
from errors import InputError
from watch.told import Told, Written
from watch.writing import leaving

#: seconds for an answer of a service
ANSWER_WITHIN = 30
#: What says that nothing was handed over at all.
_NOT_REACHED = re.compile(
    r"NewConnectionError|Failed to establish|refused|Name or service|ConnectTimeout|getaddrinfo|unreachable|"
    r"CERTIFICATE|SSLError|NameResolution", re.IGNORECASE
)  # fmt: skip
_STATUS = re.compile(r"\berror=(\d{3})\b")
_TALKERS = ("apprise", "urllib3", "requests", "requests_oauthlib", "oauthlib")
#: what some chat service takes for a call to everybody, or to somebody
_CALLS = re.compile(r"@(?=everyone|here|channel|all\b|group)|<(?=[!@&])", re.IGNORECASE)
_MAIL = ("mailto", "mailtos")


class Carriers:
    """Carriers by name, each made once in a run, so that a service's pace is kept between two messages."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment
        self._made: dict[str, Any] = {}

    def trouble(self, name: str) -> str | None:
        """Why a carrier cannot be used, in a sentence; None where its address can be read."""
        try:
            self._plugin(name)
        except InputError as error:
            return str(error)
        return None

    def shown(self, name: str) -> str:
        """What may be shown of a carrier: its sort, without user, password and path."""
        with _captured():
            plugin: Any = self._plugin(name)
        return str(getattr(plugin, "service_name", None) or "carrier")

    def hand_over(self, name: str, told: Told, written: Written, at: datetime) -> Attempted:
        """Hand one message to a carrier. Never raises for what is wrong with the carrier."""
        try:
            plugin = self._plugin(name)
        except InputError as error:
            return Attempted(False, str(error), unreachable=True)
        if hasattr(plugin, "hand_over"):
            from watch.mail import Letter

            with _captured():
                came: Attempted = plugin.hand_over(Letter(told, written, at))
            return came
        return _notified(plugin, told, written)

    def _plugin(self, name: str) -> Any:
        if name not in self._made:
            address = self._environment.get(name, "").strip()
            if not address:
                raise InputError(
                    f"The environment variable {name} is not set where this runs; it must hold the carrier's address."
                )
            self._made[name] = _made(name, address)
        return self._made[name]


def _made(name: str, address: str) -> Any:
    # Only here: apprise takes a third of a second to load, and most runs have nothing to tell.
    from apprise import Apprise, AppriseAsset

    asset = AppriseAsset(app_id="news-archive", app_desc="news archive", secure_logging=True, async_mode=False)
    with _captured():
        if address.split("://")[0].lower() in _MAIL:
            plugin = _mail(address, asset)
        else:
            plugin = Apprise.instantiate(address, asset=asset)
    if plugin is None:
        raise InputError(
            f"The address in {name} is none that apprise can read; see docs/watches.md for addresses of each sort."
        )
    if hasattr(plugin, "socket_read_timeout"):
        plugin.socket_read_timeout = max(float(plugin.socket_read_timeout or 0), ANSWER_WITHIN)
    return plugin


def _mail(address: str, asset: Any) -> Any:
    from watch.mail import WatchMail

    parts = WatchMail.parse_url(address)
    if not parts:
        return None
    try:
        return WatchMail(**{**parts, "asset": asset, "tag": set()})
    except (TypeError, ValueError):  # what apprise raises for an address without a sender, say
        return None


def _notified(plugin: Any, told: Told, written: Written) -> Attempted:
    """Hand a message to a chat service or a webhook."""
    from apprise import Apprise, NotifyFormat

    if isinstance(getattr(plugin, "headers", None), dict):
        plugin.headers["Idempotency-Key"] = told.id
        plugin.headers["X-Possible-Repeat"] = "yes" if told.possible_repeat else "no"
    if isinstance(getattr(plugin, "payload_extras", None), dict):
        plugin.payload_extras.update({"delivery": told.id, "told": written.data})
    sender = Apprise()
    sender.add(plugin)
    with _captured() as heard:
        came = sender.notify(
            title=_tame(written.subject), body=_fitted(_tame(written.text), plugin, told), body_format=NotifyFormat.TEXT
        )
    if came:
        return Attempted(True, "Taken by the service.")
    text = "\n".join(heard)
    status = _STATUS.search(text)
    if status:
        return Attempted(False, f"The service refused the message (HTTP {status[1]}).",
                         unreachable=int(status[1]) in (401, 403, 404, 410, 429) or status[1] >= "500")  # fmt: skip
    if _NOT_REACHED.search(text):
        return Attempted(False, "The service could not be reached.", unreachable=True)
    return Attempted(False, "The service gave no answer, or one that says nothing.", unknown=True, unreachable=True)


def _fitted(text: str, plugin: Any, told: Told) -> str:
    """The text as the service can take it: cut in its middle, never in what tells how to leave the list."""
    most = int(getattr(plugin, "body_maxlen", 0) or 0)
    foot = f"…\n\n{_tame(leaving(told))}"
    if not most or len(text) + 300 <= most:  # some services count the title, too
        return text
    return text[: max(most - len(foot) - 300, 0)].rstrip() + foot


def _tame(text: str) -> str:
    """A post's words must not call everybody in a chat: a sign without width parts what would."""
    return _CALLS.sub(lambda found: f"{found[0][0]}\u200b{found[0][1:]}", text)


@contextmanager
def _captured() -> Iterator[list[str]]:
    """What apprise, and what it uses, log meanwhile, which is kept from every log: it holds addresses."""
    heard: list[str] = []
    handler = _Listener(heard)
    loggers = [logging.getLogger(name) for name in _TALKERS]
    before = [(one.level, one.propagate) for one in loggers]
    for one in loggers:
        one.addHandler(handler)
        one.setLevel(logging.DEBUG)
        one.propagate = False
    try:
        yield heard
    finally:
        for one, (level, propagate) in zip(loggers, before, strict=True):
            one.removeHandler(handler)
            one.setLevel(level)
            one.propagate = propagate


class _Listener(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self._heard.append(record.getMessage())
