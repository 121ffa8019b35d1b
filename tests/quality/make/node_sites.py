"""Pages of Hexo with three themes, and of VitePress: python -m tests.quality.make.node_sites HEXO VITEPRESS

Each folder holds the node_modules that README.md names; what is built lies beside them and can be thrown away.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.quality.make.corpus import markdown_of, posts, written
from tests.quality.make.keeping import keep_other, keep_post
from tests.quality.make.static_sites import ABOUT, SITE, listed, read, write

ALL = posts()
THEMES = {
    "next": [ALL["pension-cola"], written("n2", "2024-02-29T10:00", 260)],
    "fluid": [written("f1", "2023-12-31T23:30", 300, author="Ben Okafor"), ALL["call-senate"]],
    "butterfly": [ALL["food-bank"], written("es1", "2025-05-05T09:00", 200, tags=("Comunidad",))],
}

#: next prints the site's name where a post has no author, butterfly always
AUTHOR = {
    "next": lambda author: author or "Local 404",
    "fluid": lambda author: author,
    "butterfly": lambda author: "Local 404",
}


def run(folder: Path, *command: str) -> None:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={**os.environ, "TZ": "America/New_York"}
    )
    if done.returncode:
        raise RuntimeError(f"{command} failed: {done.stdout[-1500:]} {done.stderr[-1500:]}")


def hexo(base: Path) -> None:
    for theme, made in THEMES.items():
        root = base / f"site-{theme}"
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir()
        (root / "node_modules").symlink_to(base / "node_modules")
        package = json.loads(read(base / "package.json"))
        write(root / "package.json", json.dumps({**package, "hexo": {"version": ""}}))
        lang = "es" if theme == "butterfly" else "en"
        write(
            root / "_config.yml",
            f"title: Local 404\nauthor: Local 404\nurl: {SITE}\nroot: /\npermalink: :year/:month/:day/:title/\ntheme: {theme}\ntimezone: America/New_York\nlanguage: {lang}\n",
        )
        if theme == "next":
            write(
                root / "_config.next.yml",
                "scheme: Gemini\nsidebar:\n  position: left\ncreative_commons:\n  post: true\n",
            )
        for post in made:
            author = f"author: {post.author}\n" if post.author else ""
            head = f'---\ntitle: "{post.title}"\ndate: {post.when:%Y-%m-%d %H:%M:%S}\nupdated: 2026-01-15 08:00:00\ntags: {listed(post.tags)}\ncategories: [News]\n{author}---\n'
            write(root / "source/_posts" / f"{post.slug}.md", head + markdown_of(post))
        write(root / "source/about/index.md", f"---\ntitle: About\nlayout: page\n---\n{ABOUT}")
        run(root, "node", "node_modules/hexo/bin/hexo", "generate")
        for post in made:
            path = f"{post.when:%Y/%m/%d}/{post.slug}/"
            page = read(root / "public" / path / "index.html")
            keep_post(
                f"hexo-{theme}-{post.id}",
                page,
                post,
                f"{SITE}/{path}",
                f"Hexo, theme {theme}",
                tags=[*post.tags, "News"],
                author=AUTHOR[theme](post.author),
            )
        if theme == "fluid":
            keep_other(
                "hexo-fluid-about",
                read(root / "public/about/index.html"),
                f"{SITE}/about/",
                "Hexo, theme fluid",
                "about the local",
            )
        if theme == "butterfly":
            keep_other(
                "hexo-butterfly-archive",
                read(root / "public/archives/index.html"),
                f"{SITE}/archives/",
                "Hexo, theme butterfly",
                "an archive list",
            )


def vitepress(base: Path) -> None:
    """VitePress with its own theme, used as a blog: the day is a line of the text, as its writers put it there."""
    root = base / "site"
    shutil.rmtree(root, ignore_errors=True)
    write(
        root / ".vitepress/config.mjs",
        "export default {title: 'Local 404', cleanUrls: true, themeConfig: {nav: [{text: 'News', link: '/news'}],\n"
        " sidebar: [{text: 'News', items: [{text: 'A quiet room', link: '/quiet'}, {text: 'All news', link: '/news'}]}],\n"
        " docFooter: {prev: 'Older', next: 'Newer'}, editLink: {pattern: 'https://code.example/:path'}}}\n",
    )
    made = [written("v1", "2025-06-24", 230), ALL["safety-fine"]]
    for post in made:
        write(root / f"{post.slug}.md", f"# {post.title}\n\n*{post.long_day}*\n\n{markdown_of(post)}\n")
    run(base, "node_modules/.bin/vitepress", "build", "site")
    for post in made:
        page = read(root / ".vitepress/dist" / f"{post.slug}.html")
        keep_post(f"vitepress-{post.id}", page, post, f"{SITE}/{post.slug}", "VitePress, default theme", tags=[])


if __name__ == "__main__":
    hexo(Path(sys.argv[1]).resolve())
    vitepress(Path(sys.argv[2]).resolve())
