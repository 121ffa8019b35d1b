"""Digests as messages: whom they name, what they leave out, what hostile words do in them; without an archive."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.telling import Entry
from archive.telling.around import Around, Coming, Group, Journey, Period, Trouble
from archive.telling.texts import HIT_END, HIT_START
from tests.watch.room import PLACE, ZONE, watch
from watch.composing import compose
from watch.digests.times import next_due, period_of
from watch.saved import saved
from watch.told import Place, Told, Written

DUE = datetime(2026, 11, 23, 13, tzinfo=UTC)  # a Monday, seven o'clock in Chicago
WEEK = Period(datetime(2026, 11, 16, 13, tzinfo=UTC), DUE)
BARGAINING = ("Bargaining and contracts",)
JOURNEY = Journey(7, 70, "A first contract", "https://afscme.example/blog/first", "en", "AFSCME", "2026-11-17",
                  ("Council 4", "Council 31"), 2, 23)  # fmt: skip
EVENT = Coming(80, "Steward training", "https://council-4.example/events/1", "en", "Council 4", "2026-11-28T15:00:00Z",
               None, False, "America/Chicago", None, "Union hall", 1)  # fmt: skip
TROUBLE = Trouble(("Local 9",), 1, "Local 9: the page shows no posts.", "2026-11-20T10:00:00Z")


def entry(number: int, **given: Any) -> Entry:
    """A new post of Council 5."""
    usual: dict[str, Any] = {
        "match_id": number, "what": "new", "item_id": number, "url": f"https://council-5.example/news/{number}",
        "source_id": "council-5", "source": "Council 5", "level": "council", "title": f"Notice {number}",
        "extract": f"We {HIT_START}strike{HIT_END} today.", "matched_in": "body", "day": "2026-11-18", "kind": "news",
        "language": "en", "found_at": "2026-11-18T12:00:00Z", "first_seen_at": "2026-11-18T12:00:00Z", "story_id": None,
        "printings": 1, "sources": 1,
    }  # fmt: skip
    return Entry(**{**usual, **given})


def told(*entries: Entry, mode: str = "weekly", **given: Any) -> Told:
    around = given.pop("around", Around(WEEK))
    one = saved(watch("strikes", "strike", mode=mode), ZONE)
    return Told("id@x", one, "digest", given.pop("place", PLACE), entries, due_at=DUE, around=around, **given)


def written(*entries: Entry, **given: Any) -> Written:
    return compose(told(*entries, **given))


class Reader(HTMLParser):
    """The elements of a message, its links, and the words that a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "background", "action")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def seen(message: Written) -> str:
    return " ".join("".join(Reader(message.html.split("</style>")[1]).words).split())


def test_the_subject_says_how_many_on_what_and_of_when() -> None:
    entries = [entry(number) for number in range(12)] + [entry(20 + n, what="edited", change="x") for n in range(3)]
    around = Around(WEEK, topics=dict.fromkeys(range(7), BARGAINING))
    assert written(*entries, around=around).subject == (
        "strikes: 12 new stories on bargaining and contracts, 3 edits: week of November 16, 2026"
    )


def test_what_is_only_counted_is_in_the_subject_and_leads_to_the_search() -> None:
    message = written(entry(1), more=40, around=Around(WEEK, beyond={"new": 39, "edited": 1}))
    assert message.subject == "strikes: 40 new stories of Council 5, 1 edit: week of November 16, 2026"
    assert "And 40 more. All of them:\n  https://news.example.org/search?q=strike" in message.text
    assert "And 40 more" in seen(message)


def test_one_story_alone_is_named_in_the_subject() -> None:
    assert written(entry(1, title=f"A {HIT_START}strike{HIT_END} vote")).subject == (
        "strikes, week of November 16, 2026: A strike vote – Council 5"
    )


@pytest.mark.parametrize(
    ("mode", "since", "until", "words"),
    [
        ("weekly", WEEK.since, DUE, "week of November 16, 2026"),
        ("daily", datetime(2026, 11, 22, 13, tzinfo=UTC), DUE, "Monday, November 23, 2026"),
        ("daily", datetime(2026, 11, 20, 6, tzinfo=UTC), datetime(2026, 11, 21, 6, tzinfo=UTC),
         "Friday, November 20, 2026"),
        ("daily", datetime(2026, 11, 19, 13, tzinfo=UTC), DUE, "November 19 to November 23, 2026"),
        ("weekly", datetime(2025, 12, 29, 14, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC),
         "December 29, 2025 to January 1, 2026"),
    ],
)  # fmt: skip
def test_a_time_is_told_in_words(mode: str, since: datetime, until: datetime, words: str) -> None:
    assert words in written(entry(1), entry(2), mode=mode, around=Around(Period(since, until))).subject


def test_a_week_in_which_the_clock_changes_is_a_week_and_what_waited_longer_makes_it_longer() -> None:
    one = saved(watch(mode="weekly"), ZONE)
    due = datetime(2026, 3, 9, 12, tzinfo=UTC)
    assert period_of(one, due) == Period(datetime(2026, 3, 2, 13, tzinfo=UTC), due)
    early = period_of(one, due, [entry(1, found_at="2026-02-20T00:00:00Z")])
    assert early.since == datetime(2026, 2, 20, tzinfo=UTC)
    assert next_due(one, datetime(2026, 3, 4, tzinfo=UTC)) == due
    assert next_due(saved(watch(), ZONE), due) is None


def test_stories_stand_under_their_council_and_the_national_union_first() -> None:
    groups = {"local-9": Group("Council 5", "council"), "council-5": Group("Council 5", "council"),
              "afscme": Group("AFSCME", "national"), "local-1": Group("Local 1", "local")}  # fmt: skip
    text = written(
        entry(1, source_id="local-1", source="Local 1"), entry(2, source_id="local-9", source="Local 9"), entry(3),
        entry(4, source_id="afscme", source="AFSCME"), around=Around(WEEK, groups=groups),
    ).text  # fmt: skip
    places = [text.index(words) for words in ("AFSCME · national union · 1\n---", "Council 5 · 2\n---",
                                              "Local 1 · 1\n---")]  # fmt: skip
    assert places == sorted(places)
    assert "- Notice 2\n  Local 9 · November 18, 2026" in text
    assert "- Notice 3\n  November 18, 2026" in text


def test_many_stories_of_a_council_stand_under_their_topics() -> None:
    topics = {1: BARGAINING, 2: ("Wages and pay",), 3: BARGAINING}
    text = written(*(entry(number) for number in range(1, 5)), around=Around(WEEK, topics=topics)).text
    places = [text.index(words) for words in ("[Bargaining and contracts]", "Notice 3", "Notice 1", "[Wages and pay]",
                                              "Notice 2", "[Other topics]", "Notice 4")]  # fmt: skip
    assert places == sorted(places)
    assert "Topics: Bargaining and contracts (2), Wages and pay (1)." in text


def test_a_part_with_nothing_is_left_out_and_one_with_something_is_there() -> None:
    parts = ("Edits and removals", "National stories on their way", "Coming events", "Sources in trouble")
    bare = written(entry(1))
    assert not [part for part in parts if part in seen(bare) or part.upper() in bare.text]
    around = Around(WEEK, journeys=(JOURNEY,), coming=(EVENT,), troubles=(TROUBLE,), more_troubles=4)
    full = written(entry(1), entry(2, what="edited", change="by [-four-] {+five+} percent"), around=around)
    assert not [part for part in parts if part not in seen(full) or part.upper() not in full.text]
    for shown in (seen(full), " ".join(full.text.split())):
        assert "Carried by 2 sources in this time: Council 4; Council 31. 23 have it in all." in shown
        assert "Saturday, November 28, 9:00 AM CST" in shown
        assert "since November 20, 2026" in shown
        assert "the page shows no posts." in shown
        assert "And 4 more." in shown
    assert ">five</ins>" in full.html
    assert "https://news.example.org/stories/7" in Reader(full.html).links
    assert full.data["travel"][0]["carried_by"] == ("Council 4", "Council 31")  # type: ignore[index]


def test_the_text_keeps_to_72_columns_but_for_addresses() -> None:
    around = Around(WEEK, journeys=(JOURNEY,), coming=(EVENT,), troubles=(TROUBLE,),
                    topics=dict.fromkeys(range(30), ("Schools, universities and libraries", "Bargaining and contracts")))  # fmt: skip
    message = written(
        *(entry(n, title="Members of a very long name vote " * n, extract="and so on " * 60) for n in range(1, 30)),
        around=around,
    )
    assert [line for line in message.text.splitlines() if len(line) > 72 and "https://" not in line] == []


HOSTILE = '</h2><script>alert(1)</script><img src=x onerror=y>\r\nBcc: all@example.org\u202e\x1b[31m" onclick="z'


def test_hostile_words_stay_words() -> None:
    bad = entry(1, title=HOSTILE, source=HOSTILE, extract=HOSTILE, url="javascript:alert(1)", language='en" onload="x',
                kind=HOSTILE)  # fmt: skip
    around = Around(
        WEEK, topics={1: (HOSTILE,)}, groups={"council-5": Group(HOSTILE, "council")},
        journeys=(replace(JOURNEY, title=HOSTILE, source=HOSTILE, url="data:text/html,x", carried_by=(HOSTILE,)),),
        coming=(replace(EVENT, title=HOSTILE, venue=HOSTILE, url="javascript:x", zone="../../etc"),),
        troubles=(Trouble((HOSTILE,), 1, HOSTILE, HOSTILE),),
    )  # fmt: skip
    for place in (PLACE, Place()):
        message = compose(told(bad, replace(bad, what="edited", change=HOSTILE), around=around, place=place))
        page = Reader(message.html)
        assert not {"script", "img", "iframe", "link", "form", "object"} & set(page.elements)
        assert not [name for name in page.attributes if name.startswith("on")]
        assert all(link.startswith("https://") for link in page.links)
        for shown in (message.subject, message.text.replace("\n", " "), "".join(page.words).replace("\n", " ")):
            assert not [sign for sign in shown if sign < " " or sign in "\u202e\x7f"]
        assert "\nBcc:" not in message.text
        assert len(message.subject) <= 140


def test_an_endless_title_is_cut_and_leaves_no_mark_open() -> None:
    message = written(entry(1, title=f"{HIT_START}{'long' * 5000}{HIT_END}", extract=f"{HIT_START}x" * 900))
    assert len(message.subject) <= 140
    assert message.html.count("<mark") == message.html.count("</mark>")
    assert len(message.html) < 18_000


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), st.text(max_size=600))
def test_no_title_or_extract_changes_what_the_message_is_made_of(title: str, extract: str) -> None:
    plain = Reader(written(entry(1), entry(2)).html)
    shown = Reader(written(entry(1, title=title), entry(2, extract=extract or "x")).html)
    for ours in (plain, shown):
        ours.elements = [name for name in ours.elements if name != "mark"]
    shown.elements += ["p"] * (shown.elements.count("p") < plain.elements.count("p"))  # an extract of no visible sign
    assert sorted(shown.elements) == sorted(plain.elements)
    assert shown.links == plain.links


def test_nobody_is_led_to_what_replaced_a_post() -> None:
    message = written(entry(1), entry(2, what="removed", status="hijacked", change="It sells bets."))
    assert "https://council-5.example/news/2" not in message.html + message.text
    assert "https://news.example.org/items/2" in Reader(message.html).links
    assert "It sells bets." in seen(message)


def test_a_repeat_in_doubt_says_so_and_how_to_leave_the_list() -> None:
    message = written(entry(1), possible_repeat=True)
    for shown in (seen(message), " ".join(message.text.split())):
        assert "may have reached you before" in shown
        assert "To be taken off its list, write to ops@example.org and name the watch “strikes”." in shown


def test_a_long_digest_leaves_its_extracts_out_before_a_mail_service_would_cut_it() -> None:
    short, long = (written(*(entry(n, extract=f"word{n} " * 40) for n in range(many))) for many in (10, 120))
    assert "word9 word9" in short.html
    assert "word9 word9" not in long.html
    assert "word9 word9" in long.text
    assert len(long.html) < 140_000
    assert "Notice 119" in long.html
