"""The measures inside the package, and that they equal the bench's."""

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from quoteattr.cli import main
from quoteattr.scoring import score_quotes

TEXT = 'The mayor said "we won" and left. Ann Lee denied that it rained.'
GOLD = {
    "content": [[15, 23]],
    "cue": [[10, 14]],
    "source": [[0, 9]],
    "speaker": ["Bo Dee"],
}


def _score(**changes: Any) -> dict[str, Any]:
    gold = {"a": {"text": TEXT, "quotes": [GOLD]}}
    return score_quotes(gold, {"a": {"quotes": [{**GOLD, "speaker": "Bo Dee", **changes}]}})


@pytest.mark.parametrize(
    ("changes", "found", "exact", "attributed", "wrong"),
    [
        ({}, 1, 1, 1, 0),
        ({"content": [[16, 22]]}, 1, 1, 1, 0),
        ({"content": [[15, 32]]}, 1, 0, 1, 0),
        ({"content": [[34, 64]]}, 0, 0, 0, 0),
        ({"source": [[34, 41]]}, 1, 1, 0, 0),
        ({"source": []}, 1, 1, 0, 0),
        ({"speaker": "Ann Lee"}, 1, 1, 1, 1),
        ({"speaker": "bó dee"}, 1, 1, 1, 0),
        ({"speaker": None}, 1, 1, 1, 0),
    ],
    ids=[
        "same",
        "marks don't count",
        "too long",
        "elsewhere",
        "other source",
        "no source",
        "wrong name",
        "accents",
        "no name",
    ],
)
def test_measures(changes: dict[str, Any], found: float, exact: float, attributed: float, wrong: float) -> None:
    result = _score(**changes)
    measures = result["all"]
    assert (measures["found"]["f1"], measures["exact"]["f1"], measures["attributed"]["f1"]) == (
        found,
        exact,
        attributed,
    )
    assert result["speaker"]["wrong"] == wrong


def test_nothing_predicted_scores_nothing() -> None:
    result = score_quotes({"a": {"text": TEXT, "quotes": [GOLD]}}, {})
    assert result["all"]["found"] == {"p": 0.0, "r": 0.0, "f1": 0.0}


def _bench(shared: Path) -> Any:
    spec = importlib.util.spec_from_file_location("bench_score", shared / "bench" / "score.py")
    assert spec and spec.loader
    bench = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bench)
    return bench


def test_equal_to_the_bench(shared: Path) -> None:
    bench = _bench(shared)
    gold = bench.load(shared / "corpora" / "polnear" / "dev.jsonl")
    rng = random.Random(1)
    given = {}
    for doc, article in gold.items():
        quotes = []
        for quote in article["quotes"]:
            moved = {
                k: [[max(0, a + rng.choice((0, 0, -20, 9))), b + rng.choice((0, 0, 30, -3))] for a, b in quote[k]]
                for k in ("content", "source", "cue")
            }
            row: dict[str, Any] = {k: [[a, b] for a, b in v if b > a] for k, v in moved.items()}
            row["speaker"] = rng.choice([None, *(quote.get("speaker") or ["Nobody Else"])])
            if row["content"] and rng.random() < 0.8:
                quotes.append(row)
        given[doc] = {"quotes": quotes}
    assert score_quotes(gold, given) == bench.score(gold, given)[0]


def test_the_command_prints_what_the_bench_says_of_extract(shared: Path, tmp_path: Path) -> None:
    lines = (shared / "corpora" / "polnear" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    few, out = tmp_path / "gold.jsonl", tmp_path / "out.jsonl"
    few.write_text("\n".join(sorted(lines, key=len)[:6]) + "\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["extract", str(few), "-o", str(out)]).exit_code == 0
    bench = _bench(shared)
    told = json.loads(CliRunner().invoke(main, ["evaluate", "quotes", str(few), "--json"]).stdout)
    assert told == bench.score(bench.load(few), bench.load(out))[0]
    assert told["all"]["gold"] > 10


def test_bench_format_is_json(fixtures: Path) -> None:
    lines = (fixtures / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {row["doc"]: row for row in map(json.loads, lines)}
    same = {
        doc: {"quotes": [{**q, "speaker": (q["speaker"] or [None])[0]} for q in row["quotes"]]}
        for doc, row in gold.items()
    }
    result = score_quotes(gold, same)
    assert result["all"]["attributed"]["f1"] == 1.0
    assert result["speaker"]["wrong"] == 0.0
