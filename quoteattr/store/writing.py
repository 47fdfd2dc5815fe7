"""Write a settled batch into the tables, inside one transaction: a statement of SQL a table."""

from __future__ import annotations

from quoteattr.store.connection import Connection, fetch, last
from quoteattr.store.decisions import standing
from quoteattr.store.shown import refresh

# The number of each article that is stored now; one that another run has stored before keeps its own.
_PLACED = """
CREATE OR REPLACE TEMP TABLE placed AS
SELECT t.a, t.id, m.number IS NULL AS fresh,
    coalesce(m.number, $1 + row_number() OVER (PARTITION BY m.number IS NULL ORDER BY t.a)) AS number
FROM chosen JOIN told t USING (a) LEFT JOIN met m USING (id) ORDER BY t.a
"""
_ARTICLES = """
INSERT INTO articles (id, number, text, outlet, title, url, byline, place, site, language, published, published_as, day,
    record, record_offset, sections, notes)
SELECT t.id, p.number, g.text, g.outlet, g.title, g.url, g.byline, g.place, g.site, g.language, t.published,
    t.published_as, t.day, g.record, coalesce(g.record_offset, 0), t.sections, coalesce(g.notes, '[]')
FROM placed p JOIN told t USING (a) JOIN given_articles g USING (a) WHERE p.fresh ORDER BY p.number
"""
# Also where an article was met that is stored already, or stands in the batch twice.
_POSITIONS = """
INSERT INTO positions (article_number, record, record_offset)
WITH numbers AS (SELECT id, number FROM placed UNION SELECT id, number FROM met),
places AS (
    SELECT n.number, g.record, coalesce(g.record_offset, 0) AS place, min(t.a) AS a
    FROM told t JOIN numbers n USING (id) JOIN (SELECT a, record, record_offset FROM given_articles) g USING (a)
    WHERE g.record IS NOT NULL GROUP BY ALL
)
SELECT number, record, place FROM places p
WHERE NOT EXISTS (
    SELECT 1 FROM positions o
    WHERE o.article_number = p.number AND o.record = p.record AND o.record_offset = p.place
) ORDER BY a
"""
_EXTRACTIONS = """
INSERT INTO extractions (run, article_number, statements)
SELECT $1, p.number, count(s.n) FROM placed p LEFT JOIN staged s USING (a) GROUP BY p.a, p.number ORDER BY p.a
"""
_SPEAKERS = """
INSERT INTO speakers (id, number, name, registered, first_article)
SELECT who, $1 + row_number() OVER (ORDER BY n), speaker, registered, article
FROM (
    SELECT w.who, arg_min(w.speaker, s.n) AS speaker, bool_or(w.registered IS NOT NULL) AS registered,
        min(s.n) AS n, arg_min(s.article, s.n) AS article
    FROM staged s JOIN who w ON w.speaker = s.speaker AND w.registered IS NOT DISTINCT FROM s.speaker_id GROUP BY w.who
) f
WHERE NOT EXISTS (SELECT 1 FROM speakers o WHERE o.id = f.who) ORDER BY n
"""
_ALIASES = """
INSERT INTO aliases (key, alias, speaker)
WITH named AS (SELECT min(n) AS n, speaker, speaker_id, name FROM staged WHERE speaker <> '' GROUP BY ALL),
pairs AS (
    SELECT s.n, w.who,
        unnest([{key: w.key, alias: s.speaker, rank: 1}, {key: k.key, alias: s.name, rank: 2}], recursive := true)
    FROM named s JOIN who w ON w.speaker = s.speaker AND w.registered IS NOT DISTINCT FROM s.speaker_id
    LEFT JOIN keys k ON k.name = s.name
)
SELECT key, alias, who FROM pairs p
WHERE key IS NOT NULL AND NOT EXISTS (SELECT 1 FROM aliases o WHERE o.key = p.key AND o.speaker = p.who)
QUALIFY row_number() OVER (PARTITION BY key, who ORDER BY n, rank) = 1 ORDER BY n, rank
"""
# The numbers of every statement, beside its row in ``staged``, so that its words need not be sorted. A quote that an
# earlier run has found keeps its number; those are looked for only among the articles that were there before.
_NUMBERED = """
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT p.number AS article_number, p.fresh AS article_fresh, q.number IS NULL AS fresh,
    coalesce(q.number, $1 + row_number() OVER (PARTITION BY q.number IS NULL ORDER BY s.n)) AS number,
    $2 + row_number() OVER (ORDER BY s.n) AS attribution,
    kn.key AS name_key, ks.key AS source_key, w.number AS who
FROM (SELECT rowid AS place, n, a, quote, name, source, speaker, speaker_id FROM staged) s JOIN placed p USING (a)
LEFT JOIN (
    SELECT id, number FROM quotes WHERE article_number IN (SELECT number FROM placed WHERE NOT fresh)
) q ON q.id = s.quote
LEFT JOIN keys kn ON kn.name = s.name
LEFT JOIN keys ks ON ks.name = s.source
LEFT JOIN (SELECT w.speaker, w.registered, p.number FROM who w JOIN speakers p ON p.id = w.who) w
    ON w.speaker = s.speaker AND w.registered IS NOT DISTINCT FROM s.speaker_id
ORDER BY s.place
"""
_QUOTES = """
INSERT INTO quotes (id, number, article_number, span_start, span_end, pieces, text)
SELECT quote, number, article_number, content[1], content[-1], content, words
FROM staged POSITIONAL JOIN numbered WHERE fresh
"""
_ATTRIBUTIONS = """
INSERT INTO attributions (number, run, quote, article_number, kind, act, cue_start, cue_end, cue, source_start,
    source_end, source, confidence, name, label, name_key, source_key, chain, why, speaker, score, candidates, method,
    speaker_why)
SELECT attribution, $1, number, article_number, kind, act, cue_start, cue_end, cue, source_start, source_end, source,
    coalesce(confidence, 1.0), name, label, name_key, source_key, coalesce(chain, []), coalesce(link_why, ''), who,
    coalesce(score, 0.0), coalesce(candidates, '[]'),
    coalesce(method, CASE WHEN who IS NULL THEN 'nobody' ELSE 'given' END), coalesce(speaker_why, '')
FROM staged POSITIONAL JOIN numbered
"""
# What `refresh` would find where nobody has decided anything.
_SHOWN = """
INSERT INTO shown (number, article_number, attribution, speaker)
SELECT number, article_number, attribution, who FROM numbered WHERE article_fresh
"""


def write(con: Connection, run: str, some: bool) -> None:
    """Write what `quoteattr.store.staging.settle` has left in the temporary tables.

    Args:
        con: The connection, inside a transaction.
        run: The id of the run, which is in ``runs`` where some are stored.
        some: Whether any articles are stored now; else only where those that are there already were met.
    """
    con.execute(_PLACED, [last(con, "articles")])
    con.execute(_ARTICLES)
    con.execute(_POSITIONS)
    if not some:
        return
    (number,) = fetch(con, "SELECT number FROM runs WHERE id = $1", [run])[0]
    con.execute(_EXTRACTIONS, [number])
    con.execute(_SPEAKERS, [last(con, "speakers")])
    con.execute(_ALIASES)
    con.execute(_NUMBERED, [last(con, "quotes"), last(con, "attributions")])
    con.execute(_QUOTES)
    con.execute(_ATTRIBUTIONS, [number])
    stored = fetch(con, "SELECT number, fresh FROM placed ORDER BY a")
    if standing(con):
        refresh(con, [of for of, fresh in stored if fresh], fresh=True)
    else:
        con.execute(_SHOWN)
    refresh(con, [of for of, fresh in stored if not fresh])
