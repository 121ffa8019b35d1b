"""Makes www.united-desks.example with Eleventy: python -m practice.generate.eleventy.make NODE_MODULES."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from practice.generate.markdown import write_all
from practice.generate.snapshot import Snapshot, keep_folder
from practice.platforms.made_by_generators import EleventyLists

HERE = Path(__file__).parent
FIELDS = {
    "date": "{iso}",
    "author": "{author}",
    "permalink": "/stories/{slug}/",
    "teaser": "{teaser}",
    "layout": "story.njk",
    "tags": "story",
}


def main(modules: str) -> int:
    site, snapshot = EleventyLists(), Snapshot(EleventyLists.snapshot_name)
    for day in (1, 2):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            shutil.copytree(HERE, folder / "site", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
            write_all(site, day, folder / "site" / "posts", FIELDS)
            command = ["node", str(Path(modules).resolve() / "@11ty" / "eleventy" / "cmd.js"), "--quiet"]
            subprocess.run(command, cwd=folder / "site", check=True)
            keep_folder(snapshot, day, folder / "site" / "_site")
    snapshot.write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
