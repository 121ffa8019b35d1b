from collections.abc import Iterator

import pytest
import sqlite_utils

from tests.builders import assert_sound, fresh_archive


@pytest.fixture
def db() -> Iterator[sqlite_utils.Database]:
    """A fresh archive in memory, which must be sound when the test is over."""
    archive = fresh_archive()
    yield archive
    assert_sound(archive)
    archive.close()
