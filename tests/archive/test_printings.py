"""Whether two items carry the same writing: round-ups, teasers, corrected numbers and lines that only point."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.sameness import Writing, compare_with_original, same_writing
from archive.sameness.pointer_lines import without_pointers
from archive.sameness.shingles import sketch
from archive.sameness.telling_words import is_round_up
from tests.archive.ferry import LOCAL, OPENING, SHORT, STORY, elsewhere, writing

PREFIXES = [
    "In the news: {}",
    "Round-up: {}",
    "News: {}",
    "ICYMI: {}",
    "Must read – {}",
    "{} | This week",
    "{}, and more",
]
OTHER_STORIES = (
    "Voters in Tolland have refused to sell their water works to a company from out of state, by six to four."
    "\n\nIn Grandview clerks closed the windows for an hour and stood in the cold with masks on."
)


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("body", [STORY, f"{LOCAL}\n\n{STORY}", STORY.rpartition("\n\n")[0]])
def test_what_a_site_puts_before_a_title_makes_no_round_up_of_a_copy(prefix: str, body: str) -> None:
    found = same_writing(writing(), elsewhere(body, title=prefix.format(writing().title)))
    assert found.same, found


@pytest.mark.parametrize("prefix", PREFIXES)
def test_a_round_up_that_is_named_for_its_first_story_stays_apart(prefix: str) -> None:
    title = prefix.format(writing().title) if is_round_up(prefix) else "Worth your time"
    digest = elsewhere(f"{OPENING}.\n\n{OTHER_STORIES}", title=title)
    assert not same_writing(writing(), digest).same


def test_a_title_that_sounds_like_a_round_up_does_not_overrule_the_same_words() -> None:
    assert same_writing(writing(), elsewhere(title="This week: links, digests and highlights")).same


@pytest.mark.parametrize("title", [None, "No boat today", "Why the ferry to Plum Island did not run"])
@pytest.mark.parametrize("teaser", [None, OPENING])
def test_a_cut_teaser_is_not_glued_to_a_round_up_that_begins_with_it(title: str | None, teaser: str | None) -> None:
    digest = elsewhere(f"{' '.join(STORY.split()[:30])}.\n\n{OTHER_STORIES}", title="Friday notes", teaser=teaser)
    cut = writing(None, teaser=f"{OPENING}…", title=title)
    assert not same_writing(cut, digest).same
    assert same_writing(cut, writing(source_id="council-9")).same


HALF = " ".join(STORY.split()[:75])
OWN_PARAGRAPH = (
    "Those who cross the bay every day know the feeling well. Our harbor crew met on Monday and asked for new vests."
)


def test_a_local_paragraph_and_the_first_half_with_a_link_are_a_printing() -> None:
    link = frozenset({writing().url})
    mine = elsewhere(f"{LOCAL} {OWN_PARAGRAPH}\n\n{HALF}", title="At sea", links=link)
    assert same_writing(writing(), mine).same
    assert not same_writing(writing(), replace(mine, links=frozenset())).same


def test_a_digest_that_ends_with_a_story_and_links_to_several_is_none() -> None:
    links = frozenset({writing().url, "https://x.example/2"})
    digest = elsewhere(f"{OTHER_STORIES}\n\n{HALF}", title="At sea", links=links)
    assert not same_writing(writing(), digest).same


SUMMARY = "A missing signature kept a boat in the harbor for eleven weeks, until a steward went looking for it from office to office."


def test_a_note_that_repeats_the_teaser_under_the_same_title_joins_and_is_a_candidate() -> None:
    home, note = writing(teaser=SUMMARY), elsewhere(f"{SUMMARY} Read more")
    assert same_writing(home, note).same
    assert sketch(home.title, home.teaser, home.body) & sketch(note.title, note.teaser, note.body)
    own = elsewhere("Nurses in Calder have a contract. " * 10, teaser=SUMMARY)
    assert same_writing(home, own).same


def test_a_repeated_teaser_joins_neither_under_another_title_nor_within_one_source() -> None:
    home, other = writing(teaser=SUMMARY), "Nurses in Calder have a contract. " * 10
    assert not same_writing(home, elsewhere(other, teaser=SUMMARY, title="Calder")).same
    assert not same_writing(home, writing(other, teaser=SUMMARY, url="https://national.example/2")).same


RAISE = (
    "Clerks in Ostley County will get raises of 4.5 percent a year. The board voted 5 to 2 on Tuesday for the agreement."
    " Steward Hanna Voss said that the talks took eleven months. The first raise comes in July."
)


def _raise(text: str = RAISE, **changes: object) -> Writing:
    return elsewhere(text, **{"title": "Ostley clerks win raises", "day": date(2024, 5, 17), **changes})


def test_a_number_that_was_corrected_in_a_short_post_joins() -> None:
    one = writing(RAISE, title="Ostley clerks win raises")
    assert same_writing(one, _raise(RAISE.replace("4.5", "5.5"))).same
    assert same_writing(one, _raise(RAISE.replace("eleven", "twelve"))).same


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (RAISE.replace("4.5", "5.5"), {"day": date(2024, 5, 24)}),
        (RAISE.replace("4.5", "5.5"), {"day": None}),
        (RAISE.replace("4.5", "5.5"), {"source_id": "afscme"}),
        (RAISE.replace("4.5", "5.5").replace("5 to 2", "4 to 3"), {}),
        (RAISE.replace("4.5", "5.5").replace("Ostley", "Wickham"), {}),
        (RAISE.replace("Tuesday", "Thursday"), {}),
    ],
)
def test_a_form_with_other_numbers_days_or_names_stays_apart(text: str, changes: dict[str, object]) -> None:
    assert not same_writing(writing(RAISE, title="Ostley clerks win raises"), _raise(text, **changes)).same


def test_what_a_body_counts_of_its_own_is_no_correction() -> None:
    text = (
        "Governor Ruiz wants to close nine offices. In our chapter 34 members would lose their jobs. Call Senator Ames."
    )
    one = writing(text, title="Governor plans closing of offices")
    assert not same_writing(one, elsewhere(text.replace("34", "51"), title=one.title)).same


FIRST_SENTENCES = f"{STORY.partition('.')[0]}.\n\n{OTHER_STORIES}"
POSTS = frozenset({writing().url, "https://x.example/news/tolland-water", "https://y.example/2024/grandview"})


@pytest.mark.parametrize("title", [writing().title, "Plum Island ferry runs again and other wins"])
@pytest.mark.parametrize("story", [writing(), writing(None, teaser=STORY.partition(".")[0]), writing(None)])
def test_a_digest_under_a_title_of_news_that_links_to_several_posts_stays_apart(title: str, story: Writing) -> None:
    digest = elsewhere(FIRST_SENTENCES, title=title, links=POSTS)
    assert not same_writing(story, digest).same
    assert not same_writing(replace(story, url="https://c.example/a", teaser=OPENING), digest).same


def test_a_digest_of_which_the_first_or_the_last_part_is_the_longest_is_one() -> None:
    first, last = " ".join(STORY.split()[:50]), "Nurses in Calder have a contract."
    for body in (f"{first}.\n\n{OTHER_STORIES}", f"{last}\n\n{OTHER_STORIES}\n\n{SHORT}"):
        digest = elsewhere(body, title=writing().title, links=POSTS)
        assert not same_writing(writing(), digest).same
        assert not same_writing(writing(SHORT), digest).same


def test_a_post_with_links_is_no_digest_where_it_is_pointed_to_or_carries_the_story() -> None:
    cut = elsewhere(None, teaser=OPENING, links=frozenset({writing().url}))
    assert same_writing(writing(links=POSTS - {writing().url}), cut).same
    assert same_writing(writing(), elsewhere(f"{LOCAL}\n\n{STORY}", links=POSTS)).same
    menus = {"https://five.example/contact", "https://five.example/join-us", "https://x.com/five", "https://a.example/"}
    assert same_writing(writing(), elsewhere(f"{LOCAL} {OPENING}", links=frozenset({writing().url, *menus}))).same


@pytest.mark.parametrize("title", [writing().title, "Ferry runs again"])
def test_a_whole_text_behind_a_long_local_paragraph_is_in_no_round_up(title: str) -> None:
    home, links = writing(HALF, title=title), frozenset({writing().url, "https://five.example/news/dues"})
    before = f"{LOCAL} {OWN_PARAGRAPH} {LOCAL}"
    assert same_writing(home, elsewhere(f"{before}\n\n{HALF}", title=f"ICYMI: {title}", links=links)).same
    assert not same_writing(home, elsewhere(f"{OTHER_STORIES}\n\n{HALF}", title="This week", links=links)).same


def test_a_teaser_of_twenty_plain_words_that_opens_a_post_is_a_cut_of_it() -> None:
    plain = "The workers of the county office said on Monday that they will go on with the contract talks until spring and fall ferries sail"
    cut = " ".join(plain.split()[:21])
    title = "Harbor talks: county office goes on"
    assert same_writing(writing(None, teaser=cut, title=title), elsewhere(f"{plain}. {STORY}", title=title)).same
    below = " ".join(plain.split()[:12])
    other = elsewhere(f"{plain}. {STORY}", title=title, day=date(2024, 6, 20))
    assert not same_writing(writing(None, teaser=below, title=title), other).same


VOTE = "On May 12, 240 custodians voted for a contract. Pay may rise 4 percent in the first year, and nobody at our Local 1177 will lose a shift over it."


def _vote(old: str = "", new: str = "", **changes: object) -> Writing:
    return elsewhere(VOTE.replace(old, new) if old else VOTE, title="Marlow custodians ratify contract", **changes)


@pytest.mark.parametrize(("old", "new"), [("240", "260"), ("4 percent", "5 percent")])
def test_a_number_near_a_month_or_a_named_local_can_be_corrected(old: str, new: str) -> None:
    one = writing(VOTE, title="Marlow custodians ratify contract")
    assert same_writing(one, _vote(old, new, day=date(2024, 5, 17))).same


@pytest.mark.parametrize(("old", "new"), [("May 12", "May 19"), ("1177", "77"), ("May 12", "June 12")])
def test_a_day_or_the_number_of_a_local_is_no_correction(old: str, new: str) -> None:
    one = writing(VOTE, title="Marlow custodians ratify contract")
    assert not same_writing(one, _vote(old, new, day=date(2024, 5, 17))).same


@pytest.mark.parametrize(
    "line",
    [
        "Read more on FPW Now…",
        "Continue reading →",
        "This story originally appeared in the March issue.",
        "Photo by Joe Bliss",
        "Leer más",
        "Republished from the site of Council 5",
    ],
)
def test_a_line_that_points_or_credits_is_no_adaptation(line: str) -> None:
    assert without_pointers(f"{STORY}\n\n{line}") == STORY
    change = compare_with_original(writing(), elsewhere(f"{STORY}\n\n{line}"))
    assert (change.role, change.words_added, change.words_left_out) == ("same", 0, 0)
    assert compare_with_original(writing(), elsewhere(f"{line}\n{STORY}", title="At sea")).role == "retitled"


def test_sentences_that_only_begin_like_a_pointer_are_words() -> None:
    for line in ("By Monday the nurses had won.", "See you in court, he said.", "Photos were taken of every wall."):
        assert compare_with_original(writing(), elsewhere(f"{STORY}\n\n{line}")).role == "adapted"


@given(st.text(max_size=300))
def test_taking_pointers_away_leaves_a_part_of_the_text(text: str) -> None:
    assert "".join((without_pointers(text) or "").split()) in "".join(text.split())
