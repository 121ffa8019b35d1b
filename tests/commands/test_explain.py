"""`scrapy explain`: what it prints of posts and stories, for people, for programs, and of what it does not know."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import registry
from archive.database import close_archive, open_archive
from archive.explaining import explain_item, find_asked
from archive.explaining.telling import connecting, story_told
from archive.keeping import keep
from archive.rejecting import reject
from archive.sources import sync_registry
from archive.stories import tell
from archive.stories.shares import count_shares
from archive.stories.translations import link_translations
from commands.explained import print_item
from commands.explained_story import print_story
from commands.writing import Paper, inert, marked
from errors import InputError
from items import Alternate, Fetched, Item, Moment, Rejected
from registry import Ruling

ROOT = Path(__file__).resolve().parents[2]
ZONE = ZoneInfo("America/Chicago")
HOMES = {"national": "https://national.example", "council-900": "https://c900.example", "local-9": "https://l9.example"}
SOURCES = """source,name,level,number,states,homepage,hosts,language,timezone,parent,installation,note
national,The National Union,national,,US,https://national.example/,,en,America/New_York,,,
council-900,Council 900,council,900,WI,https://c900.example/,,en,America/Chicago,,,
local-9,Local 9,local,9,WI,https://l9.example/,,en,America/Chicago,council-900,,
"""
CHANNELS = "channel,source,family,address,hint,since,until,note\n" + "".join(
    f"{name}-news,{name},listing,{home}/news,,,,\n" for name, home in HOMES.items()
)
BODY = (
    "Custodians at the Riverbend hospital won a raise of 4.5 percent on Monday after eighteen months of talks.\n\n"
    "The 312 members had stood in the rain every Friday, and neighbours brought them soup and blankets.\n\n"
    "The agreement with Hartwell County ends in June of next year and adds twelve days of leave for each of them."
)
LOCAL_PARAGRAPH = "Here at home the members of Local 9 marched with them twice and carried their drums."
EDITED = BODY.replace("every Friday", "each Friday").replace("soup and blankets", "soup, bread and blankets")
HOSTILE = "[red]Win[/red] \x1b[31mred\x1b[0m \u202egnp.exe\u202c\x07 :smile: \x9b2J end"


def at(month: int, on: int) -> datetime:
    return datetime(2026, month, on, 15, tzinfo=UTC)


def post(source: str, name: str, on: date | None, seen: datetime, **given: Any) -> Item:
    url = f"{HOMES[source]}/news/{name}"
    defaults: dict[str, Any] = {
        "title": "Custodians win a raise at Riverbend",
        "body": BODY,
        "language": "en",
        "kind": "news",
        "kind_because": "list",
        "way": "list",
        "published": Moment.of_day(on, ZONE, "text") if on else None,
        "addresses": (url,),
        "fetched": Fetched(url, seen, "ab" * 32),
        "field_origins": {"title": "json_ld", "body": "structure"},
        "seen_at": seen,
    }
    return Item(f"{source}-news", url, **{**defaults, **given})


@dataclass(frozen=True)
class Known:
    """The archive and the ids of its posts by name."""

    path: Path
    registry: Path
    ids: dict[str, int]


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    """A national story on two more sites, one of them edited and refused; its translation; hostile and odd posts."""
    folder = tmp_path_factory.mktemp("explain")
    rows = folder / "registry"
    rows.mkdir()
    (rows / "sources.csv").write_text(SOURCES)
    (rows / "channels.csv").write_text(CHANNELS)
    (rows / "watches.csv").write_text((ROOT / "data/registry/watches.csv").read_text().splitlines()[0] + "\n")
    loaded = registry.load(rows)
    db = open_archive(folder / "archive.db")
    sync_registry(db, loaded, at(3, 1))
    named = Alternate(f"{HOMES['national']}/noticias/aumento", "es", "hreflang es")
    posts = {
        "national": post("national", "raise", date(2026, 3, 2), at(3, 3), alternates=(named,)),
        "spanish": post("national", "../noticias/aumento", date(2026, 3, 4), at(3, 4), language="es", title="Aumento",
                        body="Los conserjes ganaron un aumento y lo celebraron con toda su gente en el parque."),
        "council": post("council-900", "raise", date(2026, 3, 5), at(3, 6)),
        "local": post("local-9", "raise", date(2026, 3, 9), at(3, 10), title="They won, and we marched",
                      body=f"{LOCAL_PARAGRAPH}\n\n{BODY}"),
        "hostile": post("local-9", "hostile", None, at(3, 10), title=HOSTILE, teaser=HOSTILE, author=HOSTILE,
                        body=f"{HOSTILE} of another matter altogether, which nobody carried."),
    }  # fmt: skip
    ids = {name: keep(db, one, loaded.sites).item_id for name, one in posts.items()}
    edited = post("council-900", "raise", date(2026, 3, 5), at(3, 20), body=EDITED)
    ids["edited"] = keep(db, edited, loaded.sites).item_id
    refused = Rejected(
        "local-9-news", f"{HOMES['local-9']}/tag/wages", "tag", "The page lists what bears a tag.", at(3, 9)
    )
    reject(db, refused, loaded.sites)
    link_translations(db, [])
    tell(db, [Ruling("same", posts["national"].url, posts["local"].url, "the drums are theirs")], loaded.sites)
    count_shares(db)
    fill_by_hand(db.conn, ids)
    close_archive(db)
    yield Known(folder / "archive.db", rows, ids)


def fill_by_hand(conn: Any, ids: dict[str, int]) -> None:
    """What only crawls over weeks would bring."""
    conn.execute("INSERT INTO status_changes (item_id, at, before, status, reason, evidence, url) VALUES"
                 " (?, '2026-03-20T00:00:00Z', 'here', 'gone', 'gone', 'Three visits over nine days found 404.', NULL)",
                 [ids["local"]])  # fmt: skip
    conn.execute(
        "UPDATE item_rows SET status = 'gone', status_at = '2026-03-20T00:00:00Z' WHERE id = ?", [ids["local"]]
    )
    conn.execute("INSERT INTO expectations (source_id, week, expected, collected, verdict, sentence) VALUES"
                 " ('local-9', '2026-03-16', 2.5, 0, 'thin', 'Nothing came where two or three are usual.')")  # fmt: skip
    conn.execute("UPDATE item_rows SET shown = 0, merged_into = ? WHERE id = ?", [ids["national"], ids["spanish"]])
    conn.execute("UPDATE item_rows SET shown = 1, merged_into = NULL WHERE id = ?", [ids["spanish"]])


@pytest.fixture
def shown(known: Known, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What is printed of the words, without colours."""

    def show(*words: str, columns: int = 80) -> str:
        monkeypatch.setenv("COLUMNS", str(columns))
        db = open_archive(known.path, writable=False)
        try:
            asked = find_asked(db, list(words), registry.load(known.registry).sites)
            out = io.StringIO()
            if asked.story_id is not None:
                print_story(Paper(out), story_told(db, asked.story_id, note=asked.note))
            elif asked.item_id is not None:
                print_item(Paper(out), explain_item(db, asked.item_id, asked.note))
        finally:
            db.close()
        return out.getvalue()

    return show


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def scrapy(known: Known) -> Callable[..., subprocess.CompletedProcess[str]]:
    def call(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        here = {"NEWS_ARCHIVE_PATH": str(known.path), "NEWS_REGISTRY_DIR": str(known.registry), **settings}
        return subprocess.run(
            [Path(sys.executable).parent / "scrapy", "explain", *words], cwd=ROOT, env={**os.environ, **here},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return call


# ---- what it says ---------------------------------------------------------------------------------------------------
def test_a_post_is_told_with_its_date_its_story_and_why(known: Known, shown: Callable[..., str]) -> None:
    told = flat(shown(str(known.ids["local"])))
    assert told.startswith("They won, and we marched item ")
    assert "2026-03-09 in America/Chicago" in told
    assert f"The original is item {known.ids['national']} of The National Union." in told
    assert "7 days later" in told and "Local 9" in told and "adapted" in told
    assert f"Items {known.ids['national']} and {known.ids['local']}" in told
    assert "title: The structured data of the page (JSON-LD)" in told
    assert "because: list" in told


def test_the_row_that_undoes_a_join_can_be_copied_whole(known: Known, shown: Callable[..., str]) -> None:
    row = f"apart,{HOMES['council-900']}/news/raise,{HOMES['national']}/news/raise,why they are two stories"
    assert row in [line.strip() for line in shown(str(known.ids["council"]), columns=40).splitlines()]
    assert "apart," not in shown(str(known.ids["hostile"]))


def test_rulings_that_touch_the_story_are_told_with_their_note(known: Known, shown: Callable[..., str]) -> None:
    assert "same · the drums are theirs" in shown(str(known.ids["council"]))
    assert "the drums are theirs" not in shown(str(known.ids["hostile"]))
    told = flat(shown(str(known.ids["local"])))
    assert "take the row on this post out again" in told and "apart," not in told, "one row on two addresses"


def test_status_and_verdict_are_told_with_their_evidence(known: Known, shown: Callable[..., str]) -> None:
    told = flat(shown(str(known.ids["local"])))
    assert "Status: gone" in told and "Three visits over nine days found 404." in told
    assert "Week of 2026-03-16: thin (0 came, 2.5 usual)" in told
    assert "Nothing came where two or three are usual." in told


def test_an_edit_is_told_by_its_words(known: Known, shown: Callable[..., str]) -> None:
    assert known.ids["edited"] == known.ids["council"]
    told = flat(shown(str(known.ids["council"])))
    assert "How its words changed" in told
    assert "[-every-]" in told and "{+each+}" in told


def test_a_translation_is_told_from_both_sides_and_is_no_printing(known: Known, shown: Callable[..., str]) -> None:
    assert "es: “Aumento”" in flat(shown(str(known.ids["national"])))
    spanish = flat(shown(str(known.ids["spanish"])))
    assert "en: “Custodians win a raise at Riverbend”" in spanish
    assert "hreflang es" in spanish
    assert "No other post that we know carries it." in spanish


def test_a_story_is_told_with_all_its_printings(known: Known, shown: Callable[..., str]) -> None:
    db = open_archive(known.path, writable=False)
    (story,) = db.conn.execute("SELECT story_id FROM item_rows WHERE id = ?", [known.ids["national"]]).fetchone()
    db.close()
    told = shown("story", str(story))
    assert told.startswith("Custodians win a raise at Riverbend\n")
    assert all(f"item {known.ids[name]}" in told for name in ("national", "council", "local"))
    assert "Carried by 3 sources in 3 posts" in told
    assert all(f"    {home}/news/raise" in told for home in HOMES.values())


@pytest.mark.parametrize(
    "words",
    ["https://c900.example/news/raise", "http://www.c900.example/news/raise/?utm_source=x#top", "c900.example/news/raise",
     " https://C900.example/news/raise "],
)  # fmt: skip
def test_any_form_of_an_address_finds_the_post(known: Known, shown: Callable[..., str], words: str) -> None:
    assert f"item {known.ids['council']} · Council 900" in shown(words)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["99999"], "no item 99999"),
        (["9" * 40], "no item 999"),
        (["story", "99999"], "no story 99999"),
        (["story", "x"], "no story x"),
        (["https://c900.example/news/nothing"], "no post at https://c900.example/news/nothing"),
        (["https://l9.example/tag/wages"], "It was refused (tag): The page lists what bears a tag."),
        (["https://c900.example/news"], "address of the channel council-900-news"),
        (["wages"], "neither a number nor an address"),
        (["-1"], "neither a number nor an address"),
        (["javascript:alert(1)"], "neither a number nor an address"),
        ([], "Say which post"),
        (["1", "2"], "Say which post"),
        ([" "], "Say which post"),
        (["\x00"], "neither a number nor an address"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_in_a_sentence(shown: Callable[..., str], words: list[str], sentence: str) -> None:
    with pytest.raises(InputError) as told:
        shown(*words)
    assert sentence in str(told.value)


def test_a_merged_post_says_what_it_became(known: Known, tmp_path: Path) -> None:
    copy = tmp_path / "a.db"
    copy.write_bytes(known.path.read_bytes())
    db = open_archive(copy)
    db.conn.execute(
        "UPDATE item_rows SET shown = 0, merged_into = ? WHERE id = ?", [known.ids["council"], known.ids["local"]]
    )
    db.conn.execute("UPDATE stories SET merged_into = 1 WHERE id = 2")
    sites = registry.load(known.registry).sites
    asked = find_asked(db, [str(known.ids["local"])], sites)
    assert asked.item_id == known.ids["council"]
    assert asked.note and f"the same post as item {known.ids['council']}" in asked.note
    assert find_asked(db, ["story", "2"], sites).note == "Story 2 turned out to be story 1."
    db.close()


# ---- how it looks ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("columns", [40, 80, 120, 300])
def test_lines_keep_to_the_width_but_for_what_is_to_be_copied(
    known: Known, shown: Callable[..., str], columns: int
) -> None:
    for name in ("local", "council", "hostile"):
        for line in shown(str(known.ids[name]), columns=columns).splitlines():
            assert len(line) <= min(columns, 120) or "://" in line, line
            assert line == line.rstrip()


def test_a_hostile_title_is_inert(known: Known, shown: Callable[..., str]) -> None:
    told = shown(str(known.ids["hostile"]))
    assert told.startswith("[red]Win[/red]")
    assert ":smile:" in told
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\u202c", "\x00"} & set(told)


@given(st.text())
def test_no_text_can_do_anything_to_a_terminal(text: str) -> None:
    out = io.StringIO()
    paper = Paper(out)
    paper.title(text)
    paper.line(text, text)
    paper.entry("> ", text)
    paper.address(text)
    paper.difference(text)
    printed = out.getvalue()
    assert all(letter.isprintable() or letter in "\n\u200c\u200d" or letter.isspace() for letter in printed)
    assert not set("\x1b\x9b\r\x07\x08\u202a\u202e\u2066\u200e\u2028") & set(printed)
    assert inert(inert(text)) == inert(text)


def test_differences_are_coloured_and_lose_nothing() -> None:
    text = marked("a [-b c-] {+d+} -] +} [- e {+ f")
    assert text.plain == "a [-b c-] {+d+} -] +} [- e {+ f"
    coloured = {text.plain[span.start : span.end]: str(span.style) for span in text.spans}
    assert coloured["b c"] == "red" and coloured["d"] == "green"
    assert marked("[-" * 50_000).plain == "[-" * 50_000


def test_the_way_to_the_original_goes_over_others_where_no_pair_is_kept() -> None:
    pairs = [{"item_id": one, "other_item_id": other} for one, other in ((1, 2), (2, 3), (3, 4), (4, 5), (4, 9))]
    way = [(pair["item_id"], pair["other_item_id"]) for pair in connecting(pairs, 4, 1)]
    assert way == [(3, 4), (2, 3), (1, 2), (4, 5), (4, 9)]
    assert connecting(pairs, 1, 1) == pairs[:1]
    assert connecting(pairs, 7, 1) == []


# ---- as a command ---------------------------------------------------------------------------------------------------
def test_json_is_one_document_with_everything(
    known: Known, scrapy: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    ended = scrapy(str(known.ids["local"]), "--json")
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["item"]["id"] == known.ids["local"]
    assert {row["item_id"] for row in told["story"]["printings"]} == {
        known.ids[name] for name in ("national", "council", "local")
    }
    assert told["status_changes"][0]["status"] == "gone"
    assert told["expectations"][0]["verdict"] == "thin"
    assert told["dates"] and told["appearances"][0]["ways"] == "list" and told["revisions"]
    assert scrapy(str(known.ids["hostile"]), "--json").stdout.isascii()


def test_in_a_pipe_there_is_no_colour_and_any_encoding_will_do(
    known: Known, scrapy: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    ended = scrapy(str(known.ids["hostile"]), PYTHONIOENCODING="ascii", LANG="C")
    assert ended.returncode == 0, ended.stderr
    assert "[red]Win[/red]" in ended.stdout and "\x1b" not in ended.stdout


def test_what_is_unknown_ends_with_2_and_one_sentence(
    scrapy: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    ended = scrapy("99999")
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == "scrapy explain: There is no item 99999 in the archive.\n"
    assert "scrapy explain story 56" in scrapy("--help").stdout
