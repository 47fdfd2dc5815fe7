"""From the quote model's scores to linked quotes: constrained tagging, borders set by marks, links by pointers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import attrs

from quoteattr.marks import Quotation
from quoteattr.spans import Span, trimmed
from quoteattr.values import Kind, Quote
from quoteattr.windows import Pieces

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

O, B_SOURCE, I_SOURCE, B_CUE, I_CUE, B_CONTENT, I_CONTENT = range(7)
NEVER = -1e4
LINKED = 0.05  # chance from which a content is taken to point to a cue: below it, it points to nothing found
# Stray punctuation that a border may pick up on its way: never part of what is said, unless a mark says so.
_LOOSE = ",;:—–-"
# A dash right behind a quotation, and no more than a name and what it is between it and the end of the paragraph.
_SIGNED = re.compile(r"[^\S\n]*(?:[―—–]|--?)[^\S\n]*(?P<name>[^\n\"“”«»!?]{2,80})(?=\n|$)")


@attrs.frozen(eq=False)
class Pointing:
    """Where a run of pieces points.

    Args:
        low: The first piece that it can point to.
        sums: Chances summed up from ``low`` on, so that the chance of a range is a difference.
        none: The chance that it points to nothing.
    """

    low: int
    sums: Floats
    none: float

    @property
    def reach(self) -> range:
        """The pieces that it can point to."""
        return range(self.low, self.low + len(self.sums) - 1)

    def mass(self, asked: range) -> float:
        """Return the chance that it points into ``asked``."""
        last = len(self.sums) - 1
        left, right = (min(max(0, at - self.low), last) for at in (asked.start, asked.stop))
        return float(self.sums[right] - self.sums[left])


@attrs.frozen(eq=False)
class Scores:
    """What the model says of each piece of one text.

    Args:
        tags: Tag scores, ``[pieces, 7]``.
        links: For sources and for cues: how strongly each piece points to another (logits), by window.
        windows: For each piece, the number of the window that answers for it.
        starts: The first piece of each window; column 0 of ``links`` is "none", column 1 that piece.
        keeps: The first piece that each window answers for.
    """

    tags: Floats
    links: tuple[Sequence[Floats], Sequence[Floats]]
    windows: Sequence[int]
    starts: Sequence[int]
    keeps: Sequence[int]

    def pointing(self, which: int, asking: range) -> Pointing:
        """Return where the pieces ``asking`` point, on average (0 to sources, 1 to cues)."""
        import numpy as np

        # 12 pieces at either end of a long content say enough: what it points to is the same all along
        picked = [*asking] if len(asking) <= 24 else [*asking[:12], *asking[-12:]]
        shares = []
        for window, inside in groupby(picked, key=self.windows.__getitem__):
            rows = self.links[which][window][[i - self.keeps[window] for i in inside]]
            rows = np.exp(rows - rows.max(axis=1, keepdims=True))
            shares.append((self.starts[window], (rows / rows.sum(axis=1, keepdims=True)).sum(axis=0) / len(picked)))
        low = min(start for start, _ in shares)
        # the last column is the end mark of the window, which no piece of the text stands for
        sums = np.zeros(max(start + len(row) - 2 for start, row in shares) - low + 1)
        for start, row in shares:
            sums[start - low + 1 : start - low + len(row) - 1] += row[1:-1]
        return Pointing(low, sums.cumsum(), sum(float(row[0]) for _, row in shares))


@attrs.frozen
class _Run:
    """A run of pieces under one element."""

    pieces: range
    sure: float


def best_tags(tags: Floats, transitions: Floats, first: Floats, fresh: Sequence[bool]) -> list[int]:
    """Return the best tag sequence that obeys the constraints (Viterbi 1967).

    No element runs on into a fresh paragraph, so that paragraphs are independent of one another: all of them are
    walked through side by side, the longest first.

    Args:
        tags: Tag scores.
        transitions: Learnt scores of one tag after another, ``[from, to]``.
        first: Learnt scores of the first tag.
        fresh: Whether a piece begins a paragraph that no element may run into.
    """
    import numpy as np

    inner = transitions.copy()
    for inside in (I_SOURCE, I_CUE, I_CONTENT):
        inner[[before for before in range(7) if before not in (inside, inside - 1)], inside] += NEVER
    starts = np.array([0, *(at for at in range(1, len(tags)) if fresh[at])])
    lengths = np.diff(starts, append=len(tags))
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    # the paragraph before says nothing of the first tag of the next: as if it had ended outside of all elements
    score = tags[starts] + np.where((starts == 0)[:, None], first, inner[O])
    score[:, [I_SOURCE, I_CUE, I_CONTENT]] += NEVER
    back = np.zeros((len(tags), 7), dtype=np.int8)
    ends = np.empty(len(starts), dtype=np.int8)
    for step in range(1, int(lengths[0]) + 1):
        going = int(np.searchsorted(-lengths, -step, side="left"))  # paragraphs longer than this
        ends[going : len(score)] = score[going:].argmax(axis=1)
        if not going:
            break
        table = score[:going, :, None] + inner
        best = table.argmax(axis=1)
        back[starts[:going] + step] = best
        score = np.take_along_axis(table, best[:, None], axis=1)[:, 0] + tags[starts[:going] + step]
    path = [O] * len(tags)
    for begin, length, tag in zip(starts.tolist(), lengths.tolist(), ends.tolist(), strict=True):
        stop = begin + length
        for at, row in zip(range(stop - 1, begin - 1, -1), back[begin:stop][::-1].tolist(), strict=True):
            path[at] = tag
            tag = row[tag]
    return path


def _runs(path: Sequence[int], chances: Floats, begin: int) -> list[_Run]:
    found, at = [], 0
    while at < len(path):
        if path[at] == begin:
            end = at + 1
            while end < len(path) and path[end] == begin + 1:
                end += 1
            sure = float(chances[at:end, begin : begin + 2].sum(axis=1).mean())
            found.append(_Run(range(at, end), sure))
            at = end
        else:
            at += 1
    return found


def snap(spans: Sequence[Span], outer: Sequence[Quotation], text: str) -> tuple[Span, ...]:
    """Let quotation marks fix the borders: a quotation is content as a whole, or not at all.

    Args:
        spans: Stretches of content, in order.
        outer: The outermost quotations of the text, in order.
        text: The text.
    """
    opening = [q.span.start for q in outer]
    found: list[Span] = []
    for span in spans:
        start, end = span.start, span.end
        for border in (True, False):
            at = bisect_right(opening, start if border else end - 1) - 1
            if at < 0 or end <= start:
                continue
            mark = outer[at].span
            here = start if border else end
            if not mark.start < here < mark.end:
                continue
            if not border and not outer[at].closed and not outer[at].continued:
                continue  # nothing closes it: where it ends is no fact
            inside = Span(max(start, mark.start), min(end, mark.end))
            whole = 2 * len(inside) >= len(mark) or Span(start, end).contains(outer[at].inner)
            if not whole and mark.contains(Span(start, end)) and 3 * len(inside) >= len(mark):
                whole = True  # a piece of a quotation, cut off by a stray tag: the mark knows better
            if border:
                start = mark.start if whole else mark.end
            else:
                end = mark.end if whole else mark.start
        if end > start:
            kept = trimmed(Span(start, end), text, _LOOSE)
            if kept and any(c.isalnum() for c in kept.of(text)):
                found.append(kept)
    found.sort()
    joined: list[Span] = []
    for span in found:
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def whole_words(span: Span, text: str) -> Span:
    """Return a stretch with the words at its borders in full: pieces are parts of words, and a stray tag may cut one.

    >>> whole_words(Span(10, 12), "ruled out culling").of("ruled out culling")
    'culling'
    """
    start, end = span.start, span.end
    while 0 < start < len(text) and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)


def kind_of(content: Sequence[Span], outer: Sequence[Quotation], text: str) -> Kind:
    """Tell how much of the content stands between quotation marks."""
    opening = [q.span.start for q in outer]
    inside = outside = 0
    for span in content:
        at = max(0, bisect_right(opening, span.start) - 1)
        for place in range(span.start, span.end):
            while at + 1 < len(outer) and opening[at + 1] <= place:
                at += 1
            if text[place].isalnum():
                quoted = bool(outer) and outer[at].span.start <= place < outer[at].span.end
                inside += quoted
                outside += not quoted
    if not inside:
        return Kind.INDIRECT
    # "That," a two-letter remnant: a complementiser before the mark doesn't make it mixed
    return Kind.DIRECT if not outside else Kind.MIXED


def signatures(outer: Sequence[Quotation], text: str) -> dict[int, Span]:
    """Return the line that signs a quotation, by the end of the quotation: "...” ― Ada Byron" at a paragraph's end."""
    found = {}
    for quotation in outer:
        line = _SIGNED.match(text, quotation.span.end)
        if line:
            found[quotation.span.end] = Span(*line.span("name"))
    return found


def decode(
    text: str,
    pieces: Pieces,
    scores: Scores,
    found: Sequence[Quotation],
    closed: Sequence[bool],
    transitions: Floats,
    first: Floats,
    bias: float = 0.0,
) -> tuple[Quote, ...]:
    """Read the quotes of one text off the model's scores.

    Args:
        text: The text.
        pieces: Its pieces.
        scores: What the model says of them.
        found: The quotations of the text.
        closed: For each piece, whether it stands where no statement can be (a headline, a link list).
        transitions: Learnt tag transitions.
        first: Learnt scores of the first tag.
        bias: Added to the score of "outside": above 0 finds fewer quotes, below 0 more.

    Returns:
        The quotes in order, each with confidence before calibration, 0..1.
    """
    import numpy as np

    if not pieces.ids:
        return ()
    outer = [q for q in found if q.depth == 0]
    going_on = {q.span.end for q in outer if q.continued}
    tags = np.asarray(scores.tags, dtype=np.float64).copy()
    tags[:, O] += bias
    tags[np.asarray(closed, dtype=bool), 1:] = NEVER
    fresh = [False] * len(pieces.ids)
    for start in pieces.starts:
        fresh[start] = not (start and pieces.spans[start - 1][1] in going_on)
    path = best_tags(tags, transitions, first, fresh)
    shifted = np.exp(tags - tags.max(axis=1, keepdims=True))
    chances = shifted / shifted.sum(axis=1, keepdims=True)
    sources, cues, contents = (_runs(path, chances, begin) for begin in (B_SOURCE, B_CUE, B_CONTENT))

    def near(runs: list[_Run], of: range) -> list[_Run]:
        first = bisect_left(runs, of.start, key=lambda r: r.pieces.stop)
        return runs[first : bisect_left(runs, of.stop, key=lambda r: r.pieces.start)]

    groups: dict[int, list[tuple[_Run, float]]] = {}
    loose: list[_Run] = []
    by_start = {cue.pieces.start: cue for cue in cues}
    quotes = []
    signed = signatures(outer, text)

    def span_of(run: _Run) -> Span:
        return whole_words(Span(pieces.spans[run.pieces.start][0], pieces.spans[run.pieces[-1]][1]), text)

    def spans_of(runs: Sequence[_Run]) -> tuple[Span, ...]:
        return snap([span_of(r) for r in runs], outer, text)

    for content in contents:
        end = span_of(content).end
        line = signed.get(end) or signed.get(end + 1)
        # a signature follows within a few pieces; 40 are more than the longest line that counts as one
        behind = range(content.pieces.stop, content.pieces.stop + 40)
        signers = [s for s in near(sources, behind) if line.contains(span_of(s))] if line else []
        if line and signers and 2 * len(span_of(signers[0])) >= len(line):
            dash = [c for c in near(cues, behind) if end <= span_of(c).start < line.start]
            said = spans_of([content])
            if said:
                sure = round(content.sure * signers[0].sure, 4)
                cue_span = span_of(dash[0]) if dash else None
                quotes.append(Quote(said, kind_of(said, outer, text), cue_span, span_of(signers[0]), sure))
            continue
        pointing = scores.pointing(1, content.pieces)
        best = max(
            ((pointing.mass(cue.pieces), cue.pieces.start) for cue in near(cues, pointing.reach)), default=(0.0, 0)
        )
        if best[0] >= LINKED:
            groups.setdefault(best[1], []).append((content, best[0]))
        else:
            loose.append(content)

    def source_for(runs: Sequence[_Run], cue: _Run | None) -> tuple[Span | None, float]:
        size = sum(len(r.pieces) for r in runs)
        weighed = [(scores.pointing(0, r.pieces), len(r.pieces) / size) for r in runs]
        if cue is not None:
            weighed = [(p, share / 2) for p, share in weighed] + [(scores.pointing(0, cue.pieces), 0.5)]
        ranked = [
            (sum(p.mass(source.pieces) * share for p, share in weighed), source)
            for source in near(sources, range(min(p.low for p, _ in weighed), max(p.reach.stop for p, _ in weighed)))
        ]
        empty = sum(p.none * share for p, share in weighed)
        if not ranked:
            return None, empty
        mass, source = max(ranked, key=lambda r: r[0])
        if empty > mass:
            return None, empty
        span = trimmed(span_of(source), text, _LOOSE)
        return span, mass

    for start, members in groups.items():
        cue = by_start[start]
        runs = [run for run, _ in members]
        said = spans_of(runs)
        if not said:
            continue
        source, linked = source_for(runs, cue)
        size = sum(len(r.pieces) for r in runs)
        sure = sum(r.sure * len(r.pieces) for r in runs) / size
        joined = sum(link for _, link in members) / len(members)
        cue_span = trimmed(span_of(cue), text, _LOOSE)
        confidence = round(sure * joined**0.5 * linked**0.5, 4)
        quotes.append(Quote(said, kind_of(said, outer, text), cue_span, source, confidence))
    for run in loose:
        said = spans_of([run])
        source, linked = source_for([run], None)
        if said and source is not None:
            # half: a content without a cue is a quote less often than not
            quotes.append(Quote(said, kind_of(said, outer, text), None, source, round(run.sure * linked * 0.5, 4)))
    return tuple(sorted(quotes, key=lambda q: (q.span.start, q.span.end)))
