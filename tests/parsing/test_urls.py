"""Proves parsing/urls/__init__.py with the real registry, a table of dirty addresses, and properties."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import registry
from errors import ParseError
from parsing.urls import Site, Sites, Stream, absolute, canonical, host_of, registrable

ROOT = Path(__file__).resolve().parents[2]
SITES = registry.load(ROOT / "data" / "registry").sites
HERE = Path(__file__).resolve().parent


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ---- the tables ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows("addresses.csv"), ids=lambda row: row["dirty"][:80])
def test_a_dirty_address_gets_its_one_spelling(row: dict[str, str]) -> None:
    assert canonical(row["dirty"], SITES) == row["canonical"], row["why"]


@pytest.mark.parametrize("row", rows("addresses.csv"), ids=lambda row: row["dirty"][:80])
def test_the_canonical_form_of_the_table_is_stable(row: dict[str, str]) -> None:
    assert canonical(row["canonical"], SITES) == row["canonical"]


@pytest.mark.parametrize("row", rows("addresses_apart.csv"), ids=lambda row: row["why"])
def test_addresses_of_different_pages_stay_apart(row: dict[str, str]) -> None:
    assert canonical(row["one"], SITES) != canonical(row["other"], SITES), row["why"]


def test_no_two_canonical_addresses_of_the_table_are_one_page_by_chance() -> None:
    kept = [canonical(row[side], SITES) for row in rows("addresses_apart.csv") for side in ("one", "other")]
    assert len(set(kept)) > len(kept) * 0.8


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "foo",
        "index.html",
        "mailto:someone@example.org",
        "javascript:alert(1)",
        "ftp://example.org/x",
        "file:///etc/passwd",
        "data:text/html,x",
        "http://",
        "https:///",
        "http://a..b/",
        "http://.example.org/",
        "http://exa mple.org/",
        "http://example.org:99999/",
        "http://[::1",
        "http://[zz]/",
        "http://example.org:port/",
        f"https://example.org/{'x' * 9000}",
        f"https://{'a' * 64}.org/",
    ],
)
def test_what_is_no_web_address_is_refused_in_words(text: str) -> None:
    with pytest.raises(ParseError) as caught:
        canonical(text, SITES)
    assert len(str(caught.value)) > 10


# ---- anchors ---------------------------------------------------------------------------------------------------


def test_an_anchor_is_kept_only_when_it_is_asked_for() -> None:
    url = "https://www.council82.org/page/latest-newsannouncements-50.html#meeting"
    assert canonical(url, SITES) == "https://council82.org/page/latest-newsannouncements-50.html"
    assert (
        canonical(url, SITES, keep_anchor=True) == "https://council82.org/page/latest-newsannouncements-50.html#meeting"
    )


@pytest.mark.parametrize("anchor", ["", ":~:text=strike", "utm_source=mail"])
def test_an_anchor_that_points_at_nothing_is_dropped(anchor: str) -> None:
    assert canonical(f"https://example.org/x#{anchor}", SITES, keep_anchor=True) == "https://example.org/x"


# ---- owners, hosts, installations ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        ("https://www.afscme.org/blog/x", "national"),
        ("https://www.council4.org/news/x", "council-4"),
        ("https://www.council4.org/local-269/news/x", "local-269-ct"),
        ("https://www.council4.org/local-2690/news/x", "council-4"),
        ("https://afscmeatwork.org/council-31/news/x", "council-31"),
        ("https://afscmeatwork.org/western/news/x", "western-ny"),
        ("https://afscmeatwork.org/unheard-of-local/news/x", None),
        ("https://afscmeatwork.org/ohio-civil-service-employees-association-afscme-local-11/news/x", "ocsea-11"),
        ("http://unacuhcp.org/retirees/x", "retirees-1199u"),
        ("https://unacuhcp.org/news/x", "unac-uhcp"),
        ("https://www.afscme18.org/news/x", "council-18"),
        ("https://dc37blog.net/2020/11/06/x/", "council-37"),
        ("https://launch.hgea.org/news/2023/october/12/x/", "hgea-152"),
        ("https://www.example.org/news/x", None),
        ("http://web.uri.edu/local528/x", "local-528"),
        ("http://web.uri.edu/chemistry/x", None),
    ],
)
def test_an_address_belongs_to_the_source_with_the_nearest_home(url: str, owner: str | None) -> None:
    assert SITES.owner(canonical(url, SITES)) == owner
    assert SITES.knows(url) is (owner is not None)


def test_an_installation_has_the_name_of_its_row_else_its_host() -> None:
    assert SITES.installation("https://www.council4.org/x") == "unionhall"
    assert SITES.installation("https://afscmeatwork.org/node/1") == "unionhall"
    assert SITES.installation("https://www.dc47union.org/x") == "dc47.org"
    assert SITES.installation("http://www.example.org/x") == "www.example.org"
    assert SITES.installation("http://127.0.0.1:8001/x") == "127.0.0.1:8001"


def test_a_source_reaches_as_far_as_its_hosts_and_registered_domains() -> None:
    assert SITES.is_within("council-31", "http://afscme31.org/x")
    assert SITES.is_within("council-31", "https://afscmeatwork.org/council-31/x")
    assert SITES.is_within("council-31", "https://new.afscme31.org/x")
    assert not SITES.is_within("council-31", "https://afscmeatwork.org/western/x")
    assert not SITES.is_within("council-31", "https://casino.example/x")
    assert SITES.is_within("council-37", "https://dc37blog.net/x")
    assert not SITES.is_within("council-31", "no address")
    assert not SITES.is_within("nobody", "https://www.afscme31.org/")


def test_sites_on_one_ip_address_are_told_apart_by_their_ports() -> None:
    sites = Sites.of([Site("a", "http://127.0.0.1:8001/"), Site("b", "http://127.0.0.1:8002/news/")])
    assert sites.owner(canonical("http://127.0.0.1:8001/news/x", sites)) == "a"
    assert sites.owner(canonical("http://127.0.0.1:8002/news/x", sites)) == "b"
    assert not sites.is_within("a", "http://127.0.0.1:8002/x")


def test_of_two_sources_with_one_home_the_first_owns_it() -> None:
    sites = Sites.of([Site("first", "https://example.org/"), Site("second", "http://www.example.org")])
    assert sites.owner(canonical("https://example.org/x", sites)) == "first"


def test_a_host_that_several_sources_only_publish_through_belongs_to_none() -> None:
    feed = "https://feeds.example.com/{}"
    sites = Sites.of(
        [
            Site("a", "https://a.org/", streams=(Stream(feed.format("a"), "feed"),)),
            Site("b", "https://b.org/", streams=(Stream(feed.format("b"), "feed"),)),
        ]
    )
    assert sites.owner(canonical("https://feeds.example.com/x", sites)) is None


def test_rules_of_a_platform_hold_only_where_a_row_says_so() -> None:
    url = "https://example.org/News/X?anything=1&page=2"
    atrium = Sites.of([Site("a", "https://example.org/", streams=(Stream("https://example.org/news", "openatrium"),))])
    assert canonical(url, Sites()) == url
    assert canonical(url, atrium) == "https://example.org/news/x?page=2"


def test_the_ids_of_a_list_are_junk_on_that_list_alone() -> None:
    stream = Stream("https://example.org/news", "openatrium", group="5", section="6", older=("/old",))
    sites = Sites.of([Site("a", "https://example.org/", streams=(stream,))])
    ids = "og_group_ref_target_id=5&oa_section_ref_target_id=6"
    assert canonical(f"https://example.org/news?{ids}", sites) == "https://example.org/news"
    assert canonical(f"https://example.org/old?{ids}", sites) == "https://example.org/old"
    assert "ref_target_id=6" in canonical(f"https://example.org/events?{ids}", sites)
    assert canonical("https://example.org/?og_group_ref_target_id=5&page=1", sites) == "https://example.org/?page=1"


def test_no_source_knows_no_address() -> None:
    assert not Sites().knows("https://www.afscme.org/")
    assert canonical("http://www.afscme.org/x/", Sites()) == "https://www.afscme.org/x"


# ---- links -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/news/x", "https://www.council4.org/news/x"),
        ("x", "https://www.council4.org/news/x"),
        ("../x", "https://www.council4.org/x"),
        ("?page=2", "https://www.council4.org/news/?page=2"),
        ("", "https://www.council4.org/news/"),
        ("#post-3", "https://www.council4.org/news/#post-3"),
        ("//www.afscme.org/x", "https://www.afscme.org/x"),
        ("www.afscme.org/x", "https://www.afscme.org/x"),
        ("HTTP://WWW.AFSCME.ORG/X", "http://www.afscme.org/X"),
        (" https://www.afscme.org/a b ", "https://www.afscme.org/a%20b"),
        ("https://www.afscme.org/\n   blog/x", "https://www.afscme.org/blog/x"),
        ("\\news\\x", "https://www.council4.org/news/x"),
        ("mailto:someone@example.org", None),
        ("someone@example.org", None),
        ("javascript:void(0)", None),
        ("java\nscript:alert(1)", None),
        ("\x01javascript:alert(1)", None),
        ("tel:+12025550123", None),
        ("data:text/html,x", None),
        ("ftp://example.org/x", None),
        ("http://", None),
        ("http://[", None),
    ],
)
def test_a_link_leads_to_a_web_address_or_nowhere(href: str, expected: str | None) -> None:
    assert absolute("https://www.council4.org/news/", href) == expected


def test_a_link_is_read_even_where_its_page_has_no_address() -> None:
    assert absolute("", "https://www.afscme.org/x") == "https://www.afscme.org/x"
    assert absolute("", "/x") is None


def test_a_host_is_named_with_a_port_of_its_own() -> None:
    assert host_of("http://WWW.Afscme.org.:80/x") == "www.afscme.org"
    assert host_of("http://127.0.0.1:8123/x") == "127.0.0.1:8123"
    with pytest.raises(ParseError):
        host_of("nothing")


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.afscme31.org", "afscme31.org"),
        ("afscme31.org", "afscme31.org"),
        ("kose.ks.aft.org", "aft.org"),
        ("www.union.org.uk:8080", "union.org.uk"),
        ("local1.wordpress.com", "local1.wordpress.com"),
        ("local1.wixsite.com", "local1.wixsite.com"),
        ("127.0.0.1:8123", "127.0.0.1:8123"),
        ("[::1]:8123", "[::1]:8123"),
        ("localhost:8123", "localhost:8123"),
        ("com", "com"),
    ],
)
def test_a_host_is_traced_to_the_domain_that_was_registered(host: str, domain: str) -> None:
    assert registrable(host) == domain


# ---- properties ------------------------------------------------------------------------------------------------

HOSTS = st.sampled_from(
    [
        "www.wfse.org",
        "wfse.org",
        "afscmeatwork.org",
        "www.afscme31.org",
        "www.afscmemn.org",
        "unacuhcp.org",
        "www.unacuhcp.org",
        "dc47union.org",
        "www.uapd.com",
        "www.ocsea.org",
        "dc1707.net",
        "www.local2881.org",
        "www.afscme.org.",
        "127.0.0.1:8123",
        "example.org",
        "www.example.org:8080",
        "WWW.Example.ORG",
    ]
)
SEGMENTS = st.sampled_from(
    ["news", "News", "council-31", "retirees", "local-269", "page", "1", "01", "2", "amp", "index.cfm", "index.php",
     "..", ".", "", "%20", "%2e%2E", "a b", "é", "%c3%a9", "%2F", "%E9", "%", "x;jsessionid=1", "comment-page-2",
     "x.aspx"]
)  # fmt: skip
NAMES = st.sampled_from(
    ["page", "paged", "q", "id", "p", "og_group_ref_target_id", "oa_section_ref_target_id",
     "og_group_ref_target_id_mine", "og_subspaces_view_all", "flagged", "utm_source", "fbclid", "can_id", "source",
     "amp", "action", "articleID", "zone", "homeid", "type[]", "og_x", "a b", "é", "c", "t"]
)  # fmt: skip
MANGLES = st.sampled_from(["", "", "", "amp;", "amp%3B", "amp%253B", "amp;amp;", "%26amp%3B", ";", "#038;"])
VALUES = st.sampled_from(
    ["", "0", "1", "2", "94", "0,0", "0%2C3", "-1", "9310", "9314", "8920", "All", "oz610h", "news/x",
     "/unionactive/x.cfm", "273ae20e-8788-4b70-82ad-942565ca5df2", "a+b", "a%20b", "a%26b", "é", "%E9", "print",
     "x?page=3", "../y"]
)  # fmt: skip


@st.composite
def parameters(draw: st.DrawFn) -> list[str]:
    names = draw(st.lists(NAMES, max_size=6, unique=True))
    return [f"{draw(MANGLES)}{name}={draw(VALUES)}" for name in names]


@st.composite
def addresses(draw: st.DrawFn) -> str:
    scheme = draw(st.sampled_from(["http://", "https://", "HTTP:", "//"]))
    path = "".join(f"/{segment}" for segment in draw(st.lists(SEGMENTS, max_size=5)))
    slash = draw(st.sampled_from(["", "/", "//"]))
    query = "&".join(draw(parameters()))
    return f"{scheme}{'//' if scheme == 'HTTP:' else ''}{draw(HOSTS)}{path}{slash}?{query}#{draw(SEGMENTS)}"


@given(addresses(), st.booleans())
@settings(max_examples=1500, deadline=None)
def test_twice_is_once(url: str, keep_anchor: bool) -> None:
    once = canonical(url, SITES, keep_anchor=keep_anchor)
    assert canonical(once, SITES, keep_anchor=keep_anchor) == once


@given(st.text(max_size=200), st.sampled_from(["", "https://", "http://www.wfse.org/", "https://example.org/?", "//"]))
@settings(max_examples=1500, deadline=None)
@example("\ud800", "https://example.org/")
@example("\x00", "https://example.org/")
def test_any_text_gives_a_stable_address_or_a_parse_error(text: str, start: str) -> None:
    try:
        once = canonical(start + text, SITES)
    except ParseError:
        return
    assert once.startswith(("http://", "https://"))
    assert once.isascii() and once.isprintable() and " " not in once
    assert canonical(once, SITES) == once


@given(HOSTS, parameters(), st.randoms(use_true_random=False))
@settings(max_examples=600, deadline=None)
def test_the_order_of_parameters_does_not_matter(host: str, written: list[str], random: object) -> None:
    shuffled = list(written)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (f"https://{host}/news?{'&'.join(order)}" for order in (written, shuffled))
    assume(not any("#" in part for part in written))  # at the very start it begins the anchor
    assert canonical(one, SITES) == canonical(other, SITES)


@given(addresses(), st.sampled_from(["utm_source=x", "fbclid=1", "amp%3Bgclid=2", "mc_eid=3&utm_term=a%20b"]))
@settings(max_examples=600, deadline=None)
def test_a_tracker_more_changes_nothing(url: str, tracker: str) -> None:
    assume("#038;" not in url)  # where it stands decides whether it is an ampersand or begins the anchor
    before, _, anchor = url.partition("#")
    assert canonical(f"{before}&{tracker}#{anchor}", SITES) == canonical(url, SITES)


@given(addresses())
@settings(max_examples=600, deadline=None)
def test_an_address_and_its_canonical_form_have_one_owner_and_one_installation(url: str) -> None:
    once = canonical(url, SITES)
    assert SITES.installation(url) == SITES.installation(once)
    assert SITES.knows(url) == (SITES.owner(once) is not None)


@given(st.sampled_from(["https://www.wfse.org/news/", "", "x"]), st.text(max_size=120))
@settings(max_examples=1000, deadline=None)
def test_any_link_gives_a_web_address_or_none(base: str, href: str) -> None:
    found = absolute(base, href)
    assert found is None or found.startswith(("http://", "https://"))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
@settings(max_examples=500, deadline=None)
def test_a_value_that_was_escaped_well_reads_the_same_afterwards(value: str) -> None:
    url = canonical(f"https://example.org/?q={quote(value, safe='')}&b=1", Sites())
    assert parse_qsl(urlsplit(url).query, keep_blank_values=True) == [("b", "1"), ("q", value)]


@pytest.mark.parametrize(
    "piece", ["amp;", "%25", "?a", "&amp%3B", "/page/1", "/amp", "../", "%C2%A0", ";cfid=", " ", "\n ", "@"]
)
def test_the_longest_junk_is_read_and_not_choked_on(piece: str) -> None:
    for host in ("www.wfse.org", "www.uapd.com", "example.org"):
        for start in (f"https://{host}/x", f"https://{host}/x?page=2"):
            url = start + piece * ((8192 - len(start)) // len(piece))
            assert canonical(url, SITES).startswith(f"https://{host}/")
            assert absolute("https://example.org/", url)


# ---- the command -----------------------------------------------------------------------------------------------


def test_the_command_writes_one_canonical_address_a_line() -> None:
    given_lines = b"http://wfse.org/news/?page=0\nno address\n\nhttps://afscmeatwork.org/council-31/news/x\n\xff\n"
    done = subprocess.run(
        [sys.executable, "-m", "parsing.urls"], input=given_lines, capture_output=True, cwd=ROOT, timeout=60
    )
    assert done.returncode == 0
    assert done.stdout.decode().splitlines() == [
        "https://www.wfse.org/news",
        "",
        "",
        "https://www.afscme31.org/news/x",
        "",
    ]
    assert [line.split(":")[0] for line in done.stderr.decode().splitlines()] == ["line 2", "line 3", "line 5"]


def test_the_command_says_which_registry_it_misses(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "parsing.urls"],
        input=b"",
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        env={"NEWS_REGISTRY_DIR": str(tmp_path / "none")},
    )
    assert done.returncode == 2
    assert "no registry folder" in done.stderr.decode()
