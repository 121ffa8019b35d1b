"""The pages of all makes with other names, wrappers and tags: the entries stay the same."""

from __future__ import annotations

import pytest

from tests.parsing.mutations import MUTATIONS
from tests.parsing.saved_lists import MAKES, read, signature, text_of


@pytest.mark.parametrize("mutation", sorted(MUTATIONS))
@pytest.mark.parametrize("make", sorted(MAKES))
def test_no_theme_changes_what_a_list_says(make: str, mutation: str) -> None:
    text, url = text_of(f"makes/{make}"), MAKES[make]
    before = read(text, url)
    for seed in range(4):
        after = read(MUTATIONS[mutation](text, seed), url)
        assert [signature(entry) for entry in after.entries] == [signature(entry) for entry in before.entries]
        assert after.next_url == before.next_url
