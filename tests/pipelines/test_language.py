"""The pipeline that names languages."""

from __future__ import annotations

import pytest

from items import Item, Rejected
from pipelines.language import Language

ES = "Los choferes del depósito norte votaron el martes y rechazaron la oferta del condado por un amplio margen."
EN = "The drivers of the north depot voted on Tuesday, and by a wide margin they turned the offer of the county down."


def item(**fields: str | None) -> Item:
    return Item("c", "https://u.example/news/x", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "language"),
    [
        ({"body": ES, "language": "en"}, "es"),
        ({"teaser": ES}, "es"),
        ({"title": EN}, "en"),
        ({"title": "Voto", "language": "es-US"}, "es"),
        ({"title": "Voto", "language": "no tag at all"}, None),
        ({"title": "Voto"}, None),
        ({"body": EN, "teaser": f"{ES} {ES}", "language": "es"}, "en"),
    ],
)
def test_an_item_is_in_the_language_of_its_words(fields: dict[str, str], language: str | None) -> None:
    made = Language().process_item(item(**fields))
    assert isinstance(made, Item) and made.language == language


def test_rejections_pass() -> None:
    rejected = Rejected("c", "https://u.example/tag/x", "list", "A list of posts.")
    assert Language().process_item(rejected) is rejected
