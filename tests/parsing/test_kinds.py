"""Kinds by rules: the shipped rules, and what is said of a wrong row."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.words import KINDS
from errors import ParseError
from items import BY_NO_RULE
from parsing.kinds import FIELDS, kind_of, kind_with_time, read_rules

RULES = read_rules((Path(__file__).resolve().parents[2] / "data/rules/kinds.csv").read_text(encoding="utf-8"))
HEAD = "rule,kind,field,phrases,unless,note\n"


def kind(title: str, text: str = "", tags: tuple[str, ...] = (), url: str = "https://u.example/news/x") -> str:
    found = kind_of(RULES, title=title, text=text, tags=tags, url=url)
    assert found is not None
    return found.kind


def test_every_kind_of_the_rules_is_explained() -> None:
    assert {rule.kind for rule in RULES} <= set(KINDS)
    assert {rule.field for rule in RULES} == set(FIELDS)


def test_the_last_rule_takes_every_post_and_says_so() -> None:
    found = kind_of(RULES, title="Members clean the river")
    assert found and (found.kind, found.because) == ("news", BY_NO_RULE)


def test_the_reason_names_the_rule_and_its_words() -> None:
    found = kind_of(RULES, title="Statement on the state budget")
    assert found and found.because == "statement-title: statement"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Bargaining Update – Day 4", "bargaining_update"),
        ("Contract ratified by nine in ten", "news"),
        ("County workers ratify tentative agreement", "news"),
        ("Nurses reach tentative agreement with county", "bargaining_update"),
        ("In memoriam: a steward of forty years", "obituary"),
        ("Workers Memorial Day: we mourn and fight", "news"),
        ("Scholarship winners of the year", "scholarship"),
        ("Council endorses slate for city council", "endorsement"),
        ("Declaración sobre el presupuesto", "statement"),
        ("Tell Congress to pass the bill", "action"),
        ("Webinar: know your rights", "training"),
        ("Save the date: picnic in July", "event"),
        ("Minutes of the June meeting", "page_of_record"),
        ("Fifteen minutes that saved a shelter", "news"),
        ("The Messenger: Spring 2019 issue", "newsletter"),
        ("Watch: what a parole officer does", "video"),
        ("Media advisory: strike vote on Friday", "press_release"),
        ("Tentative agreement reached 6/3/2024", "bargaining_update"),
        ("Agreement with the district, 2018-2021", "page_of_record"),
        ("A seat at the table for cooks", "news"),
        ("Talks with the port resume", "bargaining_update"),
        ("Remembering the flood of 1972", "news"),
        ("Remembering Ada Mire, 1940-2020", "obituary"),
        ("Privatization bill dies", "news"),
        ("Endorsed slate wins in Garner", "news"),
        ("Nurses back Ito for state senate", "endorsement"),
        ("Council backs bill for county staff", "news"),
        ("Rally for clean water this Sunday", "action"),
        ("Rally for clean water draws 300", "news"),
        ("Blood drive nets 80 pints", "news"),
        ("Christmas party, December 12", "event"),
        ("The Torch, Winter 2015", "newsletter"),
        ("Evening Gazette: Clinic loses its doctors", "clipping"),
        ("Comunicado de prensa: cierre del puerto", "press_release"),
        ("Stewards finish spring training", "news"),
    ],
)
def test_titles(title: str, expected: str) -> None:
    assert kind(title) == expected


def test_the_sites_own_words_count_where_the_title_says_nothing() -> None:
    assert kind("Four in five said yes", tags=("Press Releases", "Local 12")) == "press_release"
    assert kind("Four in five said yes", url="https://u.example/press/releases/2024/x") == "press_release"
    assert kind("Four in five said yes", text="FOR IMMEDIATE RELEASE\n\nThe members ...") == "press_release"
    assert kind("Statement on overtime", url="https://u.example/press/releases/2024/x") == "statement"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Press release, May 3. The port will close.", "press_release"),
        ("The port's director issued the following statement on Monday.", "statement"),
        ("It is with great sadness that we tell of the loss of a friend.", "obituary"),
        ("Our bargaining team met the port on Monday.", "bargaining_update"),
        ("The board voted on Monday to endorse both.", "endorsement"),
        ("Join us at the hall on Friday.", "event"),
        ("Join them on the picket line on Friday.", "action"),
    ],
)
def test_the_opening_tells_where_the_title_says_nothing(text: str, expected: str) -> None:
    assert kind("Four in five said yes", text=text) == expected


def test_the_line_over_the_text_opens_it() -> None:
    found = kind_of(RULES, title="Four in five said yes", text="The members", rubric="Press release")
    assert found and found.kind == "press_release"


def test_what_is_over_is_news_though_its_topic_is_a_kind_but_a_release_stays_one() -> None:
    assert kind("Cooks vote 91 to 4 for their contract", tags=("Bargaining",)) == "news"
    assert kind("Cooks vote 91 to 4 for their contract", tags=("Bargaining", "Press releases")) == "press_release"


@pytest.mark.parametrize(
    ("title", "expected"), [("New steward training, May 17", "training"), ("Statement of purpose", "event")]
)
def test_what_has_a_time_is_a_training_or_an_event(title: str, expected: str) -> None:
    assert kind_with_time(RULES, title).kind == expected


def test_the_slug_is_no_folder() -> None:
    assert kind("Four in five said yes", url="https://u.example/bargaining") == "news"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("a,b,title,x,,,\n", "more cells"),
        ("A!,news,title,x,,\n", "column rule"),
        ("a,Some News,title,x,,\n", "column kind"),
        ("a,news,heading,x,,\n", "column field"),
        ("a,news,title,half-way,,\n", "column phrases"),
        ("a,news,title,x,^,\n", "column unless"),
        ("a,news,title,x,,\na,news,title,y,,\n", "line 3, column rule"),
    ],
)
def test_a_wrong_row_is_named_by_line_and_column(row: str, says: str) -> None:
    with pytest.raises(ParseError, match=says):
        read_rules(HEAD + row)


def test_a_file_with_other_columns_is_refused() -> None:
    with pytest.raises(ParseError, match="columns must be"):
        read_rules("a,b\n1,2\n")
