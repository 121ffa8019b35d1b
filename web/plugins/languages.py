"""Which language a page speaks: what its address asks for, else what the reader chose, else the browser's wish."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from datasette import hookimpl
from datasette.utils.asgi import Response

from web import labels
from web.site import NAME

_COOKIE = "lang"
_A_YEAR = 365 * 24 * 3600
#: Where `lang` in an address is a filter on posts or a column, and not a choice of labels.
_TAKEN = ("/search", f"/{NAME}", "/-/")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The address that remembers a language, and leads back."""
    return [(r"^/language/(?P<code>en|es)$", choose)]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """`t` for all templates, macros included."""
    env.globals["t"] = labels.t


@hookimpl
def extra_template_vars(datasette: Any, request: Any) -> dict[str, Any]:
    """lang: the language of the page. languages: (code, name) of the others. full_path: where the reader is."""
    spoken = labels.language.get()
    others = [(code, name) for code, name in labels.LANGUAGES.items() if code != spoken]
    return {"lang": spoken, "languages": others, "full_path": request.full_path if request else "/"}


async def choose(datasette: Any, request: Any) -> Any:
    """Remember a language by a cookie and go back to where the reader was, which can only be a page of ours."""
    back = request.args.get("back") or "/"
    # A browser takes "//host" and "/\host" for another site, and drops tabs and line ends while it reads.
    is_ours = back.startswith("/") and not back.startswith(("//", "/\\")) and back.isprintable() and " " not in back
    answer = Response.redirect(quote(back if is_ours else datasette.urls.path("/"), safe="/?&=+%:;,@~"))
    answer.headers["Set-Cookie"] = _cookie(request.url_vars["code"], request.scheme == "https")
    return answer


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """Set the language before a page is made; say it, and what it depends on, in the headers of the answer."""

    def wrap(app: Any) -> Any:
        async def wrapped(scope: dict[str, Any], receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            scope, asked = _take_choice(scope)
            code = asked or _remembered(scope) or labels.wished(_header(scope, b"accept-language"))
            before = labels.language.set(code)
            try:
                await app(scope, receive, _saying(send, code, asked, scope.get("scheme") == "https"))
            finally:
                labels.language.reset(before)

        return wrapped

    return wrap


def _saying(
    send: Callable[[Any], Awaitable[None]], code: str, asked: str | None, is_safe: bool
) -> Callable[[Any], Awaitable[None]]:
    async def send_with_language(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            if any(name.lower() == b"content-type" and b"html" in value for name, value in headers):
                # One header: what compresses the answer would keep only one of two.
                said = [value for name, value in headers if name.lower() == b"vary"]
                headers = [(name, value) for name, value in headers if name.lower() != b"vary"]
                headers += [(b"content-language", code.encode())]
                headers += [(b"vary", b", ".join([*said, b"Accept-Language"] + [b"Cookie"] * (not said)))]
                if asked:
                    headers.append((b"set-cookie", _cookie(asked, is_safe).encode()))
            message = {**message, "headers": headers}
        await send(message)

    return send_with_language


def _take_choice(scope: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    """The request without `lang`, and the language that it asked for; as it was where `lang` means something else."""
    query = scope.get("query_string", b"")
    if b"lang=" not in query or scope["path"].startswith(_TAKEN):
        return scope, None
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    asked = next((value for name, value in pairs if name == "lang" and value in labels.LANGUAGES), None)
    if asked is None:
        return scope, None
    kept = urlencode([(name, value) for name, value in pairs if name != "lang"]).encode()
    return {**scope, "query_string": kept}, asked


def _remembered(scope: dict[str, Any]) -> str | None:
    try:
        kept = SimpleCookie(_header(scope, b"cookie")).get(_COOKIE)
    except CookieError:
        return None
    return kept.value if kept and kept.value in labels.LANGUAGES else None


def _header(scope: dict[str, Any], name: bytes) -> str:
    return b", ".join(value for key, value in scope["headers"] if key == name).decode("latin-1")


def _cookie(code: str, is_safe: bool) -> str:
    """It holds the language and nothing else; a year, this site only, sent with links from elsewhere."""
    return f"{_COOKIE}={code}; Path=/; Max-Age={_A_YEAR}; SameSite=Lax; HttpOnly{'; Secure' if is_safe else ''}"
