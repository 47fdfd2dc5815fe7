"""From sources to stored statements: batch by batch, each wholly or not at all."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
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
from quoteattr.store.staging import Load, Settled, check, drop, settle
from quoteattr.store.writing import write

# A failure that comes up again; what was closed stays.
_REPLACED = """
DELETE FROM failures
WHERE closed IS NULL AND (record, article) IN (SELECT (unnest($1::VARCHAR[]), unnest($2::VARCHAR[])))
"""
BATCH = 64  # articles a transaction: little is lost when it is stopped, and the writing is still in bulk
# Of statements that are given, one batch is read while the one before is checked and the one before that is written.
_LANES = 3
# MiB that DuckDB may use meanwhile; left to itself it keeps all that it has read and written, up to four fifths of the
# machine. Less, and batches of statements that are given go through temporary files.
_MEMORY, _BULK_MEMORY = 512, 900


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
    begun: float = attrs.field(factory=time.monotonic)
    failed: list[Failed] = attrs.field(factory=list)
    waiting: set[str] = attrs.field(factory=set)  # inputs that failed before
    good: set[str] = attrs.field(factory=set)  # those of them that were read and stored without a failure

    def __attrs_post_init__(self) -> None:
        self.waiting = {row[0] for row in fetch(self.con, "SELECT DISTINCT record FROM failures WHERE closed IS NULL")}

    def checked(self, load: Load) -> Callable[[], IngestReport]:
        """Check one batch, whatever is stored meanwhile, and return what stores it."""
        run = content_id("run", recipe=dict(load.recipe))
        told = check(load.con, run, self.retry)
        return lambda: self._stored(load, run, settle(load.con, run, told, self.retry, load.explain))

    def report(self, share: float | None) -> IngestReport:
        """Return what has come of it so far."""
        spent = time.monotonic() - self.begun
        failed = tuple(self.failed)
        return IngestReport(self.read, self.stored, self.already, failed, self.statements, spent, share, self.skipped)

    def _stored(self, load: Load, run: str, settled: Settled) -> IngestReport:
        """Store one batch in one transaction; nothing is counted that is not stored."""
        if not self.dry:
            with transaction(load.con):
                if settled.fresh:
                    run_of(load.con, load.recipe)
                write(load.con, run, bool(settled.fresh))
                self._fail(load.con, settled, run)
        self.read += settled.read
        self.stored += len(settled.fresh)
        self.already += settled.already
        self.statements += settled.statements
        self.skipped += load.skipped
        self.failed += [Failed(f.record, f.reason) for f in (*settled.broken, *settled.known)]
        self.good |= self.waiting & settled.good
        return self.report(load.share)

    def _fail(self, con: Connection, settled: Settled, run: str) -> None:
        """Put on the list what fails now, and close what is stored now."""
        rows = {
            (f.record, f.article): (f.record, f.article, run if f.article else "", f.reason) for f in settled.broken
        }
        if rows:
            con.execute(_REPLACED, [[record for record, _ in rows], [article for _, article in rows]])
        if self.waiting:
            self._closed(con, "article", settled.fresh)
        types = dict.fromkeys(("record", "article", "run", "reason"), "VARCHAR")
        insert(con, "failures", types, list(rows.values()))

    def _closed(self, con: Connection, column: str, values: Iterable[str]) -> None:
        con.execute(
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
                self._closed(self.con, "record", sorted(gone))


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


def _written(
    under_way: _Ingest, loads: Iterator[Load], lanes: deque[Connection]
) -> Generator[IngestReport, None, None]:
    """Check and write batch after batch, on a thread each, and yield what has come of it with each that is stored.

    Args:
        under_way: What is told of it.
        loads: The batches, put into the tables of the first lane.
        lanes: Turned after each batch.
    """
    waiting: deque[Future[IngestReport | None]] = deque()
    failed = False

    def write(checked: Future[Callable[[], IngestReport]]) -> IngestReport | None:
        nonlocal failed
        if failed:  # the tables are in the order of the input, so that none comes after one that is missing
            return None
        failed = True
        report = checked.result()()
        failed = False
        return report

    def stored(left: int) -> Iterator[IngestReport]:
        while len(waiting) > left:
            if (report := waiting.popleft().result()) is not None:
                yield report

    with ThreadPoolExecutor(1) as writer, ThreadPoolExecutor(1) as checker:
        try:
            for load in loads:
                waiting.append(writer.submit(write, checker.submit(under_way.checked, load)))
                yield from stored(len(lanes) - 1)
                lanes.rotate()
            yield from stored(0)
        except Exception:  # a file can't be read; what was read before it is stored
            yield from stored(0)
            raise
        finally:
            for future in waiting:  # stopped from outside: only the one that is being written is waited for
                future.cancel()


@contextmanager
def _tuned(con: Connection, bulk: bool) -> Iterator[None]:
    """Set DuckDB up for writing articles, one by one or in bulk, and back afterwards.

    Parts of tables that are not full are joined at a checkpoint, which writes them anew, texts above all: in bulk that
    was a third of the work, for parts that are long enough as they are. What is worth joining is joined by the first
    checkpoint after the database is opened again.
    """
    con.execute(f"SET memory_limit = '{_BULK_MEMORY if bulk else _MEMORY}MiB'")
    if bulk:
        con.execute("SET max_vacuum_tasks = 0")
        # Reading, checking and writing have a thread each; DuckDB's own on top of them are in their way.
        (cores,) = fetch(con, "SELECT current_setting('threads')")[0]
        con.execute(f"SET threads = {max(1, int(cores) - 1)}")
    try:
        yield
    finally:
        con.execute("RESET memory_limit")
        if bulk:
            con.execute("RESET threads")  # not the other one: closing would join what was left apart


@contextmanager
def _lanes(con: Connection, number: int) -> Iterator[deque[Connection]]:
    """Lend as many connections to one database, each with temporary tables of its own."""
    lanes = deque([con, *(con.cursor() for _ in range(number - 1))])
    try:
        yield lanes
    finally:
        for lane in lanes:
            drop(lane)
            if lane is not con:
                lane.close()


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
    under_way = _Ingest(con, retry, dry)
    bulk = given and not dry
    with _tuned(con, bulk), _lanes(con, _LANES if bulk else 1) as lanes:
        if given:
            recipe = recipe or {"given": "statements given"}
            loads = given_loads(lambda: lanes[0], sources, recipe, batch or GIVEN_BATCH)
        else:
            recipe = recipe or own_recipe(extractor, registry)
            many = None if dry else packaged(con, workers, registry) if extractor is None else one_by_one(extractor)
            loads = extracted(con, sources, many, recipe, retry, batch or BATCH)
        with closing(_written(under_way, loads, lanes)) as reports:
            for report in reports:
                if progress is not None:
                    progress(report)
        under_way.close(_paths(sources))
    left = [str(path) for name in _paths(sources) if os.path.isdir(name) for path in databases(Path(name))]
    return attrs.evolve(under_way.report(1.0), databases=tuple(left))
