"""Tables of what is wrong, with sources and with our own work, as runs found it; those that ended stay."""

from __future__ import annotations

from archive.tables.shapes import Column as C
from archive.tables.shapes import Index, Table

FINDINGS = Table(
    "findings",
    "What is wrong with sources and with our own work, one row for each cause and each time that it lasted.",
    (
        C("id", "INTEGER PRIMARY KEY", "Number of the finding."),
        C("key", "TEXT NOT NULL", "Kind and subject: what stays the same while the trouble lasts."),
        C("kind", "TEXT NOT NULL", "What is wrong, in a word."),
        C("weight", "INTEGER NOT NULL", "How bad that is: 100 the worst, 0 for information only."),
        C("subject", "TEXT NOT NULL", "A source, an installation or a host; run for our own work."),
        C("sentence", "TEXT NOT NULL", "What is wrong, in a sentence."),
        C("evidence", "TEXT NOT NULL", "What that rests on: a JSON list of sentences with figures and addresses."),
        C("next_step", "TEXT NOT NULL", "What to do about it."),
        C("since", "TEXT", "Since when it lasts, an instant or a day, as far as that is known."),
        C("first_seen_at", "TEXT NOT NULL", "When it was found."),
        C("last_seen_at", "TEXT NOT NULL", "When it was last found."),
        C("ended_at", "TEXT", "When it was found to be over; NULL while it lasts."),
        C("told_at", "TEXT", "When `scrapy health --new` told of it; NULL if it did not."),
    ),
    indexes=(
        Index("findings_open", "(key) WHERE ended_at IS NULL", "What is wrong now?", unique=True),
        Index("findings_ended", "(ended_at) WHERE ended_at IS NOT NULL", "What was wrong lately and is over?"),
    ),
)

FINDING_SOURCES = Table(
    "finding_sources",
    "The sources that a finding concerns; those of our own work concern none.",
    (
        C("finding_id", "INTEGER NOT NULL REFERENCES findings(id)", "The finding."),
        C("source_id", "TEXT NOT NULL REFERENCES sources(id)", "The source."),
    ),
    ("PRIMARY KEY (source_id, finding_id)",),
    (Index("finding_sources_finding", "(finding_id)", "Whom does this finding concern?"),),
    by_key=True,
)

FOUND_WRONG = (FINDINGS, FINDING_SOURCES)
