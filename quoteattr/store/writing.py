"""Write a settled batch into the tables, inside one transaction: a statement of SQL a table."""

from __future__ import annotations

from collections.abc import Sequence

from quoteattr.store.connection import Connection, fetch
from quoteattr.store.shown import refresh

_ARTICLES = """
INSERT INTO articles (id, text, outlet, title, url, byline, place, published, published_as, day, record, record_offset,
    sections, site, language, notes, number)
SELECT t.id, g.text, g.outlet, g.title, g.url, g.byline, g.place, t.published, t.published_as, t.day, g.record,
    coalesce(g.record_offset, 0), t.sections, g.site, g.language, coalesce(g.notes, '[]'),
    $1 + row_number() OVER (ORDER BY t.a)
FROM told t JOIN given_articles g USING (a)
WHERE t.fresh AND NOT EXISTS (SELECT 1 FROM articles o WHERE o.id = t.id) ORDER BY t.a
"""
# Also where an article was met that is stored already, or stands in the batch twice.
_POSITIONS = """
INSERT INTO positions (article, record, record_offset)
SELECT t.id, g.record, coalesce(g.record_offset, 0) AS place
FROM told t JOIN given_articles g USING (a)
WHERE g.record IS NOT NULL AND EXISTS (SELECT 1 FROM articles o WHERE o.id = t.id) AND NOT EXISTS (
    SELECT 1 FROM positions o
    WHERE o.article = t.id AND o.record = g.record AND o.record_offset = coalesce(g.record_offset, 0)
)
QUALIFY row_number() OVER (PARTITION BY t.id, g.record, place ORDER BY t.a) = 1 ORDER BY t.a
"""
_EXTRACTIONS = """
INSERT INTO extractions (run, article, statements)
SELECT $1, t.id, count(s.n) FROM told t LEFT JOIN staged s USING (a) WHERE t.fresh GROUP BY t.a, t.id ORDER BY t.a
"""
_PLACED = """
CREATE OR REPLACE TEMP TABLE placed AS
SELECT t.a, o.number FROM told t JOIN articles o ON o.id = t.id WHERE t.fresh
"""
# A quote that an earlier run has found keeps its number. Those can only stand among the numbers of the batch's
# articles, so that the rest of the table is not looked at.
_NUMBERED = """
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT s.n, p.number AS article_number, q.number IS NULL AS fresh,
    coalesce(q.number, $3 + row_number() OVER (PARTITION BY q.number IS NULL ORDER BY s.n)) AS number
FROM staged s JOIN placed p USING (a)
LEFT JOIN (SELECT id, number FROM quotes WHERE article_number BETWEEN $1 AND $2) q ON q.id = s.quote
"""
_QUOTES = """
INSERT INTO quotes (id, article, span_start, span_end, pieces, text, number, article_number)
SELECT s.quote, s.article, s.content[1], s.content[-1], s.content, s.words, m.number, m.article_number
FROM staged s JOIN numbered m USING (n) WHERE m.fresh ORDER BY s.n
"""
_ATTRIBUTIONS = """
INSERT INTO attributions (run, quote, article, kind, cue_start, cue_end, cue, source_start, source_end, source,
    confidence, name, label, name_key, source_key, chain, why, act, number,
    article_number)
SELECT $1, s.quote, s.article, s.kind, s.cue_start, s.cue_end, s.cue, s.source_start, s.source_end, s.source,
    coalesce(s.confidence, 1.0), s.name, s.label, kn.key, ks.key, coalesce(s.chain, []), coalesce(s.link_why, ''),
    s.act, m.number, m.article_number
FROM staged s JOIN numbered m USING (n) LEFT JOIN keys kn ON kn.name = s.name LEFT JOIN keys ks ON ks.name = s.source
ORDER BY s.n
"""
_RESOLUTIONS = """
INSERT INTO resolutions (run, quote, article, speaker, score, candidates, method, why, number)
SELECT $1, s.quote, s.article, w.who, coalesce(s.score, 0.0), coalesce(s.candidates, '[]'),
    coalesce(s.method, CASE WHEN w.who IS NULL THEN 'nobody' ELSE 'given' END), coalesce(s.speaker_why, ''), m.number
FROM staged s JOIN numbered m USING (n)
LEFT JOIN who w ON w.speaker = s.speaker AND w.registered IS NOT DISTINCT FROM s.speaker_id ORDER BY s.n
"""
_SPEAKERS = """
INSERT INTO speakers (id, name, registered, first_article)
SELECT w.who, s.speaker, s.speaker_id IS NOT NULL, s.article
FROM staged s JOIN who w ON w.speaker = s.speaker AND w.registered IS NOT DISTINCT FROM s.speaker_id
WHERE NOT EXISTS (SELECT 1 FROM speakers o WHERE o.id = w.who)
QUALIFY row_number() OVER (PARTITION BY w.who ORDER BY s.n) = 1 ORDER BY s.n
"""
_ALIASES = """
INSERT INTO aliases (key, alias, speaker)
WITH pairs AS (
    SELECT s.n, w.who,
        unnest([{key: w.key, alias: s.speaker, rank: 1}, {key: k.key, alias: s.name, rank: 2}], recursive := true)
    FROM staged s JOIN who w ON w.speaker = s.speaker AND w.registered IS NOT DISTINCT FROM s.speaker_id
    LEFT JOIN keys k ON k.name = s.name
)
SELECT key, alias, who FROM pairs p
WHERE key IS NOT NULL AND NOT EXISTS (SELECT 1 FROM aliases o WHERE o.key = p.key AND o.speaker = p.who)
QUALIFY row_number() OVER (PARTITION BY key, who ORDER BY n, rank) = 1 ORDER BY n, rank
"""


def _last(con: Connection, table: str) -> int:
    return int(fetch(con, f"SELECT coalesce(max(number), 0) FROM {table}")[0][0])


def write(con: Connection, run: str, fresh: Sequence[str]) -> None:
    """Write what `quoteattr.store.staging.settle` has left in the temporary tables.

    Args:
        con: The connection, inside a transaction.
        run: The id of the run, which is in ``runs``.
        fresh: The ids of the articles that are stored now.
    """
    seen = {
        row[0]
        for row in fetch(
            con, "SELECT article FROM extractions WHERE article IN (SELECT unnest($1::VARCHAR[]))", [list(fresh)]
        )
    }
    con.execute(_ARTICLES, [_last(con, "articles")])
    con.execute(_POSITIONS)
    if not fresh:
        return
    con.execute(_EXTRACTIONS, [run])
    con.execute(_PLACED)
    low, high = fetch(con, "SELECT min(number), max(number) FROM placed")[0] if seen else (0, 0)
    con.execute(_NUMBERED, [low, high, _last(con, "quotes")])
    con.execute(_QUOTES)
    con.execute(_ATTRIBUTIONS, [run])
    con.execute(_RESOLUTIONS, [run])
    con.execute(_SPEAKERS)
    con.execute(_ALIASES)
    refresh(con, [a for a in fresh if a not in seen], fresh=True)
    refresh(con, [a for a in fresh if a in seen])
