from types import SimpleNamespace
from typing import Any

import pytest

from items import Event, Item, Rejected
from pipelines.normalize import LONGEST_TITLE, Normalize
from pipelines.validate import Validate
from tests.builders import NOW, REGISTRY, item, rejection, teaser, url

CRAWLER: Any = SimpleNamespace(spider=SimpleNamespace(registry=REGISTRY))


def normalized(brought: Item | Rejected) -> Any:
    return Normalize(CRAWLER).process_item(brought)


def validated(brought: Item | Rejected) -> Any:
    return Validate(CRAWLER).process_item(normalized(brought))


def test_texts_are_tidied_and_nothing_becomes_none() -> None:
    tidied = normalized(
        item(title=" A\u00a0title \n", teaser=" \u200b ", author="\x07", body="One.\r\n\r\n\r\n\r\nTwo. ")
    )
    assert (tidied.title, tidied.teaser, tidied.author, tidied.body) == ("A title", None, None, "One.\n\nTwo.")


def test_addresses_become_canonical_and_the_owner_is_named() -> None:
    tidied = normalized(item(url="http://www.local-1.example/news/post-1/?utm_source=x#top"))
    assert (tidied.url, tidied.source_id) == (url(1, "local-1"), "local-1")
    assert normalized(item(url="https://elsewhere.example/a")).source_id == "council-900"


def test_an_anchor_is_kept_only_for_posts_that_have_no_page_of_their_own() -> None:
    address = "https://council-900.example/updates#june-1"
    assert normalized(item(url=address, anchored=True)).url == address
    assert normalized(item(url=address)).url == "https://council-900.example/updates"


def test_links_that_lead_nowhere_on_the_web_are_dropped() -> None:
    event = Event(NOW, venue=" Hall\n4 ", registration_url="javascript:alert(1)")
    tidied = normalized(item(addresses=("javascript:alert(1)", "data:text/html,x", "/short", url(1)), event=event))
    assert tidied.addresses == ("https://council-900.example/short", url(1))
    assert (tidied.event.venue, tidied.event.registration_url) == ("Hall 4", None)
    relative = normalized(item(event=Event(NOW, registration_url="/sign-up")))
    assert relative.event.registration_url == "https://council-900.example/sign-up"


def test_words_without_end_are_cut() -> None:
    tidied = normalized(item(title="x" * 100_000, kind="k" * 1000))
    assert len(tidied.title) == LONGEST_TITLE + 1 and tidied.title.endswith("…")
    assert len(tidied.kind) < 100


@pytest.mark.parametrize("address", ["javascript:alert(1)", "", "mailto:x@y.example", "http://"])
def test_an_item_without_a_usable_address_becomes_a_rejection(address: str) -> None:
    rejected = normalized(item(url=address))
    assert isinstance(rejected, Rejected)
    assert (rejected.reason, rejected.channel_id, rejected.seen_at) == ("address", "council-900-news", NOW)


def test_rejections_pass_as_they_are() -> None:
    brought = rejection()
    assert validated(brought) is brought


def test_a_title_or_a_teaser_or_a_body_is_enough_for_a_post() -> None:
    nothing: dict[str, Any] = {"title": None, "teaser": None, "body": None}
    for words in ("title", "teaser", "body"):
        assert isinstance(validated(item(**{**nothing, words: "Something."})), Item)
    rejected = validated(item(**nothing))
    assert isinstance(rejected, Rejected) and rejected.reason == "empty" and rejected.detail.endswith(".")


@pytest.mark.parametrize(
    "address", ["https://council-900.example", "https://national.example/news/", "http://local-1.example/?utm_source=x"]
)
def test_no_post_stands_at_a_home_page_or_a_channels_address(address: str) -> None:
    rejected = validated(teaser(url=address))
    assert isinstance(rejected, Rejected) and rejected.reason == "address"


def test_a_part_of_a_home_page_may_be_a_post() -> None:
    assert isinstance(validated(teaser(url="https://council-900.example/#june-1", anchored=True)), Item)
