"""What the annotator took a stretch for."""

from __future__ import annotations

from collections.abc import Sequence

from quoteattr.spans import Span
from quoteattr.values import Mention


class Labels:
    """The annotator's labels, by stretch."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._by_end = {m.span.end: m for m in mentions}
        self._by_start = {m.span.start: m for m in mentions}

    def at(self, span: Span) -> str:
        """Return the label of the mention that ends or begins as ``span`` does, or an empty string."""
        known = self._by_end.get(span.end) or self._by_start.get(span.start)
        return known.label if known and known.span.overlaps(span) else ""
