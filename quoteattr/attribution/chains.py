"""Who stays in mind: the narration's own "she" and "he" between two quotes, each taken for whom it surely means.

Whoever a passage is about is named once and a pronoun from then on. Without its pronouns, that passage would seem to be
about whoever else it names.
"""

from __future__ import annotations

from quoteattr.attribution.antecedents import Finder
from quoteattr.attribution.phrases import PRONOUNS
from quoteattr.attribution.sexes import PERSONAL
from quoteattr.spans import Span
from quoteattr.values import Kind, Quote

# From which chance on a pronoun keeps somebody in mind; possessives go astray more often: "told Reed that her letter".
_SURE = {"he": 0.8, "she": 0.8, "his": 0.9, "her": 0.9}


class Chains:
    """Follow the pronouns of an article's narration from front to back.

    Args:
        finder: Who finds whom a pronoun means.
        sources: Where the sources of quotes stand: who resolves those follows them as well.
    """

    def __init__(self, finder: Finder, sources: frozenset[Span]) -> None:
        self._finder = finder
        self._scene = scene = finder.scene
        self._open = [
            Span(m.start(), m.end())
            for m in PERSONAL.finditer(scene.text)
            if scene.quotation(m.start()) is None and not any(s.contains(Span(m.start(), m.end())) for s in sources)
        ]
        self._at = 0
        self._heard: set[tuple[int, str]] = set()

    def follow(self, till: int) -> None:
        """Take in the pronouns that stand before an offset and were not taken in before."""
        while self._at < len(self._open) and self._open[self._at].end <= till:
            span = self._open[self._at]
            self._at += 1
            word = span.of(self._scene.text).casefold()
            once = (self._scene.sentence(span.start), PRONOUNS[word])
            if once in self._heard:
                continue  # the first one of a sentence keeps its person in mind
            self._heard.add(once)
            end = min(span.end + 1, len(self._scene.text))
            probe = Quote((Span(end - 1, end),), Kind.INDIRECT, None, span)
            figure = self._finder.personal(word, span.start, probe, _SURE[word]).figure
            if figure is not None and span not in figure.spots:
                figure.spots.append(span)
