-- What a quote tells of: speech, writing or thought. None in what was extracted before: ingesting again tells it.

ALTER TABLE attributions ADD COLUMN act VARCHAR;

CREATE OR REPLACE VIEW statements AS
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
    s.decision AS decision,
    t.act AS act
FROM shown s
JOIN quotes q ON q.id = s.id
JOIN articles a ON a.id = s.article
LEFT JOIN attributions t ON t.run = s.run AND t.quote = s.lender
LEFT JOIN resolutions r ON r.run = s.run AND r.quote = s.lender
LEFT JOIN speakers p ON p.id = s.speaker;
