"""The one exception of this room: a request that is not sent, or an answer that is not handed on."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

from errors import VisitError
from items import Outcome


class Refused(VisitError, IgnoreRequest):
    """Ends a request with an outcome, a reason of items.REASONS and a sentence.

    It is an IgnoreRequest, so that Scrapy hands it to the errback without a traceback in the log; and a VisitError, so
    that spiders may raise it on as it is. status: of the answer that led to it; 0 where there was none. wait: seconds
    for which the host asks to be left alone; None where it does not.
    """

    def __init__(
        self, outcome: Outcome, reason: str, sentence: str, status: int = 0, wait: float | None = None
    ) -> None:
        super().__init__(outcome, reason, sentence)
        self.status, self.wait = status, wait
