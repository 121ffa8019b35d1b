"""What the data is: method and gaps, the codebook, the glossary."""

from __future__ import annotations

import platform
import sqlite3
from typing import Any

import datasette as datasette_package
from datasette import hookimpl
from datasette.utils.asgi import Response

from web.about import Described, Vocabulary, account, codebook, codebook_csv, vocabularies
from web.answering import absolute, page_answer
from web.glossary import OF_THE_PROJECT, OF_THE_UNION
from web.page_thread import in_one_thread
from web.site import NAME


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The three pages and the codebook as CSV."""
    return [
        (r"^/about$", about),
        (r"^/about/codebook$", codebook_page),
        (r"^/about/codebook\.csv$", codebook_file),
        (r"^/about/glossary$", glossary),
    ]


@in_one_thread
async def about(datasette: Any, request: Any) -> Any:
    """Method, what is kept and what not, gaps in figures, licences, how to cite, versions."""
    context = {
        "account": await account(datasette.get_database(NAME)),
        "address": absolute(datasette, request, "/"),
        "build": datasette.metadata("build") or {},
        "code_license": datasette.metadata("code_license"),
        "code_license_url": datasette.metadata("code_license_url"),
        "versions": {
            "Datasette": datasette_package.__version__,
            "SQLite": sqlite3.sqlite_version,
            "Python": platform.python_version(),
        },
    }
    return await page_answer(datasette, request, "about.html", context)


@in_one_thread
async def codebook_page(datasette: Any, request: Any) -> Any:
    """Every public view and table with its columns, and the words that these use."""
    described, words = await _codebook(datasette)
    return await page_answer(datasette, request, "codebook.html", {"described": described, "vocabularies": words})


@in_one_thread
async def codebook_file(datasette: Any, request: Any) -> Any:
    """The same as CSV."""
    headers = {"Cache-Control": "max-age=60", "Content-Disposition": 'attachment; filename="codebook.csv"'}
    text = codebook_csv(*await _codebook(datasette))
    return Response(text, headers=headers, content_type="text/csv; charset=utf-8")


@in_one_thread
async def glossary(datasette: Any, request: Any) -> Any:
    """Words of the project and of the union."""
    context = {"of_the_project": OF_THE_PROJECT, "of_the_union": OF_THE_UNION}
    return await page_answer(datasette, request, "glossary.html", context)


async def _codebook(datasette: Any) -> tuple[list[Described], list[Vocabulary]]:
    blocks = datasette.metadata("tables", database=NAME) or {}
    hidden = [name for name, block in blocks.items() if block.get("hidden") or block.get("allow") is False]
    words = vocabularies(datasette.metadata("vocabularies") or [])
    return await codebook(datasette.get_database(NAME), hidden), words
