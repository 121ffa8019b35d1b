"""What stands around a post and is none of its words; and words that only look like it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.pages.bylines import byline, people, person
from parsing.pages.cleanup import clean_body, clean_teaser, is_cut
from tests.patience import within

FIRST = "Drivers of the county voted on Monday to keep the night line, and the board agreed within the hour."
LAST = "Talks go on in the fall, when the depot’s heating is on the table again."


def around(before: str = "", after: str = "") -> str | None:
    return clean_body(f"{before}\n\n{FIRST}\n\n{LAST}\n\n{after}", "Night line stays", "Rosa Lind")


@pytest.mark.parametrize(
    "line",
    [
        "Social share icons",
        "Share this:",
        "Share on Facebook",
        "Click to share on Facebook (Opens in new window)",
        "Facebook Twitter Email Print",
        "- Tweet",
        "Like this: \n\nLoading...",
        "Skip to main content",
        "3 min read",
        "0 Comments",
        "Night line stays",
        "By Rosa Lind",
        "Rosa Lind",
        "June 4, 2024",
        "Posted on June 4, 2024 by Rosa Lind",
        "Home » News » Night line stays",
        "FOR IMMEDIATE RELEASE",
        "For Immediate Release: Wednesday, February 26, 2020",
        "Filed Under: Bargaining, Tagged With: buses",
        "Photo credit: Ann Roe",
        "Sign up for our newsletter",
        "top of page",
    ],
)
def test_lines_above_a_post_are_cut(line):
    assert around(before=line) == f"{FIRST}\n\n{LAST}"


@pytest.mark.parametrize(
    "tail",
    [
        "Share this:\n\nFacebook\n\nX",
        "###",
        "-30-",
        "Related Posts\n\nDepot drivers march\n\nA rainy picnic",
        "Recent Posts\n\nSee All\n\nDepot drivers march",
        "Noticias relacionadas\n\nMarcha del depósito",
        "The post Night line stays appeared first on Local 9.",
        "Filed Under: Bargaining",
        "Tags: buses, night",
        "Leave a Reply\n\nYour email address will not be published. Required fields are marked *",
        "Next post: The depot talks",
        "Posted in News",
        "Filed in Bargaining Safety",
        "Printer Friendly Email to a friend",
        "Print | Back to News",
        "Local 9, 80 Court St. Web site last updated 11/22/26.",
        "bottom of page",
        "Media Contact:\nHal Brook\n555-201-0199\nhal@example.org",
        "Contact: Hal Brook, (555) 201-0199",
        "For more information, contact:\n\nHal Brook\n\nhal@example.org",
        "Press contact: Hal Brook hal@example.org",
        "Compartir",
    ],
)
def test_lines_below_a_post_are_cut(tail):
    assert around(after=tail) == f"{FIRST}\n\n{LAST}"


@pytest.mark.parametrize(
    "paragraph",
    [
        "Share this story with a coworker before Friday’s vote, and bring them along.",
        "Contact your senator and ask for a vote.",
        "Contact negotiations resume on Monday at the hall in town.",
        "Related to this is the question of who pays for the heating.",
        "Posted signs now tell riders when the last bus leaves.",
        "Email your steward if your pay is short.",
        "Print shop workers joined them on the line.",
        "Filed in federal court on Monday, the suit asks for back pay.",
        "Members asked why the site was last updated 11/22/26 and not sooner than that, if at all.",
        "Comments from riders filled two boxes.",
        "Photo: the drivers asked for one, and the board gave them none of the frames that they had promised the year before last in the old hall.",
        "Call 555-201-0199 to reserve a seat on the bus to the capitol, and tell the steward of your shop how many will come along with you on that day in June.",
        "June 4, 2024, will be remembered.",
        "They want more",
        "- Raises of 4 percent\n- A safe depot",
    ],
)
def test_words_of_a_post_stay(paragraph):
    assert around(after=paragraph + "\n\n" + LAST) == f"{FIRST}\n\n{LAST}\n\n{paragraph}\n\n{LAST}"


def test_other_posts_are_cut_only_where_nothing_of_this_one_follows():
    long = "They stood in the rain for an hour. " * 12
    assert around(after=f"Related stories\n\n{long}") == f"{FIRST}\n\n{LAST}\n\nRelated stories\n\n{long.strip()}"


def test_notices_of_mail_protection_are_cut_inside_a_line():
    text = "Write to This email address is being protected from spambots. You need JavaScript enabled to view it. by Friday."
    assert clean_body(text) == "Write to by Friday."
    assert clean_body("Escriba a [email\u00a0protected] hoy.") == "Escriba a hoy."


def test_a_text_of_one_line_stays_even_if_it_is_the_title():
    assert clean_body("Night line stays", "Night line stays") == "Night line stays"
    assert clean_body("Share this:", "x") is None and clean_body(None) is None and clean_body("  ") is None


@pytest.mark.parametrize(
    ("given_text", "teaser"),
    [
        ("Drivers voted on Monday to keep the line [&hellip;]", "Drivers voted on Monday to keep the line…"),
        ("Drivers voted to keep the line... Read More", "Drivers voted to keep the line…"),
        ("Drivers voted.Read more", "Drivers voted."),
        ("Drivers voted. Read more… (2 min remaining to read)", "Drivers voted."),
        ("Drivers voted to keep [More...]", "Drivers voted to keep…"),
        ("Drivers voted. Continue reading Night line stays →", "Drivers voted."),
        ("Drivers voted. The post Night line stays appeared first on Local 9.", "Drivers voted."),
        ("Las choferes votaron… Leer más »", "Las choferes votaron…"),
        ("Drivers demand more", "Drivers demand more"),
        ("Drivers demand to be read on", "Drivers demand to be read on"),
        ("Read more", None),
        ("", None),
    ],
)
def test_a_teaser_loses_its_read_more(given_text, teaser):
    import html

    assert clean_teaser(html.unescape(given_text)) == teaser
    assert clean_teaser(teaser) == teaser


def test_excerpts_are_known_by_their_end():
    assert is_cut("and then they [...]") and is_cut("they won… Read more") and not is_cut("They demanded more.")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("AFSCME Staff", "AFSCME Staff"),
        ("by  Rosa Lind ", "Rosa Lind"),
        ("Posted by Rosa Lind on June 4, 2024", "Rosa Lind"),
        ("Rosa Lind | June 4, 2024", "Rosa Lind"),
        ("Por María Ñáñez", "María Ñáñez"),
        ("rosa@example.org (Rosa Lind)", "Rosa Lind"),
        ("Byron Byers", "Byron Byers"),
        ("Porter Ellis", "Porter Ellis"),
        ("Rosa Lind and Hal Brook", "Rosa Lind and Hal Brook"),
        ("<b>Rosa</b> Lind", "Rosa Lind"),
        ("admin", None),
        ("wpadmin2", None),
        ("Administrator", None),
        ("Super User", None),
        ("webmaster", None),
        ("jdoe7", None),
        ("rosa@example.org", None),
        ("https://example.org/rosa", None),
        ("x", None),
        ("Rosa " * 60, None),
        (None, None),
    ],
)
def test_an_author_is_a_name(text, name):
    assert person(text) == name


def test_several_authors_stand_on_one_line():
    assert people(["Rosa Lind", None, "admin", "Hal Brook", "Rosa Lind"]) == "Rosa Lind, Hal Brook"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By ROSA LIND ·", "ROSA LIND"),
        ("By ROSA LIND · Wednesday, July 16, 2025", "ROSA LIND"),
        ("June 4, 2024 by Rosa Lind", "Rosa Lind"),
        ("Posted on June 4, 2024 by Rosa Lind", "Rosa Lind"),
        ("June 4, 2024 | Rosa Lind", None),
        ("AFSCME Staff", "AFSCME Staff"),
        ("Council 31 Staff", "Council 31 Staff"),
        ("Words by Union staff", "Union staff"),
        ("By staff who walked out", None),
        ("By the way, this is how they won.", None),
        ("Drivers led by Rosa Lind march", None),
        ("Office Staff won a contract", None),
    ],
)
def test_a_byline_is_a_line_of_its_own(line, name):
    assert byline(line) == name


@pytest.mark.parametrize(
    "piece",
    [
        "the post x ",
        "contact: ",
        "read more ",
        "Share this ",
        "[email protected] ",
        "By A ",
        "### ",
        "\n\n555-201-0199",
    ],
)
def test_f16_repeated_pieces_are_cleaned_in_bounded_time(piece):
    text = piece * (400_000 // len(piece))
    began = time.process_time()
    clean_body(text, "T", "A")
    clean_body(text.replace(" ", "\n\n"), "T", "A")
    clean_teaser(text)
    assert within(began, 2)


LINES = [
    "Share this:",
    "By Ann Roe",
    "June 4, 2024",
    "Related Posts",
    "###",
    "Contact: x@example.org",
    FIRST,
    "- one",
    "Tags: x",
]


@settings(deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=8))
def test_cleaning_leaves_tidy_text(lines):
    cleaned = clean_body("\n\n".join(lines), "T", "Ann Roe")
    assert cleaned is None or (cleaned == cleaned.strip() and "\n\n\n" not in cleaned)
    assert cleaned is None or set(cleaned.split("\n\n")) <= set(lines)
