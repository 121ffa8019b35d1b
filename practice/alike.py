"""What tells stories from look-alikes: further printings of national stories, and posts that only resemble each other.

A printing carries the story and its role. A look-alike carries the names of the groups that it resembles (`near`): two
posts of one group, or a post and a story that it quotes, must never become one story.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from practice import writer
from practice.dice import Dice
from practice.newsroom import SHORT, UNION, Draft, national_stories, story_address
from practice.shapes import EASTERN, Role, now
from practice.writer import Block, Piece

How = Literal["closing", "curly", "late", "teaser", "linked", "framed"]
ROLES: dict[How, Role] = {
    "closing": "adapted",
    "framed": "adapted",
    "curly": "same",
    "late": "same",
    "teaser": "excerpt",
    "linked": "excerpt",
}


def printings(source: str, union: str, have: Sequence[Draft], *hows: How) -> list[Draft]:
    """One more printing of a national story for each way of printing, of stories that the source does not have yet."""
    printed = {draft.story for draft in have}
    unused = [story for story in national_stories() if story.since == 1 and story.key not in printed]
    old = now(1) - timedelta(days=210)  # so that a late copy is not from the future
    unused = [story for story in unused if story.at.year >= 2022 and story.at < old]
    chosen = Dice(f"{source}/printings").sample(unused, len(hows))
    return [_printing(story, source, union, how) for story, how in zip(chosen, hows, strict=True)]


def _printing(story: Draft, source: str, union: str, how: How) -> Draft:
    piece, days = story.piece, 200 if how == "late" else 2
    if how == "closing":
        piece = _with_closing(piece, union)
    elif how == "framed":
        piece = _with_closing(writer.with_introduction(piece, f"{source}/{story.key}", union), union)
    elif how == "curly":
        piece = writer.cosmetic(piece)
    elif how == "linked":
        piece = writer.excerpt(piece)
    elif how == "teaser":
        piece = replace(piece, blocks=(Block("p", piece.teaser),))
    at = story.at + timedelta(days=days, hours=3)
    link = story_address(story) if how == "linked" else None
    key = f"{source}/{how}-{story.key.rsplit('-')[-1]}"
    return Draft(key, piece, at, "news", f"{SHORT} Staff", story.key, ROLES[how], link=link)


def _with_closing(piece: Piece, union: str) -> Piece:
    line = f"Questions about what this means for {union}? Call the hall or ask your steward."
    return replace(piece, blocks=(*piece.blocks, Block("p", line)))


# ---- look-alikes ---------------------------------------------------------------------------------------------------
def meeting_notices(source: str, union: str, days: Sequence[date], zone: ZoneInfo) -> list[Draft]:
    """The same form with another day, hour and hall; several locals use it to the word."""
    drafts = []
    for day in days:
        dice = Dice(f"{source}/notice/{day}")
        hour, hall = dice.pick(HOURS), dice.pick(HALLS)
        text = NOTICE.format(union=union, weekday=f"{day:%A}", day=f"{day:%B} {day.day}", hour=hour, hall=hall)
        piece = Piece(f"Meeting Notice: {day:%B} {day.day}, {day.year}", text.split("\n")[0], _paragraphs(text))
        drafts.append(Draft(f"{source}/notice-{day}", piece, _at(day - timedelta(days=12), zone), near=("notices",)))
    return drafts


NOTICE = """The general membership meeting of {union} will be held on {weekday}, {day}, at {hour} in the {hall}.
On the agenda: minutes of the last meeting, report of the treasurer, report of the stewards, old business, new \
business and the good of the order.
Members in good standing may speak and vote. Please bring your membership card. Coffee will be served."""
HOURS = ("5:30 p.m.", "6 p.m.", "6:30 p.m.", "7 p.m.")
HALLS = ("union hall", "firehouse annex", "school library", "lower room of the Grange", "town hall")


def memorial_scholarship(source: str, union: str, day: date, zone: ZoneInfo) -> Draft:
    """A call in fixed words; the name, the sum and the last day differ from local to local."""
    dice = Dice(f"{source}/memorial")
    name, sum_, last = dice.pick(NAMES), dice.pick(("500", "750", "1,000", "1,500")), dice.between(2, 28)
    text = CALL.format(union=union, name=name, sum=sum_, last=f"May {last}, {day.year}")
    piece = Piece(f"{name} Memorial Scholarship {day.year}", text.split("\n")[0], _paragraphs(text))
    return Draft(f"{source}/memorial", piece, _at(day, zone), near=("scholarships", "memorials"))


CALL = """{union} is now accepting applications for the {name} Memorial Scholarship in the amount of ${sum}.
Applicants must be members in good standing or their dependents, and must be enrolled or accepted at a college, a \
university or a trade school for the coming fall term.
A completed form, one letter of recommendation and an essay of no more than five hundred words must reach the office \
by {last}. Late or incomplete applications cannot be considered."""
NAMES = ("Odile Brandt", "Harvey Nakamoto", "Ruth Castellan", "Emmet Doyle", "Ines Varga", "Walter Ibsen")


def greetings(source: str, years: Sequence[int], zone: ZoneInfo) -> list[Draft]:
    """A dozen words for Labor Day: many sources post them, some every year."""
    piece = Piece("Happy Labor Day!", GREETING, (Block("p", GREETING),))
    return [
        Draft(f"{source}/greeting-{year}", piece, _at(_labor_day(year), zone), near=("greetings",)) for year in years
    ]


GREETING = "From all of us at your union: enjoy the day, you have earned it."


def _labor_day(year: int) -> date:
    first = date(year, 9, 1)
    return first + timedelta(days=-first.weekday() % 7)


def picket_log(source: str, first: date, last: date, zone: ZoneInfo, more: Sequence[tuple[date, int]]) -> list[Draft]:
    """A note in the evening of each working day, in words that hardly change. more: later days and their `since`."""
    days = [(first + timedelta(days=number), 1) for number in range((last - first).days + 1)]
    days = [(day, since) for day, since in days if day.weekday() < 5]
    drafts = []
    for number, (day, since) in enumerate([*days, *more], start=1):
        dice = Dice(f"{source}/log/{day}")
        text = LOG.format(
            number=number, count=dice.between(38, 96), horns=dice.between(110, 480), captain=dice.pick(CAPTAINS)
        )
        piece = Piece(f"Picket Log: {day:%A}, {day:%B} {day.day}, {day.year}", text.split("\n")[0], _paragraphs(text))
        at = datetime.combine(day, time(18, 40), tzinfo=zone).astimezone(UTC)
        drafts.append(Draft(f"{source}/log-{day}", piece, at, author="Picket Desk", since=since, near=("log",)))
    return drafts


LOG = """Day {number} on the line: {count} members signed in between six and six, and {horns} cars honked.
Tomorrow's captain is {captain}. Bring your sign, a warm coat and the card of your steward. The barrel at the gate is \
lit from five, and the soup comes at noon. Whoever cannot stand may sit, and whoever cannot come may call the desk. We \
stay out one day longer."""
CAPTAINS = ("Bea Lindqvist", "Otis Marrow", "Dolores Pike", "Ravi Sandoval", "Jo Ketteridge")


def round_up(key: str, stories: Sequence[Draft], month: str, at: datetime) -> Draft:
    """What happened in a month: the titles and teasers of stories that have posts of their own."""
    blocks = [Block("p", f"{month} was a full month for {SHORT} members. In case you missed it, here is what we told.")]
    for story in stories:
        blocks += [Block("h", story.piece.title), Block("p", story.piece.teaser)]
    blocks.append(Block("p", "Do you have news from your worksite? Send it to the editors by the last Friday."))
    piece = Piece(f"The Month in {SHORT}: {month}", blocks[0].text, tuple(blocks))
    return Draft(key, piece, at, "newsletter", f"{SHORT} Staff", near=tuple(story.key for story in stories))


def national_round_ups() -> list[Draft]:
    """Two months on the national blog, each with the teasers of four stories."""
    old = [story for story in national_stories() if story.since == 1]
    made = [("February 2026", old[-12:-8], date(2026, 2, 27)), ("March 2026", old[-8:-4], date(2026, 3, 31))]
    return [
        round_up(f"national/month-{number}", stories, month, max(_at(day, EASTERN), stories[-1].at + timedelta(days=1)))
        for number, (month, stories, day) in enumerate(made)
    ]


def copied_round_up(source: str) -> Draft:
    """The second round-up on a site of a local: a copy of the round-up, and of none of the stories in it."""
    first = national_round_ups()[1]
    at = first.at + timedelta(days=2)
    return replace(first, key=f"{source}/month", story=first.key, role="same", at=at)


def two_on_one_event(number: int, day: date) -> tuple[Draft, Draft]:
    """The press statement and the blog post on one event: they share quotations and are not the same writing."""
    key = f"national/event-{number}"
    said = writer.statement(key, UNION)
    told = writer.article(f"{key}/story", UNION, 260)
    quotes = [block for block in said.blocks if block.text.startswith('"')][:2]
    told = replace(told, blocks=(told.blocks[0], *quotes, *told.blocks[1:]))
    at = _at(day, EASTERN)
    press = Draft(f"{key}-press", said, at, "press_release", near=(key,))
    return press, Draft(f"{key}-blog", told, at + timedelta(hours=3), author=f"{SHORT} Staff", near=(key,))


def _paragraphs(text: str) -> tuple[Block, ...]:
    return tuple(Block("p", line) for line in text.split("\n"))


def _at(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(10, 20), tzinfo=zone).astimezone(UTC)
