"""Whether somebody is spoken of as "she" or "he", where the name does not tell: the article's own pronouns do.

A pronoun tells where one person alone can be its antecedent: the only one whom its sentence and the one before name,
as their subject. "Vael came late. She laughed." Nothing is told where the article contradicts itself.
"""

from __future__ import annotations

import re
from collections import Counter

from quoteattr.attribution.figures import Figure
from quoteattr.attribution.lexicon import is_given, lexicon
from quoteattr.attribution.phrases import PRONOUNS
from quoteattr.attribution.scene import Scene
from quoteattr.attribution.unnamed import people_without_name
from quoteattr.spans import Span

# "her" that is an object is left out, like "him": the subject beside it is somebody else. "Reed asked her to leave."
PERSONAL = re.compile(
    r"\b(?:she|he|his|her(?= (?!(?:to|in|on|at|as|and|or|for|with|from|by|of|that|when|while|after|before|into|out|up|"
    r"off|the|an?|if|how|what|why|about|over|again|there|is|was|had|has|not) )\w))\b",
    re.I,
)
_SURE = 3  # pronouns that agree weigh as much as a word that tells the sex
# What somebody is to another, before what he does: "her first husband, the drummer Cy Lund".
_KIN = re.compile(r"\b(?:[Hh]is|[Hh]er|['’]s) (?:[a-z-]+ )?([a-z]+), (?:the|an?) (?:[a-z-]+ ){1,3}\Z")
_REACH = 60  # characters before a name in which that stands
_OFTEN = 3  # mentions by name that make somebody the one whom an article is about


def tell_sexes(scene: Scene) -> None:
    """Record what the narration's pronouns tell of those whose sex nothing else tells."""
    unknown = [f for f in scene.cast.figures if f.label == "PERSON" and not f.gender and _person(f)]
    if not unknown:
        return
    told: dict[int, Counter[str]] = {id(f): Counter() for f in unknown}
    for figure in unknown:
        for spot in figure.spots:
            kin = _KIN.search(scene.text[max(0, spot.start - _REACH) : spot.start])
            if kin is not None and (sex := lexicon().gender_word(kin[1])):
                figure.votes[sex] += 2
    unknown = [f for f in unknown if not f.gender]
    heard: set[tuple[int, str]] = set()
    for match in PERSONAL.finditer(scene.text):
        at, sex = match.start(), PRONOUNS[match[0].casefold()]
        if (scene.sentence(at), sex) in heard or scene.quotation(at) is not None:
            continue
        heard.add((scene.sentence(at), sex))
        alone = _only(scene, at, sex)
        if alone is not None and id(alone) in told:
            told[id(alone)][sex] += 1
    hero = protagonist(scene)
    if hero is not None and id(hero) in told:
        told[id(hero)] += _around(scene, hero)
    for figure in unknown:
        f, m = told[id(figure)]["f"], told[id(figure)]["m"]
        if max(f, m) > 2 * min(f, m):
            figure.votes["f" if f > m else "m"] += 2 if max(f, m) >= _SURE else 1


def _person(figure: Figure) -> bool:
    """Tell whether anything but a single name makes somebody a person: a full name, a description, an age."""
    return figure.told_person or " " in figure.name or is_given(figure.name)


def protagonist(scene: Scene) -> Figure | None:
    """Return whom an article is about: named in its headline, and more often than anybody else."""
    people = sorted((f for f in scene.cast.figures if scene.human(f)), key=lambda f: -len(f.spots))
    counts = [len(f.spots) for f in people]
    if not counts or counts[0] < _OFTEN or counts[0] in counts[1:]:
        return None
    return people[0] if any(scene.paragraph(s.start) == 0 for s in people[0].spots) else None


def _around(scene: Scene, hero: Figure) -> Counter[str]:
    """Count the pronouns in paragraphs that speak of nobody else, by sex."""
    found: Counter[str] = Counter()
    for paragraph in scene.paragraphs:
        people = {id(f) for n in scene.layout.names_in(paragraph) if (f := scene.cast.named(n)) and f.person}
        if people <= {id(hero)}:
            for match in PERSONAL.finditer(scene.text, paragraph.start, paragraph.end):
                if scene.quotation(match.start()) is None:
                    found[PRONOUNS[match[0].casefold()]] += 1
    return found


def _opens(scene: Scene, start: int, at: int) -> bool:
    """Tell whether nothing but quotations stands between two offsets: "'Wait,' she said"."""
    while start < at:
        quoted = scene.quotation(start)
        if quoted is not None:
            start = quoted.end
        elif scene.text[start].isalnum():
            return False
        else:
            start += 1
    return True


def _only(scene: Scene, at: int, sex: str) -> Figure | None:
    """Return who alone can be meant by a pronoun, or None where nobody or several can."""
    here = scene.sentence(at)
    paragraph = scene.paragraphs[scene.paragraph(at)].start
    start = max(scene.sentences[max(0, here - 1)].start, paragraph)
    if scene.paragraph(at) and _opens(scene, paragraph, at):
        start = scene.paragraphs[scene.paragraph(at) - 1].start
    names = [n for n in scene.layout.names_in(Span(start, at)) if n.span.end <= at and not scene.in_dateline(n.span)]
    found: dict[int, tuple[Figure, Span]] = {}
    for name in names:
        if scene.quotation(name.span.start) is not None:
            continue
        figure = scene.cast.named(name)
        if figure is None:
            return None
        if figure.person:
            found[id(figure)] = (figure, name.span)
    pronouns = [m for m in PERSONAL.finditer(scene.text, start, at) if scene.quotation(m.start()) is None]
    if any(PRONOUNS[m[0].casefold()] != sex for m in pronouns):
        return None
    if len(found) > 1:  # "Reed's lawyer, Ines Sol, said": the owner only tells whose she is
        found = {k: v for k, v in found.items() if not scene.owns(v[1])}
    if len(found) != 1 or people_without_name(scene, start, at, sex):
        return None
    ((figure, spot),) = found.values()
    if any(m.start() < spot.start for m in pronouns):
        return None  # "Her coach, Srdjan Novak, ... She": the pronouns are somebody else's
    return figure if scene.is_subject(spot) and not scene.owns(spot) else None
