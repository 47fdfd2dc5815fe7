"""Whom "they", "both" and "the two rivals" mean: two who are named together, or the two of whom an article tells."""

from __future__ import annotations

import re
from itertools import pairwise

from quoteattr.attribution.figures import Figure
from quoteattr.attribution.scene import Scene
from quoteattr.spans import Span

_PAIR = re.compile(
    r"(?:both|each|both (?:of )?(?:the )?\w+|each (?:of the )?(?:two )?\w+|"
    r"the (?:two|pair|couple|duo)(?: [\w-]+){0,3})",
    re.I,
)
_AND = re.compile(r",?\s(?:and|&)\s(?:(?:[A-Z][\w.]*|former|[a-z]+)\s){0,3}")
# The second of the two is spoken of so much more often than the third.
_CLEAR = 2.0
_OFTEN = 3  # mentions before somebody counts as one of the two


def is_pair(words: str) -> bool:
    """Tell whether a source takes up exactly two: "both", "the two candidates"."""
    return _PAIR.fullmatch(words.strip()) is not None


def named_together(scene: Scene, at: int) -> tuple[Figure, ...]:
    """Return the two people who are the joint subject of this sentence or the last one, or nobody."""
    number = scene.sentence(at)
    start = scene.sentences[max(0, number - 1)].start
    names = [n for n in scene.layout.names_in(Span(start, at)) if scene.quotation(n.span.start) is None]
    found: tuple[Figure, ...] = ()
    for one, other in pairwise(names):
        if not _AND.fullmatch(scene.text[one.span.end : other.start]):
            continue
        pair = tuple(f for f in (scene.cast.named(one), scene.cast.named(other)) if f is not None and scene.human(f))
        if len(pair) == 2 and pair[0] is not pair[1] and scene.is_subject(one.span):
            if found and set(map(id, found)) != set(map(id, pair)):
                return ()
            found = pair
    return found


def two_of_the_article(scene: Scene, at: int) -> tuple[Figure, ...]:
    """Return the two people of whom the article tells most by far, where both are in mind; else nobody."""
    counted = [
        (len([s for s in f.spots if scene.quotation(s.start) is None]), f) for f in scene.cast.figures if scene.human(f)
    ]
    counted.sort(key=lambda c: -c[0])
    if len(counted) < 2 or counted[1][0] < _OFTEN:
        return ()
    if len(counted) > 2 and counted[1][0] < _CLEAR * counted[2][0]:
        return ()
    pair = sorted((f for _, f in counted[:2]), key=lambda f: min(s.start for s in f.spots))
    paragraph = scene.paragraph(at)
    near = all(any(abs(paragraph - scene.paragraph(s.start)) <= 3 for s in f.spots) for f in pair)
    return tuple(pair) if near else ()
