"""Confidence as a chance: the calibration of the quote model, and how reliable its confidences are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import attrs

from quoteattr.errors import InputError

_EDGE = 1e-4  # confidences are rounded to four digits; nothing is surer than that
BINS = 10  # of the reliability curve: tenths, as confidences are read


def checked_chance(value: float | None, name: str) -> float | None:
    """Return a chance that somebody gave, unchanged.

    Args:
        value: The chance, or None where none was given.
        name: What it is called.

    Raises:
        InputError: It is outside of 0..1.
    """
    if value is not None and not 0 <= value <= 1:  # nor is what is no number
        raise InputError(f"{name}={value} is no chance.", remedy="Give a number from 0 to 1.", value=value)
    return value


def calibrated(confidence: float, parameters: Mapping[str, float] | None) -> float:
    """Return the chance that stands behind a raw confidence, by beta calibration (Kull et al. 2017).

    The map is monotone, so that the order of quotes by confidence stays as it was.

    Args:
        confidence: As the decoder gives it, 0..1.
        parameters: ``a`` and ``b``, both 0 or above, and ``c``; None leaves the confidence as it is.
    """
    if not parameters:
        return confidence
    p = min(max(confidence, _EDGE), 1 - _EDGE)
    score = parameters["a"] * math.log(p) - parameters["b"] * math.log(1 - p) + parameters["c"]
    return round(1 / (1 + math.exp(-score)), 4)


@attrs.frozen
class Bin:
    """A stretch of confidences: how many quotes, their mean confidence, and the share of them that was right."""

    low: float
    high: float
    quotes: int
    confidence: float
    right: float


@attrs.frozen
class Reliability:
    """How confidences and what came of them go together.

    Args:
        bins: The stretches that hold quotes, in order.
        error: The expected calibration error: the mean distance of confidence and share right, by quotes, 0..1.
        brier: The mean squared distance of confidence and outcome (Brier 1950), 0..1.
        quotes: How many quotes.
    """

    bins: tuple[Bin, ...]
    error: float
    brier: float
    quotes: int


def reliability(outcomes: Sequence[tuple[float, bool]]) -> Reliability:
    """Hold confidences against outcomes, by tenths (Naeini et al. 2015).

    Args:
        outcomes: For each quote its confidence, 0..1, and whether it was right.
    """
    parts: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for confidence, right in outcomes:
        parts[min(BINS - 1, int(confidence * BINS))].append((confidence, right))
    bins = tuple(
        Bin(
            number / BINS,
            (number + 1) / BINS,
            len(part),
            round(sum(c for c, _ in part) / len(part), 4),
            round(sum(r for _, r in part) / len(part), 4),
        )
        for number, part in enumerate(parts)
        if part
    )
    size = max(1, len(outcomes))
    error = sum(b.quotes * abs(b.confidence - b.right) for b in bins) / size
    brier = sum((c - r) ** 2 for c, r in outcomes) / size
    return Reliability(bins, round(error, 4), round(brier, 4), len(outcomes))
