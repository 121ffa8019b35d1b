"""Makes www.local9130.example with Pelican: python -m practice.generate.pelican.make PELICAN (path of its command)."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from practice.generate.markdown import body
from practice.generate.snapshot import Snapshot, keep_folder
from practice.platforms.made_by_generators import PelicanFeed
from practice.shapes import Post

CONFIG = """
SITENAME = "Local 9130"
SITEURL = "https://www.local9130.example"
TIMEZONE = "America/Chicago"
DEFAULT_LANG = "en"
THEME = "simple"
ARTICLE_URL = ARTICLE_SAVE_AS = "posts/{slug}.html"
DIRECT_TEMPLATES = []
CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = TAG_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_ALL_RSS = "feed.xml"
RSS_FEED_SUMMARY_ONLY = True
DELETE_OUTPUT_DIRECTORY = True
"""
PAGES = {
    "stewards": "Title: Stewards\n\nAsk for a steward at the gate of any yard.\n",
    "welcome": "Title: Welcome\nsave_as: index.html\n\nLocal 9130 speaks for those who keep the buses rolling. "
    "Our news goes out by feed; put its address into your reader.\n",
}


def main(command: str) -> int:
    site, snapshot = PelicanFeed(), Snapshot(PelicanFeed.snapshot_name)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "conf.py").write_text(CONFIG, encoding="utf-8")
        posts = folder / "content" / "posts"
        posts.mkdir(parents=True)
        (folder / "content" / "pages").mkdir()
        for post in site.current(1):
            (posts / f"{post.notes['slug']}.md").write_text(_head(post) + body(post), encoding="utf-8")
        for page, text in PAGES.items():
            (folder / "content" / "pages" / f"{page}.md").write_text(text, encoding="utf-8")
        subprocess.run([command, "content", "-s", "conf.py", "-o", "output"], cwd=folder, check=True)
        keep_folder(snapshot, 1, folder / "output")
    snapshot.write()
    return 0


def _head(post: Post) -> str:
    fields = {
        "Title": post.title,
        "Date": f"{post.local:%Y-%m-%d %H:%M}",
        "Slug": post.notes["slug"],
        "Author": post.author,
        "Summary": post.piece.teaser,
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
