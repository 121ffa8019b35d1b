"""Whose page it is: takeovers and spam, and the union posts that look like spam to a careless eye."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsing.foreign import ENOUGH_POSTS, Own, foreign_document, foreign_page, is_own, is_spam, shows_elsewhere, spam_in

NAME = "AFSCME Council 900"
POSTS = tuple((f"/news/2026/post-{number}", f"Members win the case of {number}") for number in range(8))
OWN = Own(NAME, "en", POSTS)
CASINO = (
    "Best online casino reviews. Claim your welcome bonus and 200 free spins today. Our trusted experts rank every site "
    "by payout speed, games and support. Play slots online with no deposit bonus and win real money from your couch. "
) * 4
GARDEN = (
    "Growing tomatoes in small pots is easier than most people think. Water them in the morning, feed them once a week "
    "and turn the pots towards the sun. When the first flowers show, shake the plants gently to help them set fruit. "
) * 6


def site(text: str, name: str = "Home") -> str:
    return f"<html><head><title>{name}</title></head><body><nav><a href=/>{name}</a></nav><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    "text",
    [
        CASINO,
        GARDEN,
        "Cuál es el mejor casino en línea: apuestas online, bonos de bienvenida y más para todos los jugadores. " * 6,
        "Situs slot gacor terpercaya dan judi online dengan bonus besar untuk semua pemain baru di sini. " * 8,
    ],
)
def test_u11_another_owners_site_is_recognised_whatever_it_is_about(text: str) -> None:
    assert foreign_document(site(text), OWN)


@pytest.mark.parametrize(
    "source",
    [
        site(GARDEN, "AFSCME Council 900"),
        site(f"{GARDEN} Our union meets on Tuesday; the bargaining team reports."),
        site(f"{GARDEN} <a href='/news/2026/post-3'>More</a>"),
        site(f"{GARDEN} Members Win the Case of 5"),
        site("Nothing here yet."),
        "BEGIN:VCALENDAR\nSUMMARY:Picnic\n" + GARDEN,
        f"<urlset><url><loc>https://x.example/a</loc></url></urlset>{GARDEN}",
    ],
)
def test_a_redesigned_empty_or_wordless_document_is_still_the_sources(source: str) -> None:
    assert foreign_document(source, OWN) is None


def test_where_few_posts_are_known_only_much_spam_condemns() -> None:
    few = Own(NAME, "en", POSTS[: ENOUGH_POSTS - 1])
    assert foreign_document(site(GARDEN), few) is None
    assert foreign_document(site(CASINO), few)


def test_the_name_in_an_address_is_not_the_name_on_the_page() -> None:
    text = f"{CASINO} <a href='https://www.afscme900.example/union/bargaining'>play</a> casino@afscme.example"
    assert foreign_document(site(text), OWN)


HONEST = [
    ("Casino workers ratify", "Dealers at the casino voted for their union contract. The casino said it would appeal."),
    ("Members at the Grand Casino win", "Cocktail servers, dealers and slot attendants won raises in bargaining."),
    ("Pharmacy technicians organize", "Technicians at an online pharmacy filed for a union election on Monday."),
    ("Payday loans: support the bill", "Payday loans trap families. The bill would cap rates on payday loans online."),
    ("Stop predatory lending", "Lenders promise loans with no credit check. Call your legislator about cash loans near you."),
    ("Drug prices", "The cost of Viagra and insulin rose again; patients cannot get them without a prescription anyway."),
    ("Opioids", "Tramadol and Xanax for sale on the street: nurses of Local 12 speak about the crisis."),
    ("Slot machines and schools", "Revenue from slot machines was promised to schools; the legislature moved it."),
    ("Win real money for child care", "Providers rallied for real money, free slots at day care and a welcome bonus."),
    ("Holiday hours", "The office is closed on Friday."),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text"), HONEST)
def test_u12_unions_may_write_of_casinos_medicine_and_loans(title: str, text: str) -> None:
    assert is_spam(title, text, NAME) == ()


SPAM = [
    ("Buy Viagra online without prescription", "Cheap generic Viagra, fast shipping, no prescription needed."),
    ("Best online casinos 2026", "Free spins and no deposit bonus for new players. Play slots online."),
    ("Situs slot gacor hari ini", "Judi online terpercaya, slot gacor dan bandar togel."),
    ("Payday loans online", "Get instant cash: payday loans online, bad credit ok, loans with no credit check."),
    ("Write my essay", "Essay writing service with low prices: write my paper for me today."),
    ("Apuestas online", "Casino en línea y apuestas deportivas online con bonos."),
]


@pytest.mark.parametrize(("title", "text"), SPAM)
def test_u12_spam_on_a_site_that_was_broken_into_is_recognised(title: str, text: str) -> None:
    assert is_spam(title, text, NAME)


@pytest.mark.parametrize(("title", "text"), SPAM)
def test_u12_a_union_post_that_quotes_spam_is_a_post(title: str, text: str) -> None:
    quoted = f"Beware: somebody posted this on our page: {text} The union's stewards took it down."
    assert is_spam(f"About a message: {title}", quoted, NAME) == ()


def test_a_page_in_another_language_at_a_posts_address_is_foreign_and_one_in_spanish_is_not() -> None:
    german = "Die besten Angebote für Ihren Garten finden Sie bei uns, denn wir haben alles, was Sie brauchen. " * 5
    spanish = "Los miembros se reunieron ayer con el condado y hablaron de los salarios y de la seguridad. " * 5
    assert foreign_page(site(german), OWN)
    assert foreign_page(site(spanish), OWN) is None
    assert foreign_page(site(GARDEN), OWN) is None, "one sign is not enough"
    assert foreign_page(site(GARDEN), OWN, frozen=True)


def test_names_of_sources_are_found_by_the_words_that_are_theirs() -> None:
    assert is_own("Welcome to United Domestic Workers of America", "UDW: United Domestic Workers")
    assert is_own("CSEA news", "CSEA")
    assert not is_own("The workers of the city and the state", "Local 12 City Workers")
    assert not is_own("Western Union and the European Union", "Local 12")


@given(st.text(max_size=400), st.text(max_size=60))
def test_any_text_is_judged_without_error(text: str, name: str) -> None:
    strange = foreign_document(text, Own(name, "en", POSTS))
    assert foreign_document(text, Own(name, "en", POSTS)) == strange
    assert foreign_page(text, Own(name)) == foreign_page(text, Own(name))
    assert is_spam(name, text, name) == (), "letters by chance sell nothing"


@pytest.mark.parametrize(
    "piece", ["online casino ", "buy ", "local ", "a" * 50 + " ", "western union ", "<p>", "loans "]
)
def test_hostile_text_without_end_is_judged(piece: str) -> None:
    text = piece * 200_000
    assert len(spam_in(text)) <= 1
    assert not is_own(text, "Xyz Abc")
    foreign_document(text, OWN)


def test_u13_a_document_that_shows_known_posts_at_none_of_their_addresses_is_seen() -> None:
    titles = "".join(f"<a href='/stories/{n}'>Members win the case of {n}</a>" for n in range(8))
    assert shows_elsewhere(titles, POSTS)
    assert not shows_elsewhere(titles + f"<a href='{POSTS[0][0]}'>x</a>", POSTS)
    assert not shows_elsewhere('{"link":"https:\\/\\/x.example\\/news\\/2026\\/post-0"}' + titles, POSTS)
    assert not shows_elsewhere(GARDEN, POSTS)
    assert not shows_elsewhere(titles, POSTS[:3])
    assert shows_elsewhere(titles + "<a href='/elsewhere/post-0'>x</a><a href='page.htm'>y</a>", POSTS)


@pytest.mark.parametrize("link", ["post-0", "./post-0", "../2026/post-0", "news/2026/post-0"])
def test_links_without_a_host_and_a_slash_lead_to_the_addresses_that_they_mean(link: str) -> None:
    titles = "".join(f"<a href='/stories/{n}'>Members win the case of {n}</a>" for n in range(8))
    assert not shows_elsewhere(titles + f'<A HREF="{link}">x</A>', POSTS)
    assert not shows_elsewhere(titles + f"<A HREF={link}>x</A>", POSTS)


def test_u11_a_domain_that_is_offered_for_sale_is_no_longer_the_sources() -> None:
    sale = site("This domain is for sale. Make an offer on this domain.")
    assert foreign_document(sale, OWN, for_sale=True)
    assert foreign_document(sale, OWN) is None
    assert foreign_document(sale, Own(NAME, "en", POSTS[:2]), for_sale=True) is None, "nothing is known to be missed"
