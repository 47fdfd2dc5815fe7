"""Extraction as one step of a larger engine: record batches of articles in, record batches of statements out.

The rows that come out are those of `quoteattr.exchange`; written as Parquet, `quoteattr ingest --given` stores them.
What is made of an article depends on that article alone, so any partition and any order give the same rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from quoteattr.errors import InputError, QuoteattrError
from quoteattr.exchange import COLUMNS, NOTHING, Row, arrow_schema, failure_row, record_batch, rows
from quoteattr.pipeline import extract_articles, recipe
from quoteattr.reading import read_row
from quoteattr.reading.rows import FIELDS

if TYPE_CHECKING:
    import daft
    import pyarrow as pa

_UNNAMED = "a row without an id"
_SPARK = {"string": "string", "int64": "bigint", "double": "double", "list<int64>": "array<bigint>"}


def _rows_of(row: Mapping[str, Any], min_confidence: float | None, act: Collection[str] | str | None) -> list[Row]:
    """Return the rows of one input row; one that can't be read is a row with its reason."""
    # a number of the row would depend on the partition that it happens to stand in
    name = next((str(row[column]) for column in FIELDS["id"] if row.get(column)), _UNNAMED)
    try:
        articles = read_row(row, name)
    except InputError as error:
        return [(*failure_row(name, str(error)), *NOTHING)]
    made: list[Row] = []
    for result in extract_articles(articles, min_confidence=min_confidence, act=act):
        made += rows(result.article, result.statements, recipe=recipe(), error=result.error)
    return made


def extract_rows(
    given: Iterable[Mapping[str, Any]],
    *,
    min_confidence: float | None = None,
    act: Collection[str] | str | None = None,
) -> Iterator[list[Row]]:
    """Yield the rows of `quoteattr.exchange` for each article given as a row of fields.

    Args:
        given: Rows with ``text`` and what else is known, first of all an ``id`` that tells them apart: ``outlet``,
            ``published``, ``title``, ``url``, ``byline``, ``place``, ``language``.
        min_confidence: Quotes below this confidence (0..1) are left out; the model's own threshold where it is None.
        act: The acts to keep: ``speech``, ``writing``, ``thought``; all where None.
    """
    for row in given:
        yield _rows_of(row, min_confidence, act)


def extract_batches(
    batches: Iterable[pa.RecordBatch],
    *,
    min_confidence: float | None = None,
    act: Collection[str] | str | None = None,
) -> Iterator[pa.RecordBatch]:
    """Turn batches of articles into batches of statements; the function for an engine's map over Arrow batches.

    Args:
        batches: Articles, a row each, with the columns that `extract_rows` takes; other columns are left alone.
        min_confidence: Quotes below this confidence (0..1) are left out; the model's own threshold where it is None.
        act: The acts to keep: ``speech``, ``writing``, ``thought``; all where None.

    Yields:
        A batch for each batch, in `quoteattr.exchange.arrow_schema`. What can't be read, or fails, has one row with
        ``error``.

    Raises:
        InputError: A batch has no column of texts.
        ModelError: A model is missing.
    """
    wanted = {name for names in FIELDS.values() for name in names}
    for batch in batches:
        there = [name for name in batch.schema.names if name in wanted]
        if not any(name in there for name in FIELDS["text"]):
            raise InputError(
                f"A batch has no column text; its columns are {', '.join(batch.schema.names)}.",
                remedy="Rename the column that holds the articles' texts.",
            )
        given = batch.select(there).to_pylist()
        made = extract_rows(given, min_confidence=min_confidence, act=act)
        yield record_batch([row for part in made for row in part])


def spark_schema() -> str:
    """Return the columns of the rows as Spark writes a schema, for ``DataFrame.mapInArrow``."""
    return ", ".join(f"`{name}` {_SPARK[kind]}" for name, kind in COLUMNS.items())


def extract_frame(frame: daft.DataFrame, *, workers: int = 1, size: int = 32) -> daft.DataFrame:
    """Return a Daft frame of statements for one of articles; nothing runs before the frame is asked for.

    Args:
        frame: Articles, a row each, with the columns that `extract_rows` takes.
        workers: How many processes work at once; each loads the models once.
        size: Articles that a process is given at once.

    Raises:
        QuoteattrError: Daft is not installed.
        InputError: The frame has no column of texts.
    """
    try:
        import daft
        from daft.functions import get
    except ImportError as error:
        raise QuoteattrError(
            "Daft is not installed.", remedy="Install the extra: pip install 'quoteattr[scale]'."
        ) from error
    columns = [name for names in FIELDS.values() for name in names if name in frame.column_names]
    if not any(name in columns for name in FIELDS["text"]):
        raise InputError(
            f"The frame has no column text; its columns are {', '.join(frame.column_names)}.",
            remedy="Rename the column that holds the articles' texts.",
        )
    schema = arrow_schema()
    struct = daft.DataType.struct({field.name: daft.DataType.from_arrow_type(field.type) for field in schema})

    @daft.udf(return_dtype=daft.DataType.list(struct), batch_size=size, concurrency=workers, use_process=workers > 1)
    class Extract:
        def __init__(self) -> None:
            """Load nothing yet: a process loads the models with its first article."""

        def __call__(self, *given: daft.Series) -> pa.Array:
            import pyarrow as pa

            articles = zip(*(series.to_pylist() for series in given), strict=True)
            made = list(extract_rows(dict(zip(columns, article, strict=True)) for article in articles))
            ends = [0, *accumulate(len(part) for part in made)]
            flat = record_batch([row for part in made for row in part]).to_struct_array()
            return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), flat)

    asked: Any = Extract(*(daft.col(name) for name in columns))  # an expression: the decorator makes it one
    found = frame.select(asked.alias("row")).explode("row")
    return found.select(*(get(daft.col("row"), name).alias(name) for name in COLUMNS))
