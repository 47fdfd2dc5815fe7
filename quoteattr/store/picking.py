"""Which statements are asked for, and how they are put together.

Asked through the view ``statements``, DuckDB carries everything about the articles through every join, once for each
of their statements. Here it picks the statements first, by what is narrow, and in their order; what is wide joins them
afterwards, also for a few of them alone. All tables but ``shown`` only grow and no row of theirs ever changes. So what
was picked, with its rows of ``shown``, is the same statements whenever they are put together.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from quoteattr.exporting.tables import Relation
from quoteattr.store.connection import Connection, keeper, related, still_open
from quoteattr.store.filters import Part, until_day
from quoteattr.store.results import Picked, Run

T = TypeVar("T")

_FROM = """
FROM shown s
JOIN articles a ON a.number = s.article_number
JOIN quotes q ON q.number = s.number
{machine}
WHERE {asked}
"""
_MACHINE = "LEFT JOIN attributions t ON t.number = s.attribution"
ORDER = "day, outlet, article, start, id"  # by the columns of the view
_ORDER = "a.day, a.outlet, a.id, q.span_start, q.id"

# The columns of the view, in its order.
_TOGETHER = f"""
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
    CASE WHEN s.attribution IS NULL THEN s.why ELSE coalesce(
        s.why, concat_ws('; ', nullif(rtrim(t.why, '.'), ''), nullif(rtrim(t.speaker_why, '.'), ''))
    ) END AS why,
    p.id AS speaker_id,
    a.record_offset + q.span_start AS record_start,
    s.decision AS decision,
    t.act AS act
FROM picked s
JOIN articles a ON a.number = s.article_number
JOIN quotes q ON q.number = s.number
{_MACHINE}
LEFT JOIN speakers p ON p.number = s.speaker
ORDER BY {_ORDER}
"""


def _from(asked: Part) -> str:
    return _FROM.format(machine=_MACHINE if asked.machine else "", asked=asked.sql)


def _query(asked: Part) -> str:
    return f"WITH picked AS MATERIALIZED (SELECT s.* {_from(asked)}) {_TOGETHER}"


def every(asked: Part) -> tuple[str, tuple[Any, ...]]:
    """Return the query for the statements that meet the conditions, in their order, with its values.

    Its rows and columns are those of the view ``statements``.
    """
    return _query(asked), asked.values


def _limited(con: Connection, asked: Part, limit: int) -> Part:
    """Return conditions that leave no more than is needed for so many statements, the first in their order.

    That order is by day first. So the last day that is needed is looked for in the days alone.
    """
    days = f"SELECT a.day AS day {_from(asked)} ORDER BY a.day LIMIT ?"
    found = related(con, f"SELECT max(day), count(day) FROM ({days})", [*asked.values, limit])
    last, dated = found(lambda rows: rows.fetchall()[0])
    return asked & until_day(last) if last is not None and dated == limit else asked


def picked(con: Connection, asked: Part, limit: int | None = None) -> tuple[Run, Picked | None]:
    """Return what runs the query for statements, and what keeps those that it picks.

    None for the latter where they are few, and where DuckDB is too old.

    Args:
        con: The connection.
        asked: The conditions.
        limit: At most so many, the first in their order.
    """
    keep = None if asked.few else keeper()

    def needed() -> tuple[Part, list[Any]]:
        within = asked if limit is None else _limited(con, asked, limit)
        return within, [*within.values, *([] if limit is None else [limit])]

    def run(take: Callable[[Relation], T]) -> T:
        within, values = needed()
        done: T = related(con, _query(within) + " LIMIT ?" * (limit is not None), values)(take)
        return done

    def kept(run_once: Callable[[Relation], Relation]) -> Relation:
        within, values = needed()
        sql = f"SELECT s.* {_from(within)} ORDER BY {_ORDER}{' LIMIT ?' * (limit is not None)}"
        return related(con, sql, values)(run_once)

    return run, Picked(partial(kept, keep), _together) if keep is not None else None


def _together(found: Relation, take: Callable[[Relation], T], page: tuple[int, int] | None) -> T:
    with still_open():
        return take((found if page is None else found.limit(*page)).query("picked", _TOGETHER))
