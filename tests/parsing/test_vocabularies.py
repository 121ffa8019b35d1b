"""One small page in each vocabulary in which sites describe their posts; and the traps between them."""

from __future__ import annotations

import json
import time
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsing.pages import Page, read_page
from tests.patience import within

NEW_YORK = ZoneInfo("America/New_York")
HERE = "https://www.union-of-desks.example/news/clerks-win-desks"
TITLE = "Clerks win new desks"
PROSE = "".join(
    f"<p>In room {n} the clerks measured every desk twice, and whoever had a bad chair wrote it down for the next talk.</p>"
    for n in range(5)
)


def read(html: str, url: str = HERE) -> Page:
    return read_page(html.encode(), url, "text/html; charset=utf-8", NEW_YORK, date(2026, 11, 21))


def post(head: str = "", body: str = PROSE, heading: str = f"<h1>{TITLE}</h1>", title: str = TITLE) -> str:
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>{head}</head>"
        f"<body><article>{heading}<div>{body}</div></article></body></html>"
    )


def json_ld(*objects: Any) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in objects)


ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "author": {"@type": "Person", "name": "Ann Roe"},
    "description": "Forty clerks of the county have new desks after a year of talks.",
    "keywords": ["Desks", "Talks"],
    "articleSection": "Bargaining",
    "image": {"@type": "ImageObject", "url": "/img/desks.jpg", "caption": "A desk"},
}
MICRODATA = f"""<article itemscope itemtype="https://schema.org/NewsArticle">
<meta itemprop="mainEntityOfPage" content="{HERE}"><h1 itemprop="headline">{TITLE}</h1>
<p itemprop="author" itemscope itemtype="https://schema.org/Person">By <span itemprop="name">Ann Roe</span></p>
<meta itemprop="description" content="Forty clerks of the county have new desks after a year of talks.">
<meta itemprop="keywords" content="Desks, Talks"><meta itemprop="articleSection" content="Bargaining">
<figure itemprop="image" itemscope itemtype="https://schema.org/ImageObject">
<meta itemprop="url" content="/img/desks.jpg"><meta itemprop="caption" content="A desk"></figure>
<div itemprop="articleBody">{PROSE}</div></article>"""
RDFA = f"""<article vocab="https://schema.org/" typeof="NewsArticle" resource="{HERE}"><h1 property="headline">{TITLE}</h1>
<p property="author" typeof="Person"><span property="name">Ann Roe</span></p>
<meta property="description" content="Not read: a meta element belongs to the head.">
<span property="description" content="Forty clerks of the county have new desks after a year of talks."></span>
<span property="keywords">Desks</span> <span property="keywords">Talks</span>
<span property="articleSection">Bargaining</span><img property="image" src="/img/desks.jpg" alt="A desk">
<div property="articleBody">{PROSE}</div></article>"""
DRUPAL_7 = f"""<div about="/news/clerks-win-desks" typeof="sioc:Item foaf:Document">
<span property="dc:title" content="{TITLE}" class="rdf-meta"></span><h1>{TITLE}</h1>
<span rel="sioc:has_creator"><a about="/user/7" typeof="sioc:UserAccount" property="foaf:name">Ann Roe</a></span>
<div property="content:encoded">{PROSE}</div>
<ul><li rel="dc:subject"><a href="/tags/desks" typeof="skos:Concept" property="rdfs:label skos:prefLabel">Desks</a></li>
<li rel="dc:subject"><a href="/tags/talks" typeof="skos:Concept" property="rdfs:label skos:prefLabel">Talks</a></li></ul></div>
<div typeof="sioc:Post sioct:Comment"><h3 property="dc:title">Well done</h3>
<span rel="sioc:has_creator"><span typeof="sioc:UserAccount" property="foaf:name">Bob Moe</span></span><p>Well done, all of you.</p></div>"""
DRUPAL_8 = f"""<article typeof="schema:Article" about="/news/clerks-win-desks">
<span property="schema:name" content="{TITLE}"></span><h1><span property="schema:name">{TITLE}</span></h1>
<footer>Submitted by <span rel="schema:author"><span typeof="schema:Person" property="schema:name" about="/user/7">Ann Roe</span></span></footer>
<div property="schema:text">{PROSE}</div></article>"""
GENESIS = f"""<main><article class="x" itemscope itemtype="https://schema.org/CreativeWork"><header>
<h1 itemprop="headline">{TITLE}</h1><p>By <span itemprop="author" itemscope itemtype="https://schema.org/Person">
<a href="/author/ann" itemprop="url" rel="author"><span itemprop="name">Ann Roe</span></a></span></p></header>
<div itemprop="text">{PROSE}</div></article></main>"""
OPEN_GRAPH = (
    f'<meta property="og:title" content="{TITLE}"><meta name="author" content="Ann Roe">'
    '<meta property="og:description" content="Forty clerks of the county have new desks after a year of talks.">'
    '<meta property="article:section" content="Bargaining"><meta property="article:tag" content="Desks">'
    '<meta property="article:tag" content="Talks"><meta property="og:image" content="/img/desks.jpg">'
    '<meta property="og:image:alt" content="A desk">'
)

VOCABULARIES: dict[str, tuple[str, str, set[str], bool]] = {
    # name: (page, origin of the author, tags, whether it has the picture)
    "JSON-LD": (post(json_ld(ARTICLE)), "json_ld", {"Desks", "Talks", "Bargaining"}, True),
    "JSON-LD graph": (
        post(
            json_ld(
                {
                    "@context": "https://schema.org",
                    "@graph": [
                        {"@type": "WebSite", "@id": "#site", "name": "Union of Desks"},
                        {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": "News"}]},
                        {"@type": ["Article", "Thing"], **{k: v for k, v in ARTICLE.items() if k[0] != "@"},
                         "author": {"@id": "#ann"}, "image": {"@id": "#picture"}},
                        {"@type": "Person", "@id": "#ann", "name": "Ann Roe"},
                        {"@type": "ImageObject", "@id": "#picture", "url": "/img/desks.jpg"},
                    ],
                }
            )
        ),
        "json_ld", {"Desks", "Talks", "Bargaining"}, True,
    ),
    "JSON-LD array, comma keywords": (
        post(json_ld([{"@type": "Organization", "name": "X"}, {**ARTICLE, "keywords": "Desks, Talks", "author": ["Ann Roe"],
                                                               "image": ["/img/desks.jpg", "/img/desks-16x9.jpg"]}])),
        "json_ld", {"Desks", "Talks", "Bargaining"}, True,
    ),
    "microdata": (f"<title>{TITLE}</title>{MICRODATA}", "microdata", {"Desks", "Talks", "Bargaining"}, True),
    "RDFa Lite": (f"<title>{TITLE}</title>{RDFA}", "rdfa", {"Desks", "Talks", "Bargaining"}, True),
    "Drupal 7": (f"<title>{TITLE} | Union</title>{DRUPAL_7}", "rdfa", {"Desks", "Talks"}, False),
    "Drupal 8": (f"<title>{TITLE} | Union</title>{DRUPAL_8}", "rdfa", set(), False),
    "Genesis": (f"<title>{TITLE} | Union</title>{GENESIS}", "microdata", set(), False),
    "Open Graph": (post(OPEN_GRAPH), "meta", {"Desks", "Talks", "Bargaining"}, True),
}  # fmt: skip


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_page_in_this_vocabulary_tells_all_its_fields(name: str) -> None:
    html, origin, tags, has_picture = VOCABULARIES[name]
    page = read(html)
    assert (page.title, page.author) == (TITLE, "Ann Roe")
    assert page.field_origins["author"] == origin
    assert set(page.tags) == tags
    assert page.body and page.body.startswith("In room 0") and page.body.count("\n\n") == 4
    if "Forty clerks" in html:
        assert page.teaser == "Forty clerks of the county have new desks after a year of talks."
        assert page.field_origins["teaser"] == origin
    assert [one.url for one in page.pictures] == ["https://www.union-of-desks.example/img/desks.jpg"] * has_picture


OTHER = {"@type": "Article", "headline": "Drivers keep their routes", "author": "Bob Moe", "keywords": "Routes",
         "url": "https://www.union-of-desks.example/news/drivers", "image": "/img/drivers.jpg"}  # fmt: skip
OTHER_CARD = """<div itemscope itemtype="https://schema.org/Article"><a itemprop="url" href="/news/drivers">
<span itemprop="headline">Drivers keep their routes</span></a> <span itemprop="author">Bob Moe</span>
<meta itemprop="keywords" content="Routes"><img itemprop="image" src="/img/drivers.jpg"></div>"""


@pytest.mark.parametrize(
    "html",
    [
        post(json_ld(OTHER)),
        post(json_ld({**OTHER, "headline": None, "name": "Drivers keep their routes"})),
        post(json_ld([OTHER, {**OTHER, "headline": "A third post of theirs", "url": "https://elsewhere.example/3"}])),
        post(json_ld({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": OTHER}]})),
        post(json_ld({"@graph": [{"@type": "WebSite", "name": "Union of Desks", "author": "Bob Moe", "keywords": "Routes"}]})),
        post(body=PROSE + f"<aside>{OTHER_CARD}{OTHER_CARD}</aside>"),
        post() + f"<aside>{OTHER_CARD}</aside>",
    ],
    ids=["one", "by name", "two", "in a list", "the site", "cards", "one card"],
)  # fmt: skip
def test_what_a_page_says_of_other_posts_is_not_its_own(html: str) -> None:
    page = read(html)
    assert (page.title, page.author, page.tags, page.pictures) == (TITLE, None, (), ())


@pytest.mark.parametrize("own", [{"url": HERE + "/"}, {"mainEntityOfPage": {"@id": HERE + "#web"}},
                                 {"mainEntityOfPage": HERE}, {"@id": HERE + "#article"}, {"headline": f"{TITLE}!"}])  # fmt: skip
def test_of_several_articles_the_one_about_the_page_is_taken(own: dict[str, Any]) -> None:
    mine = {"@type": "BlogPosting", "author": "Ann Roe", "keywords": "Desks", **own}
    page = read(post(json_ld(OTHER, mine, {**OTHER, "url": "https://www.union-of-desks.example/news/cooks"})))
    assert (page.author, page.tags) == ("Ann Roe", ("Desks",))


def test_two_objects_about_one_page_complete_each_other() -> None:
    page = read(post(json_ld({"@type": "Article", "headline": TITLE, "author": "Ann Roe"},
                             {"@type": "BlogPosting", "url": HERE, "keywords": "Desks"})))  # fmt: skip
    assert (page.author, page.tags) == ("Ann Roe", ("Desks",))


def test_an_address_of_the_page_by_another_host_name_or_by_its_canonical_link_is_its_own() -> None:
    own = {"@type": "Article", "headline": "Desks!", "url": "http://union-of-desks.example/node/7", "author": "Ann Roe"}
    head = '<link rel="canonical" href="https://union-of-desks.example/node/7">'
    assert read(post(head + json_ld(own))).author == "Ann Roe"
    assert read(post(json_ld(own))).author is None


@pytest.mark.parametrize(
    ("head", "heading", "title", "expected"),
    [
        ("", f"<h1>{TITLE}</h1>", f"{TITLE} | Union of Desks", TITLE),
        ("", f"<h1>{TITLE}</h1>", "Union of Desks", TITLE),
        ("", "", f"{TITLE} – {TITLE} | Union of Desks", TITLE),
        ("", f"<h1><span>{TITLE}</span> <span class='m'>{TITLE}</span></h1>", TITLE, TITLE),
        ('<meta property="og:site_name" content="Union of Desks">', "", f"Union of Desks: {TITLE}", TITLE),
        ('<meta property="og:site_name" content="Union of Desks">', "", f"Union of Desks » {TITLE}", TITLE),
        ('<meta property="og:site_name" content="Union of Desks">', "", "Union of Desks", None),
        ("", "", "Union-of-desks", None),
        ('<meta property="og:title" content="Clerks &amp;amp; cooks win &amp;#8220;desks&amp;#8221;">', "", "Union of Desks",
         "Clerks & cooks win “desks”"),
        ('<meta property="og:title" content="Union of Desks"><meta property="og:site_name" content="Union of Desks">',
         f"<h1><a href='/'>Union of Desks</a></h1><h2>{TITLE}</h2>", f"{TITLE} - Union of Desks", TITLE),
        (json_ld({"@type": "WebSite", "name": "Union of Desks"}), f"<h1>Union of Desks</h1><h2>{TITLE}</h2>",
         f"{TITLE} - Union of Desks", TITLE),
        ("", f"<h1>Union of Desks</h1><h2>{TITLE}</h2>", "Union of Desks", TITLE),
        ("", "<h1>Union of Desks</h1>", "Union of Desks", None),
        (f'<meta property="og:title" content="{TITLE}">', "<h1>News</h1>", "Union of Desks", TITLE),
    ],
)  # fmt: skip
def test_a_title_is_the_posts_own_once_and_never_the_sites_name_alone(
    head: str, heading: str, title: str, expected: str | None
) -> None:
    assert read(post(head, heading=heading, title=title)).title == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("AFSCME Staff", "AFSCME Staff"),
        ("By Ann Roe", "Ann Roe"),
        ("Council 31 Communications", "Council 31 Communications"),
        ("Ann Roe, Administrator", "Ann Roe, Administrator"),
        ("DC37", "DC37"),
        ("admin", None),
        ("Webmaster", None),
        ("Administrator", None),
        ("Local 17 Webmaster", None),
        ("Site Admin", None),
        ("ann@union.example", None),
        ("union-of-desks.example", None),
        ("Jroe42", None),
        ("user_17", None),
        ("4711", None),
        ("https://www.facebook.com/desks", None),
    ],
)
def test_an_author_is_a_name_that_people_write(given: str, expected: str | None) -> None:
    assert read(post(f'<meta name="author" content="{given}">')).author == expected
    assert read(post(json_ld({"@type": "Article", "headline": TITLE, "author": {"name": given}}))).author == expected


WRONG: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.just("/img/a.jpg"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["@id", "@type", "name", "url", "caption", "@graph"]), inner, max_size=4)
    ),
    max_leaves=10,
)
KEYS = ["headline", "name", "author", "keywords", "articleSection", "image", "url", "mainEntityOfPage", "@id", "description",
        "articleBody", "publisher", "datePublished", "@graph", "inLanguage", "startDate"]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from(KEYS), WRONG, max_size=8),
    st.sampled_from(["Article", "Event", "WebPage", ["Article", 3]]),
)
def test_f15_wrong_types_are_passed_over_field_by_field(fields: dict[str, Any], kind: Any) -> None:
    given_json = json.dumps({"@type": kind, **fields}).replace("</", "<\\/")
    page = read(post(f'<script type="application/ld+json">{given_json}</script>'))
    assert page.body and page.body.startswith("In room 0")
    assert all(isinstance(tag, str) and tag.strip() for tag in page.tags)
    assert all(one.url.startswith(("http://", "https://")) for one in page.pictures)
    assert page.author is None or isinstance(page.author, str)


N = 30_000
HUGE = {
    "srcset": f"<img srcset='{'a ' * N}' src='{'b' * N}'>" * 20,
    "no blanks": f"<img srcset='{'a,' * N}' alt='{'IMG' * N}'>" * 20,
    "itemscopes": "<div itemscope itemtype='https://schema.org/Article'><p itemprop='headline'>x</p>" * 5_000,
    "properties": f"<p itemscope itemprop='{'a ' * N}' itemtype='{'Article ' * N}'>x" * 50,
    "typeofs": "<div vocab='https://schema.org/' typeof='Article' property='name author'>x" * 5_000,
    "articles": json_ld([{"@type": "Article", "headline": "x" * 300, "keywords": ["a b"] * 50}] * 600),
    "links": "<a href='/a.pdf'>In room 0</a> <a href='/b'>clerks</a>" * 9_000,
    "tags": "<p>Tags: <a rel='tag' href='/t'>a</a>, <a href='/u' rel='tag'>b</a></p>" * 8_000,
    "labels": "<span>Tags:" * 9_000,
    "classes": f"<div class='{'share ' * N}'><img src='/a.jpg'></div>" * 30,
    "captions": f"<figure><img src='/a.jpg'><figcaption>{'word ' * N}</figcaption></figure>" * 10,
    "one figure": "<figure>" + "<img src='/a.jpg'>" * 9_000 + "</figure>",
    "deep pictures": "<div>" * 200 + "<img src='/a.jpg'><p>x" * 9_000,
    "metas": f"<meta property='article:tag' content='{'a,' * N}'>" * 100,
}


@pytest.mark.parametrize("name", HUGE)
def test_f16_huge_and_countless_attributes_take_bounded_time(name: str) -> None:
    html = post(body=PROSE + HUGE[name])
    began = time.process_time()
    page = read(html)
    assert within(began, 2)
    assert len(page.pictures) <= 50 and len(page.links) <= 200 and len(page.tags) <= 50
    assert all(len(one.url) <= 2_100 and len(one.caption or "") <= 600 for one in page.pictures)
