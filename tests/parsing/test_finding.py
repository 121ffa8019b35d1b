"""Topics, mentions and places: pure, bounded, and loud where a file of rules is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import registry
from errors import InputError, ParseError
from parsing.finding import (
    Mention,
    at_home,
    find_mentions,
    find_places,
    find_topics,
    read_gazetteer,
    read_short_names,
    read_topics,
)
from parsing.finding.mentions import MOST_MENTIONS
from parsing.finding.places import MOST_PLACES
from parsing.finding.tokens import tokens_of
from parsing.finding.topics import MOST_TOPICS
from parsing.phrases import folded
from registry import finding

ROOT = Path(__file__).resolve().parents[2]
TOPICS = finding.topic_rules(ROOT / "data/rules/topics.csv")
GAZETTEER = finding.gazetteer(ROOT / "data/gazetteer")
BODIES = finding.bodies(registry.load(ROOT / "data/registry"), finding.short_names(ROOT / "data/rules/bodies.csv"))

#: what rules look at, in any order: the likeliest to break them
PIECES = st.lists(
    st.sampled_from(
        """AFSCME Local Council DC District Retiree Chapter 31 37 88 372 1303-397 , . ' ’ s - – / ( ) # No of the vice
        President president Secretary-Treasurer Lee Saunders Jane Roe Ohio OHIO Ill. , MN Washington D.C. state
        Springfield Georgia Georgia's St. Paul City CSEA OCSEA UNAC/UHCP Teamsters strike bargaining $ ^ : % 5-4
        \n\n""".split(" ")
    )
    | st.text(max_size=4),
    max_size=60,
).map(" ".join)


@given(PIECES, PIECES)
def test_whatever_is_written_gives_a_bounded_number_of_facts_that_stand_in_the_text(title: str, text: str) -> None:
    printed = " ".join(tokens_of(title, text).text.split())
    mentions = find_mentions(BODIES, GAZETTEER, title, text)
    assert len(mentions) <= MOST_MENTIONS and all(" ".join(one.name.split()) in printed for one in mentions)
    assert len({(one.name, one.kind) for one in mentions}) == len(mentions)
    places = find_places(GAZETTEER, title, text)
    assert len(places) <= MOST_PLACES and {one.state for one in places} <= GAZETTEER.codes
    topics = find_topics(TOPICS, title, text)
    assert len(topics) <= MOST_TOPICS
    words = folded([title, *text.split("\n")])
    for one in topics:
        assert all(word in words for word in one.evidence.split(" | ")[0].split())


@given(st.text(max_size=300))
def test_tokens_cover_all_that_is_no_space(text: str) -> None:
    tokens = tokens_of(None, text)
    assert "".join("".join(tokens.words).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "piece", ["AFSCME ", "of the ", "Ohio, ", "- ", "Local 88 ", "strike ", "President Jane Roe, "]
)
def test_a_text_of_a_million_words_is_looked_at_only_so_far(piece: str) -> None:
    text = piece * 200_000
    find_topics(TOPICS, text, text)
    find_places(GAZETTEER, text, text)
    assert len(find_mentions(BODIES, GAZETTEER, text, text)) <= MOST_MENTIONS


def test_a_topic_at_the_end_of_a_long_text_is_no_topic_of_it() -> None:
    text = "\n\n".join(f"Paragraph {number} tells of the old mill and its long wall." for number in range(20))
    assert find_topics(TOPICS, "The mill", f"{text}\n\nWe also want safe staffing.") == ()
    twice = f"{text}\n\nWe want safe staffing.\n\nMandatory overtime must end."
    assert [one.topic for one in find_topics(TOPICS, "The mill", twice)] == ["staffing_and_safety"]


def test_evidence_is_what_stood_in_the_text() -> None:
    (found,) = find_topics(TOPICS, "Tentative agreement reached", None)
    assert found.evidence == "tentative agreement"


def test_a_bare_number_is_clear_in_its_own_family_and_in_no_other() -> None:
    (mention,) = find_mentions(BODIES, GAZETTEER, None, "Members of Local 592 met on Monday.")
    assert mention == Mention("Local 592", "body", None, "592")
    assert at_home(mention, BODIES, {"council-5"}).source_id == "local-592-mn"
    assert at_home(mention, BODIES, {"council-5", "local-604-mn"}).source_id == "local-592-mn"
    assert at_home(mention, BODIES, {"council-5", "council-31"}).source_id is None
    assert at_home(mention, BODIES, {"national"}).source_id is None


def test_no_private_person_is_named() -> None:
    text = "Jane Roe, a member of AFSCME Council 31, and steward Sam Poe of Local 88 spoke with Mayor Ann Doe."
    assert all("Roe" not in one.name and "Poe" not in one.name for one in find_mentions(BODIES, GAZETTEER, None, text))


HEAD = "topic,label,label_es,about,phrases,except\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("topic,label\n", "line 1: the columns"),
        (HEAD + "Wages,W,S,a,pay,\n", "line 2, column topic"),
        (HEAD + "wages,W,,a,pay,\n", "line 2, column label_es: is empty"),
        (HEAD + "wages,W,S,a,* pay,\n", "line 2, column phrases: .* must begin with a word"),
        (HEAD + "wages,W,S,a,pay,\nwages,W,S,a,pay,\n", "line 3, column topic: .* earlier"),
        (HEAD + "wages,W,S,a,pay,,more\n", "line 2: there are more cells"),
    ],
)
def test_a_wrong_row_of_topics_is_named_with_its_line(text: str, said: str) -> None:
    with pytest.raises(ParseError, match=said):
        read_topics(text)


STATES = "state,name,other_names,abbreviations,also\nOH,Ohio,,,\n"
PLACES = "place,state,alone,also\n"


@pytest.mark.parametrize(
    ("states", "places", "said"),
    [
        (STATES, PLACES + "Toledo,XX,1,\n", "places.csv, line 2, column state"),
        (STATES, PLACES + "Toledo,OH,yes,\n", "places.csv, line 2, column alone"),
        (STATES, PLACES + "Toledo,OH,1,ship\n", "places.csv, line 2, column also"),
        (STATES, PLACES + "Toledo,OH\n", "places.csv, line 2: it must have 4 cells"),
        ("state,name\n", PLACES, "states.csv, line 1"),
        (STATES.replace("OH", "Ohio"), PLACES, "states.csv, line 2, column state"),
    ],
)
def test_a_wrong_row_of_the_gazetteer_is_named_with_file_and_line(states: str, places: str, said: str) -> None:
    with pytest.raises(ParseError, match=said):
        read_gazetteer(states, places)


def test_an_office_that_is_none_is_refused_and_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match="line 2, column office"):
        read_short_names("name,source,office,unless,note\nJane Roe,national,steward,,\n")
    with pytest.raises(InputError, match="TOPIC_RULES"):
        finding.topic_rules(tmp_path / "none.csv")
