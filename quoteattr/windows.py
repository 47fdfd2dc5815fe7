"""Word pieces with their features, cut into the windows that the quote model reads."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs

from quoteattr.marks import Quotation, paragraphs, quotations

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# Halves of surrogate pairs are code points to Python and no text to others: one stands in for one, offsets stay.
_LONE = re.compile("[\ud800-\udfff]")

# What the model is told of each piece beside the piece itself: three small vocabularies.
OUTSIDE, INSIDE, OPENS, CLOSES, INNER_MARK = range(5)  # place in the outermost quotation
LOWER, TITLE, UPPER, FIGURE, OTHER = range(5)  # letter case: the encoder's own vocabulary knows none
CONTINUES, NEW_WORD, NEW_PARAGRAPH = range(3)  # what stands before it
FEATURE_SIZES = (5, 5, 3)


@attrs.frozen
class Pieces:
    """The word pieces of one text.

    Args:
        ids: Vocabulary ids.
        spans: Where each piece stands in the text.
        features: A triple of feature ids for each piece.
        starts: Index of the first piece of each paragraph.
    """

    ids: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    features: tuple[tuple[int, int, int], ...]
    starts: tuple[int, ...]


@attrs.frozen
class Window:
    """A stretch of pieces to be read at once; results are kept for ``[keep_from, keep_to)`` only."""

    start: int
    end: int
    keep_from: int
    keep_to: int


def _case(word: str) -> int:
    if word.isdigit():
        return FIGURE
    if word.isupper():
        return UPPER if len(word) > 1 else TITLE
    if word.islower():
        return LOWER
    return TITLE if word[:1].isupper() else OTHER


def cut_pieces(text: str, tokenizer: Tokenizer, found: Sequence[Quotation] | None = None) -> Pieces:
    """Cut ``text`` into word pieces and note for each where it stands.

    Args:
        text: The text.
        tokenizer: The tokenizer of the encoder; its offsets are code points.
        found: The quotations of the text, if they are known already.
    """
    encoded = tokenizer.encode(_LONE.sub("\ufffd", text), add_special_tokens=False)
    found = quotations(text) if found is None else found
    outer = [q for q in found if q.depth == 0]
    inner = {at for q in found if q.depth for at in (q.span.start, q.inner.end)}
    lines = [line.start for line in paragraphs(text)]
    opening = [q.span.start for q in outer]
    features: list[tuple[int, int, int]] = []
    starts: list[int] = []
    last_line, last_end = -1, -1
    spans = [(a, b) for a, b in encoded.offsets]
    words = encoded.word_ids
    for index, (start, end) in enumerate(spans):
        line = bisect_right(lines, start) - 1
        if line != last_line:
            place_before, last_line = NEW_PARAGRAPH, line
            starts.append(index)
        else:
            place_before = NEW_WORD if start > last_end else CONTINUES
        last_end = end
        at = bisect_right(opening, start) - 1
        mark = OUTSIDE
        if at >= 0 and start < outer[at].span.end:
            quotation = outer[at]
            if start < quotation.inner.start:
                mark = OPENS
            elif start >= quotation.inner.end:
                mark = CLOSES
            else:
                mark = INNER_MARK if start in inner else INSIDE
        whole = text[start:end]
        if words[index] is not None and index and words[index - 1] == words[index]:
            case = features[-1][1]
        else:
            case = _case(whole)
        features.append((mark, case, place_before))
    return Pieces(tuple(encoded.ids), tuple(spans), tuple(features), tuple(starts))


def plan_windows(pieces: Pieces, core: int, before: int, after: int) -> tuple[Window, ...]:
    """Cut pieces into overlapping windows, at paragraph ends wherever a paragraph ends in reach.

    Args:
        pieces: The pieces of one text.
        core: How many pieces each window answers for, at most.
        before: How many earlier pieces it sees as context, at most.
        after: How many later pieces it sees as context, at most.
    """
    total = len(pieces.ids)
    borders = (*pieces.starts, total)
    found: list[Window] = []
    at = 0
    while at < total:
        limit = min(at + core, total)
        reach = bisect_right(borders, limit) - 1
        end = borders[reach] if borders[reach] > at else limit
        found.append(Window(max(0, at - before), min(total, end + after), at, end))
        at = end
    return tuple(found)
