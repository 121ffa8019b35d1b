"""The registry is code: its reader is strict, and the real rows are proven like any other module."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import registry
from errors import InputError, RegistryError, UnknownNameError
from parsing.urls import canonical, host_of
from registry import Channel, Registry, Source, Watch
from registry.checking import HINTS
from registry.page import page
from registry.rows import COLUMNS

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "data" / "registry"

#: Every body that is known to publish, or to have published, on the web.
BODIES = """
national united-we-heal council-2 council-3 council-4 council-5 council-8 council-9 council-13 council-17
council-18 council-20 council-25 council-26 council-28-wfse council-31 council-32 council-33 council-36
council-37 council-47 council-52-nj council-57 council-61 council-63 council-65 council-66 western-ny council-67
council-75 council-79 council-81 council-82 council-93 council-94 council-95 council-907 council-962
council-1707 oapse-4 ocsea-11 csea-1000 hgea-152 upw-646 uapd-206 udw-3930 unac-uhcp local-3299 msea-5 nape-61
kose-300 nuhhce district-1199c district-1199j district-1199nm chca-1199 ccpu-pa cal-area huctw-3650 share-3900
asea-52 psea-803 amea-16 local-449 local-2384 local-2960 local-3282 local-1902 local-4911 ace-2250 local-251
local-4041 local-1180 local-2406 local-1733 local-123 local-1550 local-1624 local-1004 retirees-57
retirees-1199u retirees-4 retirees-79 retirees-646 retirees-31 retirees-61 retirees-93 retirees-5 retirees-18
retirees-1000 retirees-37 retirees-75 retirees-13 retirees-47 retirees-1199c retirees-94 retirees-12 rpec-10
retirees-1184 local-269-ct local-1303-397-ct local-1029-ct local-714 local-355-ct local-1700-ma local-3658-ma
local-1526-ma local-2227 local-1279-fl local-1363 local-3025 local-199 local-1542 local-2432 local-2278-nj
local-3566-nj local-888-nj local-3085-md local-592-mn local-604-mn local-56-mn local-753-mn local-1013-mn
local-306-mn local-1623-mn local-3800-mn local-221-mn local-404-mn local-2822-mn local-2864 local-2750-mn
local-2474-mn local-48-wi local-6000-wi local-579-wi local-2975 local-189 hmcu-328 local-3241-or local-3295-or
local-88 local-313-wfse local-872-wa local-843-wa local-127 local-119 local-101 local-1101-ca local-2620-ca
local-3090 local-375 local-372 local-1070 local-1559 local-1930 local-1321 local-374 local-1359 local-1549
local-1635-ny local-2881 local-528 local-2021 local-12 local-1596a-ma aicwu
""".split()
#: Merged bodies, and two whose only known address is another body's.
WITHOUT_CHANNEL = {"council-52-nj", "council-67", "retirees-18", "retirees-94"}


@pytest.fixture(scope="module")
def real() -> Registry:
    return registry.load(FOLDER)


# ---- the real rows ---------------------------------------------------------------------------------------------


def test_every_known_body_is_a_source_and_no_other(real: Registry) -> None:
    assert sorted(real.sources) == sorted(BODIES)
    assert len(set(BODIES)) == len(BODIES) == 166


def test_the_shared_platform_is_an_installation_and_not_a_body(real: Registry) -> None:
    assert "unionhall" not in real.sources
    assert sum(source.installation == "unionhall" for source in real.sources.values()) == 95


def test_only_merged_or_doubled_bodies_have_no_channel_and_their_notes_say_why(real: Registry) -> None:
    read = {channel.source_id for channel in real.channels.values()}
    assert set(real.sources) - read == WITHOUT_CHANNEL
    for source_id in WITHOUT_CHANNEL:
        assert "no channel: " in (real.sources[source_id].note or "")


def test_rows_that_nobody_compared_with_the_live_site_say_so(real: Registry) -> None:
    notes = {source.id: source.note for source in real.sources.values()}
    notes |= {channel.id: channel.note for channel in real.channels.values()}
    assert [name for name, note in notes.items() if not (note or "").startswith("never checked live")] == []


def test_the_id_of_a_channel_begins_with_its_source(real: Registry) -> None:
    for channel in real.channels.values():
        assert channel.id.startswith(f"{channel.source_id}-"), channel.id


def test_each_channel_lies_on_a_host_that_belongs_to_its_source_or_to_the_body_above(real: Registry) -> None:
    for channel in real.channels.values():
        owner = real.sites.owner(canonical(channel.address, real.sites))
        assert owner in {channel.source_id, real.sources[channel.source_id].parent}, channel.id


def test_each_home_is_owned_by_its_source_unless_two_share_it(real: Registry) -> None:
    shared = {"retirees-18": "council-18", "retirees-94": "council-94"}
    for source in real.sources.values():
        owner = real.sites.owner(canonical(source.homepage, real.sites))
        assert owner == shared.get(source.id, source.id)


def test_every_other_host_leads_home(real: Registry) -> None:
    for source in real.sources.values():
        for entry in source.hosts:
            found = canonical(f"https://{entry}/some-path", real.sites)
            assert found == canonical(source.homepage, real.sites).rstrip("/") + "/some-path", entry


def test_open_atrium_lists_have_their_ids_or_a_note_that_they_are_unknown(real: Registry) -> None:
    for channel in real.channels.values():
        is_list = channel.id.endswith("-news") and "the page itself" not in (channel.note or "")
        if channel.family == "openatrium" and is_list:
            known = "group" in channel.hint and "section" in channel.hint
            assert known != ("ids of the list not known" in (channel.note or "")), channel.id


def test_open_atrium_lists_with_known_ids_lose_them_in_their_canonical_address(real: Registry) -> None:
    with_ids = [channel for channel in real.channels.values() if "section" in channel.hint]
    assert len(with_ids) > 40
    for channel in with_ids:
        group, section = channel.hint["group"], channel.hint["section"]
        dirty = f"{channel.address}?&og_group_ref_target_id={group}&oa_section_ref_target_id={section}&page=2"
        assert canonical(dirty, real.sites) == canonical(channel.address, real.sites) + "?page=2", channel.id


def test_all_hosts_of_the_installation_are_one_system(real: Registry) -> None:
    for source in real.sources.values():
        if source.installation:
            assert real.sites.installation(f"{source.homepage.rstrip('/')}/node/1") == source.installation


def test_parents_stand_above(real: Registry) -> None:
    above = {"local": {"council", "affiliate", "national"}, "retirees": {"council", "affiliate", "national"}}
    above |= {"council": {"national"}, "affiliate": {"national", "affiliate"}}
    for source in real.sources.values():
        if source.parent:
            assert real.sources[source.parent].level in above[source.level or ""], source.id


@pytest.mark.parametrize(
    ("source_id", "parent"),
    [
        ("local-269-ct", "council-4"),
        ("local-1700-ma", "council-93"),
        ("local-372", "council-37"),
        ("local-313-wfse", "council-28-wfse"),
        ("local-888-nj", "council-63"),
        ("retirees-31", "council-31"),
        ("retirees-1000", "csea-1000"),
        ("chca-1199", "nuhhce"),
        ("council-4", "national"),
        ("local-714", None),
    ],
)
def test_known_parents_are_named_and_unknown_ones_are_left_open(
    real: Registry, source_id: str, parent: str | None
) -> None:
    assert real.sources[source_id].parent == parent


@pytest.mark.parametrize(
    ("source_id", "zone"),
    [
        ("national", "America/New_York"),
        ("council-4", "America/New_York"),
        ("council-5", "America/Chicago"),
        ("council-18", "America/Denver"),
        ("local-2960", "America/Phoenix"),
        ("council-28-wfse", "America/Los_Angeles"),
        ("asea-52", "America/Anchorage"),
        ("hgea-152", "Pacific/Honolulu"),
        ("council-95", "America/Puerto_Rico"),
        ("council-962", "America/Indiana/Indianapolis"),
        ("council-25", "America/Detroit"),
    ],
)
def test_a_source_keeps_the_time_of_its_state(real: Registry, source_id: str, zone: str) -> None:
    assert real.sources[source_id].timezone == zone
    ZoneInfo(zone)


def test_every_family_that_the_rows_name_exists(real: Registry) -> None:
    assert {channel.family for channel in real.channels.values()} <= set(registry.FAMILIES)


def test_addresses_of_channels_are_what_their_families_ask_for(real: Registry) -> None:
    for channel in real.channels.values():
        if channel.family == "wordpress":
            assert channel.address.endswith("/wp-json/wp/v2/posts"), channel.id
            assert channel.hint["lists"], channel.id
        for address in [*channel.hint.get("lists", ()), *([channel.hint["feed"]] if "feed" in channel.hint else [])]:
            assert real.sites.owner(canonical(address, real.sites)) == channel.source_id, channel.id


def test_the_page_of_sources_is_fresh(real: Registry) -> None:
    written = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    assert written == page(real), "run: python -m registry > docs/sources.md"


def test_the_page_of_sources_names_every_source_and_channel(real: Registry) -> None:
    written = page(real)
    for name in [*(f"`{one}`" for one in real.sources), *(f"[{one}]" for one in real.channels)]:
        assert name in written


def test_every_column_is_explained_beside_the_files() -> None:
    explained = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for columns in COLUMNS.values():
        assert [column for column in columns if f"`{column}`" not in explained] == []


# ---- select ----------------------------------------------------------------------------------------------------


def test_without_names_all_open_channels_are_selected_in_the_order_of_the_file(real: Registry) -> None:
    assert [channel.id for channel in real.select()] == list(real.channels)


def test_a_source_brings_its_channels_and_a_channel_itself_each_once(real: Registry) -> None:
    found = real.select(["council-4-home", "council-4", "national-press"])
    assert [channel.id for channel in found] == ["national-press", "council-4-news", "council-4-home"]


def test_every_key_of_a_hint_is_explained_and_every_hint_uses_known_keys(real: Registry) -> None:
    explained = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert [key for key in HINTS if f"`{key}`" not in explained] == []
    assert {key for channel in real.channels.values() for key in channel.hint} <= set(HINTS)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("council4", "council-4"),
        ("Council 4", "council-4"),
        ("councl-31-news", "council-31-news"),
        ("wfse", "council-28-wfse"),
        ("1707", "council-1707"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(real: Registry, name: str, expected: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        real.select([name])
    assert caught.value.exit_code == 2
    assert expected in str(caught.value)


def test_a_channel_is_read_from_its_first_day_to_its_last(folder: Path) -> None:
    write_channels(folder, ",,2020-01-01,2020-12-31,")
    found = registry.load(folder)
    for day, count in [(date(2019, 12, 31), 0), (date(2020, 1, 1), 1), (date(2020, 12, 31), 1), (date(2021, 1, 1), 0)]:
        assert len(found.select(day=day)) == count
        assert len(found.select(["council-4"], day=day)) == count
    assert len(found.select()) == 0
    assert len(found.select(["council-4-news"], day=date(2021, 1, 1))) == 1, "asked for by name"


# ---- what is wrong is refused --------------------------------------------------------------------------------------

SOURCE = "council-4,Council 4,council,4,CT,https://www.council4.org/,,en,America/New_York,,unionhall,"
CHANNEL = "council-4-news,council-4,openatrium,https://www.council4.org/news"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, row in [("sources.csv", SOURCE), ("channels.csv", f"{CHANNEL},,,,"), ("watches.csv", None)]:
        lines = [",".join(COLUMNS[name]), *([row] if row else [])]
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def rewrite(folder: Path, name: str, change: Callable[[str], str]) -> None:
    path = folder / name
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def write_channels(folder: Path, rest: str) -> None:
    rewrite(folder, "channels.csv", lambda text: text.replace(f"{CHANNEL},,,,", CHANNEL + rest))


def refused(folder: Path) -> RegistryError:
    with pytest.raises(RegistryError) as caught:
        registry.load(folder)
    return caught.value


def test_plain_rows_are_read(folder: Path) -> None:
    found = registry.load(folder)
    assert found.sources["council-4"].states == ("CT",)
    assert found.sources["council-4"].parent is None
    assert found.channels["council-4-news"].source_id == "council-4"
    assert found.watches == {}


@pytest.mark.parametrize(
    ("column", "old", "new", "word"),
    [
        ("source", "council-4,C", "Council 4,C", "no id"),
        ("source", "council-4,C", ",C", "is empty"),
        ("name", "Council 4", "", "is empty"),
        ("level", ",council,", ",counsil,", "Did you mean council"),
        ("states", ",CT,", ",Conn.,", "two capital letters"),
        ("states", ",CT,", ",CT | ,", "empty entry"),
        ("states", ",CT,", ",CT | CT,", "twice"),
        ("homepage", "https://www.council4.org/", "www.council4.org", "must begin with http"),
        ("homepage", "https://www.council4.org/", "https://a..b/", "cannot be read"),
        ("homepage", "https://www.council4.org/", "https://www.council4.org/a b", "space"),
        ("homepage", "https://www.council4.org/", "", "is empty"),
        ("hosts", "org/,,en", "org/,https://council4.org,en", "without https"),
        ("hosts", "org/,,en", "org/,council4.org (old),en", "remarks"),
        ("hosts", "org/,,en", "org/,a..b,en", "cannot be read"),
        ("language", ",en,", ",English language,", "language tag"),
        ("timezone", "America/New_York", "America/New_Yorck", "America/New_York"),
        ("timezone", "America/New_York", "EST5EDT/..", "no time zone"),
        ("timezone", "America/New_York", "", "is empty"),
        ("parent", "New_York,,", "New_York,national,", "id of no source"),
        ("parent", "New_York,,", "New_York,council-4,", "above itself"),
        ("installation", "unionhall", "Union Hall", "no id"),
    ],
)
def test_a_wrong_cell_of_a_source_is_named(folder: Path, column: str, old: str, new: str, word: str) -> None:
    head = ",".join(COLUMNS["sources.csv"])
    rewrite(folder, "sources.csv", lambda text: f"{head}\n{text.split(chr(10), 1)[1].replace(old, new, 1)}")
    error = refused(folder)
    assert (error.file, error.line, error.column) == ("sources.csv", 2, column)
    assert word in str(error)
    assert str(error).startswith(f"sources.csv, line 2, column {column}: ")


@pytest.mark.parametrize(
    ("column", "row", "word"),
    [
        ("source", "council-4-news,council-5,feed,https://a.org/,,,,", "Did you mean council-4"),
        ("channel", "council-4,council-4,feed,https://a.org/,,,,", "id of a source"),
        ("family", "council-4-x,council-4,fead,https://a.org/,,,,", "Did you mean feed"),
        ("address", "council-4-x,council-4,feed,ftp://a.org/,,,,", "must begin with http"),
        ("hint", "council-4-x,council-4,feed,https://a.org/,{group},,,", "no JSON"),
        ("hint", "council-4-x,council-4,feed,https://a.org/,[],,,", "no object"),
        ("hint", 'council-4-x,council-4,feed,https://a.org/,"{""gruop"": ""1""}",,,', "slip of 'group'"),
        ("hint", 'council-4-x,council-4,feed,https://a.org/,"{""group"": ""x""}",,,', "must be a number"),
        ("hint", 'council-4-x,council-4,feed,https://a.org/,"{""older"": ""/news""}",,,', "list of addresses"),
        ("hint", 'council-4-x,council-4,feed,https://a.org/,"{""feed"": ""/feed""}",,,', "an address"),
        ("hint", 'council-4-x,council-4,feed,https://a.org/,"{""fold_case"": 1}",,,', "true or false"),
        ("since", "council-4-x,council-4,feed,https://a.org/,,1.1.2020,,", "YYYY-MM-DD"),
        ("until", "council-4-x,council-4,feed,https://a.org/,,,2020-02-30,", "YYYY-MM-DD"),
        ("until", "council-4-x,council-4,feed,https://a.org/,,2020-02-03,2020-02-02,", "lies before"),
        ("note", "council-4-x,council-4,feed,https://a.org/,,,", "ends after 7 of 8"),
        ("note", "council-4-x,council-4,feed,https://a.org/,,,,a,b", "9 cells, not 8"),
        ("note", 'council-4-x,council-4,feed,https://a.org/,,,,"two\nlines"', "line end"),
    ],
)
def test_a_wrong_row_of_a_channel_is_named(folder: Path, column: str, row: str, word: str) -> None:
    rewrite(folder, "channels.csv", lambda text: f"{text.splitlines()[0]}\n\n{row}\n")
    error = refused(folder)
    assert (error.file, error.line, error.column) == ("channels.csv", 3, column)
    assert word in str(error)


def test_an_id_is_given_once(folder: Path) -> None:
    rewrite(folder, "channels.csv", lambda text: text + text.splitlines()[1].replace("/news", "/other") + "\n")
    error = refused(folder)
    assert (error.line, error.column) == (3, "channel")
    assert "line 2" in str(error)


def test_one_address_is_one_channel(folder: Path) -> None:
    rewrite(folder, "channels.csv", lambda text: text + text.splitlines()[1].replace("4-news", "4-more") + "\n")
    assert refused(folder).column == "address"


def test_a_channel_that_ended_may_have_a_successor_at_its_address(folder: Path) -> None:
    write_channels(folder, ",,,2020-01-01,")
    rewrite(folder, "channels.csv", lambda text: f"{text}{CHANNEL.replace('4-news', '4-list')},,,,\n")
    assert [channel.id for channel in registry.load(folder).select()] == ["council-4-list"]


def test_a_host_shows_one_site(folder: Path) -> None:
    other = SOURCE.replace("council-4,C", "council-5,C").replace("www.council4.org/,", "www.council5.org/,council4.org")
    rewrite(folder, "sources.csv", lambda text: f"{text}{other}\n")
    error = refused(folder)
    assert (error.line, error.column) == (3, "hosts")
    assert "leads to council-4" in str(error)


@pytest.mark.parametrize(
    ("change", "column", "word"),
    [
        (lambda text: text.replace("parent", "perant", 1), "perant", "no such column"),
        (lambda text: text.replace(",note", "", 1), "note", "missing"),
        (lambda text: text.replace("source,name", "name,name", 1), "name", "twice"),
        (lambda text: "", "1", "empty"),
        (lambda text: text + 'x,"unclosed\n', "1", "no CSV"),
    ],
)
def test_wrong_columns_are_named(folder: Path, change: Callable[[str], str], column: str, word: str) -> None:
    rewrite(folder, "sources.csv", change)
    error = refused(folder)
    assert error.column == column
    assert word in str(error)


def test_columns_may_stand_in_any_order_behind_a_byte_order_mark(folder: Path) -> None:
    text = "note,until,since,hint,address,family,source,channel\nn,,,,https://a.org/,feed,council-4,council-4-x\n"
    (folder / "channels.csv").write_text(text, encoding="utf-8-sig")
    assert registry.load(folder).channels["council-4-x"].note == "n"


def test_a_file_that_is_no_utf8_or_missing_is_named(folder: Path) -> None:
    (folder / "channels.csv").write_bytes(b"channel\n\xff\n")
    assert "UTF-8" in str(refused(folder))
    assert refused(folder).line == 2
    (folder / "channels.csv").unlink()
    assert "no such file" in str(refused(folder))


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no registry folder"):
        registry.load(tmp_path / "none")


def test_a_changed_file_is_read_again(folder: Path) -> None:
    assert len(registry.load(folder).channels) == 1
    rewrite(folder, "channels.csv", lambda text: text.splitlines()[0] + "\n")
    assert len(registry.load(folder).channels) == 0


# ---- append ----------------------------------------------------------------------------------------------------


def a_source(source_id: str, homepage: str = "https://new.example.org/") -> Source:
    return Source(
        id=source_id,
        name='A "new" body, of two words',
        level="local",
        number="7",
        states=("CT", "NY"),
        homepage=homepage,
        hosts=("old.example.net", "afscmeatwork.org/new"),
        language="en",
        timezone="America/New_York",
        parent="council-4",
        installation=None,
        note="assumed",
    )


def a_channel(channel_id: str, source_id: str, address: str = "https://new.example.org/feed") -> Channel:
    return Channel(
        channel_id, source_id, "feed", address, {"lists": ["https://new.example.org/näws"]}, date(2020, 1, 2)
    )


def test_what_was_added_reads_back_the_same(folder: Path) -> None:
    source, channel = a_source("local-7"), a_channel("local-7-news", "local-7")
    watch = Watch("strikes", "strike OR walkout", "daily", ("NEWS_MAIL_STAFF", "atom"), None, 5, None)
    added = registry.append(folder, [source], [channel], [watch])
    assert added == ([source], [channel], [watch])
    found = registry.load(folder)
    assert found.sources["local-7"] == source
    assert found.channels["local-7-news"] == channel
    assert found.watches["strikes"] == watch


def test_rows_are_never_doubled(folder: Path) -> None:
    source, channel = a_source("local-7"), a_channel("local-7-news", "local-7")
    registry.append(folder, [source, source], [channel])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    other_name = a_channel("local-7-feed", "local-7")
    assert registry.append(folder, [source], [channel, other_name]) == ([], [], [])
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_rows_that_do_not_fit_change_nothing(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(RegistryError):
        registry.append(folder, [a_source("local-7")], [a_channel("local-8-news", "local-8")])
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_old_lines_stay_to_the_letter_and_in_the_order_of_their_columns(folder: Path) -> None:
    text = "note,until,since,hint,address,family,source,channel\nn,,,,https://a.org/,feed,council-4,council-4-x"
    (folder / "channels.csv").write_text(text, encoding="utf-8")
    registry.append(folder, [a_source("local-7")], [a_channel("local-7-news", "local-7")])
    assert (folder / "channels.csv").read_text(encoding="utf-8").startswith(text + "\n,,2020-01-02,")
    assert "local-7-news" in registry.load(folder).channels


def test_an_empty_folder_begins_with_the_columns(tmp_path: Path) -> None:
    source = a_source("local-7")
    source = Source(**{name: getattr(source, name) for name in Source.__slots__} | {"parent": None})
    registry.append(tmp_path / "fresh", [source])
    assert list(registry.load(tmp_path / "fresh").sources) == ["local-7"]


def test_two_writers_at_once_lose_no_row(folder: Path) -> None:
    script = (
        "import sys; from registry import append, Channel;"
        "append(sys.argv[1], (), [Channel(f'council-4-n{sys.argv[2]}', 'council-4', 'feed',"
        " f'https://www.council4.org/{sys.argv[2]}')])"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(folder), str(number)], cwd=ROOT) for number in range(3)
    ]
    assert [one.wait(timeout=120) for one in running] == [0, 0, 0]
    assert len(registry.load(folder).channels) == 4


def test_a_folder_that_cannot_be_written_is_named(folder: Path) -> None:
    (folder / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        registry.append(folder / "file", [a_source("local-7")])


# ---- the command -----------------------------------------------------------------------------------------------


def test_the_command_prints_the_page_or_says_what_is_wrong(folder: Path) -> None:
    def run() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "registry", str(folder)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)

    assert run().stdout.startswith("# Sources")
    (folder / "channels.csv").unlink()
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    assert "channels.csv" in done.stderr and "Traceback" not in done.stderr


def test_channels_of_the_real_rows_can_be_hashed_and_their_hosts_named(real: Registry) -> None:
    assert len(set(real.channels.values())) == len(real.channels)
    assert all(host_of(channel.address) for channel in real.channels.values())
