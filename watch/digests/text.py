"""A digest as plain text for terminals and for mail programs that show no HTML: 72 columns, addresses never broken."""

from __future__ import annotations

from textwrap import wrap

from archive.telling import Entry
from archive.telling.around import Coming, Journey, Trouble
from watch.digests.lines import (
    EXTRACT,
    beyond,
    byline,
    changed,
    complaint,
    cut,
    event_line,
    lead,
    original,
    parts_of,
    shortened,
    travelled,
    troubled,
)
from watch.digests.sections import Council, Digest, own_name
from watch.digests.times import since_in_words, when_in_words
from watch.told import Told
from watch.writing import REPEAT, leaving, links, plain

WIDTH = 72
_NEXT = "\n  "


def text_of(told: Told, digest: Digest) -> str:
    """The whole message, ending in a line feed."""
    blocks = ["\n".join(_wrapped(line) for line in lead(told, digest))]
    blocks += [_topics(digest)] if digest.topics else []
    blocks += _part("New stories", [_council(told, one) for one in digest.councils])
    around = told.around
    blocks += _part("Edits and removals", [_change(told, one) for one in digest.changes])
    blocks += [_more(told)] if told.more else []
    blocks += _part("National stories on their way", [_journey(told, one) for one in around.journeys],
                    beyond(around.more_journeys))  # fmt: skip
    blocks += _part("Coming events", [_event(told, one) for one in around.coming], beyond(around.more_coming))
    blocks += _part("Sources in trouble", [_trouble(one) for one in around.troubles], beyond(around.more_troubles))
    foot = ["-- ", *([_wrapped(REPEAT)] if told.possible_repeat else []), _wrapped(leaving(told))]
    search = told.place.search(told.watch.query)
    foot += [f"The search: {search}"] if search else []
    return "\n\n".join([*blocks, "\n".join(foot)]) + "\n"


def _part(title: str, blocks: list[str], more: str = "") -> list[str]:
    """A part with its heading; nothing where it is empty."""
    if not blocks:
        return []
    return [f"{title.upper()}\n{'=' * len(title)}", *blocks, *([f"  {more}"] if more else [])]


def _topics(digest: Digest) -> str:
    return _wrapped(f"Topics: {', '.join(f'{plain(label)} ({count:,})' for label, count in digest.topics)}.")


def _council(told: Told, council: Council) -> str:
    title = shortened(" · ".join(parts_of(council)), WIDTH)
    blocks = [f"{title}\n{'-' * len(title)}"]
    for topic in council.topics:
        blocks += [f"[{plain(topic.label)}]"] if topic.label else []
        blocks += [_story(told, one, own_name(one, council), topic.label) for one in topic.entries]
    return "\n\n".join(blocks)


def _story(told: Told, entry: Entry, own: str, topic: str | None) -> str:
    lines = [_wrapped(plain(cut(entry.title), "*") or "(no title)", "- ", "  ")]
    lines += [_wrapped(byline(told, entry, own, topic), "  ")]
    if entry.extract:
        lines += [_wrapped(plain(cut(entry.extract, EXTRACT), "*"), "  ")]
    return "\n".join([*lines, *_links(links(told, entry))])


def _change(told: Told, entry: Entry) -> str:
    lines = [_wrapped(f"{changed(entry)[0]}: {shortened(plain(entry.title)) or '(no title)'}", "- ", "  ")]
    lines += [_wrapped(byline(told, entry, plain(entry.source)), "  ")]
    lines += [_wrapped(changed(entry)[1], "  ")] if changed(entry)[1] else []
    return "\n".join([*lines, *_links(links(told, entry))])


def _journey(told: Told, one: Journey) -> str:
    lines = [_wrapped(shortened(plain(one.title)) or "(no title)", "- ", "  "), _wrapped(original(one), "  ")]
    lines += [_wrapped(travelled(one), "  ")]
    return "\n".join([*lines, *_links([("", told.place.story(one.story_id) or one.url)])])


def _event(told: Told, one: Coming) -> str:
    lines = [_wrapped(f"{when_in_words(one)}: {shortened(plain(one.title)) or '(no title)'}", "- ", "  ")]
    lines += [_wrapped(event_line(one), "  ")]
    return "\n".join([*lines, *_links([("", told.place.item(one.item_id) or ""), ("", one.url)])])


def _trouble(one: Trouble) -> str:
    since = since_in_words(one.since)
    return "\n".join([
        _wrapped(f"{troubled(one)}{f', {since}' if since else ''}", "- ", "  "),
        _wrapped(complaint(one), "  "),
    ])  # fmt: skip


def _more(told: Told) -> str:
    search = told.place.search(told.watch.query)
    return f"And {told.more:,} more.{' All of them:' if search else ''}{_NEXT + search if search else ''}"


def _links(found: list[tuple[str, str]]) -> list[str]:
    return [f"  {label}{': ' if label else ''}{plain(address)}" for label, address in found
            if address.startswith(("http://", "https://"))]  # fmt: skip


def _wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    indent = first if rest is None else rest
    lines = wrap(text, WIDTH, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False)
    return "\n".join(lines)
