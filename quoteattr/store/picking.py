"""Statements put together from their tables in the order in which that is done soonest."""

from __future__ import annotations

from quoteattr.store.filters import Conditions, Part

ORDER = "day, outlet, article, start, id"

# Asked through the view, DuckDB copies the columns of the articles once for every statement at every join. So it is
# told to find the statements by what is narrow first, and to keep them; what is wide joins them afterwards.
_PICKED = """
WITH these AS NOT MATERIALIZED (
    SELECT number, id, outlet, title, url, place, published, day, record, record_offset FROM articles WHERE {articles}
),
picked AS MATERIALIZED (
    SELECT s.*, q.id, q.text, q.span_start, q.span_end
    FROM shown s {among} JOIN quotes q ON q.number = s.number
    WHERE {quotes}
)
SELECT * FROM (
    SELECT
        q.id AS id,
        p.name AS speaker,
        coalesce(q.kind, t.kind) AS kind,
        q.text AS text,
        t.source AS source,
        t.cue AS cue,
        {of_article}
        coalesce(q.confidence, t.confidence) AS confidence,
        coalesce(q.why, concat_ws('; ', nullif(rtrim(t.why, '.'), ''), nullif(rtrim(t.speaker_why, '.'), ''))) AS why,
        p.id AS speaker_id,
        a.record_offset + q.span_start AS record_start,
        q.decision AS decision,
        t.act AS act
    FROM picked q
    JOIN these a ON a.number = q.article_number
    JOIN attributions t ON t.number = q.attribution
    LEFT JOIN speakers p ON p.number = q.speaker
    UNION ALL
    SELECT
        q.id, p.name, q.kind, q.text, NULL, NULL,
        {of_article}
        q.confidence, q.why, p.id, a.record_offset + q.span_start, q.decision, NULL
    FROM picked q
    JOIN these a ON a.number = q.article_number
    LEFT JOIN speakers p ON p.number = q.speaker
    WHERE q.attribution IS NULL
) WHERE {rest} ORDER BY {order}
"""
_OF_ARTICLE = """a.outlet AS outlet, a.title AS title, a.url AS url, a.place AS place, a.published AS published,
        a.day AS day, a.id AS article, a.record AS record, q.span_start AS start, q.span_end AS "end","""


def ordered(asked: Conditions) -> Part:
    """Return the query for the statements that meet some conditions, in their order, with its values.

    Its rows are those of the view ``statements``.
    """
    # The view does well where one speaker's few statements are asked for, and where everything is.
    if asked.speakers != Part() or asked.articles == asked.quotes:
        return Part(f"SELECT * FROM statements WHERE {asked.whole.sql} ORDER BY {ORDER}", asked.whole.values)
    sql = _PICKED.format(
        articles=asked.articles.sql,
        # to join all articles only to find that each statement has one would be in vain
        among="JOIN these b ON b.number = s.article_number" if asked.articles != Part() else "",
        quotes=asked.quotes.sql,
        of_article=_OF_ARTICLE,
        rest=asked.rest.sql,
        order=ORDER,
    )
    return Part(sql, asked.articles.values + asked.quotes.values + asked.rest.values)
