"""Whom a pronoun means: agreement in number, sex and kind first, then salience; close calls are refused."""

from __future__ import annotations

import re

from quoteattr.attribution.entities import Figure
from quoteattr.attribution.generic import PLATFORMS
from quoteattr.attribution.lexicon import fold, lexicon
from quoteattr.attribution.phrases import PRONOUNS, Phrase
from quoteattr.attribution.scene import Scene
from quoteattr.spans import Span
from quoteattr.values import Quote

_MARGIN = 0.5  # how far the best must be ahead of the next one; set on PolNeAR's training articles
NOBODY = "people without a name"
_DEFINITE_PHRASE = re.compile(
    r"\b((?i:the|his|her|its|their|this|that) (?:(?!who\b|that\b|which\b|the\b|and\b|of\b)[\w’'.-]+ ?){1,6}),? ?\(?$"
)
_FLOOR = 1.2  # below this nobody is enough in mind


def rank_pronoun(scene: Scene, word: str, at: int, quote: Quote) -> tuple[Figure | None, str, tuple[Figure, ...]]:
    """Return whom a personal pronoun means, why, and who else came into question.

    Args:
        scene: The article.
        word: The pronoun, in lower case.
        at: Where it stands.
        quote: The quote whose source it is.
    """
    sort = PRONOUNS[word]
    if sort == "p":
        return _plural(scene, at)
    ranked: list[tuple[float, Figure]] = []
    addressed = scene.addressed(quote)
    for figure in scene.cast.figures:
        if figure in addressed or not _agrees(scene, figure, sort):
            continue
        value = scene.salience(figure, at, quote)
        if value is None:
            continue
        if sort in "mf":
            value += 0.8 if figure.gender == sort else 0.0
        elif figure.label == "PLACE" and not any(t.figure is figure for t in scene.turns):
            value -= 1.5
        elif figure.label == "":
            value -= 0.5
        ranked.append((value, figure))
    ranked.sort(key=lambda r: r[0], reverse=True)
    rivals = tuple(f for _, f in ranked[:4])
    if not ranked or ranked[0][0] < _FLOOR:
        later = _cataphor(scene, at, sort) if sort in "mf" else None
        if later is not None:
            return later, "named right after", ()
        return None, "nobody whom it fits is named near by", rivals
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN:
        return None, f"it may be {ranked[0][1].name} or {ranked[1][1].name}", rivals
    return ranked[0][1], "", rivals[1:]


def _agrees(scene: Scene, figure: Figure, sort: str) -> bool:
    if sort in "mf":
        return (scene.human(figure) or scene.perhaps_human(figure)) and figure.gender in ("", sort)
    named_place = (
        figure.label == "PLACE" and not any(t.figure is figure for t in scene.turns) and " " not in figure.name
    )
    if named_place and not any(scene.is_subject(s) for s in figure.spots):
        return False
    return figure.body and not scene.human(figure) and not _stamp(scene, figure) and fold(figure.name) not in PLATFORMS


def _stamp(scene: Scene, figure: Figure) -> bool:
    """Tell whether a name stands in brackets only: the agency in a dateline."""
    return all(
        scene.text[s.start - 1 : s.start] in ("(", "/") and scene.text[s.end : s.end + 1] in (")", "/")
        for s in figure.spots
    )


def _plural(scene: Scene, at: int) -> tuple[Figure | None, str, tuple[Figure, ...]]:
    """Take "they" for a body that spoke just before; people without a name stay unnamed."""
    turn = scene.last_turn(at)
    if turn is None or turn.figure is None:
        return None, "people without a name", ()
    near = scene.sentence(at) - scene.sentence(turn.at) <= 1
    body = turn.figure.label in ("ORG", "GROUP") or (turn.figure.label == "" and not scene.human(turn.figure))
    since = scene.text[turn.at : at]
    if near and body and not re.search(r"\b(?:people|officials|residents|workers|families|lawmakers|members)\b", since):
        return turn.figure, "the last one that spoke", ()
    return None, "several people, not named together", (turn.figure,)


def _cataphor(scene: Scene, at: int, sort: str) -> Figure | None:
    """Return who is named after the pronoun in the same sentence: "before he left, Rutte said"."""
    sentence = scene.sentences[scene.sentence(at)]
    for name in scene.layout.names_in(Span(at, sentence.end)):
        figure = scene.cast.named(name)
        if (
            figure is not None
            and scene.human(figure)
            and figure.gender in ("", sort)
            and scene.quotation(name.span.start) is None
        ):
            return figure
    return None


def noun_phrase_before(scene: Scene, at: int) -> Span | None:
    """Return the definite noun phrase that ends right before a relative pronoun: "the Ruritanian envoy, who"."""
    sentence = scene.sentences[scene.sentence(at)]
    match = _DEFINITE_PHRASE.search(scene.text, max(sentence.start, at - 80), at)
    return Span(match.start(1), match.end(1)) if match else None


def antecedent_of_relative(scene: Scene, phrase: Phrase, at: int) -> tuple[Figure | None, str]:
    """Return what "who", "which" or "that" refers to: the noun phrase that ends right before it."""
    sentence = scene.sentences[scene.sentence(at)]
    before = scene.text[sentence.start : at].rstrip(" ,")
    end = sentence.start + len(before)
    person = phrase.head in ("who", "whom", "whose")
    names = [n for n in scene.layout.names_in(Span(sentence.start, at)) if n.span.end <= at]
    lex = lexicon()
    last_word = re.search(r"[\w'’-]+$", before)
    touching = bool(names) and names[-1].span.end >= end - 2
    if last_word and not touching:
        word = last_word[0].casefold()
        if word in lex.groups or (word.endswith("s") and not word.endswith("ss") and lex.names_person(word[:-1])):
            return None, NOBODY
    for name in reversed(names):
        figure = scene.cast.named(name)
        if figure is None or name.owns:
            continue
        region = next((r for r in scene.cast.regions if r.contains(name.span)), name.span)
        if not (name.span.end >= end - 2 or region.end >= end - 2):
            continue
        if person == scene.human(figure) or (figure.label == "" and not person):
            return figure, "the noun that the clause belongs to"
    return None, "what the clause belongs to is not named"
