"""A result that is fetched when it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from quoteattr.errors import InputError
from quoteattr.exporting.tables import Relation, Tabular, json_text, plain
from quoteattr.values import Statement

T = TypeVar("T")


class Run(Protocol):
    """Run a query and return what a function makes of its relation, which holds only during the call."""

    def __call__(self, take: Callable[[Relation], T], /) -> T: ...


class Statements(Tabular, Sequence[dict[str, Any]]):
    """Hold the rows of a query, which runs at the first look; frames and files come straight from the database.

    What the query gave is kept. How many rows and which columns there are is known from it at once, and only who looks
    at the rows waits until each value is an object of Python's.

    Args:
        run: Runs the query.
        whole: Returns the statements with given ids as values.
        keep: Runs a relation and returns one that keeps the rows and outlives the call; where none is given the rows
            are fetched at the first look.
    """

    def __init__(
        self,
        run: Run,
        whole: Callable[[Sequence[str]], Sequence[Statement]] | None = None,
        keep: Callable[[Relation], Relation] | None = None,
    ) -> None:
        self._run = run
        self._whole = whole
        self._keep = keep
        self._held: Relation | None = None
        self._kept = False
        self._names: tuple[str, ...] = ()
        self._rows: list[tuple[Any, ...]] = []

    def _looked(self) -> None:
        """Run the query, if nobody has looked yet."""
        if self._kept or self._held is not None:
            return
        if self._keep is None:
            self.table()
        else:
            self._held = self._run(self._keep)
            self._names = tuple(self._held.columns)

    def settle(self) -> None:
        """Fetch the rows if the query has run: they can still be looked at when the store is closed."""
        if self._held is not None:
            self.table()

    def table(self) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Return the names of the columns, and the rows in their order."""
        if not self._kept:
            if self._held is None:
                self._names, self._rows = super().table()
            else:
                self._rows, self._held = list(self._held.fetchall()), None
            self._kept = True
        return self._names, self._rows

    def _fetched(self) -> list[tuple[Any, ...]]:
        return self.table()[1]

    def relate(self, take: Callable[[Relation], T]) -> T:
        """Return what ``take`` makes of the query's relation: `df`, `pl`, `arrow` and the files use it."""
        return self._run(take)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        self._looked()
        return self._names

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows, each as a dict by column."""
        rows = self._fetched()
        return [dict(zip(self._names, row, strict=True)) for row in rows]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows())

    def __len__(self) -> int:
        self._looked()
        return len(self._rows) if self._held is None else len(self._held)

    def __getitem__(self, index: Any) -> Any:
        rows = self._fetched()[index]
        if isinstance(index, slice):
            return [dict(zip(self._names, row, strict=True)) for row in rows]
        return dict(zip(self._names, rows, strict=True))

    def values(self) -> tuple[Statement, ...]:
        """Return the rows as statements with their articles, in the same order.

        Raises:
            InputError: The rows are not those of the view ``statements``.
        """
        if self._whole is None or "id" not in self.columns:
            raise InputError("These rows are no statements.", remedy="Take them from store.statements(...).")
        ids = [row["id"] for row in self.rows()]
        found = {s.id: s for s in self._whole(ids)}
        return tuple(found[i] for i in ids if i in found)

    def to_json(self, path: str | Path | None = None) -> str:
        """Return the rows as a JSON list of objects, dates in ISO 8601, and write them to ``path`` if one is given."""
        return json_text([{k: plain(v) for k, v in row.items()} for row in self.rows()], path)

    def chart(self, what: str = "speakers") -> Any:
        """Return an Altair chart: ``speakers`` (by outlets) or ``timeline`` (days by outlets).

        Raises:
            QuoteattrError: Altair is not installed, or there is no such chart.
        """
        from quoteattr.render.charts import chart  # only who draws needs it

        return chart(what, self.rows())

    def __repr__(self) -> str:
        if not self._kept and self._held is None:
            return "<Statements: not fetched yet>"
        return f"<Statements: {len(self)} rows of {', '.join(self._names)}>"

    def _repr_html_(self) -> str:
        from quoteattr.render.html import statements_table  # only a notebook asks for it

        return statements_table(self.rows())
