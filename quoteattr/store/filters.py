"""The conditions that a query for statements may have; every value bound."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

import attrs

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


@attrs.frozen
class Part:
    """One condition, or several that all hold.

    Args:
        sql: A condition over columns that the view ``statements`` has too; ``true`` for none.
        values: What is bound to its placeholders.
    """

    sql: str = "true"
    values: tuple[Any, ...] = ()

    def __and__(self, other: Part) -> Part:
        both = [part.sql for part in (self, other) if part.sql != "true"]
        return Part(" AND ".join(both) or "true", self.values + other.values)


@attrs.frozen
class Conditions:
    """What is asked for, by the table that can tell.

    Args:
        articles: About outlet and day.
        speakers: About the speaker's id.
        quotes: About the text.
        rest: About what is known once a statement is put together: its kind and its act.
    """

    articles: Part = Part()
    speakers: Part = Part()
    quotes: Part = Part()
    rest: Part = Part()

    @property
    def whole(self) -> Part:
        """All of them, for the view."""
        return self.articles & self.speakers & self.quotes & self.rest


def conditions(
    con: Connection,
    speaker: str | Sequence[str] | None,
    outlets: str | Sequence[str] | None,
    since: str | date | None,
    until: str | date | None,
    kind: str | Kind | None = None,
    text: str | None = None,
    acts: Collection[str] | str | None = None,
) -> Conditions:
    """Return the conditions of a query for statements; see `Store.statements`."""
    speakers = articles = quotes = rest = Part()
    if speaker is not None:
        asked = (speaker,) if isinstance(speaker, str) else speaker
        speakers = Part(_among("speaker_id", len(asked)), tuple(find(con, name) or "" for name in asked))
    if outlets:
        named = (outlets,) if isinstance(outlets, str) else outlets
        articles &= Part(_among("lower(outlet)", len(named), "lower(?)"), tuple(named))
    for sign, day in ((">=", day_of(since, "since")), ("<=", day_of(until, "until"))):
        if day is not None:
            articles &= Part(f"day {sign} ?", (day,))
    if kind is not None:
        if kind not in set(Kind):
            raise InputError(f"{kind!r} is no kind.", remedy=f"Choose among {', '.join(Kind)}.", kind=kind)
        rest &= Part("kind = ?", (str(kind),))
    wanted = checked_acts(acts)
    if wanted is not None:
        rest &= Part(_among("act", len(wanted)), tuple(sorted(wanted)))
    if text:
        quotes = Part("contains(lower(text), lower(?))", (text,))
    return Conditions(articles, speakers, quotes, rest)
