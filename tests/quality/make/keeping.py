"""Keeps a page and its truth in tests/quality/pages, without what weighs much and says nothing of a post."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

from tests.quality.make.corpus import Post, truth_of

PAGES = Path(__file__).resolve().parent.parent / "pages"
ZIP_FROM = 16_000

#: styles, scripts that are no data, drawings, and marks that differ from run to run
NOISE = (
    (re.compile(r"<style[^>]*>.*?</style>\s*", re.S | re.I), ""),
    (re.compile(r"(<script(?![^>]*json)[^>]*>).*?</script>", re.S | re.I), r"\1</script>"),
    (re.compile(r"<svg.*?</svg>", re.S), "<svg></svg>"),
    (re.compile(r"(?:data:image|url\(data:)[^\"')]{200,}"), "data:,"),
    (re.compile(r"http://127\.0\.0\.1:\d+"), "https://www.local404.example"),
    (re.compile(r"[ \t]+\n"), "\n"),
    (re.compile(r"\n{3,}"), "\n\n"),
)


def keep(name: str, page: str | bytes, truth: dict[str, object]) -> None:
    """Write NAME.html or NAME.html.gz, and NAME.json. Bytes are kept as they are."""
    if isinstance(page, str):
        for pattern, instead in NOISE:
            page = pattern.sub(instead, page)
        page = page.encode()
    PAGES.mkdir(exist_ok=True)
    for ending in (".html", ".html.gz"):
        (PAGES / f"{name}{ending}").unlink(missing_ok=True)
    if len(page) > ZIP_FROM:
        (PAGES / f"{name}.html.gz").write_bytes(gzip.compress(page, 9, mtime=0))
    else:
        (PAGES / f"{name}.html").write_bytes(page)
    text = json.dumps(truth, indent=1, ensure_ascii=False)
    (PAGES / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def keep_post(name: str, page: str | bytes, post: Post, url: str, make: str, **more: object) -> None:
    """Keep the page of a post."""
    keep(name, page, truth_of(post, url, make, **more))


def keep_other(name: str, page: str | bytes, url: str, make: str, what: str) -> None:
    """Keep a page that is no post. what: in words, such as a list."""
    keep(name, page, {"url": url, "make": make, "not_a_post": True, "what": what})
