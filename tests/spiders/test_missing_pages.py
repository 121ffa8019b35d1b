"""Known posts whose pages are not those posts any more, over real HTTP and with a clock that moves on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.server import Reply, Seen
from tests.spiders.sites import NOW, Place, page, post

DAY = timedelta(days=1)
NUMBERS = range(1, 13)
PATHS = [f"/news/the-case-of-number-{number}" for number in NUMBERS]
SOFT = (
    "<html><head><title>The Local Here</title></head><body><nav><a href=/>Home</a></nav><main><article><h1>Something is "
    "amiss</h1><p>We looked everywhere for what you were after and came back with empty hands. It may have been renamed, "
    "or it may have left us. Have a look at the latest reports of our union, or write to the office.</p></article></main>"
    "</body></html>"
)
CASINO = (
    "<html><head><title>Lucky Star</title></head><body><nav><a href=/>Lucky Star</a></nav><main><article><h1>Best online "
    "casinos</h1><p>Claim your welcome bonus and 200 free spins. Play slots online with no deposit bonus. Our experts "
    "rank every site by payout speed, games and support, and tell you where to play tonight.</p></article></main></body>"
    "</html>"
)


def to(path: str, status: int = 301) -> Reply:
    return Reply(status=status, headers={"Location": path})


@dataclass
class Told:
    """What the archive says of a post: its status, its reason, its url as a path, and how many addresses it has."""

    status: str
    reason: str | None
    path: str
    addresses: int


def told(place: Place, number: int) -> Told:
    root = place.address("").rstrip("/")
    rows = place.ask(
        "select i.status, (select reason from status_changes where item_id = i.id order by id desc limit 1), i.url,"
        " (select count(*) from addresses where item_id = i.id) from items as i join addresses as a on a.item_id = i.id"
        " where a.url = ?",
        root + PATHS[number - 1],
    )
    (row,) = rows
    return Told(row[0], row[1], row[2].removeprefix(root), row[3])


def impossible(seen: Seen) -> Reply:
    """A site that answers 200 to whatever is asked."""
    return Reply(SOFT)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A list of twelve posts, read on one day; and three more runs in which most of them answer otherwise."""
    where: Path = tmp_path_factory.mktemp("missing")
    with Place(where, "listing", "/news") as place:
        server = place.server
        server.reply("/news", page(PATHS))
        server.reply("/", Reply("<html><title>Home</title><h1>Welcome</h1><p>The Local Here</p></html>"))
        for number, path in zip(NUMBERS, PATHS, strict=True):
            server.reply(path, post(number, f"2026-02-{number:02}"))
        place.collect()
        server.fallback = impossible
        answers: dict[int, Any] = {
            1: Reply("gone", status=404), 2: Reply("refused", status=403), 3: to("/"), 4: to("/news", 302),
            5: to("/blog/the-case-of-number-5"), 6: to(PATHS[6]), 7: post(7, "2026-02-07"), 8: Reply(SOFT),
            9: Reply(CASINO), 10: Reply("down", status=500), 11: to("/for-now/11", 302),
            12: to("https://elsewhere.example/12"),
        }  # fmt: skip
        for number, reply in answers.items():
            server.reply(PATHS[number - 1], reply)
        server.reply("/blog/the-case-of-number-5", post(5, "2026-02-05"))
        server.reply("/for-now/11", post(11, "2026-02-11"))
        for days in (7, 10, 14):
            place.collect(now=NOW + days * DAY, force=True)
        yield place


@pytest.mark.parametrize(
    ("number", "status", "reason"),
    [(1, "gone", "gone"), (3, "gone", "home"), (4, "gone", "list"), (6, "gone", "other"), (8, "gone", "soft_gone")],
)
def test_u10_a_post_is_gone_in_whatever_way_its_site_says_so(
    changed: Place, number: int, status: str, reason: str
) -> None:
    found = told(changed, number)
    assert (found.status, found.reason, found.path) == (status, reason, PATHS[number - 1])


def test_a_post_that_is_refused_while_others_can_be_read_is_withdrawn(changed: Place) -> None:
    assert told(changed, 2).status == "withdrawn"
    at = changed.ask("select min(at) from status_changes where status = 'withdrawn'")
    assert at == [((NOW + 7 * DAY).strftime("%Y-%m-%dT%H:%M:%SZ"),)], "on the first of these days"


def test_a_post_that_moved_for_good_is_found_at_its_new_address_and_is_one(changed: Place) -> None:
    found = told(changed, 5)
    assert (found.status, found.path, found.addresses) == ("moved", "/blog/the-case-of-number-5", 2)


def test_the_post_to_which_another_one_redirects_is_no_other_than_before(changed: Place) -> None:
    found = told(changed, 7)
    assert (found.status, found.path, found.addresses) == ("here", PATHS[6], 1)


def test_u11_what_a_stranger_put_at_a_posts_address_is_not_taken(changed: Place) -> None:
    assert told(changed, 9).status == "hijacked"
    assert changed.ask("select 1 from texts where body like '%free spins%'") == []


@pytest.mark.parametrize("number", [10, 11])
def test_a_failing_server_and_a_temporary_redirect_change_nothing(changed: Place, number: int) -> None:
    found = told(changed, number)
    assert (found.status, found.reason, found.path) == ("here", None, PATHS[number - 1])


def test_n18_a_single_post_that_leads_to_another_domain_is_left_as_it_was(changed: Place) -> None:
    assert told(changed, 12).status == "here"
    assert [one.host for one in changed.server.asked() if "elsewhere" in one.host] == []


def test_no_words_were_lost_and_none_of_an_error_page_were_taken(changed: Place) -> None:
    bodies = changed.ask("select count(*) from items where body like '%bargaining committee met%'")
    assert bodies == [(12,)]
    assert changed.ask("select count(*) from items") == [(12,)]
    assert changed.ask("select count(*) from texts where body like '%empty hands%'") == [(0,)]
    assert changed.ask("select max(n) from (select count(*) as n from revisions group by item_id)") == [(1,)]


def test_every_change_is_told_with_its_evidence(changed: Place) -> None:
    evidence = dict(changed.ask("select reason, evidence from removals"))
    assert set(evidence) == {"gone", "home", "list", "other", "soft_gone", "forbidden", "redirect", "foreign"}
    dated = {reason for reason, sentence in evidence.items() if re.search(r"March \d+, 2026.*\.", sentence)}
    assert dated >= set(evidence) - {"redirect"}


def test_the_site_is_asked_for_an_impossible_address_only_where_a_page_is_in_doubt(changed: Place) -> None:
    asked = [path for path in changed.asked() if "no-such-page" in path]
    assert len(asked) == 3
    assert len(set(asked)) == 1


# ---- whole sites ---------------------------------------------------------------------------------------------------
@pytest.fixture
def place(make: Any) -> Place:
    """A list of twelve posts, read once."""
    made: Place = make("listing", "/news")
    made.server.reply("/news", page(PATHS))
    for number, path in zip(NUMBERS, PATHS, strict=True):
        made.server.reply(path, post(number, f"2026-02-{number:02}"))
    made.collect()
    return made


def test_u11_a_site_that_somebody_else_took_over_is_frozen_until_it_is_itself_again(place: Place) -> None:
    offers = "".join(
        f"<article><h2><a href='/best-online-casinos-{n}'>Best online casinos {n}</a></h2><p>Free spins and no deposit "
        "bonus: play slots online with the sites that our experts rank first this month.</p></article>"
        for n in range(9)
    )
    place.server.reply("/news", Reply(f"<html><title>Lucky Star</title><body><main>{offers}</main></body></html>"))
    taken_over(place, Reply(CASINO))
    place.collect(now=NOW + DAY)
    assert (place.visit()["outcome"], place.visit()["reason"]) == ("hard", "hijacked")
    assert place.ask("select reason, ended_at, seen_count from holds") == [("hijacked", None, 1)]
    assert place.ask("select count(*) from items where body like '%bargaining%'") == [(12,)]
    assert place.ask("select count(*) from items where status = 'hijacked'")[0][0] > 2
    assert place.ask("select count(*) from texts where title like '%casino%'") == [(0,)]
    asked = len(place.asked())
    place.collect(now=NOW + 1.1 * DAY)
    assert len(place.asked()) - asked == 3, "the list and two posts, as long as it lasts"
    is_itself(place)
    place.collect(now=NOW + 2 * DAY)
    assert place.visit()["outcome"] == "unchanged", "it shows to the letter what it showed before"
    assert place.ask("select count(*) from holds where ended_at is null") == [(0,)]
    for days in (2.1, 2.2, 2.3):
        place.collect(now=NOW + days * DAY, LOOK_AGAIN_PER_VISIT=20)
    assert place.ask("select distinct status from items") == [("here",)]


def taken_over(place: Place, reply: Reply, posts: Reply | None = None) -> None:
    """Have a stranger answer at every address but the list's."""
    place.server.fallback = posts or reply
    for path in PATHS:
        place.server.reply(path, posts or reply)


def is_itself(place: Place) -> None:
    place.server.reply("/news", page(PATHS))
    for number, path in zip(NUMBERS, PATHS, strict=True):
        place.server.reply(path, post(number, f"2026-02-{number:02}"))


def site(name: str, *titles: str, text: str = "") -> Reply:
    """The front page of somebody: a name, and cards with titles and one text."""
    cards = "".join(
        f"<article><h2><a href='/{n}-x-y-z'>{t}</a></h2><p>{text}</p></article>" for n, t in enumerate(titles)
    )
    return Reply(f"<html><title>{name}</title><body><h1>{name}</h1><main>{cards}</main></body></html>")


SHORT = "See what is new this week, and come back soon for more of it."
STRANGERS = {
    "casino": site("LuckyReel", "Lucky Slots Bonus", "Casino Payouts", "Betting Odds", text=SHORT),
    "loans": site(
        "QuickCash", "Payday loans today", "Which lender is best", "Refinance now", "Your credit score", text=SHORT
    ),
    "pharmacy": site("MedShop", "Cheap pills", "Order Viagra", "Our pharmacy", "Add to cart: Cialis", text=SHORT),
    "crypto": site("CoinNow", "Bitcoin wallets", "Forex trading", "Crypto tokens", text=SHORT),
    "german": site(
        "Gartenfreund", "Rosen", text="Die schönsten Pflanzen für den Garten und wie man sie richtig pflegt. " * 4
    ),
}
BLOG = site(
    "Sunny Kitchen",
    "Ten soups",
    "Bread at home",
    "Tomatoes",
    text=f"{SHORT} A recipe for the whole family, easily made.",
)


@pytest.mark.parametrize("kind", list(STRANGERS))
@pytest.mark.parametrize("posts", ["same", "gone"])
def test_u11_another_owner_is_known_by_front_page_and_posts(place: Place, kind: str, posts: str) -> None:
    place.server.reply("/news", STRANGERS[kind])
    taken_over(place, STRANGERS[kind], Reply("no such page", status=404) if posts == "gone" else None)
    place.collect(now=NOW + DAY)
    assert place.visit()["reason"] == "hijacked", place.visit()["sentence"]
    assert place.ask("select reason, ended_at from holds") == [("hijacked", None)]
    assert place.ask("select count(*) from items") == [(12,)]
    hijacked = place.ask("select count(*) from items where status = 'hijacked'")[0][0]
    assert (hijacked > 2) is (posts == "same")


def test_u11_a_new_owner_who_sells_nothing_is_held_at_the_second_visit(place: Place) -> None:
    place.server.reply("/news", BLOG)
    taken_over(place, Reply("no such page", status=404))
    place.collect(now=NOW + DAY)
    assert (place.visit()["reason"], place.ask("select count(*) from holds")) == ("strange", [(0,)])
    place.collect(now=NOW + 2 * DAY)
    assert (place.visit()["reason"], place.ask("select count(*) from holds")) == ("hijacked", [(1,)])
    assert place.ask("select count(*) from items where status = 'here'") == [(12,)]


WALL = site("Before you go on", "Your choice", text="We use cookies and ask you to say which ones we may set. " * 8)


@pytest.mark.parametrize(
    "wall", [WALL, site("Back soon", "Works", text="We are renewing our pages; please have patience. " * 9)]
)
def test_a_wall_or_works_at_all_addresses_hold_nobody_and_hijack_nothing(place: Place, wall: Reply) -> None:
    place.server.reply("/news", wall)
    taken_over(place, wall)
    for days in (1, 2, 3):
        place.collect(now=NOW + days * DAY)
        assert place.visit()["outcome"] == "soft"
    assert place.ask("select count(*) from holds") == [(0,)]
    assert place.ask("select count(*) from items where status = 'here'") == [(12,)]
    is_itself(place)
    place.collect(now=NOW + 4 * DAY)
    assert place.visit()["outcome"] in ("ok", "unchanged")


def test_u11_a_site_whose_own_posts_still_answer_is_nobody_elses(place: Place) -> None:
    place.server.reply(
        "/news", site("CSEA", *(f"Our members in Millbrook win again, part {n}" for n in range(9)), text=SHORT)
    )
    before = len(place.asked())
    place.collect(now=NOW + DAY)
    assert place.visit()["outcome"] == "ok", place.visit()["sentence"]
    assert [path in PATHS for path in place.asked()[before:]].count(True) >= 1
    assert place.ask("select count(*) from holds") == [(0,)]


def test_n18_several_known_posts_that_lead_to_another_domain_hold_the_source(place: Place) -> None:
    for path in PATHS[:4]:
        place.server.reply(path, to(f"https://elsewhere.example{path}"))
    place.collect(now=NOW + DAY, force=True)
    reason, url, ended = place.ask("select reason, url, ended_at from holds")[0]
    assert (reason, ended) == ("moved", None)
    assert url.startswith("https://elsewhere.example/news/")
    place.server.reply("/news", page([*PATHS, "/news/the-case-of-number-13"]))
    place.server.reply("/news/the-case-of-number-13", post(13, "2026-03-05"))
    place.collect(now=NOW + 1.2 * DAY)
    assert place.ask("select count(*) from holds where ended_at is null") == [(1,)], "its list tells nothing of that"
    place.collect(now=NOW + 9 * DAY, LOOK_AGAIN_PER_VISIT=0)
    assert place.ask("select count(*) from holds where ended_at is null") == [(0,)]


def test_u12_single_spam_posts_on_a_site_that_was_broken_into_are_rejected_and_the_others_kept(place: Place) -> None:
    place.server.reply("/news", page([*PATHS, "/news/buy-viagra-online-cheap", "/news/the-case-of-number-13"]))
    spam = f"<h1>Buy Viagra online</h1><p>{'Generic Viagra and Cialis online with no prescription needed. ' * 5}</p>"
    place.server.reply("/news/buy-viagra-online-cheap", Reply(f"<html><article>{spam}</article></html>"))
    place.server.reply("/news/the-case-of-number-13", post(13, "2026-03-04"))
    place.collect(now=NOW + DAY)
    assert place.ask("select count(*) from items where url like '%viagra%'") == [(0,)]
    assert place.ask("select reason from rejected where url like '%viagra%'") == [("spam",)]
    assert place.ask("select count(*) from items") == [(13,)]


def test_n18_a_site_that_moves_to_another_domain_is_held_and_nothing_is_taken_from_there(place: Place) -> None:
    place.server.reply("/news", to("http://elsewhere.example/news"))
    place.collect(now=NOW + DAY)
    place.collect(now=NOW + 2 * DAY)
    assert place.ask("select reason, seen_count, url from holds") == [("moved", 2, "http://elsewhere.example/news")]
    assert place.ask("select count(*), count(distinct status) from items where status = 'here'") == [(12, 1)]


def test_a_redesign_with_the_same_name_and_other_posts_is_no_takeover(place: Place) -> None:
    fresh = [f"/stories/{number}-quite-another-report" for number in range(20, 32)]
    place.server.reply("/news", page(fresh, "<p>The Local Here. Our union, our bargaining.</p>"))
    for number, path in enumerate(fresh, 20):
        place.server.reply(path, post(number, "2026-03-05"))
    place.collect(now=NOW + 2 * DAY)
    assert place.visit()["outcome"] == "ok"
    assert place.ask("select count(*) from items") == [(24,)]


def test_r8_robots_that_close_later_keep_the_past_and_are_no_miss(place: Place) -> None:
    place.server.reply("/robots.txt", Reply("User-agent: *\nDisallow: /", content_type="text/plain"))
    for days in (1, 5, 9):
        place.collect(now=NOW + days * DAY, force=True)
    assert place.visit()["reason"] == "robots"
    assert place.ask("select count(*) from items where status = 'here'") == [(12,)]
    assert place.ask("select count(*) from misses where seen_count > 0") == [(0,)]
    assert place.ask("select count(*) from robots where changed_at >= ?", "2026-03-05") == [(1,)]


def test_n1_a_challenge_in_place_of_known_posts_is_no_miss(place: Place) -> None:
    wall = (
        "<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
        "<script>window._cf_chl_opt={}</script></body></html>"
    )
    for path in PATHS:
        place.server.reply(path, Reply(wall, status=403))
    for days in (1, 5, 9):
        place.collect(now=NOW + days * DAY, force=True)
    assert place.ask("select count(*) from items where status = 'here' and body is not null") == [(12,)]
    assert place.ask("select count(*) from misses where seen_count > 0") == [(0,)]


def test_a_source_that_refuses_all_pages_of_posts_is_blocked_and_no_post_withdrawn(place: Place) -> None:
    for path in PATHS:
        place.server.reply(path, Reply("no", status=403))
    for days in (1, 5, 9):
        place.collect(now=NOW + days * DAY, force=True)
    assert place.ask("select distinct status from items") == [("here",)]


def test_a_rewritten_post_is_an_edit_and_no_miss(place: Place) -> None:
    words = (
        "Somebody wrote it anew: the council voted, the mayor signed, and the raise comes in July for all units. " * 4
    )
    fresh = (
        f"<html><title>A new title for it</title><article><h1>A new title for it</h1><p>{words}</p></article></html>"
    )
    place.server.reply(PATHS[0], Reply(fresh))
    place.collect(now=NOW + DAY, force=True)
    assert place.ask("select count(*) from misses where seen_count > 0") == [(0,)]
    assert place.ask("select count(*) from items where body like '%wrote it anew%'") == [(1,)]
    assert place.ask("select max(n) from (select count(*) as n from revisions group by item_id)") == [(2,)]


def test_u13_a_site_that_gives_all_its_posts_new_addresses_makes_no_flood(place: Place) -> None:
    fresh = [f"/stories/2026/{path.rpartition('/')[2]}" for path in PATHS]
    place.server.reply("/news", page(fresh))
    for number, path in enumerate(fresh, 1):
        place.server.reply(path, post(number, f"2026-02-{number:02}"))
        place.server.reply(PATHS[number - 1], Reply("gone", status=404))
    place.collect(now=NOW + DAY)
    assert place.ask("select count(*) from items") == [(12,)]
    assert place.ask("select count(*) from item_rows where merged_into is null and id > 12") == [(0,)]
    assert place.ask("select count(*) from item_rows where id > 12 and backfill = 0") == [(0,)], "none was news"


@pytest.mark.parametrize(
    ("words", "reason"),
    [("This domain is for sale. Make an offer on this domain.", "hijacked"), ("Welcome to nginx!", "parked")],
)
def test_u11_a_domain_for_sale_is_held_and_a_server_without_a_site_is_only_waited_for(
    place: Place, words: str, reason: str
) -> None:
    page_of_it = Reply(f"<html><title>{words}</title><body><h1>{words}</h1></body></html>")
    place.server.reply("/news", page_of_it)
    place.collect(now=NOW + DAY)
    assert place.visit()["reason"] in ("parked", "strange"), "its posts still answer"
    taken_over(place, page_of_it)
    place.collect(now=NOW + 1.1 * DAY)
    assert place.visit()["reason"] == reason
    assert place.ask("select count(*) from holds") == [(int(reason == "hijacked"),)]
    assert place.ask("select count(*) from items where status in ('here', 'hijacked')") == [(12,)]
