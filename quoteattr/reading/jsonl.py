"""JSON Lines: one record a line, in UTF-8."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quoteattr.errors import InputError
from quoteattr.reading.record import Failure, Record, checked, moment
from quoteattr.reading.text import decode

ENDINGS = (".jsonl", ".ndjson")

# The names under which a field may come, the documented one first.
_FIELDS = {
    "outlet": ("outlet", "publisher"),
    "title": ("title", "headline"),
    "url": ("url",),
    "byline": ("byline", "author"),
    "place": ("place",),
}


def _words(row: dict[str, Any], names: tuple[str, ...]) -> str | None:
    """Return the first of ``names`` that the row fills; what is no word or number is not guessed at."""
    for name in names:
        value = row.get(name)
        if value is None or value == "":
            continue
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise InputError(f"{name} must be a string, not {type(value).__name__}.", remedy="Mend the line.")
        return str(value).strip() or None
    return None


def _record(line: str, name: str) -> Record:
    try:
        row = json.loads(line)
    except RecursionError:
        raise InputError("it is nested too deeply.", remedy="A record is one flat JSON object.") from None
    except ValueError as error:
        raise InputError(f"it is no JSON: {error}.", remedy="Write one JSON object a line.") from None
    if not isinstance(row, dict):
        raise InputError("it is no JSON object.", remedy='Write {"id": ..., "text": ...}.')
    text = row.get("text")
    if not isinstance(text, str):
        raise InputError('it has no "text".', remedy='Write {"id": ..., "text": ...}.')
    try:
        published = moment(row.get("published") or row.get("date"))
    except ValueError as error:
        raise InputError(f"published: {error}.") from None
    known = {field: _words(row, names) for field, names in _FIELDS.items()}
    identity = _words(row, ("id", "doc"))
    return Record(text=checked(text, "the record"), name=identity or name, published=published, **known)


def _lines(path: Path) -> Iterator[bytes]:
    """Yield the lines as bytes: only a line feed ends one, for a string may hold any other separator."""
    with path.open("rb") as file:
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            yield from decode(path.read_bytes(), str(path)).encode("utf-8").split(b"\n")
            return
        file.seek(0)
        yield from file


def records(path: Path) -> Iterator[Record | Failure]:
    """Read a file of JSON lines, one record or failure a line.

    A line is ``{"id": ..., "text": ..., "outlet": ..., "published": ..., "title": ..., "url": ..., "byline": ...,
    "place": ...}``; all but ``text`` may be missing. ``doc``, ``publisher``, ``date``, ``headline`` and ``author``
    are accepted for ``id``, ``outlet``, ``published``, ``title`` and ``byline``.

    Returns:
        Records named by their id, or ``file.jsonl:LINE`` without one; a broken line is a failure of that name.

    Raises:
        InputError: The file can't be opened, or holds no line.
    """
    empty = True
    try:
        for number, raw in enumerate(_lines(path), start=1):
            if not raw.strip():
                continue
            empty = False
            name = f"{path}:{number}"
            try:
                yield _record(raw.decode("utf-8-sig" if number == 1 else "utf-8"), name)
            except UnicodeDecodeError:
                yield Failure(name, "The line is not UTF-8. Save the file as UTF-8.")
            except InputError as error:
                yield Failure(name, f"The line can't be used: {error}")
    except OSError as error:
        raise InputError(
            f"{path} can't be read: {error.strerror}.", remedy="Check the path and its permissions.", record=str(path)
        ) from error
    if empty:
        raise InputError(f"{path} holds no record.", remedy="Write one JSON object a line.", record=str(path))
