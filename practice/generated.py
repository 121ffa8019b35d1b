"""Sites whose pages a real generator made: kept under sites/NAME, made anew by the scripts in generate/.

sites/NAME/manifest.json says for each day which path is which file; day 2 holds only what differs from day 1.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path

from practice.shapes import now
from practice.site import Page, Site
from practice.wire import Response, http_date

SITES = Path(__file__).parent / "sites"
#: stands in a page where the part that all pages of a day share belongs
MARK = b"<!--shared-->"
#: the type of a file that holds the order of a list's objects and those that changed since the day before
OVERLAY = "application/x-practice-overlay"


class Snapshot:
    """The committed pages of one site."""

    def __init__(self, name: str) -> None:
        self.folder = SITES / name
        self._manifest: dict[str, dict[str, list[str] | None]] = json.loads(
            (self.folder / "manifest.json").read_text(encoding="utf-8")
        )

    def shared(self, day: int) -> bytes:
        """The part that all pages of a day share; empty where there is none. Later days than the last look like it."""
        file = self.folder / f"day{min(day, self.last_day)}" / "shared.txt"
        return file.read_bytes() if file.exists() else b""

    @functools.cached_property
    def last_day(self) -> int:
        """The last day for which the generator was run."""
        return max(int(name.removeprefix("day")) for name in self._manifest)

    def files(self, day: int) -> dict[str, tuple[Path, str]]:
        """Path -> file and content type, as they stand on the day; paths have no final slash."""
        found: dict[str, tuple[Path, str]] = {}
        for number in range(1, day + 1):
            for path, entry in self._manifest.get(f"day{number}", {}).items():
                if entry is None:
                    found.pop(path, None)
                else:
                    found[path] = (self.folder / entry[0], entry[1])
        return found


class Generated(Site):
    """A site that answers with the pages of its snapshot."""

    snapshot_name: str

    @functools.cached_property
    def snapshot(self) -> Snapshot:
        """Raises FileNotFoundError where the pages were never made."""
        return Snapshot(self.snapshot_name)

    def pages(self, day: int) -> Mapping[str, Page]:
        day = min(day, self.snapshot.last_day)
        stamps = {post.url.split("/", 3)[-1].strip("/"): self.stamp(post) for post in self.current(day)}
        pages: dict[str, Page] = {}
        shared = self.snapshot.shared(day)
        for path, (file, content_type) in self.snapshot.files(day).items():
            if content_type == OVERLAY:
                pages[path] = _merged(self.snapshot.files(day - 1)[path], file)
                continue
            stamp = stamps.get(path.strip("/"), {"Last-Modified": http_date(now(day))})
            pages[path] = Response(200, file.read_bytes().replace(MARK, shared), content_type, stamp)
        return pages


def _merged(before: tuple[Path, str], overlay: Path) -> Response:
    """A list of objects as it stands after an overlay."""
    rows = {row["id"]: row for row in json.loads(before[0].read_bytes())}
    change = json.loads(overlay.read_bytes())
    rows |= {row["id"]: row for row in change["changed"]}
    body = json.dumps([rows[number] for number in change["order"]], ensure_ascii=False)
    return Response(200, body.encode(), before[1])
