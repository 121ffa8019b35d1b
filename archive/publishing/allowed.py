"""What a public build holds: every table and column by name. What nobody listed here is left out.

The words of bodies are left out wherever they may stand: in wordings, differences, held words, link words, captions,
evidence. So is what is ours alone: whom we tell, what servers said, our own work lists, addresses that are no posts.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Allowed:
    """One table. carried: its columns that are taken over; veiled: columns that are there and always NULL, so that
    questions to them stay valid; where: which of its rows (the table is x, in `full`; what is built already is main).
    """

    carried: str
    veiled: str = ""
    where: str = "1"

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that the build's table has of the archive's."""
        return (*self.carried.split(), *self.veiled.split())


_OF_SHOWN = "x.item_id IN (SELECT id FROM main.item_rows WHERE shown = 1)"
_BOTH_SHOWN = f"{_OF_SHOWN} AND x.other_item_id IN (SELECT id FROM main.item_rows WHERE shown = 1)"

#: Columns that are made, and how: of texts.body only the beginning, and only where a post shows these words now.
MADE = {
    ("texts", "teaser"): "beginning(x.teaser)",
    ("texts", "extract"): "CASE WHEN x.search_id IS NOT NULL THEN beginning(x.body) END",
    ("revision_rows", "difference"): "without_words(x.difference)",
    ("stories", "original_item_id"): (
        "CASE WHEN x.original_item_id IN (SELECT id FROM main.item_rows WHERE shown = 1) THEN x.original_item_id END"
    ),
}

#: In the order in which they are filled. Numbers of merged posts stay with the number that they lead to (building.py).
TABLES: dict[str, Allowed] = {
    "sources": Allowed(
        "id name level number states homepage hosts language timezone parent_id installation note first_seen_at"
        " closed_at"
    ),
    "source_states": Allowed("source_id state"),
    "channels": Allowed("id source_id family address since until note first_seen_at closed_at"),
    "item_rows": Allowed(
        "id source_id url text_id author kind language published_at published_precision published_from"
        " published_earliest published_latest published_on published_flag updated_at first_seen_at last_seen_at"
        " last_read_at status status_at story_id role likeness external_id installation backfill fetched_url"
        " fetched_at fetched_sha256 merged_into shown sorted_at target noindex",
        "kind_because",
        "x.shown = 1",
    ),
    "stories": Allowed(
        "id original_item_id item_count source_count first_published_at merged_into",
        where="x.id IN (SELECT story_id FROM main.item_rows WHERE story_id IS NOT NULL)",
    ),
    "revision_rows": Allowed(
        "id item_id seen_at text_id hash difference because fetched_url fetched_at fetched_sha256",
        where=f"coalesce(x.because, '') NOT IN ('part', 'taken_back') AND {_OF_SHOWN}",
    ),
    "texts": Allowed(
        "id search_id title teaser extract word_count",
        where="x.id IN (SELECT text_id FROM main.item_rows UNION SELECT text_id FROM main.revision_rows)",
    ),
    "addresses": Allowed("url item_id first_seen_at", where=_OF_SHOWN),
    "appearances": Allowed("item_id channel_id first_seen_at last_seen_at unread", where=_OF_SHOWN),
    "date_candidates": Allowed(
        "item_id at precision origin on_day trust flag first_seen_at", where=_OF_SHOWN
    ),
    "bounds": Allowed("item_id earliest earliest_because latest latest_because", where=_OF_SHOWN),
    "events": Allowed(
        "item_id starts_at ends_at all_day timezone rrule status venue street_address registration_url",
        where=_OF_SHOWN,
    ),
    "occurrences": Allowed("item_id starts_at ends_at", where=_OF_SHOWN),
    "event_changes": Allowed(
        "item_id changed_at channel_id starts_at ends_at all_day timezone rrule status venue street_address"
        " registration_url dropped",
        where=_OF_SHOWN,
    ),
    "topics": Allowed("topic label label_es about position item_count"),
    "item_topics": Allowed("item_id topic enrichment version", "evidence", _OF_SHOWN),
    "mentions": Allowed("item_id name kind source_id enrichment version", where=_OF_SHOWN),
    "item_places": Allowed("item_id place state enrichment version", where=_OF_SHOWN),
    "enrichments": Allowed("name version"),
    "story_pairs": Allowed("item_id other_item_id likeness because", "evidence", _BOTH_SHOWN),
    "printing_rows": Allowed("item_id words_added words_left_out because", where=_OF_SHOWN),
    "translations": Allowed("item_id other_item_id because", where=_BOTH_SHOWN),
    "share_rows": Allowed(
        "id source_id year posts own from_national from_others carried_by_others printings_elsewhere national_dated"
        " national_days national_by_next_day national_in_week"
    ),
    "month_rows": Allowed("source_id month topic posts of_year"),
    "picture_rows": Allowed("item_id target_id first_seen_at gone_at position", "caption alt", _OF_SHOWN),
    "link_rows": Allowed("item_id target_id first_seen_at gone_at position is_file", "text", _OF_SHOWN),
    "link_targets": Allowed(
        "id url", where="x.id IN (SELECT target_id FROM main.link_rows UNION SELECT target_id FROM main.picture_rows)"
    ),
    "tag_rows": Allowed("item_id tag_id first_seen_at gone_at", where=_OF_SHOWN),
    "tags": Allowed("id tag", where="x.id IN (SELECT tag_id FROM main.tag_rows)"),
    "field_origins": Allowed("item_id field origin", where=_OF_SHOWN),
    "status_changes": Allowed("id item_id at before status reason evidence url", where=_OF_SHOWN),
    "holds": Allowed("source_id reason detail url since last_at seen_count ended_at channel_id"),
    "pauses": Allowed("source_id since until reason ended_at"),
    "expectations": Allowed("source_id week expected collected reported_by_site verdict sentence"),
    "crawls": Allowed(
        "id started_at ended_at outcome version channels_due visits_ok visits_unchanged visits_empty visits_soft"
        " visits_hard requests received_bytes items_new items_revised items_enriched items_same items_merged"
        " items_held items_rejected"
    ),
    "visits": Allowed(
        "id channel_id crawl_id last_crawl_id started_at ended_at last_at visit_count outcome reason sentence requests"
        " received_bytes items_seen items_new items_revised foreign_links reported_by_site"
    ),
}  # fmt: skip

#: Views that are made as archive/views.sql has them; those of publishing/views.sql are made in their own way.
VIEWS = (
    "latest_posts", "posts_by_source", "posts_by_state", "posts_by_month", "printings", "travelling_stories",
    "source_shares", "source_shares_by_year", "translated_posts", "item_pictures", "item_links", "item_tags", "files",
    "source_health", "removals", "source_verdicts", "source_weeks", "paused_sources",
)  # fmt: skip
