-- What the machine derived and what is shown go by numbers alone, and what it said of one quote is one row: half the bytes,
-- and a join less. No index is kept over ids: it was in memory as a whole, and every checkpoint wrote the last part of an
-- indexed table anew. That ids are there once is seen to by the one process that writes, and checked by the doctor.

DROP VIEW utterances;
DROP VIEW comparisons;
DROP VIEW standing_matches;
DROP VIEW orphaned_decisions;
DROP VIEW decided_pairs;
DROP VIEW statements;
DROP VIEW unresolved;

ALTER TABLE articles RENAME TO articles_4;
CREATE TABLE articles (
    id VARCHAR NOT NULL,
    number BIGINT NOT NULL,         -- 1, 2, ... in the order of storing; holds in this database only
    text VARCHAR NOT NULL,
    outlet VARCHAR,
    title VARCHAR,
    url VARCHAR,
    byline VARCHAR,
    place VARCHAR,
    site VARCHAR,                   -- the site or feed that it was found on
    language VARCHAR,               -- such as en; none where it could not be told
    published TIMESTAMP,            -- UTC; midnight where only the day is known
    published_as VARCHAR,           -- as it was given (ISO 8601): the id derives from it
    day DATE,
    record VARCHAR,                 -- the input that it was first read from
    record_offset BIGINT NOT NULL,  -- where it begins in that input
    sections VARCHAR NOT NULL,      -- JSON: [[role, start, end], ...]
    notes VARCHAR NOT NULL          -- JSON: what reading did on the way to the text
);
INSERT INTO articles BY NAME
SELECT * REPLACE (coalesce(notes, '[]') AS notes) FROM articles_4 ORDER BY articles_4.number;

ALTER TABLE positions RENAME TO positions_4;
CREATE TABLE positions (
    article_number BIGINT NOT NULL,
    record VARCHAR NOT NULL,
    record_offset BIGINT NOT NULL
);
INSERT INTO positions
SELECT a.number, p.record, p.record_offset FROM positions_4 p JOIN articles a ON a.id = p.article ORDER BY p.rowid;

ALTER TABLE quotes RENAME TO quotes_4;
CREATE TABLE quotes (
    id VARCHAR NOT NULL,            -- the statement's id
    number BIGINT NOT NULL,         -- 1, 2, ... in the order of storing; holds in this database only
    article_number BIGINT NOT NULL,
    span_start BIGINT NOT NULL,
    span_end BIGINT NOT NULL,
    pieces BIGINT[] NOT NULL,       -- start, end, start, end, ...
    text VARCHAR NOT NULL           -- the pieces' words, parted by a blank
);
INSERT INTO quotes BY NAME SELECT * EXCLUDE (article) FROM quotes_4 ORDER BY quotes_4.number;

ALTER TABLE speakers RENAME TO speakers_4;
CREATE TABLE speakers (
    id VARCHAR NOT NULL,
    number BIGINT NOT NULL,         -- 1, 2, ... in the order in which they were met; holds in this database only
    name VARCHAR NOT NULL,
    registered BOOLEAN NOT NULL,    -- whether the id is a registry's
    first_article VARCHAR           -- where the speaker was first met
);
INSERT INTO speakers BY NAME
SELECT *, row_number() OVER (ORDER BY rowid) AS number FROM speakers_4 ORDER BY number;

ALTER TABLE extractions RENAME TO extractions_4;
CREATE TABLE extractions (
    run BIGINT NOT NULL,            -- its number
    article_number BIGINT NOT NULL,
    statements BIGINT NOT NULL
);
INSERT INTO extractions
SELECT r.number, a.number, e.statements
FROM extractions_4 e JOIN runs r ON r.id = e.run JOIN articles a ON a.id = e.article ORDER BY e.rowid;

ALTER TABLE attributions RENAME TO attributions_4;
CREATE TABLE attributions (
    number BIGINT NOT NULL,         -- 1, 2, ... in the order of storing; holds in this database only
    run BIGINT NOT NULL,            -- its number
    quote BIGINT NOT NULL,          -- its number
    article_number BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    act VARCHAR,                    -- speech, writing or thought
    cue_start BIGINT,
    cue_end BIGINT,
    cue VARCHAR,
    source_start BIGINT,
    source_end BIGINT,
    source VARCHAR,
    confidence DOUBLE NOT NULL,
    name VARCHAR,                   -- the fullest name that the article gives
    label VARCHAR,
    name_key VARCHAR,               -- quoteattr.names.name_key of the name, and of the source
    source_key VARCHAR,
    chain BIGINT[] NOT NULL,        -- start, end, start, end, ...: from the source to the name
    why VARCHAR NOT NULL,           -- why the words are the source's
    speaker BIGINT,                 -- the speaker's number
    score DOUBLE NOT NULL,
    candidates VARCHAR NOT NULL,    -- JSON: [[name, score, speaker id], ...]
    method VARCHAR NOT NULL,
    speaker_why VARCHAR NOT NULL    -- why the source is the speaker
);
INSERT INTO attributions BY NAME
SELECT row_number() OVER (ORDER BY t.rowid) AS number, u.number AS run, t.number AS quote, t.article_number, t.kind, t.act,
    t.cue_start, t.cue_end, t.cue, t.source_start, t.source_end, t.source, t.confidence, t.name, t.label, t.name_key,
    t.source_key, t.chain, t.why, p.number AS speaker, coalesce(r.score, 0) AS score,
    coalesce(r.candidates, '[]') AS candidates, coalesce(r.method, 'nobody') AS method, coalesce(r.why, '') AS speaker_why
FROM attributions_4 t JOIN runs u ON u.id = t.run
LEFT JOIN resolutions r ON r.run = t.run AND r.number = t.number
LEFT JOIN speakers p ON p.id = r.speaker
ORDER BY 1;

ALTER TABLE shown RENAME TO shown_4;
CREATE TABLE shown (
    number BIGINT NOT NULL,         -- the quote's
    article_number BIGINT NOT NULL,
    attribution BIGINT,             -- the number of what the machine says of it: none where only people know of it
    speaker BIGINT,                 -- the speaker's number
    decision VARCHAR,               -- the latest decision that shaped it
    kind VARCHAR,                   -- where people's borders change it
    confidence DOUBLE,
    why VARCHAR
);
INSERT INTO shown
SELECT s.number, s.article_number, t.number, p.number, s.decision, s.kind, s.confidence, s.why
FROM shown_4 s LEFT JOIN runs u ON u.id = s.run
LEFT JOIN attributions t ON t.run = u.number AND t.quote = s.lender_number
LEFT JOIN speakers p ON p.id = s.speaker
ORDER BY s.rowid;

DROP TABLE resolutions;
DROP TABLE shown_4;
DROP TABLE attributions_4;
DROP TABLE extractions_4;
DROP TABLE positions_4;
DROP TABLE quotes_4;
DROP TABLE speakers_4;
DROP TABLE articles_4;

-- What no longer comes up stays as history.
ALTER TABLE failures RENAME TO failures_4;
CREATE TABLE failures (
    record VARCHAR NOT NULL,
    article VARCHAR NOT NULL,       -- empty where the input could not be read at all
    run VARCHAR NOT NULL,           -- empty likewise
    reason VARCHAR NOT NULL,
    closed TIMESTAMP                -- UTC: when its input was read again and it did not come up; none while it is open
);
INSERT INTO failures SELECT *, NULL FROM failures_4 ORDER BY failures_4.rowid;
DROP TABLE failures_4;

-- What the machine found is joined by equal numbers throughout, which DuckDB looks up while it reads; so what only people
-- know of, which has no attribution, stands apart.
CREATE VIEW statements AS
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
    coalesce(s.why, concat_ws('; ', nullif(rtrim(t.why, '.'), ''), nullif(rtrim(t.speaker_why, '.'), ''))) AS why,
    p.id AS speaker_id,
    a.record_offset + q.span_start AS record_start,
    s.decision AS decision,
    t.act AS act
FROM shown s
JOIN quotes q ON q.number = s.number
JOIN articles a ON a.number = s.article_number
JOIN attributions t ON t.number = s.attribution
LEFT JOIN speakers p ON p.number = s.speaker
UNION ALL
SELECT
    q.id AS id,
    p.name AS speaker,
    s.kind AS kind,
    q.text AS text,
    NULL AS source,
    NULL AS cue,
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
    s.confidence AS confidence,
    s.why AS why,
    p.id AS speaker_id,
    a.record_offset + q.span_start AS record_start,
    s.decision AS decision,
    NULL AS act
FROM shown s
JOIN quotes q ON q.number = s.number
JOIN articles a ON a.number = s.article_number
LEFT JOIN speakers p ON p.number = s.speaker
WHERE s.attribution IS NULL;

CREATE VIEW unresolved AS
SELECT
    coalesce(t.name, t.source) AS name,
    count(*) AS statements,
    count(DISTINCT s.article_number) AS articles,
    min(t.method) AS method,
    min(t.speaker_why) AS why,
    min(t.candidates) AS candidates,
    min(q.id) AS example
FROM shown s
JOIN quotes q ON q.number = s.number
LEFT JOIN attributions t ON t.number = s.attribution
WHERE s.speaker IS NULL
GROUP BY 1
ORDER BY statements DESC, name;

-- The statements that are shown where people spoke of a pair: those that share half of the shorter one's length.
CREATE VIEW decided_pairs AS
WITH spoken AS (
    SELECT q.id AS id, a.id AS article, q.span_start AS first, q.span_end AS last
    FROM shown s JOIN quotes q ON q.number = s.number JOIN articles a ON a.number = s.article_number
),
ends AS (
    SELECT d.id AS decision, d.action = 'paired' AS same, d.made_at AS made_at, a.id AS one, b.id AS other
    FROM standing_decisions d
    JOIN spoken a ON a.article = d.article AND 2 * (least(a.last, d.span_end) - greatest(a.first, d.span_start))
        >= least(a.last - a.first, d.span_end - d.span_start)
    JOIN spoken b ON b.article = d.other_article
        AND 2 * (least(b.last, list_max(d.other_pieces)) - greatest(b.first, list_min(d.other_pieces)))
        >= least(b.last - b.first, list_max(d.other_pieces) - list_min(d.other_pieces))
    WHERE d.action IN ('paired', 'parted')
)
SELECT least(one, other) AS a, greatest(one, other) AS b, same, decision
FROM ends
QUALIFY row_number() OVER (PARTITION BY least(one, other), greatest(one, other) ORDER BY made_at DESC, decision) = 1;

CREATE VIEW orphaned_decisions AS
SELECT d.*, n.article AS missing_in
FROM standing_decisions d
LEFT JOIN anchors n ON n.decision = d.id
WHERE d.article IS NOT NULL AND d.action NOT IN ('paired', 'parted') AND (n.found IS NULL OR NOT n.found)
UNION ALL
SELECT d.*, NULL
FROM standing_decisions d
WHERE d.action IN ('paired', 'parted') AND NOT EXISTS (
    SELECT 1 FROM shown s JOIN quotes q ON q.number = s.number JOIN articles a ON a.number = s.article_number
    WHERE a.id = d.article AND q.span_start < d.span_end AND d.span_start < q.span_end
) OR d.action IN ('paired', 'parted') AND NOT EXISTS (
    SELECT 1 FROM shown s JOIN quotes q ON q.number = s.number JOIN articles a ON a.number = s.article_number
    WHERE a.id = d.other_article AND q.span_start < list_max(d.other_pieces)
        AND list_min(d.other_pieces) < q.span_end
);

-- What a run found, as far as people did not decide otherwise, and what they decided.
CREATE VIEW standing_matches AS
SELECT m.*
FROM matches m
LEFT JOIN decided_pairs p ON p.a = m.a AND p.b = m.b
WHERE (CASE WHEN m.decision IS NULL THEN p.decision IS NULL ELSE p.same AND p.decision = m.decision END)
    AND EXISTS (SELECT 1 FROM shown s JOIN quotes q ON q.number = s.number WHERE q.id = m.a)
    AND EXISTS (SELECT 1 FROM shown s JOIN quotes q ON q.number = s.number WHERE q.id = m.b);

CREATE VIEW comparisons AS
SELECT
    a.speaker AS speaker,
    m.relation AS relation,
    m.score AS score,
    a.outlet AS a_outlet,
    a.text AS a_text,
    a.day AS a_day,
    b.outlet AS b_outlet,
    b.text AS b_text,
    b.day AS b_day,
    m.changes AS changes,
    m.edits AS edits,
    m.a AS a,
    m.b AS b,
    m.run AS run,
    CASE WHEN u.utterance = t.utterance THEN u.utterance END AS utterance,
    m.decision AS decision
FROM standing_matches m
JOIN statements a ON a.id = m.a
JOIN statements b ON b.id = m.b
LEFT JOIN tellings u ON u.statement = m.a
LEFT JOIN tellings t ON t.statement = m.b;

CREATE VIEW utterances AS
SELECT
    t.utterance AS utterance,
    any_value(s.speaker) AS speaker,
    count(*) AS statements,
    count(DISTINCT s.outlet) AS outlets,
    count(DISTINCT t.witness) AS witnesses,
    min(s.published) AS first_published,
    arg_min(s.outlet, (t.witness, s.published, s.id)) AS first_outlet,
    arg_min(s.text, (t.witness, s.published, s.id)) AS first_text,
    string_agg(DISTINCT t.agency, ', ' ORDER BY t.agency) AS agencies
FROM tellings t
JOIN statements s ON s.id = t.statement
GROUP BY t.utterance;
