"""Two hundred searches of every kind, always the same: what readers type, and what nobody should."""

from __future__ import annotations

import random
from urllib.parse import urlencode

from benchmarks.site.vocabulary import Vocabulary

_HOSTILE = (
    '"', "***", "AND OR NOT", "(((((", "title:", "a* OR b* OR c* OR d*", "NEAR(union strike, 5)", "' or 1=1 --",
    "“curly” ‘quotes’", "x" * 5_000, "the " * 500, "union\x00strike", "-union", "🙂 strike",
)  # fmt: skip


def queries(known: Vocabulary, sources: list[str], seed: int = 17) -> list[tuple[str, str]]:
    """Pairs of kind and address: two hundred searches. sources: ids of sources that publish."""
    chance = random.Random(seed)
    common, mid, rare = known.by_rank[45:400:7], known.by_rank[1_500:9_000], known.by_rank[20_000:60_000]
    found: list[tuple[str, str]] = []

    def add(sort_of: str, q: str, **also: str) -> None:
        arguments = {"q": q, **also} if q else also
        found.append((sort_of, f"/search?{urlencode(arguments)}"))

    def one(words: list[str]) -> str:
        return chance.choice(words)

    for _ in range(20):
        add("one common word", one(common))
        add("one mid word", one(mid))
    for _ in range(15):
        add("one rare word", one(rare))
        add("a phrase", f'"{chance.choice(("collective bargaining", "social security", "tentative agreement"))}"'
            if chance.random() < 0.4 else f'"{one(common)} {one(common)}"')  # fmt: skip
        add("words, all of them", f"{one(common)} {one(common)} {one(mid)}")
    for _ in range(10):
        add("OR", f"{one(common)} OR {one(mid)}")
        add("NOT", f"{one(common)} -{one(common)}")
        add("a beginning", f"{one(common)[:4]}*")
        add("title:", f"title:{one(common)}")
        add("source:", f"{one(common)} source:{one(sources)}")
        add("dates", f"{one(common)} after:{chance.randint(2009, 2025)}-0{chance.randint(1, 9)}")
        add("several filters", one(common), state=one(["OH", "CA", "IL", "WA"]), kind="statement", year="2019")
        add("newest first", one(common), sort="newest")
        add("every printing", one(common), show="printings", sort="newest")
    for _ in range(6):
        add("without words", "", source=one(sources), year=str(chance.randint(2009, 2025)))
        add("the language itself", one(known.by_rank[:12]))
    for _ in range(4):
        add("nothing found", f"{one(rare)}{one(rare)}x")
    for text in _HOSTILE:
        add("hostile", text)
    add("hostile", "strike", next="no_such_place", sort="odd", show="1")
    return found[:190] + found[-10:]
