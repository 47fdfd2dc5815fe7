"""A result that is fetched when it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

import attrs

from quoteattr.errors import InputError
from quoteattr.exporting.tables import Relation, Tabular, json_text, plain
from quoteattr.values import Statement

T = TypeVar("T")

_PAGE = 500  # rows: to put so many together takes hardly longer than one, since most of it is to find them


class Run(Protocol):
    """Run a query and return what a function makes of its relation, which holds only during the call."""

    def __call__(self, take: Callable[[Relation], T], /) -> T: ...


@attrs.frozen
class Picked:
    """How the rows of a query are picked first, and put together when they are looked at.

    Args:
        keep: Returns which rows there are, in their order, as a relation that is held in memory.
        relate: Returns what a function makes of the rows that such a relation picks, or of so many from the n-th on.
    """

    keep: Callable[[], Relation]
    relate: Callable[[Relation, Callable[[Relation], Any], tuple[int, int] | None], Any]


class Statements(Tabular, Sequence[dict[str, Any]]):
    """Hold the rows of a query, which runs at the first look; frames and files come straight from the database.

    The first look tells how many rows there are and which. They are put together when they are looked at: the first
    few for who looks at a few, all for everybody else; and each look sees the same.

    Args:
        run: Runs the query.
        whole: Returns the statements with given ids as values.
        picked: How rows are picked first; without it all are fetched at the first look.
    """

    def __init__(
        self,
        run: Run,
        whole: Callable[[Sequence[str]], Sequence[Statement]] | None = None,
        picked: Picked | None = None,
    ) -> None:
        self._run = run
        self._whole = whole
        self._picked = picked
        self._held: Relation | None = None
        self._number = 0  # of what was picked
        self._kept = False
        self._names: tuple[str, ...] = ()
        self._rows: list[tuple[Any, ...]] = []
        self._page: tuple[int, list[tuple[Any, ...]]] | None = None

    def _looked(self) -> Relation | None:
        """Return what was picked, now or at the first look; None where all rows are there."""
        if self._kept:
            return None
        if self._picked is None:
            self.table()
        elif self._held is None:
            self._held = self._picked.keep()
            self._names = self._picked.relate(self._held, lambda found: tuple(found.columns), None)
            self._number = len(self._held)
        return self._held

    def settle(self) -> None:
        """Put all rows together if somebody has looked: they can still be looked at when the store is closed."""
        if self._held is not None:
            self.table()

    def table(self) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Return the names of the columns, and the rows in their order."""
        if not self._kept:
            self._names, self._rows = super().table()
            self._kept, self._page = True, None
        return self._names, self._rows

    def _fetched(self, wanted: range) -> list[tuple[Any, ...]]:
        """Return some of the rows: of the first page asked for by themselves, after it together with all others."""
        held = self._looked()
        if held is None or self._picked is None or not wanted:
            return [self.table()[1][at] for at in wanted]
        low, high = min(wanted), max(wanted)
        if self._page is None and high - low < _PAGE:
            self._page = low, self._picked.relate(held, lambda found: list(found.fetchall()), (_PAGE, low))
        if self._page is not None and self._page[0] <= low and high < self._page[0] + len(self._page[1]):
            return [self._page[1][at - self._page[0]] for at in wanted]
        return [self.table()[1][at] for at in wanted]

    def relate(self, take: Callable[[Relation], T]) -> T:
        """Return what ``take`` makes of the query's relation: `df`, `pl`, `arrow` and the files use it."""
        if self._held is None or self._picked is None:
            return self._run(take)
        done: T = self._picked.relate(self._held, take, None)
        return done

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        self._looked()
        return self._names

    def _dict(self, row: tuple[Any, ...]) -> dict[str, Any]:
        return dict(zip(self._names, row, strict=True))

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows, each as a dict by column."""
        return [self._dict(row) for row in self.table()[1]]

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows())

    def __len__(self) -> int:
        return len(self._rows) if self._looked() is None else self._number

    def __getitem__(self, index: Any) -> Any:
        wanted = range(len(self))[index]
        if isinstance(wanted, range):
            return [self._dict(row) for row in self._fetched(wanted)]
        return self._dict(self._fetched(range(wanted, wanted + 1))[0])

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
