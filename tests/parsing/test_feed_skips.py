"""When a feed asks not to be read."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from parsing.feeds import read_feed
from parsing.feeds.skips import skipped


def rss(channel: str, item: str = "") -> str:
    return (f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{channel}'
            f"<item><title>One</title><link>https://example.org/1</link>{item}</item></channel></rss>")  # fmt: skip


def test_hours_and_days_are_read_beside_ttl() -> None:
    told = rss("<ttl>90</ttl><skipHours><hour>0</hour><hour> 23 </hour><hour>24</hour><hour>99</hour></skipHours>"
               "<skipDays><day>Saturday</day><day>sunday</day><day>Someday</day></skipDays>")  # fmt: skip
    feed = read_feed(told.encode(), "https://example.org/feed", "application/rss+xml", ZoneInfo("UTC"))
    assert (feed.ttl_minutes, feed.skip_hours, feed.skip_days) == (90, {0, 23}, {5, 6})


def test_a_feed_that_skips_all_hours_or_all_days_says_nothing() -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(24))
    days = "".join(f"<day>{day}day</day>" for day in ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"))
    assert skipped(rss(f"<skipHours>{hours}</skipHours><skipDays>{days}</skipDays>")) == (set(), set())


def test_what_a_post_quotes_does_not_count() -> None:
    quoted = "<description><![CDATA[<skipDays><day>Monday</day></skipDays>]]></description>"
    assert skipped(rss("", quoted)) == (set(), set())


@pytest.mark.parametrize(
    "text", ["<skipHours>" * 100_000, "<skipHours><hour>" * 50_000, "<item" * 200_000 + "<skipDays>"]
)
def test_hostile_documents_say_nothing_and_come_to_an_end(text: str) -> None:
    assert skipped(text) == (set(), set())
