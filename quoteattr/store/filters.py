"""The conditions that a query for statements may have; every value bound."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import attrs

from quoteattr.acts import checked_acts
from quoteattr.errors import InputError
from quoteattr.store.connection import Connection, fetch
from quoteattr.store.lookup import find
from quoteattr.values import Kind

_FEW = 1000  # statements of a speaker that are put together sooner than they are picked first


def day_of(when: str | date | None, name: str) -> date | None:
    """Return the day that somebody gave.

    Raises:
        InputError: It is none.
    """
    if isinstance(when, datetime):
        return when.date()
    if isinstance(when, str):
        try:
            return datetime.fromisoformat(when).date()
        except ValueError as error:
            raise InputError(f"{name}={when!r} is no date.", remedy="Write it as 2025-04-15.", value=when) from error
    return when


def _among(column: str, number: int, value: str = "?") -> str:
    """Return the condition that a column is one of so many values.

    One placeholder each: DuckDB then asks the one table that has the column, with its statistics. A list in a subquery
    it would join after all the other tables.
    """
    return f"{column} IN ({', '.join([value] * number)})" if number else "false"


@attrs.frozen
class Part:
    """One condition, or several that all hold.

    Args:
        sql: A condition over ``shown`` s, its article a, its quote q and what the machine says of it, t.
        values: What is bound to its placeholders.
        machine: Whether t is needed.
        few: Whether no more than some hundred statements can meet it.
    """

    sql: str = "true"
    values: tuple[Any, ...] = ()
    machine: bool = False
    few: bool = False

    def __and__(self, other: Part) -> Part:
        both = [part.sql for part in (self, other) if part.sql != "true"]
        sql = " AND ".join(both) or "true"
        return Part(sql, self.values + other.values, self.machine or other.machine, self.few or other.few)


def until_day(day: date) -> Part:
    """Return the condition that a statement was published on a day or before."""
    return Part("a.day <= ?", (day,))


def conditions(
    con: Connection,
    speaker: str | Sequence[str] | None,
    outlets: str | Sequence[str] | None,
    since: str | date | None,
    until: str | date | None,
    kind: str | Kind | None = None,
    text: str | None = None,
    acts: Collection[str] | str | None = None,
) -> Part:
    """Return the conditions of a query for statements; see `Store.statements`."""
    asked = Part()
    if speaker is not None:
        named = (speaker,) if isinstance(speaker, str) else speaker
        ids = tuple(find(con, name) or "" for name in named)
        among = f"s.speaker IN (SELECT number FROM speakers WHERE {_among('id', len(named))})"
        ((number,),) = fetch(con, f"SELECT count(*) FROM shown s WHERE {among}", ids)
        asked &= Part(among, ids, few=number <= _FEW)
    if outlets:
        named = (outlets,) if isinstance(outlets, str) else outlets
        asked &= Part(_among("lower(a.outlet)", len(named), "lower(?)"), tuple(named))
    if (first := day_of(since, "since")) is not None:
        asked &= Part("a.day >= ?", (first,))
    if (last := day_of(until, "until")) is not None:
        asked &= until_day(last)
    if kind is not None:
        if kind not in set(Kind):
            raise InputError(f"{kind!r} is no kind.", remedy=f"Choose among {', '.join(Kind)}.", kind=kind)
        asked &= Part("coalesce(s.kind, t.kind) = ?", (str(kind),), machine=True)
    wanted = checked_acts(acts)
    if wanted is not None:
        asked &= Part(_among("t.act", len(wanted)), tuple(sorted(wanted)), machine=True)
    if text:
        asked &= Part("contains(lower(q.text), lower(?))", (text,))
    return asked
