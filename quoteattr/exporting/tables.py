"""Rows as data frames, Arrow tables and files, all by way of DuckDB, so that every one has the same types."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from quoteattr.errors import QuoteattrError

Relation = Any  # the two versions of DuckDB ship different type stubs
T = TypeVar("T")

# An extension can't be installed offline; Parquet is built in.
_CONFIG = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


def relation(types: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> Relation:
    """Return rows as a relation of a DuckDB database in memory.

    Args:
        types: The columns in their order, each with its SQL type; names and types of ours, never from outside.
        rows: The rows; a column that a row lacks is null.
    """
    import duckdb

    def held(value: Any) -> Any:
        # Half a surrogate pair is no character: neither DuckDB nor any of the formats can hold it.
        return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value

    listed = list(rows)
    picked = ", ".join(f'unnest(${n}::{kind}[]) AS "{name}"' for n, (name, kind) in enumerate(types.items(), 1))
    con = duckdb.connect(config=dict(_CONFIG))
    return con.sql(f"SELECT {picked}", params=[[held(row.get(name)) for row in listed] for name in types])


def needed(module: str, what: str, extra: str) -> Any:
    """Return a module of an extra.

    Args:
        module: Its name.
        what: What it is needed for, as the beginning of a sentence.
        extra: The extra of this library that brings it.

    Raises:
        QuoteattrError: It is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise QuoteattrError(
            f"{what} needs {module}, which is not installed.",
            remedy=f"pip install {module}, or the extra quoteattr[{extra}].",
            module=module,
        ) from error


def plain(value: Any) -> Any:
    """Return a value as JSON and CSV have it: dates in ISO 8601, everything unknown as text."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | bool | list | dict) else str(value)


def encoded(text: str) -> bytes:
    """Return JSON text as UTF-8; half a surrogate pair, which UTF-8 can't hold, as the escape that JSON has for it."""
    return text.encode("utf-8", "backslashreplace")


def json_text(value: Any, path: str | Path | None = None) -> str:
    """Return plain values as JSON that people can read, and write it to ``path`` if one is given."""
    told = json.dumps(value, ensure_ascii=False, indent=1)
    if path is not None:
        Path(path).write_bytes(encoded(told + "\n"))
    return told


def to_df(found: Relation) -> Any:
    """Return a relation as a pandas DataFrame."""
    needed("pandas", "A pandas frame", "pandas")
    return found.df()


def to_pl(found: Relation) -> Any:
    """Return a relation as a polars DataFrame."""
    needed("polars", "A polars frame", "polars")
    needed("pyarrow", "A polars frame", "polars")
    return found.pl()


def to_arrow(found: Relation) -> Any:
    """Return a relation as a pyarrow Table."""
    needed("pyarrow", "An Arrow table", "arrow")
    return found.to_arrow_table()


class Tabular:
    """Give rows to whoever wants them: frames of pandas and polars, Arrow tables, CSV, Parquet and Arrow files."""

    __slots__ = ()

    def relate(self, take: Callable[[Relation], T]) -> T:
        """Return what ``take`` makes of the rows as a DuckDB relation, which holds only during the call."""
        raise NotImplementedError

    def table(self) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Return the names of the columns, and the rows in their order."""
        return self.relate(lambda found: (tuple(found.columns), list(found.fetchall())))

    def to_csv(self, path: str | Path | None = None) -> str:
        """Return the rows as CSV with a line of names, and write them to ``path`` if one is given."""
        names, rows = self.table()
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([plain(v) for v in row] for row in rows)
        told = out.getvalue()
        if path is not None:
            Path(path).write_bytes(told.encode("utf-8", "replace"))
        return told

    def df(self) -> Any:
        """Return the rows as a pandas DataFrame.

        Raises:
            QuoteattrError: pandas is not installed.
        """
        return self.relate(to_df)

    def pl(self) -> Any:
        """Return the rows as a polars DataFrame.

        Raises:
            QuoteattrError: polars or pyarrow is not installed.
        """
        return self.relate(to_pl)

    def arrow(self) -> Any:
        """Return the rows as a pyarrow Table.

        Raises:
            QuoteattrError: pyarrow is not installed.
        """
        return self.relate(to_arrow)

    def to_parquet(self, path: str | Path) -> Path:
        """Write the rows to a Parquet file and return its path."""
        self.relate(lambda found: found.write_parquet(str(path)))
        return Path(path)

    def to_arrow(self, path: str | Path) -> Path:
        """Write the rows to an Arrow IPC file, which is Feather's format too, and return its path.

        Raises:
            QuoteattrError: pyarrow is not installed.
        """
        table = self.arrow()
        with import_module("pyarrow").OSFile(str(path), "wb") as sink, _ipc(sink, table.schema) as writer:
            writer.write_table(table)
        return Path(path)


def _ipc(sink: Any, schema: Any) -> Any:
    return import_module("pyarrow.ipc").new_file(sink, schema)


class Rows(Tabular):
    """Hold rows that are there already.

    Args:
        types: The columns in their order, each with its SQL type.
        rows: The rows, by column.
    """

    __slots__ = ("_rows", "types")

    def __init__(self, types: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> None:
        self.types, self._rows = dict(types), rows

    def table(self) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Return the names of the columns, and the rows in their order."""
        return tuple(self.types), [tuple(row.get(name) for name in self.types) for row in self._rows]

    def relate(self, take: Callable[[Relation], T]) -> T:
        """Return what ``take`` makes of the rows as a DuckDB relation."""
        return take(relation(self.types, self._rows))
