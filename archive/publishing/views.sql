-- Views of a public build that differ from those of the archive: they have the beginning of a text where that has all.

-- Items with their teaser and extract. search_id is the row of the full-text index, for Datasette's own search box.
CREATE VIEW items AS
SELECT
    i.id, i.source_id, i.url, t.title, t.teaser, t.extract, i.author, i.kind, i.language,
    i.published_at, i.published_precision, i.published_from, i.published_earliest, i.published_latest,
    CASE WHEN i.published_precision IN ('minute', 'day') THEN i.published_on END AS published_on,
    i.updated_at, i.first_seen_at, i.last_seen_at, i.status, i.status_at, i.story_id, i.role, i.likeness, t.word_count,
    i.sorted_at, i.published_flag, i.last_read_at, i.external_id, i.installation, i.backfill,
    i.fetched_url, i.fetched_at, i.fetched_sha256, i.text_id, i.target, i.noindex, t.search_id
FROM item_rows AS i LEFT JOIN texts AS t ON t.id = i.text_id
WHERE i.shown = 1;

-- Revisions with their titles. What a difference says of the text is that it changed.
CREATE VIEW revisions AS
SELECT
    r.id, r.item_id, r.seen_at, t.title, r.hash, t.teaser, t.word_count,
    r.fetched_url, r.fetched_at, r.fetched_sha256, r.text_id, r.because, r.difference
FROM revision_rows AS r
    JOIN item_rows AS i ON i.id = r.item_id AND i.shown = 1
    LEFT JOIN texts AS t ON t.id = r.text_id;

-- What the full-text index reads its words from.
CREATE VIEW search_source AS
SELECT search_id, title, teaser, extract FROM texts WHERE search_id IS NOT NULL;
