"""Pages of static site generators, each with its own theme or built-in parts: python -m tests.quality.make.static_sites [NAME …]

Needs the command of each generator on the path (see README.md); those that are absent are named and left out.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.quality.make.corpus import html_of, markdown_of, posts, written
from tests.quality.make.keeping import keep_other, keep_post

HERE = Path(__file__).resolve().parent
ALL = posts()
SITE = "https://www.local404.example"


def run(folder: Path, *command: str) -> None:
    """Run a generator. Raises CalledProcessError with what it printed."""
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={**os.environ, "TZ": "America/New_York"}
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed in {folder}: {done.stdout[-1500:]} {done.stderr[-1500:]}")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def listed(words: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def hugo(folder: Path) -> None:
    """Hugo with its own Open Graph, Schema and Twitter parts (site a), and with none (site b)."""
    for name, ids in (
        ("a", ("clinic-vote", "contract-table", "scholarship-2025", "safety-fine")),
        ("b", ("heat-rule", "two-lines", "museum-strike")),
    ):
        root = folder / name
        shutil.copytree(HERE / "hugo" / name, root)
        for post in (ALL[one] for one in ids):
            stamp = f"{post.when:%Y-%m-%dT%H:%M:%S}-04:00" if post.has_time else post.day
            head = f'---\ntitle: "{post.title}"\ndate: {stamp}\ntags: {listed(post.tags)}\nauthor: "{post.author or ""}"\n---\n\n'
            write(root / "content" / "news" / f"{post.slug}.md", head + markdown_of(post))
        write(root / "content" / "about.md", f'---\ntitle: "About Local 404"\n---\n\n{ABOUT}')
        run(root, "hugo", "--quiet", "--buildFuture")
        for post in (ALL[one] for one in ids):
            keep_post(
                f"hugo-{name}-{post.id}",
                read(root / "public/news" / post.slug / "index.html"),
                post,
                f"{SITE}/news/{post.slug}/",
                f"Hugo, layout {name}",
            )
        if name == "a":
            keep_other(
                "hugo-a-tags",
                read(root / "public/tags/wages/index.html"),
                f"{SITE}/tags/wages/",
                "Hugo, layout a",
                "the list of a tag",
            )
        else:
            keep_other(
                "hugo-b-about",
                read(root / "public/about/index.html"),
                f"{SITE}/about/",
                "Hugo, layout b",
                "about the local",
            )


def jekyll(folder: Path) -> None:
    """Jekyll with minima, its SEO tag and its feed."""
    write(
        folder / "_config.yml",
        "title: Local 404\nemail: office@local404.example\ndescription: News of Local 404, Marlow Heights\n"
        f"url: {SITE}\ntheme: minima\nplugins: [jekyll-feed, jekyll-seo-tag]\ntimezone: America/New_York\ntwitter_username: local404\n",
    )
    ids = ("library-hours", "council-history", "dated-words")
    for post in (ALL[one] for one in ids):
        author = f"author: {post.author}\n" if post.author else ""
        head = f'---\nlayout: post\ntitle: "{post.title}"\ndate: {post.when:%Y-%m-%d %H:%M:%S} -0400\ncategories: news\n{author}---\n\n'
        write(folder / "_posts" / f"{post.day}-{post.slug}.md", head + markdown_of(post))
    write(folder / "about.md", f"---\nlayout: page\ntitle: About\npermalink: /about/\n---\n\n{ABOUT}")
    write(folder / "index.md", "---\nlayout: home\n---\n")
    run(folder, "jekyll", "build", "--future", "--disable-disk-cache")
    for post in (ALL[one] for one in ids):
        path = f"/news/{post.when:%Y/%m/%d}/{post.slug}.html"
        keep_post(
            f"jekyll-{post.id}",
            read(folder / "_site" / path[1:]),
            post,
            SITE + path,
            "Jekyll, theme minima",
            tags=["news"],
        )
    keep_other(
        "jekyll-home", read(folder / "_site/index.html"), f"{SITE}/", "Jekyll, theme minima", "the home page, a list"
    )


def pelican(folder: Path) -> None:
    """Pelican with notmyidea."""
    write(
        folder / "pelicanconf.py",
        f"AUTHOR='Local 404'\nSITENAME='Local 404 News'\nSITEURL='{SITE}'\nTIMEZONE='America/New_York'\nDEFAULT_LANG='en'\nTHEME='notmyidea'\n"
        "LINKS=(('State federation','https://federation.example/'),)\nSOCIAL=(('Facebook','https://facebook.example/local404'),)\nDEFAULT_PAGINATION=5\nDELETE_OUTPUT_DIRECTORY=False\n",
    )
    ids = ("museum-strike", "obituary-jessup", "victoria-escuelas")
    for post in (ALL[one] for one in ids):
        tags = f"Tags: {', '.join(post.tags)}\n" if post.tags else ""
        head = f"Title: {post.title}\nDate: {post.when:%Y-%m-%d %H:%M}\nCategory: News\nLang: en\nSlug: {post.slug}\nAuthors: {post.author}\n{tags}\n"
        write(folder / "content" / f"{post.id}.md", head + markdown_of(post))
    run(folder, "pelican", "content", "-o", "output", "-s", "pelicanconf.py")
    for post in (ALL[one] for one in ids):
        keep_post(
            f"pelican-{post.id}",
            read(folder / "output" / f"{post.slug}.html"),
            post,
            f"{SITE}/{post.slug}.html",
            "Pelican, theme notmyidea",
            tags=[*post.tags, "News"],
        )
    keep_other(
        "pelican-archives",
        read(folder / "output/archives.html"),
        f"{SITE}/archives.html",
        "Pelican, theme notmyidea",
        "an archive list",
    )


def nikola(folder: Path) -> None:
    """Nikola with bootblog4."""
    run(folder, "nikola", "init", "-q", "site")
    root = folder / "site"
    conf = read(root / "conf.py").replace('THEME = "bootblog4"', 'THEME = "bootblog4"\nTIMEZONE = "America/New_York"')
    conf = (
        conf.replace('BLOG_TITLE = "My Nikola Site"', 'BLOG_TITLE = "Local 404"')
        .replace("https://example.com/", f"{SITE}/")
        .replace('BLOG_AUTHOR = "Your Name"', 'BLOG_AUTHOR = "Local 404"')
    )
    write(root / "conf.py", conf + '\nPOSTS = (("posts/*.md", "posts", "post.tmpl"),)\n')
    ids = ("dispatch-overtime", "update-eleven", "bilingual-notice")
    for post in (ALL[one] for one in ids):
        head = f"<!--\n.. title: {post.title}\n.. slug: {post.slug}\n.. date: {post.when:%Y-%m-%d %H:%M:%S} UTC-04:00\n.. tags: {', '.join(post.tags)}\n.. author: {post.author}\n-->\n\n"
        write(root / "posts" / f"{post.id}.md", head + markdown_of(post))
    run(root, "nikola", "build", "-q")
    for post in (ALL[one] for one in ids):
        page = read(root / "output/posts" / post.slug / "index.html")
        keep_post(f"nikola-{post.id}", page, post, f"{SITE}/posts/{post.slug}/", "Nikola, theme bootblog4")


def mkdocs(folder: Path) -> None:
    """MkDocs with Material and its blog: the day stands in the margin, as "meta"."""
    write(
        folder / "mkdocs.yml",
        f"site_name: Local 404 Handbook\nsite_url: {SITE}/\ntheme:\n  name: material\n  font: false\nplugins:\n  - blog:\n      post_date_format: long\n  - search\nmarkdown_extensions: [tables]\n",
    )
    write(folder / "docs/index.md", f"# Local 404\n\n{ABOUT}")
    write(folder / "docs/blog/index.md", "# News\n")
    made = [ALL["janitors-organize"], ALL["election-results"], written("m1", "2025-08-05", 1500)]
    for post in made:
        head = f"---\ndate: {post.day}\nslug: {post.slug}\ncategories: [News]\n---\n\n# {post.title}\n\n"
        write(folder / "docs/blog/posts" / f"{post.id}.md", head + markdown_of(post))
    run(folder, "mkdocs", "build", "-q")
    for post in made:
        path = f"blog/{post.when:%Y/%m/%d}/{post.slug}/"
        keep_post(
            f"mkdocs-{post.id}",
            read(folder / "site" / path / "index.html"),
            post,
            f"{SITE}/{path}",
            "MkDocs Material, blog plugin",
            author=None,
            tags=["News"],
        )
    keep_other(
        "mkdocs-blog",
        read(folder / "site/blog/index.html"),
        f"{SITE}/blog/",
        "MkDocs Material, blog plugin",
        "a list of posts with their first words",
    )


def ablog(folder: Path) -> None:
    """Sphinx with ablog and alabaster."""
    write(
        folder / "conf.py",
        f"project='Local 404'\nauthor='Local 404'\nextensions=['ablog']\nhtml_theme='alabaster'\nblog_baseurl='{SITE}'\nblog_path='blog'\nblog_title='Local 404'\n"
        "html_sidebars={'**':['about.html','ablog/postcard.html','ablog/recentposts.html','ablog/tagcloud.html','searchbox.html']}\n",
    )
    made = [ALL["quiet-room"], ALL["endorse-school-board"]]
    write(folder / "index.rst", "Local 404\n=========\n\n.. postlist:: 5\n   :excerpts:\n")
    for post in made:
        text = "\n\n".join(block.lines[0] for block in post.blocks)
        head = f".. post:: {post.when:%b %d, %Y}\n   :tags: {', '.join(post.tags)}\n   :author: {post.author or ''}\n\n"
        write(folder / f"{post.slug}.rst", f"{head}{post.title}\n{'=' * 90}\n\n{text}\n")
    run(folder, "sphinx-build", "-q", "-b", "html", ".", "out")
    for post in made:
        keep_post(
            f"ablog-{post.id}",
            read(folder / "out" / f"{post.slug}.html"),
            post,
            f"{SITE}/{post.slug}.html",
            "Sphinx with ABlog, theme alabaster",
        )
    keep_other(
        "ablog-search",
        read(folder / "out/search.html"),
        f"{SITE}/search.html",
        "Sphinx with ABlog, theme alabaster",
        "a search page",
    )


def ikiwiki(folder: Path) -> None:
    """ikiwiki as a blog: the day stands in the footer, as "Posted"."""
    made = [ALL["snow-pay"], ALL["thank-you"]]
    for post in made:
        head = f'[[!meta title="{post.title}"]]\n[[!meta date="{post.when:%Y-%m-%d %H:%M:%S} -0400"]]\n' + (
            f'[[!meta author="{post.author}"]]\n' if post.author else ""
        )
        write(
            folder / "src/posts" / f"{post.slug}.mdwn",
            head + "".join(f"[[!tag {tag.replace(' ', '_')}]]\n" for tag in post.tags) + markdown_of(post),
        )
    write(folder / "src/index.mdwn", '[[!inline pages="posts/* and !*/Discussion" show="10"]]')
    run(
        folder,
        "ikiwiki",
        "src",
        "out",
        "--wikiname",
        "Local 404",
        "--url",
        SITE,
        "--plugin",
        "inline",
        "--plugin",
        "tag",
        "--plugin",
        "meta",
        "--usedirs",
    )
    for post in made:
        page = read(folder / "out/posts" / post.slug / "index.html")
        keep_post(f"ikiwiki-{post.id}", page, post, f"{SITE}/posts/{post.slug}/", "ikiwiki", said="osted" in page)


def chronicle(folder: Path) -> None:
    """The chronicle blog compiler with its default theme."""
    post = ALL["safety-fine"]
    write(
        folder / "data" / "one.txt",
        f"Title: {post.title}\nDate: {post.when:%d %B %Y %H:%M}\nTags: {', '.join(post.tags)}\n\n{html_of(post)}\n",
    )
    run(
        folder,
        "chronicle",
        "--input=./data",
        "--output=./out",
        f"--url-prefix={SITE}/",
        "--theme=default",
        "--comment-days=0",
    )
    made = [
        path
        for path in sorted((folder / "out").rglob("*.html"))
        if "Inspectors" in read(path) and path.name not in {"index.html"} and path.parent == folder / "out"
    ]
    keep_post(f"chronicle-{post.id}", read(made[0]), post, f"{SITE}/{made[0].name}", "chronicle")


def lektor(folder: Path) -> None:
    """Lektor with the blog that its quickstart makes: the site's name is the only h1."""
    answers = f"Local 404\nLocal 404\n{folder / 'site'}\ny\ny\n"
    subprocess.run(["lektor", "quickstart"], cwd=folder, input=answers, text=True, capture_output=True, check=True)
    root = folder / "site"
    made = [ALL["council-history"].only("quote"), written("l1", "2024-03-04", 160, author="Hattie Sorrell")]
    for post in made:
        fields = f"title: {post.title}\n---\npub_date: {post.day}\n---\nauthor: {post.author}\n---\nbody:\n\n{markdown_of(post)}\n"
        write(root / "content/blog" / post.slug / "contents.lr", fields)
    run(root, "lektor", "build", "-O", str(folder / "out"))
    for post in made:
        page = read(folder / "out/blog" / post.slug / "index.html")
        keep_post(f"lektor-{post.id}", page, post, f"{SITE}/blog/{post.slug}/", "Lektor, quickstart blog", tags=[])
    projects = read(folder / "out/projects/index.html")
    keep_other("lektor-projects", projects, f"{SITE}/projects/", "Lektor, quickstart blog", "an almost empty page")


ABOUT = (
    "We are the people who run the water plant, the libraries and the snow plows of Marlow Heights. Local 404 was founded "
    "in 1958 and has 1,900 members in fourteen departments.\n\nOur office is at 12 Hale Street. It is open on weekdays from "
    "nine to five. The executive board meets on the first Monday of each month, and members are welcome.\n"
)
MAKERS: dict[str, Callable[[Path], None]] = {
    one.__name__: one for one in (hugo, jekyll, pelican, nikola, mkdocs, ablog, ikiwiki, chronicle, lektor)
}


def main(names: list[str]) -> int:
    for name in names or list(MAKERS):
        if shutil.which({"ablog": "sphinx-build"}.get(name, name)) is None:
            print(f"{name} is not installed here; its pages stay as they are.", file=sys.stderr)
            continue
        with tempfile.TemporaryDirectory() as folder:
            MAKERS[name](Path(folder))
            print(name)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
