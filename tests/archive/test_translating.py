"""Posts that say the same in two languages are linked, whichever came first, and stay two stories."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlite_utils
from hypothesis import given
from hypothesis import strategies as st

from archive.keeping import keep
from archive.stories.translating import Post, agree, names, numbers, why_translation
from archive.stories.translations import link_translations
from items import Alternate, Item, Link, Picture
from parsing.languages import language_named
from tests.builders import SITES, day, fresh_archive, item, rows, url

ENGLISH = (
    "Custodians at the Riverbend hospital won a raise of 4.5 percent on Monday after 18 months of talks. The local's "
    "president, Marisol Quintero, thanked the 312 members who stood in the rain with Teresa Obregon and Dale Whitcomb. "
    "The agreement with Hartwell County ends on June 30 2027 and adds 12 days of leave for each of them."
)
SPANISH = (
    "Los conserjes del hospital Riverbend ganaron el lunes un aumento de 4.5 por ciento tras 18 meses de pláticas. La "
    "presidenta del local, Marisol Quintero, agradeció a los 312 miembros que estuvieron bajo la lluvia con Teresa "
    "Obregon y Dale Whitcomb. El acuerdo con Hartwell termina el 30 de junio de 2027 y añade 12 días de licencia."
)
OTHER_SPANISH = (
    "El sindicato invita a todas las familias a la fiesta de verano en el parque central, con música, comida y juegos "
    "para los niños. La entrada es gratis y no hace falta avisar antes de venir, pero pedimos que cada quien traiga una "
    "silla y un plato para compartir con los demás vecinos del barrio durante toda la tarde del sábado."
)
ONE = Post(1, "council-900", None, "en", "https://c.example/news/raise", frozenset(), {}, date(2026, 3, 2), ENGLISH)
TWO = replace(ONE, item_id=2, language="es", url="https://c.example/noticias/aumento", text=SPANISH)


def post(number: int, language: str, body: str, **given: Any) -> Item:
    return item(number, **{"language": language, "body": body, "published": day(2026, 3, 2), **given})


def pairs(db: sqlite_utils.Database) -> list[tuple[str, str]]:
    """Addresses of linked posts."""
    found = rows(db, "SELECT url, translation_url FROM translated_posts WHERE item_id < translation_id")
    return sorted(tuple(sorted(pair)) for pair in found)  # type: ignore[misc]


# ---- the judgement --------------------------------------------------------------------------------------------------
def test_numbers_and_names_of_one_day_show_a_translation() -> None:
    told = why_translation(ONE, TWO)
    assert told and "the same numbers" in told and "the same names" in told


@pytest.mark.parametrize(
    "other",
    [
        replace(TWO, language="en"),
        replace(TWO, language=None),
        replace(TWO, day=date(2026, 3, 3)),
        replace(TWO, day=None),
        replace(TWO, source_id="local-7"),
        replace(TWO, text=OTHER_SPANISH),
        replace(TWO, text=OTHER_SPANISH, pictures=frozenset({"https://c.example/files/rally.jpg"})),
        replace(TWO, text=" ".join(SPANISH.split()[:12])),
        replace(TWO, text=SPANISH + OTHER_SPANISH * 3),
    ],
    ids=["one language", "unknown language", "other day", "no day", "other source", "other text", "a picture alone",
         "a few words", "far longer"],
)  # fmt: skip
def test_less_shows_none(other: Post) -> None:
    one = replace(ONE, pictures=frozenset({"https://c.example/files/rally.jpg"}))
    assert why_translation(one, other) is None


@pytest.mark.parametrize(
    ("given", "sign"),
    [
        ({"pictures": frozenset({"https://c.example/files/rally.jpg"})}, "the same picture"),
        ({"links": frozenset({"https://county.example/board/minutes-12"})}, "the same link"),
        ({"starts_at": "2026-03-09T18:00:00Z"}, "the same hour of the event"),
    ],
)
def test_what_stands_in_both_is_one_sign_and_needs_another(given: dict[str, Any], sign: str) -> None:
    one, other = replace(ONE, text="", **given), replace(TWO, text="", **given)
    assert why_translation(one, other) is None
    one, other = replace(one, url="https://c.example/news/raise"), replace(other, url="https://c.example/es/news/raise")
    told = why_translation(one, other)
    assert told and sign in told and "differ by the language alone" in told


def test_a_logo_and_a_form_that_every_post_shows_are_no_sign() -> None:
    given: dict[str, Any] = {
        "text": "",
        "pictures": frozenset({"https://c.example/files/site-logo.png"}),
        "links": frozenset({"https://c.example/", "https://c.example/join"}),
    }
    one = replace(ONE, url="https://c.example/a", **given)
    assert why_translation(one, replace(TWO, url="https://c.example/es/a", **given)) is None


def test_bodies_that_belong_together_translate_for_each_other() -> None:
    local = replace(TWO, source_id="local-1", parent_id="council-900")
    assert why_translation(ONE, local)
    assert why_translation(replace(ONE, source_id="local-2", parent_id="council-900"), local)
    assert why_translation(replace(ONE, source_id="local-2", parent_id="council-8"), local) is None
    assert why_translation(replace(ONE, source_id="local-2"), replace(TWO, source_id="local-3")) is None


def test_a_page_that_names_the_other_needs_no_day() -> None:
    one = replace(ONE, alternates={TWO.url: "hreflang es"}, day=None)
    for other in (replace(TWO, text=""), replace(TWO, text="", day=date(2020, 1, 1))):
        assert why_translation(one, other) == "Item 1 names item 2 as itself in es: hreflang es."
    assert why_translation(one, replace(TWO, source_id="local-7")) is None, "a stranger's page proves nothing"


WORDS = st.lists(st.sampled_from([*ENGLISH.split(), *SPANISH.split(), "4.5", "312", "\x00", "-" * 9]), max_size=80)
POSTS = st.builds(
    Post,
    st.integers(1, 9),
    st.sampled_from(["council-900", "local-1"]),
    st.sampled_from([None, "council-900"]),
    st.sampled_from([None, "en", "es"]),
    st.sampled_from([ONE.url, TWO.url]),
    st.just(frozenset()),
    st.sampled_from([{}, {TWO.url: "hreflang es"}]),
    st.sampled_from([None, date(2026, 3, 2)]),
    WORDS.map(" ".join),
)


@given(POSTS, POSTS)
def test_the_judgement_does_not_depend_on_who_is_asked_first(one: Post, other: Post) -> None:
    other = replace(other, item_id=other.item_id + 10)
    assert why_translation(one, other) == why_translation(other, one)


@given(st.text(max_size=400))
def test_any_text_has_numbers_and_names(text: str) -> None:
    assert agree(numbers(text), numbers(text), 0)
    assert names(text * 2) >= set()


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("En español", "es"), ("Leer en español", "es"), ("Lea este artículo en español", "es"), ("Español", "es"),
        ("English version", "en"), ("Read this in English", "en"), ("Versión en inglés", "en"), ("中文", "zh"),
        ("Tiếng Việt", "vi"), ("ENGLISH »", "en"),
        ("English / Español", None), ("Spanish-speaking members rally", None), ("Read more", None), ("", None),
        (None, None), ("English classes for members", None), ("español " * 40, None),
    ],
)  # fmt: skip
def test_a_link_names_a_language_only_where_it_says_nothing_else(words: str | None, language: str | None) -> None:
    assert language_named(words) == language


# ---- in the archive -------------------------------------------------------------------------------------------------
def by_hreflang() -> list[Item]:
    named = Alternate("http://www.council-900.example/news/post-2/", "es", "hreflang es")
    return [post(1, "en", ENGLISH, alternates=(named,)), post(2, "es", OTHER_SPANISH, published=day(2025, 1, 1))]


def by_link() -> list[Item]:
    named = Alternate(url(1), "en", "a link that reads “In English”")
    return [post(1, "en", ENGLISH, published=None), post(2, "es", OTHER_SPANISH, alternates=(named,))]


def by_signs() -> list[Item]:
    return [post(1, "en", ENGLISH), post(2, "es", SPANISH)]


def by_what_stands_in_them() -> list[Item]:
    picture = (Picture("https://council-900.example/files/march.jpg"),)
    link = (Link("https://county.example/board/minutes-12"),)
    one = post(1, "en", ENGLISH, pictures=picture, links=link)
    return [one, post(2, "fr", ENGLISH[:20] + SPANISH, pictures=picture, links=link)]


@pytest.mark.parametrize("make", [by_hreflang, by_link, by_signs, by_what_stands_in_them])
@pytest.mark.parametrize("at_once", [True, False])
def test_either_post_may_come_first(make: Callable[[], list[Item]], at_once: bool) -> None:
    for order in itertools.permutations((*make(), post(3, "es", OTHER_SPANISH), post(4, "en", ENGLISH[::-1]))):
        db = fresh_archive()
        changed: set[int] = set()
        for one in order:
            changed.add(keep(db, one, SITES).item_id)
            if not at_once:
                db.conn.execute("UPDATE item_rows SET to_match = 0")
                link_translations(db, changed)
                changed = set()
        link_translations(db, changed)
        assert pairs(db) == [(url(1), url(2))]
        db.close()


def test_linking_again_writes_nothing(db: sqlite_utils.Database) -> None:
    changed = [keep(db, one, SITES).item_id for one in by_signs()]
    assert link_translations(db, changed) == 1
    before = db.conn.total_changes
    assert link_translations(db, changed) == 0
    assert db.conn.total_changes == before


def test_a_post_whose_words_or_day_changed_is_linked_anew(db: sqlite_utils.Database) -> None:
    ids = [keep(db, one, SITES).item_id for one in by_signs()]
    link_translations(db, ids)
    db.conn.execute("UPDATE item_rows SET published_on = '2026-03-05' WHERE id = ?", [ids[1]])
    link_translations(db, [ids[1]])
    assert pairs(db) == []


def test_what_a_killed_run_left_is_linked_by_the_next_one(db: sqlite_utils.Database) -> None:
    for one in by_signs():
        keep(db, one, SITES)
    link_translations(db, [])
    assert pairs(db) == [(url(1), url(2))]


def test_a_post_out_of_sight_is_linked_with_none(db: sqlite_utils.Database) -> None:
    ids = [keep(db, one, SITES).item_id for one in by_signs()]
    link_translations(db, ids)
    db.conn.execute("UPDATE item_rows SET shown = 0, rejected_at = '2026-03-03T00:00:00Z' WHERE id = ?", [ids[0]])
    link_translations(db, [ids[0]])
    assert rows(db, "SELECT * FROM translations") == []
    db.conn.execute("UPDATE item_rows SET shown = 1, rejected_at = NULL WHERE id = ?", [ids[0]])


def test_candidates_of_a_day_are_found_by_indexes(db: sqlite_utils.Database) -> None:
    from archive.stories import translations

    values = {"item": 1, "day": "2026-03-02", "month": "2026-03", "language": "es", "source": "council-900"}
    for sql, index in (
        (translations._NAMED, "alternates_url"),
        (translations._FOREIGN_OF_DAY, "item_rows_foreign"),
        (translations._OWN_OF_DAY, "item_rows_month"),
    ):
        plan = " ".join(row[3] for row in db.conn.execute(f"EXPLAIN QUERY PLAN {sql}", values))
        assert index in plan and "SCAN item_rows" not in plan and "ANY(" not in plan, plan
