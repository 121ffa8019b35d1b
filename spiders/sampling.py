"""Pages of sitemaps that wait for their turn: a directory in which no page is a post is not asked through."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from items import Item
from spiders.walks import Step

#: Pages of one directory that are asked for before one of them was a post. Where posts and pages stand side by side
#: at the root of a site, more of them are: a few pages changed last may hide all posts behind them.
A_FEW, A_FEW_AT_THE_ROOT = 5, 25

_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Page:
    """An address of a sitemap, with the step that may not be over before it was asked for."""

    item: Item
    directory: str
    step: Step


@dataclass(slots=True)
class Sample:
    """What waits, by directory, and what is known of directories."""

    waiting: dict[str, list[Page]] = field(default_factory=lambda: defaultdict(list))
    accepted: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    #: pages that are not asked for, since nothing beside them was a post
    unasked: int = 0

    def wait(self, page: Page) -> None:
        """Put a page in its queue."""
        self.waiting[page.directory].append(page)

    def accept(self, directory: str) -> None:
        """A page of the directory is a post."""
        self.accepted[directory] += 1

    def refuse(self, directory: str) -> None:
        """A page of the directory is none."""
        self.refused[directory] += 1

    def due(self, shown: Collection[str]) -> Iterator[Page]:
        """The pages whose turn it is. shown: directories in which other ways showed posts."""
        for directory in list(self.waiting):
            pages = self.waiting.pop(directory)
            few = A_FEW_AT_THE_ROOT if is_root(directory) else A_FEW
            few = max(few - self.refused[directory], 0)
            if self.accepted[directory] or directory in shown:
                few = len(pages)
            elif len(pages) > few:
                pages.sort(key=lambda page: -slug_words(page.item.url))
            yield from pages[:few]
            rest = pages[few:]
            if rest and few:
                self.waiting[directory] = rest
            elif rest:
                self.unasked += len(rest)
                for page in rest:
                    page.step.open -= 1


def directory_of(url: str) -> str:
    """Host and directory of an address, numbers as one: posts of all months lie in one directory."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/").rpartition("/")[0]
    return f"{parts.netloc.lower().removeprefix('www.')}/{_NUMBER.sub('#', path.lstrip('/'))}"


def is_root(directory: str) -> bool:
    """Whether it is the top of a site; the dates in an address make no room of their own."""
    return not directory.strip("/#").partition("/")[2]


def slug_words(url: str) -> int:
    """Words of the last part of an address; posts are named by their titles, pages by a word or two."""
    return min(len(re.findall(r"[^\W_]+", urlsplit(url).path.rstrip("/").rpartition("/")[2])), 6)
