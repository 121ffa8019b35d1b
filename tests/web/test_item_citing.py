"""Citations: each format read back by its own rules, whatever stands in a title."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.citing import bibtex, citation_of, csl, plain, ris
from web.tagging import json_ld, meta_tags

from .conftest import HOSTILE_TITLES

ITEM = {
    "id": 7, "title": "Nurses win", "author": None, "source_name": "Local 1", "source_homepage": "https://local1.example/",
    "url": "https://local1.example/news/7", "published_on": "2018-05-03", "published_precision": "day",
    "published_at": "2018-05-03T05:00:00Z", "published_earliest": None, "published_latest": None, "updated_at": None,
    "fetched_at": "2026-03-02T15:30:00Z", "fetched_sha256": "ab" * 32, "language": "en", "teaser": "In short.",
    "word_count": 300,
}  # fmt: skip
HOSTILE = [
    *HOSTILE_TITLES, "50% of $5 & #1 in A_B {or} C\\D ~ ^", "}}, note = {x", "{", "}", "\\", "line\nER  - \nTY  - BOOK",
    "a\x00b\x1b\u2028c", "@misc{other, title={x}}", "lone \ud800 surrogate",
]  # fmt: skip


def cited(**changes: Any) -> Any:
    return citation_of({**ITEM, **changes}, "News archive", "https://archive.example/items/7", date(2026, 11, 22))


def fields_of(entry: str) -> dict[str, str]:
    """A BibTeX entry as BibTeX itself reads it: braces count, whatever stands before them."""
    head, _, rest = entry.partition(",\n")
    assert re.fullmatch(r"@misc\{[a-z0-9-]+", head), head
    fields, depth, start = {}, 0, 0
    for place, sign in enumerate(rest):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0 and sign == ",":
            name, _, value = rest[start:place].strip().partition(" = ")
            assert name not in fields
            fields[name] = value
            start = place + 1
        if depth < 0:
            assert rest[place:].strip() == "}"
            return fields
    raise AssertionError("the entry does not end")


def test_a_citation_says_where_when_and_by_which_bytes() -> None:
    line = plain(cited(author="Ann Roe"))
    assert line == (
        "Ann Roe. “Nurses win.” Local 1, May 3, 2018. https://local1.example/news/7. Kept by the News archive, "
        f"https://archive.example/items/7 (captured 2026-03-02T15:30:00Z, SHA-256 {'ab' * 32}; "
        "retrieved November 22, 2026)."
    )


@pytest.mark.parametrize(
    ("precision", "parts", "words"),
    [("minute", [2018, 5, 3], "May 3, 2018"), ("month", [2018, 5], "May 2018"), ("year", [2018], "Local 1, 2018."),
     ("bounded", None, "n.d.")],
)  # fmt: skip
def test_a_date_is_cited_as_exactly_as_it_is_known(precision: str, parts: list[int] | None, words: str) -> None:
    one = cited(published_precision=precision, published_earliest="2018-05-01T00:00:00Z")
    entry = json.loads(csl(one))[0]
    assert entry.get("issued") == ({"date-parts": [parts]} if parts else None)
    assert words in plain(one)
    assert ("not before 2018-05-01" in entry["note"]) == (parts is None)
    assert ("DA  - " in ris(one)) == (parts is not None)
    assert ("month" in fields_of(bibtex(one))) == (parts is not None and len(parts) > 1)


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_stays_one_value_in_each_format(title: str) -> None:
    holds_for(title)


@given(st.text(max_size=200))
def test_any_title_stays_one_value_in_each_format(title: str) -> None:
    holds_for(title)


def holds_for(title: str) -> None:
    one = cited(title=title, author=title, url=f"https://local1.example/{title}")
    fields = fields_of(bibtex(one))
    assert list(fields) == [
        "author", "title", "howpublished", "year", "month", "date", "url", "urldate", "language", "note",
    ]  # fmt: skip
    lines = ris(one).split("\r\n")
    assert [line[:6] for line in lines[:3]] == ["TY  - ", "ID  - ", "TI  - "]
    assert lines[-2:] == ["ER  - ", ""]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n]*", line) for line in lines[:-1])
    entry = json.loads(csl(one))
    assert len(entry) == 1
    assert entry[0]["title"] == one.title
    for text in (plain(one), bibtex(one), ris(one), csl(one)):
        text.encode()
    assert "\n" not in plain(one)


def test_signs_of_latex_are_written_as_latex_prints_them() -> None:
    title = fields_of(bibtex(cited(title="50% & $5_#1 {x} ~^\\")))["title"]
    assert title == (
        r"{{50\% \& \$5\_\#1 \textbraceleft{}x\textbraceright{} "
        r"\textasciitilde{}\textasciicircum{}\textbackslash{}}}"
    )


def test_the_key_rests_on_the_number_alone() -> None:
    assert cited().key == cited(title="Another", source_name="Other", published_precision="bounded").key


@pytest.mark.parametrize("title", HOSTILE)
def test_structured_data_cannot_end_its_element(title: str) -> None:
    item = {**ITEM, "title": title, "teaser": title, "source_homepage": "javascript:alert(1)"}
    text = str(json_ld(item, cited(title=title), [title]))
    assert not set("<>&\u2028") & set(text)
    told = json.loads(text)
    assert told["headline"] == cited(title=title).title
    assert "javascript" not in text


def test_tags_for_zotero_name_the_post_and_the_archives_page() -> None:
    tags = dict(meta_tags(ITEM, cited()))
    assert tags["citation_title"] == tags["DC.title"] == "Nurses win"
    assert tags["citation_publication_date"] == "2018/05/03"
    assert tags["DC.source"] == "https://local1.example/news/7"
    assert tags["DC.identifier"] == "https://archive.example/items/7"
    assert all(tags.values())
