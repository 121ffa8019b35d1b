"""The pipeline that names kinds, with the rules that are shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from errors import InputError
from items import BY_NO_RULE, Event, Item, Rejected
from pipelines.kind import Kinds
from registry import kind_rules

RULES = Path(__file__).resolve().parents[2] / "data/rules/kinds.csv"


@pytest.fixture
def kinds() -> Kinds:
    return Kinds(kind_rules(RULES))


def test_a_title_is_judged_and_the_reason_kept(kinds: Kinds) -> None:
    item = kinds.process_item(Item("c", "https://u.example/news/x", title="Action alert: call your senator"))
    assert isinstance(item, Item) and item.kind == "action" and item.kind_because == "action-title: action alert"


def test_what_the_spider_says_stays(kinds: Kinds) -> None:
    item = Item("c", "https://u.example/news/x", title="Action alert", kind="clipping", kind_because="list")
    kinds.process_item(item)
    assert (item.kind, item.kind_because) == ("clipping", "list")


def test_what_has_a_time_is_an_event(kinds: Kinds) -> None:
    item = Item("c", "https://u.example/news/x", title="Statement of purpose", event=Event())
    kinds.process_item(item)
    assert (item.kind, item.kind_because) == ("event", "event")


def test_a_class_with_a_time_is_a_training_unless_its_list_says_otherwise(kinds: Kinds) -> None:
    item = Item("c", "https://u.example/news/x", title="New steward training, May 17", kind="event", event=Event())
    kinds.process_item(item)
    assert (item.kind, item.kind_because) == ("training", "training-title: training")
    said = Item("c", "https://u.example/x", title="Steward training", kind="event", kind_because="list", event=Event())
    kinds.process_item(said)
    assert (said.kind, said.kind_because) == ("event", "list")


def test_the_line_over_a_text_tells_of_a_release_and_a_statement_stays_one(kinds: Kinds) -> None:
    rubric = "For immediate release"
    item = Item("c", "https://u.example/news/x", title="Four in five said yes", body="The vote …", rubric=rubric)
    kinds.process_item(item)
    assert (item.kind, item.kind_because) == ("press_release", "release-opening: for immediate release")
    said = Item("c", "https://u.example/news/y", title="Statement on overtime", rubric=rubric)
    kinds.process_item(said)
    assert said.kind == "statement"


def test_a_post_like_any_other_is_news_for_want_of_a_rule(kinds: Kinds) -> None:
    item = Item("c", "https://u.example/news/x", title="A day at the water works")
    kinds.process_item(item)
    assert (item.kind, item.kind_because) == ("news", BY_NO_RULE)


def test_rejections_pass(kinds: Kinds) -> None:
    rejected = Rejected("c", "https://u.example/x", "draft", "A draft.")
    assert kinds.process_item(rejected) is rejected


def test_a_slip_in_the_rules_is_told_with_file_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "kinds.csv"
    path.write_text("rule,kind,field,phrases,unless,note\na,news,titel,x,,\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"kinds\.csv, line 2, column field"):
        kind_rules(path)
    with pytest.raises(InputError, match="KIND_RULES"):
        kind_rules(tmp_path / "none.csv")
