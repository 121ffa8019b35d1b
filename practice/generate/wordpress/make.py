"""Makes the pages of the two WordPress sites with a real WordPress: python -m practice.generate.wordpress.make

Needs the Debian packages of generate/README.md. Everything runs in a temporary folder and on loopback.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from practice.generate.snapshot import Answer, Asker, Snapshot
from practice.platforms import wordpress, wordpress_posts
from practice.shapes import Post, now

HERE = Path(__file__).parent
SYSTEM = Path("/usr/share/wordpress")
PORT = 18231


@dataclass(frozen=True, slots=True)
class Plan:
    """One site: how it is installed and which of its addresses are kept."""

    site: wordpress.WordPress
    title: str
    theme: str
    locale: str
    permalinks: str
    environment: dict[str, str]
    per_page: int
    list_path: str
    front: int | None = None
    list_page: int | None = None


def main() -> int:
    plans = (
        Plan(
            wordpress.Council231(),
            "Council 231",
            "twentytwentyone",
            "en_US",
            "/%year%/%monthnum%/%postname%/",
            {"SITE_BULLETINS": "1"},
            10,
            "",
        ),
        Plan(
            wordpress.Local9077(),
            "Local 9077",
            "twentytwentythree",
            "es_ES",
            "/%postname%/",
            {"SITE_CLOSED": "1"},
            8,
            "noticias",
            20,
            30,
        ),
    )
    for plan in plans:
        with tempfile.TemporaryDirectory() as folder:
            _make(plan, Path(folder))
    return 0


def _make(plan: Plan, folder: Path) -> None:
    root = folder / "wp"
    shutil.copytree(SYSTEM, root, symlinks=False, ignore_dangling_symlinks=True)
    plugins = root / "wp-content" / "mu-plugins"
    plugins.mkdir(parents=True)
    shutil.copy(HERE / "practice.php", plugins)
    socket = folder / "db.sock"
    (root / "wp-config.php").write_text(_config(socket), encoding="utf-8")
    environment = {**os.environ, "WP_ROOT": str(root), **plan.environment}
    with _database(folder, socket), _web(root, environment):
        snapshot = Snapshot(plan.site.snapshot_name)
        for day in (1, 2):
            file = folder / f"day{day}.json"
            file.write_text(json.dumps(_fill(plan, day), ensure_ascii=False), encoding="utf-8")
            subprocess.run(["php", str(HERE / "fill.php"), str(file)], env=environment, check=True)
            _keep(plan, snapshot, day)
        snapshot.write()


def _fill(plan: Plan, day: int) -> dict[str, Any]:
    site = plan.site
    before = {post.key: post for post in site.current(1)} if day == 2 else {}
    posts = [post for post in site.current(day) if before.get(post.key) != post and post.event is None]
    gone = [post.number for key, post in before.items() if key not in {one.key for one in site.current(day)}]
    entries = [
        _entry(post, day if post.key in before else 1) for post in sorted(posts, key=lambda one: one.number or 0)
    ]
    if day == 1:
        entries += [_extra(extra) for extra in wordpress_posts.extras(site.name)]
        if plan.list_page:
            entries.append(
                {
                    **entries[-1],
                    "number": plan.list_page,
                    "slug": plan.list_path,
                    "title": "Noticias",
                    "type": "page",
                    "status": "publish",
                    "password": "",
                    "content": "",
                    "category": "",
                }
            )
    return {
        "host": site.hosts[0],
        "day": day,
        "title": plan.title,
        "theme": plan.theme,
        "locale": plan.locale,
        "author": site.posts[0].author,
        "options": _options(plan),
        "posts": entries,
        "delete": gone,
        "front": plan.front,
        "list": plan.list_page,
    }


def _options(plan: Plan) -> dict[str, Any]:
    """What an operator sets in the dashboard."""
    site = plan.site
    return {
        "home": f"https://{site.hosts[0]}",
        "siteurl": f"https://{site.hosts[0]}",
        "permalink_structure": plan.permalinks,
        "timezone_string": str(site.posts[0].zone),
        "posts_per_page": plan.per_page,
        "posts_per_rss": 10,
        "rss_use_excerpt": "" if plan.environment.get("SITE_CLOSED") else "1",
        "blogdescription": "",
        "default_comment_status": "closed",
        "WPLANG": "" if plan.locale == "en_US" else plan.locale,
        "date_format": "F j, Y" if plan.locale == "en_US" else "j F, Y",
    }


def _entry(post: Post, day: int) -> dict[str, Any]:
    """A post as WordPress takes it: block markup for newer ones, the classic editor's for older ones."""
    modified = post.at if day == 1 else now(2)
    content = wordpress.content_of(post)
    excerpt = post.piece.teaser if (post.number or 0) % 3 == 0 else ""
    return {
        "number": post.number,
        "title": post.title,
        "content": content,
        "excerpt": excerpt,
        "slug": post.notes["slug"],
        "type": post.notes["type"],
        "status": "publish",
        "password": "",
        "category": post.notes["category"] if post.notes["type"] == "post" else "",
        "date": f"{post.local:%Y-%m-%d %H:%M:%S}",
        "date_gmt": f"{post.at:%Y-%m-%d %H:%M:%S}",
        "modified": f"{modified.astimezone(post.zone):%Y-%m-%d %H:%M:%S}",
        "modified_gmt": f"{modified:%Y-%m-%d %H:%M:%S}",
    }


def _extra(extra: wordpress_posts.Extra) -> dict[str, Any]:
    at = datetime(2024, 3, 4, 17, 0, tzinfo=UTC)
    stamp = f"{at:%Y-%m-%d %H:%M:%S}"
    status = "publish" if extra.state == "protected" else extra.state
    return {
        "number": extra.number,
        "title": extra.piece.title,
        "content": extra.piece.text,
        "excerpt": "",
        "slug": extra.slug,
        "type": extra.type,
        "status": status,
        "category": "",
        "password": "solidarity" if extra.state == "protected" else "",
        "date": stamp,
        "date_gmt": stamp,
        "modified": stamp,
        "modified_gmt": stamp,
    }


def _keep(plan: Plan, snapshot: Snapshot, day: int) -> None:
    """Ask the running WordPress for every public page, feed, sitemap and API collection."""
    site, asker = plan.site, Asker(f"http://127.0.0.1:{PORT}", plan.site.hosts[0])
    lists = [f"/{plan.list_path}".rstrip("/")]
    if plan.environment.get("SITE_BULLETINS"):
        lists += ["/category/news", "/category/bargaining", "/category/in-the-news", "/bulletins"]
        snapshot.keep(day, "/bulletins/feed/", asker.get("/bulletins/feed/"))
    for path in lists:
        for number in range(1, 40):
            page = f"{path}/" if number == 1 else f"{path}/page/{number}/"
            if not snapshot.keep(day, page, asker.get(page)):
                break
    paths = ["/", "/feed/", "/author/staff/", "/wp-sitemap.xml", "/robots.txt"]
    paths += [f"/feed/?paged={number}" for number in range(2, 8)]
    paths += asker.sitemaps("/wp-sitemap.xml")
    paths += [f"/{one.slug}/" for one in wordpress_posts.extras(site.name) if one.type == "page"]
    protected = next(one for one in wordpress_posts.extras(site.name) if one.state == "protected")
    paths.append(asker.final(f"/?p={protected.number}"))
    paths += [post.url.removeprefix(site.home) for post in site.current(day) if post.event is None]
    for path in paths:
        snapshot.keep(day, path, asker.get(path))
    if not plan.environment.get("SITE_CLOSED"):
        for name in ("posts", "pages", "bulletins", "categories", "types"):
            snapshot.keep(day, f"/wp-json/wp/v2/{name}", asker.get(f"/wp-json/wp/v2/{name}?per_page=100"))
        snapshot.keep(day, "/wp-json", _short(asker.get("/wp-json/")))


def _short(answer: Answer) -> Answer:
    """The root of the API without its list of routes, which is long and says nothing of posts."""
    root = json.loads(answer.body)
    kept = {name: value for name, value in root.items() if name not in {"routes", "_links"}}
    return replace(answer, body=json.dumps(kept).encode())


def _config(socket: Path) -> str:
    return f"""<?php
define('DB_NAME', 'practice'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('DISABLE_WP_CRON', true); define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_DEBUG', false); $table_prefix = 'wp_';
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""


@contextlib.contextmanager
def _database(folder: Path, socket: Path) -> Iterator[None]:
    data = folder / "db"
    user = f"--user={os.environ.get('USER', 'root')}"
    subprocess.run(
        ["mariadb-install-db", user, f"--datadir={data}", "--auth-root-authentication-method=normal"],
        check=True,
        capture_output=True,
    )
    command = [
        "/usr/sbin/mariadbd",
        user,
        f"--datadir={data}",
        f"--socket={socket}",
        "--skip-networking",
        "--skip-grant-tables",
        f"--pid-file={folder / 'db.pid'}",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            _wait(lambda: socket.exists())
            subprocess.run(
                ["mariadb", f"--socket={socket}", "-e", "create database practice character set utf8mb4"], check=True
            )
            yield
        finally:
            running.terminate()


@contextlib.contextmanager
def _web(root: Path, environment: dict[str, str]) -> Iterator[None]:
    command = ["php", "-S", f"127.0.0.1:{PORT}", "-t", str(root), str(HERE / "router.php")]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            time.sleep(1)
            yield
        finally:
            running.terminate()


def _wait(ready: Any) -> None:
    for _ in range(300):
        if ready():
            return
        time.sleep(0.1)
    raise TimeoutError("the database did not start within 30 seconds")


if __name__ == "__main__":
    sys.exit(main())
