"""Keeps what a generator or its server gave: one file per address, second day only where it differs, without noise."""

from __future__ import annotations

import json
import re
import shutil
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from practice.generated import MARK, OVERLAY, SITES

#: what changes from run to run or weighs much and says nothing about a post
NOISE = (
    (re.compile(rb"<style[^>]*>.*?</style>\s*", re.S), b""),
    (re.compile(rb"<script(?![^>]*ld\+json)[^>]*>.*?</script>", re.S), b""),
    (re.compile(rb"<svg.*?</svg>", re.S), b""),
    (re.compile(rb"<link[^>]* rel=.?(?:stylesheet|icon|shortcut icon|apple-touch-icon)[^>]*>\n?"), b""),
    (re.compile(rb"<link rel=.?(?:stylesheet|icon)[^>]*>\n?"), b""),
    (re.compile(rb"[?&](?:#038;|amp;)?ver=[\w.]+"), b""),
    (re.compile(rb"\"nonce\":\"\w+\""), b'"nonce":"0"'),
    (re.compile(rb"name=\"_wpnonce\" value=\"\w+\""), b'name="_wpnonce" value="0"'),
    (re.compile(rb" data-id=\"cuid[^\"]+\""), b""),
    (re.compile(rb"//google\.com/search"), b"/search"),
    (re.compile(rb"[ \t]+\n"), b"\n"),
    (re.compile(rb"\n{3,}"), b"\n\n"),
)
#: a part that stands on every page of a day, such as the newest posts in the sidebar, is kept once a day
SHARED = re.compile(rb"<aside (?:class=\"widget-area\"|id=\"sidebar\")>.*?</aside>", re.S)
ENDINGS = {"text/html": "html", "application/json": "json", "text/plain": "txt", OVERLAY: "json"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    content_type: str
    body: bytes


class Asker:
    """Asks a generator's server on loopback under the site's own name."""

    def __init__(self, base: str, host: str) -> None:
        self.base, self.host = base, host

    def get(self, path: str) -> Answer:
        request = urllib.request.Request(self.base + path, headers={"Host": self.host})
        opener = urllib.request.build_opener(_NoRedirect)
        try:
            with opener.open(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers.get("Content-Type", ""), answer.read())
        except urllib.error.HTTPError as error:
            location = error.headers.get("Location", "").encode()
            return Answer(error.code, error.headers.get("Content-Type", ""), location or error.read())

    def final(self, path: str) -> str:
        """Where a path redirects to, as a path of the host."""
        return re.sub(r"^https?://[^/]+", "", self.get(path).body.decode())

    def sitemaps(self, path: str) -> list[str]:
        """The paths that a sitemap index names."""
        return re.findall(rf"<loc>https?://{re.escape(self.host)}(/[^<]+)</loc>", self.get(path).body.decode())


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        return None


class Snapshot:
    """Collects answers and writes them under sites/NAME."""

    def __init__(self, name: str) -> None:
        self.folder = SITES / name
        self._kept: dict[int, dict[str, tuple[bytes, str]]] = {1: {}, 2: {}}
        self._shared: dict[int, bytes] = {}

    def keep(self, day: int, path: str, answer: Answer, *, any_status: bool = False) -> bool:
        """Keep an answer; False where it was not a success, and nothing is kept."""
        if answer.status != 200 and not any_status:
            return False
        body = answer.body
        if "html" in answer.content_type:
            for pattern, instead in NOISE:
                body = pattern.sub(instead, body)
            body = self._share(day, body)
        self._kept[day][path.rstrip("/") or "/"] = (body, answer.content_type)
        return True

    def _share(self, day: int, body: bytes) -> bytes:
        part = SHARED.search(body)
        if part is None or self._shared.setdefault(day, part[0]) != part[0]:
            return body
        return body.replace(part[0], MARK)

    def write(self) -> None:
        """Replace the folder. Raises OSError."""
        shutil.rmtree(self.folder, ignore_errors=True)
        manifest: dict[str, dict[str, list[str] | None]] = {"day1": {}, "day2": {}}
        for day, pages in self._kept.items():
            for path, (body, content_type) in sorted(pages.items()):
                if day == 2 and self._kept[1].get(path, (b"", ""))[0] == body:
                    continue
                if day == 2 and "/wp-json/wp/v2/" in path and path in self._kept[1]:
                    body, content_type = _overlay(self._kept[1][path][0], body), OVERLAY
                file = f"day{day}/{_file_name(path, content_type)}"
                (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / file).write_bytes(body)
                manifest[f"day{day}"][path] = [file, content_type]
        for day, part in self._shared.items():
            (self.folder / f"day{day}" / "shared.txt").write_bytes(part)
        gone = sorted(self._kept[1].keys() - self._kept[2].keys()) if self._kept[2] else []
        manifest["day2"] |= dict.fromkeys(gone)
        text = json.dumps(manifest, indent=1, ensure_ascii=False)
        (self.folder / "manifest.json").write_text(text + "\n", encoding="utf-8")


#: what a page needs to be read; a generator's pictures, scripts and style sheets are left out
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}


def keep_folder(snapshot: Snapshot, day: int, folder: Path) -> None:
    """Keep what a static generator wrote; index.html stands for its folder."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix in TYPES:
            path = "/" + file.relative_to(folder).as_posix()
            path = path.removesuffix("index.html")
            snapshot.keep(day, path, Answer(200, TYPES[file.suffix], file.read_bytes()))


def _overlay(before: bytes, after: bytes) -> bytes:
    """Of a list of objects with an id: the order of today, and only the objects that yesterday's list did not hold."""
    old, new = json.loads(before), json.loads(after)
    known = {row["id"]: row for row in old}
    changed = [row for row in new if known.get(row["id"]) != row]
    return json.dumps({"order": [row["id"] for row in new], "changed": changed}, ensure_ascii=False).encode()


def _file_name(path: str, content_type: str) -> str:
    name = path.strip("/").replace("?", "_").replace("=", "-") or "index"
    ending = ENDINGS.get(content_type.split(";")[0], "xml" if "xml" in content_type else "bin")
    return name if name.endswith(f".{ending}") else f"{name}.{ending}"
