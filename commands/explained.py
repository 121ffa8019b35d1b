"""What `explain` prints of a post: its words' way here, its date and why, its story, its past, its source."""

from __future__ import annotations

from archive.explaining import ItemTold
from archive.explaining.telling import Row
from archive.words import DATE_FLAGS, FIELDS_FROM, KINDS, PRECISIONS, PUBLISHED_FROM, STATUSES, VERDICTS
from commands.explained_captures import print_captures
from commands.explained_story import print_story
from commands.writing import Paper, count, moment, sentence

#: rows of one kind that are printed one by one
MOST = 20


def print_item(paper: Paper, told: ItemTold) -> None:
    """All of an item, in the order in which a reader asks: what is it, when, why, since when, and what became of it."""
    item = told.item
    paper.title(item["title"] or item["teaser"] or "(without a title)")
    paper.line(told.note, indent=0, style="yellow")
    states = f"({item['states']})" if item["states"] else None
    paper.line(sentence([f"item {item['id']}", item["source"], item["source_id"], item["level"], states]), indent=0)
    paper.address(item["url"], indent=0)
    _print_sight(paper, told)
    _print_date(paper, told)
    _print_what(paper, told)
    _print_ways(paper, told)
    if told.story:
        print_story(paper, told.story, item["id"])
    else:
        paper.heading("Story")
        paper.line("Not yet matched with others; that happens at the end of a collect.")
    _print_translations(paper, told.beside["translations"])
    _print_revisions(paper, told)
    _print_status(paper, told)
    _print_source(paper, told)


def _print_sight(paper: Paper, told: ItemTold) -> None:
    for row in told.beside["rejected"] if told.item["rejected_at"] else ():
        why = f"Out of sight since {moment(told.item['rejected_at'])}: {row['reason']}: {row['detail']}"
        paper.line(why, indent=0, style="yellow")


# ---- when -----------------------------------------------------------------------------------------------------------
def _print_date(paper: Paper, told: ItemTold) -> None:
    item = told.item
    paper.heading("When it was published")
    if item["published_at"]:
        exact = PRECISIONS.get(item["published_precision"], "")
        day = _no_more_exact(item["published_on"], item["published_precision"])
        instant = f"; {moment(item['published_at'])}" if item["published_precision"] == "minute" else ""
        paper.line(f"{day} in {item['timezone']}{instant}. {exact}")
        paper.line(f"Read from: {PUBLISHED_FROM.get(item['published_from'] or '', item['published_from'])}")
    else:
        paper.line("No date is known. What can be said:")
        _print_bounds(paper, item, next(iter(told.beside["bounds"]), {}))
    if item["published_flag"]:
        paper.line(DATE_FLAGS.get(item["published_flag"], item["published_flag"]))
    if item["updated_at"]:
        paper.line(f"The site says that it changed it at {moment(item['updated_at'])}.")
    _print_candidates(paper, item, told.beside["dates"])


def _no_more_exact(day: str, precision: str) -> str:
    return {"month": day[:7], "year": day[:4]}.get(precision, day)


def _print_bounds(paper: Paper, item: Row, bounds: Row) -> None:
    if item["published_earliest"]:
        paper.line("Not before", moment(item["published_earliest"]), bounds.get("earliest_because"))
    if item["published_latest"]:
        seen = "That is when it was first seen." if item["published_latest"] == item["first_seen_at"] else None
        paper.line("Not after ", moment(item["published_latest"]), bounds.get("latest_because") or seen)


def _print_candidates(paper: Paper, item: Row, dates: list[Row]) -> None:
    if dates:
        paper.line("All dates that were found, the most trusted first:")
    for row in dates[:MOST]:
        is_it = row["at"] == item["published_at"] and row["precision"] == item["published_precision"]
        day = _no_more_exact(row["on_day"], row["precision"])
        trust = None if row["trust"] is None else f"rank {row['trust']}"
        what = sentence([day, row["precision"], row["origin"], trust])
        paper.entry("  > " if is_it else "    ", what)
        if row["flag"]:
            paper.line(f"not it ({row['flag']}): {DATE_FLAGS.get(row['flag'], '')}", indent=6)
    _print_rest(paper, dates, "date")


# ---- what -----------------------------------------------------------------------------------------------------------
def _print_what(paper: Paper, told: ItemTold) -> None:
    item = told.item
    paper.heading("What it is")
    kind = item["kind"] or "of no known kind"
    paper.line(f"Kind: {kind}. {KINDS.get(kind, '')}")
    paper.line(f"because: {item['kind_because']}" if item["kind_because"] else None, indent=4)
    paper.line(sentence([item["author"], item["language"], count(item["word_count"] or 0, "word")]))
    if item["target"]:
        paper.line("It points to")
        paper.address(item["target"], indent=4)
    if item["canonical_url"]:
        paper.line("Its page names another address as the place of the writing:")
        paper.address(item["canonical_url"], indent=4)
    for row in told.beside["fields"]:
        paper.line(f"{row['field']}: {FIELDS_FROM.get(row['origin'], row['origin'])}")


def _print_ways(paper: Paper, told: ItemTold) -> None:
    item = told.item
    paper.heading("How it came here")
    paper.line(f"First seen {moment(item['first_seen_at'])}, last seen {moment(item['last_seen_at'])}.")
    if item["last_read_at"]:
        again = f" It is due to be looked at again at {moment(item['look_again_at'])}." if item["look_again_at"] else ""
        paper.line(f"Its own text was last read at {moment(item['last_read_at'])}.{again}")
    else:
        paper.line("Its own text was never read; only a list or feed showed it.")
    for row in told.beside["appearances"][:MOST]:
        whose = "" if row["source_id"] == item["source_id"] else f" (of {row['source_id']})"
        ways = f"by {row['ways'].replace(' ', ', ')}" if row["ways"] else None
        span = f"{row['first_seen_at'][:10]} to {row['last_seen_at'][:10]}"
        paper.line(sentence([f"{row['channel_id']}{whose}", ways, span]))
    _print_rest(paper, told.beside["appearances"], "channel")
    others = [row for row in told.beside["addresses"] if row["url"] != item["url"]]
    if others:
        paper.line("It also answers at")
    for row in others[:MOST]:
        paper.address(row["url"], indent=4)
    _print_rest(paper, others, "address")
    for row in told.beside["identities"]:
        paper.line(f"Known to {row['installation']} as {row['external_id']}.")
    if item["fetched_sha256"]:
        paper.line(f"Words fetched {moment(item['fetched_at'])}, SHA-256 of the document {item['fetched_sha256']}:")
        paper.address(item["fetched_url"], indent=4)
    print_captures(paper, told)


# ---- beside and after -----------------------------------------------------------------------------------------------
def _print_translations(paper: Paper, rows: list[Row]) -> None:
    if rows:
        paper.heading("In other languages")
    for row in rows[:MOST]:
        paper.line(f"{row['language']}: “{row['title'] or 'without a title'}”, item {row['item_id']}. {row['because']}")
        paper.address(row["url"], indent=4)


def _print_revisions(paper: Paper, told: ItemTold) -> None:
    rows, held = told.beside["revisions"], told.beside["held"]
    if len(rows) > 1 or held:
        paper.heading("How its words changed")
    if len(rows) > 1:
        for row in rows[:MOST]:
            paper.line(sentence([moment(row["seen_at"]), count(row["word_count"] or 0, "word"), row["title"]]))
            if row["difference"]:
                paper.difference(row["difference"])
        _print_rest(paper, rows, "revision")
    for row in held[:MOST]:
        what = f"{count(row['word_count'] or 0, 'word')} that came instead were not taken"
        paper.line(f"{moment(row['first_seen_at'])} to {moment(row['last_seen_at'])}: {what}, for a person to look at.")


def _print_status(paper: Paper, told: ItemTold) -> None:
    item, changes = told.item, told.beside["status_changes"]
    paper.heading(f"Status: {item['status']}")
    since = f" Since {moment(item['status_at'])}." if item["status_at"] else ""
    paper.line(f"{STATUSES.get(item['status'], '')}{since}")
    for row in changes[:MOST]:
        paper.line(f"{moment(row['at'])}  {row['before']} > {row['status']} ({row['reason']}): {row['evidence']}")
        if row["url"]:
            paper.address(row["url"], indent=4)
    _print_rest(paper, changes, "change")
    for row in told.beside["misses"]:
        tried = f"{count(row['seen_count'], 'attempt')} to read it failed"
        span = f"{moment(row['first_at'])} to {moment(row['last_at'])}"
        paper.line(f"{tried}, {span}: {row['detail'] or row['reason']}")


def _print_source(paper: Paper, told: ItemTold) -> None:
    paper.heading(f"Its source: {told.item['source_id']}")
    if told.hold:
        paper.line(
            f"Held since {moment(told.hold['since'])} ({told.hold['reason']}): {told.hold['detail']}", style="yellow"
        )
        paper.line(f"What to do: scrapy health {told.item['source_id']}", indent=4)
    if not told.expectations:
        paper.line("No week of it was judged yet.")
    for number, row in enumerate(told.expectations):
        usual = "no usual number" if row["expected"] is None else f"{row['expected']:.1f} usual"
        paper.line(f"Week of {row['week']}: {row['verdict']} ({row['collected']} came, {usual})")
        if number == 0:
            paper.line(row["sentence"] or VERDICTS.get(row["verdict"]), indent=4)


def _print_rest(paper: Paper, rows: list[Row], what: str) -> None:
    if len(rows) > MOST:
        paper.line(f"... and {count(len(rows) - MOST, f'more {what}')}; --json prints them all.")
