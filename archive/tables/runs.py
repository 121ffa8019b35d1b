"""Tables of who publishes and of our own work: registry, crawls, visits, what servers said."""

from __future__ import annotations

from archive.tables.shapes import Column as C
from archive.tables.shapes import Index, Table

_CHANNEL = "TEXT NOT NULL REFERENCES channels(id)"

SOURCES = Table(
    "sources",
    "The bodies that publish: the registry's rows, and rows that have left it.",
    (
        C("id", "TEXT PRIMARY KEY", "Short name of the source, such as council-4."),
        C("name", "TEXT NOT NULL", "Full name."),
        C("level", "TEXT", "national, council, affiliate, local or retirees."),
        C("number", "TEXT", "Number of the council or local."),
        C("states", "TEXT", "The US states it works in, by their two letters, parted by spaces; US for all."),
        C("homepage", "TEXT NOT NULL", "Its home; an item belongs to the source whose home begins its address."),
        C("hosts", "TEXT", "Every host, or host and space, that shows the same site, parted by spaces."),
        C("language", "TEXT", "The language that it mostly writes in."),
        C("timezone", "TEXT NOT NULL", "Its time zone; published_on is a day in it."),
        # A parent may stand below its child in the registry, so the check waits for the end of the transaction.
        C("parent_id", "TEXT REFERENCES sources(id) DEFERRABLE INITIALLY DEFERRED", "The body that it belongs to."),
        C("installation", "TEXT", "The system of hosts that it shares with others."),
        C("note", "TEXT", "What the registry remarks on it."),
        C("first_seen_at", "TEXT NOT NULL", "When it came into the archive."),
        C("closed_at", "TEXT", "When it had left the registry; its items stay."),
    ),
)

SOURCE_STATES = Table(
    "source_states",
    "The states of sources, a row for each.",
    (
        C("source_id", "TEXT NOT NULL REFERENCES sources(id)", "The source."),
        C("state", "TEXT NOT NULL", "A US state by its two letters; US for all."),
    ),
    ("PRIMARY KEY (source_id, state)",),
    (Index("source_states_state", "(state, source_id)", "All sources of a state."),),
    by_key=True,
)

CHANNELS = Table(
    "channels",
    "The addresses that are asked for news: the registry's rows, and rows that have left it.",
    (
        C("id", "TEXT PRIMARY KEY", "Short name of the channel, such as council-4-news."),
        C("source_id", "TEXT NOT NULL REFERENCES sources(id)", "The source that publishes there."),
        C("family", "TEXT NOT NULL", "How it is read."),
        C("address", "TEXT NOT NULL", "The address that is asked."),
        C("hint", "TEXT NOT NULL", "What helps to read it, as JSON."),
        C("since", "TEXT", "The day from which it is visited."),
        C("until", "TEXT", "The day until which it was visited."),
        C("note", "TEXT", "What the registry remarks on it."),
        C("canonical_url", "TEXT", "The address in canonical form: no post stands at it."),
        C("first_seen_at", "TEXT NOT NULL", "When it came into the archive."),
        C("closed_at", "TEXT", "When it had left the registry; its appearances stay."),
    ),
    indexes=(
        Index("channels_source", "(source_id)", "All channels of a source."),
        Index("channels_canonical", "(canonical_url)", "Is this address a channel's and no post's?"),
    ),
)

CRAWLS = Table(
    "crawls",
    "Runs of collect.",
    (
        C("id", "INTEGER PRIMARY KEY", "Number of the run."),
        C("started_at", "TEXT NOT NULL", "Its start, which is also the clock of all that it kept."),
        C("ended_at", "TEXT", "Its end; NULL while it runs."),
        C("outcome", "TEXT NOT NULL DEFAULT 'running'", "How it ended, in a word."),
        C("exit_code", "INTEGER", "The exit code of the command."),
        C("sentence", "TEXT", "How it ended, in a sentence."),
        C("arguments", "TEXT NOT NULL DEFAULT '{}'", "What it was asked to do, as JSON."),
        C("version", "TEXT", "The version of the program."),
        C("channels_due", "INTEGER NOT NULL DEFAULT 0", "How many channels were due."),
        C("visits_ok", "INTEGER NOT NULL DEFAULT 0", "Visits that read something."),
        C("visits_unchanged", "INTEGER NOT NULL DEFAULT 0", "Visits where nothing had changed."),
        C("visits_empty", "INTEGER NOT NULL DEFAULT 0", "Visits that found no post."),
        C("visits_soft", "INTEGER NOT NULL DEFAULT 0", "Visits with a trouble that may mend itself."),
        C("visits_hard", "INTEGER NOT NULL DEFAULT 0", "Visits with a trouble that needs a person."),
        C("requests", "INTEGER NOT NULL DEFAULT 0", "Requests that were answered."),
        C("received_bytes", "INTEGER NOT NULL DEFAULT 0", "Bytes of the answers."),
        C("items_new", "INTEGER NOT NULL DEFAULT 0", "Items that were not known before."),
        C("items_revised", "INTEGER NOT NULL DEFAULT 0", "Items whose words had changed."),
        C("items_enriched", "INTEGER NOT NULL DEFAULT 0", "Items of which more is known now."),
        C("items_same", "INTEGER NOT NULL DEFAULT 0", "Items that were as before."),
        C("items_merged", "INTEGER NOT NULL DEFAULT 0", "Items that turned out to be one with another."),
        C("items_held", "INTEGER NOT NULL DEFAULT 0", "Items whose new words were held, since they had shrunk."),
        C("items_rejected", "INTEGER NOT NULL DEFAULT 0", "Addresses that are no post, or none that may be read."),
        C("archive_bytes", "INTEGER", "Bytes of the archive's file at its end, which tell when the disk will be full."),
        C("captures_bytes", "INTEGER", "Bytes of the captures at its end."),
    ),
    indexes=(Index("crawls_start", "(started_at)", "The last run."),),
)

TROUBLES = Table(
    "troubles",
    "Channels that fail now, and when that was last told: a trouble is told when it begins and then once a week.",
    (
        C("channel_id", "TEXT PRIMARY KEY REFERENCES channels(id)", "The channel."),
        C("since", "TEXT NOT NULL", "The first run in which it failed since it was last read."),
        C("told_at", "TEXT NOT NULL", "The run that told of it last."),
        C("reason", "TEXT NOT NULL", "Why it failed last, in a word."),
    ),
)

VISITS = Table(
    "visits",
    "Visits of crawls to channels. Visits in a row that found nothing changed share one row.",
    (
        C("id", "INTEGER PRIMARY KEY", "Number of the row."),
        C("channel_id", _CHANNEL, "The channel."),
        C("crawl_id", "INTEGER NOT NULL REFERENCES crawls(id)", "The run, or the first of the runs."),
        C("last_crawl_id", "INTEGER NOT NULL REFERENCES crawls(id)", "The last of the runs that share the row."),
        C("started_at", "TEXT NOT NULL", "When the visit, or the first of them, began."),
        C("ended_at", "TEXT NOT NULL", "When the visit, or the first of them, ended."),
        C("last_at", "TEXT NOT NULL", "When the last visit of the row ended."),
        C("visit_count", "INTEGER NOT NULL DEFAULT 1", "How many visits the row stands for."),
        C("outcome", "TEXT NOT NULL", "How it ended, in a word."),
        C("reason", "TEXT NOT NULL", "Why it ended so, in a word."),
        C("sentence", "TEXT NOT NULL", "Why it ended so, in a sentence."),
        C("requests", "INTEGER NOT NULL", "Requests that were answered, over all visits of the row."),
        C("received_bytes", "INTEGER NOT NULL", "Bytes of the answers, over all visits of the row."),
        C("items_seen", "INTEGER NOT NULL", "Posts that it saw."),
        C("items_new", "INTEGER NOT NULL", "Posts that were not known before."),
        C("items_revised", "INTEGER NOT NULL", "Posts whose words had changed."),
        C("foreign_links", "INTEGER NOT NULL", "Links to hosts of nobody we know: counted, not kept."),
        C("reported_by_site", "INTEGER", "How many posts the site itself says it has."),
        C("ways", "TEXT", "How many posts each way gave, as JSON; a post that two ways gave counts in both."),
        C(
            "front",
            "TEXT",
            "What the first document of each way showed, as JSON: how many entries, how many of them with a title, how"
            " many with a day; NULL where none was read in full.",
        ),
    ),
    indexes=(
        Index("visits_channel", "(channel_id, id)", "The last visit to a channel."),
        Index("visits_crawl", "(crawl_id)", "All visits of a run."),
    ),
)

EXPECTATIONS = Table(
    "expectations",
    "How many posts of a source are usual in a week, how many came, and what that says.",
    (
        C("source_id", "TEXT NOT NULL REFERENCES sources(id)", "The source."),
        C("week", "TEXT NOT NULL", "The Monday that begins the week."),
        C("expected", "REAL", "How many posts are usual."),
        C("collected", "INTEGER NOT NULL", "How many we have."),
        C("reported_by_site", "INTEGER", "How many posts the site itself says it has, in all."),
        C("verdict", "TEXT NOT NULL", "What that says, in a word."),
        C("sentence", "TEXT", "What that says, in a sentence."),
    ),
    ("PRIMARY KEY (source_id, week)",),
    (Index("expectations_week", "(week, verdict)", "Who is in trouble this week?"),),
    by_key=True,
)

REJECTED = Table(
    "rejected",
    "Addresses that are no post, or none that may be read.",
    (
        C("url", "TEXT PRIMARY KEY", "The canonical address."),
        C("channel_id", _CHANNEL, "The channel that led to it."),
        C("reason", "TEXT NOT NULL", "Why, in a word."),
        C("detail", "TEXT NOT NULL", "Why, in a sentence."),
        C("first_seen_at", "TEXT NOT NULL", "When it was first rejected."),
        C("last_seen_at", "TEXT NOT NULL", "When it was last rejected."),
        C("seen_count", "INTEGER NOT NULL DEFAULT 1", "How often it was rejected."),
        C("item_id", "INTEGER REFERENCES item_rows(id)", "The item that a list had announced, out of sight since."),
        C("title", "TEXT", "The title under which a list had announced it."),
        C("teaser", "TEXT", "The teaser with which a list had announced it."),
    ),
    indexes=(
        Index("rejected_channel", "(channel_id, reason)", "What does this channel lose, and why?"),
        Index("rejected_item", "(item_id) WHERE item_id IS NOT NULL", "Why is this item out of sight?"),
    ),
    by_key=True,
)

VALIDATORS = Table(
    "validators",
    "What servers gave to ask later whether an address has changed.",
    (
        C("url", "TEXT PRIMARY KEY", "The address as it is asked."),
        C("etag", "TEXT", "The ETag, to the letter."),
        C("last_modified", "TEXT", "The Last-Modified date, to the letter."),
        C("body_sha256", "TEXT", "SHA-256 of the body that came."),
        C("checked_at", "TEXT", "When they were given."),
    ),
    by_key=True,
)

ROBOTS = Table(
    "robots",
    "What hosts last said when asked for robots.txt.",
    (
        C("host", "TEXT PRIMARY KEY", "The host, with its port if that is not the usual one."),
        C("asked_at", "TEXT NOT NULL", "When it was last asked."),
        C("status", "INTEGER NOT NULL", "Status of the answer; 0 if none came."),
        C("body", "BLOB NOT NULL", "The file as it came."),
        C("sentence", "TEXT NOT NULL", "What follows from it, in a sentence."),
        C("changed_at", "TEXT NOT NULL", "When the answer last became another one."),
        C("failing_since", "TEXT", "Since when every answer was an error; NULL if the last one was not."),
    ),
    by_key=True,
)

CURSORS = Table(
    "cursors",
    "Where walks through the past of channels go on.",
    (
        C("channel_id", "TEXT PRIMARY KEY REFERENCES channels(id)", "The channel."),
        C("cursor", "TEXT", "As JSON: whether the walk is complete, the ways that are done, where others go on."),
        C("updated_at", "TEXT NOT NULL", "When that was noted."),
    ),
    by_key=True,
)

DATA_DICTIONARY = Table(
    "data_dictionary",
    "Every table, view and column of this database with its sentence.",
    (
        C("table_name", "TEXT NOT NULL", "The table or view."),
        C("column_name", "TEXT NOT NULL", "The column; empty for the table as a whole."),
        C("about", "TEXT NOT NULL", "The sentence."),
    ),
    ("PRIMARY KEY (table_name, column_name)",),
    by_key=True,
)

RUNS = (
    SOURCES, SOURCE_STATES, CHANNELS, CRAWLS, VISITS, TROUBLES, EXPECTATIONS, REJECTED, VALIDATORS, ROBOTS, CURSORS,
    DATA_DICTIONARY,
)  # fmt: skip
