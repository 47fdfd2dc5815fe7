"""Firms that have the surname of somebody who is named later: "Brennet cuts its outlook", and Fergal Brennet."""

from __future__ import annotations

import re

from quoteattr.attribution.lexicon import fold, lexicon
from quoteattr.attribution.phrases import Layout

# What is held of a firm: "6.2% of Brennet", "its stake in Brennet".
_HELD = re.compile(
    r"(?:\d ?%|\bper ?cent|\b(?:stakes?|shares?|stock|holding) (?:in|of)|\bshareholders? (?:in|of)) (?:of )?$"
)
# What a firm is, right before its name: "Irish confectioner Brennet", "chocolate maker Brennet".
_KIND = re.compile(
    r"\b(?:maker|confectioner|retailer|brewer|lender|insurer|carrier|airline|carmaker|drugmaker|chipmaker|supplier|distiller|"
    r"developer|miner|grocer|publisher|operator|conglomerate|company|firm|group|giant|startup|start-up|manufacturer) $"
)
_BEFORE = 2  # mentions by the surname alone before anybody of that name: news names people in full first


def firms_of_a_surname(layout: Layout) -> frozenset[str]:
    """Return the single names, folded, that are a firm's though somebody of that surname is named later."""
    bare: dict[str, list[int]] = {}
    full: dict[str, int] = {}
    for name in layout.names:
        words = fold(name.span.of(layout.text)).split()
        if len(words) == 1 and not name.titles:
            bare.setdefault(words[0], []).append(name.start)
        elif len(words) > 1 and words[-1] not in lexicon().org_words:
            full.setdefault(words[-1], name.start)
    found = set()
    for word, spots in bare.items():
        if word not in full or sum(s < full[word] for s in spots) < _BEFORE or spots[0] > full[word]:
            continue
        before = [layout.text[max(0, s - 40) : s] for s in spots]
        if any(_HELD.search(b) or _KIND.search(b) for b in before):
            found.add(word)
    return frozenset(found)
