"""Train the models that rank whom a pronoun or a description means.

    python -m quoteattr.training.antecedents --polnear train.jsonl --dispatches fixtures/training --gum GUM \
        -o quoteattr/data/antecedents.json

Articles with accepted names tell whom a source means; GUM's coreference tells it of "he" and "she". Thresholds are
chosen on articles that the weights were not fitted to (five folds), so that a wrong name costs four right ones.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import numpy as np
from scipy.optimize import minimize

from quoteattr.annotate import StanzaAnnotator
from quoteattr.attribution import attribute
from quoteattr.attribution.antecedents import Finder
from quoteattr.attribution.capitals import proper_names
from quoteattr.attribution.entities import Cast
from quoteattr.attribution.figures import Figure
from quoteattr.attribution.phrase_reader import read
from quoteattr.attribution.phrases import PRONOUNS, Layout, Sort
from quoteattr.attribution.ranking import Features, Ranker, Weights
from quoteattr.attribution.scene import Scene, Turn
from quoteattr.attribution.sexes import tell_sexes
from quoteattr.attribution.surface import tokens
from quoteattr.pipeline import packaged_registry
from quoteattr.quotes import find_quotes, load_model
from quoteattr.scoring import folded
from quoteattr.spans import Span
from quoteattr.speakers import Known, resolve
from quoteattr.training.markup import parse
from quoteattr.values import Annotated, Article, Attribution, Kind, Quote

log = logging.getLogger("quoteattr.training")

KINDS = ("person", "thing", "described", "body")
_SORTS = {
    "person": (Sort.PRONOUN,),
    "thing": (Sort.PRONOUN,),
    "described": (Sort.ROLE, Sort.OTHER, Sort.KIN, Sort.SPOKES),
    "body": (Sort.BODY,),
}
# Before there is a model: whoever is most in mind, as the hand-set weights of the scene tell.
_MINDED = {"salience": 3.5, "fit": 1.0, "owner": -0.5, "quoted": -0.5}
START = {
    "person": Weights({**_MINDED, "owner of somebody": -1.5, "protagonist": 1.5}, 3.5, 0.6),
    "thing": Weights(
        {**_MINDED, "place": -1.0, "place, silent": -1.0, "unsure kind": -0.5, "opens own words": 2.0}, 3.5, 0.6
    ),
    "described": Weights(_MINDED, 3.5, 0.6),
    "body": Weights({**_MINDED, "of the last speaker": 1.5, "told": -1.0}, 3.5, 0.6),
}
GENRES = ("news", "interview", "bio", "speech")  # of GUM: those that speak of people as news does
PRICE = 3  # a wrong name costs so many right ones
_PRIOR = 6.0  # how many samples' worth it takes to move a weight by one from where it starts
_GUM_WEIGHT = 0.3  # its pronouns are no sources, so that they tell less


@attrs.frozen
class Sample:
    """One decision: the candidates' features, which of them is right (-1: none), its weight and its article."""

    kind: str
    rows: tuple[Features, ...]
    right: frozenset[int]
    weight: float
    group: str


def gold_articles(polnear: Path, dispatches: Iterable[Path]) -> list[tuple[str, dict[str, Any]]]:
    """Return the articles that carry accepted names, each with the group that it belongs to."""
    found = []
    for line in polnear.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if any(q.get("speaker") is not None for q in row["quotes"]):
            found.append((row["doc"], row))
    for path in sorted(path for folder in dispatches for path in folder.rglob("*.txt")):
        if path.name != "pairs.txt":
            found.append((path.parent.name, parse(path.read_text(encoding="utf-8"))))
    return found


def quotes_of(row: Mapping[str, Any]) -> list[Quote]:
    """Return the gold quotes of an article."""
    found = []
    for quote in row["quotes"]:
        cue, source = (Span(*quote[k][0]) if quote.get(k) else None for k in ("cue", "source"))
        found.append(Quote(tuple(Span(a, b) for a, b in quote["content"]), Kind.INDIRECT, cue, source))
    return found


def samples_of(group: str, row: Mapping[str, Any], annotated: Annotated, models: Mapping[str, Weights]) -> list[Sample]:
    """Return the decisions of one gold article, as they come up with ``models``."""
    text, quotes = annotated.article.text, quotes_of(row)
    words = tokens(text)
    layout = Layout.of(text, words, proper_names(text, words, annotated.mentions))
    wanted: dict[int, tuple[Sort, Quote, frozenset[str]]] = {}
    for quote, gold in zip(quotes, row["quotes"], strict=True):
        if quote.source is not None and gold.get("speaker") is not None:
            phrase = read(layout, quote.source)
            wanted[phrase.span.start] = (phrase.sort, quote, frozenset(map(folded, gold["speaker"])))
    seen: list[tuple[str, int, Sequence[tuple[Figure, Features]]]] = []
    attribute(annotated, quotes, Ranker(models, lambda kind, at, found: seen.append((kind, at, list(found)))))
    registry, samples = packaged_registry(), []
    for kind, at, candidates in seen:
        sort, asked, names = wanted.get(at, (None, None, frozenset()))
        if sort not in _SORTS[kind] or asked is None or not candidates:
            continue
        speakers = resolve(
            [Attribution(asked, f.entity()) for f, _ in candidates], annotated.article, registry, Known()
        )
        right = {
            i
            for i, ((figure, _), found) in enumerate(zip(candidates, speakers, strict=True))
            if folded(figure.name) in names or (found.speaker and folded(found.speaker) in names)
        }
        samples.append(Sample(kind, tuple(r for _, r in candidates), frozenset(right), 1.0, group))
    return samples


def read_gum(path: Path) -> tuple[str, dict[str, list[Span]], list[Span]]:
    """Return the text of a GUM document, the mentions of each entity, and where "he" and "she" stand."""
    text, at_token = "", []
    entities: dict[str, list[Span]] = defaultdict(list)
    opened: list[tuple[str, int]] = []
    pronouns: list[Span] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newpar") and text:
            text = text.rstrip(" ") + "\n\n"
        cells = line.split("\t")
        if len(cells) != 10 or not cells[0].isdigit():
            continue
        start = len(text)
        text += cells[1] + ("" if "SpaceAfter=No" in cells[9] else " ")
        word = Span(start, start + len(cells[1]))
        at_token.append(word)
        if cells[1].casefold() in ("he", "she", "his", "her"):
            pronouns.append(word)
        marks = re.search(r"Entity=([^|\t]*)", cells[9])
        for mark in re.findall(r"\([^()]*\)?|[\w.]+\)", marks[1] if marks else ""):
            name = re.match(r"\(?([\w.]+)", mark)
            if name is None:
                continue
            if mark[0] == "(":
                if mark[-1] == ")":
                    entities[name[1]].append(word)
                else:
                    opened.append((name[1], start))
            else:
                for number in range(len(opened) - 1, -1, -1):
                    if opened[number][0] == name[1]:
                        entities[name[1]].append(Span(opened.pop(number)[1], word.end))
                        break
    return text, entities, pronouns


def gum_samples(
    name: str,
    annotated: Annotated,
    quotes: Sequence[Quote],
    entities: Mapping[str, list[Span]],
    pronouns: Iterable[Span],
) -> list[Sample]:
    """Return the decisions of "he" and "she" in one GUM document."""
    text = annotated.article.text
    words = tokens(text)
    layout = Layout.of(text, words, proper_names(text, words, annotated.mentions))
    cast = Cast(layout)
    cast.learn(())
    scene = Scene(layout, cast, [s.span for s in annotated.sentences])
    tell_sexes(scene)
    belongs = {s: entity for entity, spots in entities.items() for s in spots}
    figure_of: dict[str, Figure] = {}
    for figure in cast.figures:
        for spot in figure.spots:
            holding = [s for s in belongs if s.contains(spot) and len(s) <= len(spot) + 40]
            if holding:
                figure_of.setdefault(belongs[min(holding, key=len)], figure)
    seen: list[tuple[str, int, Sequence[tuple[Figure, Features]]]] = []
    finder = Finder(scene, ranker=Ranker(START, lambda kind, at, found: seen.append((kind, at, list(found)))))
    found: list[Sample] = []
    told = sorted((q for q in quotes if q.source is not None), key=lambda q: q.source or q.span)
    heard: set[tuple[int, str]] = set()
    for pronoun in pronouns:
        meant = figure_of.get(belongs.get(pronoun, ""))
        once = (scene.sentence(pronoun.start), PRONOUNS[pronoun.of(text).casefold()])
        fresh = once not in heard
        heard.add(once)
        if pronoun.of(text).casefold() not in ("he", "she"):
            if meant is not None and fresh:
                meant.spots.append(pronoun)  # as `Chains` would take it in
            continue
        scene.turns.clear()
        for quote in told:
            source = quote.source
            if source is not None and source.end <= pronoun.start:
                name_here = next((n for n in layout.names_in(source)), None)
                scene.turns.append(Turn(source.start, cast.named(name_here) if name_here else None, quote))
        end = min(pronoun.end + 2, len(text))
        fake = Quote((Span(pronoun.end, max(end, pronoun.end + 1)),), Kind.INDIRECT, None, pronoun)
        seen.clear()
        finder.find(read(layout, pronoun), fake)
        for kind, _, candidates in seen:
            right = frozenset(i for i, (figure, _) in enumerate(candidates) if figure is meant)
            if candidates:
                found.append(Sample(kind, tuple(r for _, r in candidates), right, _GUM_WEIGHT, name))
        if meant is not None and fresh:
            meant.spots.append(pronoun)
    return found


def fit(kind: str, samples: Sequence[Sample]) -> Weights:
    """Fit one conditional logit, its weights drawn to those it starts from: the less, the more samples there are."""
    names = sorted({n for s in samples for row in s.rows for n in row})
    first = np.array([*(START[kind].weights.get(n, 0.0) for n in names), START[kind].nobody])
    most = max(len(s.rows) for s in samples)
    table = np.zeros((len(samples), most, len(names)))
    there = np.zeros((len(samples), most + 1), dtype=bool)
    right = np.zeros((len(samples), most + 1), dtype=bool)
    column = {n: i for i, n in enumerate(names)}
    for number, sample in enumerate(samples):
        for place, row in enumerate(sample.rows):
            for name, value in row.items():
                table[number, place, column[name]] = value
        there[number, : len(sample.rows)] = there[number, -1] = True
        right[number, list(sample.right) if sample.right else [-1]] = True
    heavy = np.array([s.weight for s in samples])[:, None]

    def loss(at: np.ndarray) -> tuple[float, np.ndarray]:
        scores = np.full(there.shape, -1e9)
        scores[:, :-1] = np.where(there[:, :-1], table @ at[:-1], -1e9)
        scores[:, -1] = at[-1]
        share = np.exp(scores - scores.max(axis=1, keepdims=True))
        share /= share.sum(axis=1, keepdims=True)
        good = np.where(right, share, 0.0)
        chance = good.sum(axis=1, keepdims=True)
        off = (share - good / np.maximum(chance, 1e-12)) * heavy / heavy.sum()
        slope = np.append(np.einsum("ij,ijk->k", off[:, :-1], table), off[:, -1].sum())
        away = (at - first) * _PRIOR / heavy.sum()
        value = -(heavy * np.log(np.maximum(chance, 1e-12))).sum() / heavy.sum() + (away * (at - first)).sum() / 2
        return float(value), slope + away

    found = minimize(loss, first, jac=True, method="L-BFGS-B").x
    weights, nobody = found[:-1], found[-1]
    kept = {n: round(float(w), 3) for n, w in zip(names, weights, strict=True) if abs(w) >= 0.0005}
    return Weights(kept, round(float(nobody), 3), 0.5)


def tried(model: Weights, samples: Iterable[Sample]) -> list[tuple[float, bool, bool]]:
    """Return for each decision the best chance, whether it is right, and whether anybody would be."""
    ranker, found = Ranker({"": model}), []
    for sample in samples:
        stand_ins = [Figure(str(i), Span(0, 1)) for i in range(len(sample.rows))]
        best, figure = ranker.rank("", 0, list(zip(stand_ins, sample.rows, strict=True)))[0]
        found.append((best, int(figure.name) in sample.right, bool(sample.right)))
    return found


def chosen(kind: str, samples: Sequence[Sample], folds: int = 5) -> Weights:
    """Fit a kind's model, and choose its threshold on articles it was not fitted to."""
    groups = sorted({s.group for s in samples if s.weight == 1.0})
    outcome: list[tuple[float, bool, bool]] = []
    for fold in range(folds):
        out = set(groups[fold::folds])
        model = fit(kind, [s for s in samples if s.group not in out])
        outcome += tried(model, (s for s in samples if s.group in out))

    def worth(threshold: float) -> float:
        given = [right for chance, right, _ in outcome if chance >= threshold]
        return sum(given) - PRICE * (len(given) - sum(given))

    # from .53 on: whoever is named is likelier than all others and nobody together, and chances are a little too high
    threshold = max((t / 100 for t in range(53, 96)), key=worth)
    given = [right for chance, right, _ in outcome if chance >= threshold]
    log.info(
        "%s: %d decisions, %d with somebody; out of fold: %d right, %d wrong at %.2f",
        kind, len(outcome), sum(some for *_, some in outcome), sum(given), len(given) - sum(given), threshold,
    )  # fmt: skip
    return attrs.evolve(fit(kind, samples), threshold=threshold)


def main() -> None:
    """Train from the command line."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--polnear", type=Path, required=True)
    ask.add_argument("--dispatches", type=Path, nargs="+", required=True)
    ask.add_argument("--gum", type=Path)
    ask.add_argument("-o", "--out", type=Path, required=True)
    given = ask.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    annotator = StanzaAnnotator(threads=1)
    gold = gold_articles(given.polnear, given.dispatches)
    annotated = list(annotator.annotate([Article(row["text"]) for _, row in gold]))
    gum: list[Sample] = []
    if given.gum:
        splits = (given.gum / "splits.md").read_text(encoding="utf-8").partition("## train")[2].partition("## test")[0]
        for stem in sorted(set(re.findall(r"GUM_\w+", splits))):
            path = given.gum / f"{stem}.conllu"
            if stem.split("_")[1] in GENRES and path.exists():
                text, entities, pronouns = read_gum(path)
                (one,) = annotator.annotate([Article(text)])
                gum += gum_samples(stem, one, find_quotes([one], load_model())[0], entities, pronouns)
    models: Mapping[str, Weights] = START
    for _ in range(2):  # once more, since whom the last source meant depends on the models themselves
        samples = [
            s for (group, row), one in zip(gold, annotated, strict=True) for s in samples_of(group, row, one, models)
        ]
        models = {kind: chosen(kind, [s for s in (*samples, *gum) if s.kind == kind]) for kind in KINDS}
    kinds = {kind: attrs.asdict(model) for kind, model in models.items()}
    given.out.write_text(json.dumps({"kinds": kinds}, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
