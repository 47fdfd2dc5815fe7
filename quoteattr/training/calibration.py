"""Fit the calibration of a quote model on articles that it was not trained on."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import numpy as np

from quoteattr.confidence import Reliability, calibrated, reliability
from quoteattr.errors import InputError
from quoteattr.evaluation import outcomes
from quoteattr.quotes import QuoteModel, load_model
from quoteattr.training.fitting import logistic

FOLDS = 2  # fit on one half of the articles, look at the other, and the other way round
FEWEST = 100  # quotes: below, three parameters are guesswork

Outcomes = Sequence[tuple[float, bool]]


@attrs.frozen
class Calibration:
    """What was fitted, and how reliable confidences are without it and with it, on articles it was not fitted on."""

    parameters: dict[str, float]
    before: Reliability
    after: Reliability


def fit(found: Outcomes) -> dict[str, float]:
    """Fit the parameters of `quoteattr.confidence.calibrated` to raw confidences and outcomes."""
    p = np.clip(np.array([c for c, _ in found]), 1e-4, 1 - 1e-4)
    x = np.c_[np.log(p), -np.log(1 - p)]
    y = np.array([float(right) for _, right in found])
    # ridge 0.01: only so that a set that is all right stays finite; a and b may not turn, so that the map is monotone
    model = logistic(x, y, np.ones(len(y)), ("a", "b"), ridge=0.01, up=("a", "b"), down=())
    return {**model["weights"], "c": model["bias"]}


def crossed(by_article: Mapping[str, Outcomes], seed: int = 1) -> list[tuple[float, bool]]:
    """Return calibrated confidences and outcomes, each article's by a calibration that has not seen it."""
    names = sorted(by_article)
    random.Random(seed).shuffle(names)
    parts = [names[number::FOLDS] for number in range(FOLDS)]
    result: list[tuple[float, bool]] = []
    for part in parts:
        parameters = fit([o for name in names if name not in part for o in by_article[name]])
        result += [(calibrated(c, parameters), right) for name in part for c, right in by_article[name]]
    return result


def calibrate(gold: Sequence[Path], folder: Path | None = None) -> Calibration:
    """Fit a model's calibration and write it into its ``model.json``.

    A quote is right where a gold quote shares half of its words (Dice overlap of 0.5), as *found* in
    `quoteattr.scoring`. The figures are cross-validated by article; what is written is fitted on all of them.

    Args:
        gold: Gold files with articles that the model was not trained on.
        folder: The model's folder; the packaged one where none is given.

    Raises:
        InputError: The files hold too few quotes.
    """
    model = QuoteModel(folder or load_model().folder, calibrated=False)
    path = model.folder / "model.json"
    by_article: dict[str, Outcomes] = {}
    for file in gold:
        by_article |= {
            f"{file.name}:{doc}": found for doc, found in outcomes(file, model=model, min_confidence=0.0).items()
        }
    every = [o for found in by_article.values() for o in found]
    if len(every) < FEWEST or len(by_article) < FOLDS:
        raise InputError(
            f"{len(every)} quotes are too few to calibrate on.", remedy=f"Give gold files with {FEWEST} or more."
        )
    settings: dict[str, Any] = {**model.settings, "calibration": fit(every)}
    path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    return Calibration(settings["calibration"], reliability(every), reliability(crossed(by_article)))
