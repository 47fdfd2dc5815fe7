"""Many values at once, as arrays: bound one by one they take ten times as long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from quoteattr.store.connection import Connection

_KINDS = {"BIGINT": "int64", "BOOLEAN": "bool", "TIMESTAMP": "datetime64[us]", "DATE": "datetime64[us]"}


@contextmanager
def shown(con: Connection, name: str, arrays: Mapping[str, Any]) -> Iterator[None]:
    """Let queries see arrays of one length as a table of a name of ours."""
    con.register(name, dict(arrays))
    try:
        yield
    finally:
        con.unregister(name)


def tabled(con: Connection, table: str, types: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
    """Make a temporary table of rows, in their order.

    Args:
        con: The connection.
        table: A name of ours; what has it is replaced.
        types: The columns, in the order of the values, each with its SQL type; whole numbers and truth values are
            never None.
        rows: The rows.
    """
    import numpy as np

    columns = zip(*rows, strict=True) if rows else iter([()] * len(types))
    arrays = {
        name: np.array(list(values), dtype=_KINDS.get(kind, "object"))
        for (name, kind), values in zip(types.items(), columns, strict=True)
    }
    picked = ", ".join(f"{name}::{kind} AS {name}" for name, kind in types.items())
    with shown(con, "arrays", arrays):
        con.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {picked} FROM arrays")
