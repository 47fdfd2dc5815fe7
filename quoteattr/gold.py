"""Gold files: articles with their quotes, a JSON line each, checked before anything is measured or trained on them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from quoteattr.errors import InputError

ELEMENTS = ("content", "cue", "source")


def _span_fault(span: Any, size: int) -> str:
    if not isinstance(span, list) or len(span) != 2 or not all(type(at) is int for at in span):
        return f"{span!r} is no pair of whole numbers"
    start, end = span
    if start < 0 or end > size:
        return f"{span} reaches out of the text, which has {size} code points"
    return f"{span} is empty or runs backwards" if start >= end else ""


def _fault(row: Any) -> str:
    """Return what is wrong with the value of a line, or nothing."""
    if not isinstance(row, Mapping):
        return "it is no object"
    for name, kind, told in (("text", str, "text"), ("quotes", list, "list")):
        if not isinstance(row.get(name), kind):
            return f"{name} is no {told}" if name in row else f"{name} is missing"
    if row.get("doc", row.get("id")) is None:
        return "doc is missing"
    for number, quote in enumerate(row["quotes"], 1):
        if not isinstance(quote, Mapping):
            return f"quote {number} is no object"
        if not quote.get("content"):
            return f"quote {number} has no content"
        for name in ELEMENTS:
            spans = quote.get(name) or []
            if not isinstance(spans, list):
                return f"{name} of quote {number} is no list of offset pairs"
            for span in spans:
                if fault := _span_fault(span, len(row["text"])):
                    return f"{name} of quote {number}: {fault}"
    return ""


def read_gold(path: Path) -> dict[str, dict[str, Any]]:
    """Return the gold articles of a JSON-lines file by their id, in the order of the file.

    Args:
        path: A file with ``doc`` (or ``id``), ``text`` and ``quotes`` a line; see docs/reference/formats.md.

    Raises:
        InputError: The file can't be read, or a line is no gold article: the message gives its number and the reason.
    """
    try:
        # not splitlines: a JSON line may hold a line separator (U+2028) that ends no line
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} can't be read: {error}.", remedy="Give a file of JSON lines in UTF-8.") from error
    gold: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            fault = _fault(row)
        except ValueError as error:
            fault = f"it is no JSON ({error})"
        doc = "" if fault else str(row.get("doc", row.get("id")))
        if doc in gold:
            fault = f"{doc} stands there already"
        if fault:
            raise InputError(
                f"{path.name}, line {number}: {fault}.",
                remedy="Each line needs doc, text and quotes, offsets in code points: see docs/reference/formats.md.",
                line=number,
                reason=fault,
            )
        gold[doc] = row
    if not gold:
        raise InputError(f"{path.name} holds no article.", remedy="Give a file with at least one line.")
    return gold
