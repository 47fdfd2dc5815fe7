"""Tables: CSV by Python's own reader, Parquet by pyarrow; a row is a record.

DuckDB, which has both, belongs to the store alone, and reads files by path; these read members of archives and streams
too, and say which row is broken.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Any

from quoteattr.errors import InputError
from quoteattr.reading.record import Failure, Record
from quoteattr.reading.rows import check_columns, names_of, record_of
from quoteattr.reading.source import LARGEST, Blob, need

ENDINGS = (".csv",)
TAB_ENDINGS = (".tsv",)
PARQUET_ENDINGS = (".parquet", ".pq")
_BATCH = 256  # rows at once: articles are large, and memory must stay flat
_DELIMITERS = ",;\t|"


class _Limited(io.TextIOWrapper):
    """Lines of text, none longer than a document may be."""

    def __next__(self) -> str:  # type: ignore[override] # typeshed has bytes here
        line = self.readline(LARGEST)
        if not line:
            raise StopIteration
        if len(line) == LARGEST:
            raise InputError(f"a line is longer than {LARGEST // 2**20} MB.", remedy="Check the quotation marks.")
        return line


def _delimiter(head: str) -> str:
    """Return what parts the columns: of the usual signs the one that the heading has most of."""
    return max(_DELIMITERS, key=head.count)


def records(blob: Blob, *, delimiter: str | None = None) -> Iterator[Record | Failure]:
    """Read a table in CSV with a heading, in UTF-8 or UTF-16 with a mark, parted by comma, semicolon, tab or bar.

    Returns:
        Records named by their id, or ``file.csv:LINE`` without one; a broken row is a failure of that name.

    Raises:
        InputError: It can't be read, has no column of text, or no row.
    """
    names = names_of(blob.columns)
    csv.field_size_limit(LARGEST)  # Python's own limit of 128 KB is less than a long page
    encoding = "utf-16" if blob.head()[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    with blob.open() as stream:
        lines = _Limited(stream, encoding=encoding, newline="")
        try:
            heading = next(lines, "")
            table = csv.reader(_Joined(heading, lines), delimiter=delimiter or _delimiter(heading), strict=True)
            columns = next(table, [])
            check_columns(columns, names, blob.name)
            yield from _rows(table, columns, names, blob.name)
        except csv.Error as error:
            raise InputError(
                f"{blob.name} has a broken heading: {error}.", remedy="Check its quotation marks.", record=blob.name
            ) from None
        except UnicodeDecodeError:
            raise InputError(f"{blob.name} is not UTF-8.", remedy="Save it as UTF-8.", record=blob.name) from None
        except InputError as error:
            if error.data.get("record"):
                raise
            raise InputError(f"{blob.name} can't be read further: {error}", record=blob.name) from None


class _Joined:
    """A line that was read ahead, and those that follow it."""

    def __init__(self, first: str, rest: Iterator[str]) -> None:
        self._first: str | None = first
        self._rest = rest

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._first is not None:
            line, self._first = self._first, None
            return line
        return next(self._rest)


def _rows(table: Any, columns: list[str], names: Any, what: str) -> Iterator[Record | Failure]:
    empty = True
    while True:
        name = f"{what}:{table.line_num + 1}"
        try:
            row = next(table, None)
        except csv.Error as error:
            empty = False
            yield Failure(name, f"The row can't be used: {error}. Check its quotation marks.")
            continue
        if row is None:
            break
        if not row:
            continue
        empty = False
        try:
            if len(row) != len(columns):
                raise InputError(f"it has {len(row)} cells for {len(columns)} columns.", remedy="Mend the row.")
            yield record_of(dict(zip(columns, row, strict=True)), name, names)
        except InputError as error:
            yield Failure(name, f"The row can't be used: {error}")
    if empty:
        raise InputError(f"{what} holds no row.", remedy="Write one article a row, below a heading.", record=what)


def tab_records(blob: Blob) -> Iterator[Record | Failure]:
    """Read a table whose columns are parted by tabs; see `records`."""
    return records(blob, delimiter="\t")


def parquet_records(blob: Blob) -> Iterator[Record | Failure]:
    """Read a Parquet file batch by batch.

    Returns:
        Records named by their id, or ``file.parquet#ROW`` without one; a broken row is a failure of that name.

    Raises:
        InputError: pyarrow is missing, or it is no Parquet, has no column of text, or no row.
    """
    need("pyarrow", "parquet", "Parquet")
    import pyarrow
    import pyarrow.parquet as parquet

    names = names_of(blob.columns)
    number = 0
    with blob.open() as stream:
        try:
            seekable = stream if stream.seekable() else io.BytesIO(blob.whole())
            file = parquet.ParquetFile(seekable)
            check_columns(file.schema_arrow.names, names, blob.name)
            wanted = [c for c in file.schema_arrow.names if any(c in columns for columns in names.values())]
            for batch in file.iter_batches(batch_size=_BATCH, columns=wanted):
                columns = _coarse(batch, pyarrow)
                for at in range(columns.num_rows):
                    number += 1
                    name = f"{blob.name}#{number}"
                    try:
                        yield record_of({c: columns[c][at].as_py() for c in wanted}, name, names)
                    except UnicodeDecodeError:
                        yield Failure(name, "The row can't be used: it is not UTF-8. Write it anew.")
                    except InputError as error:
                        yield Failure(name, f"The row can't be used: {error}")
        except (pyarrow.ArrowException, OSError) as error:
            raise InputError(
                f"{blob.name} is broken Parquet: {str(error).rstrip('.')}.", remedy="Write it anew.", record=blob.name
            ) from None
    if not number:
        raise InputError(f"{blob.name} holds no row.", remedy="Write one article a row.", record=blob.name)


def _coarse(batch: Any, pyarrow: Any) -> Any:
    """Return a batch whose moments are in microseconds, the finest that Python's have."""
    for at, field in enumerate(batch.schema):
        if pyarrow.types.is_timestamp(field.type) and field.type.unit == "ns":
            coarse = batch.column(at).cast(pyarrow.timestamp("us", field.type.tz), safe=False)
            batch = batch.set_column(at, field.name, coarse)
    return batch
