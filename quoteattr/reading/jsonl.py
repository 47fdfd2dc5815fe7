"""JSON Lines: one record a line, in UTF-8. A JSON file of records is read as if each stood on a line."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any

from quoteattr.errors import InputError
from quoteattr.reading import ninjs
from quoteattr.reading.record import Failure, Record
from quoteattr.reading.rows import names_of, record_of
from quoteattr.reading.source import LARGEST, Blob
from quoteattr.reading.text import decode

ENDINGS = (".jsonl", ".ndjson")
JSON_ENDINGS = (".json",)


def parse(text: str) -> Any:
    """Parse JSON.

    Raises:
        InputError: It is none, or nested too deeply to be one.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise InputError("it is nested too deeply.", remedy="A record is one flat JSON object.") from None
    except ValueError as error:
        raise InputError(f"it is no JSON: {error}.", remedy="Write one JSON object a line.") from None


def _lines(blob: Blob) -> Iterator[bytes]:
    """Yield the lines as bytes: only a line feed ends one, for a string may hold any other separator.

    Raises:
        InputError: A line is too large for one record; there is no telling where the next begins.
    """
    with blob.open() as file:
        while line := file.readline(LARGEST + 1):
            if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                raw = line + file.read(LARGEST)
                yield from decode(raw, blob.name).encode("utf-8").split(b"\n")
                return
            if len(line) > LARGEST:
                raise InputError(
                    f"{blob.name} holds a line of more than {LARGEST // 2**20} MB.",
                    remedy="Write one JSON object a line.",
                    record=blob.name,
                )
            yield line


def _one(row: Any, name: str, blob: Blob) -> Iterator[Record]:
    """Yield what one JSON value holds: a record, or an item of ninjs."""
    if not isinstance(row, dict):
        raise InputError("it is no JSON object.", remedy='Write {"id": ..., "text": ...}.')
    names = names_of(blob.columns)
    if not any(column in row for column in names["text"]) and ninjs.is_item(row):
        yield ninjs.record_of(row, name)
    else:
        yield record_of(row, name, names)


def records(blob: Blob) -> Iterator[Record | Failure]:
    """Read JSON lines, one record or failure a line.

    A line is ``{"id": ..., "text": ..., "outlet": ..., "published": ..., "title": ..., "url": ..., "byline": ...,
    "place": ..., "language": ...}``; all but ``text`` may be missing. ``doc``, ``publisher``, ``date``, ``headline``
    and ``author`` are accepted for ``id``, ``outlet``, ``published``, ``title`` and ``byline``. A line may also be an
    item of ninjs.

    Returns:
        Records named by their id, or ``file.jsonl:LINE`` without one; a broken line is a failure of that name.

    Raises:
        InputError: The file can't be opened, or holds no line.
    """
    empty = True
    for number, raw in enumerate(_lines(blob), start=1):
        if not raw.strip():
            continue
        empty = False
        name = f"{blob.name}:{number}"
        try:
            yield from _one(parse(raw.decode("utf-8-sig" if number == 1 else "utf-8")), name, blob)
        except UnicodeDecodeError:
            yield Failure(name, "The line is not UTF-8. Save the file as UTF-8.")
        except InputError as error:
            yield Failure(name, f"The line can't be used: {error}")
    if empty:
        raise InputError(f"{blob.name} holds no record.", remedy="Write one JSON object a line.", record=blob.name)


def json_records(blob: Blob) -> Iterator[Record | Failure]:
    """Read a JSON file: one record or item of ninjs, or a list of them.

    Raises:
        InputError: It is no JSON, or the one record that it holds can't be used.
    """
    try:
        found = parse(decode(blob.whole(), blob.name))
        if not isinstance(found, list):
            yield from _one(found, blob.name, blob)
            return
    except InputError as error:
        if error.data.get("record"):
            raise
        raise InputError(f"{blob.name} can't be used: {error}", record=blob.name) from None
    if not found:
        raise InputError(f"{blob.name} holds no record.", remedy="Write a list of JSON objects.", record=blob.name)
    for number, row in enumerate(found, start=1):
        name = f"{blob.name}#{number}"
        try:
            yield from _one(row, name, blob)
        except InputError as error:
            yield Failure(name, f"The item can't be used: {error}")
