"""Fit small linear models: a logistic regression with signs held, and a softmax regression."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def _newton(x: Array, y: Array, weight: Array, ridge: float) -> tuple[Array, float]:
    """Return weights over raw features, and the bias, of a ridge logistic regression on standardised ones."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    z = np.c_[(x - mean) / spread, np.ones(len(x))]
    beta = np.zeros(z.shape[1])
    penalty = np.eye(len(beta)) * ridge
    penalty[-1, -1] = 0
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(z @ beta, -30, 30)))
        slope = z.T @ (weight * (chance - y)) + penalty @ beta
        curve = (z * (weight * chance * (1 - chance))[:, None]).T @ z + penalty + 1e-6 * np.eye(len(beta))
        step = np.linalg.solve(curve, slope)
        beta -= step
        if np.abs(step).max() < 1e-7:
            break
    raw = beta[:-1] / spread
    return raw, float(beta[-1] - raw @ mean)


def logistic(
    x: Array, y: Array, weight: Array, names: Sequence[str], *, ridge: float, up: Sequence[str], down: Sequence[str]
) -> dict[str, Any]:
    """Fit a logistic regression whose weights keep their sign; a feature that would turn is left out.

    Args:
        x: One row of features a pair.
        y: 1 for the same utterance, 0 for others.
        weight: How much each pair counts.
        names: The features.
        ridge: The penalty on squared weights of standardised features.
        up: Features that can only speak for a match.
        down: Features that can only speak against one.

    Returns:
        ``{"weights": {name: weight}, "bias": bias}``, over raw features.
    """
    used = list(range(len(names)))
    while True:
        raw, bias = _newton(x[:, used], y, weight, ridge)
        spread = x[:, used].std(axis=0)
        wrong = [
            (abs(float(w * s)), i)
            for w, s, i in zip(raw, spread, used, strict=True)
            if (names[i] in up and w < 0) or (names[i] in down and w > 0)
        ]
        if not wrong:
            known = dict(zip(used, raw, strict=True))
            weights = {name: round(float(known.get(i, 0.0)), 4) for i, name in enumerate(names)}
            return {"weights": weights, "bias": round(bias, 4)}
        used.remove(max(wrong)[1])


def softmax(
    x: Array, y: Sequence[str], weight: Array, names: Sequence[str], classes: Sequence[str], *, ridge: float
) -> dict[str, Any]:
    """Fit a ridge softmax regression by accelerated gradient descent.

    Returns:
        ``{"classes": {name: {"weights": {...}, "bias": ...}}}``, over raw features.
    """
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    z = np.c_[(x - mean) / spread, np.ones(len(x))]
    truth = np.eye(len(classes))[[classes.index(v) for v in y]]
    found = np.zeros((z.shape[1], len(classes)))
    ahead, pace = found.copy(), 1.0
    rate = 1 / (0.5 * np.linalg.eigvalsh((z * weight[:, None]).T @ z).max() + ridge)
    penalty = np.full(found.shape, ridge)
    penalty[-1] = 0
    for _ in range(3000):
        chance = np.exp(z @ ahead - (z @ ahead).max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        step = ahead - rate * (z.T @ ((chance - truth) * weight[:, None]) + penalty * ahead)
        faster = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        ahead = step + (pace - 1) / faster * (step - found)
        found, pace = step, faster
    raw = found[:-1] / spread[:, None]
    bias = found[-1] - mean @ raw
    return {
        "classes": {
            name: {
                "weights": {n: round(float(w), 4) for n, w in zip(names, raw[:, k], strict=True)},
                "bias": round(float(bias[k]), 4),
            }
            for k, name in enumerate(classes)
        }
    }
