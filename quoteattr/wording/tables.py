"""Small learned tables: linear models whose weights are kept as readable JSON."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from operator import mul
from typing import Any

import attrs

from quoteattr.errors import ModelError


@attrs.frozen
class Linear:
    """A weighted sum, as one class of a softmax or the inside of a logistic function.

    Args:
        weights: One weight a feature.
        bias: What is added.
    """

    weights: tuple[float, ...]
    bias: float

    def __call__(self, values: Sequence[float]) -> float:
        """Return the sum for the values of the features."""
        return sum(map(mul, self.weights, values), self.bias)


def chance(odds: float) -> float:
    """Return the chance, 0..1, for log odds."""
    return 1 / (1 + math.exp(-max(-35.0, min(35.0, odds))))


@attrs.frozen
class Softmax:
    """One weighted sum a class."""

    classes: tuple[str, ...]
    rows: tuple[Linear, ...]

    def best(self, values: Sequence[float]) -> str:
        """Return the likeliest class."""
        sums = [row(values) for row in self.rows]
        return self.classes[sums.index(max(sums))]


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    path = resources.files("quoteattr").joinpath("data/wording.json")
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError) as error:
        raise ModelError(
            "The tables of the wording scorer are missing or broken.", remedy="Install quoteattr anew."
        ) from error
    return raw


def _linear(raw: dict[str, Any]) -> Linear:
    return Linear(tuple(float(w) for w in raw["weights"].values()), float(raw["bias"]))


@lru_cache(maxsize=8)
def fingerprint() -> str:
    """Return what the results depend on: the hash of the tables."""
    told = json.dumps(_tables(), sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def linear_table(name: str) -> Linear:
    """Return the logistic table ``name``.

    Raises:
        ModelError: The table is missing.
    """
    return _linear(_tables()[name])


@lru_cache(maxsize=8)
def softmax_table(name: str) -> Softmax:
    """Return the softmax table ``name``.

    Raises:
        ModelError: The table is missing.
    """
    raw = _tables()[name]["classes"]
    return Softmax(tuple(raw), tuple(_linear(row) for row in raw.values()))


def number(name: str) -> float:
    """Return a single number that training chose, such as a threshold."""
    return float(_tables()["numbers"][name])
