"""Faults F16: a page of any size and shape is read within two seconds of CPU; what is beyond reason is not searched."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from parsing.pages import Page, read_page

ZONE = ZoneInfo("America/New_York")
SIZE = 16_000_000
HEAD = "<html><head><title>A title of some words</title></head><body><h1>A title of some words</h1>"

#: pieces that fill a page, and what stands before them
SHAPES: dict[str, tuple[str, str]] = {
    "numbers": ("<p>", "12 "),
    "times of day": ("<p>", "3:39pm x "),
    "half a time of day": ("<p>", "12:3 1 hour 12 "),
    "one word": ("<p>", "a"),
    "a comment": ("<!--", "12:30 updated "),
    "rows of changes": ("", "<li>12:30 <a href='/x'>Page</a> updated</li>"),
    "nesting": ("", "<div>"),
    "fields": ("", "<input name=a type=text>"),
    "pictures": ("", "<img src='/a.jpg'>"),
    "cells": ("", "<td>1</td>"),
    "links": ("", "<a href='/x/some-post'>Some words of it</a> "),
    "dated entries": ("<main>", "<li><a href='/some-post'>Four words of title</a> 01/02/2024</li>"),
}


def read(html: str, path: str) -> tuple[Page, float]:
    """The page, and the seconds of CPU that its reading took."""
    body = html.encode()
    began = time.process_time()
    page = read_page(body, f"https://union.example.org{path}", "text/html; charset=utf-8", ZONE, date(2026, 11, 21))
    return page, time.process_time() - began


def filled(before: str, piece: str, size: int) -> str:
    return HEAD + before + piece * (size // len(piece))


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    read(f"{HEAD}<p>June 4, 2024</p><p>Some words.</p>", "/news/a")  # what is made at first use is no part of a page


@pytest.mark.parametrize("shape", SHAPES)
def test_f16_a_page_of_sixteen_megabytes_of_any_shape_is_read_in_time(shape: str) -> None:
    html = filled(*SHAPES[shape], SIZE)
    page, seconds = read(html, "/blog/")
    if seconds >= 2:  # a machine that is busy elsewhere lets a reading look dearer than it is
        seconds = min(seconds, read(html, "/blog/")[1])
    assert page.title and seconds < 2, f"{seconds:.2f} s"


@pytest.mark.parametrize("way", [str.lower, str.upper])
def test_what_stands_at_the_head_and_the_foot_of_a_large_page_is_still_found(way: Callable[[str], str]) -> None:
    rows = "".join(f"<li>{hour}:30 <a href='/p{hour}'>Page {hour}</a> {way('updated')}</li>" for hour in range(10, 20))
    large = f"{HEAD}<ul>{rows}</ul><script>{'var x = 1; ' * 600_000}</script>"
    assert (read(large, "/recent")[0].not_a_post or ("",))[0] == "activity"
    closed = f"{HEAD}<script>{'var x = 1; ' * 600_000}</script><form><input name=post_password type=password></form>"
    assert (read(closed, "/x")[0].not_a_post or ("",))[0] == "password"
