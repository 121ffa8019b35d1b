"""What headers say about when to ask again."""

from __future__ import annotations

import pytest

from fetching.wishing import LONGEST_FRESH, fresh_for

DATE = "Wed, 04 Mar 2026 15:00:00 GMT"


@pytest.mark.parametrize(
    ("control", "expires", "age", "seconds"),
    [
        ("max-age=600", None, None, 600),
        ("public, Max-Age = 600", None, "100", 500),
        ('max-age="60"', None, None, 60),
        ("max-age=0", None, None, None),
        ("no-cache, max-age=600", None, None, None),
        ("no-store", "Wed, 04 Mar 2026 16:00:00 GMT", None, None),
        ("s-maxage=600", None, None, None),
        ("private", "Wed, 04 Mar 2026 16:00:00 GMT", None, 3600),
        (None, "Wed, 04 Mar 2026 14:00:00 GMT", None, None),
        (None, "Sun, 19 Nov 1978 05:00:00 GMT", None, None),  # Drupal
        (None, "-1", None, None),
        ("max-age=600", "Wed, 04 Mar 2026 16:00:00 GMT", "nonsense", 600),
        ("max-age=999999999999", None, None, LONGEST_FRESH),
        ("max-age=99999999999999999999", None, None, LONGEST_FRESH),
        ("", "", "", None),
    ],
)
def test_freshness_is_read_as_the_standard_says(
    control: str | None, expires: str | None, age: str | None, seconds: float | None
) -> None:
    assert fresh_for(control, expires, DATE, age) == seconds
