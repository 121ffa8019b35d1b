"""The clock of a run: the machine's, or on the practice web the day that it shows."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy.settings import BaseSettings

from errors import InputError


def run_clock(settings: BaseSettings) -> datetime:
    """The moment that all facts of a run bear; aware, in UTC.

    CRAWL_NOW says another one for tests and practice. Raises InputError where it is no time with a zone, or where the
    run may reach the real network: facts of real sites must never bear an invented date.
    """
    given = str(settings.get("CRAWL_NOW") or "").strip()
    if not given:
        return datetime.now(UTC)
    if not settings.getbool("ALLOW_PRIVATE_HOSTS"):
        raise InputError("CRAWL_NOW is for the practice web alone and needs ALLOW_PRIVATE_HOSTS=True.")
    try:
        at = datetime.fromisoformat(given)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise InputError(f"CRAWL_NOW must be a time with its zone, like 2026-04-13T16:00:00+00:00, not {given!r}.")
    return at.astimezone(UTC)
