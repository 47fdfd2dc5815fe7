-- Which statements report one utterance: pairs that a run found or people decided, the utterances that they make up, and
-- the accounts of each: articles that print one dispatch are one witness.

ALTER TABLE matches ADD COLUMN decision VARCHAR;            -- by which people made it a pair; none: a run found it
ALTER TABLE decisions ADD COLUMN other_article VARCHAR;     -- the second anchor, of paired and parted
ALTER TABLE decisions ADD COLUMN other_pieces BIGINT[];
ALTER TABLE decisions ADD COLUMN other_words VARCHAR;

-- Derived from the matches that stand.
CREATE TABLE tellings (
    utterance VARCHAR NOT NULL,
    statement VARCHAR NOT NULL,
    witness BIGINT NOT NULL,        -- 1, 2, ...: the accounts of it, the one published first before the others
    agency VARCHAR                  -- who is credited with the account
);

CREATE OR REPLACE VIEW standing_decisions AS
SELECT d.*
FROM decisions d
WHERE d.action <> 'undo' AND NOT EXISTS (SELECT 1 FROM decisions u WHERE u.action = 'undo' AND u.target = d.id);

-- The statements that are shown where people spoke of a pair: those that share half of the shorter one's length.
CREATE OR REPLACE VIEW decided_pairs AS
WITH spoken AS (
    SELECT s.id AS id, q.article AS article, q.span_start AS first, q.span_end AS last
    FROM shown s JOIN quotes q ON q.number = s.number
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

CREATE OR REPLACE VIEW orphaned_decisions AS
SELECT d.*, n.article AS missing_in
FROM standing_decisions d
LEFT JOIN anchors n ON n.decision = d.id
WHERE d.article IS NOT NULL AND d.action NOT IN ('paired', 'parted') AND (n.found IS NULL OR NOT n.found)
UNION ALL
SELECT d.*, NULL
FROM standing_decisions d
WHERE d.action IN ('paired', 'parted') AND NOT EXISTS (
    SELECT 1 FROM shown s JOIN quotes q ON q.number = s.number
    WHERE q.article = d.article AND q.span_start < d.span_end AND d.span_start < q.span_end
) OR d.action IN ('paired', 'parted') AND NOT EXISTS (
    SELECT 1 FROM shown s JOIN quotes q ON q.number = s.number
    WHERE q.article = d.other_article AND q.span_start < list_max(d.other_pieces)
        AND list_min(d.other_pieces) < q.span_end
);

-- What a run found, as far as people did not decide otherwise, and what they decided.
CREATE OR REPLACE VIEW standing_matches AS
SELECT m.*
FROM matches m
LEFT JOIN decided_pairs p ON p.a = m.a AND p.b = m.b
WHERE (CASE WHEN m.decision IS NULL THEN p.decision IS NULL ELSE p.same AND p.decision = m.decision END)
    AND EXISTS (SELECT 1 FROM shown s WHERE s.id = m.a) AND EXISTS (SELECT 1 FROM shown s WHERE s.id = m.b);

CREATE OR REPLACE VIEW comparisons AS
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

CREATE OR REPLACE VIEW utterances AS
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
