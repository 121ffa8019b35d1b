"""Feeds of every make, well-formed and not; teaser and whole text, dates that can be trusted and dates that cannot."""

from __future__ import annotations

import contextlib
import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import ParseError
from parsing.feeds import read_feed
from tests.patience import within

NEW_YORK = ZoneInfo("America/New_York")
CHICAGO = ZoneInfo("America/Chicago")
HERE = "https://union.example.org/feed/"
LONG = "".join(
    f"<p>Members of the local met in room {n} to talk about staffing, safety and pay, and to vote on a plan of action.</p>"
    for n in range(8)
)


def rss(*items: str, head: str = "", root: str = '<rss version="2.0">') -> bytes:
    """An RSS document around items."""
    return f'<?xml version="1.0" encoding="UTF-8"?>{root}<channel><title>Local 9</title>{head}{"".join(items)}</channel></rss>'.encode()


def item(
    n: int = 1, extra: str = "", date: str = "Tue, 04 Jun 2024 15:00:00 +0000", description: str = "A teaser."
) -> str:
    return (
        f"<item><title>Post {n}</title><link>https://union.example.org/post-{n}</link><pubDate>{date}</pubDate>"
        f"<description>{description}</description>{extra}</item>"
    )


def read(body: bytes | str, content_type: str | None = "application/rss+xml", zone: ZoneInfo = NEW_YORK):
    return read_feed(body if isinstance(body, bytes) else body.encode(), HERE, content_type, zone)


def test_an_rss_feed_gives_its_entries_with_title_address_teaser_and_instant():
    feed = read(rss(item(1), item(2, "<category>Bargaining</category><author>jane@example.org (Jane Roe)</author>")))
    assert feed.title == "Local 9" and not feed.partial
    first, second = feed.entries
    assert (first.url, first.title, first.teaser, first.body) == (
        "https://union.example.org/post-1",
        "Post 1",
        "A teaser.",
        None,
    )
    assert first.published and first.published.at == datetime(2024, 6, 4, 15, tzinfo=UTC)
    assert (first.published.precision, first.published.origin) == ("minute", "feed")
    assert (second.tags, second.author) == (("Bargaining",), "Jane Roe")


NATIONAL = """<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/xsl" media="screen" href="/~d/styles/rss2full.xsl"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>
<atom:link rel="self" type="application/rss+xml" href="http://union.example.org/rss/blog"/>
<link>http://union.example.org/rss/blog</link>
<lastBuildDate>Thu, 20 Jan 2020 05:00:00 +0000</lastBuildDate><generator>AMPS</generator><language>en</language>
<description>Blog Feed</description><title>Blog Feed</title>
<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>

<item><title>Librarians’ day </title><link>https://union.example.org/blog/librarians-day</link>
<pubDate>Wed, 16 Jul 2025 23:40:00 -0500</pubDate>
<guid isPermaLink="false">https://union.example.org/blog/librarians-day</guid>
<description><![CDATA[A day for those who lend. ]]></description></item>

<item><title>Winter walk </title><link>https://union.example.org/blog/winter-walk</link>
<pubDate>Fri, 17 Jan 2025 10:15:00 -0500</pubDate>
<guid isPermaLink="false">https://union.example.org/blog/winter-walk</guid>
<description><![CDATA[They walked. ]]></description></item></channel></rss>"""


def test_the_national_feed_keeps_the_printed_day_in_summer_and_the_hour_in_winter():
    feed = read(NATIONAL)
    summer, winter = feed.entries
    assert summer.title == "Librarians’ day" and summer.teaser == "A day for those who lend." and summer.body is None
    assert summer.published and (summer.published.on.isoformat(), summer.published.precision) == ("2025-07-16", "day")
    assert winter.published and winter.published.at == datetime(2025, 1, 17, 15, 15, tzinfo=UTC)
    assert feed.self_url == "http://union.example.org/rss/blog"
    assert (feed.language, feed.ttl_minutes) == ("en", 60)


def test_a_feed_without_guids_and_with_one_hour_for_all_knows_days_only():
    body = rss(
        *[
            "<item><title>Crisis Fix It Now</title><link>index.cfm?action=article&amp;articleID=0a-1b"
            f"{n}</link><description>&lt;p class=&quot;MsoNormal&quot;&gt;Work&amp;amp;nbsp;safe&lt;o:p&gt;&lt;/o:p&gt;&lt;/p&gt;</description>"
            f"<pubDate>Tue, {n:02} Jan 2009 05:00:00 GMT</pubDate></item>"
            for n in (6, 13, 20)
        ]
    )
    feed = read(body, zone=CHICAGO)
    assert [entry.published and entry.published.on.day for entry in feed.entries] == [6, 13, 20]
    assert {entry.published and entry.published.precision for entry in feed.entries} == {"day"}
    assert feed.entries[0].url == "https://union.example.org/feed/index.cfm?action=article&articleID=0a-1b6"
    assert feed.entries[0].teaser == "Work safe" and feed.entries[0].guid is None


def test_outside_links_and_zone_names_are_kept_as_they_are():
    feed = read(
        "<rss version='2.0'><channel><title>Council : Articles</title><item><title>On the radio</title>"
        "<link>http://news.example.com//story?utm=1</link><guid>http://news.example.com//story?utm=1</guid>"
        "<pubDate>Thu, 17 May 2012 00:00:00 CDT</pubDate><source url='http://news.example.com//'>x</source>"
        "<description>&lt;p style=&quot;color:red&quot;&gt;A talk about &lt;a hre...</description></item></channel></rss>"
    )
    (entry,) = feed.entries
    assert entry.url == "http://news.example.com//story?utm=1"
    assert entry.published and (entry.published.on.isoformat(), entry.published.precision) == ("2012-05-17", "day")
    assert entry.teaser and entry.teaser.startswith("A talk about") and "<" not in entry.teaser


WORDPRESS = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'


def test_wordpress_full_text_becomes_the_body_without_its_footer_and_shares():
    content = (
        f"<div class='sharedaddy'>Share this: Facebook</div>{LONG}<figure><img src='a.jpg'><figcaption>A hall</figcaption></figure>"
        "<p>The post <a href='https://union.example.org/post-1'>Post 1</a> appeared first on <a href='/'>Local 9</a>.</p>"
    )
    summary = (
        "Members of the local met in room 0 [&#8230;]&lt;p&gt;The post Post 1 appeared first on Local 9.&lt;/p&gt;"
    )
    extra = f"<dc:creator><![CDATA[AFSCME Staff]]></dc:creator><content:encoded><![CDATA[{content}]]></content:encoded>"
    (entry,) = read(rss(item(1, extra, description=summary), root=WORDPRESS)).entries
    assert (
        entry.body
        and entry.body.startswith("Members of the local met in room 0")
        and entry.body.endswith("plan of action.")
    )
    assert "appeared first" not in entry.body and "Share" not in entry.body and "A hall" not in entry.body
    assert entry.teaser == "Members of the local met in room 0…"
    assert entry.author == "AFSCME Staff"


@pytest.mark.parametrize(
    "cut",
    [
        f"{LONG}<p>and so on [&#8230;]</p>",
        f"{LONG}<p><a href='/x'>Read more</a></p>",
        f"{LONG}<p>Continue reading Post 1 &rarr;</p>",
        "<p>Twelve words are too few to be called a whole post here.</p>",
    ],
)
def test_a_teaser_in_the_place_of_the_whole_text_is_no_body(cut):
    extra = f"<content:encoded><![CDATA[{cut}]]></content:encoded>"
    (entry,) = read(rss(item(1, extra, description=""), root=WORDPRESS)).entries
    assert entry.body is None and entry.teaser


def test_a_description_is_a_body_only_if_it_is_long_in_paragraphs_and_whole():
    whole, teaser, cut = read(
        rss(
            item(1, description=f"<![CDATA[{LONG}]]>"),
            item(2, description="One sentence tells it."),
            item(3, description=f"<![CDATA[{LONG}<p>and then they wal</p>]]>"),
        )
    ).entries
    assert whole.body and whole.teaser is None
    assert (teaser.body, teaser.teaser) == (None, "One sentence tells it.")
    assert cut.body is None


def test_an_account_name_is_no_author():
    (entry,) = read(rss(item(1, "<dc:creator>admin</dc:creator>"), root=WORDPRESS)).entries
    assert entry.author is None


def test_atom_with_updated_only_has_no_date_of_publication():
    feed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="es"><title>Unión</title><link rel="next" href="?page=2"/>'
        '<entry><title type="html">&lt;b&gt;Uno&lt;/b&gt;</title><id>tag:1</id><link href="/uno"/>'
        "<published>2024-06-04T10:00:00-04:00</published><updated>2024-06-09T10:00:00-04:00</updated></entry>"
        '<entry><title>Dos</title><id>tag:2</id><link rel="alternate" href="/dos"/><updated>2024-06-09T10:00:00Z</updated></entry></feed>',
        "application/atom+xml",
    )
    one, two = feed.entries
    assert (one.title, one.url) == ("Uno", "https://union.example.org/uno")
    assert one.published and one.published.at == datetime(2024, 6, 4, 14, tzinfo=UTC)
    assert one.updated_at == datetime(2024, 6, 9, 14, tzinfo=UTC)
    assert two.published is None and two.updated_at == datetime(2024, 6, 9, 10, tzinfo=UTC)
    assert feed.next_url == "https://union.example.org/feed/?page=2"


def test_rdf_is_read_with_its_dublin_core_date():
    feed = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="/"><title>R</title></channel>'
        '<item rdf:about="/a"><title>A</title><link>/a</link><dc:date>2024-06-04</dc:date></item></rdf:RDF>',
        "text/xml",
    )
    (entry,) = feed.entries
    assert entry.published and entry.published.on.isoformat() == "2024-06-04" and entry.published.precision == "day"


@pytest.mark.parametrize("text", ["05/06/2026", "May 6, 2026", "Wed, 6 May 2026", "2026-05-06"])
def test_dates_that_the_library_does_not_read_are_read_by_ours(text):
    (entry,) = read(rss(item(1, date=text))).entries
    assert entry.published and entry.published.on.month == 5 and entry.published.on.day == 6


def test_d1_an_entry_without_a_date_stays_without_one():
    (entry,) = read(rss(item(1, date=""))).entries
    assert entry.published is None


def test_d4_a_build_time_that_all_entries_share_is_not_their_date():
    same = [item(n, date="Tue, 04 Jun 2024 15:00:07 +0000") for n in range(6)]
    assert all(entry.published is None for entry in read(rss(*same)).entries)
    apart = [item(n, date=f"Tue, 04 Jun 2024 {9 + n}:00:07 +0000") for n in range(6)]
    assert all(entry.published for entry in read(rss(*apart)).entries)
    days = [item(n, date="Tue, 04 Jun 2024 00:00:00 +0000") for n in range(6)]
    assert all(entry.published and entry.published.on.day == 4 for entry in read(rss(*days)).entries)


def test_d3_an_absurd_date_is_no_date():
    assert [entry.published for entry in read(rss(item(1, date="Mon, 01 Jan 0001 00:00:00 GMT"))).entries] == [None]


def test_f1_a_feed_that_is_not_well_formed_is_used():
    body = rss(item(1, description="Wages & hours &nbsp;of R&D; AT&T")).replace(b"</description>", b"", 1)
    (entry,) = read(body).entries
    assert entry.url == "https://union.example.org/post-1"
    (entry,) = read(rss(item(1, description="Wages & hours at AT&T&rsquo;s shop"))).entries
    assert entry.teaser == "Wages & hours at AT&T’s shop"


@pytest.mark.parametrize("where", [-40, -120, -150])
def test_f2_a_feed_that_breaks_off_keeps_its_complete_entries_and_says_so(where):
    body = rss(item(1), item(2), item(3))
    feed = read(body[:where])
    assert feed.partial
    assert [entry.title for entry in feed.entries] in (["Post 1", "Post 2"], ["Post 1", "Post 2", "Post 3"])
    assert all(entry.url and entry.published for entry in feed.entries)


@pytest.mark.parametrize(
    ("encode", "declared", "header"),
    [
        ("utf-16", "UTF-16", "application/rss+xml"),
        ("utf-8", "ISO-8859-1", "application/rss+xml"),
        ("utf-8", "UTF-8", "text/xml; charset=iso-8859-1"),
        ("cp1252", "UTF-8", "text/xml"),
        ("koi8-r", "KOI8-R", "text/xml"),
        ("utf-8-sig", "UTF-8", None),
    ],
)
def test_f3_encodings_that_disagree_give_no_mojibake(encode, declared, header):
    words = "профсоюз" if encode == "koi8-r" else "Niños “unidos”"
    body = f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><title>T</title>{item(1)}</channel></rss>'
    (entry,) = read(body.replace("Post 1", words).encode(encode), header).entries
    assert entry.title == words


def test_f4_control_characters_are_removed():
    (entry,) = read(rss(item(1)).replace(b"Post 1", b"Po\x00st\x08 \x1b1 \xef\xbf\xbe")).entries
    assert entry.title == "Post 1"


def test_f5_f6_entities_open_nothing_and_do_not_explode():
    bomb = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY x SYSTEM "file:///etc/hostname">' + "".join(
        f'<!ENTITY a{n} "{"&a" + str(n - 1) + ";" if n > 1 else "&a;"}{"&a" + str(n - 1 if n > 1 else 1) + ";"}">'
        for n in range(1, 60)
    )
    body = rss(item(1, description="&x;&a59;")).replace(b"<rss", (bomb + "]>\n<rss").encode(), 1)
    began = time.process_time()
    (entry,) = read(body).entries
    assert within(began, 1)
    assert entry.title == "Post 1" and len(entry.teaser or "") < 100


def test_f7_an_invalid_doctype_is_passed_over():
    body = rss(item(1)).replace(b"<rss", b'<!DOCTYPE rss PUBLIC "-//x" "http://127.0.0.1:9/none.dtd" bad><rss', 1)
    assert [entry.title for entry in read(body).entries] == ["Post 1"]


def test_f8_an_item_with_cdata_tricks_does_not_cost_the_others():
    feed = read(rss(item(1), item(2, description="<![CDATA[<!h<!h<]]>"), item(3)))
    assert [entry.title for entry in feed.entries] == ["Post 1", "Post 2", "Post 3"]


def test_f9_geography_without_parts_is_ignored():
    root = '<rss version="2.0" xmlns:georss="http://www.georss.org/georss" xmlns:gml="http://www.opengis.net/gml">'
    extra = "<georss:point></georss:point><georss:polygon>1</georss:polygon><georss:where><gml:Point/></georss:where>"
    feed = read(rss(item(1, extra), item(2, "<georss:point>a b</georss:point>"), root=root))
    assert len(feed.entries) == 2


def test_f10_an_empty_guid_falls_to_the_link():
    for guid in ('<guid isPermaLink="false"/>', "<guid></guid>", "<guid> </guid>"):
        (entry,) = read(rss(item(1, guid))).entries
        assert entry.guid is None and entry.url == "https://union.example.org/post-1"
    (entry,) = read(
        "<rss version='2.0'><channel><title>T</title><item><guid>https://union.example.org/g</guid></item></channel></rss>"
    ).entries
    assert entry.url == "https://union.example.org/g"


def test_f11_two_posts_with_one_guid_are_two():
    feed = read(
        rss(
            item(1, '<guid isPermaLink="false">same</guid>'),
            item(2, '<guid isPermaLink="false">same</guid>'),
            item(3, '<guid isPermaLink="false">own</guid>'),
        )
    )
    assert [entry.guid for entry in feed.entries] == [None, None, "own"]


def test_f13_titles_with_markup_and_double_escapes_are_one_clean_text():
    body = rss(item(1)).replace(b"Post 1", b"<![CDATA[<em>Win</em> &amp;amp; hold]]>")
    assert [entry.title for entry in read(body).entries] == ["Win & hold"]


def test_f14_addresses_that_are_none_are_dropped_and_the_entry_stays():
    body = rss(
        item(1).replace("https://union.example.org/post-1", "javascript:alert(1)"),
        item(2).replace("https://union.example.org", ""),
    )
    assert [entry.url for entry in read(body).entries] == [None, "https://union.example.org/post-2"]


def test_an_entry_without_a_link_has_no_address():
    body = rss(item(1).replace("https://union.example.org/post-1", ""))
    assert [entry.url for entry in read(body).entries] == [None]


def test_f15_a_json_feed_with_wrong_types_loses_only_those_fields():
    feed = read(
        '{"version": "https://jsonfeed.org/version/1.1", "title": null, "language": "es-PR", "next_url": "/2", "items": [null, 7,'
        '{"id": 4, "url": "/a", "title": ["x"], "content_html": 3, "summary": "Corto.", "date_published": "2024-06-04", "tags": "x"},'
        '{"id": "b", "url": "javascript:1", "external_url": null, "title": "B", "authors": [{"name": "Ana Ruiz"}, 5], "date_published": 3}]}',
        "application/feed+json",
    )
    one, two = feed.entries
    assert (feed.title, feed.language, feed.next_url) == (None, "es", "https://union.example.org/2")
    assert (one.url, one.title, one.teaser, one.guid) == ("https://union.example.org/a", None, "Corto.", "4")
    assert one.published and one.published.on.isoformat() == "2024-06-04"
    assert (two.url, two.title, two.author, two.published) == (None, "B", "Ana Ruiz", None)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "   ",
        "<!DOCTYPE html><html><head><title>Just a moment</title></head><body><rss></body></html>",
        "<html><body>News</body></html>",
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example.org/</loc></url></urlset>',
        "{}",
        "[]",
        '[{"id": 1, "link": "https://a.example.org"}]',
        '{"items": [{"title": "no feed"}]}',
        "/etc/hostname",
        "https://union.example.org/feed/",
        "{" * 100_000,
        "plain words",
    ],
)
def test_what_is_no_feed_is_a_parse_error(body):
    with pytest.raises(ParseError):
        read(body)


def test_an_empty_feed_is_a_feed_without_entries():
    assert read(rss()).entries == ()


@pytest.mark.parametrize(
    "piece",
    [
        "<item>",
        "<![CDATA[",
        "<a ",
        "&",
        "&amp;",
        "<!--",
        "]]>",
        "<item><title>x</title></item>",
        "<b><i>",
        "<!ENTITY a 'x'>",
        "<?x ",
    ],
)
def test_f16_repeated_pieces_are_read_in_bounded_time(piece):
    inner = piece * (600_000 // len(piece))
    began = time.process_time()
    for body in (rss(inner), rss(item(1, description=inner)), f"<rss><channel>{inner}".encode()):
        with contextlib.suppress(ParseError):
            read(body)
    assert within(began, 6)


@settings(deadline=None)
@given(st.binary(max_size=600), st.sampled_from([None, "text/xml", "application/json"]))
def test_any_bytes_give_a_feed_or_a_parse_error(body, content_type):
    for document in (body, b"<rss version='2.0'><channel><item>" + body, b'{"items": [' + body):
        try:
            feed = read_feed(document, HERE, content_type, NEW_YORK)
        except ParseError:
            continue
        assert all(entry.published is None or entry.published.at.tzinfo is UTC for entry in feed.entries)


@pytest.mark.parametrize(("rel", "expected"), [("next", "next"), ("prev-archive", "prev-archive"), ("self", None)])
def test_a_feed_says_where_its_older_entries_are_and_what_made_it(rel, expected):
    body = (
        f"<feed xmlns='http://www.w3.org/2005/Atom'><generator>Some Software</generator><link rel='{rel}' href='/{rel}'/>"
        "<entry><title>One</title><link href='/one'/></entry></feed>"
    ).encode()
    feed = read_feed(body, "https://x.org/feed", "application/atom+xml", ZoneInfo("America/Chicago"))
    assert feed.next_url == (f"https://x.org/{expected}" if expected else None) and feed.generator == "Some Software"
