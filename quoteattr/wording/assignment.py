"""Inside a pair of articles: how far a pair is ahead of its rivals, and who reports what with whom."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from quoteattr.wording.candidates import home
from quoteattr.wording.resemblance import Seen
from quoteattr.wording.tables import chance, linear_table

# What a saying must add to count as the other half of a split quote: a share of the words of a sentence, by rarity.
_SPLIT_GAIN = 0.15


def _adds(whole: Seen, first: Sequence[Seen], further: Seen) -> bool:
    """Tell whether ``further`` reports a sentence of ``whole`` that ``first`` leave out: half of a split quote."""
    sentences = whole.pieces

    def place(part: Seen) -> int:
        near = [float((s.nearness(part) * s.weights).sum() / max(float(s.weights.sum()), 1e-6)) for s in sentences]
        return near.index(max(near))

    if len(sentences) < 2 or place(further) in {place(f) for f in first}:
        return False
    here = sentences[place(further)]
    before = np.max([here.nearness(f) for f in first], axis=0)
    both = np.maximum(before, here.nearness(further))
    return float(((both - before) * here.weights).sum()) >= _SPLIT_GAIN * float(here.weights.sum())


# How far ahead of a rival counts at most, and what having no rival counts as, in log odds: chosen on own events.
_FAR = 6.0
_NOBODY = -3.0

Scored = tuple[float, int, int]


def margins(scored: Sequence[Scored], seen: Mapping[int, Seen]) -> list[tuple[float, float]]:
    """Return for each scored pair how far it is ahead of the best rival, for the one saying and for the other.

    A rival is another saying of the same article that the saying could be paired with.

    Args:
        scored: Log odds, and the numbers of the two sayings.
        seen: The sayings, by number.
    """
    rivals: dict[tuple[int, str], list[float]] = defaultdict(list)
    for value, i, j in scored:
        rivals[i, home(seen[j].saying)].append(value)
        rivals[j, home(seen[i].saying)].append(value)
    best = {key: sorted(values, reverse=True)[:2] for key, values in rivals.items()}

    def ahead(value: float, i: int, j: int) -> float:
        top = best[i, home(seen[j].saying)]
        rival = top[0] if value < top[0] else top[1] if len(top) > 1 else _NOBODY
        return max(-_FAR, min(_FAR, value - max(rival, _NOBODY)))

    return [(ahead(value, i, j), ahead(value, j, i)) for value, i, j in scored]


def kinship(scored: Sequence[Scored], seen: Mapping[int, Seen]) -> list[float]:
    """Return for each scored pair how much else its two articles have in common: log odds of a clear counterpart.

    Two reports of one press conference share most sayings, two of one war hardly any; a doubtful pair is likelier
    among the former. Counted are the other sayings of the article that has fewer, those with a candidate in the other.

    Args:
        scored: Log odds, and the numbers of the two sayings.
        seen: The sayings, by number.
    """
    best: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    ends = [(home(seen[i].saying), home(seen[j].saying)) for _, i, j in scored]
    for (value, i, j), (one, two) in zip(scored, ends, strict=True):
        for key, k in (((one, two), i), ((two, one), j)):
            best[key][k] = max(value, best[key].get(k, value))
    clear = {key: (sum(v > _CLEAR for v in values.values()), len(values)) for key, values in best.items()}
    found = []
    for (_, i, j), (one, two) in zip(scored, ends, strict=True):
        shares = []
        for key, k in (((one, two), i), ((two, one), j)):
            count, whole = clear[key]
            count, whole = count - (best[key][k] > _CLEAR), whole - 1
            shares.append(math.log((count + 1) / (whole - count + 1)))
        found.append(max(shares))
    return found


# Log odds from which a pair is clear by itself.
_CLEAR = 1.0


def assigned(scored: Sequence[Scored], seen: Mapping[int, Seen], least: float) -> list[Scored]:
    """Keep, inside each pair of articles, one counterpart a saying, best first; more where a quote was split.

    The chance of a pair is drawn from its own odds, from how far it is ahead of its rivals in either article, and from
    how much else the two articles have in common.
    """
    table = linear_table("context")
    by_pair: dict[tuple[str, str], list[tuple[float, float, int, int]]] = defaultdict(list)
    kin = kinship(scored, seen)
    for (value, i, j), (first, second), near in zip(scored, margins(scored, seen), kin, strict=True):
        homes = home(seen[i].saying), home(seen[j].saying)
        if homes[0] > homes[1]:
            homes, i, j, first, second = homes[::-1], j, i, second, first
        full = chance(table((value, min(first, second), near)))
        # As the lesser part of a split quote, it need only be ahead of its own rivals.
        part = chance(table((value, max(first, second), near)))
        if part >= least:
            by_pair[homes].append((full, part, i, j))
    kept: list[Scored] = []
    for group in by_pair.values():
        partners: dict[int, list[int]] = defaultdict(list)
        left = []
        for full, part, i, j in sorted(group, key=lambda x: (-x[0], seen[x[2]].saying.id, seen[x[3]].saying.id)):
            if full >= least and not partners[i] and not partners[j]:
                partners[i].append(j)
                partners[j].append(i)
                kept.append((full, i, j))
            else:
                left.append((part, i, j))
        for part, i, j in sorted(left, key=lambda x: (-x[0], seen[x[1]].saying.id, seen[x[2]].saying.id)):
            for whole, further in ((i, j), (j, i)):
                if (
                    partners[whole]
                    and not partners[further]
                    and _adds(seen[whole], [seen[k] for k in partners[whole]], seen[further])
                ):
                    partners[i].append(j)
                    partners[j].append(i)
                    kept.append((part, i, j))
                    break
    return kept
