"""Slimming: what matters least goes, what is kept computes as before, and the smaller form survives every way of saving."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from quoteattr.quotes import QuoteModel, find_quotes, load_model  # noqa: E402 (the extra must be there first)
from quoteattr.training import slim as slimming  # noqa: E402
from quoteattr.training.network import QuoteNetwork  # noqa: E402
from quoteattr.values import Article  # noqa: E402

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
SIZE = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 64}


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> QuoteNetwork:
    monkeypatch.setattr(slimming, "LEAST_HEADS", 1)
    monkeypatch.setattr(slimming, "LEAST_INNER", 8)
    monkeypatch.setattr(slimming, "STEP", 8)
    torch.manual_seed(1)
    config = transformers.BertConfig(vocab_size=50, max_position_embeddings=64, attn_implementation="eager", **SIZE)
    return QuoteNetwork(config).eval()


def _given() -> tuple[Any, ...]:
    torch.manual_seed(2)
    return torch.randint(0, 50, (2, 12)), torch.zeros(2, 12, 3, dtype=torch.long), torch.ones(2, 12)


def _loss(network: QuoteNetwork, given: tuple[Any, ...]) -> Any:
    tags, sources, cues = network(*given)
    return tags.square().mean() + sources.square().mean() + cues.square().mean()


def test_what_does_nothing_is_what_goes(network: QuoteNetwork) -> None:
    idle_heads, idle_inner = [{0, 2}, {3, 1}], [set(range(24)), set(range(40, 64))]
    with torch.no_grad():
        for layer, heads, inner in zip(network.encoder.encoder.layer, idle_heads, idle_inner, strict=True):
            for head in heads:
                layer.attention.output.dense.weight[:, head * 8 : head * 8 + 8] = 0
            layer.output.dense.weight[:, sorted(inner)] = 0
    before = network(*_given())
    slimming.slim(network, [_given()], _loss, heads=2, inner=40)
    assert slimming.shape_of(network.state_dict(), 8) == {"heads": [2, 2], "inner": [40, 40]}
    for old, new in zip(before, network(*_given()), strict=True):
        torch.testing.assert_close(old, new)


def test_a_layer_that_is_needed_more_keeps_more(network: QuoteNetwork) -> None:
    with torch.no_grad():
        network.encoder.encoder.layer[1].attention.output.dense.weight *= 1e-3
        network.encoder.encoder.layer[0].output.dense.weight *= 1e-3
    slimming.slim(network, [_given()], _loss, heads=2, inner=32)
    assert slimming.shape_of(network.state_dict(), 8) == {"heads": [3, 1], "inner": [8, 56]}


@pytest.mark.parametrize(
    ("heads", "inner", "wanted"),
    [
        (None, None, {"heads": [4, 4], "inner": [64, 64]}),
        (4, 64, {"heads": [4, 4], "inner": [64, 64]}),
        (None, 16, {"heads": [4, 4]}),
        (2, None, {"inner": [64, 64]}),
    ],
    ids=["nothing asked", "all kept", "inner only", "heads only"],
)
def test_what_was_not_asked_for_stays(
    heads: int | None, inner: int | None, wanted: dict[str, list[int]], network: QuoteNetwork
) -> None:
    slimming.slim(network, [_given()], _loss, heads, inner)
    shape = slimming.shape_of(network.state_dict(), 8)
    assert {part: shape[part] for part in wanted} == wanted
    if heads:
        assert sum(shape["heads"]) == 2 * heads
    if inner:
        assert sum(shape["inner"]) == 2 * inner


def test_a_slim_network_is_trained_stopped_resumed_written_and_trained_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("onnxscript")
    from quoteattr.training.export import averaged, export
    from quoteattr.training.quotes import train

    for name, value in (("LEAST_HEADS", 1), ("LEAST_INNER", 8), ("STEP", 8)):
        monkeypatch.setattr(slimming, name, value)
    encoder, corpus = tmp_path / "encoder", tmp_path / "corpus.jsonl"
    torch.manual_seed(3)
    transformers.BertModel(
        transformers.BertConfig(max_position_embeddings=512, **SIZE), add_pooling_layer=False
    ).save_pretrained(encoder)
    (encoder / "tokenizer.json").write_bytes((load_model().folder / "tokenizer.json").read_bytes())
    lines = (FIXTURES / "gold.jsonl").read_text(encoding="utf-8").splitlines()[:2]
    corpus.write_text("\n".join(lines) + "\n", encoding="utf-8")
    options: dict[str, Any] = {
        "corpus": corpus, "encoder": encoder, "extra": [], "extra_times": 1, "names": None, "steps": 4, "window": 64,
        "pieces": 640, "rate": 1e-3, "seed": 5, "threads": 1, "resume": False, "bf16": False, "start": None,
        "save_every": 2, "heads": 2, "inner": 32,
    }  # fmt: skip
    whole = torch.load(train(argparse.Namespace(**options, out=tmp_path / "whole")))
    shape = slimming.shape_of(whole["average"], 8)
    assert sum(shape["heads"]) == 4 and sum(shape["inner"]) == 64

    def stop(at: dict[str, Any]) -> None:
        if at["step"] == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(argparse.Namespace(**options, out=tmp_path / "halves"), stop)
    resumed = torch.load(train(argparse.Namespace(**{**options, "resume": True}, out=tmp_path / "halves")))
    assert all(torch.equal(whole["average"][name], resumed["average"][name]) for name in whole["average"])

    folder = tmp_path / "model"
    export(tmp_path / "whole" / "last.pt", encoder, folder)
    assert json.loads((folder / "model.json").read_text(encoding="utf-8"))["shape"] == shape
    find_quotes([Article("“No,” said Ann Lee, who had been asked.")], QuoteModel(folder), min_confidence=0)
    on = {**options, "start": tmp_path / "whole" / "last.pt", "heads": None, "inner": None, "seed": 6}
    runs = [tmp_path / "whole" / "last.pt", train(argparse.Namespace(**on, out=tmp_path / "second"))]
    mean, _ = averaged(runs)
    first, second = (torch.load(run)["average"] for run in runs)
    assert not torch.equal(first["tagger.weight"], second["tagger.weight"])
    torch.testing.assert_close(mean["tagger.weight"], (first["tagger.weight"] + second["tagger.weight"]) / 2)

    on = {**on, "start": folder, "rate": 0.0, "steps": 1}
    after = torch.load(train(argparse.Namespace(**on, out=tmp_path / "on")))["model"]
    weights = [name for name in after if name.endswith("dense.weight")]
    for name in weights:  # 8 bits a channel, 7 of them used: off by half a step at most
        torch.testing.assert_close(after[name], whole["average"][name], atol=1e-2, rtol=0)
