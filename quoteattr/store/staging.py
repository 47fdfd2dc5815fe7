"""One batch on its way into the tables: articles and statements as given, told apart and checked.

Whoever brings a batch fills the temporary tables ``given_articles`` and ``given_statements`` (columns of
`quoteattr.exchange`, and ``a``, the article's place in the batch). `check` says what is wrong, and leaves ``told`` (an
article a row) and ``staged`` (a statement a row); `settle` says what of it is new, and leaves that for
`quoteattr.store.writing`. What `check` does holds whatever is stored meanwhile, so that one batch can be checked while
the one before is written. Nothing is done row by row in Python but what SQL can't do: an article's id once an article,
the keys of names once a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any

import attrs

from quoteattr import exchange
from quoteattr.ids import content_id
from quoteattr.store.arrays import shown, tabled
from quoteattr.store.connection import Connection, fetch, insert
from quoteattr.store.rows import key_of, moment, sections_of, speaker_id, when_of
from quoteattr.values import Act, Kind

_SQL = {"string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "list<int64>": "BIGINT[]"}
ARTICLES = {"a": "BIGINT", **{name: _SQL[kind] for name, kind in exchange.ARTICLE.items()}}
STATEMENTS = {"a": "BIGINT", **{name: _SQL[kind] for name, kind in exchange.STATEMENT.items()}, "why": "VARCHAR"}
# Offsets of content: start, end, start, end, ... in order, none empty, all inside the text. Nearly all are one piece.
_FIT = """
CASE WHEN len(content) = 2 THEN content[1] >= 0 AND content[1] < content[2] AND content[2] <= length
ELSE coalesce(len(content), 0) >= 2 AND len(content) % 2 = 0 AND len(list_filter(content, lambda i: i IS NULL)) = 0
    AND content = list_sort(content) AND content[1] >= 0 AND content[-1] <= length
    AND len(list_filter(range(1, len(content), 2), lambda i: content[i] >= content[i + 1])) = 0 END
"""
# Cut from ``hull``, the stretch of the text that holds them all, which begins at ``low``.
_WORDS = """
CASE WHEN len(content) = 2 THEN substring(hull, content[1] + 1 - low, content[2] - content[1])
ELSE array_to_string(list_transform(range(1, len(content), 2),
    lambda i: substring(hull, content[i] + 1 - low, content[i + 1] - content[i])), ' ') END
"""
_PAIRS = """
CASE WHEN len(content) = 2 THEN concat('[', content[1], ',', content[2], ']')
ELSE array_to_string(list_transform(range(1, len(content), 2),
    lambda i: concat('[', content[i], ',', content[i + 1], ']')), ',') END
"""
# As `quoteattr.ids.content_id` has it: canonical JSON. The doctor derives every id by that function.
_ID = f"""
's-' || substring(sha256(concat('["statement",{{"article":"', article, '","content":[', {_PAIRS}, ']}}]')), 1, 24)
"""


def _outside(name: str) -> str:
    start, end = f"{name}_start", f"{name}_end"
    return f"({start} IS NULL) <> ({end} IS NULL) OR {start} < 0 OR {start} > {end} OR {end} > length"


# The stretch of the text that holds content, cue and source.
_STRETCH = """
SELECT a, least(content[1], cue_start, source_start) AS low, greatest(content[-1], cue_end, source_end) AS high
FROM given_statements
"""
# What is wrong comes first; of what is not, the words are cut from the text, the id is derived, and both are compared
# with what was told.
_KEPT = [name for name in STATEMENTS if name not in ("a", "id", "words", "cue", "source", "why")]
_STAGED = f"""
CREATE OR REPLACE TEMP TABLE staged AS
WITH checked AS (
    SELECT g.a, {", ".join(_KEPT)}, g.id AS told_id, g.words AS told_words, g.cue AS told_cue, g.source AS told_source,
        article, n, hull, least(content[1], cue_start, source_start) AS low, CASE
        WHEN why IS NOT NULL THEN why
        WHEN content IS NULL THEN 'has no content'
        WHEN kind IS NULL OR kind NOT IN ({", ".join(f"'{kind}'" for kind in Kind)})
            THEN 'is of no kind (give one of {", ".join(Kind)})'
        WHEN act NOT IN ({", ".join(f"'{act}'" for act in Act)}) THEN 'is of no act (give one of {", ".join(Act)})'
        WHEN {_outside("cue")} THEN 'has a cue that does not fit the text'
        WHEN {_outside("source")} THEN 'has a source that does not fit the text'
        WHEN {_FIT} THEN NULL ELSE 'has content that does not fit the text' END AS amiss
    FROM (SELECT {", ".join(STATEMENTS)}, rowid AS n FROM given_statements) g
        POSITIONAL JOIN (SELECT hull::VARCHAR AS hull, article::VARCHAR AS article, length, fresh FROM stretches)
    WHERE fresh
),
cut AS (
    SELECT * EXCLUDE (hull, low), CASE WHEN amiss IS NULL THEN {_ID} END AS quote,
        CASE WHEN amiss IS NULL THEN {_WORDS} END AS words,
        CASE WHEN amiss IS NULL THEN substring(hull, cue_start + 1 - low, cue_end - cue_start) END AS cue,
        CASE WHEN amiss IS NULL THEN substring(hull, source_start + 1 - low, source_end - source_start) END AS source
    FROM checked
)
SELECT * EXCLUDE (amiss, told_id, told_words, told_cue, told_source), CASE
    WHEN amiss IS NOT NULL THEN amiss
    WHEN told_id <> quote THEN 'has an id that does not follow from its content'
    WHEN told_words <> words THEN 'has words that its offsets do not give'
    WHEN told_cue <> cue THEN 'has a cue that its offsets do not give'
    WHEN told_source <> source THEN 'has a source that its offsets do not give' END AS wrong
FROM cut
"""
_TWICE = """
DELETE FROM staged WHERE n IN (
    SELECT unnest(list_sort(list(n))[2:]) FROM staged WHERE quote IS NOT NULL GROUP BY quote HAVING count(*) > 1
)
"""
_WRONG = "SELECT a, min_by(wrong, n) FROM staged WHERE wrong IS NOT NULL GROUP BY a ORDER BY a"
# The articles of the batch that are stored already, by whatever run.
_MET = "CREATE OR REPLACE TEMP TABLE met AS SELECT id, number FROM articles WHERE id IN (SELECT unnest($1::VARCHAR[]))"
# Of articles with certain ids ($2), those that a run ($1) has stored; and those that it failed on, with the reasons.
DONE = """
SELECT a.id AS article FROM extractions e JOIN articles a ON a.number = e.article_number
JOIN runs r ON r.number = e.run WHERE r.id = $1 AND a.id IN (SELECT unnest($2::VARCHAR[]))
"""
FAILED = """
SELECT article, reason FROM failures WHERE run = $1 AND closed IS NULL AND article IN (SELECT unnest($2::VARCHAR[]))
"""
_DONE = """
SELECT m.id FROM extractions e JOIN met m ON m.number = e.article_number JOIN runs r ON r.number = e.run WHERE r.id = $1
"""


@lru_cache(maxsize=65536)  # names come again and again; a name and its key take some 200 bytes
def _key(name: str) -> str | None:
    return key_of(name)


@lru_cache(maxsize=65536)
def _speaker(name: str, registered: str | None) -> str:
    return speaker_id(name, registered)


@attrs.frozen
class Load:
    """A batch that has been put into the temporary tables.

    Args:
        con: The connection whose temporary tables these are.
        recipe: What its statements depend on.
        share: How much of all input is read with it, 0..1; None where that is not known.
        explain: Says in more words what is wrong with the article at a place.
        skipped: How many of its articles were not looked at, since statements are not found in their language.
    """

    con: Connection
    recipe: Mapping[str, str]
    share: float | None = None
    explain: Callable[[int], str | None] | None = None
    skipped: int = 0


@attrs.define
class _Told:
    """What follows from an article's own fields."""

    a: int
    record: str | None
    id: str = ""
    published: datetime | None = None
    published_as: str | None = None
    day: date | None = None
    sections: str = "[]"
    length: int = 0
    why: str | None = None
    fresh: bool = False

    @property
    def name(self) -> str:
        return self.record or self.id or f"input {self.a + 1}"


_TOLD = {
    "a": "BIGINT",
    "id": "VARCHAR",
    "published": "TIMESTAMP",
    "published_as": "VARCHAR",
    "day": "DATE",
    "sections": "VARCHAR",
    "length": "BIGINT",
}
_COLUMNS = attrgetter(*_TOLD)


@attrs.frozen
class Broken:
    """An article, or an input that gave none, that is not stored.

    Args:
        record: Its name.
        article: Its id; empty where there is none.
        reason: Why.
    """

    record: str
    article: str
    reason: str


@attrs.frozen
class Settled:
    """What is to be done with a batch.

    Args:
        read: How many articles it holds.
        fresh: The ids of those to be stored, in order.
        already: How many the same run has stored before, or the batch holds a second time.
        known: Those that the same run failed on before.
        broken: Those that fail now.
        statements: How many statements are to be stored.
        good: The names of those that are stored now or were before.
    """

    read: int
    fresh: tuple[str, ...]
    already: int
    known: tuple[Broken, ...]
    broken: tuple[Broken, ...]
    statements: int
    good: frozenset[str]


def empty(con: Connection) -> None:
    """Make the two tables of a new batch."""
    for table, types in (("given_articles", ARTICLES), ("given_statements", STATEMENTS)):
        make(con, table, types)


def drop(con: Connection) -> None:
    """Drop whatever temporary tables a batch has left."""
    left = fetch(con, "SELECT table_name FROM duckdb_tables() WHERE temporary ORDER BY table_name")
    for (table,) in left:
        con.execute(f"DROP TABLE temp.{table}")


def make(con: Connection, table: str, types: Mapping[str, str]) -> None:
    """Make one of the tables of a batch, empty."""
    con.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({', '.join(f'{n} {kind}' for n, kind in types.items())})")


def fill(con: Connection, articles: Sequence[exchange.Row], statements: Sequence[exchange.Row]) -> None:
    """Fill the tables of a new batch with rows of Python values.

    Args:
        con: The connection.
        articles: The place in the batch and the columns `quoteattr.exchange.ARTICLE` of each article.
        statements: The place of its article and the columns `quoteattr.exchange.STATEMENT` of each statement.
    """
    empty(con)
    insert(con, "given_articles", ARTICLES, articles)
    insert(con, "given_statements", {name: kind for name, kind in STATEMENTS.items() if name != "why"}, statements)


def _told(row: Sequence[Any]) -> _Told:
    """Work out what follows from an article's own fields, and what is wrong with them."""
    place, record, given_id, text, outlet, url, published, sections, error = row
    told = _Told(place, record, why=error)
    if text is None:
        told.why = error or "it has no text"
        return told
    try:
        if not text or text.isspace():
            raise ValueError("it holds no text")
        when = when_of(published)
        told.published, told.published_as = moment(when), when.isoformat() if when else None
        told.day = when.date() if isinstance(when, datetime) else when
        told.id = content_id("article", text=text, outlet=outlet, published=told.published_as, url=url)
        told.length = len(text)
        told.sections = sections_of(sections, told.length)
        if given_id is not None and given_id != told.id:
            raise ValueError(f"its id is given as {given_id} and derives as {told.id}: it was altered on the way")
    except ValueError as wrong:
        told.why = error or str(wrong)
    return told


def _named(con: Connection) -> None:
    """Make the keys of all names of the batch, and the ids of its speakers."""
    names = [
        row[0]
        for row in fetch(con, "SELECT DISTINCT unnest([name, source]) AS name FROM staged ORDER BY name")
        if row[0] is not None
    ]
    make(con, "keys", {"name": "VARCHAR", "key": "VARCHAR"})
    insert(con, "keys", {"name": "VARCHAR", "key": "VARCHAR"}, [(name, _key(name)) for name in names])
    pairs = fetch(con, "SELECT DISTINCT speaker, speaker_id FROM staged WHERE speaker <> '' ORDER BY ALL")
    types = dict.fromkeys(("speaker", "registered", "who", "key"), "VARCHAR")
    make(con, "who", types)
    insert(con, "who", types, [(name, given, _speaker(name, given), _key(name)) for name, given in pairs])


@contextmanager
def _stretches(con: Connection, told: Sequence[_Told], texts: Sequence[str | None]) -> Iterator[None]:
    """Show beside each statement of the batch, as ``stretches``, its article and the stretch of text that it takes up.

    Python goes to a code point at once. SQL walks to it from the beginning of the text, for every statement anew, which
    was two fifths of what checking a statement took. Both stand in one order, so that nothing has to be joined.
    """
    import numpy as np

    where = {t.a: at for at, t in enumerate(told)}
    found = con.execute(_STRETCH).fetchnumpy()
    a, lows, highs = (np.ma.filled(found[name], 0).tolist() for name in ("a", "low", "high"))
    places = [where[place] for place in a]
    hulls = [(texts[at] or "")[low:high] for at, low, high in zip(places, lows, highs, strict=True)]
    at = np.array(places, dtype=np.int64)
    beside = {
        "hull": np.array(hulls, dtype=object),
        "article": np.array([t.id for t in told], dtype=object)[at],
        "length": np.array([t.length for t in told], dtype=np.int64)[at],
        "fresh": np.array([t.fresh for t in told], dtype=np.bool_)[at],
    }
    with shown(con, "stretches", beside):
        yield


def _before(con: Connection, run: str, retry: bool, ids: Sequence[str]) -> tuple[set[str], dict[str, str]]:
    """Return which articles the run has stored, and which it failed on and why; leave the stored ones in ``met``."""
    con.execute(_MET, [ids])
    done = {row[0] for row in fetch(con, _DONE, [run])}
    return done, {} if retry else dict(fetch(con, FAILED, [run, ids]))


def check(con: Connection, run: str, retry: bool = False) -> list[_Told]:
    """Say what is wrong with the batch that stands in the tables.

    Args:
        con: The connection.
        run: The id of the run whose statements these are; what it has stored by now is not looked at again.
        retry: Whether what failed before is tried again.

    Returns:
        Its articles, each with what is wrong with it; those that may be stored are marked as fresh.
    """
    columns = "a, record, article, text, outlet, url, published, sections, error"
    rows = sorted(fetch(con, f"SELECT {columns} FROM given_articles"), key=itemgetter(0))  # SQL would move the texts
    told = [_told(row) for row in rows]
    done, before = _before(con, run, retry, sorted({t.id for t in told if t.id}))
    first: dict[str, int] = {}
    for t in told:
        if t.why is None and t.id not in done and t.id not in before:
            t.fresh = first.setdefault(t.id, t.a) == t.a
    tabled(con, "told", _TOLD, list(map(_COLUMNS, told)))
    with _stretches(con, told, [row[3] for row in rows]):
        con.execute(_STAGED)
    con.execute(_TWICE)
    wrong = {place: f"a statement {why}" for place, why in fetch(con, _WRONG)}
    for t in told:
        t.why = t.why or wrong.get(t.a)
    return told


def settle(
    con: Connection,
    run: str,
    told: Sequence[_Told],
    retry: bool = False,
    explain: Callable[[int], str | None] | None = None,
) -> Settled:
    """Say what is to be done with a batch that is checked, and leave in its tables what is to be stored.

    Args:
        con: The connection.
        run: The id of the run whose statements these are.
        told: What `check` has found.
        retry: Whether what failed before is tried again.
        explain: Returns in more words what is wrong with the article at a place.
    """
    done, before = _before(con, run, retry, sorted({t.id for t in told if t.id}))
    late = [t for t in told if t.fresh and (t.id in done or t.id in before)]
    for t in late:  # stored, or failed, while it was checked: as if that had been known then
        t.fresh, t.why = False, None
    for t in told:
        t.why = t.why and ((explain and explain(t.a)) or t.why)
    first = {t.id: t.a for t in told if t.fresh}
    fresh = [t for t in told if t.fresh and t.why is None]
    broken = [t for t in told if t.why is not None and t.id not in done and t.id not in before]
    make(con, "chosen", {"a": "BIGINT"})
    con.execute("INSERT INTO chosen SELECT unnest($1::BIGINT[])", [[t.a for t in fresh]])
    if late or len(fresh) < len(first):
        con.execute("DELETE FROM staged WHERE a NOT IN (FROM chosen)")
    _named(con)
    return Settled(
        read=sum(bool(t.id) for t in told),
        fresh=tuple(t.id for t in fresh),
        already=sum(t.id in done or first.get(t.id, t.a) != t.a for t in told),
        known=tuple({t.id: Broken(t.name, t.id, before[t.id]) for t in told if t.id in before}.values()),
        broken=tuple(Broken(t.name, t.id, str(t.why)) for t in broken),
        statements=fetch(con, "SELECT count(*) FROM staged")[0][0],
        good=frozenset(t.name for t in told if t.why is None and t.id not in before),
    )
