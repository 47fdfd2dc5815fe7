-- Facts: insert-only, content-addressed. Offsets are code points into articles.text, half-open.

CREATE TABLE articles (
    id VARCHAR PRIMARY KEY,
    text VARCHAR NOT NULL,
    outlet VARCHAR,
    title VARCHAR,
    url VARCHAR,
    byline VARCHAR,
    place VARCHAR,
    published TIMESTAMP,            -- UTC; midnight where only the day is known
    published_as VARCHAR,           -- as it was given (ISO 8601): the id derives from it
    day DATE,
    record VARCHAR,                 -- the input that it was first read from
    record_offset BIGINT NOT NULL,  -- where it begins in that input
    sections VARCHAR NOT NULL       -- JSON: [[role, start, end], ...]
);

-- Every place where an article was met: one dispatch may stand in several inputs.
CREATE TABLE positions (
    article VARCHAR NOT NULL,
    record VARCHAR NOT NULL,
    record_offset BIGINT NOT NULL
);

CREATE TABLE quotes (
    id VARCHAR NOT NULL,            -- the statement's id
    article VARCHAR NOT NULL,
    span_start BIGINT NOT NULL,
    span_end BIGINT NOT NULL,
    pieces BIGINT[] NOT NULL,       -- start, end, start, end, ...
    text VARCHAR NOT NULL           -- the pieces' words, parted by a blank
);

CREATE TABLE speakers (
    id VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    registered BOOLEAN NOT NULL,    -- whether the id is a registry's
    first_article VARCHAR           -- where the speaker was first met
);

CREATE TABLE aliases (
    key VARCHAR NOT NULL,           -- quoteattr.names.name_key of the alias
    alias VARCHAR NOT NULL,
    speaker VARCHAR NOT NULL,
    since DATE,                     -- from when to when it is theirs, where that is known
    until DATE
);

-- What the machine derived, by run. A run is a recipe: versions and fingerprints.

CREATE TABLE runs (
    id VARCHAR PRIMARY KEY,
    number BIGINT NOT NULL,         -- 1, 2, ...: the highest is the latest
    recipe VARCHAR NOT NULL         -- JSON
);

CREATE TABLE extractions (
    run VARCHAR NOT NULL,
    article VARCHAR NOT NULL,
    statements BIGINT NOT NULL,
    PRIMARY KEY (run, article)
);

CREATE TABLE attributions (
    run VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,
    article VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    cue_start BIGINT,
    cue_end BIGINT,
    cue VARCHAR,
    source_start BIGINT,
    source_end BIGINT,
    source VARCHAR,
    confidence DOUBLE NOT NULL,
    name VARCHAR,                   -- the fullest name that the article gives
    label VARCHAR,
    name_key VARCHAR,
    source_key VARCHAR,
    chain BIGINT[] NOT NULL,        -- start, end, start, end, ...: from the source to the name
    why VARCHAR NOT NULL
);

CREATE TABLE resolutions (
    run VARCHAR NOT NULL,
    quote VARCHAR NOT NULL,
    article VARCHAR NOT NULL,
    speaker VARCHAR,
    score DOUBLE NOT NULL,
    candidates VARCHAR NOT NULL,    -- JSON: [[name, score, speaker id], ...]
    method VARCHAR NOT NULL,
    why VARCHAR NOT NULL
);

CREATE TABLE matches (
    run VARCHAR NOT NULL,
    a VARCHAR NOT NULL,
    b VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    relation VARCHAR NOT NULL,
    changes VARCHAR NOT NULL,       -- JSON: [[kind, words in a, words in b, note], ...]
    edits VARCHAR NOT NULL          -- JSON: [[op, a start, a end, b start, b end, variant], ...]
);

CREATE TABLE failures (
    record VARCHAR NOT NULL,
    article VARCHAR NOT NULL,       -- empty where the input could not be read at all
    run VARCHAR NOT NULL,           -- empty likewise
    reason VARCHAR NOT NULL,
    PRIMARY KEY (record, article)
);

-- What people decided: append-only, anchored to text; an undo is a row too.

CREATE TABLE decisions (
    id VARCHAR PRIMARY KEY,
    action VARCHAR NOT NULL,        -- alias, same, distinct, reject, borders, speaker, undo
    article VARCHAR,                -- the anchor: which article, which offsets, which exact words
    outlet VARCHAR,
    url VARCHAR,
    record VARCHAR,
    span_start BIGINT,
    span_end BIGINT,
    words VARCHAR,
    pieces BIGINT[],                -- the content as it stood
    content BIGINT[],               -- the content as it should be (borders)
    alias VARCHAR,
    speaker VARCHAR,                -- a name; none: nobody knows
    speaker_id VARCHAR,
    alias_id VARCHAR,               -- the speaker that the alias names, for same and distinct
    target VARCHAR,                 -- the decision that an undo takes back
    made_by VARCHAR NOT NULL,
    made_at TIMESTAMP NOT NULL,     -- UTC
    note VARCHAR NOT NULL
);

-- Derived from all of the above, kept up to date with every write, and checked by Store.check().

CREATE TABLE shown (
    id VARCHAR NOT NULL,            -- the quote
    article VARCHAR NOT NULL,
    run VARCHAR,                    -- whose attribution stands behind it: none where only people know of it
    lender VARCHAR,                 -- the machine's quote that it goes back to
    speaker VARCHAR,
    decision VARCHAR,               -- the latest decision that shaped it
    kind VARCHAR,                   -- where people's borders change it
    confidence DOUBLE,
    why VARCHAR
);

CREATE TABLE anchors (
    decision VARCHAR NOT NULL,
    article VARCHAR NOT NULL,       -- the article, or a later version of it
    found BOOLEAN NOT NULL          -- whether its words still stand there
);

-- Views: the public contract.

CREATE VIEW statements AS
SELECT
    s.id AS id,
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
    s.article AS article,
    a.record AS record,
    q.span_start AS start,
    q.span_end AS "end",
    coalesce(s.confidence, t.confidence) AS confidence,
    coalesce(s.why, concat_ws('; ', nullif(rtrim(t.why, '.'), ''), nullif(rtrim(r.why, '.'), ''))) AS why,
    s.speaker AS speaker_id,
    a.record_offset + q.span_start AS record_start,
    s.decision AS decision
FROM shown s
JOIN quotes q ON q.id = s.id
JOIN articles a ON a.id = s.article
LEFT JOIN attributions t ON t.run = s.run AND t.quote = s.lender
LEFT JOIN resolutions r ON r.run = s.run AND r.quote = s.lender
LEFT JOIN speakers p ON p.id = s.speaker;

CREATE VIEW unresolved AS
SELECT
    coalesce(t.name, t.source) AS name,
    count(*) AS statements,
    count(DISTINCT s.article) AS articles,
    min(r.method) AS method,
    min(r.why) AS why,
    min(r.candidates) AS candidates,
    min(s.id) AS example
FROM shown s
LEFT JOIN attributions t ON t.run = s.run AND t.quote = s.lender
LEFT JOIN resolutions r ON r.run = s.run AND r.quote = s.lender
WHERE s.speaker IS NULL
GROUP BY 1
ORDER BY statements DESC, name;

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
    m.run AS run
FROM matches m
JOIN statements a ON a.id = m.a
JOIN statements b ON b.id = m.b;

CREATE VIEW standing_decisions AS
SELECT d.*
FROM decisions d
WHERE d.action <> 'undo' AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.action = 'undo' AND u.target = d.id);

CREATE VIEW orphaned_decisions AS
SELECT d.*, n.article AS missing_in
FROM standing_decisions d
LEFT JOIN anchors n ON n.decision = d.id
WHERE d.article IS NOT NULL AND (n.found IS NULL OR NOT n.found);
