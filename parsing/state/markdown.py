"""Markdown as plain HTML: as much of it as the words of a post need. Not a converter; what it does not know is text."""

from __future__ import annotations

import re
from html import escape

_SIGNS = re.compile(
    r"^#{1,6} \S|^[-*+] \S|^\d{1,3}[.)] \S|^> \S|\*\*[^\s*][^*\n]{0,300}\*\*|__[^\s_][^_\n]{0,300}__|"
    r"!?\[[^\[\]\n]{0,300}\]\((?:https?://|/|#)[^)\s]{0,1000}[)\s]|^(?:```|~~~)",
    re.MULTILINE,
)
_FRONT_MATTER = re.compile(r"---\n(?:[^\n]{0,2000}\n){0,100}?---\n")
_FENCE = re.compile(r"^(?:```|~~~)[^\n]{0,100}$", re.MULTILINE)
_HEADING = re.compile(r"(#{1,6})\s{1,5}(.{1,500}?)\s{0,5}#{0,6}")
_ITEM = re.compile(r"\s{0,8}(?:[-*+]|\d{1,3}[.)])\s{1,5}(.{1,20000})")
_QUOTE = re.compile(r"\s{0,3}>\s?(.{0,20000})")
_RULE = re.compile(r"\s{0,3}(?:[-*_]\s{0,3}){3,30}")
#: short codes of templates, imports of components, reference definitions
_NO_WORDS = re.compile(r"\{\{[<%].{0,2000}|(?:import|export)\s.{1,500}\sfrom\s.{1,300}|\[[^\]]{1,100}\]:\s.{1,2000}")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,500}\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\(\s?((?:https?://|/)[^)\s]{1,1000})(?:\s[^)\n]{0,300})?\)")
_OTHER_LINK = re.compile(r"\[([^\[\]\n]{1,500})\](?:\([^()\n]{0,500}\)|\[[^\[\]\n]{0,100}\])")
_BARE = re.compile(r"&lt;(https?://[^\s&]{1,1000})&gt;")
_EMPHASIS = re.compile(
    r"(?:(?<!\*)(\*{1,3})|(?<![\w_])(_{1,3}))(?=[^\s*_])([^*_\n]{1,500})(?<=\S)(?:\1(?!\*)|\2(?!\w))"
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def looks_like_markdown(text: str) -> bool:
    """Whether a text without HTML bears marks of Markdown."""
    return bool(_SIGNS.search(text))


def markdown_html(text: str) -> str:
    """Markdown as HTML: paragraphs, headings, lists, quotations, links; pictures and short codes left out."""
    text = _FENCE.sub("", _FRONT_MATTER.sub("", text.replace("\r\n", "\n"), count=1) if text[:4] == "---\n" else text)
    out: list[str] = []
    lines: list[str] = []

    def close() -> None:
        if lines:
            out.append(f"<p>{_inline(' '.join(lines))}</p>")
            lines.clear()

    for line in text.split("\n"):
        bare = line.strip()
        heading, item, quote = _HEADING.fullmatch(bare), _ITEM.fullmatch(line), _QUOTE.fullmatch(line)
        if not bare or _RULE.fullmatch(line) or _NO_WORDS.fullmatch(bare):
            close()
        elif heading:
            close()
            out.append(f"<h{max(len(heading[1]), 2)}>{_inline(heading[2])}</h{max(len(heading[1]), 2)}>")
        elif item:
            close()
            out.append(f"<li>{_inline(item[1])}</li>")
        elif quote and not lines:
            out.append(f"<blockquote>{_inline(quote[1])}</blockquote>")
        else:
            lines.append(bare + ("<br>" if line.endswith(("  ", "\\")) else ""))
    close()
    return "".join(out)


def _inline(text: str) -> str:
    text = escape(_IMAGE.sub("", text), quote=False).replace("&lt;br&gt;", "<br>")
    text = _LINK.sub(lambda found: f'<a href="{escape(found[2])}">{found[1]}</a>', text)
    text = _BARE.sub(r"\1", _OTHER_LINK.sub(r"\1", text))
    text = _EMPHASIS.sub(r"\3", _EMPHASIS.sub(r"\3", text))
    return _ESCAPED.sub(r"\1", text)
