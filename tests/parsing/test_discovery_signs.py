"""Platform, name and language of a site by its home page; level and number by its name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.discovery.signs import json_ld, language_of, name_in_title, platform_of, site_name, standing_of
from parsing.documents import tree

PLATFORMS = [
    ("WordPress", "<link rel='stylesheet' href='/wp-content/themes/x/style.css'>", {}),
    ("WordPress", "<p>nothing to see</p>", {"link": '<https://x.example/wp-json/>; rel="https://api.w.org/"'}),
    ("WordPress", "<meta name=Generator content='WordPress 6.5'>", {}),
    ("Open Atrium", "<a href='/news?&og_group_ref_target_id=12&oa_section_ref_target_id=34&page=1'>2</a>", {}),
    ("Open Atrium", "<meta name=Generator content='Drupal 7'><body class='x og-context-node-77'>", {}),
    ("Drupal", "<p>plain</p>", {"x-drupal-cache": "HIT"}),
    ("Drupal", "<img src='/sites/default/files/a.jpg'>", {}),
    ("Squarespace", "<script src='https://static1.squarespace.com/x.js'></script>", {}),
    ("Wix", "<meta name='generator' content='Wix.com Website Builder'>", {}),
    ("Weebly", "<link href='//cdn2.editmysite.com/css/sites.css'>", {}),
    ("GoDaddy", "<meta name='generator' content='Starfield Technologies; Go Daddy Website Builder 8.0'>", {}),
    ("Joomla", "<meta name='generator' content='Joomla! - Open Source Content Management'>", {}),
    ("LaborWeb", "<a href='index.cfm?action=cat&categoryID=559E3C78-1111'>News</a>", {}),
    ("UnionActive", "<a href='/index.cfm?zone=/unionactive/view_article.cfm&HomeID=7'>Story</a>", {}),
    (None, "<p>by hand</p>", {}),
]


@pytest.mark.parametrize(("platform", "markup", "headers"), PLATFORMS)
def test_a_platform_is_known_by_what_its_core_writes(
    platform: str | None, markup: str, headers: dict[str, str]
) -> None:
    found = platform_of(tree(f"<html>{markup}</html>"), markup, headers)
    assert found.name == platform
    assert found.why


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("<meta property='og:site_name' content='AFSCME Local 9'><title>Home</title>", "AFSCME Local 9"),
        (
            "<meta property='og:site_name' content='Home'><title>Home | Local 9 of the Lakes</title>",
            "Local 9 of the Lakes",
        ),
        ("<title>Welcome to AFSCME Council 190 - Home</title>", "AFSCME Council 190"),
        ("<title>AFSCME Local 9 – Serving those who serve</title>", "AFSCME Local 9"),
        ("<title>Home</title>", None),
        ("", None),
        (
            "<script type='application/ld+json'>{'</script><script type='application/ld+json'>"
            '{"@graph":[{"@type":["Organization","NGO"],"name":"County Workers United"}]}</script>',
            "County Workers United",
        ),
    ],
)
def test_a_site_says_its_name(head: str, name: str | None) -> None:
    assert site_name(tree(f"<html><head>{head}</head><body><p>x</p></body></html>")) == name


def test_titles_made_of_general_words_name_nothing() -> None:
    assert name_in_title("Home | News | Welcome") is None
    assert name_in_title(None) is None


@pytest.mark.parametrize(
    ("name", "level", "number"),
    [
        ("AFSCME Council 190", "council", "190"),
        ("DC 37", "council", "37"),
        ("District Council 47", "council", "47"),
        ("AFSCME Local 9", "local", "9"),
        ("Local #328, AFSCME Council 75", "local", "328"),
        ("AFSCME Local No. 52", "local", "52"),
        ("AFSCME Retirees Chapter 93", "retirees", "93"),
        ("Retirees of Council 13", "retirees", "13"),
        ("Jubilados de AFSCME", "retirees", None),
        ("County Workers United", "local", None),
        ("Locals and more", "local", None),
        ("Labor Council of the Lakes", "council", None),
    ],
)
def test_level_and_number_stand_in_the_name(name: str, level: str, number: str | None) -> None:
    found = standing_of(name)
    assert (found.level, found.number) == (level, number)


def test_the_language_is_what_the_page_says_unless_its_words_say_otherwise() -> None:
    spanish = (
        "la unión de los trabajadores y las trabajadoras del condado con su sindicato para una vida más digna " * 6
    )
    english = "the union of the workers and their families with our friends on this day for the good of the many " * 6
    assert language_of(tree("<html lang=en-US><p>x</html>"), {}, english)[0] == "en"
    assert language_of(tree("<html lang=en-US><p>x</html>"), {}, spanish) == ("es", "its words")
    assert language_of(tree("<html lang=es><p>x</html>"), {}, "") == ("es", "its lang attribute")
    assert language_of(tree("<html><p>x</html>"), {"content-language": "fr"}, "")[0] == "fr"
    assert language_of(tree("<html><p>x</html>"), {}, "")[0] == "en"


@given(st.binary(max_size=400))
def test_any_bytes_give_signs_or_none(body: bytes) -> None:
    from errors import ParseError

    try:
        root = tree(b"<html><body>" + body)
    except ParseError:
        return
    markup = body.decode("latin-1")
    assert platform_of(root, markup, {}).why
    assert site_name(root) is None or site_name(root)
    assert list(json_ld(root)) is not None
    assert language_of(root, {}, markup)[0]
