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

-- Revisions with their words. Left out are those of items that are out of sight, wordings that turned out to be a part
-- of the next one (a feed's, before the page was read), and those that were taken back.
CREATE VIEW revisions AS
SELECT
    r.id, r.item_id, r.seen_at, t.title, t.body, r.hash, t.teaser, t.word_count,
    r.fetched_url, r.fetched_at, r.fetched_sha256, r.text_id, r.because, r.difference
FROM revision_rows AS r
    JOIN item_rows AS i ON i.id = r.item_id AND i.shown = 1
    LEFT JOIN texts AS t ON t.id = r.text_id
WHERE coalesce(r.because, '') NOT IN ('part', 'taken_back');

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
    (SELECT coalesce(sum(m.posts), 0) FROM month_rows AS m WHERE m.source_id = s.id AND m.topic = '') AS posts,
    (SELECT min(i.sorted_at) FROM item_rows AS i WHERE i.source_id = s.id AND i.shown = 1) AS oldest_at,
    (SELECT max(i.sorted_at) FROM item_rows AS i WHERE i.source_id = s.id AND i.shown = 1) AS newest_at
FROM sources AS s;

-- How much there is of each state; a source that works in two states counts in both.
CREATE VIEW posts_by_state AS
SELECT
    x.state, count(*) AS sources, sum(p.posts) AS posts, max(p.newest_at) AS newest_at
FROM source_states AS x JOIN posts_by_source AS p ON p.source_id = x.source_id
GROUP BY x.state;

-- How much was published in each month. Posts of which only bounds are known, or that are dated ahead, are in no month.
CREATE VIEW posts_by_month AS
SELECT month, sum(posts) AS posts, count(*) AS sources
FROM month_rows
WHERE topic = '' AND month != ''
GROUP BY month;

-- Each post that carries a story, with what it changed of the original and after how many days. Days are local ones, and
-- only where both posts have an exact one. Asked by story_id, item_id or source_id it walks an index.
CREATE VIEW printings AS
SELECT
    i.story_id, i.id AS item_id, i.source_id, c.name AS source, c.level, c.states, i.url, t.title,
    CASE WHEN i.published_precision IN ('minute', 'day') THEN i.published_on END AS published_on,
    i.published_at, i.first_seen_at,
    CASE WHEN i.published_precision IN ('minute', 'day') AND i.published_flag IS NULL
        AND o.published_precision IN ('minute', 'day') AND o.published_flag IS NULL
    THEN CAST(julianday(i.published_on) - julianday(o.published_on) AS INTEGER) END AS days_after,
    i.role, i.likeness, p.words_added, p.words_left_out, p.because,
    coalesce(i.id = s.original_item_id, 0) AS is_original
FROM item_rows AS i
    JOIN stories AS s ON s.id = i.story_id
    JOIN sources AS c ON c.id = i.source_id
    LEFT JOIN texts AS t ON t.id = i.text_id
    LEFT JOIN item_rows AS o ON o.id = s.original_item_id
    LEFT JOIN printing_rows AS p ON p.item_id = i.id
WHERE i.shown = 1;

-- Stories that more than one source carried; the title of an original that is not shown stays out. Days and share are
-- asked of each story's posts: order by the counts.
CREATE VIEW travelling_stories AS
SELECT
    s.id AS story_id, o.id AS original_item_id, CASE WHEN o.shown = 1 THEN t.title END AS title, o.source_id,
    c.name AS source, c.level,
    CASE WHEN o.published_precision IN ('minute', 'day') THEN o.published_on END AS published_on, s.first_published_at,
    s.source_count AS sources, s.item_count AS printings,
    (SELECT CAST(julianday(max(m.published_on)) - julianday(min(m.published_on)) AS INTEGER) FROM item_rows AS m
     WHERE m.story_id = s.id AND m.shown = 1 AND m.published_flag IS NULL
        AND m.published_precision IN ('minute', 'day')) AS days,
    (SELECT round(avg(m.role = 'adapted'), 3) FROM item_rows AS m
     WHERE m.story_id = s.id AND m.shown = 1 AND m.id IS NOT s.original_item_id) AS share_adapted
FROM stories AS s
    LEFT JOIN item_rows AS o ON o.id = s.original_item_id
    LEFT JOIN sources AS c ON c.id = o.source_id
    LEFT JOIN texts AS t ON t.id = o.text_id
WHERE s.source_count > 1;

-- What each source wrote itself, what it carried, and what others carried of it; as of the end of the last run.
CREATE VIEW source_shares AS
SELECT
    c.id AS source_id, c.name AS source, c.level, c.states,
    coalesce(sum(r.posts), 0) AS posts, coalesce(sum(r.own), 0) AS own,
    coalesce(sum(r.from_national), 0) AS from_national, coalesce(sum(r.from_others), 0) AS from_others,
    coalesce(sum(r.carried_by_others), 0) AS carried_by_others,
    coalesce(sum(r.printings_elsewhere), 0) AS printings_elsewhere,
    round(1.0 * sum(r.own) / nullif(sum(r.posts), 0), 3) AS share_own,
    round(1.0 * sum(r.from_national) / nullif(sum(r.posts), 0), 3) AS share_national,
    coalesce(sum(r.national_dated), 0) AS national_dated,
    round(1.0 * sum(r.national_days) / nullif(sum(r.national_dated), 0), 1) AS mean_days,
    round(1.0 * sum(r.national_by_next_day) / nullif(sum(r.national_dated), 0), 3) AS share_by_next_day,
    round(1.0 * sum(r.national_in_week) / nullif(sum(r.national_dated), 0), 3) AS share_in_week
FROM sources AS c LEFT JOIN share_rows AS r ON r.source_id = c.id
GROUP BY c.id;

-- The same for each year of publication; posts without a date, and those dated ahead, are in no year.
CREATE VIEW source_shares_by_year AS
SELECT
    r.year, c.id AS source_id, c.name AS source, c.level,
    r.posts, r.own, r.from_national, r.from_others, r.carried_by_others, r.printings_elsewhere,
    round(1.0 * r.own / r.posts, 3) AS share_own, round(1.0 * r.from_national / r.posts, 3) AS share_national,
    r.national_dated, round(1.0 * r.national_days / nullif(r.national_dated, 0), 1) AS mean_days,
    round(1.0 * r.national_by_next_day / nullif(r.national_dated, 0), 3) AS share_by_next_day,
    round(1.0 * r.national_in_week / nullif(r.national_dated, 0), 3) AS share_in_week
FROM share_rows AS r JOIN sources AS c ON c.id = r.source_id
WHERE r.year IS NOT NULL AND r.posts > 0;

-- Posts that say the same in two languages, in both directions, with what shows it.
CREATE VIEW translated_posts AS
SELECT
    x.item_id, i.source_id, i.language, t.title, i.url,
    x.other_item_id AS translation_id, o.language AS translation_language, u.title AS translation_title,
    o.url AS translation_url, x.because
FROM (SELECT item_id, other_item_id, because FROM translations
      UNION ALL SELECT other_item_id, item_id, because FROM translations) AS x
    JOIN item_rows AS i ON i.id = x.item_id AND i.shown = 1
    JOIN item_rows AS o ON o.id = x.other_item_id AND o.shown = 1
    LEFT JOIN texts AS t ON t.id = i.text_id
    LEFT JOIN texts AS u ON u.id = o.text_id;

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
    (SELECT count(*) FROM appearances AS a WHERE a.channel_id = c.id) AS posts,
    h.reason AS hold, h.since AS held_since, h.detail AS hold_detail
FROM channels AS c
    JOIN sources AS s ON s.id = c.source_id
    LEFT JOIN visits AS v ON v.id = (SELECT max(l.id) FROM visits AS l WHERE l.channel_id = c.id)
    LEFT JOIN holds AS h ON h.source_id = c.source_id AND h.ended_at IS NULL
WHERE c.closed_at IS NULL;

-- What went missing and when, and what came back, the newest first, with the evidence.
CREATE VIEW removals AS
SELECT
    x.id, x.at, x.item_id, i.source_id, s.name AS source, t.title, i.url AS item_url,
    CASE WHEN i.published_precision IN ('minute', 'day') THEN i.published_on END AS published_on,
    x.before, x.status, x.reason, x.evidence, x.url, i.status AS status_now
FROM status_changes AS x
    JOIN item_rows AS i ON i.id = x.item_id AND i.shown = 1
    JOIN sources AS s ON s.id = i.source_id
    LEFT JOIN texts AS t ON t.id = i.text_id
ORDER BY x.at DESC, x.id DESC;

-- What is to be said of each source now: its verdict of the running week, since when, and what that rests on.
CREATE VIEW source_verdicts AS
SELECT
    s.id AS source_id, s.name AS source, s.level, s.states,
    coalesce(e.verdict, 'never') AS verdict,
    coalesce(e.sentence, 'It has no channel, and no post of it is known.') AS sentence,
    (SELECT min(b.week) FROM expectations AS b WHERE b.source_id = s.id AND b.week > coalesce(
        (SELECT max(o.week) FROM expectations AS o WHERE o.source_id = s.id AND o.verdict != e.verdict), '')) AS since,
    e.week, e.expected, e.collected, e.reported_by_site,
    (SELECT i.sorted_at FROM item_rows AS i WHERE i.source_id = s.id AND i.shown = 1
     ORDER BY i.sorted_at DESC, i.id DESC LIMIT 1) AS last_post_at,
    (SELECT max(v.last_at) FROM channels AS c JOIN visits AS v ON v.channel_id = c.id
     WHERE c.source_id = s.id AND v.outcome IN ('ok', 'unchanged', 'empty')) AS last_good_at,
    h.reason AS hold, h.since AS held_since
FROM sources AS s
    LEFT JOIN expectations AS e ON e.source_id = s.id
        AND e.week = (SELECT max(n.week) FROM expectations AS n WHERE n.source_id = s.id)
    LEFT JOIN holds AS h ON h.source_id = s.id AND h.ended_at IS NULL
WHERE s.closed_at IS NULL;

-- How many posts came of each source in each week, beside what is usual: what a map of the coverage is drawn from.
CREATE VIEW source_weeks AS
SELECT
    e.source_id, s.name AS source, s.level, e.week, e.expected, e.collected, e.reported_by_site, e.verdict, e.sentence
FROM expectations AS e JOIN sources AS s ON s.id = e.source_id;

-- What is withheld now: the tombstones of posts that readers could see before, without a word of them.
CREATE VIEW tombstones AS
SELECT
    w.item_id, i.source_id, s.name AS source,
    CASE WHEN i.published_precision IN ('minute', 'day') THEN i.published_on END AS published_on,
    i.first_seen_at, w.withheld_at, d.reason, d.requested_by
FROM withheld AS w
    JOIN withholdings AS d ON d.id = w.withholding_id
    JOIN item_rows AS i ON i.id = w.item_id
    JOIN sources AS s ON s.id = i.source_id
WHERE w.was_shown = 1;

-- Sources that are paused now.
CREATE VIEW paused_sources AS
SELECT p.source_id, s.name AS source, p.since, p.until, p.reason
FROM pauses AS p JOIN sources AS s ON s.id = p.source_id
WHERE p.ended_at IS NULL AND (p.until IS NULL OR p.until > date('now'));

-- Carriers of watches that do not take messages now, with what waits for them.
CREATE VIEW failing_carriers AS
SELECT
    c.id AS carrier, c.failing_since, c.failures, c.next_attempt_at, c.sentence,
    (SELECT count(*) FROM deliveries AS d WHERE d.carrier = c.id AND d.what != 'test'
        AND d.state NOT IN ('sent', 'dropped')) AS unsent
FROM carriers AS c
WHERE c.failing_since IS NOT NULL;
