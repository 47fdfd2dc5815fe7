"""Which of several people of one surname is meant where the article gives no more than that."""

from __future__ import annotations

from collections.abc import Sequence

from quoteattr.attribution.figures import Figure
from quoteattr.attribution.lexicon import lexicon
from quoteattr.attribution.phrases import Phrase
from quoteattr.attribution.scene import Scene

_ADDRESS = frozenset(("mr", "mr.", "mrs", "mrs.", "ms", "ms."))
_CLEAR = 0.75  # how much more in mind the one must be than the next


def settled(scene: Scene, phrase: Phrase, rivals: Sequence[Figure], at: int) -> Figure | None:
    """Decide between figures that share a name: by what the phrase calls him, by who was named in full just before,
    else by who is named so always.

    Args:
        scene: The article.
        phrase: The phrase with the doubtful name.
        rivals: Those whom the name may name.
        at: Where the name stands.
    """
    assert phrase.name is not None
    rivals = [r for r in rivals if not (phrase.gender and r.gender and r.gender != phrase.gender)] or rivals
    titles = set(phrase.name.titles) - _ADDRESS
    titled = [r for r in rivals if titles and any(titles <= d | {"former"} for d in r.described())]
    if len(titled) == 1:
        return titled[0]
    # "Reed, the health director", beside another Reed
    nouns = {w for w in phrase.words if lexicon().names_person(w)}
    apposed = [r for r in rivals if nouns and any(nouns & words for words in r.described())]
    if len(apposed) == 1:
        return apposed[0]
    here, paragraph = scene.sentence(at), scene.paragraph(at)
    ranked = []
    for rival in rivals:
        spots = scene.spots(rival, at)
        if not spots:
            continue
        near = (
            1.5
            if here - scene.sentence(spots[0].start) <= 1
            else 0.7
            if paragraph - scene.paragraph(spots[0].start) <= 1
            else 0.0
        )
        turn = scene.last_turn(at)
        if turn is not None and turn.figure is rival and paragraph - scene.paragraph(turn.at) <= 2:
            near += 2.0
        if scene.quotation(spots[0].start) is not None:
            near -= 0.5
        if any(w in lexicon().kin for words in rival.described() for w in words):
            near -= 1.0  # who came in as somebody's kin is called by the given name
        ranked.append((near + 0.25 * min(len(spots), 10), spots[0].start, rival))
    ranked.sort(key=lambda r: r[:2], reverse=True)
    if len(ranked) == 1:
        return ranked[0][2]
    if len(ranked) > 1:
        return ranked[0][2] if ranked[0][0] - ranked[1][0] >= _CLEAR else None
    # a headline: nobody is named in full yet, so who is named most
    often = sorted(rivals, key=lambda r: len(r.spots), reverse=True)
    if len(often) < 2:
        return None  # left over by the title alone, and named only later on: that is too little
    return often[0] if len(often[0].spots) >= 2 * len(often[1].spots) + 1 else None
