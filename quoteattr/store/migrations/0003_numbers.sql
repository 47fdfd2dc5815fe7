-- Numbers, in the order of storing: tables are joined by them, not by their long ids, and what was stored together is
-- found together. They hold in one database only; ids hold everywhere.

ALTER TABLE articles ADD COLUMN number BIGINT;
ALTER TABLE articles ADD COLUMN site VARCHAR;               -- the site or feed that it was found on
ALTER TABLE articles ADD COLUMN language VARCHAR;           -- such as en; none where it could not be told
ALTER TABLE articles ADD COLUMN notes VARCHAR DEFAULT '[]'; -- JSON: what reading did on the way to the text
-- after the columns: DuckDB 1.5 alters no table that the same transaction has updated
UPDATE articles SET number = rowid + 1;

ALTER TABLE quotes ADD COLUMN number BIGINT;
ALTER TABLE quotes ADD COLUMN article_number BIGINT;
UPDATE quotes SET number = quotes.rowid + 1, article_number = a.number FROM articles a WHERE a.id = quotes.article;

ALTER TABLE attributions ADD COLUMN number BIGINT;          -- its quote's
ALTER TABLE attributions ADD COLUMN article_number BIGINT;
UPDATE attributions SET number = q.number, article_number = q.article_number FROM quotes q WHERE q.id = attributions.quote;

ALTER TABLE resolutions ADD COLUMN number BIGINT;           -- its quote's
UPDATE resolutions SET number = q.number FROM quotes q WHERE q.id = resolutions.quote;

ALTER TABLE shown ADD COLUMN number BIGINT;                 -- its quote's
ALTER TABLE shown ADD COLUMN lender_number BIGINT;
ALTER TABLE shown ADD COLUMN article_number BIGINT;
UPDATE shown SET number = q.number, article_number = q.article_number FROM quotes q WHERE q.id = shown.id;
UPDATE shown SET lender_number = q.number FROM quotes q WHERE q.id = shown.lender;

CREATE OR REPLACE VIEW statements AS
SELECT
    q.id AS id,
    p.name AS speaker,
    coalesce(s.kind, t.kind) AS kind,
    q.text AS text,
    t.source AS source,
    t.cue AS cue,
    a.outlet AS outlet,
    a.title AS title,
    a.url AS url,
    a.place AS place,
    a.published AS published,
    a.day AS day,
    a.id AS article,
    a.record AS record,
    q.span_start AS start,
    q.span_end AS "end",
    coalesce(s.confidence, t.confidence) AS confidence,
    coalesce(s.why, concat_ws('; ', nullif(rtrim(t.why, '.'), ''), nullif(rtrim(r.why, '.'), ''))) AS why,
    s.speaker AS speaker_id,
    a.record_offset + q.span_start AS record_start,
    s.decision AS decision,
    t.act AS act
FROM shown s
JOIN quotes q ON q.number = s.number
JOIN articles a ON a.number = s.article_number
LEFT JOIN attributions t ON t.number = s.lender_number AND t.run = s.run
LEFT JOIN resolutions r ON r.number = s.lender_number AND r.run = s.run
LEFT JOIN speakers p ON p.id = s.speaker;

CREATE OR REPLACE VIEW unresolved AS
SELECT
    coalesce(t.name, t.source) AS name,
    count(*) AS statements,
    count(DISTINCT s.article_number) AS articles,
    min(r.method) AS method,
    min(r.why) AS why,
    min(r.candidates) AS candidates,
    min(s.id) AS example
FROM shown s
LEFT JOIN attributions t ON t.number = s.lender_number AND t.run = s.run
LEFT JOIN resolutions r ON r.number = s.lender_number AND r.run = s.run
WHERE s.speaker IS NULL
GROUP BY 1
ORDER BY statements DESC, name;
