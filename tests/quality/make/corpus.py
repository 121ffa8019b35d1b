"""The posts behind the pages: words of `posts.txt` and of the practice web's writer, as HTML, as Markdown and as truth."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from practice import writer

HERE = Path(__file__).resolve().parent
LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


@dataclass(frozen=True)
class Block:
    """kind: p, h, ul, ol, quote, table, fig, pull, video, contact. lines: the text, or its parts."""

    kind: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class When:
    """The time and place of an event; times are local to the zone."""

    starts: datetime
    ends: datetime | None
    zone: str
    venue: str
    street_address: str
    registration: str | None


@dataclass(frozen=True)
class Post:
    """One post as it was written. when: local; has_time: whether more than the day is known."""

    id: str
    title: str
    when: datetime
    blocks: tuple[Block, ...]
    author: str | None = None
    kind: str | None = None
    tags: tuple[str, ...] = ()
    lang: str = "en"
    event: When | None = None
    has_time: bool = True
    teaser: str = field(default="")

    @property
    def slug(self) -> str:
        return writer.slug(self.title, 60)

    @property
    def day(self) -> str:
        return self.when.date().isoformat()

    @property
    def long_day(self) -> str:
        return f"{self.when:%B} {self.when.day}, {self.when.year}"

    @property
    def summary(self) -> str:
        """The first words of the text."""
        if self.teaser:
            return self.teaser
        first = next(block.lines[0] for block in self.blocks if block.kind == "p")
        return first if len(first) < 160 else first[:157].rsplit(" ", 1)[0] + "…"

    def only(self, *kinds: str) -> Post:
        """The same post without blocks of some kinds."""
        return replace(self, blocks=tuple(block for block in self.blocks if block.kind not in kinds))


def posts() -> dict[str, Post]:
    """All posts of posts.txt by their ids."""
    parts = re.split(r"^@ ", (HERE / "posts.txt").read_text(encoding="utf-8"), flags=re.M)
    return {post.id: post for post in map(_post, filter(str.strip, parts))}


def written(seed: str, when: str, words: int = 220, **more: object) -> Post:
    """A post by the practice web's writer; seeds starting with es are Spanish, with pr are press releases."""
    made = {"es": writer.noticia, "pr": writer.statement, "hi": writer.history_note}.get(seed[:2])
    piece = made(seed, "Local 404") if made else writer.article(seed, "Local 404", words)
    blocks: list[Block] = []
    for one in piece.blocks:
        kind = {"li": "ul"}.get(one.kind, one.kind)
        if kind == "ul" and blocks and blocks[-1].kind == "ul":
            blocks[-1] = Block("ul", (*blocks[-1].lines, one.text))
        else:
            blocks.append(Block(kind, (one.text,)))
    lang = "es" if seed.startswith("es") else "en"
    post = Post(seed, piece.title, datetime.fromisoformat(when), tuple(blocks), lang=lang, has_time="T" in when)
    return replace(post, **more)  # type: ignore[arg-type]


def _post(text: str) -> Post:
    lines = text.splitlines()
    head: dict[str, str] = {}
    at = 1
    while ": " in lines[at] + " " and (found := re.match(r"([a-z]+): ?(.*)$", lines[at])):
        head[found[1]] = found[2].strip()
        at += 1
    tags = tuple(tag.strip() for tag in head.get("tags", "").split(",") if tag.strip())
    when = head["when"].replace(" ", "T")
    return Post(
        lines[0].strip(), head["title"], datetime.fromisoformat(when), tuple(_blocks(lines[at:])), head["author"] or None,
        head["kind"] or None, tags, head.get("lang", "en"), _event(head.get("event")), "T" in when,
    )  # fmt: skip


def _event(text: str | None) -> When | None:
    if not text:
        return None
    starts, ends, zone, venue, address, registration = (part.strip() for part in text.split("|"))
    return When(
        datetime.fromisoformat(starts), datetime.fromisoformat(ends), zone, venue, address, registration or None
    )


def _blocks(lines: Iterable[str]) -> Iterable[Block]:
    for part in re.split(r"\n\n|\n(?=!)|(?<=\n)(?=!)|\n(?=[^-0-9|>!\n])", "\n".join(lines).strip()):
        rows = [row for row in part.strip().split("\n") if row]
        if not rows:
            continue
        first = rows[0]
        if first.startswith("!"):
            kind, _, rest = first[1:].partition(" ")
            yield Block(kind, tuple(piece.strip() for piece in rest.split(" | ")))
        elif first.startswith("## "):
            yield Block("h", (first[3:],))
        elif first.startswith("- "):
            yield Block("ul", tuple(row[2:] for row in rows))
        elif re.match(r"\d\. ", first):
            yield Block("ol", tuple(row[3:] for row in rows))
        elif first.startswith("> "):
            yield Block("quote", (first[2:],))
        elif first.startswith("| "):
            yield Block("table", tuple(row.strip("| ") for row in rows))
        else:
            yield Block("p", (" ".join(rows),))


def body_of(post: Post) -> str:
    """What an archivist keeps: paragraphs, headings, lists, quotations, tables; no captions and no contact lines."""
    out = []
    for block in post.blocks:
        if block.kind in {"ul", "ol"}:
            out.append("\n".join(f"- {line}" for line in block.lines))
        elif block.kind == "table":
            out.append("\n".join(block.lines))
        elif block.kind in {"p", "h", "quote"}:
            out.append(block.lines[0])
    return LINK.sub(r"\1", "\n\n".join(out))


def truth_of(post: Post, url: str, make: str, **more: object) -> dict[str, object]:
    """The truth that stands beside a page. more: what a page says otherwise, such as said=False without a day."""
    truth: dict[str, object] = {
        "url": url, "make": make, "title": post.title, "day": post.day, "said": True, "body": body_of(post),
        "author": post.author, "kind": post.kind, "language": post.lang, "tags": list(post.tags), "zone": "America/New_York",
    }  # fmt: skip
    if post.event:
        zone = ZoneInfo(post.event.zone)
        ends = post.event.ends
        truth["zone"] = post.event.zone
        truth["event"] = {
            "starts_at": post.event.starts.replace(tzinfo=zone).isoformat(),
            "ends_at": ends.replace(tzinfo=zone).isoformat() if ends else None,
            "venue": post.event.venue,
            "street_address": post.event.street_address,
            "registration_url": post.event.registration,
        }
        truth["may"] = f"{post.event.venue}, {post.event.street_address}"
    return truth | more


def esc(text: str) -> str:
    return html.escape(text, quote=False)


def inline(text: str) -> str:
    return LINK.sub(r'<a href="\2">\1</a>', esc(text))


def html_of(post: Post, p: str = "<p>{}</p>", h: str = "h2", fig: str = "", contact: str = "<p>{}</p>") -> str:
    """The text as plain HTML. p, fig, contact: patterns; fig takes caption and alt."""
    fig = fig or '<figure><img src="/img/{2}.jpg" alt="{1}"><figcaption>{0}</figcaption></figure>'
    out = []
    for block in post.blocks:
        first = inline(block.lines[0])
        rows = [inline(line) for line in block.lines]
        match block.kind:
            case "p":
                out.append(p.format(first))
            case "h":
                out.append(f"<{h}>{first}</{h}>")
            case "ul" | "ol":
                out.append(f"<{block.kind}>{''.join(f'<li>{row}</li>' for row in rows)}</{block.kind}>")
            case "quote":
                out.append(f"<blockquote><p>{first}</p></blockquote>")
            case "table":
                out.append(_table(rows))
            case "fig":
                out.append(fig.format(first, html.escape(block.lines[-1]), post.id))
            case "pull":
                out.append(f'<aside class="pullquote"><p>{first}</p></aside>')
            case "video":
                out.append(f'<div class="embed"><iframe src="{first}" title="Video" allowfullscreen></iframe></div>')
            case "contact":
                out.extend(contact.format(row) for row in rows)
    return "\n".join(out)


def _table(rows: list[str]) -> str:
    head, *others = [row.split(" | ") for row in rows]
    top = "".join(f"<th>{cell}</th>" for cell in head)
    rest = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in others)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{rest}</tbody></table>"


def markdown_of(post: Post, raw_html: bool = True) -> str:
    """The text as Markdown, with HTML for what Markdown lacks."""
    out = []
    for block in post.blocks:
        first = block.lines[0]
        match block.kind:
            case "p":
                out.append(first)
            case "h":
                out.append(f"## {first}")
            case "ul":
                out.append("\n".join(f"- {row}" for row in block.lines))
            case "ol":
                out.append("\n".join(f"{at}. {row}" for at, row in enumerate(block.lines, 1)))
            case "quote":
                out.append(f"> {first}")
            case "table":
                head, *rows = block.lines
                rule = "|".join(" --- " for _ in head.split(" | "))
                out.append("\n".join([f"| {head} |", f"|{rule}|", *(f"| {row} |" for row in rows)]))
            case "contact":
                out.extend(block.lines)
            case "fig" if not raw_html:
                out.append(f'![{block.lines[-1]}](/img/{post.id}.jpg "{first}")')
            case _ if raw_html:
                out.append(html_of(replace(post, blocks=(block,))))
    return "\n\n".join(out)
