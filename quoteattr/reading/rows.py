"""Rows of named fields, from whatever table: the one place that knows which field is called what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from quoteattr.errors import InputError
from quoteattr.reading.record import Record, checked, moment

# The names under which a field may come, the documented one first.
FIELDS = {
    "id": ("id", "doc"),
    "text": ("text",),
    "outlet": ("outlet", "publisher"),
    "published": ("published", "date"),
    "title": ("title", "headline"),
    "url": ("url",),
    "byline": ("byline", "author"),
    "place": ("place",),
    "language": ("language",),
}
# What a statement has that `quoteattr export` wrote: its text is words of an article, and no article.
_EXPORTED = frozenset({"article", "kind", "start", "end"})
NOT_AGAIN = "Give the articles; `quoteattr dump` and `load` carry statements from one database to another."
_REMEDY = 'Write {"id": ..., "text": ...}.'


def names_of(columns: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the names under which each field is looked for: the given one alone, or the usual ones.

    Raises:
        InputError: A field is given that there is not.
    """
    unknown = sorted(set(columns) - set(FIELDS))
    if unknown:
        raise InputError(
            f"{', '.join(unknown)} is no field of an article.", remedy=f"The fields are {', '.join(FIELDS)}."
        )
    return FIELDS | {field: (column,) for field, column in columns.items()}


def check_columns(found: Collection[str], names: Mapping[str, tuple[str, ...]], what: str) -> None:
    """Check that a table has the columns that are needed and those that were asked for.

    Raises:
        InputError: One is missing, or they are those of statements.
    """
    if is_exported(found):
        raise InputError(f"{what} holds exported statements, no articles.", remedy=NOT_AGAIN, record=what)
    for field, wanted in names.items():
        if (field == "text" or wanted != FIELDS[field]) and not any(name in found for name in wanted):
            raise InputError(
                f'{what} has no column "{wanted[0]}"; its columns are {", ".join(map(str, list(found)[:40]))}.',
                remedy=f"Say which column holds it: --columns {field}=NAME.",
                record=what,
            )


def _words(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    """Return the first of ``names`` that the row fills; what is no word or number is not guessed at."""
    for name in names:
        value = row.get(name)
        if value is None or value == "":
            continue
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise InputError(f"{name} must be a string, not {type(value).__name__}.", remedy="Mend the line.")
        return str(value).strip() or None
    return None


def is_exported(fields: Iterable[str]) -> bool:
    """Tell by its fields whether a row is a statement that was exported."""
    return _EXPORTED.issubset(fields)


def record_of(row: Mapping[str, Any], name: str, names: Mapping[str, tuple[str, ...]] = FIELDS) -> Record:
    """Return the record that a row holds.

    Args:
        row: The fields by name.
        name: What to call the record where it has no id.
        names: Under which names each field is looked for.

    Raises:
        InputError: It has no text, or a field that can't be used, or is a statement.
    """
    if is_exported(row):
        raise InputError("it is an exported statement, no article.", remedy=NOT_AGAIN)
    text = next((row[column] for column in names["text"] if row.get(column) is not None), None)
    if not isinstance(text, str):
        raise InputError(f'it has no "{names["text"][0]}".', remedy=_REMEDY)
    try:
        published = moment(next((row[c] for c in names["published"] if row.get(c)), None))
    except ValueError as error:
        raise InputError(f"published: {error}.") from None
    known: dict[str, Any] = {f: _words(row, n) for f, n in names.items() if f not in ("id", "text", "published")}
    identity = _words(row, names["id"])
    return Record(text=checked(text, "the record"), name=identity or name, published=published, **known)
