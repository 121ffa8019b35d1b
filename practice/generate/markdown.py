"""A post as the Markdown file that a static site generator reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from practice.shapes import Post, now
from practice.site import Site


def body(post: Post) -> str:
    """The body in Markdown."""
    out, before = [], ""
    for block in post.blocks:
        line = {"h": f"## {block.text}", "li": f"- {block.text}", "quote": f"> {block.text}"}.get(
            block.kind, block.text
        )
        out.append(line if before == block.kind == "li" else f"\n{line}")
        before = block.kind
    return "\n".join(out) + "\n"


def write_all(site: Site, day: int, folder: Path, fields: Mapping[str, str]) -> None:
    """One file a post under `folder`, its head in YAML; fields: further lines of the head, filled by str.format."""
    before = set(site.current(1))
    folder.mkdir(parents=True, exist_ok=True)
    for post in site.current(day):
        known = {
            "iso": post.local.isoformat(),
            "updated": (post.local if post in before else max(post.at, now(day))).isoformat(),
            "slug": post.notes["slug"],
            "author": post.author or "",
            "teaser": json.dumps(post.piece.teaser),
        }
        lines = [f"title: {json.dumps(post.title, ensure_ascii=False)}"]
        lines += [f"{name}: {value.format(**known)}" for name, value in fields.items()]
        text = "---\n" + "\n".join(lines) + "\n---\n" + body(post)
        (folder / f"{post.notes['slug']}.md").write_text(text, encoding="utf-8")
