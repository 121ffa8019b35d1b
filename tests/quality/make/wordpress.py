"""Pages of a real WordPress with three of its own themes, comments, tags and pages: python -m tests.quality.make.wordpress

Needs the Debian packages that practice/generate/README.md names and wordpress-theme-twentytwentytwo. All in a temporary
folder and on loopback.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from practice.generate.wordpress.make import HERE, PORT, SYSTEM, _config, _database, _web
from tests.quality.make.corpus import Post, html_of, posts, written
from tests.quality.make.keeping import keep_other, keep_post
from tests.quality.make.static_sites import ABOUT

ALL = posts()
HOST = "www.council9.example"
THEMES = {
    "twentytwentyone": [
        ALL["joint-statement"],
        ALL["newsletter-fall"],
        written("w1", "2022-06-30T23:15", 320, author="Gwen Tabor"),
    ],
    "twentytwentytwo": [
        ALL["video-nurses"],
        written("w2", "2021-01-01T00:30", 240, tags=("Contracts", "Wages")),
        written("pr2", "2024-04-04T12:00"),
    ],
    "twentytwentythree": [
        ALL["clipping-radio"],
        written("es2", "2025-10-31T19:00", 260),
        written("hi3", "2020-09-07T08:00"),
    ],
}
#: a head as the usual search-engine plug-ins write it, on the second theme only
HEAD = """<?php add_action('wp_head', function () { if (get_option('stylesheet') !== 'twentytwentytwo' || !is_single()) return;
$post = get_post(); $url = get_permalink();
$graph = [['@type' => 'Article', '@id' => "$url#article", 'headline' => get_the_title() . ' - Council 9', 'datePublished' => get_the_date('c'),
 'dateModified' => get_the_modified_date('c'), 'author' => ['@type' => 'Person', 'name' => 'admin'], 'inLanguage' => 'en-US'],
 ['@type' => 'WebSite', 'name' => 'Council 9', 'url' => home_url()], ['@type' => 'BreadcrumbList', 'itemListElement' => []]];
echo '<script type="application/ld+json" class="graph">' . wp_json_encode(['@context' => 'https://schema.org', '@graph' => $graph]) . '</script>';
echo '<meta property="og:title" content="' . esc_attr(get_the_title()) . ' - Council 9">';
echo '<meta property="article:published_time" content="' . get_the_date('c') . '"><meta property="article:modified_time" content="' . get_the_modified_date('c') . '">';
});"""


def main() -> int:
    for theme, made in THEMES.items():
        with tempfile.TemporaryDirectory() as folder:
            _make(Path(folder), theme, made)
        print(theme)
    return 0


def _make(folder: Path, theme: str, made: list[Post]) -> None:
    root = folder / "wp"
    shutil.copytree(SYSTEM, root, symlinks=False, ignore_dangling_symlinks=True)
    plugins = root / "wp-content/mu-plugins"
    plugins.mkdir(parents=True)
    shutil.copy(HERE / "practice.php", plugins)
    (plugins / "head.php").write_text(HEAD, encoding="utf-8")
    socket = folder / "db.sock"
    (root / "wp-config.php").write_text(_config(socket), encoding="utf-8")
    environment = {**os.environ, "WP_ROOT": str(root)}
    file = folder / "fill.json"
    file.write_text(json.dumps(_plan(theme, made), ensure_ascii=False), encoding="utf-8")
    with _database(folder, socket), _web(root, environment):
        subprocess.run(["php", str(HERE / "fill.php"), str(file)], env=environment, check=True)
        for post in made:
            path = f"/{post.when:%Y/%m}/{post.slug}/"
            tags = {"tags": [_category(post)], "author": "Council 9 Staff"}
            keep_post(
                f"wp-{theme}-{post.id}",
                _get(path),
                post,
                f"https://{HOST}{path}",
                f"WordPress 6.1, theme {theme}",
                **tags,
            )
        if theme == "twentytwentyone":
            keep_other(
                "wp-search",
                _get("/?s=contract"),
                f"https://{HOST}/?s=contract",
                f"WordPress 6.1, theme {theme}",
                "a search page",
            )
            keep_other(
                "wp-page",
                _get("/about-us/"),
                f"https://{HOST}/about-us/",
                f"WordPress 6.1, theme {theme}",
                "about the council",
            )
        if theme == "twentytwentythree":
            keep_other(
                "wp-missing",
                _get("/not-there/"),
                f"https://{HOST}/not-there/",
                f"WordPress 6.1, theme {theme}",
                "an error page",
            )
            keep_other(
                "wp-category",
                _get("/category/news/"),
                f"https://{HOST}/category/news/",
                f"WordPress 6.1, theme {theme}",
                "the list of a category",
            )


def _plan(theme: str, made: list[Post]) -> dict[str, object]:
    entries = [_entry(100 + at, post) for at, post in enumerate(made)]
    about = written("about", "2019-05-05T10:00")
    entries.append(
        {
            **_entry(90, about),
            "type": "page",
            "title": "About us",
            "slug": "about-us",
            "content": f"<p>{ABOUT}</p>",
            "category": "",
        }
    )
    options = {
        "home": f"https://{HOST}", "siteurl": f"https://{HOST}", "permalink_structure": "/%year%/%monthnum%/%postname%/",
        "timezone_string": "America/New_York", "blogdescription": "The union of public employees", "date_format": "F j, Y",
        "default_comment_status": "open",
    }  # fmt: skip
    return {
        "host": HOST, "day": 1, "title": "Council 9", "theme": theme, "locale": "en_US", "author": "Council 9 Staff",
        "options": options, "posts": entries, "delete": [], "front": None, "list": None,
    }  # fmt: skip


def _entry(number: int, post: Post) -> dict[str, object]:
    stamp, changed = f"{post.when:%Y-%m-%d %H:%M:%S}", "2026-02-02 10:00:00"
    return {
        "number": number, "title": post.title, "content": _blocks(post), "excerpt": "", "slug": post.slug, "type": "post",
        "status": "publish", "password": "", "category": _category(post), "date": stamp, "date_gmt": "", "modified": changed,
        "modified_gmt": changed,
    }  # fmt: skip


def _category(post: Post) -> str:
    return post.tags[0] if post.tags else "News"


def _blocks(post: Post) -> str:
    """The text in block markup, with a button and a share line as editors paste them."""
    out = []
    for line in html_of(
        post,
        fig='<figure class="wp-block-image"><img src="/img/{2}.jpg" alt="{1}"/><figcaption>{0}</figcaption></figure>',
    ).split("\n"):
        name = {
            "<p": "paragraph",
            "<h": "heading",
            "<u": "list",
            "<o": "list",
            "<b": "quote",
            "<t": "table",
            "<f": "image",
        }.get(line[:2], "html")
        out.append(f"<!-- wp:{name} -->\n{line}\n<!-- /wp:{name} -->")
    return "\n\n".join(out)


def _get(path: str) -> str:
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", headers={"Host": HOST})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.read().decode()


if __name__ == "__main__":
    raise SystemExit(main())
