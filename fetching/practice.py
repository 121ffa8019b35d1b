"""The detour to a practice web: every host of the world is asked at one server on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.utils.httpobj import urlparse_cached

from errors import InputError
from fetching.addresses import is_local

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy import Request


@dataclass(frozen=True, slots=True)
class PracticeWeb:
    """netloc: where the practice server listens, such as 127.0.0.1:8123."""

    netloc: str

    def detour(self, request: Request) -> Request:
        """The same request at the practice server; the real host goes into Host, the scheme into X-Forwarded-Proto."""
        parts = urlparse_cached(request)
        headers = request.headers.copy()
        headers["Host"] = parts.netloc
        headers["X-Forwarded-Proto"] = parts.scheme
        url = parts._replace(scheme="http", netloc=self.netloc, fragment="").geturl()
        return request.replace(url=url, headers=headers)


def practice_web(settings: Mapping[str, object]) -> PracticeWeb | None:
    """The detour that the settings ask for, if any.

    Raises InputError where PRACTICE_WEB is no plain loopback address or ALLOW_PRIVATE_HOSTS is not set, so that no
    setting can send the requests of a real crawl to somebody else.
    """
    given = str(settings.get("PRACTICE_WEB") or "").strip()
    if not given:
        return None
    if not settings.getbool("ALLOW_PRIVATE_HOSTS"):  # type: ignore[attr-defined]
        raise InputError("PRACTICE_WEB needs ALLOW_PRIVATE_HOSTS=True, since it sends every request to this machine.")
    try:
        parts = urlsplit(given)
        sound = parts.scheme == "http" and parts.port and is_local(parts.hostname or "") and "@" not in parts.netloc
    except ValueError:
        sound = False
    if not sound or parts.path not in ("", "/") or parts.query:
        raise InputError(f"PRACTICE_WEB must be a loopback address like http://127.0.0.1:8123, not {given!r}.")
    return PracticeWeb(parts.netloc)
