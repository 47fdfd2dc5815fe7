"""From sources to stored statements: batch by batch, each wholly or not at all."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs

from quoteattr.ids import content_id
from quoteattr.reading import Input, databases
from quoteattr.registry import Registry
from quoteattr.store.connection import Connection, fetch, insert, transaction
from quoteattr.store.extracting import Extractor, extracted, one_by_one, own_recipe, packaged
from quoteattr.store.given import GIVEN_BATCH, given_loads
from quoteattr.store.rows import run_of
from quoteattr.store.staging import Load, Settled, drop, settle
from quoteattr.store.writing import write

# A failure that comes up again; what was closed stays.
_REPLACED = """
DELETE FROM failures
WHERE closed IS NULL AND (record, article) IN (SELECT (unnest($1::VARCHAR[]), unnest($2::VARCHAR[])))
"""
BATCH = 64  # articles a transaction: little is lost when it is stopped, and the writing is still in bulk


@attrs.frozen
class Failed:
    """An input that is not stored, and why."""

    record: str
    reason: str


@attrs.frozen
class IngestReport:
    """What came of an ingest, or of the part of it that is done.

    Args:
        read: Articles read.
        stored: Articles stored now.
        already: Articles that were stored before, by the same recipe, or came twice.
        skipped: Articles stored now whose language is not one that statements are found in.
        failed: What is not stored, and why.
        statements: Statements stored now.
        seconds: How long it took.
        share: How much of all input is read, 0..1; None where that is not known beforehand.
        databases: Databases in the folders read, which are left alone; known at the end.
    """

    read: int = 0
    stored: int = 0
    already: int = 0
    failed: tuple[Failed, ...] = ()
    statements: int = 0
    seconds: float = 0.0
    share: float | None = None
    skipped: int = 0
    databases: tuple[str, ...] = ()


Progress = Callable[[IngestReport], object]


@attrs.define
class _Ingest:
    """An ingest under way."""

    con: Connection
    retry: bool
    dry: bool
    read: int = 0
    skipped: int = 0
    stored: int = 0
    already: int = 0
    statements: int = 0
    failed: list[Failed] = attrs.field(factory=list)
    waiting: set[str] = attrs.field(factory=set)  # inputs that failed before
    good: set[str] = attrs.field(factory=set)  # those of them that were read and stored without a failure

    def __attrs_post_init__(self) -> None:
        self.waiting = {row[0] for row in fetch(self.con, "SELECT DISTINCT record FROM failures WHERE closed IS NULL")}

    def batch(self, load: Load) -> None:
        """Store one batch in one transaction; nothing is counted that is not stored."""
        run = content_id("run", recipe=dict(load.recipe))
        settled = settle(self.con, run, self.retry, load.explain)
        if not self.dry:
            with transaction(self.con):
                if settled.fresh:
                    run_of(self.con, load.recipe)
                write(self.con, run, bool(settled.fresh))
                self._fail(settled, run)
        self.read += settled.read
        self.stored += len(settled.fresh)
        self.already += settled.already
        self.statements += settled.statements
        self.skipped += load.skipped
        self.failed += [Failed(f.record, f.reason) for f in (*settled.broken, *settled.known)]
        self.good |= self.waiting & settled.good

    def _fail(self, settled: Settled, run: str) -> None:
        """Put on the list what fails now, and close what is stored now."""
        rows = {
            (f.record, f.article): (f.record, f.article, run if f.article else "", f.reason) for f in settled.broken
        }
        if rows:
            self.con.execute(_REPLACED, [[record for record, _ in rows], [article for _, article in rows]])
        if self.waiting:
            self._closed("article", settled.fresh)
        types = dict.fromkeys(("record", "article", "run", "reason"), "VARCHAR")
        insert(self.con, "failures", types, list(rows.values()))

    def _closed(self, column: str, values: Iterable[str]) -> None:
        self.con.execute(
            f"UPDATE failures SET closed = $1 WHERE closed IS NULL AND {column} IN (SELECT unnest($2::VARCHAR[]))",
            [datetime.now(UTC).replace(tzinfo=None), list(values)],
        )

    def close(self, read: Sequence[str]) -> None:
        """Close what failed before and did not fail now, although its input was read, whatever it holds by now.

        Args:
            read: The files and folders that were read to their end.
        """
        met = {record for record in self.waiting if any(_within(record, one) for one in read)}
        gone = (self.good | met) - {f.record for f in self.failed}
        if gone and not self.dry:
            with transaction(self.con):
                self._closed("record", sorted(gone))


def _within(record: str, path: str) -> bool:
    """Tell whether a record is a path, or is named after it: ``FILE:3``, ``FILE#3``, ``FOLDER/FILE``."""
    return record.startswith(path) and record[len(path) : len(path) + 1] in ("", ":", "#", "/", os.sep)


def _paths(sources: Any) -> list[str]:
    """Return the files and folders among sources, by the names that their records have."""
    told = []
    for one in sources if isinstance(sources, list | tuple) else [sources]:
        if isinstance(one, Input):
            told.append(one.called)
        elif isinstance(one, os.PathLike) or (isinstance(one, str) and len(one.splitlines()) == 1):
            told.append(str(one))  # a text of one line is the name of nothing that failed
    return [name.rstrip("/") for name in told if name]


def _memory(con: Connection) -> int:
    """Return how many MiB DuckDB may use while articles are written.

    Left to itself it keeps all that it has read and written, up to four fifths of the machine. Indexes have to fit, and
    grow with the file.
    """
    blocks, size = fetch(con, "SELECT total_blocks, block_size FROM pragma_database_size() LIMIT 1")[0]
    return max(512, int(blocks * size) // 2**20 // 8)


def ingest(
    con: Connection,
    sources: Any,
    *,
    progress: Progress | None = None,
    extractor: Extractor | None = None,
    recipe: Mapping[str, str] | None = None,
    registry: Registry | None = None,
    given: bool = False,
    retry: bool = False,
    dry: bool = False,
    workers: int = 1,
    batch: int | None = None,
) -> IngestReport:
    """Read, extract and store; see `Store.ingest`."""
    begun = time.monotonic()
    if given:
        loads = given_loads(con, sources, recipe or {"given": "statements given"}, batch or GIVEN_BATCH)
    else:
        recipe = recipe or own_recipe(extractor, registry)
        many = None if dry else packaged(con, workers, registry) if extractor is None else one_by_one(extractor)
        loads = extracted(con, sources, many, recipe, retry, batch or BATCH)
    under_way = _Ingest(con, retry, dry)

    def report(share: float | None) -> IngestReport:
        w = under_way
        spent = time.monotonic() - begun
        return IngestReport(w.read, w.stored, w.already, tuple(w.failed), w.statements, spent, share, w.skipped)

    con.execute(f"SET memory_limit = '{_memory(con)}MiB'")
    try:
        for load in loads:
            under_way.batch(load)
            if progress is not None:
                progress(report(load.share))
        under_way.close(_paths(sources))
    finally:
        drop(con)
        con.execute("RESET memory_limit")
    left = [str(path) for name in _paths(sources) if os.path.isdir(name) for path in databases(Path(name))]
    return attrs.evolve(report(1.0), databases=tuple(left))
