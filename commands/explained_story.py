"""What `explain` prints of a story: the original, its printings, why they are one, and how to undo that."""

from __future__ import annotations

from archive.explaining.telling import Row, StoryTold
from archive.words import ROLES
from commands.writing import Paper, count, moment, sentence

#: printings and pairs that are printed one by one
MOST = 25
RULINGS_FILE = "data/rules/stories.csv"


def print_story(paper: Paper, told: StoryTold, item_id: int | None = None) -> None:
    """All of a story; item_id: the post that was asked for, which is marked."""
    story = told.story
    if item_id is None:
        original = told.original
        paper.title(original["title"] if original and original["title"] else f"Story {story['id']}")
        paper.line(told.note, indent=0)
    paper.heading(f"Story {story['id']}")
    if len(told.printings) < 2:
        paper.line("No other post that we know carries it.")
    else:
        carried = f"Carried by {count(story['source_count'], 'source')} in {count(story['item_count'], 'post')}"
        paper.line(f"{carried}, first published {moment(story['first_published_at']) or 'at an unknown time'}.")
    _print_original(paper, told, item_id)
    _print_printings(paper, told, item_id)
    _print_pairs(paper, told, item_id)
    _print_rulings(paper, told)


def _print_original(paper: Paper, told: StoryTold, item_id: int | None) -> None:
    original = told.original
    if original is None:
        if len(told.printings) > 1:
            paper.line("Its original is not known, or out of sight.")
    elif len(told.printings) > 1 or original["because"]:
        which = "this post" if original["item_id"] == item_id else f"item {original['item_id']}"
        paper.line(f"The original is {which} of {original['source']}. {original['because'] or ''}")


def _print_printings(paper: Paper, told: StoryTold, item_id: int | None) -> None:
    if len(told.printings) < 2:
        return
    paper.heading("Who ran it")
    shown = told.printings[:MOST]
    shown += tuple(row for row in told.printings[MOST:] if row["item_id"] == item_id)
    for row in shown:
        _print_printing(paper, row, told.original, is_asked=row["item_id"] == item_id)
    _print_rest(paper, len(told.printings) - len(shown), "post")


def _print_printing(paper: Paper, row: Row, original: Row | None, is_asked: bool) -> None:
    lead = f"{'>' if is_asked else ' '} {row['published_on'] or 'undated':10}  "
    seen = None if row["published_on"] else f"first seen {str(row['first_seen_at'])[:10]}"
    days = None if row["is_original"] or row["days_after"] is None else _after(row["days_after"])
    role = "original" if row["is_original"] else row["role"]
    paper.entry(lead, row["source"], f"item {row['item_id']}", role, days, seen)
    indent = len(lead)
    if not row["is_original"]:
        paper.line(row["because"] or ROLES.get(row["role"] or ""), indent=indent)
    if original is None or row["title"] != original["title"]:
        paper.line(f"“{row['title'] or 'without a title'}”", indent=indent)
    paper.address(row["url"], indent=indent)


def _after(days: int) -> str:
    return "the same day" if days == 0 else f"{count(abs(days), 'day')} {'later' if days > 0 else 'earlier'}"


def _print_pairs(paper: Paper, told: StoryTold, item_id: int | None) -> None:
    if not told.pairs:
        return
    paper.heading("Why they are one story" if item_id is None else "Why it is of this story")
    for pair in told.pairs[:MOST]:
        two = f"Items {pair['item_id']} and {pair['other_item_id']}: {pair['evidence']}"
        paper.line(f"{two} ({pair['because']}, likeness {pair['likeness']:.2f})")
    _print_rest(paper, len(told.pairs) - MOST, "pair")


def _print_rulings(paper: Paper, told: StoryTold) -> None:
    if told.rulings:
        paper.heading(f"Rulings by hand ({RULINGS_FILE})")
    for row in told.rulings:
        paper.line(sentence([row["ruling"], row["note"]]))
        paper.address(row["url"], indent=4)
        paper.address(row["other"], indent=4)
    if told.is_ruled:
        paper.line("If it is another story, take the row on this post out again; the next collect does the rest.")
    elif told.undo:
        paper.heading("If it is another story")
        paper.line(f"put this row into {RULINGS_FILE}; the next collect takes the post out of the story for good:")
        paper.to_copy(told.undo, indent=4)


def _print_rest(paper: Paper, left: int, what: str) -> None:
    if left > 0:
        paper.line(f"... and {count(left, f'more {what}')}; --json prints them all.")
