"""Open Atrium over real HTTP: numbers from wherever they stand, aliases, files in place of pages, lists that are gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Reply, Seen
from tests.spiders.sites import WORDS, Place

HALL = "<html><head><title>{title} | Local Here</title>{head}</head><body>{main}</body></html>"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with Place(tmp_path, "openatrium", "/news") as here:
        yield here


def title_of(number: int) -> str:
    return f"Members win the case of number {number}"


def node(number: int, head: str = "", below: str = "", **headers: str) -> Reply:
    """A node's page on a theme that left nothing of the platform's classes."""
    title = title_of(number)
    main = f"<div><h1>{title}</h1><div><p>Report {number}. {WORDS}</p><p>{WORDS}</p></div>{below}</div>"
    return Reply(HALL.format(title=title, head=head, main=main), headers=headers)


def shows(*rows: str, below: str = "") -> Reply:
    """A list of such rows."""
    main = "".join(f"<div>{row}</div>" for row in rows)
    return Reply(HALL.format(title="News", head="", main=f"<div><h1>News</h1>{main}</div>{below}"))


def row(number: int, link: str) -> str:
    """A row without a title: the first paragraph, and the address in a "Read more" link only."""
    return f"<p>Report {number}. {WORDS}</p><a href='{link}'>Read more</a>"


@pytest.mark.parametrize(
    ("asked", "head", "below", "headers"),
    [
        ("/news/case-{}", "<link rel=shortlink href='/node/{}'>", "", {}),
        ("/news/case-{}", "", "", {"Link": "</news/x>; rel=\"canonical\",</node/{}>; rel=\"shortlink\""}),
        ("/news/case-{}", "", "<a href='/user/login?destination=node/{}%23comment-form'>Log in</a>", {}),
        ("/node/{}/view", "", "", {}),
    ],
    ids=["short link", "header", "comment form", "address"],
)  # fmt: skip
def test_the_number_is_found_on_a_theme_without_any_of_the_platforms_classes(
    place: Place, asked: str, head: str, below: str, headers: dict[str, str]
) -> None:
    numbers = (71, 74, 78)
    for number in numbers:
        more = {name: value.format(number) for name, value in headers.items()}
        place.server.reply(asked.format(number), node(number, head.format(number), below.format(number), **more))
    place.server.reply("/news", shows(*(row(number, asked.format(number)) for number in reversed(numbers))))
    place.collect()
    assert place.ask("select external_id, title from items order by 1") == [
        (str(number), title_of(number)) for number in numbers
    ]


def test_a_row_that_leads_to_the_bare_node_is_kept_under_the_alias_that_the_page_names(place: Place) -> None:
    for number in (71, 74, 78):
        page = node(
            number, f"<link rel=canonical href='/news/case-{number}'><link rel=shortlink href='/node/{number}'>"
        )
        for path in (f"/node/{number}", f"/node/{number}/view", f"/news/case-{number}"):
            place.server.reply(path, page)
    rows = [row(78, "/news/case-78"), row(74, "/node/74/view"), row(71, "/node/71/view")]
    place.server.reply("/news", shows(*rows))
    place.collect()
    assert place.paths() == {"news/case-71", "news/case-74", "news/case-78"}
    # a list that links the other form tomorrow shows the same posts
    place.server.reply("/news", shows(row(78, "/node/78/view"), row(74, "/news/case-74"), row(71, "/node/71")))
    place.collect(force=True)
    assert place.paths() == {"news/case-71", "news/case-74", "news/case-78"}
    assert place.ask("select count(*) from items") == [(3,)]


def test_an_address_that_the_page_names_and_that_is_no_posts_is_not_taken(place: Place) -> None:
    for number, named in ((71, "/news"), (74, "/"), (78, "https://elsewhere.example/news/case-78")):
        place.server.reply(f"/node/{number}/view", node(number, f"<link rel=canonical href='{named}'>"))
    place.server.reply("/news", shows(*(row(number, f"/node/{number}/view") for number in (78, 74, 71))))
    place.collect()
    assert place.paths() == {"node/71/view", "node/74/view", "node/78/view"}
    assert place.ask("select count(*) from items where body is not null") == [(3,)]


def test_a_document_with_one_attachment_stays_with_its_teaser_its_file_and_the_words_of_its_page(place: Place) -> None:
    place.server.reply("/node/74", Reply(status=302, headers={"Location": "/sites/default/files/flyer.pdf"}))
    place.server.reply("/sites/default/files/flyer.pdf", Reply(b"%PDF-1.4 one page", content_type="application/pdf"))
    place.server.reply("/node/74/view", node(74))
    for number in (71, 78):
        place.server.reply(f"/node/{number}", node(number))
    place.server.reply("/news", shows(*(row(number, f"/node/{number}") for number in (78, 74, 71))))
    place.collect()
    assert place.ask("select external_id, title, body is not null from items order by 1") == [
        (str(number), title_of(number), 1) for number in (71, 74, 78)
    ]
    asked = place.asked()
    place.collect()
    assert place.asked()[len(asked) :] == ["/news"], "nothing of it is asked again"


def test_a_file_whose_number_nothing_tells_leaves_the_teaser_as_it_is(place: Place) -> None:
    place.server.reply("/news/flyer", Reply(status=302, headers={"Location": "/sites/default/files/flyer.pdf"}))
    place.server.reply("/sites/default/files/flyer.pdf", Reply(b"%PDF-1.4 one page", content_type="application/pdf"))
    for number in (71, 78):
        place.server.reply(f"/news/case-{number}", node(number))
    place.server.reply("/news", shows(row(78, "/news/case-78"), row(74, "/news/flyer"), row(71, "/news/case-71")))
    place.collect()
    assert place.paths() == {"news/case-71", "news/case-78", "news/flyer"}
    place.collect(force=True)
    assert place.paths() == {"news/case-71", "news/case-78", "news/flyer"}


def test_a_list_whose_ids_are_unknown_is_a_finding_and_no_success(place: Place) -> None:
    place.server.reply("/news", Reply(HALL.format(title="News", head="", main="<h1>News</h1><p>Welcome.</p>")))
    place.server.reply("/", Reply(HALL.format(title="Home", head="", main="<h1>Home</h1><p>Welcome.</p>")))
    place.collect()
    visit = place.visit()
    assert (visit["outcome"], visit["reason"]) == ("soft", "no_posts")
    assert "without a list of its own" in visit["sentence"]


def test_places_in_the_list_are_kept_and_bound_what_has_no_date(place: Place) -> None:
    days = {90: "June 3, 2019", 80: "May 3, 2019", 60: "March 3, 2019", 50: "February 3, 2019"}
    for number in (50, 60, 65, 70, 80, 90):
        day = f"<p>{days[number]}</p>" if number in days else ""
        place.server.reply(f"/node/{number}", node(number).__class__(
            HALL.format(title=title_of(number), head="", main=(
                f"<div><h1>{title_of(number)}</h1>{day}<div><p>Report {number}. {WORDS}</p><p>{WORDS}</p></div></div>"
            ))
        ))  # fmt: skip
    pages = [[90, 80, 70], [60, 50, 65]]  # 65 is dated back

    def listed(seen: Seen) -> Reply:
        number = int(seen.path.partition("page=")[2] or 0)
        more = "<ul><li>1</li><li><a href='/news?page=1'>2</a></li><li><a href='/news?page=1'>next</a></li></ul>"
        return shows(*(row(one, f"/node/{one}") for one in pages[number]), below="" if number else more)

    place.server.reply("/news", listed)
    place.collect(backfill=True)
    places = dict(place.ask("select external_id, place from list_places join items on items.id = item_id"))
    assert places == {"90": 0, "80": 1, "70": 2, "60": 1000, "50": 1001, "65": 1002}
    bounds = {
        number: (earliest, latest)
        for number, earliest, latest in place.ask(
            "select external_id, substr(earliest, 1, 10), substr(latest, 1, 10) from bounds join items on id = item_id"
        )
    }
    assert bounds == {"70": ("2019-02-03", "2019-06-04")}
