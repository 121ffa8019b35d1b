"""What a run tells beside its summary: a line of JSON in the run log, and a word to the dead-man address.

Both are kindnesses: that a log cannot be written, or that nobody answers, never fails a run.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from archive.times import stamp
from commands.doors import path_in
from commands.ended import Ended
from commands.pinging import ping
from errors import LockedError, NewsError
from items import VisitReport

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Account:
    """What is known of a run when it is over. ended: None where it could not begin."""

    verb: str
    words: list[str]
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    ended: Ended | None = None
    exit_code: int = 0
    error: str | None = None


@contextmanager
def reported(settings: BaseSettings, verb: str, words: list[str]) -> Iterator[Account]:
    """Tell of the run inside the block when it is over, however it ends; its exit code is the block's to set."""
    account = Account(verb, words)
    try:
        yield account
    except BaseException as error:
        account.exit_code = error.exit_code if isinstance(error, NewsError) else 2
        account.error = str(error) if isinstance(error, NewsError) else type(error).__name__
        raise
    finally:
        _tell(settings, account)


def _tell(settings: BaseSettings, account: Account) -> None:
    waits = account.exit_code == LockedError.exit_code
    # A run that waits for another says nothing of that one: if it hangs for days, somebody must miss us.
    heard = None if waits else ping(settings, well=account.exit_code == 0)
    if str(settings["RUN_LOG"] or ""):
        write_lines(path_in(settings, "RUN_LOG"), lines_of(account, heard))


def lines_of(account: Account, heard: str | None = None) -> Iterator[dict[str, Any]]:
    """The run log's lines: one for each visit, then one for the run. heard: what came of the dead-man's word."""
    for report in account.ended.reports if account.ended else ():
        yield _visit(report)
    told = account.ended.as_dict() if account.ended else {"error": account.error}
    yield {
        "at": stamp(datetime.now(UTC)), "event": "run", "verb": account.verb, "words": account.words,
        "began_at": stamp(account.began), **told, "exit_code": account.exit_code,
        **({"ping": heard} if heard else {}),
    }  # fmt: skip


def write_lines(path: Path, lines: Iterator[dict[str, Any]]) -> bool:
    """Append objects to a log, one a line, in one write, so that a rotation or another run comes between no two."""
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
        try:
            os.write(descriptor, text.encode("utf-8", "backslashreplace"))
        finally:
            os.close(descriptor)
    except OSError as error:
        logger.warning("The run log %s cannot be written (%s); the run itself is not touched by that.", path, error)
        return False
    return True


def _visit(report: VisitReport) -> dict[str, Any]:
    return {
        "at": stamp(report.ended_at), "event": "visit", "channel": report.channel_id, "outcome": report.outcome,
        "reason": report.reason, "sentence": report.sentence, "requests": report.requests,
        "received_bytes": report.received_bytes, "items_seen": report.items_seen,
    }  # fmt: skip
