"""X-Robots-Tag headers as sites and servers send them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.robots_tag import wishes_of


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ([], set()),
        (["noindex"], {"noindex"}),
        (["NoIndex, NOFOLLOW"], {"noindex", "nofollow"}),
        (["none"], {"none", "noindex", "nofollow"}),
        (["googlebot: noarchive, noindex"], {"noarchive", "noindex"}),
        (["otherbot: noindex"], set()),
        (["*: noindex"], {"noindex"}),
        (["noarchive", "otherbot: noindex", "nosnippet"], {"noarchive", "nosnippet"}),
    ],
)
def test_words_are_read_and_those_for_other_robots_are_not_ours(headers: list[str], words: set[str]) -> None:
    assert wishes_of(headers) == words


def test_a_date_with_colons_names_no_robot() -> None:
    assert "noindex" in wishes_of(["unavailable_after: 25 Jun 2027 15:00:00 PST, noindex"])


@given(st.lists(st.text(max_size=300), max_size=5))
def test_any_header_is_read(headers: list[str]) -> None:
    assert all(word == word.lower() and word for word in wishes_of(headers))
