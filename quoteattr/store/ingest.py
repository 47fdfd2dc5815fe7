"""From sources to stored statements: batch by batch, each wholly or not at all."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from quoteattr.ids import content_id
from quoteattr.registry import Registry
from quoteattr.store.connection import Connection, fetch, insert, transaction
from quoteattr.store.extracting import Extractor, extracted, one_by_one, own_recipe, packaged
from quoteattr.store.given import GIVEN_BATCH, given_loads
from quoteattr.store.rows import run_of
from quoteattr.store.staging import Load, Settled, drop, settle
from quoteattr.store.writing import write

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
    """

    read: int = 0
    stored: int = 0
    already: int = 0
    failed: tuple[Failed, ...] = ()
    statements: int = 0
    seconds: float = 0.0
    share: float | None = None
    skipped: int = 0


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
        self.waiting = {row[0] for row in fetch(self.con, "SELECT DISTINCT record FROM failures")}

    def batch(self, load: Load) -> None:
        """Store one batch in one transaction; nothing is counted that is not stored."""
        run = content_id("run", recipe=dict(load.recipe))
        settled = settle(self.con, run, self.retry, load.explain)
        if not self.dry:
            with transaction(self.con):
                if settled.fresh:
                    run_of(self.con, load.recipe)
                write(self.con, run, settled.fresh)
                self._fail(settled, run)
        self.read += settled.read
        self.stored += len(settled.fresh)
        self.already += settled.already
        self.statements += settled.statements
        self.skipped += load.skipped
        self.failed += [Failed(f.record, f.reason) for f in (*settled.broken, *settled.known)]
        self.good |= self.waiting & settled.good

    def _fail(self, settled: Settled, run: str) -> None:
        """Put on the list what fails now, and take off it what is stored now."""
        rows = {
            (f.record, f.article): (f.record, f.article, run if f.article else "", f.reason) for f in settled.broken
        }
        self.forget(list(rows))
        if self.waiting:
            self.con.execute(
                "DELETE FROM failures WHERE article IN (SELECT unnest($1::VARCHAR[]))", [list(settled.fresh)]
            )
        types = dict.fromkeys(("record", "article", "run", "reason"), "VARCHAR")
        insert(self.con, "failures", types, list(rows.values()))

    def forget(self, failures: Sequence[tuple[str, str]]) -> None:
        """Take failures (record, article) off the list."""
        if failures:
            self.con.execute(
                "DELETE FROM failures WHERE (record, article) IN "
                "(SELECT (unnest($1::VARCHAR[]), unnest($2::VARCHAR[])))",
                [[f[0] for f in failures], [f[1] for f in failures]],
            )

    def close(self) -> None:
        """Take off the list what failed before and is read and stored by now, under whatever text."""
        cured = self.good - {f.record for f in self.failed}
        if cured and not self.dry:
            with transaction(self.con):
                self.con.execute("DELETE FROM failures WHERE record IN (SELECT unnest($1::VARCHAR[]))", [sorted(cured)])


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
        under_way.close()
    finally:
        drop(con)
        con.execute("RESET memory_limit")
    return report(1.0)
