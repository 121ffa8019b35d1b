"""The word to the dead-man address: bounded, guarded, and silent about its secret."""

from __future__ import annotations

from typing import Any

import pytest
from scrapy.settings import Settings

from commands import pinging
from commands.doors import check_settings
from commands.pinging import ping, target_of
from errors import InputError
from tests.server import Reply, Server


def said(address: str, well: bool = True, loopback: bool = True) -> str | None:
    given: dict[str, Any] = {"PING_ADDRESS": address, "ALLOW_PRIVATE_HOSTS": loopback, "USER_AGENT": "news/1"}
    return ping(Settings(given), well=well)


@pytest.mark.parametrize(
    ("address", "well", "target"),
    [
        ("https://ping.example.org/7f3", True, "/7f3"),
        ("https://ping.example.org/7f3", False, "/7f3/fail"),
        ("https://ping.example.org/7f3/?rid=1", False, "/7f3/fail?rid=1"),
        ("https://ping.example.org", True, "/"),
        ("https://ping.example.org", False, "/fail"),
    ],
)
def test_a_bad_end_has_a_suffix_behind_the_path(address: str, well: bool, target: str) -> None:
    assert target_of(address, well=well) == target


def test_without_an_address_nobody_is_told() -> None:
    assert said("") is None


def test_a_service_on_loopback_is_told_only_where_that_is_allowed() -> None:
    with Server() as server:
        server.reply("/7f3", Reply("OK"))
        assert said(server.url("/7f3")) == "127.0.0.1 was told that the run ended well."
        told = said(server.url("/7f3"), loopback=False)
        assert told is not None and "nobody was told" in told
        assert len(server.asked()) == 1


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/7f3", "file:///etc/passwd", "http://10.0.0.1/7f3", "http://169.254.169.254/7f3", "7f3",
        "http://user:7f3@example.org/", "http://exa mple.org/7f3", "http://example.org/\r\nX-7f3: 1", "http://[::1/7f3",
    ],
)  # fmt: skip
def test_whatever_stands_there_neither_raises_nor_gives_its_secret_away(address: str) -> None:
    told = said(address, loopback=False)
    assert told is not None and "nobody was told" in told and "7f3" not in told


@pytest.mark.parametrize(
    "address", ["ftp://x/7f3", "x.example/7f3", "https:///7f3", "http://[::1/7f3", "javascript:7f3"]
)
def test_an_address_that_no_run_could_ask_is_refused_at_the_start_and_not_printed(address: str) -> None:
    settings = Settings()
    settings.setmodule("settings", priority="project")
    for good in ("", "https://ping.example.org/7f3", "HTTP://127.0.0.1:8/7f3"):
        settings.set("PING_ADDRESS", good, "cmdline")
        check_settings(settings)
    settings.set("PING_ADDRESS", address, "cmdline")
    with pytest.raises(InputError, match=r"PING_ADDRESS must begin with https://") as told:
        check_settings(settings)
    assert "7f3" not in str(told.value)


def test_a_service_that_is_down_is_tried_twice_and_fails_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pinging, "PAUSE", 0.01)
    with Server() as server:
        server.reply("/7f3", Reply("no", status=500))
        told = said(server.url("/7f3"))
        assert told is not None and "could not be told" in told and "status 500" in told and "7f3" not in told
        assert len(server.asked()) == 2
    told = said(server.url("/7f3"))
    assert told is not None and "ConnectionRefusedError" in told


def test_a_service_that_never_answers_keeps_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pinging, "ALL_TRIES", 0.2)
    with Server() as server:
        server.reply("/7f3", Reply("late", hang=True))
        told = said(server.url("/7f3"))
        assert told is not None and "gave no answer within" in told
