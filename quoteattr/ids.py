"""Content-addressed ids: the same content has the same id on every machine."""

from __future__ import annotations

import hashlib
import json

# Made once: json.dumps makes an encoder anew with every call.
_CANONICAL = json.JSONEncoder(ensure_ascii=True, sort_keys=True, separators=(",", ":"), default=str)
ID_LENGTH = 24  # hex digits, 96 bits: a clash among 10^9 rows has a chance of 10^-11


def content_id(kind: str, **content: object) -> str:
    """Return the id of ``content``: a hash over canonical JSON.

    Args:
        kind: What it is an id of; keeps ids of different things apart.
        content: JSON values; the order of the names does not count.

    Returns:
        The kind's first letter, a hyphen, and 24 hex digits.

    >>> content_id("article", text="a") == content_id("article", text="a")
    True
    """
    canonical = _CANONICAL.encode([kind, content])
    return f"{kind[0]}-{hashlib.sha256(canonical.encode('ascii')).hexdigest()[:ID_LENGTH]}"
