"""The page of one post, and its citation as files for BibTeX, RIS, CSL-JSON and in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Response

from web import citing
from web.answering import absolute, page_answer, tagged
from web.built import named
from web.describing import described, item_of
from web.page_thread import in_one_thread
from web.parts import READ_FROM
from web.reading import IS_FOREIGN
from web.site import NAME
from web.tagging import json_ld, meta_tags
from web.tombstones import Tombstone, tombstone_of

#: ending of the address -> (who writes it, its media type)
_FILES: dict[str, tuple[Callable[[citing.Citation], str], str]] = {
    "txt": (lambda one: citing.plain(one) + "\n", "text/plain"),
    "bib": (citing.bibtex, "application/x-bibtex"),
    "ris": (citing.ris, "application/x-research-info-systems"),
    "csl.json": (citing.csl, "application/vnd.citationstyles.csl+json"),
}
#: What an item is in its story, as a phrase behind "This is" and before the original's title.
ROLES = {
    "same": "a reprint, word for word, of",
    "retitled": "a reprint under another title of",
    "adapted": "a reprint with changes of",
    "excerpt": "an excerpt of",
}
#: What has become of a post, in a sentence.
STATUSES = {
    "gone": "Its site says that this post is gone.",
    "moved": "This post stands at another address of its site now.",
    "withdrawn": "This post could be read once, and its site refuses it to the public now.",
    "hijacked": "Something foreign stands at this post’s address now, so no link leads there.",
    "here": "This post can be read where it was.",
}
#: Why there is a version of a post's words.
REVISED = {
    "first": "the first reading",
    "edited": "its words were changed",
    "cut": "its site showed less of it again and again",
}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Asked before Datasette's own."""
    return [
        (r"^/items/(?P<id>\d{1,18})$", page),
        (r"^/items/(?P<id>\d{1,18})\.(?P<ending>txt|bib|ris|csl\.json)$", citation),
        (rf"^/{NAME}/items/(?P<id>\d{{1,18}})$", row),
    ]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Words that the templates of an item read."""
    env.globals["read_from"] = READ_FROM
    env.globals["asked"] = lambda **arguments: urlencode(arguments)


@in_one_thread
async def page(datasette: Any, request: Any) -> Any:
    """The reading page of one item. Merged ids lead to the item that stayed."""
    item = await _item(datasette, request)
    if isinstance(item, int):
        return Response.redirect(datasette.urls.path(f"/items/{item}"), status=301)
    if isinstance(item, Tombstone):
        return await _grave(datasette, request, item)
    read = await described(datasette.get_database(NAME), item)
    one = _citation(datasette, request, item)
    context = {
        "read": read,
        "item": item,
        "citation": one,
        "citation_words": citing.plain(one),
        "meta_tags": meta_tags(item, one),
        "json_ld": json_ld(item, one, [tag["tag"] for tag in read.parts.tags]),
        "role_words": ROLES,
        "status_words": STATUSES,
        "revised_words": REVISED,
        "is_foreign": await _is_foreign(datasette.get_database(NAME), item),
    }
    return await page_answer(datasette, request, "item.html", context)


@in_one_thread
async def citation(datasette: Any, request: Any) -> Any:
    """The citation of one item as a file. A merged id leads to that of the item that stayed."""
    ending = request.url_vars["ending"]
    item = await _item(datasette, request)
    if isinstance(item, int):
        return Response.redirect(datasette.urls.path(f"/items/{item}.{ending}"), status=301)
    if isinstance(item, Tombstone):
        return Response.text(f"{item.sentence}\n", status=410, headers={"X-Robots-Tag": "noindex"})
    write, media_type = _FILES[ending]
    answer = tagged(request, write(_citation(datasette, request, item)).encode(), f"{media_type}; charset=utf-8")
    answer.headers["X-Robots-Tag"] = "noindex"
    if ending != "txt":
        answer.headers["Content-Disposition"] = f'attachment; filename="newsarchive-{item["id"]}.{ending}"'
    return answer


async def row(datasette: Any, request: Any) -> Any:
    """Datasette has no row pages for views; the item's page is what a reader wants there."""
    return Response.redirect(datasette.urls.path(f"/items/{int(request.url_vars['id'])}"))


async def _item(datasette: Any, request: Any) -> dict[str, Any] | int | Tombstone:
    db, item_id = datasette.get_database(NAME), int(request.url_vars["id"])
    found = await item_of(db, item_id) or await tombstone_of(db, item_id)
    if found is None:
        raise NotFound("item")
    return found


async def _is_foreign(db: Any, item: Mapping[str, Any]) -> bool:
    """Whether somebody else's page is known to stand at the item's address, or at those of its whole source."""
    sql = f"select {IS_FOREIGN} from item_rows i where i.id = :id"
    return item["status"] == "hijacked" or bool((await db.execute(sql, {"id": item["id"]})).first()[0])


async def _grave(datasette: Any, request: Any, one: Tombstone) -> Any:
    """Gone, for search engines too; not to be kept by caches, since it may come back."""
    page = await datasette.render_template("tombstone.html", {"one": one}, request=request)
    return Response.html(page, status=410, headers={"X-Robots-Tag": "noindex", "Cache-Control": "no-cache"})


def _citation(datasette: Any, request: Any, item: dict[str, Any]) -> citing.Citation:
    address = absolute(datasette, request, f"/items/{item['id']}")
    archive = named(datasette.metadata("title"), datasette.metadata("build"))
    return citing.citation_of(item, archive, address, datetime.now(UTC).date())
