"""Writes messages: subject, plain text and HTML of what is told. Pure; whatever stands in a post stays text.

`watch.composing` is the door: digests have a form of their own in watch.digests, and this file writes all the rest.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict
from datetime import date
from html import escape

from archive.telling.texts import HIT_END, HIT_START, Entry
from archive.times import a_day
from watch.told import Told, Written

#: signs of a subject at the most; mail programs show fewer
_SUBJECT = 140
_WORD = {"new": "New", "edited": "Edited", "removed": "Removed"}
_GONE = {
    "gone": "is gone from its site",
    "withdrawn": "is refused to the public now",
    "moved": "moved to another address",
    "hijacked": "was replaced by something foreign",
}
_HEAD = {"gone": "Gone", "withdrawn": "Withdrawn", "moved": "Moved", "hijacked": "Replaced"}


def write(told: Told) -> Written:
    """A message of any sort, plain."""
    return Written(_subject(told), _text(told), _html(told), data_of(told))


# ---- parts of a message ---------------------------------------------------------------------------------------------
def plain(text: str, mark: str = "") -> str:
    """Text in one line without control characters; hits between two marks."""
    for sign in (HIT_START, HIT_END):
        text = text.replace(sign, mark)
    return " ".join(_harmless(text).split())


def marked(text: str) -> str:
    """The same as HTML, hits in <mark>."""
    parts = re.split(f"([{HIT_START}{HIT_END}])", text)
    signs = {HIT_START: '<mark style="background:#ffe9a8;color:#222">', HIT_END: "</mark>"}
    return "".join(signs.get(part) or escape(re.sub(r"\s+", " ", _harmless(part))) for part in parts).strip()


def _harmless(text: str) -> str:
    """Text without control characters, ends of lines, and signs that turn the direction of writing."""
    kept = []
    for sign in text:
        category = unicodedata.category(sign)
        if category in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif category not in ("Cf", "Cs") or sign in "\u200c\u200d":
            kept.append(sign)
    return "".join(kept)


def day_of(entry: Entry) -> str:
    """A post's day in words."""
    return day_in_words(entry.day)


def day_in_words(day: str | None) -> str:
    """A day as "March 3, 2026"."""
    if not day:
        return "day unknown"
    return a_day(date.fromisoformat(day[:10]))


def because(told: Told, entry: Entry) -> str:
    """Why it matched, in a sentence."""
    query = plain(told.watch.query)
    if entry.what != "new" and entry.matched_in is None and told.watch.question.match:
        return f"It was told by this watch before ({query})."
    if entry.matched_in is None:
        return f"It passes the filters of this watch ({query})."
    place = {"title": "title", "teaser": "teaser", "body": "text"}[entry.matched_in]
    return f"The search ({query}) finds the marked words in its {place}."


def news_of(entry: Entry) -> str:
    """What is new, in a sentence."""
    if entry.what == "edited":
        return f"{plain(entry.source)} changed this post."
    if entry.what == "removed":
        return f"This post of {plain(entry.source)} {_GONE.get(entry.status or '', 'went missing')}."
    if entry.sources > 1:
        return f"New story, carried by {entry.sources} sources so far; first seen at {plain(entry.source)}."
    return f"New post of {plain(entry.source)}."


def leaving(told: Told) -> str:
    """How to be taken off the list."""
    contact = told.place.contact
    whom = f"write to {contact}" if contact else "ask whoever runs this archive"
    name = told.watch.id
    return f"You get this from the watch “{name}”. To be taken off its list, {whom} and name the watch “{name}”."


REPEAT = (
    "This message may have reached you before: the last attempt to send it ended without an answer. Its id is the same."
)


def more_sentence(told: Told) -> str:
    """How many matches are only counted."""
    return f"And {told.more:,} more." if told.more else ""


def links(told: Told, entry: Entry) -> list[tuple[str, str]]:
    """Where an entry leads: label and address; web addresses only."""
    # What replaced a post is somebody's who broke in: nobody is led there.
    post = "" if entry.status == "hijacked" else entry.url
    found = [("Post", post), ("In the archive", told.place.item(entry.item_id) or "")]
    if entry.printings > 1 and entry.story_id is not None:
        found.append((f"All {entry.printings} printings", told.place.story(entry.story_id) or ""))
    return [(label, address) for label, address in found if address.startswith(("http://", "https://"))]


# ---- the three forms ------------------------------------------------------------------------------------------------
def _subject(told: Told) -> str:
    if told.what == "test":
        text = f"Test of the watch {told.watch.id}"
    elif told.what == "digest" or not told.entries:
        number = len(told.entries) + told.more
        until = f", until {a_day(told.due_at.astimezone(told.watch.zone))}" if told.due_at else ""
        text = f"{told.watch.id}: {number:,} {'story' if number == 1 else 'stories'}{until}"
    else:
        entry = told.entries[0]
        word = _HEAD.get(entry.status or "", "Removed") if entry.what == "removed" else _WORD[entry.what]
        more = f" and {told.more:,} more" if told.more else ""
        text = f"{word}: {plain(entry.title) or '(no title)'} – {plain(entry.source)}{more}"
    text = plain(text)
    return text if len(text) <= _SUBJECT else text[: _SUBJECT - 1].rstrip() + "…"


def _text(told: Told) -> str:
    blocks = []
    if told.what == "test":
        blocks.append(
            f"This is a test. The watch “{told.watch.id}” reaches you here; it looks for: {plain(told.watch.query)}"
        )
    blocks += [_entry_text(told, entry) for entry in told.entries]
    search = told.place.search(told.watch.query)
    tail = [f"{more_sentence(told)} All of them: {search}" if told.more and search else more_sentence(told)]
    tail += [f"The search: {search}"] if search and not told.more else []
    blocks.append("\n".join(line for line in tail if line))
    blocks.append("\n".join(["--", *([REPEAT] if told.possible_repeat else []), leaving(told)]))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _entry_text(told: Told, entry: Entry) -> str:
    lines = [plain(entry.title, "*") or "(no title)"]
    lines.append(" · ".join(filter(None, [plain(entry.source), day_of(entry), (entry.kind or "").replace("_", " ")])))
    lines += ["", news_of(entry)]
    if entry.what != "new" and entry.change:
        legend = ["{+…+} was added, [-…-] left out:"] if entry.what == "edited" else []
        lines += [*legend, plain(entry.change)[:1000]]
    if entry.extract:
        lines += ["", plain(entry.extract, "*")]
    lines += ["", because(told, entry)]
    lines += [f"{label}: {address}" for label, address in links(told, entry)]
    return "\n".join(lines)


def _html(told: Told) -> str:
    parts = []
    if told.what == "test":
        parts.append(
            f"<p>This is a test. The watch “{escape(told.watch.id)}” reaches you here; it looks for:"
            f" <b>{escape(plain(told.watch.query))}</b></p>"
        )
    parts += [_entry_html(told, entry) for entry in told.entries]
    search = told.place.search(told.watch.query)
    if told.more:
        parts.append(f"<p>{_link(search, more_sentence(told))}</p>")
    elif search:
        parts.append(f"<p>{_link(search, 'The whole search')}</p>")
    foot = "<br>".join(escape(line) for line in [*([REPEAT] if told.possible_repeat else []), leaving(told)])
    parts.append(f'<hr style="border:0;border-top:1px solid #bbb"><p style="font-size:13px;color:#555">{foot}</p>')
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>'
        f"{escape(_subject(told))}</title></head>"
        '<body style="font-family:system-ui,sans-serif;font-size:16px;line-height:1.45;max-width:40em;margin:1em auto;'
        f'padding:0 1em">{"".join(parts)}</body></html>'
    )


def _entry_html(told: Told, entry: Entry) -> str:
    language = f' lang="{escape(entry.language)}"' if entry.language else ""
    title = marked(entry.title) or "(no title)"
    about = " · ".join(
        escape(part) for part in (plain(entry.source), day_of(entry), (entry.kind or "").replace("_", " ")) if part
    )
    found = links(told, entry)
    parts = [
        f'<h2 style="font-size:20px;line-height:1.25;margin:1em 0 .2em"{language}>'
        f"{_link(found[0][1] if found else None, title, safe=True)}</h2>",
        f'<p style="margin:0;color:#555">{about}</p>',
        f"<p>{escape(news_of(entry))}</p>",
    ]
    if entry.what != "new" and entry.change:
        parts.append(f"<p>{difference_of(entry) if entry.what == 'edited' else escape(plain(entry.change))}</p>")
    if entry.extract:
        parts.append(
            '<blockquote style="margin:.5em 0;padding-left:1em;border-left:3px solid #ccc"'
            f"{language}>{marked(entry.extract)}</blockquote>"
        )
    parts.append(f'<p style="color:#555">{escape(because(told, entry))}</p>')
    parts.append(f"<p>{' · '.join(_link(address, label) for label, address in found)}</p>")
    return "".join(parts)


def difference_of(entry: Entry) -> str:
    """What the archive writes as {+added+} and [-left out-], as marks of HTML."""
    text = escape(plain(entry.change or "")[:1000])
    for sign, mark in (("{+", "<ins>"), ("+}", "</ins>"), ("[-", "<del>"), ("-]", "</del>")):
        text = text.replace(sign, mark)
    if text.count("<ins>") != text.count("</ins>") or text.count("<del>") != text.count("</del>"):
        return escape(plain(entry.change or "")[:1000])  # cut, or a text that has such signs itself
    return text


def _link(address: str | None, label: str, *, safe: bool = False) -> str:
    shown = label if safe else escape(label)
    return f'<a href="{escape(address)}">{shown}</a>' if address else shown


def data_of(told: Told) -> dict[str, object]:
    """The same for programs."""
    return {
        "id": told.id,
        "watch": told.watch.id,
        "query": told.watch.query,
        "what": told.what,
        "possible_repeat": told.possible_repeat,
        "more": told.more,
        "entries": [
            {
                **{
                    name: value for name, value in asdict(entry).items() if name not in ("match_id", "title", "extract")
                },
                "title": plain(entry.title),
                "extract": plain(entry.extract, "*"),
                "page": told.place.item(entry.item_id),
            }
            for entry in told.entries
        ],
    }
