"""A page's head names the page in other languages; what a reader of pages gives of it."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from items import Alternate
from parsing.pages import read_page

PAGE = """<!doctype html><html lang="en-US"><head><title>A raise - Site</title>{links}</head><body><article>
<h1>A raise for custodians</h1><p>Custodians at the hospital won a raise on Monday after long talks, and all of them
were there to hear it read out in the hall of their local.</p></article></body></html>"""


def alternates_of(*links: str) -> tuple[Alternate, ...]:
    page = PAGE.format(links="".join(links)).encode()
    url = "https://site.example/news/raise"
    return read_page(page, url, "text/html", ZoneInfo("America/Chicago"), date(2026, 3, 2)).alternates


def test_other_languages_are_taken_with_their_absolute_addresses() -> None:
    assert alternates_of(
        '<link rel="alternate" hreflang="es-MX" href="/es/noticias/aumento">',
        '<link rel="ALTERNATE" hreflang="zh" href="https://site.example/zh/x">',
    ) == (
        Alternate("https://site.example/es/noticias/aumento", "es", "hreflang es"),
        Alternate("https://site.example/zh/x", "zh", "hreflang zh"),
    )


def test_the_page_itself_its_feed_and_what_is_no_language_are_left_out() -> None:
    assert (
        alternates_of(
            '<link rel="alternate" hreflang="en" href="/news/raise">',
            '<link rel="alternate" hreflang="en-GB" href="/gb/news/raise">',
            '<link rel="alternate" hreflang="x-default" href="/news/raise">',
            '<link rel="alternate" hreflang="es" href="javascript:alert(1)">',
            '<link rel="alternate" hreflang="es">',
            '<link rel="alternate" hreflang="es" href="/news/raise">',
            '<link rel="alternate" type="application/rss+xml" href="/feed">',
            '<link rel="stylesheet" hreflang="es" href="/es.css">',
        )
        == ()
    )


def test_a_page_with_endless_alternates_gives_a_few() -> None:
    many = [f'<link rel="alternate" hreflang="es" href="/es/{number}">' for number in range(500)]
    assert len(alternates_of(*many)) <= 20
