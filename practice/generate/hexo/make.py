"""Makes www.council318.example with Hexo: python -m practice.generate.hexo.make NODE_MODULES."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from practice.generate.markdown import write_all
from practice.generate.snapshot import Snapshot, keep_folder
from practice.platforms.made_by_generators import HexoFullText

CONFIG = """
title: Council 318
author: Council 318 Staff
language: en
timezone: UTC
url: https://www.council318.example
permalink: :year/:month/:day/:title/
theme: landscape
per_page: 8
index_generator: {per_page: 8, order_by: -date}
archive_generator: {per_page: 10, yearly: false, monthly: false}
feed: {type: atom, path: atom.xml, limit: 15, content: true, order_by: -date}
highlight: {enable: false}
marked: {smartypants: true}
"""
ABOUT = """---
title: About
date: 2021-01-05 09:00:00
updated: 2021-01-05 09:00:00
---
Nine locals, one council.
"""
FIELDS = {"date": "{iso}", "updated": "{updated}", "author": "{author}", "description": "{teaser}"}


def main(modules: str) -> int:
    site, snapshot = HexoFullText(), Snapshot(HexoFullText.snapshot_name)
    for day in (1, 2):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "node_modules").symlink_to(Path(modules).resolve())
            names = (
                "renderer-ejs",
                "renderer-marked",
                "generator-archive",
                "generator-index",
                "generator-feed",
                "theme-landscape",
            )
            needs = ",".join(f'"hexo-{one}":"*"' for one in names)
            (folder / "package.json").write_text(
                f'{{"name":"s","version":"1.0.0","private":true,"hexo":{{"version":"8"}},"dependencies":{{{needs}}}}}'
            )
            (folder / "_config.yml").write_text(CONFIG, encoding="utf-8")
            write_all(site, day, folder / "source" / "_posts", FIELDS)
            about = folder / "source" / "about"
            about.mkdir()
            (about / "index.md").write_text(ABOUT)
            subprocess.run([str(Path(modules) / ".bin" / "hexo"), "generate", "--silent"], cwd=folder, check=True)
            keep_folder(snapshot, day, folder / "public")
    snapshot.write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
