"""Plain text: cleaned of what nobody can see, cut from markup, counted and compared.

Everything that is kept passes through here once; doing it twice changes nothing (tests/parsing/test_text.py).
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from datetime import date
from functools import lru_cache
from itertools import islice

from lxml import etree
from lxml import html as lxml_html

from errors import ParseError
from parsing.documents import tree
from parsing.masks import without_furniture
from parsing.rendering import render

#: characters of one text that are looked at; no post is longer, and hostile ones stay cheap
MAX_TEXT = 2_000_000

#: C0 and C1 controls but tab and line ends, lone surrogates, zero-width and direction marks, soft hyphen,
#: private use (icon fonts), noncharacters. ZWJ and ZWNJ stay: emoji and some scripts need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e007f]+"
)
_CONTROLS = bytes(n for n in (*range(32), 127) if not 9 <= n <= 13)
_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
#: candidates for endless stacks of accents, which Unicode normalisation would sort in quadratic time
_STACK = re.compile(r"[^\w\s\x00-\u02ff]{40,}")
#: a text in which no stack of accents can cost much
_SHORT = 10_000
_BLANK_LINES = re.compile(r"\n{3,}")
_WORD = re.compile(r"\w+(?:['’.,@-]\w+)*")

#: what HTML is recognised by in a text of unknown make; "<joe@example.org>" and "<3" are none
_MARKUP = re.compile(
    r"<(?:!--|!doctype|!\[cdata\[|/?(?:a|abbr|address|article|aside|b|blockquote|body|br|center|cite|code|dd|del|div|dl|dt|em|"
    r"figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|li|link|main|mark|meta|nav|"
    r"noscript|o:p|object|ol|p|picture|pre|q|s|script|section|small|source|span|strike|strong|style|sub|sup|svg|table|tbody|"
    r"td|template|tfoot|th|thead|time|title|tr|u|ul|video|wbr)(?=[\s/>]))",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`ʼ＇", "'"),
        **dict.fromkeys("“”„‟″«»＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
        "…": "...",
        "\u200c": "",
        "\u200d": "",
    }
)


def tidy(text: str | None) -> str | None:
    """Text of several lines without unseen characters: lines trimmed, at most one blank line, NFC; None if empty."""
    if not text:
        return None
    text = _normal(text[:MAX_TEXT])
    if any(sign in text for sign in _LINE_ENDS):
        text = _LINE_END.sub("\n", text)
    if "\n" not in text:
        return " ".join(text.split()) or None
    text = "\n".join([" ".join(line.split()) for line in text.split("\n")])
    if "\n\n\n" in text:
        text = _BLANK_LINES.sub("\n\n", text)
    return text.strip("\n") or None


def one_line(text: str | None) -> str | None:
    """Text on one line, single-spaced, without unseen characters; None if nothing is left."""
    return " ".join(_normal(text[:MAX_TEXT]).split()) or None if text else None


def plain(source: str | etree._Element | None) -> str | None:
    """Readable text of HTML: paragraphs parted by a blank line, "- " before list items, table cells parted by " | ".

    source: an element, or a text that may be HTML, escaped HTML (feeds do it twice at times) or plain text.
    Scripts, styles, form controls, captions and hidden parts are left out. None if nothing is left.
    """
    if source is None:
        return None
    if not isinstance(source, str):
        return tidy(_unescape(render(source)))
    text: str | None = source[:MAX_TEXT]
    for _ in range(6):  # as often as somebody escaped it; bounded, since an attacker can escape without end
        before, text = text, _once(text)
        if text is None or text == before:
            break
    return text


def word_count(text: str | None) -> int:
    """Number of words; list marks and table bars are none."""
    return len(_WORD.findall(text)) if text else 0


def has_words(text: str | None, least: int) -> bool:
    """Whether a text has so many words; of a long one only its beginning is looked at."""
    return len(list(islice(_WORD.finditer(text or ""), least))) >= least


def words_of(text: str | None) -> frozenset[str]:
    """The different words of a text, without regard to case."""
    return frozenset(_WORD.findall(text[:MAX_TEXT].casefold())) if text else frozenset()


def fingerprint(title: str | None, body: str | None) -> str:
    """32 hexadecimal digits that change when the words of a post change.

    Case counts; quotes, dashes, dots of omission, entities and all spacing are folded, since sites alter them without
    editing; counters, share boxes and lines that say when something was touched count for nothing (parsing/masks.py).
    """
    return _hash_of(_folded(title), _folded_body(body))


@lru_cache(maxsize=4)  # a post's text is asked for with and without its title, and once more when it is compared
def _folded_body(body: str | None) -> str:
    return _folded(_masked(body))


def loose_fingerprint(title: str | None, body: str | None, day: date | None = None) -> str:
    """The same without regard to the order of lines, nor to the day of the reading, which some pages print."""
    text = _masked(_without_day(body, day)) or ""
    return _hash_of(_folded(title), "\x1e".join(sorted(line for one in text.split("\n") if (line := _folded(one)))))


def first_fingerprint(title: str | None, body: str | None) -> str:
    """The fingerprint of archives of version 9 and before, which looked at counters too: old marks are read with it."""
    return _hash_of(*("".join((tidy(part) or "").translate(_SAME).split()) for part in (title, body)))


def _folded(text: str | None) -> str:
    return "".join(_unescape(tidy(text) or "").translate(_SAME).split())


def _masked(text: str | None) -> str | None:
    text = tidy(text)
    return without_furniture(text) if text else None


def _hash_of(*parts: str) -> str:
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _without_day(text: str | None, day: date | None) -> str | None:
    """Without the ways in which a page may print a day: Tuesday, June 4, 2024; 4 June 2024; 06/04/2024; 2024-06-04."""
    if not text or day is None:
        return text
    names = (f"{day:%B}", f"{day:%b}", f"{day:%b}.")
    forms = [form for name in names for form in (f"{name} {day.day}, {day.year}", f"{day.day} {name} {day.year}",
                                                 f"{name} {day:%d}, {day.year}")]  # fmt: skip
    forms += [f"{day:%Y-%m-%d}", f"{day:%m/%d/%Y}", f"{day.month}/{day.day}/{day.year}", f"{day:%m/%d/%y}"]
    forms += [f"{day:%A}, {name} {day.day}" for name in names[:2]]
    weekdays = rf"(?:{day:%A},? |{day:%a}\.?,? )?"
    said = rf"{weekdays}(?:{'|'.join(re.escape(form) for form in forms)})(?!\d)"
    return re.sub(said, "", text, flags=re.IGNORECASE)


def _once(text: str | None) -> str | None:
    """One round of taking markup and entities away."""
    if not text:
        return None
    text = _normal(text)
    if not _MARKUP.search(text):
        return tidy(_unescape(text))
    root = _fragment(text)
    return tidy(_unescape(render(root))) if root is not None else tidy(_MARKUP.sub(" ", text))


def _fragment(text: str) -> lxml_html.HtmlElement | None:
    """The element tree of a piece of HTML; None where the parser finds nothing in it."""
    # feeds may leave CDATA marks inside escaped HTML; the HTML parser would swallow the text in them
    text = re.sub(r"<!\[CDATA\[|\]\]>", "", text, flags=re.IGNORECASE)
    try:
        return tree(f"<div>{text}</div>")
    except ParseError:
        return None


def _unescape(text: str) -> str:
    """Entities that stayed in the text, as after escaping twice. Only with a semicolon: addresses hold `&copy=1`."""
    if "&" not in text:
        return text
    return _ENTITY.sub(lambda found: html.unescape(re.sub(r"^&(?:amp;)+", "&", found[0])), text)


def _normal(text: str) -> str:
    """Without unseen characters, in NFC."""
    if text.isascii():
        return text.encode("ascii").translate(None, _CONTROLS).decode("ascii")
    if not text.replace("\n", " ").replace("\xa0", " ").isprintable():  # asked first, being ten times as fast
        text = _UNSEEN.sub("", text)
    if len(text) > _SHORT:
        text = _STACK.sub(_cut_stack, text)
    return unicodedata.normalize("NFC", text)


def _cut_stack(found: re.Match[str]) -> str:
    """At most eight accents on one letter."""
    kept: list[str] = []
    height = 0
    for character in found[0]:
        height = height + 1 if unicodedata.combining(character) else 0
        if height <= 8:
            kept.append(character)
    return "".join(kept)
