"""A second try, once, for what was lost on the way; plainly, since some servers hang when a connection is kept open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotConfigured,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost
from twisted.web._newclient import RequestNotSent, RequestTransmissionFailed

from fetching import meta

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

_LOST = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    ConnectError,
    ConnectionDone,
    ConnectionLost,
    RequestNotSent,
    RequestTransmissionFailed,
)


class RetryPlainly:
    """Sends a request again, RETRY_TIMES times, with `Connection: close`. Answers are never its business."""

    def __init__(self, times: int) -> None:
        self.times = times

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RetryPlainly:
        times = crawler.settings.getint("RETRY_TIMES")
        if times <= 0:
            raise NotConfigured
        return cls(times)

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        tried = request.meta.get(meta.RETRIED, 0)
        if not isinstance(exception, _LOST) or tried >= self.times or request.meta.get("dont_retry"):
            return None
        again = request.copy()
        again.headers["Connection"] = "close"
        again.meta[meta.RETRIED] = tried + 1
        again.dont_filter = True
        return again
