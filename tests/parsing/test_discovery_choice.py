"""Which ways become channels: as few as show everything."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from parsing.discovery.choice import Kind, Shown, Way, choose, covers, reach

DAY = date(2026, 11, 20)


def posts(numbers: Sequence[int], dated: bool = True, section: str = "news") -> tuple[Shown, ...]:
    """Posts by number; number 0 is of today, number 7 a week older."""
    return tuple(
        Shown(
            f"https://x.example/{section}/{number}",
            f"https://x.example/{section}/{number}",
            f"the {section} story with the number {number}",
            DAY - timedelta(days=number) if dated else None,
        )
        for number in numbers
    )


def way(kind: Kind, address: str, shown: Sequence[Shown], **more: object) -> Way:
    return Way(kind, kind, f"https://x.example{address}", "news", tuple(shown), "seen", **more)  # type: ignore[arg-type]


def chosen(ways: Sequence[Way]) -> list[str]:
    return [stream.way.address.removeprefix("https://x.example") for stream in choose(ways)]


def test_one_stream_by_many_ways_is_one_channel_by_the_best_of_them() -> None:
    everything = posts(range(30))
    ways = [
        way("sitemap", "/sitemap.xml", everything),
        way("list", "/news", everything[:20]),
        way("feed", "/feed", everything[:10]),
        way("api", "/api", everything[:25], site_wide=True),
    ]
    streams = choose(ways)
    assert [stream.way.kind for stream in streams] == ["api"]
    assert {other.address[17:] for other in streams[0].others} == {"/feed", "/news", "/sitemap.xml"}


def test_a_feed_stays_the_channel_though_a_list_goes_further_back() -> None:
    assert chosen([way("list", "/news", posts(range(40))), way("feed", "/feed", posts(range(10)))]) == ["/feed"]


def test_press_and_blog_are_two() -> None:
    blog, press = posts(range(0, 20, 2), section="blog"), posts(range(1, 20, 2), section="press")
    assert sorted(chosen([way("list", "/blog", blog), way("list", "/press", press)])) == ["/blog", "/press"]
    assert sorted(chosen([way("feed", "/blog.rss", blog), way("feed", "/press.rss", press)])) == [
        "/blog.rss",
        "/press.rss",
    ]


def test_a_feed_of_both_covers_press_and_blog() -> None:
    blog, press = posts(range(0, 20, 2), section="blog"), posts(range(1, 20, 2), section="press")
    both = sorted(blog + press, key=lambda one: one.on or DAY, reverse=True)
    found = chosen([way("list", "/blog", blog), way("list", "/press", press), way("feed", "/all.rss", both)])
    assert found == ["/all.rss"]


def test_a_rubric_with_older_posts_than_the_list_of_everything_belongs_to_it() -> None:
    everything = posts(range(10))
    rubric = posts([2, 5, 9, 14, 40, 90])
    assert chosen([way("list", "/news", everything), way("list", "/news/wages", rubric)]) == ["/news"]


def test_without_days_the_order_tells_that_a_rubric_belongs_to_the_list() -> None:
    everything, rubric = posts(range(10), dated=False), posts([2, 5, 9, 14, 40, 90], dated=False)
    assert covers(way("list", "/news", everything), way("list", "/news/wages", rubric)) == "yes"
    assert covers(way("list", "/news/wages", rubric), way("list", "/news", everything)) == "no"


def test_lists_that_share_nothing_and_say_no_days_are_not_known_to_be_one() -> None:
    first, second = posts(range(5), dated=False), posts(range(5), dated=False, section="press")
    assert covers(way("list", "/a", first), way("list", "/b", second)) == "unknown"
    assert sorted(chosen([way("list", "/a", first), way("list", "/b", second)])) == ["/a", "/b"]


def test_a_rubric_older_than_the_platforms_own_feed_reaches_is_taken_to_be_in_it() -> None:
    feed = way("feed", "/feed", posts(range(10)), site_wide=True)
    old = way("list", "/category/wages", posts([100, 200, 300]))
    assert chosen([feed, old]) == ["/feed"]


def test_a_favourite_pinned_to_the_top_does_not_make_a_list_another_stream() -> None:
    feed = way("feed", "/feed", posts(range(10)))
    pinned = way("list", "/news", [*posts([3], section="campaign"), *posts(range(9))])
    assert chosen([feed, pinned]) == ["/feed"]


def test_the_home_page_is_a_channel_only_where_nothing_else_is() -> None:
    home = way("list", "/", posts(range(3)), is_home=True)
    assert chosen([home]) == ["/"]
    assert chosen([home, way("list", "/news", posts(range(9)))]) == ["/news"]


def test_dated_posts_that_only_the_home_page_shows_make_it_a_channel_beside_others() -> None:
    press = way("list", "/press", posts(range(0, 20, 2), section="press"))
    home = way("list", "/", posts(range(5), section="blog"), is_home=True)
    assert chosen([press, home]) == ["/press", "/"]


def test_a_sitemap_is_a_channel_where_nothing_else_works() -> None:
    assert chosen([way("sitemap", "/sitemap.xml", posts(range(9), dated=False))]) == ["/sitemap.xml"]


def test_a_sitemap_of_posts_that_nothing_else_shows_is_a_channel_once_a_page_of_it_was_read() -> None:
    feed = way("feed", "/feed", posts(range(10)))
    press = posts(range(5), dated=False, section="press")
    assert chosen([feed, way("sitemap", "/press-sitemap.xml", press, confirmed=True)]) == [
        "/feed",
        "/press-sitemap.xml",
    ]
    assert chosen([feed, way("sitemap", "/press-sitemap.xml", press)]) == ["/feed"]
    assert chosen([feed, way("sitemap", "/page-sitemap.xml", press, confirmed=True)]) == ["/feed"]


def test_parts_of_a_sitemap_are_one_stream_where_nothing_else_works() -> None:
    first, second = posts(range(9), dated=False), posts(range(9, 18), dated=False)
    parts = [way("sitemap", f"/stories-{at}.xml", part, confirmed=True) for at, part in enumerate((first, second))]
    assert len(choose(parts)) == 1


def test_a_rich_sitemap_wins_over_a_few_links_on_the_home_page() -> None:
    home = way("list", "/", posts(range(3)), is_home=True)
    assert chosen([home, way("sitemap", "/sitemap.xml", posts(range(30)))]) == ["/sitemap.xml"]


def test_a_feed_of_one_rubric_gives_way_to_the_list_of_everything() -> None:
    rubric = way("feed", "/wages.rss", posts(range(0, 20, 4)))
    everything = way("list", "/news", posts(range(20)))
    assert chosen([rubric, everything]) == ["/news"]


def test_a_calendar_is_a_channel_when_its_events_are_not_among_the_posts() -> None:
    news = way("list", "/news", posts(range(9)))
    events = way("calendar", "/events.ics", posts(range(4), dated=False, section="events"))
    again = way("calendar", "/tribe", posts(range(3), dated=False, section="events"))
    assert chosen([news, events, again]) == ["/news", "/events.ics"]
    assert chosen([news, way("calendar", "/same.ics", posts(range(4), dated=False))]) == ["/news"]


def test_what_an_api_says_to_be_all_there_is_covers_nothing_else() -> None:
    api = way("api", "/api", posts(range(5)), whole=True, site_wide=True)
    other = way("list", "/press", posts([100, 200, 300], section="press"))
    assert chosen([api, other]) == ["/api", "/press"]


def test_how_far_a_way_goes_is_its_last_day_unless_it_is_out_of_order() -> None:
    pinned = [*posts([300]), *posts(range(10))]
    assert reach(way("list", "/news", pinned)) == DAY - timedelta(days=9)
    assert reach(way("list", "/news", posts([5, 1, 9, 2, 7]))) == DAY - timedelta(days=9)
    assert reach(way("list", "/news", posts(range(5), dated=False))) is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["api", "feed", "list", "sitemap"]),
            st.lists(st.integers(0, 40), min_size=1, max_size=12, unique=True),
            st.booleans(),
            st.sampled_from(["news", "press"]),
        ),
        max_size=6,
    )
)
def test_every_way_ends_in_one_stream_but_for_sitemaps_of_something_else(
    given_ways: list[tuple[Kind, list[int], bool, str]],
) -> None:
    ways = [
        way(kind, f"/{number}", posts(sorted(numbers), dated, section))
        for number, (kind, numbers, dated, section) in enumerate(given_ways)
    ]
    streams = choose(ways)
    placed = [stream.way for stream in streams] + [other for stream in streams for other in stream.others]
    assert {one.address for one in placed if one.kind != "sitemap"} == {
        one.address for one in ways if one.kind != "sitemap"
    }
    assert len(placed) == len({one.address for one in placed})
    assert len({stream.way.address for stream in streams}) == len(streams)
