"""Tables of what was published: items, their words, addresses and dates."""

from __future__ import annotations

from archive.tables.events import EVENTS, OCCURRENCES
from archive.tables.found import ITEM_PLACES, ITEM_TOPICS, MENTIONS
from archive.tables.shapes import Column as C
from archive.tables.shapes import Index, Table

_ITEM = "INTEGER NOT NULL REFERENCES item_rows(id)"

TEXTS = Table(
    "texts",
    "Words as they were printed, each wording once, however many sites carry it. Rows never change and never leave.",
    (
        C("id", "INTEGER PRIMARY KEY", "Number of the wording; it means nothing."),
        C("hash", "TEXT NOT NULL UNIQUE", "Fingerprint of title, teaser and body to the letter."),
        C(
            "search_id",
            "INTEGER UNIQUE",
            "Row of the full-text index; NULL where no item shows these words now. Internal: it moves with the day.",
        ),
        C("title", "TEXT", "The title."),
        C("teaser", "TEXT", "The short text that lists and feeds show."),
        C("body", "TEXT", "The text: paragraphs parted by a blank line, list items begin with a dash."),
        C("word_count", "INTEGER NOT NULL", "Number of words of the body; 0 without one."),
    ),
    indexes=(
        Index(
            "texts_place", "(id, search_id)", "Where do these words stand in the full-text index? Without the words."
        ),
    ),
)

ITEM_ROWS = Table(
    "item_rows",
    "One row for each item, its words kept in texts. Readers use the view items.",
    (
        C("id", "INTEGER PRIMARY KEY", "Number of the item; it never changes and means nothing."),
        C("source_id", "TEXT NOT NULL REFERENCES sources(id)", "The source under whose home the item stands."),
        C("url", "TEXT NOT NULL UNIQUE", "The canonical address."),
        C("text_id", "INTEGER NOT NULL REFERENCES texts(id)", "The item's words now."),
        C("author", "TEXT", "The by-line as printed."),
        C("kind", "TEXT", "What sort of post it is; NULL where nothing says it."),
        C(
            "kind_because",
            "TEXT",
            "Why it is of that kind: what said it, or the rule of data/rules/kinds.csv and the words that it found.",
        ),
        C("language", "TEXT", "Language of the words, as a code such as en or es."),
        C("published_at", "TEXT", "When it was published, in UTC; NULL where only bounds are known."),
        C("published_precision", "TEXT NOT NULL", "How exact published_at is: minute, day, month, year or bounded."),
        C("published_from", "TEXT", "Where the date was read."),
        C("published_earliest", "TEXT", "It cannot have been published before this instant."),
        C("published_latest", "TEXT", "It was published by this instant at the latest."),
        C(
            "published_on",
            "TEXT",
            "The day of publication in the source's own zone; the first day where only month or year is known.",
        ),
        C("published_flag", "TEXT", "future if published_at lay ahead when it was first seen; else NULL."),
        C("updated_at", "TEXT", "When the site says that it last changed the post."),
        C("first_seen_at", "TEXT NOT NULL", "When we first saw it."),
        C("last_seen_at", "TEXT NOT NULL", "When we last saw it."),
        C("last_read_at", "TEXT", "When its own text was last read; NULL while only a teaser is known."),
        C("status", "TEXT NOT NULL DEFAULT 'here'", "Whether it is still where it was."),
        C("status_at", "TEXT", "Since when it has this status; NULL for the first one."),
        C("story_id", "INTEGER REFERENCES stories(id)", "The story that it carries."),
        C("role", "TEXT", "What it is in its story."),
        C("likeness", "REAL", "How much of the original's writing it carries, from 0 to 1."),
        C("external_id", "TEXT", "The platform's own id of it, as first seen."),
        C("installation", "TEXT", "The system of hosts within which the external id holds."),
        C("backfill", "INTEGER NOT NULL DEFAULT 0", "1 if it was found by walking the past, so that it is no news."),
        C("fetched_url", "TEXT", "The document that its words were read from."),
        C("fetched_at", "TEXT", "When that document was fetched."),
        C("fetched_sha256", "TEXT", "SHA-256 of that document's bytes."),
        C("merged_into", "INTEGER REFERENCES item_rows(id)", "The item that this one turned out to be."),
        C("rejected_at", "TEXT", "Since when the page is refused that was never read; see rejected."),
        C("shown", "INTEGER NOT NULL DEFAULT 1", "1 if the item is in the view items; 0 if merged or rejected."),
        C(
            "sorted_at",
            "TEXT NOT NULL",
            "What lists sort by: published_at, else published_latest, but never later than first_seen_at.",
        ),
        C("target", "TEXT", "Where a clipping or a video leads; that address is never fetched."),
        C(
            "canonical_url",
            "TEXT",
            "The address that its page names as the place of the writing, where that is another one: a hint.",
        ),
        C(
            "to_match",
            "INTEGER NOT NULL DEFAULT 1",
            "Internal: 1 until the run's end has asked which story it carries; again after its words or day changed.",
        ),
        C("told_text_id", "INTEGER", "Internal: the wording with which its story was asked for last."),
        C(
            "look_again_at",
            "TEXT",
            "When its page is due to be looked at again; NULL before it was first read, and where that is of no use.",
        ),
        C("noindex", "INTEGER NOT NULL DEFAULT 0", "1 if its page asks not to be listed by search engines."),
    ),
    indexes=(
        Index("item_rows_to_match", "(id) WHERE to_match = 1", "Whose story is still to be asked for?"),
        Index(
            "item_rows_look_again",
            "(source_id, look_again_at) WHERE look_again_at IS NOT NULL",
            "Which pages of a source are due to be looked at again?",
        ),
        Index("item_rows_told", "(told_text_id, story_id) WHERE told_text_id IS NOT NULL", "Which were told so?"),
        Index(
            "item_rows_text",
            "(text_id, id, shown, source_id, kind, language, published_on, published_precision, story_id)",
            "Which items show these words? With what searches count by, so that counting need not look at the rows.",
        ),
        Index("item_rows_newest", "(sorted_at DESC, id DESC) WHERE shown = 1", "The newest posts."),
        Index(
            "item_rows_source",
            "(source_id, sorted_at DESC, id DESC, text_id) WHERE shown = 1",
            "The newest posts of a source and their words, and how many it has.",
        ),
        Index(
            "item_rows_days",
            "(source_id, published_on, published_precision, published_flag, shown)",
            "How many posts has a source of each day?",
        ),
        Index(
            "item_rows_month",
            "(substr(published_on, 1, 7), source_id, published_flag, published_on)"
            " WHERE shown = 1 AND published_on IS NOT NULL",
            "Posts by month and source, and those of some days.",
        ),
        Index(
            "item_rows_foreign",
            "(published_on, source_id) WHERE shown = 1 AND language IS NOT NULL AND language != 'en'",
            "Posts of a day in other languages than most.",
        ),
        Index(
            "item_rows_undated",
            "(source_id) WHERE shown = 1 AND (published_on IS NULL OR published_flag IS NOT NULL)",
            "Posts of a source that belong to no month.",
        ),
        # The next three leave out what most posts are: who asks for that meets it on the way down the days.
        Index(
            "item_rows_kind",
            "(kind, sorted_at DESC, id DESC) WHERE shown = 1 AND kind != 'news'",
            "The newest posts of a kind, and how many there are.",
        ),
        Index(
            "item_rows_language",
            "(language, sorted_at DESC, id DESC) WHERE shown = 1 AND language != 'en'",
            "The same of a language.",
        ),
        Index(
            "item_rows_status",
            "(status, sorted_at DESC, id DESC) WHERE shown = 1 AND status != 'here'",
            "The same of posts that went missing.",
        ),
        Index("item_rows_first_seen", "(first_seen_at)", "What came in since yesterday?"),
        Index(
            "item_rows_story",
            "(story_id, shown, source_id, published_on, published_precision, published_flag, role)"
            " WHERE story_id IS NOT NULL",
            "All printings of a story, with what is counted of them.",
        ),
        Index("item_rows_merged", "(merged_into) WHERE merged_into IS NOT NULL", "What was merged into this item?"),
    ),
)

REVISION_ROWS = Table(
    "revision_rows",
    "An item's words as read at one time, its words kept in texts. Readers use the view revisions.",
    (
        C("id", "INTEGER PRIMARY KEY", "Number of the revision."),
        C("item_id", _ITEM, "The item."),
        C("seen_at", "TEXT NOT NULL", "When these words were first read."),
        C("text_id", "INTEGER NOT NULL REFERENCES texts(id)", "The words."),
        C("hash", "TEXT NOT NULL", "Fingerprint of title and body but for quotes, dashes, spaces and counters."),
        C(
            "difference",
            "TEXT",
            "What changed since the revision before: [-words left out-], {+words added+}, and some words around them;"
            " NULL for the first one.",
        ),
        C("because", "TEXT", "Why there is this revision, in a word; NULL for those from before this was noted."),
        C("body_hash", "TEXT", "Internal: fingerprint of the body alone, by which a template is seen."),
        C("fetched_url", "TEXT", "The document that the words were read from."),
        C("fetched_at", "TEXT", "When that document was fetched."),
        C("fetched_sha256", "TEXT", "SHA-256 of that document's bytes."),
    ),
    indexes=(
        Index("revision_rows_item", "(item_id, seen_at)", "The history of an item."),
        Index("revision_rows_seen", "(seen_at)", "Which words came in then?"),
        Index("revision_rows_edited", "(seen_at) WHERE difference IS NOT NULL", "What was edited lately?"),
        Index("revision_rows_text", "(text_id)", "Which revisions have these words?"),
        Index("revision_rows_hash", "(hash)", "Which items were read with these words?"),
        Index(
            "revision_rows_body",
            "(body_hash) WHERE body_hash IS NOT NULL",
            "Which items were read with this body, whatever their title?",
        ),
    ),
)

HELD = Table(
    "held",
    "Words that were read but not taken, because they are worse than those that are known. They are taken when they"
    " come again and again: on three readings over fourteen days.",
    (
        C("item_id", _ITEM, "The item, which keeps its former words."),
        C("text_id", "INTEGER NOT NULL REFERENCES texts(id)", "The words that came instead."),
        C("first_seen_at", "TEXT NOT NULL", "When they were first read."),
        C("last_seen_at", "TEXT NOT NULL", "When they were last read."),
        C("seen_count", "INTEGER NOT NULL", "How often they were read."),
        C("reason", "TEXT", "Why they were not taken, in a word; NULL for those from before this was noted."),
        C("body_hash", "TEXT", "Internal: fingerprint of the body alone, by which a template is seen."),
    ),
    ("PRIMARY KEY (item_id, text_id)",),
    by_key=True,
)

MISSES = Table(
    "misses",
    "Items that could be read once and could not be read again: the evidence for a status.",
    (
        C("item_id", "INTEGER PRIMARY KEY REFERENCES item_rows(id)", "The item."),
        C("reason", "TEXT NOT NULL", "Why the last attempt failed, in a word."),
        C("detail", "TEXT", "The same in a sentence."),
        C("first_at", "TEXT NOT NULL", "The first attempt that failed since the item was last read."),
        C("last_at", "TEXT NOT NULL", "The last one."),
        C("seen_count", "INTEGER NOT NULL", "How many attempts failed since then; 0 once it was read again."),
    ),
)

IDENTITIES = Table(
    "identities",
    "The platforms' own ids of items.",
    (
        C("installation", "TEXT NOT NULL", "The system of hosts within which the id holds."),
        C("external_id", "TEXT NOT NULL", "The id as the platform writes it."),
        C("item_id", _ITEM, "The item."),
    ),
    ("PRIMARY KEY (installation, external_id)",),
    (Index("identities_item", "(item_id)", "The ids of an item."),),
    by_key=True,
)

ADDRESSES = Table(
    "addresses",
    "Every address that leads to an item: canonical forms, and addresses that were fetched.",
    (
        C("url", "TEXT PRIMARY KEY", "The address."),
        C("item_id", _ITEM, "The item."),
        C("first_seen_at", "TEXT NOT NULL", "When we first met the address."),
    ),
    indexes=(Index("addresses_item", "(item_id)", "All addresses of an item."),),
    by_key=True,
)

APPEARANCES = Table(
    "appearances",
    "An item on a channel, whichever source the item belongs to.",
    (
        C("item_id", _ITEM, "The item."),
        C("channel_id", "TEXT NOT NULL REFERENCES channels(id)", "The channel that showed it."),
        C("first_seen_at", "TEXT NOT NULL", "When the channel first showed it to us."),
        C("last_seen_at", "TEXT NOT NULL", "When the channel last showed it to us."),
        C("unread", "INTEGER NOT NULL DEFAULT 0", "1 while the item's own page is still to be read."),
        C("title_marks", "TEXT", "Internal: hashes of the titles that the channel gave in its last two crawls."),
        C("teaser_marks", "TEXT", "Internal: the same of teasers."),
        C("carried_mark", "TEXT", "Internal: hash of title and body as its feed, API or list last gave them."),
        C("read_mark", "TEXT", "Internal: hash of title and body as the item's own page last gave them."),
    ),
    ("PRIMARY KEY (item_id, channel_id)",),
    (
        Index("appearances_channel", "(channel_id, first_seen_at)", "What did this channel show, in order?"),
        Index(
            "appearances_unread", "(channel_id, first_seen_at) WHERE unread = 1", "Which pages are still to be read?"
        ),
    ),
    by_key=True,
)

APPEARANCE_WAYS = Table(
    "appearance_ways",
    "By which ways a channel showed an item: its API, feed, lists, archives, sitemap or calendar.",
    (
        C("item_id", _ITEM, "The item."),
        C("channel_id", "TEXT NOT NULL REFERENCES channels(id)", "The channel that showed it."),
        C("way", "TEXT NOT NULL", "The way, in a word."),
        C("first_seen_at", "TEXT NOT NULL", "When the channel first showed it to us by this way."),
    ),
    ("PRIMARY KEY (item_id, channel_id, way)",),
    (Index("appearance_ways_channel", "(channel_id, way)", "What does this way give that another lacks?"),),
    by_key=True,
)

DATE_CANDIDATES = Table(
    "date_candidates",
    "Every date that was found for an item, the chosen one among them, and those that cannot be it with the reason.",
    (
        C("item_id", _ITEM, "The item."),
        C("at", "TEXT NOT NULL", "The instant in UTC."),
        C("precision", "TEXT NOT NULL", "How exact it is."),
        C("origin", "TEXT NOT NULL", "Where it was read."),
        C("on_day", "TEXT NOT NULL", "The local day."),
        C("trust", "INTEGER", "Its place in the order of trust, 0 the best: tens for the origin, ones for the signal."),
        C("flag", "TEXT", "What speaks against it as the day of publication; NULL where nothing does."),
        C("first_seen_at", "TEXT", "When it was first found; NULL for those found before this was noted."),
    ),
    ("PRIMARY KEY (item_id, at, precision, origin)",),
    by_key=True,
)

POSTS = (
    TEXTS, ITEM_ROWS, REVISION_ROWS, HELD, MISSES, IDENTITIES, ADDRESSES, APPEARANCES, APPEARANCE_WAYS,
    DATE_CANDIDATES, EVENTS, OCCURRENCES, ITEM_TOPICS, MENTIONS, ITEM_PLACES,
)  # fmt: skip
