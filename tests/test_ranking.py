"""The model that ranks whom a pronoun or a description means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.attribution.figures import Figure
from quoteattr.attribution.ranking import Ranker, Weights, chances, packaged
from quoteattr.spans import Span

MODEL = Weights({"near": 2.0, "spoke": 1.0}, 1.0, 0.5)


def test_packaged_models() -> None:
    assert set(packaged()) == {"person", "thing", "described", "body"}
    for model in packaged().values():
        assert 0.3 < model.threshold < 1.0 and model.weights["salience"] > 0  # whoever is in mind is likelier


@pytest.mark.parametrize(
    ("rows", "best"),
    [
        ([{"near": 1.0}, {"spoke": 1.0}], 0),
        ([{"near": 1.0}, {"near": 1.0, "spoke": 1.0}], 1),
        ([{"unheard": 9.0}, {"spoke": 0.5}], 1),
    ],
)
def test_best(rows: list[dict[str, float]], best: int) -> None:
    figures = [Figure(str(i), Span(i, i + 1)) for i in range(len(rows))]
    ranked = Ranker({"x": MODEL}).rank("x", 0, list(zip(figures, rows, strict=True)))
    assert ranked[0][1] is figures[best]
    assert [c for c, _ in ranked] == sorted((c for c, _ in ranked), reverse=True)


def test_nobody_takes_what_is_left() -> None:
    assert chances(MODEL, []) == []
    (alone,) = chances(MODEL, [{"near": -3.0}])
    assert alone < 0.01  # nobody is far likelier
    assert sum(chances(MODEL, [{"near": 1.0}, {"near": 1.0}])) < 1.0


@given(st.lists(st.fixed_dictionaries({"near": st.floats(-50, 50), "spoke": st.floats(-50, 50)}), max_size=6))
def test_chances_are_chances(rows: list[dict[str, float]]) -> None:
    found = chances(MODEL, rows)
    assert len(found) == len(rows) and all(0.0 <= c <= 1.0 for c in found) and sum(found) <= 1.0 + 1e-9


def test_observer_sees_each_decision() -> None:
    seen: list[tuple[str, int, int]] = []
    ranker = Ranker({"x": MODEL}, lambda kind, at, found: seen.append((kind, at, len(found))))
    ranker.rank("x", 7, [(Figure("a", Span(0, 1)), {"near": 1.0})])
    assert seen == [("x", 7, 1)] and ranker.threshold("x") == 0.5
