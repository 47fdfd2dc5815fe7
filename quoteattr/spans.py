"""Half-open pairs of code-point offsets into a text, and what can be asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs


def _ordered(span: Span, attribute: attrs.Attribute[int], value: int) -> None:
    if span.start < 0 or value < span.start:
        raise ValueError(f"a span must run forward from 0 or later, got [{span.start}, {value})")


@attrs.frozen(order=True)
class Span:
    """Mark the stretch ``text[start:end]``.

    Args:
        start: Offset of the first code point.
        end: Offset just past the last one; never before ``start``.

    Raises:
        ValueError: The offsets are negative or run backward.

    >>> Span(3, 8).of("It rained.")
    'raine'
    """

    start: int
    end: int = attrs.field(validator=_ordered)

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the words of the span, cut from ``text`` unchanged."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, by: int) -> Span:
        """Return the same span ``by`` code points further on."""
        return Span(self.start + by, self.end + by)


def hull(spans: Iterable[Span]) -> Span:
    """Return the shortest span that contains all of ``spans``.

    Raises:
        ValueError: There is no span to enclose.
    """
    spans = tuple(spans)
    if not spans:
        raise ValueError("the hull of no span is not defined")
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def trimmed(span: Span, text: str, also: str = "") -> Span | None:
    """Return ``span`` without blanks (and the characters ``also``) at its borders, or None if nothing is left.

    >>> trimmed(Span(0, 5), " ab, ", also=",")
    Span(start=1, end=3)
    """
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in also):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in also):
        end -= 1
    return Span(start, end) if start < end else None


def merged(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Join the spans that overlap, or that only blanks part, and return them in order."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and (span.start <= joined[-1].end or not text[joined[-1].end : span.start].strip()):
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)
