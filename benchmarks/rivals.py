"""Other readers over the pages of tests/quality; runs in an environment of its own, so it reads nothing of ours.

    build/quality-venv/bin/python benchmarks/rivals.py PAGES OUT.json

OUT: {reader: {page: {"title", "day", "body", "ms"}}}; what a reader cannot say is absent; ms is CPU of the second time.
The network is shut off first: a reader that asks for a picture gets an error instead.
"""

from __future__ import annotations

import gzip
import importlib
import json
import logging
import signal
import socket
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

#: seconds that a reader may take for one page
PATIENCE = 20.0
Words = dict[str, Any]


class NoNetworkError(OSError):
    """Raised where a reader reaches for the network."""


class TooSlowError(Exception):
    """Raised in a reader that takes longer than a page is worth."""


#: what readers of odd pages raise; a reader that fails on a page has no answer for it
FAILURES = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NameError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, TooSlowError,
)  # fmt: skip


def trafilatura_fast(page: bytes, url: str) -> Words:
    return _trafilatura(page, url, fast=True)


def trafilatura_full(page: bytes, url: str) -> Words:
    return _trafilatura(page, url, fast=False)


def _trafilatura(page: bytes, url: str, *, fast: bool) -> Words:
    trafilatura = importlib.import_module("trafilatura")
    found = trafilatura.bare_extraction(page, url=url, fast=fast, include_comments=False, with_metadata=True)
    return {} if found is None else {"title": found.title, "day": found.date, "body": found.text}


def readability(page: bytes, url: str) -> Words:
    document = importlib.import_module("readability").Document(page, url=url)
    body = importlib.import_module("lxml.html").fromstring(document.summary(html_partial=True))
    return {"title": document.short_title(), "body": " ".join(body.itertext())}


def newspaper(page: bytes, url: str) -> Words:
    library = importlib.import_module("newspaper")
    config = library.Config()
    config.fetch_images = False
    article = library.Article(url, config=config)
    try:
        article.download(input_html=_decoded(page))
        article.parse()
    except library.ArticleException as error:
        raise ValueError(str(error)) from error
    day = article.publish_date
    return {"title": article.title, "day": day.date().isoformat() if day else None, "body": article.text}


def htmldate(page: bytes, url: str) -> Words:
    find = importlib.import_module("htmldate").find_date
    return {"day": find(_decoded(page), url=url, original_date=True, extensive_search=False)}


READERS: dict[str, Callable[[bytes, str], Words]] = {
    "trafilatura fast": trafilatura_fast,
    "trafilatura": trafilatura_full,
    "readability-lxml": readability,
    "newspaper4k": newspaper,
    "htmldate": htmldate,
}


def main(arguments: list[str]) -> int:
    folder, out = Path(arguments[0]), Path(arguments[1])
    shut_network()
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    pages = [(file.stem, json.loads(file.read_text(encoding="utf-8"))["url"]) for file in sorted(folder.glob("*.json"))]
    found: dict[str, dict[str, Words]] = {}
    for name, reader in READERS.items():
        print(f"  {name} ...", file=sys.stderr, flush=True)
        for _ in range(2):  # the first time loads what a reader loads lazily
            found[name] = {page: one(reader, _bytes(folder, page), url) for page, url in pages}
    out.write_text(json.dumps(found), encoding="utf-8")
    return 0


def one(reader: Callable[[bytes, str], Words], page: bytes, url: str) -> Words:
    """What one reader says of one page; nothing where it fails, which is the reader's own affair."""
    signal.signal(signal.SIGALRM, _too_slow)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    began = time.process_time()
    words: Words = {}
    try:
        words = reader(page, url)
    except FAILURES as error:
        words = {"failed": type(error).__name__}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return words | {"ms": (time.process_time() - began) * 1000}


def shut_network() -> None:
    """From here on nothing in this process connects or resolves a name."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise NoNetworkError("the network is shut while reading is measured")

    socket.socket.connect = refuse  # type: ignore[method-assign]
    socket.socket.connect_ex = refuse  # type: ignore[method-assign]
    socket.getaddrinfo = refuse


def _too_slow(*_: object) -> NoReturn:
    raise TooSlowError


def _bytes(folder: Path, name: str) -> bytes:
    plain = folder / f"{name}.html"
    return plain.read_bytes() if plain.exists() else gzip.decompress((folder / f"{name}.html.gz").read_bytes())


def _decoded(page: bytes) -> str:
    return str(importlib.import_module("trafilatura.utils").decode_file(page))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
