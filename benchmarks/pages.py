"""Posts for the measurements, made from their address alone: the same address gives the same words in every process."""

from __future__ import annotations

import hashlib
import random
from functools import lru_cache

WORDS = [
    "members",
    "voted",
    "contract",
    "county",
    "library",
    "workers",
    "bargaining",
    "team",
    "wages",
    "safety",
    "hospital",
    "school",
    "bus",
    "drivers",
    "council",
    "local",
    "union",
    "public",
    "service",
    "budget",
    "committee",
    "raise",
    "staffing",
    "nurses",
    "steward",
    "picket",
    "agreement",
    "hearing",
    "city",
    "state",
    "retirees",
    "pension",
    "health",
    "care",
    "overtime",
    "grievance",
    "arbitration",
    "solidarity",
    "meeting",
    "ratify",
    "proposal",
    "management",
    "shift",
]
DAYS = 3_650


def rng_of(path: str) -> random.Random:
    """A random generator that depends on the address only."""
    return random.Random(hashlib.sha256(path.encode()).digest())


def sentence(rng: random.Random) -> str:
    """About 14 words that end in a full stop."""
    words = rng.choices(WORDS, k=rng.randint(8, 20))
    return " ".join(words).capitalize() + f" {rng.randint(2, 99)}."


def words_of(path: str) -> tuple[str, str, list[str]]:
    """(title, ISO date, paragraphs) of the post at an address."""
    rng = rng_of(path)
    title = " ".join(rng.choices(WORDS, k=7)).capitalize()
    day = rng.randrange(DAYS)
    date = f"{2015 + day // 365}-{1 + day % 12:02}-{1 + day % 28:02}"
    return title, date, [" ".join(sentence(rng) for _ in range(4)) for _ in range(7)]


@lru_cache(maxsize=1)
def menu() -> str:
    """The same links before and after every post, nested as page builders nest them."""
    links = (
        f'<li class="menu-item menu-item-{n}"><div class="box"><span class="wrap"><a href="/{word}/{n}" class="link">'
        f'<span class="label">{word} {n}</span></a></span></div></li>'
        for n, word in enumerate(WORDS * 2)
    )
    return "".join(links)


@lru_cache(maxsize=1)
def weight() -> str:
    """Styles and scripts such as every real page carries: about 30 kB that no reader needs."""
    style = "".join(f".c-{n} > .box{{margin:{n}px;padding:0 {n}px}}" for n in range(400))
    script = "".join(f'window.q=window.q||[];q.push(["event",{n},"{word}"]);' for n, word in enumerate(WORDS * 4))
    return f"<style>{style}</style><script>{script}</script>"


def page(make: str, base: str, path: str) -> bytes:
    """A post's page: `known` as WordPress writes it with JSON-LD, `unknown` in boxes of a hand-made theme."""
    title, date, paragraphs = words_of(path)
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    if make == "known":
        head = (
            f'<link rel="canonical" href="{base}{path}"><meta name="generator" content="WordPress 6.4">'
            f'<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle",'
            f'"headline":"{title}","datePublished":"{date}T09:30:00-05:00",'
            f'"author":{{"@type":"Person","name":"Jo Ferrand"}}}}</script>'
        )
        number = int(hashlib.sha256(path.encode()).hexdigest()[:6], 16)
        main = (
            f'<article class="post"><h1 class="entry-title">{title}</h1>'
            f'<div class="entry-content">{text}</div></article>'
        )
        body = f'<body class="single postid-{number}"><nav><ul>{menu()}</ul></nav><main>{main}</main>'
    else:
        head = ""
        main = f'<div class="c7"><h2>{title}</h2><div class="k">{date}</div><div class="t">{text}</div></div>'
        body = f'<body><div class="n"><ul>{menu()}</ul></div><div class="w">{main}</div>'
    foot = f'<div class="f"><ul>{menu()}</ul><p>Sign up for news by mail.</p></div></body>'
    start = f"<title>{title} | Site</title>{weight()}{head}"
    html = f'<!doctype html><html lang="en"><head><meta charset="utf-8">{start}</head>'
    return f"{html}{body}{foot}</html>".encode()


def post_paths(feed_path: str, entries: int) -> list[str]:
    """Addresses of the posts that a feed shows."""
    number = feed_path.rsplit("/", 1)[1]
    return [f"/news/{number}/post-{n}" for n in range(entries)]


def feed(base: str, feed_path: str, entries: int) -> bytes:
    """A teaser feed."""
    rows = []
    for path in post_paths(feed_path, entries):
        title, _, paragraphs = words_of(path)
        rows.append(
            f"<item><title>{title}</title><link>{base}{path}</link><guid>{base}{path}</guid>"
            f"<description>{paragraphs[0][:120]}</description></item>"
        )
    channel = f"<channel><title>Feed</title><link>{base}/</link>{''.join(rows)}</channel>"
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0">{channel}</rss>'.encode()
