"""Writes the posts of the practice web: believable, varied, invented, and the same words for the same seed.

A `Piece` is words only; where it is published, when and with which markup is decided elsewhere.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from practice.dice import Dice
from practice.grammar import Speaker, capital, rules

BlockKind = Literal["p", "h", "li", "quote", "row"]

TOWNS = (
    "Maple Ferry", "Harlan Falls", "Port Ellery", "Cedar Bend", "Quarry Hill", "Winslow Landing", "Alder Creek",
    "Fort Bramble", "Lake Osprey", "Millbrook Junction", "Saltmarsh", "Tamarack", "Upper Dunmore", "Vesper Point",
    "Yarrow", "Copperton", "Briar Glen", "Hollis Bay", "Juniper Flats", "Kettle River", "Larkspur", "Marrow Bridge",
    "Nettleton", "Old Harbor", "Pinehurst Mills", "Redfern", "Sandalwood", "Thistle Grove", "Umber Heights", "Wexley",
)  # fmt: skip
REGIONS = ("Harlan", "Osprey", "Dunmore", "Bramble", "Ellery", "Tri-River", "Northmoor", "Yellow Prairie")
PUEBLOS = ("Río Manso", "Villa Laurel", "San Telmo", "Puerto Cobre", "Campo Verde", "La Herradura", "Valle Hondo")
NUMBERS = ("ninety", "one hundred and twelve", "forty-one", "sixty-six", "two hundred and five", "eighty-three")


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a body: a paragraph, a subheading, a list line, a quotation, a table row (cells parted by a bar)."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A text as it was written. title and teaser are one line each."""

    title: str
    teaser: str
    blocks: tuple[Block, ...]
    language: str = "en"

    @property
    def text(self) -> str:
        """The body as an archive should keep it: paragraphs parted by a blank line, "- " before list lines."""
        out: list[str] = []
        before = ""
        for block in self.blocks:
            line = f"- {block.text}" if block.kind == "li" else block.text
            joined = block.kind in {"li", "row"} and before == block.kind
            out.append(("\n" if joined else "\n\n") + line)
            before = block.kind
        return "".join(out).strip()


def article(seed: str, union: str, words: int = 220, town: str | None = None, topic: str | None = None) -> Piece:
    """A news story of about `words` words in English."""
    dice = Dice(seed)
    talk = _speaker("en", dice, union, town, topic)
    title = talk.sentence("title")
    blocks = [Block("p", " ".join([talk.sentence("lede"), talk.sentence("detail")]))]
    blocks += _middle(talk, dice, words - _count(blocks))
    if words > 180 and dice.often(30):
        blocks += [Block("p", f"The agreement at {_place(talk)} in brief:")]
        blocks += [Block("li", capital(talk.say("gain"))) for _ in range(dice.between(3, 5))]
    blocks.append(Block("p", talk.sentence("close")))
    return Piece(title, talk.sentence("teaser"), tuple(blocks))


def noticia(seed: str, union: str, words: int = 160) -> Piece:
    """A news story in Spanish."""
    dice = Dice(seed)
    talk = _speaker("es", dice, union, None, None)
    title = talk.sentence("titulo")
    blocks = [Block("p", f"{talk.sentence('entrada')} {talk.sentence('detalle')}")]
    while _count(blocks) < words - 20:
        kind = dice.pick(["cita", "historia", "detalle", "detalle"])
        if kind == "detalle":
            blocks.append(Block("p", f"{talk.sentence('detalle')} {talk.sentence('detalle')}"))
        else:
            blocks.append(Block("p", talk.sentence(kind)))
    blocks.append(Block("p", talk.sentence("cierre")))
    return Piece(title, talk.sentence("sumario"), tuple(blocks), "es")


def statement(seed: str, union: str) -> Piece:
    """A press release: a statement with quotations and a last paragraph about the union."""
    dice = Dice(seed)
    talk = _speaker("en", dice, union, None, None)
    subject = talk.say("subject")
    talk = _speaker("en", dice, union, None, None, subject=subject)
    blocks = [Block("p", talk.sentence("press_lede"))]
    blocks += [Block("p", talk.sentence("press_body")) for _ in range(dice.between(3, 5))]
    blocks += [Block("p", f"{talk.sentence('history')} {talk.sentence('detail')}"), Block("p", talk.sentence("about"))]
    return Piece(talk.sentence("press_title"), blocks[1].text.strip('"'), tuple(blocks))


def bargaining_update(series: str, number: int, day: date, union: str) -> Piece:
    """One of a row of weekly updates that look alike: the same title but for the day, the same opening, own facts."""
    dice = Dice(f"{series}/{number}")
    talk = _speaker("en", dice, union, None, None, n_words=str(number))
    title = f"Bargaining Update: {day:%B} {day.day}, {day.year}"
    opening = f"The bargaining team of {union} met with management on {day:%B} {day.day}. This was session {number}."
    blocks = [Block("p", opening)]
    blocks += [Block("p", talk.sentence("update_middle")) for _ in range(dice.between(4, 6))]
    blocks += [Block("p", "In unity,"), Block("p", "Your bargaining team")]
    blocks.insert(-2, Block("p", talk.sentence("update_close")))
    return Piece(title, opening, tuple(blocks))


def event_notice(seed: str, union: str, language: str = "en") -> Piece:
    """The words of an event: title and two or three sentences."""
    dice = Dice(seed)
    talk = _speaker(language, dice, union, None, None)
    title, line = ("event_title", "event_body") if language == "en" else ("aviso", "aviso_texto")
    sentences = [talk.sentence(line) for _ in range(dice.between(3, 4))]
    blocks = (Block("p", " ".join(sentences[:2])), *(Block("p", one) for one in sentences[2:]))
    return Piece(talk.sentence(title), sentences[0], blocks, language)


def scholarship(seed: str, union: str) -> Piece:
    """The yearly call: the same title each year."""
    talk = _speaker("en", Dice(seed), union, None, None)
    lines = [talk.sentence("scholarship") for _ in range(5)]
    return Piece(f"{union} Scholarship Applications Now Open", lines[0], tuple(Block("p", line) for line in lines))


def history_note(seed: str, union: str) -> Piece:
    """A longer essay with subheadings and a quotation block."""
    dice = Dice(seed)
    talk = _speaker("en", dice, union, None, None)
    blocks = [Block("p", talk.sentence("history_note")), Block("h", talk.sentence("gain_short"))]
    blocks += _middle(talk, dice, 160)
    blocks += [Block("quote", talk.sentence("press_body").strip('"')), Block("h", talk.sentence("problem_short"))]
    blocks += _middle(talk, dice, 140)
    return Piece(f"From the archive: {talk.say('title')}", talk.sentence("history_note"), tuple(blocks))


def with_introduction(piece: Piece, seed: str, union: str) -> Piece:
    """The same story with a paragraph of one's own before it."""
    talk = _speaker("en", Dice(seed), union, None, None)
    own = Block("p", f"{talk.sentence('history')} That is why this story from our national union matters here.")
    return replace(piece, blocks=(own, *piece.blocks))


def excerpt(piece: Piece) -> Piece:
    """The teaser and the first paragraph, cut; as on sites that only point to the story."""
    return replace(piece, blocks=(piece.blocks[0],))


def reworked(piece: Piece, seed: str, union: str) -> Piece:
    """A real edit: one paragraph rewritten, one added, and a table of figures at the end."""
    talk = _speaker(piece.language, Dice(seed), union, None, None)
    names = ("detail", "history") if piece.language == "en" else ("detalle", "historia")
    new = [Block("p", talk.sentence(name)) for name in names]
    return replace(piece, blocks=(piece.blocks[0], new[0], *piece.blocks[2:], new[1]))


def renamed(title: str) -> str:
    """A title as an editor changes it after the fact."""
    return f"Updated with photos: {title}"


def cosmetic(piece: Piece) -> Piece:
    """The same words with typographic quotes and other spaces: no edit to a reader."""
    swap = str.maketrans({"'": "’"})
    blocks = []
    for block in piece.blocks:
        text = block.text.translate(swap)
        while text.count('"') >= 2:
            text = text.replace('"', "“", 1).replace('"', "”", 1)
        blocks.append(replace(block, text=text.replace(". ", ".  ")))
    return replace(piece, title=piece.title.translate(swap), blocks=tuple(blocks))


def _middle(talk: Speaker, dice: Dice, words: int) -> list[Block]:
    blocks: list[Block] = []
    while _count(blocks) < words:
        kind = dice.pick(["quote", "history", "detail", "detail", "detail"])
        if kind == "detail":
            blocks.append(Block("p", f"{talk.sentence('detail')} {talk.sentence('detail')}"))
        else:
            blocks.append(Block("p", talk.sentence(kind)))
    return blocks


def _count(blocks: list[Block]) -> int:
    return sum(len(block.text.split()) for block in blocks)


def _place(talk: Speaker) -> str:
    return talk.word("place")


def _speaker(language: str, dice: Dice, union: str, town: str | None, topic: str | None, **more: str) -> Speaker:
    """Fixes who and where a piece is about, then hands over a speaker."""
    topics = rules(language)["topics"]
    topic = topic or dice.pick(topics)
    region = dice.pick(REGIONS)
    words = {
        "union": union,
        "town": town or dice.pick(TOWNS if language == "en" else PUEBLOS),
        "region": region,
        "employer": f"{region} County",
        "n": dice.pick(NUMBERS) if language == "en" else str(dice.between(40, 400)),
        **more,
    }
    for name in ("jobs", "place", "staff"):
        if f"{topic}.{name}" in rules(language):
            words[name] = Speaker(language, topic, words, dice).say(name)
    return Speaker(language, topic, words, dice)


@functools.cache
def slug(title: str, limit: int = 80) -> str:
    """Letters, digits and hyphens, cut on a word."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "".join(letter if letter.isalnum() else " " for letter in plain.replace("'", "")).split()
    out = ""
    for word in words:
        if len(out) + len(word) + 1 > limit:
            break
        out += f"-{word}" if out else word
    return out
