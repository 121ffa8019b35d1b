"""The posts API of WordPress, as it is and as it is broken."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import ParseError
from parsing.documents import tree
from parsing.wordpress import api_of, post_types, read_posts

HERE = "https://union.example.org/wp-json/wp/v2/posts?per_page=100"
NEW_YORK = ZoneInfo("America/New_York")
POST = {
    "id": 1123,
    "date": "2024-06-04T21:30:00",
    "date_gmt": "2024-06-05T01:30:00",
    "modified_gmt": "2024-06-06T08:00:00",
    "status": "publish",
    "type": "post",
    "link": "https://union.example.org/2024/06/04/aides-win/",
    "title": {"rendered": "Aides win &#8211; at last"},
    "excerpt": {"rendered": "<p>After months of talks [&hellip;]</p>\n"},
    "content": {
        "rendered": "<p>After months of talks the aides won.</p>\n<ul><li>raises</li></ul>[vc_row]<p>They rest.</p>",
        "protected": False,
    },
    "author": 3,
    "class_list": ["post-1123", "category-bargaining", "tag-aides", "category-uncategorized"],
    "yoast_head_json": {"author": "Rosa Lind"},
}


def read(document, **more):
    return read_posts(json.dumps(document).encode(), HERE, NEW_YORK, **more)


def test_a_post_gives_number_instant_words_and_author():
    posts = read([POST], total=812, pages=9)
    (post,) = posts.items
    assert (post.url, post.external_id, post.title) == (POST["link"], "1123", "Aides win – at last")
    assert post.body == "After months of talks the aides won.\n\n- raises\n\nThey rest."
    assert post.teaser == "After months of talks…" and post.author == "Rosa Lind"
    assert post.published and post.published.at == datetime(2024, 6, 5, 1, 30, tzinfo=UTC)
    assert (post.published.on.isoformat(), post.published.origin, post.published.precision) == (
        "2024-06-04",
        "api",
        "minute",
    )
    assert post.updated_at == datetime(2024, 6, 6, 8, tzinfo=UTC)
    assert post.tags == ("bargaining", "aides") and (posts.total, posts.pages) == (812, 9)


def test_without_the_gmt_date_the_local_one_is_in_the_sources_zone():
    (post,) = read([{**POST, "date_gmt": "0000-00-00T00:00:00"}]).items
    assert post.published and post.published.at == datetime(2024, 6, 5, 1, 30, tzinfo=UTC)


def test_a_post_published_at_midnight_keeps_its_instant():
    (post,) = read([{**POST, "date_gmt": "2024-06-05T00:00:00"}]).items
    assert post.published and post.published.at == datetime(2024, 6, 5, tzinfo=UTC) and post.published.on.day == 4


def test_a_protected_post_shows_no_words_and_a_draft_is_none():
    protected = {
        **POST,
        "content": {"rendered": "<form>password</form>", "protected": True},
        "excerpt": {"rendered": "", "protected": True},
    }
    (post,) = read([protected, {**POST, "status": "draft"}]).items
    assert post.protected and post.body is None and post.teaser is None


def test_an_empty_content_is_no_body():
    (post,) = read([{**POST, "content": {"rendered": "\n"}}]).items
    assert post.body is None


def test_names_of_author_and_terms_are_taken_where_they_are_embedded():
    embedded = {"author": [{"name": "AFSCME Staff"}], "wp:term": [[{"name": "Home &amp; Care"}], [None, {"name": 3}]]}
    (post,) = read([{**POST, "yoast_head_json": None, "_embedded": embedded}]).items
    assert post.author == "AFSCME Staff" and post.tags == ("Home & Care",)


@pytest.mark.parametrize("key", [key for key in POST if key != "link"])
@pytest.mark.parametrize(
    "wrong", [None, 7, True, [], [[]], {}, {"rendered": 5}, {"rendered": None}, "", "x", {"rendered": "<p>" * 5000}]
)
def test_f15_a_field_of_a_wrong_type_is_passed_over(key, wrong):
    post = read([{**POST, key: wrong}, POST]).items[-1]
    assert post.external_id == "1123" and post.title


@pytest.mark.parametrize("link", [None, 3, "", "javascript:alert(1)", ["https://x.example"]])
def test_a_post_without_an_address_is_none(link):
    assert [post.external_id for post in read([{**POST, "link": link, "id": 2}, POST]).items] == ["1123"]


def test_warnings_before_the_document_are_passed_over():
    body = (
        b"<br />\n<b>Warning</b>: something in <b>file.php</b> on line <b>2</b><br />\n" + json.dumps([POST]).encode()
    )
    assert len(read_posts(body, HERE, NEW_YORK).items) == 1


def test_an_empty_list_is_an_answer():
    assert read([], total=0).items == () and read([], total=0).total == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><html><body>[News]</body></html>",
        b'{"code":"rest_no_route","message":"No route was found","data":{"status":404}}',
        b'{"items": [1]}',
        b"[1, 2",
        b"[1, 2]",
        b'["https://union.example.org"]',
        b"[" * 50_000,
    ],
)
def test_c4_what_is_no_list_of_posts_is_a_parse_error(body):
    with pytest.raises(ParseError):
        read_posts(body, HERE, NEW_YORK)


@pytest.mark.parametrize(
    ("href", "api"),
    [
        ("https://union.example.org/wp-json/", "https://union.example.org/wp-json/wp/v2/posts"),
        ("/blog/wp-json", "https://union.example.org/blog/wp-json/wp/v2/posts"),
        (
            "https://union.example.org/index.php?rest_route=/",
            "https://union.example.org/index.php?rest_route=/wp/v2/posts",
        ),
        ("javascript:1", None),
    ],
)
def test_the_api_is_named_by_the_page(href, api):
    page = tree(f'<head><link rel="https://api.w.org/" href="{href}"></head><p>x</p>')
    assert api_of(page, "https://union.example.org/news/") == api


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(list(POST)), inner, max_size=5),
    max_leaves=12,
)


@settings(deadline=None)
@given(json_values)
def test_any_json_gives_posts_or_a_parse_error(document):
    for one in (document, [document], [{**POST, "title": document, "content": document}]):
        try:
            assert read(one).items is not None
        except ParseError:
            continue


def test_post_types_are_those_named_for_news_and_those_with_the_taxonomies_of_posts() -> None:
    def kind(base: object, **given: object) -> dict[str, object]:
        return {"rest_base": base, "name": base, "hierarchical": False, "taxonomies": [], **given}

    types = {
        "post": kind("posts"), "page": kind("pages", hierarchical=True), "wp_navigation": kind("navigation"),
        "press_release": kind("press-releases"), "boletin": kind("boletines"), "note": kind("notes", taxonomies=["post_tag"]),
        "thing": kind("things"), "hidden_news": kind("hidden-news", viewable=False), "tribe_events": kind("tribe_events"),
        "staff_news": kind("staff"), "other": kind("news", rest_namespace="other/v1"), "odd": "text", "odder": {"rest_base": 7},
        "bad_news": kind("../../etc"),
    }  # fmt: skip
    assert post_types(json.dumps(types).encode(), "https://x.org/") == ("press-releases", "boletines", "notes")


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"[" * 100_000, b"\x00\xff", b'"types"'])
def test_what_is_no_object_of_types_is_a_parse_error(body: bytes) -> None:
    with pytest.raises(ParseError):
        post_types(body, "https://x.org/")
