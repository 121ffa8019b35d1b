"""A digest as HTML for mail programs: tables and inline styles, no picture, nothing fetched; at most 600 pixels wide.

Where a program reads the style element, it is dark on dark screens and closer on narrow ones; elsewhere it is light.
"""

from __future__ import annotations

from html import escape

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
from watch.writing import REPEAT, difference_of, leaving, links, marked, plain

#: the colours of the site, light and dark; inline styles alone reach every mail program
_PAGE, _CARD, _INK, _SOFT, _LINE, _ACCENT = "#f4f3ee", "#ffffff", "#1d2320", "#56605a", "#dcdcd4", "#0b6344"
_BAND, _ADDED, _LEFT_OUT = "#eef3ee", "#d9f2e1", "#fbdfd9"
_FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_BREAK = "overflow-wrap:anywhere;word-break:break-word"
_STYLE = """
:root { color-scheme: light dark; supported-color-schemes: light dark; }
a:hover { text-decoration: underline !important; }
@media (max-width: 480px) {
  .outer { padding: 0 !important; }
  .card { border-left: 0 !important; border-right: 0 !important; border-radius: 0 !important; }
  .pad { padding-left: 16px !important; padding-right: 16px !important; }
  h1 { font-size: 22px !important; }
}
@media (prefers-color-scheme: dark) {
  .page, .outer { background: #14181a !important; }
  .card { background: #1b2022 !important; border-color: #343b3d !important; }
  .ink { color: #e7e8e3 !important; }
  .soft { color: #a4aea8 !important; }
  .line { border-color: #343b3d !important; }
  .accent, .pad a { color: #6cd0a6 !important; }
  .band { background: #252b2c !important; }
  .chip { background: #22372f !important; color: #e7e8e3 !important; }
  mark { background: #6b5a12 !important; color: #fff7dc !important; }
  ins { background: #1c4733 !important; color: #e7e8e3 !important; }
  del { background: #5a2a24 !important; color: #e7e8e3 !important; }
}
"""


def html_of(told: Told, digest: Digest, *, is_short: bool = False) -> str:
    """The whole message. is_short: without extracts."""
    around, search = told.around, told.place.search(told.watch.query)
    rows = [_head(told, digest)]
    rows += (
        [_part("New stories", [_council(told, one, is_short) for one in digest.councils])] if digest.councils else []
    )
    rows += [_part("Edits and removals", [_change(told, one) for one in digest.changes])] if digest.changes else []
    rows += [_row(f'<p style="{_P}" class="ink">{_link(search, f"And {told.more:,} more")}</p>')] if told.more else []
    rows += [_listed("National stories on their way", [_journey(told, one) for one in around.journeys],
                     around.more_journeys, told.place.page("/stories"))]  # fmt: skip
    rows += [_listed("Coming events", [_event(told, one) for one in around.coming], around.more_coming,
                     told.place.page("/events"))]  # fmt: skip
    rows += [_listed("Sources in trouble", [_trouble(one) for one in around.troubles], around.more_troubles,
                     told.place.page("/health"))]  # fmt: skip
    rows.append(_foot(told, search))
    return _framed(digest, lead(told, digest)[1], "".join(rows))


_P = f"margin:0 0 6px;color:{_INK}"
_SMALL = f"margin:0 0 6px;font-size:14px;line-height:1.4;color:{_SOFT}"


def _framed(digest: Digest, first: str, rows: str) -> str:
    head = (
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f"<title>{escape(digest.subject)}</title><style>{_STYLE}</style></head>"
    )
    # What mail programs show beside the subject, before the message is opened.
    teaser = f'<div style="display:none;max-height:0;overflow:hidden">{escape(shortened(first))}</div>'
    return (
        f'<!doctype html><html lang="en">{head}'
        f'<body class="page" style="margin:0;padding:0;background:{_PAGE}">{teaser}'
        f'<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>'
        f'<td class="outer" align="center" style="padding:20px 8px;background:{_PAGE}">'
        '<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]-->'
        f'<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0"'
        f' style="max-width:600px;table-layout:fixed;background:{_CARD};border:1px solid {_LINE};border-radius:8px;'
        f'text-align:left;{_FONT};font-size:16px;line-height:1.45;color:{_INK};{_BREAK}">{rows}</table>'
        "<!--[if mso]></td></tr></table><![endif]--></td></tr></table></body></html>\n"
    )


def _row(inner: str, style: str = "padding:0 28px 8px") -> str:
    return f'<tr><td class="pad" style="{style};{_BREAK}">{inner}</td></tr>'


def _head(told: Told, digest: Digest) -> str:
    chips = "".join(
        f'<span class="chip" style="display:inline-block;margin:0 6px 6px 0;padding:2px 10px;border-radius:12px;'
        f'background:#d7e8dd;color:{_INK};font-size:13px;line-height:1.5">{escape(plain(label))} {count:,}</span>'
        for label, count in digest.topics
    )
    counts = ", ".join(digest.counts)
    period = digest.period[:1].upper() + digest.period[1:]
    return _row(
        f'<p class="accent" style="margin:0 0 4px;font-size:14px;font-weight:600;color:{_ACCENT}">'
        f"{escape(told.watch.id)}</p>"
        f'<h1 class="ink" style="margin:0 0 4px;font-size:26px;line-height:1.2;color:{_INK}">{escape(counts)}</h1>'
        f'<p class="soft" style="margin:0 0 10px;color:{_SOFT}">{escape(period)}</p>'
        + (f'<p style="margin:0 0 6px">{chips}</p>' if chips else "")
        + f'<p class="soft" style="{_SMALL}">{escape(lead(told, digest)[1])}</p>',
        "padding:24px 28px 8px",
    )


def _part(title: str, blocks: list[str]) -> str:
    heading = (
        f'<h2 class="ink line" style="margin:12px 0 12px;padding:14px 0 0;border-top:2px solid {_LINE};font-size:20px;'
        f'line-height:1.25;color:{_INK}">{escape(title)}</h2>'
    )
    return _row(heading + "".join(blocks))


def _listed(title: str, blocks: list[str], more: int, page: str | None) -> str:
    """A part of which the rest stands on a page of the site; nothing where it is empty."""
    rest = f'<p class="ink" style="{_P}">{_link(page, beyond(more))}</p>' if more else ""
    return _part(title, [*blocks, rest]) if blocks else ""


def _council(told: Told, council: Council, is_short: bool) -> str:
    name, *rest = parts_of(council)
    parts = [
        f'<h3 class="ink band" style="margin:18px -8px 12px;padding:5px 8px;border-radius:5px;background:{_BAND};'
        f'font-size:16px;line-height:1.35;color:{_INK}">{escape(name)}<span class="soft"'
        f' style="font-weight:400;font-size:14px;color:{_SOFT}"> · {escape(" · ".join(rest))}</span></h3>'
    ]
    for topic in council.topics:
        if topic.label:
            parts.append(
                f'<h4 class="soft" style="margin:14px 0 6px;font-size:14px;line-height:1.3;color:{_SOFT}">'
                f"{escape(plain(topic.label))}</h4>"
            )
        parts += [
            _story(told, one, byline(told, one, own_name(one, council), topic.label), is_short) for one in topic.entries
        ]
    return "".join(parts)


def _story(told: Told, entry: Entry, about: str, is_short: bool) -> str:
    text = "" if is_short else marked(cut(entry.extract, EXTRACT))
    extract = f'<p class="ink"{_language(entry.language)} style="{_P};font-size:15px">{text}</p>' if text else ""
    return _entry(told, entry, about, extract)


def _change(told: Told, entry: Entry) -> str:
    word, words = changed(entry)
    shown = _coloured(difference_of(entry)) if entry.what == "edited" else escape(words)
    difference = f'<p class="ink" style="{_P};font-size:15px">{shown}</p>' if words else ""
    return _entry(told, entry, f"{word} · {byline(told, entry, plain(entry.source))}", difference)


def _coloured(difference: str) -> str:
    """A difference with its colours at the marks themselves."""
    return difference.replace("<ins>", f'<ins style="background:{_ADDED};color:{_INK};text-decoration:none">').replace(
        "<del>", f'<del style="background:{_LEFT_OUT};color:{_INK}">'
    )


def _entry(told: Told, entry: Entry, about: str, inner: str) -> str:
    found = links(told, entry)
    first = dict(found).get("In the archive") or (found[0][1] if found else None)
    title = marked(cut(entry.title)) or "(no title)"
    ways = " · ".join(_link(address, label) for label, address in found)
    return _block(
        f'<p class="ink"{_language(entry.language)} style="margin:0 0 2px;font-size:17px;font-weight:600;'
        f'line-height:1.3;color:{_INK}">{_link(first, title, safe=True)}</p>'
        f'<p class="soft" style="{_SMALL}">{escape(about)}</p>{inner}'
        f'<p class="soft" style="{_SMALL};font-size:13px">{ways}</p>'
    )


def _journey(told: Told, one: Journey) -> str:
    return _block(
        f"{_title(told.place.story(one.story_id) or one.url, one.title, one.language)}"
        f'<p class="soft" style="{_SMALL}">{escape(original(one))}</p>'
        f'<p class="ink" style="{_P};font-size:15px">{escape(travelled(one))}</p>'
    )


def _event(told: Told, one: Coming) -> str:
    return _block(
        f'<p class="ink" style="margin:0 0 2px;font-size:14px;font-weight:600;color:{_INK}">'
        f"{escape(when_in_words(one))}</p>"
        f"{_title(told.place.item(one.item_id) or one.url, one.title, one.language)}"
        f'<p class="soft" style="{_SMALL}">{escape(event_line(one))} · {_link(one.url, "Post")}</p>'
    )


def _trouble(one: Trouble) -> str:
    since = since_in_words(one.since)
    return _block(
        f'<p class="ink" style="margin:0 0 2px;font-weight:600;color:{_INK}">{escape(troubled(one))}</p>'
        f'<p class="soft" style="{_SMALL}">{escape(complaint(one))}'
        f"{f' · {escape(since)}' if since else ''}</p>"
    )


def _block(inner: str) -> str:
    return f'<div style="margin:0 0 16px">{inner}</div>'


def _title(address: str, title: str, language: str | None) -> str:
    shown = escape(shortened(plain(title))) or "(no title)"
    return (
        f'<p class="ink"{_language(language)} style="margin:0 0 2px;font-weight:600;line-height:1.3;color:{_INK}">'
        f"{_link(address, shown, safe=True)}</p>"
    )


def _foot(told: Told, search: str | None) -> str:
    lines = [escape(line) for line in ([REPEAT] if told.possible_repeat else []) + [leaving(told)]]
    whole = f"{_link(search, 'The whole search on the site')}<br>" if search else ""
    return _row(
        f'<p class="soft line" style="margin:8px 0 0;padding:14px 0 0;border-top:2px solid {_LINE};font-size:13px;'
        f'line-height:1.5;color:{_SOFT}">{whole}{"<br>".join(lines)}</p>',
        "padding:8px 28px 24px",
    )


def _language(language: str | None) -> str:
    return f' lang="{escape(language)}"' if language else ""


def _link(address: str | None, label: str, *, safe: bool = False) -> str:
    """A link to a web address; the label alone where there is none. safe: the label is HTML of ours."""
    shown = label if safe else escape(label)
    if not address or not address.startswith(("http://", "https://")):
        return shown
    return f'<a href="{escape(address)}" style="color:{_ACCENT};text-decoration:none">{shown}</a>'
