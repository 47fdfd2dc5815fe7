"""Copies of a whole database: a backup while it is in use, and everything as Parquet and back."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

from quoteattr.errors import StoreError
from quoteattr.store.connection import Connection, connect, fetch, transaction
from quoteattr.store.schema import migrate, migrations, version

_HEADERS = 3 * 4096  # bytes: DuckDB's file header and its two database headers; a checkpoint writes one of these
_TRIES = 40  # of a copy that a checkpoint crosses; at 128 MB a checkpoint there are seconds between two
_PAUSE = 0.25  # seconds
_MANIFEST = "manifest.json"
_KIND = "quoteattr dump"
_TABLES = (
    "SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND NOT internal "
    "AND database_name = current_database() AND table_name <> 'schema_migrations' ORDER BY table_name"
)


def _headers(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEADERS)


def _wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _wal(path).unlink(missing_ok=True)


def _synced(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _free(target: Path) -> None:
    if target.exists():
        raise StoreError(f"{target} is there already.", remedy="Choose another name, or remove it.", path=str(target))


def backup(source: str | Path, target: str | Path) -> Path:
    """Copy a database that no store of this process holds, also while another process writes to it.

    What was committed before the copy began is in it. DuckDB never overwrites what the last checkpoint refers to, and
    only adds to its log between two checkpoints: so a copy of the log and then of the file, with no checkpoint between,
    is what the database would be after a loss of power. The copy is opened, its log put into it, before it gets its
    name.

    Args:
        source: The database file.
        target: The new file.

    Returns:
        The new file.

    Raises:
        StoreError: There is no such database, the target exists, or checkpoints follow each other too quickly.
    """
    import duckdb

    source, target = Path(source), Path(target)
    if not source.is_file():
        raise StoreError(f"There is no database at {source}.", remedy="Check the path.", path=str(source))
    _free(target)
    part = target.with_name(target.name + ".part")
    said = "a checkpoint crosses every try"
    try:
        for _ in range(_TRIES):
            _remove(part)
            before = _headers(source)
            if _wal(source).exists():
                try:
                    shutil.copyfile(_wal(source), _wal(part))
                except FileNotFoundError:  # a checkpoint has just taken it in
                    continue
            shutil.copyfile(source, part)
            if _headers(source) != before:
                time.sleep(_PAUSE)
                continue
            try:
                con = connect(part)
                try:
                    version(con)
                    con.execute("CHECKPOINT")
                finally:
                    con.close()
            except (StoreError, duckdb.Error) as error:
                said = str(error)
                time.sleep(_PAUSE)
                continue
            _synced(part)
            part.rename(target)
            return target
    except OSError as error:
        raise StoreError(
            f"The copy can't be written: {error.strerror}.", remedy="Check the path and the space left.", path=str(part)
        ) from error
    finally:
        _remove(part)
    raise StoreError(
        f"{source} changes too quickly to be copied, or can't be opened: {said}.",
        remedy="Try again when less is written.",
        path=str(source),
    )


def dump(con: Connection, folder: str | Path) -> dict[str, int]:
    """Write every table to a folder as Parquet, in the order of the rows, as of one moment.

    Args:
        con: The connection.
        folder: The new folder.

    Returns:
        The number of rows by table.

    Raises:
        StoreError: The folder exists, or can't be written.
    """
    folder = Path(folder)
    _free(folder)
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir(parents=True)
        rows: dict[str, int] = {}
        with transaction(con):
            for (table,) in fetch(con, _TABLES):
                con.sql(f"SELECT * FROM {table} ORDER BY rowid").write_parquet(
                    str(part / f"{table}.parquet"), compression="zstd"
                )
                rows[table] = int(fetch(con, f"SELECT count(*) FROM {table}")[0][0])
            told = {
                "kind": _KIND,
                "schema": version(con),
                "migrations": dict(fetch(con, "SELECT version, fingerprint FROM schema_migrations ORDER BY version")),
                "tables": rows,
            }
        (part / _MANIFEST).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        part.rename(folder)
    except OSError as error:
        raise StoreError(
            f"{folder} can't be written: {error.strerror}.", remedy="Check the path and the space left."
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return rows


def _manifest(folder: Path) -> tuple[int, dict[str, int]]:
    """Return the schema and the tables of a dump."""
    remedy = "Give a folder that quoteattr dump has written."
    try:
        told = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if told["kind"] != _KIND:
            raise ValueError("another kind of folder")
        schema, tables = int(told["schema"]), {str(name): int(rows) for name, rows in told["tables"].items()}
        prints = {int(number): fingerprint for number, fingerprint in told["migrations"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(f"{folder} is no dump: {error}.", remedy=remedy, path=str(folder)) from error
    known = {m.version: m.fingerprint for m in migrations()}
    if schema > max(known):
        raise StoreError(
            f"The dump has schema {schema}, and this library knows schemas up to {max(known)}.",
            remedy="Upgrade quoteattr: pip install -U quoteattr.",
            schema=schema,
        )
    if any(known.get(number) != fingerprint for number, fingerprint in prints.items()):
        raise StoreError(
            "The dump was made by another schema than the library's.",
            remedy="Load it with the version of quoteattr that made it.",
        )
    return schema, tables


def load(folder: str | Path, target: str | Path) -> dict[str, int]:
    """Make a new database of a dump, and bring it to the newest schema.

    Args:
        folder: What `dump` has written, by this version of the library or an older one.
        target: The new database file.

    Returns:
        The number of rows by table.

    Raises:
        StoreError: The folder is no dump, is damaged or newer than the library, or the target exists.
    """
    import duckdb

    folder, target = Path(folder), Path(target)
    schema, tables = _manifest(folder)
    _free(target)
    lost = [table for table in tables if not (folder / f"{table}.parquet").is_file()]
    if lost:
        raise StoreError(
            f"The dump can't be read: it lacks {', '.join(lost)}.parquet.", remedy="Dump the database again."
        )
    part = target.with_name(target.name + ".part")
    _remove(part)
    try:
        con = connect(part)
        try:
            migrate(con, migrations()[:schema])
            ours = {row[0] for row in fetch(con, _TABLES)}
            if ours != set(tables):
                raise StoreError(
                    f"The dump lacks tables or has others: {', '.join(sorted(ours ^ set(tables)))}.",
                    remedy="Dump the database again.",
                )
            with transaction(con):
                for table, rows in tables.items():
                    sql = f"INSERT INTO {table} BY NAME SELECT * FROM read_parquet($1)"
                    con.execute(sql, [str(folder / f"{table}.parquet")])
                    there = int(fetch(con, f"SELECT count(*) FROM {table}")[0][0])
                    if there != rows:
                        raise StoreError(
                            f"The dump's table {table} has {there} rows and should have {rows}.",
                            remedy="Dump the database again.",
                        )
            migrate(con)
            con.execute("CHECKPOINT")
        finally:
            con.close()
        _synced(part)
        part.rename(target)
    except duckdb.Error as error:
        raise StoreError(
            f"The dump can't be read: {str(error).splitlines()[0]}.", remedy="Dump the database again."
        ) from error
    finally:
        _remove(part)
    return tables
