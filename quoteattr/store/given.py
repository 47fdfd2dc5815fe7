"""Articles that come with their statements: JSON lines and Parquet, read by SQL, a batch at a time."""

from __future__ import annotations

import codecs
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from quoteattr import exchange
from quoteattr.errors import InputError, StoreError
from quoteattr.reading import _files as files_below
from quoteattr.reading.record import reason_of
from quoteattr.reading.rows import NOT_AGAIN, is_exported
from quoteattr.store.connection import Connection, fetch
from quoteattr.store.staging import ARTICLES, STATEMENTS, Load, empty, fill, make

GIVEN_BATCH = 10_000  # articles a transaction: what a batch costs by itself is little beside what they cost
_BYTES = 32_000_000  # of lines, or of the texts of Parquet, in a batch, so that long articles don't fill the memory
_FIRST = 2000  # articles of the first batch of Parquet, before it is known how long they are
_ROWS_AN_ARTICLE = 5  # of Parquet: how many rows are read for an article of the first batch
_ENDINGS = (".jsonl", ".ndjson", ".parquet")

Lane = Callable[[], Connection]  # returns the connection that nothing is checked or written on just now

_TEXTS = dict.fromkeys(("id", "doc", "text", "outlet", "publisher", "title", "headline", "url", "byline", "author"), "")
_TEXTS |= dict.fromkeys(("place", "site", "language", "published", "date"), "")
_LINE = {name: "VARCHAR" for name in _TEXTS} | {"sections": "JSON", "notes": "JSON", "recipe": "JSON"}
_QUOTE: dict[str, str] = dict.fromkeys(
    ("id", "kind", "act", "name", "label", "speaker_id", "method", "link_why"), "VARCHAR"
)
_QUOTE |= {"why": "VARCHAR", "confidence": "DOUBLE", "score": "DOUBLE"}
_QUOTE |= dict.fromkeys(("content", "cue", "source", "chain", "speaker", "candidates"), "JSON")
_FORM = json.dumps({**_LINE, "quotes": [_QUOTE]}, separators=(",", ":"))

# Aliases of the fields are those of plain JSON lines (`quoteattr.reading`).
_PARSED = """
CREATE OR REPLACE TEMP TABLE parsed AS
SELECT a, name, TRY(from_json(line, $form)) AS row
FROM (SELECT unnest($places::BIGINT[]) AS a, unnest($names::VARCHAR[]) AS name, unnest($lines::VARCHAR[]) AS line)
"""
_ARTICLES = """
INSERT INTO given_articles (a, record, record_offset, text, outlet, title, url, byline, place, site, language,
    published, sections, notes, recipe, error)
SELECT a, coalesce(row.id, row.doc, name), 0, row.text, nullif(coalesce(row.outlet, row.publisher), ''),
    nullif(coalesce(row.title, row.headline), ''), nullif(row.url, ''), nullif(coalesce(row.byline, row.author), ''),
    nullif(row.place, ''), nullif(row.site, ''), nullif(row.language, ''),
    nullif(coalesce(row.published, row.date), ''), row.sections, row.notes, row.recipe,
    CASE WHEN row IS NULL THEN 'the line is no JSON object' WHEN row.quotes IS NULL THEN 'it has no "quotes"' END
FROM parsed
"""
# A cast gives NULL for what it can't read; that must not pass for what is not given.
_STATEMENTS = """
INSERT INTO given_statements (a, id, kind, act, content, cue_start, cue_end, source_start, source_end, confidence, name,
    label, chain, link_why, speaker, speaker_id, score, method, candidates, speaker_why, why)
WITH quotes AS (SELECT a, unnest(row.quotes) AS q FROM parsed),
cast_ AS (
    SELECT a, q, TRY_CAST(q.content AS BIGINT[][]) AS content, TRY_CAST(q.cue AS BIGINT[][]) AS cue,
        TRY_CAST(q.source AS BIGINT[][]) AS source, TRY_CAST(q.chain AS BIGINT[][]) AS chain,
        json_type(q.speaker) AS named
    FROM quotes
)
SELECT a, q.id, q.kind, q.act,
    CASE WHEN len(list_filter(content, lambda p: len(p) <> 2)) = 0 THEN flatten(content) END,
    cue[1][1], cue[-1][2], source[1][1], source[-1][2], q.confidence, q.name, q.label, flatten(chain), q.link_why,
    CASE WHEN named = 'VARCHAR' THEN nullif(trim(q.speaker ->> '$'), '') END, q.speaker_id, q.score, q.method,
    q.candidates, q.why, CASE
    WHEN q IS NULL THEN 'is no JSON object'
    WHEN q.cue IS NOT NULL AND (cue IS NULL OR (len(cue) > 0 AND (cue[1][1] IS NULL OR cue[-1][2] IS NULL)))
        AND json_type(q.cue) <> 'NULL' THEN 'has a cue that is no list of [start, end]'
    WHEN q.source IS NOT NULL
        AND (source IS NULL OR (len(source) > 0 AND (source[1][1] IS NULL OR source[-1][2] IS NULL)))
        AND json_type(q.source) <> 'NULL' THEN 'has a source that is no list of [start, end]'
    WHEN named NOT IN ('VARCHAR', 'NULL') THEN 'has a speaker that is no name' END
FROM cast_
"""


def given_loads(lane: Lane, sources: Any, recipe: Mapping[str, str], size: int) -> Iterator[Load]:
    """Put articles with their statements into the tables of a batch, one batch after the other.

    Args:
        lane: Says whose tables the next batch is put into.
        sources: A path of a file or a folder, or an iterable of these: ``.jsonl``, ``.ndjson``, ``.parquet``.
        recipe: The recipe of statements that come without one.
        size: Articles a batch.

    Raises:
        InputError: The one file given can't be read.
    """
    one = isinstance(sources, str | os.PathLike)
    files = _files_of([Path(sources)] if one else [Path(s) for s in sources])
    total = sum(file.stat().st_size for file in files if file.is_file()) or 1
    done = 0
    for file in files:
        weight = file.stat().st_size if file.is_file() else 0
        try:
            for load, share in _file(lane, file, recipe, size):
                yield attrs.evolve(load, share=(done + weight * share) / total)
        except InputError as error:
            if one and len(files) == 1:
                raise
            con = lane()
            fill(con, [(0, *exchange.failure_row(str(file), reason_of(error, str(file))))], [])
            yield Load(con, recipe, (done + weight) / total)
        done += weight


def check_given(path: Path) -> None:
    """Look whether a file or folder can hold articles with their statements, without reading it.

    Raises:
        InputError: It does not exist, has another ending, or holds no such file.
    """
    for file in _files_of([path]):
        _ending(file)


def _files_of(given: Sequence[Path]) -> list[Path]:
    files = [
        file
        for path in given
        for file in ((f for f in files_below(path) if f.suffix.lower() in _ENDINGS) if path.is_dir() else (path,))
    ]
    if not files:
        raise InputError(
            f"{', '.join(map(str, given)) or 'Nothing'} holds no file with statements.",
            remedy=f"Files may end in {', '.join(_ENDINGS)}.",
        )
    return files


def _ending(file: Path) -> str:
    if not file.is_file():
        raise InputError(f"{file} does not exist.", remedy="Check the path.", record=str(file))
    ending = file.suffix.lower()
    if ending in _ENDINGS:
        return ending
    raise InputError(
        f"{file} can't be read: {ending or 'no ending'} is no format that statements come in.",
        remedy=f"Files may end in {', '.join(_ENDINGS)}.",
        record=str(file),
    )


def _file(lane: Lane, file: Path, recipe: Mapping[str, str], size: int) -> Iterator[tuple[Load, float]]:
    return (_parquet if _ending(file) == ".parquet" else _json_lines)(lane, file, recipe, size)


def _json_lines(lane: Lane, file: Path, recipe: Mapping[str, str], size: int) -> Iterator[tuple[Load, float]]:
    total, read = max(1, file.stat().st_size), 0
    try:
        with file.open("rb") as opened:
            names: list[str] = []
            lines: list[str] = []
            broken: dict[int, str] = {}
            waiting, found = 0, False
            for number, raw in enumerate(opened, start=1):
                read += len(raw)
                waiting += len(raw)
                if raw.startswith(codecs.BOM_UTF8) and number == 1:
                    raw = raw[len(codecs.BOM_UTF8) :]
                if not raw.strip():
                    continue
                if not found and _exported(raw):
                    raise InputError(
                        f"{file} holds exported statements, not articles with theirs.",
                        remedy=NOT_AGAIN,
                        record=str(file),
                    )
                found = True
                try:
                    lines.append(raw.decode("utf-8"))
                except UnicodeDecodeError:
                    broken[len(names)] = "The line is not UTF-8. Save the file as UTF-8."
                    lines.append("")
                names.append(f"{file}:{number}")
                if len(names) >= size or waiting >= _BYTES:
                    yield _lines(lane(), recipe, names, lines, broken), read / total
                    names, lines, broken, waiting = [], [], {}, 0
            if names:
                yield _lines(lane(), recipe, names, lines, broken), 1.0
    except OSError as error:
        raise InputError(
            f"{file} can't be read: {error.strerror}.", remedy="Check the path and its permissions.", record=str(file)
        ) from error
    if not read:
        raise InputError(f"{file} holds no record.", remedy="Write one JSON object a line.", record=str(file))


def _exported(line: bytes) -> bool:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return False  # what is wrong with it is told where it is read
    return isinstance(row, dict) and is_exported(row)


def _lines(
    con: Connection, recipe: Mapping[str, str], names: list[str], lines: list[str], broken: Mapping[int, str]
) -> Load:
    """Put a batch of lines into the tables."""
    empty(con)
    places = list(range(len(names)))
    con.execute(_PARSED, {"form": _FORM, "places": places, "names": names, "lines": lines})
    con.execute(_ARTICLES)
    con.execute(_STATEMENTS)

    def explain(place: int) -> str | None:
        if place in broken:
            return broken[place]
        try:
            row = json.loads(lines[place])
        except RecursionError:
            return "The line can't be used: it is nested too deeply."
        except ValueError as error:
            return f"The line can't be used: it is no JSON: {error}."
        if not isinstance(row, dict):
            return 'The line can\'t be used: it is no JSON object. Write {"id": ..., "text": ..., "quotes": [...]}.'
        if not isinstance(row.get("text"), str):
            return 'The line can\'t be used: it has no "text".'
        if row.get("quotes") is None:
            return 'The line can\'t be used: it has no "quotes". Write "quotes": [] where nobody says anything.'
        return None

    return Load(con, recipe, explain=explain)


# One pass over the rows of a batch, without the texts, which stand in every row. Where another article begins is told
# by the row before, in the file's order, without sorting: a window that is given no order goes by that of the rows.
_ROWS = """
CREATE OR REPLACE TEMP TABLE given_statements AS
SELECT sum(begins::BIGINT) OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)::BIGINT - 1 AS a,
    {names}, why, recipe, n
FROM (
    SELECT {names}, NULL::VARCHAR AS why, recipe, n, lag(n) OVER () IS NULL
        OR record IS DISTINCT FROM lag(record) OVER () OR record_offset IS DISTINCT FROM lag(record_offset) OVER ()
        OR article IS DISTINCT FROM lag(article) OVER () {by_text} AS begins
    FROM (
        SELECT {cast}, file_row_number AS n FROM read_parquet($file, file_row_number = true)
        WHERE file_row_number >= $start AND file_row_number < $stop
    )
)
"""
_BY_TEXT = "OR (article IS NULL AND text IS DISTINCT FROM lag(text) OVER ())"
# The texts and what else is the article's, of the row that it begins with. A row without content or kind is an article
# without statements.
_FIRST_ROWS = """
INSERT INTO given_articles (a, {names})
SELECT f.a, {cast}
FROM (
    SELECT * FROM read_parquet($file, file_row_number = true)
    WHERE file_row_number >= $start AND file_row_number < $stop
) p JOIN (SELECT a, min(n) AS n FROM given_statements GROUP BY a) f ON f.n = p.file_row_number
"""
_BARE = "DELETE FROM given_statements WHERE content IS NULL AND kind IS NULL"
_DISORDER = "SELECT count(*) FROM given_statements WHERE n <> rowid + $1"


def _parquet(lane: Lane, file: Path, recipe: Mapping[str, str], size: int) -> Iterator[tuple[Load, float]]:
    """Read rows of `quoteattr.exchange`; a batch ends where an article ends, and where the recipe changes."""
    import duckdb

    con = lane()
    try:
        total = int(fetch(con, "SELECT sum(num_rows) FROM parquet_file_metadata($1)", [str(file)])[0][0])
        there = {row[0] for row in fetch(con, "DESCRIBE SELECT * FROM read_parquet($1)", [str(file)])}
        unnamed = "article" not in there or fetch(
            con, "SELECT coalesce(bool_or(article IS NULL), false) FROM read_parquet($1)", [str(file)]
        ) == [(True,)]
    except duckdb.Error as error:
        raise _unread(file, error) from error
    missing = sorted({"text", "kind", "content"} - there)
    if missing:
        raise InputError(
            f"{file} has no column {', '.join(missing)}.",
            remedy="The columns are those of quoteattr.exchange; see docs/reference/formats.md.",
            record=str(file),
        )

    def cast(*names: str) -> str:
        types = {**ARTICLES, **STATEMENTS}
        return ", ".join(f"CAST({n if n in there else 'NULL'} AS {types[n]}) AS {n}" for n in names)

    keys = ("record", "record_offset", "article", "recipe", *(("text",) if unnamed else ()))
    found = tuple(exchange.STATEMENT)
    by_row = _ROWS.format(names=", ".join(found), cast=cast(*keys, *found), by_text=_BY_TEXT if unnamed else "")
    of_articles = _FIRST_ROWS.format(names=", ".join(exchange.ARTICLE), cast=cast(*exchange.ARTICLE))
    start, rows = 0, min(size, _FIRST) * _ROWS_AN_ARTICLE
    while start < total:
        con = lane()
        stop = min(total, start + rows)
        place = {"file": str(file), "start": start, "stop": stop}
        try:
            con.execute(by_row, place)
            if fetch(con, _DISORDER, [start]) != [(0,)]:
                raise StoreError(f"The rows of {file} came out of order.", remedy="Use another version of DuckDB.")
            told, last = _cut(con, stop < total)
            if last is not None:
                if last == start:  # one article fills the window
                    rows *= 2
                    continue
                stop = place["stop"] = last
            make(con, "given_articles", ARTICLES)
            con.execute(of_articles, place)
            con.execute(_BARE)
        except duckdb.Error as error:
            raise _unread(file, error) from error
        articles, length = fetch(con, "SELECT count(*), coalesce(sum(strlen(text)), 0) FROM given_articles")[0]
        yield Load(con, json.loads(told) if told else recipe), stop / total
        rows = max(1, (stop - start) * min(size, articles * _BYTES // max(1, length)) // articles)
        start = stop


def _unread(file: Path, error: Exception) -> InputError:
    said = str(error).splitlines()[0].replace(f" '{file}'", "")
    return InputError(f"{file} can't be read: {said}", remedy="Write the file anew.", record=str(file))


def _cut(con: Connection, more: bool) -> tuple[str | None, int | None]:
    """Leave in the batch the whole articles of one recipe; return the recipe, and the first row that is left over."""
    (told,) = fetch(con, "SELECT recipe FROM given_statements ORDER BY n LIMIT 1")[0]
    (other,) = fetch(con, "SELECT min(n) FROM given_statements WHERE recipe IS DISTINCT FROM $1", [told])[0]
    last = None
    if more and other is None:
        ((last,),) = fetch(con, "SELECT min(n) FROM given_statements WHERE a = (SELECT max(a) FROM given_statements)")
    end = other if other is not None else last
    if end is not None:
        con.execute("DELETE FROM given_statements WHERE n >= $1", [end])
    return told, end
