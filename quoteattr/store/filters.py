"""The conditions that a query for statements may have; every value bound."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from quoteattr.acts import checked_acts
from quoteattr.errors import InputError
from quoteattr.store.connection import Connection
from quoteattr.store.lookup import find
from quoteattr.values import Kind


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


def conditions(
    con: Connection,
    speaker: str | Sequence[str] | None,
    outlets: str | Sequence[str] | None,
    since: str | date | None,
    until: str | date | None,
    kind: str | Kind | None = None,
    text: str | None = None,
    acts: Collection[str] | str | None = None,
) -> tuple[str, list[Any]]:
    """Return a condition over the view ``statements`` and its values; see `Store.statements`."""
    parts, values = ["true"], list[Any]()
    if speaker is not None:
        asked = (speaker,) if isinstance(speaker, str) else speaker
        parts.append(_among("speaker_id", len(asked)))
        values += [find(con, name) or "" for name in asked]
    if outlets:
        named = (outlets,) if isinstance(outlets, str) else outlets
        parts.append(_among("lower(outlet)", len(named), "lower(?)"))
        values += named
    for sign, day in ((">=", day_of(since, "since")), ("<=", day_of(until, "until"))):
        if day is not None:
            parts.append(f"day {sign} ?")
            values.append(day)
    if kind is not None:
        if kind not in set(Kind):
            raise InputError(f"{kind!r} is no kind.", remedy=f"Choose among {', '.join(Kind)}.", kind=kind)
        parts.append("kind = ?")
        values.append(str(kind))
    wanted = checked_acts(acts)
    if wanted is not None:
        parts.append(_among("act", len(wanted)))
        values += sorted(wanted)
    if text:
        parts.append("contains(lower(text), lower(?))")
        values.append(text)
    return " AND ".join(parts), values
