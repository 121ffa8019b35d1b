"""Whether two items carry the same writing: cases by name, and what holds for any two writings."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.sameness import WHY, Writing, compare_with_original, same_writing
from archive.sameness.comparing_words import side_by_side
from archive.sameness.telling_words import is_round_up, marks_of, telling
from archive.words import VOCABULARIES
from tests.archive.ferry import LOCAL, OPENING, SHORT, STORY, elsewhere, writing

SAME = {
    "identical": elsewhere(),
    "another title": elsewhere(title="A form in a drawer"),
    "another day": elsewhere(day=date(2024, 6, 20)),
    "no day": elsewhere(day=None),
    "a local paragraph before": elsewhere(f"{LOCAL}\n\n{STORY}"),
    "a closing line": elsewhere(f"{STORY}\n\nCouncil 5 represents 43,000 workers in Minnesota."),
    "a dateline": elsewhere(f"PLUM ISLAND, Maine – {STORY}"),
    "capitals and curly quotes": elsewhere(STORY.replace('"', "”").replace("'", "’").upper()),
    "entities and spaces that do not break": elsewhere(STORY.replace('"', "&quot;").replace(" the ", "\u00a0the ")),
    "cut to a teaser on a list": elsewhere(None, teaser=f"{OPENING}…"),
    "cut, with a link and another title": elsewhere(
        f"{OPENING} Read more", title="No boat today", links=frozenset({"https://national.example/ferry"})
    ),
    "a local line before a cut with a link": elsewhere(
        f"Our members asked for this one. {OPENING}", links=frozenset({"https://national.example/ferry"})
    ),
    "cut in a sentence, under another title and without a link": elsewhere(None, teaser=OPENING, title="No boat today"),
    "words of its own, the same title and a link": elsewhere(
        None,
        teaser="A drawer, a form and a steward with good shoes.",
        links=frozenset({"https://national.example/ferry"}),
    ),
    "the title alone, on the same day": elsewhere(None),
    "a corrected number": elsewhere(STORY.replace("120 new vests", "130 new vests")),
    "a corrected name": elsewhere(STORY.replace("Greta Holm", "Greta Holmes")),
    "made local": elsewhere(STORY.replace("The union's steward", "AFSCME Council 5 steward")),
    "paragraphs rearranged": elsewhere("\n\n".join(STORY.split("\n\n")[at] for at in (0, 2, 1, 3))),
    "its last paragraph left out": elsewhere(STORY.rpartition("\n\n")[0]),
    "the same source after a move": writing(url="https://national.example/2024/ferry"),
    "a wrong language code of one family": elsewhere(language="en-US"),
}

ROUND_UP = f"{OPENING}\n\nIn Tolland the voters keep their water works. In Grandview clerks closed the windows for an hour and stood in the cold with masks on."

APART = {
    "another language": (elsewhere(language="es"), "language"),
    "the same words two years later": (elsewhere(day=date(2026, 5, 14)), "years"),
    "a round-up that begins with it": (elsewhere(ROUND_UP, title="News in brief"), "round_up"),
    "a report that quotes a paragraph": (
        elsewhere("\n\n".join([LOCAL * 3, STORY.split("\n\n")[1], SHORT * 2]), title="At sea"),
        "passage",
    ),
    "other news": (elsewhere("Nurses in Calder have a contract. " * 10, title="Calder"), "other_words"),
    "nothing but a greeting": (elsewhere("Happy holidays to all!", title="Happy holidays"), "too_short"),
}


@pytest.mark.parametrize("name", SAME)
def test_printings_of_one_story_join(name: str) -> None:
    found = same_writing(writing(), SAME[name])
    assert found.same, found


@pytest.mark.parametrize("name", APART)
def test_what_is_no_printing_stays_apart(name: str) -> None:
    other, because = APART[name]
    found = same_writing(writing(), other)
    assert (found.same, found.because) == (False, because), found


UPDATE = "Your team met with the county for a full day. We presented our proposal on {what} and heard about the budget, which is never a happy tale. Wear green on Thursday, sign the petition in your break room, and tell the person beside you why you are a member. The next session is on {next}."


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        (
            ("Bargaining Update, June 6", "wages", "June 13"),
            ("Bargaining Update, June 13", "wages", "June 20"),
            "series",
        ),
        (("Bargaining Update 6/6/24", "wages", "June 13"), ("Bargaining Update 6/13/24", "leave", "June 20"), "series"),
        (("Negotiations, Week 3", "wages", "Friday"), ("Negotiations, Week 4", "wages", "Friday"), "series"),
        (("County talks II", "wages", "Friday"), ("County talks III", "wages", "Friday"), "series"),
        (("Bargaining update", "wages", "June 13"), ("Bargaining update", "leave", "June 20"), "form"),
        (("Bargaining update", "wages", "June 13"), ("Bargaining update", "wages", "June 20"), "form"),
        (("County talks", "wages", "Monday"), ("County talks", "wages", "Thursday"), "form"),
    ],
)
@pytest.mark.parametrize("source", ["afscme", "council-5"])
def test_issues_of_a_series_stay_apart(one: tuple[str, ...], other: tuple[str, ...], because: str, source: str) -> None:
    first, second = (
        writing(UPDATE.format(what=what, next=day), title=title, url=f"https://x.example/{number}")
        for number, (title, what, day) in enumerate((one, other))
    )
    found = same_writing(first, replace(second, source_id=source, day=date(2024, 5, 22)))
    assert (found.same, found.because) == (False, because), found


@pytest.mark.parametrize(
    ("blank", "others"),
    [("Local 12", "Local 77"), ("March 15", "April 1"), ("$500", "$1,000"), ("Ruth Ames", "Dan Ibarra")],
)
def test_one_filled_blank_makes_a_short_form_another_text(blank: str, others: str) -> None:
    form = "Members of Local 12 can ask for the grant of $500 from now on. Papers go to Ruth Ames at the hall and are due on March 15; late ones wait a year. The jury reads essays without names."
    found = same_writing(writing(form, title="Grants"), elsewhere(form.replace(blank, others), title="Grants"))
    assert (found.same, found.because) == (False, "form"), found


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        ("Update, June 6", "Update, June 13", True),
        ("Update, June 6", "Update 6/6/24", False),
        ("Update", "Update, June 6", False),
        ("Vol. 12", "Volume 13", True),
        ("Day One", "Day Two", True),
        ("Local 443 scholarship", "Local 2021 scholarship", True),
        ("Convention 2022", "Convention 2024", True),
        ("Spring News", "Fall News", True),
        ("Rally on Monday", "Rally on Friday", True),
        ("1,200 workers win 8% raise", "1,300 workers win 9% raise", False),
        ("Actualización, 6 de junio", "Actualización, 13 de junio", True),
    ],
)
def test_titles_name_their_issue(one: str, other: str, contradict: bool) -> None:
    assert marks_of(one).contradicts(marks_of(other)) is contradict
    assert marks_of(other).contradicts(marks_of(one)) is contradict


def test_a_yearly_post_needs_a_link_to_be_the_same() -> None:
    later = elsewhere(day=date(2025, 5, 15), source_id="afscme")
    assert not same_writing(writing(), later).same
    assert same_writing(writing(), replace(later, links=frozenset({writing().url}))).same


def test_a_short_text_that_says_nothing_of_its_own_joins_only_by_a_link() -> None:
    text = "We wish all our members and their families a happy and safe holiday season. The office is closed until January 2."
    one, other = writing(text, title="Happy holidays"), elsewhere(text, title="Happy holidays")
    assert not same_writing(one, other).same
    assert same_writing(one, replace(other, links=frozenset({one.url}))).same


def test_a_teaser_of_twenty_words_is_enough() -> None:
    short = " ".join(SHORT.split()[:20])
    assert same_writing(writing(None, teaser=short), elsewhere(None, teaser=short, title=None)).same


def test_a_title_alone_joins_no_forms_and_no_other_day() -> None:
    assert not same_writing(writing(None, title="Membership meeting"), elsewhere(None, title="Membership meeting")).same
    assert not same_writing(writing(None), elsewhere(None, day=date(2024, 5, 16))).same


def test_a_title_that_many_posts_have_is_no_proof_on_one_day_either() -> None:
    one, other = writing(None, title="Town workers ratify contract"), elsewhere(title="Town workers ratify contract")
    assert not same_writing(one, other).same


def test_two_teasers_with_their_links_are_no_printing_of_the_first_story() -> None:
    second = "Voters in Tolland have refused to sell their water works to a company from out of state, by six to four."
    both = elsewhere(
        f"{OPENING}\n\n{second}", title="Worth reading", links=frozenset({writing().url, "https://x.example/2"})
    )
    assert not same_writing(writing(), both).same


def test_days_that_sites_put_into_titles_part_no_long_story() -> None:
    one, other = writing(STORY), elsewhere(STORY, title="May 17: Why the ferry to Plum Island did not run")
    assert same_writing(replace(one, title=f"May 15: {one.title}"), other).same


def test_the_teaser_beside_a_body_counts_for_a_post_whose_page_was_not_read() -> None:
    summary = "A missing signature kept a boat in the harbor for eleven weeks, until a steward went looking for it from office to office."
    assert same_writing(writing(teaser=summary), elsewhere(None, teaser=summary, title=None)).same


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("identical", "same"),
        ("capitals and curly quotes", "same"),
        ("another title", "retitled"),
        ("a local paragraph before", "adapted"),
        ("a corrected number", "adapted"),
        ("cut to a teaser on a list", "excerpt"),
        ("words of its own, the same title and a link", "excerpt"),
        ("the title alone, on the same day", "excerpt"),
    ],
)
def test_roles_of_printings(name: str, role: str) -> None:
    assert compare_with_original(writing(), SAME[name]).role == role


def test_a_change_counts_the_words_that_were_added_and_left_out() -> None:
    change = compare_with_original(writing(), SAME["a local paragraph before"])
    assert (change.words_added, change.words_left_out, change.likeness) == (len(LOCAL.split()), 0, 1.0)
    cut = compare_with_original(writing(), SAME["its last paragraph left out"])
    assert cut.words_added == 0 and cut.words_left_out == len(STORY.rpartition("\n\n")[2].split())


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        (
            elsewhere(),
            "The words are the same, but for quotes, dashes and spaces. Both have 144 words; both are of one day.",
        ),
        (
            elsewhere(STORY.replace("120 new vests", "130 new vests"), day=date(2024, 5, 16)),
            "The words are the same but for a few, and those are none by which forms and series differ. 99% of the shorter one's 144 words"
            " stand among the longer one's 144; all that one says otherwise is one number; 1 day lies between them.",
        ),
        (
            elsewhere(None),
            "They are short, with the same telling title on the same day. One of them has no words but its title; both are"
            " of one day.",
        ),
    ],
)
def test_the_evidence_is_one_readable_line_with_figures(other: Writing, sentence: str) -> None:
    assert same_writing(writing(), other).evidence == sentence


def test_every_reason_stands_in_the_vocabularies() -> None:
    assert any(WHY.items() <= words.items() for _, _, words in VOCABULARIES)
    assert {because for _, because in APART.values()} <= set(WHY)


def test_titles_of_round_ups_and_words_of_forms_are_known() -> None:
    assert is_round_up("Weekly Round-Up") and is_round_up("Resumen de la semana") and not is_round_up("A drawer")
    assert telling(("happy", "holidays", "members")) == 0 < telling(("ferry", "vests"))


_words = st.lists(
    st.sampled_from("a b c June 6 13 Local Ames 2024 $5 vests. FERRY ó 😀 \x00 &amp;".split(" ")), max_size=60
)
_text = st.one_of(st.none(), _words.map(" ".join), st.integers(0, 144).map(lambda at: " ".join(STORY.split()[:at])))
_writings = st.builds(
    writing,
    _text,
    title=_text,
    teaser=_text,
    source_id=st.sampled_from(["afscme", "council-5"]),
    url=st.sampled_from(["https://a.example/1", "https://b.example/2"]),
    language=st.sampled_from([None, "en", "es"]),
    day=st.one_of(st.none(), st.integers(0, 900).map(lambda days: date(2024, 1, 1) + timedelta(days))),
    links=st.frozensets(st.sampled_from(["https://a.example/1", "https://b.example/2"])),
)


@given(_writings, _writings)
def test_the_order_of_the_two_changes_nothing(one: Writing, other: Writing) -> None:
    found = same_writing(one, other)
    assert found == same_writing(other, one)
    assert found.because in WHY and 0 <= found.likeness <= 1


@pytest.mark.parametrize("other", [*SAME.values(), *(other for other, _ in APART.values())])
def test_the_order_of_printings_changes_nothing(other: Writing) -> None:
    assert same_writing(writing(), other) == same_writing(other, writing())


@given(_writings, _writings)
def test_any_two_writings_can_be_compared(one: Writing, other: Writing) -> None:
    change = compare_with_original(one, other)
    assert 0 <= change.likeness <= 1 and change.words_added >= 0 <= change.words_left_out


@given(st.integers(120, 144), st.integers(0, 40), st.integers(0, 20))
def test_a_story_joins_its_copy_whatever_was_put_around_it(length: int, before: int, after: int) -> None:
    draw = random.Random(length * 1000 + before * 10 + after)
    around = [f"x{draw.randrange(9999)}" for _ in range(before + after)]
    copy = " ".join([*around[:before], *STORY.split()[:length], *around[before:]])
    assert same_writing(writing(" ".join(STORY.split()[:length])), elsewhere(copy)).same


@given(_words, _words)
def test_side_by_side_both_lists_are_whole(one: list[str], other: list[str]) -> None:
    at, beside = 0, 0
    for each in side_by_side(one, other):
        assert (each.start, each.other_start) == (at, beside)
        assert not each.same or one[each.start : each.end] == other[each.other_start : each.other_end]
        at, beside = each.end, each.other_end
    assert (at, beside) == (len(one), len(other))


@pytest.mark.parametrize(
    "hostile", ["word " * 400_000, "ab" * 5_000_000, "😀" * 500_000, "\x00" * 500_000, "a b " * 500_000]
)
def test_hostile_texts_are_judged(hostile: str) -> None:
    assert not same_writing(writing(hostile, title="Other words"), elsewhere(STORY)).same
    same_writing(writing(hostile, title=hostile), elsewhere(f"b {hostile}", teaser=hostile))
