"""A result that is fetched when it is looked at."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from quoteattr.errors import QuoteattrError

Run = Callable[[], tuple[tuple[str, ...], list[tuple[Any, ...]]]]


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | bool | list) else str(value)


class Statements(Sequence[dict[str, Any]]):
    """Hold the rows of a query, fetched on first use and then kept.

    Args:
        run: Returns the names of the columns and the rows.
    """

    def __init__(self, run: Run) -> None:
        self._run: Run | None = run
        self._names: tuple[str, ...] = ()
        self._rows: list[tuple[Any, ...]] = []

    def _fetched(self) -> list[tuple[Any, ...]]:
        if self._run is not None:
            self._names, self._rows = self._run()
            self._run = None
        return self._rows

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        self._fetched()
        return self._names

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows, each as a dict by column."""
        rows = self._fetched()
        return [dict(zip(self._names, row, strict=True)) for row in rows]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows())

    def __len__(self) -> int:
        return len(self._fetched())

    def __getitem__(self, index: Any) -> Any:
        rows = self._fetched()[index]
        if isinstance(index, slice):
            return [dict(zip(self._names, row, strict=True)) for row in rows]
        return dict(zip(self._names, rows, strict=True))

    def df(self) -> Any:
        """Return the rows as a pandas DataFrame.

        Raises:
            QuoteattrError: pandas is not installed.
        """
        try:
            pandas = import_module("pandas")
        except ImportError as error:
            raise QuoteattrError(
                "A data frame needs pandas, which is not installed.",
                remedy="Install it (pip install pandas), or use .rows(), .to_csv() or .to_json().",
            ) from error
        rows = self._fetched()
        return pandas.DataFrame.from_records(rows, columns=list(self._names))

    def to_json(self, path: str | Path | None = None) -> str:
        """Return the rows as a JSON list of objects, dates in ISO 8601, and write them to ``path`` if one is given."""
        told = json.dumps([{k: _plain(v) for k, v in row.items()} for row in self.rows()], ensure_ascii=False, indent=1)
        if path is not None:
            Path(path).write_text(told + "\n", encoding="utf-8")
        return told

    def to_csv(self, path: str | Path | None = None) -> str:
        """Return the rows as CSV with a line of names, and write them to ``path`` if one is given."""
        rows = self._fetched()
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(self._names)
        writer.writerows([_plain(v) for v in row] for row in rows)
        if path is not None:
            Path(path).write_text(out.getvalue(), encoding="utf-8", newline="")
        return out.getvalue()

    def __repr__(self) -> str:
        if self._run is not None:
            return "<Statements: not fetched yet>"
        return f"<Statements: {len(self._rows)} rows of {', '.join(self._names)}>"

    def _repr_html_(self) -> str:
        from quoteattr.render.html import statements_table  # only a notebook asks for it

        return statements_table(self.rows())
