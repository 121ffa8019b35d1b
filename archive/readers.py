"""What the readers of the views and of the full-text index find in them, in words. The SQL is in views.sql."""

from __future__ import annotations

from archive.tables.parts import LINK_ROWS, PICTURE_ROWS, TAG_ROWS, TAGS
from archive.tables.plans import PAUSES
from archive.tables.posts import ITEM_ROWS, REVISION_ROWS, TEXTS
from archive.tables.runs import CHANNELS, EXPECTATIONS, SOURCES, VISITS
from archive.tables.shapes import Column, Table, View
from archive.tables.shares import SHARE_ROWS
from archive.tables.statuses import STATUS_CHANGES
from archive.tables.stories import PRINTING_ROWS, STORIES, TRANSLATIONS
from archive.tables.watching import CARRIERS
from archive.tables.withheld import WITHHELD, WITHHOLDINGS


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

_FROM_NATIONAL = (
    ("national_dated", "Posts from the national union where its day and the original's are known; what follows is of"
     " these."),
    ("mean_days", "Days from the original to the post, on average."),
    ("share_by_next_day", "Share that came on the same day or the next, from 0 to 1."),
    ("share_in_week", "Share that came within seven days, from 0 to 1."),
)  # fmt: skip
_SHARES = (
    ("share_own", "Share of its own writing among its posts, from 0 to 1."),
    ("share_national", "Share of the national union's writing among its posts, from 0 to 1."),
)

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
        (REVISION_ROWS, "fetched_url fetched_at fetched_sha256 text_id because difference"),
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
        "printings",
        "Each post that carries a story: who ran it, after how many days, and with which changes.",
        (ITEM_ROWS, "story_id"),
        ("item_id", "The item."),
        (ITEM_ROWS, "source_id"),
        ("source", "Name of the source."),
        (SOURCES, "level states"),
        (ITEM_ROWS, "url"),
        (TEXTS, "title"),
        _DAY,
        (ITEM_ROWS, "published_at first_seen_at"),
        ("days_after", "Local days since the original; NULL where either day is not known exactly."),
        (ITEM_ROWS, "role likeness"),
        (PRINTING_ROWS, "words_added words_left_out because"),
        ("is_original", "1 for the original."),
    ),
    _view(
        "travelling_stories",
        "Stories that more than one source carried.",
        ("story_id", "The story."),
        (STORIES, "original_item_id"),
        ("title", "Title of the original."),
        ("source_id", "The source of the original."),
        ("source", "Name of that source."),
        (SOURCES, "level"),
        ("published_on", "Day of the original in its source's zone; NULL where none is known."),
        (STORIES, "first_published_at"),
        ("sources", "How many sources carry it."),
        ("printings", "How many posts carry it."),
        ("days", "Days from the first to the last of its posts whose day is known."),
        ("share_adapted", "Share of those that added or changed words, among all but the original, from 0 to 1."),
    ),
    _view(
        "source_shares",
        "What each source wrote itself, what it carried, and what others carried of it, as of the end of the last run.",
        ("source_id", "The source."),
        ("source", "Name of the source."),
        (SOURCES, "level states"),
        (SHARE_ROWS, "posts own from_national from_others carried_by_others printings_elsewhere"),
        *_SHARES,
        *_FROM_NATIONAL,
    ),
    _view(
        "source_shares_by_year",
        "The same for each year; posts without a date, and those dated ahead, are in no year.",
        ("year", "Year of publication."),
        ("source_id", "The source."),
        ("source", "Name of the source."),
        (SOURCES, "level"),
        (SHARE_ROWS, "posts own from_national from_others carried_by_others printings_elsewhere"),
        *_SHARES,
        *_FROM_NATIONAL,
    ),
    _view(
        "translated_posts",
        "Posts that say the same in two languages, each pair from both sides.",
        ("item_id", "The item."),
        (ITEM_ROWS, "source_id language"),
        (TEXTS, "title"),
        (ITEM_ROWS, "url"),
        ("translation_id", "The item in the other language."),
        ("translation_language", "That language."),
        ("translation_title", "Its title there."),
        ("translation_url", "Its address there."),
        (TRANSLATIONS, "because"),
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
        ("hold", "Why the source is held until a person has looked, in a word; NULL where it is not."),
        ("held_since", "Since when it is held."),
        ("hold_detail", "What was seen there, in a sentence."),
    ),
    _view(
        "removals",
        "What went missing and when, with the evidence; and what moved or came back. The words of all of it stay.",
        (STATUS_CHANGES, "id at item_id"),
        (ITEM_ROWS, "source_id"),
        ("source", "Name of the source."),
        ("title", "Title of the post."),
        ("item_url", "Address of the post as it is known now."),
        _DAY,
        (STATUS_CHANGES, "before status reason evidence url"),
        ("status_now", "The status that the post has today."),
    ),
    _view(
        "source_verdicts",
        "What is to be said of each source now, in a word and a sentence.",
        ("source_id", "The source."),
        ("source", "Name of the source."),
        (SOURCES, "level states"),
        ("verdict", "Its verdict of the running week, which is provisional."),
        ("sentence", "What that rests on, with figures."),
        ("since", "The Monday of the first week in a row with this verdict."),
        (EXPECTATIONS, "week expected collected reported_by_site"),
        ("last_post_at", "When its newest post was published, else first seen."),
        ("last_good_at", "When one of its channels was last read without trouble."),
        ("hold", "moved or hijacked where the source is held for review."),
        ("held_since", "Since when it is held."),
    ),
    _view(
        "source_weeks",
        "How many posts came of each source in each week, beside what is usual.",
        (EXPECTATIONS, "source_id"),
        ("source", "Name of the source."),
        (SOURCES, "level"),
        (EXPECTATIONS, "week expected collected reported_by_site verdict sentence"),
    ),
    _view(
        "failing_carriers",
        "Carriers of watches that take no messages now, and what waits for them.",
        ("carrier", "Name of the environment variable that holds its address."),
        (CARRIERS, "failing_since failures next_attempt_at sentence"),
        ("unsent", "How many messages wait for it."),
    ),
    _view(
        "tombstones",
        "Posts whose words are withheld on request: their numbers stay, and what is said of the reason.",
        (WITHHELD, "item_id"),
        (ITEM_ROWS, "source_id"),
        ("source", "Name of the source."),
        _DAY,
        (ITEM_ROWS, "first_seen_at"),
        (WITHHELD, "withheld_at"),
        (WITHHOLDINGS, "reason requested_by"),
    ),
    _view(
        "paused_sources",
        "Sources that the operator paused: nothing is asked of them now.",
        (PAUSES, "source_id"),
        ("source", "Name of the source."),
        (PAUSES, "since until reason"),
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
