"""Proves fetching/addresses.py: what is public, however it is spelled."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetching.addresses import is_loopback, is_public, literal, objection_to_host, objection_to_url

PRIVATE = [
    "127.0.0.1", "127.8.9.10", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.127.255.255", "0.0.0.0", "0.1.2.3", "192.0.0.1", "192.0.2.7", "198.18.0.1",
    "198.51.100.1", "203.0.113.9",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::10.0.0.1", "2002:a00:1::", "2002:7f00:1::1", "fec0::1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "100.63.255.255", "100.128.0.1", "172.32.0.1", "192.169.0.1", "11.0.0.1",
          "2607:f8b0:4004:800::200e", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::"]  # fmt: skip


@pytest.mark.parametrize("text", PRIVATE)
def test_a_private_or_reserved_address_is_not_public(text: str) -> None:
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_is_public(text: str) -> None:
    assert is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize(
    "spelling",
    ["127.0.0.1", "2130706433", "0x7f000001", "0x7F.1", "0177.0.0.1", "017700000001", "127.1", "127.0.1", "0x7f.0.0.1"],
)
def test_every_spelling_of_loopback_is_read_as_loopback(spelling: str) -> None:
    address = literal(spelling.lower())
    assert address is not None and is_loopback(address)
    assert objection_to_url(f"http://{spelling}/", allow_loopback=False)
    assert objection_to_url(f"http://{spelling}/", allow_loopback=True) is None


@pytest.mark.parametrize(
    "spelling", ["167772161", "0xa000001", "012.0.0.1", "10.1", "0xa9fea9fe", "[::ffff:a00:1]", "[fd00::1]"]
)
def test_every_spelling_of_a_private_address_is_refused_even_where_loopback_is_open(spelling: str) -> None:
    assert "private" in (objection_to_url(f"https://{spelling}/x", allow_loopback=True) or "")


@pytest.mark.parametrize("host", ["localhost", "LocalHost", "localhost.", "db.localhost", "127.0.0.1."])
def test_names_of_this_machine_need_the_switch(host: str) -> None:
    assert objection_to_host(host, allow_loopback=False)
    assert objection_to_host(host, allow_loopback=True) is None


@pytest.mark.parametrize("host", ["www.afscme.org", "council2.com", "under_score.example.org", "xn--e1afmkfd.org",
                                  "1password.com", "face.b00c", "4.example",
                                  "a.0x7f.example", "2020.afscme.org"])  # fmt: skip
def test_names_are_left_to_the_resolver(host: str) -> None:
    assert literal(host) is None
    assert objection_to_host(host, allow_loopback=False) is None


@pytest.mark.parametrize("host", ["256.1.1.1", "1.2.3.4.5", "0x100000000", "08.1.1.1", "99999999999"])
def test_a_host_that_looks_like_an_address_and_is_none_is_refused(host: str) -> None:
    assert "looks like an IP address" in (objection_to_host(host, allow_loopback=True) or "")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://example.org/", "neither http nor https"),
        ("file:///etc/hostname", "neither http nor https"),
        ("data:text/html,x", "neither http nor https"),
        ("https://user:pass@example.org/", "user name or password"),
        ("https://user@example.org/", "user name or password"),
        ("http:///path", "without a host"),
        ("http://./", "without a host"),
        ("http://example.org:99999/", "no valid address"),
        ("http://[::1/", "no valid address"),
        ("http://[fe80::1%25eth0]/", "private"),
    ],
)
def test_other_addresses_are_refused_with_the_reason(url: str, said: str) -> None:
    assert said in (objection_to_url(url, allow_loopback=False) or "")


@given(st.integers(0, 2**32 - 1))
def test_the_number_of_an_address_is_the_address(number: int) -> None:
    assert literal(str(number)) == ipaddress.IPv4Address(number) == literal(hex(number))


@given(st.integers(0, 2**32 - 1))
def test_an_address_inside_ipv6_is_judged_like_itself(number: int) -> None:
    plain = ipaddress.IPv4Address(number)
    assert is_public(ipaddress.IPv6Address(f"::ffff:{plain}")) == is_public(plain)


@given(st.integers(0, 2**32 - 1))
def test_what_is_public_is_public_for_python_too(number: int) -> None:
    address = ipaddress.IPv4Address(number)
    if is_public(address):
        assert address.is_global and not address.is_multicast


@given(st.text(max_size=60))
def test_any_text_gets_a_verdict_and_no_exception(text: str) -> None:
    for url in (text, f"http://{text}/"):
        objection = objection_to_url(url, allow_loopback=True)
        assert objection is None or objection.endswith("not asked.")
