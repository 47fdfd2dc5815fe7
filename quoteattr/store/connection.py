"""Open, ask and write by one set of helpers that work on DuckDB 1.5 and 2.0."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from quoteattr.errors import BusyError, StoreError

# An extension can't be installed offline, and a query must not reach for the network.
CONFIG = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
# DuckDB 2.0 would write files that 1.5 can't read; both are supported, so both write the older format.
STORAGE = {"storage_compatibility_version": "v1.5.0"}

# At DuckDB's own 16 MB a bulk ingest would write many small parts; what a crash leaves at this size is replayed within
# a second.
CHECKPOINT = {"checkpoint_threshold": "64MB"}

_PAUSE = 0.2  # seconds between two tries to open what another process holds

Connection = Any  # the two versions ship different type stubs
Rows = list[tuple[Any, ...]]


def connect(path: str | Path | None, read_only: bool = False, wait: float = 0.0) -> Connection:
    """Open a database.

    Args:
        path: The file; None for a database in memory.
        read_only: Whether writing is refused.
        wait: For how many seconds to wait where another process holds it.

    Raises:
        BusyError: It is held by another process.
        StoreError: It is missing, or no database.
    """
    until = time.monotonic() + wait
    while True:
        try:
            return _connected(path, read_only)
        except BusyError:
            if time.monotonic() >= until:
                raise
            time.sleep(min(_PAUSE, max(0.0, until - time.monotonic())))


def _connected(path: str | Path | None, read_only: bool) -> Connection:
    import duckdb

    name = str(path) if path is not None else ":memory:"
    if path is not None and read_only and not Path(path).exists():
        raise StoreError(
            f"There is no database at {name}.", remedy="Ingest something first, or check the path.", path=name
        )
    try:
        return duckdb.connect(name, read_only=read_only, config={**CONFIG, **STORAGE, **CHECKPOINT})
    except duckdb.Error as error:
        raise _told(name, str(error)) from error


def _told(name: str, said: str) -> StoreError:
    if "lock" in said.lower():
        found = re.search(r"PID (\d+)", said)
        pid = int(found.group(1)) if found else None
        holder = f"the process with pid {pid}" if pid else "another process"
        return BusyError(
            f"The database {name} is in use by {holder}.",
            remedy=f"Wait for it (--wait SECONDS), or close it there; to read meanwhile, take a copy: "
            f"quoteattr backup COPY --db {name}",
            path=name,
            pid=pid,
        )
    if "different configuration" in said:
        return StoreError(
            f"The database {name} is open in this process already, in another mode.",
            remedy="Close the other store first, or open both with the same read_only.",
            path=name,
        )
    if "version number" in said:
        return StoreError(
            f"The database {name} was written by a newer DuckDB.", remedy="Upgrade: pip install -U duckdb.", path=name
        )
    if "not a valid DuckDB" in said:
        return StoreError(f"The file {name} is no DuckDB database.", remedy="Choose another path.", path=name)
    first = said.splitlines()[0] if said else "unknown reason"
    return StoreError(
        f"The database {name} can't be opened: {first}.", remedy="Check the path and its rights.", path=name
    )


def fetch(con: Connection, sql: str, params: Sequence[Any] | Mapping[str, Any] = ()) -> Rows:
    """Run a query with bound values and return its rows."""
    return list(con.execute(sql, params or None).fetchall())


def stream(con: Connection, sql: str, params: Sequence[Any] = (), size: int = 5000) -> Iterator[tuple[Any, ...]]:
    """Run a query on a cursor of its own and yield its rows, ``size`` in memory at once."""
    result = con.cursor().execute(sql, params or None)
    while rows := result.fetchmany(size):
        yield from rows


def insert(con: Connection, table: str, types: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert many rows by one statement, in their order.

    Args:
        con: The connection.
        table: A table of ours; never a name from outside.
        types: The columns, in the order of the values, each with its SQL type.
        rows: The rows.
    """
    if not rows:
        return
    names = ", ".join(types)
    picked = ", ".join(f"unnest(${at}::{kind}[])" for at, kind in enumerate(types.values(), 1))
    con.execute(f"INSERT INTO {table} ({names}) SELECT {picked}", [list(values) for values in zip(*rows, strict=True)])


def not_there(con: Connection, table: str, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return those of many rows whose id, their first value, is not in a table yet, the first of each, in their order.

    They are told apart here: a join inside an INSERT would not keep the order, and the tables would differ from one
    run to the next.
    """
    new = {row[0]: row for row in reversed(rows)}
    if not new:
        return []
    sql = f"SELECT id FROM {table} WHERE id IN (SELECT unnest($1::VARCHAR[]))"
    there = {row[0] for row in fetch(con, sql, [list(new)])}
    return [row for of, row in reversed(new.items()) if of not in there]


def last(con: Connection, table: str) -> int:
    """Return the highest number of a table, 0 where it is empty."""
    return int(fetch(con, f"SELECT coalesce(max(number), 0) FROM {table}")[0][0])


@contextmanager
def transaction(con: Connection) -> Iterator[None]:
    """Do all that happens inside, or nothing of it."""
    import duckdb

    con.execute("BEGIN TRANSACTION")
    try:
        yield
        con.execute("COMMIT")
    except BaseException as error:
        with suppress(duckdb.Error):  # a failed COMMIT has rolled back already
            con.execute("ROLLBACK")
        unwritten = isinstance(error, duckdb.TransactionException) and "Failed to commit" in str(error)
        if unwritten or isinstance(error, duckdb.IOException | duckdb.FatalException | duckdb.OutOfMemoryException):
            raise StoreError(
                f"The database could not be written: {str(error).splitlines()[0]}",
                remedy="Free some space or memory and run again: what was reported as stored is safe.",
            ) from error
        raise


@contextmanager
def still_open() -> Iterator[None]:
    """Tell clearly that the store was closed in the meantime."""
    import duckdb

    try:
        yield
    except duckdb.ConnectionException as error:
        raise StoreError(
            "The store is closed.", remedy="Open it again, and look at results before closing it."
        ) from error


def related(con: Connection, sql: str, params: Sequence[Any] = ()) -> Callable[[Callable[[Any], Any]], Any]:
    """Return what runs a query of ours with bound values, and hands its relation on.

    Raises:
        StoreError: When it runs: the store was closed in the meantime.
    """

    def run(take: Callable[[Any], Any]) -> Any:
        with still_open():
            return take(con.sql(sql, params=list(params) or None))

    return run


def keeper() -> Callable[[Any], Any] | None:
    """Return what runs a relation and returns one that keeps the rows in memory, as long as its connection is open.

    None where DuckDB has no such thing: 1.5 would run the query again for every look.
    """
    import duckdb

    return (lambda found: found.materialize()) if hasattr(duckdb.DuckDBPyRelation, "materialize") else None


def readable(
    con: Connection, query: str, params: Sequence[Any] | Mapping[str, Any]
) -> Callable[[Callable[[Any], Any]], Any]:
    """Return what runs somebody's query where nothing can be written, and hands its relation on.

    Raises:
        StoreError: It is no single query. That it fails is told when it runs.
    """
    import duckdb

    remedy = "Give one SELECT, with its values as parameters; the views are statements, unresolved and comparisons."
    try:
        kinds = [parsed.type.name for parsed in con.extract_statements(query)]
    except duckdb.Error as error:
        raise StoreError(f"The query can't be read: {error}", remedy=remedy, query=query) from error
    if kinds not in (["SELECT"], ["EXPLAIN"]):
        raise StoreError("Only a single query is run here, and none that writes.", remedy=remedy, query=query)

    def run(take: Callable[[Any], Any]) -> Any:
        cursor = con.cursor()
        try:
            cursor.execute("BEGIN TRANSACTION READ ONLY")
            return take(cursor.sql(query, params=params or None))
        except duckdb.Error as error:
            raise StoreError(f"The query fails: {error}", remedy=remedy, query=query) from error
        finally:
            cursor.close()

    return run
