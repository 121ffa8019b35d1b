"""A server for each test of this room."""

from collections.abc import Iterator

import pytest

from tests.server import Reply, Server


@pytest.fixture
def server() -> Iterator[Server]:
    """Every path answers with its own name; robots.txt is not there."""
    with Server() as running:
        running.fallback = lambda seen: Reply(f"page {seen.path}")
        running.reply("/robots.txt", Reply("", status=404))
        yield running
