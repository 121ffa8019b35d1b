"""What stands on the two WordPress sites; generate/wordpress feeds a real WordPress with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from practice import newsroom, writer
from practice.dice import Dice
from practice.grammar import capital
from practice.newsroom import Draft
from practice.shapes import CENTRAL, EASTERN, EventTruth, Post, now
from practice.writer import Block, Piece

#: the last line of a press clipping, a link to the paper
CLIPPED = "Read the whole story in the Valley Times"
ZONES: dict[str, ZoneInfo] = {"practice-council-231": CENTRAL, "practice-local-9077": EASTERN}


@dataclass(frozen=True, slots=True)
class Extra:
    """What else a WordPress holds. state: publish, draft, private or protected; type: post or page."""

    number: int
    type: str
    state: str
    slug: str
    piece: Piece


def council_posts(home: str) -> list[Post]:
    """Posts, press clippings and bulletins (a post type of its own) of the council whose API is open."""
    source, union = "practice-council-231", "Council 231"
    drafts = newsroom.own_news(source, union, 24, date(2020, 10, 1), CENTRAL, author="Council 231", new=3)
    drafts += newsroom.copies(source, union, 8, new=1)
    drafts += newsroom.weekly_updates(source, union, date(2026, 1, 14), 9, CENTRAL, new=1)
    drafts += newsroom.scholarships(source, union, range(2024, 2027), CENTRAL)
    drafts += _clippings(source, union, 4)
    return _numbered(home, source, drafts, "post") + _numbered(home, source, _bulletins(source, union), "bulletin")


def local_posts(home: str) -> list[Post]:
    """Posts of the local that writes in Spanish and closed its API."""
    source = "practice-local-9077"
    drafts = newsroom.own_news(
        source, "Local 9077", 21, date(2021, 6, 1), EASTERN, write=writer.noticia, author="Comité de Prensa", new=2
    )
    story = newsroom.national_stories()[33]
    translated = Draft(
        f"{source}/translation",
        writer.noticia("national/es-3", newsroom.UNION, 180),
        story.at + timedelta(hours=50),
        author="Comité de Prensa",
        story=story.key,
        role="translation",
    )
    return _numbered(home, source, [*drafts, translated], "post")


#: numbers of posts, in the order in which they were entered, with room for revisions between them
_FIRST = {"post": 120, "bulletin": 5120}


def _numbered(home: str, source: str, drafts: Sequence[Draft], kind: str) -> list[Post]:
    entered = sorted(drafts, key=lambda draft: (draft.since, draft.at, draft.key))
    return [_post(home, source, draft, kind, _FIRST[kind] + 7 * order) for order, draft in enumerate(entered)]


def _post(home: str, source: str, draft: Draft, kind: str, number: int) -> Post:
    day = draft.at.astimezone(ZONES[source])
    slug = writer.slug(draft.piece.title, 60)
    if "/scholarship-" in draft.key and day.year > 2024:
        slug += f"-{day.year - 2023}"
    path = {"post": f"{day:%Y/%m}/{slug}/", "bulletin": f"bulletins/{slug}/"}[kind]
    url = f"{home}/{slug}/" if source == "practice-local-9077" else f"{home}/{path}"
    notes = {"slug": slug, "type": kind, "category": _category(draft, source)}
    may = (CLIPPED,) if draft.kind == "clipping" else ()
    short = (f"{home}/?p={number}",)
    return newsroom.publish(
        draft, source, url, ZONES[source], "minute", number=number, addresses=short, may=may, notes=notes
    )


def _category(draft: Draft, source: str) -> str:
    if source == "practice-local-9077":
        return "Noticias"
    return {"bargaining_update": "Bargaining", "clipping": "In the News"}.get(draft.kind, "News")


def _clippings(source: str, union: str, count: int) -> list[Draft]:
    """Short notes that point to a story in a paper elsewhere."""
    times = newsroom.moments(f"{source}/clippings", count, date(2024, 5, 1), newsroom.LAST_DAY, CENTRAL)
    drafts = []
    for number, at in enumerate(times):
        written = writer.article(f"{source}/clipping-{number}", union, 60)
        line = Block("p", f"From the Valley Times: {written.teaser}")
        piece = replace(written, title=f"In the News: {written.title}", blocks=(line,))
        drafts.append(Draft(f"{source}/clipping-{number}", piece, at, "clipping", "Council 231"))
    return drafts


def _bulletins(source: str, union: str) -> list[Draft]:
    drafts = []
    for number in range(6):
        key = f"{source}/bulletin-{number}"
        month = date(2025, 9, 5) + timedelta(days=30 * number)
        piece = writer.history_note(key, union)
        piece = replace(piece, title=f"Steward Bulletin No. {41 + number}: {capital(piece.blocks[1].text)}")
        at = datetime(month.year, month.month, month.day, 15, 5, tzinfo=UTC)
        drafts.append(Draft(key, piece, at, "newsletter", "Council 231"))
    return drafts


def extras(source: str) -> list[Extra]:
    """Pages, a draft, a private post and one behind a password."""
    spanish = source == "practice-local-9077"
    pages = {"sobre-nosotros": "Sobre nosotros", "contacto": "Contacto"} if spanish else PAGES
    found = [
        Extra(20 + number, "page", "publish", slug, Piece(title, "", (Block("p", TEXTS[number % 3]),)))
        for number, (slug, title) in enumerate(pages.items())
    ]
    hidden = (("draft", "not-ready-yet"), ("private", "officers-only"), ("protected", "strike-fund-figures"))
    for number, (state, slug) in enumerate(hidden):
        found.append(Extra(90 + number, "post", state, slug, writer.article(f"{source}/{slug}", "the local", 90)))
    return found


PAGES = {"about": "About Us", "contact": "Contact", "join": "Join", "members": "Members"}
TEXTS = (
    "We are the people who keep the lights on and the water clean.",
    "The office is open from nine to four. Write or call.",
    "Fill in the card, hand it to a steward.",
)


#: from the first day of the practice web; the last ones lie years ahead, so that something is always to come
DAYS_AHEAD = (-120, -80, -40, 11, 40, 80, 160, 600, 1100)


def council_events(home: str) -> list[Post]:
    """Events of the calendar plug-in: addresses under /event/, days and places in its API and on its pages."""
    source, posts = "practice-council-231", []
    for number in range(len(DAYS_AHEAD)):
        key = f"{source}/event-{number}"
        dice = Dice(key)
        start = (now(1) + timedelta(days=DAYS_AHEAD[number])).astimezone(CENTRAL)
        start = start.replace(hour=dice.between(9, 18), minute=0)
        end = start + timedelta(minutes=dice.pick([60, 90, 120, 180]))
        piece = writer.event_notice(key, "Council 231")
        piece = replace(piece, title=f"{piece.title} in {dice.pick(writer.TOWNS)}")
        event = EventTruth(
            start.astimezone(UTC),
            end.astimezone(UTC),
            str(CENTRAL),
            False,
            "Carpenters' Loft",
            f"{dice.between(10, 900)} Depot Street, Redfern",
            (start.astimezone(UTC),),
        )
        slug = writer.slug(piece.title, 60)
        entered = min(start.astimezone(UTC) - timedelta(days=33), now(1) - timedelta(days=4, hours=number))
        notes = {"slug": slug, "type": "event", "category": ""}
        url = f"{home}/event/{slug}/"
        post = Post(key, source, url, piece, entered, CENTRAL, "nothing", "event", number=7000 + number, event=event)
        posts.append(replace(post, notes=notes))
    return posts
