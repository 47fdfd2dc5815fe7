"""Who of several is meant by a pronoun or a description: a small model over what a reader has in mind.

One conditional logit a kind of mention (Denis and Baldridge 2008 rank antecedents so): each candidate has features,
their weighted sum gives its chance beside the others', and one more chance is that of nobody. The weights, and from
which chance on a name is given, are in ``data/antecedents.json``; ``quoteattr.training.antecedents`` makes it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files

import attrs

from quoteattr.attribution.figures import Figure
from quoteattr.attribution.phrases import PRONOUNS
from quoteattr.attribution.scene import Scene
from quoteattr.spans import Span
from quoteattr.values import Quote

_OPENING = 14  # a determiner and a country may come before it: "England's Football Association"
_NEXT = 50  # characters in which "Her elder daughter, a nurse in Leeds, Kayla" ends
Features = Mapping[str, float]
# What is told of each decision while a model is trained: kind, where, and each candidate with its features.
Observer = Callable[[str, int, Sequence[tuple[Figure, Features]]], None]


@attrs.frozen
class Weights:
    """The model of one kind of mention.

    Args:
        weights: What each feature adds.
        nobody: The score of nobody.
        threshold: The chance from which on a name is given.
    """

    weights: Mapping[str, float]
    nobody: float
    threshold: float


@cache
def packaged() -> Mapping[str, Weights]:
    """Return the models that come with the library, by kind of mention."""
    raw = json.loads((files("quoteattr") / "data" / "antecedents.json").read_text(encoding="utf-8"))
    return {kind: Weights(**fields) for kind, fields in raw["kinds"].items()}


def chances(model: Weights, rows: Sequence[Features]) -> list[float]:
    """Return the chance of each candidate; what is missing to one is the chance of nobody."""
    scores = [sum(model.weights.get(name, 0.0) * value for name, value in row.items()) for row in rows]
    top = max([model.nobody, *scores])
    weights = [math.exp(s - top) for s in scores]
    total = sum(weights) + math.exp(model.nobody - top)
    return [w / total for w in weights]


def in_mind(scene: Scene, figures: Sequence[Figure], at: int, quote: Quote) -> list[dict[str, float]]:
    """Return what tells how much each figure is in mind at an offset, beside the others."""
    here, paragraph = scene.sentence(at), scene.paragraph(at)
    inside = scene.quotation(at) is not None
    turn = scene.last_turn(at)
    before = next((t for t in reversed(scene.turns) if turn is not None and t.at < turn.at), None)
    spots = [[s for s in scene.spots(f, at) if not scene.in_dateline(s)] for f in figures]
    most = max((len(s) for s in spots), default=1) or 1
    nearest = [s[0].end if s else -1 for s in spots]
    # of the whole article, also what comes later: whom it is about
    often = max((len(f.spots) for f in figures), default=0)
    rows = []
    for figure, named in zip(figures, spots, strict=True):
        value = scene.salience(figure, at, quote)
        row = {"salience": (value or 0.0) / 3.0, "unspoken": float(value is None)}
        if named:
            near = named[0]
            subject = scene.is_subject(near)
            row |= {
                "sentences": min(here - scene.sentence(near.start), 8) / 4.0,
                "paragraphs": min(paragraph - scene.paragraph(near.start), 5) / 3.0,
                "same sentence": float(here == scene.sentence(near.start)),
                "same paragraph": float(paragraph == scene.paragraph(near.start)),
                "subject": float(subject),
                "object": float(not subject and scene.is_object(near)),
                "owner": float(scene.owns(near)),
                "modifier": float(scene.modifies(near)),
                "quoted": float(scene.quotation(near.start) is not None and not inside),
                "own words": float(any(c.contains(near) for c in quote.content)),
                # "The union was aware of it, it said": who opens the very words, outside quotation marks
                "opens own words": float(
                    subject
                    and scene.quotation(near.start) is None
                    and any(0 <= near.start - c.start <= _OPENING for c in quote.content)
                ),
                "pronoun": float(near.of(scene.text).casefold() in PRONOUNS),
                "owner of somebody": float(scene.owns(near) and _leads_to_somebody(scene, figure, near, at)),
                "owner, same sentence": float(scene.owns(near) and here == scene.sentence(near.start)),
                "newer": min(sum(n > near.end for n in nearest), 3) / 3.0,
                "subject lately": float(
                    any(here - scene.sentence(s.start) <= 1 and scene.is_subject(s) for s in named[:4])
                ),
                "lead": float(scene.paragraph(named[-1].start) <= 1),
                "full just now": float(" " in near.of(scene.text) and near.start == named[-1].start),
            }
        row["mentions"] = math.log1p(len(named))
        row["share"] = len(named) / most
        if turn is not None and turn.figure is figure:
            close = paragraph - scene.paragraph(turn.at) <= 1
            row |= {"spoke last": 1.0, "spoke just now": float(close)}
            row["displaced"] = float(scene.displaced(turn, figure, at))
        if before is not None and before.figure is figure:
            row["spoke before"] = 1.0
        row["spoke"] = float(any(t.figure is figure for t in scene.turns))
        row["named most"] = float(len(figure.spots) == often)
        row["in headline"] = float(any(scene.paragraph(s.start) == 0 for s in named))
        row["full name"] = float(" " in figure.name)
        row["unsure kind"] = float(figure.label == "")
        row["alone"] = float(len(figures) == 1)
        rows.append(row)
    return rows


def _leads_to_somebody(scene: Scene, figure: Figure, spot: Span, at: int) -> bool:
    """Tell whether a possessor only tells whose kin or aide the next one is: "Her daughter Kayla"."""
    till = min(scene.sentences[scene.sentence(spot.start)].end, at, spot.end + _NEXT)
    return any(
        (other := scene.cast.named(name)) is not None and other is not figure and scene.human(other)
        for name in scene.layout.names_in(Span(spot.end, till))
    )


class Ranker:
    """Rank candidates by the models.

    Args:
        models: By kind of mention; the packaged ones where none are given.
        observer: Who is told of each decision.
    """

    def __init__(self, models: Mapping[str, Weights] | None = None, observer: Observer | None = None) -> None:
        self.models = packaged() if models is None else models
        self.observer = observer

    def rank(self, kind: str, at: int, candidates: Sequence[tuple[Figure, Features]]) -> list[tuple[float, Figure]]:
        """Return the candidates with their chances, the likeliest first.

        Args:
            kind: The kind of mention; a model of that name must be there.
            at: Where the mention stands.
            candidates: Each figure and its features.
        """
        if self.observer is not None:
            self.observer(kind, at, candidates)
        found = chances(self.models[kind], [row for _, row in candidates])
        return sorted(zip(found, (f for f, _ in candidates), strict=True), key=lambda r: -r[0])

    def threshold(self, kind: str) -> float:
        """Return the chance from which on a name is given."""
        return self.models[kind].threshold
