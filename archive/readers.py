"""What the readers of the views and of the full-text index find in them, in words. The SQL is in views.sql."""

from __future__ import annotations

from archive.shapes import Column, Table, View
from archive.tables_parts import LINK_ROWS, PICTURE_ROWS, TAG_ROWS, TAGS
from archive.tables_posts import ITEM_ROWS, REVISION_ROWS, TEXTS
from archive.tables_runs import CHANNELS, SOURCES, VISITS


def _view(name: str, about: str, *columns: tuple[Table, str] | tuple[str, str]) -> View:
    """A view's description: groups of columns that a table explains, and columns with a sentence of their own."""
    described: list[Column] = []
    for one, other in columns:
        if isinstance(one, Table):
            described += [Column(name, "", one.column(name).about) for name in other.split()]
        else:
            described.append(Column(one, "", other))
    return View(name, about, tuple(described))


_DAY = ("published_on", "The day of publication in the source's own zone; NULL where none is known.")

VIEWS = (
    _view(
        "items",
        "One row for each post: at one canonical address, of one source, with its words as they are now.",
        (ITEM_ROWS, "id source_id url"),
        (TEXTS, "title teaser body"),
        (ITEM_ROWS, "author kind language"),
        (ITEM_ROWS, "published_at published_precision published_from published_earliest published_latest"),
        _DAY,
        (ITEM_ROWS, "updated_at first_seen_at last_seen_at status status_at story_id role likeness"),
        (TEXTS, "word_count"),
        (ITEM_ROWS, "kind_because sorted_at published_flag last_read_at external_id installation backfill"),
        (ITEM_ROWS, "fetched_url fetched_at fetched_sha256 text_id target"),
    ),
    _view(
        "revisions",
        "The words of posts over time: a row when the words change, not when spaces, quotes or counters do.",
        (REVISION_ROWS, "id item_id seen_at"),
        (TEXTS, "title body"),
        (REVISION_ROWS, "hash"),
        (TEXTS, "teaser word_count"),
        (REVISION_ROWS, "fetched_url fetched_at fetched_sha256 text_id"),
    ),
    _view("search_source", "What the full-text index is made from.", (TEXTS, "search_id title teaser body")),
    _view(
        "latest_posts",
        "All posts, the newest first, without their bodies.",
        (ITEM_ROWS, "id source_id"),
        ("source", "Name of the source."),
        (SOURCES, "level"),
        (ITEM_ROWS, "url"),
        (TEXTS, "title teaser"),
        (ITEM_ROWS, "author kind language published_at published_precision"),
        _DAY,
        (ITEM_ROWS, "sorted_at first_seen_at"),
        (ITEM_ROWS, "status story_id"),
        (TEXTS, "word_count"),
    ),
    _view(
        "posts_by_source",
        "How many posts there are of each source, and of which time.",
        ("source_id", "The source."),
        ("source", "Name of the source."),
        (SOURCES, "level states"),
        ("posts", "Number of posts."),
        ("oldest_at", "When the oldest was published, else first seen."),
        ("newest_at", "When the newest was published, else first seen."),
    ),
    _view(
        "posts_by_state",
        "How many posts there are of the sources of each state.",
        ("state", "A US state by its two letters."),
        ("sources", "Number of sources."),
        ("posts", "Number of posts."),
        ("newest_at", "When the newest was published, else first seen."),
    ),
    _view(
        "posts_by_month",
        "How many posts were published in each month; posts without a date are in none.",
        ("month", "Year and month."),
        ("posts", "Number of posts."),
        ("sources", "Number of sources that published."),
    ),
    _view(
        "item_pictures",
        "The pictures of posts. The pictures themselves are not kept.",
        ("item_id", "The item."),
        ("url", "Where the picture is."),
        (PICTURE_ROWS, "caption alt position first_seen_at gone_at"),
    ),
    _view(
        "item_links",
        "The links in posts' texts, and the documents attached to them. Asked for by url it says who links there.",
        ("item_id", "The item."),
        ("url", "Where the link leads."),
        (LINK_ROWS, "text is_file position first_seen_at gone_at"),
    ),
    _view(
        "item_tags",
        "The tags and categories of posts, as their sites give them.",
        ("item_id", "The item."),
        (TAGS, "tag"),
        (TAG_ROWS, "first_seen_at gone_at"),
    ),
    _view(
        "files",
        "Documents that posts attach or link to: PDFs, spreadsheets, calendars. The documents themselves are not kept.",
        ("url", "Where the document is."),
        (LINK_ROWS, "text item_id"),
        (ITEM_ROWS, "source_id"),
        ("title", "Title of the post."),
        ("item_url", "Address of the post."),
        _DAY,
        (LINK_ROWS, "first_seen_at gone_at"),
    ),
    _view(
        "source_health",
        "How the last visit to each channel ended, in words.",
        ("channel_id", "The channel."),
        (CHANNELS, "source_id"),
        ("source", "Name of the source."),
        (CHANNELS, "family address"),
        (VISITS, "outcome reason"),
        ("sentence", "Why the last visit ended so, in a sentence."),
        ("visited_at", "When the last visit ended."),
        (VISITS, "visit_count"),
        ("last_good_at", "When the channel was last read without trouble."),
        (VISITS, "items_seen reported_by_site"),
        ("posts", "How many posts the channel ever showed."),
    ),
)

#: the virtual table; its statement stands in schema.py
SEARCH = View(
    "search",
    "Full-text index over the words that items show now; search.rowid is texts.search_id.",
    (
        Column("title", "", "The title."),
        Column("teaser", "", "The teaser."),
        Column("body", "", "The body."),
    ),
)
