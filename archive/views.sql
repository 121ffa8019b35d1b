-- The views: what the public may read. The site, feeds and watches read these and the tables, nothing else.
-- A day is shown only where one is known: what lists call published_on is empty for a month, a year or bounds.
-- archive/readers.py has a sentence for each of them and for each of their columns; a test compares the two.

-- Items with their words. LEFT JOIN, though every item has words: a query that asks for none then never touches texts.
CREATE VIEW items AS
SELECT
    i.id, i.source_id, i.url, t.title, t.teaser, t.body, i.author, i.kind, i.language,
    i.published_at, i.published_precision, i.published_from, i.published_earliest, i.published_latest,
    CASE WHEN i.published_precision IN ('minute', 'day') THEN i.published_on END AS published_on,
    i.updated_at, i.first_seen_at, i.last_seen_at, i.status, i.status_at, i.story_id, i.role, i.likeness, t.word_count,
    i.kind_because, i.sorted_at, i.published_flag, i.last_read_at, i.external_id, i.installation, i.backfill,
    i.fetched_url, i.fetched_at, i.fetched_sha256, i.text_id, i.target
FROM item_rows AS i LEFT JOIN texts AS t ON t.id = i.text_id
WHERE i.shown = 1;

-- Revisions with their words, those of items that are out of sight left out.
CREATE VIEW revisions AS
SELECT
    r.id, r.item_id, r.seen_at, t.title, t.body, r.hash, t.teaser, t.word_count,
    r.fetched_url, r.fetched_at, r.fetched_sha256, r.text_id
FROM revision_rows AS r
    JOIN item_rows AS i ON i.id = r.item_id AND i.shown = 1
    LEFT JOIN texts AS t ON t.id = r.text_id;

-- What the full-text index reads its words from.
CREATE VIEW search_source AS
SELECT search_id, title, teaser, body FROM texts WHERE search_id IS NOT NULL;

-- The newest posts first, without their bodies.
CREATE VIEW latest_posts AS
SELECT
    i.id, i.source_id, s.name AS source, s.level, i.url, t.title, t.teaser, i.author, i.kind, i.language,
    i.published_at, i.published_precision,
    CASE WHEN i.published_precision IN ('minute', 'day') THEN i.published_on END AS published_on,
    i.sorted_at, i.first_seen_at, i.status, i.story_id,
    t.word_count
FROM item_rows AS i
    JOIN sources AS s ON s.id = i.source_id
    LEFT JOIN texts AS t ON t.id = i.text_id
WHERE i.shown = 1
ORDER BY i.sorted_at DESC, i.id DESC;

-- How much there is of each source, those with nothing included.
CREATE VIEW posts_by_source AS
SELECT
    s.id AS source_id, s.name AS source, s.level, s.states,
    count(i.id) AS posts, min(i.sorted_at) AS oldest_at, max(i.sorted_at) AS newest_at
FROM sources AS s LEFT JOIN item_rows AS i ON i.source_id = s.id AND i.shown = 1
GROUP BY s.id;

-- How much there is of each state; a source that works in two states counts in both.
CREATE VIEW posts_by_state AS
SELECT
    x.state, count(DISTINCT x.source_id) AS sources,
    count(i.id) AS posts, max(i.sorted_at) AS newest_at
FROM source_states AS x LEFT JOIN item_rows AS i ON i.source_id = x.source_id AND i.shown = 1
GROUP BY x.state;

-- How much was published in each month. Posts of which only bounds are known, or that are dated ahead, are in no month.
CREATE VIEW posts_by_month AS
SELECT substr(published_on, 1, 7) AS month, count(*) AS posts, count(DISTINCT source_id) AS sources
FROM item_rows
WHERE shown = 1 AND published_on IS NOT NULL AND published_flag IS NULL
GROUP BY substr(published_on, 1, 7);

-- The pictures of posts, those included that a later reading no longer showed.
CREATE VIEW item_pictures AS
SELECT r.item_id, t.url, r.caption, r.alt, r.position, r.first_seen_at, r.gone_at
FROM picture_rows AS r
    JOIN link_targets AS t ON t.id = r.target_id
    JOIN item_rows AS i ON i.id = r.item_id AND i.shown = 1;

-- The links in the texts of posts. Asked for by url it says who links there.
CREATE VIEW item_links AS
SELECT r.item_id, t.url, r.text, r.is_file, r.position, r.first_seen_at, r.gone_at
FROM link_rows AS r
    JOIN link_targets AS t ON t.id = r.target_id
    JOIN item_rows AS i ON i.id = r.item_id AND i.shown = 1;

-- The tags and categories of posts as their sites give them. Asked for by tag it finds all posts that bear it.
CREATE VIEW item_tags AS
SELECT r.item_id, t.tag, r.first_seen_at, r.gone_at
FROM tag_rows AS r
    JOIN tags AS t ON t.id = r.tag_id
    JOIN item_rows AS i ON i.id = r.item_id AND i.shown = 1;

-- Documents that posts attach or link to, with the post.
CREATE VIEW files AS
SELECT
    f.url, r.text, r.item_id, i.source_id, t.title, i.url AS item_url,
    CASE WHEN i.published_precision IN ('minute', 'day') THEN i.published_on END AS published_on, r.first_seen_at, r.gone_at
FROM link_rows AS r
    JOIN link_targets AS f ON f.id = r.target_id
    JOIN item_rows AS i ON i.id = r.item_id AND i.shown = 1
    LEFT JOIN texts AS t ON t.id = i.text_id
WHERE r.is_file = 1;

-- How the last visit to each channel of the registry ended, in words.
CREATE VIEW source_health AS
SELECT
    c.id AS channel_id, c.source_id, s.name AS source, c.family, c.address,
    v.outcome, v.reason, coalesce(v.sentence, 'It was not visited yet.') AS sentence,
    v.last_at AS visited_at, v.visit_count,
    (SELECT max(good.last_at) FROM visits AS good
     WHERE good.channel_id = c.id AND good.outcome IN ('ok', 'unchanged', 'empty')) AS last_good_at,
    v.items_seen, v.reported_by_site,
    (SELECT count(*) FROM appearances AS a WHERE a.channel_id = c.id) AS posts
FROM channels AS c
    JOIN sources AS s ON s.id = c.source_id
    LEFT JOIN visits AS v ON v.id = (SELECT max(l.id) FROM visits AS l WHERE l.channel_id = c.id)
WHERE c.closed_at IS NULL;
