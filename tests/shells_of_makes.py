"""Sites whose pages are empty shells, of many makes: how frameworks embed state, how systems name and write it.

shell = SHELLS["next with contentful"]
shell.list_page(stories), shell.article_page(story, stories)    # HTML; posts stand at shell.address(story)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import quote

from tests.sites_of_makes import Story

Json = Any
AUTHOR = "Ana Roldán"


@dataclass(frozen=True)
class Shell:
    """list_state, article_state: the markup with the state of a page. folder: where posts stand."""

    list_state: Callable[[Sequence[Story]], str]
    article_state: Callable[[Story, Sequence[Story]], str]
    folder: str = "/news/"
    #: the state says on which day posts were published
    is_dated: bool = True
    has_author: bool = False
    #: the shell's title is that of the post
    is_titled: bool = False

    def address(self, story: Story) -> str:
        return f"{self.folder}{story.slug}"

    def list_page(self, stories: Sequence[Story]) -> str:
        return frame("Local 77", self.list_state(stories))

    def article_page(self, story: Story, stories: Sequence[Story]) -> str:
        return frame(story.title if self.is_titled else "Local 77", self.article_state(story, stories))


def frame(title: str, state: str) -> str:
    """A shell with a menu and a footer, as servers send it before any script has run."""
    menu = "".join(f"<a href='{to}'>{what}</a>" for to, what in (("/", "Home"), ("/news", "News"), ("/about", "About")))
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{escape(title)}</title></head><body><nav>{menu}</nav>"
        f"<div id=root><p>Loading…</p></div><noscript>Please enable JavaScript.</noscript>{state}"
        "<script src='/static/app.js' defer></script><footer><p>1 Union Way</p><a href='/privacy'>Privacy</a></footer></body></html>"
    )


def script(value: Json, **attributes: str) -> str:
    named = "".join(f' {name.replace("_", "-")}="{said}"' for name, said in attributes.items())
    return f"<script{named}>{json.dumps(value).replace('<', chr(92) + 'u003c')}</script>"


def given(name: str, value: Json, tail: str = ";") -> str:
    return f"<script>{name} = {json.dumps(value).replace('<', chr(92) + 'u003c')}{tail}</script>"


def data(value: Json, **attributes: str) -> str:
    return script(value, type="application/json", **attributes)


def html(story: Story) -> str:
    return "".join(f"<p>{one}</p>" for one in story.body)


def noon(story: Story) -> str:
    return story.noon.astimezone(UTC).isoformat().replace("+00:00", "Z")


def milliseconds(story: Story) -> int:
    return int(story.noon.timestamp() * 1000)


NAV = [{"title": "Home", "url": "/"}, {"title": "News", "url": "/news"}, {"title": "About us", "url": "/about"}]


# ---- Next, pages router, WordPress behind it ------------------------------------------------------------------
def _next(props: Json, page: str) -> str:
    state = {"props": {"pageProps": {**props, "menu": NAV}}, "page": page, "query": {}, "buildId": "x1"}
    return data(state, id="__NEXT_DATA__")


def _wp(story: Story, whole: bool = True) -> Json:
    body = {"content": {"rendered": html(story)}} if whole else {}
    return {"id": 31, "date": story.noon.isoformat()[:19], "slug": story.slug, "title": {"rendered": escape(story.title)},
            "excerpt": {"rendered": f"<p>{story.body[0][:90]}</p>"}, "link": f"/news/{story.slug}", **body}  # fmt: skip


def _contentful(story: Story, whole: bool = True) -> Json:
    tree = {"nodeType": "document", "data": {}, "content": [
        {"nodeType": "paragraph", "data": {}, "content": [{"nodeType": "text", "value": one, "marks": []}]}
        for one in story.body]}  # fmt: skip
    fields = {"title": story.title, "slug": story.slug, "publishDate": noon(story), "summary": story.body[0][:80]}
    author = {"sys": {"id": "a1"}, "fields": {"name": AUTHOR}}
    return {"sys": {"id": "c" + story.slug[:5], "createdAt": "2026-11-19T09:00:00Z", "contentType": {"sys": {"id": "post"}}},
            "fields": {**fields, "author": author, **({"body": tree} if whole else {})}}  # fmt: skip


# ---- Next, app router: rows of a stream, long texts in rows of their own -----------------------------------------
def _flight(rows: str) -> str:
    cut = [rows[at : at + 700] for at in range(0, len(rows), 700)]
    pushes = "".join(f"<script>self.__next_f.push({json.dumps([1, piece])})</script>" for piece in cut)
    return f"<script>(self.__next_f=self.__next_f||[]).push([0])</script>{pushes}"


def _flight_list(stories: Sequence[Story]) -> str:
    posts = [{"_id": f"p{at}", "_type": "post", "title": one.title, "slug": {"current": one.slug}, "publishedAt": noon(one),
              "excerpt": one.body[0][:80]} for at, one in enumerate(stories)]  # fmt: skip
    row = json.dumps(["$", "$L5", None, {"posts": posts, "totalPages": 3}])
    return _flight(f'1:"$Sreact.fragment"\n5:I[339,["static/chunks/x.js"],"List"]\n0:{row}\n')


def _flight_article(story: Story, stories: Sequence[Story]) -> str:
    text = html(story)
    props = {"post": {"title": story.title, "slug": story.slug, "date": "$D" + noon(story), "contentHtml": "$a"}}
    row = json.dumps(["$", "$L5", None, props])
    return _flight(f'5:I[339,[],"Post"]\na:T{len(text.encode()):x},{text}0:{row}\n')


# ---- Nuxt ------------------------------------------------------------------------------------------------------
def _devalue(value: Json) -> list[Json]:
    """Nuxt's way to write a value: an array whose parts name one another by their place."""
    places: list[Json] = []

    def put(one: Json) -> int:
        at = len(places)
        places.append(None)
        if isinstance(one, dict):
            places[at] = {key: put(part) for key, part in one.items()}
        elif isinstance(one, datetime):
            places[at] = ["Date", one.astimezone(UTC).isoformat()]
        elif isinstance(one, list):
            places[at] = [put(part) for part in one]
        else:
            places[at] = one
        return at

    places.append(["ShallowReactive", 1])
    put(value)
    return places


def _nuxt3(value: Json) -> str:
    return data(_devalue({"data": value, "state": {}, "serverRendered": True}), id="__NUXT_DATA__", data_ssr="false")


def _nuxt_content(story: Story) -> Json:
    tree = {"type": "root", "children": [{"type": "element", "tag": "p", "props": {}, "children": [
        {"type": "text", "value": one}]} for one in story.body]}  # fmt: skip
    return {"_path": f"/news/{story.slug}", "title": story.title, "date": story.noon, "description": story.body[0][:70],
            "body": tree, "_type": "markdown"}  # fmt: skip


# ---- Apollo, Redux, Strapi, Prismic, Sanity, Ghost, Wix, Squarespace, others -------------------------------------
def _apollo(stories: Sequence[Story], whole: bool) -> str:
    cache: dict[str, Json] = {"ROOT_QUERY": {"__typename": "Query", "posts": [{"__ref": f"Post:{at}"} for at in range(len(stories))]},
             "User:1": {"__typename": "User", "id": "1", "name": AUTHOR, "slug": "ana"}}  # fmt: skip
    for at, one in enumerate(stories):
        cache[f"Post:{at}"] = {"__typename": "Post", "databaseId": at, "title": one.title, "uri": f"/news/{one.slug}/",
                               "date": noon(one), "author": {"__ref": "User:1"}, "excerpt": one.body[0][:80],
                               **({"content": html(one)} if whole else {})}  # fmt: skip
    return given("window.__APOLLO_STATE__", cache)


def _redux(stories: Sequence[Story]) -> str:
    posts = {str(at): {"id": at, "headline": one.title, "path": f"/news/{one.slug}", "posted_on": f"{one.day:%B %d, %Y}",
                       "body": "\n\n".join(one.body)} for at, one in enumerate(stories)}  # fmt: skip
    state = json.dumps({"articles": {"byId": posts, "error": "UNDEFINED"}, "user": None})
    return (
        f"<script>window.__PRELOADED_STATE__ = {state.replace(chr(34) + 'UNDEFINED' + chr(34), 'undefined')}</script>"
    )


def _strapi(story: Story, whole: bool = True) -> Json:
    blocks = [{"type": "paragraph", "children": [{"type": "text", "text": one}]} for one in story.body]
    names = {"Title": story.title, "slug": story.slug, "publishedAt": noon(story), "createdAt": "2026-11-20T01:00:00Z"}
    return {"id": 5, "attributes": {**names, "summary": story.body[0][:80], **({"content": blocks} if whole else {})}}


def _prismic(story: Story, whole: bool = True) -> Json:
    text = [{"type": "paragraph", "text": one, "spans": []} for one in story.body]
    inner: Json = {"title": [{"type": "heading1", "text": story.title, "spans": []}], "date": story.day.isoformat()}
    if whole:
        inner["slices"] = [{"slice_type": "text", "primary": {"content": text}}]
    return {"id": "Y1", "uid": story.slug, "url": f"/news/{story.slug}", "type": "blog_post",
            "first_publication_date": "2026-11-19T08:00:00+0000", "data": inner}  # fmt: skip


def _sanity(story: Story, whole: bool = True) -> Json:
    blocks = [{"_type": "block", "_key": f"k{at}", "style": "normal", "markDefs": [], "children": [
        {"_type": "span", "_key": "s", "text": one, "marks": []}]} for at, one in enumerate(story.body)]  # fmt: skip
    return {"_id": "d1", "_type": "article", "title": story.title, "slug": {"_type": "slug", "current": story.slug},
            "publishedAt": noon(story), "author": {"name": AUTHOR}, **({"body": blocks} if whole else {})}  # fmt: skip


def _wix(story: Story, whole: bool = True) -> Json:
    nodes = [{"type": "PARAGRAPH", "id": f"n{at}", "nodes": [{"type": "TEXT", "id": "", "textData": {
        "text": one, "decorations": []}}], "paragraphData": {}} for at, one in enumerate(story.body)]  # fmt: skip
    return {"id": "w" + story.slug[:4], "title": story.title, "slug": story.slug, "firstPublishedDate": noon(story),
            "excerpt": story.body[0][:80], "url": {"base": "", "path": f"/post/{story.slug}"},
            **({"richContent": {"nodes": nodes}} if whole else {})}  # fmt: skip


def _squarespace(story: Story, whole: bool = True) -> Json:
    return {"id": "5f1", "recordType": 1, "title": story.title, "fullUrl": f"/blog/{story.slug}", "urlId": story.slug,
            "publishOn": milliseconds(story), "excerpt": "", **({"body": html(story)} if whole else {})}  # fmt: skip


def _sveltekit(value: Json) -> str:
    reply = {"status": 200, "statusText": "", "headers": {}, "body": json.dumps(value)}
    return data(reply, data_sveltekit_fetched="", data_url="/api/posts")


def _markdown(story: Story, whole: bool = True) -> Json:
    text = f"## What happened\n\n{story.body[0]}\n\n- one\n- two\n\n**{story.body[1].split()[0]}** {story.body[1].partition(' ')[2]}"
    return {"fields": {"slug": f"/news/{story.slug}/"}, "frontmatter": {"title": story.title, "date": f"{story.day:%B %d, %Y}"},
            **({"rawMarkdownBody": text, "markdown": text} if whole else {"excerpt": story.body[0][:80]})}  # fmt: skip


def _draft(story: Story, whole: bool = True) -> Json:
    blocks = [{"key": f"b{at}", "text": one, "type": "unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}
              for at, one in enumerate(story.body)]  # fmt: skip
    raw = {"content": json.dumps({"blocks": blocks, "entityMap": {}})} if whole else {"summary": story.body[0][:80]}
    return {"id": 12, "title": story.title, "permalink": f"https://LOCAL/news/{story.slug}".replace("https://LOCAL", ""),
            "published": milliseconds(story) // 1000, **raw}  # fmt: skip


def _lexical(story: Story, whole: bool = True) -> Json:
    root = {"root": {"type": "root", "children": [{"type": "paragraph", "version": 1, "children": [
        {"type": "text", "text": one, "format": 0}]} for one in story.body]}}  # fmt: skip
    return {"id": "65a", "title": story.title, "slug": story.slug, "publishedAt": noon(story), "_status": "published",
            **({"content": root} if whole else {})}  # fmt: skip


def _attribute(value: Json) -> str:
    page = {"component": "News/Show", "props": value, "url": "/news", "version": "3a"}
    return f'<div id="app" data-page="{escape(json.dumps(page))}"></div>'


def _turbo(value: Json) -> str:
    """Remix's way to stream: as devalue, but names stand among the parts, too."""
    places: list[Json] = []

    def put(one: Json) -> int:
        at = len(places)
        places.append(None)
        if isinstance(one, dict):
            places[at] = {f"_{put(key)}": put(part) for key, part in one.items()}
        elif isinstance(one, list):
            places[at] = [put(part) for part in one]
        else:
            places[at] = one
        return at

    put(value)
    return f"<script>window.__reactRouterContext.streamController.enqueue({json.dumps(json.dumps(places))});</script>"


def _parsed(value: Json) -> str:
    inner = json.dumps(value).replace("\\", "\\\\").replace("'", "\\'").replace("<", "\\x3c")
    return f"<script>window.__INITIAL_STATE__ = JSON.parse('{inner}');</script>"


def _encoded(value: Json) -> str:
    return f'<script>var state = JSON.parse(decodeURIComponent("{quote(json.dumps(value))}"))</script>'


def _of(make: Callable[..., Json], wrap: Callable[[Json], str], name: str = "posts") -> dict[str, Any]:
    """A list under a plural, an article under a singular, and one older post beside it."""
    return {
        "list_state": lambda stories: wrap({name: [make(one, whole=False) for one in stories], "menu": NAV}),
        "article_state": lambda story, stories: wrap(
            {"post": make(story), "related": [make(one, whole=False) for one in stories if one is not story][:3]}
        ),
    }


def _nested(value: Json) -> Json:
    return {"loaderData": {"routes/news": value}, "future": {}}


SHELLS: dict[str, Shell] = {
    "next with wordpress": Shell(**_of(_wp, lambda value: _next(value, "/news/[slug]"))),
    "next with contentful": Shell(**_of(_contentful, lambda value: _next(value, "/news")), has_author=True),
    "next app router": Shell(_flight_list, _flight_article),
    "next app router, whole objects": Shell(
        **_of(_sanity, lambda value: _flight(f"2:{json.dumps(['$', '$L1', None, value])}\n")), has_author=True
    ),
    "nuxt 3": Shell(
        lambda stories: _nuxt3(
            {"list": [{k: v for k, v in _nuxt_content(one).items() if k != "body"} for one in stories]}
        ),
        lambda story, stories: _nuxt3({"page": _nuxt_content(story)}),
    ),
    "nuxt 2 with JSON": Shell(**_of(_lexical, lambda value: given("window.__NUXT__", {"data": [value]}))),
    "apollo": Shell(
        lambda stories: _apollo(stories, False),
        lambda story, stories: _apollo([story, *stories[-2:]], True),
        has_author=True,
    ),
    "redux": Shell(_redux, lambda story, stories: _redux([*stories[:2], story])),
    "strapi": Shell(**_of(_strapi, lambda value: given("window.__INITIAL_STATE__", value))),
    "prismic": Shell(**_of(_prismic, lambda value: _next(value, "/news"), "results")),
    "wix": Shell(
        **_of(_wix, lambda value: data({"appsWarmupData": {"14bcded7": value}}, id="wix-warmup-data")), folder="/post/"
    ),
    "squarespace": Shell(
        **_of(_squarespace, lambda value: given("Static.SQUARESPACE_CONTEXT", value), "items"), folder="/blog/"
    ),
    "sveltekit": Shell(**_of(_lexical, _sveltekit)),
    "gatsby": Shell(**_of(_markdown, lambda value: given("window.pageData", {"result": {"data": value}}), "nodes")),
    "draft": Shell(**_of(_draft, lambda value: data(value, id="initial-data"))),
    "inertia": Shell(**_of(_sanity, _attribute), has_author=True),
    "remix": Shell(**_of(_strapi, lambda value: given("window.__remixContext", {"state": _nested(value)}))),
    "react router": Shell(**_of(_wp, lambda value: _turbo(_nested(value)))),
    "parsed text": Shell(**_of(_wp, _parsed)),
    "parsed and encoded text": Shell(**_of(_lexical, _encoded)),
}
