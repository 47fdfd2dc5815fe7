"""Which of several people of one surname is meant where the article gives no more than that."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoteattr.attribution.figures import Figure
from quoteattr.attribution.lexicon import fold, lexicon
from quoteattr.attribution.phrases import Phrase
from quoteattr.attribution.roles import roles_of
from quoteattr.attribution.scene import Scene

_ADDRESS = frozenset(("mr", "mr.", "mrs", "mrs.", "ms", "ms."))
_USUAL = 2  # mentions by the surname alone that make it somebody's usual name; one will do beside kin
_CLEAR = 0.75  # how much more in mind the one must be than the next


# "The elder Reed" is the parent, or the one of whom it is told that he is older.
_AGES = {"elder": 1, "older": 1, "senior": 1, "younger": -1, "junior": -1}
_PARENTS = frozenset(("father", "mother", "dad", "mum", "mom"))
_CHILDREN = frozenset(("son", "daughter"))
# "Reed - Jota, not Rui -", "Reed (Jota)"
_GIVEN_AFTER = re.compile(r"\s?(?:[,–—(]|-{1,2}\s)\s?(?:that is,? )?([A-Z][\w-]+)(?!\s[A-Z])(?:,? not ([A-Z][\w-]+))?")
_CLAUSE = re.compile(r"(?:who|whose|which|that)\b")
_NOT_AFTER = re.compile(r"\s?(?:[,–—(]|-{1,2}\s)\s?not ([A-Z][\w-]+)(?!\s[A-Z])")


def _given_after(text: str, at: int, rivals: Sequence[Figure]) -> Figure | None:
    """Return the one whose given name stands after the surname that they share: "Reed - Jota, not Rui"."""

    def called(word: str) -> list[Figure]:
        return [r for r in rivals if " " in r.name and fold(r.name.split()[0]) == fold(word)]

    if (named := _GIVEN_AFTER.match(text, at)) and len(found := called(named[1])) == 1:
        return found[0]
    if (other := _NOT_AFTER.match(text, at)) and len(called(other[1])) == 1:
        rest = [r for r in rivals if r not in called(other[1])]
        return rest[0] if len(rest) == 1 else None
    return None


def another_given(text: str, phrase: Phrase, figure: Figure) -> str:
    """Return the full name of whom "Reed - Jota, not Rui" means where the article names no more than Rui Reed."""
    words = figure.name.split()
    named = _GIVEN_AFTER.match(text, phrase.name.span.end) if phrase.name is not None else None
    if named is None or named[2] is None or len(words) < 2 or figure.label == "ORG":
        return ""
    said = fold(words[0]) == fold(named[2]) != fold(named[1])
    return " ".join((named[1], *words[1:])) if said else ""


def _by_age(scene: Scene, rivals: Sequence[Figure], at: int, sign: int) -> Figure | None:
    """Return "the elder" (1) or "the younger" (-1) of two of one surname, where the article tells which that is."""
    if len(rivals) != 2:
        return None
    ages = [r.age for r in rivals]
    if None not in ages and ages[0] != ages[1]:
        return sorted(rivals, key=lambda r: sign * (r.age or 0))[-1]
    wanted, other = (_PARENTS, _CHILDREN) if sign > 0 else (_CHILDREN, _PARENTS)
    told = ("older", "elder") if sign > 0 else ("younger",)
    against = ("younger",) if sign > 0 else ("older", "elder")
    fits = [r for r in rivals if any(w & wanted or not w.isdisjoint(told) for w in r.described())]
    not_so = [r for r in rivals if any(w & other or not w.isdisjoint(against) for w in r.described())]
    if len(fits) == 1 and not_so != fits:
        return fits[0]
    if len(not_so) == 1 and not fits:
        return next(r for r in rivals if r is not not_so[0])
    # said so of whom the article has just brought in beside the one whom it is about
    here = scene.paragraph(at)
    last = {id(r): s[0] for r in rivals if (s := scene.spots(r, at))}
    near = [r for r in rivals if id(r) in last and here - scene.paragraph(last[id(r)].start) <= 1]
    return near[0] if len(near) == 1 and len(last) == 2 and not fits and not not_so else None


def _apposed(phrase: Phrase, rivals: Sequence[Figure]) -> Figure | None:
    """Return the one who is described as the phrase has it: "Reed, the harbour master", beside another Reed."""
    nouns = {w for w in phrase.words if lexicon().names_person(w)}
    found = [r for r in rivals if nouns and any(nouns & words for words in r.described())]
    if len(found) == 1:
        return found[0]
    asked = [roles_of(called) - lexicon().modifiers for called in phrase.called if not _CLAUSE.match(called)]
    fits = [
        max((len(words & roles_of(called)) for words in asked for called in rival.called), default=0)
        for rival in rivals
    ]
    best = max(fits, default=0)
    return rivals[fits.index(best)] if best and fits.count(best) == 1 else None


def _usual(scene: Scene, name: str, rivals: Sequence[Figure], at: int) -> Figure | None:
    """Return the one whom the article calls by the surname alone, where it has named the others only in full.

    Not where another was named in the same paragraph: "His mother, Ann Reed, wept. Reed said ..."
    """
    spots = [[s for s in scene.spots(r, at) if scene.quotation(s.start) is None] for r in rivals]
    bare = [sum(s.of(scene.text) == name for s in found) for found in spots]
    if not any(bare) or sum(n > 0 for n in bare) > 1:
        return None
    one = bare.index(max(bare))
    others = [r for r in rivals if r is not rivals[one]]
    kin = all(any(not words.isdisjoint(lexicon().kin) for words in other.described()) for other in others)
    if max(bare) < (1 if kin else _USUAL):
        return None
    here = scene.paragraph(at)
    beside = any(scene.paragraph(f[0].start) == here for n, f in enumerate(spots) if n != one and f)
    return None if beside else rivals[one]


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
    given = _given_after(scene.text, phrase.name.span.end, rivals)
    if given is not None:
        return given
    if older := next((w for w in phrase.words if w in _AGES), ""):
        return _by_age(scene, rivals, at, _AGES[older])
    titles = set(phrase.name.titles) - _ADDRESS
    titled = [r for r in rivals if titles and any(titles <= d | {"former"} for d in r.described())]
    if len(titled) == 1:
        return titled[0]
    apposed = _apposed(phrase, rivals)
    if apposed is not None:
        return apposed
    usual = _usual(scene, phrase.name.span.of(scene.text), rivals, at)
    if usual is not None:
        return usual
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


def settle_usual(scene: Scene) -> None:
    """Settle the names that by then are somebody's usual ones, whether they are sources or not."""
    for name in scene.layout.names:
        rivals = scene.cast.rivals(name)
        if rivals and scene.quotation(name.span.start) is None and not name.titles:
            usual = _usual(scene, name.span.of(scene.text), rivals, name.span.start)
            if usual is not None:
                scene.cast.settle(name, usual)
