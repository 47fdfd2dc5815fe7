"""Statements as values again: article, quote, attribution and speaker, put together from their rows."""

from __future__ import annotations

from collections.abc import Sequence

from quoteattr.spans import Span
from quoteattr.store.connection import Connection, fetch
from quoteattr.store.rows import ARTICLE, article_from
from quoteattr.values import Act, Attribution, Entity, Kind, Quote, Resolution, Statement

_STATEMENTS = """
SELECT
    v.id, v.article, v.kind, v.speaker, v.confidence, v.why, q.pieces,
    t.cue_start, t.cue_end, t.source_start, t.source_end, t.name, t.label, v.act
FROM statements v
JOIN quotes q ON q.id = v.id
JOIN shown s ON s.number = q.number
LEFT JOIN attributions t ON t.number = s.attribution
WHERE v.id IN (SELECT unnest(?::VARCHAR[]))
"""


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def statements_of(con: Connection, ids: Sequence[str]) -> tuple[Statement, ...]:
    """Return the statements with these ids, decisions laid over them; each reason is one sentence, as stored.

    Args:
        con: The database.
        ids: Ids of the view ``statements``.
    """
    rows = fetch(con, _STATEMENTS, [list(ids)])
    wanted = sorted({row[1] for row in rows})
    sql = f"SELECT {ARTICLE} FROM articles WHERE id IN (SELECT unnest(?::VARCHAR[]))"
    articles = {article.id: article for article in map(article_from, fetch(con, sql, [wanted]))}
    found = []
    for _, article, kind, speaker, confidence, why, pieces, *places, name, label, act in rows:
        content = tuple(Span(a, b) for a, b in zip(pieces[::2], pieces[1::2], strict=True))
        cue, source = _span(*places[:2]), _span(*places[2:])
        quote = Quote(content, Kind(kind), cue, source, confidence or 0.0, Act(act) if act else None)
        entity = Entity(name, label) if label else None
        resolution = Resolution(speaker, reason=why or "", method="stored")
        found.append(Statement(articles[article], quote, Attribution(quote, entity), resolution))
    return tuple(found)
