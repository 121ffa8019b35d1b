"""parsing.lists.addresses: what an address alone says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.lists.addresses import address_signs, same_page

PAGE = "https://www.x.org/news?page=2"


@pytest.mark.parametrize(
    ("url", "role"),
    [
        ("https://www.x.org/news", "self"),
        ("http://x.org/news/", "self"),
        ("https://www.x.org/", "self"),
        ("https://other.org/", "home"),
        ("https://www.x.org/news/local-5-wins", "post"),
        ("https://www.x.org/2024/05/12/slug/", "post"),
        ("https://www.x.org/blog/2019/3/7/long-title-here", "post"),
        ("https://www.x.org/?p=12", "post"),
        ("https://www.x.org/node/45/view", "post"),
        ("https://www.x.org/archives/123", "post"),
        ("https://www.x.org/index.cfm?zone=/unionactive/view_article.cfm&HomeID=44", "post"),
        ("https://www.x.org/index.cfm?action=article&articleID=273AE20E-8788-4B70-82AD-942565CA5DF2", "post"),
        ("https://www.x.org/index.cfm?action=cat&categoryID=273AE20E-8788-4B70-82AD-942565CA5DF2", "list"),
        ("https://www.x.org/happy-new-year/", "unknown"),
        ("https://www.x.org/2024/05/", "list"),
        ("https://www.x.org/new-blogs/archives/05-2024", "list"),
        ("https://www.x.org/category/blog/", "list"),
        ("https://www.x.org/category/blog/page/2", "list"),
        ("https://www.x.org/blog/filter/issues/health-care", "list"),
        ("https://www.x.org/tag/wages", "list"),
        ("https://www.x.org/author/pat", "list"),
        ("https://www.x.org/join", "function"),
        ("https://www.x.org/about/staff", "function"),
        ("https://www.x.org/users/12", "function"),
        ("https://www.x.org/user/ann-roe", "function"),
        ("https://www.x.org/members/1204", "function"),
        ("https://www.x.org/members/480-court-backs-counselors", "post"),
        ("https://www.x.org/news/12", "post"),
        ("https://www.x.org/wp-login.php", "function"),
        ("https://www.x.org/news/a/b.PDF", "file"),
        ("https://www.facebook.com/x", "social"),
        ("https://www.youtube.com/user/aa", "social"),
        ("https://www.youtube.com/watch?v=abc", "post"),
        ("https://youtu.be/abc", "post"),
    ],
)
def test_an_address_has_a_role(url: str, role: str) -> None:
    assert address_signs(url, PAGE).role == role


@pytest.mark.parametrize(
    ("url", "kind", "number"),
    [
        ("https://www.x.org/calendar-events/picnic", "event", None),
        ("https://www.x.org/trainings/steward-basics", "training", None),
        ("https://www.x.org/press/releases/2024/x", "press_release", None),
        ("https://vimeo.com/12345", "video", None),
        ("https://www.x.org/node/136314/view", None, "136314"),
        ("https://www.x.org/?p=77", None, "77"),
        ("https://www.x.org/news/a-b-c", None, None),
    ],
)
def test_kind_and_number_are_read_where_the_address_has_them(url: str, kind: str | None, number: str | None) -> None:
    signs = address_signs(url, PAGE)
    assert (signs.kind, signs.external_id) == (kind, number)


def test_another_registered_domain_is_foreign_and_a_subdomain_is_not() -> None:
    assert address_signs("https://www.afscme.org/blog/x-y-z", PAGE).foreign
    assert not address_signs("https://gg.x.org/blog/x-y-z", PAGE).foreign


def test_one_page_has_many_spellings() -> None:
    assert same_page("http://x.org/news/", "https://www.x.org/news#top")
    assert not same_page("https://x.org/news?page=1", "https://x.org/news")


@given(st.text(max_size=120))
def test_any_path_has_a_role(text: str) -> None:
    signs = address_signs("https://x.org/" + text.replace("[", "").replace("]", ""), PAGE)
    assert -3 <= signs.points <= 4
