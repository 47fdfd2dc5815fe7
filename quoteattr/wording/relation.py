"""How two wordings of one utterance relate: verbatim, trimmed, edited or paraphrase."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rapidfuzz import fuzz

from quoteattr.spans import Span
from quoteattr.values import Edit, Kind, Relation, Saying
from quoteattr.wording.edits import edits, marked, real
from quoteattr.wording.resemblance import Seen, covering
from quoteattr.wording.tables import softmax_table
from quoteattr.wording.words import FUNCTION, Word, stem, words

FEATURES = (
    "short_lost", "short_new", "short_all", "long_lost", "long_new", "long_all", "marked_lost", "marked", "run",
    "unbroken",
    "length", "direct", "contained", "meaning", "near_low", "near_high", "ratio", "token_set",
)  # fmt: skip


class _Side:
    """One wording and which of its words the other one kept."""

    def __init__(self, text: str, kept: Sequence[Span]) -> None:
        self.words = [w for w in words(text) if w.plain]
        self.kept = [any(s.start <= w.span.start < s.end for s in kept) for w in self.words]
        self.stems = {stem(w.key) for w in self.words}

    def lost(self, other: _Side, only: Sequence[Span] | None = None) -> tuple[float, float, float]:
        """Return the shares not kept: of the content words, of those the other side has in no form, of all words."""
        here = [
            (w, kept)
            for w, kept in zip(self.words, self.kept, strict=True)
            if only is None or any(s.start <= w.span.start < s.end for s in only)
        ]
        content = [(w, kept) for w, kept in here if w.key not in FUNCTION] or here
        if not here:
            return 1.0, 1.0, 1.0
        new = sum(not kept and stem(w.key) not in other.stems for w, kept in content)
        return (
            sum(not kept for _, kept in content) / len(content),
            new / len(content),
            sum(not kept for _, kept in here) / len(here),
        )


def _run(found: Sequence[Word], content: bool) -> int:
    return sum(w.plain and (not content or w.key not in FUNCTION) for w in found)


def relation_features(seen_a: Seen, seen_b: Seen, steps: Sequence[Edit]) -> tuple[float, ...]:
    """Return the numbers of ``FEATURES``; the same for either order but for ties of length."""
    a, b, a_kind, b_kind = seen_a.saying.text, seen_b.saying.text, seen_a.saying.kind, seen_b.saying.kind
    one = _Side(a, [e.a for e in steps if e.op in ("equal", "move") or e.variant])
    two = _Side(b, [e.b for e in steps if e.op in ("equal", "move") or e.variant])
    sides = sorted((one, two), key=lambda s: (s.lost(two if s is one else one)[0], len(s.words)))
    short, long = sides[0].lost(sides[1]), sides[1].lost(sides[0])
    quoted = [
        side.lost(other, marked(text))[2]
        for side, other, text, kind in ((one, two, a, a_kind), (two, one, b, b_kind))
        if kind is Kind.MIXED and marked(text)
    ]
    same = [words(e.a.of(a)) for e in steps if e.op in ("equal", "move")]
    fewest = max(1, min(len(one.words), len(two.words)))
    contained = (short[1] == 0 and short[0] <= 0.15) or (bool(quoted) and min(quoted) == 0 and short[1] <= 0.34)
    return (
        *short,
        *long,
        min(quoted, default=1.0),
        float(bool(quoted)),
        math.log1p(max((_run(r, True) for r in same), default=0)),
        max((_run(r, False) for r in same), default=0) / fewest,
        math.log(max(1, len(one.words), len(two.words)) / fewest),
        float((a_kind is Kind.DIRECT) + (b_kind is Kind.DIRECT)),
        float(contained and long[1] >= 0.2),
        float(seen_a.whole @ seen_b.whole),
        *sorted(covering(seen_a, seen_b)),
        fuzz.ratio(seen_a.line, seen_b.line) / 100,
        fuzz.token_set_ratio(seen_a.line, seen_b.line) / 100,
    )


def relation(
    a: str,
    b: str,
    steps: Sequence[Edit] | None = None,
    *,
    a_kind: Kind = Kind.DIRECT,
    b_kind: Kind = Kind.DIRECT,
) -> Relation:
    """Say how two wordings of one utterance relate.

    Verbatim and trimmed are decided by rule where no word was replaced; where words were, a softmax regression
    decides over what each side kept of the other (``data/wording.json``, made by ``training/wording.py``).

    Args:
        a: One wording.
        b: The other.
        steps: The edits from a to b, where they are known.
        a_kind: Direct, mixed or indirect.
        b_kind: The same of b.

    >>> str(relation("We must act now.", "“We must act now”"))
    'verbatim'
    """
    steps = edits(a, b) if steps is None else steps
    return relation_of(Seen(Saying(id="a", text=a, kind=a_kind)), Seen(Saying(id="b", text=b, kind=b_kind)), steps)


def relation_of(a: Seen, b: Seen, steps: Sequence[Edit]) -> Relation:
    """Do what ``relation`` does for sayings whose vectors are already worked out."""
    changed = real(steps)
    hidden = any(
        e.variant == "ellipsis" and any(w.plain for w in (*words(e.a.of(a.saying.text)), *words(e.b.of(b.saying.text))))
        for e in steps
    )
    if not changed and not hidden:
        return Relation.VERBATIM
    if all(e.op == "delete" for e in changed) or all(e.op == "insert" for e in changed):
        return Relation.TRIMMED
    return Relation(softmax_table("relation").best(relation_features(a, b, steps)))
