"""Confidence: calibrated, monotone, and measured against what came of it."""

from __future__ import annotations

import json
import math
import random
import shutil
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import quoteattr as qa
from quoteattr.batches import extract_rows
from quoteattr.cli import main
from quoteattr.comparison import compare
from quoteattr.confidence import calibrated, reliability
from quoteattr.errors import InputError
from quoteattr.evaluation import outcomes
from quoteattr.quotes import QuoteModel, find_quotes, load_model
from quoteattr.render.reliability import reliability_svg
from quoteattr.training.calibration import calibrate, crossed, fit
from quoteattr.values import Article

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
CHANCES = st.floats(0, 1)
POSITIVE = st.floats(0, 5)


@given(CHANCES, CHANCES, POSITIVE, POSITIVE, st.floats(-5, 5))
def test_calibration_keeps_the_order(one: float, other: float, a: float, b: float, c: float) -> None:
    low, high = sorted((one, other))
    map_ = {"a": a, "b": b, "c": c}
    assert 0 <= calibrated(low, map_) <= calibrated(high, map_) <= 1


ASKED = {
    "extract": lambda least: qa.extract("It rained.", min_confidence=least),
    "extract nothing": lambda least: qa.extract([], min_confidence=least),
    "rows for an engine": lambda least: list(extract_rows([{"text": "It rained."}], min_confidence=least)),
    "compare": lambda least: compare([], threshold=least),
    "match": lambda least: qa.open().match(threshold=least),
}


@pytest.mark.parametrize("least", [-0.1, 1.1, 3, math.nan])
@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_what_is_no_chance_is_refused(asked: Callable[[float], object], least: float) -> None:
    with pytest.raises(InputError, match="is no chance"):
        asked(least)


@pytest.mark.parametrize("least", [0, 0.5, 1, None])
@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_a_chance_is_taken(asked: Callable[[float | None], object], least: float | None) -> None:
    asked(least)


def test_no_calibration_changes_nothing() -> None:
    assert calibrated(0.3, None) == 0.3
    assert calibrated(0.3, {"a": 1.0, "b": 1.0, "c": 0.0}) == pytest.approx(0.3, abs=1e-4)


def test_reliability_by_hand() -> None:
    curve = reliability([(0.95, True), (0.95, True), (0.95, False), (0.25, False), (1.0, True)])
    assert [(b.low, b.quotes, b.right) for b in curve.bins] == [(0.2, 1, 0.0), (0.9, 4, 0.75)]
    assert curve.error == pytest.approx((1 * 0.25 + 4 * abs(0.9625 - 0.75)) / 5, abs=1e-4)
    assert curve.brier == pytest.approx((2 * 0.05**2 + 0.95**2 + 0.25**2) / 5, abs=1e-4)
    assert reliability([]).quotes == 0


def _overconfident(seed: int, size: int) -> list[tuple[float, bool]]:
    """Confidences that are twice as sure as they may be."""
    rng = random.Random(seed)
    return [
        (c, rng.random() < (c / (1 - c)) ** 0.5 / (1 + (c / (1 - c)) ** 0.5))
        for c in (rng.uniform(0.01, 0.99) for _ in range(size))
    ]


def test_a_fit_mends_overconfidence_on_what_it_has_not_seen() -> None:
    parameters = fit(_overconfident(1, 2000))
    fresh = _overconfident(2, 2000)
    before, after = reliability(fresh), reliability([(calibrated(c, parameters), right) for c, right in fresh])
    assert before.error > 0.08 and after.error < 0.04
    assert parameters["a"] >= 0 and parameters["b"] >= 0


def test_a_fit_never_turns_the_order_round() -> None:
    parameters = fit([(c, not right) for c, right in _overconfident(1, 500)])
    assert calibrated(0.1, parameters) <= calibrated(0.9, parameters)


def test_crossing_uses_every_article_once() -> None:
    by_article = {str(n): _overconfident(n, 40) for n in range(9)}
    made = crossed(by_article)
    assert len(made) == 360
    assert sum(right for _, right in made) == sum(right for rows in by_article.values() for _, right in rows)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the packaged model, to be written to."""
    shutil.copytree(load_model().folder, tmp_path / "model")
    return tmp_path / "model"


def test_a_model_is_calibrated_by_command(copied: Path, tmp_path: Path) -> None:
    figure = tmp_path / "curve.svg"
    words = ["train", "calibration", str(FIXTURES / "gold.jsonl"), "--model", str(copied), "--figure", str(figure)]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    kept = json.loads((copied / "model.json").read_text(encoding="utf-8"))["calibration"]
    text = "The bank said that prices would fall. A “quiet” town, some called it."
    raw = find_quotes([Article(text)], QuoteModel(copied, calibrated=False), min_confidence=0.0)[0]
    made = find_quotes([Article(text)], QuoteModel(copied), min_confidence=0.0)[0]
    assert [q.confidence for q in made] == [calibrated(q.confidence, kept) for q in raw]
    assert len(find_quotes([Article(text)], QuoteModel(copied), min_confidence=made[0].confidence)[0]) >= 1
    assert find_quotes([Article(text)], QuoteModel(copied), min_confidence=1.0) == ((),)
    assert ElementTree.parse(figure).getroot().tag.endswith("svg")


def test_too_few_quotes_are_refused(copied: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text((FIXTURES / "gold.jsonl").read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    before = (copied / "model.json").read_bytes()
    with pytest.raises(InputError, match="too few"):
        calibrate([gold], copied)
    assert (copied / "model.json").read_bytes() == before


def test_outcomes_and_the_curve_of_a_gold_file(tmp_path: Path) -> None:
    gold, figure = tmp_path / "gold.jsonl", tmp_path / "curve.svg"
    gold.write_text((FIXTURES / "gold.jsonl").read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    (rows,) = outcomes(gold).values()
    assert rows and sum(right for _, right in rows) > len(rows) / 2
    done = CliRunner().invoke(main, ["evaluate", "quotes", str(gold), "--reliability", str(figure), "--json"])
    told = json.loads(done.stdout)
    assert told["quotes"] == len(rows) and told["bins"]
    assert "calibration error" in figure.read_text(encoding="utf-8")


def test_a_name_in_the_legend_is_escaped() -> None:
    assert "<b>" not in reliability_svg({"<b>": reliability([(0.5, True)])})
