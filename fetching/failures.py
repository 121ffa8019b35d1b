"""What it means that a request failed: an outcome, a reason of items.REASONS, and a sentence for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import VerificationError
from service_identity.exceptions import CertificateError
from twisted.internet.defer import CancelledError
from twisted.internet.error import (
    ConnectBindError,
    ConnectError,
    ConnectionClosed,
    ConnectionLost,
    DNSLookupError,
    TCPTimedOutError,
)
from twisted.internet.error import (
    TimeoutError as TxTimeoutError,
)
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError as HeadParseError
from twisted.web._newclient import RequestNotSent, RequestTransmissionFailed
from twisted.web.client import ResponseFailed

from errors import ParseError, VisitError
from fetching.handler import HeadTooLarge
from items import Outcome

if TYPE_CHECKING:
    from scrapy.http import Response

Verdict = tuple[Outcome, str, str]

#: What a download can raise; anything else is a fault of ours.
DOWNLOAD_ERRORS: tuple[type[BaseException], ...] = (
    IgnoreRequest,
    VisitError,
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
    ConnectError,
    ConnectionClosed,
    DNSLookupError,
    TxTimeoutError,
    CancelledError,
    ResponseFailed,
    RequestNotSent,
    RequestTransmissionFailed,
    SSL.Error,
    OSError,
)

#: The first kind that fits an error or one of its causes decides. (kinds, outcome, reason, what happened)
_KINDS: tuple[tuple[tuple[type[BaseException], ...], Outcome, str, str], ...] = (
    ((SSL.Error, VerificationError, CertificateError), "hard", "tls", "its certificate or encryption was refused"),
    ((HeadTooLarge,), "hard", "too_large", "its headers are larger than the limit"),
    ((CannotResolveHostError, DNSLookupError), "soft", "dns", "its name could not be resolved"),
    ((DownloadTimeoutError, TxTimeoutError, TCPTimedOutError), "soft", "timeout", "no whole answer came in time"),
    ((ResponseDataLossError,), "soft", "broken", "the answer broke off"),
    ((DownloadCancelledError, CancelledError), "hard", "too_large", "the answer is larger than the size limit"),
    ((DownloadConnectionRefusedError,), "soft", "connect", "the connection was refused"),
    ((ConnectError, ConnectBindError), "soft", "connect", "no connection could be made"),
    ((ConnectionLost, ConnectionClosed), "soft", "broken", "the connection was lost"),
    ((RequestNotSent, RequestTransmissionFailed), "soft", "broken", "the connection was lost"),
    ((HeadParseError,), "soft", "broken", "what came is no HTTP answer"),
    ((DownloadFailedError, ResponseFailed), "soft", "broken", "the answer was lost on the way"),
    ((UnsupportedURLSchemeError, NotSupported), "hard", "private", "its scheme is not asked"),
    ((OSError,), "soft", "connect", "no connection could be made"),
)
_MOST_CAUSES = 20


def reason_of(failure: Failure | BaseException) -> Verdict:
    """The outcome, reason and sentence of whatever Scrapy hands to an errback, or of the exception itself."""
    error = failure.value if isinstance(failure, Failure) else failure
    assert error is not None
    if isinstance(error, VisitError):
        return error.outcome, error.reason, error.sentence  # type: ignore[return-value]
    if isinstance(error, ParseError):
        return "soft", "unreadable", str(error)
    where = _host(failure)
    causes = list(_causes(error))
    for kinds, outcome, reason, what in _KINDS:
        for cause in causes:
            if isinstance(cause, kinds):
                return outcome, reason, f"{where}: {what}{_detail(cause)}."
    if isinstance(error, IgnoreRequest):
        return "soft", "status", f"{where}: the request was dropped ({_short(error)})."
    what = f"{type(error).__name__}: {_short(error)}"
    return "hard", "our_fault", f"{where}: the request failed by a fault of ours ({what})."


def reason_of_status(response: Response) -> Verdict | None:
    """What a status that is no success means; None for 200 to 299 and for 304, which is an answer to a condition."""
    status = response.status
    if 200 <= status < 300 or status == 304:
        return None
    said = f"{response.url} answered {status}"
    if status in (404, 410):
        return "hard", "gone", f"{said}: the address is gone."
    if status in (401, 403, 451):
        return "hard", "forbidden", f"{said}: it may not be read."
    if status == 429:
        return "soft", "retry_later", f"{said}: the server asks for fewer requests."
    if status == 503 and "Retry-After" in response.headers:
        return "soft", "retry_later", f"{said} and asks to come back later."
    if status >= 500:
        return "soft", "server_error", f"{said}: the server failed."
    if 300 <= status < 400:
        return "soft", "redirects", f"{said} and leads nowhere."
    return ("soft" if status in (408, 421, 425) else "hard"), "status", f"{said}, which is no success."


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error, what it wraps and what caused it; Twisted hides the true reason up to three layers down."""
    queue: list[Any] = [error]
    for _ in range(_MOST_CAUSES):
        if not queue:
            return
        found = queue.pop(0)
        if isinstance(found, Failure):
            found = found.value
        if not isinstance(found, BaseException):
            continue
        yield found
        queue.extend(getattr(found, "reasons", None) or ())
        queue.append(found.__cause__)


def _host(failure: Failure | BaseException) -> str:
    request = getattr(failure, "request", None)
    return urlsplit(request.url).netloc if request is not None else "The host"


def _detail(cause: BaseException) -> str:
    """For TLS errors what OpenSSL says; other errors speak in our own words already."""
    if isinstance(cause, SSL.Error):
        said = [parts[-1] for parts in cause.args[0] if parts] if cause.args and isinstance(cause.args[0], list) else []
        return f" ({said[-1]})" if said else ""
    return f" ({_short(cause)})" if isinstance(cause, VerificationError | CertificateError) else ""


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
