"""Proves fetching/compression.py: unpacked strictly, within bounds."""

import contextlib
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.utils._compression import brotli, zstd

from fetching.compression import BrokenOff, unpack
from tests.crawling import crawl
from tests.server import Reply, Server, bomb

TEXT = b"The local voted on Tuesday. " * 3000


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


@pytest.mark.parametrize("encoding", PACKERS)
def test_every_encoding_we_ask_for_is_undone(encoding: str) -> None:
    assert unpack(PACKERS[encoding](TEXT), encoding, 0) == TEXT


def test_deflate_without_its_head_is_undone_too() -> None:
    assert unpack(bare_deflate(TEXT), "deflate", 0) == TEXT


def test_gzip_of_several_members_with_rubbish_behind_is_undone() -> None:
    assert unpack(gzip.compress(b"one ") + gzip.compress(b"two") + b"\0\0rubbish", "gzip", 0) == b"one two"


def test_plain_text_that_is_announced_as_gzip_is_taken_as_it_is() -> None:
    assert unpack(b"<html>plain</html>", "gzip", 0) == b"<html>plain</html>"


@pytest.mark.parametrize("encoding", PACKERS)
def test_n23_packed_bytes_that_break_off_are_no_short_page(encoding: str) -> None:
    packed = PACKERS[encoding](TEXT)
    for cut in (len(packed) - 1, len(packed) // 2, 12):
        with pytest.raises((BrokenOff, zlib.error, brotli.error, zstd.ZstdError)):
            unpack(packed[:cut], encoding, 0)


@pytest.mark.parametrize("encoding", PACKERS)
def test_n22_a_bomb_is_stopped_at_the_limit(encoding: str) -> None:
    with pytest.raises(OverflowError):
        unpack(PACKERS[encoding](bytes(3_000_000)), encoding, 1_000_000)


@pytest.mark.parametrize("encoding", [*PACKERS, "compress", ""])
@given(body=st.binary(max_size=200))
def test_any_bytes_give_bytes_or_a_known_error(encoding: str, body: bytes) -> None:
    with contextlib.suppress(BrokenOff, OverflowError, zlib.error, brotli.error, zstd.ZstdError):
        assert isinstance(unpack(body or b"x", encoding, 10_000), bytes)


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate"])
def test_a_packed_page_comes_out_plain_and_as_the_kind_it_is(server: Server, encoding: str) -> None:
    body = PACKERS[encoding](b"<html><p>hello</html>")
    server.reply("/a", Reply(body, headers={"Content-Encoding": encoding}))
    answer = crawl(server.url("/a")).only_answer()
    assert answer["body"] == "<html><p>hello</html>" and answer["kind"] == "HtmlResponse"


def test_two_layers_are_undone_in_the_right_order(server: Server) -> None:
    body = gzip.compress(brotli.compress(b"hello"))
    server.reply("/a", Reply(body, headers={"Content-Encoding": "br, gzip"}))
    assert crawl(server.url("/a")).only_answer()["body"] == "hello"


@pytest.mark.parametrize("status", [200, 404])
def test_an_empty_body_needs_no_unpacking(server: Server, status: int) -> None:
    server.reply("/a", Reply(b"", status=status, headers={"Content-Encoding": "gzip"}))
    assert crawl(server.url("/a")).only_answer()["size"] == 0


def test_n22_a_bomb_ends_as_too_large_and_the_run_goes_on(server: Server) -> None:
    server.reply("/bomb", Reply(bomb(200), headers={"Content-Encoding": "gzip"}))
    crawled = crawl(server.url("/bomb"), server.url("/b"), settings={"DOWNLOAD_MAXSIZE": 5_000_000})
    assert crawled.reasons() == ["too_large"] and len(crawled.answers) == 1
    assert "5 MB" in crawled.failures[0]["sentence"]


def test_n22_a_bomb_in_many_layers_is_not_unpacked(server: Server) -> None:
    server.reply("/bomb", Reply(gzip.compress(bomb(1)), headers={"Content-Encoding": ", ".join(["gzip"] * 50)}))
    assert crawl(server.url("/bomb")).reasons() == ["broken"]


def test_n23_a_packed_page_that_breaks_off_is_broken(server: Server) -> None:
    packed = gzip.compress(TEXT)[:-20]
    server.reply("/a", Reply(packed, headers={"Content-Encoding": "gzip"}))
    failure = crawl(server.url("/a")).only_failure()
    assert (failure["outcome"], failure["reason"]) == ("soft", "broken")


def test_an_encoding_that_nobody_asked_for_is_broken(server: Server) -> None:
    server.reply("/a", Reply(b"\x1f\x9d\x90", headers={"Content-Encoding": "compress"}))
    failure = crawl(server.url("/a")).only_failure()
    assert failure["reason"] == "broken" and "compress" in failure["sentence"]
