"""A conclusion as rows."""

from dataclasses import replace
from datetime import date

import pytest

from errors import InputError
from parsing.discovery import Conclusion, ProposedChannel
from parsing.discovery.signs import Platform
from parsing.urls import Site, Sites
from registry import Channel, Registry, Source
from spiders.proposal import Proposal, Wishes, check, check_slug, propose, slug_of

TODAY = date(2026, 11, 21)
NOTHING = Registry({}, {}, {}, Sites())


def concluded(**changes: object) -> Conclusion:
    """A conclusion with good defaults."""
    feed = ProposedChannel(
        "feed", "https://local9.example/feed", "news", {"lists": ["https://local9.example/news"]}, "10 posts"
    )
    found = Conclusion(
        asked_home="https://local9.example/",
        home="https://local9.example/",
        platform=Platform("Wix", "its generator"),
        name="AFSCME Local 9",
        language="en",
        language_why="lang",
        timezone="America/Chicago",
        timezone_why="its calendar names it",
        channels=(feed,),
        findings=(),
        spaces=(),
    )
    return replace(found, **changes)  # type: ignore[arg-type]


def known(home: str = "https://council4.example/", name: str = "council-4", **channels: str) -> Registry:
    source = Source(name, "Council 4", "council", "4", (), home, (), "en", "America/New_York", None, None, None)
    rows = {one: Channel(one, name, "feed", address) for one, address in channels.items()}
    return Registry({name: source}, rows, {}, Sites.of([Site(name, home)]))


def test_the_row_of_a_source_says_what_was_found() -> None:
    found = propose(concluded(), Wishes(), NOTHING, TODAY)
    source = found.source
    assert (source.id, source.level, source.number, source.timezone) == ("local-9", "local", "9", "America/Chicago")
    assert source.note == "proposed on 2026-11-21; time zone: its calendar names it"
    [channel] = found.channels
    assert (channel.id, channel.source_id, channel.family) == ("local-9-news", "local-9", "feed")
    assert channel.hint == {"make": "wix", "lists": ["https://local9.example/news"]}


def test_what_the_operator_says_wins_over_all() -> None:
    wishes = Wishes("desk", "The Desk", "affiliate", "America/Denver", "es", None, ("CO", "UT"))
    source = propose(concluded(), wishes, NOTHING, TODAY).source
    assert (source.id, source.name, source.level, source.timezone) == (
        "desk",
        "The Desk",
        "affiliate",
        "America/Denver",
    )
    assert (source.language, source.states, source.number) == ("es", ("CO", "UT"), None)
    assert source.note == "proposed on 2026-11-21"


def test_an_assumed_zone_is_noted_as_assumed() -> None:
    found = concluded(timezone="America/New_York", timezone_why="assumed")
    assert (propose(found, Wishes(), NOTHING, TODAY).source.note or "").endswith("time zone assumed")


@pytest.mark.parametrize(
    ("name", "home", "expected"),
    [
        ("AFSCME Council 31", "https://a.example/", "council-31"),
        ("County Workers United", "https://a.example/", "county-workers-united"),
        (None, "https://www.deskworkers.example/", "deskworkers"),
        ("人民", "https://www.deskworkers.example/", "deskworkers"),
        ("人民", "http://127.0.0.5:8123/", "127-0-0-5"),
    ],
)
def test_an_id_is_made_of_level_and_number_else_of_the_name_else_of_the_host(
    name: str | None, home: str, expected: str
) -> None:
    assert propose(concluded(name=name, home=home), Wishes(), NOTHING, TODAY).source.id == expected


def test_an_id_that_is_taken_gets_the_hosts_name_added() -> None:
    rows = known("https://other.example/", "local-9")
    assert propose(concluded(), Wishes(), rows, TODAY).source.id == "local-9-local9"


def test_an_id_asked_for_that_belongs_to_another_home_is_refused() -> None:
    with pytest.raises(InputError, match=r"'council-4' belongs to Council 4 at https://council4\.example/"):
        propose(concluded(), Wishes(source="council-4"), known(), TODAY)
    check_slug(Wishes(source="council-4"), known(), "http://www.council4.example")


def test_a_home_that_is_known_keeps_its_row_and_gains_only_what_is_new() -> None:
    rows = known("https://www.local9.example", "desk", **{"desk-news": "https://local9.example/feed/"})
    more = ProposedChannel("listing", "https://local9.example/press", "press", {}, "9 posts")
    found = propose(concluded(channels=(*concluded().channels, more)), Wishes(source="local-9"), rows, TODAY)
    assert not found.is_new and found.source.id == "desk"
    assert found.there_already == ("desk-news",)
    assert [one.id for one in found.channels] == ["desk-press"]
    assert any("in the registry already" in note for note in found.notes)
    assert any("not doubled" in note for note in found.notes)
    assert found.rows() == ([], list(found.channels))


def test_a_channels_id_that_is_taken_gets_a_number() -> None:
    rows = known("https://local9.example", "desk", **{"desk-news": "https://local9.example/old-feed"})
    assert [one.id for one in propose(concluded(), Wishes(), rows, TODAY).channels] == ["desk-news-2"]


def test_a_host_that_leads_to_the_home_is_noted_as_another_host_of_it() -> None:
    found = concluded(asked_home="https://local9.example/", home="https://news.local9.example/")
    assert propose(found, Wishes(), NOTHING, TODAY).source.hosts == ("local9.example",)
    found = concluded(asked_home="https://www.local9.example/")
    assert propose(found, Wishes(), NOTHING, TODAY).source.hosts == ()


def test_a_home_with_a_path_has_the_source_above_it_as_parent() -> None:
    found = concluded(home="https://council4.example/local-9")
    assert propose(found, Wishes(), known(), TODAY).source.parent == "council-4"
    assert propose(concluded(), Wishes(), known(), TODAY).source.parent is None


def test_an_installation_is_taken_from_the_registry_and_never_guessed() -> None:
    hall = Source(
        "hall",
        "Hall",
        "local",
        None,
        (),
        "https://hall.example/a",
        (),
        "en",
        "America/New_York",
        None,
        "unionhall",
        None,
    )
    rows = Registry({"hall": hall}, {}, {}, Sites.of([Site("hall", hall.homepage, (), "unionhall")]))
    assert propose(concluded(home="https://hall.example/b"), Wishes(), rows, TODAY).source.installation == "unionhall"
    assert propose(concluded(), Wishes(), rows, TODAY).source.installation is None


def test_rows_of_spaces_come_with_those_of_the_site() -> None:
    main = propose(concluded(), Wishes(), NOTHING, TODAY)
    below = propose(
        concluded(home="https://local9.example/desk", name="Desk"), Wishes(), NOTHING, TODAY, parent="local-9"
    )
    sources, channels = replace(main, below=(below,)).rows()
    assert [(one.id, one.parent) for one in sources] == [("local-9", None), ("desk", "local-9")]
    assert isinstance(main, Proposal) and len(channels) == 2


@pytest.mark.parametrize(
    "wishes",
    [
        Wishes(source="Local 9"),
        Wishes(level="chapter"),
        Wishes(timezone="Eastern"),
        Wishes(language="English"),
        Wishes(states=("Ohio",)),
        Wishes(parent="nobody"),
    ],
    ids=["source", "level", "timezone", "language", "state", "parent"],
)
def test_wishes_that_cannot_be_are_refused_before_anything_is_fetched(wishes: Wishes) -> None:
    with pytest.raises(InputError):
        check(wishes, known())


def test_slugs_are_short_and_plain() -> None:
    assert slug_of("Workers' Union of the Très Grand Comté & All Its Towns, No. 7") == "workers-union-of-the-tr-s"
    assert slug_of("---") == ""
