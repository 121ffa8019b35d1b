"""Places to crawl for all tests of the families."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.spiders.sites import Place


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Place]]:
    """A place of a family at a path; all end with the test."""
    made: list[Place] = []

    def one(family: str, path: str, hint: dict[str, Any] | None = None, **given: Any) -> Place:
        where = tmp_path / str(len(made))
        where.mkdir()
        made.append(Place(where, family, path, hint, **given).__enter__())
        return made[-1]

    yield one
    for place in made:
        place.__exit__(None, None, None)
