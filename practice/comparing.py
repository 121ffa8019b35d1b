"""Which item of an archive is which true post, and how well the two agree."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from statistics import median
from typing import Any, Self
from urllib.parse import urldefrag

from practice.shapes import Post, Truth
from practice.truth import truth as truth_of

FOLDED = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "}
)
WORD = re.compile(r"\w+(?:'\w+)*")


@dataclass(frozen=True, slots=True)
class Found:
    """One item of the archive, as far as it is compared."""

    url: str
    source: str | None
    title: str | None
    body: str | None
    kind: str | None
    published_on: date | None
    precision: str | None
    earliest: datetime | None
    latest: datetime | None
    event: Mapping[str, Any] | None
    revisions: int
    id: int | None = None
    story_id: int | None = None
    role: str | None = None
    status: str | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any], event: Mapping[str, Any] | None, revisions: int) -> Self:
        """From rows of `items` and `events`."""
        return cls(
            row["url"],
            row["source_id"],
            row["title"],
            row["body"],
            row["kind"],
            date.fromisoformat(row["published_on"]) if row["published_on"] else None,
            row["published_precision"],
            instant(row["published_earliest"]),
            instant(row["published_latest"]),
            event,
            revisions,
            *(row.get(name) for name in ("id", "story_id", "role", "status")),
        )


@dataclass(slots=True)
class Compared:
    """The figures of one source, or of all. Lists hold addresses, with what is wrong where it helps."""

    source: str
    wanted: int = 0
    found: int = 0
    items: int = 0
    titles: int = 0
    days_said: int = 0
    days_right: int = 0
    to_read: int = 0
    read: int = 0
    f1: float = 0.0
    events_wanted: int = 0
    events_right: int = 0
    #: undated posts, and the days between the bounds of those that have both
    undated: int = 0
    widths: list[float] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    wrong_title: list[str] = field(default_factory=list)
    no_day: list[str] = field(default_factory=list)
    wrong_day: list[str] = field(default_factory=list)
    wrong_bounds: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    poor_body: list[str] = field(default_factory=list)
    wrong_event: list[str] = field(default_factory=list)
    wrong_owner: list[str] = field(default_factory=list)
    other_address: list[str] = field(default_factory=list)

    def rates(self) -> dict[str, float | None]:
        """Shares between 0 and 1; None where there is nothing to count."""
        return {
            "recall": _share(self.found, self.wanted),
            "foreign": _share(len(self.wrong), self.items),
            "title": _share(self.titles, self.found),
            "day": _share(self.days_right, self.days_said),
            "wrong_day": _share(len(self.wrong_day), self.found),
            "read": _share(self.read, self.to_read),
            "body": self.f1 / self.read if self.read else None,
            "events": _share(self.events_right, self.events_wanted),
            "bounds": _share(len(self.wrong_bounds), self.undated),
        }

    def of_bounds(self) -> str | None:
        """How undated posts are bounded, in a sentence; None where every post has its date."""
        if not self.undated:
            return None
        middle = f", the middle one {median(self.widths):.1f} days wide" if self.widths else ""
        return f"Undated: {self.undated}, of which {len(self.widths)} have bounds on both sides{middle}."

    def lists(self) -> dict[str, list[str]]:
        names = (
            "missing",
            "wrong",
            "wrong_title",
            "no_day",
            "wrong_day",
            "wrong_bounds",
            "unread",
            "poor_body",
            "wrong_event",
            "wrong_owner",
            "other_address",
        )
        return {name: getattr(self, name) for name in names if getattr(self, name)}

    @classmethod
    def sum(cls, source: str, parts: Iterable[Compared]) -> Compared:
        total = cls(source)
        for part in parts:
            for name in cls.__slots__:
                if name != "source":
                    setattr(total, name, getattr(total, name) + getattr(part, name))
        return total


def compare(truth: Truth, found: Sequence[Found], newest: int | None = None) -> list[Compared]:
    """One result a source, in the order of the truth; items of no source of the truth come last, as wrong ones.

    newest: look only for so many news of each source, the newest; events are told by their own day and left out.
    """
    matched, wrong = match(truth, found)
    results = {source: Compared(source) for source in dict.fromkeys(post.source for post in truth.posts)}
    edited = {change.key for change in truth.changes if change.what in {"edited", "cosmetic"}}
    earlier = _earlier(truth, edited)
    for source, result in results.items():
        posts = sorted(truth.of(source), key=lambda post: post.at, reverse=True)
        wanted = [post for post in posts if post.required and not (newest and post.event)][: newest or None]
        for post in wanted:
            result.wanted += 1
            _count(result, post, matched.get(post.key), earlier.get(post.key, []))
        result.items = sum(1 for item in found if item.source == source)
    for item in wrong:
        results.setdefault(item.source or "no source", Compared(item.source or "no source")).wrong.append(item.url)
    return list(results.values())


def match(truth: Truth, found: Sequence[Found]) -> tuple[dict[str, Found], list[Found]]:
    """Post key -> item, by canonical address, other addresses or, for posts without page, page and title."""
    by_address = {key_of(address): post.key for post in truth.posts for address in (*post.addresses, post.url)}
    by_note = {(key_of(urldefrag(post.url).url), fold(post.title)): post.key for post in truth.posts if "#" in post.url}
    matched: dict[str, Found] = {}
    wrong: list[Found] = []
    for item in found:
        note = (key_of(urldefrag(item.url).url), fold(item.title or ""))
        key = by_address.get(key_of(item.url)) or by_note.get(note)
        if key is None or key in matched:
            wrong.append(item)
        else:
            matched[key] = item
    return matched, wrong


def _count(result: Compared, post: Post, item: Found | None, earlier: Sequence[str]) -> None:
    if item is None:
        result.missing.append(post.url)
        return
    result.found += 1
    if item.source != post.source:
        result.wrong_owner.append(f"{item.url} belongs to {item.source}")
    if key_of(item.url) != key_of(post.url) and "#" not in post.url:
        result.other_address.append(f"{item.url} for {post.url}")
    if fold(item.title or "") == fold(post.title):
        result.titles += 1
    else:
        result.wrong_title.append(f"{item.url}: {item.title!r} for {post.title!r}")
    _count_day(result, post, item)
    if post.whole:
        _count_body(result, post, item, earlier)
    if post.event is not None:
        _count_event(result, post, item)


def _count_day(result: Compared, post: Post, item: Found) -> None:
    right = {post.day, *post.also}
    if post.says != "nothing":
        result.days_said += 1
        result.days_right += item.published_on in right and item.precision not in {"month", "year"}
        if item.published_on is None:
            result.no_day.append(item.url)
    if item.published_on is not None and item.published_on not in right and not _coarse(item, post):
        result.wrong_day.append(f"{item.url}: {item.published_on} for {post.day}")
    if item.published_on is None:
        _count_bounds(result, post, item)


def _count_bounds(result: Compared, post: Post, item: Found) -> None:
    """What the archive claims must hold of the day that the post bears as well as of its entry."""
    result.undated += 1
    if item.earliest and item.latest:
        result.widths.append((item.latest - item.earliest).total_seconds() / 86_400)
    for true in {post.at, post.entered_at or post.at}:
        if (item.earliest and item.earliest > true) or (item.latest and item.latest < true):
            result.wrong_bounds.append(f"{item.url}: {item.earliest} to {item.latest} for {true}")
            return


def _coarse(item: Found, post: Post) -> bool:
    """A month or a year without a day, and the right one, is not a wrong day."""
    if item.published_on is None or item.precision not in {"month", "year"}:
        return False
    same_year = item.published_on.year == post.day.year
    return same_year and (item.precision == "year" or item.published_on.month == post.day.month)


def _count_body(result: Compared, post: Post, item: Found, earlier: Sequence[str]) -> None:
    result.to_read += 1
    if not item.body:
        result.unread.append(item.url)
        return
    result.read += 1
    # what was read on an earlier day stays right until the page is read again
    texts = [post.piece.text, "\n".join([post.piece.text, *post.may]), *earlier]
    score = max(word_f1(text, item.body) for text in texts)
    result.f1 += score
    if score < 0.95:
        result.poor_body.append(f"{item.url}: {score:.2f}")


def _earlier(truth: Truth, edited: Collection[str | None]) -> dict[str, list[str]]:
    """What edited posts said on the days before."""
    texts: dict[str, list[str]] = {}
    for day in range(1, truth.day):
        for post in truth_of(day).posts:
            if post.key in edited:
                texts.setdefault(post.key, []).append(post.piece.text)
    return texts


def _count_event(result: Compared, post: Post, item: Found) -> None:
    result.events_wanted += 1
    wanted, event = post.event, item.event or {}
    assert wanted is not None
    start, end = instant(event.get("starts_at")), instant(event.get("ends_at"))
    right = start == wanted.starts_at and (wanted.ends_at is None or end == wanted.ends_at)
    if right and item.kind in {"event", "training"}:
        result.events_right += 1
    else:
        result.wrong_event.append(
            f"{item.url}: {item.kind} {start} to {end} for {wanted.starts_at} to {wanted.ends_at}"
        )


def word_f1(wanted: str, got: str) -> float:
    """F1 over bags of words, case and punctuation aside."""
    left, right = Counter(WORD.findall(fold(wanted).lower())), Counter(WORD.findall(fold(got).lower()))
    common = sum((left & right).values())
    if not common:
        return 0.0
    precision, recall = common / sum(right.values()), common / sum(left.values())
    return 2 * precision * recall / (precision + recall)


def fold(text: str) -> str:
    """Quotes, dashes and spaces made plain; case kept."""
    return " ".join(unicodedata.normalize("NFC", text).translate(FOLDED).split())


def key_of(url: str) -> str:
    """An address without scheme, www and final slash, so that only real differences count."""
    rest = re.sub(r"^https?://(?:www\.)?", "", url)
    page, mark, anchor = rest.partition("#")
    return page.rstrip("/").lower() + mark + anchor


def instant(text: str | None) -> datetime | None:
    """A time of the archive as an aware datetime."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC) if text else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
